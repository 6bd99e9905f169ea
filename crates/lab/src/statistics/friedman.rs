//! Friedman's test (1937): does any candidate differ from another?
//!
//! On each seed the candidates are ranked by their scores, 1 the best, equal ones with the mean of their
//! places. If all are alike, every order is as likely on every seed. The statistic is corrected for ties, and
//! Iman and Davenport's F (1980) is given beside it: χ² is known to be too careful (Demšar 2006, §3.2.2).

use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

/// The test and the ranks that it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Friedman {
    /// Mean rank of each candidate over the seeds, 1 the best.
    pub mean_ranks: Vec<f64>,
    /// Friedman's χ², with candidates − 1 degrees of freedom.
    pub chi_squared: f64,
    /// Its p-value.
    pub p_value: f64,
    /// Iman and Davenport's F, with candidates − 1 and (candidates − 1)(seeds − 1) degrees of freedom;
    /// `None` where it is infinite: every seed has the same order.
    pub f: Option<f64>,
    /// Its p-value, 0 for an infinite F.
    pub f_p_value: f64,
}

/// Friedman's test of `scores`, one list for each candidate with one score for each seed.
///
/// `None` for fewer than 2 candidates or 2 seeds, or if all tie on every seed: then there is nothing to test.
#[must_use]
#[allow(clippy::cast_precision_loss)] // numbers of seeds and candidates
pub fn friedman(scores: &[&[f64]]) -> Option<Friedman> {
    let candidates = scores.len();
    let seeds = scores.iter().map(|s| s.len()).min()?;
    if candidates < 2 || seeds < 2 {
        return None;
    }
    let (k, n) = (candidates as f64, seeds as f64);
    let mut mean_ranks = vec![0.0; candidates];
    let mut squares = 0.0;
    for seed in 0..seeds {
        let row: Vec<f64> = scores.iter().map(|s| s[seed]).collect();
        for (mean, rank) in mean_ranks.iter_mut().zip(mid_ranks(&row, 0.0)) {
            *mean += rank;
            squares += rank * rank;
        }
    }
    mean_ranks.iter_mut().for_each(|sum| *sum /= n);
    let middle = 0.5 * (k + 1.0);
    // Variance of the ranks within a seed: k(k + 1)/12 without ties, smaller with.
    let spread = (squares - n * k * middle * middle) / (n * (k - 1.0));
    if spread <= 0.0 {
        return None;
    }
    let between: f64 = mean_ranks.iter().map(|rank| (rank - middle) * (rank - middle)).sum();
    let chi_squared = n * between / spread;
    let left = n * (k - 1.0) - chi_squared;
    let f = (left > 1e-9).then(|| (n - 1.0) * chi_squared / left);
    let f_distribution = FisherSnedecor::new(k - 1.0, (k - 1.0) * (n - 1.0)).ok()?;
    Some(Friedman {
        mean_ranks,
        chi_squared,
        p_value: ChiSquared::new(k - 1.0).ok()?.sf(chi_squared),
        f,
        f_p_value: f.map_or(0.0, |f| f_distribution.sf(f)),
    })
}

/// The place of each value, 1 for the largest; values within `tie` of their neighbour share the mean of
/// their places.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn mid_ranks(values: &[f64], tie: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let same = |pair: &[usize]| values[pair[0]] - values[pair[1]] <= tie;
        let end = start + 1 + order[start..].windows(2).take_while(|pair| same(pair)).count();
        for &at in &order[start..end] {
            ranks[at] = 0.5 * (start + end + 1) as f64;
        }
        start = end;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Demšar 2006, table 6: AUC of C4.5, with m tuned, with cf tuned, with both. The paper ranks voting's two
    /// values of 0.975 as 2 and 3, so the last is written a little lower here.
    const DEMSAR: [[f64; 14]; 4] = [
        [
            0.763, 0.599, 0.954, 0.628, 0.882, 0.936, 0.661, 0.583, 0.775, 1.0, 0.940, 0.619,
            0.972, 0.957,
        ],
        [
            0.768, 0.591, 0.971, 0.661, 0.888, 0.931, 0.668, 0.583, 0.838, 1.0, 0.962, 0.666,
            0.981, 0.978,
        ],
        [
            0.771, 0.590, 0.968, 0.654, 0.886, 0.916, 0.609, 0.563, 0.866, 1.0, 0.965, 0.614,
            0.975, 0.946,
        ],
        [
            0.798, 0.569, 0.967, 0.657, 0.898, 0.931, 0.685, 0.625, 0.875, 1.0, 0.962, 0.669,
            0.974_9, 0.970,
        ],
    ];

    #[test]
    fn demsars_example() {
        let scores: Vec<&[f64]> = DEMSAR.iter().map(<[f64; 14]>::as_slice).collect();
        let got = friedman(&scores).expect("a test");
        for (rank, paper) in got.mean_ranks.iter().zip([3.143, 2.0, 2.893, 1.964]) {
            assert!((rank - paper).abs() < 5e-4, "{rank} {paper}");
        }
        // The paper's 9.28 and 3.69 leave the ties alone; `scipy.stats.friedmanchisquare` (1.17.1), which
        // corrects for them, has these, and F = 13χ²/(42 − χ²) follows.
        assert!((got.chi_squared - 10.228_346_456_692_925).abs() < 1e-10, "{got:?}");
        assert!((got.p_value - 0.016_721_580_328_441_323).abs() < 1e-12);
        let f = got.f.expect("finite");
        assert!((f - 4.185_130_111_524_17).abs() < 1e-10, "{f}");
        assert!((got.f_p_value - 0.011_620_659_515_310_975).abs() < 1e-12);
    }

    #[test]
    fn places_with_ties() {
        assert_eq!(mid_ranks(&[0.5, 0.9, 0.5, 0.1], 0.0), [2.5, 1.0, 2.5, 4.0]);
        assert_eq!(mid_ranks(&[3.0, 3.1, 1.0], 0.2), [1.5, 1.5, 3.0]);
        assert!(mid_ranks(&[], 0.0).is_empty());
    }

    #[test]
    fn extremes() {
        let same_order = friedman(&[&[0.9, 0.8, 0.7], &[0.5, 0.4, 0.3]]).expect("a test");
        assert_eq!((same_order.f, same_order.f_p_value), (None, 0.0));
        assert!((same_order.chi_squared - 3.0).abs() < 1e-12);
        assert_eq!(friedman(&[&[0.5, 0.5], &[0.5, 0.5]]), None, "all tie");
        assert_eq!(friedman(&[&[0.5, 0.5]]), None);
        assert_eq!(friedman(&[&[0.5], &[0.4]]), None);
    }
}
