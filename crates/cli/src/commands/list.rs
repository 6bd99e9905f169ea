//! `nonlin list`: the catalogue, filtered.

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};
use nonlin::catalogue::{self, Definition, Kind};
use serde_json::{Value, json};

use super::Usage;
use crate::args::{self, List};
use crate::output;

pub fn run(arguments: &List) -> Result<()> {
    let found = select(arguments)?;
    if arguments.json {
        return output::json(&found.iter().copied().map(describe).collect::<Vec<_>>());
    }
    if arguments.markdown {
        return output::line(&markdown(&found));
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(output::width()).unwrap_or(100));
    table.set_header(["name", "kind", "family", "formula", "year"]);
    for definition in &found {
        let year = definition.source.year.map_or(String::new(), |year| year.to_string());
        let kind = definition.kind.text();
        table.add_row([definition.name, kind, definition.family, definition.formula, &year]);
    }
    output::line(&table.trim_fmt())?;
    let plural = if found.len() == 1 { "" } else { "s" };
    output::line(&format!("\n{} function{plural}; `nonlin explain NAME` tells more", found.len()))
}

fn select(arguments: &List) -> Result<Vec<&'static Definition>> {
    let all = catalogue::all();
    if let Some(family) = &arguments.family {
        let mut families: Vec<&str> = all.iter().map(|definition| definition.family).collect();
        families.dedup();
        families.sort_unstable();
        families.dedup();
        if !families.contains(&family.as_str()) {
            let known = families.join(", ");
            return Err(Usage(format!("unknown family `{family}`; there are {known}")).into());
        }
    }
    let word = arguments.word.as_deref().map(str::to_lowercase);
    let is_kind = |definition: &Definition| match arguments.kind {
        None => true,
        Some(args::Kind::Scalar) => definition.kind == Kind::Scalar,
        Some(args::Kind::Map) => definition.kind == Kind::Map,
        Some(args::Kind::Row) => definition.kind == Kind::Row,
        Some(args::Kind::Stochastic) => !definition.noise.is_empty(),
    };
    let found: Vec<&Definition> = all
        .iter()
        .filter(|definition| arguments.family.as_deref().is_none_or(|f| f == definition.family))
        .filter(|definition| is_kind(definition))
        .filter(|definition| word.as_deref().is_none_or(|word| mentions(definition, word)))
        .collect();
    match word {
        Some(word) if found.is_empty() => {
            Err(Usage(format!("no function mentions `{word}`; `nonlin list` shows all")).into())
        }
        _ => Ok(found),
    }
}

fn mentions(definition: &Definition, word: &str) -> bool {
    let own = [definition.name, definition.title, definition.title_zh, definition.formula];
    let framework = definition.frameworks.iter().any(|entry| {
        entry.name.to_lowercase().contains(word)
            || format!("{}:{}", entry.framework, entry.name).to_lowercase().contains(word)
    });
    let by_full_name = catalogue::find(word).is_some_and(|(found, _)| found == definition);
    framework
        || by_full_name
        || own.iter().chain(definition.aliases).any(|text| text.to_lowercase().contains(word))
}

/// Everything that the definition says.
pub fn describe(definition: &Definition) -> Value {
    let parameters = definition.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "default": parameter.default,
            "range": parameter.range.to_string(),
            "trainable": parameter.trainable,
            "meaning": parameter.meaning,
        })
    });
    let frameworks = definition.frameworks.iter().map(|entry| {
        let defaults: serde_json::Map<String, Value> = entry
            .parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        json!({ "framework": entry.framework, "name": entry.name, "defaults": defaults })
    });
    let source = &definition.source;
    json!({
        "name": definition.name,
        "title": definition.title,
        "title_zh": definition.title_zh,
        "family": definition.family,
        "summary": definition.summary,
        "kind": definition.kind.text(),
        "stochastic": !definition.noise.is_empty(),
        "formula": definition.formula,
        "aliases": definition.aliases,
        "parameters": parameters.collect::<Vec<_>>(),
        "kinks": definition.kinks.iter()
            .map(|kink| json!({ "at": kink.at, "derivative": kink.derivative }))
            .collect::<Vec<_>>(),
        "frameworks": frameworks.collect::<Vec<_>>(),
        "evidence": definition.evidence.text(),
        "note": definition.note,
        "source": {
            "year": source.year,
            "authors": source.authors,
            "title": source.title,
            "venue": source.venue,
            "url": source.url,
        },
    })
}

fn markdown(definitions: &[&Definition]) -> String {
    let mut out = String::from(
        "# The catalogue\n\n| name | formula | kind | family | year | what it is |\n|---|---|---|---|---|---|\n",
    );
    for definition in definitions {
        let year = definition.source.year.map_or(String::new(), |year| year.to_string());
        let formula = definition.formula.replace('|', "\\|");
        let line = format!(
            "| {} | `{formula}` | {} | {} | {year} | {} |\n",
            definition.name,
            definition.kind.text(),
            definition.family,
            definition.summary
        );
        out.push_str(&line);
    }
    out.trim_end().to_owned()
}
