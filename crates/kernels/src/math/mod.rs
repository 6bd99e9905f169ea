//! Elementary functions over lanes of f64, each written once for all instruction sets.
//!
//! They serve elements of at most 24 bits: a relative error below 2^−46 everywhere (tails, next to
//! zeros, subnormal f32 results) leaves the rounding to the element as the only one that is seen.

mod exponential;
mod hyperbolic;
mod logarithm;

use nonlin_expr::Algebra;

pub(crate) use exponential::{exp, expm1, sigmoid};
pub(crate) use hyperbolic::tanh;
pub(crate) use logarithm::softplus;

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
    log(a); log1p(a); sinh(a); cosh(a);
    sin(a); cos(a); tan(a); atan(a); asinh(a); erf(a); erfc(a); pow(a, b); hypot(a, b);
}

/// The polynomial with these coefficients, that of the constant first (Horner: the fewest operations;
/// the processor overlaps the chains of several vectors).
#[inline(always)]
pub(crate) fn polynomial<V: Doubles, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
    let mut sum = V::splat(coefficients[N - 1]);
    for &coefficient in coefficients[..N - 1].iter().rev() {
        sum = sum.mul_add(x, V::splat(coefficient));
    }
    sum
}
