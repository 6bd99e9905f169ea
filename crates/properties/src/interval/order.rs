//! What depends on the order of numbers: signs, whole parts, the smaller, comparisons and choices.
//!
//! Comparisons give 0 and 1. One that comes out the same on a whole box is constant there, so it is
//! continuous whatever jumps its arguments make, as long as they have values.

use super::{Grade, Interval};

/// What is known of a function that is constant wherever its arguments have values.
fn constant(arguments: &[Interval]) -> Grade {
    let defined = arguments.iter().all(|argument| argument.grade >= Grade::Defined);
    if defined { Grade::Continuous } else { Grade::Unknown }
}

impl Interval {
    /// |a|.
    #[must_use]
    pub fn abs(self) -> Self {
        self.through(|a| Self::new(a.mignitude(), a.magnitude()))
    }

    /// A function that is constant between its jumps, and never falls.
    fn stepped(self, step: impl Fn(f64) -> f64) -> Self {
        if self.is_empty() {
            return Self::EMPTY;
        }
        let steps = Self::new(step(self.lo), step(self.hi));
        if steps.is_point() {
            steps.at_most(constant(&[self]))
        } else {
            steps.at_most(self.grade.min(Grade::Defined))
        }
    }

    /// −1, 0 or 1.
    #[must_use]
    pub fn sign(self) -> Self {
        self.stepped(|a| if a == 0.0 { 0.0 } else { a.signum() })
    }

    /// The largest whole number that is no greater.
    #[must_use]
    pub fn floor(self) -> Self {
        self.stepped(f64::floor)
    }

    /// The smaller.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        self.neg().max(other.neg()).neg()
    }

    /// The larger.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY;
        }
        // Where one is always the larger, the other's jumps don't show.
        if self.lo >= other.hi {
            return self.at_most(constant(&[other]));
        }
        if other.lo >= self.hi {
            return other.at_most(constant(&[self]));
        }
        self.with(other, |a, b| (a.lo.max(b.lo), a.hi.max(b.hi)))
    }

    /// No less than `least` and no more than `most`; it has no value where `least` > `most`.
    #[must_use]
    pub fn clamp(self, least: Self, most: Self) -> Self {
        if least.lo > most.hi {
            return Self::EMPTY;
        }
        let ordered = if least.hi <= most.lo { Grade::Continuous } else { Grade::Unknown };
        // Only bounds in order give values.
        let [least, most] = [
            Self { hi: least.hi.min(most.hi), ..least },
            Self { lo: most.lo.max(least.lo), ..most },
        ];
        self.max(least).min(most).at_most(ordered)
    }

    /// 1 where a comparison holds and 0 where it does not, if it comes out the same everywhere.
    fn condition(self, other: Self, holds: bool, fails: bool) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY;
        }
        match (holds, fails) {
            (true, _) => Self::ONE.at_most(constant(&[self, other])),
            (_, true) => Self::ZERO.at_most(constant(&[self, other])),
            _ => Self::new(0.0, 1.0).at_most(self.grade.min(other.grade).min(Grade::Defined)),
        }
    }

    /// a < b.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        self.condition(other, self.hi < other.lo, self.lo >= other.hi)
    }

    /// a ≤ b.
    #[must_use]
    pub fn less_eq(self, other: Self) -> Self {
        self.condition(other, self.hi <= other.lo, self.lo > other.hi)
    }

    /// a = b.
    #[must_use]
    pub fn equal(self, other: Self) -> Self {
        let same = self.is_point() && other.is_point() && self.lo == other.lo;
        self.condition(other, same, self.hi < other.lo || other.hi < self.lo)
    }

    /// 1 where a condition is 0, and 0 where it is not.
    pub(super) fn not(self) -> Self {
        self.equal(Self::ZERO)
    }

    /// `yes` where this condition is not 0, `no` where it is; both where it is undecided.
    #[must_use]
    pub fn choose(self, yes: Self, no: Self) -> Self {
        if self.is_empty() {
            Self::EMPTY
        } else if !self.contains(0.0) {
            yes.at_most(constant(&[self]))
        } else if self.is_point() {
            no.at_most(constant(&[self]))
        } else {
            yes.hull(no).at_most(self.grade.min(Grade::Defined))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Grade::{Defined, Unknown};

    fn interval(lo: f64, hi: f64) -> Interval {
        Interval::new(lo, hi)
    }

    #[test]
    fn jumps_are_seen_only_where_they_are() {
        assert_eq!(interval(0.5, 2.0).floor(), interval(0.0, 2.0).at_most(Defined));
        assert_eq!(interval(0.0, 0.5).floor(), Interval::ZERO);
        assert_eq!(interval(-0.5, 2.0).sign(), interval(-1.0, 1.0).at_most(Defined));
        assert_eq!(interval(0.0, 2.0).sign(), interval(0.0, 1.0).at_most(Defined));
        assert_eq!(Interval::ZERO.sign(), Interval::ZERO);
        assert_eq!(interval(0.5, 2.0).floor().sign().grade(), Defined);
        assert_eq!(interval(1.5, 2.5).floor().sign(), Interval::ONE);
        assert_eq!(interval(-3.0, 2.0).abs(), interval(0.0, 3.0));
        assert_eq!(Interval::EMPTY.floor(), Interval::EMPTY);
    }

    #[test]
    fn comparisons_are_constant_where_the_sides_do_not_overlap() {
        let (low, high) = (interval(0.0, 1.0), interval(1.0, 2.0));
        assert_eq!(low.less_eq(high), Interval::ONE);
        assert_eq!(low.less(high), interval(0.0, 1.0).at_most(Defined));
        assert_eq!(high.less(low), Interval::ZERO);
        assert_eq!(high.less_eq(low).grade(), Defined);
        assert_eq!(low.equal(interval(2.0, 3.0)), Interval::ZERO);
        assert_eq!(Interval::ONE.equal(Interval::ONE), Interval::ONE);
        assert_eq!(low.equal(low).grade(), Defined);
        assert_eq!(low.less(Interval::EMPTY), Interval::EMPTY);
        assert_eq!(low.at_most(Unknown).less_eq(high), Interval::ONE.at_most(Unknown));
    }

    #[test]
    fn undecided_choices_hold_both_branches() {
        let (one, two) = (Interval::ONE, interval(5.0, 6.0));
        assert_eq!(Interval::ONE.choose(one, two), one);
        assert_eq!(Interval::ZERO.choose(one, Interval::EMPTY), Interval::EMPTY);
        let either = interval(0.0, 1.0).choose(one, two);
        assert_eq!(either, interval(1.0, 6.0).at_most(Defined));
        assert_eq!(interval(0.0, 1.0).choose(one, Interval::EMPTY), one.at_most(Unknown));
        assert_eq!(Interval::EMPTY.choose(one, two), Interval::EMPTY);
        assert_eq!(interval(0.0, 1.0).not().grade(), Defined);
        assert_eq!(Interval::ZERO.not(), Interval::ONE);
    }

    #[test]
    fn the_smaller_and_the_larger() {
        assert_eq!(interval(0.0, 3.0).min(interval(1.0, 2.0)), interval(0.0, 2.0));
        assert_eq!(interval(0.0, 3.0).max(interval(1.0, 2.0)), interval(1.0, 3.0));
        let jumping = interval(0.0, 1.0).at_most(Defined);
        assert_eq!(jumping.max(interval(2.0, 3.0)), interval(2.0, 3.0));
        assert_eq!(jumping.min(interval(2.0, 3.0)), jumping);
        assert_eq!(interval(0.0, 3.0).max(Interval::EMPTY), Interval::EMPTY);
    }

    #[test]
    fn bounds_out_of_order_have_no_value() {
        let a = interval(-5.0, 5.0);
        assert_eq!(a.clamp(Interval::ZERO, Interval::ONE), interval(0.0, 1.0));
        assert_eq!(a.clamp(Interval::ONE, Interval::ZERO), Interval::EMPTY);
        let partly = a.clamp(interval(-1.0, 4.0), interval(0.0, 2.0));
        assert_eq!(partly, interval(-1.0, 2.0).at_most(Unknown));
        assert_eq!(a.clamp(Interval::EMPTY, Interval::ONE), Interval::EMPTY);
    }
}
