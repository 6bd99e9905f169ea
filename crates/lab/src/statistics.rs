//! From scores over seeds to a ranking.
//!
//! All candidates run on the same seeds (the same splits, batches and initial directions), so their
//! scores are compared in pairs. What the intervals and tests speak about is the chance of training:
//! another seed on the same split. They do not cover which rows fell into the test part.
//!
//! Student's t is used for means and for paired differences, Holm's step-down correction (1979) for
//! testing all pairs at once: the chance of calling *any* pair different that is not is at most
//! 1 − confidence.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanInterval {
    /// The mean of the values.
    pub mean: f64,
    /// Student's t interval for the mean, low and high; it may reach past what a score can be. `None`
    /// for fewer than 2 values; of width 0 if all values are equal.
    pub interval: Option<(f64, f64)>,
}

#[allow(clippy::cast_precision_loss)] // numbers of seeds
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    // Equal values have no variance, though their mean may be rounded.
    if values.iter().all(|&v| v == values[0]) {
        return (values[0], 0.0);
    }
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

#[allow(clippy::cast_precision_loss)]
fn student(values: usize) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, values.checked_sub(1)? as f64).ok()
}

/// The mean of the values and its t interval at `confidence` (0.95 for 95 %).
///
/// `None` for no values.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<MeanInterval> {
    if values.is_empty() {
        return None;
    }
    let (mean, variance) = mean_and_variance(values);
    let interval = student(values.len()).map(|t| {
        let reach = t.inverse_cdf(0.5 + 0.5 * confidence) * (variance / values.len() as f64).sqrt();
        (mean - reach, mean + reach)
    });
    Some(MeanInterval { mean, interval })
}

/// Two-sided p-value of the paired t-test of equal means; `a` and `b` have one score for each seed,
/// in the same order.
///
/// 1 if all pairs are equal, or with fewer than 2 pairs: there is no evidence of a difference. 0 if
/// all differences are equal and not 0.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn paired_t_test(a: &[f64], b: &[f64]) -> f64 {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let Some(t) = student(differences.len()) else {
        return 1.0;
    };
    let (mean, variance) = mean_and_variance(&differences);
    if mean == 0.0 {
        return 1.0;
    }
    // Differences that are all equal but for the rounding of the scores have no variance either.
    let rounding = a.iter().chain(b).fold(0.0_f64, |m, v| m.max(v.abs())) * 4.0 * f64::EPSILON;
    let error = (variance / differences.len() as f64).sqrt();
    if error <= rounding {
        return if mean.abs() <= rounding { 1.0 } else { 0.0 };
    }
    (2.0 * t.sf((mean / error).abs())).min(1.0)
}

/// Holm's adjusted p-values, in the order of the input: a hypothesis is rejected at level α exactly
/// if its adjusted p-value is at most α. Of m sorted p-values the i-th (from 1) becomes the largest of
/// (m − j + 1)·p₍ⱼ₎ over j ≤ i, at most 1.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (i, &at) in order.iter().enumerate() {
        largest = largest.max((p_values.len() - i) as f64 * p_values[at]).min(1.0);
        adjusted[at] = largest;
    }
    adjusted
}

/// Ranks (1 is best) from means and a relation "told apart", which is symmetric.
///
/// Candidates are taken from the highest mean down (equal means in the order given). The first opens
/// rank 1. Each next one shares the rank of the group that is open, unless it is told apart from that
/// group's *leader* (the one that opened it); then it opens a new group, whose rank is one more than
/// the number of candidates before it (1, 1, 1, 4, as in sport).
///
/// So every candidate gets exactly one rank, a lower mean never has a better rank, and two candidates
/// with equal scores share one. "Cannot be told apart" is not transitive: members of a group need not
/// all be alike, each is only not told apart from the leader; and members of neighbouring groups may
/// be alike. The pairwise p-values say which.
#[must_use]
pub fn shared_ranks(means: &[f64], told_apart: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&a, &b| means[b].total_cmp(&means[a]));
    let mut ranks = vec![0; means.len()];
    let mut open: Option<(usize, usize)> = None;
    for (before, &candidate) in order.iter().enumerate() {
        let (leader, rank) = match open {
            Some((leader, rank)) if !told_apart(leader, candidate) => (leader, rank),
            _ => (candidate, before + 1),
        };
        open = Some((leader, rank));
        ranks[candidate] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Student 1908, table of additional hours of sleep (the `sleep` data of R): paired, n = 10.
    /// R's `t.test(extra ~ group, data = sleep, paired = TRUE)`: t = −4.0621, df = 9, p = 0.002833,
    /// 95 % interval of the difference −2.4598858 to −0.7001142.
    const DRUG_1: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const DRUG_2: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    #[test]
    fn students_own_example() {
        assert!((paired_t_test(&DRUG_1, &DRUG_2) - 0.002_833).abs() < 5e-7);
        let differences: Vec<f64> = DRUG_1.iter().zip(DRUG_2).map(|(a, b)| a - b).collect();
        let got = mean_interval(&differences, 0.95).expect("ten values");
        assert!((got.mean + 1.58).abs() < 1e-12);
        let (low, high) = got.interval.expect("an interval");
        assert!(
            (low + 2.459_885_8).abs() < 5e-8 && (high + 0.700_114_2).abs() < 5e-8,
            "{low} {high}"
        );
    }

    /// Tables of t: 0.975 quantile 12.7062 for 1 degree of freedom, 2.2622 for 9.
    #[test]
    fn table_values_of_t() {
        for (n, table) in [(2_u32, 12.7062), (10, 2.2622)] {
            // Half −1 and half 1: mean 0, variance n/(n − 1).
            let values: Vec<f64> = (0..n).map(|i| if i % 2 == 0 { -1.0 } else { 1.0 }).collect();
            let (_, high) =
                mean_interval(&values, 0.95).and_then(|m| m.interval).expect("interval");
            assert!((high * f64::from(n - 1).sqrt() - table).abs() < 5e-5, "{n}: {high}");
        }
    }

    #[test]
    fn few_or_equal_values() {
        assert_eq!(mean_interval(&[], 0.95), None);
        assert_eq!(mean_interval(&[0.5], 0.95), Some(MeanInterval { mean: 0.5, interval: None }));
        let equal = mean_interval(&[0.1; 3], 0.95);
        assert_eq!(equal, Some(MeanInterval { mean: 0.1, interval: Some((0.1, 0.1)) }));
        assert_eq!(paired_t_test(&[0.9], &[0.1]), 1.0);
        assert_eq!(paired_t_test(&[], &[]), 1.0);
        assert_eq!(paired_t_test(&[0.9, 0.8], &[0.9, 0.8]), 1.0);
        assert_eq!(paired_t_test(&[0.9, 0.8, 0.7], &[0.8, 0.7, 0.6]), 0.0);
    }

    /// The worked example of Wikipedia's "Holm–Bonferroni method": 0.01, 0.04, 0.03, 0.005 at 0.05
    /// rejects the first and the last only. R's `p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")` is
    /// 0.03, 0.06, 0.06, 0.02.
    #[test]
    fn holm_worked_example() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (got, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((got - expected).abs() < 1e-15, "{adjusted:?}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn ranks_by_leaders() {
        let apart = |pairs: &'static [(usize, usize)]| {
            move |a: usize, b: usize| pairs.contains(&(a, b)) || pairs.contains(&(b, a))
        };
        // 0 and 2 differ, 1 is like both: 1 joins the leader, 2 opens rank 3.
        assert_eq!(shared_ranks(&[0.9, 0.8, 0.7], apart(&[(0, 2)])), [1, 1, 3]);
        assert_eq!(shared_ranks(&[0.7, 0.9, 0.8], apart(&[])), [1, 1, 1]);
        assert_eq!(shared_ranks(&[0.7, 0.9, 0.8], apart(&[(1, 2), (2, 0), (1, 0)])), [3, 1, 2]);
        // 2 is like the first leader, but lies below 1, which is not: it never ranks above it.
        assert_eq!(shared_ranks(&[0.9, 0.8, 0.7], apart(&[(0, 1)])), [1, 2, 2]);
        assert!(shared_ranks(&[], apart(&[])).is_empty());
    }
}
