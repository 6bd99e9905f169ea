//! Numbers with the rounding error that they have gathered, so that f64 rows keep their last digits.
//!
//! In f64 the exponent x − m of a softmax is rounded, and e^(x − m) carries that error magnified |x − m|
//! times. Here each operation computes its own rounding error exactly where that is known (sums:
//! Knuth 1969; products: a fused multiply-add) and passes on that of its arguments to first order.
//! What remains is the error of `libm`'s functions, below one unit in the last place each.

use nonlin_expr::{Algebra, Dual, Rational};

/// A value and the correction that makes it more exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compensated {
    /// The value.
    pub value: f64,
    /// What is missing from it.
    pub error: f64,
}

impl Compensated {
    pub(crate) const fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// value + error, with an error that is no number left out: the value has overflowed by itself.
    fn new(value: f64, error: f64) -> Self {
        Self { value, error: if error.is_finite() { error } else { 0.0 } }
    }

    /// The nearest float.
    pub(crate) fn rounded(self) -> f64 {
        self.value + self.error
    }

    /// f(a), where `slope` is f′(a): the argument's error to first order.
    fn chain(self, value: f64, slope: f64) -> Self {
        Self::new(value, if self.error == 0.0 { 0.0 } else { slope * self.error })
    }

    /// By the rules of dual numbers, whose second part also is a small change.
    fn dual(self, f: impl Fn(&Dual) -> Dual, value: f64) -> Self {
        if self.error == 0.0 {
            return Self::exact(value);
        }
        Self::new(value, f(&Dual { value: self.value, slope: self.error }).slope)
    }

    fn sum(a: f64, b: f64) -> Self {
        let sum = a + b;
        let part = sum - a;
        Self::new(sum, (a - (sum - part)) + (b - part))
    }

    /// Renormalised, so that the value is the nearest float by itself.
    fn normal(value: f64, error: f64) -> Self {
        let sum = value + error;
        Self::new(sum, error - (sum - value))
    }

    fn condition(a: Self, b: Self, holds: impl Fn(std::cmp::Ordering) -> bool) -> Self {
        match Self::order(&a, &b) {
            Some(order) => Self::exact(f64::from(u8::from(holds(order)))),
            None => Self::exact(f64::NAN),
        }
    }

    pub(crate) fn order(a: &Self, b: &Self) -> Option<std::cmp::Ordering> {
        let order = a.value.partial_cmp(&b.value)?;
        Some(order.then(a.error.total_cmp(&b.error)))
    }
}

#[rustfmt::skip]
impl Algebra for Compensated {
    fn number(value: &Rational) -> Self { Self::exact(value.to_f64()) }
    fn pi() -> Self { Self { value: std::f64::consts::PI, error: 1.224_646_799_147_353_2e-16 } }
    fn e() -> Self { Self { value: std::f64::consts::E, error: 1.445_646_891_729_250_2e-16 } }
    fn neg(a: &Self) -> Self { Self { value: -a.value, error: -a.error } }
    fn add(a: &Self, b: &Self) -> Self {
        let sum = Self::sum(a.value, b.value);
        Self::normal(sum.value, sum.error + (a.error + b.error))
    }
    fn sub(a: &Self, b: &Self) -> Self { Self::add(a, &Self::neg(b)) }
    fn mul(a: &Self, b: &Self) -> Self {
        let value = a.value * b.value;
        Self::new(value, libm::fma(a.value, b.value, -value) + (a.value * b.error + a.error * b.value))
    }
    fn div(a: &Self, b: &Self) -> Self {
        let value = a.value / b.value;
        let rest = libm::fma(-value, b.value, a.value);
        Self::new(value, (rest + (a.error - value * b.error)) / b.value)
    }
    fn sqrt(a: &Self) -> Self {
        let value = libm::sqrt(a.value);
        let rest = libm::fma(-value, value, a.value);
        Self::new(value, if value == 0.0 { 0.0 } else { (rest + a.error) / (2.0 * value) })
    }
    fn pow(a: &Self, b: &Self) -> Self {
        let value = f64::pow(&a.value, &b.value);
        if a.error == 0.0 && b.error == 0.0 { return Self::exact(value); }
        let part = |error: f64, slope: f64| if error == 0.0 { 0.0 } else { error * slope };
        Self::new(value, part(a.error, b.value * f64::pow(&a.value, &(b.value - 1.0))) + part(b.error, value * libm::log(a.value)))
    }
    fn exp(a: &Self) -> Self { let value = libm::exp(a.value); a.chain(value, value) }
    fn expm1(a: &Self) -> Self { let value = libm::expm1(a.value); a.chain(value, value + 1.0) }
    fn log(a: &Self) -> Self { a.chain(libm::log(a.value), 1.0 / a.value) }
    fn log1p(a: &Self) -> Self { a.chain(libm::log1p(a.value), 1.0 / (1.0 + a.value)) }
    fn abs(a: &Self) -> Self { if a.value.is_sign_negative() { Self::neg(a) } else { *a } }
    fn sign(a: &Self) -> Self { Self::exact(f64::sign(&a.value)) }
    fn floor(a: &Self) -> Self { Self::exact(f64::floor(a.value)) }
    fn min(a: &Self, b: &Self) -> Self { match Self::order(a, b) { None => Self::exact(f64::NAN), Some(order) => if order.is_gt() { *b } else { *a } } }
    fn max(a: &Self, b: &Self) -> Self { match Self::order(a, b) { None => Self::exact(f64::NAN), Some(order) => if order.is_lt() { *b } else { *a } } }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b.value <= c.value { Self::min(&Self::max(a, b), c) } else { Self::exact(f64::NAN) } }
    fn sin(a: &Self) -> Self { a.dual(Dual::sin, libm::sin(a.value)) }
    fn cos(a: &Self) -> Self { a.dual(Dual::cos, libm::cos(a.value)) }
    fn tan(a: &Self) -> Self { a.dual(Dual::tan, libm::tan(a.value)) }
    fn atan(a: &Self) -> Self { a.dual(Dual::atan, libm::atan(a.value)) }
    fn sinh(a: &Self) -> Self { a.dual(Dual::sinh, libm::sinh(a.value)) }
    fn cosh(a: &Self) -> Self { a.dual(Dual::cosh, libm::cosh(a.value)) }
    fn tanh(a: &Self) -> Self { a.dual(Dual::tanh, libm::tanh(a.value)) }
    fn asinh(a: &Self) -> Self { a.dual(Dual::asinh, libm::asinh(a.value)) }
    fn erf(a: &Self) -> Self { a.dual(Dual::erf, libm::erf(a.value)) }
    fn erfc(a: &Self) -> Self { a.dual(Dual::erfc, libm::erfc(a.value)) }
    fn sigmoid(a: &Self) -> Self {
        // By the compensated quotient: e^−|a|/(1 + e^−|a|) or 1/(1 + e^−|a|).
        let t = Self::exp(&Self::neg(&Self::abs(a)));
        let one = Self::exact(1.0);
        Self::div(if a.value >= 0.0 { &one } else { &t }, &Self::add(&one, &t))
    }
    fn softplus(a: &Self) -> Self {
        let t = Self::exp(&Self::neg(&Self::abs(a)));
        Self::add(&Self::max(a, &Self::exact(0.0)), &Self::log1p(&t))
    }
    fn less(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_lt) }
    fn less_eq(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_le) }
    fn greater(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_gt) }
    fn greater_eq(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_ge) }
    fn equal(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_eq) }
    fn not_equal(a: &Self, b: &Self) -> Self { Self::condition(*a, *b, std::cmp::Ordering::is_ne) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self { if a.value == 0.0 { *c } else if a.value.is_nan() { *a } else { *b } }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (0.1 + 0.2) − 0.3 of floats is 2⁻⁵⁴·1.5…; in plain arithmetic 2⁻⁵⁴.
    #[test]
    fn keeps_what_rounding_drops() {
        let [a, b, c] = [0.1, 0.2, 0.3].map(Compensated::exact);
        let rest = Compensated::sub(&Compensated::add(&a, &b), &c).rounded();
        // By exact integers: each float is n·2⁻⁵⁸.
        let exact = |x: f64| (x * 2_f64.powi(58)) as i128;
        let expected = (exact(0.1) + exact(0.2) - exact(0.3)) as f64 / 2_f64.powi(58);
        assert_eq!(rest, expected);
        assert_ne!(rest, (0.1 + 0.2) - 0.3);
        let third = Compensated::div(&Compensated::exact(1.0), &Compensated::exact(3.0));
        let one = Compensated::mul(&third, &Compensated::exact(3.0));
        assert!((one.value - 1.0 + one.error).abs() < 1e-30);
    }

    #[test]
    fn what_overflows_stays_as_it_is() {
        let infinity = Compensated::exact(f64::INFINITY);
        assert_eq!(Compensated::add(&infinity, &Compensated::exact(1.0)).rounded(), f64::INFINITY);
        assert_eq!(Compensated::exp(&Compensated::neg(&infinity)).rounded(), 0.0);
        assert!(Compensated::sub(&infinity, &infinity).rounded().is_nan());
    }
}
