//! A trial's specification: everything that its result depends on, as a small JSON document.

use crate::activation::Resolved;
use crate::data::DatasetRef;
use crate::error::TrialError;
use crate::hash;
use crate::initialisation::Initialisation;
use crate::optimizer::Optimizer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the documents that this code writes and reads.
pub const SCHEMA: u32 = 2;

/// The most parameters a network may have: 4 vectors of them are 1.6 GB.
pub(crate) const MAX_PARAMETERS: usize = 100_000_000;

/// An activation, as a specification names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationSpec {
    /// A catalogue name, an alias, or a formula.
    pub function: String,
    /// Parameter values that replace the defaults.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, f64>,
}

impl ActivationSpec {
    /// A function with its default parameters.
    #[must_use]
    pub fn new(function: &str) -> Self {
        Self { function: function.to_owned(), parameters: BTreeMap::new() }
    }

    /// The function meant: of single numbers, or of rows.
    ///
    /// # Errors
    /// [`TrialError::Activation`] if there is none, with the whole message for the user.
    pub fn resolve(&self) -> Result<Resolved, TrialError> {
        Resolved::new(self)
    }

    /// For tables: `elu`, or `elu(alpha=0.5)`.
    #[must_use]
    pub fn label(&self) -> String {
        if self.parameters.is_empty() {
            return self.function.clone();
        }
        let values: Vec<_> = self.parameters.iter().map(|(k, v)| format!("{k}={v}")).collect();
        format!("{}({})", self.function, values.join(", "))
    }
}

/// The hidden layers of a network. Each is dense, then (if asked for) LayerNorm, then the activation, then
/// (if asked for, and where widths allow) the layer's input is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSpec {
    /// Widths of the hidden layers; none makes a linear model.
    pub hidden: Vec<usize>,
    /// Whether dense layers have a bias.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub bias: bool,
    /// Whether pre-activations are normalised over the layer (Ba, Kiros, Hinton 2016), with a trained
    /// scale and shift.
    #[serde(default, skip_serializing_if = "is_no")]
    pub layer_norm: bool,
    /// Whether a hidden layer of the width of the one before it adds its input to its output (He et al.
    /// 2016).
    #[serde(default, skip_serializing_if = "is_no")]
    pub residual: bool,
}

impl NetworkSpec {
    /// Plain dense layers of these widths, with biases.
    #[must_use]
    pub fn dense(hidden: &[usize]) -> Self {
        Self { hidden: hidden.to_vec(), bias: true, layer_norm: false, residual: false }
    }
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_yes(value: &bool) -> bool {
    *value
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_no(value: &bool) -> bool {
    !*value
}

/// Whether, and for what, the parameters of a parametric activation are trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainParameters {
    /// They keep their values.
    #[default]
    Fixed,
    /// Each hidden layer has its own.
    Layer,
    /// Each unit of a hidden layer has its own.
    Channel,
}

/// The learning rate over the steps, as a share of [`TrialSpec::learning_rate`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Share of all planned steps, 0 to below 1, over which the rate rises from 0 in equal steps.
    #[serde(default)]
    pub warm_up: f64,
    /// What follows.
    #[serde(default)]
    pub decay: Decay,
}

/// How the learning rate falls after the warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decay {
    /// It stays.
    #[default]
    None,
    /// Half a cosine down to 0 at the last planned step (Loshchilov, Hutter 2017).
    Cosine,
}

/// Training stops when the validation loss has not fallen for some epochs; the weights of the best epoch
/// are the trial's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlyStopping {
    /// Epochs without a new lowest validation loss, at least 1.
    pub patience: usize,
}

/// One network to train once. The same specification gives the same [`crate::Record`], bit for bit
/// on the same machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialSpec {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The data.
    pub dataset: DatasetRef,
    /// Seed of the split into training, validation and test rows.
    pub split_seed: u64,
    /// The layers; inputs and outputs follow from the data.
    pub network: NetworkSpec,
    /// The activation of all hidden layers.
    pub activation: ActivationSpec,
    /// Whether the activation's own parameters are trained with the weights.
    #[serde(default)]
    pub train_parameters: TrainParameters,
    /// Width of the initial weights.
    pub initialisation: Initialisation,
    /// The optimiser and its constants.
    pub optimizer: Optimizer,
    /// Its learning rate, positive; the highest of the schedule.
    pub learning_rate: f64,
    /// How the rate moves over the steps.
    #[serde(default)]
    pub schedule: Schedule,
    /// Rows a step; the last step of an epoch takes what is left.
    pub batch_size: usize,
    /// Passes over the training rows, at most.
    pub epochs: usize,
    /// When to stop before; never without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_stopping: Option<EarlyStopping>,
    /// Epochs after which to look inside the network (0 is before training).
    pub checkpoints: Vec<usize>,
    /// Seed of the initial weights and of the order of the rows.
    pub seed: u64,
    /// Whether the trained network is judged on the test rows. Only after all choices are made.
    pub evaluate_test: bool,
}

impl TrialSpec {
    /// SHA-256 of the canonical JSON ([`hash::canonical_json`]): the trial's name for all stores.
    #[must_use]
    pub fn sha256(&self) -> String {
        hash::sha256(hash::canonical_json(self).as_bytes())
    }

    /// Checks everything that can be checked without the data, the activation included.
    ///
    /// # Errors
    /// [`TrialError`], naming the field.
    pub fn check(&self) -> Result<(), TrialError> {
        let fault = |field, message: String| Err(TrialError::Field { field, message });
        if self.schema != SCHEMA {
            return fault("schema", format!("is {}; this version reads {SCHEMA}", self.schema));
        }
        if let Some(&width) = self.network.hidden.iter().find(|&&w| w == 0 || w > MAX_PARAMETERS) {
            return fault("hidden", format!("has a layer of width {width}; give 1 or more units"));
        }
        if !(self.learning_rate > 0.0 && self.learning_rate.is_finite()) {
            return fault(
                "learning_rate",
                format!("is {}; give a positive number", self.learning_rate),
            );
        }
        if !(0.0..1.0).contains(&self.schedule.warm_up) {
            return fault(
                "schedule",
                format!(
                    "warms up over {} of the steps; give a share below 1",
                    self.schedule.warm_up
                ),
            );
        }
        if self.early_stopping.is_some_and(|rule| rule.patience == 0) {
            return fault("early_stopping", "has patience 0; give at least 1 epoch".to_owned());
        }
        if let Some(message) = self.optimizer.fault() {
            return fault("optimizer", message);
        }
        if let Some(message) = self.initialisation.fault(self.network.bias) {
            return fault("initialisation", message);
        }
        if self.batch_size == 0 {
            return fault("batch_size", "is 0; give at least 1 row".to_owned());
        }
        if self.epochs == 0 || self.epochs > 1_000_000 {
            return fault("epochs", format!("is {}; give 1 to 1,000,000", self.epochs));
        }
        if let Some(epoch) = self.checkpoints.iter().find(|&&epoch| epoch > self.epochs) {
            return fault(
                "checkpoints",
                format!("has epoch {epoch}, but there are {}", self.epochs),
            );
        }
        self.activation.resolve().map(|_| ())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::data::digits;

    /// A small trial on the digits.
    pub(crate) fn small(function: &str) -> TrialSpec {
        TrialSpec {
            schema: SCHEMA,
            dataset: digits().reference(),
            split_seed: 0,
            network: NetworkSpec::dense(&[16, 12]),
            activation: ActivationSpec::new(function),
            train_parameters: TrainParameters::Fixed,
            initialisation: Initialisation::Gain,
            optimizer: Optimizer::ADAM,
            learning_rate: 3e-3,
            schedule: Schedule::default(),
            batch_size: 100,
            epochs: 3,
            early_stopping: None,
            checkpoints: vec![0, 3],
            seed: 5,
            evaluate_test: true,
        }
    }

    #[test]
    fn json_there_and_back_keeps_the_hash() {
        let spec = small("tanh");
        let text = serde_json::to_string(&spec).expect("JSON");
        let back: TrialSpec = serde_json::from_str(&text).expect("the same document");
        assert_eq!(back, spec);
        assert_eq!(back.sha256(), spec.sha256());
        let other = TrialSpec { seed: 6, ..spec.clone() };
        assert_ne!(other.sha256(), spec.sha256());
        assert!(
            serde_json::from_str::<TrialSpec>(&text.replacen('{', "{\"extra\":1,", 1)).is_err()
        );
    }

    #[test]
    fn faults_name_their_field() {
        let good = small("tanh");
        assert_eq!(good.check(), Ok(()));
        for (spec, start) in [
            (TrialSpec { schema: 9, ..good.clone() }, "`schema`: is 9"),
            (
                TrialSpec { network: NetworkSpec::dense(&[4, 0]), ..good.clone() },
                "`hidden`: has a layer of width 0",
            ),
            (TrialSpec { learning_rate: f64::NAN, ..good.clone() }, "`learning_rate`: is NaN"),
            (TrialSpec { batch_size: 0, ..good.clone() }, "`batch_size`: is 0"),
            (TrialSpec { epochs: 0, ..good.clone() }, "`epochs`: is 0"),
            (TrialSpec { checkpoints: vec![4], ..good.clone() }, "`checkpoints`: has epoch 4"),
            (
                TrialSpec {
                    initialisation: Initialisation::EdgeOfChaos { sigma_b: -1.0 },
                    ..good.clone()
                },
                "`initialisation`: has sigma_b -1",
            ),
            (
                TrialSpec { optimizer: Optimizer::Sgd { momentum: 1.0 }, ..good.clone() },
                "`optimizer`:",
            ),
        ] {
            let message = spec.check().expect_err("a fault").to_string();
            assert!(message.starts_with(start), "{message}");
        }
    }
}
