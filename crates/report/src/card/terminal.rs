//! Sections as lines for a terminal of any width: labels to the left, words wrapped beside them, or below
//! them where there is no room beside.

use super::{Section, Tone};

/// What a run of characters is, so that the caller can colour it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title of a section.
    Title,
    /// A label.
    Label,
    /// Words of a cell.
    Text(Tone),
}

/// A line: runs of characters.
pub type Line = Vec<(Part, String)>;

/// Characters of the column of labels: the same in every section, which may be printed apart.
const LABELS: usize = 12;
/// Fewer columns than this have labels above the words.
const NARROW: usize = 48;
/// Characters between columns.
const GAP: usize = 2;

/// The lines of sections. `width` is that of the terminal, or `None` where lines have no end; `names` head
/// the columns where there are several.
#[must_use]
pub fn lines(sections: &[Section], names: &[&str], width: Option<usize>) -> Vec<Line> {
    let columns = names.len().max(1);
    let narrow = width.is_some_and(|width| width < NARROW);
    let indent = if narrow { 2 } else { LABELS + 1 };
    let room = width.map(|width| {
        let inside = width.saturating_sub(indent + GAP * (columns - 1)).max(columns * 8);
        inside / columns
    });
    let layout = Layout { narrow, indent, room };
    let mut lines = Vec::new();
    if columns > 1 {
        let heads: Vec<_> = names.iter().map(|name| (Part::Title, wrapped(name, room))).collect();
        lines.extend(layout.row("", &heads));
    }
    for section in sections {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        if !section.title.is_empty() {
            lines.push(vec![(Part::Title, section.title.clone())]);
        }
        for row in &section.rows {
            let cell = |i: usize| {
                let cell = row.cells.get(i).cloned().unwrap_or_default();
                (Part::Text(cell.tone), wrapped(&cell.text, room))
            };
            let cells: Vec<_> = (0..columns).map(cell).collect();
            lines.extend(layout.row(&row.label, &cells));
        }
    }
    lines
}

struct Layout {
    narrow: bool,
    indent: usize,
    room: Option<usize>,
}

impl Layout {
    /// One row: as many lines as its longest cell.
    fn row(&self, label: &str, cells: &[(Part, Vec<String>)]) -> Vec<Line> {
        let mut lines = Vec::new();
        // A label that is too long for its column stands above, as all do in a narrow terminal.
        let long = label.chars().count() > LABELS && self.room.is_some();
        let above = (self.narrow || long) && !label.is_empty();
        if above {
            lines.push(vec![(Part::Label, label.to_owned())]);
        }
        let height = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0).max(1);
        // Without an end of the line a column is as wide as its cell.
        let wide = |lines: &[String]| {
            let own = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            self.room.unwrap_or(own.max(32))
        };
        for i in 0..height {
            let head = if above || i > 0 { "" } else { label };
            let head = format!("{head:>labels$}", labels = if self.narrow { 0 } else { LABELS });
            let blank = self.indent.saturating_sub(head.chars().count()).max(1);
            let mut line = vec![(Part::Label, format!("{head}{:blank$}", ""))];
            for (place, (part, texts)) in cells.iter().enumerate() {
                let text = texts.get(i).map_or("", String::as_str);
                let last = place + 1 == cells.len();
                let pad =
                    if last { 0 } else { wide(texts).saturating_sub(text.chars().count()) + GAP };
                line.push((*part, format!("{text}{:pad$}", "")));
            }
            if let Some((_, text)) = line.last_mut() {
                text.truncate(text.trim_end().len());
            }
            lines.push(line);
        }
        lines
    }
}

/// A text in lines of at most `room` characters, parted at spaces, and inside of words that are longer
/// than a line.
fn wrapped(text: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room else { return vec![text.to_owned()] };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split(' ') {
        let long = word.chars().count();
        if taken > 0 && taken + 1 + long > room {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        for c in word.chars() {
            if taken == room {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(c);
            taken += 1;
        }
    }
    lines.push(line);
    lines
}
