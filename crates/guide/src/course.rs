//! The lessons that the pages speak of, run once for both books.

use std::collections::BTreeMap;
use std::time::Instant;

use nonlin::lessons::{Answer, Lesson, Settings, Verdict, find};

use crate::chapters::Chapter;
use crate::fault::Fault;
use crate::placeholder::{Expectation, Placeholder, Term};

/// How thoroughly the lessons are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As a reader runs them.
    Full,
    /// In a moment: the numbers are no results.
    Quick,
}

/// What the lessons came to.
pub struct Course {
    ran: BTreeMap<String, (Lesson, Answer)>,
    /// The page on which each is told.
    pages: BTreeMap<String, String>,
    /// How it was run.
    pub pace: Pace,
    seconds: f64,
}

impl Course {
    /// Runs all lessons that the chapters name.
    ///
    /// # Errors
    /// Lessons that do not exist, fail, or are told on no page or on two.
    pub fn run(chapters: &[Chapter], pace: Pace) -> Result<Self, Vec<Fault>> {
        let started = Instant::now();
        let mut faults = Vec::new();
        let pages = pages(chapters, &mut faults);
        let mut wanted = BTreeMap::new();
        for chapter in chapters {
            for (line, placeholder) in chapter.placeholders() {
                for name in placeholder.lessons() {
                    match find(name).filter(|lesson| lesson.name == name) {
                        Some(lesson) if pages.contains_key(name) => {
                            wanted.entry(lesson.number).or_insert(lesson);
                        }
                        Some(_) => {
                            let what = format!("no page has {{{{lesson {name}}}}}");
                            faults.push(Fault::new(&chapter.file, line, what));
                        }
                        None => {
                            let what = format!("there is no lesson `{name}`");
                            faults.push(Fault::new(&chapter.file, line, what));
                        }
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut ran = BTreeMap::new();
        for lesson in wanted.into_values() {
            let given = if pace == Pace::Quick { lesson.quick() } else { Vec::new() };
            let answer =
                Settings::new(lesson.settings(), &given).and_then(|settings| lesson.run(settings));
            let fault = |what: String| vec![Fault::new(lesson.name.as_ref(), 0, what)];
            let answer = answer.map_err(|error| fault(error.to_string()))?;
            eprintln!(
                "{:>2}  {:<24} {} ({:.1} s)",
                lesson.number,
                lesson.name,
                answer.verdict.name(),
                answer.seconds
            );
            ran.insert(lesson.name.to_owned(), (lesson, answer));
        }
        Ok(Self { ran, pages, pace, seconds: started.elapsed().as_secs_f64() })
    }

    /// A lesson that the chapters name, what it came to, and where it is told: `depth.html#vanishing-gradient`.
    pub fn told(&self, name: &str) -> Option<(&Lesson, &Answer, String)> {
        let (lesson, answer) = self.ran.get(name)?;
        Some((lesson, answer, format!("{}#{name}", self.pages.get(name)?)))
    }

    /// Whether it came out so; `None` if a number has no such name.
    pub fn is(&self, expectation: &Expectation) -> Option<bool> {
        let value = |term: &Term| match term {
            Term::Number(value) => Some(*value),
            Term::Key(key) => Some(self.ran.get(&key.lesson)?.1.findings.number(&key.key)?.value),
        };
        match expectation {
            Expectation::Verdict(name, verdict) => {
                let expected = match verdict.as_str() {
                    "holds" => Verdict::Holds,
                    "limits" => Verdict::WithinLimits,
                    _ => Verdict::DoesNotHold,
                };
                Some(self.ran.get(name)?.1.verdict == expected)
            }
            Expectation::Less(less, more) => Some(value(less)? < value(more)?),
        }
    }

    /// How many lessons were run.
    pub fn len(&self) -> usize {
        self.ran.len()
    }

    /// How long that took.
    pub const fn seconds(&self) -> f64 {
        self.seconds
    }
}

/// On which page each lesson is told.
fn pages(chapters: &[Chapter], faults: &mut Vec<Fault>) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for chapter in chapters {
        for (line, placeholder) in chapter.placeholders() {
            if let Placeholder::Lesson(name) = placeholder
                && pages.insert(name.clone(), chapter.page()).is_some()
            {
                faults.push(Fault::new(&chapter.file, line, format!("`{name}` is told twice")));
            }
        }
    }
    pages
}
