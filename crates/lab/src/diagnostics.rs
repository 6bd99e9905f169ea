//! A look inside a network: what its units do on the whole training set, and what gradient each
//! layer receives.
//!
//! - A unit is **dead** if f′ is exactly 0 on every training row. No correction passes through it, so
//!   its weights can no longer change (a step's units are all dead; a `ReLU` unit is dead when no row
//!   activates it).
//! - A value is **saturated** if |f′| is 0 or below 1 % of the activation's steepest slope
//!   ([`nonlin_properties::gaussian::slope_scale`]); the share is over units × rows. (Leaky `ReLU`'s slope of 0.01
//!   is at that border, and not saturated.)
//! - The **gradient norm** of a layer is the Euclidean norm of ∂(mean loss)/∂W over the training set,
//!   biases left out.

use crate::loss;
use crate::network::{Network, Workspace};
use crate::scalar::Scalar;
use serde::{Deserialize, Serialize};

/// A network as it stood at one moment of its training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Epochs done; 0 is the initial network.
    pub epoch: usize,
    /// Mean loss over the training rows; `None` if it is not finite.
    pub training_loss: Option<f64>,
    /// Share of the training rows that are classified correctly.
    pub training_accuracy: f64,
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
    /// Share of outputs that are exactly 0, over units × rows.
    pub zeros: f64,
    /// Share of saturated values, over units × rows.
    pub saturated: f64,
    /// Number of dead units.
    pub dead_units: usize,
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

    /// Share of outputs that are exactly 0, over all hidden units and rows.
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

/// Running sums of one layer over the chunks of the training set.
struct Tally {
    alive: Vec<bool>,
    zeros: usize,
    saturated: usize,
    sum: f64,
    sum_of_squares: f64,
}

impl Tally {
    fn add<T: Scalar>(&mut self, z: &[T], y: &[T], slope: &[T], threshold: f64) {
        let threshold = T::from_f64(threshold);
        let units = self.alive.len();
        for ((z, y), slope) in
            z.chunks_exact(units).zip(y.chunks_exact(units)).zip(slope.chunks_exact(units))
        {
            for (unit, alive) in self.alive.iter_mut().enumerate() {
                let flat = slope[unit] == T::ZERO;
                *alive |= !flat;
                self.saturated += usize::from(flat || slope[unit].abs() < threshold);
                self.zeros += usize::from(y[unit] == T::ZERO);
                let z = z[unit].to_f64();
                self.sum += z;
                self.sum_of_squares += z * z;
            }
        }
    }

    fn finish(&self, rows: usize) -> HiddenLayer {
        let units = self.alive.len();
        let values = count(units * rows);
        let mean = self.sum / values;
        HiddenLayer {
            units,
            mean: finite(mean),
            variance: finite((self.sum_of_squares / values - mean * mean).max(0.0))
                .filter(|_| mean.is_finite()),
            zeros: count(self.zeros) / values,
            saturated: count(self.saturated) / values,
            dead_units: self.alive.iter().filter(|&&alive| !alive).count(),
        }
    }
}

/// Looks inside a network after `epoch` epochs, on all rows of `features` (rows × inputs), `chunk`
/// rows at a time; `work` must hold `chunk` rows, and its gradient is overwritten.
///
/// # Panics
/// If the shapes do not fit the network's.
#[must_use]
pub fn inspect<T: Scalar>(
    network: &Network<T>,
    features: &[T],
    labels: &[u32],
    slope_scale: f64,
    epoch: usize,
    chunk: usize,
    work: &mut Workspace<T>,
) -> Checkpoint {
    let shape = &network.shape;
    let (inputs, last) = (shape.inputs(0), shape.layers() - 1);
    let classes = shape.outputs(last);
    let mut tallies: Vec<Tally> = (0..last)
        .map(|l| Tally {
            alive: vec![false; shape.outputs(l)],
            zeros: 0,
            saturated: 0,
            sum: 0.0,
            sum_of_squares: 0.0,
        })
        .collect();
    let (mut total, mut correct) = (0.0, 0);
    let chunks = features.chunks(chunk * inputs).zip(labels.chunks(chunk));
    for (i, (x, labels)) in chunks.enumerate() {
        let rows = labels.len();
        network.forward(x, rows, work);
        for (l, tally) in tallies.iter_mut().enumerate() {
            let n = rows * shape.outputs(l);
            tally.add(work.z(l, n), work.y(l, n), work.slope(l, n), 0.01 * slope_scale);
        }
        let (logits, delta) = work.logits_and_delta(rows * classes);
        let scale = 1.0 / count(features.len() / inputs);
        correct += loss::evaluate(logits, labels, classes).1;
        total += loss::softmax_cross_entropy(logits, labels, classes, scale, delta);
        network.backward(x, rows, work, i > 0);
    }
    let norm = |l: usize| {
        let weights = &work.gradient[shape.weights(l)];
        finite(weights.iter().map(|g| g.to_f64() * g.to_f64()).sum::<f64>().sqrt())
    };
    let gradient_norms: Vec<Option<f64>> = (0..=last).map(norm).collect();
    Checkpoint {
        epoch,
        training_loss: finite(total / count(labels.len())),
        training_accuracy: count(correct) / count(labels.len()),
        layers: tallies.iter().map(|tally| tally.finish(labels.len())).collect(),
        gradient_ratio: match (gradient_norms[0], gradient_norms[last]) {
            (Some(first), Some(last)) => finite(first / last),
            _ => None,
        },
        gradient_norms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Shape;
    use nonlin_catalogue::Activation;
    use nonlin_kernels::Kernel;
    use std::collections::BTreeMap;

    /// One input, two `ReLU` units, two classes; the second unit's bias of −10 keeps it off for all
    /// rows −1, 1, 2, and output weights of 0 make every prediction ½.
    #[test]
    fn a_small_network_by_hand() {
        let relu = Activation::resolve("relu", &BTreeMap::new()).expect("relu");
        let network = Network {
            shape: Shape::new(1, &[2], 2),
            parameters: vec![1.0_f64, 1.0, 0.0, -10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            kernel: Kernel::new(&relu),
        };
        let look = |chunk| {
            let mut work = Workspace::new(&network.shape, chunk);
            inspect(&network, &[-1.0, 1.0, 2.0], &[0, 1, 1], 1.0, 7, chunk, &mut work)
        };
        let seen = look(3);
        assert_eq!((seen.epoch, seen.layers.len()), (7, 1));
        let layer = &seen.layers[0];
        assert_eq!((layer.units, layer.dead_units), (2, 1));
        // f(z) and f′(z) are 0 for −1 in the first unit, for all three rows in the second.
        assert_eq!((layer.zeros, layer.saturated), (4.0 / 6.0, 4.0 / 6.0));
        // z is −1, 1, 2 and −11, −9, −8.
        assert_eq!(layer.mean, Some(-26.0 / 6.0));
        let variance: f64 = 272.0 / 6.0 - (26.0_f64 / 6.0).powi(2);
        assert!((layer.variance.expect("finite") - variance).abs() < 1e-12);
        assert!((seen.training_loss.expect("finite") - 2.0_f64.ln()).abs() < 1e-15);
        assert_eq!(seen.training_accuracy, 1.0 / 3.0, "a tie goes to the first class");
        // ∂W of the output layer is (1 + 2)·(½, −½)/3 for the first unit, 0 for the second; no gradient
        // comes through weights of 0.
        let norm = seen.gradient_norms[1].expect("finite");
        assert!((norm - 0.5_f64.sqrt()).abs() < 1e-15, "{norm}");
        assert_eq!((seen.gradient_norms[0], seen.gradient_ratio), (Some(0.0), Some(0.0)));
        assert_eq!((seen.dead(), seen.zeros()), (Some(0.5), Some(4.0 / 6.0)));
        assert_eq!(look(2), seen, "two chunks are one set");
        assert_eq!(look(1), seen);
    }

    /// |f′| of tanh at ±4 is 0.0013, at 0 it is 1; leaky `ReLU`'s 0.01 is not below 1 % of 1; a step
    /// is flat everywhere.
    #[test]
    fn what_counts_as_saturated() {
        for (function, shares) in [("tanh", 2.0 / 3.0), ("leaky_relu", 0.0), ("step", 1.0)] {
            let activation = Activation::resolve(function, &BTreeMap::new()).expect("known");
            let kernel = Kernel::new(&activation);
            let (value, derivative) = (activation.expression(), activation.derivative());
            let scale = nonlin_properties::gaussian::slope_scale(value, derivative).expect("small");
            let shape = Shape::new(1, &[1], 2);
            let network =
                Network { shape, parameters: vec![1.0_f32, 0.0, 0.5, -0.5, 0.0, 0.0], kernel };
            let mut work = Workspace::new(&network.shape, 3);
            let seen = inspect(&network, &[-4.0, 0.1, 4.0], &[0, 1, 0], scale, 0, 3, &mut work);
            assert_eq!(seen.saturated(), Some(shares), "{function}");
            assert_eq!(seen.layers[0].dead_units, usize::from(function == "step"));
        }
    }

    #[test]
    fn no_hidden_layers_no_shares() {
        let identity = Activation::resolve("identity", &BTreeMap::new()).expect("identity");
        let network = Network {
            shape: Shape::new(1, &[], 2),
            parameters: vec![0.0_f32; 4],
            kernel: Kernel::new(&identity),
        };
        let mut work = Workspace::new(&network.shape, 2);
        // With one row of 0 the only gradient is 0: the ratio is 0/0.
        let seen = inspect(&network, &[0.0], &[0], 1.0, 0, 2, &mut work);
        assert_eq!((seen.dead(), seen.gradient_ratio), (None, None));
    }
}
