//! The report of a study: one page that says what to use, how sure that is, and what was seen.
//!
//! ```text
//! Outcome ──▶ numbers ──▶ Scene ──▶ svg ─┐
//!    └──────▶ rows, cards, words ────────┴─▶ page
//! ```
//!
//! Each figure is a file of its own: a function from numbers to a [`Scene`](crate::figure), which knows nothing
//! of HTML; `page` puts them together. The page is one file that fetches nothing and needs no script: it can be
//! read in ten years, on a phone, on paper.

mod cards;
mod critical;
mod curves;
mod differences;
mod layers;
mod page;

mod repeat;
mod series;
mod table;
mod words;

pub(crate) use words::{points, share as percent, short};

use nonlin_lab::study::Outcome;
use nonlin_lab::{Prepared, Record};

/// What a page is made of.
#[derive(Clone, Copy)]
pub struct Study<'a> {
    /// What the study came to.
    pub outcome: &'a Outcome,
    /// The data, if it is at hand: records tell its name and hash alone.
    pub data: Option<&'a Prepared>,
    /// The command line that runs the study again from a file `study.json`.
    pub command: &'a str,
}

impl Study<'_> {
    /// The whole page of HTML.
    #[must_use]
    pub fn html(&self) -> String {
        page::write(self)
    }

    /// What candidate `place` of the result is called.
    fn label(&self, place: usize) -> String {
        self.outcome.result.candidates[place].activation.label()
    }

    /// The records of the comparison of candidate `place` of the result, seed by seed.
    fn records(&self, place: usize) -> Vec<&Record> {
        let spec = &self.outcome.result.spec;
        let activation = &self.outcome.result.candidates[place].activation;
        let planned = spec.candidates.iter().position(|candidate| candidate == activation);
        let trials = self.outcome.records.iter().skip(planned.unwrap_or(usize::MAX));
        trials.step_by(spec.candidates.len().max(1)).collect()
    }

    /// The places of all candidates, from the best down.
    fn places(&self) -> std::ops::Range<usize> {
        0..self.outcome.result.candidates.len()
    }
}

#[cfg(test)]
mod tests;
