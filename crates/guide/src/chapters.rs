//! The chapters of a book as its files have them, and that both books have the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mdbook_driver::MDBook;
use nonlin::lessons::Language;

use crate::fault::Fault;
use crate::markup::{ByLine, Piece, scan};
use crate::placeholder::Placeholder;

/// One page.
pub struct Chapter {
    /// From the repository's root, for messages.
    pub file: PathBuf,
    /// In the book: `depth.md`.
    pub path: PathBuf,
    /// Its text in pieces, each with its line.
    pub pieces: ByLine<Owned>,
}

/// A [`Piece`] of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Owned {
    Text(String),
    Formula(String),
    Placeholder(Placeholder),
}

impl Chapter {
    /// Its placeholders and their lines.
    pub fn placeholders(&self) -> impl Iterator<Item = (usize, &Placeholder)> {
        self.pieces.iter().filter_map(|(line, piece)| match piece {
            Owned::Placeholder(own) => Some((*line, own)),
            _ => None,
        })
    }

    /// The page that is made of it: `depth.html`.
    pub fn page(&self) -> String {
        self.path.with_extension("html").to_string_lossy().into_owned()
    }
}

/// The chapters in the order of the summary, and what is wrong with them.
pub fn read(book: &MDBook, source: &Path, language: Language) -> (Vec<Chapter>, Vec<Fault>) {
    let folder = source.join(language.tag()).join("src");
    let mut chapters = Vec::new();
    let mut faults = Vec::new();
    for chapter in book.book.chapters() {
        let Some(path) = chapter.path.clone() else { continue };
        let file = folder.join(&path);
        if path.components().count() > 1 {
            faults.push(Fault::new(&file, 0, "chapters lie side by side, not in folders"));
        }
        match scan(&chapter.content) {
            Ok(pieces) => {
                let pieces = pieces.into_iter().map(|(line, piece)| (line, owned(piece)));
                chapters.push(Chapter { file, path, pieces: pieces.collect() });
            }
            Err(own) => {
                faults.extend(own.into_iter().map(|(line, what)| Fault::new(&file, line, what)));
            }
        }
    }
    (chapters, faults)
}

fn owned(piece: Piece<'_>) -> Owned {
    match piece {
        Piece::Text(text) => Owned::Text(text.to_owned()),
        Piece::Formula(text) => Owned::Formula(text.to_owned()),
        Piece::Placeholder(own) => Owned::Placeholder(own),
    }
}

/// What one book has and the other lacks: chapters, their order, and the placeholders of each.
pub fn differences(first: &[Chapter], second: &[Chapter]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (own, other) in [(first, second), (second, first)] {
        for chapter in own {
            let Some(same) = other.iter().find(|same| same.path == chapter.path) else {
                faults.push(Fault::new(&chapter.file, 0, "the other book has no such chapter"));
                continue;
            };
            let mut there: BTreeMap<String, usize> = BTreeMap::new();
            for (_, placeholder) in same.placeholders() {
                *there.entry(format!("{placeholder:?}")).or_default() += 1;
            }
            for (line, placeholder) in chapter.placeholders() {
                match there.get_mut(&format!("{placeholder:?}")) {
                    Some(left) if *left > 0 => *left -= 1,
                    _ => {
                        let what = format!("{} lacks this: {placeholder:?}", same.file.display());
                        faults.push(Fault::new(&chapter.file, line, what));
                    }
                }
            }
        }
    }
    let paths = |own: &[Chapter]| own.iter().map(|one| one.path.clone()).collect::<Vec<_>>();
    if faults.is_empty() && paths(first) != paths(second) {
        let file =
            second.first().map_or_else(PathBuf::new, |one| one.file.with_file_name("SUMMARY.md"));
        faults.push(Fault::new(
            &file,
            0,
            "the chapters stand in another order than in the other book",
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(path: &str, text: &str) -> Chapter {
        let pieces = scan(text).expect("well formed");
        let pieces = pieces.into_iter().map(|(line, piece)| (line, owned(piece))).collect();
        Chapter { file: path.into(), path: path.into(), pieces }
    }

    fn said(first: &[Chapter], second: &[Chapter]) -> Vec<String> {
        differences(first, second).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn books_that_say_the_same_have_no_differences() {
        let english = [chapter("a.md", "{{see x}} then {{see y}}\n"), chapter("b.md", "")];
        let chinese = [chapter("a.md", "先 {{see y}}\n\n后 {{see x}}\n"), chapter("b.md", "字\n")];
        assert!(said(&english, &chinese).is_empty());
    }

    #[test]
    fn what_is_missing_is_named_with_its_place() {
        let english = [chapter("a.md", "\n{{see x}} {{see x}}\n"), chapter("b.md", "")];
        let chinese = [chapter("a.md", "{{see x}}\n")];
        let said = said(&english, &chinese);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("a.md:2: a.md lacks this: See(\"x\")"), "{said:?}");
        assert!(said[1].starts_with("b.md: the other book has no such chapter"), "{said:?}");
    }

    #[test]
    fn the_order_counts() {
        let [a, b] = ["a.md", "b.md"].map(|path| move || chapter(path, ""));
        assert!(said(&[a(), b()], &[b(), a()])[0].contains("order"));
    }
}
