//! Logarithms, powers and asinh.
//!
//! log(2^k·m) = k·log 2 − log c + log(1 + f) with c = j/128 the nearest to 1/m and f = c·m − 1, exact
//! and below 2^-7.5. Where k = 0 and c = 1, f carries the result alone, so that nothing cancels near 1.
//! A power needs the logarithm to more digits than its own: a third float holds them.

use super::DoubleDouble;
use super::arithmetic::{RECIPROCALS, Triple, polynomial, renormalize, two_sum};
use super::exponential::exp_of_triple;
use super::tables::{LN_2, LN_2_PARTS, LOGARITHMS};

/// The largest whole exponent that becomes multiplications: exact where the result is.
const MAX_MULTIPLIED: f64 = 32.0;

const NEAR: [DoubleDouble; 6] = [
    DoubleDouble::single(-0.5),
    RECIPROCALS[3],
    RECIPROCALS[4].negated(),
    RECIPROCALS[5],
    RECIPROCALS[6].negated(),
    RECIPROCALS[7],
];
const FAR: [f64; 7] = {
    let r = RECIPROCALS;
    [-r[8].hi, r[9].hi, -r[10].hi, r[11].hi, -r[12].hi, r[13].hi, -r[14].hi]
};

/// The parts of log(2^k·m): the sum of k·log 2, `log_c`, `f` and `curve`.
struct Parts {
    k: f64,
    log_c: [f64; 3],
    f: DoubleDouble,
    /// log(1 + f) − f.
    curve: DoubleDouble,
}

/// For 2^k·(a + b + c) > 0 with a in [0.5, 2], b and c below its last place.
fn parts(Triple([a, b, c]): Triple, k: i32) -> Parts {
    // m in [0.707, 1.414): then k = 0 on both sides of 1.
    let (half, k) = if a > std::f64::consts::SQRT_2 { (0.5, k + 1) } else { (1.0, k) };
    let [a, b, c] = [a * half, b * half, c * half];
    let j = libm::round(128.0 / a);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 90 to 183")]
    let log_c = LOGARITHMS[j as usize - 90];
    let factor = j / 128.0;
    let f = Triple([-1.0, 0.0, 0.0])
        .plus_product(a, factor)
        .plus_product(b, factor)
        .plus_product(c, factor)
        .renormalized();
    let f = renormalize(f.0[0], f.0[1]);
    let square = f.times(f);
    let curve = square.times(f.polynomial(&NEAR, polynomial(f.hi, &FAR)));
    Parts { k: f64::from(k), log_c, f, curve }
}

impl Parts {
    fn sum(self) -> DoubleDouble {
        let f = self.f.plus(self.curve);
        if self.k == 0.0 && self.log_c[0] == 0.0 {
            return f;
        }
        let log_c = DoubleDouble { hi: self.log_c[0], lo: self.log_c[1] };
        LN_2.times_float(self.k).plus(log_c).plus(f)
    }

    fn triple(self) -> Triple {
        let [x, y, z] = LN_2_PARTS;
        let sum = [self.k * x, self.k * y, self.k * z].into_iter().chain(self.log_c);
        let f = [self.f.hi, self.f.lo, self.curve.hi, self.curve.lo];
        sum.chain(f).fold(Triple::ZERO, Triple::plus).renormalized()
    }
}

impl DoubleDouble {
    /// For finite a > 0.
    fn log_parts(self) -> Parts {
        let (m, k) = self.significand();
        parts(Triple([m.hi, m.lo, 0.0]), k)
    }

    pub(super) fn ln(self) -> Self {
        if self.hi > 0.0 && self.hi.is_finite() {
            self.log_parts().sum()
        } else {
            Self::single(libm::log(self.hi))
        }
    }

    pub(super) fn ln_of_1_plus(self) -> Self {
        if self.hi.abs() < 1e-34 {
            return self;
        }
        if !(self.hi > -1.0 && self.hi < 1e40) {
            // −1 with a low half above 0 is close to the pole, not on it.
            return self.plus(Self::ONE).ln();
        }
        let (s, e) = two_sum(1.0, self.hi);
        let (e, rest) = two_sum(e, self.lo);
        let sum = Triple([s, e, rest]).renormalized().0;
        let k = libm::ilogb(sum[0]);
        parts(Triple(sum.map(|part| libm::scalbn(part, -k))), k).sum()
    }

    /// log(|a| + √(a² + 1)), as log1p(|a| + a²/(1 + √(a² + 1))) where that is small.
    pub(super) fn area_sine(self) -> Self {
        let a = self.magnitude();
        if a.hi < 1e-17 || !a.hi.is_finite() {
            return self;
        }
        let log = if a.hi > 1e18 {
            a.ln().plus(LN_2)
        } else {
            let square = a.times(a);
            let root = square.plus(Self::ONE).square_root();
            a.plus(square.over(root.plus(Self::ONE))).ln_of_1_plus()
        };
        log.with_sign_of(self)
    }

    /// Whether it is whole, and odd.
    fn parity(self) -> (bool, bool) {
        let is_whole = libm::floor(self.hi) == self.hi && libm::floor(self.lo) == self.lo;
        (is_whole, (self.hi % 2.0 != 0.0) != (self.lo % 2.0 != 0.0))
    }

    /// a^b with the special values of C's `pow`.
    pub(super) fn to_the(self, b: Self) -> Self {
        if !b.hi.is_finite() && self.hi.abs() == 1.0 && self.lo != 0.0 {
            // Close to ±1, where the high halves alone would give 1.
            if b.is_nan() {
                return b;
            }
            let grows = (self.lo > 0.0) == (self.hi > 0.0);
            return Self::single(if grows == (b.hi > 0.0) { f64::INFINITY } else { 0.0 });
        }
        if self.is_zero() || b.is_zero() || !self.hi.is_finite() || !b.hi.is_finite() {
            return Self::single(libm::pow(self.hi, b.hi));
        }
        let (whole, odd) = b.parity();
        if self.hi < 0.0 && !whole {
            return Self::NAN;
        }
        let few = whole && b.hi.abs() <= MAX_MULTIPLIED && b.lo == 0.0;
        if let Some(power) = few.then(|| self.multiplied(b.hi)).flatten() {
            return power;
        }
        let power = exp_of_triple(product(b, self.magnitude().log_parts().triple()));
        if self.hi < 0.0 && odd { power.negated() } else { power }
    }

    /// a^n by squaring, for whole |n| ≤ 32; `None` where an intermediate loses digits.
    fn multiplied(self, n: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 32")]
        let mut rest = n.abs() as u32;
        let (mut power, mut square) = (Self::ONE, self);
        while rest > 0 {
            if rest & 1 == 1 {
                power = power.times(square);
            }
            rest >>= 1;
            if rest > 0 {
                square = square.times(square);
            }
        }
        let moderate = (1e-270..1e290).contains(&power.hi.abs());
        moderate.then(|| if n < 0.0 { Self::ONE.over(power) } else { power })
    }
}

/// b·log, as far as e^(b·log) is a float; past that, anything of the right sign that is larger.
fn product(b: DoubleDouble, log: Triple) -> Triple {
    let rough = b.hi * log.0[0];
    if rough.is_nan() || rough.abs() > 800.0 {
        return Triple([rough, 0.0, 0.0]);
    }
    // A factor past 2^990 cannot be split; the other one is tiny then.
    let balance = if b.hi.abs() > 1e290 { 2_f64.powi(-100) } else { 1.0 };
    let [x, y, z] = log.0.map(|part| part / balance);
    let (hi, lo) = (b.hi * balance, b.lo * balance);
    Triple::ZERO
        .plus_product(hi, x)
        .plus_product(hi, y)
        .plus_product(lo, x)
        .plus(hi * z + lo * y)
        .renormalized()
}
