//! Values and derivatives to hundreds of digits, by MPFR.

use std::cell::Cell;

use nonlin_expr::{Algebra, Expr, Operator, Rational, operator};
use rug::Float;
use rug::float::Constant;

thread_local! {
    static BITS: Cell<u32> = const { Cell::new(0) };
}

/// Working precision: 200 digits, and more where a formula may cancel nearly all of them.
fn bits_for(x: f64) -> u32 {
    if x == 0.0 || x.abs() > 1e-40 { 700 } else { 4_600 }
}

/// The value of a formula in `x`, correct to far more digits than any float has.
#[must_use]
pub fn value(formula: &Expr, x: f64) -> Float {
    BITS.set(bits_for(x));
    formula.evaluate(|_| Mp(Float::with_val(BITS.get(), x))).0
}

/// The value of a formula in several symbols, to about 200 digits.
#[must_use]
pub fn at(formula: &Expr, symbol: impl Fn(&str) -> f64) -> Float {
    BITS.set(bits_for(1.0));
    formula.evaluate(|name| Mp(Float::with_val(BITS.get(), symbol(name)))).0
}

/// The derivative by a central difference so narrow that its error lies past every float's digits.
///
/// It knows no rule of differentiation. Within the step of a kink it is wrong: see
/// [`grid`](crate::grid).
#[must_use]
pub fn derivative(formula: &Expr, x: f64) -> Float {
    // Where |x| is large, the step must still resolve a wave of period 1.
    let reach = x.abs().max(1.0).log2().ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1024")]
    let bits = 4 * bits_for(x).min(1_400) + reach as u32 + if x.abs() > 1e-40 { 0 } else { 4_600 };
    BITS.set(bits);
    // A step of 2^-(bits/3) leaves two thirds of the digits to the quotient; its own error is the
    // square of the step. At 0 it is far below every subnormal.
    let scale = if x == 0.0 {
        Float::with_val(bits, 1) >> 1_200_u32
    } else {
        Float::with_val(bits, x.abs().min(1.0))
    };
    let step = scale >> (bits / 3);
    let at = |x: Float| formula.evaluate(|_| Mp(x.clone())).0;
    let right = at(Float::with_val(bits, x) + &step);
    let left = at(Float::with_val(bits, x) - &step);
    if right.is_infinite() && left.is_infinite() {
        // Past MPFR's exponents, so past all floats: the slope of an exponential.
        return right;
    }
    (right - left) / (step * 2_u32)
}

/// The first Taylor coefficients at `centre` of a formula as it is above (`side` 1) or below (−1) it.
///
/// They are divided differences over points so close that what each takes from the next ones is below
/// the least float. No point is the centre itself.
#[must_use]
pub fn taylor(formula: &Expr, centre: f64, side: f64, order: u32) -> Vec<Float> {
    const STEP: u32 = 1_200;
    let bits = STEP * (order + 2) + bits_for(centre);
    BITS.set(bits);
    let step = Float::with_val(bits, side) >> STEP;
    let at = |j: u32| formula.evaluate(|_| Mp(Float::with_val(bits, &step * j) + centre)).0;
    let mut differences: Vec<Float> = (1..=order + 1).map(at).collect();
    let mut coefficients = Vec::new();
    let mut scale = Float::with_val(bits, 1);
    for k in 1..=order + 1 {
        coefficients.push(Float::with_val(bits, &differences[0] / &scale));
        scale *= Float::with_val(bits, &step * k);
        let next = differences.windows(2).map(|pair| Float::with_val(bits, &pair[1] - &pair[0]));
        differences = next.collect();
    }
    coefficients
}

/// One operator at as many bits as its longest argument has.
#[must_use]
pub fn apply(operator: Operator, arguments: &[Float]) -> Float {
    BITS.set(arguments.iter().map(Float::prec).max().unwrap_or(400));
    let arguments: Vec<Mp> = arguments.iter().cloned().map(Mp).collect();
    operator::apply(operator, &arguments).0
}

/// A float of MPFR with the current precision.
#[derive(Clone)]
struct Mp(Float);

impl Mp {
    fn of(value: impl FnOnce(u32) -> Float) -> Self {
        Self(value(BITS.get()))
    }

    fn condition(a: &Self, b: &Self, holds: bool) -> Self {
        if a.0.is_nan() || b.0.is_nan() {
            return Self::of(|bits| Float::with_val(bits, f64::NAN));
        }
        Self::of(|bits| Float::with_val(bits, u8::from(holds)))
    }
}

#[rustfmt::skip]
impl Algebra for Mp {
    fn number(value: &Rational) -> Self {
        let (p, q) = value.fraction();
        let parse = |text: &str| text.parse::<rug::Integer>().unwrap_or_default();
        Self::of(|bits| Float::with_val(bits, rug::Rational::from((parse(&p), parse(&q)))))
    }
    fn pi() -> Self { Self::of(|bits| Float::with_val(bits, Constant::Pi)) }
    fn e() -> Self { Self::of(|bits| Float::with_val(bits, 1).exp()) }
    fn neg(a: &Self) -> Self { Self(-a.0.clone()) }
    fn add(a: &Self, b: &Self) -> Self { Self(a.0.clone() + &b.0) }
    fn sub(a: &Self, b: &Self) -> Self { Self(a.0.clone() - &b.0) }
    fn mul(a: &Self, b: &Self) -> Self { Self(a.0.clone() * &b.0) }
    fn div(a: &Self, b: &Self) -> Self { Self(a.0.clone() / &b.0) }
    fn pow(a: &Self, b: &Self) -> Self { Self(rug::ops::Pow::pow(a.0.clone(), &b.0)) }
    fn exp(a: &Self) -> Self { Self(a.0.clone().exp()) }
    fn expm1(a: &Self) -> Self { Self(a.0.clone().exp_m1()) }
    fn log(a: &Self) -> Self { Self(a.0.clone().ln()) }
    fn log1p(a: &Self) -> Self { Self(a.0.clone().ln_1p()) }
    fn sqrt(a: &Self) -> Self { Self(a.0.clone().sqrt()) }
    fn hypot(a: &Self, b: &Self) -> Self { if a.0.is_nan() || b.0.is_nan() { Self::condition(a, b, false) } else { Self(a.0.clone().hypot(&b.0)) } }
    fn abs(a: &Self) -> Self { Self(a.0.clone().abs()) }
    fn sign(a: &Self) -> Self { if a.0.is_zero() { a.clone() } else { Self(a.0.clone().signum()) } }
    fn floor(a: &Self) -> Self { Self(a.0.clone().floor()) }
    fn min(a: &Self, b: &Self) -> Self { if a.0.is_nan() || b.0.is_nan() { Self::condition(a, b, false) } else { Self(a.0.clone().min(&b.0)) } }
    fn max(a: &Self, b: &Self) -> Self { if a.0.is_nan() || b.0.is_nan() { Self::condition(a, b, false) } else { Self(a.0.clone().max(&b.0)) } }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b.0 <= c.0 { Self::min(&Self::max(a, b), c) } else { Self::of(|bits| Float::with_val(bits, f64::NAN)) } }
    fn sin(a: &Self) -> Self { Self(a.0.clone().sin()) }
    fn cos(a: &Self) -> Self { Self(a.0.clone().cos()) }
    fn tan(a: &Self) -> Self { Self(a.0.clone().tan()) }
    fn atan(a: &Self) -> Self { Self(a.0.clone().atan()) }
    fn sinh(a: &Self) -> Self { Self(a.0.clone().sinh()) }
    fn cosh(a: &Self) -> Self { Self(a.0.clone().cosh()) }
    fn tanh(a: &Self) -> Self { Self(a.0.clone().tanh()) }
    fn asinh(a: &Self) -> Self { Self(a.0.clone().asinh()) }
    fn erf(a: &Self) -> Self { Self(a.0.clone().erf()) }
    fn erfc(a: &Self) -> Self { Self(a.0.clone().erfc()) }
    fn sigmoid(a: &Self) -> Self { Self((Float::with_val(BITS.get(), -&a.0).exp() + 1_u32).recip()) }
    fn softplus(a: &Self) -> Self {
        // log(1 + e^a) with all digits: e^a for large a overflows nothing in MPFR but memory.
        let t = Float::with_val(BITS.get(), -a.0.clone().abs()).exp().ln_1p();
        Self(if a.0.is_sign_positive() { t + &a.0 } else { t })
    }
    fn less(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 < b.0) }
    fn less_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 <= b.0) }
    fn greater(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 > b.0) }
    fn greater_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 >= b.0) }
    fn equal(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 == b.0) }
    fn not_equal(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.0 != b.0) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self { if a.0.is_nan() { a.clone() } else if a.0.is_zero() { c.clone() } else { b.clone() } }
}
