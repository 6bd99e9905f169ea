//! The facts that a card may state. Each part is there when it is known: a card can be printed while slow
//! proofs still run.

use nonlin_catalogue::Activation;
use nonlin_expr::{LimitError, Tape};
use nonlin_properties::Profile;
use nonlin_properties::depth::{Correlation, FixedPoint, HalfStable, Stability};

/// All that is known of one function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Its proved properties.
    pub profile: Option<&'a Profile>,
    /// The share of sup |f′| below which the profile calls a slope saturated; `None` for 1 %.
    pub threshold: Option<f64>,
    /// Its moments.
    pub gaussian: Option<&'a Gaussian>,
    /// Signals through many layers of it.
    pub depth: Option<&'a Depth>,
    /// What it costs to compute.
    pub cost: Option<&'a Cost>,
}

/// Moments of f(z) and f′(z) for a normal z, and gains that follow from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaussian {
    /// The mean of z.
    pub mean: f64,
    /// The variance of z.
    pub variance: f64,
    /// Proved moments and gains.
    pub moments: nonlin_properties::Gaussian,
    /// What `torch.nn.init.calculate_gain` returns, if it knows the function.
    pub calculate_gain: Option<f64>,
}

/// Mean-field theory of a deep network of the function. Its numbers are estimates.
#[derive(Debug, Clone, PartialEq)]
pub struct Depth {
    /// The standard deviation of biases.
    pub sigma_b: f64,
    /// Inputs of a unit that the weights' deviation is told for.
    pub fan_in: usize,
    /// The edge of chaos with these biases, where there is one.
    pub edge: Option<Edge>,
    /// What becomes of signals and gradients under usual initialisations, and those asked for.
    pub networks: Vec<Network>,
    /// The points where both χ are 1.
    pub half_stable: Vec<HalfStable>,
}

/// A point of the edge of chaos: χ₁ = 1 at a fixed point of the length map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The standard deviation of weights, times √fan-in.
    pub sigma_w: f64,
    /// The variance of pre-activations that layers settle at; `None` where every variance stays.
    pub fixed_point: Option<f64>,
    /// σ_w²·E\[f′(√q·z)²\] there.
    pub chi1: f64,
}

/// A deep network with one initialisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// The initialisation's name.
    pub initialisation: String,
    /// The standard deviation of weights, times √fan-in.
    pub sigma_w: f64,
    /// The factor of the expected squared gradient after 1, 2, … layers.
    pub decay: Vec<f64>,
    /// The variances of pre-activations that a layer keeps, by rising variance.
    pub fixed_points: Vec<FixedPoint>,
    /// What becomes of the correlation of two inputs, at the variance that signals settle at, where that is
    /// above 0.
    pub correlation: Option<Correlation>,
}

impl Network {
    /// The variance that signals settle at.
    #[must_use]
    pub fn settles_at(&self) -> Option<&FixedPoint> {
        self.fixed_points.iter().find(|point| point.stability == Stability::Stable)
    }
}

/// What a function costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Operators of y = f(x).
    pub forward: usize,
    /// Operators of dx = dy·f′(x).
    pub backward: usize,
    /// f′ as a formula in y = f(x), where there is one: x need not be kept for the backward pass.
    pub from_value: Option<String>,
    /// Times on this machine, if they were asked for.
    pub measured: Option<Measured>,
}

/// Nanoseconds an element, of a function and of `ReLU` in the same run, and errors of f32.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Elements in a slice of f32.
    pub n: usize,
    /// y = f(x).
    pub forward: f64,
    /// dx = dy·f′(x).
    pub backward: f64,
    /// The same of `ReLU`.
    pub relu_forward: f64,
    /// The same of `ReLU`.
    pub relu_backward: f64,
    /// The largest errors of y and f′ in f32 that were found, in units of the last place of the exact
    /// result; subnormal results included.
    pub errors: [f64; 2],
    /// Inputs that were looked at, spread evenly over all floats.
    pub inputs: usize,
}

/// Bytes of an element of f32.
const ELEMENT: usize = 4;

impl Cost {
    /// What the formulas tell: the tapes of the forms that kernels run.
    ///
    /// # Errors
    /// When a form outgrows the expression limits.
    pub fn of(activation: &Activation) -> Result<Self, LimitError> {
        let forms = activation.stable(1)?;
        let count = |form| Ok(Tape::of(&[form])?.instructions.len());
        let from_value = activation.expression().derivative_from_value();
        Ok(Self {
            forward: count(&forms[0].expr)?,
            // The product with dy is one more.
            backward: count(&forms[1].expr)? + 1,
            from_value: from_value.map(|form| form.to_string()),
            measured: None,
        })
    }

    /// Bytes of an f32 element that the backward pass needs beyond the output, which the next layer keeps
    /// anyway: those of x, or none.
    #[must_use]
    pub const fn kept_bytes(&self) -> usize {
        if self.from_value.is_some() { 0 } else { ELEMENT }
    }
}
