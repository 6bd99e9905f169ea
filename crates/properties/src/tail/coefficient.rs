//! Factors of a tail's terms: an enclosure, and whether it is of one number or of a changing one.

use std::cmp::Ordering;

use nonlin_expr::{Algebra, Rational};

use super::form::{Form, PI};
use crate::interval::Interval;

/// What is enclosed.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// One number, of which more is known than the enclosure.
    Exact(Form),
    /// One number.
    Constant,
    /// A number that may change with x.
    Varying,
}

/// An enclosure of a factor. Infinite ends mean that there is no bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    value: Interval,
    kind: Kind,
}

impl Coefficient {
    /// Whatever lies in `value` at each x.
    #[must_use]
    pub fn varying(value: Interval) -> Self {
        Self { value, kind: Kind::Varying }
    }

    fn constant(value: Interval, form: Option<Form>) -> Self {
        match form {
            Some(form) => Self::exact(value, form),
            None => Self { value, kind: Kind::Constant },
        }
    }

    fn exact(value: Interval, form: Form) -> Self {
        let value = form.enclosure().unwrap_or(value);
        Self { value, kind: Kind::Exact(form) }
    }

    /// An exact number.
    pub(super) fn number(value: &Rational) -> Self {
        Self::constant(Algebra::number(value), Form::of(value))
    }

    /// n/d, for d > 0.
    pub(super) fn ratio(n: i128, d: i128) -> Self {
        let value = Interval::point(n as f64).div(Interval::point(d as f64));
        Self::constant(value, Form::fraction(n, d))
    }

    /// A whole number.
    pub(super) fn whole(n: i128) -> Self {
        Self::ratio(n, 1)
    }

    /// A float, exactly.
    pub(super) fn point(value: f64) -> Option<Self> {
        Some(Self::number(&Rational::from_f64_exact(value)?))
    }

    /// A constant that follows from others by what `name` says: the same name, the same number.
    fn named(value: Interval, name: Option<String>) -> Self {
        if value.is_point() {
            // An enclosure of one number that is a point is that number.
            let exact = Rational::from_f64_exact(value.lo());
            return Self::constant(value, exact.as_ref().and_then(Form::of));
        }
        // A name stands for the magnitude.
        let form = name.filter(|_| !value.contains(0.0)).and_then(|name| Form::named(&name));
        let form = form.map(|form| if value.is_negative() { form.neg() } else { form });
        Self::constant(value, form)
    }

    /// π.
    pub(super) fn pi() -> Self {
        Self::named(Algebra::pi(), Some(PI.to_owned()))
    }

    /// e, which is also called exp(1).
    pub(super) fn e() -> Self {
        Self::whole(1).map("exp", |_| Algebra::e())
    }

    /// Its enclosure.
    #[must_use]
    pub fn value(&self) -> Interval {
        self.value
    }

    /// Whether it is the same number at every x.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.kind != Kind::Varying
    }

    /// Whether it is a number of which equality with others can be told.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.kind, Kind::Exact(_))
    }

    /// Whether it is 0 for certain.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.value.lo() == 0.0 && self.value.hi() == 0.0
    }

    /// The whole number that it is, if it is one that fits.
    pub(super) fn as_whole(&self) -> Option<i32> {
        match self.as_fraction()? {
            (n, 1) => i32::try_from(n).ok(),
            _ => None,
        }
    }

    /// The rational number that it is, if that is known.
    pub(super) fn as_fraction(&self) -> Option<(i128, i128)> {
        match &self.kind {
            Kind::Exact(form) => form.as_fraction(),
            _ => None,
        }
    }

    /// How many times π/2 it is, if that is a whole number and known.
    pub(super) fn quarter_turns(&self) -> Option<i128> {
        match &self.kind {
            _ if self.is_zero() => Some(0),
            Kind::Exact(form) => form.quarter_turns(),
            _ => None,
        }
    }

    /// Its strict sign; `Equal` for an exact 0.
    pub(super) fn sign(&self) -> Option<Ordering> {
        if self.is_zero() {
            Some(Ordering::Equal)
        } else if self.value.is_positive() {
            Some(Ordering::Greater)
        } else if self.value.is_negative() {
            Some(Ordering::Less)
        } else {
            None
        }
    }

    /// Which of two constants is larger.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (&self.kind, &other.kind) {
            (Kind::Exact(a), Kind::Exact(b)) if a == b => Some(Ordering::Equal),
            _ => self.add(&other.neg()).sign(),
        }
    }

    fn key(&self) -> Option<String> {
        match &self.kind {
            Kind::Exact(form) => form.key(),
            _ => None,
        }
    }

    /// −a.
    pub(super) fn neg(&self) -> Self {
        let kind = match &self.kind {
            Kind::Exact(form) => Kind::Exact(form.neg()),
            other => other.clone(),
        };
        Self { value: self.value.neg(), kind }
    }

    /// a + b.
    pub(super) fn add(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        let value = self.value.add(other.value);
        match (&self.kind, &other.kind) {
            (Kind::Varying, _) | (_, Kind::Varying) => Self::varying(value),
            (Kind::Exact(a), Kind::Exact(b)) => match a.add(b) {
                Some(sum) => Self::constant(value, sum),
                None => {
                    let (Some(a), Some(b)) = (a.key(), b.key()) else {
                        return Self::constant(value, None);
                    };
                    let (a, b) = if a <= b { (a, b) } else { (b, a) };
                    Self::named(value, Some(format!("({a}+{b})")))
                }
            },
            _ => Self::constant(value, None),
        }
    }

    /// a·b.
    pub(super) fn mul(&self, other: &Self) -> Self {
        let value = self.value.mul(other.value);
        match (&self.kind, &other.kind) {
            (Kind::Exact(a), Kind::Exact(b)) => Self::constant(value, a.mul(b)),
            _ if self.is_zero() || other.is_zero() => Self::whole(0),
            (Kind::Varying, _) | (_, Kind::Varying) => Self::varying(value),
            _ => Self::constant(value, None),
        }
    }

    /// 1/a, for what is certainly not 0.
    pub(super) fn recip(&self) -> Self {
        let value = Interval::ONE.div(self.value);
        match &self.kind {
            Kind::Exact(form) => Self::constant(value, form.recip()),
            kind => Self { value, kind: kind.clone() },
        }
    }

    /// a^s for a > 0, or for any a ≠ 0 where s is whole.
    pub(super) fn power(&self, s: &Self) -> Self {
        if let Some(n) = s.as_whole().filter(|n| n.unsigned_abs() <= 64) {
            let factors = (0..n.unsigned_abs()).fold(Self::whole(1), |sum, _| sum.mul(self));
            let power = if n < 0 { factors.recip() } else { factors };
            let value = Algebra::pow(&self.value, &Interval::point(f64::from(n)));
            return Self { value: power.value.intersection(value), ..power };
        }
        if s.as_fraction() == Some((1, 2)) {
            return self.sqrt();
        }
        let value = Algebra::pow(&self.value, &s.value);
        self.combined("pow", s, value)
    }

    /// √a for a ≥ 0.
    pub(super) fn sqrt(&self) -> Self {
        let value = Algebra::sqrt(&self.value);
        match &self.kind {
            Kind::Exact(form) => match form.sqrt() {
                Some(root) => Self::exact(value, root),
                None => self.map("sqrt", Algebra::sqrt),
            },
            kind => Self { value, kind: kind.clone() },
        }
    }

    /// A function of it, of this name.
    pub(super) fn map(&self, name: &str, f: impl FnOnce(&Interval) -> Interval) -> Self {
        let value = f(&self.value);
        match &self.kind {
            Kind::Varying => Self::varying(value),
            _ => Self::named(value, self.key().map(|key| format!("{name}({key})"))),
        }
    }

    /// A function of both, of this name.
    pub(super) fn combined(&self, name: &str, other: &Self, value: Interval) -> Self {
        if !self.is_constant() || !other.is_constant() {
            return Self::varying(value);
        }
        let keys = self.key().zip(other.key());
        Self::named(value, keys.map(|(a, b)| format!("{name}({a},{b})")))
    }

    /// What holds either.
    pub(super) fn hull(&self, other: &Self) -> Self {
        if self.is_exact() && self == other {
            return self.clone();
        }
        Self::varying(self.value.hull(other.value))
    }
}
