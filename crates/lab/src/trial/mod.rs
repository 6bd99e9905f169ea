//! One network trained once: a pure function from a specification (and the data it names) to a record.
//!
//! An epoch is one pass over the training rows in an order drawn for that epoch, `batch_size` rows a
//! step. When the loss of a step is NaN or infinite, the trial has *diverged*: it stops before that
//! step changes the weights, says so in its record, and is judged as it stands.
//!
//! With early stopping, the weights of the epoch with the lowest validation loss are kept, and training
//! ends when so many epochs in a row have not lowered it. A trial that diverges keeps its best epoch, too.

mod memory;
mod plan;
mod record;
mod trainer;

use crate::diagnostics::alarms::alarms;
use crate::diagnostics::{Inspector, finite};
use crate::error::TrialError;
use crate::hash;
use crate::initialisation::{Initialisation, Scale};
use crate::network::{Network, Shape};
use crate::spec::TrialSpec;
use crate::split::Prepared;
use plan::Plan;
use std::time::Instant;
use trainer::Trainer;

pub use memory::memory_bytes;
pub use record::{Record, Timing, TrainedValues};

/// Counts up whenever the same specification starts to give another record, so that results of
/// different versions of the code are told apart.
pub const ENGINE: u32 = 3;

/// Runs a trial on the calling thread.
///
/// # Errors
/// [`TrialError`] if the specification is at fault or the data is not what it names. Divergence is a
/// result.
pub fn run(spec: &TrialSpec, data: &Prepared) -> Result<(Record, Timing), TrialError> {
    let started = Instant::now();
    spec.check()?;
    check_data(spec, data)?;
    let plan = Plan::new(spec, data)?;
    let units = plan.shape.hidden().first().map_or(1, |layer| layer.units);
    let scale = Scale::of(spec, &plan.activation, units)?;
    let mut record = begin(spec, &plan.shape, &scale);
    let mut trainer = Trainer::new(spec, data, plan, &scale);
    let mut inspector = (!spec.checkpoints.is_empty())
        .then(|| Inspector::new(&trainer.network, scale.slope, trainer.batch));
    let mut seconds = Vec::new();
    let mut best = Best::default();

    for epoch in 0..=spec.epochs {
        if epoch > 0 {
            match trainer.epoch(data.training(), epoch, inspector.as_mut(), &mut record.looks) {
                Ok(mean_loss) => record.training_loss.push(finite(mean_loss)),
                Err(step) => {
                    record.training_loss.push(None);
                    record.diverged_at = Some(step);
                }
            }
            seconds.push(trainer.seconds);
            let (loss, score) = trainer.judge(data.validation());
            record.validation_loss.push(loss);
            record.validation_score.push(score);
            record.kept_epoch = Some(epoch);
            if spec.early_stopping.is_some() {
                best.offer(epoch, loss, &trainer.network);
            }
        }
        let patience = spec.early_stopping.map_or(usize::MAX, |rule| rule.patience);
        let stops = record.diverged_at.is_some() || epoch - best.epoch.unwrap_or(0) >= patience;
        if stops || epoch == spec.epochs {
            break;
        }
        if spec.checkpoints.contains(&epoch)
            && let Some(inspector) = &mut inspector
        {
            record.checkpoints.push(trainer.inspect(inspector, data.training(), epoch));
        }
    }
    if let Some(epoch) = best.epoch {
        record.kept_epoch = Some(epoch);
        trainer.network.parameters = best.parameters;
    }
    if spec.checkpoints.contains(&spec.epochs)
        && record.diverged_at.is_none()
        && let Some(inspector) = &mut inspector
    {
        let epoch = record.kept_epoch.unwrap_or(0);
        record.checkpoints.push(trainer.inspect(inspector, data.training(), epoch));
    }
    if spec.evaluate_test {
        let (loss, score) = trainer.judge(data.test());
        (record.test_loss, record.test_score) = (loss, Some(score));
    }
    record.steps = trainer.steps;
    record.trained = trained(&trainer.network);
    record.alarms = alarms(&record);
    let bytes: Vec<u8> = trainer.network.parameters.iter().flat_map(|p| p.to_le_bytes()).collect();
    record.parameters_sha256 = hash::sha256(&bytes);
    let timing = Timing {
        step_microseconds: trainer.median_step(),
        epoch_seconds: seconds,
        seconds: started.elapsed().as_secs_f64(),
    };
    Ok((record, timing))
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
    Ok(())
}

fn begin(spec: &TrialSpec, shape: &Shape, scale: &Scale) -> Record {
    let note = match spec.initialisation {
        Initialisation::EdgeOfChaos { sigma_b } if scale.edge.is_none() => Some(format!(
            "`{}` has no edge of chaos at sigma_b = {sigma_b}: initialised by its own gain",
            spec.activation.label()
        )),
        Initialisation::Gain | Initialisation::Orthogonal if scale.gain.is_none() => {
            Some(format!("`{}` has no gain: 1 was used", spec.activation.label()))
        }
        _ => None,
    };
    Record {
        engine: ENGINE,
        spec_sha256: spec.sha256(),
        units: shape.hidden().iter().map(|layer| layer.units).collect(),
        parameters: shape.parameters(),
        gain: scale.gain,
        gain_proved: scale.gain_proved,
        edge_of_chaos: scale.edge,
        initialisation_note: note,
        slope_scale: scale.slope,
        ..Record::default()
    }
}

/// The epoch with the lowest validation loss so far, and its parameters.
#[derive(Default)]
struct Best {
    epoch: Option<usize>,
    loss: Option<f64>,
    parameters: Vec<f32>,
}

impl Best {
    fn offer(&mut self, epoch: usize, loss: Option<f64>, network: &Network<f32>) {
        let Some(loss) = loss else { return };
        if self.loss.is_none_or(|best| loss < best) {
            (self.epoch, self.loss) = (Some(epoch), Some(loss));
            self.parameters.clone_from(&network.parameters);
        }
    }
}

fn trained(network: &Network<f32>) -> Vec<TrainedValues> {
    let mut values = Vec::new();
    let parameters = network.activation.trained();
    for (l, layer) in network.shape.hidden().iter().enumerate() {
        let own = &network.parameters[layer.activation.clone()];
        let each = own.len() / parameters.len().max(1);
        for (parameter, own) in parameters.iter().zip(own.chunks_exact(each.max(1))) {
            let own = || own.iter().map(|&value| f64::from(value));
            values.push(TrainedValues {
                layer: l + 1,
                name: parameter.name.clone(),
                initial: parameter.initial,
                mean: own().sum::<f64>() / crate::diagnostics::count(each),
                least: own().fold(f64::INFINITY, f64::min),
                greatest: own().fold(f64::NEG_INFINITY, f64::max),
            });
        }
    }
    values
}
