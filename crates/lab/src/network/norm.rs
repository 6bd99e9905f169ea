//! `LayerNorm` (Ba, Kiros and Hinton 2016): each row of pre-activations is shifted to mean 0 and scaled to
//! variance 1, then multiplied by a trained scale g and shifted by a trained b, unit by unit.
//!
//! With n the normalised row and s = 1/√(variance + ε), z = g·n + b. Backward, with δ the gradient by z
//! and h = g·δ, the gradient by the row before is s·(h − mean(h) − n·mean(h·n)). Means are summed in f64.

use crate::diagnostics::count;
use crate::scalar::Scalar;

/// What is added to the variance: a constant row becomes 0.
pub const EPSILON: f64 = 1e-5;

/// Normalises the first `width` numbers of each row of `stride` in place; leaves n (rows × width) and s
/// (one a row) for the way back. `own` is g, then b.
pub(crate) fn forward<T: Scalar>(
    z: &mut [T],
    stride: usize,
    own: &[T],
    normal: &mut [T],
    inverse: &mut [T],
) {
    let width = own.len() / 2;
    let (scale, shift) = own.split_at(width);
    let rows = z.chunks_exact_mut(stride).zip(normal.chunks_exact_mut(width)).zip(inverse);
    for ((row, normal), inverse) in rows {
        let row = &mut row[..width];
        let mean = row.iter().map(|z| z.to_f64()).sum::<f64>() / count(width);
        let square = row.iter().map(|z| (z.to_f64() - mean).powi(2)).sum::<f64>();
        let s = 1.0 / (square / count(width) + EPSILON).sqrt();
        *inverse = T::from_f64(s);
        for (i, z) in row.iter_mut().enumerate() {
            normal[i] = T::from_f64((z.to_f64() - mean) * s);
            *z = scale[i] * normal[i] + shift[i];
        }
    }
}

/// The way back: `delta`, the gradient by z, becomes that by the row before; adds to the gradient of
/// the layer's own parameters.
pub(crate) fn backward<T: Scalar>(
    delta: &mut [T],
    stride: usize,
    own: &[T],
    normal: &[T],
    inverse: &[T],
    gradient: &mut [T],
) {
    let width = own.len() / 2;
    let scale = &own[..width];
    let (by_scale, by_shift) = gradient.split_at_mut(width);
    let rows = delta.chunks_exact_mut(stride).zip(normal.chunks_exact(width)).zip(inverse);
    for ((row, normal), &inverse) in rows {
        let row = &mut row[..width];
        let (mut mean, mut along) = (0.0, 0.0);
        for i in 0..width {
            by_scale[i] += row[i] * normal[i];
            by_shift[i] += row[i];
            row[i] *= scale[i];
            mean += row[i].to_f64();
            along += row[i].to_f64() * normal[i].to_f64();
        }
        let (mean, along) = (T::from_f64(mean / count(width)), T::from_f64(along / count(width)));
        for i in 0..width {
            row[i] = inverse * (row[i] - mean - normal[i] * along);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, on the numbers 1, 3, 8 (mean 4, variance 26/3), beside a column that is not the
    /// layer's.
    #[test]
    fn equals_the_definition() {
        let own = [2.0_f64, 1.0, -1.0, 0.5, 0.0, 1.0];
        let mut z = [1.0, 3.0, 8.0, 77.0];
        let (mut normal, mut inverse) = ([0.0; 3], [0.0; 1]);
        forward(&mut z, 4, &own, &mut normal, &mut inverse);
        let deviation = (26.0_f64 / 3.0 + 1e-5).sqrt();
        let expected =
            [2.0 * (-3.0 / deviation) + 0.5, -1.0 / deviation, -(4.0 / deviation) + 1.0, 77.0];
        for (got, expected) in z.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-14, "{got} {expected}");
        }
    }

    #[test]
    fn a_constant_row_becomes_the_shift() {
        let mut z = [5.0_f32; 3];
        forward(&mut z, 3, &[9.0, 9.0, 9.0, 1.0, 2.0, 3.0], &mut [0.0; 3], &mut [0.0]);
        assert_eq!(z, [1.0, 2.0, 3.0]);
    }
}
