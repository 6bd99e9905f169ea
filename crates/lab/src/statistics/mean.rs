//! A mean and how far it can be trusted: Student's t.

use super::{mean_and_variance, student};
use serde::{Deserialize, Serialize};
use statrs::distribution::ContinuousCDF;

/// A mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanInterval {
    /// The mean of the values.
    pub mean: f64,
    /// Student's t interval for the mean, low and high; it may reach past what a score can be. `None`
    /// for fewer than 2 values; of width 0 if all values are equal.
    pub interval: Option<(f64, f64)>,
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

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
