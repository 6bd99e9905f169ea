//! Powers: whole exponents by exact squaring, others by `libm`.
//!
//! A base below 0 has a power at whole exponents only. An exponent that is one whole number takes all
//! bases; any other takes the bases from 0 on, where the power is monotone in the base and in the
//! exponent, so that the corners bound it.

use nonlin_expr::{Algebra, Operator};

use super::elementary::{around, widening};
use super::{Grade, Interval};

/// Past this no float has a fraction, and parity needs a whole number that fits.
const LARGEST_WHOLE: f64 = (1_u64 << 53) as f64;

/// From here on the errors of `libm` grow to hundreds of units in the last place.
const LARGEST_EXPONENT: f64 = (1_u64 << 31) as f64;

/// x^y for x ≥ 0; at infinite ends and at 0 the limit along the edge of a box.
fn corner(x: f64, y: f64) -> (f64, f64) {
    if x == 1.0 || y == 0.0 {
        return (1.0, 1.0);
    }
    if x == 0.0 || x.is_infinite() || y.is_infinite() {
        // 0 or no bound: which, is the same for all numbers near the corner.
        let limit = if (x > 1.0) == (y > 0.0) { f64::INFINITY } else { 0.0 };
        return (limit, limit);
    }
    if y.abs() >= LARGEST_EXPONENT {
        let power = Interval::point(x).log().mul(Interval::point(y)).exp();
        return (power.lo, power.hi);
    }
    let (lo, hi) = around(Algebra::pow(&x, &y), widening(Operator::Pow));
    (lo.max(0.0), hi)
}

/// x^n for x ≥ 0 and a whole n > 0: exact where the products are.
fn whole(x: f64, n: u64) -> (f64, f64) {
    let (mut power, mut square) = (Interval::ONE, Interval::point(x));
    let mut rest = n;
    while rest > 0 {
        if rest & 1 == 1 {
            power = power.mul(square);
        }
        rest >>= 1;
        if rest > 0 {
            square = square.square();
        }
    }
    // Roundings add up over many products: the single one of `libm` is narrower then.
    let (lo, hi) = corner(x, n as f64);
    (power.lo.max(lo), power.hi.min(hi))
}

/// The exponent of an interval that is one whole number.
fn whole_exponent(b: Interval) -> Option<i64> {
    let whole = b.is_point() && b.lo == b.lo.floor() && b.lo.abs() <= LARGEST_WHOLE;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and no larger than 2^53")]
    whole.then_some(b.lo as i64)
}

impl Interval {
    /// a^b; 0^0 is 1.
    #[must_use]
    pub fn pow(self, exponent: Self) -> Self {
        if self.is_empty() || exponent.is_empty() {
            return Self::EMPTY;
        }
        let known = self.grade.min(exponent.grade);
        match whole_exponent(exponent) {
            Some(n) => self.whole_power(n),
            None if exponent.is_point() && exponent.lo == 0.5 => self.sqrt(),
            None => self.real_power(exponent),
        }
        .at_most(known)
    }

    /// a^n.
    fn whole_power(self, n: i64) -> Self {
        match n {
            0 => Self::ONE,
            1 => self,
            2 => self.square(),
            3.. => self.positive_power(n.unsigned_abs()),
            _ if self.contains(0.0) => {
                let sides = [self.negative_part(), self.positive_part()];
                let [below, above] = sides.map(|side| side.reciprocal_power(n.unsigned_abs()));
                below.hull(above).at_most(Grade::Unknown)
            }
            _ => self.reciprocal_power(n.unsigned_abs()),
        }
    }

    fn positive_power(self, n: u64) -> Self {
        if n.is_multiple_of(2) {
            let (least, most) = (self.mignitude(), self.magnitude());
            return Self::new(whole(least, n).0, whole(most, n).1);
        }
        let end = |x: f64| {
            let (lo, hi) = whole(x.abs(), n);
            if x < 0.0 { (-hi, -lo) } else { (lo, hi) }
        };
        Self::new(end(self.lo).0, end(self.hi).1)
    }

    /// a^−n for an interval on one side of 0, whose end may be 0.
    fn reciprocal_power(self, n: u64) -> Self {
        if self.is_empty() {
            return Self::EMPTY;
        }
        let near = Self::ONE.div(self.positive_power(n));
        // As above: narrower where many roundings have added up.
        let exponent = -(n as f64);
        let (least, _) = corner(self.magnitude(), exponent);
        let (_, most) = corner(self.mignitude(), exponent);
        let far = Self::new(least, most);
        let odd_below = self.lo < 0.0 && !n.is_multiple_of(2);
        near.intersection(if odd_below { far.neg() } else { far })
    }

    /// The numbers below 0, closed by 0.
    fn negative_part(self) -> Self {
        if self.lo < 0.0 { Self { hi: self.hi.min(0.0), ..self } } else { Self::EMPTY }
    }

    /// The numbers above 0, closed by 0.
    fn positive_part(self) -> Self {
        if self.hi > 0.0 { Self { lo: self.lo.max(0.0), ..self } } else { Self::EMPTY }
    }

    /// a^b for an exponent that is no single whole number.
    fn real_power(self, b: Self) -> Self {
        let holds_whole = b.lo.ceil() <= b.hi;
        let from_zero = if self.contains(0.0) { Self::power_of_zero(b) } else { Self::EMPTY };
        let positive = self.positive_part().corners(b);
        let negative = if holds_whole {
            let magnitude = self.negative_part().neg().corners(b);
            magnitude.hull(magnitude.neg())
        } else {
            Self::EMPTY
        };
        let all = positive.hull(negative).hull(from_zero);
        let grade = if self.lo > 0.0 || self.lo == 0.0 && b.lo > 0.0 {
            Grade::Continuous
        } else if self.lo == 0.0 && b.lo == 0.0 {
            Grade::Defined
        } else {
            Grade::Unknown
        };
        // The parts that are empty know nothing; what is known is known of the whole.
        Self { grade, ..all }
    }

    /// 0^b: 0 above 0, 1 at 0, nothing below.
    fn power_of_zero(b: Self) -> Self {
        match (b.contains(0.0), b.hi > 0.0) {
            (true, true) => Self::new(0.0, 1.0),
            (true, false) => Self::ONE,
            (false, true) => Self::ZERO,
            (false, false) => Self::EMPTY,
        }
    }

    /// a^b for a ≥ 0, the limits at a = 0 among them.
    fn corners(self, b: Self) -> Self {
        if self.is_empty() {
            return Self::EMPTY;
        }
        let corners = [(self.lo, b.lo), (self.lo, b.hi), (self.hi, b.lo), (self.hi, b.hi)];
        let corners = corners.map(|(x, y)| corner(x, y));
        let lo = corners.iter().map(|corner| corner.0).fold(f64::INFINITY, f64::min);
        let hi = corners.iter().map(|corner| corner.1).fold(f64::NEG_INFINITY, f64::max);
        Self::new(lo, hi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(lo: f64, hi: f64, exponent: f64) -> Interval {
        Interval::new(lo, hi).pow(Interval::point(exponent))
    }

    #[test]
    fn whole_exponents_are_exact_where_they_can_be() {
        assert_eq!(power(-3.0, 2.0, 2.0), Interval::new(0.0, 9.0));
        assert_eq!(power(-3.0, 2.0, 3.0), Interval::new(-27.0, 8.0));
        assert_eq!(power(-3.0, -2.0, 4.0), Interval::new(16.0, 81.0));
        assert_eq!(power(2.0, 2.0, 500.0), Interval::point(2_f64.powi(500)));
        assert_eq!(power(-2.0, 4.0, 0.0), Interval::ONE);
        assert_eq!(power(-4.0, -2.0, -1.0), Interval::new(-0.5, -0.25));
        assert_eq!(power(-4.0, -2.0, -2.0), Interval::new(1.0 / 16.0, 0.25));
        assert_eq!(power(4.0, 9.0, 0.5), Interval::new(2.0, 3.0));
        let tiny = power(0.1, 0.1, 1000.0);
        assert!(tiny.lo() == 0.0 && tiny.hi() > 0.0 && tiny.hi() < 1e-320);
    }

    #[test]
    fn many_factors_widen_no_more_than_one_rounding() {
        let million = power(1.000_001, 1.000_001, 1e6);
        assert!(million.width() < 1e-14, "{million:?}");
        let reciprocal = power(-1.000_001, -1.000_001, -1_000_001.0);
        assert!(reciprocal.hi() < 0.0 && reciprocal.width() < 1e-14, "{reciprocal:?}");
    }

    #[test]
    fn negative_exponents_have_a_pole() {
        let (even, odd) = (power(-2.0, 4.0, -2.0), power(-2.0, 4.0, -1.0));
        assert_eq!((even.lo(), even.hi()), (1.0 / 16.0, f64::INFINITY));
        assert_eq!((odd.lo(), odd.hi()), (f64::NEG_INFINITY, f64::INFINITY));
        let below = power(-2.0, 0.0, -3.0);
        assert_eq!((below.lo(), below.hi()), (f64::NEG_INFINITY, -0.125));
        for pole in [even, odd, below] {
            assert_eq!(pole.grade(), Grade::Unknown);
        }
        assert!(power(0.0, 0.0, -1.0).is_empty());
        assert!(power(0.0, 0.0, -0.5).is_empty());
    }

    #[test]
    fn fractions_take_the_bases_from_zero_on() {
        assert_eq!(power(0.0, 1.0, 0.25), Interval::new(0.0, 1.0));
        let partly = power(-1.0, 1.0, 0.25);
        assert_eq!(partly, Interval::new(0.0, 1.0).at_most(Grade::Unknown));
        assert!(power(-2.0, -1.0, 0.25).is_empty());
        let pole = power(0.0, 1.0, -0.25);
        assert_eq!(pole, Interval::new(1.0, f64::INFINITY).at_most(Grade::Unknown));
    }

    #[test]
    fn exponents_may_vary() {
        let (zero, unit) = (Interval::ZERO, Interval::new(0.0, 1.0));
        assert_eq!(zero.pow(zero), Interval::ONE);
        assert_eq!(zero.pow(unit), unit.at_most(Grade::Defined));
        assert_eq!(unit.pow(unit), unit.at_most(Grade::Defined));
        assert_eq!(unit.pow(Interval::new(1.0, 2.0)), unit);
        assert_eq!(Interval::new(1.0, 2.0).pow(unit).lo(), 1.0);
        let signs = Interval::new(-2.0, -2.0).pow(Interval::new(0.5, 1.5));
        assert!(signs.contains(-2.0) && signs.grade() == Grade::Unknown);
        assert!(Interval::new(-2.0, -1.0).pow(Interval::new(0.25, 0.75)).is_empty());
        assert!(zero.pow(Interval::new(-2.0, -1.0)).is_empty());
    }

    #[test]
    fn infinite_ends_are_no_bounds() {
        let (line, upper) = (Interval::ENTIRE, Interval::new(1.0, f64::INFINITY));
        assert_eq!(line.pow(Interval::point(2.0)), Interval::new(0.0, f64::INFINITY));
        assert_eq!(line.pow(Interval::point(3.0)), line);
        assert_eq!(upper.pow(Interval::new(0.0, f64::INFINITY)), upper);
        assert_eq!(upper.pow(Interval::new(f64::NEG_INFINITY, 0.0)), Interval::new(0.0, 1.0));
        assert_eq!(upper.pow(Interval::point(-0.5)), Interval::new(0.0, 1.0));
        assert_eq!(upper.pow(Interval::point(-4.0)), Interval::new(0.0, 1.0));
        let half = Interval::new(0.5, 1.0);
        assert_eq!(half.pow(Interval::new(0.0, f64::INFINITY)), Interval::new(0.0, 1.0));
    }
}
