//! From the records of a study's final trials to its result. Pure: nothing here runs or measures time.

use super::plan::{StudySpec, resolve_all};
use super::tune::{Tuning, match_records};
use crate::diagnostics::{Checkpoint, count};
use crate::error::StudyError;
use crate::spec::ActivationSpec;
use crate::statistics::{MeanInterval, holm, mean_interval, paired_t_test, shared_ranks};
use crate::trial::Record;
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
    /// Mean test score with its interval over the seeds.
    pub score: MeanInterval,
    /// Test score of each seed, in the study's order.
    pub test_scores: Vec<f64>,
    /// Its learning rate.
    pub tuning: Tuning,
    /// Seeds on which training diverged. Their accuracies count as they stand.
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

/// Two candidates compared, by their places in [`StudyResult::candidates`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// Mean of score(a) − score(b) over the seeds.
    pub mean_difference: f64,
    /// Paired t-test, two-sided.
    pub p_value: f64,
    /// The same after Holm's correction over all pairs of the study.
    pub adjusted_p_value: f64,
    /// Whether the two are told apart: `adjusted_p_value < 1 − confidence`.
    pub told_apart: bool,
}

/// A study's result: a pure function of its specification and the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// The study.
    pub spec: StudySpec,
    /// [`StudySpec::sha256`].
    pub spec_sha256: String,
    /// The candidates from the best down.
    pub candidates: Vec<CandidateResult>,
    /// All pairs of candidates, a before b.
    pub comparisons: Vec<Comparison>,
}

impl StudySpec {
    /// The study's result, from what [`StudySpec::tune`] chose and the records of
    /// [`StudySpec::final_trials`] with these rates.
    ///
    /// # Errors
    /// [`StudyError::Records`] if the records are not those of the plan, in its order.
    pub fn collect(
        &self,
        tuning: &[Tuning],
        records: &[Record],
    ) -> Result<StudyResult, StudyError> {
        let rates: Vec<f64> = tuning.iter().map(|t| t.learning_rate).collect();
        match_records(&self.final_trials(&rates)?, records)?;
        let activations = resolve_all(self)?;
        let mut candidates = Vec::with_capacity(tuning.len());
        for (i, activation) in activations.iter().enumerate() {
            let trials: Vec<&Record> = records.iter().skip(i).step_by(tuning.len()).collect();
            let accuracies: Option<Vec<f64>> = trials.iter().map(|t| t.test_score).collect();
            let result = accuracies.and_then(|test_scores| {
                let score = mean_interval(&test_scores, self.confidence)?;
                Some(CandidateResult {
                    activation: self.candidates[i].clone(),
                    name: activation.name().to_owned(),
                    rank: 0,
                    score,
                    test_scores,
                    tuning: tuning[i].clone(),
                    diverged: trials.iter().filter(|t| t.diverged_at.is_some()).count(),
                    no_gradient: activation.derivative_vanishes(),
                    gain: trials[0].gain,
                    dead: mean_at_end(&trials, self.epochs, Checkpoint::dead),
                    saturated: mean_at_end(&trials, self.epochs, Checkpoint::saturated),
                    zeros: mean_at_end(&trials, self.epochs, Checkpoint::zeros),
                    gradient_ratio: median_ratio(&trials, self.epochs),
                    initial_gradient_ratio: median_ratio(&trials, 0),
                })
            });
            candidates.push(result.ok_or_else(|| {
                StudyError::Records(format!("`{}` has no test score", self.candidates[i].label()))
            })?);
        }
        // Stable: equal means stay in the study's order.
        candidates.sort_by(|a, b| b.score.mean.total_cmp(&a.score.mean));
        let comparisons = compare_all(&candidates, 1.0 - self.confidence);
        let means: Vec<f64> = candidates.iter().map(|c| c.score.mean).collect();
        let ranks = shared_ranks(&means, |a, b| {
            let pair = (a.min(b), a.max(b));
            comparisons.iter().any(|c| (c.a, c.b) == pair && c.told_apart)
        });
        for (candidate, rank) in candidates.iter_mut().zip(ranks) {
            candidate.rank = rank;
        }
        Ok(StudyResult { spec: self.clone(), spec_sha256: self.sha256(), candidates, comparisons })
    }
}

fn compare_all(candidates: &[CandidateResult], alpha: f64) -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    for b in 0..candidates.len() {
        for a in 0..b {
            let scores = [a, b].map(|i| candidates[i].test_scores.as_slice());
            comparisons.push(Comparison {
                a,
                b,
                mean_difference: candidates[a].score.mean - candidates[b].score.mean,
                p_value: paired_t_test(scores[0], scores[1]),
                adjusted_p_value: 1.0,
                told_apart: false,
            });
        }
    }
    let adjusted = holm(&comparisons.iter().map(|c| c.p_value).collect::<Vec<_>>());
    for (comparison, p) in comparisons.iter_mut().zip(adjusted) {
        comparison.adjusted_p_value = p;
        comparison.told_apart = p < alpha;
    }
    comparisons
}

fn at<'a>(trials: &'a [&Record], epoch: usize) -> impl Iterator<Item = &'a Checkpoint> {
    trials.iter().filter_map(move |t| t.checkpoints.iter().find(|c| c.epoch == epoch))
}

fn mean_at_end(
    trials: &[&Record],
    epochs: usize,
    share: impl Fn(&Checkpoint) -> Option<f64>,
) -> Option<f64> {
    let shares: Vec<f64> = at(trials, epochs).filter_map(share).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / count(shares.len()))
}

fn median_ratio(trials: &[&Record], epoch: usize) -> Option<f64> {
    median(at(trials, epoch).filter_map(|c| c.gradient_ratio).collect())
}

/// The middle value, or the mean of the two middle ones; `None` for no values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let (low, high) = (*values.get(n.checked_sub(1)? / 2)?, *values.get(n / 2)?);
    Some(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}
