//! Running error analysis: a float and a bound on how far rounding has taken it from the exact value.
//!
//! Two formulas of one function differ by their rounding alone, and how much that may be depends on
//! the formula: (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) loses digits near 0 that tanh(x) keeps. So no fixed tolerance can
//! tell agreement from difference; a bound carried along with each value can. It is the usual
//! first-order bound: each operator multiplies its arguments' errors with its slopes and adds its own
//! rounding. Where that is not small any more the value says nothing, which [`Rounded::is_known`] tells.

use nonlin_expr::{Algebra, Dual, Rational};

/// What one operator of `libm` may add, relative to its result: a few units in the last place.
const OPERATOR: f64 = 4.0 * f64::EPSILON;
/// The same near 0, where floats are spaced evenly.
const SMALLEST: f64 = f64::MIN_POSITIVE;
/// An error beyond this, relatively, is not small.
const KNOWN: f64 = 1e-3;

/// A value and a bound of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rounded {
    pub(super) value: f64,
    pub(super) error: f64,
}

impl Rounded {
    /// A number that is what it says.
    pub(super) const fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// Whether the value is finite and its error small beside it or beside 1e-9.
    pub(super) fn is_known(self) -> bool {
        self.value.is_finite() && self.error <= KNOWN * self.value.abs().max(1e-9)
    }

    /// The result of an operator whose slopes in `arguments` are given, each by its operator with
    /// that argument as the variable.
    fn of(results: &[(Dual, Self)]) -> Self {
        let value = results.first().map_or(f64::NAN, |(dual, _)| dual.value);
        let moved = |&(dual, argument): &(Dual, Self)| {
            if argument.error == 0.0 { 0.0 } else { dual.slope.abs() * argument.error }
        };
        let error: f64 = results.iter().map(moved).sum();
        let own = OPERATOR * value.abs() + SMALLEST;
        Self { value, error: if error.is_nan() { f64::INFINITY } else { error + own } }
    }

    fn unary(self, operator: impl Fn(&Dual) -> Dual) -> Self {
        Self::of(&[(operator(&Dual::variable(self.value)), self)])
    }

    fn binary(self, other: Self, operator: impl Fn(&Dual, &Dual) -> Dual) -> Self {
        let fixed = Dual::constant;
        Self::of(&[
            (operator(&Dual::variable(self.value), &fixed(other.value)), self),
            (operator(&fixed(self.value), &Dual::variable(other.value)), other),
        ])
    }

    /// A comparison whose outcome rounding may have turned is unknown.
    fn condition(self, other: Self, operator: impl Fn(&f64, &f64) -> f64) -> Self {
        let sure = self.error + other.error == 0.0
            || (self.value - other.value).abs() > self.error + other.error;
        let value = operator(&self.value, &other.value);
        Self { value, error: if sure { 0.0 } else { f64::INFINITY } }
    }

    /// The value that a choice came to, with the larger error: the other side may have been right.
    fn chosen(value: f64, errors: &[f64]) -> Self {
        Self { value, error: errors.iter().copied().fold(0.0, f64::max) }
    }

    /// A step: unknown where rounding may have carried the argument over one.
    fn step(self, operator: impl Fn(&f64) -> f64) -> Self {
        let value = operator(&self.value);
        let sides = [self.value - self.error, self.value + self.error].map(|a| operator(&a));
        Self { value, error: if sides == [value; 2] { 0.0 } else { f64::INFINITY } }
    }
}

#[rustfmt::skip]
impl Algebra for Rounded {
    fn number(value: &Rational) -> Self {
        let float = value.to_f64();
        let exact = value.to_integer().is_some() || Rational::from_f64_exact(float).as_ref() == Some(value);
        Self { value: float, error: if exact { 0.0 } else { float.abs() * f64::EPSILON } }
    }
    fn pi() -> Self { Self { value: f64::pi(), error: OPERATOR } }
    fn e() -> Self { Self { value: f64::e(), error: OPERATOR } }
    fn neg(a: &Self) -> Self { Self { value: -a.value, error: a.error } }
    fn add(a: &Self, b: &Self) -> Self { a.binary(*b, Dual::add) }
    fn sub(a: &Self, b: &Self) -> Self { a.binary(*b, Dual::sub) }
    fn mul(a: &Self, b: &Self) -> Self { a.binary(*b, Dual::mul) }
    fn div(a: &Self, b: &Self) -> Self {
        // Not from the slope −a/b²: where b is large its square overflows, and the error would vanish.
        let value = a.value / b.value;
        let error = (a.error + value.abs() * b.error) / b.value.abs();
        Self { value, error: if error.is_nan() { f64::INFINITY } else { error + OPERATOR * value.abs() + SMALLEST } }
    }
    fn pow(a: &Self, b: &Self) -> Self { a.binary(*b, Dual::pow) }
    fn exp(a: &Self) -> Self { a.unary(Dual::exp) }
    fn expm1(a: &Self) -> Self { a.unary(Dual::expm1) }
    fn log(a: &Self) -> Self { a.unary(Dual::log) }
    fn log1p(a: &Self) -> Self { a.unary(Dual::log1p) }
    fn sqrt(a: &Self) -> Self { a.unary(Dual::sqrt) }
    fn abs(a: &Self) -> Self { Self { value: a.value.abs(), error: a.error } }
    fn sign(a: &Self) -> Self { a.step(f64::sign) }
    fn floor(a: &Self) -> Self { a.step(Algebra::floor) }
    fn min(a: &Self, b: &Self) -> Self { Self::chosen(Algebra::min(&a.value, &b.value), &[a.error, b.error]) }
    fn max(a: &Self, b: &Self) -> Self { Self::chosen(Algebra::max(&a.value, &b.value), &[a.error, b.error]) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self {
        Self::chosen(Algebra::clamp(&a.value, &b.value, &c.value), &[a.error, b.error, c.error])
    }
    fn sin(a: &Self) -> Self { a.unary(Dual::sin) }
    fn cos(a: &Self) -> Self { a.unary(Dual::cos) }
    fn tan(a: &Self) -> Self { a.unary(Dual::tan) }
    fn atan(a: &Self) -> Self { a.unary(Dual::atan) }
    fn sinh(a: &Self) -> Self { a.unary(Dual::sinh) }
    fn cosh(a: &Self) -> Self { a.unary(Dual::cosh) }
    fn tanh(a: &Self) -> Self { a.unary(Dual::tanh) }
    fn asinh(a: &Self) -> Self { a.unary(Dual::asinh) }
    fn erf(a: &Self) -> Self { a.unary(Dual::erf) }
    fn erfc(a: &Self) -> Self { a.unary(Dual::erfc) }
    fn sigmoid(a: &Self) -> Self { a.unary(Dual::sigmoid) }
    fn softplus(a: &Self) -> Self { a.unary(Dual::softplus) }
    fn less(a: &Self, b: &Self) -> Self { a.condition(*b, f64::less) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.condition(*b, f64::less_eq) }
    fn greater(a: &Self, b: &Self) -> Self { a.condition(*b, f64::greater) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.condition(*b, f64::greater_eq) }
    fn equal(a: &Self, b: &Self) -> Self { a.condition(*b, f64::equal) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.condition(*b, f64::not_equal) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        let taken = if a.value == 0.0 { c } else { b };
        Self { value: f64::if_(&a.value, &b.value, &c.value), error: taken.error + a.error }
    }
}

#[cfg(test)]
mod tests {
    use nonlin_expr::Expr;

    use super::Rounded;

    fn at(formula: &str, x: f64) -> Rounded {
        Expr::parse(formula).unwrap().evaluate(|_| Rounded::exact(x))
    }

    #[test]
    fn the_bound_covers_what_cancellation_loses_and_little_more() {
        for x in [1e-9_f64, 1e-5, 0.01, 0.7, 3.0, 17.0] {
            let naive = at("(exp(x)-exp(-x))/(exp(x)+exp(-x))", x);
            let off = (naive.value - x.tanh()).abs();
            assert!(off <= naive.error, "{x}: off by {off:e}, bound {:e}", naive.error);
            assert!(naive.error < 1e-14, "{x}: {:e}", naive.error);
        }
    }

    #[test]
    fn a_large_divisor_keeps_its_error() {
        let quotient = at("x/(1 - x*exp(-x - exp(x)))", -379.5);
        assert!(quotient.error > 1e-14 * quotient.value.abs(), "{quotient:?}");
    }

    #[test]
    fn what_rounding_decides_is_unknown() {
        assert!(!at("if(x*3/3 > 0.1, 1, 0)", 0.1).is_known());
        assert!(at("if(x > 0, 1, 0)", 0.0).is_known());
        assert!(!at("floor(x*10)", 0.3).is_known());
        assert!(!at("exp(x)/exp(x)", 800.0).is_known());
        assert!(!at("sin(exp(x))", 40.0).is_known());
        assert_eq!(at("max(0, x)", 2.5).error, 0.0);
    }
}
