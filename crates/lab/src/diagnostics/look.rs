//! Looks at single steps: the series that curves of a training are drawn from.

use serde::{Deserialize, Serialize};

/// What one step's batch showed, before the step changed the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The step, from 1.
    pub step: usize,
    /// Mean loss of the batch.
    pub loss: Option<f64>,
    /// Learning rate of the step.
    pub learning_rate: f64,
    /// All layers, the output layer last. What is not finite is `None`.
    pub layers: Vec<LayerLook>,
}

/// A layer at one step. Shares are from 0 to 1, and `None` for the output layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerLook {
    /// Mean of the pre-activations (of the outputs) over units × rows.
    pub mean: Option<f64>,
    /// Their variance.
    pub variance: Option<f64>,
    /// Share of results that are exactly 0.
    pub zeros: Option<f64>,
    /// Share of saturated values.
    pub saturated: Option<f64>,
    /// Share of units without a slope on any row of the batch: dead, or only silent here.
    pub silent: Option<f64>,
    /// ‖∂loss/∂W‖ on the batch.
    pub gradient_norm: Option<f64>,
    /// ‖ΔW‖/‖W‖ of the step; `None` too for weights of 0.
    pub update_ratio: Option<f64>,
}

/// Which steps are looked at: the first, then at even distances, at most 40 in all and one in twenty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    every: usize,
}

impl Plan {
    /// For so many planned steps.
    #[must_use]
    pub fn new(steps: usize) -> Self {
        Self { every: steps.div_ceil(40).max(20) }
    }

    /// Whether step `step` (from 1) is looked at.
    #[must_use]
    pub fn looks_at(&self, step: usize) -> bool {
        step == 1 || step.is_multiple_of(self.every)
    }

    /// The most looks that so many steps have.
    #[must_use]
    pub fn looks(&self, steps: usize) -> usize {
        1 + steps / self.every
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_steps_are_looked_at() {
        for steps in [1, 9, 100, 180, 4000, 1_000_000] {
            let plan = Plan::new(steps);
            let looks = (1..=steps).filter(|&step| plan.looks_at(step)).count();
            assert!(
                looks <= plan.looks(steps) && looks <= 41 && looks <= 1 + steps / 20,
                "{steps}"
            );
            assert!(plan.looks_at(1));
        }
    }
}
