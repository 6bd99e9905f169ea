//! The exponential of pairs, and what is made of one.
//!
//! x = k·ln 2 + r for a multiple k of a step and |r| at most half a step times ln 2; k comes from an addition
//! that rounds. In e^x = 2^k·e^r everything up to the last sum or product is of the size of r, so that f32
//! is enough for it.
//!
//! For e^x alone the step is 1/32: 2^(i/32) from a table in two parts, e^r − 1 = r + r²·q(r) with
//! |r| ≤ 0.0109, which leaves an error of 2^−30. Next to 0 e^x − 1 needs r itself to all digits and the table
//! would cancel; there the step is 1, so that 2^k − 1 is exact, and q is longer.

use super::Pair;
use super::arithmetic::fast_two_sum;
use crate::simd::Floats;

/// 1.5·2^23 over the steps to a factor of 2: the lowest bit counts steps.
const fn place(steps: f64) -> f64 {
    12_582_912.0 / steps
}

/// ln 2 in two f32. The product of k and the first part has no digit that is lost in x − k·ln 2.
const LN_2: [f64; 2] = [0.693_147_182_464_599_6, -1.904_654_212_125_933_5e-9];

/// Past it e^x is ∞, or 0 even after a product with any f32. There 2^⌊k⌋ has a factor that is just below 1, so
/// that the product of the factor with the largest f32 does not overflow.
const END: f64 = 199.635;
/// The largest lo of such an x.
const LOW_END: f64 = 2e-5;

/// The origin of exponents of f32.
const BIAS: f64 = 127.0;

/// e^(x + low) = 2^⌊k⌋·(step + rest).
struct Power<V> {
    /// k, and where its bits are the lowest.
    k: V,
    placed: V,
    step: V,
    rest: V,
}

/// For |x| ≤ 200.
#[inline(always)]
fn power<V: Floats>(x: V, low: Option<V>) -> Power<V> {
    let place = V::splat(place(32.0) + BIAS);
    let placed = x.mul_add(V::splat(core::f64::consts::LOG2_E), place);
    let k = placed.sub(place);
    let r = k.neg_mul_add(V::splat(LN_2[1]), k.neg_mul_add(V::splat(LN_2[0]), x));
    let r = low.map_or(r, |low| r.add(low));
    let q = r.mul_add(V::splat(SHORT[1]), V::splat(SHORT[0]));
    let p = r.mul(r).mul_add(q, r);
    let step = placed.lookup(&STEPS);
    let rest = step.mul_add(p, placed.lookup(&STEPS_LOW));
    Power { k, placed, step, rest }
}

/// e^x − 1 = (scale − 1) + scale·(r + square·q).
struct Growth<V> {
    scale: V,
    r: V,
    square: V,
    q: V,
}

/// For −80 ≤ x ≤ 1.
///
/// scale = 2^k, and r + r²·q(r) = e^r − 1, where r is x itself if k is 0. What f32 leaves over of ln 2 is
/// k·2^k·2^−29 of the result, at most 2^−30 absolute, where the result is 0.29 or more: it is left out. So
/// is k < −24, where e^x is below half a unit of the last place of 1: there r grows instead, to −1.8, which q
/// bears for the few digits that are seen.
#[inline(always)]
fn growth<V: Floats>(x: V) -> Growth<V> {
    let place = place(1.0) + BIAS;
    let placed = x.mul_add(V::splat(core::f64::consts::LOG2_E), V::splat(place));
    let placed = placed.greater(V::splat(place - 24.0));
    let k = placed.sub(V::splat(place));
    let r = k.neg_mul_add(V::splat(LN_2[0]), x);
    let square = r.mul(r);
    let pair = |i: usize| r.mul_add(V::splat(LONG[i + 1]), V::splat(LONG[i]));
    let q = pair(4).mul_add(square, pair(2)).mul_add(square, pair(0));
    Growth { scale: placed.power_of_two(), r, square, q }
}

impl<V: Floats> Pair<V> {
    #[inline(always)]
    pub(super) fn exponential(self) -> Self {
        let x = self.unscaled();
        let low = x.lo.map(|lo| lo.within(-LOW_END, LOW_END));
        let power = power(x.hi.within(-END, END), low);
        Self { hi: power.step, factor: None, lo: Some(power.rest), scale: Some(power.k) }
    }

    /// For x ≤ 1, as branches below 0 need it. One f32, within 1 ULP, below 0 within 0.94: what would be a lo costs more than
    /// all the rest, and −0 would lose its sign to it.
    #[inline(always)]
    pub(super) fn exponential_less_one(self) -> Self {
        let x = self.rounded();
        let Growth { scale, r, square, q } = growth(x.within(-18.0, 1.0));
        let p = square.mul_add(q, r);
        Self::plain(scale.mul_add(p, scale.sub(V::splat(1.0))).copysign(x))
    }

    /// 1/(1 + e^−x): with d = e^−|x| it is 1/(1 + d), or d/(1 + d) on the left.
    #[inline(always)]
    pub(super) fn logistic(self) -> Self {
        let x = self.unscaled();
        let low = x.lo.map(|lo| lo.neg().signed(x.hi).within(-LOW_END, LOW_END));
        let power = power(x.hi.fallen(END), low);
        let (one, zero) = (V::splat(1.0), V::splat(0.0));
        let (hi, lo) = fast_two_sum(power.step, power.rest);
        // Where d is no normal number it makes no difference to 1.
        let scale = power.placed.power_of_steps(V::splat(place(32.0)));
        let sum = hi.mul_add(scale, one);
        let error = lo.mul_add(scale, hi.mul_add(scale, one.sub(sum)));
        let numerator = Self {
            hi: x.hi.by_sign(hi, one),
            factor: None,
            lo: Some(x.hi.by_sign(lo, zero)),
            scale: Some(x.hi.by_sign(power.k, zero)),
        };
        numerator.over(Self::new(sum, error))
    }

    /// With f = 1 − e^(−2|x|), f/(2 − f).
    #[inline(always)]
    pub(super) fn hyperbolic_tangent(self) -> Self {
        let x = self.rounded();
        let half = x.fallen(9.1);
        let Growth { scale, r, square, q } = growth(half.add(half));
        let (p, rest) = fast_two_sum(r, square.mul(q));
        let one = V::splat(1.0);
        let fall = one.sub(scale);
        let hi = scale.neg_mul_add(p, fall);
        let lo = scale.neg_mul_add(rest, scale.neg_mul_add(p, fall.sub(hi)));
        let (sum, error) = fast_two_sum(V::splat(2.0), hi.neg());
        let ratio = Self::new(hi, lo).over(Self::new(sum, error.sub(lo)));
        Self { hi: ratio.hi.copysign(x), ..ratio.signed(x) }
    }
}

/// (e^r − 1 − r)/r² for |r| ≤ ln 2/64. Written by sollya/exponential.sollya, as the next.
const SHORT: [f64; 2] = [0.500_002_443_790_435_8, 0.166_667_640_209_198];

/// (e^r − 1 − r)/r² for |r| ≤ ln 2/2.
const LONG: [f64; 6] = [
    0.5,
    0.166_666_671_633_720_4,
    4.166_651_144_623_756_4e-2,
    8.333_177_305_758e-3,
    1.393_050_304_614_007_5e-3,
    1.997_232_466_237_619_5e-4,
];

/// 2^(i/32).
const STEPS: [f32; 32] = [
    1.0,
    1.021_897_2,
    1.044_273_7,
    1.067_140_5,
    1.090_507_7,
    1.114_386_8,
    1.138_788_6,
    1.163_724_9,
    1.189_207_1,
    1.215_247_4,
    1.241_857_8,
    1.269_051,
    1.296_839_6,
    1.325_236_7,
    1.354_255_6,
    1.383_91,
    core::f32::consts::SQRT_2,
    1.445_180_8,
    1.476_826_2,
    1.509_164_5,
    1.542_210_8,
    1.575_980_9,
    1.610_490_3,
    1.645_755_5,
    1.681_792_9,
    1.718_619_3,
    1.756_252_2,
    1.794_709_1,
    1.834_008_1,
    1.874_167_7,
    1.915_206_6,
    1.957_144_1,
];

/// What f32 leaves over of it.
const STEPS_LOW: [f32; 32] = [
    0.0,
    -4.811_56e-8,
    4.833_47e-8,
    -5.933_752e-8,
    -1.307_754e-8,
    -5.435_54e-8,
    5.386_222_3e-8,
    -4.051_441_5e-8,
    3.797_635_3e-8,
    -3.267_395e-8,
    4.496_838e-8,
    1.419_333_3e-9,
    -4.018_999_5e-8,
    -3.496_373_3e-8,
    -1.012_334_9e-8,
    -5.875_577_4e-8,
    2.420_323_5e-8,
    3.324_2e-8,
    -4.500_899e-8,
    -2.495_937_3e-8,
    8.070_905e-9,
    -5.661_025_4e-8,
    9.836_217e-9,
    -5.124_972e-8,
    -2.475_532_7e-8,
    -4.849_617_6e-8,
    -9.235_77e-9,
    -1.141_504_5e-8,
    -1.123_927_8e-8,
    -4.663_005_6e-8,
    9.845_328e-9,
    -1.702_180_4e-8,
];
