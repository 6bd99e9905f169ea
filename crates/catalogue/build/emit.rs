//! The definitions as Rust constants of the types in `src/definition.rs`.

use std::fmt::Write;

use crate::check::range;
use crate::rows::{distribution, inputs};
use crate::schema::{Entry, Evidence, Output};

/// The text of a constant slice with one `Definition` for each entry.
pub fn source(entries: &[Entry]) -> String {
    let mut out = String::from("&[\n");
    for entry in entries {
        // Writing to a String cannot fail.
        let _ = definition(&mut out, entry);
    }
    out.push_str("]\n");
    out
}

/// The text of a constant slice `(name, index, parameters)`, sorted by name: every name, alias and
/// framework name in lower case, the definition that it means, and what the framework presets.
pub fn names(entries: &[Entry]) -> String {
    let mut names = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let own = std::iter::once(&entry.name).chain(&entry.file.aliases);
        names.extend(own.map(|name| (name.to_lowercase(), index, Vec::new())));
        for (framework, name, parameters) in entry.framework_names() {
            names.push((format!("{framework}:{name}").to_lowercase(), index, parameters));
        }
    }
    names.sort();
    let row = |(name, index, parameters)| format!("({name:?}, {index}, &{parameters:?}),\n");
    format!("&[\n{}]\n", names.into_iter().map(row).collect::<String>())
}

fn definition(out: &mut String, entry: &Entry) -> std::fmt::Result {
    let file = &entry.file;
    writeln!(out, "Definition {{")?;
    writeln!(out, "name: {:?}, family: {:?},", entry.name, entry.family)?;
    writeln!(out, "title: {:?}, title_zh: {:?},", file.title, file.title_zh)?;
    writeln!(
        out,
        "summary: {:?}, formula: {:?},",
        file.summary.trim(),
        file.formula.all().join(", ")
    )?;
    rows(out, entry)?;
    writeln!(out, "aliases: &{:?}, note: {:?},", file.aliases, file.note.trim())?;
    let evidence = match file.evidence {
        Evidence::FrameworkSource => "FrameworkSource",
        Evidence::Paper => "Paper",
        Evidence::TwoTranscriptions => "TwoTranscriptions",
        Evidence::OneTranscription => "OneTranscription",
    };
    writeln!(out, "evidence: Evidence::{evidence}, parameters: &[")?;
    for (name, parameter) in &file.parameters {
        let Ok(range) = range(&parameter.range) else { continue };
        let bound = |value: f64| match value {
            f64::INFINITY => "f64::INFINITY".to_owned(),
            f64::NEG_INFINITY => "f64::NEG_INFINITY".to_owned(),
            value => format!("{value:?}"),
        };
        writeln!(
            out,
            "Parameter {{ name: {name:?}, default: {:?}, trainable: {}, meaning: {:?}, range: Range {{ \
             lower: {}, upper: {}, lower_included: {}, upper_included: {} }} }},",
            parameter.default,
            parameter.trainable,
            parameter.meaning,
            bound(range.lower),
            bound(range.upper),
            range.lower_included,
            range.upper_included,
        )?;
    }
    writeln!(out, "], kinks: &[")?;
    for kink in &file.kinks {
        writeln!(out, "Kink {{ at: {:?}, derivative: {:?} }},", kink.at, kink.derivative)?;
    }
    writeln!(out, "], frameworks: &[")?;
    for (framework, name, parameters) in entry.framework_names() {
        writeln!(
            out,
            "FrameworkName {{ framework: {framework:?}, name: {name:?}, parameters: &{parameters:?} }},"
        )?;
    }
    let source = &file.source;
    writeln!(
        out,
        "], source: Source {{ year: {:?}, authors: {:?}, title: {:?}, venue: {:?}, url: {:?} }} }},",
        source.year, source.authors, source.title, source.venue, source.url
    )
}

/// What makes it other than a function of single numbers.
fn rows(out: &mut String, entry: &Entry) -> std::fmt::Result {
    let file = &entry.file;
    writeln!(out, "kind: Kind::{:?}, formulas: &{:?},", file.kind, file.formula.all())?;
    let pair = [Output::Value, Output::Derivative].map(|output| file.pair.contains(&output));
    writeln!(out, "compiled: {:?}, pair: {pair:?},", file.compiled)?;
    writeln!(out, "inputs: &{:?}, group: {:?},", inputs(entry), file.group)?;
    let parts: Vec<(&str, &str)> =
        file.definitions.iter().map(|part| (part.name.as_str(), part.formula.as_str())).collect();
    writeln!(out, "definitions: &{parts:?}, noise: &[")?;
    for noise in &file.noise {
        let Ok((distribution, arguments)) = distribution(noise) else { continue };
        writeln!(
            out,
            "Noise {{ name: {:?}, distribution: Distribution::{distribution:?}, arguments: \
             &{arguments:?}, evaluation: {:?} }},",
            noise.name, noise.evaluation
        )?;
    }
    writeln!(out, "],")
}
