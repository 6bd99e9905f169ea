//! Two candidates on the same seeds: their differences, seed by seed.

use super::bootstrap::bootstrap_interval;
use super::{mean_and_variance, mean_interval, student};
use serde::{Deserialize, Serialize};
use statrs::distribution::ContinuousCDF;

/// score(a) − score(b) over the seeds, described. Intervals are for this one pair, not corrected for many.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Differences {
    /// Their mean.
    pub mean: f64,
    /// Student's t interval of the mean; `None` for fewer than 2 seeds.
    pub t_interval: Option<(f64, f64)>,
    /// Bootstrap interval of the mean ([`bootstrap_interval`]); `None` for fewer than 2 seeds.
    pub bootstrap_interval: Option<(f64, f64)>,
    /// Cohen's d_z: mean over standard deviation of the differences. It is what the power of the paired
    /// t-test depends on ([`super::power`]). `None` without variation.
    pub effect_size: Option<f64>,
    /// Share of the seeds on which a is ahead of b, ties counted half: the chance that a run of a beats the
    /// run of b beside it, P(A > B) of Bouthillier et al. 2021. ½ is no preference.
    pub wins: f64,
}

impl Differences {
    /// Of one score for each seed, in the same order; `None` for no seeds.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // numbers of seeds
    pub fn new(a: &[f64], b: &[f64], confidence: f64) -> Option<Self> {
        let differences = differences(a, b);
        let mean = mean_interval(&differences, confidence)?;
        let variance = mean_and_variance(&differences).1;
        let points: f64 = differences
            .iter()
            .map(|d| {
                if *d > 0.0 {
                    1.0
                } else if *d < 0.0 {
                    0.0
                } else {
                    0.5
                }
            })
            .sum();
        let spread = variance.sqrt() > rounding(a, b);
        Some(Self {
            mean: mean.mean,
            t_interval: mean.interval,
            bootstrap_interval: bootstrap_interval(&differences, confidence),
            effect_size: spread.then(|| mean.mean / variance.sqrt()),
            wins: points / differences.len() as f64,
        })
    }
}

/// What the rounding of the scores can make of equal differences.
pub(super) fn rounding(a: &[f64], b: &[f64]) -> f64 {
    a.iter().chain(b).fold(0.0_f64, |largest, v| largest.max(v.abs())) * 4.0 * f64::EPSILON
}

/// a − b, pair by pair; a difference that may be rounding alone is 0.
pub(super) fn differences(a: &[f64], b: &[f64]) -> Vec<f64> {
    let rounding = rounding(a, b);
    let clean = |d: f64| if d.abs() <= rounding { 0.0 } else { d };
    a.iter().zip(b).map(|(a, b)| clean(a - b)).collect()
}

/// Two-sided p-value of the paired t-test of equal means; `a` and `b` have one score for each seed,
/// in the same order.
///
/// 1 if all pairs are equal, or with fewer than 2 pairs: there is no evidence of a difference. If all n
/// differences are equal and not 0, their variance cannot be estimated (a score is a share of the test
/// rows, so three seeds may well differ by one row each): then it is 2¹⁻ⁿ, that of the sign test.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn paired_t_test(a: &[f64], b: &[f64]) -> f64 {
    let differences = differences(a, b);
    let Some(t) = student(differences.len()) else {
        return 1.0;
    };
    let (mean, variance) = mean_and_variance(&differences);
    if mean == 0.0 {
        return 1.0;
    }
    let n = differences.len() as f64;
    let error = (variance / n).sqrt();
    if error <= rounding(a, b) {
        return (1.0 - n).exp2();
    }
    (2.0 * t.sf((mean / error).abs())).min(1.0)
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
        let got = Differences::new(&DRUG_1, &DRUG_2, 0.95).expect("ten values");
        assert!((got.mean + 1.58).abs() < 1e-12);
        let (low, high) = got.t_interval.expect("an interval");
        assert!((low + 2.459_885_8).abs() < 5e-8 && (high + 0.700_114_2).abs() < 5e-8);
        // t = d_z·√n; drug 2 is ahead on nine, one is a tie.
        assert!((got.effect_size.expect("it varies") + 4.062_127_7 / 10_f64.sqrt()).abs() < 1e-7);
        assert!((got.wins - 0.05).abs() < 1e-15);
    }

    #[test]
    fn few_or_equal_differences() {
        assert_eq!(paired_t_test(&[0.9], &[0.1]), 1.0);
        assert_eq!(paired_t_test(&[], &[]), 1.0);
        assert_eq!(paired_t_test(&[0.9, 0.8], &[0.9, 0.8]), 1.0);
        // Equal but for rounding: 0.7 − 0.6 is not 0.8 − 0.7 in f64.
        assert_eq!(paired_t_test(&[0.9, 0.8, 0.7], &[0.8, 0.7, 0.6]), 0.25);
        let equal = Differences::new(&[0.9, 0.8, 0.7], &[0.8, 0.7, 0.6], 0.95).expect("three");
        assert_eq!((equal.effect_size, equal.wins), (None, 1.0));
        assert_eq!(Differences::new(&[], &[], 0.95), None);
        let one = Differences::new(&[0.5], &[0.25], 0.95).expect("one");
        assert_eq!((one.mean, one.t_interval, one.bootstrap_interval), (0.25, None, None));
    }
}
