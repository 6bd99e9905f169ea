//! How wrong a computation in f64 may be: a value with a first-order bound of its error.
//!
//! An operator's result carries the errors of its arguments, magnified by its slope, and half a unit in
//! the last place of its own (one and a half for a transcendental function). Nothing needs to be known
//! of the exact value: where a difference cancels, the bound stays and the value shrinks. A value past
//! the largest float is infinite and remembers the logarithm of its magnitude, so that what is made of
//! it is trusted only where the true result is infinite, or the same, too.

use crate::number::Rational;
use crate::operator::Algebra;

/// A value in f64 and a bound of its absolute error; for an infinite value, the logarithm of the true
/// magnitude instead. A lost value is NaN.
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
    /// The function itself has no value here.
    const UNDEFINED: Self = Self { value: f64::NAN, error: 0.0 };

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
        libm::log2(relative / HALF_ULP).clamp(0.0, LOST_BITS)
    }

    /// Whether [`bits_lost`](Self::bits_lost) exceeds `bits`; quick for the many that lose nothing.
    pub(super) fn loses_more_than(self, bits: f64) -> bool {
        let few = f64::EPSILON * 1024.0;
        let clearly_not = bits >= 11.0 && self.error <= self.value.abs() * few;
        !clearly_not && self.bits_lost() > bits
    }

    /// Whether the function itself has no value here.
    pub(super) fn is_undefined(self) -> bool {
        self.value.is_nan() && self.error == 0.0
    }

    fn is_lost(self) -> bool {
        self.value.is_nan() || self.error.is_nan()
    }

    /// What comes of arguments of which one is lost or undefined.
    fn lost(arguments: &[Self]) -> Self {
        let undefined = arguments.iter().any(|a| a.is_undefined());
        let lost = arguments.iter().any(|a| a.is_lost() && !a.is_undefined());
        if undefined && !lost { Self::UNDEFINED } else { Self::LOST }
    }

    /// A result with its own rounding; `carried` is the arguments' error, magnified.
    fn rounded(value: f64, carried: f64, halves: f64) -> Self {
        if value.is_nan() || carried.is_nan() {
            return Self::LOST;
        }
        let underflow = if value.abs() < f64::MIN_POSITIVE { LEAST } else { 0.0 };
        Self { value, error: carried + halves * HALF_ULP * value.abs() + underflow }
    }

    /// The logarithm of the magnitude, also of an infinite value.
    fn log_magnitude(self) -> f64 {
        if self.value.is_infinite() { self.error } else { libm::log(self.value.abs()) }
    }

    /// ±infinity, computed for something of this magnitude; lost if that is no infinity.
    fn infinite(value: f64, log_magnitude: f64) -> Self {
        if log_magnitude >= LOG_LARGEST { Self { value, error: log_magnitude } } else { Self::LOST }
    }

    /// 0, computed for something of this magnitude.
    fn vanished(value: f64, log_magnitude: f64) -> Self {
        Self { value, error: libm::exp(log_magnitude) }
    }

    /// A function of one argument with its slope, given argument and result. `past` gives the
    /// logarithm of the result's magnitude from that of an argument past all floats.
    fn unary(
        self,
        halves: f64,
        f: impl Fn(&f64) -> f64,
        slope: impl Fn(f64, f64) -> f64,
        past: impl Fn(f64) -> f64,
    ) -> Self {
        if self.is_lost() {
            return self;
        }
        let y = f(&self.value);
        let pole = y.is_infinite() && self.value == 0.0;
        if (y.is_nan() || pole) && self.value.is_finite() {
            let sure = f(&(self.value - self.error)).is_nan() || self.error == 0.0;
            return if sure { Self::UNDEFINED } else { Self::LOST };
        }
        if y.is_infinite() {
            if self.value.is_infinite() {
                return Self::infinite(y, past(self.error));
            }
            let sure = f(&(self.value - self.error)) == y && f(&(self.value + self.error)) == y;
            // Only exponentials overflow: their magnitude's logarithm is about the argument.
            return if sure { Self { value: y, error: self.value.abs() } } else { Self::LOST };
        }
        let error = if self.value.is_infinite() { 0.0 } else { self.error };
        let carried = magnified(slope(self.value, y), error);
        if y == 0.0 && self.value == 0.0 {
            return Self { value: y, error: carried };
        }
        Self::rounded(y, carried, halves)
    }

    /// a + b.
    fn sum(self, other: Self) -> Self {
        let y = self.value + other.value;
        if self.is_lost() || other.is_lost() {
            return Self::lost(&[self, other]);
        }
        if y.is_nan() {
            return Self::LOST;
        }
        if y.is_infinite() {
            let larger = if self.value.is_infinite() { self } else { other };
            let log = if larger.value.is_infinite() { larger.error } else { LOG_LARGEST };
            // The other one may be as large, and of the other sign.
            let halved = (self.value > 0.0) != (other.value > 0.0)
                && (self.log_magnitude() - other.log_magnitude()).abs() < 1.0;
            return if halved { Self::LOST } else { Self { value: y, error: log } };
        }
        let halves = exact_unless(self.value != 0.0 && other.value != 0.0);
        // A sum does not underflow.
        Self { value: y, error: self.error + other.error + halves * HALF_ULP * y.abs() }
    }

    /// A product or quotient, whose logarithms add: `sign` is 1 or −1.
    fn scaled(self, other: Self, sign: f64, y: f64, halves: f64, slopes: (f64, f64)) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::lost(&[self, other]);
        }
        if sign < 0.0 && other.value == 0.0 {
            return if other.error == 0.0 { Self::UNDEFINED } else { Self::LOST };
        }
        if y.is_nan() {
            return Self::LOST;
        }
        let past = self.value.is_infinite() || other.value.is_infinite();
        if y.is_infinite() || past {
            let log = self.log_magnitude() + sign * other.log_magnitude();
            return if y.is_infinite() { Self::infinite(y, log) } else { Self::vanished(y, log) };
        }
        let carried = magnified(slopes.0, self.error) + magnified(slopes.1, other.error);
        if self.value == 0.0 || (sign > 0.0 && other.value == 0.0) {
            return Self { value: y, error: carried };
        }
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
        if self.value.is_infinite() || other.value.is_infinite() {
            return if self.value == other.value { self } else { Self::LOST };
        }
        let gap = (self.value - other.value).abs();
        Self { value: self.value, error: self.error.max(other.error) + gap }
    }

    /// Whether the errors leave it open how the two compare.
    fn unsure(self, other: Self) -> bool {
        if self.value.is_infinite() || other.value.is_infinite() {
            return self.value == other.value;
        }
        let error = self.error + other.error;
        error > 0.0 && (self.value - other.value).abs() <= error
    }

    fn compare(self, other: Self, holds: bool) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::lost(&[self, other]);
        }
        let error = f64::from(u8::from(self.unsure(other)));
        Self { value: f64::from(u8::from(holds)), error }
    }
}

/// All bits of an f64 and its exponent.
const LOST_BITS: f64 = 64.0;

/// The logarithm of the largest float.
const LOG_LARGEST: f64 = 709.782_712_893_384;

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
    fn add(a: &Self, b: &Self) -> Self { a.sum(*b) }
    fn sub(a: &Self, b: &Self) -> Self { a.sum(Self::neg(b)) }
    fn mul(a: &Self, b: &Self) -> Self { a.scaled(*b, 1.0, a.value * b.value, exact_unless(!is_power_of_two(a.value) && !is_power_of_two(b.value)), (b.value, a.value)) }
    fn div(a: &Self, b: &Self) -> Self { let y = a.value / b.value; a.scaled(*b, -1.0, y, exact_unless(!is_power_of_two(b.value)), (1.0 / b.value, y / b.value)) }
    fn pow(a: &Self, b: &Self) -> Self {
        let (a, b, y) = (a, b, libm::pow(a.value, b.value));
        if a.is_lost() || b.is_lost() { return Self::lost(&[*a, *b]); }
        if b.value.is_infinite() { return Self::LOST; }
        if y.is_nan() || (a.value == 0.0 && y.is_infinite()) { return if a.error == 0.0 { Self::UNDEFINED } else { Self::LOST }; }
        if y.is_infinite() { return Self::infinite(y, b.value * a.log_magnitude()); }
        if a.value.is_infinite() { return Self::vanished(y, b.value * a.error); }
        if y == 0.0 && a.value == 0.0 && a.error == 0.0 { return Self::exact(y); }
        let by_base = if a.value == 0.0 { b.value * libm::pow(a.value, b.value - 1.0) } else { b.value * y / a.value };
        Self::rounded(y, magnified(by_base, a.error) + magnified(y * libm::log(a.value), b.error), LIBRARY)
    }
    fn exp(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::exp, |_, y| y, exponential) }
    fn expm1(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::expm1, |_, y| y + 1.0, exponential) }
    fn log(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log, |a, _| 1.0 / a, nothing) }
    fn log1p(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log1p, |a, _| 1.0 / (1.0 + a), nothing) }
    fn sqrt(a: &Self) -> Self { a.unary(1.0, <f64 as Algebra>::sqrt, |_, y| 0.5 / y, |log| log / 2.0) }
    fn hypot(a: &Self, b: &Self) -> Self {
        let y = <f64 as Algebra>::hypot(&a.value, &b.value);
        if a.is_lost() || b.is_lost() { return Self::lost(&[*a, *b]); }
        if y == 0.0 { return Self { value: y, error: a.error + b.error }; }
        if y.is_infinite() { return Self { value: y, error: a.log_magnitude().max(b.log_magnitude()).max(LOG_LARGEST) }; }
        Self::rounded(y, magnified(a.value / y, a.error) + magnified(b.value / y, b.error), LIBRARY)
    }
    fn abs(a: &Self) -> Self { Self { value: a.value.abs(), ..*a } }
    fn sign(a: &Self) -> Self { a.compare(Self::exact(0.0), false).and(<f64 as Algebra>::sign(&a.value)) }
    fn floor(a: &Self) -> Self {
        if a.is_lost() || a.value.is_infinite() { return *a; }
        let open = (a.value - a.error).floor() != (a.value + a.error).floor();
        Self { value: a.value.floor(), error: if open { a.error.max(1.0) } else { 0.0 } }
    }
    fn min(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::lost(&[*a, *b]) } else if b.value < a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn max(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::lost(&[*a, *b]) } else if b.value > a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::min(&Self::max(a, b), c) }
    fn sin(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sin, |a, _| libm::cos(a), nothing) }
    fn cos(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cos, |a, _| libm::sin(a), nothing) }
    fn tan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tan, |_, y| 1.0 + y * y, nothing) }
    fn atan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::atan, |a, _| 1.0 / (1.0 + a * a), nothing) }
    fn sinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sinh, |a, _| libm::cosh(a), exponential) }
    fn cosh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cosh, |a, _| libm::sinh(a), exponential) }
    fn tanh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tanh, |a, _| libm::cosh(a).powi(-2), nothing) }
    fn asinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::asinh, |a, _| 1.0 / libm::hypot(a, 1.0), nothing) }
    fn erf(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erf, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a), nothing) }
    fn erfc(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erfc, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a), nothing) }
    fn sigmoid(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sigmoid, |a, y| y * <f64 as Algebra>::sigmoid(&-a), nothing) }
    fn softplus(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::softplus, |a, _| <f64 as Algebra>::sigmoid(&a), same) }
    fn less(a: &Self, b: &Self) -> Self { a.compare(*b, a.value < b.value) }
    fn less_eq(a: &Self, b: &Self) -> Self { a.compare(*b, a.value <= b.value) }
    fn greater(a: &Self, b: &Self) -> Self { a.compare(*b, a.value > b.value) }
    fn greater_eq(a: &Self, b: &Self) -> Self { a.compare(*b, a.value >= b.value) }
    fn equal(a: &Self, b: &Self) -> Self { a.compare(*b, a.value == b.value) }
    fn not_equal(a: &Self, b: &Self) -> Self { a.compare(*b, a.value != b.value) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        if a.is_lost() { return *a; }
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

/// The exponential of something past all floats is past them as well.
const fn exponential(_: f64) -> f64 {
    f64::INFINITY
}

/// It stays as it is.
const fn same(log: f64) -> f64 {
    log
}

/// Its result has no magnitude past all floats, or is not known.
const fn nothing(_: f64) -> f64 {
    f64::NAN
}

fn exact_unless(rounds: bool) -> f64 {
    f64::from(u8::from(rounds))
}

/// Whether a product with it is exact (but for underflow).
fn is_power_of_two(value: f64) -> bool {
    value == 0.0 || (value.to_bits() << 12 == 0 && value.is_normal())
}
