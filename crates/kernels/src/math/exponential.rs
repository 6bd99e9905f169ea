//! The exponential and what is made of one: e^x, e^x − 1, the logistic function.
//!
//! x/ln 2 = k + r with 2^k exact (or from a table) and |r| small; e^x = 2^k·(1 + p) with p = 2^r − 1, a
//! polynomial. k comes from an addition that rounds: x/ln 2 + [`PLACE`] has k in its lowest bits,
//! from where an instruction takes 2^k.
//!
//! Where a table of 16 is one instruction ([`Doubles::LOOKUP`]), k counts sixteenths: |r| ≤ 1/32, degree 6.
//! Elsewhere it counts wholes: |r| ≤ 1/2, degree 10.

use super::polynomial;
use crate::simd::Doubles;

/// 2^k·(1 + `rest`) = e^x.
pub(super) struct Power<V> {
    /// k and the place of its bits.
    exponent: V,
    placed: V,
    /// 2^r − 1.
    pub(super) rest: V,
}

/// 1.5·2^52 over the steps to a factor of 2, so that its lowest bit counts steps; plus the bias of an exponent.
const fn place(steps: f64) -> f64 {
    6_755_399_441_055_744.0 / steps + 1023.0
}

/// −x/ln 2 as above, for a |x| < 2^40, or NaN.
#[inline(always)]
pub(super) fn power<V: Doubles>(x: V) -> Power<V> {
    let log2_e = V::splat(core::f64::consts::LOG2_E);
    let place = V::splat(if V::LOOKUP { place(16.0) } else { place(1.0) });
    let placed = x.mul_add(log2_e, place);
    let exponent = placed.sub(place);
    let r = if V::FUSED {
        x.mul_add(log2_e, exponent.neg())
    } else {
        let high = V::splat(0.693_147_180_559_890_3);
        let low = V::splat(5.497_923_018_708_371e-14);
        exponent.neg_mul_add(low, exponent.neg_mul_add(high, x)).mul(log2_e)
    };
    let rest = r.mul(if V::LOOKUP { polynomial(r, &NARROW) } else { polynomial(r, &BROAD) });
    Power { exponent, placed, rest }
}

impl<V: Doubles> Power<V> {
    /// 2^k, for −1022 ≤ k < 1024.
    #[inline(always)]
    pub(super) fn scale(&self) -> V {
        if V::LOOKUP {
            self.placed.lookup(&SIXTEENTHS).scale(self.exponent)
        } else {
            self.placed.power_of_two()
        }
    }

    /// 2^(k − 1), for −1022 < k ≤ 1024.
    #[inline(always)]
    pub(super) fn half_scale(&self) -> V {
        let one = V::splat(1.0);
        if V::LOOKUP {
            self.placed.lookup(&SIXTEENTHS).scale(self.exponent.sub(one))
        } else {
            self.placed.sub(one).power_of_two()
        }
    }
}

/// e^x.
#[inline(always)]
pub(crate) fn exp<V: Doubles>(x: V) -> V {
    let power = power(x.greater(V::splat(-750.0)).lesser(V::splat(710.0)));
    if V::LOOKUP {
        let step = power.placed.lookup(&SIXTEENTHS);
        step.mul_add(power.rest, step).scale(power.exponent)
    } else {
        power.rest.add(V::splat(1.0)).scale(power.exponent)
    }
}

/// e^−|x|.
#[inline(always)]
pub(super) fn decay<V: Doubles>(x: V) -> V {
    let power = power(x.abs().lesser(V::splat(750.0)).neg());
    if V::LOOKUP {
        let scale = power.scale();
        scale.mul_add(power.rest, scale)
    } else {
        power.rest.add(V::splat(1.0)).scale(power.exponent)
    }
}

/// e^x − 1.
#[inline(always)]
pub(crate) fn expm1<V: Doubles>(x: V) -> V {
    let power = power(x.greater(V::splat(-50.0)).lesser(V::splat(710.0)));
    let half = power.half_scale();
    let half = half.mul_add(power.rest, half.sub(V::splat(0.5)));
    half.add(half).copysign(x)
}

/// 1/(1 + e^−x).
#[inline(always)]
pub(crate) fn sigmoid<V: Doubles>(x: V) -> V {
    let decay = decay(x);
    let upper = V::splat(1.0).add(decay).reciprocal();
    x.by_sign(decay.mul(upper), upper)
}

const NARROW: [f64; 6] = [
    0.693_147_180_559_945_7,
    0.240_226_506_959_100_17,
    0.055_504_108_656_733_68,
    0.009_618_129_109_319_968,
    0.001_333_378_080_324_562_2,
    0.000_154_035_270_552_085_06,
];

const BROAD: [f64; 10] = [
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

/// 2^(i/16).
const SIXTEENTHS: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    1.4142135623730951,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];
