//! A study's specification and the trials that follow from it.

use crate::data::{Dataset, DatasetRef};
use crate::error::{StudyError, TrialError};
use crate::hash;
use crate::initialisation::Initialisation;
use crate::optimizer::Optimizer;
use crate::spec::{
    ActivationSpec, EarlyStopping, NetworkSpec, SCHEMA, Schedule, TrainParameters, TrialSpec,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The candidates of a study that names none.
const STANDARD_CANDIDATES: [&str; 10] = [
    "step",
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
];

/// What to compare, on what, with which budget. A small JSON document, as a trial's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudySpec {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The data.
    pub dataset: DatasetRef,
    /// Seed of the split, the same for all trials.
    pub split_seed: u64,
    /// The activations, each once.
    pub candidates: Vec<ActivationSpec>,
    /// The network, the same for all candidates.
    pub network: NetworkSpec,
    /// Whether candidates with parameters train them.
    #[serde(default)]
    pub train_parameters: TrainParameters,
    /// Width of the initial weights.
    pub initialisation: Initialisation,
    /// The optimiser and its constants.
    pub optimizer: Optimizer,
    /// How the learning rate moves over the steps.
    #[serde(default)]
    pub schedule: Schedule,
    /// Learning rates that each candidate is tuned over. With one only, nothing is tuned.
    pub learning_rates: Vec<f64>,
    /// Seeds of the tuning trials.
    pub tuning_seeds: Vec<u64>,
    /// Seeds of the comparison, disjoint from the tuning seeds.
    pub seeds: Vec<u64>,
    /// Rows a step.
    pub batch_size: usize,
    /// Passes over the training rows, for every trial, at most.
    pub epochs: usize,
    /// When a trial stops before, by the same rule for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_stopping: Option<EarlyStopping>,
    /// Level of the intervals and tests, between 0 and 1: 0.95.
    pub confidence: f64,
}

impl StudySpec {
    /// The standard study of a data set: step, identity (a linear network), sigmoid, tanh, relu,
    /// leaky relu, elu, gelu, silu and softplus in two hidden layers of 128, Adam, 4 learning rates on
    /// 2 tuning seeds, then 10 seeds; 180 trials of 20 epochs.
    #[must_use]
    pub fn standard(dataset: &Dataset) -> Self {
        Self {
            schema: SCHEMA,
            dataset: dataset.reference(),
            split_seed: 0,
            candidates: STANDARD_CANDIDATES.into_iter().map(ActivationSpec::new).collect(),
            network: NetworkSpec::dense(&[128, 128]),
            train_parameters: TrainParameters::Fixed,
            initialisation: Initialisation::Gain,
            optimizer: Optimizer::ADAM,
            schedule: Schedule::default(),
            learning_rates: vec![1e-3, 3e-3, 1e-2, 3e-2],
            tuning_seeds: (1_000_000..1_000_002).collect(),
            seeds: (0..10).collect(),
            batch_size: 128,
            epochs: 20,
            early_stopping: None,
            confidence: 0.95,
        }
    }

    /// SHA-256 of the canonical JSON.
    #[must_use]
    pub fn sha256(&self) -> String {
        hash::sha256(hash::canonical_json(self).as_bytes())
    }

    /// Checks everything that can be checked without the data, every candidate included.
    ///
    /// # Errors
    /// [`StudyError`], naming the field.
    pub fn check(&self) -> Result<(), StudyError> {
        let fault = |field, message: String| Err(StudyError::Field { field, message });
        if self.candidates.is_empty() {
            return fault("candidates", "is empty; name at least one function".to_owned());
        }
        for (i, candidate) in self.candidates.iter().enumerate() {
            if self.candidates[..i].contains(candidate) {
                return fault("candidates", format!("lists `{}` twice", candidate.label()));
            }
        }
        if self.learning_rates.is_empty() {
            return fault("learning_rates", "is empty; give at least one rate".to_owned());
        }
        if self.seeds.is_empty() {
            return fault("seeds", "is empty; give at least one seed".to_owned());
        }
        if self.tunes() && self.tuning_seeds.is_empty() {
            return fault("tuning_seeds", "is empty; give a seed, or one learning rate".to_owned());
        }
        let mut seen = BTreeSet::new();
        if let Some(seed) = self.tuning_seeds.iter().chain(&self.seeds).find(|&&s| !seen.insert(s))
        {
            return fault(
                "seeds",
                format!("seed {seed} occurs twice among the seeds and tuning seeds"),
            );
        }
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return fault(
                "confidence",
                format!("is {}; give a level such as 0.95", self.confidence),
            );
        }
        for candidate in &self.candidates {
            for &rate in &self.learning_rates {
                self.trial(candidate, rate, self.seeds[0], true).check()?;
            }
        }
        Ok(())
    }

    /// Whether there is a choice of learning rates.
    #[must_use]
    pub fn tunes(&self) -> bool {
        self.learning_rates.len() > 1
    }

    /// The trials of the tuning: seed by seed, rate by rate, candidate by candidate. Empty if there is
    /// nothing to tune.
    #[must_use]
    pub fn tuning_trials(&self) -> Vec<TrialSpec> {
        let mut trials = Vec::new();
        if self.tunes() {
            for &seed in &self.tuning_seeds {
                for &rate in &self.learning_rates {
                    for candidate in &self.candidates {
                        trials.push(self.trial(candidate, rate, seed, false));
                    }
                }
            }
        }
        trials
    }

    /// The trials of the comparison, seed by seed and candidate by candidate, with one learning rate
    /// for each candidate. Seeds come first so that a machine that slows down slows all candidates.
    ///
    /// # Errors
    /// [`StudyError::Records`] if there is not one rate for each candidate.
    pub fn final_trials(&self, rates: &[f64]) -> Result<Vec<TrialSpec>, StudyError> {
        if rates.len() != self.candidates.len() {
            let (rates, candidates) = (rates.len(), self.candidates.len());
            let message = format!("{rates} learning rates for {candidates} candidates");
            return Err(StudyError::Records(message));
        }
        let of_seed = |&seed: &u64| {
            self.candidates.iter().zip(rates).map(move |(c, &rate)| self.trial(c, rate, seed, true))
        };
        Ok(self.seeds.iter().flat_map(of_seed).collect())
    }

    /// Number of trials of both phases.
    #[must_use]
    pub fn trials(&self) -> usize {
        let tuning =
            if self.tunes() { self.tuning_seeds.len() * self.learning_rates.len() } else { 0 };
        (tuning + self.seeds.len()) * self.candidates.len()
    }

    /// A trial of the comparison (`last`) or of the tuning. Only the former looks inside and reads the
    /// test rows.
    fn trial(&self, candidate: &ActivationSpec, rate: f64, seed: u64, last: bool) -> TrialSpec {
        let mut checkpoints = if last { vec![0, self.epochs / 2, self.epochs] } else { Vec::new() };
        checkpoints.dedup();
        TrialSpec {
            schema: self.schema,
            dataset: self.dataset.clone(),
            split_seed: self.split_seed,
            network: self.network.clone(),
            activation: candidate.clone(),
            train_parameters: self.train_parameters,
            initialisation: self.initialisation,
            optimizer: self.optimizer,
            learning_rate: rate,
            schedule: self.schedule,
            batch_size: self.batch_size,
            epochs: self.epochs,
            early_stopping: self.early_stopping,
            checkpoints,
            seed,
            evaluate_test: last,
        }
    }
}

/// The activation of each candidate, resolved.
pub(super) fn resolve_all(
    spec: &StudySpec,
) -> Result<Vec<crate::activation::Resolved>, TrialError> {
    spec.candidates.iter().map(ActivationSpec::resolve).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::digits;

    #[test]
    fn the_standard_plan() {
        let spec = StudySpec::standard(&digits());
        assert_eq!(spec.check(), Ok(()));
        let tuning = spec.tuning_trials();
        let last = spec.final_trials(&[1e-3; 10]).expect("ten rates");
        assert_eq!((tuning.len(), last.len(), spec.trials()), (80, 100, 180));
        assert!(tuning.iter().all(|t| !t.evaluate_test && t.checkpoints.is_empty()));
        assert!(last.iter().all(|t| t.evaluate_test));
        let hashes: BTreeSet<String> = tuning.iter().chain(&last).map(TrialSpec::sha256).collect();
        assert_eq!(hashes.len(), 180, "no trial is planned twice");
        // Within a seed, trials differ in the activation (and its rate) alone.
        let bare = |t: &TrialSpec| TrialSpec { activation: ActivationSpec::new("x"), ..t.clone() };
        assert!(last[..10].iter().all(|t| bare(t) == bare(&last[0])));
    }

    #[test]
    fn faults_name_their_field() {
        let good = StudySpec::standard(&digits());
        let twice = vec![ActivationSpec::new("relu"); 2];
        for (spec, start) in [
            (StudySpec { candidates: vec![], ..good.clone() }, "`candidates`: is empty"),
            (StudySpec { candidates: twice, ..good.clone() }, "`candidates`: lists `relu` twice"),
            (StudySpec { learning_rates: vec![], ..good.clone() }, "`learning_rates`: is empty"),
            (
                StudySpec { learning_rates: vec![1.0, -1.0], ..good.clone() },
                "`learning_rate`: is -1",
            ),
            (StudySpec { seeds: vec![], ..good.clone() }, "`seeds`: is empty"),
            (StudySpec { seeds: vec![3, 3], ..good.clone() }, "`seeds`: seed 3 occurs twice"),
            (StudySpec { seeds: vec![1_000_000], ..good.clone() }, "`seeds`: seed 1000000 occurs"),
            (StudySpec { tuning_seeds: vec![], ..good.clone() }, "`tuning_seeds`: is empty"),
            (StudySpec { confidence: 95.0, ..good.clone() }, "`confidence`: is 95"),
            (StudySpec { epochs: 0, ..good.clone() }, "`epochs`: is 0"),
        ] {
            let message = spec.check().expect_err("a fault").to_string();
            assert!(message.starts_with(start), "{message}");
        }
        assert!(good.final_trials(&[1e-3]).is_err());
    }
}
