//! The exponential and what is made of one: e^x, e^x − 1, the logistic function.
//!
//! x/ln 2 = k + r with a multiple k of a step and |r| at most half a step; e^x = 2^k·(1 + r·p(r)), where p(r)
//! is a polynomial for (2^r − 1)/r. k comes from an addition that rounds, which leaves k in the lowest
//! bits of the sum, from where an instruction takes 2^k. Arguments are clamped first to where the result is
//! 0 or ∞, so that no special case remains; NaN passes through every operation.
//!
//! | [`Doubles::LOOKUP`] | step of k | 2^k | p | error of 2^r, proved by Sollya |
//! |---|---|---|---|---|
//! | yes | 1/16 | a table of 16, and a scaling | degree 5 | relative 1.5e-17, of 2^r − 1 6.5e-16 |
//! | no | 1 | from the bits | degree 9 | relative 7.2e-16, of 2^r − 1 1.3e-15 |
//!
//! With a fused multiply-add r is x·L − k for the float L next to 1/ln 2, which is off by 2.04e-17: the
//! result is off by |x|·1.42e-17, 1.01e-14 at most, and 1.5e-15 where it is a normal f32. Without, r is x − k·ln 2
//! over ln 2, in two parts, the first with 11 zero bits at its end. The table's entry, the product and the
//! sum add less than 2.5 roundings: 2.8e-16. So **e^x is within 2^−46.3** wherever it is a normal f64,
//! and within 2^−48 for |x| ≤ 104. Subnormal results lose the bits that they lack.

use super::polynomial;
use crate::simd::Doubles;

/// e^x = 2^k·2^r, taken apart.
struct Power<V> {
    /// k, and where its bits are the lowest.
    exponent: V,
    placed: V,
    r: V,
    /// (2^r − 1)/r.
    slope: V,
}

/// 1.5·2^52 over the steps to a factor of 2, so that its lowest bit counts steps; plus the bias of an exponent.
const fn place(steps: f64) -> f64 {
    6_755_399_441_055_744.0 / steps + 1023.0
}

/// x taken apart, for |x| < 2^40, or NaN.
#[inline(always)]
fn power<V: Doubles>(x: V) -> Power<V> {
    let log2_e = V::splat(core::f64::consts::LOG2_E);
    let place = V::splat(if V::LOOKUP { place(16.0) } else { place(1.0) });
    let placed = x.mul_add(log2_e, place);
    let exponent = placed.sub(place);
    let r = if V::FUSED {
        x.mul_add(log2_e, exponent.neg())
    } else {
        // log 2 in 42 bits, so that a product with k is exact; and the rest.
        let high = V::splat(0.693_147_180_559_890_3);
        let low = V::splat(5.497_923_018_708_371e-14);
        exponent.neg_mul_add(low, exponent.neg_mul_add(high, x)).mul(log2_e)
    };
    let slope = if V::LOOKUP { polynomial(r, &SHORT) } else { polynomial(r, &LONG) };
    Power { exponent, placed, r, slope }
}

impl<V: Doubles> Power<V> {
    /// 2^k, where there is a table.
    #[inline(always)]
    fn scale(&self) -> V {
        self.placed.lookup(&SIXTEENTHS).scale(self.exponent)
    }

    /// 2^(k − 1), for −1022 < k ≤ 1024.
    #[inline(always)]
    fn half_scale(&self) -> V {
        let one = V::splat(1.0);
        if V::LOOKUP {
            self.placed.lookup(&SIXTEENTHS).scale(self.exponent.sub(one))
        } else {
            self.placed.sub(one).power_of_two()
        }
    }

    /// `addend` + `factor`·(2^r − 1).
    #[inline(always)]
    fn rest(&self, factor: V, addend: V) -> V {
        factor.mul(self.r).mul_add(self.slope, addend)
    }

    /// 2^k·2^r, also where it overflows or is subnormal.
    #[inline(always)]
    fn whole(&self) -> V {
        let step = if V::LOOKUP { self.placed.lookup(&SIXTEENTHS) } else { V::splat(1.0) };
        self.rest(step, step).scale(self.exponent)
    }
}

/// e^x, within 2^−46.3 of it.
#[inline(always)]
pub(crate) fn exp<V: Doubles>(x: V) -> V {
    power(x.greater(V::splat(-750.0)).lesser(V::splat(710.0))).whole()
}

/// e^−|x|.
#[inline(always)]
pub(super) fn decay<V: Doubles>(x: V) -> V {
    fall(x).0
}

/// e^−|x| and 1 − e^−|x|, neither with cancellation.
#[inline(always)]
pub(super) fn fall<V: Doubles>(x: V) -> (V, V) {
    let power = power(x.abs().lesser(V::splat(750.0)).neg());
    let (scale, decay) = if V::LOOKUP {
        let scale = power.scale();
        (scale, power.rest(scale, scale))
    } else {
        // 2^64 times as large until the end, where it may become subnormal.
        let large = power.placed.add(V::splat(64.0)).power_of_two();
        let small = V::splat(1.0 / TWO_64);
        (large.mul(small), power.rest(large, large).mul(small))
    };
    (decay, power.rest(scale.neg(), V::splat(1.0).sub(scale)))
}

/// 2^64.
pub(super) const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// e^x − 1 = (2^k − 1) + 2^k·(2^r − 1), within 2^−46.3 of it.
///
/// Next to 0 k is 0 and the second term alone is left. Where k is not 0, the result is at least half a
/// step (0.0219 or 0.29), to which the table's error is 2^−48.5. At half the size, so that
/// 2^k overflows only where the result does.
#[inline(always)]
pub(crate) fn expm1<V: Doubles>(x: V) -> V {
    let power = power(x.greater(V::splat(-50.0)).lesser(V::splat(710.0)));
    let half = power.half_scale();
    let half = power.rest(half, half.sub(V::splat(0.5)));
    half.add(half).copysign(x)
}

/// 1/(1 + e^−x), within 2^−46.2 of it.
///
/// With d = e^−|x|: 1/(1 + d) or, on the left, d/(1 + d), which loses nothing and underflows only as e^x
/// does. Both sides come from the same operations, so sigmoid(x) and sigmoid(−x) side by side cost one.
#[inline(always)]
pub(crate) fn sigmoid<V: Doubles>(x: V) -> V {
    let decay = decay(x);
    let upper = V::splat(1.0).add(decay).reciprocal();
    x.by_sign(decay.mul(upper), upper)
}

/// (2^r − 1)/r for |r| ≤ 1/32. Written by sollya/exponential.sollya, as the next.
const SHORT: [f64; 6] = [
    0.693_147_180_559_945_7,
    0.240_226_506_959_100_17,
    0.055_504_108_656_733_68,
    0.009_618_129_109_319_968,
    0.001_333_378_080_324_562_2,
    0.000_154_035_270_552_085_06,
];

/// (2^r − 1)/r for |r| ≤ 1/2.
const LONG: [f64; 10] = [
    0.693_147_180_559_946_2,
    0.240_226_506_959_098_58,
    0.055_504_108_664_651_775,
    0.009_618_129_107_734_985,
    0.001_333_355_820_069_072_4,
    0.000_154_035_302_570_462,
    1.525_267_301_422_194_7e-5,
    1.321_554_117_869_022_4e-6,
    1.020_588_499_595_015_4e-7,
    7.055_046_648_734_37e-9,
];

/// 2^(i/16). Written by the same script.
const SIXTEENTHS: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    core::f64::consts::SQRT_2,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];
