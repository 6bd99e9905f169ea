//! e^a and what is made of it.
//!
//! e^a = 2^k · 2^(j/64) · e^r with |r| ≤ log(2)/128. The power of two comes from a table and e^r − 1
//! from its Taylor polynomial to r^11, whose terms from r^6 on are so small that a float holds them.
//! It keeps its relative accuracy near 0, and with it expm1, sinh and tanh.

use super::DoubleDouble;
use super::arithmetic::{RECIPROCAL_FACTORIALS, Triple, polynomial, renormalize, two_sum};
use super::tables::{LN_2_64TH_PARTS, POWERS};

/// Adding and subtracting it rounds to a whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5·2^52
const STEPS_PER_UNIT: f64 = 64.0 * std::f64::consts::LOG2_E;
/// Outside ±this, e^a is past the largest float or below half of the least.
const RANGE: f64 = 746.0;
/// Below it, a function a + O(a²) is a.
const TINY: f64 = f64::from_bits((1023 - 110) << 52);
/// Below it, a function a + O(a³) is a.
const SMALL: f64 = f64::from_bits((1023 - 55) << 52);

const fn taylor<const N: usize>(first: usize) -> [DoubleDouble; N] {
    let mut out = [DoubleDouble::ZERO; N];
    let mut n = 0;
    while n < N {
        out[n] = RECIPROCAL_FACTORIALS[first + n];
        n += 1;
    }
    out
}

const NEAR: [DoubleDouble; 4] = taylor(2);
const FAR: [f64; 6] = {
    let terms: [DoubleDouble; 6] = taylor(6);
    [terms[0].hi, terms[1].hi, terms[2].hi, terms[3].hi, terms[4].hi, terms[5].hi]
};

/// e^a = (power + power·rest)·2^exponent, where power is in [1, 2).
struct Reduced {
    power: DoubleDouble,
    rest: DoubleDouble,
    exponent: i32,
    /// Whether nothing was reduced: power·2^exponent = 1.
    is_small: bool,
}

/// For |a| ≤ 746.
#[inline]
fn reduce(Triple([a, b, c]): Triple) -> Reduced {
    let n = (a * STEPS_PER_UNIT + ROUNDER) - ROUNDER;
    let [x, y, z] = LN_2_64TH_PARTS;
    // n·x and n·y are exact, and so is the first difference.
    let (s, e) = two_sum(a - n * x, -(n * y));
    let (s, f) = two_sum(s, b);
    let (s, g) = two_sum(s, (e + f) + (c - n * z));
    let r = renormalize(s, g);
    let square = r.times_moderate(r);
    let rest = square.times_moderate(r.polynomial(&NEAR, polynomial(r.hi, &FAR))).plus_moderate(r);
    #[expect(clippy::cast_possible_truncation, reason = "|n| < 2^17")]
    let n = n as i32;
    #[expect(clippy::cast_sign_loss, reason = "masked")]
    let power = POWERS[(n & 63) as usize];
    Reduced { power, rest, exponent: n >> 6, is_small: n == 0 }
}

/// e^a as a number near 1 and a power of two, for |a| ≤ 746.
#[inline]
pub(super) fn exp_parts(a: Triple) -> (DoubleDouble, i32) {
    let Reduced { power, rest, exponent, .. } = reduce(a);
    (power.times_moderate(rest).plus_moderate(power), exponent)
}

/// e^a, the argument three floats.
pub(super) fn exp_of_triple(a: Triple) -> DoubleDouble {
    DoubleDouble::exp_in_range(a.0[0], |_| {
        let (significand, exponent) = exp_parts(a);
        significand.scaled(exponent)
    })
}

impl DoubleDouble {
    #[inline]
    fn exp_in_range(a: f64, inside: impl FnOnce(f64) -> Self) -> Self {
        if a.abs() <= RANGE {
            inside(a)
        } else if a.is_nan() {
            Self::NAN
        } else {
            Self::single(if a > 0.0 { f64::INFINITY } else { 0.0 })
        }
    }

    /// e^a·2^k, for |k| ≤ 1.
    #[inline]
    pub(super) fn exp_scaled(self, k: i32) -> Self {
        Self::exp_in_range(self.hi, |hi| {
            let (significand, exponent) = exp_parts(Triple([hi, self.lo, 0.0]));
            significand.scaled(exponent + k)
        })
    }

    pub(super) fn exp_minus_1(self) -> Self {
        if self.hi.abs() < TINY {
            return self;
        }
        // Past these, the 1 is lost in e^a, or e^a in the 1 but for a low half.
        if !(self.hi > -40.0 && self.hi < 80.0) {
            return self.exp_scaled(0).plus(Self::single(-1.0));
        }
        let Reduced { power, rest, exponent, is_small } = reduce(Triple([self.hi, self.lo, 0.0]));
        if is_small {
            return rest;
        }
        let whole = power.scaled(exponent).plus_moderate(Self::single(-1.0));
        whole.plus_moderate(power.times_moderate(rest).scaled(exponent))
    }

    pub(super) fn hyperbolic_sine(self) -> Self {
        let a = self.magnitude();
        if a.hi < SMALL {
            return self;
        }
        let half = if a.hi > 40.0 {
            a.exp_scaled(-1)
        } else {
            let e = a.exp_minus_1();
            e.plus_moderate(e.over(e.plus_moderate(Self::ONE))).scaled(-1)
        };
        half.with_sign_of(self)
    }

    pub(super) fn hyperbolic_cosine(self) -> Self {
        let half = self.magnitude().exp_scaled(-1);
        if half.hi > 1e20 || half.is_nan() {
            return half;
        }
        half.plus_moderate(Self::single(0.25).over(half))
    }

    pub(super) fn hyperbolic_tangent(self) -> Self {
        let a = self.magnitude();
        if a.hi < SMALL || a.is_nan() {
            return self;
        }
        let twice = a.scaled(1);
        let two = Self::single(2.0);
        let tanh = if a.hi < 0.5 {
            let e = twice.exp_minus_1();
            e.over(e.plus_moderate(two))
        } else {
            // The distance from 1 with all its digits.
            Self::ONE.plus(two.over(twice.exp_scaled(0).plus(Self::ONE)).negated())
        };
        tanh.with_sign_of(self)
    }

    /// σ(−|a|) = t/(1 + t) with t = e^−|a|, or its complement.
    pub(super) fn logistic(self) -> Self {
        let t = self.magnitude().negated().exp_scaled(0);
        let left = t.over(t.plus(Self::ONE));
        if self.hi < 0.0 { left } else { Self::ONE.plus(left.negated()) }
    }

    /// max(a, 0) + log(1 + e^−|a|).
    pub(super) fn soft_plus(self) -> Self {
        let rest = self.magnitude().negated().exp_scaled(0).ln_of_1_plus();
        if self.hi < 0.0 { rest } else { rest.plus(self) }
    }
}
