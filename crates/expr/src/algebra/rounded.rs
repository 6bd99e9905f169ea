//! How wrong a computation in f64 may be: a value with a first-order bound of its error.
//!
//! An operator's result carries the errors of its arguments, magnified by its slope, and half a unit in
//! the last place of its own (a whole one for a transcendental function). Nothing needs to be known
//! of the exact value: where a difference cancels, the bound stays and the value shrinks. A value past
//! the largest float is infinite and one below the least is 0; both remember the logarithm of their
//! true magnitude, so that what is made of them is trusted only where it is right.

use crate::number::Rational;
use crate::operator::Algebra;

/// A value in f64 and a bound of its absolute error. A lost value is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rounded {
    /// The value.
    pub value: f64,
    /// The bound of its error; infinite or NaN where nothing is known.
    pub error: f64,
    /// The logarithm of the true magnitude where the value is 0 or infinite; else unused.
    log: f64,
}

/// Half a unit in the last place, relative.
const HALF_ULP: f64 = f64::EPSILON / 2.0;
/// What a transcendental function of a good library may add, in halves of a unit.
const LIBRARY: f64 = 2.0;
/// The distance between the least numbers.
const LEAST: f64 = 5e-324;

/// The logarithm of the largest float.
const LOG_LARGEST: f64 = 709.782_712_893_384;
/// All bits of an f64 and its exponent.
const LOST_BITS: f64 = 64.0;

/// The logarithm of a value that is neither 0 nor infinite is not looked at.
const UNUSED: f64 = f64::NAN;

/// An error beyond this, relatively, is not small.
const KNOWN: f64 = 1e-3;

/// How a function grows past all floats or vanishes below them.
#[derive(Clone, Copy)]
enum Tail {
    /// It does neither.
    None,
    /// Like e^±a.
    Exponential,
    /// Like e^(−a²).
    Gaussian,
}

impl Rounded {
    const LOST: Self = Self { value: f64::NAN, error: f64::INFINITY, log: f64::NAN };
    /// The function itself has no value here.
    const UNDEFINED: Self = Self { value: f64::NAN, error: 0.0, log: f64::NAN };

    /// A number that f64 holds exactly.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { value, error: 0.0, log: f64::NEG_INFINITY }
    }

    /// Bits lost: log2 of the relative error in units of half an ULP, from 0 (none) to 64 (all).
    #[must_use]
    pub fn bits_lost(self) -> f64 {
        if self.is_lost() {
            return LOST_BITS;
        }
        if self.value.is_infinite() {
            return 0.0;
        }
        let relative = self.error / self.value.abs().max(f64::MIN_POSITIVE);
        libm::log2(relative / HALF_ULP).clamp(0.0, LOST_BITS)
    }

    /// Whether [`bits_lost`](Self::bits_lost) exceeds `bits`; quick for the many that lose nothing.
    #[must_use]
    pub fn loses_more_than(self, bits: f64) -> bool {
        let few = f64::EPSILON * 1024.0;
        let clearly_not = bits >= 11.0 && self.error <= self.value.abs() * few;
        !clearly_not && self.bits_lost() > bits
    }

    /// Whether the function itself has no value here.
    #[must_use]
    pub fn is_undefined(self) -> bool {
        self.value.is_nan() && self.error == 0.0
    }

    /// Whether the value is finite and its error small beside it, or beside 10⁻⁹.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.value.is_finite() && self.error <= KNOWN * self.value.abs().max(1e-9)
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

    /// Undefined, if the arguments are exact; else lost.
    fn undefined_if(exact: bool) -> Self {
        if exact { Self::UNDEFINED } else { Self::LOST }
    }

    /// A finite result with its own rounding; `carried` is the arguments' error, magnified.
    fn computed(value: f64, carried: f64, halves: f64) -> Self {
        if value.is_nan() || carried.is_nan() {
            return Self::LOST;
        }
        let underflow = if value.abs() < f64::MIN_POSITIVE { LEAST } else { 0.0 };
        let error = carried + halves * HALF_ULP * value.abs() + underflow;
        Self { value, error, log: if value == 0.0 { libm::log(error) } else { UNUSED } }
    }

    /// A result that is 0 or infinite in f64, for something of this magnitude.
    fn outside(value: f64, log: f64) -> Self {
        if log.is_nan() || (value.is_infinite() && log < LOG_LARGEST) {
            return Self::LOST;
        }
        let error = if value == 0.0 { libm::exp(log) } else { 0.0 };
        Self { value, error, log }
    }

    fn is_outside(self) -> bool {
        self.value == 0.0 || self.value.is_infinite()
    }

    /// The logarithm of the magnitude, also of a value that is 0 or infinite.
    fn log_magnitude(self) -> f64 {
        if self.is_outside() { self.log } else { libm::log(self.value.abs()) }
    }

    /// A function of one argument with its slope, given argument and result.
    fn unary(
        self,
        halves: f64,
        f: impl Fn(&f64) -> f64,
        slope: impl Fn(f64, f64) -> f64,
        tail: Tail,
    ) -> Self {
        if self.is_lost() {
            return self;
        }
        let a = self.value;
        let y = f(&a);
        let pole = y.is_infinite() && a == 0.0;
        if (y.is_nan() || pole) && a.is_finite() {
            let exact = self.log == f64::NEG_INFINITY || a != 0.0;
            return Self::undefined_if(
                exact && (self.error == 0.0 || f(&(a - self.error)).is_nan()),
            );
        }
        if y.is_infinite() || (y == 0.0 && a != 0.0) {
            let sure = a.is_infinite() || (f(&(a - self.error)) == y && f(&(a + self.error)) == y);
            let log = match tail {
                Tail::None => f64::NAN,
                Tail::Exponential if y == 0.0 => -a.abs(),
                Tail::Exponential => a.abs(),
                Tail::Gaussian => -a * a,
            };
            return if sure { Self::outside(y, log) } else { Self::LOST };
        }
        let steepness = slope(a, y);
        if y == 0.0 {
            return Self::outside(y, self.log + libm::log(steepness.abs()));
        }
        let error = if a.is_infinite() { 0.0 } else { self.error };
        Self::computed(y, magnified(steepness, error), halves)
    }

    /// a + b.
    fn sum(self, other: Self) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::lost(&[self, other]);
        }
        let y = self.value + other.value;
        if y.is_nan() {
            return Self::LOST;
        }
        if y.is_infinite() {
            let (a, b) = (self.log_magnitude(), other.log_magnitude());
            // The other one may be as large, and of the other sign.
            let halved = (self.value > 0.0) != (other.value > 0.0) && (a - b).abs() < 1.0;
            return if halved { Self::LOST } else { Self::outside(y, a.max(b).max(LOG_LARGEST)) };
        }
        let rounds = self.value != 0.0 && other.value != 0.0;
        // A sum does not underflow.
        let own = if rounds { HALF_ULP * y.abs() } else { 0.0 };
        let error = self.error + other.error + own;
        let log = match y == 0.0 {
            false => UNUSED,
            true if rounds => libm::log(error),
            true => self.log.max(other.log),
        };
        Self { value: y, error, log }
    }

    /// A product or quotient, whose logarithms add: `sign` is 1 or −1.
    fn scaled(self, other: Self, sign: f64, y: f64, rounds: bool) -> Self {
        if self.is_lost() || other.is_lost() {
            return Self::lost(&[self, other]);
        }
        if sign < 0.0 && other.value == 0.0 {
            return Self::undefined_if(other.log == f64::NEG_INFINITY);
        }
        if y.is_nan() {
            return Self::LOST;
        }
        if y.is_infinite() || y == 0.0 {
            return Self::outside(y, self.log_magnitude() + sign * other.log_magnitude());
        }
        let relative = self.error / self.value.abs() + other.error / other.value.abs();
        Self::computed(y, y.abs() * relative, f64::from(u8::from(rounds)))
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
        Self { error: self.error.max(other.error) + gap, ..self }
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
        Self { error, ..Self::exact(f64::from(u8::from(holds))) }
    }
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
        if exact { Self::exact(nearest) } else { Self { error: HALF_ULP * nearest.abs(), ..Self::exact(nearest) } }
    }
    fn pi() -> Self { Self::computed(core::f64::consts::PI, 0.0, 1.0) }
    fn e() -> Self { Self::computed(core::f64::consts::E, 0.0, 1.0) }
    fn neg(a: &Self) -> Self { Self { value: -a.value, ..*a } }
    fn add(a: &Self, b: &Self) -> Self { a.sum(*b) }
    fn sub(a: &Self, b: &Self) -> Self { a.sum(Self::neg(b)) }
    fn mul(a: &Self, b: &Self) -> Self { a.scaled(*b, 1.0, a.value * b.value, !is_power_of_two(a.value) && !is_power_of_two(b.value)) }
    fn div(a: &Self, b: &Self) -> Self { let y = a.value / b.value; a.scaled(*b, -1.0, y, !is_power_of_two(b.value)) }
    fn pow(a: &Self, b: &Self) -> Self {
        if a.is_lost() || b.is_lost() { return Self::lost(&[*a, *b]); }
        let y = libm::pow(a.value, b.value);
        if b.value.is_infinite() { return Self::LOST; }
        if y.is_nan() || (a.value == 0.0 && y.is_infinite()) { return Self::undefined_if(a.value != 0.0 || a.log == f64::NEG_INFINITY); }
        if y.is_infinite() || y == 0.0 { return Self::outside(y, b.value * a.log_magnitude()); }
        if a.value == 0.0 { return Self::computed(y, 0.0, 0.0); }
        Self::computed(y, magnified(b.value * y / a.value, a.error) + magnified(y * libm::log(a.value), b.error), LIBRARY)
    }
    fn exp(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::exp, |_, y| y, Tail::Exponential) }
    fn expm1(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::expm1, |_, y| y + 1.0, Tail::Exponential) }
    fn log(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log, |a, _| 1.0 / a, Tail::None) }
    fn log1p(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::log1p, |a, _| 1.0 / (1.0 + a), Tail::None) }
    fn sqrt(a: &Self) -> Self {
        if a.is_lost() { return *a; }
        if a.is_outside() { return if a.log == f64::NEG_INFINITY || a.log < -2.0 * LOG_LARGEST || a.log > 2.0 * LOG_LARGEST { Self::outside(a.value, a.log / 2.0) } else { Self::LOST }; }
        a.unary(1.0, <f64 as Algebra>::sqrt, |_, y| 0.5 / y, Tail::None)
    }
    fn hypot(a: &Self, b: &Self) -> Self {
        if a.is_lost() || b.is_lost() { return Self::lost(&[*a, *b]); }
        let y = <f64 as Algebra>::hypot(&a.value, &b.value);
        if y == 0.0 || y.is_infinite() { return Self::outside(y, a.log_magnitude().max(b.log_magnitude())); }
        Self::computed(y, magnified(a.value / y, a.error) + magnified(b.value / y, b.error), LIBRARY)
    }
    fn abs(a: &Self) -> Self { Self { value: a.value.abs(), ..*a } }
    fn sign(a: &Self) -> Self { a.compare(Self::exact(0.0), false).and(<f64 as Algebra>::sign(&a.value)) }
    fn floor(a: &Self) -> Self {
        if a.is_lost() || a.value.is_infinite() { return *a; }
        let open = (a.value - a.error).floor() != (a.value + a.error).floor();
        Self { error: if open { a.error.max(1.0) } else { 0.0 }, ..Self::exact(a.value.floor()) }
    }
    fn min(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::lost(&[*a, *b]) } else if b.value < a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn max(a: &Self, b: &Self) -> Self { if a.is_lost() || b.is_lost() { Self::lost(&[*a, *b]) } else if b.value > a.value { b.chosen(*a, b.unsure(*a)) } else { a.chosen(*b, a.unsure(*b)) } }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self::min(&Self::max(a, b), c) }
    fn sin(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sin, |a, _| libm::cos(a), Tail::None) }
    fn cos(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cos, |a, _| libm::sin(a), Tail::None) }
    fn tan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tan, |_, y| 1.0 + y * y, Tail::None) }
    fn atan(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::atan, |a, _| 1.0 / (1.0 + a * a), Tail::None) }
    fn sinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sinh, |a, _| libm::cosh(a), Tail::Exponential) }
    fn cosh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::cosh, |a, _| libm::sinh(a), Tail::Exponential) }
    fn tanh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::tanh, |a, _| libm::cosh(a).powi(-2), Tail::None) }
    fn asinh(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::asinh, |a, _| 1.0 / libm::hypot(a, 1.0), Tail::None) }
    fn erf(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erf, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a), Tail::None) }
    fn erfc(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::erfc, |a, _| core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-a * a), Tail::Gaussian) }
    fn sigmoid(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::sigmoid, |a, y| y * <f64 as Algebra>::sigmoid(&-a), Tail::Exponential) }
    fn softplus(a: &Self) -> Self { a.unary(LIBRARY, <f64 as Algebra>::softplus, |a, _| <f64 as Algebra>::sigmoid(&a), Tail::Exponential) }
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
        if self.is_lost() { self } else { Self { error: self.error, ..Self::exact(value) } }
    }
}

/// Whether a product with it is exact (but for underflow).
fn is_power_of_two(value: f64) -> bool {
    value == 0.0 || (value.to_bits() << 12 == 0 && value.is_normal())
}
