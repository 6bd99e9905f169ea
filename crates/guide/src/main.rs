//! The guide: two books, English and Chinese, that lead from “what is a neuron” to “which one for my data”.
//!
//! ```text
//! docs/guide/{en,zh} ──chapters──▶ placeholders ──fill──▶ Markdown ──mdBook──▶ HTML ──links──▶ checked
//!                                       │            ▲
//!                                       └─▶ lessons ─┘  run once for both books
//! ```
//!
//! The pages hold prose alone. Every number, verdict and picture is a placeholder that this program fills in
//! from the lessons, so that text and measurement cannot part; where the prose says which of two numbers is the
//! larger, it states that too (`{{expect …}}`), and a build in which it is not so says it on the page.

mod book;
mod chapters;
mod course;
mod fault;
mod fill;
mod links;
mod markup;
mod placeholder;
mod plot;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;
use nonlin::lessons::Language;

use crate::course::{Course, Pace};

/// Builds the guide of nonlin in English and Chinese and checks its links
#[derive(Debug, Parser)]
#[command(name = "nonlin-guide")]
struct Arguments {
    /// Run the lessons in a moment: for looking at the pages, not for results
    #[arg(long)]
    quick: bool,
    /// Where the books lie, one folder for each language
    #[arg(long, value_name = "DIR", default_value = "docs/guide")]
    source: PathBuf,
    /// Where the pages go, one folder for each language
    #[arg(long, value_name = "DIR", default_value = "target/guide")]
    out: PathBuf,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let mut books = Vec::new();
    let mut faults = Vec::new();
    for language in Language::ALL {
        let book = book::load(&arguments.source.join(language.tag()), language)?;
        let (chapters, own) = chapters::read(&book, &arguments.source, language);
        faults.extend(own);
        books.push((language, book, chapters));
    }
    faults.extend(chapters::differences(&books[0].2, &books[1].2));
    stop(&faults)?;

    let pace = if arguments.quick { Pace::Quick } else { Pace::Full };
    let course = Course::run(&books[0].2, pace).map_err(|faults| fault::all(&faults))?;
    for (language, mut book, chapters) in books {
        let mut texts = Vec::new();
        for chapter in &chapters {
            match fill::fill(chapter, &course, language) {
                Ok(text) => texts.push(text),
                Err(own) => faults.extend(own),
            }
        }
        stop(&faults)?;
        book::build(&mut book, texts, &arguments.out.join(language.tag()))?;
    }
    let checked = links::check(&arguments.out)?;
    println!(
        "{}: {} pages, {} links, {} lessons in {:.0} s",
        arguments.out.display(),
        checked.pages,
        checked.links,
        course.len(),
        course.seconds()
    );
    if !checked.faults.is_empty() {
        bail!("broken links\n{}", checked.faults.join("\n"));
    }
    Ok(())
}

fn stop(faults: &[fault::Fault]) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(fault::all(faults)) }
}
