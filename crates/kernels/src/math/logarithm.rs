//! The logarithm and what is made of one: log x, log(1 + x), softplus.
//!
//! log(2^k·m) = k·log 2 + log m, and log m by one of two ways.
//!
//! Where a table of 16 is one instruction ([`Doubles::LOOKUP`]): the nearest of 16 points i to 15·(m − 1) gives
//! c = 15/(15 + i) and −log c; log m = −log c + log(1 + f) with f = c·m − 1, |f| ≤ 1/30, a polynomial of
//! degree 8 in f within 1.2e-15 (proved by Sollya). c is 1 at one end and 1/2 at the other, with a −log c
//! that is the very log 2 that k is multiplied with: so next to 1, from both sides, only f is left, and
//! nothing cancels.
//!
//! Elsewhere m is in \[√½, √2\], and log m = 2·artanh z with z = (m − 1)/(m + 1), odd in z, within
//! 1.8e-15 for |z| ≤ 1/3.
//!
//! The terms differ in sign for an x a little below 1 with the table. There the roundings of −log c and
//! log 2, 8e-17, are 5e-15 of a result that is at least 0.0168. So **log and log1p are within 2^−47**.

use super::exponential::{TWO_64, decay};
use super::polynomial;
use crate::simd::Doubles;

/// Where the lowest bits of a float are whole numbers.
const PLACE: f64 = 6_755_399_441_055_744.0;

/// log x; −∞ of 0, NaN below.
#[inline(always)]
pub(crate) fn log<V: Doubles>(x: V) -> V {
    let log = if V::LOOKUP { log_lookup(x) } else { log_artanh(x) };
    V::select(x.lt(V::splat(0.0)), V::splat(f64::NAN), log)
}

/// log |x|.
#[inline(always)]
fn log_lookup<V: Doubles>(x: V) -> V {
    let (exponent, mantissa) = (x.exponent(), x.mantissa());
    let place = mantissa.mul_add(V::splat(15.0), V::splat(PLACE - 15.0));
    let f = place.lookup(&RECIPROCALS).mul_add(mantissa, V::splat(-1.0));
    let coarse = exponent.mul_add(V::splat(core::f64::consts::LN_2), place.lookup(&LOGS));
    f.mul_add(polynomial(f, &SHORT), coarse)
}

/// log |x|.
#[inline(always)]
fn log_artanh<V: Doubles>(x: V) -> V {
    // The bits of a subnormal number are no exponent and mantissa.
    let tiny = x.abs().lt(V::splat(f64::MIN_POSITIVE));
    let normal = V::select(tiny, x.mul(V::splat(TWO_64)), x);
    let (exponent, mantissa) = (normal.exponent(), normal.mantissa());
    let exponent = V::select(tiny, exponent.sub(V::splat(64.0)), exponent);
    let one = V::splat(1.0);
    let large = V::splat(core::f64::consts::SQRT_2).lt(mantissa);
    let mantissa = V::select(large, mantissa.mul(V::splat(0.5)), mantissa);
    let exponent = V::select(large, exponent.add(one), exponent);
    let z = mantissa.sub(one).div(mantissa.add(one));
    let log = z.mul(polynomial(z.mul(z), &LONG));
    let log = exponent.mul_add(V::splat(core::f64::consts::LN_2), log);
    // Of ∞ and NaN themselves, of 0 −∞.
    let log = V::select(x.abs().lt(V::splat(f64::INFINITY)), log, x.abs());
    V::select(x.eq(V::splat(0.0)), V::splat(f64::NEG_INFINITY), log)
}

/// log(1 + x); −∞ of −1, NaN below.
///
/// log u with u = 1 + x rounded, and to the first order what the rounding left over.
#[inline(always)]
pub(crate) fn log1p<V: Doubles>(x: V) -> V {
    let one = V::splat(1.0);
    let u = one.add(x);
    let of_one = u.sub(x);
    let rest = x.sub(u.sub(of_one)).add(one.sub(of_one));
    // Without a rest u may be 0, and ∞ has none.
    let some = V::splat(0.0).lt(rest.abs());
    let correction = V::select(some, rest.div(u), V::splat(0.0));
    // x itself where it is alone in the result, also −0.
    let tiny = x.abs().lt(V::splat(f64::EPSILON / 4.0));
    V::select(tiny, x, log(u).add(correction))
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^−|x|), within 2^−46.1 of it: a small result is the second term alone,
/// as accurate as e^x.
#[inline(always)]
pub(crate) fn softplus<V: Doubles>(x: V) -> V {
    log1p_unit(decay(x), x.greater(V::splat(0.0)))
}

/// `addend` + log(1 + x) for x in \[0, 1\], without loss for a small x.
#[inline(always)]
fn log1p_unit<V: Doubles>(x: V, addend: V) -> V {
    if V::LOOKUP {
        let place = x.mul_add(V::splat(15.0), V::splat(PLACE));
        let c = place.lookup(&RECIPROCALS);
        let f = c.mul_add(x, c.sub(V::splat(1.0)));
        f.mul_add(polynomial(f, &SHORT), addend.add(place.lookup(&LOGS)))
    } else {
        let z = x.div(x.add(V::splat(2.0)));
        z.mul_add(polynomial(z.mul(z), &LONG), addend)
    }
}

/// log(1 + f)/f for −1/32 ≤ f ≤ 1/30. Written by sollya/logarithm.sollya, as what follows.
const SHORT: [f64; 8] = [
    0.999_999_999_999_998_9,
    -0.500_000_000_000_037_2,
    0.333_333_333_367_499_15,
    -0.249_999_999_670_643_4,
    0.199_999_840_201_384_48,
    -0.166_667_333_412_189_2,
    0.143_095_609_832_455_3,
    -0.124_709_239_617_267_18,
];

/// 2·artanh(z)/z for |z| ≤ 1/3, in z².
const LONG: [f64; 9] = [
    2.000_000_000_000_003_6,
    0.666_666_666_661_642_1,
    0.400_000_001_189_848_6,
    0.285_714_177_154_755_83,
    0.222_227_173_373_347_52,
    0.181_691_904_173_397_15,
    0.155_722_199_962_521_04,
    0.117_366_555_264_912_7,
    0.187_766_509_622_087_35,
];

/// 15/(15 + i).
const RECIPROCALS: [f64; 16] = [
    1.0,
    0.9375,
    0.8823529411764706,
    0.8333333333333334,
    0.7894736842105263,
    0.75,
    0.7142857142857143,
    0.6818181818181818,
    0.6521739130434783,
    0.625,
    0.6,
    0.5769230769230769,
    0.5555555555555556,
    0.5357142857142857,
    0.5172413793103449,
    0.5,
];

/// −log of these.
const LOGS: [f64; 16] = [
    0.0,
    0.06453852113757118,
    0.12516314295400605,
    0.1823215567939546,
    0.2363887780642304,
    0.2876820724517809,
    0.3364722366212129,
    0.38299225225610584,
    0.4274440148269396,
    0.4700036292457356,
    0.5108256237659907,
    0.5500463369192721,
    0.587786664902119,
    0.6241543090729939,
    0.6592456288842639,
    core::f64::consts::LN_2,
];
