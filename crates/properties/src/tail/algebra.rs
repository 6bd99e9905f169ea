//! Tails as an [`Algebra`]. Functions for which nothing better is known are enclosed by the range of
//! their arguments.

use std::cmp::Ordering;

use nonlin_expr::{Algebra, Rational};

use super::coefficient::Coefficient;
use super::{Limit, Tail};
use crate::interval::Interval;

fn one() -> Coefficient {
    Coefficient::whole(1)
}

fn two() -> Coefficient {
    Coefficient::whole(2)
}

fn half() -> Coefficient {
    Coefficient::ratio(1, 2)
}

impl Tail {
    /// The number that it is, if it is a constant.
    fn as_constant(&self) -> Option<Coefficient> {
        match self.terms.as_slice() {
            [] => Some(Coefficient::whole(0)),
            [term] if term.monomial.is_one() && term.factor.is_constant() => {
                Some(term.factor.clone())
            }
            _ => None,
        }
    }

    /// A function of this name, of a constant.
    fn of_constant(&self, name: &str, f: fn(&Interval) -> Interval) -> Option<Self> {
        let constant = self.as_constant()?.map(name, f);
        Some(Self { from: self.from, ..Self::constant(constant) }.at_most(self.grade))
    }

    /// One of: a constant's function, what `better` finds, an enclosure by the range; never outside the
    /// last.
    fn function(
        &self,
        name: &str,
        f: fn(&Interval) -> Interval,
        better: impl FnOnce(&Self) -> Option<Self>,
    ) -> Self {
        if let Some(constant) = self.of_constant(name, f) {
            return constant;
        }
        let enclosed = self.enclosed(f);
        match better(self) {
            Some(better) => better.bounded_by(enclosed.values),
            None => enclosed,
        }
    }

    fn vanishes(&self) -> bool {
        self.limit() == Limit::Finite(Interval::ZERO)
    }

    /// e^(−|a|)-like terms vanish for a → ∞: (1 − t)/(1 + t) with t = e^(−2a).
    fn tangent(&self) -> Option<Self> {
        match self.limit() {
            Limit::PlusInfinity => {
                let t = self.scaled(&Coefficient::whole(-2)).exponential()?;
                let below = t.shifted(&one()).recip()?;
                Some(t.negated().shifted(&one()).times(&below))
            }
            Limit::MinusInfinity => Some(self.negated().tangent()?.negated()),
            Limit::Finite(_) => {
                let twice = self.scaled(&two());
                let t = Self::expm1(&twice);
                Some(t.times(&t.shifted(&two()).recip()?))
            }
            Limit::Unknown => None,
        }
    }

    fn logistic(&self) -> Option<Self> {
        if self.limit() == Limit::MinusInfinity {
            let t = self.exponential()?;
            return Some(t.times(&t.shifted(&one()).recip()?));
        }
        self.negated().exponential()?.shifted(&one()).recip()
    }

    fn soft_plus(&self) -> Option<Self> {
        match self.limit() {
            Limit::PlusInfinity => {
                Some(self.plus(&self.negated().exponential()?.log1p_of_small()?))
            }
            Limit::MinusInfinity => self.exponential()?.log1p_of_small(),
            _ => self.exponential()?.shifted(&one()).logarithm(),
        }
    }

    /// (e^a ± e^−a)/2.
    fn hyperbolic(&self, cosine: bool) -> Option<Self> {
        if self.vanishes() && !cosine {
            let (up, down) = (self.expm1_of_small(), self.negated().expm1_of_small());
            return Some(up.minus(&down).scaled(&half()));
        }
        let (up, down) = (self.exponential()?, self.negated().exponential()?);
        let sum = if cosine { up.plus(&down) } else { up.minus(&down) };
        Some(sum.scaled(&half()))
    }

    fn to_power(&self, s: &Self) -> Option<Self> {
        let Some(constant) = s.as_constant() else {
            return s.times(&self.logarithm()?).exponential();
        };
        let power = if self.is_zero() {
            match constant.sign()? {
                Ordering::Less => return None,
                Ordering::Equal => Self::constant(one()),
                Ordering::Greater => self.clone(),
            }
        } else {
            self.to_the(&constant)?
        };
        Some(Self { from: self.from, ..power }.at_most(self.grade).at_most(s.grade))
    }
}

#[rustfmt::skip]
impl Algebra for Tail {
    fn number(value: &Rational) -> Self { Self::constant(Coefficient::number(value)) }
    fn pi() -> Self { Self::constant(Coefficient::pi()) }
    fn e() -> Self { Self::constant(Coefficient::e()) }
    fn neg(a: &Self) -> Self { a.negated() }
    fn add(a: &Self, b: &Self) -> Self { a.plus(b) }
    fn sub(a: &Self, b: &Self) -> Self { a.minus(b) }
    fn mul(a: &Self, b: &Self) -> Self { a.times(b) }
    fn div(a: &Self, b: &Self) -> Self {
        match b.recip() {
            Some(inverse) => a.times(&inverse),
            None => {
                let quotient = Self::within(a.from.max(b.from), a.range().div(b.range()));
                quotient.at_most(a.grade).at_most(b.grade)
            }
        }
    }
    fn pow(a: &Self, b: &Self) -> Self {
        if let (Some(base), Some(power)) = (a.as_constant(), b.as_constant()) {
            let value = Algebra::pow(&base.value(), &power.value());
            let exact = !base.value().contains(0.0) && (base.value().is_positive() || power.as_whole().is_some());
            let constant = if exact { base.power(&power) } else { base.combined("pow", &power, value) };
            return Self { from: a.from, ..Self::constant(constant) }.at_most(a.grade).at_most(b.grade);
        }
        let exponent = b.range();
        let enclosed = a.enclosed(|a| Algebra::pow(a, &exponent)).at_most(b.grade);
        let power = match a.to_power(b) {
            Some(power) => power.bounded_by(enclosed.values),
            None => enclosed,
        };
        Self { from: a.from.max(b.from), ..power }
    }
    fn exp(a: &Self) -> Self { a.function("exp", Algebra::exp, Self::exponential) }
    fn expm1(a: &Self) -> Self {
        a.function("expm1", Algebra::expm1, |a| {
            if a.vanishes() { Some(a.expm1_of_small()) } else { Some(a.exponential()?.shifted(&Coefficient::whole(-1))) }
        })
    }
    fn log(a: &Self) -> Self { a.function("log", Algebra::log, Self::logarithm) }
    fn log1p(a: &Self) -> Self {
        a.function("log1p", Algebra::log1p, |a| if a.vanishes() { a.log1p_of_small() } else { a.shifted(&one()).logarithm() })
    }
    fn sqrt(a: &Self) -> Self {
        if let Some(constant) = a.as_constant() {
            // Its form is better than a name.
            return Self { from: a.from, ..Self::constant(constant.sqrt()) }.at_most(a.grade);
        }
        a.function("sqrt", Algebra::sqrt, |a| a.to_the(&half()))
    }
    fn hypot(a: &Self, b: &Self) -> Self { Self::sqrt(&a.times(a).plus(&b.times(b))) }
    fn abs(a: &Self) -> Self { a.magnitude() }
    fn sign(a: &Self) -> Self { a.signum() }
    fn floor(a: &Self) -> Self { a.whole_part() }
    fn min(a: &Self, b: &Self) -> Self { Self::max(&a.negated(), &b.negated()).negated() }
    fn max(a: &Self, b: &Self) -> Self { a.larger(b).bounded_by(Algebra::max(&a.values, &b.values)) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self {
        match c.minus(b).sign() {
            Some(Ordering::Greater | Ordering::Equal) => Self::min(&Self::max(a, b), c),
            _ => Self { from: a.from.max(b.from).max(c.from), ..a.undefined() },
        }
    }
    fn sin(a: &Self) -> Self { a.function("sin", Algebra::sin, |a| Some(a.wave(false))) }
    fn cos(a: &Self) -> Self { a.function("cos", Algebra::cos, |a| Some(a.wave(true))) }
    fn tan(a: &Self) -> Self { a.function("tan", Algebra::tan, |a| Some(a.wave(false).times(&a.wave(true).recip()?))) }
    fn atan(a: &Self) -> Self { a.function("atan", Algebra::atan, Self::arc_tangent) }
    fn sinh(a: &Self) -> Self { a.function("sinh", Algebra::sinh, |a| a.hyperbolic(false)) }
    fn cosh(a: &Self) -> Self { a.function("cosh", Algebra::cosh, |a| a.hyperbolic(true)) }
    fn tanh(a: &Self) -> Self { a.function("tanh", Algebra::tanh, Self::tangent) }
    fn asinh(a: &Self) -> Self { a.function("asinh", Algebra::asinh, Self::area_sine) }
    fn erf(a: &Self) -> Self { a.function("erf", Algebra::erf, Self::error_function) }
    fn erfc(a: &Self) -> Self { a.function("erfc", Algebra::erfc, Self::complementary_error_function) }
    fn sigmoid(a: &Self) -> Self { a.function("sigmoid", Algebra::sigmoid, Self::logistic) }
    fn softplus(a: &Self) -> Self { a.function("softplus", Algebra::softplus, Self::soft_plus) }
    fn less(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_lt) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_le) }
    fn greater(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_gt) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_ge) }
    fn equal(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_eq) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.comparison(b, Ordering::is_ne) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self { a.chosen(b, c) }
}
