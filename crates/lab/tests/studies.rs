//! Trials and studies as a whole: repeatable to the bit, controlled, and right where the truth is known.

use nonlin_lab::data::{Dataset, digits};
use nonlin_lab::initialisation::Initialisation;
use nonlin_lab::optimizer::Optimizer;
use nonlin_lab::spec::{NetworkSpec, SCHEMA, Schedule, TrainParameters};
use nonlin_lab::split::{Part, Prepared};
use nonlin_lab::study::{self, Event, Phase, StudySpec};
use nonlin_lab::{ActivationSpec, Record, TrialError, TrialSpec, prepare, trial};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

fn split() -> (Dataset, Prepared) {
    let data = digits();
    let split = prepare(&data, 0).expect("the digits split");
    (data, split)
}

fn small_trial(data: &Dataset, function: &str) -> TrialSpec {
    TrialSpec {
        schema: SCHEMA,
        dataset: data.reference(),
        split_seed: 0,
        network: NetworkSpec::dense(&[24, 16]),
        activation: ActivationSpec::new(function),
        train_parameters: TrainParameters::Fixed,
        initialisation: Initialisation::Gain,
        optimizer: Optimizer::ADAM,
        learning_rate: 3e-3,
        schedule: Schedule::default(),
        batch_size: 100,
        epochs: 4,
        early_stopping: None,
        checkpoints: vec![0, 4],
        seed: 5,
        evaluate_test: true,
    }
}

fn small_study(data: &Dataset, candidates: &[&str]) -> StudySpec {
    StudySpec {
        candidates: candidates.iter().map(|f| ActivationSpec::new(f)).collect(),
        network: NetworkSpec::dense(&[16]),
        learning_rates: vec![1e-3, 1e-2],
        tuning_seeds: vec![100],
        seeds: vec![0, 1, 2, 3],
        epochs: 4,
        ..StudySpec::standard(data)
    }
}

fn run(spec: &TrialSpec, split: &Prepared) -> Record {
    trial::run(spec, split).expect("a sound trial").0
}

#[test]
fn a_trial_repeats_to_the_bit_alone_and_side_by_side() {
    let (data, split) = split();
    for function in ["relu", "tanh", "gelu"] {
        let spec = small_trial(&data, function);
        let alone = serde_json::to_string(&run(&spec, &split)).expect("JSON");
        let again = serde_json::to_string(&run(&spec, &split)).expect("JSON");
        assert_eq!(alone, again);
        let side_by_side: Vec<String> = std::thread::scope(|scope| {
            let one = || scope.spawn(|| serde_json::to_string(&run(&spec, &split)).expect("JSON"));
            let threads: Vec<_> = (0..3).map(|_| one()).collect();
            threads.into_iter().map(|t| t.join().expect("no panic")).collect()
        });
        assert!(side_by_side.iter().all(|record| *record == alone));
        let other = run(&TrialSpec { seed: 6, ..spec }, &split);
        assert_ne!(alone, serde_json::to_string(&other).expect("JSON"), "the seed matters");
    }
}

#[test]
fn a_record_reads_back_from_json() {
    let (data, split) = split();
    let record = run(&small_trial(&data, "relu"), &split);
    let text = serde_json::to_string(&record).expect("JSON");
    assert_eq!(serde_json::from_str::<Record>(&text).expect("the same record"), record);
    assert_eq!((record.training_loss.len(), record.validation_score.len()), (4, 4));
    assert_eq!(record.steps, 4 * split.training().len().div_ceil(100));
    assert_eq!(record.checkpoints.iter().map(|c| c.epoch).collect::<Vec<_>>(), [0, 4]);
    assert!(record.checkpoints[1].training_loss < record.checkpoints[0].training_loss);
}

#[test]
fn a_tuning_trial_is_the_same_training_and_never_reads_the_test_rows() {
    let (data, split) = split();
    let judged = small_trial(&data, "tanh");
    let tuning = TrialSpec { evaluate_test: false, checkpoints: vec![], ..judged.clone() };
    let (judged, tuning) = (run(&judged, &split), run(&tuning, &split));
    assert_eq!((tuning.test_score, tuning.test_loss), (None, None));
    assert!(judged.test_score.is_some());
    // Looking inside and judging leave no trace in the training.
    assert_eq!(judged.parameters_sha256, tuning.parameters_sha256);
}

#[test]
fn divergence_is_a_result() {
    let (data, split) = split();
    for optimizer in [Optimizer::Sgd { momentum: 0.9 }, Optimizer::ADAM] {
        let spec = TrialSpec { learning_rate: 1e35, optimizer, ..small_trial(&data, "identity") };
        let record = run(&spec, &split);
        let step = record.diverged_at.expect("it diverges");
        assert!((2..20).contains(&step), "step {step}");
        assert_eq!(record.steps, step - 1);
        assert_eq!(record.training_loss.last(), Some(&None));
        assert!(record.test_score.expect("judged as it stands") < 0.5);
        assert_eq!(record.checkpoints.len(), 1, "no look inside a wreck");
        let text = serde_json::to_string(&record).expect("JSON");
        assert_eq!(serde_json::from_str::<Record>(&text).expect("reads back"), record);
    }
}

#[test]
fn the_step_that_diverges_changes_nothing() {
    let (data, split) = split();
    // One step an epoch: the second epoch's step is the first whose loss is not finite.
    let batch_size = split.training().len();
    let optimizer = Optimizer::Sgd { momentum: 0.0 };
    let base =
        TrialSpec { learning_rate: 1e35, batch_size, optimizer, ..small_trial(&data, "relu") };
    let one = run(&TrialSpec { epochs: 1, checkpoints: vec![], ..base.clone() }, &split);
    let more = run(&base, &split);
    assert_eq!((one.diverged_at, more.diverged_at), (None, Some(2)));
    assert_eq!(one.parameters_sha256, more.parameters_sha256);
}

#[test]
fn other_data_or_another_split_is_refused() {
    let (data, split) = split();
    let spec = small_trial(&data, "relu");
    let error =
        trial::run(&TrialSpec { split_seed: 1, ..spec.clone() }, &split).expect_err("split");
    assert!(matches!(error, TrialError::WrongData { .. }));
    assert!(error.to_string().contains("split with seed 1, but the data at hand is `digits`"));
    let mut other = spec;
    other.dataset.sha256 = "0".repeat(64);
    assert!(matches!(trial::run(&other, &split), Err(TrialError::WrongData { .. })));
}

#[test]
fn a_study_does_not_depend_on_its_threads() {
    let (data, split) = split();
    let spec = small_study(&data, &["relu", "tanh", "step"]);
    let on = |threads| {
        let (done, tests_read) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let outcome = study::run(&spec, &split, NonZeroUsize::new(threads), &|event| {
            if let Event::Finished { phase, record, .. } = event {
                done.fetch_add(1, Ordering::Relaxed);
                if *phase != Phase::Comparison && record.test_score.is_some() {
                    tests_read.fetch_add(1, Ordering::Relaxed);
                }
            }
        })
        .expect("a sound study");
        assert_eq!((done.into_inner(), tests_read.into_inner()), (spec.trials(), 0));
        assert_eq!(outcome.timing.threads, threads);
        assert!(outcome.timing.candidates.iter().all(|t| t.step_microseconds > Some(0.0)));
        outcome
    };
    let (one, two) = (on(1), on(2));
    let json = |o: &study::Outcome| {
        serde_json::to_string(&(&o.result, &o.tuning_records, &o.records)).expect("JSON")
    };
    assert_eq!(json(&one), json(&two));
    let back: study::Outcome =
        serde_json::from_str(&serde_json::to_string(&one).expect("JSON")).expect("reads back");
    assert_eq!(back, one);
}

#[test]
fn a_handicapped_candidate_comes_last_and_two_names_of_one_function_share_a_rank() {
    let (data, split) = split();
    let spec = small_study(&data, &["step", "max(x, 0)", "tanh", "relu"]);
    let result = study::run(&spec, &split, None, &|_| {}).expect("a sound study").result;
    let find = |function: &str| {
        result.candidates.iter().find(|c| c.activation.function == function).expect("a candidate")
    };
    let (relu, formula, step) = (find("relu"), find("max(x, 0)"), find("step"));
    assert_eq!(relu.test_scores, formula.test_scores);
    assert_eq!(relu.rank, formula.rank);
    assert_eq!((step.rank, step.no_gradient, step.dead), (4, true, Some(1.0)));
    assert_eq!(step.gradient_ratio, Some(0.0));
    assert!(!relu.no_gradient && relu.gradient_ratio > Some(0.0));
    assert_eq!(result.comparisons.len(), 6);
    for c in &result.comparisons {
        assert!(c.a < c.b && c.adjusted_p_value >= c.p_value && c.difference.mean >= 0.0);
        assert_eq!(c.told_apart, c.adjusted_p_value < 1.0 - spec.confidence);
    }
}

#[test]
fn one_seed_ranks_all_first_without_an_interval() {
    let (data, split) = split();
    let mut spec = small_study(&data, &["step", "relu"]);
    (spec.seeds, spec.learning_rates, spec.tuning_seeds) = (vec![0], vec![3e-3], vec![]);
    let outcome = study::run(&spec, &split, None, &|_| {}).expect("a sound study");
    assert!(outcome.tuning_records.is_empty());
    for candidate in &outcome.result.candidates {
        assert_eq!((candidate.rank, candidate.score.interval), (1, None));
        assert!(candidate.tuning.scores.is_empty() && !candidate.tuning.at_edge());
    }
}

/// Multinomial logistic regression by plain gradient descent in f64, straight from the definition.
/// Returns its accuracy on the test rows.
fn logistic_regression(split: &Prepared) -> f64 {
    let (columns, classes) = (split.columns(), split.task().outputs());
    let scores = |w: &[f64], x: &[f32]| -> Vec<f64> {
        (0..classes)
            .map(|c| {
                let w = &w[c * (columns + 1)..(c + 1) * (columns + 1)];
                w[columns] + x.iter().zip(w).map(|(&x, w)| f64::from(x) * w).sum::<f64>()
            })
            .collect()
    };
    let mut w = vec![0.0; classes * (columns + 1)];
    let Part { features, targets, .. } = split.training();
    let labels = targets.classes();
    for _ in 0..200 {
        let mut gradient = vec![0.0; w.len()];
        for (x, &label) in features.chunks_exact(columns).zip(labels) {
            let z: Vec<f64> = scores(&w, x).iter().map(|z| z.exp()).collect();
            let total: f64 = z.iter().sum();
            for c in 0..classes {
                let d = z[c] / total - f64::from(u8::from(label as usize == c));
                let g = &mut gradient[c * (columns + 1)..(c + 1) * (columns + 1)];
                g[columns] += d;
                g.iter_mut().zip(x).for_each(|(g, &x)| *g += d * f64::from(x));
            }
        }
        w.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= 0.5 * g / labels.len() as f64);
    }
    let Part { features, targets, .. } = split.test();
    let labels = targets.classes();
    let right = features.chunks_exact(columns).zip(labels).filter(|(x, label)| {
        let z = scores(&w, x);
        (0..classes).all(|c| z[c] <= z[**label as usize])
    });
    right.count() as f64 / labels.len() as f64
}

#[test]
fn a_linear_network_is_logistic_regression() {
    let (data, split) = split();
    let logistic = logistic_regression(&split);
    assert!((0.93..0.98).contains(&logistic), "{logistic}");
    for hidden in [[].as_slice(), &[32]] {
        let spec = TrialSpec {
            network: NetworkSpec::dense(hidden),
            learning_rate: 0.01,
            epochs: 40,
            ..small_trial(&data, "identity")
        };
        let accuracy =
            run(&TrialSpec { checkpoints: vec![], ..spec }, &split).test_score.expect("judged");
        // 359 test rows: 2 % are seven of them.
        assert!((accuracy - logistic).abs() < 0.02, "{accuracy} against {logistic}");
    }
}
