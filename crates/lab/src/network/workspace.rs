//! What one pass through a network needs.

use super::Shape;
use crate::activation::LayerActivation;
use crate::scalar::Scalar;

/// The intermediate values of a pass over up to so many rows; made once, used for every step.
#[derive(Debug, Clone)]
pub struct Workspace<T> {
    pub(super) layers: Vec<Buffers<T>>,
    /// Gradient of the loss, laid out as the parameters.
    pub gradient: Vec<T>,
}

/// One layer's values, each rows × its width; empty where the layer has none.
#[derive(Debug, Clone)]
pub(super) struct Buffers<T> {
    /// Pre-activations z with the places of trained parameters; the outputs in the last layer.
    pub(super) z: Vec<T>,
    /// f(z), of hidden layers.
    pub(super) y: Vec<T>,
    /// f′(z), where the activation leaves slopes for the way back.
    pub(super) slope: Vec<T>,
    /// f(z) + x, of residual layers.
    pub(super) sum: Vec<T>,
    /// ∂loss/∂z.
    pub(super) delta: Vec<T>,
    /// ∂loss/∂f(z), where the activation is a function of rows; else `delta` holds it at first.
    pub(super) up: Vec<T>,
    /// The normalised rows of `LayerNorm`.
    pub(super) normal: Vec<T>,
    /// Its scale for each row.
    pub(super) inverse: Vec<T>,
    outputs: usize,
}

impl<T: Scalar> Buffers<T> {
    /// What the layer passes on.
    pub(super) fn passed(&self, rows: usize) -> &[T] {
        let passed = if self.sum.is_empty() { &self.y } else { &self.sum };
        &passed[..rows * self.outputs]
    }

    /// The place of the gradient by what the layer passes on.
    pub(super) fn arriving(&mut self, count: usize) -> &mut [T] {
        let arriving = if self.up.is_empty() { &mut self.delta } else { &mut self.up };
        &mut arriving[..count]
    }
}

impl<T: Scalar> Workspace<T> {
    /// For passes over at most `rows` rows.
    #[must_use]
    pub fn new(shape: &Shape, activation: &LayerActivation, rows: usize) -> Self {
        let count =
            |wanted: bool, width: usize| vec![T::ZERO; if wanted { rows * width } else { 0 }];
        let layers = shape.layers().iter().enumerate().map(|(l, layer)| {
            let hidden = l + 1 < shape.layers().len();
            let norm = !layer.norm.is_empty();
            Buffers {
                z: count(true, layer.row),
                y: count(hidden, layer.outputs),
                slope: count(hidden && activation.leaves_slopes(), layer.outputs),
                sum: count(layer.residual, layer.outputs),
                delta: count(true, layer.row),
                up: count(hidden && activation.is_of_rows(), layer.outputs),
                normal: count(norm, layer.pre_activations),
                inverse: count(norm, 1),
                outputs: layer.outputs,
            }
        });
        Self { layers: layers.collect(), gradient: vec![T::ZERO; shape.parameters()] }
    }

    /// Bytes that [`Self::new`] takes.
    pub(crate) fn bytes(shape: &Shape, activation: &LayerActivation, rows: usize) -> usize {
        let mut numbers = shape.parameters();
        for (l, layer) in shape.layers().iter().enumerate() {
            let hidden = l + 1 < shape.layers().len();
            let norm = if layer.norm.is_empty() { 0 } else { layer.pre_activations + 1 };
            let copies = usize::from(hidden)
                + usize::from(layer.residual)
                + usize::from(hidden && activation.leaves_slopes())
                + usize::from(hidden && activation.is_of_rows());
            numbers += rows * (2 * layer.row + copies * layer.outputs + norm);
        }
        numbers * size_of::<T>()
    }

    /// Pre-activations of layer `l` after a pass over `rows` rows, each [`Layer::row`](super::Layer::row)
    /// long.
    #[must_use]
    pub fn z(&self, l: usize, rows: usize, shape: &Shape) -> &[T] {
        &self.layers[l].z[..rows * shape.layers()[l].row]
    }

    /// f(z) of hidden layer `l`.
    #[must_use]
    pub fn y(&self, l: usize, rows: usize) -> &[T] {
        &self.layers[l].y[..rows * self.layers[l].outputs]
    }

    /// The outputs (read) and the place of their gradient (to be written by the loss).
    pub fn outputs_and_delta(&mut self, rows: usize) -> (&[T], &mut [T]) {
        match self.layers.last_mut() {
            Some(last) => {
                let count = rows * last.outputs;
                (&last.z[..count], &mut last.delta[..count])
            }
            None => (&[], &mut []),
        }
    }
}
