//! Exact numbers: a literal in a formula means the decimal that is written, not the nearest float.
//!
//! Rationals of unbounded size keep folding exact (2/3·3 is 2, 0.1+0.2 is 0.3); a float appears only
//! when a tape or an evaluator asks for one, rounded once.

use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// Numerator and denominator have at most this many bits: enough for every 64-bit float and for the
/// decimals that people write, about 10^±390. Larger literals are refused, larger results unfolded.
const MAX_BITS: u64 = 1300;
/// Decimals with more digits or a larger exponent are refused before they are multiplied out. No
/// number within [`MAX_BITS`] prints with more, so what is refused is out of bounds anyway.
const MAX_PLACES: usize = 500;
/// Decimals with more significant digits than this print as a fraction.
const MAX_DIGITS: usize = 40;

/// An exact rational number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rational(BigRational);

impl Rational {
    /// A whole number.
    #[must_use]
    pub fn integer(value: i64) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }

    /// Reads a decimal such as `12`, `.5`, `1e-3`: no sign, no spaces. `None` if it is none or its
    /// exponent is out of reach of any float.
    #[must_use]
    pub fn from_decimal(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: String = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let scale = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        if digits.len() > MAX_PLACES || scale.unsigned_abs() > MAX_PLACES as u64 {
            return None;
        }
        let value = BigRational::from_integer(digits.parse().ok()?);
        let power = BigRational::from_integer(BigInt::from(10).pow(scale.unsigned_abs()));
        Self(if scale < 0 { value / power } else { value * power }).bounded()
    }

    /// The exact value of a float; `None` for NaN and infinities.
    #[must_use]
    pub fn from_f64_exact(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Self)
    }

    /// The decimal that a float prints as: what a person who typed 0.1 meant.
    #[must_use]
    pub fn from_f64_shortest(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let magnitude = Self::from_decimal(&format!("{:e}", value.abs()))?;
        Some(if value.is_sign_negative() { Self(-magnitude.0) } else { magnitude })
    }

    /// The nearest float.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// The float nearest to what `approximation` leaves over; 0 where that is no number.
    #[must_use]
    pub fn residual(&self, approximation: f64) -> f64 {
        BigRational::from_float(approximation)
            .and_then(|approximation| (&self.0 - approximation).to_f64())
            .unwrap_or(0.0)
    }

    /// The value if it is a whole number that fits.
    #[must_use]
    pub fn to_integer(&self) -> Option<i64> {
        self.0.is_integer().then(|| self.0.numer().to_i64()).flatten()
    }

    /// Numerator and denominator in lowest terms, as text; the sign is the numerator's.
    #[must_use]
    pub fn fraction(&self) -> (String, String) {
        (self.0.numer().to_string(), self.0.denom().to_string())
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether it is < 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// −1, 0 or 1.
    #[must_use]
    pub fn signum(&self) -> Self {
        Self(self.0.signum())
    }

    /// Absolute value.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// Largest whole number that is no greater.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// −a.
    #[must_use]
    pub fn neg(&self) -> Self {
        Self(-&self.0)
    }

    /// a + b, unless it grows out of bounds.
    #[must_use]
    pub fn add(&self, other: &Self) -> Option<Self> {
        Self(&self.0 + &other.0).bounded()
    }

    /// a − b, unless it grows out of bounds.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Option<Self> {
        Self(&self.0 - &other.0).bounded()
    }

    /// a·b, unless it grows out of bounds.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Option<Self> {
        Self(&self.0 * &other.0).bounded()
    }

    /// a/b, unless b is 0 or it grows out of bounds.
    #[must_use]
    pub fn div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        Self(&self.0 / &other.0).bounded()
    }

    /// a^n for a whole n, unless it is undefined or grows out of bounds.
    #[must_use]
    pub fn powi(&self, n: i64) -> Option<Self> {
        let bits = self.0.numer().bits().max(self.0.denom().bits());
        if (self.is_zero() && n < 0) || bits.saturating_mul(n.unsigned_abs()) > MAX_BITS {
            return None;
        }
        Some(Self(self.0.clone().pow(i32::try_from(n).ok()?)))
    }

    /// The exact square root, where it is rational.
    #[must_use]
    pub fn sqrt(&self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let (p, q) = (self.0.numer().sqrt(), self.0.denom().sqrt());
        let root = BigRational::new(p, q);
        (&root * &root == self.0).then_some(Self(root))
    }

    fn bounded(self) -> Option<Self> {
        (self.0.numer().bits() <= MAX_BITS && self.0.denom().bits() <= MAX_BITS).then_some(self)
    }

    /// Digits and decimal exponent of the magnitude, if it is a decimal of reasonable length.
    fn decimal(&self) -> Option<(String, i64)> {
        let mut denominator = self.0.denom().clone();
        let mut strip = |prime: u32| {
            let mut count = 0_u32;
            loop {
                let (quotient, remainder) = denominator.div_rem(&BigInt::from(prime));
                if !remainder.is_zero() {
                    return count;
                }
                denominator = quotient;
                count += 1;
            }
        };
        let places = strip(2).max(strip(5));
        if !denominator.is_one() {
            return None;
        }
        let scaled = self.0.numer().abs() * BigInt::from(10).pow(places) / self.0.denom();
        let all = scaled.to_string();
        let digits = all.trim_end_matches('0');
        let dropped = all.len() - digits.len();
        (digits.len() <= MAX_DIGITS || self.0.is_integer()).then(|| {
            let exponent = i64::try_from(dropped).unwrap_or(0) - i64::from(places);
            (digits.to_owned(), exponent)
        })
    }

    /// Whether it prints as a fraction, which binds like a division.
    #[must_use]
    pub fn prints_as_fraction(&self) -> bool {
        !self.0.is_zero() && self.decimal().is_none()
    }
}

/// A decimal (`0.044715`, `1e-30`) where that is exact and short, else a fraction (`-1/3`).
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        let Some((digits, exponent)) = self.decimal() else {
            return write!(f, "{}/{}", self.0.numer(), self.0.denom());
        };
        if self.is_negative() {
            f.write_str("-")?;
        }
        let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        let point = length + exponent;
        if !(-6..=21).contains(&point) {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            return write!(f, "{first}{dot}{rest}e{}", point - 1);
        }
        let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
        if exponent >= 0 {
            write!(f, "{digits}{}", zeros(exponent))
        } else if point > 0 {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            write!(f, "{whole}.{fraction}")
        } else {
            write!(f, "0.{}{digits}", zeros(-point))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Rational {
        Rational::from_decimal(text).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        let sum = decimal("0.1").add(&decimal("0.2")).unwrap();
        assert_eq!(sum, decimal("0.3"));
        assert_eq!(decimal("1e-3"), decimal(".001"));
        for wrong in ["", ".", "e5", "1e", "1e9999", "1e-999999999999999999999", "0x1", "1_0"] {
            assert_eq!(Rational::from_decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_folding_makes_a_literal_can_say() {
        let huge = decimal("1e300");
        assert_eq!(huge.mul(&huge), None);
        assert_eq!(decimal("0.13e322").div(&decimal("2e-244")), None);
        for wrong in ["1e401", "210e400", "21e-401"] {
            assert_eq!(Rational::from_decimal(wrong), None, "{wrong}");
        }
        let narrow = decimal("1361129467683753853853498429727072845824e-400");
        let narrower = narrow.div(&decimal("1e29")).unwrap();
        assert_eq!(decimal(&narrower.to_string()), narrower);
        let largest = Rational::from_f64_exact(f64::MAX).unwrap();
        assert_eq!(Rational::from_decimal(&largest.to_string()).unwrap(), largest);
        let smallest = Rational::from_f64_exact(5e-324).unwrap();
        let (p, q) = smallest.fraction();
        assert_eq!(decimal(&p).div(&decimal(&q)).unwrap(), smallest);
    }

    #[test]
    fn prints_the_way_people_write() {
        for text in ["0", "1", "0.044715", "1.702", "1e-30", "2.5e300", "123456", "0.000001"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(Rational::integer(-1).div(&Rational::integer(3)).unwrap().to_string(), "-1/3");
    }

    #[test]
    fn square_roots_only_where_exact() {
        assert_eq!(decimal("2.25").sqrt(), Some(decimal("1.5")));
        assert_eq!(decimal("2").sqrt(), None);
        assert_eq!(Rational::integer(-4).sqrt(), None);
    }

    #[test]
    fn folding_stops_before_it_explodes() {
        assert!(Rational::integer(3).powi(1_000_000_000).is_none());
        assert!(Rational::integer(0).powi(-1).is_none());
    }

    proptest! {
        /// The standard library's parser is the oracle: it rounds decimals correctly.
        #[test]
        fn floats_are_the_nearest(mantissa in 0_u64.., exponent in -340_i32..300) {
            let text = format!("{mantissa}e{exponent}");
            prop_assert_eq!(decimal(&text).to_f64(), text.parse::<f64>().unwrap());
        }

        #[test]
        fn a_float_survives_both_ways(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(Rational::from_f64_exact(value).unwrap().to_f64(), value);
            prop_assert_eq!(Rational::from_f64_shortest(value).unwrap().to_f64(), value);
        }

        #[test]
        fn text_reads_back(p in any::<i64>(), q in 1_i64..) {
            let number = Rational::integer(p).div(&Rational::integer(q)).unwrap();
            let text = number.to_string();
            let read = match text.trim_start_matches('-').split_once('/') {
                Some((p, q)) => decimal(p).div(&decimal(q)).unwrap(),
                None => decimal(text.trim_start_matches('-')),
            };
            prop_assert_eq!(read, number.abs());
        }
    }
}
