//! Gradients by a trainable parameter: ∂f/∂a for each element, and its sum against the gradient above.

use nonlin_catalogue::{Activation, ResolveError};

use crate::Kernel;
use crate::element::Element;

/// The derivative of an activation by one of its parameters, made runnable.
#[derive(Debug, Clone)]
pub struct ParameterGradient {
    kernel: Kernel,
}

impl ParameterGradient {
    /// By the parameter `name`.
    ///
    /// # Errors
    /// Where there is no such parameter, or the derivative outgrows the expression limits.
    pub fn new(activation: &Activation, name: &str) -> Result<Self, ResolveError> {
        let derivative = activation.parameter_derivative(name)?.stable().expr;
        Ok(Self { kernel: Kernel::of(&derivative, &derivative)? })
    }

    /// dyda\[i\] = ∂f/∂a at x\[i\].
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn elements<T: Element>(&self, x: &[T], dyda: &mut [T]) {
        self.kernel.value(x, dyda);
    }

    /// Σ dy\[i\]·∂f/∂a(x\[i\]): the parameter's gradient, given that of the results. The sum is
    /// pairwise in an order that the length alone decides; its relative error grows with log n.
    ///
    /// # Panics
    /// If the slices differ in length.
    #[must_use]
    pub fn total<T: Element>(&self, x: &[T], dy: &[T]) -> f64 {
        assert_eq!(x.len(), dy.len(), "the slices of x and of dy differ in length");
        if x.len() > LEAF {
            // Halves at a multiple of the leaf, so that the leaves do not depend on the depth.
            let half = (x.len() / 2).next_multiple_of(LEAF);
            let (left, right) = (x.split_at(half), dy.split_at(half));
            return self.total(left.0, right.0) + self.total(left.1, right.1);
        }
        let wide: [f64; LEAF] = std::array::from_fn(|i| x.get(i).map_or(0.0, |x| x.to_f64()));
        let mut slope = [0.0; LEAF];
        self.kernel.value(&wide[..x.len()], &mut slope[..x.len()]);
        dy.iter().zip(&slope).map(|(dy, slope)| dy.to_f64() * slope).sum()
    }
}

/// Elements that are added one after the other.
const LEAF: usize = 128;
