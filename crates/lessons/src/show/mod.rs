//! A lesson as text for the terminal, JSON or a page.

pub mod json;
pub mod page;
pub mod terminal;

use crate::finding::{Certainty, Number};
use crate::lesson::{Answer, Lesson};
use crate::number;
use crate::words::{Common, Language, Words, fill};

/// The texts of a lesson that has run, numbers filled in.
struct Told {
    words: Words,
    setting: String,
    theory: String,
    measured: String,
    reason: String,
    next: String,
}

/// Fills in the words of a lesson that has run.
///
/// # Panics
/// If the words name a number that the experiment does not give: the lesson's test finds that.
fn tell(lesson: &Lesson, answer: &Answer, language: Language) -> Told {
    let words = Words::of(lesson, language);
    let filled = |text: &str| {
        let text = fill(text.trim(), &answer.settings, Some(&answer.findings), language);
        text.unwrap_or_else(|key| panic!("lesson {}: nothing is called `{key}`", lesson.name))
    };
    Told {
        setting: filled(&words.setting),
        theory: filled(&words.theory),
        measured: filled(&words.measured),
        reason: filled(words.reason(answer.verdict)),
        next: filled(&words.next),
        words,
    }
}

/// The columns of the table of numbers: what it is, the number, its interval, theory.
fn row(words: &Words, number: &Number, language: Language) -> [String; 4] {
    let common = Common::of(language);
    let mut interval = number::interval(number, language).unwrap_or_default();
    if matches!(number.certainty, Certainty::Proved(..)) {
        interval = if interval.is_empty() {
            common.proved.to_owned()
        } else {
            format!("{interval} · {}", common.proved)
        };
    }
    let label = words.numbers.get(number.name).map_or(number.name, String::as_str);
    let theory = number::theory(number, language).unwrap_or_default();
    [label.to_owned(), number::alone(number, language), interval, theory]
}
