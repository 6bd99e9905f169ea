//! 64-bit floats, by the `libm` crate: the same result on every platform.
//!
//! A comparison with NaN is NaN, and so is the choice that it makes: NaN in gives NaN out.

use std::f64::consts;

use crate::number::Rational;
use crate::operator::Algebra;

fn condition(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { f64::from(u8::from(holds)) }
}

#[rustfmt::skip]
impl Algebra for f64 {
    #[inline] fn number(value: &Rational) -> Self { value.to_f64() }
    #[inline] fn pi() -> Self { consts::PI }
    #[inline] fn e() -> Self { consts::E }
    #[inline] fn neg(a: &Self) -> Self { -a }
    #[inline] fn add(a: &Self, b: &Self) -> Self { a + b }
    #[inline] fn sub(a: &Self, b: &Self) -> Self { a - b }
    #[inline] fn mul(a: &Self, b: &Self) -> Self { a * b }
    #[inline] fn div(a: &Self, b: &Self) -> Self { a / b }
    #[inline] fn pow(a: &Self, b: &Self) -> Self { libm::pow(*a, *b) }
    #[inline] fn exp(a: &Self) -> Self { libm::exp(*a) }
    #[inline] fn expm1(a: &Self) -> Self { libm::expm1(*a) }
    #[inline] fn log(a: &Self) -> Self { libm::log(*a) }
    #[inline] fn log1p(a: &Self) -> Self { libm::log1p(*a) }
    #[inline] fn sqrt(a: &Self) -> Self { libm::sqrt(*a) }
    #[inline] fn hypot(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { f64::NAN } else { libm::hypot(*a, *b) } }
    #[inline] fn abs(a: &Self) -> Self { a.abs() }
    #[inline] fn sign(a: &Self) -> Self { if *a > 0.0 { 1.0 } else if *a < 0.0 { -1.0 } else { *a } }
    #[inline] fn floor(a: &Self) -> Self { libm::floor(*a) }
    #[inline] fn min(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { f64::NAN } else if b < a { *b } else { *a } }
    #[inline] fn max(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { f64::NAN } else if b > a { *b } else { *a } }
    #[inline] fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b <= c { Algebra::min(&Algebra::max(a, b), c) } else { f64::NAN } }
    #[inline] fn sin(a: &Self) -> Self { libm::sin(*a) }
    #[inline] fn cos(a: &Self) -> Self { libm::cos(*a) }
    #[inline] fn tan(a: &Self) -> Self { libm::tan(*a) }
    #[inline] fn atan(a: &Self) -> Self { libm::atan(*a) }
    #[inline] fn sinh(a: &Self) -> Self { libm::sinh(*a) }
    #[inline] fn cosh(a: &Self) -> Self { libm::cosh(*a) }
    #[inline] fn tanh(a: &Self) -> Self { libm::tanh(*a) }
    #[inline] fn asinh(a: &Self) -> Self { libm::asinh(*a) }
    #[inline] fn erf(a: &Self) -> Self { libm::erf(*a) }
    #[inline] fn erfc(a: &Self) -> Self { libm::erfc(*a) }
    /// 1/(1 + e^−|a|) or its complement e^−|a|/(1 + e^−|a|): neither overflows nor cancels.
    #[inline] fn sigmoid(a: &Self) -> Self {
        let t = libm::exp(-a.abs());
        if *a >= 0.0 { 1.0 / (1.0 + t) } else { t / (1.0 + t) }
    }
    /// max(a, 0) + log1p(e^−|a|): neither overflows nor cancels.
    #[inline] fn softplus(a: &Self) -> Self { a.max(0.0) + libm::log1p(libm::exp(-a.abs())) }
    #[inline] fn less(a: &Self, b: &Self) -> Self { condition(*a, *b, a < b) }
    #[inline] fn less_eq(a: &Self, b: &Self) -> Self { condition(*a, *b, a <= b) }
    #[inline] fn greater(a: &Self, b: &Self) -> Self { condition(*a, *b, a > b) }
    #[inline] fn greater_eq(a: &Self, b: &Self) -> Self { condition(*a, *b, a >= b) }
    #[inline] fn equal(a: &Self, b: &Self) -> Self { condition(*a, *b, a == b) }
    #[inline] fn not_equal(a: &Self, b: &Self) -> Self { condition(*a, *b, a != b) }
    #[inline] fn if_(a: &Self, b: &Self, c: &Self) -> Self { if *a == 0.0 { *c } else if a.is_nan() { f64::NAN } else { *b } }
}
