//! The four operations, on ends rounded outwards.

use super::Interval;
use super::round::{add_down, add_up, div_down, div_up, mul_down, mul_up};
use crate::interval::Grade;

#[expect(clippy::should_implement_trait, reason = "named as the operators of the table are")]
impl Interval {
    /// −a.
    #[must_use]
    pub fn neg(self) -> Self {
        Self { lo: 0.0 - self.hi, hi: 0.0 - self.lo, ..self }
    }

    /// a + b.
    #[must_use]
    pub fn add(self, other: Self) -> Self {
        self.with(other, |a, b| (add_down(a.lo, b.lo), add_up(a.hi, b.hi)))
    }

    /// a − b.
    #[must_use]
    pub fn sub(self, other: Self) -> Self {
        self.add(other.neg())
    }

    /// a·b, for a and b that know nothing of each other.
    #[must_use]
    pub fn mul(self, other: Self) -> Self {
        self.with(other, |a, b| {
            let ends = [(a.lo, b.lo), (a.lo, b.hi), (a.hi, b.lo), (a.hi, b.hi)];
            let lo = ends.iter().map(|&(a, b)| mul_down(a, b)).fold(f64::INFINITY, f64::min);
            let hi = ends.iter().map(|&(a, b)| mul_up(a, b)).fold(f64::NEG_INFINITY, f64::max);
            (lo, hi)
        })
    }

    /// a².
    #[must_use]
    pub fn square(self) -> Self {
        self.with(self, |a, _| {
            let (small, large) = (a.mignitude(), a.magnitude());
            (mul_down(small, small), mul_up(large, large))
        })
    }

    /// a/b. Where b holds 0 the quotient has no value there, and may be anything on either side of it.
    #[must_use]
    pub fn div(self, other: Self) -> Self {
        if other.contains(0.0) {
            return self.over_zero(other);
        }
        self.with(other, |a, b| {
            let ends = [(a.lo, b.lo), (a.lo, b.hi), (a.hi, b.lo), (a.hi, b.hi)];
            let lo = ends.iter().map(|&(a, b)| div_down(a, b)).fold(f64::INFINITY, f64::min);
            let hi = ends.iter().map(|&(a, b)| div_up(a, b)).fold(f64::NEG_INFINITY, f64::max);
            (lo, hi)
        })
    }

    /// a/b where b holds 0: bounded on one side at most.
    fn over_zero(self, other: Self) -> Self {
        let bounded = if self.is_empty() || (other.lo == 0.0 && other.hi == 0.0) {
            Self::EMPTY
        } else if other.lo == 0.0 && self.lo >= 0.0 {
            Self::new(div_down(self.lo, other.hi), f64::INFINITY)
        } else if other.lo == 0.0 && self.hi <= 0.0 {
            Self::new(f64::NEG_INFINITY, div_up(self.hi, other.hi))
        } else if other.hi == 0.0 && self.lo >= 0.0 {
            Self::new(f64::NEG_INFINITY, div_up(self.lo, other.lo))
        } else if other.hi == 0.0 && self.hi <= 0.0 {
            Self::new(div_down(self.hi, other.lo), f64::INFINITY)
        } else {
            Self::ENTIRE
        };
        bounded.at_most(Grade::Unknown)
    }

    /// An operation of two arguments that is continuous wherever it is defined, as here.
    pub(super) fn with(self, other: Self, ends: impl FnOnce(Self, Self) -> (f64, f64)) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY;
        }
        let (lo, hi) = ends(self, other);
        Self::new(lo, hi).at_most(self.grade.min(other.grade))
    }
}
