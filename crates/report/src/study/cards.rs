//! The card of each candidate: formula, curves of f and f′, and what is proved.

use std::fmt::Write;

use super::Study;
use crate::card::{self, Facts, page};
use crate::figure::layout::lay_out;
use crate::figure::{Figure, Style, Theme, Trace, escape, svg, usual_range, zones};
use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;
use nonlin_lab::activation::Resolved;
use nonlin_properties::{Settings, prove};

/// The picture of a card: it fits on a phone.
const STYLE: Style = Style { width: 330, height: 250, theme: Theme::Auto, panels: false };

/// The card of candidate `place`, folded.
pub fn write(study: &Study<'_>, place: usize) -> String {
    let candidate = &study.outcome.result.candidates[place].activation;
    let label = escape(&candidate.label());
    let inside = match candidate.resolve() {
        Ok(Resolved::Scalar(activation)) => scalar(&activation),
        Ok(Resolved::Row(activation)) => {
            let lines = activation.formula().to_string();
            format!("<p>A function of rows:</p>\n<pre>{}</pre>\n", escape(&lines))
        }
        Err(error) => format!("<p class=\"warning\">{}</p>\n", escape(&error.to_string())),
    };
    format!("<details class=\"card\"><summary>{label}</summary>\n{inside}</details>\n")
}

fn scalar(activation: &Activation) -> String {
    let mut text = String::new();
    if let Some(definition) = activation.definition() {
        let summary = escape(definition.summary);
        let _ = writeln!(text, "<p><b>{}</b>. {summary}</p>", escape(definition.title));
    }
    let formulas = [("f(x)", activation.expression()), ("f′(x)", activation.derivative())].map(
        |(name, of)| {
            format!("<p class=\"formula scroll\" tabindex=\"0\">{name} = {}</p>\n", of.to_mathml())
        },
    );
    text.extend(formulas);
    let profile = prove(activation.expression(), Settings::default()).ok();
    let (zones, kinks) = profile.as_ref().map(zones).unwrap_or_default();
    if let Some([value, slope]) = kernels(activation) {
        let at = |kernel: &Kernel, x: f64| {
            let mut y = [x];
            kernel.value_in_place(&mut y);
            y[0]
        };
        let (value, slope) = (|x| at(&value, x), |x| at(&slope, x));
        let traces = vec![
            Trace { label: "f".into(), function: 0, order: 0, value: &value },
            Trace { label: "f′".into(), function: 0, order: 1, value: &slope },
        ];
        let range = usual_range(&zones, &kinks);
        let scene = lay_out(&Figure { traces, range, zones, kinks }, &STYLE).scene;
        let _ = writeln!(text, "<figure class=\"small\">{}</figure>", svg::part(&scene, "fixed"));
    }
    if let Some(profile) = &profile {
        let sections = card::sections(&Facts { profile: Some(profile), ..Facts::default() });
        text.push_str(&page::table(&sections, &[]));
    }
    text
}

/// What computes f and f′; `None` where a form outgrows the limits.
fn kernels(activation: &Activation) -> Option<[Kernel; 2]> {
    let forms = activation.stable(1).ok()?;
    let kernel = |order: usize| {
        let form = &forms.get(order)?.expr;
        Kernel::of(form, form).ok()
    };
    Some([kernel(0)?, kernel(1)?])
}
