//! A study's specification and the trials that follow from it.

use crate::data::{Dataset, DatasetRef};
use crate::error::{StudyError, TrialError};
use crate::hash;
use crate::initialisation::Initialisation;
use crate::optimizer::Optimizer;
use crate::spec::{
    ActivationSpec, EarlyStopping, NetworkSpec, SCHEMA, Schedule, TrainParameters, TrialSpec,
};
use crate::task::Metric;
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
    /// What the candidates are ranked by; it follows from the data's task.
    pub metric: Metric,
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
    /// On each rung of the tuning one rate in so many stays in the race, and trains that many times as long
    /// ([`StudySpec::rungs`]). With 1 all rates train in full.
    pub halving: usize,
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
    /// leaky relu, elu, gelu, silu and softplus in two hidden layers of 128, Adam; 8 learning rates on
    /// 2 tuning seeds, halved twice (5, 10, 20 epochs), then 10 seeds of 20 epochs.
    #[must_use]
    pub fn standard(dataset: &Dataset) -> Self {
        Self {
            schema: SCHEMA,
            dataset: dataset.reference(),
            metric: dataset.task().metric(),
            split_seed: 0,
            candidates: STANDARD_CANDIDATES.into_iter().map(ActivationSpec::new).collect(),
            network: NetworkSpec::dense(&[128, 128]),
            train_parameters: TrainParameters::Fixed,
            initialisation: Initialisation::Gain,
            optimizer: Optimizer::ADAM,
            schedule: Schedule::default(),
            learning_rates: vec![1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1],
            halving: 2,
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
        let mut rates = self.learning_rates.clone();
        rates.sort_by(f64::total_cmp);
        if let Some(pair) = rates.windows(2).find(|pair| pair[0] == pair[1]) {
            return fault("learning_rates", format!("lists {} twice", pair[0]));
        }
        if self.halving == 0 {
            return fault("halving", "is 0; give 2 to halve the rates, 1 to keep all".to_owned());
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
                self.final_trial(candidate, rate, self.seeds[0]).check()?;
            }
        }
        Ok(())
    }

    /// Whether there is a choice of learning rates.
    #[must_use]
    pub fn tunes(&self) -> bool {
        self.learning_rates.len() > 1
    }

    /// The rungs that each candidate climbs: on the first all rates train for a few epochs, on the last the
    /// best two (with a halving of 2) train in full. Empty if there is nothing to tune.
    #[must_use]
    pub fn rungs(&self) -> Vec<Rung> {
        let mut sizes = Vec::new();
        let mut rates = self.learning_rates.len();
        while rates > 1 {
            sizes.push(rates);
            rates = if self.halving > 1 { rates.div_ceil(self.halving) } else { 1 };
        }
        let mut divisor = 1_usize;
        let mut rungs: Vec<Rung> = Vec::with_capacity(sizes.len());
        for &rates in sizes.iter().rev() {
            rungs.push(Rung { rates, epochs: self.epochs.div_ceil(divisor) });
            divisor = divisor.saturating_mul(self.halving.max(1));
        }
        rungs.reverse();
        // With few epochs the lowest rungs would be the same trials again.
        rungs.dedup_by_key(|rung| rung.epochs);
        rungs
    }

    /// What each candidate may spend, the same for all.
    #[must_use]
    pub fn budget(&self) -> Budget {
        let seeds = self.tuning_seeds.len();
        let rungs = self.rungs();
        Budget {
            tuning_trials: seeds * rungs.iter().map(|rung| rung.rates).sum::<usize>(),
            tuning_epochs: seeds * rungs.iter().map(|rung| rung.rates * rung.epochs).sum::<usize>(),
            comparison_trials: self.seeds.len(),
            comparison_epochs: self.seeds.len() * self.epochs,
        }
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
            self.candidates.iter().zip(rates).map(move |(c, &rate)| self.final_trial(c, rate, seed))
        };
        Ok(self.seeds.iter().flat_map(of_seed).collect())
    }

    /// Number of trials of all phases.
    #[must_use]
    pub fn trials(&self) -> usize {
        let budget = self.budget();
        (budget.tuning_trials + budget.comparison_trials) * self.candidates.len()
    }

    /// A trial of the comparison. It alone looks inside and reads the test rows.
    fn final_trial(&self, candidate: &ActivationSpec, rate: f64, seed: u64) -> TrialSpec {
        let mut checkpoints = vec![0, self.epochs / 2, self.epochs];
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
            evaluate_test: true,
        }
    }

    /// A trial of the tuning: shorter, blind to the test rows. A schedule runs its whole course within it.
    pub(super) fn tuning_trial(
        &self,
        candidate: &ActivationSpec,
        rate: f64,
        seed: u64,
        epochs: usize,
    ) -> TrialSpec {
        let trial = self.final_trial(candidate, rate, seed);
        TrialSpec { epochs, checkpoints: Vec::new(), evaluate_test: false, ..trial }
    }
}

/// A rung of the tuning: so many rates, each trained for so many epochs on each tuning seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Rates in the race.
    pub rates: usize,
    /// Epochs of each trial, at most.
    pub epochs: usize,
}

/// What one candidate may spend: early stopping and divergence spend less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Trials of the tuning.
    pub tuning_trials: usize,
    /// Their epochs in all.
    pub tuning_epochs: usize,
    /// Trials of the comparison: one a seed.
    pub comparison_trials: usize,
    /// Their epochs in all.
    pub comparison_epochs: usize,
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
        let tuning = spec.tuning_trials(&spec.start_tuning(), 0).expect("the first rung");
        let last = spec.final_trials(&[1e-3; 10]).expect("ten rates");
        assert_eq!((tuning.len(), last.len(), spec.trials()), (160, 100, 280 + 100));
        assert!(tuning.iter().all(|t| !t.evaluate_test && t.checkpoints.is_empty()));
        assert!(last.iter().all(|t| t.evaluate_test));
        let hashes: BTreeSet<String> = tuning.iter().chain(&last).map(TrialSpec::sha256).collect();
        assert_eq!(hashes.len(), 260, "no trial is planned twice");
        // Within a seed, trials differ in the activation (and its rate) alone.
        let bare = |t: &TrialSpec| TrialSpec { activation: ActivationSpec::new("x"), ..t.clone() };
        assert!(last[..10].iter().all(|t| bare(t) == bare(&last[0])));
    }

    #[test]
    fn rungs_and_their_budget() {
        let spec = |rates: u32, epochs, halving| StudySpec {
            learning_rates: (1..=rates).map(f64::from).collect(),
            epochs,
            halving,
            ..StudySpec::standard(&digits())
        };
        let rungs = |rates, epochs, halving| -> Vec<(usize, usize)> {
            spec(rates, epochs, halving).rungs().iter().map(|r| (r.rates, r.epochs)).collect()
        };
        assert_eq!(rungs(8, 20, 2), [(8, 5), (4, 10), (2, 20)]);
        assert_eq!(rungs(5, 20, 2), [(5, 5), (3, 10), (2, 20)]);
        assert_eq!(rungs(9, 20, 3), [(9, 7), (3, 20)]);
        assert_eq!(rungs(5, 20, 1), [(5, 20)]);
        assert_eq!(rungs(4, 1, 2), [(4, 1)]);
        assert_eq!(rungs(8, 2, 2), [(8, 1), (2, 2)]);
        assert_eq!(rungs(1, 20, 2), []);
        let budget = spec(8, 20, 2).budget();
        assert_eq!((budget.tuning_trials, budget.tuning_epochs), (2 * 14, 2 * 120));
        assert_eq!((budget.comparison_trials, budget.comparison_epochs), (10, 200));
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
            (StudySpec { learning_rates: vec![0.1; 2], ..good.clone() }, "`learning_rates`: lists"),
            (StudySpec { halving: 0, ..good.clone() }, "`halving`: is 0"),
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
