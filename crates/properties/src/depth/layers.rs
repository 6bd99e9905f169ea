//! A network of finite depth: lengths and expected gradients layer by layer, and where it starts.

use super::{MeanField, Scale};

/// A usual way to draw weights: uniform or normal with this variance times 1/fan_in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Initialisation {
    /// Its name: `lecun`, `glorot`, `he`, `uniform`.
    pub name: &'static str,
    /// σ_w², for layers of equal width.
    pub weight_variance: f64,
}

impl Initialisation {
    /// σ_w.
    #[must_use]
    pub fn sigma_w(self) -> f64 {
        self.weight_variance.sqrt()
    }
}

/// The usual ways. `uniform` is U(±1/√fan_in), the default of PyTorch's `Linear`.
pub const INITIALISATIONS: [Initialisation; 4] = [
    Initialisation { name: "lecun", weight_variance: 1.0 },
    Initialisation { name: "glorot", weight_variance: 1.0 },
    Initialisation { name: "he", weight_variance: 2.0 },
    Initialisation { name: "uniform", weight_variance: 1.0 / 3.0 },
];

/// One layer of a wide network, in expectation over its initialisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layer {
    /// The variance of its pre-activations.
    pub length: f64,
    /// E\[f²\]: the mean square of its activations.
    pub second_moment: f64,
    /// χ: the squared gradient's factor through the layer.
    pub chi: f64,
    /// The product of χ from the first layer to this one.
    pub decay: f64,
    /// The expected squared gradient at its pre-activations beside the last layer's: the product of χ
    /// from this layer to the last but one.
    pub gradient: f64,
}

impl MeanField {
    /// The first `depth` layers of a network whose inputs have the mean square `input`; fewer where a
    /// moment is infinite or undefined.
    pub fn layers(&mut self, scale: Scale, input: f64, depth: usize) -> Vec<Layer> {
        let mut layers = Vec::new();
        let (mut square, mut decay) = (input, 1.0);
        for _ in 0..depth {
            let length = scale.map(square);
            let (Some(activation), Some(chi)) =
                (self.second_moment(length), self.chi(scale, length))
            else {
                break;
            };
            square = activation;
            decay *= chi;
            layers.push(Layer { length, second_moment: square, chi, decay, gradient: 1.0 });
        }
        let mut gradient = 1.0;
        for layer in layers.iter_mut().rev().skip(1) {
            gradient *= layer.chi;
            layer.gradient = gradient;
        }
        layers
    }

    fn second_moment(&mut self, length: f64) -> Option<f64> {
        let unit = Scale { sigma_w: 1.0, sigma_b: 0.0 };
        self.length(unit, length)
    }
}

/// The weights' standard deviation for a fan-in, given σ_w (a gain): σ_w/√fan_in.
#[must_use]
pub fn weight_deviation(sigma_w: f64, fan_in: usize) -> f64 {
    sigma_w / (fan_in as f64).sqrt()
}

/// The probability that a network of `depth` hidden layers of `width` units has a layer whose every
/// activation is 0 for a given input, where each is with probability `zero` independently: for `ReLU`
/// with symmetric weights and no biases, `zero` is 1/2. Such a network is born dead if the input stands
/// for all (Lu et al., *Dying ReLU and initialization*, 2020).
#[must_use]
pub fn born_dead(zero: f64, width: u32, depth: u32) -> f64 {
    let layer = libm::pow(zero, f64::from(width));
    -libm::expm1(f64::from(depth) * libm::log1p(-layer))
}
