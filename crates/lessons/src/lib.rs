//! Claims about activation functions as experiments with a verdict.
//!
//! ```text
//! settings ──▶ measure ──▶ findings ──▶ conditions ──▶ verdict
//!                             │                          │
//!              words (en, zh) ┴──────────────────────────┴─▶ terminal, JSON, page, guide
//! ```
//!
//! A lesson is one file of [`lessons`](lessons/) and one of words for each language. The file says how to
//! measure, and what must come out for the claim to hold; the words say the rest, and take every number from
//! what was measured. No verdict is written down: it follows from [`Condition`]s, each of which is a
//! relation between a number, with its interval, and what theory or the claim asks for.

mod condition;
mod error;
mod experiment;
mod finding;
mod lesson;
mod lessons;
pub mod math;
mod number;
mod settings;
mod show;
mod words;

pub use condition::{Condition, Is, Verdict, Weight, judge};
pub use error::LessonError;
pub use finding::{Certainty, Findings, Number, Unit};
pub use lesson::{Answer, Lesson};
pub use lessons::{find, lessons};
pub use settings::{Default, Setting, Settings, Value};
pub use show::{json, page, terminal};
pub use words::Language;
