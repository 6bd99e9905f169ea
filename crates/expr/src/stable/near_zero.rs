//! Next to 0 no identity saves x − tanh(x): what is left of it has to be computed as its Taylor series.
//!
//! The coefficients come from the [series algebra](crate::Series) in double-double, where what cancels
//! is exactly 0. The polynomial is used up to a radius at which its last terms no longer matter even to
//! a double-double, on each side of 0 by its own series if they differ.

use std::rc::Rc;

use super::candidate::Candidate;
use super::points::Points;
use crate::algebra::{DoubleDouble, Side, taylor};
use crate::expr::Expr;
use crate::number::Rational;
use crate::operator::Operator;

/// The order of the series.
const ORDER: usize = 30;
/// The last terms are this small beside the whole at the radius.
const NEGLIGIBLE: f64 = 1e-24;
/// How many last terms are looked at: one of them may be 0 by chance, or all odd ones by symmetry.
const LAST: usize = 4;
/// The largest radius.
const LARGEST_RADIUS: f64 = 0.5;
/// Series that agree to this, relatively, are one.
const SAME: f64 = 1e-25;

/// `form` with a polynomial next to 0, where that loses less.
pub(super) fn improve(
    given: &Expr,
    form: &Rc<Candidate>,
    points: &Points,
) -> Option<Rc<Candidate>> {
    let near = |index: usize| points.xs()[index].abs() < 0.01;
    if given.symbols() != ["x"] || !(0..points.xs().len()).any(|i| near(i) && form.loss_at(i) > 0.0)
    {
        return None;
    }
    let build = Build { points, x: Rc::new(Candidate::symbol(&"x".into(), points)) };
    let [left, right] = [Side::Left, Side::Right].map(|side| taylor(given, 0.0, side, ORDER));
    let radius = radius(&left)?.min(radius(&right)?);
    // At 0 itself the formula decides which side's value counts.
    let here = points.xs().iter().position(|&x| x == 0.0).map(|index| form.values[index]);
    let meets = |series: &[DoubleDouble]| {
        here.is_none_or(|here| (series[0].hi() - here.value).abs() <= here.error)
    };
    let polynomial = match (meets(&left), meets(&right)) {
        (true, true) if same(&left, &right, radius) => build.polynomial(&right)?,
        (left_at_zero, right_at_zero) => {
            let before =
                build.where_x(if right_at_zero { Operator::Less } else { Operator::LessEq });
            let sides = [before, build.polynomial(&left)?, build.polynomial(&right)?];
            let beside = build.apply(Operator::If, &sides);
            if left_at_zero || right_at_zero {
                beside
            } else {
                build.apply(Operator::If, &[build.where_x(Operator::Equal), form.clone(), beside])
            }
        }
    };
    let size = build.apply(Operator::Abs, std::slice::from_ref(&build.x));
    let limit = build.number(&short_below(radius)?);
    let inside = build.apply(Operator::Less, &[size, limit]);
    let joined = build.apply(Operator::If, &[inside, polynomial, form.clone()]);
    (joined.score() < form.score()).then_some(joined)
}

/// How far from 0 the last terms are negligible; none where the series is too short to tell.
fn radius(series: &[DoubleDouble]) -> Option<f64> {
    if series.len() <= ORDER {
        return None;
    }
    let first = series.iter().position(|c| c.hi() != 0.0)?;
    let leading = series[first].hi().abs();
    let last = (ORDER + 1 - LAST..=ORDER).filter(|&k| k > first).map(|k| {
        let ratio = series[k].hi().abs() / leading;
        #[expect(clippy::cast_precision_loss, reason = "orders are small")]
        let steps = (k - first) as f64;
        if ratio == 0.0 { f64::INFINITY } else { libm::pow(NEGLIGIBLE / ratio, 1.0 / steps) }
    });
    let radius = last.fold(LARGEST_RADIUS, f64::min);
    (radius > 0.0).then_some(radius)
}

fn same(left: &[DoubleDouble], right: &[DoubleDouble], radius: f64) -> bool {
    let term = |c: &DoubleDouble, k: usize| {
        c.hi().abs() * libm::pow(radius, f64::from(u32::try_from(k).unwrap_or(u32::MAX)))
    };
    let whole = right.iter().enumerate().map(|(k, c)| term(c, k)).fold(0.0, f64::max);
    left.iter().zip(right).enumerate().all(|(k, (a, b))| {
        let difference = DoubleDouble::sum(a.hi() - b.hi(), a.lo() - b.lo());
        term(&difference, k) <= SAME * whole
    })
}

/// A number below `radius` with one decimal digit.
fn short_below(radius: f64) -> Option<Rational> {
    let exponent = libm::floor(libm::log10(radius));
    (1..10).rev().find_map(|digit| {
        let number = Rational::from_decimal(&format!("{digit}e{exponent}"))?;
        (number.to_f64() <= radius).then_some(number)
    })
}

struct Build<'a> {
    points: &'a Points,
    x: Rc<Candidate>,
}

impl Build<'_> {
    fn apply(&self, operator: Operator, arguments: &[Rc<Candidate>]) -> Rc<Candidate> {
        Rc::new(Candidate::apply(operator, arguments, self.points))
    }

    /// The condition that x compares with 0 in this way.
    fn where_x(&self, comparison: Operator) -> Rc<Candidate> {
        self.apply(comparison, &[self.x.clone(), self.number(&Rational::integer(0))])
    }

    fn number(&self, value: &Rational) -> Rc<Candidate> {
        Rc::new(Candidate::number(value, self.points))
    }

    /// Horner's scheme, in x² where only every second coefficient is there.
    fn polynomial(&self, series: &[DoubleDouble]) -> Option<Rc<Candidate>> {
        let first = series.iter().position(|c| c.hi() != 0.0)?;
        let alternate = series[first..].iter().skip(1).step_by(2).all(|c| c.hi() == 0.0);
        let step = if alternate { 2 } else { 1 };
        let factor = self.power(step)?;
        let mut sum: Option<Rc<Candidate>> = None;
        let coefficients: Vec<&DoubleDouble> = series[first..].iter().step_by(step).collect();
        for coefficient in coefficients.into_iter().rev() {
            let high = Rational::from_f64_exact(coefficient.hi())?;
            let low = Rational::from_f64_exact(coefficient.lo())?;
            let coefficient = self.number(&high.add(&low)?);
            sum = Some(match sum {
                None => coefficient,
                Some(sum) => {
                    let product = self.apply(Operator::Mul, &[factor.clone(), sum]);
                    self.apply(Operator::Add, &[coefficient, product])
                }
            });
        }
        let sum = sum?;
        Some(match self.power(first) {
            Some(power) => self.apply(Operator::Mul, &[power, sum]),
            None => sum,
        })
    }

    /// x^n; none for n = 0.
    fn power(&self, n: usize) -> Option<Rc<Candidate>> {
        match n {
            0 => None,
            1 => Some(self.x.clone()),
            n => {
                let exponent = self.number(&Rational::integer(i64::try_from(n).ok()?));
                Some(self.apply(Operator::Pow, &[self.x.clone(), exponent]))
            }
        }
    }
}
