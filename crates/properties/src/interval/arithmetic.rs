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
        self.with(other, product)
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
        self.with(other, quotient)
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

/// The ends of a·b. Signs tell which ends of a and b make them, but where both hold 0 inside.
fn product(a: Interval, b: Interval) -> (f64, f64) {
    let (a, b) = if a.lo >= 0.0 || a.hi <= 0.0 { (a, b) } else { (b, a) };
    if a.lo >= 0.0 {
        let low = if b.lo >= 0.0 { a.lo } else { a.hi };
        let high = if b.hi >= 0.0 { a.hi } else { a.lo };
        return (mul_down(low, b.lo), mul_up(high, b.hi));
    }
    if a.hi <= 0.0 {
        let (lo, hi) = product(a.neg(), b);
        return (0.0 - hi, 0.0 - lo);
    }
    let lo = mul_down(a.lo, b.hi).min(mul_down(a.hi, b.lo));
    let hi = mul_up(a.lo, b.lo).max(mul_up(a.hi, b.hi));
    (lo, hi)
}

/// The ends of a/b for a b without 0.
fn quotient(a: Interval, b: Interval) -> (f64, f64) {
    if b.hi < 0.0 {
        let (lo, hi) = quotient(a, b.neg());
        return (0.0 - hi, 0.0 - lo);
    }
    let low = if a.lo >= 0.0 { b.hi } else { b.lo };
    let high = if a.hi >= 0.0 { b.lo } else { b.hi };
    (div_down(a.lo, low), div_up(a.hi, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition: the least and the largest of the four combinations of ends.
    fn of_all_ends(a: Interval, b: Interval, [down, up]: [fn(f64, f64) -> f64; 2]) -> (f64, f64) {
        let ends = [(a.lo, b.lo), (a.lo, b.hi), (a.hi, b.lo), (a.hi, b.hi)];
        let lo = ends.iter().map(|&(a, b)| down(a, b)).fold(f64::INFINITY, f64::min);
        let hi = ends.iter().map(|&(a, b)| up(a, b)).fold(f64::NEG_INFINITY, f64::max);
        (lo, hi)
    }

    #[test]
    fn signs_choose_the_right_ends() {
        let ends = [f64::NEG_INFINITY, -1e300, -3.0, -0.1, 0.0, 1e-310, 0.7, 5.0, f64::INFINITY];
        let pairs = |i: usize| ends[i..].iter().map(move |&hi| (ends[i], hi));
        let all: Vec<Interval> = (0..ends.len())
            .flat_map(pairs)
            .filter(|&(lo, hi)| lo < f64::INFINITY && hi > f64::NEG_INFINITY)
            .map(|(lo, hi)| Interval::new(lo, hi))
            .collect();
        for &a in &all {
            for &b in &all {
                assert_eq!(product(a, b), of_all_ends(a, b, [mul_down, mul_up]), "{a:?}·{b:?}");
                if !b.contains(0.0) {
                    assert_eq!(
                        quotient(a, b),
                        of_all_ends(a, b, [div_down, div_up]),
                        "{a:?}/{b:?}"
                    );
                }
            }
        }
    }
}
