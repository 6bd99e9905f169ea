//! One network trained once: a pure function from a specification (and the data it names) to a record.
//!
//! An epoch is one pass over the training rows in an order drawn for that epoch, `batch_size` rows a
//! step. When the loss of a step is NaN or infinite, the trial has *diverged*: it stops before that
//! step changes the weights, says so in its record, and is judged as it stands.

use crate::diagnostics::{Checkpoint, count, finite, inspect};
use crate::error::TrialError;
use crate::hash;
use crate::loss;
use crate::network::{Network, Shape, Workspace};
use crate::optimizer::OptimizerState;
use crate::random::Stream;
use crate::spec::TrialSpec;
use crate::split::{Part, Prepared};
use nonlin_expr::LimitError;
use nonlin_kernels::Kernel;
use nonlin_properties::gaussian::{forward_gain, slope_scale};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Counts up whenever the same specification starts to give another record, so that results of
/// different versions of the code are told apart.
pub const ENGINE: u32 = 2;

/// A trial's result. It holds no clock times: the same specification gives the same record, bit for
/// bit on the same machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`ENGINE`] of the code that made it.
    pub engine: u32,
    /// [`TrialSpec::sha256`].
    pub spec_sha256: String,
    /// The activation's own gain 1/√E\[f(z)²\], an estimate; `None` where it has none (E\[f²\] is
    /// infinite or 0), and 1 was used in its place.
    pub gain: Option<f64>,
    /// The steepest slope that saturation is measured against.
    pub slope_scale: f64,
    /// Optimiser steps done.
    pub steps: usize,
    /// For each epoch, the mean loss of its training rows as they were visited (so, of a network
    /// that changes during the epoch). `None` if it is not finite.
    pub training_loss: Vec<Option<f64>>,
    /// For each epoch, the mean loss of the validation rows at its end; `None` if it is not finite.
    pub validation_loss: Vec<Option<f64>>,
    /// For each epoch, the score of the validation rows at its end ([`crate::task::Metric`]).
    pub validation_score: Vec<f64>,
    /// The looks inside that the specification asks for; those after a divergence are missing.
    pub checkpoints: Vec<Checkpoint>,
    /// The step (from 1) whose loss was not finite, if one was.
    pub diverged_at: Option<usize>,
    /// Score of the final network on the test rows, if the specification asks. A row for which the network
    /// gives no finite answer counts as wrong.
    pub test_score: Option<f64>,
    /// Mean loss of the test rows, if the specification asks and it is finite.
    pub test_loss: Option<f64>,
    /// SHA-256 of the final parameters (f32, little-endian, layer by layer): a fingerprint of the
    /// whole computation.
    pub parameters_sha256: String,
}

impl Record {
    /// The look inside the final network, if there was one.
    #[must_use]
    pub fn last_checkpoint(&self) -> Option<&Checkpoint> {
        self.checkpoints.last()
    }
}

/// What the clock said about a trial. Not part of its record.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Wall-clock time of the whole trial, in seconds.
    pub seconds: f64,
    /// Median wall-clock time of a full-sized step (forward, loss, backward, optimiser), in
    /// microseconds. Trials that run side by side share caches and memory, so it is a little above
    /// that of a trial alone. `None` without steps.
    pub step_microseconds: Option<f64>,
}

/// Runs a trial on the calling thread.
///
/// # Errors
/// [`TrialError`] if the specification is at fault or the data is not what it names. Divergence is a
/// result.
pub fn run(spec: &TrialSpec, data: &Prepared) -> Result<(Record, Timing), TrialError> {
    let started = Instant::now();
    spec.check()?;
    check_data(spec, data)?;
    let activation = spec.activation.resolve()?;
    let kernel = Kernel::new(&activation);
    let (value, derivative) = (activation.expression(), activation.derivative());
    let too_large = |error: LimitError| TrialError::Activation(error.to_string());
    let gain = forward_gain(value, derivative).map_err(too_large)?;
    let slope_scale = slope_scale(value, derivative).map_err(too_large)?;

    let shape = Shape::new(data.columns(), &spec.network.hidden, data.task().outputs());
    let training = data.training();
    let batch = spec.batch_size.min(training.len());
    let mut trainer = Trainer {
        optimizer: OptimizerState::new(spec.optimizer, spec.learning_rate, shape.parameters()),
        work: Workspace::new(&shape, batch),
        features: vec![0.0; batch * data.columns()],
        labels: vec![0; batch],
        order: (0..training.len()).collect(),
        nanoseconds: Vec::with_capacity(spec.epochs.min(10_000) * training.len().div_ceil(batch)),
        network: Network {
            parameters: spec.initialisation.parameters(&shape, gain.unwrap_or(1.0), spec.seed),
            shape,
            kernel,
        },
        batch,
        steps: 0,
    };
    let mut record = Record {
        engine: ENGINE,
        spec_sha256: spec.sha256(),
        gain,
        slope_scale,
        steps: 0,
        training_loss: Vec::with_capacity(spec.epochs),
        validation_loss: Vec::with_capacity(spec.epochs),
        validation_score: Vec::with_capacity(spec.epochs),
        checkpoints: Vec::new(),
        diverged_at: None,
        test_score: None,
        test_loss: None,
        parameters_sha256: String::new(),
    };

    for epoch in 0..=spec.epochs {
        if epoch > 0 {
            match trainer.epoch(training, spec.seed, epoch) {
                Ok(mean_loss) => record.training_loss.push(finite(mean_loss)),
                Err(step) => {
                    record.training_loss.push(None);
                    record.diverged_at = Some(step);
                }
            }
            let (loss, accuracy) = trainer.judge(data.validation());
            record.validation_loss.push(loss);
            record.validation_score.push(accuracy);
        }
        if record.diverged_at.is_some() {
            break;
        }
        if spec.checkpoints.contains(&epoch) {
            let Trainer { network, work, .. } = &mut trainer;
            let (features, labels) = (&training.features, training.targets.classes());
            record.checkpoints.push(inspect(
                network,
                features,
                labels,
                slope_scale,
                epoch,
                batch,
                work,
            ));
        }
    }
    if spec.evaluate_test {
        let (loss, accuracy) = trainer.judge(data.test());
        (record.test_loss, record.test_score) = (loss, Some(accuracy));
    }
    record.steps = trainer.steps;
    let bytes: Vec<u8> = trainer.network.parameters.iter().flat_map(|p| p.to_le_bytes()).collect();
    record.parameters_sha256 = hash::sha256(&bytes);
    let step_microseconds = trainer.median_step();
    Ok((record, Timing { seconds: started.elapsed().as_secs_f64(), step_microseconds }))
}

fn check_data(spec: &TrialSpec, data: &Prepared) -> Result<(), TrialError> {
    let describe = |name: &str, sha256: &str, seed: u64| {
        format!("`{name}` ({}) split with seed {seed}", sha256.get(..12).unwrap_or(sha256))
    };
    if spec.dataset.sha256 != data.dataset().sha256 || spec.split_seed != data.split_seed() {
        return Err(TrialError::WrongData {
            expected: describe(&spec.dataset.name, &spec.dataset.sha256, spec.split_seed),
            found: describe(&data.dataset().name, &data.dataset().sha256, data.split_seed()),
        });
    }
    spec.check_size(data.columns(), data.task().outputs())
}

/// A network in training, with all memory that its steps need.
struct Trainer {
    network: Network<f32>,
    optimizer: OptimizerState<f32>,
    work: Workspace<f32>,
    /// The rows of the step, batch × columns.
    features: Vec<f32>,
    /// Their classes.
    labels: Vec<u32>,
    /// The training rows in the epoch's order.
    order: Vec<usize>,
    /// Wall-clock time of each full-sized step.
    nanoseconds: Vec<u64>,
    batch: usize,
    steps: usize,
}

impl Trainer {
    /// One pass over the training rows. The mean loss as visited, or the step whose loss is not
    /// finite.
    fn epoch(&mut self, training: &Part, seed: u64, epoch: usize) -> Result<f64, usize> {
        // Each order is drawn from the identity, so that it depends on seed and epoch alone.
        self.order.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        Stream::new(seed, "batches", epoch as u64).shuffle(&mut self.order);
        let mut total = 0.0;
        let order = std::mem::take(&mut self.order);
        for rows in order.chunks(self.batch) {
            let started = Instant::now();
            let loss = self.step(training, rows);
            total += loss;
            if !loss.is_finite() {
                break;
            }
            self.steps += 1;
            if rows.len() == self.batch {
                let elapsed = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
                self.nanoseconds.push(elapsed);
            }
        }
        self.order = order;
        if total.is_finite() { Ok(total / count(training.len())) } else { Err(self.steps + 1) }
    }

    /// One step on the given rows: the sum of their losses. A loss that is not finite leaves the
    /// parameters as they are.
    fn step(&mut self, training: &Part, rows: &[usize]) -> f64 {
        let shape = &self.network.shape;
        let (columns, classes) = (shape.inputs(0), shape.outputs(shape.layers() - 1));
        let n = rows.len();
        for (i, &row) in rows.iter().enumerate() {
            self.features[i * columns..(i + 1) * columns]
                .copy_from_slice(&training.features[row * columns..(row + 1) * columns]);
            self.labels[i] = training.targets.classes()[row];
        }
        let x = &self.features[..n * columns];
        self.network.forward(x, n, &mut self.work);
        let (logits, delta) = self.work.logits_and_delta(n * classes);
        let scale = 1.0 / count(n);
        let loss = loss::softmax_cross_entropy(logits, &self.labels[..n], classes, scale, delta);
        if loss.is_finite() {
            self.network.backward(x, n, &mut self.work, false);
            self.optimizer.step(&mut self.network.parameters, &self.work.gradient);
        }
        loss
    }

    /// Mean loss (`None` if not finite) and score on a part.
    fn judge(&mut self, part: &Part) -> (Option<f64>, f64) {
        let shape = &self.network.shape;
        let (columns, classes) = (shape.inputs(0), shape.outputs(shape.layers() - 1));
        let (mut total, mut correct) = (0.0, 0);
        let chunks = part
            .features
            .chunks(self.batch * columns)
            .zip(part.targets.classes().chunks(self.batch));
        for (x, labels) in chunks {
            self.network.predict(x, labels.len(), &mut self.work);
            let (logits, _) = self.work.logits_and_delta(labels.len() * classes);
            let (loss, right) = loss::evaluate(logits, labels, classes);
            total += loss;
            correct += right;
        }
        (finite(total / count(part.len())), count(correct) / count(part.len()))
    }

    fn median_step(&mut self) -> Option<f64> {
        self.nanoseconds.sort_unstable();
        let middle = self.nanoseconds.get(self.nanoseconds.len() / 2)?;
        #[allow(clippy::cast_precision_loss)]
        Some(*middle as f64 / 1000.0)
    }
}
