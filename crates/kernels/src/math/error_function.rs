//! The error function and its complement, each by one rational function and one division.
//!
//! **erf** is odd and all but constant from [`ERF_END`] on. Up to there it is x·P(x²)/Q(x²) with P and Q of
//! degree 10, within 2^−47.3.
//!
//! **erfc** falls as e^−x²/(x√π) to the end of the floats. For x ≥ 0 it is e^−x²·P(x)/Q(x) with degrees 8
//! and 9, within 2^−48 up to 27.5, where it underflows. erfc(−x) = 2 − erfc(x), which doesn't cancel.
//!
//! The polynomials have no root near the positive numbers. They are products of factors of degree 4 and
//! less, so paired that each loses no more than 2^−50 (that of erf with the largest constant, 2^−49).
//!
//! x² has up to 106 bits, and an error of 2^−53 in it would be one of 2^−43 in e^−x² at the far end. Its
//! rounding error is known, and is taken along: x² = s + `low`.
//! With s/ln 2 = −k + r/ln 2 for a whole k, e^−x² = 2^k·e^−r, |r| ≤ 0.348, and
//! e^−r = (1 − T)/(1 + T) for T = tanh(r/2) = r·U(r²)/W(r²), U and W of degree 2, within 2^−55. So
//!
//! erfc(x) = 2^k·P·(W − r·U) / ((W + r·U)·Q)
//!
//! takes one division. 2^k is multiplied to P, early: what P·2^k loses where it is subnormal, the
//! result has lost already, as Q is above 2,000.
//!
//! Both are below 2^−46.9 together with their roundings, as measured. `sollya/rational.py` made the
//! coefficients, and `sollya/error_function.sollya` finds the largest error of the very floats.

use super::parts::{LN_2_HIGH, LN_2_LOW, product_error, round_quotient};
use super::polynomial::{horner, monic, quartics};
use crate::simd::Doubles;

/// From here on |erf| is 1 within 2^−48.6.
const ERF_END: f64 = 5.61;
const ERF_NUMERATOR: [[f64; 4]; 2] = [
    [
        2.825_084_889_302_998_3,
        36.320_681_680_414_01,
        99.795_381_258_349_69,
        -469.083_260_410_161_36,
    ],
    [11.382_794_068_692_88, -95.149_977_665_490_33, 760.326_283_860_428_4, 171_337.707_696_255_94],
];
const ERF_NUMERATOR_REST: [f64; 3] =
    [1_399.277_697_396_738_6, 20.375_110_103_080_37, 0.020_951_842_564_871_828];
const ERF_DENOMINATOR: [[f64; 4]; 2] = [
    [15.034_104_277_749_435, 143.045_911_775_862, -98.249_208_456_743_57, 2_435.125_682_793_300_3],
    [5.145_012_610_859_494, 662.152_751_871_365_4, -940.087_090_240_013_1, 221_524.893_215_588_5],
];
/// Less its s².
const ERF_DENOMINATOR_REST: [f64; 2] = [1_808.452_868_900_071, 213.637_628_056_874_23];

/// The error function, 2/√π·∫ e^−t² dt from 0 to x; odd.
#[inline(always)]
pub(crate) fn erf<V: Doubles>(x: V) -> V {
    let s = x.mul(x);
    let numerator = horner(s, &ERF_NUMERATOR_REST).mul(quartics(s, &ERF_NUMERATOR));
    let denominator = monic(s, &ERF_DENOMINATOR_REST).mul(quartics(s, &ERF_DENOMINATOR));
    let ratio = x.mul(numerator).div(denominator);
    let saturated = V::splat(ERF_END).le(x.abs());
    V::select(saturated, V::splat(1.0).copysign(x), ratio)
}

/// e^−x² is 0 from here on.
const ERFC_END: f64 = 28.0;
const ERFC_NUMERATOR: [[f64; 4]; 2] = [
    [
        3.109_662_197_443_349_4,
        6.538_955_279_460_778,
        0.337_599_793_316_144_65,
        2.430_634_704_411_181_3,
    ],
    [
        4.000_517_059_711_405,
        14.934_884_491_290_088,
        -12.776_590_291_973_102,
        50.004_399_703_690_325,
    ],
];
/// The leading coefficient, that is 1/√π.
const ERFC_FACTOR: f64 = 0.564_189_583_571_633_1;
const ERFC_DENOMINATOR: [[f64; 4]; 2] = [
    [3.110_139_028_599_371, 4.975_924_280_411_12, 1.487_449_012_036_864_2, -1.531_333_187_959_509],
    [
        3.044_550_807_570_720_6,
        7.570_832_677_315_625,
        -1.433_724_959_758_296_6,
        -8.893_113_337_768_42,
    ],
];
const ERFC_ROOT: f64 = 1.910_978_848_084_004_6;

/// 1 − erf(x), with all its digits where erf(x) is near 1.
#[inline(always)]
pub(crate) fn erfc<V: Doubles>(x: V) -> V {
    let a = x.abs().lesser(V::splat(ERFC_END));
    let s = a.mul(a);
    let low = product_error(a, a, s);
    let k = round_quotient(s, -core::f64::consts::LOG2_E);
    let r = k.mul_add(V::splat(LN_2_HIGH), s).add(k.mul_add(V::splat(LN_2_LOW), low));
    let square = r.mul(r);
    let odd = r
        .mul(square)
        .mul_add(horner(square, &TANH_NUMERATOR_REST), r.mul(V::splat(TANH_NUMERATOR)));
    let even = monic(square, &TANH_DENOMINATOR);
    let numerator = quartics(a, &ERFC_NUMERATOR).mul(V::splat(ERFC_FACTOR)).scale(k);
    let denominator = quartics(a, &ERFC_DENOMINATOR).mul(a.add(V::splat(ERFC_ROOT)));
    let right = even.sub(odd).mul(numerator).div(even.add(odd).mul(denominator));
    V::select(x.lt(V::splat(0.0)), V::splat(2.0).sub(right), right)
}

/// tanh(r/2) = r·U(r²)/W(r²).
const TANH_NUMERATOR: f64 = 504.153_635_898_480_84;
const TANH_NUMERATOR_REST: [f64; 2] = [14.002_743_306_016_857, 0.033_318_107_622_277_66];
/// Less its r^4.
const TANH_DENOMINATOR: [f64; 2] = [1_008.307_271_796_961_7, 112.031_092_595_111_79];
