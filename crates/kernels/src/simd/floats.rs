//! What pairs of f32 lanes need beyond arithmetic.
//!
//! The bodies here go lane by lane: they are right everywhere, and fast nowhere. An instruction set that has
//! an instruction for each of them says so by [`Floats::PAIRS`].

use super::{Lanes, MAX_COUNT};

/// Lanes of f32.
pub trait Floats: Lanes<Scalar = f32> {
    /// Whether each operation below is an instruction or two, and products are fused with sums, so that
    /// pairs of f32 lanes pay.
    const PAIRS: bool = false;

    /// a·2^⌊k⌋, rounded once.
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, far past every result")]
        by_lane([self, k], |[a, k]| libm::scalbnf(a, libm::floorf(k) as i32))
    }
    /// The entry whose number is in the lowest 5 bits of a's representation.
    #[inline(always)]
    fn lookup(self, table: &[f32; 32]) -> Self {
        by_lane([self], |[a]| table[(a.to_bits() & 31) as usize])
    }
    /// 1/a to within 2^−14 of it, for normal a and 1/a.
    #[inline(always)]
    fn estimate(self) -> Self {
        Self::splat(1.0).div(self)
    }
    /// a within `low` < 0 and `high` > 0; any number between them for NaN.
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self {
        Self::splat(high).lesser(self.greater(Self::splat(low)))
    }
    /// The smaller of |a| and `size`, negated; any such number for NaN.
    #[inline(always)]
    fn fallen(self, size: f64) -> Self {
        Self::splat(size).lesser(self.abs()).neg()
    }
    /// −a where `sign` has its sign bit set, else a.
    #[inline(always)]
    fn signed(self, sign: Self) -> Self {
        sign.by_sign(self.neg(), self)
    }
    /// 2^(n − 127), where n is the number in the lowest 8 bits of a's representation; 0 < n < 255.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        by_lane([self], |[a]| f32::from_bits(a.to_bits() << 23))
    }
    /// 2^(n − 127)·(1 + i/32), where the lowest 13 bits of a's representation are 32·n + i; 0 < n < 255.
    #[inline(always)]
    fn steps(self) -> Self {
        by_lane([self], |[a]| f32::from_bits(a.to_bits() << 18))
    }
    /// a with 18 significant bits, the others 0.
    #[inline(always)]
    fn truncated(self) -> Self {
        by_lane([self], |[a]| f32::from_bits(a.to_bits() & !0x3f))
    }
    /// `negative` where a's sign bit is set, else `positive`.
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        let side = Self::splat(1.0).copysign(self);
        Self::select(side.lt(Self::splat(0.0)), negative, positive)
    }
    /// Whether every |a| is at most `limit`; NaN is not.
    #[inline(always)]
    fn all_near(self, limit: f64) -> bool {
        Self::all(self.abs().le(Self::splat(limit)))
    }
    /// The larger magnitude; NaN where one of the two is.
    #[inline(always)]
    fn farther(self, other: Self) -> Self {
        by_lane([self, other], |[a, b]| if a.abs() > b.abs() || a.is_nan() { a } else { b }).abs()
    }
    /// Whether every lane is finite.
    #[inline(always)]
    fn all_finite(self) -> bool {
        Self::all(self.abs().lt(Self::splat(f64::INFINITY)))
    }
}

/// `f` of each lane.
#[inline(always)]
fn by_lane<V: Lanes<Scalar = f32>, const N: usize>(
    arguments: [V; N],
    f: impl Fn([f32; N]) -> f32,
) -> V {
    let mut lanes = [[0.0; MAX_COUNT]; N];
    for (lanes, argument) in lanes.iter_mut().zip(arguments) {
        argument.store(lanes);
    }
    let mut results = [0.0; MAX_COUNT];
    for (lane, result) in results[..V::COUNT].iter_mut().enumerate() {
        *result = f(std::array::from_fn(|i| lanes[i][lane]));
    }
    V::load(&results)
}
