//! A stack of dense layers, forward and backward.
//!
//! Hidden layer l computes z = x·W + b, normalises it if asked to (`norm`), and passes on f(z), plus x in
//! a residual layer; the last layer passes on z itself, the outputs. All matrices are row-major: a batch
//! is rows × features, W is inputs × pre-activations. The parameters of all layers lie in one vector
//! ([`Shape`]), which makes an optimiser one loop.
//!
//! Backward is the chain rule, from the outputs' gradient δ that the loss leaves behind:
//! ∂W = xᵀ·δ, ∂b = column sums of δ, and for the layer below δ ← (δ·Wᵀ)⊙f′(z), plus δ itself past a
//! residual layer. The activation does its own part ([`LayerActivation`]), in place, with its stated value at
//! kinks. A [`Workspace`] holds all intermediate values, so that a
//! step of a function of single numbers allocates nothing.

mod norm;
mod shape;
mod workspace;

use crate::activation::LayerActivation;
use crate::matmul::{View, product};
use crate::random::Stream;
use crate::scalar::Scalar;
use nonlin_kernels::Draws;

pub use shape::{Layer, Shape};
pub(crate) use shape::{matched, parameters};
pub use workspace::Workspace;

/// A network: its shape, its parameters and the one activation of its hidden layers.
#[derive(Debug, Clone)]
pub struct Network<T> {
    /// The widths.
    pub shape: Shape,
    /// All parameters, laid out as [`Shape`] says.
    pub parameters: Vec<T>,
    /// The hidden layers' activation.
    pub activation: LayerActivation,
}

/// The random numbers of stochastic activations, in training: a pure function of the trial's seed, the
/// layer, the step and the place in the batch, the same for all candidates.
#[derive(Debug, Clone)]
pub struct Noise {
    seeds: Vec<u64>,
    /// The step, below 2³²; each has draws of its own.
    pub step: u64,
}

impl Noise {
    /// For a network of so many hidden layers, before the first step.
    #[must_use]
    pub fn new(seed: u64, layers: usize) -> Self {
        let seed = |l| Stream::new(seed, "noise", l as u64).below(u64::MAX);
        Self { seeds: (0..layers).map(seed).collect(), step: 0 }
    }

    fn draws(&self, l: usize) -> Draws {
        Draws { seed: self.seeds[l], first: self.step << 32 }
    }
}

impl<T: Scalar> Network<T> {
    /// One pass forward over `rows` rows of `x` (rows × inputs), leaving the values of every layer in the
    /// workspace; in training mode with `noise`, else in evaluation mode.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn forward(&self, x: &[T], rows: usize, noise: Option<&Noise>, work: &mut Workspace<T>) {
        self.pass(x, rows, noise, work, true);
    }

    /// As [`Self::forward`] in evaluation mode, for results alone: [`Self::backward`] can't follow.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn predict(&self, x: &[T], rows: usize, work: &mut Workspace<T>) {
        self.pass(x, rows, None, work, false);
    }

    fn pass(
        &self,
        x: &[T],
        rows: usize,
        noise: Option<&Noise>,
        work: &mut Workspace<T>,
        returns: bool,
    ) {
        for (l, layer) in self.shape.layers().iter().enumerate() {
            let z = &mut work.layers[l].z[..rows * layer.row];
            let bias = &self.parameters[layer.bias.clone()];
            if !bias.is_empty() {
                for row in z.chunks_exact_mut(layer.row) {
                    row[..bias.len()].copy_from_slice(bias);
                }
            }
            self.multiply(l, x, rows, work);
            let (below, above) = work.layers.split_at_mut(l);
            let input = below.last().map_or(x, |b| b.passed(rows));
            let own = &mut above[0];
            let z = &mut own.z[..rows * layer.row];
            if !layer.norm.is_empty() {
                let parameters = &self.parameters[layer.norm.clone()];
                norm::forward(z, layer.row, parameters, &mut own.normal, &mut own.inverse);
            }
            if l + 1 == self.shape.layers().len() {
                continue;
            }
            self.activation.place(&self.parameters[layer.activation.clone()], z, layer.units);
            let y = &mut own.y[..rows * layer.outputs];
            let draws = noise.map(|noise| noise.draws(l));
            let slopes = if returns { rows * layer.outputs } else { 0 };
            let slope = own.slope.get_mut(..slopes).unwrap_or_default();
            self.activation.forward(z, y, slope, rows, layer.units, draws);
            if layer.residual {
                let sum = own.sum.iter_mut().zip(&*y).zip(input);
                sum.for_each(|((sum, &y), &x)| *sum = y + x);
            }
        }
    }

    /// One pass backward after [`Self::forward`] on the same rows with the same noise, from the outputs'
    /// gradient that the loss left in the workspace; sets `work.gradient`, or adds to it with
    /// `accumulate`.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn backward(
        &self,
        x: &[T],
        rows: usize,
        noise: Option<&Noise>,
        work: &mut Workspace<T>,
        accumulate: bool,
    ) {
        let last = self.shape.layers().len() - 1;
        for (l, layer) in self.shape.layers().iter().enumerate().rev() {
            let (below, above) = work.layers.split_at_mut(l);
            let own = &mut above[0];
            let gradient = &mut work.gradient;
            if !accumulate {
                gradient[layer.bias.start..layer.activation.end].fill(T::ZERO);
            }
            if layer.residual
                && let Some(lower) = below.last_mut()
            {
                let count = rows * layer.outputs;
                lower.arriving(count).copy_from_slice(own.arriving(count));
            }
            let z = &own.z[..rows * layer.row];
            let delta = &mut own.delta[..rows * layer.row];
            if l < last {
                let y = &own.y[..rows * layer.outputs];
                let up = own.up.get(..rows * layer.outputs).unwrap_or(&[]);
                let draws = noise.map(|noise| noise.draws(l));
                let slope = own.slope.get(..rows * layer.outputs).unwrap_or(&[]);
                self.activation.backward([z, y, slope], up, delta, rows, layer.units, draws);
                let parameters = &mut gradient[layer.activation.clone()];
                self.activation.gather(delta, parameters, layer.units);
            }
            if !layer.norm.is_empty() {
                let parameters = &self.parameters[layer.norm.clone()];
                let by_own = &mut gradient[layer.norm.clone()];
                norm::backward(delta, layer.row, parameters, &own.normal, &own.inverse, by_own);
            }
            let bias = &mut gradient[layer.bias.clone()];
            if !bias.is_empty() {
                for row in delta.chunks_exact(layer.row) {
                    for (sum, &d) in bias.iter_mut().zip(row) {
                        *sum += d;
                    }
                }
            }
            self.multiply_back(l, x, rows, work, accumulate);
        }
    }

    /// The matrix products of a pass forward and backward alone, on whatever the workspace holds: what the
    /// rest of a step is measured against.
    #[doc(hidden)]
    pub fn products(&self, x: &[T], rows: usize, work: &mut Workspace<T>) {
        for l in 0..self.shape.layers().len() {
            self.multiply(l, x, rows, work);
        }
        for l in (0..self.shape.layers().len()).rev() {
            self.multiply_back(l, x, rows, work, false);
        }
    }

    /// z = x·W, or z += x·W where there is a bias, of layer `l`.
    fn multiply(&self, l: usize, x: &[T], rows: usize, work: &mut Workspace<T>) {
        let layer = &self.shape.layers()[l];
        let (below, above) = work.layers.split_at_mut(l);
        let input = below.last().map_or(x, |b| b.passed(rows));
        let (input, z) = (View::new(input, rows, layer.inputs), &mut above[0].z);
        let z = &mut z[..rows * layer.row];
        product(input, self.weights(layer), z, layer.row, !layer.bias.is_empty());
    }

    /// ∂W = xᵀ·δ of layer `l`, and δ·Wᵀ for the layer below.
    fn multiply_back(
        &self,
        l: usize,
        x: &[T],
        rows: usize,
        work: &mut Workspace<T>,
        accumulate: bool,
    ) {
        let layer = &self.shape.layers()[l];
        let (below, above) = work.layers.split_at_mut(l);
        let delta = &above[0].delta[..rows * layer.row];
        let delta = View::strided(delta, rows, layer.pre_activations, layer.row);
        let input = below.last().map_or(x, |b| b.passed(rows));
        product(
            View::new(input, rows, layer.inputs).transposed(),
            delta,
            &mut work.gradient[layer.weights.clone()],
            layer.pre_activations,
            accumulate,
        );
        if let Some(lower) = below.last_mut() {
            let arriving = lower.arriving(rows * layer.inputs);
            let weights = self.weights(layer).transposed();
            product(delta, weights, arriving, layer.inputs, layer.residual);
        }
    }

    fn weights(&self, layer: &Layer) -> View<'_, T> {
        View::new(&self.parameters[layer.weights.clone()], layer.inputs, layer.pre_activations)
    }
}
