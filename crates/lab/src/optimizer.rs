//! Optimisers: from a gradient to the next parameters.
//!
//! - **Adam** (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²,
//!   θ ← θ − α·m̂/(√v̂ + ε), with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ).
//! - **`AdamW`** (Loshchilov and Hutter 2019, algorithm 2, with the decay multiplied by the rate α as in
//!   all frameworks): the same, and θ ← θ − α·λ·θ, both from the θ before. Only weights decay: not
//!   biases, not the scales and shifts of `LayerNorm`, not the activation's own parameters.
//! - **SGD with momentum** (Polyak 1964, as in Sutskever et al. 2013 up to where the rate stands):
//!   u ← μu + g, θ ← θ − α·u.
//!
//! α is the rate of the step, which the schedule moves.

use crate::scalar::Scalar;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Which optimiser, with its constants; the learning rate stands beside it in the specification.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum Optimizer {
    /// Adam.
    Adam {
        /// Decay of the mean, β₁ in \[0, 1).
        beta1: f64,
        /// Decay of the mean square, β₂ in \[0, 1).
        beta2: f64,
        /// ε > 0.
        epsilon: f64,
    },
    /// Adam with weight decay that is decoupled from the gradient.
    AdamW {
        /// Decay of the mean, β₁ in \[0, 1).
        beta1: f64,
        /// Decay of the mean square, β₂ in \[0, 1).
        beta2: f64,
        /// ε > 0.
        epsilon: f64,
        /// λ ≥ 0.
        weight_decay: f64,
    },
    /// Stochastic gradient descent with momentum.
    Sgd {
        /// μ in \[0, 1); 0 is plain gradient descent.
        momentum: f64,
    },
}

impl Optimizer {
    /// Adam with the constants of its paper: 0.9, 0.999, 1e-8.
    pub const ADAM: Self = Self::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    /// `AdamW` with the same constants and a decay of 0.01.
    pub const ADAM_W: Self =
        Self::AdamW { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 };

    /// What is wrong with the constants, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let decay = |what: &str, value: f64| {
            (!(0.0..1.0).contains(&value))
                .then(|| format!("{what} is {value}; it must be at least 0 and below 1"))
        };
        let positive = |what: &str, value: f64| {
            (!(value > 0.0 && value.is_finite()))
                .then(|| format!("{what} is {value}; it must be positive"))
        };
        match *self {
            Self::Adam { beta1, beta2, epsilon } => decay("beta1", beta1)
                .or_else(|| decay("beta2", beta2))
                .or_else(|| positive("epsilon", epsilon)),
            Self::AdamW { beta1, beta2, epsilon, weight_decay } => {
                Self::Adam { beta1, beta2, epsilon }.fault().or_else(|| {
                    (!(weight_decay >= 0.0 && weight_decay.is_finite()))
                        .then(|| format!("weight_decay is {weight_decay}; it must be 0 or more"))
                })
            }
            Self::Sgd { momentum } => decay("momentum", momentum),
        }
    }

    /// Vectors as long as the parameters that it keeps.
    pub(crate) const fn vectors(&self) -> usize {
        match self {
            Self::Adam { .. } | Self::AdamW { .. } => 2,
            Self::Sgd { .. } => 1,
        }
    }
}

/// An optimiser at work: its constants and its memory.
#[derive(Debug, Clone)]
pub struct OptimizerState<T> {
    optimizer: Optimizer,
    steps: i32,
    first: Vec<T>,
    second: Vec<T>,
    /// Where the weights lie, in order: what decays.
    weights: Vec<Range<usize>>,
}

impl<T: Scalar> OptimizerState<T> {
    /// For `parameters` parameters, at step 0. `weights` says which of them are weights, in ascending
    /// ranges.
    #[must_use]
    pub fn new(optimizer: Optimizer, parameters: usize, weights: Vec<Range<usize>>) -> Self {
        let second = vec![T::ZERO; if optimizer.vectors() > 1 { parameters } else { 0 }];
        Self { optimizer, steps: 0, first: vec![T::ZERO; parameters], second, weights }
    }

    /// One step at `rate`: moves the parameters against the gradient. The slices have the length given
    /// at the start.
    pub fn step(&mut self, rate: f64, parameters: &mut [T], gradient: &[T]) {
        self.steps = self.steps.saturating_add(1);
        match self.optimizer {
            Optimizer::Adam { beta1, beta2, epsilon } => {
                let moments = Moments::new(beta1, beta2, epsilon, rate, self.steps);
                moments.apply(parameters, gradient, &mut self.first, &mut self.second);
            }
            Optimizer::AdamW { beta1, beta2, epsilon, weight_decay } => {
                let keep = T::from_f64(1.0 - rate * weight_decay);
                for range in &self.weights {
                    for weight in &mut parameters[range.clone()] {
                        *weight *= keep;
                    }
                }
                let moments = Moments::new(beta1, beta2, epsilon, rate, self.steps);
                moments.apply(parameters, gradient, &mut self.first, &mut self.second);
            }
            Optimizer::Sgd { momentum } => {
                let (momentum, rate) = (T::from_f64(momentum), T::from_f64(rate));
                for ((p, &g), u) in parameters.iter_mut().zip(gradient).zip(&mut self.first) {
                    *u = momentum * *u + g;
                    *p -= rate * *u;
                }
            }
        }
    }
}

/// The constants of one step of Adam. The bias corrections are taken out of the loop:
/// α/(1−β₁ᵗ), and 1/√(1−β₂ᵗ) on √v.
struct Moments<T> {
    keep: [T; 2],
    add: [T; 2],
    rate: T,
    root: T,
    epsilon: T,
}

impl<T: Scalar> Moments<T> {
    fn new(beta1: f64, beta2: f64, epsilon: f64, rate: f64, step: i32) -> Self {
        Self {
            keep: [beta1, beta2].map(T::from_f64),
            add: [1.0 - beta1, 1.0 - beta2].map(T::from_f64),
            rate: T::from_f64(rate / (1.0 - beta1.powi(step))),
            root: T::from_f64(1.0 / (1.0 - beta2.powi(step)).sqrt()),
            epsilon: T::from_f64(epsilon),
        }
    }

    /// In vectors of whatever this processor has. Nothing is fused or reordered, so the result is the same
    /// on every instruction set.
    fn apply(&self, parameters: &mut [T], gradient: &[T], first: &mut [T], second: &mut [T]) {
        pulp::Arch::new().dispatch(|| {
            let memory = first.iter_mut().zip(second);
            for ((p, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
                *m = self.keep[0] * *m + self.add[0] * g;
                *v = self.keep[1] * *v + self.add[1] * g * g;
                *p -= self.rate * *m / (v.sqrt() * self.root + self.epsilon);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Algorithm 2 of the AdamW paper (1 of Adam's for λ = 0), line by line, for one parameter.
    fn paper(gradients: &[f64], alpha: f64, lambda: f64, mut theta: f64) -> f64 {
        let (beta1, beta2, epsilon) = (0.9_f64, 0.999_f64, 1e-8);
        let (mut m, mut v) = (0.0, 0.0);
        for (t, g) in (1..).zip(gradients) {
            m = beta1 * m + (1.0 - beta1) * g;
            v = beta2 * v + (1.0 - beta2) * g * g;
            let m_hat = m / (1.0 - beta1.powi(t));
            let v_hat = v / (1.0 - beta2.powi(t));
            theta -= alpha * m_hat / (v_hat.sqrt() + epsilon) + alpha * lambda * theta;
        }
        theta
    }

    const GRADIENTS: [f64; 6] = [0.1, -2.0, 0.0, 1e-9, 3.5, 3.5];

    #[test]
    fn adam_is_the_papers() {
        let mut state = OptimizerState::new(Optimizer::ADAM, 2, Vec::new());
        let mut p = [1.0_f64, -1.0];
        for g in GRADIENTS {
            state.step(0.01, &mut p, &[g, -3.0 * g]);
        }
        assert!((p[0] - paper(&GRADIENTS, 0.01, 0.0, 1.0)).abs() < 1e-14);
        assert!((p[1] - paper(&GRADIENTS.map(|g| -3.0 * g), 0.01, 0.0, -1.0)).abs() < 1e-14);
    }

    #[test]
    fn adam_w_is_the_papers_and_decays_weights_alone() {
        let decay = Optimizer::AdamW { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.3 };
        // A range of one weight; the second parameter is a bias.
        #[allow(clippy::single_range_in_vec_init)]
        let mut state = OptimizerState::new(decay, 2, vec![0..1]);
        let mut p = [1.0_f64, 1.0];
        for g in GRADIENTS {
            state.step(0.01, &mut p, &[g, g]);
        }
        assert!((p[0] - paper(&GRADIENTS, 0.01, 0.3, 1.0)).abs() < 1e-14, "{}", p[0]);
        assert!((p[1] - paper(&GRADIENTS, 0.01, 0.0, 1.0)).abs() < 1e-14, "{}", p[1]);
    }

    #[test]
    fn the_first_adam_step_is_the_rate() {
        // m̂/√v̂ = g/|g| at t = 1: what a missing bias correction would break.
        let mut p = [0.0_f64, 0.0];
        OptimizerState::new(Optimizer::ADAM, 2, Vec::new()).step(0.5, &mut p, &[1e-3, -40.0]);
        assert!((p[0] + 0.5).abs() < 1e-4 && (p[1] - 0.5).abs() < 1e-4, "{p:?}");
    }

    #[test]
    fn momentum_by_hand() {
        let mut p = [0.0_f64];
        let mut state = OptimizerState::new(Optimizer::Sgd { momentum: 0.5 }, 1, Vec::new());
        for g in [1.0, 1.0, -2.0] {
            state.step(0.1, &mut p, &[g]);
        }
        // u: 1, 1.5, −1.25
        assert!((p[0] + 0.1 * (1.0 + 1.5 - 1.25)).abs() < 1e-15);
    }

    #[test]
    fn constants_out_of_range_are_named() {
        let fault = Optimizer::Adam { beta1: 0.9, beta2: 1.0, epsilon: 1e-8 }.fault();
        assert_eq!(fault.as_deref(), Some("beta2 is 1; it must be at least 0 and below 1"));
        assert!(Optimizer::Sgd { momentum: f64::NAN }.fault().is_some());
        assert!(Optimizer::Adam { beta1: 0.9, beta2: 0.9, epsilon: 0.0 }.fault().is_some());
        let decay = Optimizer::AdamW { beta1: 0.9, beta2: 0.9, epsilon: 1.0, weight_decay: -1.0 };
        assert_eq!(decay.fault().as_deref(), Some("weight_decay is -1; it must be 0 or more"));
        assert_eq!((Optimizer::ADAM.fault(), Optimizer::ADAM_W.fault()), (None, None));
    }
}
