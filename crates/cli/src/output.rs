//! Writing answers: to a terminal, a file, or a pipe that may close early.

use std::io::{self, Write};

use anyhow::Result;
use console::Color;
use serde::Serialize;

/// Writes one line of text to standard output.
pub fn line(text: &str) -> Result<()> {
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Writes text that has its own ends of lines.
pub fn text(text: &str) -> Result<()> {
    write!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Writes a value as indented JSON.
pub fn json(value: &impl Serialize) -> Result<()> {
    line(&serde_json::to_string_pretty(value)?)
}

/// Columns of the terminal for text, which wraps; `None` for a pipe, whose lines have no end.
pub fn wrapping() -> Option<usize> {
    console::Term::stdout().is_term().then(width)
}

/// Columns of the terminal; a pipe is as wide as a page.
pub fn width() -> usize {
    let (_, columns) = console::Term::stdout().size_checked().unwrap_or((0, 100));
    usize::from(columns).clamp(40, 120)
}

/// The colour of the curve with this place.
pub fn curve_colour(place: usize) -> Color {
    const COLOURS: [Color; 6] =
        [Color::Cyan, Color::Magenta, Color::Yellow, Color::Green, Color::Blue, Color::Red];
    COLOURS[place % COLOURS.len()]
}

/// Whether the reader went away (`nonlin list | head`): no fault of anyone.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
