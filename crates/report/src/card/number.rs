//! Numbers as short as they are known.
//!
//! An enclosure is printed as the digits that both of its ends begin with, and an ellipsis for those that
//! are not known or not shown: −0.16997120747…. Nothing printed is wrong by rounding: digits are cut.

use nonlin_properties::Interval;

/// Digits shown at most.
const DIGITS: usize = 13;
/// Fewer common digits than this say less than the ends do.
const FEW: usize = 3;
/// Digits of an end that stands for itself.
const END: usize = 4;
/// Digits of an estimate: those of mean-field theory have relative errors of about 1e-12.
const RELIED: usize = 10;
/// Digits of an error.
const ERROR: usize = 2;

/// A float exactly, in its shortest form, with a typographic minus sign.
#[must_use]
pub fn exact(value: f64) -> String {
    match value {
        f64::INFINITY => "∞".into(),
        f64::NEG_INFINITY => "−∞".into(),
        value if value.is_nan() => "none".into(),
        0.0 => "0".into(),
        value if (1e-4..1e9).contains(&value.abs()) => format!("{value}").replace('-', "−"),
        value => format!("{value:e}").replace('-', "−"),
    }
}

/// An estimate, rounded to the digits that it can be relied on for.
#[must_use]
pub fn estimated(value: f64) -> String {
    exact(format!("{value:.0$e}", RELIED - 1).parse().unwrap_or(value))
}

/// An enclosure: an exact number, common digits, a number with its error, or the two ends.
#[must_use]
pub fn enclosed(value: Interval) -> String {
    let (lo, hi) = (value.lo(), value.hi());
    if value.is_empty() {
        return "none".into();
    }
    if value.is_point() {
        return point(lo);
    }
    match (lo.is_finite(), hi.is_finite()) {
        (false, false) => return "unknown".into(),
        (true, false) => return format!("at least {}", rounded(lo, false, END)),
        (false, true) => return format!("at most {}", rounded(hi, true, END)),
        (true, true) => {}
    }
    common(lo, hi).or_else(|| with_error(lo, hi)).unwrap_or_else(|| {
        format!("between {} and {}", rounded(lo, false, END), rounded(hi, true, END))
    })
}

/// A float that is the number itself. A long one is shown to [`DIGITS`].
fn point(value: f64) -> String {
    let text = exact(value);
    let long = text.chars().filter(char::is_ascii_digit).count() > DIGITS + 2;
    if !long {
        return text;
    }
    let (digits, power) = decimal(value);
    format!("{}…", placed(value < 0.0, &digits[..DIGITS], power))
}

/// The digits that both ends begin with, if they are enough.
fn common(lo: f64, hi: f64) -> Option<String> {
    if lo == 0.0 || hi == 0.0 || (lo < 0.0) != (hi < 0.0) {
        return None;
    }
    let ((low, power), (high, other)) = (decimal(lo), decimal(hi));
    if power != other {
        return None;
    }
    let same = low.iter().zip(&high).take(DIGITS).take_while(|(a, b)| a == b).count();
    (same >= FEW).then(|| format!("{}…", placed(lo < 0.0, &low[..same], power)))
}

/// A short number in the middle with the distance of the ends, where the ends' digits differ by a carry
/// alone: 0.5 ± 2e−14. A number that is as near as neighbouring floats can tell, such as 0.01, which is no
/// float, stands alone.
fn with_error(lo: f64, hi: f64) -> Option<String> {
    let middle = lo / 2.0 + hi / 2.0;
    let radius = (hi - middle).max(middle - lo);
    for digits in 0..DIGITS {
        let text = format!("{middle:.digits$e}");
        let short: f64 = text.parse().ok()?;
        let error = (hi - short).max(short - lo);
        if error <= 4.0 * radius && (error < 1e-3 * short.abs() || (short == 0.0 && error < 1e-3)) {
            let short_text = exact(short);
            if error <= f64::EPSILON * short.abs() {
                return Some(short_text);
            }
            return Some(format!("{short_text} ± {}", rounded(error, true, ERROR)));
        }
    }
    // Near 0 the middle has no short form of its own; 0 with an error says as much.
    let error = hi.max(-lo);
    (lo <= 0.0 && hi >= 0.0 && error < 1e-3).then(|| format!("0 ± {}", rounded(error, true, ERROR)))
}

/// An end with a few digits, rounded up or down so that it stays an end.
fn rounded(value: f64, up: bool, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return exact(value);
    }
    let short: f64 = format!("{value:.0$e}", digits - 1).parse().unwrap_or(value);
    let step = 10_f64.powf(value.abs().log10().floor() - digits as f64 + 1.0);
    let moved = match up {
        true if short < value => short + step,
        false if short > value => short - step,
        _ => short,
    };
    // The step's own rounding leaves digits behind.
    exact(format!("{moved:.0$e}", digits - 1).parse().unwrap_or(moved))
}

/// The first decimal digits of a float that is not 0, and the power of ten of the first.
fn decimal(value: f64) -> (Vec<u8>, i32) {
    // 40 digits: cutting them to a few never meets the rounding of the last.
    let text = format!("{:.40e}", value.abs());
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    (digits, power.parse().unwrap_or(0))
}

/// Digits with their point: plain near 1, with a power of ten elsewhere.
fn placed(negative: bool, digits: &[u8], power: i32) -> String {
    let mut text = String::from(if negative { "−" } else { "" });
    let digit = |digit: &u8| char::from(b'0' + digit);
    let whole = usize::try_from(power).ok().map(|power| power + 1);
    match whole {
        Some(whole) if whole <= digits.len() && power < 9 => {
            text.extend(digits[..whole].iter().map(digit));
            if whole < digits.len() {
                text.push('.');
                text.extend(digits[whole..].iter().map(digit));
            }
            text
        }
        None if power >= -4 => {
            text.push_str("0.");
            text.extend((power..-1).map(|_| '0'));
            text.extend(digits.iter().map(digit));
            text
        }
        _ => {
            text.extend(digits[..1].iter().map(digit));
            if digits.len() > 1 {
                text.push('.');
                text.extend(digits[1..].iter().map(digit));
            }
            format!("{text}…e{power}").replace("e-", "e−").replacen('…', "", 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enclosures_read_as_their_common_digits() {
        let minimum = Interval::new(-0.169_971_207_479_905_5, -0.169_971_207_479_902_1);
        assert_eq!(enclosed(minimum), "−0.1699712074799…");
        assert_eq!(enclosed(Interval::new(1.234_51, 1.234_52)), "1.2345…");
        assert_eq!(enclosed(Interval::new(123.456_7, 123.456_8)), "123.456…");
        assert_eq!(enclosed(Interval::new(0.001_234_5, 0.001_234_6)), "0.001234…");
        assert_eq!(enclosed(Interval::point(std::f64::consts::PI)), "3.141592653589…");
    }

    #[test]
    fn exact_numbers_have_no_ellipsis() {
        for (value, text) in [(0.5, "0.5"), (-2.0, "−2"), (0.0, "0"), (-0.0, "0"), (1e12, "1e12")]
        {
            assert_eq!(enclosed(Interval::point(value)), text);
        }
        assert_eq!(enclosed(Interval::point(f64::NEG_INFINITY)), "−∞");
        assert_eq!(exact(1e-7), "1e−7");
    }

    #[test]
    fn a_carry_is_an_error_and_no_loss() {
        assert_eq!(
            enclosed(Interval::new(0.499_999_999_999_99, 0.500_000_000_000_01)),
            "0.5 ± 1e−14"
        );
        assert_eq!(enclosed(Interval::new(0.01_f64.next_down(), 0.01_f64.next_up())), "0.01");
        assert_eq!(enclosed(Interval::new(-1e-12, 1e-12)), "0 ± 1e−12");
        assert_eq!(enclosed(Interval::new(0.0, 1e-300)), "0 ± 1e−300");
    }

    #[test]
    fn wide_enclosures_give_their_ends_rounded_outwards() {
        assert_eq!(enclosed(Interval::new(-1.234_56, 2.345_67)), "between −1.235 and 2.346");
        assert_eq!(enclosed(Interval::new(3.999_99, f64::INFINITY)), "at least 3.999");
        assert_eq!(enclosed(Interval::new(f64::NEG_INFINITY, 0.0)), "at most 0");
        assert_eq!(enclosed(Interval::ENTIRE), "unknown");
        assert_eq!(enclosed(Interval::EMPTY), "none");
    }

    /// Whatever is printed holds the enclosure: the text read back, with its last digit's room.
    #[test]
    fn digits_are_cut_and_never_rounded() {
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let middle = (seed >> 11) as f64 / 2_f64.powi(53) * 20.0 - 10.0;
            let width = 10_f64.powi(-(i32::try_from(seed % 16).unwrap()));
            let (lo, hi) = (middle, middle + width);
            let text = enclosed(Interval::new(lo, hi)).replace('−', "-");
            let Some(digits) = text.strip_suffix('…') else { continue };
            let cut: f64 = digits.parse().unwrap();
            let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
            let room = 10_f64.powi(-i32::try_from(decimals).unwrap()) * (1.0 + 1e-9);
            assert!(cut.abs() <= lo.abs() && hi.abs() - cut.abs() <= room, "{text}: {lo} {hi}");
            assert!(lo.abs() - cut.abs() <= room, "{text}: {lo} {hi}");
        }
    }
}
