//! Nemenyi's critical difference of mean ranks, as in Demšar 2006, §3.2.2.
//!
//! Mean ranks over n seeds that lie further apart than CD = q·√(k(k + 1)/6n) differ at level α, for all pairs of k
//! candidates at once. q is the quantile of the studentised range of k standard normals, over √2; the range's
//! distribution is
//!
//! ```text
//! P(range ≤ r) = k ∫ φ(z) (Φ(z) − Φ(z − r))^(k−1) dz
//! ```

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// The critical difference of the mean ranks of `candidates` over `seeds`, at level `alpha`; `None` for fewer
/// than 2 candidates or no seeds. Good to about 1e-9.
#[must_use]
#[allow(clippy::cast_precision_loss)] // numbers of seeds and candidates
pub fn critical_difference(candidates: usize, seeds: usize, alpha: f64) -> Option<f64> {
    if candidates < 2 || seeds == 0 {
        return None;
    }
    let (k, n) = (candidates as f64, seeds as f64);
    // The range grows with k as √(8 ln k) does; 40 is past it at any level that an f64 tells from 0.
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if range_at_most(middle, k) < 1.0 - alpha { low = middle } else { high = middle }
    }
    Some(0.5 * (low + high) * (k * (k + 1.0) / (12.0 * n)).sqrt())
}

/// P(range of k standard normals ≤ r), by the trapezoidal rule, which is as good as exact for a smooth
/// integrand that vanishes at both ends.
fn range_at_most(r: f64, k: f64) -> f64 {
    let normal = Normal::standard();
    let step = 0.05;
    let term = |i: i32| {
        let z = step * f64::from(i);
        normal.pdf(z) * (normal.cdf(z) - normal.cdf(z - r)).max(0.0).powf(k - 1.0)
    };
    k * step * (-180..=180).map(term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.studentized_range.ppf(1 - alpha, k, np.inf)/2**0.5` (SciPy 1.17.1); Demšar's table 5 has
    /// 1.960, 2.343, 2.728, 3.164 at 0.05.
    #[test]
    fn quantiles() {
        for (k, alpha, q) in [
            (2, 0.05, 1.959_963_984_540_053_4),
            (3, 0.05, 2.343_700_586_378_409),
            (5, 0.1, 2.459_515_764_271_418_3),
            (10, 0.05, 3.163_683_577_053_373),
            (10, 0.01, 3.646_291_548_382_993_4),
            (20, 0.05, 3.543_799_131_517_781_5),
            (60, 0.01, 4.481_617_071_768_221),
        ] {
            let unit = f64::from(k * (k + 1)) / 6.0;
            let got = critical_difference(usize::try_from(k).expect("small"), 1, alpha);
            let got = got.expect("a difference") / unit.sqrt();
            assert!((got - q).abs() < 1e-7, "{k} {alpha}: {got} {q}");
        }
    }

    /// Demšar 2006, §3.2.3: four classifiers on 14 data sets, CD = 1.25 at 0.05, 1.12 at 0.10.
    #[test]
    fn demsars_example() {
        for (alpha, paper) in [(0.05, 1.25), (0.1, 1.12)] {
            let got = critical_difference(4, 14, alpha).expect("a difference");
            assert!((got - paper).abs() < 0.005, "{got}");
        }
        assert_eq!(
            (critical_difference(1, 5, 0.05), critical_difference(3, 0, 0.05)),
            (None, None)
        );
    }
}
