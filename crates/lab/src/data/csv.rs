//! Comma-separated text with a header, as a stream: cells go straight into their columns.
//!
//! - The separator is the comma, semicolon or tab that the first line has most of. Quotes are those of RFC
//!   4180; spaces around cells do not count. Where the separator is a semicolon, a comma in a number is its
//!   decimal point, as spreadsheets of much of Europe write it.
//! - A cell that is empty, `NA`, `N/A`, `NaN`, `null` or `?`, in any case, is missing.
//! - A column of numbers is numeric, any other is categorical. A column in which nine cells of ten are
//!   numbers of more than ten kinds is meant to be numeric: a text in it is an error.

use super::column::{Builder, fits};
use super::source::Source;
use super::table::Table;
use crate::error::DataError;
use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use std::io::BufRead as _;

/// Texts of a missing cell, beside the empty one; their case does not count.
const MISSING: [&str; 5] = ["na", "n/a", "nan", "null", "?"];

/// Reads the whole source.
pub(super) fn read(source: &Source<'_>) -> Result<Table, DataError> {
    let mut bytes = source.open()?;
    let first = bytes.fill_buf().map_err(|error| source.unreadable(error))?;
    let separator = separator(first);
    let mut reader =
        ReaderBuilder::new().delimiter(separator).trim(Trim::Headers).from_reader(bytes);
    let fault = |error: csv::Error| explain(source, error, separator);
    let header = reader.headers().map_err(fault)?.clone();
    if header.iter().all(str::is_empty) {
        return Err(DataError::Empty { name: source.name.clone(), has_header: false });
    }
    if header.iter().all(|cell| cell.parse::<f64>().is_ok()) {
        return Err(DataError::NoHeader { name: source.name.clone() });
    }
    let mut builders: Vec<Builder> = header.iter().enumerate().map(named).collect();

    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(fault)? {
        let place = record.position().map_or(0, csv::Position::byte);
        for (builder, cell) in builders.iter_mut().zip(&record) {
            let cell = cell.trim();
            if is_missing(cell) {
                builder.missing();
            } else if let Some(value) = number(cell, separator) {
                if !fits(value) {
                    return Err(DataError::NotFinite {
                        place: format!("line {}", source.line_of(place)),
                        column: builder.name().to_owned(),
                        cell: cell.to_owned(),
                    });
                }
                builder.number(value);
            } else {
                builder.text(cell, place);
            }
        }
    }
    source.check_unchanged()?;
    for builder in &builders {
        if let Some((place, cell)) = builder.slip() {
            return Err(DataError::NotANumber {
                line: source.line_of(place),
                column: builder.name().to_owned(),
                cell: cell.to_owned(),
            });
        }
    }
    Table::new(&source.name, builders, Vec::new())
}

/// A column without a name (row numbers often have none) is called by its place.
fn named((at, name): (usize, &str)) -> Builder {
    if name.is_empty() { Builder::new(&format!("column {}", at + 1)) } else { Builder::new(name) }
}

/// The separator of which the first line has most, outside quotes.
fn separator(bytes: &[u8]) -> u8 {
    let mut counts = [0_usize; 3];
    let separators = *b",;\t";
    let mut quoted = false;
    for &byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = separators.iter().position(|&s| s == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = (0..3).rev().max_by_key(|&at| counts[at]).unwrap_or(0); // the comma among equals
    separators[most]
}

fn is_missing(cell: &str) -> bool {
    cell.is_empty() || cell.len() <= 4 && MISSING.iter().any(|m| m.eq_ignore_ascii_case(cell))
}

fn number(cell: &str, separator: u8) -> Option<f64> {
    match cell.as_bytes() {
        // Pixels and codes: no need for the general way.
        [a @ b'0'..=b'9'] => Some(f64::from(a - b'0')),
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(f64::from((a - b'0') * 10 + (b - b'0'))),
        bytes if separator == b';' && bytes.contains(&b',') => {
            if bytes.contains(&b'.') {
                None
            } else {
                cell.replacen(',', ".", 1).parse().ok()
            }
        }
        _ => cell.parse().ok(),
    }
}

/// A reader's error in the words of the other messages.
fn explain(source: &Source<'_>, error: csv::Error, separator: u8) -> DataError {
    let line = |position: &Option<csv::Position>| {
        source.line_of(position.as_ref().map_or(0, csv::Position::byte))
    };
    let message = match error.kind() {
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let separator = match separator {
                b';' => "semicolon",
                b'\t' => "tab",
                _ => "comma",
            };
            format!(
                "line {}: {len} cells, but the header has {expected_len}; a cell that holds a \
                 {separator} must stand in double quotes",
                line(pos)
            )
        }
        ErrorKind::Utf8 { pos, .. } => {
            format!("line {}: not UTF-8 text; save the file as UTF-8", line(pos))
        }
        _ => match error.into_kind() {
            ErrorKind::Io(error) => return source.unreadable(error),
            other => format!("{other:?}"),
        },
    };
    source.malformed(message)
}

#[cfg(test)]
mod tests;
