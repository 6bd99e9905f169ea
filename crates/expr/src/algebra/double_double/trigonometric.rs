//! Sine, cosine, tangent and inverse tangent.
//!
//! An argument past π/4 is multiplied by as many digits of 2/π as its exponent asks for, in whole numbers
//! of 320 bits (Payne and Hanek, 1983), so that the place within a quarter turn is good to 2^-256: enough
//! for the double-double that is nearest to a multiple of π/2, however large.

use super::DoubleDouble;
use super::arithmetic::{RECIPROCAL_FACTORIALS, alternating, polynomial};
use super::tables::{HALF_PI, TWO_OVER_PI};

/// Terms of the series that need two halves, and those that do not.
const WIDE: usize = 8;
const NARROW: usize = 6;

/// (−1)^n/(2n + start)! for the series of sine (start 1) and cosine (start 0) in x².
const fn series(start: usize) -> ([DoubleDouble; WIDE], [f64; NARROW]) {
    let mut terms = [DoubleDouble::ZERO; WIDE + NARROW];
    let mut n = 0;
    while n < WIDE + NARROW {
        terms[n] = RECIPROCAL_FACTORIALS[2 * n + start];
        n += 1;
    }
    alternating(&terms)
}

const SINE: ([DoubleDouble; WIDE], [f64; NARROW]) = series(1);
const COSINE: ([DoubleDouble; WIDE], [f64; NARROW]) = series(0);

/// Whole units in the first word, the binary fraction in the others.
type Fixed = [u64; 5];

/// x·2/π modulo 2^64, truncated.
fn quarter_turns(x: f64) -> Fixed {
    let bits = x.to_bits();
    let biased = i64::from_ne_bytes((bits >> 52 & 0x7ff).to_ne_bytes());
    let fraction = bits & ((1 << 52) - 1);
    // x = ± significand·2^exponent
    let (significand, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    // Digits of 2/π that weigh more than 2^63 here make whole multiples of 2^64.
    let mut product = [0_u64; 6];
    let mut carry = 0_u128;
    let mut start = exponent + 64 * 5;
    for word in product.iter_mut().rev() {
        start -= 64;
        let digits = two_over_pi(start);
        carry += u128::from(significand) * u128::from(digits);
        #[expect(clippy::cast_possible_truncation, reason = "the low word")]
        let low = carry as u64;
        *word = low;
        carry >>= 64;
    }
    let [a, b, c, d, e, _] = product;
    if x < 0.0 { negated([a, b, c, d, e]) } else { [a, b, c, d, e] }
}

/// 64 binary digits of 2/π, from the one after `start` digits behind the point; 0 before it.
fn two_over_pi(start: i64) -> u64 {
    let word = |index: i64| {
        usize::try_from(index).ok().and_then(|i| TWO_OVER_PI.get(i)).copied().unwrap_or(0)
    };
    let (index, shift) = (start.div_euclid(64), start.rem_euclid(64));
    if shift == 0 { word(index) } else { word(index) << shift | word(index + 1) >> (64 - shift) }
}

fn negated(a: Fixed) -> Fixed {
    sum(a.map(|word| !word), [0, 0, 0, 0, 1])
}

fn sum(a: Fixed, b: Fixed) -> Fixed {
    let mut out = [0; 5];
    let mut carry = false;
    for i in (0..5).rev() {
        let (s, c) = a[i].overflowing_add(b[i]);
        let (s, d) = s.overflowing_add(u64::from(carry));
        (out[i], carry) = (s, c || d);
    }
    out
}

/// A fraction below 1 as a double-double.
fn fraction(a: Fixed) -> DoubleDouble {
    // Halves of a word are exact floats; the smallest come first.
    a[1..].iter().rev().fold(DoubleDouble::ZERO, |sum, word| {
        let [low, high] = [word & 0xffff_ffff, word >> 32].map(|half| half as f64);
        let word = DoubleDouble::sum(high * 2_f64.powi(-32), low * 2_f64.powi(-64));
        sum.scaled(-64).plus(word)
    })
}

/// a = (n + part)·π/2 with |part| ≤ 1/2: n modulo 4, and part·π/2.
fn reduce(a: DoubleDouble) -> (u64, DoubleDouble) {
    if a.hi.abs() < std::f64::consts::FRAC_PI_4 {
        return (0, a);
    }
    let turns = sum(quarter_turns(a.hi), quarter_turns(a.lo));
    let (n, part) = if turns[1] >> 63 == 0 {
        (turns[0], fraction(turns))
    } else {
        (turns[0].wrapping_add(1), fraction(negated(turns)).negated())
    };
    (n % 4, part.times(HALF_PI))
}

/// For |a| ≤ π/4.
fn near_zero(a: DoubleDouble) -> (DoubleDouble, DoubleDouble) {
    let square = a.times(a);
    let series = |(wide, narrow): &([DoubleDouble; WIDE], [f64; NARROW])| {
        square.polynomial(wide, polynomial(square.hi, narrow))
    };
    // a·1 keeps −0 and the digits of a subnormal.
    (a.times(series(&SINE)), series(&COSINE))
}

impl DoubleDouble {
    pub(super) fn sin_cos(self) -> (Self, Self) {
        if !self.hi.is_finite() {
            return (Self::NAN, Self::NAN);
        }
        let (n, part) = reduce(self);
        let (sin, cos) = near_zero(part);
        match n {
            0 => (sin, cos),
            1 => (cos, sin.negated()),
            2 => (sin.negated(), cos.negated()),
            _ => (cos.negated(), sin),
        }
    }

    /// From the float y ≈ atan(a): atan(a) = y + atan((a·cos y − sin y)/(cos y + a·sin y)).
    pub(super) fn arctangent(self) -> Self {
        let a = self.magnitude();
        if a.is_nan() || a.hi < 1e-17 {
            return self;
        }
        let angle = if a.hi > 1.0 {
            HALF_PI.plus(Self::ONE.over(a).arctangent().negated())
        } else {
            let y = Self::single(libm::atan(a.hi));
            let (sin, cos) = near_zero(y);
            let rest = a.times(cos).plus(sin.negated()).over(a.times(sin).plus(cos));
            y.plus(rest)
        };
        angle.with_sign_of(self)
    }
}
