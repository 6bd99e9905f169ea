//! What the test that ranks costs: false alarms where all candidates are alike, by Monte Carlo over made-up
//! scores and over real trials. `docs/decisions/0009-ranking.md` quotes the figures that the first test
//! prints with `--nocapture`.

use nonlin_lab::data::Dataset;
use nonlin_lab::random::Stream;
use nonlin_lab::spec::NetworkSpec;
use nonlin_lab::split::Prepared;
use nonlin_lab::statistics::{critical_difference, friedman, holm, paired_t_test, wilcoxon};
use nonlin_lab::study::StudySpec;
use nonlin_lab::{ActivationSpec, Record, TrialSpec, prepare, trial};

/// How a candidate's score on a seed comes about; the seed's own luck is shared by all.
#[derive(Debug, Clone, Copy)]
enum Noise {
    /// Normal.
    Normal,
    /// Rows right of 359 (as in the digits), each with chance 0.97.
    Fine,
    /// Rows right of 30: scores tie all the time, and differences are coarse.
    Coarse,
    /// Normal, but on one seed in twenty the training fails.
    Failures,
}

impl Noise {
    fn score(self, stream: &mut Stream, luck: f64) -> f64 {
        let right = |stream: &mut Stream, rows: u32, chance: f64| {
            let right = (0..rows).filter(|_| stream.uniform() < chance).count();
            right as f64 / f64::from(rows)
        };
        match self {
            Self::Normal => 0.9 + 0.01 * (luck + stream.normal()),
            Self::Fine => right(stream, 359, 0.97),
            Self::Coarse => right(stream, 30, 0.9),
            Self::Failures if stream.below(20) == 0 => 0.1,
            Self::Failures => 0.9 + 0.01 * (luck + stream.normal()),
        }
    }
}

/// Studies of a case; with many candidates each has many pairs.
fn studies(candidates: usize) -> u64 {
    if candidates > 3 { 1_000 } else { 10_000 }
}

/// Share of studies of `candidates` × `seeds` in which the paired t-test, Wilcoxon's test (both with Holm's
/// correction) and Nemenyi's difference after Friedman's test tell a pair apart at 0.05.
///
/// `ahead` is added to the first candidate's scores; then only pairs with it count.
fn alarms(noise: Noise, candidates: usize, seeds: usize, ahead: f64) -> [f64; 3] {
    let studies = studies(candidates);
    let mut alarms = [0.0; 3];
    let cd = critical_difference(candidates, seeds, 0.05).expect("a difference");
    for study in 0..studies {
        let mut stream = Stream::new(study, &format!("{noise:?}"), (candidates * seeds) as u64);
        let mut scores = vec![Vec::new(); candidates];
        for _ in 0..seeds {
            let luck = stream.normal();
            for (i, scores) in scores.iter_mut().enumerate() {
                let bonus = if i == 0 { ahead } else { 0.0 };
                scores.push(noise.score(&mut stream, luck) + bonus);
            }
        }
        let pairs = (0..candidates).flat_map(|b| (0..b).map(move |a| (a, b)));
        let (with_first, tests): (Vec<bool>, Vec<[f64; 2]>) = pairs
            .map(|(a, b)| {
                let (x, y) = (&scores[a], &scores[b]);
                (a == 0, [paired_t_test(x, y), wilcoxon(x, y)])
            })
            .unzip();
        let counts = |place: usize| ahead == 0.0 || with_first[place];
        for test in 0..2 {
            let adjusted = holm(&tests.iter().map(|p| p[test]).collect::<Vec<_>>());
            let alarm = adjusted.iter().enumerate().any(|(i, p)| *p < 0.05 && counts(i));
            alarms[test] += f64::from(u8::from(alarm)) / studies as f64;
        }
        let rows: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
        let far = friedman(&rows).is_some_and(|f| {
            let distance = |i: usize, j: usize| (f.mean_ranks[i] - f.mean_ranks[j]).abs() > cd;
            (0..candidates).any(|j| (0..j).any(|i| (ahead == 0.0 || i == 0) && distance(i, j)))
        });
        alarms[2] += f64::from(u8::from(far)) / studies as f64;
    }
    alarms
}

/// The false alarms of the test that ranks stay within 5 %, up to four standard errors.
#[test]
fn no_more_false_alarms_than_promised() {
    println!("{:<10} {:>3} {:>3} {:>6}  t+Holm Wilcoxon+Holm Nemenyi", "noise", "k", "n", "ahead");
    for (noise, candidates, seeds) in [
        (Noise::Normal, 10, 10),
        (Noise::Normal, 3, 5),
        (Noise::Fine, 10, 10),
        (Noise::Coarse, 10, 10),
        (Noise::Coarse, 3, 5),
        (Noise::Coarse, 2, 3),
        (Noise::Failures, 10, 10),
    ] {
        let rates = alarms(noise, candidates, seeds, 0.0);
        println!("{:<10} {candidates:>3} {seeds:>3} {:>6} {rates:>7.3?}", format!("{noise:?}"), 0);
        let bound = 0.05 + 4.0 * (0.05 * 0.95 / studies(candidates) as f64).sqrt();
        assert!(rates[0] <= bound, "{noise:?} {candidates} {seeds}: {rates:?}");
    }
    // Power, for the record: one candidate ahead of nine by 1 and 2 standard deviations of a difference.
    for ahead in [0.0141, 0.0283] {
        let rates = alarms(Noise::Normal, 10, 10, ahead);
        println!("{:<10} {:>3} {:>3} {ahead:>6} {rates:>7.3?}", "Normal", 10, 10);
        assert_eq!(rates[1], 0.0, "the smallest p of ten seeds, 2/1024, is above 0.05/45");
    }
    assert!(alarms(Noise::Normal, 10, 10, 0.0283)[0] > 0.5, "and yet it finds what is there");
}

/// Ten candidates on a ladder, each ahead of the next on every seed and by far: paired t-tests tell all
/// neighbours apart, while mean ranks one apart never reach Nemenyi's difference of ten candidates.
#[test]
fn mean_ranks_cannot_tell_neighbours_apart() {
    let mut stream = Stream::new(1, "ladder", 0);
    let scores: Vec<Vec<f64>> = (0..10)
        .map(|i| (0..10).map(|_| 0.9 - 0.05 * f64::from(i) + 0.005 * stream.normal()).collect())
        .collect();
    let rows: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
    let ranks = friedman(&rows).expect("a test").mean_ranks;
    assert_eq!(ranks, (1..=10).map(f64::from).collect::<Vec<_>>());
    assert!(critical_difference(10, 10, 0.05).expect("a difference") > 4.0);
    assert!(scores.windows(2).all(|pair| 45.0 * paired_t_test(&pair[0], &pair[1]) < 0.05));
}

/// A small table of two overlapping classes.
fn small_data() -> Dataset {
    let mut stream = Stream::new(3, "two clouds", 0);
    let labels: Vec<u32> = (0..150).map(|i| i % 2).collect();
    let features: Vec<f64> = labels
        .iter()
        .flat_map(|&class| [0.8 * f64::from(class) + stream.normal(), stream.normal()])
        .collect();
    let columns = vec!["a".to_owned(), "b".to_owned()];
    let classes = vec!["0".to_owned(), "1".to_owned()];
    Dataset::new("clouds", &columns, "class", &features, labels, classes).expect("a table")
}

/// A study's trials by hand, so that one candidate can be given other seeds than it asks for.
fn study(spec: &StudySpec, split: &Prepared, run: impl Fn(&TrialSpec) -> TrialSpec) -> Vec<usize> {
    let record = |planned: &TrialSpec| {
        let (record, _) = trial::run(&run(planned), split).expect("a sound trial");
        Record { spec_sha256: planned.sha256(), ..record }
    };
    let mut race = spec.start_tuning();
    for rung in 0..spec.rungs().len() {
        let trials = spec.tuning_trials(&race, rung).expect("a rung");
        let records: Vec<Record> = trials.iter().map(record).collect();
        spec.halve(&mut race, rung, &records.iter().collect::<Vec<_>>()).expect("in order");
    }
    let rates: Vec<f64> = race.iter().map(|tuning| tuning.learning_rate).collect();
    let trials = spec.final_trials(&rates).expect("rates");
    let records: Vec<Record> = trials.iter().map(record).collect();
    let result = spec.collect(&race, &records).expect("in order");
    result.candidates.iter().map(|candidate| candidate.rank).collect()
}

/// Three names of one function. In a study they share all seeds and agree to the bit, so here the second and
/// third get seeds of their own in the comparison: their scores differ, by chance alone. Of 200 studies, tuned,
/// trained, compared and ranked in earnest, at most 5 % may tell any two apart: 10, and 20 or more with a chance
/// of 1 in 300.
#[test]
fn one_function_under_three_names() {
    let data = small_data();
    let split = prepare(&data, 0).expect("it splits");
    let names = ["relu", "max(x, 0)", "max(0, x)"];
    let mut alarms = 0;
    for repeat in 0..200 {
        let spec = StudySpec {
            candidates: names.map(ActivationSpec::new).to_vec(),
            network: NetworkSpec::dense(&[4]),
            learning_rates: vec![0.01, 0.03, 0.1],
            tuning_seeds: vec![1_000_000 + repeat],
            seeds: (10 * repeat..10 * repeat + 8).collect(),
            batch_size: 30,
            epochs: 2,
            ..StudySpec::standard(&data)
        };
        let own = |planned: &TrialSpec| {
            let place = spec.candidates.iter().position(|c| *c == planned.activation);
            // The tuning's seeds stay: intervals and tests speak of training at the rates that it found.
            let place = if planned.evaluate_test { place.expect("a candidate") as u64 } else { 0 };
            TrialSpec {
                activation: spec.candidates[0].clone(),
                seed: planned.seed + place * 10_000_000,
                checkpoints: Vec::new(),
                ..planned.clone()
            }
        };
        let ranks = study(&spec, &split, own);
        alarms += u32::from(ranks.iter().any(|rank| *rank != 1));
    }
    println!("{alarms} false alarms in 200 studies");
    assert!(alarms <= 19, "{alarms} false alarms in 200 studies");
}
