//! What follows from a specification before anything is trained.

use crate::activation::LayerActivation;
use crate::error::TrialError;
use crate::network::{Shape, matched, parameters};
use crate::spec::{MAX_PARAMETERS, TrialSpec};
use crate::split::Prepared;

/// Of longer trainings the first steps are timed.
const MAX_TIMED: usize = 1 << 20;

/// A trial's network and steps.
pub(super) struct Plan {
    pub(super) activation: LayerActivation,
    pub(super) shape: Shape,
    /// Rows a step.
    pub(super) batch: usize,
    /// Steps of all epochs.
    pub(super) steps: usize,
}

impl Plan {
    pub(super) fn new(spec: &TrialSpec, data: &Prepared) -> Result<Self, TrialError> {
        spec.check()?;
        let activation = LayerActivation::new(&spec.activation, spec.train_parameters)?;
        let (inputs, outputs) = (data.columns(), data.task().outputs());
        check_size(spec, &activation, inputs, outputs)?;
        let shape = Shape::new(inputs, &spec.network, &activation, outputs);
        let rows = data.training().len();
        let batch = spec.batch_size.min(rows).max(1);
        let steps = rows.div_ceil(batch).saturating_mul(spec.epochs);
        Ok(Self { activation, shape, batch, steps })
    }

    pub(super) fn timed_steps(&self) -> usize {
        self.steps.min(MAX_TIMED)
    }
}

fn check_size(
    spec: &TrialSpec,
    activation: &LayerActivation,
    inputs: usize,
    outputs: usize,
) -> Result<(), TrialError> {
    let network = &spec.network;
    let plain = parameters(inputs, &network.hidden, network, None, outputs);
    // The plain network first: a search for widths that match it would be no use beyond.
    let total = if plain > MAX_PARAMETERS {
        plain
    } else {
        let widths = matched(inputs, network, activation, outputs);
        parameters(inputs, &widths, network, Some(activation), outputs)
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::NetworkSpec;
    use crate::spec::tests::small;

    #[test]
    fn networks_that_are_too_large_are_refused() {
        let spec = TrialSpec { network: NetworkSpec::dense(&[50_000, 50_000]), ..small("tanh") };
        let activation = LayerActivation::new(&spec.activation, spec.train_parameters);
        let error = check_size(&spec, &activation.expect("tanh"), 64, 10).expect_err("too wide");
        assert!(error.to_string().contains("2503800010 parameters"), "{error}");
        // A group is at least one unit, and each of its pieces has weights.
        let mut maxout = small("maxout");
        maxout.activation.parameters.insert("pieces".to_owned(), 1e15);
        let activation = LayerActivation::new(&maxout.activation, maxout.train_parameters);
        check_size(&maxout, &activation.expect("maxout"), 64, 10).expect_err("too wide");
    }
}
