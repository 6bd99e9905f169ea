//! How a function is computed and where digits are lost, in words and as JSON: for `nonlin explain`.

use nonlin::catalogue::Activation;
use nonlin::expr::{Loss, Stable, Stop};
use serde_json::{Value, json};

use crate::json;

/// Regions named at most; JSON has all.
const SHOWN_REGIONS: usize = 3;
/// Characters of a form shown at most; JSON has it whole.
const SHOWN_FORM: usize = 160;
/// Digits of numerator and denominator beyond which a fraction is shown as a decimal.
const LONG_FRACTION: usize = 20;
/// Bits of an f64.
const ALL: f64 = 53.0;

/// Lines for the card, each with its label and whether it is a warning.
pub fn lines(activation: &Activation) -> Vec<(&'static str, String, bool)> {
    // Where a derivative outgrows the limits, the card has said so by then.
    let Ok(forms) = activation.stable(1) else { return Vec::new() };
    let given = [activation.expression(), activation.derivative()];
    let labels = ["computes", "f′ as"];
    let mut lines = Vec::new();
    for ((form, given), label) in forms.iter().zip(given).zip(labels) {
        let text = form.expr.to_string();
        if text != given.to_string() {
            lines.push((label, shortened(&text), false));
        }
        if form.losses.is_empty() && !form.given_losses.is_empty() {
            let lost = format!("as given, {}; this form keeps them", regions(&form.given_losses));
            lines.push(("", lost, false));
        }
        if !form.losses.is_empty() {
            let name = if label == labels[0] { "f" } else { "f′" };
            let text = format!("{name} in f64: {}{}", regions(&form.losses), ended(form.stop));
            lines.push(("accuracy", text, true));
        }
    }
    lines
}

fn shortened(text: &str) -> String {
    let text = &rounded_fractions(text);
    match text.char_indices().nth(SHOWN_FORM) {
        Some((end, _)) => format!("{} … ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// The text with long fractions, the coefficients of a series, as decimals.
fn rounded_fractions(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || c == '/';
    let mut rounded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let (number, after) = number.split_at(number.find(|c| !is_part(c)).unwrap_or(number.len()));
        rounded.push_str(before);
        let parts = number.split_once('/').filter(|(p, q)| p.len() + q.len() > LONG_FRACTION);
        match parts.and_then(|(p, q)| Some(p.parse::<f64>().ok()? / q.parse::<f64>().ok()?)) {
            Some(value) => rounded.push_str(&format!("{value:.6}…")),
            None => rounded.push_str(number),
        }
        rest = after;
    }
    rounded + rest
}

fn regions(losses: &[Loss]) -> String {
    let mut texts: Vec<String> = losses.iter().take(SHOWN_REGIONS).map(region).collect();
    if losses.len() > SHOWN_REGIONS {
        texts.push(format!("and in {} more regions", losses.len() - SHOWN_REGIONS));
    }
    format!("digits are lost: {}", texts.join(", "))
}

fn region(loss: &Loss) -> String {
    let amount = match loss.measured {
        Some(bits) if bits >= ALL => "all".to_owned(),
        Some(bits) => format!("{bits:.0} of 53 bits"),
        // More than double-double could tell.
        None => "all".to_owned(),
    };
    if loss.from == loss.to {
        return format!("{amount} near x = {}", number(loss.from));
    }
    format!("{amount} for x from {} to {}", number(loss.from), number(loss.to))
}

fn number(x: f64) -> String {
    if x == 0.0 || (1e-3..1e5).contains(&x.abs()) {
        let rounded: f64 = format!("{x:.2e}").parse().unwrap_or(x);
        return format!("{rounded}");
    }
    format!("{x:.1e}")
}

/// Why no better form was found.
const fn ended(stop: Stop) -> &'static str {
    match stop {
        Stop::Saturated => "; no rule leads to a better form",
        Stop::Rounds | Stop::Forms => "; no better form was found within the search's budget",
        Stop::TooLarge => "; the formula is too large to search for a better form",
    }
}

/// The same for programs: value and first derivative.
pub fn as_json(activation: &Activation) -> Value {
    let region = |loss: &Loss| {
        json!({
            "from": json::number(loss.from),
            "to": json::number(loss.to),
            "bits_bound": json::number(loss.bits),
            "bits_measured": loss.measured.map(json::number),
        })
    };
    let one = |form: &Stable| {
        json!({
            "formula": form.expr.to_string(),
            "search": match form.stop {
                Stop::Saturated => "saturated",
                Stop::Rounds => "rounds used up",
                Stop::Forms => "forms used up",
                Stop::TooLarge => "too large",
            },
            "losses": form.losses.iter().map(region).collect::<Vec<_>>(),
            "losses_as_given": form.given_losses.iter().map(region).collect::<Vec<_>>(),
        })
    };
    match activation.stable(1) {
        Ok(forms) => Value::Array(forms.iter().map(one).collect()),
        Err(_) => Value::Null,
    }
}
