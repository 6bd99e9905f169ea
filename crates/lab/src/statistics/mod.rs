//! From scores over seeds to a ranking.
//!
//! All candidates run on the same seeds (the same splits, batches and initial directions), so their
//! scores are compared in pairs. What the intervals and tests speak about is the chance of training:
//! another seed on the same split. They do not cover which rows fell into the test part.
//!
//! | question | answer |
//! |---|---|
//! | how good is one candidate? | [`mean_interval`], [`bootstrap_interval`] |
//! | do two differ? | [`paired_t_test`], [`wilcoxon`]; [`holm`] for all pairs at once |
//! | by how much? | [`Differences`]: mean, intervals, d_z, share of seeds won |
//! | does anything differ at all? | [`friedman`] |
//! | which cannot be told apart? | [`shared_ranks`], [`groups`], [`critical_difference`] |
//! | how many seeds would it take? | [`seeds_needed`] |
//!
//! The paired t-test with Holm's correction ranks; the others are printed beside it. The reasons, and
//! what each choice costs in false alarms and in power, are in `docs/decisions/0009-ranking.md`.

mod bootstrap;
mod friedman;
mod groups;
mod holm;
mod mean;
mod nemenyi;
mod paired;
mod power;
mod wilcoxon;

pub use bootstrap::{RESAMPLES, bootstrap_interval};
pub use friedman::{Friedman, friedman, mid_ranks};
pub use groups::{groups, shared_ranks};
pub use holm::holm;
pub use mean::{MeanInterval, mean_interval};
pub use nemenyi::critical_difference;
pub use paired::{Differences, paired_t_test};
pub use power::{power, seeds_needed};
pub use wilcoxon::wilcoxon;

use statrs::distribution::StudentsT;

/// Mean and variance with n − 1. Equal values have no variance, though their mean may be rounded.
#[allow(clippy::cast_precision_loss)] // numbers of seeds
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    if values.iter().all(|&v| v == values[0]) {
        return (values[0], 0.0);
    }
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

/// Student's t for a mean of so many values; `None` for fewer than 2.
#[allow(clippy::cast_precision_loss)]
fn student(values: usize) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, values.checked_sub(1)? as f64).ok()
}
