//! Gradients that need something else than x and f′: by a trainable parameter (∂f/∂a for each element,
//! and its sum against the gradient above), and from the output, where x was not kept.

use nonlin_catalogue::{Activation, ResolveError};
use nonlin_expr::Expr;

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

/// The backward pass from the output y = f(x), for functions whose derivative is one of y: sigmoid,
/// tanh, relu, elu, softplus, softsign and some eighty more.
///
/// It is exact as a function of y: where y was rounded, f′ is that of a nearby x.
///
/// ```
/// use nonlin_catalogue::{Activation, Parameters};
/// use nonlin_kernels::{Kernel, OutputGradient};
///
/// let tanh = Activation::resolve("tanh", &Parameters::new())?;
/// let from_output = OutputGradient::new(&tanh).expect("1 − y²");
/// let mut y = [-1.5_f32, 0.0, 0.25];
/// Kernel::new(&tanh).value_in_place(&mut y);
/// let mut dx = [0.0; 3];
/// from_output.backward(&y, &[1.0, 1.0, 2.0], &mut dx);
/// assert_eq!(dx, [0.18070662, 1.0, 1.8800297]);
///
/// let silu = Activation::resolve("silu", &Parameters::new())?;
/// assert!(OutputGradient::new(&silu).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct OutputGradient {
    formula: Expr,
    kernel: Kernel,
}

impl OutputGradient {
    /// None where the derivative is not found to be a function of the output.
    #[must_use]
    pub fn new(activation: &Activation) -> Option<Self> {
        let formula = activation.expression().derivative_from_value()?;
        let in_x = formula.bind([("y", &Expr::parse("x").ok()?)]).ok()?;
        let kernel = Kernel::of(&in_x, &in_x).ok()?;
        Some(Self { formula, kernel })
    }

    /// f′ as a formula in `y`.
    #[must_use]
    pub fn formula(&self) -> &Expr {
        &self.formula
    }

    /// dx\[i\] = dy\[i\]·f′, given y\[i\] = f(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward<T: Element>(&self, y: &[T], dy: &[T], dx: &mut [T]) {
        self.kernel.backward(y, dy, dx);
    }

    /// dy\[i\] becomes dy\[i\]·f′, given y\[i\] = f(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward_in_place<T: Element>(&self, y: &[T], dy: &mut [T]) {
        self.kernel.backward_in_place(y, dy);
    }

    /// [`backward`](Self::backward) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward<T: Element>(&self, y: &[T], dy: &[T], dx: &mut [T]) {
        self.kernel.par_backward(y, dy, dx);
    }
}
