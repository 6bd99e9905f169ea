//! A look inside a network: what its units do, and what gradient each layer receives.
//!
//! - A unit is **dead** if f′ is exactly 0 on every training row (for a gated unit: all its partial
//!   derivatives). No correction passes through it, so its weights can no longer change (a step's units
//!   are all dead; a `ReLU` unit is dead when no row activates it). It was *born dead* if no look ever saw
//!   it active; else it died at the first look after the last one that did.
//! - A value is **saturated** if |f′| is 0 or below 1 % of the activation's steepest slope; the share is
//!   over pre-activations × rows. (Leaky `ReLU`'s slope of 0.01 is at that border, and not saturated.)
//! - The **gradient norm** of a layer is the Euclidean norm of ∂(mean loss)/∂W, biases left out.
//! - The **update-to-weight ratio** of a layer is ‖ΔW‖/‖W‖ over one step.
//!
//! There are two kinds of looks. A [`Checkpoint`] judges the network on up to [`SAMPLE`] training rows, and
//! goes on over the others only as long as a unit has not been seen active. A [`Look`] reads what a
//! step has computed on its batch anyway; every twentieth step at most is read ([`Plan`]), so that the
//! two together cost less than a tenth of the training. [`alarms`] says in words what is wrong.

pub mod alarms;
mod checkpoint;
mod life;
mod look;
mod tally;

use serde::{Deserialize, Serialize};

pub use checkpoint::{Inspector, SAMPLE};
pub use look::{LayerLook, Look, Plan};

/// A network as it stood at one moment of its training.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Epochs done; 0 is the initial network.
    pub epoch: usize,
    /// Steps done.
    pub step: usize,
    /// Mean loss over the sample of training rows; `None` if it is not finite.
    pub training_loss: Option<f64>,
    /// Score on the same rows ([`crate::task::Metric`]).
    pub training_score: f64,
    /// The hidden layers, from the input on.
    pub layers: Vec<HiddenLayer>,
    /// ‖∂loss/∂W‖ of each layer, the output layer last; `None` if it is not finite.
    pub gradient_norms: Vec<Option<f64>>,
    /// Gradient norm of the first layer over that of the last; `None` for 0/0, or if either is not
    /// finite. 0 says that nothing reaches the first layer.
    pub gradient_ratio: Option<f64>,
}

/// One hidden layer on the training rows. Shares are from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HiddenLayer {
    /// Its width.
    pub units: usize,
    /// Mean of the pre-activations over units × rows; `None` if it is not finite.
    pub mean: Option<f64>,
    /// Their variance; `None` if it is not finite.
    pub variance: Option<f64>,
    /// Share of results that are exactly 0, over results × rows.
    pub zeros: f64,
    /// Share of saturated values, over pre-activations × rows.
    pub saturated: f64,
    /// Number of dead units, on all training rows.
    pub dead_units: usize,
    /// How many of them were never seen active.
    pub born_dead: usize,
    /// When the others died, by rising step.
    pub deaths: Vec<Death>,
}

/// Units that died at one step, to the nearest look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// The step.
    pub step: usize,
    /// How many.
    pub units: usize,
}

impl Checkpoint {
    /// Share of all hidden units that are dead; `None` without hidden layers.
    #[must_use]
    pub fn dead(&self) -> Option<f64> {
        self.share(|layer| count(layer.dead_units))
    }

    /// Share of saturated values over all hidden units and rows; `None` without hidden layers.
    #[must_use]
    pub fn saturated(&self) -> Option<f64> {
        self.share(|layer| layer.saturated * count(layer.units))
    }

    /// Share of results that are exactly 0, over all hidden units and rows.
    #[must_use]
    pub fn zeros(&self) -> Option<f64> {
        self.share(|layer| layer.zeros * count(layer.units))
    }

    fn share(&self, part: impl Fn(&HiddenLayer) -> f64) -> Option<f64> {
        let units: usize = self.layers.iter().map(|layer| layer.units).sum();
        (units > 0).then(|| self.layers.iter().map(part).sum::<f64>() / count(units))
    }
}

/// The value if it is finite: JSON has no NaN.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[allow(clippy::cast_precision_loss)] // counts are far below 2⁵³
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}
