//! How many seeds it takes to tell two candidates apart: the power of the paired t-test.
//!
//! If the true d_z (mean over standard deviation of the differences) is δ, the statistic of n seeds is
//! non-central t with n − 1 degrees of freedom, shifted by δ√n. With S = √(χ²/ν) it is (Z + δ√n)/S, so
//!
//! ```text
//! P(t ≤ x) = ∫ Φ(x·s − δ√n) f_S(s) ds
//! ```

use super::student;
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;

/// The power that [`seeds_needed`] asks for, by convention (Cohen 1988).
const POWER: f64 = 0.8;

/// More seeds than this are not counted.
const MOST: usize = 100_000;

/// Chance that the two-sided paired t-test of `seeds` seeds finds a true effect d_z at level `alpha`.
/// 0 for fewer than 2 seeds.
#[must_use]
#[allow(clippy::cast_precision_loss)] // numbers of seeds
pub fn power(effect_size: f64, seeds: usize, alpha: f64) -> f64 {
    let Some(t) = student(seeds) else { return 0.0 };
    let critical = t.inverse_cdf(1.0 - 0.5 * alpha);
    let shift = effect_size.abs() * (seeds as f64).sqrt();
    let freedom = (seeds - 1) as f64;
    let below = |x: f64| non_central_below(x, freedom, shift);
    (1.0 - below(critical) + below(-critical)).clamp(0.0, 1.0)
}

/// P(t ≤ x) of the non-central t: Simpson's rule over S, whose deviation is about 1/√(2ν).
fn non_central_below(x: f64, freedom: f64, shift: f64) -> f64 {
    const PARTS: u32 = 600;
    let normal = Normal::standard();
    let reach = 9.0 / (2.0 * freedom).sqrt();
    let (start, end) = ((1.0 - reach).max(0.0), 1.0 + reach);
    let half = 0.5 * freedom;
    let scale = std::f64::consts::LN_2 + half * half.ln() - ln_gamma(half);
    let term = |i: u32| {
        let s = start + (end - start) * f64::from(i) / f64::from(PARTS);
        // s⁰ is 1 at s = 0 too, for one degree of freedom.
        let log_power = if freedom > 1.0 { (freedom - 1.0) * s.ln() } else { 0.0 };
        let weight = if i == 0 || i == PARTS { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
        weight * (scale + log_power - half * s * s).exp() * normal.cdf(x * s - shift)
    };
    (0..=PARTS).map(term).sum::<f64>() * (end - start) / f64::from(3 * PARTS)
}

/// The fewest seeds with which the paired t-test finds a true effect d_z at level `alpha` with a chance of
/// 80 %; `None` if that is more than 100,000, or there is no effect.
#[must_use]
pub fn seeds_needed(effect_size: f64, alpha: f64) -> Option<usize> {
    let enough = |seeds: usize| power(effect_size, seeds, alpha) >= POWER;
    let mut high = 2;
    while !enough(high) {
        if high >= MOST || effect_size == 0.0 {
            return None;
        }
        high = (high * 2).min(MOST);
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.nct.sf(c, n - 1, d*n**0.5) + scipy.stats.nct.cdf(-c, n - 1, d*n**0.5)` with
    /// `c = scipy.stats.t.ppf(1 - alpha/2, n - 1)` (SciPy 1.17.1).
    #[test]
    fn as_scipy() {
        for (seeds, effect, alpha, expected) in [
            (10, 0.8, 0.05, 0.616_232_763_474_405_8),
            (5, 1.5, 0.01, 0.312_536_149_937_730_9),
            (2, 1.0, 0.05, 0.092_809_155_056_336_05),
            (40, 0.3, 0.05 / 45.0, 0.068_193_218_406_123_75),
            (200, 0.2, 0.05, 0.803_666_660_585_775_3),
            (3, -0.1, 0.2, 0.204_308_356_966_887),
        ] {
            let got = power(effect, seeds, alpha);
            assert!((got - expected).abs() < 2e-7, "{seeds} {effect} {alpha}: {got}");
        }
        assert_eq!(power(1.0, 1, 0.05), 0.0);
    }

    /// The least n of the same expression, counted up from 2.
    #[test]
    fn least_numbers_of_seeds() {
        for (effect, alpha, seeds) in [
            (0.8, 0.05, 15),
            (0.3, 0.05, 90),
            (-0.5, 0.05 / 45.0, 73),
            (1.5, 0.01, 9),
            (5.0, 0.05, 3),
        ] {
            assert_eq!(seeds_needed(effect, alpha), Some(seeds), "{effect} {alpha}");
        }
        assert_eq!((seeds_needed(0.0, 0.05), seeds_needed(1e-6, 0.05)), (None, None));
    }
}
