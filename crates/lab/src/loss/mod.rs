//! Losses: what a network's outputs cost, and the gradient by them.
//!
//! | task | loss of a row with outputs z |
//! |---|---|
//! | classification, class c | log Σ exp(z) − z\[c\] (softmax cross-entropy) |
//! | multi-label, y of 0s and 1s | mean of softplus(z) − y·z (sigmoid and binary cross-entropy) |
//! | regression, y | mean of (z − y)²/2 |
//!
//! All are computed in a form that overflows nowhere, and summed in f64. [`Score`] judges outputs by the
//! task's metric.

mod score;
mod sigmoid;
mod softmax;
mod squared;

use crate::scalar::Scalar;
use crate::task::{Targets, Task};
use nonlin_expr::Expr;
use nonlin_kernels::Kernel;

pub use score::Score;

/// The loss of a task, made ready to compute.
#[derive(Debug, Clone)]
pub struct Loss {
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    /// With the kernel of exp.
    Softmax(Box<Kernel>),
    Sigmoid,
    Squared,
}

/// The targets of the rows at hand.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    /// One class a row.
    Classes(&'a [u32]),
    /// Rows × targets, row-major.
    Values(&'a [f32]),
}

impl<'a> Rows<'a> {
    /// Rows `from` to `to` of targets.
    #[must_use]
    pub fn of(targets: &'a Targets, from: usize, to: usize) -> Self {
        match targets {
            Targets::Classes(classes) => Self::Classes(&classes[from..to]),
            Targets::Values { width, values } => Self::Values(&values[from * width..to * width]),
        }
    }
}

impl Loss {
    /// The loss of a task.
    #[must_use]
    pub fn new(task: &Task) -> Self {
        let form = match task {
            Task::Classification { .. } => Form::Softmax(Box::new(exponential())),
            Task::MultiLabel { .. } => Form::Sigmoid,
            Task::Regression { .. } => Form::Squared,
        };
        Self { form }
    }

    /// Sum of the rows' losses; writes `scale` · ∂loss/∂z into `delta`.
    ///
    /// `outputs` and `delta` are rows × `width`; `scale` is 1/rows for a mean. NaN or infinite if an
    /// output is. Targets of another task than the loss's make NaN.
    pub fn gradient<T: Scalar>(
        &self,
        outputs: &[T],
        targets: Rows<'_>,
        width: usize,
        scale: f64,
        delta: &mut [T],
    ) -> f64 {
        match (&self.form, targets) {
            (Form::Softmax(exp), Rows::Classes(classes)) => {
                softmax::gradient(exp, outputs, classes, width, scale, delta)
            }
            (Form::Sigmoid, Rows::Values(labels)) => {
                sigmoid::gradient(outputs, labels, width, scale, delta)
            }
            (Form::Squared, Rows::Values(values)) => {
                squared::gradient(outputs, values, width, scale, delta)
            }
            _ => f64::NAN,
        }
    }

    /// Sum of the rows' losses, without a gradient.
    #[must_use]
    pub fn value<T: Scalar>(&self, outputs: &[T], targets: Rows<'_>, width: usize) -> f64 {
        match (&self.form, targets) {
            (Form::Softmax(_), Rows::Classes(classes)) => softmax::value(outputs, classes, width),
            (Form::Sigmoid, Rows::Values(labels)) => sigmoid::value(outputs, labels, width),
            (Form::Squared, Rows::Values(values)) => squared::value(outputs, values, width),
            _ => f64::NAN,
        }
    }
}

fn exponential() -> Kernel {
    let exp = Expr::parse("exp(x)").map(|exp| Kernel::of(&exp, &exp));
    match exp {
        Ok(Ok(kernel)) => kernel,
        // One operator, read by the parser that defines it.
        Ok(Err(error)) => unreachable!("{error}"),
        Err(error) => unreachable!("{error}"),
    }
}

/// The loss and its gradient at every output against a definition that the caller gives, by central
/// differences in f64.
#[cfg(test)]
fn check_gradient(
    loss: &Loss,
    z: &[f64],
    targets: Rows<'_>,
    width: usize,
    direct: impl Fn(&[f64]) -> f64,
) {
    let mut delta = vec![f64::NAN; z.len()];
    let total = loss.gradient(z, targets, width, 0.5, &mut delta);
    assert!((total - direct(z)).abs() < 1e-13, "{total} against {}", direct(z));
    assert!((loss.value(z, targets, width) - total).abs() < 1e-13);
    for i in 0..z.len() {
        let moved = |h: f64| {
            let mut z = z.to_vec();
            z[i] += h;
            0.5 * direct(&z)
        };
        let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        assert!((delta[i] - difference).abs() < 1e-9, "{i}: {} {difference}", delta[i]);
    }
}
