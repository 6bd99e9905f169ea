//! Sine, cosine and tangent: by their ends, and by the multiples of π/2 between.
//!
//! Between two neighbouring multiples of π/2 each of them is monotone. Which multiples lie inside is
//! found by dividing the ends by an enclosure of π/2; where that leaves a multiple in doubt, it counts
//! as inside. Doubt comes only within a rounding error of an extremum, where the function is flat, or
//! with huge ends, where an interval that is not one number holds a whole turn anyhow.

use nonlin_expr::{Algebra, Operator};

use super::elementary::at;
use super::{Grade, Interval};

/// Past this many quarter turns floats are no longer told apart from their neighbours by all of them.
const MOST_TURNS: f64 = (1_u64 << 50) as f64;

/// Which multiples of π/2 an interval holds, modulo whole turns.
struct Quarters {
    /// The quarter that the lower end lies in, or the one before.
    first: f64,
    /// How many multiples of π/2 follow; nothing if there may be a whole turn.
    count: Option<u8>,
}

impl Quarters {
    fn of(a: Interval) -> Self {
        let quarter = Interval::pi().mul(Interval::point(0.5));
        let turns = |x: f64| Interval::point(x).div(quarter);
        let (first, last) = (turns(a.lo).lo.floor(), turns(a.hi).hi.floor());
        let count = (0_u8..4)
            .find(|&count| last - first == f64::from(count))
            .filter(|_| first.abs().max(last.abs()) < MOST_TURNS);
        Self { first, count }
    }

    /// Whether one of them is `multiple`·π/2 up to multiples of `period`·π/2.
    fn hold(&self, multiple: f64, period: f64) -> bool {
        self.count.is_none_or(|count| {
            (1..=count).any(|i| (self.first + f64::from(i) - multiple).rem_euclid(period) == 0.0)
        })
    }
}

impl Interval {
    /// A wave with its crest at `crest`·π/2 and its trough half a turn on.
    fn wave(self, operator: Operator, crest: f64) -> Self {
        self.through(|a| {
            let start = at(operator, a.lo);
            if a.is_point() {
                return Self::new(start.0, start.1);
            }
            let (end, quarters) = (at(operator, a.hi), Quarters::of(a));
            let lo = if quarters.hold(crest + 2.0, 4.0) { -1.0 } else { start.0.min(end.0) };
            let hi = if quarters.hold(crest, 4.0) { 1.0 } else { start.1.max(end.1) };
            Self::new(lo, hi)
        })
    }

    /// Sine.
    #[must_use]
    pub fn sin(self) -> Self {
        self.wave(Operator::Sin, 1.0)
    }

    /// Cosine.
    #[must_use]
    pub fn cos(self) -> Self {
        self.wave(Operator::Cos, 0.0)
    }

    /// Tangent. It has no value at odd multiples of π/2, none of which is a float.
    #[must_use]
    pub fn tan(self) -> Self {
        self.through(|a| {
            let (lo, hi) = at(Operator::Tan, a.lo);
            if a.is_point() {
                Self::new(lo, hi)
            } else if Quarters::of(a).hold(1.0, 2.0) {
                Self::ENTIRE.at_most(Grade::Unknown)
            } else {
                Self::new(lo, at(Operator::Tan, a.hi).1)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    #[test]
    fn extrema_inside_are_reached() {
        assert_eq!(Interval::new(1.0, 2.0).sin().hi(), 1.0);
        assert!(Interval::new(1.0, 1.5).sin().hi() < 1.0);
        assert_eq!(Interval::new(-2.0, -1.0).sin().lo(), -1.0);
        assert_eq!(Interval::new(-0.5, 0.25).cos().hi(), 1.0);
        assert_eq!(Interval::new(3.0, 3.2).cos().lo(), -1.0);
        assert_eq!(Interval::new(1e6, 1e6 + 7.0).sin(), Interval::new(-1.0, 1.0));
        assert_eq!(Interval::new(0.0, 0.25).cos().hi(), 1.0);
        assert_eq!(Interval::new(0.0, 0.25).sin().lo(), 0.0);
    }

    #[test]
    fn floats_next_to_a_multiple_are_told_apart_or_count_as_holding_it() {
        for k in 1..2_000 {
            let near = f64::from(k) * FRAC_PI_2;
            let [below, above] = [near * (1.0 - 2e-15), near * (1.0 + 2e-15)];
            let held = Quarters::of(Interval::new(below, above));
            assert!(held.hold(f64::from(k % 4), 4.0), "{k}");
            let clear = Quarters::of(Interval::new(near * (1.0 + 2e-15), near + 1.5));
            assert_eq!(clear.count, Some(0), "{k}");
        }
    }

    #[test]
    fn poles_take_the_bounds_away() {
        let pole = Interval::new(1.0, 2.0).tan();
        assert_eq!((pole.lo(), pole.hi()), (f64::NEG_INFINITY, f64::INFINITY));
        assert_eq!(pole.grade(), Grade::Unknown);
        assert_eq!(Interval::new(2.0, 4.0).tan().grade(), Grade::Continuous);
        assert!(Interval::point(FRAC_PI_2).tan().lo() > 1e16);
        assert!(Interval::point(PI).tan().is_negative());
    }

    #[test]
    fn huge_intervals_hold_a_turn_and_huge_numbers_do_not() {
        let line = Interval::ENTIRE;
        let huge = Interval::new(1e300, 1e300_f64.next_up());
        for wave in [line.sin(), line.cos(), huge.sin(), huge.cos()] {
            assert_eq!(wave, Interval::new(-1.0, 1.0));
        }
        assert_eq!(line.tan().grade(), Grade::Unknown);
        assert!(Interval::point(1e300).sin().width() < 2e-15);
    }
}
