//! Dual numbers a + a′ε with ε² = 0: forward-mode derivatives.
//!
//! They are the oracle of the symbolic derivative, so each rule is written here from the calculus
//! books and never taken from the operator table.

use crate::number::Rational;
use crate::operator::Algebra;

/// A value and its derivative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual {
    /// The value.
    pub value: f64,
    /// Its derivative.
    pub slope: f64,
}

impl Dual {
    /// The variable itself: slope 1.
    #[must_use]
    pub const fn variable(value: f64) -> Self {
        Self { value, slope: 1.0 }
    }

    /// A constant: slope 0.
    #[must_use]
    pub const fn constant(value: f64) -> Self {
        Self { value, slope: 0.0 }
    }

    /// The chain rule: a value that depends on `self` with this derivative.
    fn chain(self, value: f64, derivative: f64) -> Self {
        // A factor that does not move contributes nothing, even where the other has a pole.
        Self { value, slope: if self.slope == 0.0 { 0.0 } else { derivative * self.slope } }
    }

    fn plus(self, other: Self, value: f64) -> Self {
        Self { value, slope: self.slope + other.slope }
    }

    fn condition(self, other: Self, holds: bool) -> Self {
        if self.value.is_nan() || other.value.is_nan() {
            return Self::constant(f64::NAN);
        }
        Self::constant(f64::from(u8::from(holds)))
    }
}

const TWO_OVER_SQRT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;

#[rustfmt::skip]
impl Algebra for Dual {
    fn number(value: &Rational) -> Self { Self::constant(value.to_f64()) }
    fn pi() -> Self { Self::constant(std::f64::consts::PI) }
    fn e() -> Self { Self::constant(std::f64::consts::E) }
    fn neg(a: &Self) -> Self { a.chain(-a.value, -1.0) }
    fn add(a: &Self, b: &Self) -> Self { a.plus(*b, a.value + b.value) }
    fn sub(a: &Self, b: &Self) -> Self { a.plus(Self::neg(b), a.value - b.value) }
    fn mul(a: &Self, b: &Self) -> Self { a.chain(0.0, b.value).plus(b.chain(0.0, a.value), a.value * b.value) }
    fn div(a: &Self, b: &Self) -> Self {
        let value = a.value / b.value;
        a.chain(0.0, 1.0 / b.value).plus(b.chain(0.0, -value / b.value), value)
    }
    fn pow(a: &Self, b: &Self) -> Self {
        let value = a.value.powf(b.value);
        a.chain(0.0, b.value * a.value.powf(b.value - 1.0)).plus(b.chain(0.0, value * a.value.ln()), value)
    }
    fn exp(a: &Self) -> Self { a.chain(a.value.exp(), a.value.exp()) }
    fn expm1(a: &Self) -> Self { a.chain(a.value.exp_m1(), a.value.exp()) }
    fn log(a: &Self) -> Self { a.chain(a.value.ln(), 1.0 / a.value) }
    fn log1p(a: &Self) -> Self { a.chain(a.value.ln_1p(), 1.0 / (a.value + 1.0)) }
    fn sqrt(a: &Self) -> Self { let root = a.value.sqrt(); a.chain(root, 0.5 / root) }
    fn hypot(a: &Self, b: &Self) -> Self {
        let value = f64::hypot(a.value, b.value);
        a.chain(0.0, a.value / value).plus(b.chain(0.0, b.value / value), value)
    }
    fn abs(a: &Self) -> Self { if a.value == 0.0 { Self::constant(0.0) } else { a.chain(a.value.abs(), a.value.signum()) } }
    fn sign(a: &Self) -> Self { Self::constant(if a.value == 0.0 { 0.0 } else { a.value.signum() }) }
    fn floor(a: &Self) -> Self { Self::constant(a.value.floor()) }
    fn min(a: &Self, b: &Self) -> Self { Self::neg(&Self::max(&Self::neg(a), &Self::neg(b))) }
    fn max(a: &Self, b: &Self) -> Self {
        if a.value.is_nan() || b.value.is_nan() { return Self { value: f64::NAN, slope: f64::NAN }; }
        // At a tie, the side that stands still.
        if a.value > b.value || (a.value == b.value && a.slope == 0.0) { *a } else if b.value > a.value || b.slope == 0.0 { *b } else { *a }
    }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b.value <= c.value { Self::min(&Self::max(a, b), c) } else { Self::constant(f64::NAN) } }
    fn sin(a: &Self) -> Self { a.chain(a.value.sin(), a.value.cos()) }
    fn cos(a: &Self) -> Self { a.chain(a.value.cos(), -a.value.sin()) }
    fn tan(a: &Self) -> Self { a.chain(a.value.tan(), a.value.cos().powi(-2)) }
    fn atan(a: &Self) -> Self { a.chain(a.value.atan(), 1.0 / (1.0 + a.value * a.value)) }
    fn sinh(a: &Self) -> Self { a.chain(a.value.sinh(), a.value.cosh()) }
    fn cosh(a: &Self) -> Self { a.chain(a.value.cosh(), a.value.sinh()) }
    fn tanh(a: &Self) -> Self { let t = a.value.tanh(); a.chain(t, (1.0 - t) * (1.0 + t)) }
    fn asinh(a: &Self) -> Self { a.chain(a.value.asinh(), 1.0 / a.value.hypot(1.0)) }
    fn erf(a: &Self) -> Self { a.chain(libm::erf(a.value), TWO_OVER_SQRT_PI * (-a.value * a.value).exp()) }
    fn erfc(a: &Self) -> Self { a.chain(libm::erfc(a.value), -TWO_OVER_SQRT_PI * (-a.value * a.value).exp()) }
    fn sigmoid(a: &Self) -> Self { let s = f64::sigmoid(&a.value); a.chain(s, s * (1.0 - s)) }
    fn softplus(a: &Self) -> Self { a.chain(f64::softplus(&a.value), 1.0 / (1.0 + (-a.value).exp())) }
    fn less(a: &Self, b: &Self) -> Self { a.condition(*b, a.value < b.value) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.condition(*b, a.value <= b.value) }
    fn greater(a: &Self, b: &Self) -> Self { a.condition(*b, a.value > b.value) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.condition(*b, a.value >= b.value) }
    fn equal(a: &Self, b: &Self) -> Self { a.condition(*b, a.value == b.value) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.condition(*b, a.value != b.value) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self { if a.value.is_nan() { *a } else if a.value == 0.0 { *c } else { *b } }
}
