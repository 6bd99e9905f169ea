//! Softmax cross-entropy.
//!
//! For logits z and the true class c the loss is −log softmax(z)\[c\] = log Σ exp(z) − z\[c\]. With the
//! largest logit m subtracted first, no exponential overflows and the largest is 1:
//! log Σ exp(z − m) − (z\[c\] − m). Its gradient is softmax(z) − onehot(c). The exponentials of all rows are
//! one call of the kernel.

use crate::scalar::Scalar;
use nonlin_kernels::Kernel;

/// As [`super::Loss::gradient`].
pub(super) fn gradient<T: Scalar>(
    exp: &Kernel,
    logits: &[T],
    classes: &[u32],
    width: usize,
    scale: f64,
    delta: &mut [T],
) -> f64 {
    let mut total = 0.0;
    let rows = || logits.chunks_exact(width).zip(classes);
    for ((z, &class), delta) in rows().zip(delta.chunks_exact_mut(width)) {
        let largest = largest(z);
        for (d, &z) in delta.iter_mut().zip(z) {
            *d = z - largest;
        }
        total -= delta[class as usize].to_f64();
    }
    exp.value_in_place(delta);
    for (delta, &class) in delta.chunks_exact_mut(width).zip(classes) {
        let sum: f64 = delta.iter().map(|d| d.to_f64()).sum();
        total += sum.ln();
        let factor = T::from_f64(scale / sum);
        for d in delta.iter_mut() {
            *d *= factor;
        }
        delta[class as usize] -= T::from_f64(scale);
    }
    total
}

/// As [`super::Loss::value`].
pub(super) fn value<T: Scalar>(logits: &[T], classes: &[u32], width: usize) -> f64 {
    let mut total = 0.0;
    for (z, &class) in logits.chunks_exact(width).zip(classes) {
        let largest = largest(z).to_f64();
        let sum: f64 = z.iter().map(|z| (z.to_f64() - largest).exp()).sum();
        total += sum.ln() - (z[class as usize].to_f64() - largest);
    }
    total
}

/// The largest element; NaN elements are passed over here and show up in the differences to it.
pub(super) fn largest<T: Scalar>(z: &[T]) -> T {
    z.iter().fold(T::NEG_INFINITY, |largest, &z| if z > largest { z } else { largest })
}

#[cfg(test)]
mod tests {
    use super::super::{Loss, Rows, check_gradient};
    use crate::task::Task;

    fn loss() -> Loss {
        Loss::new(&Task::Classification { classes: Vec::new() })
    }

    /// The definition as it stands: −log(exp(z\[c\]) / Σ exp(z)).
    fn direct(z: &[f64], class: usize) -> f64 {
        -(z[class].exp() / z.iter().map(|z| z.exp()).sum::<f64>()).ln()
    }

    #[test]
    fn equals_the_definition() {
        let z = [1.0, -2.0, 0.5, 3.0, 0.0, 0.0, -1.0, 2.5];
        check_gradient(&loss(), &z, Rows::Classes(&[2, 3]), 4, |z| {
            direct(&z[..4], 2) + direct(&z[4..], 3)
        });
    }

    #[test]
    fn large_logits_do_not_overflow() {
        let mut delta = [0.0_f32; 3];
        let z = [1e4_f32, 0.0, -1e4];
        assert_eq!(loss().gradient(&z, Rows::Classes(&[1]), 3, 1.0, &mut delta), 1e4);
        assert_eq!(delta, [1.0, -1.0, 0.0]);
    }

    #[test]
    fn what_is_not_finite_is_nan() {
        for bad in [f32::NAN, f32::INFINITY] {
            let z = [bad, 0.0, 5.0, 1.0];
            let rows = Rows::Classes(&[0, 0]);
            assert!(loss().gradient(&z, rows, 2, 1.0, &mut [0.0; 4]).is_nan());
            assert!(loss().value(&z, rows, 2).is_nan());
        }
    }
}
