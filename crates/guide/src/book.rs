//! mdBook: reads a book and makes pages of it that need no network.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::book::BookItem;
use mdbook_driver::config::Config;
use nonlin::lessons::{Language, page};
use nonlin::report::chart::sheet;
use nonlin::report::figure::Theme;

/// The style of what the pages have beside mdBook's own.
const STYLE: &str = include_str!("guide.css");
/// Its name among the pages.
const STYLE_FILE: &str = "nonlin.css";

/// Reads the book in a folder with `book.toml` and `src`.
///
/// # Errors
/// Files that are missing or malformed.
pub fn load(folder: &Path, language: Language) -> Result<MDBook> {
    let file = folder.join("book.toml");
    let mut config =
        Config::from_disk(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let lang = if language == Language::Chinese { "zh-Hans" } else { "en" };
    config.book.language = Some(lang.to_owned());
    config.build.create_missing = false;
    // Placeholders are filled in here, and nothing else is wanted in the pages.
    config.build.use_default_preprocessors = false;
    for (key, value) in [
        ("search.enable", false),
        ("print.enable", false),
        ("hash-files", false),
        ("no-section-label", true),
    ] {
        config.set(format!("output.html.{key}"), value)?;
    }
    // mdBook's page for addresses that do not exist needs a server.
    config.set("output.html.input-404", "")?;
    config.set("output.html.preferred-dark-theme", "coal")?;
    config.set("output.html.additional-css", [STYLE_FILE])?;
    MDBook::load_with_config(folder, config)
        .with_context(|| format!("the book in {}", folder.display()))
}

/// Makes the pages of a book with these texts, one for each chapter in the order of the summary.
///
/// # Errors
/// What mdBook says.
pub fn build(book: &mut MDBook, texts: Vec<String>, out: &Path) -> Result<()> {
    let mut texts = texts.into_iter();
    book.book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item
            && !chapter.is_draft_chapter()
            && let Some(text) = texts.next()
        {
            chapter.content = text;
        }
    });
    // mdBook copies the style sheet from the book's folder, where nothing generated belongs.
    let source = std::path::absolute(book.source_dir())?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    fs::write(folder.path().join(STYLE_FILE), style())?;
    book.root = folder.path().to_owned();
    book.config.book.src = source;
    book.config.build.build_dir = absolute(out)?;
    book.build().with_context(|| format!("cannot build {}", out.display()))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("no such folder: {}", path.display()))
}

/// Lessons look as on their own page; pictures follow mdBook's themes, of which three are dark.
fn style() -> String {
    format!(
        ".lesson {{\n{}}}\n{}html:is(.coal, .navy, .ayu) {{\n{}}}\n{STYLE}",
        page::style(),
        sheet(Theme::Light),
        sheet(Theme::Dark)
    )
}
