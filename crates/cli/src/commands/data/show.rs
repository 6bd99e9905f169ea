//! `nonlin data show`: what a file holds, as it is understood.

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use nonlin::lab::data::{Cells, Column};
use nonlin::lab::{Dataset, Prepared, prepare};
use serde_json::{Value, json};

use super::{describe, load, warn, warnings};
use crate::args::Show;
use crate::number::Number as _;
use crate::output;

/// Columns that the table shows; JSON has all.
const SHOWN: usize = 30;
/// Categories that are shown of a column.
const CATEGORIES: usize = 4;

pub fn run(arguments: &Show) -> Result<()> {
    let data = load(&arguments.source)?;
    let prepared = prepare(&data, 0);
    if arguments.json {
        return output::json(&document(&data, prepared.as_ref().map_err(ToString::to_string)));
    }
    output::line(&describe(&data))?;
    output::line("")?;
    output::line(&table(&data))?;
    let prepared = prepared.map_err(nonlin::Error::from)?;
    output::line("")?;
    output::line(&split(&data, &prepared))?;
    warn(&data, &prepared);
    Ok(())
}

fn table(data: &Dataset) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["column", "type", "missing", "holds"]);
    for column in data.columns().iter().take(SHOWN) {
        table.add_row([
            Cell::new(column.name()),
            Cell::new(kind(column)),
            Cell::new(column.missing()).set_alignment(CellAlignment::Right),
            Cell::new(holds(column)),
        ]);
    }
    let mut text = table.trim_fmt();
    if data.columns().len() > SHOWN {
        text.push_str(&format!("\n… and {} more; --json has all", data.columns().len() - SHOWN));
    }
    text
}

fn kind(column: &Column) -> &'static str {
    match column.cells() {
        Cells::Bytes(_) => "u8",
        Cells::Singles(_) => "f32",
        Cells::Doubles(_) => "f64",
        _ => "text",
    }
}

fn holds(column: &Column) -> String {
    if let Cells::Categories { names, .. } = column.cells() {
        let shown: Vec<&str> = names.iter().take(CATEGORIES).map(String::as_str).collect();
        let more = if names.len() > CATEGORIES { ", …" } else { "" };
        return format!("{} categories: {}{more}", names.len(), shown.join(", "));
    }
    match range(column) {
        Some((least, most)) => format!("{} to {}", least.text(), most.text()),
        None => "nothing".to_owned(),
    }
}

/// The least and the greatest number.
fn range(column: &Column) -> Option<(f64, f64)> {
    let numbers = (0..column.len()).map(|row| column.number(row)).filter(|v| !v.is_nan());
    numbers.fold(None, |range, v| {
        let (least, most) = range.unwrap_or((v, v));
        Some((v.min(least), v.max(most)))
    })
}

fn split(data: &Dataset, prepared: &Prepared) -> String {
    format!(
        "split: {} training, {} validation, {} test rows; {} inputs\n\
         memory: {} as read, {} prepared, {} while it is prepared",
        prepared.training().len(),
        prepared.validation().len(),
        prepared.test().len(),
        prepared.columns(),
        size(data.bytes()),
        size(prepared.bytes()),
        size(prepared.peak_bytes(data)),
    )
}

/// `3.7 MB`, `540 bytes`.
fn size(bytes: usize) -> String {
    #[allow(clippy::cast_precision_loss)]
    match (bytes, bytes as f64) {
        (..10_000, _) => format!("{bytes} bytes"),
        (10_000..1_000_000, size) => format!("{:.1} kB", size / 1e3),
        (_, size) => format!("{:.1} MB", size / 1e6),
    }
}

fn document(data: &Dataset, prepared: Result<&Prepared, String>) -> Value {
    let column = |column: &Column| {
        let mut entry =
            json!({ "name": column.name(), "type": kind(column), "missing": column.missing() });
        if let Cells::Categories { names, .. } = column.cells() {
            entry["categories"] = json!(names);
        } else if let Some((least, most)) = range(column) {
            entry["range"] = json!([least, most]);
        }
        entry
    };
    let split = |prepared: &Prepared| {
        json!({
            "training": prepared.training().len(),
            "validation": prepared.validation().len(),
            "test": prepared.test().len(),
            "inputs": prepared.inputs(),
            "bytes": prepared.bytes(),
            "peak_bytes": prepared.peak_bytes(data),
        })
    };
    let warnings = warnings(data, prepared.as_ref().ok().copied());
    let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    json!({
        "name": data.name(),
        "sha256": data.sha256(),
        "rows": data.rows(),
        "columns": data.columns().iter().map(column).collect::<Vec<_>>(),
        "target": data.target(),
        "task": data.task(),
        "decision": data.decision(),
        "bytes": data.bytes(),
        "split": prepared.as_ref().ok().map(|prepared| split(prepared)),
        "fault": prepared.err(),
        "warnings": warnings.iter().zip(said).map(|(warning, said)| {
            let mut entry = json!(warning);
            entry["message"] = json!(said);
            entry
        }).collect::<Vec<_>>(),
    })
}
