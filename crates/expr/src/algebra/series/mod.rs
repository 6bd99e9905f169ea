//! Truncated power series: a function's value and all its derivatives at a point, to the right or to
//! the left of it.
//!
//! An operator on series is the classical recurrence between Taylor coefficients. Operators that choose
//! between pieces (max, sign, if) look at the first coefficients that differ and at the side, so a kink
//! has two series. Where a formula cancels (x − tanh x = x³/3 − …) so do its coefficients: each carries a
//! bound on its rounding error, and one that is below its bound counts as exactly 0. That is a numerical
//! judgement: a coefficient that is truly there but 10^30 times smaller than what it came from is lost.
//! Where noise has grown instead (sin(x)/x next to 0 divides by 0.001 + t, and each coefficient's noise by
//! 0.001), the series ends.

mod noisy;

use crate::algebra::DoubleDouble;
use crate::algebra::recurrences::{self, Coefficient};
use crate::expr::Expr;
use crate::number::Rational;
use crate::operator::Algebra;
use noisy::Noisy;

/// The largest number of coefficients beyond those asked for that divisions may use up.
const MAX_RESERVE: usize = 64;

/// The side of the centre on which a series holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below the centre.
    Left,
    /// Above the centre.
    Right,
}

impl Side {
    const fn sign(self) -> f64 {
        match self {
            Self::Left => -1.0,
            Self::Right => 1.0,
        }
    }
}

/// A function of t near 0, on one side of it, as the first coefficients of its Taylor series.
///
/// Divisions by something that vanishes at 0 and lost digits leave fewer coefficients; a pole, a branch
/// point or an undefined value leaves the constant NaN.
#[derive(Debug, Clone)]
pub struct Series {
    /// At least one.
    terms: Vec<Noisy>,
    /// `None` for a constant, whose further coefficients are all 0.
    side: Option<Side>,
}

impl Series {
    /// `centre` + t, to the power `order` of t.
    #[must_use]
    pub fn variable(centre: f64, side: Side, order: usize) -> Self {
        let slope = (order > 0).then_some(1.0);
        let terms = std::iter::once(centre).chain(slope).chain((1..order).map(|_| 0.0));
        Self { terms: terms.map(Noisy::exact).collect(), side: Some(side) }
    }

    /// The coefficient of t^k; `None` where it is not known.
    #[must_use]
    pub fn coefficient(&self, k: usize) -> Option<DoubleDouble> {
        self.known(k).map(|term| term.value)
    }

    /// A bound on the rounding error of the coefficient of t^k, to first order.
    #[must_use]
    pub fn noise(&self, k: usize) -> Option<f64> {
        self.known(k).map(|term| term.noise)
    }

    fn known(&self, k: usize) -> Option<Noisy> {
        self.first().hi().is_finite().then(|| self.term(k)).flatten()
    }

    fn term(&self, k: usize) -> Option<Noisy> {
        let zero = self.side.is_none().then(|| Noisy::exact(0.0));
        self.terms.get(k).copied().or(zero)
    }

    fn first(&self) -> DoubleDouble {
        self.terms[0].value
    }

    fn constant(term: Noisy) -> Self {
        Self { terms: vec![term], side: None }
    }

    fn undefined() -> Self {
        Self::constant(Noisy::exact(f64::NAN))
    }

    /// A series on the side of `self`. Coefficients that are the noise of a cancellation become 0; it ends
    /// before one whose digits are lost.
    fn with(&self, terms: Vec<Noisy>) -> Self {
        let known = terms.into_iter().map(Noisy::settled);
        let terms: Vec<Noisy> = known.take_while(|term| term.value.hi().is_finite()).collect();
        if terms.is_empty() { Self::undefined() } else { Self { terms, side: self.side } }
    }

    fn zeros(&self, known: usize) -> Self {
        self.with(vec![Noisy::exact(0.0); known])
    }

    /// Both at the same length, and a series that says on which side they are.
    fn aligned<'a>(&'a self, other: &'a Self) -> (Vec<Noisy>, Vec<Noisy>, &'a Self) {
        let shorter = match (self.side, other.side) {
            (Some(_), None) => self,
            (Some(_), Some(_)) if self.terms.len() < other.terms.len() => self,
            _ => other,
        };
        let terms =
            |series: &Self| (0..shorter.terms.len()).map_while(|k| series.term(k)).collect();
        (terms(self), terms(other), shorter)
    }

    /// The place of the first coefficient that is not 0; `None` for a zero.
    fn leading(&self) -> Option<usize> {
        self.terms.iter().position(|term| !term.is_zero())
    }

    /// −1, 0 or 1 next to the centre, or NaN.
    fn sign_beside(&self) -> f64 {
        let Some(place) = self.leading() else { return 0.0 };
        let sign = self.terms[place].value.hi();
        let side = self.side.map_or(1.0, Side::sign);
        if sign.is_nan() { f64::NAN } else { sign.signum() * odd_power(side, place) }
    }

    fn compare(&self, other: &Self, holds: impl Fn(f64) -> bool) -> Self {
        let sign = Self::sub(self, other).sign_beside();
        if sign.is_nan() {
            return Self::undefined();
        }
        number(f64::from(u8::from(holds(sign))))
    }

    /// f(self) that begins with `value`, where the derivative f′(self) is known.
    fn integral(&self, value: DoubleDouble, derivative: &Self) -> Self {
        let (a, g, like) = self.aligned(derivative);
        let first = a[0].image(value, g[0].value.hi());
        like.with(recurrences::integral(&a, first, &g))
    }

    /// f(self) and g(self) that begin with `values`, where f′ = g and g′ = sign·f.
    fn pair(&self, [f, g]: [DoubleDouble; 2], sign: i32) -> (Self, Self) {
        let first = self.terms[0];
        let values = [first.image(f, g.hi()), first.image(g, f.hi())];
        let (f, g) = recurrences::pair(&self.terms, values, sign);
        (self.with(f), self.with(g))
    }

    /// self^b for a number b.
    fn to_the(&self, b: Noisy) -> Self {
        let n = b.value.hi();
        if n == 0.0 {
            return number(1.0);
        }
        let is_whole = Algebra::floor(&b.value) == b.value;
        let known = self.terms.len();
        let Some(place) = self.leading() else {
            // A zero as far as it is known.
            let known = if n >= 1.0 { known } else { 1 };
            return if n > 0.0 { self.zeros(known) } else { Self::undefined() };
        };
        // (t^m·a)^b = t^(m·b)·a^b; for a broken b, it is |t|^(m·b)·(±a)^b with the sign of t^m.
        let exponent = place as f64 * n;
        let side = self.side.map_or(1.0, Side::sign);
        let turn = if is_whole { 1.0 } else { odd_power(side, place) };
        let base = self.terms[place..].iter().map(|a| Noisy::exact(turn).mul(*a));
        let base: Vec<Noisy> = base.collect();
        if exponent < 0.0 || (!is_whole && base[0].value.hi() < 0.0) {
            return Self::undefined();
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let places = exponent.ceil() as usize;
        if places >= known || exponent.fract() != 0.0 {
            // Nothing else up to here, or to a branch point past which there are no derivatives.
            return self.zeros(places.min(known));
        }
        let turn = if is_whole { 1.0 } else { odd_power(side, places) };
        let value = DoubleDouble::pow(&base[0].value, &b.value);
        let mut first = base[0].image(value, value.hi() * n / base[0].value.hi());
        first.noise += b.image(value, value.hi() * base[0].value.hi().abs().ln()).noise;
        let power =
            recurrences::power(&base, b, first).into_iter().map(|f| Noisy::exact(turn).mul(f));
        let terms = std::iter::repeat_n(Noisy::exact(0.0), places).chain(power);
        self.with(terms.take(known).collect())
    }
}

/// sign^k for a sign ±1.
fn odd_power(sign: f64, k: usize) -> f64 {
    if k % 2 == 1 { sign } else { 1.0 }
}

fn number(value: f64) -> Series {
    Series::constant(Noisy::exact(value))
}

fn one_plus_square(a: &Series) -> Series {
    Series::add(&number(1.0), &Series::mul(a, a))
}

/// 2/√π·e^(−a²).
fn bell(a: &Series) -> Series {
    let factor = Series::div(&number(2.0), &Series::sqrt(&Series::pi()));
    Series::mul(&factor, &Series::exp(&Series::neg(&Series::mul(a, a))))
}

/// The Taylor coefficients of an expression at `centre`, as it is on that side; every symbol is the
/// variable.
///
/// They are `order` + 1, or fewer where the function has no more derivatives on that side (x^(3/2) at 0),
/// the formula divides too many zeros by each other or the digits are lost; where it is undefined or
/// unbounded next to the centre, there are none.
///
/// ```
/// use nonlin_expr::{Expr, Side, taylor};
///
/// // x − tanh(x) = x³/3 − 2x⁵/15 + …: what cancels near 0 is 0 here.
/// let shrink = taylor(&Expr::parse("x-tanh(x)")?, 0.0, Side::Right, 5);
/// let leading: Vec<f64> = shrink.iter().map(|c| c.hi()).collect();
/// assert_eq!(leading, [0.0, 0.0, 0.0, 1.0 / 3.0, 0.0, -2.0 / 15.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn taylor(expr: &Expr, centre: f64, side: Side, order: usize) -> Vec<DoubleDouble> {
    let (mut reserve, mut before) = (0, 0);
    loop {
        let series = expr.evaluate(|_| Series::variable(centre, side, order + reserve));
        let known: Vec<DoubleDouble> = (0..=order).map_while(|k| series.coefficient(k)).collect();
        let missing = order + 1 - known.len();
        // More terms to begin with do not always leave more.
        if missing == 0 || known.len() <= before || reserve + missing > MAX_RESERVE {
            return known;
        }
        (reserve, before) = (reserve + missing, known.len());
    }
}

#[rustfmt::skip]
impl Algebra for Series {
    fn number(value: &Rational) -> Self { Self::constant(Noisy::number(value)) }
    fn pi() -> Self { Self::constant(Noisy::rounded(DoubleDouble::pi())) }
    fn e() -> Self { Self::constant(Noisy::rounded(DoubleDouble::e())) }
    fn neg(a: &Self) -> Self { a.with(a.terms.iter().map(|term| term.neg()).collect()) }
    fn add(a: &Self, b: &Self) -> Self {
        let (a, b, like) = a.aligned(b);
        like.with(a.into_iter().zip(b).map(|(a, b)| a.add(b)).collect())
    }
    fn sub(a: &Self, b: &Self) -> Self { Self::add(a, &Self::neg(b)) }
    fn mul(a: &Self, b: &Self) -> Self {
        let (a, b, like) = a.aligned(b);
        like.with((0..a.len().min(b.len())).map(|k| recurrences::convolution(&a, &b, k)).collect())
    }
    fn div(a: &Self, b: &Self) -> Self {
        let Some(place) = b.leading() else { return Self::undefined() };
        // A pole, unless the dividend vanishes as fast.
        if (0..place).any(|k| a.term(k).is_none_or(|term| !term.is_zero())) { return Self::undefined(); }
        let (a, b, like) = a.aligned(b);
        like.with(recurrences::quotient(a.get(place..).unwrap_or_default(), b.get(place..).unwrap_or_default()))
    }
    fn pow(a: &Self, b: &Self) -> Self {
        match b.side {
            None => a.to_the(b.terms[0]),
            Some(_) => Self::exp(&Self::mul(b, &Self::log(a))),
        }
    }
    fn exp(a: &Self) -> Self { let value = DoubleDouble::exp(&a.first()); a.with(recurrences::exp(&a.terms, a.terms[0].image(value, value.hi()))) }
    fn expm1(a: &Self) -> Self { a.integral(DoubleDouble::expm1(&a.first()), &Self::exp(a)) }
    fn log(a: &Self) -> Self { a.integral(DoubleDouble::log(&a.first()), &Self::div(&number(1.0), a)) }
    fn log1p(a: &Self) -> Self { a.integral(DoubleDouble::log1p(&a.first()), &Self::div(&number(1.0), &Self::add(&number(1.0), a))) }
    fn sqrt(a: &Self) -> Self { a.to_the(Noisy::exact(0.5)) }
    fn hypot(a: &Self, b: &Self) -> Self { Self::sqrt(&Self::add(&Self::mul(a, a), &Self::mul(b, b))) }
    fn abs(a: &Self) -> Self { if a.sign_beside() < 0.0 { Self::neg(a) } else { a.clone() } }
    fn sign(a: &Self) -> Self { number(a.sign_beside()) }
    fn floor(a: &Self) -> Self {
        let nearest = Algebra::floor(&Algebra::add(&a.first(), &0.5.into()));
        let whole = Self::constant(Noisy::exact(nearest.hi()).add(Noisy::exact(nearest.lo())));
        // Next to a whole number, the side decides; elsewhere, the distance does.
        if Self::sub(a, &whole).sign_beside() < 0.0 { Self::sub(&whole, &number(1.0)) } else { whole }
    }
    fn min(a: &Self, b: &Self) -> Self { Self::if_(&Self::greater(a, b), b, a) }
    fn max(a: &Self, b: &Self) -> Self { Self::if_(&Self::less(a, b), b, a) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::if_(&Self::greater(b, c), &Self::undefined(), &Self::min(&Self::max(a, b), c)) }
    fn sin(a: &Self) -> Self { let x = a.first(); a.pair([Algebra::sin(&x), Algebra::cos(&x)], -1).0 }
    fn cos(a: &Self) -> Self { let x = a.first(); a.pair([Algebra::sin(&x), Algebra::cos(&x)], -1).1 }
    fn tan(a: &Self) -> Self { let value = DoubleDouble::tan(&a.first()); a.with(recurrences::tan(&a.terms, a.terms[0].image(value, 1.0 + value.hi() * value.hi()))) }
    fn atan(a: &Self) -> Self { a.integral(DoubleDouble::atan(&a.first()), &Self::div(&number(1.0), &one_plus_square(a))) }
    fn sinh(a: &Self) -> Self { let x = a.first(); a.pair([Algebra::sinh(&x), Algebra::cosh(&x)], 1).0 }
    fn cosh(a: &Self) -> Self { let x = a.first(); a.pair([Algebra::sinh(&x), Algebra::cosh(&x)], 1).1 }
    fn tanh(a: &Self) -> Self {
        let cosh = DoubleDouble::cosh(&a.first());
        let slope = Algebra::div(&Algebra::div(&1.0.into(), &cosh), &cosh);
        let value = DoubleDouble::tanh(&a.first());
        let first = a.terms[0];
        a.with(recurrences::tanh(&a.terms, first.image(value, slope.hi()), first.image(slope, 2.0 * slope.hi())))
    }
    fn asinh(a: &Self) -> Self { a.integral(DoubleDouble::asinh(&a.first()), &one_plus_square(a).to_the(Noisy::exact(-0.5))) }
    fn erf(a: &Self) -> Self { a.integral(DoubleDouble::erf(&a.first()), &bell(a)) }
    fn erfc(a: &Self) -> Self { a.integral(DoubleDouble::erfc(&a.first()), &Self::neg(&bell(a))) }
    /// (1 + tanh(a/2))/2, but for its value.
    fn sigmoid(a: &Self) -> Self {
        let half = number(0.5);
        let mut sigmoid = Self::mul(&half, &Self::tanh(&Self::mul(&half, a)));
        let value = DoubleDouble::sigmoid(&a.first());
        sigmoid.terms[0] = a.terms[0].image(value, value.hi()).settled();
        sigmoid
    }
    fn softplus(a: &Self) -> Self { a.integral(DoubleDouble::softplus(&a.first()), &Self::sigmoid(a)) }
    fn less(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign < 0.0) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign <= 0.0) }
    fn greater(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign > 0.0) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign >= 0.0) }
    fn equal(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign == 0.0) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.compare(b, |sign| sign != 0.0) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        let sign = a.sign_beside();
        if sign.is_nan() { Self::undefined() } else if sign == 0.0 { c.clone() } else { b.clone() }
    }
}
