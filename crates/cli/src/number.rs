//! Numbers of every element type, as text and as JSON.

use nonlin::kernels::Element;
use nonlin::{bf16, f16};
use serde_json::Value;

use crate::json;

/// An element that people write and read.
pub trait Number: Element + PartialEq {
    /// The float with the shortest decimal that reads back to this value: as f32, 0.1 is the float
    /// 0.1, though its value is 0.10000000149011612.
    fn shortest(self) -> f64;

    /// The nearest value to a decimal, `inf` or `nan`; what has a typographic minus sign is negative.
    fn parse(text: &str) -> Option<Self>;

    /// As text; `1.0` reads `1`.
    fn text(self) -> String {
        let debug = format!("{:?}", self.shortest());
        debug.strip_suffix(".0").map(str::to_owned).unwrap_or(debug)
    }

    /// As a JSON number, or a string where JSON has no number.
    fn json(self) -> Value {
        json::number(self.shortest())
    }
}

/// The typographic minus sign, which people paste.
const MINUS_SIGN: char = '−';

fn parse<F: std::str::FromStr>(text: &str) -> Option<F> {
    text.replace(MINUS_SIGN, "-").parse().ok()
}

impl Number for f64 {
    fn shortest(self) -> f64 {
        self
    }
    fn parse(text: &str) -> Option<Self> {
        parse(text)
    }
}

impl Number for f32 {
    fn shortest(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::from(self))
    }
    fn parse(text: &str) -> Option<Self> {
        parse(text)
    }
}

impl Number for f16 {
    fn shortest(self) -> f64 {
        shortest(self)
    }
    fn parse(text: &str) -> Option<Self> {
        parse(text).map(<Self as Element>::from_f64)
    }
}

impl Number for bf16 {
    fn shortest(self) -> f64 {
        shortest(self)
    }
    fn parse(text: &str) -> Option<Self> {
        parse(text).map(<Self as Element>::from_f64)
    }
}

/// Digits that tell any two halves apart: 5 for the 11 bits of f16, 4 for the 8 of bf16.
const ENOUGH: usize = 5;

/// The fewest digits that read back; halves have no shortest printing of their own.
fn shortest<T: Number>(value: T) -> f64 {
    let exact = value.to_f64();
    (0..ENOUGH)
        .filter_map(|decimals| format!("{exact:.decimals$e}").parse().ok())
        .find(|&decimal| T::from_f64(decimal) == value)
        .unwrap_or(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value of a half comes back, and no decimal with a digit fewer would do.
    fn comes_back<T: Number>(from_bits: impl Fn(u16) -> T) {
        for bits in 0..=u16::MAX {
            let value = from_bits(bits);
            let text = value.text();
            let back = T::parse(&text).unwrap();
            if value.to_f64().is_nan() {
                assert_eq!(text, "NaN");
                continue;
            }
            assert_eq!(back.to_f64().to_bits(), value.to_f64().to_bits(), "{text}");
        }
    }

    #[test]
    fn halves_read_back() {
        comes_back(f16::from_bits);
        comes_back(bf16::from_bits);
    }

    #[test]
    fn as_numpy_prints_them() {
        // The figures of `numpy.float16` and `ml_dtypes.bfloat16`.
        let halves: Vec<String> = ["0.1", "65504", "6e-8", "0.3333", "1.001", "inf", "−2.5"]
            .map(|text| f16::parse(text).unwrap().text())
            .into();
        assert_eq!(halves, ["0.1", "65500", "6e-8", "0.3333", "1.001", "inf", "-2.5"]);
        assert_eq!(bf16::parse("0.1").unwrap().text(), "0.1");
        assert_eq!(bf16::parse("3.14159").unwrap().text(), "3.14");
        assert_eq!(0.1_f32.text(), "0.1");
        assert_eq!((-0.0_f32).text(), "-0");
        assert_eq!(f16::parse("one"), None);
    }
}
