//! A function of rows that can be computed.

use nonlin_catalogue::{Mode, Parameters, RowActivation as Bound};
use nonlin_kernels::{Draws, Element, RowKernel, ShapeError};

use crate::error::Error;

/// A gated unit, softmax, a stochastic function in training, or a formula over rows, ready to run.
///
/// A *row* is the last axis. Every function of single numbers is one of rows too.
///
/// A row's results depend on that row alone: `par_` methods, which use all threads of the current rayon
/// pool, and those in place give the same bits as the others.
///
/// ```
/// use nonlin::prelude::*;
///
/// let softmax = RowActivation::resolve("exp(x)/sum(exp(x))")?;
/// let mut y = [0.0_f32; 4];
/// softmax.value(&[1000.0, 1000.0, 1.0, f32::NEG_INFINITY], 2, None, &mut y)?;
/// assert_eq!(y, [0.5, 0.5, 1.0, 0.0]);
/// # Ok::<(), nonlin::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RowActivation {
    bound: Bound,
    value: RowKernel,
    jvp: RowKernel,
    vjp: RowKernel,
}

impl RowActivation {
    /// The function with this name or formula outside training, with its default parameters.
    ///
    /// # Errors
    /// Where the text is neither; the message underlines the place.
    pub fn resolve(text: &str) -> Result<Self, Error> {
        Self::with_parameters(text, &Parameters::new(), Mode::Evaluation)
    }

    /// The same with values for some of its parameters, in training or outside it.
    ///
    /// # Errors
    /// Where the text is no function, a parameter does not exist, or its value is out of range.
    pub fn with_parameters(text: &str, parameters: &Parameters, mode: Mode) -> Result<Self, Error> {
        let bound = Bound::resolve(text, parameters, mode)?;
        let noise = bound.noise();
        let value = RowKernel::new(&bound.value()?, noise)?;
        let jvp = RowKernel::new(&bound.jvp()?, noise)?;
        let vjp = RowKernel::new(&bound.vjp()?, noise)?;
        Ok(Self { bound, value, jvp, vjp })
    }

    /// Its definition and formulas.
    #[must_use]
    pub fn bound(&self) -> &Bound {
        &self.bound
    }

    /// The length of a row of results for a row of `row` numbers.
    ///
    /// # Errors
    /// When such a row does not split into the function's parts or groups.
    pub fn results(&self, row: usize) -> Result<usize, Error> {
        let groups = self.groups(row, 1)?;
        Ok(groups * self.value.results(row.checked_div(groups).unwrap_or(0))?)
    }

    /// Fills `y` with the results for `rows` rows in `x`, one after the other; in training with
    /// `draws`, without which random numbers are NaN.
    ///
    /// # Errors
    /// When the lengths do not fit; [`results`](Self::results) says what does.
    pub fn value<T: Element>(
        &self,
        x: &[T],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), Error> {
        Ok(self.value.run(&[x], self.groups(x.len(), rows)?, draws, y)?)
    }

    /// [`value`](Self::value) on all threads.
    ///
    /// # Errors
    /// When the lengths do not fit.
    pub fn par_value<T: Element>(
        &self,
        x: &[T],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), Error> {
        Ok(self.value.par_run(&[x], self.groups(x.len(), rows)?, draws, y)?)
    }

    /// The rows of `x` become their results.
    ///
    /// ```
    /// use nonlin::prelude::*;
    ///
    /// let softmax = RowActivation::resolve("softmax")?;
    /// let mut x = [0.0_f32, 0.0, 7.0, 7.0];
    /// softmax.value_in_place(&mut x, 2, None)?;
    /// assert_eq!(x, [0.5, 0.5, 0.5, 0.5]);
    /// # Ok::<(), nonlin::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the length does not fit, or a row of results is not as long as one of arguments, as in a
    /// gated unit.
    pub fn value_in_place<T: Element>(
        &self,
        x: &mut [T],
        rows: usize,
        draws: Option<Draws>,
    ) -> Result<(), Error> {
        let rows = self.groups(x.len(), rows)?;
        Ok(self.value.run_in_place(x, &[], rows, draws)?)
    }

    /// [`value_in_place`](Self::value_in_place) on all threads.
    ///
    /// # Errors
    /// When the length does not fit, or a row of results is not as long as one of arguments.
    pub fn par_value_in_place<T: Element>(
        &self,
        x: &mut [T],
        rows: usize,
        draws: Option<Draws>,
    ) -> Result<(), Error> {
        let rows = self.groups(x.len(), rows)?;
        Ok(self.value.par_run_in_place(x, &[], rows, draws)?)
    }

    /// The Jacobian at `x` times `dx`, which has the shape of `x`.
    ///
    /// # Errors
    /// When the lengths do not fit.
    pub fn jvp<T: Element>(
        &self,
        x: &[T],
        dx: &[T],
        rows: usize,
        draws: Option<Draws>,
        dy: &mut [T],
    ) -> Result<(), Error> {
        Ok(self.jvp.run(&[x, dx], self.groups(x.len(), rows)?, draws, dy)?)
    }

    /// `dy`, which has the shape of the results, times the Jacobian at `x`: the gradient by `x`.
    ///
    /// # Errors
    /// When the lengths do not fit.
    pub fn vjp<T: Element>(
        &self,
        x: &[T],
        dy: &[T],
        rows: usize,
        draws: Option<Draws>,
        dx: &mut [T],
    ) -> Result<(), Error> {
        Ok(self.vjp.run(&[x, dy], self.groups(x.len(), rows)?, draws, dx)?)
    }

    /// [`vjp`](Self::vjp) on all threads.
    ///
    /// # Errors
    /// When the lengths do not fit.
    pub fn par_vjp<T: Element>(
        &self,
        x: &[T],
        dy: &[T],
        rows: usize,
        draws: Option<Draws>,
        dx: &mut [T],
    ) -> Result<(), Error> {
        Ok(self.vjp.par_run(&[x, dy], self.groups(x.len(), rows)?, draws, dx)?)
    }

    /// The derivative of each result by the parameter `name`.
    ///
    /// # Errors
    /// Where there is no such parameter, or the lengths do not fit.
    pub fn parameter_derivative<T: Element>(
        &self,
        name: &str,
        x: &[T],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), Error> {
        let formula = self.bound.parameter_derivative(name)?;
        let kernel = RowKernel::new(&formula, self.bound.noise())?;
        Ok(kernel.run(&[x], self.groups(x.len(), rows)?, draws, y)?)
    }

    /// How many rows the function sees in `rows` rows with `numbers` numbers altogether.
    fn groups(&self, numbers: usize, rows: usize) -> Result<usize, Error> {
        let Some(group) = self.bound.group() else { return Ok(rows) };
        let row = numbers.checked_div(rows).unwrap_or(0);
        if row.is_multiple_of(group) {
            Ok(rows * (row / group))
        } else {
            Err(ShapeError::Groups { row, group }.into())
        }
    }
}
