//! What is known for certain of a step's values where x is finite: whether they may be NaN, and how
//! large they may get.
//!
//! Each rule holds in f32, in f64 and in double-double: an argument counts as one that may overflow as
//! soon as it may in one of them. What is not known counts as possible.

use nonlin_expr::Operator;

use crate::straight::Operation;

/// The values that a step may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Range {
    /// It may be NaN.
    pub(crate) nan: bool,
    /// It may be ±∞.
    infinite: bool,
    /// It may be 0.
    zero: bool,
    /// Its magnitude is no more, but for a few roundings; ∞ where only the number format bounds it.
    magnitude: f64,
}

/// A sum or product whose magnitude is below this does not overflow.
const FAR_FROM_OVERFLOW: f64 = 1e30;
/// An addend of no more than this, less than half the last place of the largest f32, cannot make a
/// finite number infinite.
const NEGLIGIBLE: f64 = 1e30;

impl Range {
    const UNKNOWN: Self = Self { nan: true, infinite: true, zero: true, magnitude: f64::INFINITY };
    /// Any finite number.
    const FINITE: Self = Self { nan: false, infinite: false, ..Self::UNKNOWN };

    const fn bounded(magnitude: f64) -> Self {
        Self { magnitude, ..Self::FINITE }
    }

    /// The same, known to lie between two numbers.
    pub(crate) fn between(self, [low, high]: [f64; 2]) -> Self {
        let magnitude = self.magnitude.min(low.abs().max(high.abs()));
        let infinite = self.infinite && magnitude >= FAR_FROM_OVERFLOW;
        Self { infinite, magnitude, ..self }
    }

    /// Whether products with it stay far from overflow for as long as the other factor does.
    pub(crate) fn is_moderate(self) -> bool {
        !self.nan && !self.infinite && self.magnitude < 1e6
    }

    /// Whether it says that `value` may come out.
    #[cfg(test)]
    pub(crate) fn allows(self, value: f64) -> bool {
        (self.nan || !value.is_nan())
            && (self.infinite || !value.is_infinite())
            && (self.zero || value != 0.0)
            && (value.is_nan()
                || value.is_infinite()
                || value.abs() <= self.magnitude * (1.0 + 1e-5) + f64::from(f32::MIN_POSITIVE))
    }

    /// Of the result of an operation on such arguments.
    pub(crate) fn of(operation: Operation, arguments: &[Self]) -> Self {
        match (operation, arguments) {
            (Operation::X, _) => Self::FINITE,
            (Operation::Constant { hi, .. }, _) => Self::of_number(f64::from_bits(hi)),
            (Operation::Operator(operator), arguments) => Self::of_operator(operator, arguments),
            (Operation::IfLess | Operation::IfLessEq | Operation::IfEqual, [_, _, c, d]) => {
                c.union(*d)
            }
            (Operation::Lesser | Operation::Greater, [a, b]) => a.union(*b),
            (Operation::MulAdd | Operation::NegMulAdd, [a, b, c]) => a.times(*b).plus(*c),
            _ => Self::UNKNOWN,
        }
    }

    fn of_number(value: f64) -> Self {
        Self {
            nan: value.is_nan(),
            // The largest f32; a greater number is infinite there.
            infinite: value.abs() > f64::from(f32::MAX),
            // A smaller number may be 0 in f32.
            zero: value.abs() < f64::from(f32::MIN_POSITIVE),
            magnitude: if value.is_nan() { f64::INFINITY } else { value.abs() },
        }
    }

    fn of_operator(operator: Operator, arguments: &[Self]) -> Self {
        match (operator, arguments) {
            (Operator::Neg | Operator::Abs, [a]) => *a,
            (Operator::Floor, [a]) => Self { zero: true, magnitude: a.magnitude + 1.0, ..*a },
            (Operator::Sign, [a]) => Self { nan: a.nan, ..Self::bounded(1.0) },
            (Operator::Min | Operator::Max, [a, b]) => a.union(*b),
            (Operator::Add | Operator::Sub, [a, b]) => a.plus(*b),
            (Operator::Mul, [a, b]) => a.times(*b),
            // These have finite limits at both infinities.
            (Operator::Sigmoid | Operator::Tanh | Operator::Erf, [a]) => {
                Self { nan: a.nan, ..Self::bounded(1.0) }
            }
            (Operator::Atan | Operator::Erfc, [a]) => Self { nan: a.nan, ..Self::bounded(2.0) },
            // These grow without bound, some beyond the largest number.
            (Operator::Exp | Operator::Expm1 | Operator::Cosh | Operator::Sinh, [a]) => {
                Self { nan: a.nan, ..Self::UNKNOWN }
            }
            (Operator::Softplus | Operator::Asinh, [a]) => {
                Self { nan: a.nan, infinite: a.infinite, ..Self::FINITE }
            }
            (Operator::Hypot, [a, b]) => Self { nan: a.nan || b.nan, ..Self::UNKNOWN },
            // These have no limit at infinity.
            (Operator::Sin | Operator::Cos, [a]) => {
                Self { nan: a.nan || a.infinite, ..Self::bounded(1.0) }
            }
            // sqrt, log, log1p and pow have an inner edge, tan poles, division 0/0 and ∞/∞, clamp its
            // bounds in disorder; a comparison that is left stands for one whose sides may be NaN.
            _ => Self::UNKNOWN,
        }
    }

    /// One of the two.
    fn union(self, other: Self) -> Self {
        Self {
            nan: self.nan || other.nan,
            infinite: self.infinite || other.infinite,
            zero: self.zero || other.zero,
            magnitude: self.magnitude.max(other.magnitude),
        }
    }

    fn plus(self, other: Self) -> Self {
        let magnitude = self.magnitude + other.magnitude;
        let safe = magnitude < FAR_FROM_OVERFLOW
            || (!self.infinite && other.magnitude < NEGLIGIBLE)
            || (!other.infinite && self.magnitude < NEGLIGIBLE);
        Self {
            nan: self.nan || other.nan || (self.infinite && other.infinite),
            infinite: !safe,
            zero: true,
            magnitude,
        }
    }

    fn times(self, other: Self) -> Self {
        // ∞·0 is NaN: no product of the bounds may hide it.
        let magnitude = match (self.magnitude, other.magnitude) {
            (a, b) if a.is_infinite() || b.is_infinite() => f64::INFINITY,
            (a, b) => a * b,
        };
        let safe = magnitude < FAR_FROM_OVERFLOW
            || (!self.infinite && other.magnitude <= 1.0)
            || (!other.infinite && self.magnitude <= 1.0);
        let indeterminate = (self.infinite && other.zero) || (other.infinite && self.zero);
        Self { nan: self.nan || other.nan || indeterminate, infinite: !safe, zero: true, magnitude }
    }
}
