//! Polynomials whose first coefficients are pairs, by Horner's rule.
//!
//! The loops count indices: the closures of iterators are not sure to be inlined, and then run without
//! the instruction set.

use super::Wide;
use super::arithmetic::{two_product, two_sum};
use crate::simd::{Doubles, Lanes};

/// A polynomial: its first coefficients as pairs, that of x^0 first, and the others, which are too small
/// for a low word to matter.
pub(super) struct Polynomial<const WIDE: usize, const NARROW: usize> {
    pub(super) wide: [[f64; 2]; WIDE],
    pub(super) narrow: [f64; NARROW],
}

/// a + x·`sum`, not normalised.
///
/// The low word of `sum` comes in last: what has to wait for the step before is one multiplication and
/// addition.
#[inline(always)]
pub(super) fn step<V: Doubles>(a: Wide<V>, x: Wide<V>, sum: Wide<V>) -> Wide<V> {
    let (p, f) = two_product(sum.hi, x.hi);
    let (s, e) = two_sum(a.hi, p);
    let lo = sum.hi.mul_add(x.lo, f).add(e.add(a.lo));
    Wide { hi: s, lo: sum.lo.mul_add(x.hi, lo) }
}

/// The polynomial with these coefficients, that of x^0 first, for N ≥ 2: as two polynomials in x², which do
/// not wait for each other.
#[inline(always)]
pub(super) fn narrow<V: Lanes, const N: usize>(coefficients: &[V; N], x: V) -> V {
    let square = x.mul(x);
    let (mut last, mut other) = (coefficients[N - 1], coefficients[N - 2]);
    let mut n = N - 2;
    while n > 0 {
        n -= 1;
        (last, other) = (other, last.mul_add(square, coefficients[n]));
    }
    last.mul_add(x, other)
}

/// The same number in every lane, for each.
#[inline(always)]
pub(super) fn splat<V: Lanes, const N: usize>(coefficients: &[f64; N]) -> [V; N] {
    let mut out = [V::splat(0.0); N];
    let mut n = 0;
    while n < N {
        out[n] = V::splat(coefficients[n]);
        n += 1;
    }
    out
}

impl<const WIDE: usize, const NARROW: usize> Polynomial<WIDE, NARROW> {
    /// Its value, not normalised.
    #[inline(always)]
    pub(super) fn at<V: Doubles>(&self, x: Wide<V>) -> Wide<V> {
        let mut sum = Wide::single(narrow(&splat(&self.narrow), x.hi));
        let mut n = WIDE;
        while n > 0 {
            n -= 1;
            let [hi, lo] = self.wide[n];
            sum = step(Wide { hi: V::splat(hi), lo: V::splat(lo) }, x, sum);
        }
        sum
    }

    /// Its value where the mask is true, else that of `other`; not normalised.
    #[inline(always)]
    pub(super) fn at_or<V: Doubles>(&self, mask: V::Mask, other: &Self, x: Wide<V>) -> Wide<V> {
        let (mut coefficients, others) = (splat(&self.narrow), splat(&other.narrow));
        let mut n = 0;
        while n < NARROW {
            coefficients[n] = V::select(mask, coefficients[n], others[n]);
            n += 1;
        }
        let mut sum = Wide::single(narrow(&coefficients, x.hi));
        let mut n = WIDE;
        while n > 0 {
            n -= 1;
            let ([hi, lo], [other_hi, other_lo]) = (self.wide[n], other.wide[n]);
            let hi = V::select(mask, V::splat(hi), V::splat(other_hi));
            let lo = V::select(mask, V::splat(lo), V::splat(other_lo));
            sum = step(Wide { hi, lo }, x, sum);
        }
        sum
    }
}
