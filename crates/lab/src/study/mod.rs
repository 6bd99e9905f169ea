//! A study: candidates tuned with the same budget, then compared on the same seeds.
//!
//! ```text
//! StudySpec ─▶ tuning_trials ─▶ records ─▶ tune ─▶ final_trials ─▶ records ─▶ collect ─▶ StudyResult
//! ```
//!
//! 1. **Tuning.** Each candidate trains with each learning rate on each tuning seed. The rate with
//!    the highest mean validation score is taken; among equals the lower mean validation loss,
//!    then the lower rate. A rate at which a trial diverged comes after all that never did.
//! 2. **Comparison.** Each candidate trains with its rate on each of the seeds, which are disjoint from
//!    the tuning seeds, and is judged on the test rows, which nothing has read before.
//! 3. **Ranking** by mean test score, as [`crate::statistics`] says. Diverged trials count with
//!    the score of the network as it stood; none is dropped.
//!
//! Planning and collecting are pure functions of specifications and records; only [`run()`] knows
//! threads. Whatever runs the trials (a pool here, a cluster elsewhere), the result is the same.

mod collect;
mod plan;
mod run;
mod tune;

pub use collect::{CandidateResult, Comparison, StudyResult};
pub use plan::StudySpec;
pub use run::{CandidateTiming, Event, Outcome, Phase, StudyTiming, run};
pub use tune::{Tuning, TuningScore};
