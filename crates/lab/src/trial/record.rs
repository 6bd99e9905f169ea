//! What a trial gives: its record, and beside it what the clock said.

use crate::diagnostics::alarms::Alarm;
use crate::diagnostics::{Checkpoint, Look};
use crate::initialisation::EdgePoint;
use serde::{Deserialize, Serialize};

/// A trial's result. It holds no clock times: the same specification gives the same record, bit for
/// bit on the same machine.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// [`ENGINE`](super::ENGINE) of the code that made it.
    pub engine: u32,
    /// [`TrialSpec::sha256`](crate::TrialSpec::sha256).
    pub spec_sha256: String,
    /// Units of the hidden layers: those asked for, or fewer in a network of gated units, whose number of
    /// parameters is matched.
    pub units: Vec<usize>,
    /// Numbers that were trained.
    pub parameters: usize,
    /// The activation's own gain 1/√E\[f(z)²\]; `None` where it has none (E\[f²\] is infinite or 0), and
    /// 1 was used in its place.
    pub gain: Option<f64>,
    /// Whether the gain is proved to all its digits rather than estimated.
    pub gain_proved: bool,
    /// The point of the edge of chaos that the weights started from, if the specification asks for one.
    pub edge_of_chaos: Option<EdgePoint>,
    /// Where the initialisation is not the one asked for: which one it is, and why.
    pub initialisation_note: Option<String>,
    /// The steepest slope that saturation is measured against; 0 if there is none.
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
    /// The epoch (from 1) whose weights are the trial's: the last, or with early stopping the one of the
    /// lowest validation loss. `None` if no epoch counts.
    pub kept_epoch: Option<usize>,
    /// The looks inside that the specification asks for. Those after a divergence are missing; that of
    /// the last planned epoch is of the network that the trial ends with, whichever epoch's it is.
    pub checkpoints: Vec<Checkpoint>,
    /// Looks at single steps, if the specification asks for checkpoints.
    pub looks: Vec<Look>,
    /// What is wrong, by the rules of [`crate::diagnostics::alarms`].
    pub alarms: Vec<Alarm>,
    /// What became of the activation's trained parameters.
    pub trained: Vec<TrainedValues>,
    /// The step (from 1) whose loss was not finite, if one was.
    pub diverged_at: Option<usize>,
    /// Score of the kept network on the test rows, if the specification asks. A row for which the network
    /// gives no finite answer counts as wrong.
    pub test_score: Option<f64>,
    /// Mean loss of the test rows, if the specification asks and it is finite.
    pub test_loss: Option<f64>,
    /// SHA-256 of the kept parameters (f32, little-endian, in the order of
    /// [`Shape`](crate::network::Shape)): a fingerprint of the whole computation.
    pub parameters_sha256: String,
}

/// The final values of one trained parameter in one layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainedValues {
    /// The layer, from 1.
    pub layer: usize,
    /// The parameter.
    pub name: String,
    /// Its first value.
    pub initial: f64,
    /// Mean over the layer's units.
    pub mean: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Record {
    /// The look inside the final network, if there was one.
    #[must_use]
    pub fn last_checkpoint(&self) -> Option<&Checkpoint> {
        self.checkpoints.last()
    }

    /// Mean loss and score of the kept network on the validation rows: what choices are made by.
    #[must_use]
    pub fn validation(&self) -> Option<(Option<f64>, f64)> {
        let epoch = self.kept_epoch.unwrap_or(self.validation_score.len()).checked_sub(1)?;
        Some((*self.validation_loss.get(epoch)?, *self.validation_score.get(epoch)?))
    }
}

/// What the clock said about a trial. Not part of its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Wall-clock time of the whole trial, in seconds.
    pub seconds: f64,
    /// Median wall-clock time of a full-sized step (forward, loss, backward, optimiser), in
    /// microseconds. Trials that run side by side share caches and memory, so it is a little above
    /// that of a trial alone. `None` without steps.
    pub step_microseconds: Option<f64>,
    /// Seconds of training from the first step to the end of each epoch, looks inside and the judging of
    /// validation rows left out: with [`Record::validation_loss`], the time to reach a loss.
    pub epoch_seconds: Vec<f64>,
}
