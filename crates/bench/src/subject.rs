//! How a function is run: as a kernel over a slice, or over rows.

use std::hint::black_box;

use nonlin::kernels::{Element, OutputGradient};
use nonlin::{Activation, Error, ErrorKind, RowActivation};

use crate::clock::lowest;
use crate::figure::{Pass, Threads};
use crate::limit::operations;
use crate::slices::Slices;

/// Elements in a row of a function of rows; a slice that isn't whole rows of this length is one row.
const ROW: usize = 1024;

/// A function that can be timed.
pub(crate) enum Subject {
    /// Of single numbers.
    Elements(Box<Activation>),
    /// Of rows.
    Rows(Box<RowActivation>),
}

impl Subject {
    /// The function with this name or formula.
    pub(crate) fn resolve(name: &str) -> Result<Self, Error> {
        match Activation::resolve(name) {
            Ok(activation) => Ok(Self::Elements(Box::new(activation))),
            Err(error) if error.kind() == ErrorKind::NotScalar => {
                Ok(Self::Rows(Box::new(RowActivation::resolve(name)?)))
            }
            Err(error) => Err(error),
        }
    }

    /// Nanoseconds that a pass over the slices takes; `None` where there is none: rows have none from the
    /// output, and need a result for each number of the row.
    pub(crate) fn time<T: Element>(
        &self,
        pass: Pass,
        threads: Threads,
        slices: &mut Slices<T>,
    ) -> Option<f64> {
        let (x, dy, out) = (slices.x.get(), slices.dy.get(), slices.out.get_mut());
        match self {
            Self::Elements(activation) if pass == Pass::Output => {
                let gradient = OutputGradient::new(activation.bound())?;
                let kept = slices.x.mapped(|x, y| activation.kernel().value(x, y));
                Some(lowest(|| {
                    let (y, dy, out) = (black_box(kept.get()), black_box(dy), black_box(&mut *out));
                    match threads {
                        Threads::One => gradient.backward(y, dy, out),
                        Threads::All => gradient.par_backward(y, dy, out),
                    }
                }))
            }
            Self::Elements(activation) => {
                let kernel = activation.kernel();
                Some(lowest(|| {
                    let (x, dy, out) = (black_box(x), black_box(dy), black_box(&mut *out));
                    match (pass, threads) {
                        (Pass::Forward, Threads::One) => kernel.value(x, out),
                        (Pass::Forward, Threads::All) => kernel.par_value(x, out),
                        (_, Threads::One) => kernel.backward(x, dy, out),
                        (_, Threads::All) => kernel.par_backward(x, dy, out),
                    }
                }))
            }
            Self::Rows(activation) => {
                let row = if x.len().is_multiple_of(ROW) { ROW } else { x.len() };
                let fits = activation.results(row).is_ok_and(|results| results == row);
                if pass == Pass::Output || !fits {
                    return None;
                }
                let rows = x.len() / row;
                let mut failed = false;
                let time = lowest(|| {
                    let (x, dy, out) = (black_box(x), black_box(dy), black_box(&mut *out));
                    let done = match (pass, threads) {
                        (Pass::Forward, Threads::One) => activation.value(x, rows, None, out),
                        (Pass::Forward, Threads::All) => activation.par_value(x, rows, None, out),
                        (_, Threads::One) => activation.vjp(x, dy, rows, None, out),
                        (_, Threads::All) => activation.par_vjp(x, dy, rows, None, out),
                    };
                    failed |= done.is_err();
                });
                (!failed).then_some(time)
            }
        }
    }

    /// Arithmetic operations for an element, in multiply-adds of f64. Of rows they aren't counted: only
    /// the copy limits them.
    pub(crate) fn operations(&self, pass: Pass) -> f64 {
        let Self::Elements(activation) = self else { return 0.0 };
        let Ok(forms) = activation.bound().stable(1) else { return 0.0 };
        match pass {
            Pass::Forward => operations(&forms[0].expr),
            Pass::Backward => operations(&forms[1].expr) + 1.0,
            Pass::Output => {
                let gradient = OutputGradient::new(activation.bound());
                gradient.map_or(0.0, |gradient| operations(gradient.formula()) + 1.0)
            }
        }
    }
}
