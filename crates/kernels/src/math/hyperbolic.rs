//! The hyperbolic functions, all of them of e^−|x|, which never overflows.
//!
//! Beside d = e^−|x| goes f = 1 − d, accurate also where d is next to 1; so nothing cancels.

use super::exponential::{decay, fall};
use crate::simd::Doubles;

/// sinh x/cosh x = ±f·(1 + d)/(1 + d²), within 2^−47.5 of it.
///
/// e^−2|x| would save an operation or two, but then tanh and 1/cosh of the same x, a value and its derivative,
/// would not share their exponential.
#[inline(always)]
pub(crate) fn tanh<V: Doubles>(x: V) -> V {
    let (decay, fall) = fall(x);
    let one = V::splat(1.0);
    fall.mul(one.add(decay)).div(decay.mul_add(decay, one)).copysign(x)
}

/// (e^x − e^−x)/2 = ±f·(1 + d)/(2·d), within 2^−46.1 of it.
#[inline(always)]
pub(crate) fn sinh<V: Doubles>(x: V) -> V {
    let (decay, fall) = fall(x);
    let half_growth = V::splat(0.5).div(decay);
    fall.mul(V::splat(1.0).add(decay)).mul(half_growth).copysign(x)
}

/// (e^x + e^−x)/2 = (d + 1/d)/2, within 2^−46.1 of it.
#[inline(always)]
pub(crate) fn cosh<V: Doubles>(x: V) -> V {
    let decay = decay(x);
    let half = V::splat(0.5);
    decay.mul_add(half, half.div(decay))
}
