//! Sums, products, quotients and square roots, without error, then in double-double.
//!
//! The plain algorithms lose their way where an intermediate leaves the range of floats: the splitting
//! of a factor above 2^996, the error of a product below 2^-969. Such operands take the path that works
//! on their significands and puts the exponents back afterwards.

use super::DoubleDouble;

/// Magnitudes between these can be split, and products of them have an exact error, or one that is far
/// below the product of an operation which stays between them.
const SMALL: f64 = f64::from_bits((1023 - 960) << 52);
const LARGE: f64 = f64::from_bits((1023 + 990) << 52);

/// a + b and its rounding error; exact unless it overflows.
#[inline]
pub(super) const fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let t = s - a;
    (s, (a - (s - t)) + (b - t))
}

/// As [`two_sum`], for |a| ≥ |b| or a = 0.
#[inline]
const fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    (s, b - (s - a))
}

/// Dekker's halves of 26 bits, for |a| < 2^996.
#[inline]
const fn split(a: f64) -> (f64, f64) {
    let c = 134_217_729.0 * a; // 2^27 + 1
    let high = c - (c - a);
    (high, a - high)
}

/// a·b and its rounding error; exact for factors below 2^996 and products above 2^-969.
#[inline]
pub(super) const fn two_product(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    let (ah, al) = split(a);
    let (bh, bl) = split(b);
    (p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
}

/// The nearest float and the rest of hi + lo, for |hi| ≥ |lo|; keeps −0, ±∞ and NaN as they are.
#[inline]
pub(super) const fn renormalize(hi: f64, lo: f64) -> DoubleDouble {
    let (s, e) = fast_two_sum(hi, lo);
    if lo == 0.0 || !s.is_finite() {
        return DoubleDouble::single(if lo == 0.0 { hi } else { s });
    }
    DoubleDouble { hi: s, lo: e }
}

/// As [`renormalize`], for finite sums; loses the sign of −0.
#[inline]
const fn renormalize_moderate(hi: f64, lo: f64) -> DoubleDouble {
    let (hi, lo) = fast_two_sum(hi, lo);
    DoubleDouble { hi, lo }
}

/// 2^k for −1022 ≤ k ≤ 1023.
#[inline]
#[expect(clippy::cast_sign_loss, reason = "positive in the range stated")]
const fn power_of_two(k: i32) -> f64 {
    f64::from_bits(((1023 + k) as u64) << 52)
}

/// x·2^k, rounded once.
#[inline]
fn scale(x: f64, k: i32) -> f64 {
    if (-1022..=1023).contains(&k) { x * power_of_two(k) } else { libm::scalbn(x, k) }
}

/// Whether a magnitude is far from both ends of the exponents.
#[inline]
const fn is_moderate(x: f64) -> bool {
    let x = x.abs();
    SMALL < x && x < LARGE
}

impl DoubleDouble {
    #[inline]
    pub(super) const fn negated(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }

    #[inline]
    pub(super) const fn magnitude(self) -> Self {
        if self.hi.is_sign_negative() { self.negated() } else { self }
    }

    /// The sign of `self` set to that of `other`, for a `self` ≥ 0.
    #[inline]
    pub(super) const fn with_sign_of(self, other: Self) -> Self {
        if other.hi.is_sign_negative() { self.negated() } else { self }
    }

    /// x·2^k.
    #[inline]
    pub(super) fn scaled(self, k: i32) -> Self {
        let hi = scale(self.hi, k);
        // Beside a subnormal there is no room for a second half, and none beside infinity.
        let has_room = hi.abs() >= f64::MIN_POSITIVE && hi.is_finite();
        renormalize(hi, if has_room { scale(self.lo, k) } else { 0.0 })
    }

    /// A significand of magnitude in [1, 2) and its exponent; for finite numbers but 0.
    pub(super) fn significand(self) -> (Self, i32) {
        let k = libm::ilogb(self.hi);
        (self.scaled(-k), k)
    }

    #[inline]
    pub(super) const fn plus_moderate(self, other: Self) -> Self {
        let (s, e) = two_sum(self.hi, other.hi);
        let (t, f) = two_sum(self.lo, other.lo);
        let (s, e) = fast_two_sum(s, e + t);
        renormalize_moderate(s, e + f)
    }

    #[inline]
    pub(super) fn plus(self, other: Self) -> Self {
        let s = self.hi + other.hi;
        if !s.is_finite() {
            if !self.hi.is_finite() || !other.hi.is_finite() {
                return Self::single(s);
            }
            // The low halves may bring the sum back.
            return self.scaled(-2).plus_moderate(other.scaled(-2)).scaled(2);
        }
        if self.is_zero() && other.is_zero() {
            return Self::single(s);
        }
        let sum = self.plus_moderate(other);
        if sum.hi.is_finite() { sum } else { Self::single(sum.hi) }
    }

    #[inline]
    pub(super) const fn times_moderate(self, other: Self) -> Self {
        let (p, e) = two_product(self.hi, other.hi);
        renormalize_moderate(p, e + (self.hi * other.lo + self.lo * other.hi))
    }

    #[inline]
    pub(super) fn times(self, other: Self) -> Self {
        let p = self.hi * other.hi;
        if is_moderate(p) && self.hi.abs() < LARGE && other.hi.abs() < LARGE {
            return self.times_moderate(other);
        }
        if self.is_zero() || other.is_zero() || !self.hi.is_finite() || !other.hi.is_finite() {
            return Self::single(p);
        }
        let ((a, i), (b, j)) = (self.significand(), other.significand());
        a.times_moderate(b).scaled(i + j)
    }

    /// self·x where neither is extreme.
    #[inline]
    pub(super) const fn times_float(self, x: f64) -> Self {
        let (p, e) = two_product(self.hi, x);
        renormalize_moderate(p, e + self.lo * x)
    }

    #[inline]
    pub(super) const fn over_moderate(self, other: Self) -> Self {
        let quotient = self.hi / other.hi;
        let product = other.times_float(quotient);
        let rest = (self.hi - product.hi) + (self.lo - product.lo);
        renormalize_moderate(quotient, rest / other.hi)
    }

    #[inline]
    pub(super) fn over(self, other: Self) -> Self {
        let quotient = self.hi / other.hi;
        if is_moderate(quotient) && is_moderate(self.hi) && is_moderate(other.hi) {
            return self.over_moderate(other);
        }
        if self.is_zero() || other.is_zero() || !self.hi.is_finite() || !other.hi.is_finite() {
            return Self::single(quotient);
        }
        let ((a, i), (b, j)) = (self.significand(), other.significand());
        a.over_moderate(b).scaled(i - j)
    }

    fn square_root_moderate(self) -> Self {
        let root = self.hi.sqrt();
        let (p, e) = two_product(root, root);
        let rest = (self.hi - p) - e + self.lo;
        renormalize_moderate(root, rest / (2.0 * root))
    }

    pub(super) fn square_root(self) -> Self {
        if is_moderate(self.hi) && self.hi > 0.0 {
            return self.square_root_moderate();
        }
        if self.is_zero() || !self.hi.is_finite() || self.hi < 0.0 {
            return Self::single(self.hi.sqrt());
        }
        let (_, k) = self.significand();
        let even = k & !1;
        self.scaled(-even).square_root_moderate().scaled(even / 2)
    }

    /// √(self² + other²), scaled so that no square overflows or vanishes.
    pub(super) fn hypotenuse(self, other: Self) -> Self {
        let (a, b) = (self.magnitude(), other.magnitude());
        let (large, small) = if a < b { (b, a) } else { (a, b) };
        if large.is_zero() || !large.hi.is_finite() {
            return large;
        }
        let (large, k) = large.significand();
        let small = small.scaled(-k);
        large.times(large).plus(small.times(small)).square_root().scaled(k)
    }

    pub(super) fn rounded_down(self) -> Self {
        let floor = libm::floor(self.hi);
        if floor == self.hi {
            renormalize(floor, libm::floor(self.lo))
        } else {
            Self::single(floor)
        }
    }

    /// The polynomial with these coefficients, that of `x^0` first, whose further terms are `tail`·x^N.
    #[inline]
    pub(super) fn polynomial<const N: usize>(self, coefficients: &[Self; N], tail: f64) -> Self {
        let mut sum = Self::single(tail);
        for &coefficient in coefficients.iter().rev() {
            sum = self.times_moderate(sum).plus_moderate(coefficient);
        }
        sum
    }
}

/// The coefficients (−1)^n·`terms`\[n\] of a polynomial: the first ones in two halves, and those that
/// need only one.
pub(super) const fn alternating<const WIDE: usize, const NARROW: usize>(
    terms: &[DoubleDouble],
) -> ([DoubleDouble; WIDE], [f64; NARROW]) {
    let mut wide = [DoubleDouble::ZERO; WIDE];
    let mut narrow = [0.0; NARROW];
    let mut n = 0;
    while n < WIDE + NARROW {
        let signed = if n % 2 == 0 { terms[n] } else { terms[n].negated() };
        if n < WIDE {
            wide[n] = signed;
        } else {
            narrow[n - WIDE] = signed.hi;
        }
        n += 1;
    }
    (wide, narrow)
}

/// The polynomial with these coefficients, that of x^0 first.
#[inline]
pub(super) fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// 1/n for n ≥ 1, and 0 for n = 0.
pub(super) const RECIPROCALS: [DoubleDouble; 16] = {
    let mut out = [DoubleDouble::ZERO; 16];
    let mut n = 1;
    while n < out.len() {
        out[n] = DoubleDouble::ONE.over_moderate(DoubleDouble::single(n as f64));
        n += 1;
    }
    out
};

/// 1/n!; every n! is exact.
pub(super) const RECIPROCAL_FACTORIALS: [DoubleDouble; 30] = {
    let mut out = [DoubleDouble::ONE; 30];
    let mut factorial = DoubleDouble::ONE;
    let mut n = 1;
    while n < out.len() {
        factorial = factorial.times_float(n as f64);
        out[n] = DoubleDouble::ONE.over_moderate(factorial);
        n += 1;
    }
    out
};

/// Three floats, for what a second half is too short: a power's exponent, a square's.
///
/// The sum is exact to the last place of the third.
#[derive(Clone, Copy)]
pub(super) struct Triple(pub(super) [f64; 3]);

impl Triple {
    pub(super) const ZERO: Self = Self([0.0; 3]);

    /// self + x.
    #[inline]
    pub(super) fn plus(self, x: f64) -> Self {
        let [a, b, c] = self.0;
        let (a, x) = two_sum(a, x);
        let (b, x) = two_sum(b, x);
        Self([a, b, c + x])
    }

    /// self + a·b.
    #[inline]
    pub(super) fn plus_product(self, a: f64, b: f64) -> Self {
        let (p, e) = two_product(a, b);
        self.plus(p).plus(e)
    }

    /// The same sum with each part no larger than the last place of the one before.
    #[inline]
    pub(super) fn renormalized(self) -> Self {
        let [a, b, c] = self.0;
        let (b, c) = two_sum(b, c);
        let (a, b) = two_sum(a, b);
        let (b, c) = two_sum(b, c);
        Self([a, b, c])
    }
}
