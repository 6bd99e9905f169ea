//! Functions of rows: softmax and its kin, gated units, random units, and their derivatives.
//!
//! A [`RowKernel`] runs a row formula over the rows of one or two slices. For each row it computes the
//! formula's numbers one after the other, each in one pass over the row, then the results; a part that
//! is wanted again, as a softmax's exponentials are, is kept. Rows are computed in the same vectors as
//! single numbers: f64 lanes for elements of at most 24 bits, double-double lanes for f64, so that a
//! result is rounded once. Reductions have one fixed order: a row's result depends on that row alone,
//! not on its neighbours or the number of threads.
//!
//! A function without reductions, such as a gated unit, is one pass: each element is read once and
//! each result written once.
//!
//! NaN in a row makes NaN of whatever depends on it: in a softmax the whole row, in a gated unit the
//! one element. An infinite element gives the limit where there is one, else NaN; see `limit`.

mod blocks;
mod formula;
mod keep;
mod limit;
mod parallel;
mod program;
mod reduce;
mod root;
mod shape;
mod transfer;
mod walk;

use nonlin_catalogue::NoiseSource;
use nonlin_expr::{LimitError, RowExpr};

use crate::element::Element;
use crate::simd::Level;
use program::Program;
use shape::Rows;
pub use shape::ShapeError;
pub use walk::RowsOf;

/// Draws of one evaluation: the same ones for the same seed and element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// The seed.
    pub seed: u64,
    /// The index of the slice's first element, for slices that are parts of a larger one.
    pub first: u64,
}

/// A row formula made runnable; cheap to share between threads.
///
/// ```
/// use nonlin_expr::RowExpr;
/// use nonlin_kernels::RowKernel;
///
/// let softmax = RowKernel::new(&RowExpr::parse("exp(x)/sum(exp(x))")?.stable()?, &[])?;
/// let mut y = [0.0_f32; 3];
/// softmax.run(&[&[1000.0_f32, 1000.0, -1000.0]], 1, None, &mut y)?;
/// assert_eq!(y, [0.5, 0.5, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct RowKernel {
    program: Program,
    level: Level,
}

impl RowKernel {
    /// Of a formula, as it is: see [`RowExpr::stable`]. `noise` says what its noises are.
    ///
    /// # Errors
    /// When the formula outgrows the expression limits.
    pub fn new(formula: &RowExpr, noise: &[NoiseSource]) -> Result<Self, LimitError> {
        Ok(Self { program: Program::new(&formula.hoisted()?, noise)?, level: Level::best() })
    }

    /// The same on another instruction set of this processor; the best one is the default.
    #[must_use]
    pub fn at(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The length of a row of results for a row of `row` arguments.
    ///
    /// # Errors
    /// When such a row does not split into the function's parts.
    pub fn results(&self, row: usize) -> Result<usize, ShapeError> {
        self.program.elements(row).map(|elements| self.program.results(elements))
    }

    /// Fills `y` from `rows` rows of each slice: the arguments, and for a derivative what it is
    /// multiplied with. Noise is drawn by `draws`; without, it is NaN.
    ///
    /// # Errors
    /// When the slices do not fit.
    pub fn run<T: Element>(
        &self,
        slices: &[&[T]],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), ShapeError> {
        self.compute(self.rows_of(slices, rows, draws, y)?);
        Ok(())
    }

    /// The same where the results take the arguments' place; `others` are the slices after them.
    ///
    /// # Errors
    /// When the slices do not fit, or a row of results is not as long as one of arguments.
    pub fn run_in_place<T: Element>(
        &self,
        x: &mut [T],
        others: &[&[T]],
        rows: usize,
        draws: Option<Draws>,
    ) -> Result<(), ShapeError> {
        let slices = after_own(others);
        self.compute(self.rows_in_place(&slices, rows, draws, x)?);
        Ok(())
    }

    fn compute<T: Element>(&self, rows: RowsOf<'_, T>) {
        T::rows(self.level, rows);
    }

    fn rows_of<'a, T: Element>(
        &'a self,
        slices: &'a [&'a [T]],
        rows: usize,
        draws: Option<Draws>,
        y: &'a mut [T],
    ) -> Result<RowsOf<'a, T>, ShapeError> {
        let lengths: Vec<usize> = slices.iter().map(|slice| slice.len()).collect();
        let rows = self.program.shape(&lengths, rows, y.len())?;
        Ok(RowsOf { program: &self.program, slices, rows, draws, y, in_place: false })
    }

    /// `slices` has an empty one in the place of the arguments.
    fn rows_in_place<'a, T: Element>(
        &'a self,
        slices: &'a [&'a [T]],
        rows: usize,
        draws: Option<Draws>,
        x: &'a mut [T],
    ) -> Result<RowsOf<'a, T>, ShapeError> {
        let mut lengths: Vec<usize> = slices.iter().map(|slice| slice.len()).collect();
        lengths[0] = x.len();
        let rows = self.program.shape(&lengths, rows, x.len())?;
        Ok(RowsOf { program: &self.program, slices, rows, draws, y: x, in_place: true })
    }
}

/// The slices of a call in place: none for the arguments, then the others.
fn after_own<'a, T>(others: &[&'a [T]]) -> Vec<&'a [T]> {
    let own: &[T] = &[];
    std::iter::once(own).chain(others.iter().copied()).collect()
}
