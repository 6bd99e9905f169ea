//! Time to a given loss: a function that learns a little worse a step may still win by speed.
//!
//! The target is a validation loss that every candidate of the first rank reaches: of their medians, over the
//! seeds, of the lowest validation loss, the highest. Epochs to it are a result; seconds are a matter of the
//! clock, and stand in the timing.

use crate::diagnostics::count;
use crate::trial::Record;

/// The target, from the trials of each candidate of the first rank; `None` if one has no finite loss on half
/// of its seeds. Of two middle losses the higher is the median here, so that more than half get there.
pub(super) fn target_loss(first: &[Vec<&Record>]) -> Option<f64> {
    let lowest = |record: &&Record| {
        record.validation_loss.iter().flatten().copied().fold(f64::INFINITY, f64::min)
    };
    let median = |trials: &Vec<&Record>| {
        let mut losses: Vec<f64> = trials.iter().map(lowest).collect();
        losses.sort_by(f64::total_cmp);
        losses.get(losses.len() / 2).copied().filter(|loss| loss.is_finite())
    };
    let medians: Option<Vec<f64>> = first.iter().map(median).collect();
    medians?.into_iter().reduce(f64::max)
}

/// For each trial, the first epoch (from 1) whose validation loss is at most the target.
pub(super) fn epochs_to_target(trials: &[&Record], target: f64) -> Vec<Option<f64>> {
    let first = |record: &&Record| {
        let at = record.validation_loss.iter().position(|loss| loss.is_some_and(|l| l <= target));
        at.map(|epoch| count(epoch + 1))
    };
    trials.iter().map(first).collect()
}
