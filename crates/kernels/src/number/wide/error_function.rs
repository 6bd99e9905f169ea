//! The error function and its complement.
//!
//! erfc(a) = e^(−a²)·h(t)/(a + c) for a ≥ 0, where t = (a − c)/(a + c) maps all of them into \[−1, 1) and
//! h is one polynomial (after Shepherd and Laframboise, 1981): its first coefficients need a low word,
//! the others, from t^12 on, are below 2^−15 and so their rounding errors below 2^−70 of h. For a < 0 it
//! is the complement to 2. erf(a) = 1 − erfc(a), below ½ a polynomial in a² times a.
//!
//! t = 1 − 2c/(a + c) shares its division with the factor.

use super::Wide;
use super::arithmetic::{fast_two_sum, finish, two_product, two_sum};
use super::exponential::exp_times;
use super::tables::{CENTRE, ERF, ERFC};
use crate::simd::Doubles;

/// Past it, erfc is 0 as a float.
const END: f64 = 28.0;

/// erfc(|a|).
#[inline(always)]
fn tail<V: Doubles>(a: Wide<V>) -> Wide<V> {
    let a = a.magnitude();
    // NaN stays.
    let a = Wide {
        hi: a.hi.lesser(V::splat(END)),
        lo: V::select(a.hi.lt(V::splat(END)), a.lo, V::splat(0.0)),
    };
    let (s, e) = two_sum(a.hi, V::splat(CENTRE));
    let inverse = Wide::normalized(s, e.add(a.lo)).reciprocal_loose();
    let twice = V::splat(2.0 * CENTRE);
    let (p, e) = two_product(inverse.hi, twice);
    let (s, f) = two_sum(V::splat(1.0), p.neg());
    let t = Wide { hi: s, lo: f.sub(inverse.lo.mul_add(twice, e)) };
    let square = a.squared_loose();
    let square = Wide::normalized(square.hi, square.lo);
    exp_times(square.negated(), ERFC.at(t).times_loose(inverse))
}

/// erf for |a| < ½.
#[inline(always)]
fn near_zero<V: Doubles>(a: Wide<V>) -> Wide<V> {
    let square = a.squared_loose();
    let polynomial = ERF.at(square);
    a.times(Wide::normalized(polynomial.hi, polynomial.lo))
}

impl<V: Doubles> Wide<V> {
    #[inline(always)]
    pub(super) fn error_function(self) -> Self {
        let near = self.hi.abs().lt(V::splat(0.5));
        if V::all(near) {
            return near_zero(self);
        }
        let tail = tail(self);
        let (head, e) = fast_two_sum(V::splat(1.0), tail.hi.neg());
        let (s, e) = fast_two_sum(head, e.sub(tail.lo));
        let far = finish(head, s, e).with_sign_of(self.hi);
        if V::any(near) { Self::choose(near, near_zero(self), far) } else { far }
    }

    #[inline(always)]
    pub(super) fn complementary_error_function(self) -> Self {
        let tail = tail(self);
        let (s, e) = fast_two_sum(V::splat(2.0), tail.hi.neg());
        let left = Self::normalized(s, e.sub(tail.lo));
        Self::choose(self.hi.lt(V::splat(0.0)), left, tail)
    }
}
