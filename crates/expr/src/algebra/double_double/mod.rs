//! Double-double numbers: the unevaluated sum of two floats, good for 32 decimal digits.
//!
//! f64 results are evaluated in them and rounded once, as f32 results are evaluated in f64. Every
//! operator has a relative error below 2^-96 wherever the result and its low half are normal numbers,
//! and the accuracy of a plain float below that; special values are those of [the floats](super::real).
//! The conformance crate holds each operator to its bound against MPFR.
//!
//! The algorithms are those of Dekker (1971), Shewchuk (1997), Hida, Li and Bailey (2001) and Joldes,
//! Muller and Popescu (2017) for arithmetic; elementary functions reduce their argument by a table and
//! sum a polynomial whose far terms need no second half.
//!
//! Products are split after Dekker, not fused: a fused multiply-add is as exact, but on a processor that
//! is only assumed to be x86-64 it is a call, for which Dekker's 17 operations are the same in a chain
//! (3.5 against 3.0 ns) and half the time in a loop that vectorises (1.7 against 3.2 ns), and they never
//! fall back to software. Where the instruction is there and inlined, kernels would be a fifth faster.

mod arithmetic;
mod error_function;
mod exponential;
mod logarithm;
#[rustfmt::skip]
mod tables;
mod trigonometric;

use crate::number::Rational;
use crate::operator::Algebra;

/// The sum `hi + lo` of two floats, where `hi` is the float nearest to the sum.
///
/// Infinities and NaN are in `hi`, beside a `lo` of 0; the sign of zero is that of `hi`.
///
/// ```
/// use nonlin_expr::{DoubleDouble, Expr};
///
/// let third = Expr::parse("1/3")?.evaluate(|_| DoubleDouble::from(0.0));
/// assert_eq!((third.hi(), third.lo()), (1.0 / 3.0, 1.850371707708594e-17));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct DoubleDouble {
    hi: f64,
    lo: f64,
}

impl From<f64> for DoubleDouble {
    #[inline]
    fn from(value: f64) -> Self {
        Self::single(value)
    }
}

impl DoubleDouble {
    const ZERO: Self = Self::single(0.0);
    const ONE: Self = Self::single(1.0);
    const NAN: Self = Self::single(f64::NAN);

    const fn single(hi: f64) -> Self {
        Self { hi, lo: 0.0 }
    }

    /// The sum of two floats, whatever their size.
    #[inline]
    #[must_use]
    pub const fn sum(a: f64, b: f64) -> Self {
        let (s, e) = arithmetic::two_sum(a, b);
        arithmetic::renormalize(s, e)
    }

    /// The nearest float.
    #[inline]
    #[must_use]
    pub const fn hi(self) -> f64 {
        self.hi
    }

    /// What the nearest float leaves over.
    #[inline]
    #[must_use]
    pub const fn lo(self) -> f64 {
        self.lo
    }

    const fn is_nan(self) -> bool {
        self.hi.is_nan()
    }

    const fn is_zero(self) -> bool {
        self.hi == 0.0
    }

    fn condition(self, other: Self, holds: bool) -> Self {
        if self.is_nan() || other.is_nan() {
            return Self::NAN;
        }
        Self::single(f64::from(u8::from(holds)))
    }
}

#[rustfmt::skip]
impl Algebra for DoubleDouble {
    fn number(value: &Rational) -> Self { let hi = value.to_f64(); arithmetic::renormalize(hi, value.residual(hi)) }
    #[inline] fn pi() -> Self { tables::PI }
    #[inline] fn e() -> Self { tables::E }
    #[inline] fn neg(a: &Self) -> Self { a.negated() }
    #[inline] fn add(a: &Self, b: &Self) -> Self { a.plus(*b) }
    #[inline] fn sub(a: &Self, b: &Self) -> Self { a.plus(b.negated()) }
    #[inline] fn mul(a: &Self, b: &Self) -> Self { a.times(*b) }
    #[inline] fn div(a: &Self, b: &Self) -> Self { a.over(*b) }
    fn pow(a: &Self, b: &Self) -> Self { a.to_the(*b) }
    #[inline] fn exp(a: &Self) -> Self { a.exp_scaled(0) }
    fn expm1(a: &Self) -> Self { a.exp_minus_1() }
    fn log(a: &Self) -> Self { a.ln() }
    fn log1p(a: &Self) -> Self { a.ln_of_1_plus() }
    #[inline] fn sqrt(a: &Self) -> Self { a.square_root() }
    fn hypot(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { Self::NAN } else { a.hypotenuse(*b) } }
    #[inline] fn abs(a: &Self) -> Self { a.magnitude() }
    #[inline] fn sign(a: &Self) -> Self { Self::single(f64::sign(&a.hi)) }
    #[inline] fn floor(a: &Self) -> Self { a.rounded_down() }
    #[inline] fn min(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { Self::NAN } else if b < a { *b } else { *a } }
    #[inline] fn max(a: &Self, b: &Self) -> Self { if a.is_nan() || b.is_nan() { Self::NAN } else if a < b { *b } else { *a } }
    #[inline] fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b.is_nan() || c.is_nan() || c < b { Self::NAN } else { Self::min(&Self::max(a, b), c) } }
    fn sin(a: &Self) -> Self { a.sin_cos().0 }
    fn cos(a: &Self) -> Self { a.sin_cos().1 }
    fn tan(a: &Self) -> Self { let (sin, cos) = a.sin_cos(); sin.over(cos) }
    fn atan(a: &Self) -> Self { a.arctangent() }
    fn sinh(a: &Self) -> Self { a.hyperbolic_sine() }
    fn cosh(a: &Self) -> Self { a.hyperbolic_cosine() }
    fn tanh(a: &Self) -> Self { a.hyperbolic_tangent() }
    fn asinh(a: &Self) -> Self { a.area_sine() }
    fn erf(a: &Self) -> Self { a.error_function() }
    fn erfc(a: &Self) -> Self { a.complementary_error_function() }
    fn sigmoid(a: &Self) -> Self { a.logistic() }
    fn softplus(a: &Self) -> Self { a.soft_plus() }
    #[inline] fn less(a: &Self, b: &Self) -> Self { a.condition(*b, a < b) }
    #[inline] fn less_eq(a: &Self, b: &Self) -> Self { a.condition(*b, a <= b) }
    #[inline] fn greater(a: &Self, b: &Self) -> Self { a.condition(*b, b < a) }
    #[inline] fn greater_eq(a: &Self, b: &Self) -> Self { a.condition(*b, a >= b) }
    #[inline] fn equal(a: &Self, b: &Self) -> Self { a.condition(*b, a == b) }
    #[inline] fn not_equal(a: &Self, b: &Self) -> Self { a.condition(*b, a != b) }
    #[inline] fn if_(a: &Self, b: &Self, c: &Self) -> Self { if a.is_zero() { *c } else if a.is_nan() { *a } else { *b } }
}
