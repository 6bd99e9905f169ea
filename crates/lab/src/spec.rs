//! A trial's specification: everything that its result depends on, as a small JSON document.

use crate::data::DatasetRef;
use crate::error::TrialError;
use crate::hash;
use crate::initialisation::Initialisation;
use crate::optimizer::Optimizer;
use nonlin_catalogue::Activation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the documents that this code writes and reads.
pub const SCHEMA: u32 = 1;

/// The most parameters a network may have: 4 vectors of them are 1.6 GB.
const MAX_PARAMETERS: usize = 100_000_000;

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

    /// The function meant.
    ///
    /// # Errors
    /// [`TrialError::Activation`] if there is none, with the whole message for the user.
    pub fn resolve(&self) -> Result<Activation, TrialError> {
        Activation::resolve(&self.function, &self.parameters)
            .map_err(|error| TrialError::Activation(error.to_string()))
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
    /// Widths of the hidden layers; inputs and outputs follow from the data.
    pub hidden: Vec<usize>,
    /// The activation of all hidden layers.
    pub activation: ActivationSpec,
    /// Width of the initial weights.
    pub initialisation: Initialisation,
    /// The optimiser and its constants.
    pub optimizer: Optimizer,
    /// Its learning rate, positive.
    pub learning_rate: f64,
    /// Rows a step; the last step of an epoch takes what is left.
    pub batch_size: usize,
    /// Passes over the training rows.
    pub epochs: usize,
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
        if let Some(&width) = self.hidden.iter().find(|&&w| w == 0 || w > MAX_PARAMETERS) {
            return fault("hidden", format!("has a layer of width {width}; give 1 or more units"));
        }
        if !(self.learning_rate > 0.0 && self.learning_rate.is_finite()) {
            return fault(
                "learning_rate",
                format!("is {}; give a positive number", self.learning_rate),
            );
        }
        if let Some(message) = self.optimizer.fault() {
            return fault("optimizer", message);
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

    /// Checks the network's size for data with these numbers of columns and classes.
    pub(crate) fn check_size(&self, inputs: usize, outputs: usize) -> Result<(), TrialError> {
        let mut below = inputs;
        let mut total = 0_usize;
        for &width in self.hidden.iter().chain([&outputs]) {
            total = total.saturating_add(below.saturating_add(1).saturating_mul(width));
            below = width;
        }
        if total <= MAX_PARAMETERS {
            return Ok(());
        }
        Err(TrialError::Field {
            field: "hidden",
            message: format!(
                "makes a network of {total} parameters; at most {MAX_PARAMETERS} are trained here: \
                 use narrower or fewer layers"
            ),
        })
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
            hidden: vec![16, 12],
            activation: ActivationSpec::new(function),
            initialisation: Initialisation::Gain,
            optimizer: Optimizer::ADAM,
            learning_rate: 3e-3,
            batch_size: 100,
            epochs: 3,
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
            (TrialSpec { hidden: vec![4, 0], ..good.clone() }, "`hidden`: has a layer of width 0"),
            (TrialSpec { learning_rate: f64::NAN, ..good.clone() }, "`learning_rate`: is NaN"),
            (TrialSpec { batch_size: 0, ..good.clone() }, "`batch_size`: is 0"),
            (TrialSpec { epochs: 0, ..good.clone() }, "`epochs`: is 0"),
            (TrialSpec { checkpoints: vec![4], ..good.clone() }, "`checkpoints`: has epoch 4"),
            (
                TrialSpec { optimizer: Optimizer::Sgd { momentum: 1.0 }, ..good.clone() },
                "`optimizer`:",
            ),
        ] {
            let message = spec.check().expect_err("a fault").to_string();
            assert!(message.starts_with(start), "{message}");
        }
        let wide = TrialSpec { hidden: vec![50_000, 50_000], ..good };
        let message = wide.check_size(64, 10).expect_err("too wide").to_string();
        assert!(message.contains("2503800010 parameters"), "{message}");
    }
}
