//! The error function and its complement.
//!
//! |a| < 1/2: erf is a times its Taylor polynomial in a². Above, erfc(a) = e^(−a²)·g(a), where
//! g(a) = e^(a²)·erfc(a) falls slowly and is a polynomial on each of some pieces. The square is kept in
//! three floats: at 26, e^(−a²) turns each lost digit of it into 676 lost units.

use super::DoubleDouble;
use super::arithmetic::{RECIPROCAL_FACTORIALS, Triple, alternating, polynomial};
use super::exponential::exp_parts;
use super::tables::{ERFCX, TWO_OVER_SQRT_PI};

/// g(a) for a below `end` and no less than the piece before, as a polynomial in a − `centre`.
pub(super) struct Piece {
    pub(super) end: f64,
    pub(super) centre: f64,
    /// The coefficients of the first terms.
    pub(super) wide: [DoubleDouble; 11],
    /// Those of the others, which are too small for a second half to matter.
    pub(super) narrow: [f64; 9],
}

/// Past it, erfc is below half of the least float.
const END: f64 = 27.25;

const WIDE: usize = 10;
const NARROW: usize = 11;

/// (−1)^n/(n!·(2n + 1)): erf(a) = 2/√π·a·Σ of these times a^2n.
const SERIES: ([DoubleDouble; WIDE], [f64; NARROW]) = {
    let mut terms = [DoubleDouble::ZERO; WIDE + NARROW];
    let mut n = 0;
    while n < WIDE + NARROW {
        let odd = DoubleDouble::single((2 * n + 1) as f64);
        terms[n] = RECIPROCAL_FACTORIALS[n].over_moderate(odd);
        n += 1;
    }
    alternating(&terms)
};

/// erf for |a| < 1/2.
fn near_zero(a: DoubleDouble) -> DoubleDouble {
    let square = a.times(a);
    let (wide, narrow) = &SERIES;
    a.times(square.polynomial(wide, polynomial(square.hi, narrow)).times(TWO_OVER_SQRT_PI))
}

/// erfc for a ≥ 1/2.
fn tail(a: DoubleDouble) -> DoubleDouble {
    if a.hi > END {
        return DoubleDouble::ZERO;
    }
    let index = ERFCX.partition_point(|piece| piece.end <= a.hi);
    let Some(Piece { centre, wide, narrow, .. }) = ERFCX.get(index) else {
        return DoubleDouble::ZERO;
    };
    let h = a.plus_moderate(DoubleDouble::single(-centre));
    let scaled = h.polynomial(wide, polynomial(h.hi, narrow));
    let square = Triple::ZERO
        .plus_product(a.hi, a.hi)
        .plus_product(2.0 * a.hi, a.lo)
        .plus(a.lo * a.lo)
        .renormalized();
    let (significand, exponent) = exp_parts(Triple(square.0.map(|part| -part)));
    significand.times_moderate(scaled).scaled(exponent)
}

impl DoubleDouble {
    pub(super) fn error_function(self) -> Self {
        let a = self.magnitude();
        if a.is_nan() || a.hi < 0.5 {
            return near_zero(self);
        }
        Self::ONE.plus(tail(a).negated()).with_sign_of(self)
    }

    pub(super) fn complementary_error_function(self) -> Self {
        let a = self.magnitude();
        if a.is_nan() || a.hi < 0.5 {
            return Self::ONE.plus(near_zero(self).negated());
        }
        let tail = tail(a);
        if self.hi < 0.0 { Self::single(2.0).plus(tail.negated()) } else { tail }
    }
}
