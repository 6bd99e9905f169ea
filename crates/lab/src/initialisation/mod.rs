//! Initial parameters.
//!
//! Weights are z·σ with z ~ N(0, 1), biases 0. The z of a layer come from a stream of the seed and the
//! layer alone: for one seed all candidates start from the same directions, and differ by σ only. (A
//! gated unit has more weights in a layer than its rivals, and so directions of its own.)
//!
//! With inputs of mean square q, the pre-activations of a layer have variance fan-in · σ² · q. The data
//! is standardised (q = 1), and a hidden layer passes on q = E\[f(z)²\] when its own pre-activations
//! have variance 1. So σ = 1/√fan-in keeps the first layer at variance 1, and σ = gain/√fan-in with
//! gain = 1/√E\[f²\] each hidden layer after it. This is He et al. (2015) with the function's own
//! moment in place of `ReLU`'s ½. The output layer, after which there is no activation, has gain 1.

mod orthogonal;
mod scale;

use crate::network::{Layer, Network, Shape};
use crate::random::Stream;
use crate::scalar::Scalar;
use serde::{Deserialize, Serialize};

pub use scale::{EdgePoint, Scale};

/// How the initial weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initialisation {
    /// Each activation's own gain, 1/√E\[f(z)²\], for a layer that reads the activation's output.
    Gain,
    /// σ = √(2/fan-in) in every hidden layer, for all candidates alike (He et al. 2015).
    He,
    /// σ = √(2/(fan-in + fan-out)) in every layer, for all candidates alike (Glorot, Bengio 2010).
    Xavier,
    /// Orthonormal columns (or rows, where there are fewer), scaled to the mean square of
    /// [`Self::Gain`]'s weights (Saxe, McClelland, Ganguli 2014). Made from the same directions.
    Orthogonal,
    /// On the edge of chaos: σ_w/√fan-in in the hidden layers, with the σ_w at which, for this σ_b, the
    /// gradient neither vanishes nor explodes with depth (Poole et al. 2016); biases of deviation σ_b.
    /// An activation without such a point starts as with [`Self::Gain`], and its record says so.
    EdgeOfChaos {
        /// σ_b ≥ 0.
        sigma_b: f64,
    },
}

impl Initialisation {
    /// What is wrong with the constants, if anything.
    #[must_use]
    pub fn fault(&self, bias: bool) -> Option<String> {
        match *self {
            Self::EdgeOfChaos { sigma_b } if !(sigma_b >= 0.0 && sigma_b.is_finite()) => {
                Some(format!("has sigma_b {sigma_b}; it must be 0 or more"))
            }
            Self::EdgeOfChaos { sigma_b } if sigma_b > 0.0 && !bias => {
                Some(format!("has sigma_b {sigma_b}, but the network no biases; give 0"))
            }
            _ => None,
        }
    }

    /// σ of layer `l`'s weights, a root mean square for orthogonal ones.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // widths are far below 2⁵³
    pub fn sigma(self, shape: &Shape, l: usize, scale: &Scale) -> f64 {
        let layer = &shape.layers()[l];
        let fan_in = layer.inputs as f64;
        let hidden = l < shape.hidden().len();
        match (self, scale.edge) {
            (Self::He, _) if hidden => (2.0 / fan_in).sqrt(),
            (Self::Xavier, _) => (2.0 / (fan_in + layer.pre_activations as f64)).sqrt(),
            (Self::EdgeOfChaos { .. }, Some(edge)) if hidden => edge.sigma_w / fan_in.sqrt(),
            (Self::Gain | Self::Orthogonal | Self::EdgeOfChaos { .. }, _) if hidden && l > 0 => {
                scale.gain.unwrap_or(1.0) / fan_in.sqrt()
            }
            _ => 1.0 / fan_in.sqrt(),
        }
    }

    /// Sets the parameters of a network.
    pub fn apply<T: Scalar>(self, network: &mut Network<T>, scale: &Scale, seed: u64) {
        let Network { shape, parameters, activation } = network;
        parameters.clear();
        parameters.resize(shape.parameters(), T::ZERO);
        for (l, layer) in shape.layers().iter().enumerate() {
            let sigma = self.sigma(shape, l, scale);
            let mut stream = Stream::new(seed, "weights", l as u64);
            let weights = &mut parameters[layer.weights.clone()];
            if self == Self::Orthogonal {
                let mut drawn: Vec<f64> = weights.iter().map(|_| stream.normal()).collect();
                orthogonal::orthogonalise(&mut drawn, layer.pre_activations, parts(layer));
                for (weight, drawn) in weights.iter_mut().zip(drawn) {
                    *weight = T::from_f64(drawn * sigma);
                }
            } else {
                for weight in weights {
                    *weight = T::from_f64(stream.normal() * sigma);
                }
            }
            if let (Self::EdgeOfChaos { sigma_b }, Some(_)) = (self, scale.edge)
                && sigma_b > 0.0
                && l < shape.hidden().len()
            {
                let mut stream = Stream::new(seed, "biases", l as u64);
                for bias in &mut parameters[layer.bias.clone()] {
                    *bias = T::from_f64(stream.normal() * sigma_b);
                }
            }
            let scales = layer.norm.len() / 2;
            parameters[layer.norm.clone()][..scales].fill(T::ONE);
            let own = &mut parameters[layer.activation.clone()];
            for (part, trained) in own
                .chunks_exact_mut(trained_each(layer, activation.trained().len()))
                .zip(activation.trained())
            {
                part.fill(T::from_f64(trained.initial));
            }
        }
    }
}

/// How many blocks of columns a layer's weights have: the parts of a gated unit.
fn parts(layer: &Layer) -> usize {
    layer.pre_activations / layer.units.max(1)
}

/// Values of each trained parameter in a layer.
fn trained_each(layer: &Layer, trained: usize) -> usize {
    (layer.activation.len() / trained.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::LayerActivation;
    use crate::spec::{ActivationSpec, NetworkSpec, TrainParameters};

    fn scale(gain: f64) -> Scale {
        Scale { gain: Some(gain), ..Scale::default() }
    }

    fn drawn(
        initialisation: Initialisation,
        function: &str,
        hidden: &[usize],
        scale: &Scale,
        seed: u64,
    ) -> Network<f64> {
        let spec = ActivationSpec::new(function);
        let activation = LayerActivation::new(&spec, TrainParameters::Channel).expect("known");
        let shape = Shape::new(100, &NetworkSpec::dense(hidden), &activation, 10);
        let mut network = Network { shape, parameters: Vec::new(), activation };
        initialisation.apply(&mut network, scale, seed);
        network
    }

    #[test]
    fn candidates_share_directions_up_to_the_gain() {
        for initialisation in [Initialisation::Gain, Initialisation::Orthogonal] {
            let one = drawn(initialisation, "relu", &[30, 40], &scale(1.0), 9);
            let two = drawn(initialisation, "tanh", &[30, 40], &scale(2.0), 9);
            for (l, layer) in one.shape.layers().iter().enumerate() {
                let ratio = if l == 1 { 2.0 } else { 1.0 };
                for i in layer.weights.clone() {
                    assert_eq!(one.parameters[i] * ratio, two.parameters[i], "layer {l}");
                }
                assert!(one.parameters[layer.bias.clone()].iter().all(|&b| b == 0.0));
            }
            let other = drawn(initialisation, "relu", &[30, 40], &scale(1.0), 10);
            assert_ne!(one.parameters, other.parameters);
        }
    }

    #[test]
    fn widths_of_the_distributions() {
        let edge = EdgePoint { sigma_w: 1.3, sigma_b: 0.2, length: 0.5 };
        let scale = Scale { gain: Some(1.5), edge: Some(edge), ..Scale::default() };
        let without = Scale { edge: None, ..scale };
        let chaos = Initialisation::EdgeOfChaos { sigma_b: 0.2 };
        let root = |n: f64| 1.0 / n.sqrt();
        let gains = [0.1, 1.5 * root(200.0), root(300.0)];
        for (initialisation, scale, expected, biases) in [
            (Initialisation::Gain, scale, gains, 0.0),
            (Initialisation::He, scale, [0.02_f64.sqrt(), 0.1, root(300.0)], 0.0),
            (
                Initialisation::Xavier,
                scale,
                [300.0, 500.0, 310.0].map(|n: f64| (2.0 / n).sqrt()),
                0.0,
            ),
            (Initialisation::Orthogonal, scale, gains, 0.0),
            (chaos, scale, [0.13, 1.3 * root(200.0), root(300.0)], 0.2),
            (chaos, without, gains, 0.0),
        ] {
            let network = drawn(initialisation, "relu", &[200, 300], &scale, 1);
            let deviation = |range: std::ops::Range<usize>| {
                let n = range.len() as f64;
                (network.parameters[range].iter().map(|w| w * w).sum::<f64>() / n).sqrt()
            };
            for (l, expected) in expected.into_iter().enumerate() {
                let layer = &network.shape.layers()[l];
                let sigma = deviation(layer.weights.clone());
                // The sampled σ is off by 1/√(2n), 1.3 % at n = 3,000; five of that.
                let bound = 5.0 / (2.0 * layer.weights.len() as f64).sqrt();
                assert!((sigma / expected - 1.0).abs() < bound, "{initialisation:?} {l}: {sigma}");
                let bias = deviation(layer.bias.clone());
                let expected = if l < 2 { biases } else { 0.0 };
                assert!(
                    (bias - expected).abs() <= 0.25 * expected,
                    "{initialisation:?} {l}: {bias}"
                );
            }
        }
    }

    #[test]
    fn what_is_trained_starts_at_its_value() {
        let network = drawn(Initialisation::Gain, "prelu", &[3, 4], &scale(1.0), 1);
        let layers = network.shape.layers();
        assert_eq!(network.parameters[layers[0].activation.clone()], [0.25; 3]);
        assert_eq!(network.parameters[layers[1].activation.clone()], [0.25; 4]);
        assert!(layers[2].activation.is_empty());
    }
}
