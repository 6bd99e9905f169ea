//! What is known of a constant besides its enclosure: q·√r·a^(i/2)·b^(j/2)·….
//!
//! Terms of a tail are merged only where their exponents are the same number, and no interval can tell.
//! So constants carry a form: rational numbers and their square roots are computed with, π and other
//! constants (log 2) are names. Equal forms are equal numbers; forms that differ may be equal all the
//! same, and then nothing is concluded.

use std::sync::Arc;

use nonlin_expr::Rational;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Signed, ToPrimitive};

use crate::interval::Interval;

/// Fractions longer than this are no longer followed, so that no product overflows unnoticed.
const MAX_BITS: u32 = 120;
/// Names longer than this are forgotten.
const MAX_NAME: usize = 80;

/// The name of π.
pub(super) const PI: &str = "pi";

type Fraction = Ratio<i128>;

/// A number as a product; the names stand for positive numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// q.
    factor: Fraction,
    /// r > 0, 1 where it has a rational root.
    radicand: Fraction,
    /// Names with twice their exponents, in order, none of them 0.
    names: Vec<(Arc<str>, i32)>,
}

impl Form {
    fn rational(factor: Fraction) -> Option<Self> {
        let short = |n: &i128| n.unsigned_abs().leading_zeros() > 128 - MAX_BITS;
        (short(factor.numer()) && short(factor.denom())).then(|| Self {
            factor,
            radicand: Fraction::from_integer(1),
            names: Vec::new(),
        })
    }

    /// n/d for d ≠ 0.
    pub(super) fn fraction(n: i128, d: i128) -> Option<Self> {
        Self::rational(Fraction::new(n, d))
    }

    /// An exact number, unless it is too long.
    pub(super) fn of(value: &Rational) -> Option<Self> {
        let (n, d) = value.fraction();
        let (n, d): (i128, i128) = (n.parse().ok()?, d.parse().ok()?);
        Self::rational(Fraction::new(n, d))
    }

    /// A positive number that has only a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let names = vec![(name.into(), 2)];
        (name.len() <= MAX_NAME).then_some(())?;
        Some(Self { names, ..Self::fraction(1, 1)? })
    }

    /// The number where it is rational: numerator and denominator.
    pub(super) fn as_fraction(&self) -> Option<(i128, i128)> {
        let rational = self.names.is_empty() && *self.radicand.numer() == *self.radicand.denom();
        rational.then(|| (*self.factor.numer(), *self.factor.denom()))
    }

    /// How many times π/2 it is, where that is a whole number.
    pub(super) fn quarter_turns(&self) -> Option<i128> {
        let pi = matches!(self.names.as_slice(), [(name, 2)] if &**name == PI);
        let plain = *self.radicand.numer() == *self.radicand.denom();
        match *self.factor.denom() {
            _ if !pi || !plain => None,
            1 => self.factor.numer().checked_mul(&2),
            2 => Some(*self.factor.numer()),
            _ => None,
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        *self.factor.numer() == 0
    }

    /// A tight enclosure, where the number is rational.
    pub(super) fn enclosure(&self) -> Option<Interval> {
        let (n, d) = self.as_fraction()?;
        Some(whole(n)?.div(whole(d)?))
    }

    /// Text that is the same for the same form; `None` where it is too long.
    pub(super) fn key(&self) -> Option<String> {
        let mut key = self.factor.to_string();
        if *self.radicand.numer() != *self.radicand.denom() {
            key += &format!("*root({})", self.radicand);
        }
        for (name, halves) in &self.names {
            key += &format!("*{name}^{halves}");
        }
        (key.len() <= MAX_NAME).then_some(key)
    }

    pub(super) fn neg(&self) -> Self {
        Self { factor: -self.factor, ..self.clone() }
    }

    /// The sum, where both are rational multiples of one number; `Some(None)` where it is too long.
    pub(super) fn add(&self, other: &Self) -> Option<Option<Self>> {
        if self.radicand != other.radicand || self.names != other.names {
            return None;
        }
        Some(sum(&self.factor, &other.factor).and_then(|factor| {
            let short = Self::rational(factor)?;
            Some(if short.is_zero() { short } else { Self { factor, ..self.clone() } })
        }))
    }

    /// The product, unless it is too long.
    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        let mut factor = product(&self.factor, &other.factor)?;
        let radicand = if self.radicand == other.radicand {
            factor = product(&factor, &self.radicand)?;
            Fraction::from_integer(1)
        } else {
            let radicand = product(&self.radicand, &other.radicand)?;
            match root(&radicand) {
                Some(root) => {
                    factor = product(&factor, &root)?;
                    Fraction::from_integer(1)
                }
                None => radicand,
            }
        };
        Self::rational(factor)?;
        Self::rational(radicand)?;
        let mut names = self.names.clone();
        for (name, halves) in &other.names {
            match names.binary_search_by(|(other, _)| other.cmp(name)) {
                Ok(place) => names[place].1 = names[place].1.checked_add(*halves)?,
                Err(place) => names.insert(place, (name.clone(), *halves)),
            }
        }
        names.retain(|(_, halves)| *halves != 0);
        Some(Self { factor, radicand, names })
    }

    /// The reciprocal of what is not 0: 1/(q√r) = √r/(q·r).
    pub(super) fn recip(&self) -> Option<Self> {
        if self.is_zero() {
            return None;
        }
        let factor = product(&self.factor, &self.radicand)?.recip();
        Self::rational(factor)?;
        let names = self.names.iter().map(|(name, halves)| (name.clone(), -halves)).collect();
        Some(Self { factor, radicand: self.radicand, names })
    }

    /// The square root of what is not negative, where it has this form.
    pub(super) fn sqrt(&self) -> Option<Self> {
        let plain = *self.radicand.numer() == *self.radicand.denom();
        if self.factor.is_negative() || !plain || self.names.iter().any(|(_, h)| h % 2 != 0) {
            return None;
        }
        let names = self.names.iter().map(|(name, halves)| (name.clone(), halves / 2)).collect();
        let one = Fraction::from_integer(1);
        Some(match root(&self.factor) {
            Some(root) => Self { factor: root, radicand: one, names },
            None => Self { factor: one, radicand: self.factor, names },
        })
    }
}

/// A whole number between two floats.
fn whole(n: i128) -> Option<Interval> {
    let near = n.to_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number far below 2^127")]
    let exact = near as i128 == n;
    Some(if exact {
        Interval::point(near)
    } else {
        Interval::new(near.next_down(), near.next_up())
    })
}

fn sum(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    if *a.denom() == 1 && *b.denom() == 1 {
        return a.numer().checked_add(b.numer()).map(Fraction::from_integer);
    }
    a.checked_add(b)
}

fn product(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    if *a.denom() == 1 && *b.denom() == 1 {
        return a.numer().checked_mul(b.numer()).map(Fraction::from_integer);
    }
    a.checked_mul(b)
}

/// The rational root of what is not negative, if it has one.
fn root(a: &Fraction) -> Option<Fraction> {
    let (n, d) = (a.numer().isqrt(), a.denom().isqrt());
    (n * n == *a.numer() && d * d == *a.denom()).then(|| Fraction::new(n, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_two_are_recognised() {
        let two = Form::fraction(2, 1).unwrap();
        let root = two.sqrt().unwrap();
        assert_eq!(root.mul(&root), Some(two.clone()));
        let inverse = root.recip().unwrap();
        assert_eq!(inverse.mul(&inverse), Form::fraction(1, 2));
        assert_eq!(root.mul(&inverse), Form::fraction(1, 1));
        // √(2/π)·√π = √2.
        let pi = Form::named("pi").unwrap();
        let gelu = two.mul(&pi.recip().unwrap()).unwrap().sqrt().unwrap();
        assert_eq!(gelu.mul(&pi.sqrt().unwrap()), Some(root));
    }

    #[test]
    fn sums_need_the_same_irrational() {
        let third = Form::fraction(1, 3).unwrap();
        let pi = Form::named("pi").unwrap();
        assert_eq!(third.add(&pi), None);
        let sum = pi.mul(&third).unwrap().add(&pi.mul(&third).unwrap().neg());
        assert!(sum.unwrap().unwrap().is_zero());
    }

    #[test]
    fn what_is_too_long_is_given_up() {
        let mut long = Form::fraction(1, 3).unwrap();
        while let Some(longer) = long.mul(&long) {
            long = longer;
        }
        let enclosure = long.enclosure().unwrap();
        assert!(enclosure.is_positive() && enclosure.width() <= 1e-15 * enclosure.hi());
    }
}
