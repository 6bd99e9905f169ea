//! Functions far out: enclosures that hold on a whole tail \[M, ∞).
//!
//! A plain interval loses x·σ(x) on (−∞, −50]: it is \[−∞, 0\]·\[0, ε\]. A [`Tail`] keeps how fast each part
//! grows: it is a short sum of terms C·m(x), where m is a [`Monomial`] x^p·(log x)^q·e^(…) and the interval
//! C encloses the factor that f has beside it at each x ≥ M. Terms that are alike are merged, exactly where
//! their factors are exact numbers, so that what cancels is gone. Where a sum would get long, its
//! smallest terms become part of the interval of a larger one: the ratio of two monomials is bounded on the
//! whole tail. Sign, limit and range are read off the largest term and the ratios of the others to it.
//!
//! The other tail, (−∞, −M\], is that of f(−x).
//!
//! Every statement holds for real numbers; what cannot be told is unknown, never guessed.

mod algebra;
mod choices;
mod coefficient;
mod compose;
mod form;
mod monomial;
mod special;
mod terms;

use std::cmp::Ordering;

use nonlin_expr::Expr;

pub use coefficient::Coefficient;
pub use monomial::Monomial;

use crate::interval::{Grade, Interval};

/// The least M: from there on, log x ≥ 1.
pub const LEAST_FROM: f64 = 3.0;

/// One of the two ends of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// (−∞, −M\].
    Minus,
    /// \[M, ∞).
    Plus,
}

/// What a function tends to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// A number, in this enclosure; a point where it is known exactly.
    Finite(Interval),
    /// It grows past all bounds.
    PlusInfinity,
    /// It falls below all bounds.
    MinusInfinity,
    /// Unknown, or there is none.
    Unknown,
}

/// A term C·m(x).
#[derive(Debug, Clone)]
pub struct Term {
    /// C.
    pub factor: Coefficient,
    /// m.
    pub monomial: Monomial,
}

/// An enclosure of a function on \[M, ∞): the sum of its terms, the fastest growing first.
///
/// ```
/// use nonlin_expr::Expr;
/// use nonlin_properties::tail::{End, Limit, of};
/// use std::cmp::Ordering;
///
/// let silu = of(&Expr::parse("x*sigmoid(x)")?, End::Minus, 8.0);
/// assert_eq!(silu.sign(), Some(Ordering::Less));
/// assert_eq!(silu.limit(), Limit::Finite(nonlin_properties::Interval::ZERO));
/// // −8·σ(−8) = −0.00268…
/// assert!(silu.range().lo() > -0.002_69);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tail {
    /// M.
    from: f64,
    terms: Vec<Term>,
    /// Another enclosure of the values: plain interval arithmetic on \[M, ∞).
    values: Interval,
    grade: Grade,
}

/// The tail of a function of x: of f(x) on \[`from`, ∞), or of f(−x) there for the other end. Every symbol
/// stands for x. Nothing is known from `from` < 3 on.
#[must_use]
pub fn of(expr: &Expr, end: End, from: f64) -> Tail {
    if !(LEAST_FROM..f64::INFINITY).contains(&from) {
        return Tail::unknown(LEAST_FROM);
    }
    let x = Tail::variable(from);
    let x = if end == End::Minus { x.negated() } else { x };
    expr.evaluate(|_| x.clone())
}

impl Tail {
    /// x itself, on \[`from`, ∞) for a `from` ≥ 3.
    #[must_use]
    pub fn variable(from: f64) -> Self {
        let term = Term { factor: Coefficient::whole(1), monomial: Monomial::x() };
        let values = Interval::new(from, f64::INFINITY);
        Self { from, terms: vec![term], values, grade: Grade::Continuous }
    }

    /// A function of which nothing is known, not even whether it has values.
    #[must_use]
    pub fn unknown(from: f64) -> Self {
        Self { grade: Grade::Unknown, ..Self::within(from, Interval::ENTIRE) }
    }

    /// Where it begins: M.
    #[must_use]
    pub fn from(&self) -> f64 {
        self.from
    }

    /// Its terms, the fastest growing first; none where it is 0.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether it is defined, and continuous, on the whole tail.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.grade
    }

    /// Whether it is 0 on the whole tail.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty() && self.grade >= Grade::Defined
    }

    /// An enclosure of all its values on the tail.
    #[must_use]
    pub fn range(&self) -> Interval {
        let ranges = |term: &Term| term.factor.value().mul(term.monomial.range(self.from));
        let sum = self.terms.iter().fold(Interval::ZERO, |sum, term| sum.add(ranges(term)));
        let range = match (self.terms.first(), self.beside_first()) {
            (Some(first), Some(factor)) if self.terms.len() > 1 => {
                sum.intersection(first.monomial.range(self.from).mul(factor))
            }
            _ => sum,
        };
        range.intersection(self.values).at_most(self.grade)
    }

    /// f divided by its fastest growing monomial: an enclosure of that.
    fn beside_first(&self) -> Option<Interval> {
        self.beside(&self.terms.first()?.monomial)
    }

    /// An enclosure of f/m on the tail.
    fn beside(&self, monomial: &Monomial) -> Option<Interval> {
        self.terms.iter().try_fold(Interval::ZERO, |sum, term| {
            let ratio = term.monomial.div(monomial)?.range(self.from);
            Some(sum.add(term.factor.value().mul(ratio)))
        })
    }

    /// The sign that it has on the whole tail; `Equal` where it is 0 throughout, `None` where that is
    /// not known or it has none.
    #[must_use]
    pub fn sign(&self) -> Option<Ordering> {
        if self.grade < Grade::Defined {
            return None;
        }
        if self.terms.is_empty() {
            return Some(Ordering::Equal);
        }
        let factor = self.beside_first().unwrap_or(Interval::ENTIRE);
        if factor.is_positive() || self.values.is_positive() {
            Some(Ordering::Greater)
        } else if factor.is_negative() || self.values.is_negative() {
            Some(Ordering::Less)
        } else {
            None
        }
    }

    /// What it tends to.
    #[must_use]
    pub fn limit(&self) -> Limit {
        if self.grade < Grade::Defined || self.terms.iter().any(|t| !t.factor.value().is_bounded())
        {
            return self.limit_without_bound();
        }
        let Some(first) = self.terms.first() else { return Limit::Finite(Interval::ZERO) };
        match first.monomial.growth() {
            Some(Ordering::Greater) => self.limit_without_bound(),
            Some(Ordering::Equal) if first.factor.is_constant() => {
                Limit::Finite(first.factor.value())
            }
            Some(Ordering::Less) => Limit::Finite(Interval::ZERO),
            _ => Limit::Unknown,
        }
    }

    /// The limit where a factor has no bound, or the function grows.
    fn limit_without_bound(&self) -> Limit {
        let Some(first) = self.terms.first().filter(|_| self.grade >= Grade::Defined) else {
            return Limit::Unknown;
        };
        let grows = first.monomial.growth() == Some(Ordering::Greater);
        match self.beside_first() {
            Some(factor) if grows && factor.is_positive() => Limit::PlusInfinity,
            Some(factor) if grows && factor.is_negative() => Limit::MinusInfinity,
            _ => Limit::Unknown,
        }
    }

    /// The least c that is known for which |f(x)| ≤ c·x^`power`·e^(`rate`·x) on the tail; infinite where
    /// there is none. For integrals.
    #[must_use]
    pub fn bound(&self, power: i32, rate: i32) -> f64 {
        let exponential = Monomial::exp(&Coefficient::whole(rate.into()), &Monomial::x());
        let power = Monomial::x().power(&Coefficient::whole(power.into()));
        let monomial = match (exponential, power) {
            (Some(exponential), Some(power)) if rate != 0 => exponential.mul(&power),
            (_, power) => power,
        };
        match monomial.and_then(|monomial| self.beside(&monomial)) {
            Some(factor) if self.grade >= Grade::Defined => factor.magnitude(),
            _ => f64::INFINITY,
        }
    }
}
