//! The one door to the `gemm` crate, and the only unsafe code of this crate.
//!
//! All products run on one thread (`Parallelism::None`): parallelism is between trials, and a sum's
//! order then depends on the shapes alone, which is what makes a trial repeat bit for bit.

use crate::scalar::Scalar;
use gemm::Parallelism;

/// A row-major matrix, seen as it lies or transposed.
#[derive(Clone, Copy)]
pub(crate) struct View<'a, T> {
    data: &'a [T],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a, T> View<'a, T> {
    /// `data` holds `rows · columns` elements, row by row.
    pub(crate) fn new(data: &'a [T], rows: usize, columns: usize) -> Self {
        Self::strided(data, rows, columns, columns)
    }

    /// `data` holds `rows` rows of `stride` elements, of which the first `columns` are meant.
    pub(crate) fn strided(data: &'a [T], rows: usize, columns: usize, stride: usize) -> Self {
        assert_eq!(data.len(), rows * stride, "{rows} rows of {stride}");
        assert!(columns <= stride, "{columns} columns in rows of {stride}");
        Self { data, rows, columns, row_stride: stride, column_stride: 1 }
    }

    /// The same elements with rows and columns exchanged; nothing moves.
    pub(crate) fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

/// `out = a·b`, or `out += a·b` with `accumulate`. `a` is m × k, `b` k × n, `out` row-major m × n with
/// rows `pitch` elements apart; what lies between is left alone.
///
/// # Panics
/// If the shapes do not fit; they are the network's own, never a user's.
#[allow(unsafe_code)]
pub(crate) fn product<T: Scalar>(
    a: View<'_, T>,
    b: View<'_, T>,
    out: &mut [T],
    pitch: usize,
    accumulate: bool,
) {
    let (m, k, n) = (a.rows, a.columns, b.columns);
    assert_eq!(k, b.rows, "inner dimensions");
    assert_eq!(out.len(), m * pitch, "result shape");
    assert!(n <= pitch, "result width");
    // A stride is at most a slice's length, and a slice spans at most isize::MAX bytes.
    let stride = |s: usize| isize::try_from(s).unwrap_or(isize::MAX);
    // SAFETY: gemm reads lhs at i·row_stride + p·column_stride for i < m, p < k, and rhs and dst
    // likewise. `View::strided` (and `transposed`, which keeps the set of index pairs) makes the
    // largest such index (rows − 1)·stride + columns − 1 < rows·stride = data.len(), as columns ≤ stride;
    // out.len() = m·pitch and n ≤ pitch are asserted above in the same way. So every access lies in
    // its slice. `out` is borrowed mutably, so it overlaps neither operand. T is f32
    // or f64 (the only types with `Scalar`), both of which gemm supports; without `accumulate` dst
    // is not read, and it is initialised memory in any case.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            stride(pitch),
            accumulate,
            a.data.as_ptr(),
            stride(a.column_stride),
            stride(a.row_stride),
            b.data.as_ptr(),
            stride(b.column_stride),
            stride(b.row_stride),
            T::ONE,
            T::ONE,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(n: usize, salt: u32) -> Vec<f64> {
        (0..n)
            .map(|i| f64::from((i as u32 * 7919 + salt * 104_729) % 1009) / 1009.0 - 0.5)
            .collect()
    }

    /// Straight from the definition of a matrix product, in f64.
    fn naive(a: &[f64], b: &[f64], m: usize, k: usize, n: usize) -> Vec<f64> {
        let mut out = vec![0.0; m * n];
        for i in 0..m {
            for j in 0..n {
                out[i * n + j] = (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum();
            }
        }
        out
    }

    fn transpose(a: &[f64], rows: usize, columns: usize) -> Vec<f64> {
        (0..columns * rows).map(|i| a[(i % rows) * columns + i / rows]).collect()
    }

    #[test]
    fn agrees_with_the_definition() {
        for (m, k, n) in [(1, 1, 1), (3, 5, 2), (1, 64, 10), (54, 64, 128), (128, 128, 10)] {
            let (a, b) = (filled(m * k, 1), filled(k * n, 2));
            let expected = naive(&a, &b, m, k, n);
            let (at, bt) = (transpose(&a, m, k), transpose(&b, k, n));
            for (what, left, right) in [
                ("plain", View::new(&a, m, k), View::new(&b, k, n)),
                ("left transposed", View::new(&at, k, m).transposed(), View::new(&b, k, n)),
                ("right transposed", View::new(&a, m, k), View::new(&bt, n, k).transposed()),
            ] {
                let mut out = vec![f64::NAN; m * n];
                product(left, right, &mut out, n, false);
                for (got, expected) in out.iter().zip(&expected) {
                    assert!((got - expected).abs() < 1e-12, "{what} {m}x{k}x{n}");
                }
                product(left, right, &mut out, n, true);
                for (got, expected) in out.iter().zip(&expected) {
                    assert!((got - 2.0 * expected).abs() < 1e-12, "{what} twice {m}x{k}x{n}");
                }
            }
        }
    }

    #[test]
    fn single_precision_agrees_to_its_rounding() {
        let (m, k, n) = (128, 64, 128);
        let (a, b) = (filled(m * k, 3), filled(k * n, 4));
        let narrow = |v: &[f64]| v.iter().map(|&v| v as f32).collect::<Vec<_>>();
        let (a32, b32) = (narrow(&a), narrow(&b));
        let mut out = vec![0.0_f32; m * n];
        product(View::new(&a32, m, k), View::new(&b32, k, n), &mut out, n, false);
        for (got, expected) in out.iter().zip(naive(&a, &b, m, k, n)) {
            assert!((f64::from(*got) - expected).abs() < 64.0 * 1.2e-7, "{got} against {expected}");
        }
    }
}
