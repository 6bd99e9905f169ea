//! Compute: an activation and its derivative over slices.
//!
//! A [`Kernel`] runs the activation's tape a block at a time: each instruction is one loop over a
//! block of lanes. A lane has about twice the digits of the slice's elements (f64 for f32, double-double
//! for f64), so that a result is rounded once. An element's result depends on its value alone, never on
//! its place, its neighbours or the slice's length.
//!
//! ```
//! use nonlin_catalogue::{Activation, Parameters};
//! use nonlin_kernels::Kernel;
//!
//! let silu = Kernel::new(&Activation::resolve("x*sigmoid(x)", &Parameters::new())?);
//! let x = [f32::NEG_INFINITY, -1.0, 0.0, 1.0, f32::NAN];
//! let (mut y, mut dydx) = ([0.0; 5], [0.0; 5]);
//! silu.value_and_derivative(&x, &mut y, &mut dydx);
//! assert_eq!(y[..3], [0.0, -0.26894143, 0.0]);
//! assert_eq!(dydx[2], 0.5);
//! assert!(y[4].is_nan() && dydx[4].is_nan());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A [`RowKernel`] computes functions of rows (softmax, gated units, stochastic functions in training)
//! and the products of vectors with their Jacobians; a [`ParameterGradient`] what a trainable
//! parameter learns from.

mod element;
mod gradient;
mod limit;
mod noise;
mod program;
mod row;
mod stub_parallel;

use nonlin_catalogue::Activation;
use nonlin_expr::{Expr, LimitError};

pub use element::{Element, Lane};
pub use gradient::ParameterGradient;
use program::Program;
pub use row::{Draws, RowKernel, ShapeError};

/// An activation made runnable; cheap to share between threads.
#[derive(Debug, Clone)]
pub struct Kernel {
    value: Program<1>,
    derivative: Program<1>,
    both: Program<2>,
}

impl Kernel {
    /// Of an activation's value and first derivative, in their stable forms.
    #[must_use]
    pub fn new(activation: &Activation) -> Self {
        let stable = activation
            .stable(1)
            .and_then(|forms| Self::of(&forms[0].expr, &forms[1].expr))
            .or_else(|_| Self::of(activation.expression(), activation.derivative()));
        match stable {
            Ok(kernel) => kernel,
            // The derivative was built in the graph of the value, so both fit into one.
            Err(error) => unreachable!("{}: {error}", activation.name()),
        }
    }

    /// Of any formula in `x` and its derivative.
    ///
    /// # Errors
    /// When together they outgrow the expression limits.
    pub fn of(value: &Expr, derivative: &Expr) -> Result<Self, LimitError> {
        Ok(Self {
            value: Program::new([value])?,
            derivative: Program::new([derivative])?,
            both: Program::new([value, derivative])?,
        })
    }

    /// y\[i\] = f(x\[i\]).
    ///
    /// NaN gives NaN, ±∞ the limit, or NaN where there is none.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value<T: Element>(&self, x: &[T], y: &mut [T]) {
        self.value.run(x, [y]);
    }

    /// dydx\[i\] = f′(x\[i\]), by the convention of the formula at a kink.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        self.derivative.run(x, [dydx]);
    }

    /// Both in one pass, sharing what they have in common.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        self.both.run(x, [y, dydx]);
    }
}
