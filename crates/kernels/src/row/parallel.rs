//! The same rows on all threads.
//!
//! Rows are halved until a part is small. A row's result depends on that row alone, so the bits are
//! those of one thread. A single row is not split.

use super::shape::Rows;
use super::walk::RowsOf;
use super::{Draws, RowKernel, ShapeError, after_own};
use crate::element::Element;

/// Elements that are worth a task of their own.
const GRAIN: usize = 16_384;

impl RowKernel {
    /// [`run`](Self::run) on all threads of the current rayon pool.
    ///
    /// # Errors
    /// When the slices do not fit.
    pub fn par_run<T: Element>(
        &self,
        slices: &[&[T]],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), ShapeError> {
        self.halve(self.rows_of(slices, rows, draws, y)?);
        Ok(())
    }

    /// [`run_in_place`](Self::run_in_place) on all threads of the current rayon pool.
    ///
    /// # Errors
    /// When the slices do not fit, or a row of results is not as long as one of arguments.
    pub fn par_run_in_place<T: Element>(
        &self,
        x: &mut [T],
        others: &[&[T]],
        rows: usize,
        draws: Option<Draws>,
    ) -> Result<(), ShapeError> {
        let slices = after_own(others);
        self.halve(self.rows_in_place(&slices, rows, draws, x)?);
        Ok(())
    }

    fn halve<T: Element>(&self, job: RowsOf<'_, T>) {
        let Rows { first, count, elements, results } = job.rows;
        if count < 2 || count * elements.max(results) < 2 * GRAIN {
            return self.compute(job);
        }
        let middle = count / 2;
        let part = |first, count| Rows { first, count, ..job.rows };
        let (y, after) = job.y.split_at_mut(middle * results);
        let halves = job.slices.iter().zip(&job.program.extents).map(|(slice, extent)| {
            // In place there are no arguments but the results.
            slice.split_at_checked(middle * extent.length(elements)).unwrap_or_default()
        });
        let (left, right): (Vec<&[T]>, Vec<&[T]>) = halves.unzip();
        let left = RowsOf { slices: &left, rows: part(first, middle), y, ..job };
        let rest = part(first + middle, count - middle);
        let right = RowsOf { slices: &right, rows: rest, y: after, ..job };
        rayon::join(|| self.halve(left), || self.halve(right));
    }
}
