//! Tuning: from the records of the tuning trials to each candidate's learning rate. Pure, as
//! [`collect`](super::collect) is.

use super::plan::StudySpec;
use crate::diagnostics::count;
use crate::error::StudyError;
use crate::spec::TrialSpec;
use crate::trial::Record;
use serde::{Deserialize, Serialize};

/// How a candidate did at one learning rate, over the tuning seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TuningScore {
    /// The rate.
    pub learning_rate: f64,
    /// Mean validation score after the last epoch.
    pub validation_score: f64,
    /// Mean validation loss after the last epoch; `None` if one is not finite.
    pub validation_loss: Option<f64>,
    /// Trials that diverged.
    pub diverged: usize,
}

/// A candidate's learning rate and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tuning {
    /// The rate chosen.
    pub learning_rate: f64,
    /// One score for each rate, in the study's order; empty if there was nothing to choose.
    pub scores: Vec<TuningScore>,
}

impl Tuning {
    /// Whether the rate chosen is the lowest or the highest of several: a better one may lie outside.
    #[must_use]
    pub fn at_edge(&self) -> bool {
        let rates = || self.scores.iter().map(|score| score.learning_rate);
        self.scores.len() > 1
            && (rates().all(|rate| self.learning_rate <= rate)
                || rates().all(|rate| self.learning_rate >= rate))
    }
}

impl StudySpec {
    /// The learning rate of each candidate, from the records of [`StudySpec::tuning_trials`].
    ///
    /// # Errors
    /// [`StudyError::Records`] if the records are not those of the plan, in its order.
    pub fn tune(&self, records: &[Record]) -> Result<Vec<Tuning>, StudyError> {
        match_records(&self.tuning_trials(), records)?;
        let (candidates, rates) = (self.candidates.len(), self.learning_rates.len());
        let tuning_of = |candidate: usize| {
            let score = |(r, &learning_rate): (usize, &f64)| {
                let trials: Vec<&Record> = records
                    .iter()
                    .skip(r * candidates + candidate)
                    .step_by(rates * candidates)
                    .collect();
                let mean = |value: &dyn Fn(&Record) -> Option<f64>| {
                    let sum: Option<f64> = trials.iter().map(|t| value(t)).sum();
                    sum.map(|sum| sum / count(trials.len()))
                };
                TuningScore {
                    learning_rate,
                    validation_score: mean(&|t| t.validation_score.last().copied()).unwrap_or(0.0),
                    validation_loss: mean(&|t| t.validation_loss.last().copied().flatten()),
                    diverged: trials.iter().filter(|t| t.diverged_at.is_some()).count(),
                }
            };
            if !self.tunes() {
                return Tuning { learning_rate: self.learning_rates[0], scores: Vec::new() };
            }
            let scores: Vec<_> = self.learning_rates.iter().enumerate().map(score).collect();
            let best = scores.iter().min_by(|a, b| compare(a, b));
            let learning_rate = best.map_or(self.learning_rates[0], |best| best.learning_rate);
            Tuning { learning_rate, scores }
        };
        Ok((0..candidates).map(tuning_of).collect())
    }
}

/// Orders scores from the best: see the rule in the module above.
fn compare(a: &TuningScore, b: &TuningScore) -> std::cmp::Ordering {
    let loss = |s: &TuningScore| s.validation_loss.unwrap_or(f64::INFINITY);
    (a.diverged > 0)
        .cmp(&(b.diverged > 0))
        .then(b.validation_score.total_cmp(&a.validation_score))
        .then(loss(a).total_cmp(&loss(b)))
        .then(a.learning_rate.total_cmp(&b.learning_rate))
}

/// Whether the records are those of the plan, in its order.
pub(super) fn match_records(plan: &[TrialSpec], records: &[Record]) -> Result<(), StudyError> {
    if plan.len() != records.len() {
        let (planned, given) = (plan.len(), records.len());
        return Err(StudyError::Records(format!(
            "{planned} trials are planned, {given} records given"
        )));
    }
    match plan.iter().zip(records).position(|(spec, record)| spec.sha256() != record.spec_sha256) {
        None => Ok(()),
        Some(i) => {
            Err(StudyError::Records(format!("record {i} is not that of the trial planned there")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(rate: f64, accuracy: f64, loss: Option<f64>, diverged: usize) -> TuningScore {
        TuningScore {
            learning_rate: rate,
            validation_score: accuracy,
            validation_loss: loss,
            diverged,
        }
    }

    #[test]
    fn the_better_score_wins_by_the_rule() {
        use std::cmp::Ordering::Less;
        let base = score(0.1, 0.9, Some(0.5), 0);
        assert_eq!(compare(&base, &score(0.01, 0.8, Some(0.1), 0)), Less, "accuracy first");
        assert_eq!(compare(&base, &score(0.01, 0.9, Some(0.6), 0)), Less, "then loss");
        assert_eq!(compare(&base, &score(0.01, 0.9, None, 0)), Less, "a loss that is not finite");
        assert_eq!(compare(&base, &score(0.2, 0.9, Some(0.5), 0)), Less, "then the lower rate");
        assert_eq!(compare(&base, &score(0.01, 0.99, Some(0.1), 1)), Less, "diverged comes last");
    }

    /// Made-up records: candidate 0 does best at the second rate, candidate 1 at the third.
    #[test]
    fn each_candidate_gets_its_own_rate() {
        let mut spec = StudySpec::standard(&crate::digits());
        spec.candidates.truncate(2);
        spec.learning_rates = vec![0.1, 0.2, 0.4];
        let record = |trial: &TrialSpec| {
            let best = if trial.activation == spec.candidates[0] { 0.2 } else { 0.4 };
            // The seeds pull to both sides: only the mean over both finds the best.
            let pull = if trial.seed == spec.tuning_seeds[0] { 0.3 } else { -0.3 };
            let miss = (trial.learning_rate - best).abs() - pull * trial.learning_rate;
            Record {
                engine: crate::trial::ENGINE,
                spec_sha256: trial.sha256(),
                validation_loss: vec![Some(1.0)],
                validation_score: vec![0.9 - miss],
                ..Record::default()
            }
        };
        let mut records: Vec<Record> = spec.tuning_trials().iter().map(record).collect();
        let tuning = spec.tune(&records).expect("the plan's records");
        assert_eq!(tuning.iter().map(|t| t.learning_rate).collect::<Vec<_>>(), [0.2, 0.4]);
        assert_eq!((tuning[0].at_edge(), tuning[1].at_edge()), (false, true));
        assert!((tuning[0].scores[0].validation_score - 0.8).abs() < 1e-12);
        records.swap(0, 1);
        assert!(spec.tune(&records).is_err(), "records out of order are refused");
        assert!(spec.tune(&records[1..]).is_err());
    }
}
