//! Orthogonal weights (Saxe, McClelland and Ganguli 2014) from normal ones.
//!
//! The columns of a matrix (its rows, where it has fewer of those) are made orthonormal by the method of
//! Gram and Schmidt, each vector against all before it, twice: after the second time they are orthogonal
//! to rounding (Giraud, Langou, Rozložník 2005). From normal directions this draws uniformly among all such
//! matrices. They are then scaled so that the mean square of the weights is 1, as that of the normal ones.

/// Makes each of `parts` blocks of columns of a row-major matrix of `columns` columns orthogonal.
pub(super) fn orthogonalise(matrix: &mut [f64], columns: usize, parts: usize) {
    let rows = matrix.len() / columns.max(1);
    let width = columns / parts.max(1);
    let few = rows.min(width);
    if few == 0 {
        return;
    }
    let long = rows.max(width);
    // `few` vectors of length 1 have the sum of squares `few` over few · long elements.
    #[allow(clippy::cast_precision_loss)] // widths are far below 2⁵³
    let scale = (long as f64).sqrt();
    for part in 0..parts {
        let at = |vector: usize, i: usize| {
            let (row, column) = if rows >= width { (i, vector) } else { (vector, i) };
            row * columns + part * width + column
        };
        let mut vectors: Vec<f64> = Vec::with_capacity(few * long);
        for vector in 0..few {
            vectors.extend((0..long).map(|i| matrix[at(vector, i)]));
            let (before, own) = vectors.split_at_mut(vector * long);
            for _ in 0..2 {
                for other in before.chunks_exact(long) {
                    let along = dot(other, own);
                    own.iter_mut().zip(other).for_each(|(own, other)| *own -= along * other);
                }
            }
            let length = dot(own, own).sqrt();
            own.iter_mut().for_each(|own| *own /= length);
            for (i, own) in own.iter().enumerate() {
                matrix[at(vector, i)] = scale * own;
            }
        }
    }
}

/// In eight sums side by side: an order of its own, and vectors.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    /// WᵀW (or WWᵀ) is the identity times the longer side, by the definition; the mean square is 1.
    #[test]
    fn vectors_are_orthogonal() {
        for (rows, width, parts) in [(20, 20, 1), (30, 7, 1), (7, 30, 1), (12, 5, 2), (1, 4, 1)] {
            let columns = width * parts;
            let mut stream = Stream::new(3, "test", 0);
            let mut matrix: Vec<f64> = (0..rows * columns).map(|_| stream.normal()).collect();
            orthogonalise(&mut matrix, columns, parts);
            for part in 0..parts {
                let entry = |i: usize, j: usize| matrix[i * columns + part * width + j];
                let few = rows.min(width);
                for a in 0..few {
                    for b in 0..few {
                        let product: f64 = if rows >= width {
                            (0..rows).map(|i| entry(i, a) * entry(i, b)).sum()
                        } else {
                            (0..width).map(|j| entry(a, j) * entry(b, j)).sum()
                        };
                        let expected = if a == b { rows.max(width) as f64 } else { 0.0 };
                        assert!((product - expected).abs() < 1e-12, "{rows} {width}: {product}");
                    }
                }
            }
            let square: f64 = matrix.iter().map(|w| w * w).sum::<f64>() / matrix.len() as f64;
            assert!((square - 1.0).abs() < 1e-13, "{rows} {width}: {square}");
        }
    }
}
