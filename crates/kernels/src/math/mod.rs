//! Elementary functions over lanes of f64, each written once for all instruction sets.
//!
//! They serve elements of at most 24 bits: a relative error below 2^−46 everywhere (tails, next to
//! zeros, subnormal f32 results) leaves the rounding to the element as the only one that is seen.

#[cfg(test)]
mod accuracy;
mod error_function;
mod inverse;
mod parts;
mod polynomial;
mod power;
mod trigonometric;

use nonlin_expr::Algebra;

pub(crate) use error_function::{erf, erfc};
pub(crate) use inverse::{asinh, atan};
pub(crate) use power::{hypot, pow};
pub(crate) use trigonometric::{cos, sin, tan};

use crate::simd::Doubles;

macro_rules! lane_by_lane {
    ($($name:ident($($argument:ident),*);)*) => { $(
        #[inline(always)]
        pub(crate) fn $name<V: Doubles>($($argument: V),*) -> V {
            lane_by_lane!(@call $name $($argument),*)
        }
    )* };
    (@call $name:ident $a:ident) => { $a.map(|a| <f64 as Algebra>::$name(&a)) };
}

lane_by_lane! {
    exp(a); expm1(a); log(a); log1p(a); tanh(a); sigmoid(a); softplus(a); sinh(a); cosh(a);
}
