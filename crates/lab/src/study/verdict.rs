//! The study in two sentences: what to use, how sure that is and what it costs; and which candidates are the
//! same for this data.
//!
//! Of the candidates that share rank 1, the one with the highest mean is named, unless another of them gets to
//! the target loss in under [`CHEAPER`] of its time: nothing speaks against the cheaper one then.

use super::collect::StudyResult;
use super::compare::Comparison;
use super::run::StudyTiming;
use serde::{Deserialize, Serialize};

/// A share of the time that is worth a change; less may be the clock's noise.
const CHEAPER: f64 = 0.9;

/// What a study comes to. Places are those of [`StudyResult::candidates`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The candidate to use.
    pub choice: usize,
    /// What to use, how sure that is, what it costs.
    pub recommendation: String,
    /// Which are the same for this data, as far as its seeds can tell.
    pub same: String,
}

/// The verdict on a study; `None` without candidates.
#[must_use]
pub fn verdict(result: &StudyResult, timing: &StudyTiming) -> Option<Verdict> {
    let first = result.candidates.iter().take_while(|c| c.rank == 1).count();
    let choice = choose(timing, first)?;
    Some(Verdict {
        choice,
        recommendation: recommendation(result, timing, choice, first),
        same: same(result, first),
    })
}

fn time(timing: &StudyTiming, place: usize) -> Option<f64> {
    let of = timing.candidates.get(place)?;
    of.seconds_to_target.or_else(|| of.step_microseconds.map(|us| 1e-6 * us))
}

fn choose(timing: &StudyTiming, first: usize) -> Option<usize> {
    let by_time = |a: &usize, b: &usize| {
        let of = |place| time(timing, place).unwrap_or(f64::INFINITY);
        of(*a).total_cmp(&of(*b))
    };
    let fastest = (0..first).min_by(by_time)?;
    let worth_it = match (time(timing, 0), time(timing, fastest)) {
        (Some(best), Some(fast)) => fast < CHEAPER * best,
        _ => false,
    };
    Some(if worth_it { fastest } else { 0 })
}

fn recommendation(
    result: &StudyResult,
    timing: &StudyTiming,
    choice: usize,
    first: usize,
) -> String {
    let metric = result.spec.metric;
    let label = |place: usize| result.candidates[place].activation.label();
    let chosen = &result.candidates[choice];
    let score = match chosen.score.interval {
        Some((low, high)) => format!(
            "{} {} ({:.0} % interval {} to {})",
            metric.name(),
            metric.text(chosen.score.mean),
            100.0 * result.spec.confidence,
            metric.text(low),
            metric.text(high)
        ),
        None => format!("{} {} on one seed", metric.name(), metric.text(chosen.score.mean)),
    };
    let others = result.candidates.len() - 1;
    let ahead = if others == 0 {
        "there was nothing to compare it with".to_owned()
    } else if first == 1 {
        let p = pairs_of(result, choice).map(|c| c.adjusted_p_value).fold(0.0, f64::max);
        format!("it is ahead of every other candidate (corrected p at most {})", p_text(p))
    } else if choice == 0 {
        "it had the highest mean, though not one that sets it apart".to_owned()
    } else {
        format!(
            "it is not told apart from {}, which had the highest mean, and is cheaper",
            label(0)
        )
    };
    let cost = timing.candidates.get(choice).and_then(|of| of.step_microseconds).map_or_else(
        String::new,
        |us| {
            let all = timing.candidates.iter().enumerate();
            let cheapest = all
                .filter_map(|(place, of)| Some((place, of.step_microseconds?)))
                .min_by(|a, b| a.1.total_cmp(&b.1));
            match cheapest {
                Some((place, least)) if place != choice && us > least / CHEAPER => {
                    format!(
                        "; a step takes {us:.0} µs, {:.1} times that of {}",
                        us / least,
                        label(place)
                    )
                }
                _ => format!("; a step takes {us:.0} µs, and no other candidate's much less"),
            }
        },
    );
    format!("Use {}: {score}; {ahead}{cost}.", label(choice))
}

/// The second sentence is about the group of the choice if there is one, or else about the largest.
fn same(result: &StudyResult, first: usize) -> String {
    let metric = result.spec.metric;
    let label = |place: usize| result.candidates[place].activation.label();
    let seeds = result.spec.seeds.len();
    if result.candidates.len() < 2 {
        return "One candidate alone cannot be ranked.".to_owned();
    }
    if seeds < 2 {
        return "One seed tells nothing apart: use more.".to_owned();
    }
    let members: Vec<usize> = if first > 1 {
        (0..first).collect()
    } else {
        let longest = result.groups.iter().max_by_key(|(a, b)| (b - a, std::cmp::Reverse(*a)));
        longest.map_or_else(Vec::new, |&(a, b)| (a..=b).collect())
    };
    if members.is_empty() {
        return "No two of the candidates are the same for this data.".to_owned();
    }
    let within: Vec<&Comparison> = result
        .comparisons
        .iter()
        .filter(|c| members.contains(&c.a) && members.contains(&c.b) && !c.told_apart)
        .collect();
    let reach = within
        .iter()
        .filter_map(|c| c.difference.t_interval)
        .fold(0.0_f64, |reach, (low, high)| reach.max(low.abs()).max(high.abs()));
    let names: Vec<String> = members.iter().map(|&place| label(place)).collect();
    let more = within.iter().filter_map(|c| Some((c.seeds_needed?, c))).min_by_key(|(n, _)| *n);
    let more = more.map_or_else(String::new, |(needed, c)| {
        format!("; telling {} from {} would take about {needed} seeds", label(c.a), label(c.b))
    });
    format!(
        "{} are the same for this data as far as {seeds} seeds can tell: no two of them differ by more than \
         {} ({:.0} % intervals){more}.",
        listed(&names),
        metric.difference_text(reach),
        100.0 * result.spec.confidence,
    )
}

fn pairs_of(result: &StudyResult, place: usize) -> impl Iterator<Item = &Comparison> {
    result.comparisons.iter().filter(move |c| c.a == place || c.b == place)
}

fn p_text(p: f64) -> String {
    if p < 0.0001 {
        "0.0001".to_owned()
    } else {
        format!("{:.1$}", p, if p < 0.01 { 4 } else { 2 })
    }
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::digits;
    use crate::spec::ActivationSpec;
    use crate::statistics::mean_interval;
    use crate::study::compare::compare_all;
    use crate::study::{CandidateResult, CandidateTiming, StudySpec, Tuning};

    /// A result made of scores in order, with the rank of each; times of a step and to the target.
    fn made(
        scores: &[(&str, usize, [f64; 4])],
        times: &[(f64, f64)],
    ) -> (StudyResult, StudyTiming) {
        let lists: Vec<&[f64]> = scores.iter().map(|(_, _, s)| s.as_slice()).collect();
        let comparisons = compare_all(&lists, 0.95);
        let candidates = scores.iter().map(|(name, rank, scores)| CandidateResult {
            activation: ActivationSpec::new(name),
            name: (*name).to_owned(),
            rank: *rank,
            score: mean_interval(scores, 0.95).expect("scores"),
            bootstrap_interval: None,
            test_scores: scores.to_vec(),
            tuning: Tuning { learning_rate: 0.01, scores: Vec::new() },
            epochs_to_target: None,
            diverged: 0,
            no_gradient: false,
            gain: None,
            dead: None,
            saturated: None,
            zeros: None,
            gradient_ratio: None,
            initial_gradient_ratio: None,
        });
        let mut spec = StudySpec::standard(&digits());
        spec.seeds.truncate(4);
        let apart = |a: usize, b: usize| {
            let pair = (a.min(b), a.max(b));
            comparisons.iter().any(|c| (c.a, c.b) == pair && c.told_apart)
        };
        let result = StudyResult {
            spec_sha256: spec.sha256(),
            engine: 0,
            budget: spec.budget(),
            spec,
            candidates: candidates.collect(),
            groups: crate::statistics::groups(scores.len(), apart),
            comparisons,
            friedman: None,
            critical_difference: None,
            target_loss: None,
        };
        let of = |&(step, target): &(f64, f64)| CandidateTiming {
            step_microseconds: Some(step),
            seconds_to_target: Some(target),
        };
        let candidates = times.iter().map(of).collect();
        let timing =
            StudyTiming { seconds: 1.0, trial_seconds: 1.0, found: 0, threads: 1, candidates };
        (result, timing)
    }

    const HIGH: [f64; 4] = [0.97, 0.98, 0.975, 0.985];
    const ALIKE: [f64; 4] = [0.975, 0.975, 0.972, 0.98];
    const LOW: [f64; 4] = [0.87, 0.885, 0.874, 0.884];

    #[test]
    fn the_cheaper_of_two_alike() {
        let scores = [("gelu", 1, HIGH), ("relu", 1, ALIKE), ("step", 3, LOW)];
        let (result, timing) = made(&scores, &[(400.0, 2.0), (300.0, 1.0), (290.0, 0.5)]);
        let said = verdict(&result, &timing).expect("candidates");
        assert_eq!(said.choice, 1);
        assert!(said.recommendation.starts_with("Use relu: accuracy 97.55 % (95 % interval 97."));
        assert!(
            said.recommendation.contains("not told apart from gelu"),
            "{}",
            said.recommendation
        );
        assert!(
            said.same.starts_with("gelu and relu are the same for this data as far as 4 seeds")
        );
        assert!(said.same.contains(" points (95 % intervals)"), "{}", said.same);
        // A tenth less time is no reason.
        let (result, timing) = made(&scores, &[(400.0, 2.0), (390.0, 1.9), (290.0, 0.5)]);
        let said = verdict(&result, &timing).expect("candidates");
        assert_eq!(said.choice, 0);
        assert!(said.recommendation.contains("1.4 times that of step"), "{}", said.recommendation);
    }

    #[test]
    fn a_winner_alone() {
        let scores = [("gelu", 1, HIGH), ("step", 2, LOW)];
        let (result, timing) = made(&scores, &[(400.0, 2.0), (300.0, 1.0)]);
        assert!(result.comparisons[0].told_apart);
        let said = verdict(&result, &timing).expect("candidates");
        assert!(
            said.recommendation.contains("ahead of every other candidate (corrected p at most")
        );
        assert_eq!(said.same, "No two of the candidates are the same for this data.");
        // Two behind it that are alike are named.
        let scores = [("gelu", 1, HIGH), ("step", 2, LOW), ("sign", 2, LOW)];
        let (result, timing) = made(&scores, &[(400.0, 2.0), (300.0, 1.0), (300.0, 1.0)]);
        let said = verdict(&result, &timing).expect("candidates");
        assert!(said.same.starts_with("step and sign are the same for this data"), "{}", said.same);
    }

    #[test]
    fn nothing_to_compare() {
        let (result, timing) = made(&[("gelu", 1, HIGH)], &[(400.0, 2.0)]);
        let said = verdict(&result, &timing).expect("a candidate");
        assert!(said.recommendation.contains("nothing to compare it with"));
        assert_eq!(said.same, "One candidate alone cannot be ranked.");
        let (result, timing) = made(&[], &[]);
        assert_eq!(verdict(&result, &timing), None);
    }
}
