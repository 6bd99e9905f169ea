//! What a trial can be asked for, on made-up data whose answer is known: tasks, networks, trained
//! parameters, early stopping, schedules, looks and alarms.

use nonlin_lab::activation::LayerActivation;
use nonlin_lab::data::DatasetRef;
use nonlin_lab::initialisation::Initialisation;
use nonlin_lab::network::Shape;
use nonlin_lab::optimizer::Optimizer;
use nonlin_lab::random::Stream;
use nonlin_lab::spec::{
    Decay, EarlyStopping, NetworkSpec, SCHEMA, Schedule, TrainParameters, TrialSpec,
};
use nonlin_lab::{ActivationSpec, Part, Prepared, Record, Targets, Task, trial};

const COLUMNS: usize = 6;

fn names(count: usize) -> Vec<String> {
    (0..count).map(|i| i.to_string()).collect()
}

fn reference() -> DatasetRef {
    DatasetRef { name: "made up".to_owned(), sha256: "0".repeat(64) }
}

/// Normal features; `targets` says what is to be learnt of a row.
fn data(task: Task, targets: impl Fn(&[f64]) -> Vec<f64>) -> Prepared {
    let part = |index, rows: usize| {
        let mut stream = Stream::new(1, "made-up data", index);
        let features: Vec<f64> = (0..rows * COLUMNS).map(|_| stream.normal()).collect();
        let wanted: Vec<Vec<f64>> = features.chunks(COLUMNS).map(&targets).collect();
        let targets = match &task {
            Task::Classification { .. } => {
                Targets::Classes(wanted.iter().map(|wanted| wanted[0] as u32).collect())
            }
            _ => Targets::Values {
                width: wanted[0].len(),
                values: wanted.concat().into_iter().map(|value| value as f32).collect(),
            },
        };
        let features = features.into_iter().map(|value| value as f32).collect();
        Part { features, targets, rows: (0..rows).collect() }
    };
    let parts = [part(0, 400), part(1, 200), part(2, 200)];
    Prepared::from_parts(reference(), 0, task, COLUMNS, parts).expect("parts that fit")
}

/// Two classes, apart by the sign of a product: no linear network can tell them.
fn product() -> Prepared {
    let task = Task::Classification { classes: names(2) };
    data(task, |x| vec![f64::from(u8::from(x[0] * x[1] > 0.0))])
}

fn spec(function: &str) -> TrialSpec {
    TrialSpec {
        schema: SCHEMA,
        dataset: reference(),
        split_seed: 0,
        network: NetworkSpec::dense(&[24, 24]),
        activation: ActivationSpec::new(function),
        train_parameters: TrainParameters::Fixed,
        initialisation: Initialisation::Gain,
        optimizer: Optimizer::ADAM,
        learning_rate: 1e-2,
        schedule: Schedule::default(),
        batch_size: 50,
        epochs: 25,
        early_stopping: None,
        checkpoints: vec![0, 25],
        seed: 5,
        evaluate_test: true,
    }
}

fn run(spec: &TrialSpec, data: &Prepared) -> Record {
    trial::run(spec, data).expect("a sound trial").0
}

fn score(spec: &TrialSpec, data: &Prepared) -> f64 {
    run(spec, data).test_score.expect("judged")
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let task = Task::Classification { classes: names(2) };
    let part = |features: usize, classes: &[u32]| Part {
        features: vec![0.0; features],
        targets: Targets::Classes(classes.to_vec()),
        rows: (0..classes.len()).collect(),
    };
    let make = |last: Part| {
        let parts = [part(2, &[0]), part(2, &[1]), last];
        Prepared::from_parts(reference(), 0, task.clone(), 2, parts).map_err(|e| e.to_string())
    };
    assert!(make(part(4, &[0, 1])).is_ok());
    assert!(make(part(3, &[0, 1])).expect_err("3 features").contains("test part"));
    assert!(make(part(4, &[0, 2])).expect_err("class 2").contains("2 outputs"));
    let values = Targets::Values { width: 2, values: vec![0.0; 2] };
    let quantities = Part { features: vec![0.0; 2], targets: values, rows: vec![0] };
    assert!(make(quantities).is_err());
}

#[test]
fn every_task_learns() {
    let product = product();
    assert!(score(&spec("relu"), &product) > 0.85);
    assert!(score(&spec("identity"), &product) < 0.65, "no line parts these classes");

    let labels = data(Task::MultiLabel { labels: names(3) }, |x| {
        let label = |yes: bool| f64::from(u8::from(yes));
        vec![label(x[0] > 0.0), label(x[1] + x[2] > 0.5), label(x[3].abs() > 1.0)]
    });
    assert!(score(&spec("gelu"), &labels) > 0.9);

    let quantities = data(Task::Regression { targets: names(2) }, |x| {
        vec![x[0] - 0.5 * x[1], (x[2] * x[2] - 1.0) / 2.0_f64.sqrt()]
    });
    assert!(score(&spec("tanh"), &quantities) > 0.9);
    // A line explains the first target, and nothing of the second.
    let line = score(&spec("identity"), &quantities);
    assert!((line - 0.5).abs() < 0.1, "{line}");
}

#[test]
fn every_network_and_optimiser_learns() {
    let product = product();
    let base = spec("silu");
    let network = |layer_norm, residual, bias| NetworkSpec {
        layer_norm,
        residual,
        bias,
        ..NetworkSpec::dense(&[24, 24, 24])
    };
    let cosine = Schedule { warm_up: 0.1, decay: Decay::Cosine };
    let sgd = Optimizer::Sgd { momentum: 0.9 };
    for (what, spec) in [
        ("layer norm", TrialSpec { network: network(true, false, true), ..base.clone() }),
        ("residual", TrialSpec { network: network(false, true, true), ..base.clone() }),
        ("both, no bias", TrialSpec { network: network(true, true, false), ..base.clone() }),
        ("AdamW", TrialSpec { optimizer: Optimizer::ADAM_W, schedule: cosine, ..base.clone() }),
        ("SGD", TrialSpec { optimizer: sgd, learning_rate: 0.05, ..base.clone() }),
        ("orthogonal", TrialSpec { initialisation: Initialisation::Orthogonal, ..base.clone() }),
        ("gated", spec("swiglu")),
        ("concatenated", spec("crelu")),
        ("groups", spec("maxout")),
        ("noise", spec("rrelu")),
    ] {
        let reached = score(&spec, &product);
        assert!(reached > 0.85, "{what}: {reached}");
    }
}

/// Every option at once: the same bits again, and beside other threads.
#[test]
fn all_options_repeat_to_the_bit() {
    let product = product();
    for function in ["rrelu", "prelu", "swiglu"] {
        let spec = TrialSpec {
            network: NetworkSpec {
                layer_norm: true,
                residual: true,
                ..NetworkSpec::dense(&[16, 16, 16])
            },
            train_parameters: TrainParameters::Channel,
            optimizer: Optimizer::ADAM_W,
            schedule: Schedule { warm_up: 0.2, decay: Decay::Cosine },
            early_stopping: Some(EarlyStopping { patience: 3 }),
            epochs: 8,
            checkpoints: vec![0, 4, 8],
            ..spec(function)
        };
        let json = || serde_json::to_string(&run(&spec, &product)).expect("JSON");
        let alone = json();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2).map(|_| scope.spawn(json)).collect();
            for thread in threads {
                assert_eq!(thread.join().expect("no panic"), alone, "{function}");
            }
        });
        let record: Record = serde_json::from_str(&alone).expect("a record");
        assert_eq!(record, run(&spec, &product), "{function}: JSON there and back");
    }
}

#[test]
fn early_stopping_keeps_the_best_epoch() {
    // Labels that are pure chance: the validation loss soon rises.
    let noise = data(Task::Classification { classes: names(2) }, |x| {
        vec![f64::from(u8::from((x[5] * 1e4).rem_euclid(2.0) < 1.0))]
    });
    let base = TrialSpec { checkpoints: vec![40], epochs: 40, ..spec("relu") };
    let whole = run(&base, &noise);
    let rule = Some(EarlyStopping { patience: 4 });
    let stopped = run(&TrialSpec { early_stopping: rule, ..base.clone() }, &noise);
    let best = stopped.kept_epoch.expect("an epoch");
    let losses: Vec<f64> =
        stopped.validation_loss.iter().map(|loss| loss.expect("finite")).collect();
    assert_eq!(losses.len(), best + 4, "four epochs without a lower loss, then the end");
    assert!(losses.iter().all(|&loss| loss >= losses[best - 1]));
    assert_eq!(stopped.validation_loss[..], whole.validation_loss[..best + 4], "the same training");
    assert_eq!((whole.kept_epoch, whole.validation_loss.len()), (Some(40), 40));
    assert_eq!(
        stopped.validation(),
        Some((Some(losses[best - 1]), stopped.validation_score[best - 1]))
    );
    // The kept weights are those of a training that ends at the best epoch.
    let short = TrialSpec { epochs: best, checkpoints: vec![best], ..base };
    let short = run(&short, &noise);
    assert_eq!(short.parameters_sha256, stopped.parameters_sha256);
    assert_eq!(short.test_score, stopped.test_score);
    let last = stopped.last_checkpoint().expect("the look at the end");
    assert_eq!((last.epoch, stopped.checkpoints.len()), (best, 1));
    assert_eq!(last.training_loss, short.checkpoints[0].training_loss);
}

#[test]
fn trained_parameters_move_and_stay_in_their_range() {
    let product = product();
    let train = |function: &str, train_parameters| {
        run(&TrialSpec { train_parameters, ..spec(function) }, &product)
    };
    assert_eq!(train("prelu", TrainParameters::Fixed).trained, []);
    let layer = train("prelu", TrainParameters::Layer).trained;
    assert_eq!(layer.len(), 2);
    for values in &layer {
        assert!(values.initial == 0.25 && values.mean != 0.25, "{values:?}");
        assert_eq!(values.least, values.greatest, "one value a layer");
    }
    let channel = train("prelu", TrainParameters::Channel);
    assert!(channel.trained.iter().all(|values| values.least < values.greatest));
    assert_eq!(channel.parameters, 7 * 24 + 25 * 24 + 25 * 2 + 48);
    // The rate is far too high: the parameter would leave (0, inf) at once.
    let wild = TrialSpec {
        train_parameters: TrainParameters::Channel,
        learning_rate: 1.0,
        epochs: 3,
        checkpoints: vec![],
        ..spec("elu")
    };
    for function in ["pelu", "celu", "mpelu"] {
        let record =
            run(&TrialSpec { activation: ActivationSpec::new(function), ..wild.clone() }, &product);
        let definition = nonlin_catalogue::find(function).expect("in the catalogue").0;
        for values in &record.trained {
            let own = definition.parameters.iter().find(|own| own.name == values.name);
            let range = own.expect("its parameter").range;
            assert!(range.contains(values.least) && range.contains(values.greatest), "{values:?}");
        }
    }
}

/// Shazeer's 2/3, and the nearest number of parameters in other networks.
#[test]
fn gated_networks_match_the_plain_ones() {
    let shape = |function: &str, inputs, hidden: &[usize], outputs, bias| {
        let spec = ActivationSpec::new(function);
        let activation = LayerActivation::new(&spec, TrainParameters::Fixed).expect("known");
        let network = NetworkSpec { bias, ..NetworkSpec::dense(hidden) };
        Shape::new(inputs, &network, &activation, outputs)
    };
    let gated = shape("swiglu", 512, &[2048], 512, false);
    assert_eq!((gated.layers()[0].units, gated.layers()[0].pre_activations), (1365, 2730));
    for function in ["swiglu", "crelu", "maxout"] {
        for hidden in [&[128, 128][..], &[512, 512, 512], &[100, 20]] {
            let plain = shape("relu", 64, hidden, 10, true).parameters() as f64;
            let matched = shape(function, 64, hidden, 10, true).parameters() as f64;
            // One unit more or less in every layer is all that is left.
            let unit = 4.0 / hidden.iter().copied().max().unwrap_or(1) as f64;
            assert!(
                (matched / plain - 1.0).abs() < unit,
                "{function} {hidden:?}: {matched} {plain}"
            );
        }
    }
    let plain = shape("relu", 64, &[128, 100], 10, true);
    let units: Vec<usize> = plain.hidden().iter().map(|layer| layer.units).collect();
    assert_eq!(units, [128, 100]);
}

#[test]
fn the_record_says_where_the_initialisation_came_from() {
    let product = product();
    let chaos = |sigma_b| Initialisation::EdgeOfChaos { sigma_b };
    let from = |function: &str, initialisation| {
        let spec = TrialSpec { initialisation, epochs: 1, checkpoints: vec![], ..spec(function) };
        run(&spec, &product)
    };
    let edge = from("tanh", chaos(0.2));
    assert!((edge.edge_of_chaos.expect("an edge").sigma_w - 1.304_145_84).abs() < 1e-6);
    assert_eq!(edge.initialisation_note, None);
    let none = from("relu", chaos(0.2));
    assert_eq!(none.edge_of_chaos, None);
    let note = none.initialisation_note.expect("a note");
    assert!(note.contains("no edge of chaos"), "{note}");
    assert_eq!(none.parameters_sha256, from("relu", Initialisation::Gain).parameters_sha256);
}

#[test]
fn looks_show_the_training_and_alarms_what_is_wrong() {
    let product = product();
    let calm = run(&spec("tanh"), &product);
    assert_eq!(calm.looks.iter().map(|look| look.step).collect::<Vec<_>>()[..3], [1, 20, 40]);
    assert_eq!(calm.alarms, []);
    for look in &calm.looks {
        assert_eq!(look.layers.len(), 3);
        assert!(look.layers.iter().all(|layer| layer.update_ratio > Some(0.0)));
    }
    // The first step of Adam moves every weight with a gradient by the rate.
    let first = calm.looks[0].layers[1].update_ratio.expect("moved");
    let sigma = calm.gain.expect("a gain") / 24.0_f64.sqrt();
    assert!((first / (1e-2 / sigma) - 1.0).abs() < 0.1, "{first}");
    let quiet = run(&TrialSpec { checkpoints: vec![], ..spec("tanh") }, &product);
    assert_eq!((quiet.looks, quiet.alarms), (vec![], vec![]), "nobody asked");
    assert_eq!(quiet.parameters_sha256, calm.parameters_sha256, "looking changes nothing");

    let rules = |spec: &TrialSpec| {
        let record = run(spec, &product);
        record.alarms.into_iter().map(|alarm| alarm.rule).collect::<Vec<_>>()
    };
    let has = |spec: &TrialSpec, rule: &str| rules(spec).iter().any(|own| own == rule);
    let rate = |function: &str, learning_rate| TrialSpec { learning_rate, ..spec(function) };
    assert!(has(&rate("relu", 3.0), "dead_units"));
    assert!(has(&rate("tanh", 3.0), "saturated"));
    assert!(has(&rate("tanh", 3.0), "large_updates"));
    assert!(has(&rate("tanh", 1e-8), "small_updates"));
    assert!(has(&rate("identity", 1e30), "diverged"));
    assert!(has(&rate("step", 1e-2), "vanishing_gradient"));
}

#[test]
fn dead_units_have_a_cause() {
    let product = product();
    let step = run(&spec("step"), &product);
    let layer = &step.checkpoints[1].layers[0];
    assert_eq!((layer.dead_units, layer.born_dead, layer.deaths.len()), (24, 24, 0));
    let relu = run(&TrialSpec { learning_rate: 3.0, ..spec("relu") }, &product);
    let mut died = 0;
    for (before, after) in relu.checkpoints[0].layers.iter().zip(&relu.checkpoints[1].layers) {
        let own: usize = after.deaths.iter().map(|death| death.units).sum();
        assert_eq!((before.dead_units, after.born_dead, after.dead_units), (0, 0, own));
        died += own;
    }
    assert!(died > 0);
    let looks: Vec<usize> = relu.looks.iter().map(|look| look.step).collect();
    for death in relu.checkpoints[1].layers.iter().flat_map(|layer| &layer.deaths) {
        assert!(looks.contains(&death.step) || death.step == relu.steps, "{death:?}");
    }
}

#[test]
fn time_goes_on_and_is_no_part_of_the_record() {
    let product = product();
    let (record, timing) = trial::run(&spec("relu"), &product).expect("a sound trial");
    assert_eq!(timing.epoch_seconds.len(), record.training_loss.len());
    assert!(timing.epoch_seconds.windows(2).all(|pair| pair[1] > pair[0]));
    assert!(timing.epoch_seconds.last() <= Some(&timing.seconds));
}
