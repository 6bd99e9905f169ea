//! Networks as they start: signals forward and gradients backward through layers of random weights.
//!
//! Plain loops over f64, with nothing of the laboratory's network in it, so that the two check each other.

use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_properties::depth::{Layer as Expected, MeanField, Scale};
use rayon::prelude::*;

use super::{count, root_mean_square};
use crate::error::LessonError;

/// Layers of equal width without biases.
#[derive(Debug, Clone, Copy)]
pub struct Deep {
    /// Hidden layers.
    pub depth: usize,
    /// Units of each, and inputs.
    pub width: usize,
    /// σ_w: the weights' standard deviation times √width.
    pub sigma_w: f64,
    /// Random inputs, each coordinate from N(0, 1).
    pub rows: usize,
}

/// What one layer of one random network did.
#[derive(Debug, Clone, Copy)]
pub struct Layer {
    /// Root mean square of the activations, over rows and units.
    pub activation: f64,
    /// Root mean square of the gradient at the pre-activations, over rows and units; the last layer's
    /// outputs have a random gradient from N(0, 1).
    pub gradient: f64,
    /// Share of activations that are 0.
    pub zeros: f64,
}

impl Deep {
    /// So many networks, each with its own random numbers, on all threads.
    pub fn networks(self, function: &Activation, networks: usize) -> Vec<Vec<Layer>> {
        (0..networks as u64).into_par_iter().map(|seed| self.pass(function, seed)).collect()
    }

    /// The same without the way back, which takes half of the time: no gradients.
    pub fn activations(self, function: &Activation, networks: usize) -> Vec<Vec<Layer>> {
        let kernel = Kernel::new(function);
        let forward = |seed| self.forward(&kernel, seed).layers;
        (0..networks as u64).into_par_iter().map(forward).collect()
    }

    /// What mean-field theory says of each layer of such networks, if they were infinitely wide; NaN from
    /// where it knows no more, and gradients that would have to come from there.
    pub fn theory(self, function: &Activation) -> Result<Vec<Expected>, LessonError> {
        let mut field = MeanField::new(function.expression(), function.derivative(), &[])?;
        let scale = Scale { sigma_w: self.sigma_w, sigma_b: 0.0 };
        let mut layers = field.layers(scale, 1.0, self.depth);
        if layers.len() < self.depth {
            let unknown = f64::NAN;
            layers.iter_mut().for_each(|own| own.gradient = unknown);
            let [length, second_moment, chi, decay, gradient] = [unknown; 5];
            layers.resize(self.depth, Expected { length, second_moment, chi, decay, gradient });
        }
        Ok(layers)
    }

    /// Draws a network and follows the rows through it and back.
    pub fn pass(self, function: &Activation, seed: u64) -> Vec<Layer> {
        let Self { depth, width, rows, .. } = self;
        let Signals { mut layers, weights, slopes } = self.forward(&Kernel::new(function), seed);
        let mut draw = Stream::new(seed, "lesson gradient", 0);
        let mut delta: Vec<f64> = (0..rows * width).map(|_| draw.normal()).collect();
        for l in (0..depth).rev() {
            for (delta, slope) in delta.iter_mut().zip(&slopes[l]) {
                *delta *= slope;
            }
            layers[l].gradient = root_mean_square(&delta);
            delta = product(&delta, &transposed(&weights[l], width), rows, width);
        }
        layers
    }

    /// The way through a network, and what the way back needs.
    fn forward(self, kernel: &Kernel, seed: u64) -> Signals {
        let Self { depth, width, sigma_w, rows } = self;
        let deviation = sigma_w / count(width).sqrt();
        let mut draw = Stream::new(seed, "lesson inputs", 0);
        let mut x: Vec<f64> = (0..rows * width).map(|_| draw.normal()).collect();
        let (mut weights, mut slopes, mut layers) = (Vec::new(), Vec::new(), Vec::new());
        for l in 0..depth {
            let mut draw = Stream::new(seed, "lesson weights", l as u64);
            let matrix: Vec<f64> = (0..width * width).map(|_| deviation * draw.normal()).collect();
            let z = product(&x, &matrix, rows, width);
            let mut slope = vec![0.0; z.len()];
            kernel.value_and_derivative(&z, &mut x, &mut slope);
            let zeros = x.iter().filter(|&&y| y == 0.0).count();
            layers.push(Layer {
                activation: root_mean_square(&x),
                gradient: f64::NAN,
                zeros: count(zeros) / count(x.len()),
            });
            weights.push(matrix);
            slopes.push(slope);
        }
        Signals { layers, weights, slopes }
    }
}

/// What a network did on the way through: its layers, and each one's weights and slopes.
struct Signals {
    layers: Vec<Layer>,
    weights: Vec<Vec<f64>>,
    slopes: Vec<Vec<f64>>,
}

/// rows × width times width × width.
fn product(x: &[f64], matrix: &[f64], rows: usize, width: usize) -> Vec<f64> {
    let mut result = vec![0.0; rows * width];
    for (row, out) in x.chunks_exact(width).zip(result.chunks_exact_mut(width)) {
        for (value, line) in row.iter().zip(matrix.chunks_exact(width)) {
            for (out, weight) in out.iter_mut().zip(line) {
                *out += value * weight;
            }
        }
    }
    result
}

fn transposed(matrix: &[f64], width: usize) -> Vec<f64> {
    let mut result = vec![0.0; matrix.len()];
    for (i, line) in matrix.chunks_exact(width).enumerate() {
        for (j, weight) in line.iter().enumerate() {
            result[j * width + i] = *weight;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::proof::function;

    /// For `ReLU` at σ_w = √2 theory says 1 for every layer's E[z²] and for χ, so activations keep a mean square
    /// of 1 and gradients theirs (He et al. 2015).
    #[test]
    fn relu_keeps_its_signals_where_theory_says_so() {
        let deep = Deep { depth: 6, width: 200, sigma_w: 2.0_f64.sqrt(), rows: 50 };
        let relu = function("relu").unwrap();
        let layers: Vec<Vec<Layer>> = (0..8).map(|seed| deep.pass(&relu, seed)).collect();
        let mean = |part: fn(&Layer) -> f64, l: usize| {
            layers.iter().map(|own| part(&own[l])).sum::<f64>() / 8.0
        };
        assert!((mean(|l| l.activation, 5) - 1.0).abs() < 0.15);
        assert!((mean(|l| l.gradient, 0) / mean(|l| l.gradient, 5) - 1.0).abs() < 0.2);
        assert!((mean(|l| l.zeros, 3) - 0.5).abs() < 0.05);
    }

    /// E[exp(√q·z)²] = exp(2q) grows out of all bounds within a few layers.
    #[test]
    fn theory_says_where_it_ends() {
        let deep = Deep { depth: 9, width: 4, sigma_w: 1.0, rows: 1 };
        let theory = deep.theory(&function("exp(x)").unwrap()).unwrap();
        assert_eq!(theory.len(), 9);
        assert!((theory[0].second_moment / 2.0_f64.exp() - 1.0).abs() < 1e-9);
        assert!(theory[8].second_moment.is_nan() && theory[0].gradient.is_nan());
        let theory = deep.theory(&function("relu").unwrap()).unwrap();
        assert!((theory[0].gradient - 0.5_f64.powi(8)).abs() < 1e-12);
    }
}
