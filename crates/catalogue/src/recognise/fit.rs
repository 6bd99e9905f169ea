//! Solving for the numbers in a description: linear ones exactly, the others step by step.

use super::sample::POINTS;

/// A residual below this, relative to the function, is rounding: the fit has arrived.
const ARRIVED: f64 = 1e-13;
/// A residual below this is a fit that snapping and confirmation may still accept.
pub(super) const CLOSE: f64 = 1e-8;
const MAX_STEPS: usize = 24;
/// Most fits are hopeless, and the sooner they are given up the better: after so many steps, what
/// remains must be down to this part of what there was.
const PROGRESS: &[(usize, f64)] = &[(1, 0.9), (2, 0.6), (4, 0.1), (8, 1e-3)];
/// Shorter and shorter steps are tried this often before a fit is stuck.
const MAX_DAMPINGS: usize = 3;

/// Values at the points of a fit.
pub(super) type Values = [f64; POINTS];

/// The size of a function: the root of its mean square.
pub(super) fn size(values: &[f64]) -> f64 {
    (values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64).sqrt()
}

/// The best f ≈ a·g + d·x + e: its three numbers and what remains.
#[derive(Debug, Clone, Copy)]
pub(super) struct Linear {
    pub(super) a: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) residual: Values,
}

/// Least squares by orthogonalisation (Gram–Schmidt, twice); `None` where g is as good as straight on
/// the points, so that it cannot be told from d·x + e.
///
/// `one` is 1 at the points that count; at the others it is 0, and so are f, g and x.
pub(super) fn linear(f: &Values, g: &Values, x: &Values, one: &Values) -> Option<Linear> {
    let dot = |a: &Values, b: &Values| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let along = |v: &Values, unit: &Values, by: f64| -> Values {
        std::array::from_fn(|i| v[i] - by * unit[i])
    };
    let unit = |v: &Values| -> Values {
        let length = dot(v, v).sqrt();
        std::array::from_fn(|i| v[i] / length)
    };
    let count = dot(one, one);
    let one = unit(one);
    let x_one = dot(x, &one);
    let across = along(x, &one, x_one);
    let slope = unit(&across);
    // g = g_one·one + g_slope·slope + rest
    let (mut rest, mut g_one, mut g_slope) = (*g, 0.0, 0.0);
    for _ in 0..2 {
        let (by_one, by_slope) = (dot(&rest, &one), dot(&rest, &slope));
        rest = along(&along(&rest, &one, by_one), &slope, by_slope);
        (g_one, g_slope) = (g_one + by_one, g_slope + by_slope);
    }
    let bend = dot(&rest, &rest).sqrt();
    if !bend.is_finite() || bend <= 1e-7 * dot(g, g).sqrt() {
        return None;
    }
    let direction = unit(&rest);
    let (mut residual, mut by) = (*f, [0.0; 3]);
    for _ in 0..2 {
        for (by, axis) in by.iter_mut().zip([&one, &slope, &direction]) {
            let part = dot(&residual, axis);
            residual = along(&residual, axis, part);
            *by += part;
        }
    }
    let a = by[2] / bend;
    let d = (by[1] - a * g_slope) / dot(&across, &across).sqrt();
    let e = (by[0] - a * g_one - d * x_one) / count.sqrt();
    Some(Linear { a, d, e, residual })
}

/// Where Levenberg–Marquardt comes to from `start`, if what remains there is next to nothing beside
/// `scale`.
///
/// `residual` gives what remains for some numbers, or `None` where they are out of bounds.
pub(super) fn solve(
    start: &[f64],
    scale: f64,
    residual: impl Fn(&[f64]) -> Option<Values>,
) -> Option<Vec<f64>> {
    let mut at = start.to_vec();
    let mut rest = residual(&at)?;
    let first = size(&rest);
    let (mut now, mut damping) = (first, 1e-6);
    for step in 0..MAX_STEPS {
        if now <= ARRIVED * scale {
            break;
        }
        if PROGRESS.iter().any(|&(when, part)| step == when && now > part * first) {
            return None;
        }
        let slopes: Vec<Values> = (0..at.len())
            .map(|i| {
                let mut moved = at.clone();
                let by = 1e-6 * at[i].abs().max(0.1);
                moved[i] += by;
                let there = residual(&moved).or_else(|| {
                    moved[i] = at[i] - by;
                    residual(&moved)
                })?;
                let by = moved[i] - at[i];
                Some(std::array::from_fn(|k| (there[k] - rest[k]) / by))
            })
            .collect::<Option<_>>()?;
        let mut better = None;
        for _ in 0..MAX_DAMPINGS {
            let moved: Vec<f64> =
                at.iter().zip(step_of(&slopes, &rest, damping)?).map(|(a, s)| a + s).collect();
            match residual(&moved).map(|rest| (size(&rest), rest)) {
                Some((size, rest)) if size < now => {
                    better = Some((moved, size, rest));
                    break;
                }
                _ => damping = (damping * 30.0).max(1e-4),
            }
        }
        let Some((moved, size, left)) = better else { break };
        (at, now, rest, damping) = (moved, size, left, damping * 0.01);
    }
    (now <= CLOSE * scale).then_some(at)
}

/// −(JᵀJ + damping·diag(JᵀJ))⁻¹ Jᵀr by elimination; `None` where it is not finite.
fn step_of(slopes: &[Values], rest: &Values, damping: f64) -> Option<Vec<f64>> {
    let n = slopes.len();
    let dot = |a: &Values, b: &Values| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let largest = slopes.iter().map(|s| dot(s, s)).fold(0.0, f64::max);
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let mut row: Vec<f64> = slopes.iter().map(|s| dot(&slopes[i], s)).collect();
            row[i] = row[i] * (1.0 + damping) + 1e-12 * largest;
            row.push(-dot(&slopes[i], rest));
            row
        })
        .collect();
    for i in 0..n {
        let pivot = (i..n).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))?;
        rows.swap(i, pivot);
        for below in i + 1..n {
            let factor = rows[below][i] / rows[i][i];
            let (above, from) = rows.split_at_mut(below);
            for (entry, pivot) in from[0].iter_mut().zip(&above[i]).skip(i) {
                *entry -= factor * pivot;
            }
        }
    }
    let mut step = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| rows[i][k] * step[k]).sum();
        step[i] = (rows[i][n] - known) / rows[i][i];
    }
    step.iter().all(|s| s.is_finite()).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::{POINTS, linear, size, solve};
    use crate::recognise::sample::points;

    #[test]
    fn three_linear_numbers_are_found_at_once() {
        let x = points();
        let g = x.map(f64::tanh);
        let f = x.map(|x| -2.5 * x.tanh() + 0.75 * x - 4.0);
        let fit = linear(&f, &g, &x, &[1.0; POINTS]).unwrap();
        for (found, meant) in [(fit.a, -2.5), (fit.d, 0.75), (fit.e, -4.0)] {
            assert!((found - meant).abs() < 1e-13, "{found} {meant}");
        }
        assert!(size(&fit.residual) < 1e-14);
        let straight = x.map(|x| 3.0 * x - 1.0);
        assert!(linear(&f, &straight, &x, &[1.0; POINTS]).is_none());
    }

    #[test]
    fn numbers_inside_a_function_are_found_step_by_step() {
        let x = points();
        let f = x.map(|x| (1.7 * x - 0.3).tanh());
        let residual =
            |p: &[f64]| Some(std::array::from_fn(|i| (p[0] * x[i] + p[1]).tanh() - f[i]));
        let found = solve(&[1.0, 0.0], 1.0, residual).unwrap();
        assert!((found[0] - 1.7).abs() < 1e-9 && (found[1] + 0.3).abs() < 1e-9, "{found:?}");
        let never = |p: &[f64]| Some(std::array::from_fn(|i| (p[0] * x[i]).sin() - f[i]));
        assert_eq!(solve(&[1.0], 1.0, never), None);
    }
}
