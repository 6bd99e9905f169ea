//! The list on the screen: all names by family, or a table of what was found.

use console::{Alignment, measure_text_width, pad_str, style, truncate_str};
use nonlin::catalogue::{self, Evidence, Kind};

use super::select::Found;
use crate::args::List;

/// Names longer than this are not cut; they push the columns aside.
const NAME_WIDTH: usize = 28;
/// Follows a name whose formula rests on one secondary source.
const MARK: &str = "*";

/// Every name, under its family.
pub fn families(found: &[Found], width: usize) -> Vec<String> {
    let mut families: Vec<&str> = found.iter().map(|found| found.definition.family).collect();
    families.sort_unstable();
    families.dedup();
    let mut lines = Vec::new();
    for family in &families {
        let members = || found.iter().filter(|found| found.definition.family == *family);
        lines.push(format!("{} {}", style(family).bold(), style(members().count()).dim()));
        let mut line = String::new();
        for name in members().map(|found| found.definition.name) {
            if !line.is_empty() && 2 + line.len() + 2 + name.len() > width {
                lines.push(format!("  {line}"));
                line.clear();
            }
            line.push_str(if line.is_empty() { "" } else { "  " });
            line.push_str(name);
        }
        lines.push(format!("  {line}"));
    }
    lines.push(String::new());
    let count = format!("{} functions in {} families", found.len(), families.len());
    lines.push(style(count).bold().to_string());
    lines.push(
        "`nonlin list gated`, `nonlin list 高斯`, `nonlin list --smooth --bounded` narrow".into(),
    );
    lines.push("them down and show formulas; `nonlin explain NAME` tells more about one.".into());
    lines
}

/// One line for each: name, year, family with the kind if it is no function of numbers (or the names in the framework that was asked for) and
/// formula, cut to the width.
pub fn table(found: &[Found], arguments: &List, width: usize) -> Vec<String> {
    let framework = arguments.framework.as_deref().and_then(catalogue::framework);
    let rows: Vec<[String; 4]> = found.iter().map(|found| row(found, framework)).collect();
    let column = |index: usize, most: usize| {
        let widths = rows.iter().map(|row| measure_text_width(&row[index]));
        widths.max().unwrap_or(0).min(most)
    };
    let third = framework.unwrap_or("family");
    let widths = [column(0, NAME_WIDTH), 4, column(2, NAME_WIDTH).max(third.len())];
    let mut lines =
        vec![style(line(["name", "year", third, "formula"], widths, width)).dim().to_string()];
    lines.extend(rows.iter().map(|row| line(row.each_ref().map(String::as_str), widths, width)));
    lines.push(String::new());
    let plural = if found.len() == 1 { "" } else { "s" };
    lines.push(format!("{} function{plural}; `nonlin explain NAME` tells more", found.len()));
    if found.iter().any(is_marked) {
        lines.push(
            style(format!("{MARK} formula from a single secondary source")).dim().to_string(),
        );
    }
    if arguments.smooth || arguments.monotone || arguments.bounded {
        let said = "smooth, monotone, bounded: at the default parameters, sampled, not proved";
        lines.push(style(said).dim().to_string());
    }
    lines
}

fn row(found: &Found, framework: Option<&str>) -> [String; 4] {
    let definition = found.definition;
    let mark = if is_marked(found) { MARK } else { "" };
    let year = definition.source.year.map_or(String::new(), |year| year.to_string());
    let third = match framework {
        None if definition.kind == Kind::Scalar => definition.family.to_owned(),
        None => format!("{} ({})", definition.family, definition.kind.text()),
        Some(framework) => {
            let there = definition.frameworks.iter().filter(|entry| entry.framework == framework);
            there.map(|entry| entry.name).collect::<Vec<_>>().join(", ")
        }
    };
    [format!("{}{mark}", definition.name), year, third, definition.formula.to_owned()]
}

fn line(cells: [&str; 4], widths: [usize; 3], width: usize) -> String {
    let [name, year, family] =
        [0, 1, 2].map(|index| pad_str(cells[index], widths[index], Alignment::Left, None));
    let start = format!("{name}  {year}  {family}  ");
    let room = width.saturating_sub(measure_text_width(&start)).max(12);
    format!("{start}{}", truncate_str(cells[3], room, "…")).trim_end().to_owned()
}

fn is_marked(found: &Found) -> bool {
    found.definition.evidence == Evidence::OneTranscription
}

/// A page for the documentation.
pub fn markdown(found: &[Found]) -> String {
    let mut out = String::from(
        "# The catalogue\n\n| name | formula | kind | family | year | what it is |\n|---|---|---|---|---|---|\n",
    );
    for definition in found.iter().map(|found| found.definition) {
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
