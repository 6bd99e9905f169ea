//! Intervals as an [`Algebra`], so that any formula can be enclosed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::f64::consts;

use nonlin_expr::{Algebra, Rational};

use super::{Grade, Interval};

/// Whole numbers up to here are floats.
const WHOLE: i64 = 1 << 53;
/// Fractions whose enclosures are remembered: more than a formula has.
const REMEMBERED: usize = 256;

thread_local! {
    /// A formula is evaluated on thousands of boxes, and its numbers are the same on all of them.
    static FRACTIONS: RefCell<HashMap<Rational, Interval>> = RefCell::default();
}

/// An exact number between neighbouring floats, or on one.
fn number(value: &Rational) -> Interval {
    if let Some(whole) = value.to_integer().filter(|whole| (-WHOLE..=WHOLE).contains(whole)) {
        return Interval::point(whole as f64);
    }
    FRACTIONS.with_borrow_mut(|known| {
        if let Some(enclosure) = known.get(value) {
            return *enclosure;
        }
        if known.len() == REMEMBERED {
            known.clear();
        }
        *known.entry(value.clone()).or_insert_with(|| between_floats(value))
    })
}

fn between_floats(value: &Rational) -> Interval {
    let nearest = value.to_f64();
    match Rational::from_f64_exact(nearest) {
        Some(float) if float == *value => Interval::point(nearest),
        Some(float) if float < *value => Interval::new(nearest, nearest.next_up()),
        Some(_) => Interval::new(nearest.next_down(), nearest),
        // Past all floats.
        None if value.is_negative() => Interval::new(f64::NEG_INFINITY, f64::MIN),
        None => Interval::new(f64::MAX, f64::INFINITY),
    }
}

/// Both π and e lie above the floats nearest to them.
const fn above(nearest: f64) -> Interval {
    Interval { lo: nearest, hi: nearest.next_up(), grade: Grade::Continuous }
}

#[rustfmt::skip]
impl Algebra for Interval {
    fn number(value: &Rational) -> Self { number(value) }
    fn pi() -> Self { const { above(consts::PI) } }
    fn e() -> Self { const { above(consts::E) } }
    fn neg(a: &Self) -> Self { Self::neg(*a) }
    fn add(a: &Self, b: &Self) -> Self { Self::add(*a, *b) }
    fn sub(a: &Self, b: &Self) -> Self { Self::sub(*a, *b) }
    fn mul(a: &Self, b: &Self) -> Self { Self::mul(*a, *b) }
    fn div(a: &Self, b: &Self) -> Self { Self::div(*a, *b) }
    fn pow(a: &Self, b: &Self) -> Self { Self::pow(*a, *b) }
    fn exp(a: &Self) -> Self { Self::exp(*a) }
    fn expm1(a: &Self) -> Self { Self::expm1(*a) }
    fn log(a: &Self) -> Self { Self::log(*a) }
    fn log1p(a: &Self) -> Self { Self::log1p(*a) }
    fn sqrt(a: &Self) -> Self { Self::sqrt(*a) }
    fn hypot(a: &Self, b: &Self) -> Self { Self::hypot(*a, *b) }
    fn abs(a: &Self) -> Self { Self::abs(*a) }
    fn sign(a: &Self) -> Self { Self::sign(*a) }
    fn floor(a: &Self) -> Self { Self::floor(*a) }
    fn min(a: &Self, b: &Self) -> Self { Self::min(*a, *b) }
    fn max(a: &Self, b: &Self) -> Self { Self::max(*a, *b) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::clamp(*a, *b, *c) }
    fn sin(a: &Self) -> Self { Self::sin(*a) }
    fn cos(a: &Self) -> Self { Self::cos(*a) }
    fn tan(a: &Self) -> Self { Self::tan(*a) }
    fn atan(a: &Self) -> Self { Self::atan(*a) }
    fn sinh(a: &Self) -> Self { Self::sinh(*a) }
    fn cosh(a: &Self) -> Self { Self::cosh(*a) }
    fn tanh(a: &Self) -> Self { Self::tanh(*a) }
    fn asinh(a: &Self) -> Self { Self::asinh(*a) }
    fn erf(a: &Self) -> Self { Self::erf(*a) }
    fn erfc(a: &Self) -> Self { Self::erfc(*a) }
    fn sigmoid(a: &Self) -> Self { Self::sigmoid(*a) }
    fn softplus(a: &Self) -> Self { Self::softplus(*a) }
    fn less(a: &Self, b: &Self) -> Self { Self::less(*a, *b) }
    fn less_eq(a: &Self, b: &Self) -> Self { Self::less_eq(*a, *b) }
    fn greater(a: &Self, b: &Self) -> Self { Self::less(*b, *a) }
    fn greater_eq(a: &Self, b: &Self) -> Self { Self::less_eq(*b, *a) }
    fn equal(a: &Self, b: &Self) -> Self { Self::equal(*a, *b) }
    fn not_equal(a: &Self, b: &Self) -> Self { Self::equal(*a, *b).not() }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self { Self::choose(*a, *b, *c) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nonlin_expr::Expr;

    fn enclose(formula: &str, x: Interval) -> Interval {
        Expr::parse(formula).unwrap().evaluate(|_| x)
    }

    #[test]
    fn numbers_lie_between_neighbours() {
        let tenth = Rational::from_decimal("0.1").unwrap();
        let enclosed = <Interval as Algebra>::number(&tenth);
        assert_eq!((enclosed.lo(), enclosed.hi()), (0.1_f64.next_down(), 0.1));
        let number = |text: &str| number(&Rational::from_decimal(text).unwrap());
        assert_eq!(number("0.75"), Interval::point(0.75));
        assert_eq!(number("1e-350"), Interval::new(0.0, 5e-324));
        assert_eq!(number("1e350"), Interval::new(f64::MAX, f64::INFINITY));
        assert_eq!(super::number(&Rational::from_decimal("1e350").unwrap().neg()).hi(), f64::MIN);
    }

    #[test]
    fn formulas_are_enclosed() {
        let unit = Interval::new(-1.0, 1.0);
        assert_eq!(enclose("max(0, x)", unit), Interval::new(0.0, 1.0));
        assert_eq!(enclose("1/x", unit).grade(), Grade::Unknown);
        assert_eq!(enclose("if(x != 0, 2, 3)", unit).grade(), Grade::Defined);
        assert_eq!(enclose("sqrt(x)", unit), Interval::new(0.0, 1.0).at_most(Grade::Unknown));
        assert!(enclose("log(x - 2)", unit).is_empty());
        let silu = enclose("x*sigmoid(x)", Interval::point(0.5));
        assert!(silu.contains(0.311_229_665_600_927_3) && silu.width() < 1e-14);
    }
}
