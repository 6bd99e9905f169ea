//! Softmax cross-entropy.
//!
//! For logits z and the true class c the loss is −log softmax(z)\[c\] = log Σ exp(z) − z\[c\]. With the
//! largest logit m subtracted first, no exponential overflows and the largest is 1:
//! log Σ exp(z − m) − (z\[c\] − m). Its gradient is softmax(z) − onehot(c).

use crate::scalar::Scalar;

/// Sum of the rows' losses; writes `scale · ∂loss/∂z` into `delta`.
///
/// `logits` and `delta` are rows × classes, `labels` has one class for each row; `scale` is 1/rows for
/// a mean. NaN if a logit is NaN or infinite.
pub fn softmax_cross_entropy<T: Scalar>(
    logits: &[T],
    labels: &[u32],
    classes: usize,
    scale: f64,
    delta: &mut [T],
) -> f64 {
    let mut total = 0.0;
    let rows = logits.chunks_exact(classes).zip(delta.chunks_exact_mut(classes)).zip(labels);
    for ((z, delta), &label) in rows {
        let label = label as usize;
        let largest = largest(z);
        let mut sum = 0.0;
        for (d, &z) in delta.iter_mut().zip(z) {
            *d = (z - largest).exp();
            sum += d.to_f64();
        }
        total += sum.ln() - (z[label] - largest).to_f64();
        let factor = T::from_f64(scale / sum);
        for d in delta.iter_mut() {
            *d *= factor;
        }
        delta[label] -= T::from_f64(scale);
    }
    total
}

/// Sum of the rows' losses and the number of rows whose largest logit is that of the true class.
///
/// Among equal logits the first counts. A row with a NaN or infinite logit predicts nothing: it is
/// wrong, and makes the loss NaN.
pub fn evaluate<T: Scalar>(logits: &[T], labels: &[u32], classes: usize) -> (f64, usize) {
    let (mut total, mut correct) = (0.0, 0);
    for (z, &label) in logits.chunks_exact(classes).zip(labels) {
        let largest = largest(z);
        let sum: f64 = z.iter().map(|&z| (z - largest).exp().to_f64()).sum();
        total += sum.ln() - (z[label as usize] - largest).to_f64();
        let finite = z.iter().all(|z| z.is_finite());
        if finite && z.iter().position(|&z| z >= largest) == Some(label as usize) {
            correct += 1;
        }
    }
    (total, correct)
}

/// The largest element; NaN elements are passed over here and show up in the differences to it.
fn largest<T: Scalar>(z: &[T]) -> T {
    z.iter().fold(T::NEG_INFINITY, |largest, &z| if z > largest { z } else { largest })
}

#[cfg(test)]
mod tests {
    use super::*;

    const Z: [f64; 8] = [1.0, -2.0, 0.5, 3.0, 0.0, 0.0, -1.0, 2.5];
    const LABELS: [u32; 2] = [2, 3];

    /// The definition as it stands: −log(exp(z\[c\]) / Σ exp(z)).
    fn direct(z: &[f64], label: usize) -> f64 {
        -(z[label].exp() / z.iter().map(|z| z.exp()).sum::<f64>()).ln()
    }

    #[test]
    fn equals_the_definition() {
        let expected = direct(&Z[..4], 2) + direct(&Z[4..], 3);
        let mut delta = [0.0; 8];
        let total = softmax_cross_entropy(&Z, &LABELS, 4, 0.5, &mut delta);
        assert!((total - expected).abs() < 1e-14);
        let (evaluated, correct) = evaluate(&Z, &LABELS, 4);
        assert!((evaluated - expected).abs() < 1e-14);
        assert_eq!(correct, 1);
        // The gradient of half the sum, by central differences of the definition.
        for i in 0..8 {
            let moved = |h: f64| {
                let mut z = Z;
                z[i] += h;
                0.5 * (direct(&z[..4], 2) + direct(&z[4..], 3))
            };
            let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            assert!((delta[i] - difference).abs() < 1e-9, "{i}: {} {difference}", delta[i]);
        }
    }

    #[test]
    fn large_logits_do_not_overflow() {
        let mut delta = [0.0_f32; 3];
        let total = softmax_cross_entropy(&[1e4_f32, 0.0, -1e4], &[1], 3, 1.0, &mut delta);
        assert_eq!(total, 1e4);
        assert_eq!(delta, [1.0, -1.0, 0.0]);
    }

    #[test]
    fn what_is_not_finite_is_nan_and_wrong() {
        for bad in [f32::NAN, f32::INFINITY] {
            let z = [bad, 0.0, 5.0, 1.0];
            let mut delta = [0.0; 4];
            assert!(softmax_cross_entropy(&z, &[0, 0], 2, 1.0, &mut delta).is_nan());
            let (total, correct) = evaluate(&z, &[0, 0], 2);
            assert!(total.is_nan());
            assert_eq!(correct, 1, "the finite row is still judged");
        }
        assert_eq!(evaluate(&[0.0_f64; 4], &[0, 1], 2).1, 1, "a tie goes to the first class");
    }
}
