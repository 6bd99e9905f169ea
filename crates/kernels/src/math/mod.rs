//! Elementary functions over lanes of f64, each written once for all instruction sets.
//!
//! They serve elements of at most 24 bits: a relative error below 2^−46 everywhere (tails, next to
//! zeros, subnormal f32 results) leaves the rounding to the element as the only one that is seen.

#[cfg(test)]
mod accuracy;
mod error_function;
mod exponential;
mod horner;
mod hyperbolic;
mod logarithm;
#[cfg(test)]
mod tests;

use nonlin_expr::Algebra;

pub(crate) use error_function::{erf, erfc};
pub(crate) use exponential::{exp, expm1, sigmoid};
pub(crate) use hyperbolic::{cosh, sinh, tanh};
pub(crate) use logarithm::{log, log1p, softplus};

use crate::simd::Doubles;

macro_rules! lane_by_lane {
    ($($name:ident($($argument:ident),*);)*) => { $(
        #[inline(always)]
        pub(crate) fn $name<V: Doubles>($($argument: V),*) -> V {
            lane_by_lane!(@call $name $($argument),*)
        }
    )* };
    (@call $name:ident $a:ident) => { $a.map(|a| <f64 as Algebra>::$name(&a)) };
    (@call $name:ident $a:ident, $b:ident) => {{
        let (mut a, mut b) = ([0.0; crate::simd::MAX_COUNT], [0.0; crate::simd::MAX_COUNT]);
        $a.store(&mut a);
        $b.store(&mut b);
        for (a, b) in a[..V::COUNT].iter_mut().zip(b) {
            *a = <f64 as Algebra>::$name(a, &b);
        }
        V::load(&a)
    }};
}

lane_by_lane! {
    sin(a); cos(a); tan(a); atan(a); asinh(a); pow(a, b); hypot(a, b);
}

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
