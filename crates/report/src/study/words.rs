//! Numbers of a study in words.

use nonlin_lab::Metric;
use nonlin_lab::study::StudyResult;

/// What stands for a number that there is none of.
pub const NONE: &str = "–";

/// A p-value.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "< 0.001".into() } else { format!("{p:.3}") }
}

/// A span of time.
pub fn seconds(seconds: f64) -> String {
    if seconds < 0.1 { format!("{:.0} ms", 1e3 * seconds) } else { format!("{seconds:.2} s") }
}

/// A share as a percentage.
pub fn share(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A number with three digits, so that very small and very large ones stay short.
pub fn short(value: f64) -> String {
    let text = match value.abs() {
        0.0 => "0".to_owned(),
        size if (0.01..1e4).contains(&size) => {
            let digits = if size < 1.0 {
                3
            } else if size < 100.0 {
                2
            } else {
                0
            };
            format!("{value:.digits$}")
        }
        _ => format!("{value:.1e}"),
    };
    text.replace('-', "−")
}

/// The unit that differences of scores are told in, and how many of it a score of 1 is.
pub fn unit(metric: Metric) -> (&'static str, f64) {
    match metric {
        Metric::Accuracy | Metric::LabelAccuracy => ("percentage points", 100.0),
        Metric::R2 => ("R²", 1.0),
    }
}

/// A difference of scores in its [`unit`], with its sign.
pub fn difference(metric: Metric, difference: f64) -> String {
    let decimals = if unit(metric).1 == 1.0 { 4 } else { 2 };
    signed(difference * unit(metric).1, decimals)
}

/// A difference of shares in percentage points, with its sign.
pub fn points(difference: f64) -> String {
    signed(100.0 * difference, 2)
}

/// A number with its sign; 0 has none.
fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    let zero = text.trim_start_matches(['+', '-']).chars().all(|c| matches!(c, '0' | '.'));
    if zero { text[1..].to_owned() } else { text.replace('-', "−") }
}

/// Cohen's d of the first against a candidate, as one of the candidate against the first.
pub fn effect(of_first: f64) -> String {
    signed(-of_first, 2)
}

/// `95 %`
pub fn confidence(result: &StudyResult) -> String {
    let level = 100.0 * result.spec.confidence;
    format!("{} %", (level * 1e6).round() / 1e6)
}

/// `1 seed`, `7 seeds`
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_signs_and_zero_has_none() {
        assert_eq!(difference(Metric::Accuracy, -0.0123), "−1.23");
        assert_eq!(difference(Metric::Accuracy, 0.5), "+50.00");
        assert_eq!(difference(Metric::Accuracy, -1e-9), "0.00");
        assert_eq!(difference(Metric::R2, 0.01), "+0.0100");
    }

    #[test]
    fn numbers_stay_short() {
        let all = [0.0, 0.5, -12.345, 4321.0, 1e-7, 2.5e9].map(short);
        assert_eq!(all, ["0", "0.500", "−12.35", "4321", "1.0e−7", "2.5e9"]);
    }
}
