//! Sums and products of tails.

use std::cmp::Ordering;

use super::coefficient::Coefficient;
use super::monomial::Monomial;
use super::{LEAST_FROM, Tail, Term};
use crate::interval::{Grade, Interval};

/// Longer sums are shortened.
const MAX_TERMS: usize = 8;

impl Tail {
    /// A number.
    pub(super) fn constant(factor: Coefficient) -> Self {
        let value = factor.value();
        if value.is_empty() {
            return Self::unknown(LEAST_FROM);
        }
        let grade = value.grade();
        let term = Term { factor, monomial: Monomial::one() };
        let terms = if term.factor.is_zero() { Vec::new() } else { vec![term] };
        Self { from: LEAST_FROM, terms, values: value, grade }
    }

    /// A function with values in an interval, of the interval's grade.
    pub(super) fn within(from: f64, values: Interval) -> Self {
        // A function with one value is a constant.
        let point = values.is_point().then(|| Coefficient::point(values.lo())).flatten();
        let factor = point.unwrap_or_else(|| Coefficient::varying(values));
        if values.is_empty() {
            return Self::unknown(from);
        }
        Self { from, ..Self::constant(factor) }.at_most(values.grade())
    }

    /// The same function, of which no more is known than this.
    pub(super) fn at_most(self, grade: Grade) -> Self {
        Self { grade: self.grade.min(grade), ..self }
    }

    /// The same function, whose values are known to lie there as well.
    pub(super) fn bounded_by(self, values: Interval) -> Self {
        let both = self.values.intersection(values);
        // Nothing can lie in no interval: of a function without values nothing is said.
        if both.is_empty() { self } else { Self { values: both, ..self } }
    }

    /// What both hold on and know.
    fn context(&self, other: &Self) -> (f64, Grade) {
        (self.from.max(other.from), self.grade.min(other.grade))
    }

    pub(super) fn negated(&self) -> Self {
        let negated = |term: &Term| Term { factor: term.factor.neg(), ..term.clone() };
        let terms = self.terms.iter().map(negated).collect();
        Self { terms, values: self.values.neg(), ..*self }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let (from, grade) = self.context(other);
        let terms = self.terms.iter().chain(&other.terms).cloned();
        Self::sum(from, grade, terms).bounded_by(self.values.add(other.values))
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let (from, grade) = self.context(other);
        let values = self.values.mul(other.values);
        let mut terms = Vec::with_capacity(self.terms.len() * other.terms.len());
        for a in &self.terms {
            for b in &other.terms {
                let Some(monomial) = a.monomial.mul(&b.monomial) else {
                    return Self::unknown(from).with_grade(grade).bounded_by(values);
                };
                terms.push(Term { factor: a.factor.mul(&b.factor), monomial });
            }
        }
        Self::sum(from, grade, terms).bounded_by(values)
    }

    /// A multiple.
    pub(super) fn scaled(&self, factor: &Coefficient) -> Self {
        let scaled = |term: &Term| Term { factor: term.factor.mul(factor), ..term.clone() };
        let terms = self.terms.iter().map(scaled).filter(|term| !term.factor.is_zero()).collect();
        Self { terms, values: self.values.mul(factor.value()), ..*self }
    }

    /// a + c for a number c.
    pub(super) fn shifted(&self, c: &Coefficient) -> Self {
        self.plus(&Self::constant(c.clone()))
    }

    /// Any value, but the grade is known.
    fn with_grade(self, grade: Grade) -> Self {
        Self { grade, ..self }
    }

    /// What holds either of two functions, x by x.
    pub(super) fn hull(&self, other: &Self) -> Self {
        let (from, grade) = self.context(other);
        let zero = Coefficient::whole(0);
        let mut terms: Vec<Term> = Vec::new();
        let mut rest = other.terms.clone();
        for term in &self.terms {
            let same = |t: &Term| t.monomial.compare(&term.monomial) == Some(Ordering::Equal);
            let factor = match rest.iter().position(same) {
                Some(place) => term.factor.hull(&rest.remove(place).factor),
                None => term.factor.hull(&zero),
            };
            terms.push(Term { factor, ..term.clone() });
        }
        let rest = rest.into_iter().map(|t| Term { factor: t.factor.hull(&zero), ..t });
        let values = self.values.hull(other.values);
        Self::sum(from, grade, terms.into_iter().chain(rest)).bounded_by(values)
    }

    /// A sum with its terms in order, merged where they are alike, and short.
    pub(super) fn sum(from: f64, grade: Grade, all: impl IntoIterator<Item = Term>) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for term in all {
            if term.factor.is_zero() {
                continue;
            }
            // Later terms are mostly smaller.
            let mut place = terms.len();
            let mut same = false;
            while place > 0 {
                match terms[place - 1].monomial.compare(&term.monomial) {
                    Some(Ordering::Greater) => break,
                    Some(Ordering::Less) => place -= 1,
                    Some(Ordering::Equal) => {
                        same = true;
                        break;
                    }
                    None => return Self::unknown(from).with_grade(grade),
                }
            }
            if same {
                let factor = terms[place - 1].factor.add(&term.factor);
                if factor.is_zero() {
                    terms.remove(place - 1);
                } else {
                    terms[place - 1].factor = factor;
                }
            } else {
                terms.insert(place, term);
            }
        }
        let mut sum = Self { from, terms, values: Interval::ENTIRE, grade };
        sum.shorten();
        sum
    }

    /// Makes the smallest terms part of larger ones.
    fn shorten(&mut self) {
        let entire = |term: &Term| term.factor.value() == Interval::ENTIRE;
        if let Some(place) = self.terms.iter().position(entire) {
            // Whatever is smaller is in it.
            self.terms.truncate(place + 1);
        }
        while self.terms.len() > MAX_TERMS {
            let (Some(last), Some(above)) = (self.terms.pop(), self.terms.last_mut()) else {
                return;
            };
            let factor = match last.monomial.div(&above.monomial) {
                Some(ratio) => last.factor.value().mul(ratio.range(self.from)),
                None => Interval::ENTIRE,
            };
            above.factor = Coefficient::varying(above.factor.value().add(factor));
        }
    }
}
