//! Wilcoxon's signed-rank test (1945).
//!
//! Seeds without a difference are left out; the other |differences| are ranked, equal ones with the mean of
//! their places. If both candidates are alike, each rank carries either sign with chance ½, and W is the sum
//! of the positive ones. Up to [`EXACT`] differences its distribution is counted, for the very ranks at hand,
//! ties included; beyond, it is taken for normal, with the ranks' own variance and continuity correction.
//!
//! With n differences p is at least 2¹⁻ⁿ: 0.002 for 10 seeds, which no correction for 45 pairs can stand.

use super::friedman::mid_ranks;
use super::paired::{differences, rounding};
use statrs::distribution::{ContinuousCDF, Normal};

/// The most differences whose distribution is counted.
const EXACT: usize = 50;

/// Two-sided p-value of Wilcoxon's signed-rank test; `a` and `b` have one score for each seed, in the same
/// order. 1 if all pairs are equal, or without any.
#[must_use]
pub fn wilcoxon(a: &[f64], b: &[f64]) -> f64 {
    let differences: Vec<f64> = differences(a, b).into_iter().filter(|d| *d != 0.0).collect();
    if differences.is_empty() {
        return 1.0;
    }
    // `mid_ranks` gives 1 to the largest number: with the sign turned, to the smallest difference.
    let sizes: Vec<f64> = differences.iter().map(|d| -d.abs()).collect();
    let ranks = mid_ranks(&sizes, rounding(a, b));
    let signed: f64 = differences.iter().zip(&ranks).map(|(d, rank)| rank * d.signum()).sum();
    // W is half of the signed sum above its mean.
    let distance = 0.5 * signed.abs();
    if ranks.len() <= EXACT { counted(&ranks, distance) } else { normal(&ranks, distance) }
}

/// P(|W − E W| ≥ distance), by adding one rank after another. Ranks are halves, so twice them are whole.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn counted(ranks: &[f64], distance: f64) -> f64 {
    let doubled: Vec<usize> = ranks.iter().map(|r| (2.0 * r) as usize).collect();
    let total: usize = doubled.iter().sum();
    let mut chances = vec![0.0; total + 1];
    chances[0] = 1.0;
    let mut reached = 0;
    for &rank in &doubled {
        reached += rank;
        for sum in (0..=reached).rev() {
            let with = if sum >= rank { chances[sum - rank] } else { 0.0 };
            chances[sum] = 0.5 * (chances[sum] + with);
        }
    }
    let far = |(sum, _): &(usize, &f64)| (*sum as f64 - 0.5 * total as f64).abs() >= 2.0 * distance;
    chances.iter().enumerate().filter(far).map(|(_, chance)| chance).sum::<f64>().min(1.0)
}

fn normal(ranks: &[f64], distance: f64) -> f64 {
    let deviation = (0.25 * ranks.iter().map(|r| r * r).sum::<f64>()).sqrt();
    (2.0 * Normal::standard().sf(((distance - 0.5) / deviation).max(0.0))).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(differences: &[f64]) -> f64 {
        wilcoxon(differences, &vec![0.0; differences.len()])
    }

    /// All 2ⁿ signs written out in Python: `np.mean([abs(sum(c) - total/2) >= abs(w - total/2) for c in
    /// itertools.product(*[(0, r) for r in scipy.stats.rankdata(abs(d))])])`, zeros left out; the second is
    /// also `scipy.stats.wilcoxon(d, method="exact")` (SciPy 1.17.1).
    #[test]
    fn exact_values() {
        for (d, expected) in [
            (vec![1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4], 0.003_906_25),
            (vec![1.0, 2.0, -3.0, 4.0, 5.0, 6.0, -7.0, 8.0, 9.0, 10.0], 0.083_984_375),
            (vec![0.5, -0.5, 1.0, 1.0, 1.0, -2.0, 3.0, 0.0, 0.0, 4.0, 2.0], 0.101_562_5),
            (vec![1.0; 10], 2.0 / 1024.0),
            (vec![-1.0], 1.0),
            (vec![0.0; 3], 1.0),
            (vec![], 1.0),
        ] {
            assert!((of(&d) - expected).abs() < 1e-14, "{d:?}: {}", of(&d));
        }
    }

    /// `scipy.stats.wilcoxon(d, method="approx", correction=True)`, SciPy 1.17.1.
    #[test]
    fn many_differences() {
        let d: Vec<f64> =
            (1..=60).map(|i| ((f64::from(i * 37 % 500) - 190.0).round()) / 100.0).collect();
        assert!((of(&d) - 0.010_085_609_761_445_872).abs() < 1e-12, "{}", of(&d));
    }

    /// 0.3 − 0.2 and 0.2 − 0.1 differ in f64 only: they tie, with rank 1.5 each. W is 4.5 of 6, as far from
    /// its mean as six of the eight sums; were they ranks 1 and 2, W would be 5, and p ½.
    #[test]
    fn rounding_does_not_break_ties() {
        let (a, b) = ([0.2, 0.2, 0.9], [0.3, 0.1, 0.1]);
        assert!((wilcoxon(&a, &b) - 0.75).abs() < 1e-15, "{}", wilcoxon(&a, &b));
    }
}
