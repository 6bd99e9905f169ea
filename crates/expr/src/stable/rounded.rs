//! How wrong a computation in f64 may be: a value with a first-order bound of its error.
//!
//! An operator's result carries the errors of its arguments, magnified by its slope, and half a unit in
//! the last place of its own (one and a half for a transcendental function). Nothing needs to be known
//! of the exact value: where a difference cancels, the bound stays and the value shrinks. An infinite
//! value stands for everything past the largest float; what an operator makes of it is trusted only
//! where the largest float and infinity give the same.

use crate::number::Rational;
use crate::operator::Algebra;

/// A value in f64 and a bound of its absolute error. A lost value is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rounded {
    pub(super) value: f64,
    pub(super) error: f64,
}

/// Half a unit in the last place, relative.
const HALF_ULP: f64 = f64::EPSILON / 2.0;
/// The same for a transcendental function of a good library, in halves.
const LIBRARY: f64 = 1.5;
/// The distance between the least numbers.
const LEAST: f64 = 5e-324;

impl Rounded {
    const LOST: Self = Self { value: f64::NAN, error: f64::INFINITY };

    /// A number that f64 holds exactly.
    pub(super) const fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// Bits lost: log2 of the relative error in units of half an ULP, from 0 (none) to 64 (all).
    pub(super) fn bits_lost(self) -> f64 {
        if self.value.is_nan() || self.error.is_nan() {
            return LOST_BITS;
        }
        if self.value.is_infinite() {
            return 0.0;
        }
        let relative = self.error / self.value.abs().max(f64::MIN_POSITIVE);
        (relative / HALF_ULP).log2().clamp(0.0, LOST_BITS)
    }

    fn is_lost(self) -> bool {
        self.value.is_nan() || self.error.is_nan()
    }

    /// A result with its own rounding; `carried` is the arguments' error, magnified.
    fn rounded(value: f64, carried: f64, halves: f64) -> Self {
        if value.is_nan() || carried.is_nan() {
            return Self::LOST;
        }
        let own = if value == 0.0 && carried == 0.0 {
            0.0
        } else {
            let underflow = if value.abs() < f64::MIN_POSITIVE { LEAST } else { 0.0 };
            halves * HALF_ULP * value.abs() + underflow
        };
        Self { value, error: carried + own }
    }

    /// A function of one argument with its slope, given argument and result.
    fn unary(self, halves: f64, f: impl Fn(&f64) -> f64, slope: impl Fn(f64, f64) -> f64) -> Self {
        if self.is_lost() {
            return Self::LOST;
        }
        let y = f(&self.value);
        if self.value.is_infinite() {
            return past(y, f(&f64::MAX.copysign(self.value)), halves);
        }
        if y.is_infinite() {
            let sure = f(&(self.value - self.error)) == y && f(&(self.value + self.error)) == y;
            return if sure { Self::exact(y) } else { Self::LOST };
        }
        Self::rounded(y, magnified(slope(self.value, y), self.error), halves)
    }

    /// A function of two arguments with its two slopes, given arguments and result.
    fn binary(
        self,
        other: Self,
        halves: f64,
        f: impl Fn(f64, f64) -> f64,
        slopes: impl Fn(f64, f64, f64) -> (f64, f64),
    ) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::LOST;
        }
        let y = f(self.value, other.value);
        if self.value.is_infinite() || other.value.is_infinite() {
            let finite = |x: f64| if x.is_infinite() { f64::MAX.copysign(x) } else { x };
            return past(y, f(finite(self.value), finite(other.value)), halves);
        }
        if y.is_infinite() {
            return Self::exact(y);
        }
        let (by_self, by_other) = slopes(self.value, other.value, y);
        let carried = magnified(by_self, self.error) + magnified(by_other, other.error);
        Self::rounded(y, carried, halves)
    }

    /// A choice: its error is the chosen side's, and the gap to the other where the choice is open.
    fn chosen(self, other: Self, open: bool) -> Self {
        if !open || self.is_lost() {
            return self;
        }
        if other.is_lost() {
            return Self::LOST;
        }
        let gap = if self.value == other.value { 0.0 } else { (self.value - other.value).abs() };
        Self { value: self.value, error: self.error.max(other.error) + gap }
    }

    /// Whether the errors leave it open how the two compare.
    fn unsure(self, other: Self) -> bool {
        let error = self.error + other.error;
        error > 0.0 && (self.value - other.value).abs() <= error
    }

    fn compare(self, other: Self, holds: bool) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::LOST;
        }
        let error = f64::from(u8::from(self.unsure(other)));
        Self { value: f64::from(u8::from(holds)), error }
    }
}

/// All bits of an f64 and its exponent.
const LOST_BITS: f64 = 64.0;

/// What an operator makes of infinity (`y`), if it makes the same of the largest float (`largest`).
fn past(y: f64, largest: f64, halves: f64) -> Rounded {
    if y.is_infinite() {
        // Past the largest float again (or nearly: x + infinity), or an accident of this infinity.
        let same = largest.abs() >= 0.9 * f64::MAX && largest.is_sign_positive() == (y > 0.0);
        return if same { Rounded::exact(y) } else { Rounded::LOST };
    }
    Rounded::rounded(y, (y - largest).abs(), halves)
}

/// slope·error, where an exact argument carries none however steep the slope.
fn magnified(slope: f64, error: f64) -> f64 {
    if error == 0.0 { 0.0 } else { slope.abs() * error }
}

#[rustfmt::skip]
impl Algebra for Rounded {
    fn number(value: &Rational) -> Self {
        let nearest = value.to_f64();
        let exact = Rational::from_f64_exact(nearest).is_some_and(|back| back == *value);
        if exact { Self::exact(nearest) } else { Self { value: nearest, error: HALF_ULP * nearest.abs() } }
    }
    fn pi() -> Self { Self::rounded(core::f64::consts::PI, 0.0, 1.0) }
    fn e() -> Self { Self::rounded(core::f64::consts::E, 0.0, 1.0) }
    fn neg(a: &Self) -> Self { Self { value: -a.value, ..*a } }
    fn add(a: &Self, b: &Self) -> Self { a.binary(*b, exact_unless(a.value != 0.0 && b.value != 0.0), |a, b| a + b, |_, _, _| (1.0, 1.0)) }
    fn sub(a: &Self, b: &Self) -> Self { a.binary(*b, exact_unless(a.value != 0.0 && b.value != 0.0), |a, b| a - b, |_, _, _| (1.0, 1.0)) }
    fn mul(a: &Self, b: &Self) -> Self { a.binary(*b, exact_unless(!is_power_of_two(a.value) && !is_power_of_two(b.value)), |a, b| a * b, |a, b, _| (b, a)) }
    fn div(a: &Self, b: &Self) -> Self { a.binary(*b, exact_unless(!is_power_of_two(b.value)), |a, b| a / b, |_, b, y| (1.0 / b, y / b)) }
    fn pow(a: &Self, b: &Self) -> Self { a.binary(*b, LIBRARY, |a, b| libm::pow(a, b), |a, b, y| (if a == 0.0 { b * libm::pow(a, b - 1.0) } else { b * y / a }, y * libm::log(a))) }
    fn exp(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::exp, |_, y| y) }
    fn expm1(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::expm1, |_, y| y + 1.0) }
    fn log(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log, |a, _| 1.0 / a) }
    fn log1p(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log1p, |a, _| 1.0 / (1.0 + a)) }
    fn sqrt(a: &Self) -> Self { a.unary(1.0, <f64 as Algebra>::sqrt, |_, y| 0.5 / y) }
    fn hypot(a: &Self, b: &Self) -> Self { a.binary(*b, LIBRARY, |a, b| <f64 as Algebra>::hypot(&a, &b), |a, b, y| (a / y, b / y)) }
    fn abs(a: &Self) -> Self { Self { value: a.value.abs(), ..*a } }
    fn sign(a: &Self) -> Self { a.compare(Self::exact(0.0), false).and(<f64 as Algebra>::sign(&a.value)) }
    fn floor(a: &Self) -> Self {
        if a.is_lost() || a.value.is_infinite() { return *a; }
        let open = (a.value - a.error).floor() != (a.value + a.error).floor();
        Self { value: a.value.floor(), error: if open { a.error.max(1.0) } else { 0.0 } }
    }
    fn min(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::LOST } else if b.value < a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn max(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::LOST } else if b.value > a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::min(&Self::max(a, b), c) }
    fn sin(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sin, |a, _| libm::cos(a)) }
    fn cos(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cos, |a, _| libm::sin(a)) }
    fn tan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tan, |_, y| 1.0 + y * y) }
    fn atan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::atan, |a, _| 1.0 / (1.0 + a * a)) }
    fn sinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sinh, |a, _| libm::cosh(a)) }
    fn cosh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cosh, |a, _| libm::sinh(a)) }
    fn tanh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tanh, |a, _| libm::cosh(a).powi(-2)) }
    fn asinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::asinh, |a, _| 1.0 / libm::hypot(a, 1.0)) }
    fn erf(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erf, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a)) }
    fn erfc(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erfc, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a)) }
    fn sigmoid(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sigmoid, |a, y| y * <f64 as Algebra>::sigmoid(&-a)) }
    fn softplus(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::softplus, |a, _| <f64 as Algebra>::sigmoid(&a)) }
    fn less(a: &Self, b: &Self) -> Self { a.compare(*b, a.value < b.value) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.compare(*b, a.value <= b.value) }
    fn greater(a: &Self, b: &Self) -> Self { a.compare(*b, a.value > b.value) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.compare(*b, a.value >= b.value) }
    fn equal(a: &Self, b: &Self) -> Self { a.compare(*b, a.value == b.value) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.compare(*b, a.value != b.value) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        if a.is_lost() { return Self::LOST; }
        let (yes, no) = if a.value == 0.0 { (c, b) } else { (b, c) };
        yes.chosen(*no, a.error > 0.0)
    }
}

impl Rounded {
    /// Another value with the error of a comparison.
    fn and(self, value: f64) -> Self {
        if self.is_lost() { self } else { Self { value, error: self.error } }
    }
}

fn exact_unless(rounds: bool) -> f64 {
    f64::from(u8::from(rounds))
}

/// Whether a product with it is exact (but for underflow).
fn is_power_of_two(value: f64) -> bool {
    value == 0.0 || (value.to_bits() << 12 == 0 && value.is_normal())
}
