//! Polynomials in as few operations as there may be: their chains are long, but a processor works on
//! the chains of several vectors at once, so that only the count matters. Additions hardly count beside
//! multiplications: on most processors they run at the same time.

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

/// A product of two x^4 + … that are given by four numbers each (Knuth, The Art of Computer Programming,
/// volume 2, section 4.6.4): (y + x + c)·y + d with y = (x + a)·x + b, two multiplications in place of three.
#[inline(always)]
pub(super) fn quartics<V: Doubles>(x: V, [first, second]: &[[f64; 4]; 2]) -> V {
    quartic(x, first).mul(quartic(x, second))
}

#[inline(always)]
fn quartic<V: Doubles>(x: V, &[a, b, c, d]: &[f64; 4]) -> V {
    let y = x.add(V::splat(a)).mul_add(x, V::splat(b));
    y.add(x.add(V::splat(c))).mul_add(y, V::splat(d))
}
