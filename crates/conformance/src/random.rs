//! Random floats for the suites: of all sizes, and where elementary functions change their ways.

/// SplitMix64.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }

    /// In [−1, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 10) as f64 * 2_f64.powi(-53) - 1.0
    }

    /// 1 or −1.
    pub fn sign(&mut self) -> f64 {
        if self.bits() & 1 == 0 { 1.0 } else { -1.0 }
    }

    /// A float: all exponents, the middle ones, and where functions change their ways.
    pub fn float(&mut self) -> f64 {
        const PLACES: [f64; 24] = [
            1.0, 1.5, 2.0, 0.5, 0.25, 0.293, 0.414, 0.707, 1.414, 20.0, 27.2, 26.5, 37.0, 40.0,
            80.0, 708.39, 709.78, 744.44, 745.13, 1e-17, 1e-34, 1e18, 4096.0, 3.0,
        ];
        match self.below(8) {
            0 => f64::from_bits(self.bits()),
            1 => self.unit() * 2_f64.powi(-1022),
            2 => {
                PLACES[self.below(24) as usize] * (1.0 + self.unit() * self.power(60)) * self.sign()
            }
            3 => self.unit() * 40.0,
            4 => self.unit() * 750.0,
            5 => (self.unit() * 64.0).floor(),
            _ => self.unit() * self.power(80) * 1e4,
        }
    }

    /// 2^−k with k below `n`.
    pub fn power(&mut self, n: u64) -> f64 {
        2_f64.powi(-(self.below(n) as i32))
    }
}
