//! An activation that can be computed.

use nonlin_catalogue::{Activation as Bound, Parameters, Recognition, recognise};
use nonlin_expr::Expr;
use nonlin_kernels::{Element, Kernel};

use crate::error::Error;

/// A function of the catalogue or a user's formula, ready to run.
#[derive(Debug, Clone)]
pub struct Activation {
    bound: Bound,
    kernel: Kernel,
}

impl Activation {
    /// The function with this name, alias or framework name (`torch:LeakyReLU`), or else the formula
    /// in `x`, with its default parameters.
    ///
    /// # Errors
    /// Where the text is neither; the message underlines the place.
    pub fn resolve(text: &str) -> Result<Self, Error> {
        Self::with_parameters(text, &Parameters::new())
    }

    /// The same with values for some of its parameters.
    ///
    /// # Errors
    /// Where the text is no function, a parameter does not exist, or its value is out of range.
    pub fn with_parameters(text: &str, parameters: &Parameters) -> Result<Self, Error> {
        let bound = Bound::resolve(text, parameters)?;
        let kernel = Kernel::new(&bound);
        Ok(Self { bound, kernel })
    }

    /// Its definition and expressions.
    #[must_use]
    pub fn bound(&self) -> &Bound {
        &self.bound
    }

    /// Its kernel.
    #[must_use]
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// The derivative of any order, as an expression; order 0 is the function itself.
    ///
    /// # Errors
    /// When it outgrows the expression limits.
    pub fn derivative(&self, order: usize) -> Result<Expr, Error> {
        Ok(self.bound.expression().nth_derivative("x", order)?)
    }

    /// The functions of the catalogue that it is, perhaps with other parameters, scales and shifts; a
    /// function of the catalogue is among its own.
    #[must_use]
    pub fn recognise(&self) -> Recognition {
        recognise(self.bound.expression())
    }

    /// y\[i\] = f(x\[i\]); see [`Kernel::value`].
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value<T: Element>(&self, x: &[T], y: &mut [T]) {
        self.kernel.value(x, y);
    }

    /// y\[i\] = f(x\[i\]) and dydx\[i\] = f′(x\[i\]) in one pass.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        self.kernel.value_and_derivative(x, y, dydx);
    }

    /// f(x) of a single number.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        let mut y = [0.0];
        self.kernel.value(&[x], &mut y);
        y[0]
    }
}
