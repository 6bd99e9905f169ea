//! Tuning by successive halving (Karnin, Koren, Somekh 2013; Jamieson, Talwalkar 2016): on each rung all
//! rates still in the race train for the same epochs, the better ones go on to the next, longer rung, and of
//! the last rung the best is taken. Every candidate climbs the same rungs, so all have the same budget. Pure,
//! as [`collect`](super::collect) is.

use super::plan::StudySpec;
use crate::diagnostics::count;
use crate::error::StudyError;
use crate::spec::TrialSpec;
use crate::trial::Record;
use serde::{Deserialize, Serialize};

/// How a candidate did at one learning rate, over the tuning seeds, on the last rung that the rate reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TuningScore {
    /// The rate.
    pub learning_rate: f64,
    /// Epochs of the trials on that rung.
    pub epochs: usize,
    /// Mean validation score at their end.
    pub validation_score: f64,
    /// Mean validation loss at their end; `None` if one is not finite.
    pub validation_loss: Option<f64>,
    /// Trials that diverged.
    pub diverged: usize,
}

/// A candidate's learning rate and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tuning {
    /// The rate chosen; during the tuning, the best so far.
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

    /// The rates of the next rung, `keep` of them, the best first: those that reached the longest rung so
    /// far, by the rule of the [module above](super).
    fn survivors(&self, keep: usize) -> Vec<f64> {
        let mut scores: Vec<&TuningScore> = self.scores.iter().collect();
        scores.sort_by(|a, b| b.epochs.cmp(&a.epochs).then_with(|| compare(a, b)));
        scores.into_iter().take(keep).map(|score| score.learning_rate).collect()
    }
}

impl StudySpec {
    /// Each candidate before its first rung.
    #[must_use]
    pub fn start_tuning(&self) -> Vec<Tuning> {
        let learning_rate = self.learning_rates.first().copied().unwrap_or(f64::NAN);
        vec![Tuning { learning_rate, scores: Vec::new() }; self.candidates.len()]
    }

    /// The trials of a rung (from 0): seed by seed, then from the best rate so far down, candidate by
    /// candidate. `race` is where each candidate stands after the rungs before.
    ///
    /// # Errors
    /// [`StudyError::Records`] if `race` is not that of this study after these rungs.
    pub fn tuning_trials(
        &self,
        race: &[Tuning],
        rung: usize,
    ) -> Result<Vec<TrialSpec>, StudyError> {
        let out_of_step = || StudyError::Records(format!("the study has no rung {rung} yet"));
        let here = *self.rungs().get(rung).ok_or_else(out_of_step)?;
        let rates: Vec<Vec<f64>> = if rung == 0 {
            vec![self.learning_rates.clone(); self.candidates.len()]
        } else {
            race.iter().map(|tuning| tuning.survivors(here.rates)).collect()
        };
        if rates.len() != self.candidates.len() || rates.iter().any(|r| r.len() != here.rates) {
            return Err(out_of_step());
        }
        let mut trials = Vec::new();
        for &seed in &self.tuning_seeds {
            for place in 0..here.rates {
                for (candidate, rates) in self.candidates.iter().zip(&rates) {
                    trials.push(self.tuning_trial(candidate, rates[place], seed, here.epochs));
                }
            }
        }
        Ok(trials)
    }

    /// Moves each candidate past a rung, by the records of [`StudySpec::tuning_trials`].
    ///
    /// # Errors
    /// [`StudyError::Records`] if the records are not those of the plan, in its order.
    pub fn halve(
        &self,
        race: &mut [Tuning],
        rung: usize,
        records: &[&Record],
    ) -> Result<(), StudyError> {
        let trials = self.tuning_trials(race, rung)?;
        match_records(&trials, records)?;
        let candidates = self.candidates.len();
        let seeds = self.tuning_seeds.len();
        let of_a_seed = trials.len() / seeds;
        for (candidate, tuning) in race.iter_mut().enumerate() {
            for at in (candidate..of_a_seed).step_by(candidates) {
                let of_rate: Vec<&Record> =
                    records.iter().skip(at).step_by(of_a_seed).copied().collect();
                let score = score(&trials[at], &of_rate);
                let known =
                    tuning.scores.iter_mut().find(|s| s.learning_rate == score.learning_rate);
                match known {
                    Some(known) => *known = score,
                    None => tuning.scores.push(score),
                }
            }
            if let Some(best) = tuning.survivors(1).first() {
                tuning.learning_rate = *best;
            }
        }
        Ok(())
    }
}

/// The mean over the seeds of one candidate's trials at one rate.
fn score(trial: &TrialSpec, records: &[&Record]) -> TuningScore {
    let mean = |value: &dyn Fn(&Record) -> Option<f64>| {
        let sum: Option<f64> = records.iter().map(|record| value(record)).sum();
        sum.map(|sum| sum / count(records.len()))
    };
    TuningScore {
        learning_rate: trial.learning_rate,
        epochs: trial.epochs,
        validation_score: mean(&|r| r.validation().map(|(_, score)| score)).unwrap_or(0.0),
        validation_loss: mean(&|r| r.validation().and_then(|(loss, _)| loss)),
        diverged: records.iter().filter(|r| r.diverged_at.is_some()).count(),
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
pub(super) fn match_records(plan: &[TrialSpec], records: &[&Record]) -> Result<(), StudyError> {
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
            epochs: 1,
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

    /// A made-up record whose score falls with the distance from the candidate's best rate.
    fn record(spec: &StudySpec, trial: &TrialSpec) -> Record {
        let best = if trial.activation == spec.candidates[0] { 0.2 } else { 0.4 };
        // The seeds pull to both sides: only the mean over both finds the best.
        let pull = if trial.seed == spec.tuning_seeds[0] { 0.3 } else { -0.3 };
        let miss = (trial.learning_rate - best).abs() - pull * trial.learning_rate;
        Record {
            spec_sha256: trial.sha256(),
            validation_loss: vec![Some(1.0)],
            validation_score: vec![0.9 - miss],
            ..Record::default()
        }
    }

    /// Candidate 0 does best at 0.2, candidate 1 at 0.4; five rates go down to three, two and one.
    #[test]
    fn each_candidate_climbs_to_its_own_rate() {
        let mut spec = StudySpec::standard(&crate::digits());
        spec.candidates.truncate(2);
        spec.learning_rates = vec![0.05, 0.1, 0.2, 0.4, 0.8];
        let mut race = spec.start_tuning();
        let mut seen = Vec::new();
        for rung in 0..3 {
            let trials = spec.tuning_trials(&race, rung).expect("a rung");
            let records: Vec<Record> = trials.iter().map(|t| record(&spec, t)).collect();
            let mut records: Vec<&Record> = records.iter().collect();
            let of_first = trials.iter().filter(|t| t.activation == spec.candidates[0]);
            let first_seed = of_first.filter(|t| t.seed == spec.tuning_seeds[0]);
            seen.push(first_seed.map(|t| (t.learning_rate, t.epochs)).collect::<Vec<_>>());
            let before = race.clone();
            records.swap(0, 1);
            assert!(spec.halve(&mut race, rung, &records).is_err(), "out of order");
            assert!(spec.halve(&mut race, rung, &records[1..]).is_err());
            assert_eq!(race, before);
            records.swap(0, 1);
            spec.halve(&mut race, rung, &records).expect("the plan's records");
        }
        let rung_0 = vec![(0.05, 5), (0.1, 5), (0.2, 5), (0.4, 5), (0.8, 5)];
        assert_eq!(
            seen,
            [rung_0, vec![(0.2, 10), (0.1, 10), (0.05, 10)], vec![(0.2, 20), (0.1, 20)]]
        );
        assert_eq!(race.iter().map(|t| t.learning_rate).collect::<Vec<_>>(), [0.2, 0.4]);
        let epochs = race[0].scores.iter().map(|s| (s.learning_rate, s.epochs));
        let expected = [(0.05, 10), (0.1, 20), (0.2, 20), (0.4, 5), (0.8, 5)];
        assert_eq!(epochs.collect::<Vec<_>>(), expected);
        assert!(!race[0].at_edge() && !race[1].at_edge());
        assert!(spec.tuning_trials(&race, 3).is_err(), "there is no fourth rung");
    }
}
