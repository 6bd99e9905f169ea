//! Finds placeholders and formulas in a page, and leaves code alone.

use crate::placeholder::Placeholder;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// Markdown.
    Text(&'a str),
    /// A formula in LaTeX, between dollars.
    Formula(&'a str),
    /// A placeholder, between double braces.
    Placeholder(Placeholder),
}

/// Things of a page, each with its line, from 1.
pub type ByLine<T> = Vec<(usize, T)>;

/// The pieces of a page.
///
/// # Errors
/// What is wrong, with the line.
pub fn scan(text: &str) -> Result<ByLine<Piece<'_>>, ByLine<String>> {
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    let mut fenced = false;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        let number = place + 1;
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence {
            pieces.push((number, Piece::Text(line)));
            continue;
        }
        match pieces_of(line) {
            Ok(own) => pieces.extend(own.into_iter().map(|piece| (number, piece))),
            Err(fault) => faults.push((number, fault)),
        }
    }
    if faults.is_empty() { Ok(pieces) } else { Err(faults) }
}

fn pieces_of(line: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut text = 0; // where the text began that is not a piece yet
    let mut at = 0;
    while let Some(found) = line[at..].find(['`', '$', '{']) {
        let start = at + found;
        let rest = &line[start..];
        let (open, close) = match rest.as_bytes() {
            [b'`', ..] => ("`", "`"),
            [b'$', ..] => ("$", "$"),
            [b'{', b'{', ..] => ("{{", "}}"),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let inside = start + open.len();
        let Some(length) = line[inside..].find(close) else {
            return Err(format!("`{open}` is not closed in its line"));
        };
        let end = inside + length + close.len();
        let within = &line[inside..inside + length];
        let piece = match open {
            "`" => None,
            "$" => Some(Piece::Formula(within)),
            _ => Some(Piece::Placeholder(Placeholder::read(within)?)),
        };
        if let Some(piece) = piece {
            if matches!(&piece, Piece::Placeholder(own) if own.is_block())
                && (!line[..start].trim().is_empty() || !line[end..].trim().is_empty())
            {
                return Err(format!("`{{{{{within}}}}}` must stand alone in its line"));
            }
            if start > text {
                pieces.push(Piece::Text(&line[text..start]));
            }
            pieces.push(piece);
            text = end;
        }
        at = end;
    }
    if text < line.len() {
        pieces.push(Piece::Text(&line[text..]));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_left_alone() {
        let text = "a `$x$ {{no}}` {b} $x^2$\n```\n{{see x}} $\n```\n{{see ranges}}.\n";
        let pieces = scan(text).expect("well formed");
        let expected = [
            (1, Piece::Text("a `$x$ {{no}}` {b} ")),
            (1, Piece::Formula("x^2")),
            (1, Piece::Text("\n")),
            (2, Piece::Text("```\n")),
            (3, Piece::Text("{{see x}} $\n")),
            (4, Piece::Text("```\n")),
            (5, Piece::Placeholder(Placeholder::See("ranges".into()))),
            (5, Piece::Text(".\n")),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn faults_name_their_lines() {
        let faults =
            scan("fine\n{{nonsense}}\nhalf $x\na {{lesson ranges}}\n").expect_err("three faults");
        assert_eq!(faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [2, 3, 4]);
    }
}
