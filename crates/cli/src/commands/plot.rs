//! `nonlin plot`: curves in the terminal, or a picture as SVG, PNG or HTML.

use std::path::Path;

use anyhow::Result;
use nonlin::expr::Expr;
use nonlin::kernels::Kernel;
use nonlin::report::figure::{self, Figure, Style, Theme, Trace, Zone, usual_range};
use nonlin::{Activation, Parameters};

use super::{Usage, explain, facts};
use crate::args::{self, Plot};
use crate::output;

/// Curves in one picture at most: what a legend can hold.
const CURVES: usize = 24;

/// A kind of picture.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Svg,
    Png,
    Html,
}

/// One curve: its label, its function's place, its order and what computes it.
struct Drawn {
    label: String,
    function: usize,
    order: u8,
    kernel: Kernel,
}

type Curve<'a> = dyn Fn(f64) -> f64 + 'a;

pub fn run(arguments: &Plot) -> Result<()> {
    let kind = arguments.output.as_deref().map(kind).transpose()?;
    let activations = functions(arguments)?;
    let drawn = curves(&activations, &orders(arguments, activations.len()))?;
    let (zones, kinks) = zones(&activations);
    let range = range(arguments)?.unwrap_or_else(|| usual_range(&zones, &kinks));
    let values: Vec<Box<Curve<'_>>> = drawn.iter().map(value).collect();
    let Some((kind, path)) = kind.zip(arguments.output.as_deref()) else {
        let labelled: Vec<(&str, &Curve<'_>)> =
            drawn.iter().zip(&values).map(|(c, f)| (c.label.as_str(), f.as_ref())).collect();
        for line in explain::curves(&labelled, range.0..=range.1) {
            output::line(&line)?;
        }
        return Ok(());
    };
    let figure = Figure { traces: traces(&drawn, &values), range, zones, kinks };
    let style = style(arguments, kind);
    let bytes = match kind {
        Kind::Svg => figure.svg(&style).into_bytes(),
        Kind::Png => figure.png(&style),
        Kind::Html => figure.html(&style, &arguments.functions.join(", ")).into_bytes(),
    };
    std::fs::write(path, bytes)
        .map_err(|error| Usage(format!("cannot write `{}`: {error}", path.display())).into())
}

/// The picture of `nonlin plot` with its usual settings.
pub fn svg(activations: &[Activation]) -> Result<String> {
    let orders: &[u8] = if activations.len() == 1 { &[0, 1, 2] } else { &[0] };
    let drawn = curves(activations, orders)?;
    let (zones, kinks) = zones(activations);
    let range = usual_range(&zones, &kinks);
    let values: Vec<Box<Curve<'_>>> = drawn.iter().map(value).collect();
    let figure = Figure { traces: traces(&drawn, &values), range, zones, kinks };
    Ok(figure.svg(&Style { width: 800, height: 500, theme: Theme::Auto, panels: false }))
}

/// What is shaded and marked: of one function, since of several it could not be told whose it is.
fn zones(activations: &[Activation]) -> (Vec<Zone>, Vec<f64>) {
    match activations {
        [one] => facts::profile(one).as_ref().map(figure::zones).unwrap_or_default(),
        _ => Default::default(),
    }
}

fn traces<'a>(drawn: &[Drawn], values: &'a [Box<Curve<'_>>]) -> Vec<Trace<'a>> {
    let values = values.iter().map(AsRef::as_ref);
    let trace = |(curve, value): (&Drawn, &'a Curve<'_>)| Trace {
        label: curve.label.clone(),
        function: curve.function,
        order: curve.order,
        value,
    };
    drawn.iter().zip(values).map(trace).collect()
}

/// What a curve's kernel computes.
fn value(curve: &Drawn) -> Box<Curve<'_>> {
    Box::new(|x| {
        let mut y = [x];
        curve.kernel.value_in_place(&mut y);
        y[0]
    })
}

/// The kind of picture that a file's ending names.
fn kind(path: &Path) -> Result<Kind> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    match ending.as_deref() {
        Some("svg") => Ok(Kind::Svg),
        Some("png") => Ok(Kind::Png),
        Some("html" | "htm") => Ok(Kind::Html),
        _ => {
            let file = path.display();
            let message = format!("`{file}` is no picture; its name ends in .svg, .png or .html");
            Err(Usage(message).into())
        }
    }
}

fn functions(arguments: &Plot) -> Result<Vec<Activation>> {
    if arguments.functions.len() > 1 && !arguments.parameters.is_empty() {
        let message = "--param goes with one function; of several, write the values into formulas";
        return Err(Usage(message.into()).into());
    }
    let parameters: Parameters = arguments.parameters.iter().cloned().collect();
    let resolve = |text: &String| Ok(Activation::with_parameters(text, &parameters)?);
    arguments.functions.iter().map(resolve).collect()
}

/// The orders of derivatives, each once.
fn orders(arguments: &Plot, functions: usize) -> Vec<u8> {
    let mut orders = match (arguments.derivative.is_empty(), functions) {
        (true, 1) => vec![0, 1, 2],
        (true, _) => vec![0],
        _ => arguments.derivative.clone(),
    };
    orders.sort_unstable();
    orders.dedup();
    orders
}

fn curves(activations: &[Activation], orders: &[u8]) -> Result<Vec<Drawn>> {
    let count = activations.len() * orders.len();
    if count > CURVES {
        let message =
            format!("{count} curves in one picture are too many; {CURVES} can be told apart");
        return Err(Usage(message).into());
    }
    let highest = usize::from(orders.last().copied().unwrap_or(0));
    let mut drawn = Vec::new();
    for (function, activation) in activations.iter().enumerate() {
        let bound = activation.bound();
        let forms = bound.stable(highest).map_err(nonlin::Error::from)?;
        for &order in orders {
            let form: &Expr = &forms[usize::from(order)].expr;
            let kernel = Kernel::of(form, form).map_err(nonlin::Error::from)?;
            drawn.push(Drawn { label: label(bound.name(), order), function, order, kernel });
        }
    }
    Ok(drawn)
}

/// `gelu`, `gelu′`, `(x + 1)″`, `gelu⁽⁴⁾`.
fn label(name: &str, order: u8) -> String {
    const RAISED: [&str; 9] = ["", "′", "″", "‴", "⁽⁴⁾", "⁽⁵⁾", "⁽⁶⁾", "⁽⁷⁾", "⁽⁸⁾"];
    let raised = RAISED[usize::from(order)];
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if plain || order == 0 { format!("{name}{raised}") } else { format!("({name}){raised}") }
}

fn range(arguments: &Plot) -> Result<Option<(f64, f64)>> {
    let Some(&[low, high]) = arguments.range.as_deref() else { return Ok(None) };
    // The width must be a number, and wide enough to have places inside.
    if low < high && (high - low).is_finite() && (high - low) > 1e-9 * low.abs().max(high.abs()) {
        return Ok(Some((low, high)));
    }
    Err(Usage(format!("--range goes from a lower to a higher number, not from {low} to {high}"))
        .into())
}

fn style(arguments: &Plot, kind: Kind) -> Style {
    let width = arguments.width.unwrap_or(if kind == Kind::Png { 1600 } else { 800 });
    Style {
        width,
        height: arguments.height.unwrap_or((width * 5 / 8).max(160)),
        theme: match arguments.theme {
            args::Theme::Light => Theme::Light,
            args::Theme::Dark => Theme::Dark,
            args::Theme::Auto => Theme::Auto,
        },
        panels: arguments.panels,
    }
}
