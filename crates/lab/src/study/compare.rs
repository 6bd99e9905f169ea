//! All pairs of a study's candidates: by how much they differ, and whether they are told apart.

use crate::statistics::{Differences, holm, paired_t_test, seeds_needed, wilcoxon};
use serde::{Deserialize, Serialize};

/// Two candidates compared, by their places in [`StudyResult::candidates`](super::StudyResult).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// score(a) − score(b) over the seeds.
    pub difference: Differences,
    /// Paired t-test, two-sided.
    pub p_value: f64,
    /// The same after Holm's correction over all pairs of the study.
    pub adjusted_p_value: f64,
    /// Whether the two are told apart: `adjusted_p_value < 1 − confidence`.
    pub told_apart: bool,
    /// Wilcoxon's signed-rank test, two-sided. It decides nothing.
    pub wilcoxon_p_value: f64,
    /// The same after Holm's correction over all pairs of the study.
    pub wilcoxon_adjusted_p_value: f64,
    /// For a pair that is not told apart: the seeds, in all, with which it would be with a chance of 80 %, if
    /// the effect were as large as it looks and no other pair changed. `None` if it is told apart, if no
    /// effect shows, or for more than 100,000.
    pub seeds_needed: Option<usize>,
}

/// Compares all pairs, a before b, of the candidates' scores, one for each seed.
pub(super) fn compare_all(scores: &[&[f64]], confidence: f64) -> Vec<Comparison> {
    let alpha = 1.0 - confidence;
    let mut comparisons = Vec::new();
    for b in 0..scores.len() {
        for a in 0..b {
            let Some(difference) = Differences::new(scores[a], scores[b], confidence) else {
                continue;
            };
            comparisons.push(Comparison {
                a,
                b,
                difference,
                p_value: paired_t_test(scores[a], scores[b]),
                adjusted_p_value: 1.0,
                told_apart: false,
                wilcoxon_p_value: wilcoxon(scores[a], scores[b]),
                wilcoxon_adjusted_p_value: 1.0,
                seeds_needed: None,
            });
        }
    }
    let adjusted = holm(&comparisons.iter().map(|c| c.p_value).collect::<Vec<_>>());
    let wilcoxon = holm(&comparisons.iter().map(|c| c.wilcoxon_p_value).collect::<Vec<_>>());
    for ((comparison, p), w) in comparisons.iter_mut().zip(adjusted).zip(wilcoxon) {
        comparison.adjusted_p_value = p;
        comparison.told_apart = p < alpha;
        comparison.wilcoxon_adjusted_p_value = w;
    }
    // Holm's first open hypothesis is tested at α over the number of open ones.
    let open = comparisons.iter().filter(|c| !c.told_apart).count();
    for comparison in comparisons.iter_mut().filter(|c| !c.told_apart) {
        #[allow(clippy::cast_precision_loss)] // numbers of pairs
        let level = alpha / open as f64;
        comparison.seeds_needed =
            comparison.difference.effect_size.and_then(|effect| seeds_needed(effect, level));
    }
    comparisons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::power;

    /// Three candidates over six seeds: 0 is far ahead of 2, the other pairs are open.
    #[test]
    fn all_pairs() {
        let scores = [
            [0.90, 0.91, 0.92, 0.90, 0.93, 0.91],
            [0.89, 0.92, 0.92, 0.88, 0.92, 0.91],
            [0.80, 0.83, 0.82, 0.79, 0.82, 0.82],
        ];
        let lists: Vec<&[f64]> = scores.iter().map(<[f64; 6]>::as_slice).collect();
        let pairs = compare_all(&lists, 0.95);
        let places: Vec<(usize, usize)> = pairs.iter().map(|c| (c.a, c.b)).collect();
        assert_eq!(places, [(0, 1), (0, 2), (1, 2)]);
        let apart: Vec<bool> = pairs.iter().map(|c| c.told_apart).collect();
        assert_eq!(apart, [false, true, true]);
        for c in &pairs {
            assert!(c.difference.mean > 0.0 && c.adjusted_p_value >= c.p_value);
            assert!(c.wilcoxon_adjusted_p_value >= c.wilcoxon_p_value);
        }
        // The largest p-value is tested last, at the whole level.
        assert!((pairs[0].adjusted_p_value - pairs[0].p_value).abs() < 1e-15);
        let needed = pairs[0].seeds_needed.expect("an effect");
        let effect = pairs[0].difference.effect_size.expect("it varies");
        assert!(power(effect, needed, 0.05) >= 0.8 && power(effect, needed - 1, 0.05) < 0.8);
        assert_eq!((pairs[1].seeds_needed, pairs[2].seeds_needed), (None, None));
        // At a level of 1e-9 nothing is told apart, and three open pairs share the level.
        let pairs = compare_all(&lists, 1.0 - 1e-9);
        assert!(pairs.iter().all(|c| !c.told_apart));
        let (needed, effect) = (pairs[1].seeds_needed, pairs[1].difference.effect_size);
        let (needed, effect) = (needed.expect("an effect"), effect.expect("it varies"));
        let level = (1.0 - (1.0 - 1e-9)) / 3.0;
        assert!(power(effect, needed, level) >= 0.8 && power(effect, needed - 1, level) < 0.8);
    }
}
