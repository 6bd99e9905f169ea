//! Elementary functions of one number, enclosed by moving the value of `libm` outwards.
//!
//! `libm` rounds to within a unit in the last place or two, never provably. So each value is moved by
//! [`widening`] floats, at least twice the worst error that was measured against MPFR, and then held to
//! what is certain: e^a ≥ 0, |tanh a| ≤ 1 and ≤ |a|. The bounds keep the sign of small results and the
//! limits of large ones; a value that is known exactly stays one number. The functions are monotone, or
//! even and monotone in |a|, so that the ends of an interval give those of the result.

use nonlin_expr::{Algebra, Operator};

use super::round::{sqrt_down, sqrt_up};
use super::{Grade, Interval};

/// By how many floats the value of `libm` is moved outwards; 0 for operators that do without it.
///
/// One float below a power of two is half a unit in the last place, so the worst error in units is
/// doubled before it is doubled again for safety.
#[must_use]
pub const fn widening(operator: Operator) -> u32 {
    use Operator::*;
    match operator {
        Exp | Expm1 | Log | Log1p | Sin | Cos | Tan | Atan | Erf | Hypot | Pow => 4,
        Sinh | Cosh | Asinh | Sigmoid | Softplus => 8,
        Tanh => 10,
        Erfc => 12,
        _ => 0,
    }
}

/// The value of `operator` at a float, between two floats; at an infinity, its limit.
#[inline]
pub(super) fn at(operator: Operator, x: f64) -> (f64, f64) {
    if let Some(value) = exact(operator, x) {
        return (value, value);
    }
    let (least, most) = certain(operator, x);
    let (lo, hi) = around(value(operator, x), widening(operator));
    (lo.max(least), hi.min(most))
}

/// `value` moved outwards by as many floats as `steps`.
pub(super) fn around(value: f64, steps: u32) -> (f64, f64) {
    (0..steps).fold((value, value), |(lo, hi), _| (lo.next_down(), hi.next_up()))
}

/// What `libm` computes.
#[inline]
fn value(operator: Operator, x: f64) -> f64 {
    use Operator::*;
    match operator {
        Exp => Algebra::exp(&x),
        Expm1 => Algebra::expm1(&x),
        Log => Algebra::log(&x),
        Log1p => Algebra::log1p(&x),
        Sin => Algebra::sin(&x),
        Cos => Algebra::cos(&x),
        Tan => Algebra::tan(&x),
        Atan => Algebra::atan(&x),
        Sinh => Algebra::sinh(&x),
        Cosh => Algebra::cosh(&x),
        Tanh => Algebra::tanh(&x),
        Asinh => Algebra::asinh(&x),
        Erf => Algebra::erf(&x),
        Erfc => Algebra::erfc(&x),
        Sigmoid => Algebra::sigmoid(&x),
        Softplus => Algebra::softplus(&x),
        // No other operator asks: NaN becomes the whole line.
        _ => f64::NAN,
    }
}

/// The value, where it is a float that is known without computing.
#[inline]
fn exact(operator: Operator, x: f64) -> Option<f64> {
    use Operator::*;
    match operator {
        Log => (x == 1.0).then_some(0.0),
        Softplus => None,
        Exp | Cos | Cosh | Erfc => (x == 0.0).then_some(1.0),
        Sigmoid => (x == 0.0).then_some(0.5),
        _ => (x == 0.0).then_some(0.0),
    }
}

/// Bounds that hold for the value at `x` whatever `libm` says.
#[inline]
fn certain(operator: Operator, x: f64) -> (f64, f64) {
    use Operator::*;
    const QUARTER_TURN: f64 = std::f64::consts::FRAC_PI_2.next_up();
    const ANY: f64 = f64::INFINITY;
    match operator {
        Exp => (0.0, ANY),
        Expm1 if x > 0.0 => (x, ANY),
        Expm1 => (x.max(-1.0), 0.0),
        Log if x > 1.0 => (0.0, x),
        Log => (-ANY, 0.0),
        Log1p if x > 0.0 => (0.0, x),
        Log1p => (-ANY, x),
        Sin if x.abs() < 3.0 => (x.clamp(-1.0, 0.0), x.clamp(0.0, 1.0)),
        Sin => (-1.0, 1.0),
        Tan if x > 0.0 && x < 1.5 => (x, ANY),
        Tan if x < 0.0 && x > -1.5 => (-ANY, x),
        Cos => (-1.0, 1.0),
        Sinh if x > 0.0 => (x, ANY),
        Sinh => (-ANY, x),
        Cosh => (1.0, ANY),
        Atan => (x.clamp(-QUARTER_TURN, 0.0), x.clamp(0.0, QUARTER_TURN)),
        Tanh => (x.clamp(-1.0, 0.0), x.clamp(0.0, 1.0)),
        Asinh => (x.min(0.0), x.max(0.0)),
        Erf if x > 0.0 => (0.0, 1.0),
        Erf => (-1.0, 0.0),
        Erfc if x > 0.0 => (0.0, 1.0),
        Erfc => (1.0, 2.0),
        Sigmoid if x > 0.0 => (0.5, 1.0),
        Sigmoid => (0.0, 0.5),
        Softplus => (x.max(0.0), ANY),
        _ => (-ANY, ANY),
    }
}

impl Interval {
    /// A function that never falls, by its ends.
    #[inline]
    fn rising(self, operator: Operator) -> Self {
        self.through(|a| {
            let (lo, hi) = at(operator, a.lo);
            Self::new(lo, if a.is_point() { hi } else { at(operator, a.hi).1 })
        })
    }

    /// A function that is continuous where it is enclosed; nothing comes of nothing.
    #[inline]
    pub(super) fn through(self, f: impl FnOnce(Self) -> Self) -> Self {
        if self.is_empty() { Self::EMPTY } else { f(self).at_most(self.grade) }
    }

    /// The part from `least` on, of a function's domain; `open` where `least` itself is not in it.
    pub(super) fn part_from(self, least: f64, open: bool) -> Self {
        if self.lo > least || self.lo == least && !open {
            self
        } else if self.hi < least || self.hi == least && open {
            Self::EMPTY
        } else {
            Self { lo: least, grade: Grade::Unknown, ..self }
        }
    }

    /// A rising function of the numbers above `least`, that falls without bound towards it.
    fn logarithm(self, operator: Operator, least: f64) -> Self {
        self.part_from(least, true).through(|a| {
            let lo = if a.lo == least { f64::NEG_INFINITY } else { at(operator, a.lo).0 };
            Self::new(lo, at(operator, a.hi).1)
        })
    }

    /// e^a.
    #[must_use]
    pub fn exp(self) -> Self {
        self.rising(Operator::Exp)
    }

    /// e^a − 1.
    #[must_use]
    pub fn expm1(self) -> Self {
        self.rising(Operator::Expm1)
    }

    /// log(a), for the numbers above 0.
    #[must_use]
    pub fn log(self) -> Self {
        self.logarithm(Operator::Log, 0.0)
    }

    /// log(1 + a), for the numbers above −1.
    #[must_use]
    pub fn log1p(self) -> Self {
        self.logarithm(Operator::Log1p, -1.0)
    }

    /// √a, for the numbers from 0 on.
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.part_from(0.0, false).through(|a| Self::new(sqrt_down(a.lo), sqrt_up(a.hi)))
    }

    /// √(a² + b²).
    #[must_use]
    pub fn hypot(self, other: Self) -> Self {
        let corner = |a: f64, b: f64| {
            let longer = a.max(b);
            if a.min(b) == 0.0 {
                return (longer, longer);
            }
            let (lo, hi) = around(Algebra::hypot(&a, &b), widening(Operator::Hypot));
            (lo.max(longer), hi)
        };
        self.with(other, |a, b| {
            let (least, _) = corner(a.mignitude(), b.mignitude());
            let (_, most) = corner(a.magnitude(), b.magnitude());
            (least, most)
        })
    }

    /// Inverse tangent.
    #[must_use]
    pub fn atan(self) -> Self {
        self.rising(Operator::Atan)
    }

    /// Hyperbolic sine.
    #[must_use]
    pub fn sinh(self) -> Self {
        self.rising(Operator::Sinh)
    }

    /// Hyperbolic cosine.
    #[must_use]
    pub fn cosh(self) -> Self {
        self.abs().rising(Operator::Cosh)
    }

    /// Hyperbolic tangent.
    #[must_use]
    pub fn tanh(self) -> Self {
        self.rising(Operator::Tanh)
    }

    /// Inverse hyperbolic sine.
    #[must_use]
    pub fn asinh(self) -> Self {
        self.rising(Operator::Asinh)
    }

    /// Error function.
    #[must_use]
    pub fn erf(self) -> Self {
        self.rising(Operator::Erf)
    }

    /// 1 − erf(a), which falls.
    #[must_use]
    pub fn erfc(self) -> Self {
        self.through(|a| Self::new(at(Operator::Erfc, a.hi).0, at(Operator::Erfc, a.lo).1))
    }

    /// 1/(1 + e^−a).
    #[must_use]
    pub fn sigmoid(self) -> Self {
        self.rising(Operator::Sigmoid)
    }

    /// log(1 + e^a).
    #[must_use]
    pub fn softplus(self) -> Self {
        self.rising(Operator::Softplus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Grade::{Continuous, Unknown};

    fn interval(lo: f64, hi: f64) -> Interval {
        Interval::new(lo, hi)
    }

    /// How many floats apart the ends are, on one side of 0.
    fn floats_apart(a: Interval) -> u64 {
        a.hi().to_bits().abs_diff(a.lo().to_bits())
    }

    #[test]
    fn known_values_are_points() {
        let (zero, one) = (Interval::ZERO, Interval::ONE);
        for value in [zero.exp(), zero.cosh(), zero.erfc(), zero.cos()] {
            assert_eq!(value, one);
        }
        let odd = [zero.sin(), zero.tan(), zero.atan(), zero.sinh(), zero.tanh(), zero.asinh()];
        for value in odd.into_iter().chain([zero.erf(), zero.expm1(), zero.log1p(), one.log()]) {
            assert_eq!(value, zero);
        }
        assert_eq!(zero.sigmoid(), Interval::point(0.5));
        assert_eq!(Interval::point(-7.0).hypot(zero), Interval::point(7.0));
        assert_eq!(Interval::point(0.25).sqrt(), Interval::point(0.5));
    }

    #[test]
    fn infinite_ends_become_limits() {
        let line = Interval::ENTIRE;
        let lower = interval(f64::NEG_INFINITY, 0.0);
        assert_eq!(lower.exp(), interval(0.0, 1.0));
        assert_eq!(lower.expm1(), interval(-1.0, 0.0));
        assert_eq!(lower.sigmoid(), interval(0.0, 0.5));
        assert_eq!(lower.erfc(), interval(1.0, 2.0));
        assert_eq!(lower.softplus().lo(), 0.0);
        assert_eq!(line.tanh(), interval(-1.0, 1.0));
        assert_eq!(line.erf(), interval(-1.0, 1.0));
        assert_eq!(line.cosh(), interval(1.0, f64::INFINITY));
        assert_eq!(line.asinh(), line);
        assert!(line.atan().hi() == std::f64::consts::FRAC_PI_2.next_up());
        assert_eq!(line.hypot(Interval::ONE), interval(1.0, f64::INFINITY));
    }

    #[test]
    fn outside_the_domain_nothing_is_known() {
        let partly = interval(-1.0, 4.0).sqrt();
        assert_eq!(partly, interval(0.0, 2.0).at_most(Unknown));
        assert_eq!(interval(0.0, 4.0).sqrt().grade(), Continuous);
        assert_eq!(interval(-1.0, 1.0).log(), interval(f64::NEG_INFINITY, 0.0).at_most(Unknown));
        assert_eq!(interval(0.0, f64::INFINITY).log(), Interval::ENTIRE.at_most(Unknown));
        assert_eq!(interval(0.5, 1.0).log().grade(), Continuous);
        assert_eq!(interval(-1.0, 0.0).log1p(), interval(f64::NEG_INFINITY, 0.0).at_most(Unknown));
        for missed in [interval(-2.0, -1.0).sqrt(), interval(-2.0, 0.0).log()] {
            assert_eq!(missed, Interval::EMPTY);
        }
        assert_eq!(interval(-2.0, -1.0).log1p(), Interval::EMPTY);
        assert_eq!(Interval::EMPTY.exp(), Interval::EMPTY);
    }

    #[test]
    fn tails_keep_their_digits() {
        // e^−700, correctly rounded.
        let tail = 9.859_676_543_759_77e-305;
        for enclosed in [Interval::point(-700.0).sigmoid(), Interval::point(-700.0).softplus()] {
            assert!((enclosed.lo() / tail - 1.0).abs() < 1e-14);
            assert!(floats_apart(enclosed) <= 16);
        }
        for tiny in [1e-300, 5e-324] {
            let x = Interval::point(tiny);
            for enclosed in [x.expm1(), x.log1p(), x.sin(), x.tanh(), x.tan(), x.asinh()] {
                assert!(enclosed.contains(tiny) && floats_apart(enclosed) <= 10, "{enclosed:?}");
                assert!(enclosed.lo() >= 0.0);
            }
        }
    }

    #[test]
    fn results_past_all_floats_have_no_bound() {
        let large = Interval::point(1e4).exp();
        assert!(large.lo() > 1e308 && large.hi() == f64::INFINITY);
        let small = Interval::point(-1e4).exp();
        assert!(small.lo() == 0.0 && small.hi() > 0.0 && small.hi() < 1e-320);
    }
}
