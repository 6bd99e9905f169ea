//! The error function and its complement, each by one rational function and one division.
//!
//! **erf** is odd and all but constant from [`ERF_END`] on. Up to there it is x·P(x²)/Q(x²) with P and Q of
//! degree 10, within 2^−47.4; all coefficients are positive, so that Horner's rule loses nothing.
//!
//! **erfc** falls as e^−x²/(x√π) to the end of the floats. For x ≥ 0 it is e^−x²·P(x)/Q(x) with degrees 8
//! and 9, within 2^−48.1 up to 27.5, where it underflows; again all coefficients are positive, and
//! P(0) = Q(0). erfc(−x) = 2 − erfc(x), which doesn't cancel.
//!
//! x² has up to 106 bits, and an error of 2^−53 in it would be one of 2^−43 in e^−x² at the far end. Its
//! rounding error is known, and is taken along: x² = s + `low`.
//! With s/ln 2 = −k + r/ln 2 for a whole k, e^−x² = 2^k·e^−r, |r| ≤ 0.348, and
//! e^−r = (1 − T)/(1 + T) for T = tanh(r/2) = r·U(r²)/W(r²), U and W of degree 2, within 2^−55. So
//!
//! erfc(x) = 2^k · (W − r·U)·P / ((W + r·U)·Q)
//!
//! takes one division. Its error, less that of the last rounding, is 2^−48.1 from the fit, below 2^−50
//! from r (half an ulp of it for each of three terms), and 2^−51 each from P, Q and the products: below
//! 2^−47 together. The script `sollya/error_function.sollya` holds the fits to their bounds.

use super::horner::{horner, monic};
use super::parts::{LN_2_HIGH, LN_2_LOW, product_error, round_quotient};
use crate::simd::Doubles;

/// From here on |erf| is 1 within 2^−48.6.
const ERF_END: f64 = 5.61;
const ERF_NUMERATOR: [f64; 11] = [
    676_521_623_454.094_1,
    129_023_818_657.899_98,
    38_584_014_516.990_1,
    3_852_498_099.914_218,
    465_460_374.947_068_8,
    28_504_687.522_958_09,
    1_804_647.730_016_864_8,
    64_335.337_519_283_25,
    2_041.049_009_732_588_3,
    21.012_376_274_427_485,
    0.020_951_842_564_871_828,
];
/// Less its x^20.
const ERF_DENOMINATOR: [f64; 10] = [
    599_551_678_356.029_5,
    314_194_941_571.485_35,
    78_970_671_910.353_09,
    12_593_290_661.586_412,
    1_418_329_586.128_993_7,
    118_562_817.331_707_05,
    7_494_367.016_270_14,
    355_373.486_719_515_1,
    12_053.261_911_615_129,
    255.995_861_834_092_1,
];

/// The error function, 2/√π·∫ e^−t² dt from 0 to x; odd.
#[inline(always)]
pub(crate) fn erf<V: Doubles>(x: V) -> V {
    let s = x.mul(x);
    let ratio = x.mul(horner(s, &ERF_NUMERATOR)).div(monic(s, &ERF_DENOMINATOR));
    let saturated = V::splat(ERF_END).le(x.abs());
    V::select(saturated, V::splat(1.0).copysign(x), ratio)
}

/// e^−x² is 0 from here on.
const ERFC_END: f64 = 28.0;
const ERFC_NUMERATOR: [f64; 9] = [
    2_199.084_156_670_98,
    4_466.926_135_625_566_5,
    4_475.779_213_527_908,
    2_817.012_563_039_059,
    1_205.823_620_394_600_3,
    358.360_821_459_587,
    72.371_074_239_649_08,
    9.151_357_315_570_875,
    0.564_189_583_571_633_1,
];
/// Less its x^9.
const ERFC_DENOMINATOR: [f64; 9] = [
    2_199.084_156_670_98,
    6_948.326_884_703_768,
    10_117.042_359_686_297,
    8_938.812_676_324_87,
    5_302.507_381_531_479,
    2_200.903_679_065_383,
    643.288_207_697_167_8,
    128.774_388_921_101_95,
    16.220_358_520_424_19,
];

/// 1 − erf(x), with all its digits where erf(x) is near 1.
#[inline(always)]
pub(crate) fn erfc<V: Doubles>(x: V) -> V {
    let a = x.abs().lesser(V::splat(ERFC_END));
    let s = a.mul(a);
    let low = product_error(a, a, s);
    let k = round_quotient(s, -core::f64::consts::LOG2_E);
    let r = k.mul_add(V::splat(LN_2_HIGH), s);
    let r = k.mul_add(V::splat(LN_2_LOW), r.add(low));
    let square = r.mul(r);
    let odd = r.mul(horner(square, &TANH_NUMERATOR));
    let even = monic(square, &TANH_DENOMINATOR);
    let numerator = even.sub(odd).mul(horner(a, &ERFC_NUMERATOR));
    let denominator = even.add(odd).mul(monic(a, &ERFC_DENOMINATOR));
    let right = numerator.div(denominator).scale(k);
    V::select(x.lt(V::splat(0.0)), V::splat(2.0).sub(right), right)
}

/// tanh(r/2) = r·U(r²)/W(r²).
const TANH_NUMERATOR: [f64; 3] =
    [504.153_635_898_480_84, 14.002_743_306_016_857, 0.033_318_107_622_277_66];
/// Less its r^4.
const TANH_DENOMINATOR: [f64; 2] = [1_008.307_271_796_961_7, 112.031_092_595_111_79];
