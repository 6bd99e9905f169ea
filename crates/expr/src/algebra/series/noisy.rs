//! A number with a running bound on its rounding error: what tells a small coefficient from the noise
//! of a cancellation, and both from a number whose digits are all lost.

use crate::algebra::DoubleDouble;
use crate::algebra::recurrences::Coefficient;
use crate::number::Rational;
use crate::operator::Algebra;

/// Relative rounding error of a sum, product or quotient of double-doubles; a little more than it is,
/// for the roundings of the bound itself.
const ARITHMETIC: f64 = f64::from_bits((1023 - 102) << 52);
/// Relative rounding error of a function's value.
const FUNCTION: f64 = f64::from_bits((1023 - 98) << 52);

/// What cancels leaves noise below this share of it, or was noise before.
const CANCELLED: f64 = 1e-20;
/// The least float, twice.
const LEAST: f64 = f64::from_bits(2);

/// A value and a bound on its distance from the exact one, both computed to first order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Noisy {
    pub(super) value: DoubleDouble,
    pub(super) noise: f64,
    /// The size of what was added up to it, or would be.
    size: f64,
}

/// The error of a rounded value; a small one has no room for a full second half.
fn rounding(relative: f64, value: DoubleDouble) -> f64 {
    let magnitude = value.hi().abs();
    if magnitude > 1e-290 || magnitude == 0.0 { relative * magnitude } else { LEAST }
}

impl Noisy {
    fn new(value: DoubleDouble, noise: f64) -> Self {
        Self { value, noise, size: value.hi().abs() }
    }

    pub(super) fn exact(value: f64) -> Self {
        Self::new(value.into(), 0.0)
    }

    /// A value that is rounded once.
    pub(super) fn rounded(value: DoubleDouble) -> Self {
        Self::new(value, rounding(ARITHMETIC, value))
    }

    pub(super) fn number(number: &Rational) -> Self {
        let value = DoubleDouble::number(number);
        let halves = [value.hi(), value.lo()].map(Rational::from_f64_exact);
        let is_exact = match halves {
            [Some(hi), Some(lo)] => hi.add(&lo).is_some_and(|sum| sum == *number),
            _ => false,
        };
        if is_exact { Self::new(value, 0.0) } else { Self::rounded(value) }
    }

    /// The value of a function at `self`, where it has this slope.
    pub(super) fn image(self, value: DoubleDouble, slope: f64) -> Self {
        // A pole's slope times nothing is nothing.
        let moved = |by: f64| if by == 0.0 { 0.0 } else { slope.abs() * by };
        let noise = moved(self.noise) + rounding(FUNCTION, value);
        // log(1 ± noise) cancels as 1 ± noise − 1 does.
        let size = value.hi().abs() + moved(self.value.hi().abs());
        Self { value, noise, size }
    }

    /// Whether it is no larger than its noise; NaN and infinity are not zero.
    pub(super) fn is_zero(self) -> bool {
        self.value.hi().is_finite() && self.value.hi().abs() <= self.noise
    }

    pub(super) fn neg(self) -> Self {
        Self { value: Algebra::neg(&self.value), ..self }
    }

    pub(super) fn add(self, b: Self) -> Self {
        let value = Algebra::add(&self.value, &b.value);
        let noise = self.noise + b.noise + rounding(ARITHMETIC, value);
        Self { value, noise, size: self.size + b.size }
    }

    pub(super) fn sub(self, b: Self) -> Self {
        self.add(b.neg())
    }

    pub(super) fn mul(self, b: Self) -> Self {
        let value = Algebra::mul(&self.value, &b.value);
        let [x, y] = [self, b].map(|a| a.value.hi().abs());
        let noise = x * b.noise + y * self.noise + self.noise * b.noise;
        Self { value, noise: noise + rounding(ARITHMETIC, value), size: self.size * b.size }
    }

    pub(super) fn div(self, b: Self) -> Self {
        let value = Algebra::div(&self.value, &b.value);
        let divisor = b.value.hi().abs();
        let noise = (self.noise + value.hi().abs() * b.noise) / divisor;
        Self { value, noise: noise + rounding(ARITHMETIC, value), size: self.size / divisor }
    }
}

impl Coefficient for Noisy {
    fn whole(value: i32) -> Self {
        Self::exact(value.into())
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

    fn over(self, b: Self) -> Self {
        self.div(b)
    }

    /// A finished coefficient: the number itself, 0 where that is what a cancellation means, NaN where all
    /// digits are lost.
    fn settled(self) -> Self {
        if !self.is_zero() {
            Self::new(self.value, self.noise)
        } else if self.noise <= CANCELLED * self.size {
            Self::exact(0.0)
        } else {
            Self::exact(f64::NAN)
        }
    }
}
