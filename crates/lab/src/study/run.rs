//! The local engine: a study's trials on a pool of threads, one thread a trial.

use super::collect::{StudyResult, median};
use super::plan::StudySpec;
use super::tune::Tuning;
use crate::error::StudyError;
use crate::spec::TrialSpec;
use crate::split::Prepared;
use crate::trial::{self, Record, Timing};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The two halves of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Looking for each candidate's learning rate.
    Tuning,
    /// The comparison on the test rows.
    Comparison,
}

/// What happens while a study runs. Trials are reported as they finish, from the threads that ran
/// them, in an order that depends on the threads.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The study begins.
    Started {
        /// Trials of both phases.
        trials: usize,
        /// Threads that run them.
        threads: usize,
    },
    /// A trial has ended.
    Finished {
        /// Its half of the study.
        phase: Phase,
        /// What was asked.
        spec: &'a TrialSpec,
        /// What came out.
        record: &'a Record,
        /// What the clock said.
        timing: &'a Timing,
        /// Trials that have ended, this one included.
        done: usize,
        /// Trials of both phases.
        trials: usize,
    },
    /// All learning rates are chosen.
    Tuned {
        /// One for each candidate, in the study's order.
        tuning: &'a [Tuning],
    },
}

/// A study that has run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its result: the same whenever, and on however many threads, it runs.
    pub result: StudyResult,
    /// What the clock said.
    pub timing: StudyTiming,
    /// Records of the tuning, in the order of [`StudySpec::tuning_trials`].
    pub tuning_records: Vec<Record>,
    /// Records of the comparison, in the order of [`StudySpec::final_trials`]: seed by seed.
    pub records: Vec<Record>,
}

/// Wall-clock times of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyTiming {
    /// From start to end, in seconds.
    pub seconds: f64,
    /// Trials that ran side by side. Step times of several are above those of one alone, as they
    /// share caches and memory.
    pub threads: usize,
    /// One for each candidate, in the order of [`StudyResult::candidates`].
    pub candidates: Vec<CandidateTiming>,
}

/// Wall-clock time of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateTiming {
    /// Median over the seeds of the trials' median step, in microseconds.
    pub step_microseconds: Option<f64>,
}

/// Runs a study on `threads` threads of its own (as many as the machine offers for `None`).
///
/// The result does not depend on the number of threads. `progress` is called from the threads.
///
/// # Errors
/// [`StudyError`]; specification and data are checked before the first trial starts.
pub fn run(
    spec: &StudySpec,
    data: &Prepared,
    threads: Option<NonZeroUsize>,
    progress: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Outcome, StudyError> {
    let started = Instant::now();
    spec.check()?;
    let threads =
        threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| StudyError::Threads(error.to_string()))?;
    let (trials, done) = (spec.trials(), AtomicUsize::new(0));
    progress(&Event::Started { trials, threads });

    let run_all =
        |phase: Phase, specs: &[TrialSpec]| -> Result<Vec<(Record, Timing)>, StudyError> {
            let one = |spec: &TrialSpec| {
                let (record, timing) = trial::run(spec, data)?;
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                progress(&Event::Finished {
                    phase,
                    spec,
                    record: &record,
                    timing: &timing,
                    done,
                    trials,
                });
                Ok((record, timing))
            };
            pool.install(|| specs.par_iter().with_max_len(1).map(one).collect())
        };

    let tuning_records: Vec<Record> = run_all(Phase::Tuning, &spec.tuning_trials())?
        .into_iter()
        .map(|(record, _)| record)
        .collect();
    let tuning = spec.tune(&tuning_records)?;
    progress(&Event::Tuned { tuning: &tuning });
    let rates: Vec<f64> = tuning.iter().map(|t| t.learning_rate).collect();
    let finals = run_all(Phase::Comparison, &spec.final_trials(&rates)?)?;
    let (records, times): (Vec<Record>, Vec<Timing>) = finals.into_iter().unzip();
    let result = spec.collect(&tuning, &records)?;

    let step_time = |candidate: &super::CandidateResult| {
        let place = spec.candidates.iter().position(|c| *c == candidate.activation)?;
        let of_candidate = times.iter().skip(place).step_by(spec.candidates.len());
        median(of_candidate.filter_map(|t| t.step_microseconds).collect())
    };
    let candidates = result
        .candidates
        .iter()
        .map(|candidate| CandidateTiming { step_microseconds: step_time(candidate) })
        .collect();
    let timing = StudyTiming { seconds: started.elapsed().as_secs_f64(), threads, candidates };
    Ok(Outcome { result, timing, tuning_records, records })
}
