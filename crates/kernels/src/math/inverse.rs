//! The inverses of the tangent and of the hyperbolic sine. `sollya/rational.py` made the coefficients, and
//! `sollya/elementary.sollya` finds the largest error of the very floats.

use super::polynomial::horner;
use crate::simd::Doubles;

/// tan π/8 and tan 3π/8.
const NEAR: f64 = 0.414_213_562_373_095_03;
const FAR: f64 = 2.414_213_562_373_095;
/// (atan(t)/t − 1)/t² in t².
const ATAN: [f64; 9] = [
    -0.333_333_333_333_309_83,
    0.199_999_999_977_645_75,
    -0.142_857_139_351_385_41,
    0.111_110_898_672_712_58,
    -0.090_902_608_709_716_16,
    0.076_811_055_505_424_87,
    -0.065_513_180_048_825_98,
    0.051_702_914_569_405_324,
    -0.027_253_879_242_338_637,
];

/// The angle in ±π/2 whose tangent is x.
///
/// atan|x| = c + atan t with c = 0, π/4 or π/2 and t = |x|, (|x| − 1)/(|x| + 1) or −1/|x|: |t| ≤ tan π/8,
/// where an odd polynomial of degree 19 is within 2^−47.8. The sum cancels at most half of c.
#[inline(always)]
pub(crate) fn atan<V: Doubles>(x: V) -> V {
    use core::f64::consts::{FRAC_PI_2, FRAC_PI_4};
    let (zero, one) = (V::splat(0.0), V::splat(1.0));
    let a = x.abs();
    let (near, far) = (a.le(V::splat(NEAR)), V::splat(FAR).lt(a));
    let three = |near_value: V, middle: V, far_value: V| {
        V::select(near, near_value, V::select(far, far_value, middle))
    };
    let t = three(a, a.sub(one), V::splat(-1.0)).div(three(one, a.add(one), a));
    let c = three(zero, V::splat(FRAC_PI_4), V::splat(FRAC_PI_2));
    let square = t.mul(t);
    let angle = square.mul(t).mul_add(horner(square, &ATAN), t);
    c.add(angle).copysign(x)
}

/// From here on √(x² + 1) is |x| to the last digit.
const ROOT_END: f64 = 1e10;

/// The inverse of the hyperbolic sine, log(x + √(x² + 1)); odd.
///
/// For x ≥ 0 it is log1p(x + x²/(1 + √(x² + 1))), which keeps its digits next to 0; for large x, log(2x).
#[inline(always)]
pub(crate) fn asinh<V: Doubles>(x: V) -> V {
    let one = V::splat(1.0);
    let a = x.abs();
    let large = V::splat(ROOT_END).le(a);
    let b = a.lesser(V::splat(ROOT_END));
    let square = b.mul(b);
    let moderate = square.div(one.add(square.add(one).sqrt())).add(b);
    // log(2x) = log1p(x − 1) + ln 2.
    let log = super::log1p(V::select(large, a.sub(one), moderate));
    let doubled = V::select(large, V::splat(core::f64::consts::LN_2), V::splat(0.0));
    log.add(doubled).copysign(x)
}
