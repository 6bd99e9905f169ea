//! Powers of any base to any exponent, and the hypotenuse.
//!
//! |a|^b = e^(b·log|a|), and the exponential turns an error of 2^−n in b·log|a| into one of 2^−n in the
//! result: as that is up to 745, its relative error has to be below 2^−57. So the logarithm and the product
//! are sums of two floats.
//!
//! |a| = 2^k·m with m in \[√½, √2\], and log m = 2·atanh(f) = 2f + f³·L(f²) for f = (m − 1)/(m + 1).
//! f is divided to twice the digits: the quotient, and what it leaves. f³·L(f²) is below 2^−6.6 of 2f, so
//! that the half ulp that each of its operations loses is one of 2^−59 of the logarithm, and L's error one
//! of 2^−59.8. k·ln 2 is added without error.
//!
//! What b·log|a| has lost is then below 2^−47.5 at the ends, e^r is within 2^−49.9 (degree 10), and the result
//! within 2^−47, as measured. `sollya/rational.py` made the coefficients, and `sollya/elementary.sollya`
//! finds the largest error of the very floats.

use super::parts::{LN_2_HIGH, LN_2_LOW, product_error, round_quotient};
use super::polynomial::horner;
use crate::simd::Doubles;

/// a^b by the rules of C: 1 for b = 0 or a = 1, whatever the other; a negative a needs a whole b.
#[inline(always)]
pub(crate) fn pow<V: Doubles>(a: V, b: V) -> V {
    let one = V::splat(1.0);
    let magnitude = a.abs();
    let (high, low) = log(magnitude);
    // From 2^64 on, the result is 0, 1 or ∞: no other logarithm is below 2^−53.
    let exponent = b.lesser(V::splat(TWO_POWER_64)).greater(V::splat(-TWO_POWER_64));
    let product = exponent.mul(high);
    let error = exponent.mul_add(low, product_error(exponent, high, product));
    // Beyond, the result is 0 or ∞, and the error may be NaN.
    let usual = product.abs().lt(V::splat(EXP_END));
    let positive = exp(product, V::select(usual, error, V::splat(0.0)));

    let negative = one.copysign(a).lt(V::splat(0.0));
    let mut power = positive;
    if V::any(negative) {
        let half = b.mul(V::splat(0.5));
        let signed = V::select(half.floor().eq(half), positive, positive.neg());
        // Of −0 and −∞, a broken power is that of 0 and ∞.
        let end = V::or(magnitude.eq(V::splat(0.0)), magnitude.eq(V::splat(f64::INFINITY)));
        let broken = V::select(end, positive, V::splat(f64::NAN));
        power = V::select(negative, V::select(b.floor().eq(b), signed, broken), positive);
    }
    V::select(V::or(a.eq(one), b.eq(V::splat(0.0))), one, power)
}

/// The coefficients of L in f².
const LOG_TAIL: [f64; 8] = [
    0.666_666_666_666_666_6,
    0.400_000_000_000_008_85,
    0.285_714_285_707_977_3,
    0.222_222_223_930_164_66,
    0.181_817_955_041_779_83,
    0.153_862_469_407_176_85,
    0.132_685_829_558_345_99,
    0.130_885_819_198_932_75,
];

/// The logarithm of an a ≥ 0 as a sum of two floats.
#[inline(always)]
fn log<V: Doubles>(a: V) -> (V, V) {
    let (zero, one) = (V::splat(0.0), V::splat(1.0));
    let ordinary = V::and(zero.lt(a), a.lt(V::splat(f64::INFINITY)));
    let finite = V::select(ordinary, a, one);
    let subnormal = finite.lt(V::splat(f64::MIN_POSITIVE));
    let normal = V::select(subnormal, finite.mul(V::splat(TWO_POWER_54)), finite);
    let m = normal.mantissa();
    let upper = V::splat(core::f64::consts::SQRT_2).lt(m);
    let m = V::select(upper, m.mul(V::splat(0.5)), m);
    let k = normal.exponent().add(V::select(upper, one, zero));
    let k = k.sub(V::select(subnormal, V::splat(54.0), zero));

    let numerator = m.sub(one);
    let sum = m.add(one);
    let sum_error = m.sub(sum.sub(one));
    let inverse = sum.reciprocal();
    let f = numerator.mul(inverse);
    // numerator − f·(sum + sum_error)
    let product = f.mul(sum);
    let rest = numerator.sub(product).sub(product_error(f, sum, product));
    let f_low = f.neg_mul_add(sum_error, rest).mul(inverse);
    let square = f.mul(f);
    let tail = square.mul(f).mul(horner(square, &LOG_TAIL));

    let twice = f.add(f);
    let whole = k.mul(V::splat(LN_2_HIGH));
    let high = whole.add(twice);
    let low =
        twice.sub(high.sub(whole)).add(k.mul_add(V::splat(LN_2_LOW), f_low.add(f_low)).add(tail));
    let log = high.add(low);
    let low = low.sub(log.sub(high));

    let end = V::select(a.eq(zero), V::splat(f64::NEG_INFINITY), a);
    (V::select(ordinary, log, end), V::select(ordinary, low, zero))
}

const TWO_POWER_54: f64 = f64::from_bits((1023 + 54) << 52);
const TWO_POWER_64: f64 = f64::from_bits((1023 + 64) << 52);
/// From here on e^x is ∞, and below the negative 0.
const EXP_END: f64 = 1_000.0;
/// (e^r − 1 − r)/r².
const EXP_TAIL: [f64; 9] = [
    0.499_999_999_999_999_4,
    0.166_666_666_666_481_14,
    0.041_666_666_666_816_3,
    0.008_333_333_353_897_883,
    0.001_388_888_883_757_416_2,
    0.000_198_412_083_716_622_6,
    2.480_162_684_166_147e-5,
    2.762_532_467_433_951e-6,
    2.757_637_578_663_269e-7,
];

/// e^(x + low) for a |low| below an ulp of x.
#[inline(always)]
fn exp<V: Doubles>(x: V, low: V) -> V {
    let x = x.lesser(V::splat(EXP_END)).greater(V::splat(-EXP_END));
    let k = round_quotient(x, core::f64::consts::LOG2_E);
    let r = k.neg_mul_add(V::splat(LN_2_HIGH), x);
    let r = k.neg_mul_add(V::splat(LN_2_LOW), r).add(low);
    let tail = r.mul(r).mul_add(horner(r, &EXP_TAIL), r);
    V::splat(1.0).add(tail).scale(k)
}

/// √(a² + b²); NaN where one is, even beside ∞.
#[inline(always)]
pub(crate) fn hypot<V: Doubles>(a: V, b: V) -> V {
    let (a, b) = (a.abs(), b.abs());
    let root = |a: V, b: V| a.mul_add(a, b.mul(b)).sqrt();
    let largest = a.greater(b);
    let small = largest.lt(V::splat(1.0 / SAFE));
    let large = V::splat(SAFE).lt(largest);
    let direct = root(a, b);
    if !V::any(V::or(small, large)) {
        return direct;
    }
    // Squares would vanish or overflow.
    let scale = |up: f64, down: f64| {
        V::select(small, V::splat(up), V::select(large, V::splat(down), V::splat(1.0)))
    };
    let there = scale(SHIFT, 1.0 / SHIFT);
    root(a.mul(there), b.mul(there)).mul(scale(1.0 / SHIFT, SHIFT))
}

/// Squares of numbers up to here, and of their reciprocals, are far from both ends of the floats.
const SAFE: f64 = f64::from_bits((1023 + 480) << 52);
const SHIFT: f64 = f64::from_bits((1023 + 600) << 52);
