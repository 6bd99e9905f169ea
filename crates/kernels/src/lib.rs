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

mod compiled;
mod element;
pub mod formula;
mod gradient;
mod half;
mod math;
mod noise;
mod number;
mod parallel;
mod pass;
mod program;
mod row;
mod simd;
mod strided;
mod tie;

use nonlin_catalogue::Activation;
use nonlin_expr::{Expr, LimitError};

pub use compiled::Compiled;
use compiled::Entry;
pub use element::Element;
pub use gradient::{OutputGradient, ParameterGradient};
use pass::Pass;
use program::Program;
pub use row::{Draws, RowKernel, ShapeError};
pub use simd::Level;

/// An activation made runnable; cheap to share between threads.
///
/// Every method has the same contract: an element's result depends on its value alone, not on the
/// slice's length, its place or the number of threads; NaN gives NaN, ±∞ the limit, or NaN where there
/// is none; a result is rounded once. In f16 and bf16 each result is the nearest one to the exact value,
/// derivative, or product dy·f′(x), ties to even, for as long as the formula cancels no more than 14 digits.
#[derive(Debug, Clone)]
pub struct Kernel {
    value: Program<1>,
    derivative: Program<1>,
    both: Program<2>,
    /// The loops that were compiled from the same forms, for f32.
    compiled: Option<&'static Entry>,
    level: Level,
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
            compiled: compiled::find([value, derivative]),
            level: Level::best(),
        })
    }

    /// The same on another instruction set of this processor; the best one is the default.
    #[must_use]
    pub fn at(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// y\[i\] = f(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value<T: Element>(&self, x: &[T], y: &mut [T]) {
        T::value(self, Pass::new(x, [y]));
    }

    /// x\[i\] becomes f(x\[i\]).
    pub fn value_in_place<T: Element>(&self, x: &mut [T]) {
        T::value(self, Pass::in_place(x));
    }

    /// dydx\[i\] = f′(x\[i\]), by the convention of the formula at a kink.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        T::derivative(self, Pass::new(x, [dydx]));
    }

    /// Both in one pass, sharing what they have in common.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        T::both(self, Pass::new(x, [y, dydx]));
    }

    /// dx\[i\] = dy\[i\]·f′(x\[i\]): the gradient of the input from that of the output.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        T::derivative(self, Pass::new(x, [dx]).times(dy));
    }

    /// dy\[i\] becomes dy\[i\]·f′(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward_in_place<T: Element>(&self, x: &[T], dy: &mut [T]) {
        T::derivative(self, Pass::into_dy(x, dy));
    }
}
