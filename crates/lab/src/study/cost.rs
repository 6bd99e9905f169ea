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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::empty_record;

    fn curve(losses: &[Option<f64>]) -> Record {
        Record { validation_loss: losses.to_vec(), ..empty_record() }
    }

    #[test]
    fn a_target_that_all_of_the_first_reach() {
        let good = [
            curve(&[Some(0.9), Some(0.3), Some(0.4)]),
            curve(&[Some(0.9), Some(0.5), Some(0.2)]),
            curve(&[Some(0.8), None]),
        ];
        let other = [curve(&[Some(0.7)]), curve(&[Some(0.6)]), curve(&[Some(0.1)])];
        let good: Vec<&Record> = good.iter().collect();
        let other: Vec<&Record> = other.iter().collect();
        // Lowest losses 0.2, 0.3, 0.8 and 0.1, 0.6, 0.7: medians 0.3 and 0.6.
        assert_eq!(target_loss(std::slice::from_ref(&good)), Some(0.3));
        assert_eq!(target_loss(&[good.clone(), other.clone()]), Some(0.6));
        assert_eq!(epochs_to_target(&good, 0.3), [Some(2.0), Some(3.0), None]);
        assert_eq!(epochs_to_target(&other, 0.6), [None, Some(1.0), Some(1.0)]);
        // Of an even number the higher middle one, which more than half reach.
        assert_eq!(target_loss(&[good[..2].to_vec()]), Some(0.3));
        let lost = curve(&[None]);
        assert_eq!(target_loss(&[good.clone(), vec![&lost]]), None);
        assert_eq!(target_loss(&[]), None);
    }
}
