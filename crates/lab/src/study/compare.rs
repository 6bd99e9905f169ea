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
