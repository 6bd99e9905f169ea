//! `nonlin data list`.

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use nonlin::lab::data::{KNOWN, Known};
use serde_json::{Value, json};

use crate::output;

pub fn run(as_json: bool) -> Result<()> {
    if as_json {
        let entries: Vec<Value> = KNOWN.iter().map(entry).collect();
        return output::json(&entries);
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["name", "rows", "columns", "task", "licence", "where", "what"]);
    for known in &KNOWN {
        let right = |n: usize| Cell::new(n).set_alignment(CellAlignment::Right);
        table.add_row([
            Cell::new(known.name),
            right(known.rows),
            right(known.columns),
            Cell::new(known.task),
            Cell::new(known.licence),
            Cell::new(whereabouts(known)),
            Cell::new(format!("{}; {}", known.title, known.source)),
        ]);
    }
    output::line(&table.trim_fmt())
}

fn whereabouts(known: &Known) -> &'static str {
    match (&known.package, known.place()) {
        (None, _) => "built in",
        (_, Some(_)) => "here",
        (_, None) => "to fetch",
    }
}

fn entry(known: &Known) -> Value {
    let mut entry = json!(known);
    entry["where"] = json!(whereabouts(known));
    entry["path"] = json!(known.place());
    entry
}
