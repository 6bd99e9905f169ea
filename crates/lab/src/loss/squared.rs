//! Half the squared error, mean over the targets. Its gradient by an output is (z − y)/targets.

use crate::diagnostics::count;
use crate::scalar::Scalar;

/// As [`super::Loss::gradient`].
pub(super) fn gradient<T: Scalar>(
    outputs: &[T],
    values: &[f32],
    width: usize,
    scale: f64,
    delta: &mut [T],
) -> f64 {
    let share = T::from_f64(scale / count(width));
    let mut total = 0.0;
    for ((delta, &z), &y) in delta.iter_mut().zip(outputs).zip(values) {
        let error = z - T::from_f64(f64::from(y));
        total += error.to_f64() * error.to_f64();
        *delta = share * error;
    }
    0.5 * total / count(width)
}

/// As [`super::Loss::value`].
pub(super) fn value<T: Scalar>(outputs: &[T], values: &[f32], width: usize) -> f64 {
    let errors = outputs.iter().zip(values).map(|(z, &y)| z.to_f64() - f64::from(y));
    0.5 * errors.map(|error| error * error).sum::<f64>() / count(width)
}

#[cfg(test)]
mod tests {
    use super::super::{Loss, Rows, check_gradient};
    use crate::task::Task;

    #[test]
    fn equals_the_definition() {
        let loss = Loss::new(&Task::Regression { targets: Vec::new() });
        let z = [1.0, -2.0, 0.5, 3.0];
        let y = [1.5, 0.25, 0.5, -1.0];
        check_gradient(&loss, &z, Rows::Values(&y), 2, |z| {
            let row = |i: usize| (z[i] - f64::from(y[i])).powi(2) / 2.0;
            f64::midpoint(row(0), row(1)) + f64::midpoint(row(2), row(3))
        });
        assert!(!loss.value(&[f64::INFINITY, 0.0], Rows::Values(&[0.0; 2]), 2).is_finite());
    }
}
