//! Polynomials through samples at nested Chebyshev points of [−1, 1].
//!
//! The points of degree n are among those of degree 2n, so that no sample is lost when a degree is not
//! enough, and the points of the next degree that are not sampled yet are the places to check. They are
//! odd multiples of 2^-27 but for the middle and the ends: middle + half·t is then an f64 without rounding
//! for every piece of a binade of f32, and no steps of a round length, as those of floor(x), hide between
//! points that are all as far from a step.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// The degrees, each twice the one before.
pub const DEGREES: [usize; 4] = [4, 8, 16, 32];
/// The points are numbered as those of this degree, from t = 1 down to t = −1.
pub const LAST: usize = 64;

/// Point number `j` of 0 to [`LAST`].
#[must_use]
pub fn point(j: usize) -> f64 {
    POINTS[j]
}

/// The numbers of the points of a degree.
pub fn points(degree: usize) -> impl Iterator<Item = usize> {
    (0..=LAST).step_by(LAST / degree)
}

/// The numbers of four points between those of a degree: the outermost and two inner ones, not in
/// symmetry.
#[must_use]
pub fn checks(degree: usize) -> [usize; 4] {
    let half = LAST / degree / 2;
    let odd = |k: usize| half * (2 * k + 1);
    [odd(0), odd(degree / 4), odd(degree / 2), odd(degree - 1)]
}

/// The coefficients of the Chebyshev series through samples at the points of a degree.
///
/// Their rounding errors are a few 2^-52 of the largest sample.
#[must_use]
pub fn coefficients(samples: &[f64]) -> Vec<f64> {
    let degree = samples.len() - 1;
    let inverse = &INVERSES[DEGREES.iter().position(|&known| known == degree).unwrap_or(0)];
    let row = |row: &Vec<f64>| row.iter().zip(samples).map(|(a, b)| a * b).sum();
    inverse.iter().map(row).collect()
}

/// The values of a Chebyshev series at each of `t`, by Clenshaw's rule.
pub fn evaluate(coefficients: &[f64], t: &[f64], values: &mut [f64]) {
    /// Sums in flight: as many as hide the latency of an addition.
    const WIDTH: usize = 16;
    for (t, values) in t.chunks(WIDTH).zip(values.chunks_mut(WIDTH)) {
        let mut twice = [0.0; WIDTH];
        for (twice, t) in twice.iter_mut().zip(t) {
            *twice = 2.0 * t;
        }
        let (mut next, mut after) = ([0.0; WIDTH], [0.0; WIDTH]);
        for &coefficient in coefficients.iter().skip(1).rev() {
            for lane in 0..WIDTH {
                let here = twice[lane] * next[lane] - after[lane] + coefficient;
                (after[lane], next[lane]) = (next[lane], here);
            }
        }
        let first = coefficients.first().copied().unwrap_or(0.0);
        for (lane, value) in values.iter_mut().enumerate() {
            *value = 0.5 * twice[lane] * next[lane] - after[lane] + first;
        }
    }
}

static POINTS: LazyLock<[f64; LAST + 1]> = LazyLock::new(|| {
    let unit = 2_f64.powi(27);
    #[expect(clippy::cast_precision_loss, reason = "0 to 64")]
    std::array::from_fn(|j| {
        let units = (PI * j as f64 / LAST as f64).cos() * unit;
        let whole =
            if j % (LAST / 2) == 0 { units.round() } else { 2.0 * (units / 2.0).floor() + 1.0 };
        whole / unit
    })
});

/// For each degree, the matrix from samples to coefficients.
static INVERSES: LazyLock<[Vec<Vec<f64>>; 4]> = LazyLock::new(|| DEGREES.map(inverse));

/// The inverse of the matrix of the polynomials T₀ … Tₙ at the points, by Gauss and Jordan. The matrix is
/// nearly orthogonal: little is lost.
fn inverse(degree: usize) -> Vec<Vec<f64>> {
    let order = degree + 1;
    let mut rows: Vec<Vec<f64>> = points(degree)
        .enumerate()
        .map(|(i, j)| {
            let mut row = vec![1.0, point(j)];
            for k in 2..order {
                row.push(2.0 * point(j) * row[k - 1] - row[k - 2]);
            }
            row.extend((0..order).map(|k| f64::from(u8::from(k == i))));
            row
        })
        .collect();
    for column in 0..order {
        let size = |row: &usize| rows[*row][column].abs();
        let pivot = (column..order).max_by(|a, b| size(a).total_cmp(&size(b))).unwrap_or(column);
        rows.swap(column, pivot);
        let scale = 1.0 / rows[column][column];
        rows[column].iter_mut().for_each(|entry| *entry *= scale);
        let pivot = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != column) {
            let factor = row[column];
            row.iter_mut().zip(&pivot).for_each(|(entry, pivot)| *entry -= factor * pivot);
        }
    }
    rows.into_iter().map(|row| row[order..].to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_found_again() {
        for degree in DEGREES {
            let power = i32::try_from(degree).unwrap();
            let f = |t: f64| 3.0 + t - 2.0 * t * t + (0.9 * t).powi(power);
            let samples: Vec<f64> = points(degree).map(|j| f(point(j))).collect();
            let series = coefficients(&samples);
            let t: Vec<f64> = (-50..=50).map(|k| f64::from(k) / 50.0).collect();
            let mut values = vec![0.0; t.len()];
            evaluate(&series, &t, &mut values);
            for (t, value) in t.iter().zip(&values) {
                assert!((value - f(*t)).abs() < 1e-14, "degree {degree} at {t}: {value}");
            }
        }
    }

    #[test]
    fn points_are_nested_and_checks_are_between() {
        assert!(points(8).all(|j| points(16).any(|k| j == k)));
        for degree in DEGREES {
            let checks = checks(degree);
            assert!(
                checks.iter().all(|check| *check < LAST && points(degree).all(|j| j != *check))
            );
            assert!(checks.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert_eq!([point(0), point(LAST / 2), point(LAST)], [1.0, 0.0, -1.0]);
    }
}
