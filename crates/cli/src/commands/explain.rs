//! `nonlin explain`: what a function is and does, as a card, Markdown, HTML or JSON.
//!
//! The terminal has the formula, the names and the curves at once; what takes proofs follows.

use anyhow::Result;
use console::{measure_text_width, strip_ansi_codes, style};
use nonlin::catalogue::Definition;
use nonlin::expr::Expr;
use nonlin::report::card::terminal::{self, Part};
use nonlin::report::card::{self, Cell, Section, Tone, beside, json as facts_json, markdown, page};
use nonlin::report::curve::{Curve, Layer, Size};
use nonlin::{Activation, Parameters};
use serde_json::{Value, json};

use super::facts::{Known, distance};
use super::{accuracy, list, plot, recognition, resolve, rows};
use crate::args::Explain;
use crate::{json, output};

/// The stretch of the line that the curve shows.
const SHOWN: std::ops::RangeInclusive<f64> = -4.0..=4.0;

pub fn run(arguments: &Explain) -> Result<()> {
    let activation = match resolve(&arguments.function) {
        Err(error) if rows::is_of_rows(&error) => return rows::explain(arguments),
        activation => activation?,
    };
    let mut activations = vec![activation];
    if let Some(other) = &arguments.versus {
        activations.push(Activation::with_parameters(other, &Parameters::new())?);
    }
    if arguments.json {
        return print_json(&activations, arguments);
    }
    let names: Vec<&str> = activations.iter().map(|function| function.bound().name()).collect();
    let first = columns(activations.iter().map(formula).collect());
    if !arguments.markdown && !arguments.html {
        for line in card_heading(&activations) {
            output::line(&line)?;
        }
        output::line("")?;
        print(&first, &names)?;
        output::line("")?;
        for line in picture(&activations) {
            output::line(&line)?;
        }
        let later = later(&activations, arguments)?;
        if !later.is_empty() {
            output::line("")?;
        }
        return print(&later, &names);
    }
    let mut sections = first;
    sections.extend(later(&activations, arguments)?);
    let heading = card_heading(&activations);
    let mut heading = heading.iter().map(|line| strip_ansi_codes(line).into_owned());
    let title = heading.next().unwrap_or_default();
    let lines: Vec<String> = heading.collect();
    if arguments.html {
        let picture = plot::svg(&activations)?;
        let heading = page::Heading { title: &title, lines: &lines, picture: &picture };
        return output::text(&page::write(&heading, &sections, &names));
    }
    let lines = lines.iter().map(|line| markdown::escape(line) + "\n\n");
    let lines: String = lines.collect();
    let tables = markdown::write(&sections, &names);
    output::text(&format!("# {}\n\n{lines}{}", markdown::escape(&title), tables.trim_end()))?;
    output::line("")
}

/// One column of sections, or two.
fn columns(sections: Vec<Vec<Section>>) -> Vec<Section> {
    sections.into_iter().reduce(beside).unwrap_or_default()
}

/// The sections that take proofs.
fn later(activations: &[Activation], arguments: &Explain) -> Result<Vec<Section>> {
    let mut found = Vec::new();
    for activation in activations {
        found.push(card::sections(&Known::of(activation, arguments)?.facts()));
    }
    let mut sections = columns(found);
    if let [left, right] = activations {
        sections.extend(distance(left, right).map(|distance| distance.section()));
    }
    Ok(sections)
}

/// Prints sections, coloured.
fn print(sections: &[Section], names: &[&str]) -> Result<()> {
    // Columns need an end even in a pipe.
    let width = output::wrapping().or((names.len() > 1).then(output::width));
    for line in terminal::lines(sections, names, width) {
        let runs = line.into_iter().map(|(part, text)| match part {
            Part::Title => style(text).bold().to_string(),
            Part::Label => style(text).dim().to_string(),
            Part::Text(Tone::Plain) => text,
            Part::Text(Tone::Warning) => style(text).yellow().to_string(),
            Part::Text(Tone::Unknown) => style(text).italic().dim().to_string(),
        });
        output::line(&runs.collect::<String>())?;
    }
    Ok(())
}

fn print_json(activations: &[Activation], arguments: &Explain) -> Result<()> {
    let mut all = Vec::new();
    for activation in activations {
        all.push(as_json(activation, &Known::of(activation, arguments)?));
    }
    match (activations, &all[..]) {
        ([left, right], _) => output::json(&json!({
            "functions": all,
            "distance": distance(left, right).map(|distance| facts_json::distance(&distance)),
        })),
        (_, [one]) => output::json(one),
        _ => Ok(()),
    }
}

fn as_json(activation: &Activation, known: &Known) -> Value {
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
    let mut all = json!({
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
    });
    let facts = [
        ("properties", known.profile.as_ref().map(facts_json::properties)),
        ("gaussian", known.gaussian.as_ref().map(facts_json::gaussian)),
        ("depth", known.depth.as_ref().map(facts_json::depth)),
        ("cost", known.cost.as_ref().map(facts_json::cost)),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            all[key] = value;
        }
    }
    all
}

/// What stands above the card.
fn card_heading(activations: &[Activation]) -> Vec<String> {
    if let [one] = activations {
        return match one.bound().definition() {
            Some(definition) => heading(definition),
            None => vec![style("your formula").bold().to_string()],
        };
    }
    let names: Vec<&str> = activations.iter().map(|function| function.bound().name()).collect();
    vec![style(names.join(" and ")).bold().to_string()]
}

/// What is known of a function at once.
fn formula(activation: &Activation) -> Vec<Section> {
    let bound = activation.bound();
    let mut rows: Vec<(String, Cell)> = Vec::new();
    let mut field = |label: &str, cell: Cell| rows.push((label.to_owned(), cell));
    field("f(x)", Cell::plain(bound.expression().to_string()));
    field("f′(x)", Cell::plain(bound.derivative().to_string()));
    for (label, text, warning) in accuracy::lines(bound) {
        field(label, if warning { Cell::warning(text) } else { Cell::plain(text) });
    }
    field("LaTeX", Cell::plain(bound.formula().to_latex()));
    let recognised = recognition::of(activation);
    for (label, text) in recognition::lines(&recognised, bound.definition()) {
        field(label, Cell::plain(text));
    }
    for (name, cell) in parameters(bound.definition(), bound.parameters()) {
        field(&name, cell);
    }
    for noise in bound.definition().map_or(&[][..], |definition| definition.noise) {
        let (distribution, arguments) =
            (noise.distribution.signature().0, noise.arguments.join(", "));
        let evaluation = noise.evaluation;
        let text = format!("drawn from {distribution}({arguments}) in training, here {evaluation}");
        field(noise.name, Cell::plain(text));
    }
    let at = |x: f64| number(activation.at(x));
    let limits = format!("{} at −∞, {} at +∞", at(f64::NEG_INFINITY), at(f64::INFINITY));
    field("limits", Cell::plain(limits));
    for kink in bound.definition().map_or(&[][..], |definition| definition.kinks) {
        let text = format!("at x = {}, where f′ counts as {}", kink.at, kink.derivative);
        field("kink", Cell::plain(text));
    }
    if bound.derivative_vanishes() {
        let plain = "f′ is 0 wherever it exists: no gradient flows through this function";
        field("gradient", Cell::warning(plain));
    }
    vec![Section::of("", rows)]
}

/// A row for each parameter.
pub fn parameters(
    definition: Option<&Definition>,
    parameters: &[(String, Expr)],
) -> Vec<(String, Cell)> {
    let row = |(name, value): &(String, Expr)| {
        let known = definition
            .and_then(|definition| definition.parameters.iter().find(|p| p.name == *name));
        let learnt = if known.is_some_and(|p| p.trainable) { ", learnt" } else { "" };
        let meaning =
            known.map_or(String::new(), |p| format!("  {} in {}{learnt}", p.meaning, p.range));
        (name.clone(), Cell::plain(format!("{value}{meaning}")))
    };
    parameters.iter().map(row).collect()
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

/// The curves of the card: f and f′ of one function, or the functions themselves.
fn picture(activations: &[Activation]) -> Vec<String> {
    let values: Vec<_> = activations.iter().map(|function| |x: f64| function.at(x)).collect();
    if let ([one], [value]) = (activations, &values[..]) {
        let slope = |x: f64| {
            let mut y = [0.0];
            one.kernel().derivative(&[x], &mut y);
            y[0]
        };
        return curves(&[("f", value), ("f′", &slope)], SHOWN);
    }
    let labelled: Vec<(&str, &dyn Fn(f64) -> f64)> = activations
        .iter()
        .zip(&values)
        .map(|(function, value)| (function.bound().name(), value as &dyn Fn(f64) -> f64))
        .collect();
    curves(&labelled, SHOWN)
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
    let painted = style(text).fg(output::curve_colour(place));
    if place == 0 { painted.bold().to_string() } else { painted.to_string() }
}
