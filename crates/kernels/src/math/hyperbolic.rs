//! The hyperbolic functions, all of them of e^−|x|, which never overflows.
//!
//! Beside d = e^−|x| goes f = 1 − d, accurate also where d is next to 1; so nothing cancels.

use super::exponential::{decay, fall};
use crate::simd::Doubles;

/// sinh x/cosh x = ±f/(1 + d), those of 2x; within 2^−48 of it.
///
/// The errors of d and f matter only where d does: |x|·d·1.4e-17 is little.
///
/// The work up to d is that of the logistic functions of 2x and −2x, with which the derivative can be
/// written: 4·sigmoid(2x)·sigmoid(−2x).
#[inline(always)]
pub(crate) fn tanh<V: Doubles>(x: V) -> V {
    let (decay, fall) = fall(x.mul(V::splat(2.0)));
    fall.div(V::splat(1.0).add(decay)).copysign(x)
}

/// (e^x − e^−x)/2 = ±f·(1 + d)/(2·d), within 2^−46.1 of it.
#[inline(always)]
pub(crate) fn sinh<V: Doubles>(x: V) -> V {
    let (_, fall) = fall(x);
    let decay = decay(x);
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
