//! Operators that choose: comparisons, `if`, the larger, the magnitude, whole parts.
//!
//! A choice is made by the sign of a difference, which mostly has one sign on the whole tail. Where it is
//! not known, the result holds both.

use std::cmp::Ordering;

use nonlin_expr::Algebra;

use super::coefficient::Coefficient;
use super::{Limit, Tail};
use crate::interval::{Grade, Interval};

impl Tail {
    /// 1 or 0 for whether the order of a and b is one that `holds`.
    pub(super) fn comparison(&self, other: &Self, holds: impl Fn(Ordering) -> bool) -> Self {
        let difference = self.minus(other);
        let from = difference.from;
        let values = match difference.sign() {
            Some(order) => Interval::point(f64::from(u8::from(holds(order)))),
            None => Interval::new(0.0, 1.0).at_most(Grade::Defined),
        };
        Self::within(from, values).at_most(difference.grade)
    }

    /// b where the condition holds, else c.
    pub(super) fn chosen(&self, b: &Self, c: &Self) -> Self {
        let from = self.from.max(b.from).max(c.from);
        let choice = match self.sign() {
            Some(Ordering::Equal) => c.clone(),
            Some(_) => b.clone(),
            None => b.hull(c).at_most(Grade::Defined),
        };
        Self { from, ..choice }.at_most(self.grade)
    }

    /// The larger of two.
    pub(super) fn larger(&self, other: &Self) -> Self {
        let difference = self.minus(other);
        let larger = match difference.sign() {
            Some(Ordering::Less) => other.clone(),
            Some(_) => self.clone(),
            None => self.hull(other),
        };
        Self { from: difference.from, ..larger }.at_most(difference.grade)
    }

    /// |a|.
    pub(super) fn magnitude(&self) -> Self {
        match self.sign() {
            Some(Ordering::Less) => self.negated(),
            Some(_) => self.clone(),
            None if self.range().is_bounded() => self.enclosed(Algebra::abs),
            None => self.hull(&self.negated()).bounded_by(Algebra::abs(&self.values)),
        }
    }

    /// −1, 0 or 1.
    pub(super) fn signum(&self) -> Self {
        let values = match self.sign() {
            Some(Ordering::Less) => Interval::point(-1.0),
            Some(Ordering::Equal) => Interval::ZERO,
            Some(Ordering::Greater) => Interval::ONE,
            None => Interval::new(-1.0, 1.0).at_most(Grade::Defined),
        };
        Self::within(self.from, values).at_most(self.grade)
    }

    /// The largest whole number ≤ a: one number where a stays between two, else within 1 below a.
    pub(super) fn whole_part(&self) -> Self {
        if let Limit::Finite(_) = self.limit() {
            let floor = self.enclosed(Algebra::floor);
            if floor.range().is_point() {
                return floor;
            }
            if let Some(whole) = self.beside_whole_number() {
                return whole;
            }
        }
        let below = Coefficient::varying(Interval::new(-1.0, 0.0));
        self.shifted(&below).at_most(Grade::Defined)
    }

    /// The floor of what tends to a whole number, from a side that is known, and stays near it.
    fn beside_whole_number(&self) -> Option<Self> {
        let (c, epsilon) = self.near_limit()?;
        let c = f64::from(c.as_whole()?);
        if epsilon.range().magnitude() >= 1.0 {
            return None;
        }
        let floor = if epsilon.sign()? == Ordering::Less { c - 1.0 } else { c };
        Some(Self::within(self.from, Interval::point(floor)).at_most(self.grade))
    }
}
