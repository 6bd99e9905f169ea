//! Sigmoid and binary cross-entropy, label by label.
//!
//! For a logit z and a label y the loss is −y·log σ(z) − (1 − y)·log σ(−z) = softplus(z) − y·z, and with
//! softplus(z) = max(z, 0) + log1p(exp(−|z|)) nothing overflows or cancels. Its gradient is σ(z) − y; for
//! y = 1 that is −σ(−z), whose digits stay where σ(z) is near 1.

use crate::diagnostics::count;
use crate::scalar::Scalar;

/// As [`super::Loss::gradient`].
pub(super) fn gradient<T: Scalar>(
    logits: &[T],
    labels: &[f32],
    width: usize,
    scale: f64,
    delta: &mut [T],
) -> f64 {
    let share = scale / count(width);
    let mut total = 0.0;
    for ((delta, &z), &y) in delta.iter_mut().zip(logits).zip(labels) {
        let (z, y) = (z.to_f64(), f64::from(y));
        total += one(z, y);
        // (1 − y)·σ(z) − y·σ(−z)
        *delta = T::from_f64(share * ((1.0 - y) * sigmoid(z) - y * sigmoid(-z)));
    }
    total / count(width)
}

/// As [`super::Loss::value`].
pub(super) fn value<T: Scalar>(logits: &[T], labels: &[f32], width: usize) -> f64 {
    let pairs = logits.iter().zip(labels);
    pairs.map(|(z, &y)| one(z.to_f64(), f64::from(y))).sum::<f64>() / count(width)
}

fn one(z: f64, y: f64) -> f64 {
    // z·(1 − y) for z > 0 and −z·y below: max(z, 0) − y·z without a difference of large numbers.
    let linear = if z > 0.0 { z * (1.0 - y) } else { -z * y };
    linear + (-z.abs()).exp().ln_1p()
}

fn sigmoid(z: f64) -> f64 {
    let e = (-z.abs()).exp();
    if z > 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) }
}

#[cfg(test)]
mod tests {
    use super::super::{Loss, Rows, check_gradient};
    use crate::task::Task;

    fn loss() -> Loss {
        Loss::new(&Task::MultiLabel { labels: Vec::new() })
    }

    #[test]
    fn equals_the_definition() {
        let z = [1.0, -2.0, 0.5, 3.0, 0.0, -0.7];
        let y = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0];
        check_gradient(&loss(), &z, Rows::Values(&y), 3, |z| {
            let probability = |z: f64| 1.0 / (1.0 + (-z).exp());
            let pairs = z.iter().zip(y);
            let all: f64 = pairs
                .map(|(&z, y)| {
                    let p = if y == 1.0 { probability(z) } else { 1.0 - probability(z) };
                    -p.ln()
                })
                .sum();
            all / 3.0
        });
    }

    #[test]
    fn far_out_it_is_linear_and_finite() {
        let mut delta = [0.0_f32; 2];
        let total = loss().gradient(&[1e4, -1e4], Rows::Values(&[0.0, 1.0]), 1, 1.0, &mut delta);
        assert_eq!((total, delta), (2e4, [1.0, -1.0]));
        // A right answer, sure of itself: exp(−50) of loss and of gradient, where 1 − σ(50) is 0.
        let small = (-50.0_f64).exp();
        let mut delta = [0.0_f64];
        let total = loss().gradient(&[50.0], Rows::Values(&[1.0]), 1, 1.0, &mut delta);
        assert!((total / small - 1.0).abs() < 1e-12 && (delta[0] / -small - 1.0).abs() < 1e-12);
        assert!(!loss().value(&[f64::NAN], Rows::Values(&[1.0]), 1).is_finite());
        assert!(!loss().value(&[f64::INFINITY], Rows::Values(&[1.0]), 1).is_finite());
    }
}
