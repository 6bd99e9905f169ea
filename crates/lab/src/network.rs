//! A stack of dense layers, forward and backward.
//!
//! Layer l computes z = x·W + b, and passes f(z) on; the last layer passes z itself (the logits). All
//! matrices are row-major: a batch is rows × features, W is inputs × outputs. The parameters of all
//! layers lie in one vector (W then b, layer by layer), which makes an optimiser one loop.
//!
//! Backward is the chain rule, from the logits' gradient δ that the loss leaves behind:
//! ∂W = xᵀ·δ, ∂b = column sums of δ, and for the layer below δ ← (δ·Wᵀ)⊙f′(z). The f′ comes from the
//! activation's kernel, with its stated value at kinks. A [`Workspace`] holds all intermediate
//! values, so that a step allocates nothing.

use crate::matmul::{View, product};
use crate::scalar::Scalar;
use nonlin_kernels::Kernel;
use std::ops::Range;

/// The widths of a network: inputs, hidden layers, outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    widths: Vec<usize>,
}

impl Shape {
    /// Widths from the inputs over the hidden layers to the outputs.
    #[must_use]
    pub fn new(inputs: usize, hidden: &[usize], outputs: usize) -> Self {
        let mut widths = vec![inputs];
        widths.extend_from_slice(hidden);
        widths.push(outputs);
        Self { widths }
    }

    /// Number of layers with weights: the hidden layers and the output layer.
    #[must_use]
    pub fn layers(&self) -> usize {
        self.widths.len() - 1
    }

    /// Inputs of layer `l` (its fan-in), `l` from 0.
    #[must_use]
    pub fn inputs(&self, l: usize) -> usize {
        self.widths[l]
    }

    /// Outputs of layer `l` (its fan-out).
    #[must_use]
    pub fn outputs(&self, l: usize) -> usize {
        self.widths[l + 1]
    }

    /// Number of parameters of all layers.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.start(self.layers())
    }

    /// Where layer `l`'s weights lie in the parameter vector: inputs × outputs, row-major.
    #[must_use]
    pub fn weights(&self, l: usize) -> Range<usize> {
        let start = self.start(l);
        start..start + self.inputs(l) * self.outputs(l)
    }

    /// Where layer `l`'s biases lie in the parameter vector.
    #[must_use]
    pub fn bias(&self, l: usize) -> Range<usize> {
        let start = self.weights(l).end;
        start..start + self.outputs(l)
    }

    fn start(&self, l: usize) -> usize {
        self.widths.windows(2).take(l).map(|w| (w[0] + 1) * w[1]).sum()
    }
}

/// A network: its shape, its parameters and the one activation of its hidden layers.
#[derive(Debug, Clone)]
pub struct Network<T> {
    /// The widths.
    pub shape: Shape,
    /// All weights and biases, laid out as [`Shape`] says.
    pub parameters: Vec<T>,
    /// The hidden layers' activation.
    pub kernel: Kernel,
}

/// What one pass over up to `rows` rows needs; made once, used for every step.
#[derive(Debug, Clone)]
pub struct Workspace<T> {
    layers: Vec<Buffers<T>>,
    /// Gradient of the loss, laid out as the parameters.
    pub gradient: Vec<T>,
}

/// One layer's values, each rows × outputs.
#[derive(Debug, Clone)]
struct Buffers<T> {
    /// Pre-activations z; the logits in the last layer.
    z: Vec<T>,
    /// f(z); empty in the last layer.
    y: Vec<T>,
    /// f′(z); empty in the last layer.
    slope: Vec<T>,
    /// ∂loss/∂z.
    delta: Vec<T>,
}

impl<T: Scalar> Workspace<T> {
    /// For passes over at most `rows` rows.
    #[must_use]
    pub fn new(shape: &Shape, rows: usize) -> Self {
        let layer = |l| {
            let all = vec![T::ZERO; rows * shape.outputs(l)];
            let hidden = if l + 1 < shape.layers() { all.clone() } else { Vec::new() };
            Buffers { z: all.clone(), y: hidden.clone(), slope: hidden, delta: all }
        };
        Self {
            layers: (0..shape.layers()).map(layer).collect(),
            gradient: vec![T::ZERO; shape.parameters()],
        }
    }

    /// Pre-activations of layer `l` after a forward pass over `count / outputs(l)` rows.
    #[must_use]
    pub fn z(&self, l: usize, count: usize) -> &[T] {
        &self.layers[l].z[..count]
    }

    /// Outputs f(z) of hidden layer `l`.
    #[must_use]
    pub fn y(&self, l: usize, count: usize) -> &[T] {
        &self.layers[l].y[..count]
    }

    /// Slopes f′(z) of hidden layer `l`, after [`Network::forward`].
    #[must_use]
    pub fn slope(&self, l: usize, count: usize) -> &[T] {
        &self.layers[l].slope[..count]
    }

    /// The logits (read) and the place of their gradient (to be written by the loss).
    pub fn logits_and_delta(&mut self, count: usize) -> (&[T], &mut [T]) {
        match self.layers.last_mut() {
            Some(last) => (&last.z[..count], &mut last.delta[..count]),
            None => (&[], &mut []),
        }
    }
}

impl<T: Scalar> Network<T> {
    /// One pass forward over `rows` rows of `x` (rows × inputs), leaving z, f(z) and f′(z) of every
    /// layer in the workspace.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn forward(&self, x: &[T], rows: usize, work: &mut Workspace<T>) {
        self.pass(x, rows, work, true);
    }

    /// As [`Self::forward`], without the slopes: for evaluation.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn predict(&self, x: &[T], rows: usize, work: &mut Workspace<T>) {
        self.pass(x, rows, work, false);
    }

    fn pass(&self, x: &[T], rows: usize, work: &mut Workspace<T>, slopes: bool) {
        let last = self.shape.layers() - 1;
        for l in 0..=last {
            let (inputs, outputs) = (self.shape.inputs(l), self.shape.outputs(l));
            let (below, above) = work.layers.split_at_mut(l);
            let input = below.last().map_or(x, |b| &b.y[..rows * inputs]);
            let layer = &mut above[0];
            let z = &mut layer.z[..rows * outputs];
            let bias = &self.parameters[self.shape.bias(l)];
            for row in z.chunks_exact_mut(outputs) {
                row.copy_from_slice(bias);
            }
            let weights = View::new(&self.parameters[self.shape.weights(l)], inputs, outputs);
            product(View::new(input, rows, inputs), weights, z, true);
            if l < last {
                let y = &mut layer.y[..rows * outputs];
                if slopes {
                    T::activate(&self.kernel, z, y, &mut layer.slope[..rows * outputs]);
                } else {
                    T::activate_value(&self.kernel, z, y);
                }
            }
        }
    }

    /// One pass backward after [`Self::forward`] on the same rows, from the logits' gradient that
    /// the loss left in the workspace; sets `work.gradient`, or adds to it with `accumulate`.
    ///
    /// # Panics
    /// If `x` is not rows × inputs or the workspace is too small.
    pub fn backward(&self, x: &[T], rows: usize, work: &mut Workspace<T>, accumulate: bool) {
        for l in (0..self.shape.layers()).rev() {
            let (inputs, outputs) = (self.shape.inputs(l), self.shape.outputs(l));
            let (below, above) = work.layers.split_at_mut(l);
            let delta = &above[0].delta[..rows * outputs];
            let input = below.last().map_or(x, |b| &b.y[..rows * inputs]);

            let bias = &mut work.gradient[self.shape.bias(l)];
            if !accumulate {
                bias.fill(T::ZERO);
            }
            for row in delta.chunks_exact(outputs) {
                for (sum, &d) in bias.iter_mut().zip(row) {
                    *sum += d;
                }
            }
            product(
                View::new(input, rows, inputs).transposed(),
                View::new(delta, rows, outputs),
                &mut work.gradient[self.shape.weights(l)],
                accumulate,
            );
            if let Some(lower) = below.last_mut() {
                let weights = View::new(&self.parameters[self.shape.weights(l)], inputs, outputs);
                let lower_delta = &mut lower.delta[..rows * inputs];
                product(View::new(delta, rows, outputs), weights.transposed(), lower_delta, false);
                for (d, &slope) in lower_delta.iter_mut().zip(&lower.slope[..rows * inputs]) {
                    *d *= slope;
                }
            }
        }
    }
}
