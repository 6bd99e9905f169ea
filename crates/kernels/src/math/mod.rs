//! Elementary functions over lanes of f64, each written once for all instruction sets.
//!
//! They serve elements of at most 24 bits: a relative error below 2^−46 everywhere (tails, next to
//! zeros, subnormal f32 results) leaves the rounding to the element as the only one that is seen.

#[cfg(test)]
mod accuracy;
mod error_function;
mod exponential;
mod hyperbolic;
mod inverse;
mod logarithm;
mod parts;
mod polynomial;
mod power;
#[cfg(test)]
mod tests;
mod trigonometric;

pub(crate) use error_function::{erf, erfc};
pub(crate) use exponential::{exp, expm1, sigmoid};
pub(crate) use hyperbolic::{cosh, sinh, tanh};
pub(crate) use inverse::{asinh, atan};
pub(crate) use logarithm::{log, log1p, softplus};
pub(crate) use power::{hypot, pow};
pub(crate) use trigonometric::{cos, sin, tan};

use crate::simd::Doubles;

/// The polynomial with these coefficients, that of the constant first.
///
/// Pairs of terms at once, then Horner in x²: one operation more than Horner in x, half the latency. A
/// processor overlaps several vectors only as far as its window reaches, so in a formula of several
/// functions latency costs more than the operation.
#[inline(always)]
fn polynomial<V: Doubles, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
    let square = x.mul(x);
    let mut i = (N - 1) / 2 * 2;
    let mut sum = pair(x, &coefficients[i..]);
    while i > 0 {
        i -= 2;
        sum = sum.mul_add(square, pair(x, &coefficients[i..]));
    }
    sum
}

/// The first two terms, or the only one.
#[inline(always)]
fn pair<V: Doubles>(x: V, coefficients: &[f64]) -> V {
    let constant = V::splat(coefficients[0]);
    if coefficients.len() == 1 { constant } else { V::splat(coefficients[1]).mul_add(x, constant) }
}
