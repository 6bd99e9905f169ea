//! A study: candidates tuned with the same budget, then compared on the same seeds.
//!
//! ```text
//! StudySpec ─▶ rung 1 ─▶ records ─▶ … ─▶ last rung ─▶ records ─▶ comparison ─▶ records ─▶ StudyResult
//! ```
//!
//! 1. **Tuning** by successive halving: on each rung the rates in the race train on each tuning seed, and those
//!    with the highest mean validation score go on to a longer one; among equals the lower mean validation
//!    loss, then the lower rate. A rate at which a trial diverged comes after all that never did.
//! 2. **Comparison.** Each candidate trains with its rate on each of the seeds, which are disjoint from
//!    the tuning seeds, and is judged on the test rows, which nothing has read before.
//! 3. **Ranking** by mean test score, as [`crate::statistics`] says. Diverged trials count with
//!    the score of the network as it stood; none is dropped.
//!
//! Planning and collecting are pure functions of specifications and records. Whatever runs the trials (a pool
//! of threads in [`resume`], work units on a cluster between [`next_trials`] and [`gather`]), the result is
//! the same.

mod collect;
mod compare;
mod cost;
mod phase;
mod plan;
mod run;
mod tune;
mod verdict;

pub use collect::{CandidateResult, StudyResult};
pub use compare::Comparison;
pub use phase::{Finished, Phase};
pub use plan::{Budget, Rung, StudySpec};
pub use run::{CandidateTiming, Event, Outcome, StudyTiming, gather, next_trials, resume, run};
pub use tune::{Tuning, TuningScore};
pub use verdict::{Verdict, verdict};

/// A record of nothing, for tests to fill in.
#[cfg(test)]
fn empty_record() -> crate::trial::Record {
    crate::trial::Record {
        engine: crate::trial::ENGINE,
        spec_sha256: String::new(),
        gain: None,
        slope_scale: 1.0,
        steps: 1,
        training_loss: vec![],
        validation_loss: vec![],
        validation_score: vec![],
        checkpoints: vec![],
        diverged_at: None,
        test_score: None,
        test_loss: None,
        parameters_sha256: String::new(),
    }
}
