//! The protocol's order: rungs of the tuning, then the comparison. Each phase follows from the records of
//! those before it, so the study asks for one phase at a time; who runs its trials, and where, is not its
//! business. Running, planning and collecting all go through [`follow`].

use super::collect::StudyResult;
use super::plan::StudySpec;
use super::tune::Tuning;
use crate::error::StudyError;
use crate::spec::TrialSpec;
use crate::trial::{Record, Timing};
use serde::{Deserialize, Serialize};

/// A part of a study whose trials do not depend on one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Looking for each candidate's learning rate.
    Tuning {
        /// The rung of the halving, from 0.
        rung: usize,
    },
    /// The comparison on the test rows.
    Comparison,
}

/// A trial that has run: what was asked, what came out, what the clock said. One JSON document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finished {
    /// What was asked.
    pub specification: TrialSpec,
    /// What came out.
    pub record: Record,
    /// What the clock said.
    pub timing: Timing,
}

/// A study that has all its records.
pub(super) struct Followed {
    pub result: StudyResult,
    pub tuning: Vec<Finished>,
    pub comparison: Vec<Finished>,
}

/// Follows the protocol. `fetch` gets the trials of a phase and gives their results in the same order; its
/// first error ends the study. `tuned` hears of the rates once all are chosen.
pub(super) fn follow<E: From<StudyError>>(
    spec: &StudySpec,
    mut fetch: impl FnMut(Phase, Vec<TrialSpec>) -> Result<Vec<Finished>, E>,
    tuned: impl FnOnce(&[Tuning]),
) -> Result<Followed, E> {
    spec.check()?;
    let mut race = spec.start_tuning();
    let mut tuning = Vec::new();
    for rung in 0..spec.rungs().len() {
        let finished = fetch(Phase::Tuning { rung }, spec.tuning_trials(&race, rung)?)?;
        let records: Vec<&Record> = finished.iter().map(|f| &f.record).collect();
        spec.halve(&mut race, rung, &records)?;
        tuning.extend(finished);
    }
    tuned(&race);
    let rates: Vec<f64> = race.iter().map(|t| t.learning_rate).collect();
    let comparison = fetch(Phase::Comparison, spec.final_trials(&rates)?)?;
    let records: Vec<Record> = comparison.iter().map(|f| f.record.clone()).collect();
    Ok(Followed { result: spec.collect(&race, &records)?, tuning, comparison })
}
