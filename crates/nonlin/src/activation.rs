//! An activation that can be computed.

use nonlin_catalogue::{Activation as Bound, Parameters, Recognition, recognise};
use nonlin_expr::Expr;
use nonlin_kernels::{Kernel, ParameterGradient};

use crate::error::Error;

/// A function of the catalogue or a user's formula, ready to run.
///
/// # Passes
///
/// f is the function, x its input, y = f(x), and dy, dx are the gradients of a loss by y and by x.
///
/// | pass | result | in place | all threads | elements apart |
/// |---|---|---|---|---|
/// | forward | [`value`](Self::value) | [`value_in_place`](Self::value_in_place) | [`par_value`](Self::par_value), [`par_value_in_place`](Self::par_value_in_place) | [`value_strided`](Self::value_strided), [`value_strided_in_place`](Self::value_strided_in_place) |
/// | slope | [`derivative`](Self::derivative) | | [`par_derivative`](Self::par_derivative) | |
/// | both | [`value_and_derivative`](Self::value_and_derivative) | | [`par_value_and_derivative`](Self::par_value_and_derivative) | |
/// | backward | [`backward`](Self::backward) | [`backward_in_place`](Self::backward_in_place) | [`par_backward`](Self::par_backward), [`par_backward_in_place`](Self::par_backward_in_place) | [`backward_strided`](Self::backward_strided) |
/// | parameters | [`parameter_gradient`](Self::parameter_gradient) | | | |
///
/// Every pass works on slices of `f32`, `f64`, [`f16`](crate::f16) or [`bf16`](crate::bf16), of any
/// length and shape: element i of the results belongs to element i of x. All of them keep one contract:
///
/// - The result of an element depends on its value alone: not on its place, its neighbours, the length of
///   the slice or the number of threads.
/// - NaN gives NaN. ±∞ gives the limit, of the value and of the derivative, or NaN where there is
///   none (sin at ∞). −0 follows the formula.
/// - It is computed with about twice the digits of the type and rounded once.
/// - Slices that differ in length are the only reason to panic.
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
        Ok(Bound::resolve(text, parameters)?.into())
    }

    /// The formula in `x`, never the name of a function alone: for text that is known to be mathematics.
    /// A formula may call the operators and every function of the catalogue.
    ///
    /// ```
    /// use nonlin::{Activation, ErrorKind};
    ///
    /// let mine = Activation::parse("x*tanh(softplus(x))")?;
    /// assert_eq!(mine.at(1.0), Activation::resolve("mish")?.at(1.0));
    /// assert_eq!(Activation::parse("2*mish(x) + 1")?.at(0.0), 1.0);
    /// assert_eq!(Activation::parse("mish").unwrap_err().kind(), ErrorKind::Formula);
    /// # Ok::<(), nonlin::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is no formula, or has other names than `x`; the message underlines the place.
    pub fn parse(formula: &str) -> Result<Self, Error> {
        Ok(Bound::parse(formula, &Parameters::new())?.into())
    }

    /// Its definition and expressions.
    #[must_use]
    pub fn bound(&self) -> &Bound {
        &self.bound
    }

    /// Its kernel, for an instruction set of choice: [`Kernel::at`].
    #[must_use]
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// The derivative of any order, as an expression; order 0 is the function itself.
    ///
    /// # Errors
    /// When it outgrows the expression limits.
    pub fn nth_derivative(&self, order: usize) -> Result<Expr, Error> {
        Ok(self.bound.expression().nth_derivative("x", order)?)
    }

    /// The functions of the catalogue that it is, perhaps with other parameters, scales and shifts; a
    /// function of the catalogue is among its own.
    #[must_use]
    pub fn recognise(&self) -> Recognition {
        recognise(self.bound.expression())
    }

    /// The gradient by the parameter `name`, ready to run: ∂f/∂a of each element, and
    /// Σ dy\[i\]·∂f/∂a(x\[i\]), which is what a trainable parameter learns from.
    ///
    /// ```
    /// use nonlin::Activation;
    ///
    /// let slope = Activation::resolve("prelu")?.parameter_gradient("a")?;
    /// let mut dyda = [0.0_f32; 3];
    /// slope.elements(&[-2.0, -1.0, 3.0], &mut dyda);
    /// assert_eq!(dyda, [-2.0, -1.0, 0.0]);
    /// assert_eq!(slope.total(&[-2.0_f32, -1.0, 3.0], &[1.0, 10.0, 100.0]), -12.0);
    /// # Ok::<(), nonlin::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no such parameter, or the derivative outgrows the expression limits.
    pub fn parameter_gradient(&self, name: &str) -> Result<ParameterGradient, Error> {
        Ok(ParameterGradient::new(&self.bound, name)?)
    }

    /// f(x) of a single number.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        let mut y = [x];
        self.kernel.value_in_place(&mut y);
        y[0]
    }
}

impl From<Bound> for Activation {
    fn from(bound: Bound) -> Self {
        let kernel = Kernel::new(&bound);
        Self { bound, kernel }
    }
}
