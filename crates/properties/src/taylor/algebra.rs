//! Every operator on Taylor series with interval coefficients.

use nonlin_expr::recurrences::{self, Coefficient};
use nonlin_expr::{Algebra, Rational};

use super::Jet;
use crate::interval::{Grade, Interval};

impl Coefficient for Interval {
    fn whole(value: i32) -> Self {
        Self::point(value.into())
    }

    fn plus(self, b: Self) -> Self {
        self.add(b)
    }

    fn minus(self, b: Self) -> Self {
        self.sub(b)
    }

    fn times(self, b: Self) -> Self {
        self.mul(b)
    }

    /// A coefficient that does not exist is not known.
    fn over(self, b: Self) -> Self {
        let quotient = self.div(b);
        if quotient.is_empty() { Self::ENTIRE.at_most(Grade::Unknown) } else { quotient }
    }
}

type Terms = Vec<Interval>;

/// The value, and nothing about derivatives.
fn value_only(value: Interval, length: usize) -> Terms {
    let unknown = Interval::ENTIRE.at_most(Grade::Unknown);
    std::iter::once(value).chain((1..length).map(|_| unknown)).collect()
}

/// A series that may be either of two, which meet continuously: the slope lies between theirs, and
/// higher derivatives do not exist everywhere.
fn either(value: Interval, a: &[Interval], b: &[Interval]) -> Terms {
    let mut terms = value_only(value, a.len());
    if let [_, slope, ..] = &mut terms[..] {
        *slope = a[1].hull(b[1]);
    }
    terms
}

impl Jet {
    fn unary(&self, f: impl Fn(&[Interval]) -> Terms) -> Self {
        Self { at: f(&self.at), over: f(&self.over), is_constant: self.is_constant }
    }

    /// Both at the same length.
    fn binary(&self, other: &Self, f: impl Fn(&[Interval], &[Interval]) -> Terms) -> Self {
        let length = match (self.is_constant, other.is_constant) {
            (true, _) => other.at.len(),
            (_, true) => self.at.len(),
            _ => self.at.len().min(other.at.len()),
        };
        let padded = |series: &[Interval], is_constant: bool| -> Terms {
            if is_constant {
                let zeros = (1..length).map(|_| Interval::ZERO);
                std::iter::once(series[0]).chain(zeros).collect()
            } else {
                series[..length].to_vec()
            }
        };
        let [a, b] = [self, other]
            .map(|jet| [padded(&jet.at, jet.is_constant), padded(&jet.over, jet.is_constant)]);
        Self {
            at: f(&a[0], &b[0]),
            over: f(&a[1], &b[1]),
            is_constant: self.is_constant && other.is_constant,
        }
    }

    /// f(self) for f with this value, where its derivative is `slope`(self).
    fn integral(&self, value: impl Fn(&Interval) -> Interval, slope: &Self) -> Self {
        self.binary(slope, |a, g| recurrences::integral(a, value(&a[0]), g))
    }

    fn square(&self) -> Self {
        self.unary(square)
    }

    fn reciprocal(&self) -> Self {
        Self::div(&Self::constant(Interval::ONE), self)
    }

    fn one_plus(&self) -> Self {
        Self::add(&Self::constant(Interval::ONE), self)
    }

    /// Whether both coefficients are exactly 0 at the anchor.
    fn vanishes_at_anchor(&self) -> bool {
        !self.is_constant && self.at.len() > 1 && self.at[0].is_point() && self.at[0].contains(0.0)
    }

    /// self/(x − c) for a function that is 0 at the anchor c. Its k-th coefficient at x is an average of
    /// the (k+1)-th of self between c and x: f(x)/(x−c) is the mean of f′ there.
    fn without_root(&self) -> Self {
        Self { at: self.at[1..].to_vec(), over: self.over[1..].to_vec(), is_constant: false }
    }

    /// self^n for a whole n ≥ 1, by squaring.
    fn whole_power(&self, n: u64) -> Self {
        if n == 1 {
            return self.clone();
        }
        let square = self.whole_power(n / 2).square();
        if n.is_multiple_of(2) { square } else { Self::mul(&square, self) }
    }

    /// self^b for a constant b.
    fn to_the(&self, b: Interval) -> Self {
        if let Some(n) = whole(b) {
            return match n {
                0 => Self::constant(Interval::ONE),
                1.. => self.whole_power(n.unsigned_abs()),
                _ => self.whole_power(n.unsigned_abs()).reciprocal(),
            };
        }
        self.unary(|a| recurrences::power(a, b, Algebra::pow(&a[0], &b)))
    }

    /// One where the sign of self decides: `Some` where it is known on box and anchor alike.
    fn decided(&self) -> Option<f64> {
        let condition = self.over[0];
        condition.is_point().then_some(condition.lo())
    }

    /// A function without slope that may jump.
    fn level(&self, value: impl Fn(&Interval) -> Interval) -> Self {
        self.unary(|a| {
            let value = value(&a[0]);
            if value.is_point() && value.grade() == Grade::Continuous {
                std::iter::once(value).chain(a[1..].iter().map(|_| Interval::ZERO)).collect()
            } else {
                value_only(value, a.len())
            }
        })
    }

    fn compare(&self, other: &Self, f: impl Fn(&Interval, &Interval) -> Interval) -> Self {
        let values = self.binary(other, |a, b| value_only(f(&a[0], &b[0]), a.len()));
        values.level(|value| *value)
    }
}

/// The whole number that an interval is.
fn whole(b: Interval) -> Option<i64> {
    const LARGEST: f64 = 1e6;
    let is_whole = b.is_point() && b.lo().fract() == 0.0 && b.lo().abs() <= LARGEST;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below a million")]
    is_whole.then(|| b.lo() as i64)
}

fn square(a: &[Interval]) -> Terms {
    (0..a.len())
        .map(|k| {
            // Σ a_j·a_(k−j): twice those below the middle, and the middle one squared.
            let twice =
                (0..k.div_ceil(2)).fold(Interval::ZERO, |sum, j| sum.add(a[j].mul(a[k - j])));
            let sum = twice.add(twice);
            if k % 2 == 0 { sum.add(a[k / 2].square()) } else { sum }
        })
        .collect()
}

fn negated(a: &[Interval]) -> Terms {
    a.iter().map(|a| a.neg()).collect()
}

fn abs(a: &[Interval]) -> Terms {
    if a[0].lo() >= 0.0 {
        a.to_vec()
    } else if a[0].hi() <= 0.0 {
        negated(a)
    } else {
        either(Algebra::abs(&a[0]), a, &negated(a))
    }
}

fn larger(a: &[Interval], b: &[Interval]) -> Terms {
    if a[0].lo() >= b[0].hi() {
        a.to_vec()
    } else if a[0].hi() <= b[0].lo() {
        b.to_vec()
    } else {
        either(Algebra::max(&a[0], &b[0]), a, b)
    }
}

/// 2/√π·e^(−a²).
fn bell(a: &Jet) -> Jet {
    let two = Interval::point(2.0);
    let factor = Jet::constant(two.div(Algebra::sqrt(&<Interval as Algebra>::pi())));
    Jet::mul(&factor, &Jet::exp(&Jet::neg(&a.square())))
}

fn hyperbolic(a: &[Interval]) -> (Terms, Terms) {
    recurrences::pair(a, [Algebra::sinh(&a[0]), Algebra::cosh(&a[0])], 1)
}

fn circular(a: &[Interval]) -> (Terms, Terms) {
    recurrences::pair(a, [Algebra::sin(&a[0]), Algebra::cos(&a[0])], -1)
}

fn logistic(a: &[Interval]) -> Terms {
    recurrences::logistic(a, [Algebra::sigmoid(&a[0]), Algebra::sigmoid(&a[0].neg())]).0
}

fn tanh(a: &[Interval]) -> Terms {
    let slope = Interval::ONE.div(Algebra::cosh(&a[0]).square());
    recurrences::tanh(a, Algebra::tanh(&a[0]), slope)
}

#[rustfmt::skip]
impl Algebra for Jet {
    fn number(value: &Rational) -> Self { Self::constant(<Interval as Algebra>::number(value)) }
    fn pi() -> Self { Self::constant(<Interval as Algebra>::pi()) }
    fn e() -> Self { Self::constant(<Interval as Algebra>::e()) }
    fn neg(a: &Self) -> Self { a.unary(negated) }
    fn add(a: &Self, b: &Self) -> Self { a.binary(b, |a, b| a.iter().zip(b).map(|(a, b)| a.add(*b)).collect()) }
    fn sub(a: &Self, b: &Self) -> Self { a.binary(b, |a, b| a.iter().zip(b).map(|(a, b)| a.sub(*b)).collect()) }
    fn mul(a: &Self, b: &Self) -> Self { a.binary(b, |a, b| (0..a.len()).map(|k| recurrences::convolution(a, b, k)).collect()) }
    fn div(a: &Self, b: &Self) -> Self {
        if a.vanishes_at_anchor() && b.vanishes_at_anchor() { return Self::div(&a.without_root(), &b.without_root()); }
        a.binary(b, recurrences::quotient)
    }
    fn pow(a: &Self, b: &Self) -> Self {
        if b.is_constant() { a.to_the(b.over[0]) } else { Self::exp(&Self::mul(b, &Self::log(a))) }
    }
    fn exp(a: &Self) -> Self { a.unary(|a| recurrences::exp(a, Algebra::exp(&a[0]))) }
    fn expm1(a: &Self) -> Self { a.integral(Algebra::expm1, &Self::exp(a)) }
    fn log(a: &Self) -> Self { a.integral(Algebra::log, &a.reciprocal()) }
    fn log1p(a: &Self) -> Self { a.integral(Algebra::log1p, &a.one_plus().reciprocal()) }
    fn sqrt(a: &Self) -> Self { a.unary(|a| recurrences::power(a, Interval::point(0.5), Algebra::sqrt(&a[0]))) }
    fn hypot(a: &Self, b: &Self) -> Self { Self::sqrt(&Self::add(&a.square(), &b.square())) }
    fn abs(a: &Self) -> Self { a.unary(abs) }
    fn sign(a: &Self) -> Self { a.level(Algebra::sign) }
    fn floor(a: &Self) -> Self { a.level(Algebra::floor) }
    fn min(a: &Self, b: &Self) -> Self { Self::neg(&Self::max(&Self::neg(a), &Self::neg(b))) }
    fn max(a: &Self, b: &Self) -> Self { a.binary(b, larger) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::min(&Self::max(a, b), c) }
    fn sin(a: &Self) -> Self { a.unary(|a| circular(a).0) }
    fn cos(a: &Self) -> Self { a.unary(|a| circular(a).1) }
    fn tan(a: &Self) -> Self { a.unary(|a| recurrences::tan(a, Algebra::tan(&a[0]))) }
    fn atan(a: &Self) -> Self { a.integral(Algebra::atan, &a.square().one_plus().reciprocal()) }
    fn sinh(a: &Self) -> Self { a.unary(|a| hyperbolic(a).0) }
    fn cosh(a: &Self) -> Self { a.unary(|a| hyperbolic(a).1) }
    fn tanh(a: &Self) -> Self { a.unary(tanh) }
    fn asinh(a: &Self) -> Self { a.integral(Algebra::asinh, &Self::sqrt(&a.square().one_plus()).reciprocal()) }
    fn erf(a: &Self) -> Self { a.integral(Algebra::erf, &bell(a)) }
    fn erfc(a: &Self) -> Self { a.integral(Algebra::erfc, &Self::neg(&bell(a))) }
    fn sigmoid(a: &Self) -> Self { a.unary(logistic) }
    fn softplus(a: &Self) -> Self { a.integral(Algebra::softplus, &Self::sigmoid(a)) }
    fn less(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::less) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::less_eq) }
    fn greater(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::greater) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::greater_eq) }
    fn equal(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::equal) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.compare(b, Algebra::not_equal) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        match a.decided() {
            Some(condition) => if condition == 0.0 { c.clone() } else { b.clone() },
            None => b.binary(c, |b, c| value_only(b[0].hull(c[0]).at_most(Grade::Defined), b.len())),
        }
    }
}
