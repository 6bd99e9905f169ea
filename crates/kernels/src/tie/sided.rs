//! Exact results: a rational number, and the side of it on which the true one lies.
//!
//! Double-double does not tell a tie from what is next to it by 2^−96, nor 1 from 1 − e^−800. Formulas of
//! halves come that near for two reasons only: the result is rational and on the tie, or a term next to 0
//! or far out is left over, whose sign is known. So a number here is `value` + `side`·ε with an ε that is
//! positive and less than all else, and functions are known where they are rational, where their argument is
//! next to 0 (e^v = 1 + v + ε) and where they have all but reached their limit. Elsewhere nothing is known.

use std::cmp::Ordering;

use nonlin_expr::{Algebra, Rational};

/// What is left over of a series is less than 2^−80 of its last term below 2^−40.
const NEAR: f64 = 1.0 / (1_u64 << 40) as f64;
/// From here on e^−v is less than 2^−108, and so is 1 − tanh(v/2) and what is left of erf from the root of it.
const FAR: f64 = 75.0;

/// A number, if it is known.
#[derive(Debug, Clone)]
pub(super) struct Sided(Option<Known>);

#[derive(Debug, Clone)]
struct Known {
    value: Rational,
    /// −1, 0 or 1.
    side: i8,
}

/// Where an argument is.
enum Place {
    Zero,
    /// Next to 0, below it where `true`.
    Near(bool),
    /// Far out.
    Below,
    Above,
}

/// The sum of two sides, if it has one.
fn both(a: i8, b: i8) -> Option<i8> {
    match (a, b) {
        (0, side) | (side, 0) => Some(side),
        (a, b) => (a == b).then_some(a),
    }
}

fn sign(value: &Rational) -> i8 {
    match (value.is_zero(), value.is_negative()) {
        (true, _) => 0,
        (_, true) => -1,
        (_, false) => 1,
    }
}

fn whole(value: i64) -> Rational {
    Rational::integer(value)
}

impl Known {
    fn exact(value: Rational) -> Option<Self> {
        Some(Self { value, side: 0 })
    }

    fn is_exactly_zero(&self) -> bool {
        self.value.is_zero() && self.side == 0
    }

    fn place(&self, far: f64) -> Option<Place> {
        let size = self.value.to_f64();
        match size.abs() {
            0.0 if self.is_exactly_zero() => Some(Place::Zero),
            // A side alone is no term of a series.
            0.0 => None,
            near if near < NEAR => Some(Place::Near(size < 0.0)),
            large if large > far => Some(if size < 0.0 { Place::Below } else { Place::Above }),
            _ => None,
        }
    }

    fn compare(&self, other: &Self) -> Option<Ordering> {
        match self.value.cmp(&other.value) {
            Ordering::Equal if self.side == other.side && self.side != 0 => None,
            Ordering::Equal => Some(self.side.cmp(&other.side)),
            order => Some(order),
        }
    }

    fn add(&self, other: &Self) -> Option<Self> {
        let side = both(self.side, other.side)?;
        Some(Self { value: self.value.add(&other.value)?, side })
    }

    fn mul(&self, other: &Self) -> Option<Self> {
        let value = self.value.mul(&other.value)?;
        let (a, b) = (sign(&self.value) * other.side, sign(&other.value) * self.side);
        let side = match both(a, b)? {
            // Where both values are 0 what is left is the product of the sides.
            0 if value.is_zero() => self.side * other.side,
            side => side,
        };
        Some(Self { value, side })
    }

    fn reciprocal(&self) -> Option<Self> {
        Some(Self { value: whole(1).div(&self.value)?, side: -self.side })
    }

    fn sqrt(&self) -> Option<Self> {
        let value = self.value.sqrt()?;
        (!value.is_zero() || self.side == 0).then_some(Self { value, side: self.side })
    }

    fn magnitude(&self) -> Self {
        match sign(&self.value) {
            0 => Self { side: self.side.abs(), ..self.clone() },
            sign => Self { value: self.value.abs(), side: sign * self.side },
        }
    }

    /// An increasing function: at 0, v to value and side of the result at a v ≠ 0 next to 0, and both limits.
    fn increasing(
        &self,
        far: f64,
        at_zero: Option<Rational>,
        near: impl Fn(&Rational, i8) -> Option<(Rational, i8)>,
        limits: [Option<(i64, i8)>; 2],
    ) -> Option<Self> {
        let (value, side) = match self.place(far)? {
            Place::Zero => (at_zero?, 0),
            Place::Near(below) => near(&self.value, if below { -1 } else { 1 })?,
            Place::Below => limits[0].map(|(value, side)| (whole(value), side))?,
            Place::Above => limits[1].map(|(value, side)| (whole(value), side))?,
        };
        Some(Self { value, side: both(side, self.side)? })
    }

    /// An odd function whose series begins v + `bend`·v³.
    fn odd(&self, bend: i8, limit: Option<i64>) -> Option<Self> {
        let limits = [limit.map(|limit| (-limit, 1)), limit.map(|limit| (limit, -1))];
        self.increasing(FAR, Some(whole(0)), |v, sign| Some((v.clone(), sign * bend)), limits)
    }

    fn condition(truth: Option<bool>) -> Option<Self> {
        Self::exact(whole(truth?.into()))
    }
}

impl Sided {
    pub(super) fn of(value: f64) -> Self {
        Self(Rational::from_f64_exact(value).and_then(Known::exact))
    }

    /// Where it is, compared with an exact number; nothing where that is not known.
    pub(super) fn compare(&self, to: f64) -> Option<Ordering> {
        let known = self.0.as_ref()?;
        let order = known.value.cmp(&Rational::from_f64_exact(to)?);
        match (order, known.side) {
            (Ordering::Equal, side) => Some(side.cmp(&0)),
            (Ordering::Less, 1) | (Ordering::Greater, -1) => None,
            (order, _) => Some(order),
        }
    }

    fn map(&self, f: impl Fn(&Known) -> Option<Known>) -> Self {
        Self(self.0.as_ref().and_then(f))
    }

    fn with(&self, other: &Self, f: impl Fn(&Known, &Known) -> Option<Known>) -> Self {
        Self(self.0.as_ref().zip(other.0.as_ref()).and_then(|(a, b)| f(a, b)))
    }

    fn if_order(&self, other: &Self, holds: impl Fn(Ordering) -> bool) -> Self {
        self.with(other, |a, b| Known::condition(a.compare(b).map(&holds)))
    }
}

#[rustfmt::skip]
impl Algebra for Sided {
    fn number(value: &Rational) -> Self { Self(Known::exact(value.clone())) }
    fn pi() -> Self { Self(None) }
    fn e() -> Self { Self(None) }
    fn neg(a: &Self) -> Self { a.map(|a| Some(Known { value: a.value.neg(), side: -a.side })) }
    fn add(a: &Self, b: &Self) -> Self { a.with(b, Known::add) }
    fn sub(a: &Self, b: &Self) -> Self { Self::add(a, &Self::neg(b)) }
    fn mul(a: &Self, b: &Self) -> Self {
        // 0 times whatever is not known, but finite, is 0.
        let zero = |a: &Self| a.0.as_ref().is_some_and(Known::is_exactly_zero);
        if zero(a) || zero(b) { return Self(Known::exact(whole(0))); }
        a.with(b, Known::mul)
    }
    fn div(a: &Self, b: &Self) -> Self { a.with(b, |a, b| a.mul(&b.reciprocal()?)) }
    fn pow(a: &Self, b: &Self) -> Self {
        a.with(b, |a, b| {
            if b.side != 0 { return None; }
            if b.value.add(&b.value)?.is_one() { return a.sqrt(); }
            let n = b.value.to_integer()?;
            let slope = sign(&a.value.powi(n.checked_sub(1)?)?) * i8::try_from(n.signum()).ok()?;
            (a.side == 0 || slope != 0).then_some(Known { value: a.value.powi(n)?, side: slope * a.side })
        })
    }
    fn exp(a: &Self) -> Self {
        a.map(|a| a.increasing(FAR, Some(whole(1)), |v, _| Some((whole(1).add(v)?, 1)), [Some((0, 1)), None]))
    }
    fn expm1(a: &Self) -> Self {
        a.map(|a| a.increasing(FAR, Some(whole(0)), |v, _| Some((v.clone(), 1)), [Some((-1, 1)), None]))
    }
    fn log(a: &Self) -> Self { Self::log1p(&Self::sub(a, &Self::number(&whole(1)))) }
    fn log1p(a: &Self) -> Self {
        a.map(|a| a.increasing(f64::INFINITY, Some(whole(0)), |v, _| Some((v.clone(), -1)), [None, None]))
    }
    fn sqrt(a: &Self) -> Self { a.map(Known::sqrt) }
    fn hypot(a: &Self, b: &Self) -> Self { Self::sqrt(&Self::add(&Self::mul(a, a), &Self::mul(b, b))) }
    fn abs(a: &Self) -> Self { a.map(|a| Some(a.magnitude())) }
    fn sign(a: &Self) -> Self {
        a.map(|a| Known::exact(whole(match sign(&a.value) { 0 => a.side, sign => sign }.into())))
    }
    fn floor(a: &Self) -> Self {
        a.map(|a| {
            let floor = a.value.floor();
            if floor == a.value && a.side < 0 { return Known::exact(floor.sub(&whole(1))?); }
            Known::exact(floor)
        })
    }
    fn min(a: &Self, b: &Self) -> Self { a.with(b, |a, b| Some(if a.compare(b)?.is_le() { a } else { b }.clone())) }
    fn max(a: &Self, b: &Self) -> Self { a.with(b, |a, b| Some(if a.compare(b)?.is_ge() { a } else { b }.clone())) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::min(&Self::max(a, b), c) }
    fn sin(a: &Self) -> Self { a.map(|a| a.odd(-1, None).filter(|_| a.value.to_f64().abs() < 1.0)) }
    fn cos(a: &Self) -> Self { Self::even(a, -1) }
    fn tan(a: &Self) -> Self { a.map(|a| a.odd(1, None)) }
    fn atan(a: &Self) -> Self { a.map(|a| a.odd(-1, None)) }
    fn sinh(a: &Self) -> Self { a.map(|a| a.odd(1, None)) }
    fn cosh(a: &Self) -> Self { Self::even(a, 1) }
    fn tanh(a: &Self) -> Self { a.map(|a| a.odd(-1, Some(1))) }
    fn asinh(a: &Self) -> Self { a.map(|a| a.odd(-1, None)) }
    fn erf(a: &Self) -> Self {
        a.map(|a| a.increasing(9.0, Some(whole(0)), |_, _| None, [Some((-1, 1)), Some((1, -1))]))
    }
    fn erfc(a: &Self) -> Self { Self::sub(&Self::number(&whole(1)), &Self::erf(a)) }
    fn sigmoid(a: &Self) -> Self {
        let half = whole(1).div(&whole(2));
        let near = |v: &Rational, sign: i8| Some((half.clone()?.add(&v.div(&whole(4))?)?, -sign));
        a.map(|a| a.increasing(FAR, half.clone(), near, [Some((0, 1)), Some((1, -1))]))
    }
    fn softplus(a: &Self) -> Self {
        a.map(|a| match a.place(FAR)? {
            Place::Below => Some(Known { value: whole(0), side: both(1, a.side)? }),
            Place::Above => Some(Known { value: a.value.clone(), side: both(1, a.side)? }),
            _ => None,
        })
    }
    fn less(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_lt) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_le) }
    fn greater(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_gt) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_ge) }
    fn equal(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_eq) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.if_order(b, Ordering::is_ne) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        match &a.0 {
            Some(condition) if condition.is_exactly_zero() => c.clone(),
            Some(_) => b.clone(),
            None => Self(None),
        }
    }
}

impl Sided {
    /// An even function whose series begins 1 + `bend`·v².
    fn even(a: &Self, bend: i8) -> Self {
        a.map(|a| match a.place(f64::INFINITY)? {
            Place::Zero => Known::exact(whole(1)),
            Place::Near(_) if a.side == 0 => Some(Known { value: whole(1), side: bend }),
            _ => None,
        })
    }
}
