//! How a result is rounded that lies next to the middle between two halves.
//!
//! f16 and bf16 are promised rounded right. The f64 lanes are right to about 2^−46, which decides all but the
//! results that are nearer to such a middle, or on it. Ziv's way: the lanes are looked at before they are
//! rounded, and those in doubt are computed again, one by one, in double-double; where that comes to the middle
//! too, [exactly](sided). They are rare where a function is no polynomial, so that this may take its time.
//!
//! The product dy·f′(x) is decided in the same way, as one number: it is rounded once.

mod sided;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use nonlin_expr::{Algebra, DoubleDouble, Tape};

use crate::element::Element;
use crate::number::{Elements, Packed};
use crate::simd::MAX_COUNT;
use sided::Sided;

/// A result is in doubt where it is so near to a middle, as a part of itself: far more than f64 lanes are off,
/// so that a formula may cancel some digits. One of 2^20 results is.
pub(crate) const DOUBT: f64 = 1.0 / (1_u64 << 32) as f64;

/// Double-double is sure of a side from so far on: operators are right to 2^−96.
const SURE: f64 = 1.0 / (1_u128 << 80) as f64;

/// The digits of a type.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Of a normal number, in binary.
    pub(crate) digits: i32,
    /// The exponent of the least normal number.
    pub(crate) least: i32,
}

impl Format {
    /// The middle between two neighbours that is nearest to a number that is not 0 and not next to a power of two.
    fn middle(self, value: f64) -> f64 {
        let exponent = libm::ilogb(value).max(self.least);
        let unit = libm::scalbn(1.0, exponent + 1 - self.digits);
        ((value.abs() / unit).floor() + 0.5) * unit * 1_f64.copysign(value)
    }
}

/// What decides: the tape in more digits.
#[derive(Debug, Clone)]
pub(crate) struct Judge {
    tape: Tape,
    constants: Vec<DoubleDouble>,
}

impl Judge {
    /// Of a tape in x, with the values of its constants.
    pub(crate) const fn new(tape: Tape, constants: Vec<DoubleDouble>) -> Self {
        Self { tape, constants }
    }

    /// The results `values` of the output `output` at `x`, each multiplied by `dy`; those in doubt moved to the
    /// side of the middle where the exact ones are.
    #[cold]
    #[inline(never)]
    pub(crate) fn decide<T: Element, A: Elements<T> + Packed>(
        &self,
        output: usize,
        x: A,
        dy: Option<A>,
        values: A,
    ) -> A {
        let Some(format) = T::EXACT else { return values };
        let (x, dy) = (x.unpack(), dy.map(|dy| dy.unpack()));
        let values = values.unpack();
        let decided: [f64; MAX_COUNT] = std::array::from_fn(|lane| {
            let value = values[lane].hi();
            let (x, dy) = (x[lane].hi(), dy.map(|dy| dy[lane].hi()));
            if !x.is_finite() || !value.is_finite() || value == 0.0 {
                return value;
            }
            let middle = format.middle(value);
            if (value - middle).abs() > DOUBT * value.abs() {
                return value;
            }
            self.side(output, x, dy, middle)
        });
        A::pack(&decided)
    }

    /// A number on the side of `middle` where the result is.
    fn side(&self, output: usize, x: f64, dy: Option<f64>, middle: f64) -> f64 {
        let mut result = self.tape.run(&[x.into()], &self.constants)[output];
        if let Some(dy) = dy {
            result = DoubleDouble::mul(&result, &dy.into());
        }
        let off = (result.hi() - middle) + result.lo();
        let order = match off.abs() > SURE * middle.abs() {
            true => None,
            false => self.exact(output, x, dy, middle),
        };
        match order.or_else(|| off.partial_cmp(&0.0)) {
            Some(Ordering::Greater) => middle.next_up(),
            Some(Ordering::Less) => middle.next_down(),
            _ => middle,
        }
    }

    /// Where the exact result is, compared with `middle`, if that can be known.
    fn exact(&self, output: usize, x: f64, dy: Option<f64>, middle: f64) -> Option<Ordering> {
        let constants: Vec<Sided> = self.tape.constants();
        let result = &self.tape.run(&[Sided::of(x)], &constants)[output];
        match dy {
            Some(dy) => Sided::mul(result, &Sided::of(dy)).compare(middle),
            None => result.compare(middle),
        }
    }
}
