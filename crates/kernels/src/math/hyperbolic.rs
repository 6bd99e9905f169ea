//! The hyperbolic functions.

use super::exponential::power;
use crate::simd::Doubles;

/// sinh x/cosh x.
#[inline(always)]
pub(crate) fn tanh<V: Doubles>(x: V) -> V {
    let one = V::splat(1.0);
    let power = power(x.mul(V::splat(2.0)).abs().lesser(V::splat(750.0)).neg());
    let scale = power.scale();
    let decay = scale.mul_add(power.rest, scale);
    let fall = scale.neg_mul_add(power.rest, one.sub(scale));
    fall.div(one.add(decay)).copysign(x)
}
