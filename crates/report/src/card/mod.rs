//! What is said of a function: one structure, many outputs.
//!
//! ```text
//! Facts ──sections──▶ Section: title, rows of label and cells ──┬─ terminal, markdown, page
//!   └──json──▶ the same facts with all their digits
//! ```
//!
//! [`Facts`] are numbers with their proofs; [`sections`] puts them into words, one column for each
//! function. A renderer knows nothing of functions: it lays out labels and cells.

mod depth;
mod facts;
pub mod json;
pub mod markdown;
pub mod number;
pub mod page;
mod shape;
pub mod terminal;
mod versus;
mod words;

pub use facts::{Cost, Depth, Edge, Facts, Gaussian, Measured, Network};
pub use versus::{Distance, distance};

/// How a cell is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A statement that holds.
    #[default]
    Plain,
    /// A statement that the reader should not pass over.
    Warning,
    /// What could not be decided.
    Unknown,
}

/// What is said of one function under one label.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub tone: Tone,
}

impl Cell {
    /// A statement that holds.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }

    /// A statement that the reader should not pass over.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Warning }
    }
}

/// A label and what is said under it, a cell for each function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A word or two.
    pub label: String,
    /// In the order of the functions.
    pub cells: Vec<Cell>,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// A word or two; empty for rows that need no title.
    pub title: String,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

impl Section {
    /// Rows of one function.
    pub fn of(title: &str, rows: impl IntoIterator<Item = (String, Cell)>) -> Self {
        let rows = rows.into_iter().map(|(label, cell)| Row { label, cells: vec![cell] });
        Self { title: title.to_owned(), rows: rows.collect() }
    }
}

/// All that the facts say, in words; sections without facts are left out.
#[must_use]
pub fn sections(facts: &Facts<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    if let Some(profile) = facts.profile {
        sections.extend(shape::sections(profile, facts.threshold));
    }
    sections.extend(facts.gaussian.map(depth::gaussian));
    sections.extend(facts.depth.map(depth::depth));
    sections.extend(facts.cost.map(depth::cost));
    sections
}

/// The sections of two functions in two columns. What is said of one alone leaves a gap in the other.
#[must_use]
pub fn beside(left: Vec<Section>, right: Vec<Section>) -> Vec<Section> {
    let mut sections = left;
    for section in &mut sections {
        for row in &mut section.rows {
            row.cells.push(Cell::default());
        }
    }
    for other in right {
        let found = sections.iter().position(|section| section.title == other.title);
        let place = found.unwrap_or_else(|| {
            sections.push(Section { title: other.title.clone(), rows: Vec::new() });
            sections.len() - 1
        });
        let rows = &mut sections[place].rows;
        // Behind the row that was filled last, so that both keep their order.
        let mut next = 0;
        for row in other.rows {
            let cell = row.cells.into_iter().next().unwrap_or_default();
            let free = |known: &Row| known.label == row.label && known.cells[1] == Cell::default();
            match rows.iter().position(free) {
                Some(found) => {
                    rows[found].cells[1] = cell;
                    next = found + 1;
                }
                None => {
                    rows.insert(next, Row { label: row.label, cells: vec![Cell::default(), cell] });
                    next += 1;
                }
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests;
