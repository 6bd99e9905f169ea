//! Numbers as a reader sees them.

use crate::finding::{Certainty, Number, Unit};
use crate::words::{Common, Language};

/// The number with its interval, if it has one: `0.123 (0.120 to 0.126)`.
pub fn with_interval(number: &Number, language: Language) -> String {
    let value = value(number.value, number, language);
    match interval(number, language) {
        Some(interval) => Common::of(language).with_interval(&value, &interval),
        None => value,
    }
}

/// The number alone.
pub fn alone(number: &Number, language: Language) -> String {
    value(number.value, number, language)
}

/// What theory says of the number.
pub fn theory(number: &Number, language: Language) -> Option<String> {
    Some(value(number.theory?, number, language))
}

/// The ends of its interval; `None` if there is none, or it is a point to all digits shown.
pub fn interval(number: &Number, language: Language) -> Option<String> {
    if number.certainty == Certainty::Exact || number.value.is_nan() {
        return None;
    }
    let (low, high) = number.interval();
    let ends = [value(low, number, language), value(high, number, language)];
    (ends[0] != ends[1]).then(|| Common::of(language).range(&ends[0], &ends[1]))
}

fn value(value: f64, number: &Number, language: Language) -> String {
    let common = Common::of(language);
    if value.is_nan() {
        return common.none.to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let proved = matches!(number.certainty, Certainty::Proved(..));
    // No line ends between a number and its unit.
    match number.unit {
        Unit::One => plain(value, if proved { 10 } else { 4 }),
        Unit::Share => format!("{}\u{a0}%", percent(value)),
        Unit::Points => common.points(&signed_points(value)),
        Unit::Apart => common.points(&points(value)),
        Unit::Count => count(value),
        Unit::Times => format!("{}×", plain(value, 3)),
        Unit::Nanoseconds => format!("{}\u{a0}ns", plain(value, 3)),
        Unit::Microseconds => format!("{}\u{a0}µs", plain(value, 3)),
        Unit::Seconds => format!("{}\u{a0}s", plain(value, 3)),
    }
}

/// So many significant digits, without zeros at the end; a power of ten where it is far from 1.
pub fn plain(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    if (-4..7).contains(&power) {
        let decimals = i32::try_from(digits).unwrap_or(4) - 1 - power;
        let text = format!("{value:.*}", usize::try_from(decimals).unwrap_or(0));
        return minus(trimmed(&text));
    }
    let power: String = power.to_string().chars().map(superscript).collect();
    minus(&format!("{}·10{power}", trimmed(mantissa)))
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn minus(text: &str) -> String {
    text.replace('-', "−")
}

fn superscript(c: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize])
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    // A share near 0 or 1 needs more digits to be told from it.
    let near = percent.abs().min((100.0 - percent).abs());
    if near > 0.0 && near < 0.001 && percent.abs() < 1.0 {
        return plain(percent, 2);
    }
    // What is 100 to three decimals is 100 to the reader.
    fixed(percent, if !(0.0005..0.1).contains(&near) { 1 } else { 3 })
}

/// A difference of shares: small ones are of interest as well.
fn points(difference: f64) -> String {
    let points = 100.0 * difference;
    let decimals = match points.abs() {
        0.995.. => 1,
        0.0995.. => 2,
        _ => 3,
    };
    fixed(points, decimals)
}

fn fixed(percent: f64, decimals: usize) -> String {
    let text = format!("{percent:.decimals$}");
    minus(if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        "0"
    } else {
        &text
    })
}

/// The same with its sign; 0 has none.
fn signed_points(difference: f64) -> String {
    let text = points(difference);
    if difference > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// Whole where it is, with thin spaces between thousands.
pub fn count(value: f64) -> String {
    let text = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    let (whole, rest) =
        text.split_once('.').map_or((&*text, String::new()), |(w, r)| (w, format!(".{r}")));
    let digits: Vec<char> = whole.chars().collect();
    let mut grouped = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place > 0
            && (digits.len() - place).is_multiple_of(3)
            && digit.is_ascii_digit()
            && digits[place - 1].is_ascii_digit()
        {
            grouped.push('\u{202f}');
        }
        grouped.push(*digit);
    }
    minus(&format!("{grouped}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_powers() {
        for (value, digits, text) in [
            (0.25, 4, "0.25"),
            (1.0 / 3.0, 4, "0.3333"),
            (1234.56, 4, "1235"),
            (-0.000_012_345, 3, "−1.23·10⁻⁵"),
            (2.5e20, 2, "2.5·10²⁰"),
            (100.0, 4, "100"),
            (0.0, 4, "0"),
        ] {
            assert_eq!(plain(value, digits), text);
        }
    }

    #[test]
    fn shares_and_counts() {
        for (share, text) in [
            (0.123_4, "12.3"),
            (0.999_6, "99.960"),
            (1.0, "100.0"),
            (0.0, "0"),
            (3e-9, "3·10⁻⁷"),
            (0.999_999, "100.0"),
        ] {
            assert_eq!(percent(share), text, "{share}");
        }
        for (difference, text) in
            [(0.123_4, "12.3"), (0.001_234, "0.12"), (-0.000_012, "−0.001"), (1e-9, "0")]
        {
            assert_eq!(points(difference), text, "{difference}");
        }
        assert_eq!(count(1_234_567.0), "1\u{202f}234\u{202f}567");
        assert_eq!(count(-123.0), "−123");
        assert_eq!(count(2.25), "2.2");
        assert_eq!([0.0123, -0.5, 1e-7].map(signed_points), ["+1.2", "−50.0", "0"]);
    }
}
