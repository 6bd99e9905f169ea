//! The local engine: a study's trials on a pool of threads, one thread a trial, found in an archive or run and
//! kept there; and the same study from an archive alone.

use super::collect::{CandidateResult, StudyResult, median, median_reached};
use super::phase::{Finished, Followed, Phase, follow};
use super::plan::StudySpec;
use super::tune::Tuning;
use crate::error::StudyError;
use crate::spec::TrialSpec;
use crate::split::Prepared;
use crate::store::{Archive, Nowhere};
use crate::trial::{self, Record, Timing};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What happens while a study runs. Trials are reported as they finish, from the threads that ran
/// them, in an order that depends on the threads.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The study begins.
    Started {
        /// Trials of all phases.
        trials: usize,
        /// Threads that run them.
        threads: usize,
    },
    /// A phase begins.
    Phase {
        /// Which.
        phase: Phase,
        /// Its trials.
        trials: usize,
        /// Those that are kept from another version of the code, and run again.
        outdated: usize,
    },
    /// A trial has ended, or was found.
    Finished {
        /// Its part of the study.
        phase: Phase,
        /// What was asked.
        spec: &'a TrialSpec,
        /// What came out.
        record: &'a Record,
        /// What the clock said.
        timing: &'a Timing,
        /// Whether it had run before.
        found: bool,
        /// Trials that have ended, this one included.
        done: usize,
        /// Trials of all phases.
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
    /// Records of the tuning: rung by rung, each in the order of [`StudySpec::tuning_trials`].
    pub tuning_records: Vec<Record>,
    /// Records of the comparison, in the order of [`StudySpec::final_trials`]: seed by seed.
    pub records: Vec<Record>,
}

/// Wall-clock times of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyTiming {
    /// From start to end of this run, in seconds.
    pub seconds: f64,
    /// All its trials, one after another, in seconds, those found included.
    pub trial_seconds: f64,
    /// Trials that had run before, and were found.
    pub found: usize,
    /// Trials that ran side by side; 0 if all were found elsewhere. Step times of several are above those of
    /// one alone, as they share caches and memory.
    pub threads: usize,
    /// One for each candidate, in the order of [`StudyResult::candidates`].
    pub candidates: Vec<CandidateTiming>,
}

/// Wall-clock time of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateTiming {
    /// Median over the seeds of the trials' median step, in microseconds.
    pub step_microseconds: Option<f64>,
    /// Seconds of steps to [`StudyResult::target_loss`], median over the seeds; `None` if fewer than half get
    /// there.
    pub seconds_to_target: Option<f64>,
}

/// Runs a study on `threads` threads of its own (as many as the machine offers for `None`), keeping nothing.
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
    resume(spec, data, threads, &Nowhere, progress)
}

/// As [`run()`], with an archive: a trial that is there is not run again, and each that ends is kept before it
/// is reported. So the same call goes on where a killed one was.
///
/// # Errors
/// [`StudyError`]; specification and data are checked before the first trial starts.
pub fn resume(
    spec: &StudySpec,
    data: &Prepared,
    threads: Option<NonZeroUsize>,
    archive: &dyn Archive,
    progress: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Outcome, StudyError> {
    let started = Instant::now();
    spec.check()?;
    if spec.metric != data.task().metric() {
        let message =
            format!("is {:?}, but this data asks for {:?}", spec.metric, data.task().metric());
        return Err(StudyError::Field { field: "metric", message });
    }
    let threads =
        threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| StudyError::Threads(error.to_string()))?;
    let trials = spec.trials();
    let (done, all_found) = (AtomicUsize::new(0), AtomicUsize::new(0));
    progress(&Event::Started { trials, threads });

    let run_phase = |phase: Phase, specs: Vec<TrialSpec>| -> Result<Vec<Finished>, StudyError> {
        let outdated = archive.outdated(&specs)?;
        progress(&Event::Phase { phase, trials: specs.len(), outdated });
        let one = |spec: TrialSpec| {
            // Asked trial by trial: another process may have run it by now.
            let known = archive.find(&spec)?;
            let found = known.is_some();
            let finished = match known {
                Some(finished) => finished,
                None => {
                    let (record, timing) = trial::run(&spec, data)?;
                    let finished = Finished { specification: spec, record, timing };
                    archive.save(&finished)?;
                    finished
                }
            };
            all_found.fetch_add(usize::from(found), Ordering::Relaxed);
            progress(&Event::Finished {
                phase,
                spec: &finished.specification,
                record: &finished.record,
                timing: &finished.timing,
                found,
                done: done.fetch_add(1, Ordering::Relaxed) + 1,
                trials,
            });
            Ok(finished)
        };
        pool.install(|| specs.into_par_iter().with_max_len(1).map(one).collect())
    };
    let followed = follow(spec, run_phase, |tuning| progress(&Event::Tuned { tuning }))?;
    let found = all_found.into_inner();
    Ok(outcome(followed, started.elapsed().as_secs_f64(), found, threads))
}

/// The outcome of a study whose trials have all run elsewhere.
///
/// # Errors
/// [`StudyError::Missing`] if some have not, and what [`resume`] says of the rest.
pub fn gather(spec: &StudySpec, archive: &dyn Archive) -> Result<Outcome, StudyError> {
    let started = Instant::now();
    match look_up(spec, archive) {
        Ok(followed) => Ok(outcome(followed, started.elapsed().as_secs_f64(), spec.trials(), 0)),
        Err(Stop::Missing { trials, planned, .. }) => Err(StudyError::Missing {
            missing: trials.len(),
            planned,
            outdated: archive.outdated(&trials)?,
            first: trials.first().map_or_else(String::new, TrialSpec::sha256),
        }),
        Err(Stop::Fault(error)) => Err(error),
    }
}

/// The trials to run next: those of the first phase that is not complete in the archive, and have no record
/// there. `None` when the study is done.
///
/// # Errors
/// [`StudyError`] if the study or the archive is at fault.
pub fn next_trials(
    spec: &StudySpec,
    archive: &dyn Archive,
) -> Result<Option<(Phase, Vec<TrialSpec>)>, StudyError> {
    match look_up(spec, archive) {
        Ok(_) => Ok(None),
        Err(Stop::Missing { phase, trials, .. }) => Ok(Some((phase, trials))),
        Err(Stop::Fault(error)) => Err(error),
    }
}

/// Why a study cannot be followed to its end from an archive alone.
enum Stop {
    Missing { phase: Phase, trials: Vec<TrialSpec>, planned: usize },
    Fault(StudyError),
}

impl From<StudyError> for Stop {
    fn from(error: StudyError) -> Self {
        Self::Fault(error)
    }
}

fn look_up(spec: &StudySpec, archive: &dyn Archive) -> Result<Followed, Stop> {
    let find_phase = |phase: Phase, specs: Vec<TrialSpec>| {
        let planned = specs.len();
        let mut finished = Vec::with_capacity(planned);
        let mut trials = Vec::new();
        for spec in specs {
            match archive.find(&spec).map_err(StudyError::from)? {
                Some(found) => finished.push(found),
                None => trials.push(spec),
            }
        }
        if trials.is_empty() { Ok(finished) } else { Err(Stop::Missing { phase, trials, planned }) }
    };
    follow(spec, find_phase, |_| {})
}

fn outcome(followed: Followed, seconds: f64, found: usize, threads: usize) -> Outcome {
    let Followed { result, tuning, comparison } = followed;
    let of_candidate = |candidate: &CandidateResult| {
        let trials: Vec<&Finished> = comparison
            .iter()
            .filter(|f| f.specification.activation == candidate.activation)
            .collect();
        CandidateTiming {
            step_microseconds: median(trials.iter().filter_map(|f| f.timing.step_microseconds)),
            seconds_to_target: result.target_loss.and_then(|target| {
                median_reached(trials.iter().map(|f| seconds_to(f, target)).collect())
            }),
        }
    };
    let candidates = result.candidates.iter().map(of_candidate).collect();
    let trial_seconds = tuning.iter().chain(&comparison).map(|f| f.timing.seconds).sum();
    let records = |trials: Vec<Finished>| trials.into_iter().map(|f| f.record).collect();
    Outcome {
        timing: StudyTiming { seconds, trial_seconds, found, threads, candidates },
        result,
        tuning_records: records(tuning),
        records: records(comparison),
    }
}

/// Seconds of training until the validation loss is at most the target.
fn seconds_to(finished: &Finished, target: f64) -> Option<f64> {
    let losses = &finished.record.validation_loss;
    let epoch = losses.iter().position(|loss| loss.is_some_and(|loss| loss <= target))?;
    finished.timing.epoch_seconds.get(epoch).copied()
}
