//! Where everything of a network lies: the widths of its layers, and its parameters in one vector.
//!
//! A gated unit has a dense layer for each of its parts, so a network of the same widths would have
//! more parameters than its rivals. Its hidden layers are therefore narrower, all by one factor, so that
//! the number of parameters comes nearest to that of the plain network. For one hidden layer between
//! equal numbers of inputs and outputs and two parts the factor is 2/3 (Shazeer 2020, section 2):
//! three matrices in the place of two.

use crate::activation::LayerActivation;
use crate::spec::NetworkSpec;
use std::ops::Range;

/// A dense layer with what follows it, and where its parameters lie in the network's vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its fan-in.
    pub inputs: usize,
    /// Units of a hidden layer; outputs of the last.
    pub units: usize,
    /// Pre-activations, its fan-out: units times parts.
    pub pre_activations: usize,
    /// Numbers in a row of pre-activations with the places of trained parameters after them.
    pub row: usize,
    /// What it passes on.
    pub outputs: usize,
    /// Whether it adds its input to what it passes on.
    pub residual: bool,
    /// Weights, inputs × pre-activations, row-major.
    pub weights: Range<usize>,
    /// Biases; empty without.
    pub bias: Range<usize>,
    /// `LayerNorm`'s scales, then its shifts; empty without.
    pub norm: Range<usize>,
    /// The activation's own parameters: one after the other, or each as long as the units.
    pub activation: Range<usize>,
}

/// The layers of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    layers: Vec<Layer>,
}

impl Shape {
    /// From the inputs over the hidden layers to the outputs, with hidden layers as wide as matches the
    /// parameters of the plain network.
    #[must_use]
    pub fn new(
        inputs: usize,
        network: &NetworkSpec,
        activation: &LayerActivation,
        outputs: usize,
    ) -> Self {
        let widths = matched(inputs, network, activation, outputs);
        let widths: Vec<usize> = widths.iter().map(|&width| activation.fitting(width)).collect();
        let mut layers: Vec<Layer> = Vec::with_capacity(widths.len() + 1);
        let (mut below, mut at) = (inputs, 0);
        for l in 0..=widths.len() {
            let hidden = widths.get(l);
            let units = *hidden.unwrap_or(&outputs);
            let (pre_activations, row, passed, own) = match hidden {
                Some(_) => (
                    units * activation.parts(),
                    activation.row(units),
                    activation.results(units),
                    activation.parameters(units),
                ),
                None => (units, units, units, 0),
            };
            let mut take = |count: usize| {
                at += count;
                at - count..at
            };
            layers.push(Layer {
                inputs: below,
                units,
                pre_activations,
                row,
                outputs: passed,
                residual: network.residual && hidden.is_some() && l > 0 && passed == below,
                weights: take(below * pre_activations),
                bias: take(if network.bias { pre_activations } else { 0 }),
                norm: take(if network.layer_norm && hidden.is_some() {
                    2 * pre_activations
                } else {
                    0
                }),
                activation: take(own),
            });
            below = passed;
        }
        Self { layers }
    }

    /// The layers with weights: the hidden layers, then the output layer.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The hidden layers.
    #[must_use]
    pub fn hidden(&self) -> &[Layer] {
        &self.layers[..self.layers.len() - 1]
    }

    /// The output layer.
    #[must_use]
    pub fn last(&self) -> &Layer {
        &self.layers[self.layers.len() - 1]
    }

    /// Inputs of the network.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    /// Number of parameters of all layers.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.last().activation.end
    }
}

/// Parameters of a network with hidden layers of these widths; a bound where the number overflows.
pub(crate) fn parameters(
    inputs: usize,
    widths: &[usize],
    network: &NetworkSpec,
    activation: Option<&LayerActivation>,
    outputs: usize,
) -> usize {
    let (mut below, mut total) = (inputs, 0_usize);
    for l in 0..=widths.len() {
        let hidden = widths.get(l);
        let (pre, passed, own) = match (hidden, activation) {
            (Some(&width), Some(activation)) => {
                let units = activation.fitting(width);
                let pre = units.saturating_mul(activation.parts());
                (pre, activation.results(units), activation.parameters(units))
            }
            (Some(&width), None) => (width, width, 0),
            (None, _) => (outputs, outputs, 0),
        };
        let norm = if network.layer_norm && hidden.is_some() { 2 } else { 0 };
        let beside = usize::from(network.bias) + norm;
        let dense = below.saturating_add(beside).saturating_mul(pre);
        total = total.saturating_add(dense).saturating_add(own);
        below = passed;
    }
    total
}

/// The hidden widths, all scaled by k/(the widest), with the k whose number of parameters is nearest to
/// the plain network's. The activation's own parameters are not counted: they are what is compared.
pub(crate) fn matched(
    inputs: usize,
    network: &NetworkSpec,
    activation: &LayerActivation,
    outputs: usize,
) -> Vec<usize> {
    let plain = &network.hidden;
    let widest = plain.iter().copied().max().unwrap_or(0);
    // One number in, one out: nothing to match.
    let one = activation.fitting(widest);
    if activation.parts() == 1 && activation.results(one) == one {
        return plain.clone();
    }
    let scaled = |k: usize| -> Vec<usize> {
        let width = |&width: &usize| width.saturating_mul(k).saturating_add(widest / 2) / widest;
        plain.iter().map(|w| width(w).max(1)).collect()
    };
    let own = |k: usize| {
        let widths = scaled(k);
        let total = parameters(inputs, &widths, network, Some(activation), outputs);
        let trained: usize =
            widths.iter().map(|&width| activation.parameters(activation.fitting(width))).sum();
        total.saturating_sub(trained)
    };
    let target = parameters(inputs, plain, network, None, outputs);
    // The largest k that does not exceed the target; the number grows with k.
    let (mut low, mut high) = (1, widest.saturating_mul(4).max(2));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if own(middle) <= target { low = middle } else { high = middle }
    }
    let k = if own(low).abs_diff(target) <= own(high).abs_diff(target) { low } else { high };
    scaled(k)
}
