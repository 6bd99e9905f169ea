//! Initial weights.
//!
//! Weights are z·σ with z ~ N(0, 1), biases 0. The z of a layer come from a stream of the seed and the
//! layer alone: for one seed all candidates start from the same directions, and differ by σ only.
//!
//! With inputs of mean square q, the pre-activations of a layer have variance fan-in · σ² · q. The data
//! is standardised (q = 1), and a hidden layer passes on q = E\[f(z)²\] when its own pre-activations
//! have variance 1. So σ = 1/√fan-in keeps the first layer at variance 1, and σ = gain/√fan-in with
//! gain = 1/√E\[f²\] each hidden layer after it. This is He et al. (2015) with the function's own
//! moment in place of `ReLU`'s ½. The output layer, after which there is no activation, has gain 1.

use crate::network::Shape;
use crate::random::Stream;
use crate::scalar::Scalar;
use serde::{Deserialize, Serialize};

/// How wide the initial weights are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initialisation {
    /// Each activation's own gain, 1/√E\[f(z)²\], for a layer that reads the activation's output.
    Gain,
    /// σ = √(2/fan-in) in every hidden layer, for all candidates alike (He et al. 2015).
    He,
    /// σ = √(2/(fan-in + fan-out)) in every layer, for all candidates alike (Glorot, Bengio 2010).
    Xavier,
}

impl Initialisation {
    /// σ of layer `l`; `gain` is the activation's own.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // widths are far below 2⁵³
    pub fn sigma(self, shape: &Shape, l: usize, gain: f64) -> f64 {
        let fan_in = shape.inputs(l) as f64;
        let hidden = l + 1 < shape.layers();
        match self {
            Self::Gain if hidden && l > 0 => gain / fan_in.sqrt(),
            Self::He if hidden => (2.0 / fan_in).sqrt(),
            Self::Xavier => (2.0 / (fan_in + shape.outputs(l) as f64)).sqrt(),
            Self::Gain | Self::He => 1.0 / fan_in.sqrt(),
        }
    }

    /// The parameters of a network, laid out as [`Shape`] says.
    #[must_use]
    pub fn parameters<T: Scalar>(self, shape: &Shape, gain: f64, seed: u64) -> Vec<T> {
        let mut parameters = vec![T::ZERO; shape.parameters()];
        for l in 0..shape.layers() {
            let sigma = self.sigma(shape, l, gain);
            let mut stream = Stream::new(seed, "weights", l as u64);
            for weight in &mut parameters[shape.weights(l)] {
                *weight = T::from_f64(stream.normal() * sigma);
            }
        }
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_share_directions_up_to_the_gain() {
        let shape = Shape::new(20, &[30, 40], 5);
        let one: Vec<f64> = Initialisation::Gain.parameters(&shape, 1.0, 9);
        let two: Vec<f64> = Initialisation::Gain.parameters(&shape, 2.0, 9);
        for l in 0..3 {
            let ratio = if l == 1 { 2.0 } else { 1.0 };
            for i in shape.weights(l) {
                assert_eq!(one[i] * ratio, two[i], "layer {l}");
            }
            assert!(one[shape.bias(l)].iter().all(|&b| b == 0.0));
        }
        let other: Vec<f64> = Initialisation::Gain.parameters(&shape, 1.0, 10);
        assert_ne!(one, other);
        assert_ne!(one[shape.weights(0)][..100], one[shape.weights(1)][..100]);
    }

    #[test]
    fn widths_of_the_distributions() {
        let shape = Shape::new(100, &[200, 300], 10);
        let gain = 1.5;
        for (initialisation, expected) in [
            (Initialisation::Gain, [0.1, 1.5 / 200_f64.sqrt(), 1.0 / 300_f64.sqrt()]),
            (Initialisation::He, [0.02_f64.sqrt(), 0.1, 1.0 / 300_f64.sqrt()]),
            (Initialisation::Xavier, [300.0, 500.0, 310.0].map(|n: f64| (2.0 / n).sqrt())),
        ] {
            let parameters: Vec<f64> = initialisation.parameters(&shape, gain, 1);
            for (l, expected) in expected.into_iter().enumerate() {
                let weights = &parameters[shape.weights(l)];
                let n = weights.len() as f64;
                let sigma = (weights.iter().map(|w| w * w).sum::<f64>() / n).sqrt();
                // The sampled σ is off by 1/√(2n), 1.3 % at n = 3,000; five of that.
                let bound = 5.0 / (2.0 * n).sqrt();
                assert!((sigma / expected - 1.0).abs() < bound, "{initialisation:?} {l}: {sigma}");
            }
        }
    }
}
