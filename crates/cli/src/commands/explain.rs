//! `nonlin explain`: a card with the formula, its derivative, its names and both curves.

use anyhow::Result;
use console::{Color, measure_text_width, style};
use nonlin::Activation;
use nonlin::catalogue::Definition;
use nonlin::expr::Expr;
use nonlin::report::curve::{Curve, Layer, Size};
use serde_json::{Value, json};

use super::{accuracy, list, recognition, resolve, rows};
use crate::args::Explain;
use crate::{json, output};

/// The stretch of the line that the curve shows.
const SHOWN: std::ops::RangeInclusive<f64> = -4.0..=4.0;

pub fn run(arguments: &Explain) -> Result<()> {
    let activation = match resolve(&arguments.function) {
        Err(error) if rows::is_of_rows(&error) => {
            return rows::explain(&arguments.function, arguments.json);
        }
        activation => activation?,
    };
    if arguments.json {
        return output::json(&as_json(&activation));
    }
    for line in card(&activation) {
        output::line(&line)?;
    }
    Ok(())
}

fn as_json(activation: &Activation) -> Value {
    let bound = activation.bound();
    let spellings = |expr: &Expr| {
        json!({
            "formula": expr.to_string(),
            "latex": expr.to_latex(),
            "mathml": expr.to_mathml(),
            "operators": expr.operators(),
        })
    };
    let parameters: serde_json::Map<String, Value> = bound
        .parameters()
        .iter()
        .map(|(name, value)| (name.clone(), json::number(value.value_at(f64::NAN))))
        .collect();
    json!({
        "name": bound.name(),
        "formula": bound.formula().to_string(),
        "parameters": parameters,
        "value": spellings(bound.expression()),
        "derivative": spellings(bound.derivative()),
        "computed": accuracy::as_json(bound),
        "gradient_flows": !bound.derivative_vanishes(),
        "limits": {
            "minus_infinity": json::number(activation.at(f64::NEG_INFINITY)),
            "plus_infinity": json::number(activation.at(f64::INFINITY)),
        },
        "definition": bound.definition().map(list::describe),
        "recognised": recognition::as_json(&recognition::of(activation)),
    })
}

fn card(activation: &Activation) -> Vec<String> {
    let bound = activation.bound();
    let mut lines = Vec::new();
    match bound.definition() {
        Some(definition) => lines.extend(heading(definition)),
        None => lines.push(style("your formula").bold().to_string()),
    }
    lines.push(String::new());
    let field = |name: &str, text: &str| format!("{} {text}", style(format!("{name:>10}")).dim());
    lines.push(field("f(x)", &bound.expression().to_string()));
    lines.push(field("f′(x)", &bound.derivative().to_string()));
    for (label, text, warning) in accuracy::lines(bound) {
        let text = if warning { style(text).yellow().to_string() } else { text };
        lines.push(field(label, &text));
    }
    lines.push(field("LaTeX", &bound.formula().to_latex()));
    let recognised = recognition::of(activation);
    for (label, text) in recognition::lines(&recognised, bound.definition()) {
        lines.push(field(label, &text));
    }
    lines.extend(parameters(bound.definition(), bound.parameters()));
    for noise in bound.definition().map_or(&[][..], |definition| definition.noise) {
        let (distribution, arguments) =
            (noise.distribution.signature().0, noise.arguments.join(", "));
        lines.push(field(
            noise.name,
            &format!(
                "drawn from {distribution}({arguments}) in training, here {}",
                noise.evaluation
            ),
        ));
    }
    let at = |x: f64| number(activation.at(x));
    lines.push(field(
        "limits",
        &format!("{} at −∞, {} at +∞", at(f64::NEG_INFINITY), at(f64::INFINITY)),
    ));
    for kink in bound.definition().map_or(&[][..], |definition| definition.kinks) {
        lines.push(field(
            "kink",
            &format!("at x = {}, where f′ counts as {}", kink.at, kink.derivative),
        ));
    }
    if bound.derivative_vanishes() {
        let plain = "f′ is 0 wherever it exists: no gradient flows through this function";
        lines.push(field("gradient", &style(plain).yellow().to_string()));
    }
    lines.push(String::new());
    lines.extend(curve(activation));
    lines
}

/// A line for each parameter.
pub fn parameters(definition: Option<&Definition>, parameters: &[(String, Expr)]) -> Vec<String> {
    let line = |(name, value): &(String, Expr)| {
        let known = definition
            .and_then(|definition| definition.parameters.iter().find(|p| p.name == *name));
        let learnt = if known.is_some_and(|p| p.trainable) { ", learnt" } else { "" };
        let meaning =
            known.map_or(String::new(), |p| format!("  {} in {}{learnt}", p.meaning, p.range));
        format!("{} {value}{}", style(format!("{name:>10}")).dim(), style(meaning).dim())
    };
    parameters.iter().map(line).collect()
}

pub fn heading(definition: &Definition) -> Vec<String> {
    let mut lines = vec![format!(
        "{}  {}",
        style(definition.title).bold(),
        style(format!("{} · {} · {}", definition.name, definition.family, definition.title_zh))
            .dim()
    )];
    lines.push(definition.summary.to_owned());
    let source = &definition.source;
    let parts = [source.authors, source.title, source.venue, source.url];
    let year = source.year.map(|year| year.to_string());
    let said: Vec<&str> =
        parts.into_iter().chain(year.as_deref()).filter(|part| !part.is_empty()).collect();
    if !said.is_empty() {
        lines.push(style(said.join(". ")).dim().to_string());
    }
    if !definition.note.is_empty() {
        lines.push(style(definition.note).dim().to_string());
    }
    if definition.evidence == nonlin::catalogue::Evidence::OneTranscription {
        lines.push(style("Formula from a single secondary source.").yellow().to_string());
    }
    let other: Vec<String> = definition
        .frameworks
        .iter()
        .map(|entry| format!("{}:{}", entry.framework, entry.name))
        .collect();
    if !other.is_empty() {
        lines.push(style(other.join("  ")).dim().to_string());
    }
    lines
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "+∞".into(),
        f64::NEG_INFINITY => "−∞".into(),
        value if value.is_nan() => "none".into(),
        0.0 => "0".into(),
        value => format!("{value}"),
    }
}

fn curve(activation: &Activation) -> Vec<String> {
    let value = |x: f64| activation.at(x);
    let slope = |x: f64| {
        let mut y = [0.0];
        activation.kernel().derivative(&[x], &mut y);
        y[0]
    };
    curves(&[("f", &value), ("f′", &slope)], SHOWN)
}

/// Curves in the terminal, coloured and with a legend below.
pub fn curves(
    labelled: &[(&str, &dyn Fn(f64) -> f64)],
    range: std::ops::RangeInclusive<f64>,
) -> Vec<String> {
    let columns = output::width().saturating_sub(12).min(64);
    let of: Vec<&dyn Fn(f64) -> f64> = labelled.iter().map(|(_, curve)| *curve).collect();
    let picture = Curve::draw(&of, range, Size { columns, rows: 12 });
    let coloured = |(layer, text): &(Layer, String)| match layer {
        Layer::Frame => style(text).dim().to_string(),
        Layer::Curve(place) => paint(*place, text),
    };
    let mut lines: Vec<String> =
        picture.rows.iter().map(|row| row.iter().map(coloured).collect()).collect();
    let mut legend = String::new();
    let mut taken = 0;
    for (place, (label, _)) in labelled.iter().enumerate() {
        let entry = format!("{} {label}", Curve::sample(place));
        let wide = measure_text_width(&entry) + 2;
        if taken > 0 && taken + wide > columns {
            lines.push(format!("{:8}{legend}", ""));
            (legend, taken) = (String::new(), 0);
        }
        legend = format!("{legend}{}  ", paint(place, &entry));
        taken += wide;
    }
    lines.push(format!("{:8}{}", "", legend.trim_end()));
    lines
}

/// A text in the colour of the curve with this place.
fn paint(place: usize, text: &str) -> String {
    const COLOURS: [Color; 6] =
        [Color::Cyan, Color::Magenta, Color::Yellow, Color::Green, Color::Blue, Color::Red];
    let painted = style(text).fg(COLOURS[place % COLOURS.len()]);
    if place == 0 { painted.bold().to_string() } else { painted.to_string() }
}
