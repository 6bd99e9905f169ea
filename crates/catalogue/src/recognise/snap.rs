//! From a fitted float to the number that a person meant: 1.7020000000003 is 1.702.

use std::sync::LazyLock;

use nonlin_expr::Expr;

/// Numbers that formulas of the field are made of, besides rational ones.
const NAMED: &[&str] = &[
    "sqrt(2)",
    "1/sqrt(2)",
    "sqrt(3)",
    "sqrt(pi)",
    "sqrt(2/pi)",
    "sqrt(2*pi)",
    "pi",
    "1/pi",
    "log(2)",
    "1/log(2)",
    "e",
    "1/e",
];
static NAMED_VALUES: LazyLock<Vec<(&str, f64)>> = LazyLock::new(|| {
    let value = |name: &&'static str| Some((*name, Constant::parse(name)?.value));
    NAMED.iter().filter_map(value).collect()
});
/// The largest numerator and denominator of a fraction, alone or before a named number.
const LARGEST: i32 = 12;
/// Decimals with at most this many significant digits are plain.
const PLAIN_DIGITS: usize = 4;
/// Decimals with more than these are not what anyone meant.
const MOST_DIGITS: usize = 11;
/// Sizes of the numbers that are tried.
const USUAL: std::ops::RangeInclusive<f64> = 1e-9..=1e9;
/// How far a fit may be from the number that was meant, relatively.
const NEAR: f64 = 1e-8;
/// The same for long decimals, which come near to anything.
const VERY_NEAR: f64 = 1e-12;

/// A number with the formula that says what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// Its value.
    pub value: f64,
    /// The number exactly, such as `1.702` or `sqrt(2/pi)`; a fitted number that is none of these is
    /// given to all its digits.
    pub formula: Expr,
}

impl Constant {
    fn parse(text: &str) -> Option<Self> {
        let formula = Expr::parse(text).ok()?.simplify().ok()?;
        Some(Self { value: formula.value_at(f64::NAN), formula })
    }

    /// A number given by its formula, if it has no free name.
    pub(super) fn of(formula: Expr) -> Option<Self> {
        formula.symbols().is_empty().then(|| Self { value: formula.value_at(f64::NAN), formula })
    }

    pub(super) fn integer(value: i32) -> Self {
        let formula = Expr::number(nonlin_expr::Rational::integer(value.into()));
        Self { value: value.into(), formula }
    }

    pub(super) fn is(&self, value: i32) -> bool {
        self.value == f64::from(value)
    }

    /// How much it takes to say the number: 0 for a plain one, 1 for one with many digits.
    pub(super) fn cost(&self) -> f64 {
        let text = self.formula.to_string();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits > MOST_DIGITS { 1.0 } else { 0.01 * digits as f64 }
    }
}

/// A number that a float may stand for; making a [`Constant`] of it costs much more.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    pub(super) value: f64,
    text: String,
}

impl Guess {
    fn new(value: f64, text: impl Into<String>) -> Self {
        Self { value, text: text.into() }
    }

    pub(super) fn constant(&self) -> Option<Constant> {
        Constant::parse(&self.text)
    }
}

/// The numbers that `value` may stand for, the likeliest first; the last is `value` itself. A number
/// below `zero` may stand for 0. None for sizes that nobody writes into an activation function.
pub(super) fn candidates(value: f64, zero: f64) -> Vec<Guess> {
    let mut guesses = Vec::new();
    if value.abs() <= zero {
        guesses.push(Guess::new(0.0, "0"));
    }
    if !USUAL.contains(&value.abs()) {
        return guesses;
    }
    let near = |guess: f64| (guess - value).abs() <= NEAR * value.abs();
    let decimal = |mut digits: std::ops::Range<usize>, near: f64| {
        digits.find_map(|digits| {
            let text = format!("{value:.digits$e}");
            let guess: f64 = text.parse().ok()?;
            ((guess - value).abs() <= near * value.abs()).then(|| Guess::new(guess, text))
        })
    };
    let plain = decimal(0..PLAIN_DIGITS, NEAR);
    let found = plain.is_some();
    guesses.extend(plain);
    if !found {
        let simple = fraction(value, near);
        guesses.extend(
            simple.map(|(p, q)| Guess::new(f64::from(p) / f64::from(q), format!("{p}/{q}"))),
        );
        let multiple = |&(name, named): &(&'static str, f64)| {
            let (p, q) = fraction(value / named, |guess| near(guess * named))?;
            let guess = f64::from(p) / f64::from(q) * named;
            Some((p.abs() + q, Guess::new(guess, format!("{p}/{q}*{name}"))))
        };
        let simplest = NAMED_VALUES.iter().filter_map(multiple).min_by_key(|(size, _)| *size);
        guesses.extend(simplest.map(|(_, guess)| guess));
        guesses.extend(decimal(PLAIN_DIGITS..MOST_DIGITS, VERY_NEAR));
    }
    guesses.push(Guess::new(value, format!("{value:e}")));
    guesses
}

/// The fraction with the smallest denominator that is near.
fn fraction(value: f64, near: impl Fn(f64) -> bool) -> Option<(i32, i32)> {
    (1..=LARGEST).find_map(|q| {
        let p = (value * f64::from(q)).round();
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        let p = if p.abs() <= f64::from(LARGEST) && p != 0.0 { p as i32 } else { return None };
        near(f64::from(p) / f64::from(q)).then_some((p, q))
    })
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn the_number_that_was_meant_comes_first() {
        for (value, meant) in [
            (1.702 + 1e-12, "1.702"),
            (-0.5, "-0.5"),
            (1.0 / 3.0, "1/3"),
            (2.0_f64.sqrt() / 2.0, "1/sqrt(2)"),
            ((2.0 / std::f64::consts::PI).sqrt(), "sqrt(2/pi)"),
            (-std::f64::consts::PI, "-pi"),
            (0.044715, "0.044715"),
            (1.0000001, "1.0000001"),
            (1e-20, "0"),
            ((-1.0_f64).exp(), "1/e"),
        ] {
            let found = candidates(value, 1e-14);
            let first = found[0].constant().unwrap();
            assert_eq!(first.formula.to_string(), meant);
            assert!((first.value - found[0].value).abs() <= 1e-15 * first.value.abs());
            assert!(meant == "0" || found.last().unwrap().value == value);
        }
    }
}
