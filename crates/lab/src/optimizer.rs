//! Optimisers: from a gradient to the next parameters.
//!
//! - **Adam** (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²,
//!   θ ← θ − α·m̂/(√v̂ + ε), with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ).
//! - **SGD with momentum** (Polyak 1964, as in Sutskever et al. 2013 up to where the rate stands):
//!   u ← μu + g, θ ← θ − α·u.

use crate::scalar::Scalar;
use serde::{Deserialize, Serialize};

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
    /// Stochastic gradient descent with momentum.
    Sgd {
        /// μ in \[0, 1); 0 is plain gradient descent.
        momentum: f64,
    },
}

impl Optimizer {
    /// Adam with the constants of its paper: 0.9, 0.999, 1e-8.
    pub const ADAM: Self = Self::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

    /// What is wrong with the constants, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let decay = |what: &str, value: f64| {
            (!(0.0..1.0).contains(&value))
                .then(|| format!("{what} is {value}; it must be at least 0 and below 1"))
        };
        match *self {
            Self::Adam { beta1, beta2, epsilon } => {
                decay("beta1", beta1).or_else(|| decay("beta2", beta2)).or_else(|| {
                    (!(epsilon > 0.0 && epsilon.is_finite()))
                        .then(|| format!("epsilon is {epsilon}; it must be positive"))
                })
            }
            Self::Sgd { momentum } => decay("momentum", momentum),
        }
    }
}

/// An optimiser at work: its constants and its memory.
#[derive(Debug, Clone)]
pub struct OptimizerState<T> {
    optimizer: Optimizer,
    learning_rate: f64,
    steps: i32,
    first: Vec<T>,
    second: Vec<T>,
}

impl<T: Scalar> OptimizerState<T> {
    /// For `parameters` parameters, at step 0.
    #[must_use]
    pub fn new(optimizer: Optimizer, learning_rate: f64, parameters: usize) -> Self {
        let second = match optimizer {
            Optimizer::Adam { .. } => vec![T::ZERO; parameters],
            Optimizer::Sgd { .. } => Vec::new(),
        };
        let first = vec![T::ZERO; parameters];
        Self { optimizer, learning_rate, steps: 0, first, second }
    }

    /// One step: moves the parameters against the gradient. The slices have the length given at
    /// the start.
    pub fn step(&mut self, parameters: &mut [T], gradient: &[T]) {
        self.steps = self.steps.saturating_add(1);
        let number = T::from_f64;
        match self.optimizer {
            Optimizer::Adam { beta1, beta2, epsilon } => {
                let (keep1, add1) = (number(beta1), number(1.0 - beta1));
                let (keep2, add2) = (number(beta2), number(1.0 - beta2));
                // The bias corrections, taken out of the loop: α/(1−β₁ᵗ), and 1/√(1−β₂ᵗ) on √v.
                let rate = number(self.learning_rate / (1.0 - beta1.powi(self.steps)));
                let root = number(1.0 / (1.0 - beta2.powi(self.steps)).sqrt());
                let epsilon = number(epsilon);
                let memory = self.first.iter_mut().zip(&mut self.second);
                for ((p, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
                    *m = keep1 * *m + add1 * g;
                    *v = keep2 * *v + add2 * g * g;
                    *p -= rate * *m / (v.sqrt() * root + epsilon);
                }
            }
            Optimizer::Sgd { momentum } => {
                let (momentum, rate) = (number(momentum), number(self.learning_rate));
                for ((p, &g), u) in parameters.iter_mut().zip(gradient).zip(&mut self.first) {
                    *u = momentum * *u + g;
                    *p -= rate * *u;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Algorithm 1 of the paper, line by line, for one parameter.
    fn paper(gradients: &[f64], alpha: f64, mut theta: f64) -> f64 {
        let (beta1, beta2, epsilon) = (0.9_f64, 0.999_f64, 1e-8);
        let (mut m, mut v) = (0.0, 0.0);
        for (t, g) in (1..).zip(gradients) {
            m = beta1 * m + (1.0 - beta1) * g;
            v = beta2 * v + (1.0 - beta2) * g * g;
            let m_hat = m / (1.0 - beta1.powi(t));
            let v_hat = v / (1.0 - beta2.powi(t));
            theta -= alpha * m_hat / (v_hat.sqrt() + epsilon);
        }
        theta
    }

    #[test]
    fn adam_is_the_papers() {
        let gradients = [0.1, -2.0, 0.0, 1e-9, 3.5, 3.5];
        let mut state = OptimizerState::new(Optimizer::ADAM, 0.01, 2);
        let mut p = [1.0_f64, -1.0];
        for g in gradients {
            state.step(&mut p, &[g, -3.0 * g]);
        }
        assert!((p[0] - paper(&gradients, 0.01, 1.0)).abs() < 1e-14);
        assert!((p[1] - paper(&gradients.map(|g| -3.0 * g), 0.01, -1.0)).abs() < 1e-14);
    }

    #[test]
    fn the_first_adam_step_is_the_rate() {
        // m̂/√v̂ = g/|g| at t = 1: what a missing bias correction would break.
        let mut p = [0.0_f64, 0.0];
        OptimizerState::new(Optimizer::ADAM, 0.5, 2).step(&mut p, &[1e-3, -40.0]);
        assert!((p[0] + 0.5).abs() < 1e-4 && (p[1] - 0.5).abs() < 1e-4, "{p:?}");
    }

    #[test]
    fn momentum_by_hand() {
        let mut p = [0.0_f64];
        let mut state = OptimizerState::new(Optimizer::Sgd { momentum: 0.5 }, 0.1, 1);
        for g in [1.0, 1.0, -2.0] {
            state.step(&mut p, &[g]);
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
        assert_eq!(Optimizer::ADAM.fault(), None);
    }
}
