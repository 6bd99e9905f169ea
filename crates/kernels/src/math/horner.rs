//! Polynomials by Horner's rule: one operation a coefficient. The chain is long, but a processor works on
//! the chains of several vectors at once, so that only the count matters.

use crate::simd::Doubles;

/// The polynomial with these coefficients, that of the constant first.
#[inline(always)]
pub(super) fn horner<V: Doubles, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
    let mut sum = V::splat(coefficients[N - 1]);
    for i in (0..N - 1).rev() {
        sum = sum.mul_add(x, V::splat(coefficients[i]));
    }
    sum
}

/// x^N more than [`horner`].
#[inline(always)]
pub(super) fn monic<V: Doubles, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
    let mut sum = x.add(V::splat(coefficients[N - 1]));
    for i in (0..N - 1).rev() {
        sum = sum.mul_add(x, V::splat(coefficients[i]));
    }
    sum
}
