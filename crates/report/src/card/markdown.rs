//! Sections as Markdown: a table each.

use std::fmt::Write;

use super::{Section, Tone};

/// The tables of sections; `names` head the columns of values.
#[must_use]
pub fn write(sections: &[Section], names: &[&str]) -> String {
    let mut text = String::new();
    for section in sections {
        let title = escape(&section.title);
        // Writing to a string does not fail.
        let heads: Vec<String> = names.iter().map(|name| code(name)).collect();
        let _ = write!(
            text,
            "| {title} | {} |\n|---|{}\n",
            heads.join(" | "),
            "---|".repeat(names.len())
        );
        for row in &section.rows {
            let cells = (0..names.len()).map(|i| match row.cells.get(i) {
                Some(cell) if cell.tone == Tone::Unknown => format!("*{}*", escape(&cell.text)),
                Some(cell) => escape(&cell.text),
                None => String::new(),
            });
            let cells: Vec<String> = cells.collect();
            let _ = writeln!(text, "| {} | {} |", escape(&row.label), cells.join(" | "));
        }
        text.push('\n');
    }
    text
}

/// Text that Markdown takes for text.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '$') {
            safe.push('\\');
        }
        safe.push(if c == '\n' { ' ' } else { c });
    }
    safe
}

/// Code inside of a table: a pipe would end the cell, and backticks the code.
#[must_use]
pub fn code(text: &str) -> String {
    if text.contains('`') { escape(text) } else { format!("`{}`", text.replace('|', "\\|")) }
}
