//! Functions of tails: powers, exponentials and logarithms, by Taylor's theorem in what vanishes.
//!
//! A tail is its first term times 1 + ε, or, where it has a limit c, c + ε. In ε, which vanishes, a function
//! is its Taylor polynomial and a remainder: ε^n times the n-th coefficient somewhere between, which an
//! interval encloses. The polynomial's coefficients are exact, so that later sums still cancel.

use std::cmp::Ordering;

use nonlin_expr::Algebra;

use super::coefficient::Coefficient;
use super::monomial::Monomial;
use super::{Limit, Tail, Term};
use crate::interval::{Grade, Interval};

/// The order of Taylor polynomials.
const ORDER: usize = 8;
/// A lower order is enough where ε^order is below this,
const NEGLIGIBLE: f64 = 1e-24;
/// but for what derivatives cancel.
const LEAST_ORDER: usize = 4;

/// A tail as first term·(1 + ε).
pub(super) struct Leading {
    pub(super) first: Term,
    pub(super) epsilon: Tail,
}

/// A tail as the part that grows, a number and ε.
pub(super) struct Parts {
    pub(super) grows: Tail,
    pub(super) number: Coefficient,
    pub(super) epsilon: Tail,
}

/// A Taylor series at 0: its coefficients below an order, and what encloses the next on a box around 0.
pub(super) struct Taylor {
    pub(super) coefficients: Vec<Coefficient>,
    pub(super) remainder: Interval,
}

/// What may lie between 0 and a value of the range.
pub(super) fn from_zero(range: Interval) -> Interval {
    range.hull(Interval::ZERO)
}

/// The order of the Taylor polynomial for an ε in this range.
pub(super) fn order(range: Interval) -> usize {
    let size = range.magnitude();
    let small = |n: &usize| size.powi(i32::try_from(*n).unwrap_or(i32::MAX)) < NEGLIGIBLE;
    (LEAST_ORDER..ORDER).find(small).unwrap_or(ORDER)
}

/// n as a number of the length of an order.
pub(super) fn index(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}

impl Tail {
    /// The first term and the rest beside it, where the first term's sign is known.
    pub(super) fn leading(&self) -> Option<Leading> {
        let first = self.terms.first()?.clone();
        if first.factor.value().contains(0.0) {
            return None;
        }
        let inverse = first.monomial.power(&Coefficient::whole(-1))?;
        let terms = self.terms[1..].to_vec();
        let rest = Self { terms, values: Interval::ENTIRE, ..*self };
        let epsilon = rest.scaled_by(&first.factor.recip(), &inverse)?;
        Some(Leading { first, epsilon })
    }

    /// What grows, the limit of the rest, and what vanishes. `None` where something stays unbounded.
    pub(super) fn parts(&self) -> Option<Parts> {
        let empty = Self { terms: Vec::new(), values: Interval::ENTIRE, ..*self };
        let (mut grows, mut epsilon) = (empty.clone(), empty);
        let mut number = Coefficient::whole(0);
        for term in &self.terms {
            match term.monomial.growth()? {
                Ordering::Greater => grows.terms.push(term.clone()),
                Ordering::Equal => number = term.factor.clone(),
                Ordering::Less => epsilon.terms.push(term.clone()),
            }
        }
        Some(Parts { grows, number, epsilon })
    }

    /// The number that it tends to and ε, where it has such a limit.
    pub(super) fn near_limit(&self) -> Option<(Coefficient, Self)> {
        let Limit::Finite(_) = self.limit() else { return None };
        let Parts { grows, number, epsilon } = self.parts()?;
        (grows.terms.is_empty() && number.is_constant()).then_some((number, epsilon))
    }

    /// C·m·f.
    pub(super) fn scaled_by(&self, factor: &Coefficient, monomial: &Monomial) -> Option<Self> {
        let scaled = self.terms.iter().map(|term| {
            let monomial = term.monomial.mul(monomial)?;
            Some(Term { factor: term.factor.mul(factor), monomial })
        });
        let terms = scaled.collect::<Option<Vec<Term>>>()?;
        let values = self.values.mul(factor.value()).mul(monomial.range(self.from));
        Some(Self { terms, values, ..*self })
    }

    /// The Taylor series in this tail, which vanishes.
    pub(super) fn taylor(&self, series: &Taylor) -> Self {
        let remainder = Coefficient::varying(series.remainder);
        let start = Self { from: self.from, ..Self::constant(remainder) };
        let sum = series.coefficients.iter().rev();
        sum.fold(start, |sum, coefficient| sum.times(self).shifted(coefficient)).at_most(self.grade)
    }

    /// a^s for a constant s: (c·m)^s·(1 + ε)^s. `None` where the sign of the base is not known, or is
    /// wrong.
    pub(super) fn to_the(&self, s: &Coefficient) -> Option<Self> {
        let whole = s.as_whole();
        if let Some(n) = whole.filter(|n| (0..=4).contains(n)) {
            let one = Self::constant(Coefficient::whole(1));
            return Some((0..n).fold(one, |product, _| product.times(self)).at_most(self.grade));
        }
        let Leading { first, epsilon } = self.leading()?;
        if whole.is_none() && !first.factor.value().is_positive() {
            return None;
        }
        let factor = first.factor.power(s);
        let power = epsilon.one_plus_to_the(s)?;
        power.scaled_by(&factor, &first.monomial.power(s)?)
    }

    /// (1 + ε)^s, where ε > −1.
    fn one_plus_to_the(&self, s: &Coefficient) -> Option<Self> {
        let range = self.range();
        if range.lo() <= -1.0 || range.hi() == f64::INFINITY {
            return None;
        }
        let order = order(range);
        let mut binomial = Coefficient::whole(1);
        let mut coefficients = Vec::with_capacity(order);
        for k in 0..order {
            coefficients.push(binomial.clone());
            let next = s.add(&Coefficient::whole(-index(k)));
            binomial = binomial.mul(&next).mul(&Coefficient::ratio(1, index(k) + 1));
        }
        let exponent = s.add(&Coefficient::whole(-index(order))).value();
        let between = Algebra::pow(&Interval::ONE.add(from_zero(range)), &exponent);
        let remainder = binomial.value().mul(between);
        Some(self.taylor(&Taylor { coefficients, remainder }))
    }

    /// 1/a.
    pub(super) fn recip(&self) -> Option<Self> {
        self.to_the(&Coefficient::whole(-1))
    }

    /// e^a: what grows becomes a monomial, the number a factor, and ε a series.
    pub(super) fn exponential(&self) -> Option<Self> {
        let Parts { grows, number, epsilon } = self.parts()?;
        if !epsilon.range().is_bounded() {
            return None;
        }
        let mut monomial = Monomial::one();
        let mut bounds = Interval::ONE;
        for term in &grows.terms {
            let rate = if term.factor.is_exact() {
                term.factor.clone()
            } else {
                // Not one number: bounded by the end that is nearer to 0.
                let (end, within) = nearest_end(term.factor.value())?;
                bounds = bounds.mul(within);
                end
            };
            monomial = monomial.mul(&Monomial::exp(&rate, &term.monomial)?)?;
        }
        let factor = number.map("exp", Algebra::exp);
        let series = epsilon.exp_of_small();
        let factor = if bounds == Interval::ONE {
            factor
        } else {
            Coefficient::varying(factor.value().mul(bounds))
        };
        series.scaled_by(&factor, &monomial)
    }

    /// e^ε.
    fn exp_of_small(&self) -> Self {
        let range = self.range();
        let order = order(range);
        let coefficients = (0..order).map(inverse_factorial).collect();
        let remainder = inverse_factorial(order).value().mul(Algebra::exp(&from_zero(range)));
        self.taylor(&Taylor { coefficients, remainder })
    }

    /// e^ε − 1 = ε + ε²/2 + …
    pub(super) fn expm1_of_small(&self) -> Self {
        let range = self.range();
        let order = order(range);
        let coefficient = |n| if n == 0 { Coefficient::whole(0) } else { inverse_factorial(n) };
        let coefficients = (0..order).map(coefficient).collect();
        let remainder = inverse_factorial(order).value().mul(Algebra::exp(&from_zero(range)));
        self.taylor(&Taylor { coefficients, remainder })
    }

    /// log(1 + ε), where ε > −1.
    pub(super) fn log1p_of_small(&self) -> Option<Self> {
        let range = self.range();
        if range.lo() <= -1.0 || range.hi() == f64::INFINITY {
            return None;
        }
        let order = order(range);
        let coefficient = |n: usize| match n {
            0 => Coefficient::whole(0),
            n => Coefficient::ratio(if n % 2 == 0 { -1 } else { 1 }, index(n)),
        };
        let power = Interval::point(index(order) as f64);
        let between = Algebra::pow(&Interval::ONE.add(from_zero(range)), &power);
        let remainder = coefficient(order).value().div(between);
        Some(
            self.taylor(&Taylor { coefficients: (0..order).map(coefficient).collect(), remainder }),
        )
    }

    /// log a = log c + log m + log(1 + ε), where a > 0.
    pub(super) fn logarithm(&self) -> Option<Self> {
        let Leading { first, epsilon } = self.leading()?;
        if !first.factor.value().is_positive() {
            return None;
        }
        let number = first.factor.map("log", Algebra::log);
        let (power, log, rates) = first.monomial.parts();
        let mut terms: Vec<Term> = rates
            .iter()
            .map(|(rate, g)| Term { factor: rate.clone(), monomial: Monomial::clone(g) })
            .collect();
        terms.push(Term { factor: power.clone(), monomial: Monomial::log() });
        if log != 0 {
            // 0 < log log x ≤ log x/e.
            let most = Interval::point(f64::from(log)).div(Algebra::e());
            let factor = Coefficient::varying(from_zero(most));
            terms.push(Term { factor, monomial: Monomial::log() });
        }
        let log = Self::sum(self.from, self.grade, terms).shifted(&number);
        Some(log.plus(&epsilon.log1p_of_small()?))
    }

    /// A function that is continuous on its domain, by an enclosure of the argument alone.
    pub(super) fn enclosed(&self, f: impl FnOnce(&Interval) -> Interval) -> Self {
        let range = self.range().at_most(self.grade);
        Self::within(self.from, f(&range)).at_most(self.grade)
    }

    /// The part of a function's domain is not known to hold the argument.
    pub(super) fn undefined(&self) -> Self {
        Self::unknown(self.from).at_most(Grade::Unknown)
    }
}

/// 1/n!.
pub(super) fn inverse_factorial(n: usize) -> Coefficient {
    Coefficient::ratio(1, (1..=index(n)).product())
}

/// For c·g with c in an interval on one side of 0: the end that is nearer to 0, and what e^(c·g) is beside
/// e^(end·g).
fn nearest_end(rates: Interval) -> Option<(Coefficient, Interval)> {
    let (end, within) = if rates.is_positive() {
        (rates.lo(), Interval::new(1.0, f64::INFINITY))
    } else if rates.is_negative() {
        (rates.hi(), Interval::new(0.0, 1.0))
    } else {
        return None;
    };
    Some((Coefficient::point(end)?, within))
}
