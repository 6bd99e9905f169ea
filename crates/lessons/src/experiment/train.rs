//! Training networks, paired over seeds.

use nonlin_lab::initialisation::Initialisation;
use nonlin_lab::optimizer::Optimizer;
use nonlin_lab::spec::{NetworkSpec, SCHEMA, Schedule, TrainParameters};
use nonlin_lab::{ActivationSpec, Prepared, Record, Timing, TrialSpec, trial};
use rayon::prelude::*;

use crate::error::LessonError;

/// How a network is trained; what a lesson does not say is as here.
#[derive(Clone)]
pub struct Training<'a> {
    data: &'a Prepared,
    spec: TrialSpec,
}

impl<'a> Training<'a> {
    /// Dense hidden layers with Adam at a rate of 0.003, batches of 64, its own gain.
    pub fn new(data: &'a Prepared, function: &str, hidden: &[usize], epochs: usize) -> Self {
        let spec = TrialSpec {
            schema: SCHEMA,
            dataset: data.dataset().clone(),
            split_seed: data.split_seed(),
            network: NetworkSpec::dense(hidden),
            activation: ActivationSpec::new(function),
            train_parameters: TrainParameters::Fixed,
            initialisation: Initialisation::Gain,
            optimizer: Optimizer::ADAM,
            learning_rate: 3e-3,
            schedule: Schedule::default(),
            batch_size: 64,
            epochs,
            early_stopping: None,
            checkpoints: Vec::new(),
            seed: 0,
            evaluate_test: true,
        };
        Self { data, spec }
    }

    /// With something else than the usual.
    pub fn with(mut self, change: impl FnOnce(&mut TrialSpec)) -> Self {
        change(&mut self.spec);
        self
    }

    /// The training with one seed.
    pub fn spec(&self, seed: usize) -> TrialSpec {
        TrialSpec { seed: seed as u64, ..self.spec.clone() }
    }

    /// What is learnt.
    pub fn data(&self) -> &'a Prepared {
        self.data
    }

    /// What the clock said about one training, on the caller's thread alone.
    pub fn time(&self, seed: usize) -> Result<Timing, LessonError> {
        Ok(trial::run(&self.spec(seed), self.data)?.1)
    }

    /// One record for each seed 0, 1, …, on all threads.
    pub fn run(&self, seeds: usize) -> Result<Vec<Record>, LessonError> {
        (0..seeds)
            .into_par_iter()
            .with_max_len(1)
            .map(|seed| Ok(trial::run(&self.spec(seed), self.data)?.0))
            .collect()
    }
}

/// The share of test rows that each network got right.
pub fn scores(records: &[Record]) -> Vec<f64> {
    records.iter().map(|record| record.test_score.unwrap_or(f64::NAN)).collect()
}

/// Seed by seed, how much more the first got right.
pub fn differences(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| a - b).collect()
}
