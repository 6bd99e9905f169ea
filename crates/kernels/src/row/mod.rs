//! Functions of rows: softmax and its kin, gated units, random units, and their derivatives.
//!
//! A [`RowKernel`] runs a row formula over the rows of one or two slices. For each row it computes the
//! formula's numbers one after the other, each in one pass over the row, then the results. f32 rows
//! are computed in f64 and f64 rows in double-double, as single numbers are, so that a result is rounded
//! once. Sums are double-double for both, in one fixed order: a row's result depends on that row alone.
//!
//! NaN in a row makes NaN of whatever depends on it: in a softmax the whole row, in a gated unit the
//! one element. An infinite element gives the limit where there is one, else NaN; see `limit`.

mod lanes;
mod limit;
mod program;
mod reduce;
mod root;

use std::fmt;

use nonlin_catalogue::NoiseSource;
use nonlin_expr::{LimitError, RowExpr};

use crate::element::Element;
use program::Program;

/// Slices that do not fit the function; the text says which and what would.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShapeError {
    /// The function takes this many slices.
    Slices {
        /// How many it takes.
        expected: usize,
        /// How many it was given.
        found: usize,
    },
    /// A row of this many numbers is not made of this many equal parts.
    Parts {
        /// Numbers of the row.
        row: usize,
        /// Parts.
        parts: usize,
    },
    /// A row of this many numbers is not made of groups of this many neighbours.
    Groups {
        /// Numbers of the row.
        row: usize,
        /// Neighbours in a group.
        group: usize,
    },
    /// A slice has the wrong length.
    Length {
        /// What it is: the argument, what the derivative is multiplied with, or the result.
        which: &'static str,
        /// The length that fits.
        expected: usize,
        /// Its length.
        found: usize,
    },
    /// This many numbers are not this many rows.
    Rows {
        /// Numbers.
        numbers: usize,
        /// Rows.
        rows: usize,
    },
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slices { expected, found } => {
                write!(f, "the function takes {expected} slices, not {found}")
            }
            Self::Parts { row, parts } => write!(
                f,
                "a row of {row} numbers does not split into {parts} equal parts; give a multiple of \
                 {parts}"
            ),
            Self::Groups { row, group } => write!(
                f,
                "a row of {row} numbers does not split into groups of {group}; give a multiple of \
                 {group}"
            ),
            Self::Length { which, expected, found } => {
                write!(f, "{which} has {found} numbers, where {expected} fit")
            }
            Self::Rows { numbers, rows } => {
                write!(f, "{numbers} numbers do not make {rows} rows of equal length")
            }
        }
    }
}

impl std::error::Error for ShapeError {}

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
}

impl RowKernel {
    /// Of a formula, as it is: see [`RowExpr::stable`]. `noise` says what its noises are.
    ///
    /// # Errors
    /// When the formula outgrows the expression limits.
    pub fn new(formula: &RowExpr, noise: &[NoiseSource]) -> Result<Self, LimitError> {
        Ok(Self { program: Program::new(&formula.hoisted()?, noise)? })
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
        self.program.run(slices, rows, draws, y)
    }
}
