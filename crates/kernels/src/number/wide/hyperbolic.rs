//! sinh, cosh and tanh, from e^|a| = 2^k·(1 + p) with all the digits of p, so that nothing cancels near 0.

use super::Wide;
use super::arithmetic::{fast_two_sum, power_of_two, two_sum};
use super::exponential::{Scaled, expm1_moderate, expm1_scaled};
use crate::simd::Doubles;

/// e^|a| and e^−|a|, both over 2^k.
struct Pair<V> {
    p: Wide<V>,
    /// 1 + p.
    grown: Wide<V>,
    k: V,
    /// 1/(1 + p).
    inverse: Wide<V>,
    /// 2^−2k, or a number as small.
    ratio: V,
}

#[inline(always)]
fn pair<V: Doubles>(a: Wide<V>) -> Pair<V> {
    let Scaled { m: p, k } = expm1_scaled(a.magnitude());
    let one = V::splat(1.0);
    let (s, e) = fast_two_sum(one, p.hi);
    let grown = Wide::normalized(s, e.add(p.lo));
    let ratio = one.scale(k.lesser(V::splat(200.0)).mul(V::splat(-2.0)));
    Pair { p, grown, k, inverse: grown.reciprocal_loose(), ratio }
}

impl<V: Doubles> Wide<V> {
    /// 2^(k−1)·(1 − 2^−2k + p + 2^−2k·p/(1 + p)).
    #[inline(always)]
    pub(super) fn hyperbolic_sine(self) -> Self {
        let Pair { p, k, inverse, ratio, .. } = pair(self);
        let other = p.times_loose(inverse).times_exact(ratio);
        let (s, e) = two_sum(V::splat(1.0), ratio.neg());
        let (s, f) = two_sum(s, p.hi);
        let sum = Self::normalized(s, f.add(e.add(p.lo))).plus_moderate(other);
        let sinh = sum.scaled(k.sub(V::splat(1.0))).with_sign_of(self.hi);
        Self::choose(self.hi.abs().lt(V::splat(power_of_two(-55))), self, sinh)
    }

    /// 2^(k−1)·(1 + p + 2^−2k/(1 + p)).
    #[inline(always)]
    pub(super) fn hyperbolic_cosine(self) -> Self {
        let Pair { grown, k, inverse, ratio, .. } = pair(self);
        grown.plus_moderate(inverse.times_exact(ratio)).scaled(k.sub(V::splat(1.0)))
    }

    /// −e/(2 + e) with e = e^(−2|a|) − 1.
    #[inline(always)]
    pub(super) fn hyperbolic_tangent(self) -> Self {
        let e = expm1_moderate(expm1_scaled(self.magnitude().times_exact(V::splat(-2.0))));
        let (s, f) = fast_two_sum(V::splat(2.0), e.hi);
        let below = Self::normalized(s, f.add(e.lo));
        let tanh = e.negated().over_moderate(below).with_sign_of(self.hi);
        let same = V::or(self.hi.abs().lt(V::splat(power_of_two(-55))), self.hi.is_nan());
        Self::choose(same, self, tanh)
    }
}
