//! From the records of a study's final trials to its result. Pure: nothing here runs or measures time.

use super::compare::{Comparison, compare_all};
use super::cost::{epochs_to_target, target_loss};
use super::plan::{Budget, StudySpec, resolve_all};
use super::tune::{Tuning, match_records};
use crate::diagnostics::{Checkpoint, count};
use crate::error::StudyError;
use crate::spec::ActivationSpec;
use crate::statistics::{
    Friedman, MeanInterval, bootstrap_interval, critical_difference, friedman, groups,
    mean_interval, shared_ranks,
};
use crate::trial::{ENGINE, Record};
use serde::{Deserialize, Serialize};

/// What a study says about one candidate. Shares are from 0 to 1, over all hidden units, averaged
/// over the trials that reached the end; `None` if none did, or without hidden layers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateResult {
    /// The candidate, as the study names it.
    pub activation: ActivationSpec,
    /// Its name in the catalogue, or its formula.
    pub name: String,
    /// Its place; candidates that share one are not told apart from the group's first.
    pub rank: usize,
    /// Mean test score with its t interval over the seeds.
    pub score: MeanInterval,
    /// Bootstrap interval of the same mean; `None` for one seed.
    pub bootstrap_interval: Option<(f64, f64)>,
    /// Test score of each seed, in the study's order.
    pub test_scores: Vec<f64>,
    /// Its learning rate.
    pub tuning: Tuning,
    /// Epochs to [`StudyResult::target_loss`], median over the seeds; `None` if fewer than half get there.
    pub epochs_to_target: Option<f64>,
    /// Seeds on which training diverged. Their scores count as they stand.
    pub diverged: usize,
    /// Its derivative is zero wherever it exists: only the output layer learns.
    pub no_gradient: bool,
    /// Its gain 1/√E\[f²\] (an estimate); `None` if it has none, and 1 was used.
    pub gain: Option<f64>,
    /// Share of dead units after the last epoch.
    pub dead: Option<f64>,
    /// Share of saturated values after the last epoch.
    pub saturated: Option<f64>,
    /// Share of outputs that are exactly 0 after the last epoch.
    pub zeros: Option<f64>,
    /// Gradient norm of the first layer over that of the last, after the last epoch: median over the
    /// trials where it is defined.
    pub gradient_ratio: Option<f64>,
    /// The same before training, where it shows how gradients travel through the bare network.
    pub initial_gradient_ratio: Option<f64>,
}

/// A study's result: a pure function of its specification and the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// The study.
    pub spec: StudySpec,
    /// [`StudySpec::sha256`].
    pub spec_sha256: String,
    /// [`ENGINE`] of all its records.
    pub engine: u32,
    /// What each candidate might spend.
    pub budget: Budget,
    /// The candidates from the best down.
    pub candidates: Vec<CandidateResult>,
    /// All pairs of candidates, a before b.
    pub comparisons: Vec<Comparison>,
    /// Runs of neighbours in which no two are told apart, as first and last place in `candidates`: the bars
    /// of a critical-difference picture.
    pub groups: Vec<(usize, usize)>,
    /// Friedman's test of all candidates at once, and their mean ranks in the order of `candidates`; `None`
    /// for one candidate or seed, or if all tie.
    pub friedman: Option<Friedman>,
    /// Nemenyi's critical difference of those mean ranks.
    pub critical_difference: Option<f64>,
    /// A validation loss that each candidate of rank 1 reaches on half of its seeds or more; `None` if one
    /// never has a finite loss.
    pub target_loss: Option<f64>,
}

impl StudySpec {
    /// The study's result, from the end of the tuning and the records of
    /// [`StudySpec::final_trials`] with its rates.
    ///
    /// # Errors
    /// [`StudyError::Records`] if the records are not those of the plan, in its order, or come from another
    /// version of the engine.
    pub fn collect(
        &self,
        tuning: &[Tuning],
        records: &[Record],
    ) -> Result<StudyResult, StudyError> {
        let rates: Vec<f64> = tuning.iter().map(|t| t.learning_rate).collect();
        let all: Vec<&Record> = records.iter().collect();
        match_records(&self.final_trials(&rates)?, &all)?;
        let activations = resolve_all(self)?;
        let mut candidates = Vec::with_capacity(tuning.len());
        for (i, activation) in activations.iter().enumerate() {
            let trials: Vec<&Record> = records.iter().skip(i).step_by(tuning.len()).collect();
            let scores: Option<Vec<f64>> = trials.iter().map(|t| t.test_score).collect();
            let result = scores.and_then(|test_scores| {
                let score = mean_interval(&test_scores, self.confidence)?;
                Some(CandidateResult {
                    activation: self.candidates[i].clone(),
                    name: activation.name().to_owned(),
                    rank: 0,
                    score,
                    bootstrap_interval: bootstrap_interval(&test_scores, self.confidence),
                    test_scores,
                    tuning: tuning[i].clone(),
                    epochs_to_target: None,
                    diverged: trials.iter().filter(|t| t.diverged_at.is_some()).count(),
                    no_gradient: activation.derivative_vanishes(),
                    gain: trials[0].gain,
                    dead: mean_at_end(&trials, Checkpoint::dead),
                    saturated: mean_at_end(&trials, Checkpoint::saturated),
                    zeros: mean_at_end(&trials, Checkpoint::zeros),
                    gradient_ratio: median(at_end(&trials).filter_map(|c| c.gradient_ratio)),
                    initial_gradient_ratio: median(
                        at_start(&trials).filter_map(|c| c.gradient_ratio),
                    ),
                })
            });
            candidates.push((
                result.ok_or_else(|| {
                    let label = self.candidates[i].label();
                    StudyError::Records(format!("`{label}` has no test score"))
                })?,
                trials,
            ));
        }
        // Stable: equal means stay in the study's order.
        candidates.sort_by(|a, b| b.0.score.mean.total_cmp(&a.0.score.mean));
        Ok(self.rank(candidates))
    }

    /// Compares and ranks candidates that are sorted by their means.
    fn rank(&self, sorted: Vec<(CandidateResult, Vec<&Record>)>) -> StudyResult {
        let (mut candidates, trials): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
        let scores: Vec<&[f64]> = candidates.iter().map(|c| c.test_scores.as_slice()).collect();
        let comparisons = compare_all(&scores, self.confidence);
        let friedman = friedman(&scores);
        let means: Vec<f64> = candidates.iter().map(|c| c.score.mean).collect();
        let told_apart = |a: usize, b: usize| {
            let pair = (a.min(b), a.max(b));
            comparisons.iter().any(|c| (c.a, c.b) == pair && c.told_apart)
        };
        for (candidate, rank) in candidates.iter_mut().zip(shared_ranks(&means, told_apart)) {
            candidate.rank = rank;
        }
        let first = candidates.iter().take_while(|c| c.rank == 1).count();
        let target_loss = target_loss(&trials[..first]);
        for (candidate, trials) in candidates.iter_mut().zip(&trials) {
            let epochs = target_loss.map(|target| epochs_to_target(trials, target));
            candidate.epochs_to_target = epochs.and_then(median_reached);
        }
        StudyResult {
            spec: self.clone(),
            spec_sha256: self.sha256(),
            engine: ENGINE,
            budget: self.budget(),
            groups: groups(candidates.len(), told_apart),
            critical_difference: critical_difference(
                candidates.len(),
                self.seeds.len(),
                1.0 - self.confidence,
            ),
            friedman,
            target_loss,
            candidates,
            comparisons,
        }
    }
}

fn at_start<'a>(trials: &'a [&Record]) -> impl Iterator<Item = &'a Checkpoint> {
    trials.iter().filter_map(|t| t.checkpoints.iter().find(|c| c.epoch == 0))
}

/// The last look of the trials that did not diverge.
fn at_end<'a>(trials: &'a [&Record]) -> impl Iterator<Item = &'a Checkpoint> {
    trials.iter().filter(|t| t.diverged_at.is_none()).filter_map(|t| t.last_checkpoint())
}

fn mean_at_end(trials: &[&Record], share: impl Fn(&Checkpoint) -> Option<f64>) -> Option<f64> {
    let shares: Vec<f64> = at_end(trials).filter_map(share).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / count(shares.len()))
}

/// The middle value, or the mean of the two middle ones; `None` for no values.
pub(super) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let (low, high) = (*values.get(n.checked_sub(1)? / 2)?, *values.get(n / 2)?);
    Some(0.5 * (low + high))
}

/// The median over all seeds, where those that never got there count as later than any other.
pub(super) fn median_reached(values: Vec<Option<f64>>) -> Option<f64> {
    median(values.into_iter().map(|v| v.unwrap_or(f64::INFINITY))).filter(|m| m.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        let of = |values: &[f64]| median(values.iter().copied());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(of(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median_reached(vec![Some(4.0), None, Some(2.0)]), Some(4.0));
        assert_eq!(median_reached(vec![Some(4.0), None]), None);
    }
}
