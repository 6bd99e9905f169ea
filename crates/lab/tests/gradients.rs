//! The gradient of the whole network against central finite differences, in f64: for every kind of layer,
//! activation, loss and trained parameter.
//!
//! A kink between x − 2h and x + 2h would make the difference meaningless, so the batch is drawn anew
//! until all pre-activations keep clear of 0.

use nonlin_lab::activation::LayerActivation;
use nonlin_lab::data::digits;
use nonlin_lab::initialisation::{Initialisation, Scale};
use nonlin_lab::loss::{Loss, Rows};
use nonlin_lab::network::{Network, Noise, Shape, Workspace};
use nonlin_lab::random::Stream;
use nonlin_lab::scalar::Scalar;
use nonlin_lab::spec::{ActivationSpec, NetworkSpec, TrainParameters};
use nonlin_lab::study::StudySpec;
use nonlin_lab::{Targets, Task};
use std::collections::BTreeMap;

const ROWS: usize = 9;
const INPUTS: usize = 5;
const OUTPUTS: usize = 4;
const H: f64 = 1e-4;

/// What is differentiated.
#[derive(Clone, Debug)]
struct Case {
    activation: ActivationSpec,
    network: NetworkSpec,
    train: TrainParameters,
    task: Task,
    noise: bool,
}

impl Case {
    fn new(function: &str) -> Self {
        Self {
            activation: ActivationSpec::new(function),
            network: NetworkSpec::dense(&[7, 6]),
            train: TrainParameters::Fixed,
            task: Task::Classification { classes: names() },
            noise: false,
        }
    }
}

fn names() -> Vec<String> {
    vec![String::new(); OUTPUTS]
}

struct Problem<T> {
    network: Network<T>,
    loss: Loss,
    noise: Option<Noise>,
    x: Vec<T>,
    targets: Targets,
    work: Workspace<T>,
}

impl<T: Scalar> Problem<T> {
    fn new(case: &Case, seed: u64) -> Self {
        let activation = LayerActivation::new(&case.activation, case.train).expect("a candidate");
        let shape = Shape::new(INPUTS, &case.network, &activation, OUTPUTS);
        let work = Workspace::new(&shape, &activation, ROWS);
        let mut network = Network { shape, parameters: Vec::new(), activation };
        let scale = Scale { gain: Some(1.3), ..Scale::default() };
        Initialisation::Gain.apply(&mut network, &scale, seed);
        let mut stream = Stream::new(seed, "gradient test", 0);
        for layer in network.shape.layers() {
            // Biases, scales and shifts, and the activation's parameters, off their first values.
            for parameter in &mut network.parameters[layer.bias.start..layer.activation.end] {
                *parameter += T::from_f64(0.3 * stream.normal());
            }
        }
        let x = (0..ROWS * INPUTS).map(|_| T::from_f64(stream.normal())).collect();
        let targets = match &case.task {
            Task::Classification { .. } => Targets::Classes(
                (0..ROWS).map(|_| u32::try_from(stream.below(4)).expect("small")).collect(),
            ),
            Task::MultiLabel { .. } => {
                let values = (0..ROWS * OUTPUTS).map(|_| f32::from(stream.uniform() < 0.5));
                Targets::Values { width: OUTPUTS, values: values.collect() }
            }
            Task::Regression { .. } => {
                let values = (0..ROWS * OUTPUTS).map(|_| stream.normal() as f32);
                Targets::Values { width: OUTPUTS, values: values.collect() }
            }
        };
        let noise = case.noise.then(|| Noise::new(seed, network.shape.hidden().len()));
        Self { network, loss: Loss::new(&case.task), noise, x, targets, work }
    }

    /// Mean loss, by the forward pass alone.
    fn loss(&mut self) -> f64 {
        match &self.noise {
            Some(noise) => self.network.forward(&self.x, ROWS, Some(noise), &mut self.work),
            None => self.network.predict(&self.x, ROWS, &mut self.work),
        }
        let (outputs, _) = self.work.outputs_and_delta(ROWS);
        self.loss.value(outputs, Rows::of(&self.targets, 0, ROWS), OUTPUTS) / ROWS as f64
    }

    /// Leaves the gradient of the mean loss in the workspace, row range by row range.
    fn differentiate(&mut self, chunks: &[std::ops::Range<usize>]) {
        for (i, rows) in chunks.iter().enumerate() {
            let x = &self.x[rows.start * INPUTS..rows.end * INPUTS];
            let noise = self.noise.as_ref();
            self.network.forward(x, rows.len(), noise, &mut self.work);
            let (outputs, delta) = self.work.outputs_and_delta(rows.len());
            let targets = Rows::of(&self.targets, rows.start, rows.end);
            self.loss.gradient(outputs, targets, OUTPUTS, 1.0 / ROWS as f64, delta);
            self.network.backward(x, rows.len(), noise, &mut self.work, i > 0);
        }
    }

    fn distance_from_zero(&mut self) -> f64 {
        self.loss();
        let mut least = f64::INFINITY;
        for (l, layer) in self.network.shape.hidden().iter().enumerate() {
            for row in self.work.z(l, ROWS, &self.network.shape).chunks(layer.row) {
                let row = &row[..layer.pre_activations];
                least = row.iter().fold(least, |least, z| least.min(z.to_f64().abs()));
            }
        }
        least
    }
}

#[allow(clippy::single_range_in_vec_init)] // one chunk of all rows
const WHOLE: [std::ops::Range<usize>; 1] = [0..ROWS];

/// A problem whose pre-activations all keep 20 steps away from kinks and jumps at 0.
fn clear_of_kinks(case: &Case) -> Problem<f64> {
    (0..100)
        .map(|seed| Problem::new(case, seed))
        .find_map(|mut p| (p.distance_from_zero() > 20.0 * H).then_some(p))
        .expect("one of 100 draws is clear of kinks")
}

fn check(case: &Case) {
    let mut problem = clear_of_kinks(case);
    problem.differentiate(&WHOLE);
    let gradient = problem.work.gradient.clone();
    let largest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
    assert!(largest > 1e-3, "{case:?}: a gradient of nothing tests nothing");
    for (i, &got) in gradient.iter().enumerate() {
        let kept = problem.network.parameters[i];
        let mut moved = |h: f64| {
            problem.network.parameters[i] = kept + h;
            problem.loss()
        };
        // The five-point formula: its truncation h⁴/30·f⁽⁵⁾ and the rounding ε/h are far below the bound.
        let (near, far) = (moved(H) - moved(-H), moved(2.0 * H) - moved(-2.0 * H));
        let difference = (8.0 * near - far) / (12.0 * H);
        problem.network.parameters[i] = kept;
        assert!((got - difference).abs() < 1e-9, "{case:?}, {i}: {got} against {difference}");
    }
}

fn candidates() -> Vec<String> {
    StudySpec::standard(&digits()).candidates.into_iter().map(|c| c.function).collect()
}

#[test]
fn every_candidate() {
    for function in candidates() {
        check(&Case::new(&function));
    }
}

#[test]
fn every_kind_of_layer() {
    for function in ["tanh", "relu", "gelu", "swiglu", "prelu"] {
        for flags in 0..8 {
            let (bias, layer_norm, residual) = (flags & 1 > 0, flags & 2 > 0, flags & 4 > 0);
            let network = NetworkSpec { hidden: vec![6, 6, 6], bias, layer_norm, residual };
            check(&Case { network, train: TrainParameters::Channel, ..Case::new(function) });
        }
    }
}

#[test]
fn every_loss() {
    for task in [
        Task::Classification { classes: names() },
        Task::MultiLabel { labels: names() },
        Task::Regression { targets: names() },
    ] {
        for function in ["silu", "reglu"] {
            check(&Case { task: task.clone(), ..Case::new(function) });
        }
    }
}

#[test]
fn trained_parameters() {
    let mut formula = Case::new("a*tanh(b*x) + c*x^2");
    let values = [("a", 1.2), ("b", 0.7), ("c", -0.1)];
    formula.activation.parameters = values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect::<BTreeMap<_, _>>();
    let cases = ["prelu", "swish", "pelu", "elu"].map(Case::new);
    for case in cases.iter().chain([&formula]) {
        for train in [TrainParameters::Fixed, TrainParameters::Layer, TrainParameters::Channel] {
            check(&Case { train, ..case.clone() });
        }
    }
}

#[test]
fn functions_of_rows() {
    for function in
        ["swiglu", "geglu", "glu", "crelu", "dual_elu", "softmax", "maxout", "exp(x)/sum(exp(x))"]
    {
        check(&Case::new(function));
    }
}

#[test]
fn noise_is_the_same_on_the_way_back() {
    for function in ["rrelu", "probact", "rand_softplus"] {
        for train in [TrainParameters::Fixed, TrainParameters::Channel] {
            check(&Case { noise: true, train, ..Case::new(function) });
        }
    }
    let mut noisy = Problem::<f64>::new(&Case { noise: true, ..Case::new("rrelu") }, 1);
    let mut quiet = Problem::<f64>::new(&Case::new("rrelu"), 1);
    let first = noisy.loss();
    assert_ne!(first, quiet.loss(), "evaluation draws nothing");
    assert_eq!(first, noisy.loss(), "one step, one draw");
    if let Some(noise) = &mut noisy.noise {
        noise.step = 1;
    }
    assert_ne!(first, noisy.loss(), "another step, another draw");
}

#[test]
fn nothing_reaches_the_layers_below_a_step() {
    let mut problem = clear_of_kinks(&Case::new("step"));
    problem.differentiate(&WHOLE);
    let layers = problem.network.shape.layers();
    for layer in &layers[..2] {
        let reached = problem.work.gradient[layer.weights.start..layer.bias.end].iter();
        assert!(reached.copied().all(|g| g == 0.0));
    }
    assert!(problem.work.gradient[layers[2].weights.clone()].iter().any(|&g| g.abs() > 1e-3));
}

#[test]
fn single_precision_follows_double() {
    let functions = candidates();
    let more = ["swiglu", "softmax"].map(str::to_owned);
    for function in functions.iter().chain(&more) {
        let case = Case::new(function);
        let seed = (3..10).find(|&s| Problem::<f64>::new(&case, s).distance_from_zero() > 1e-4);
        let seed = seed.expect("a draw away from kinks");
        let (mut wide, mut narrow) =
            (Problem::<f64>::new(&case, seed), Problem::<f32>::new(&case, seed));
        wide.differentiate(&WHOLE);
        narrow.differentiate(&WHOLE);
        for (a, b) in wide.work.gradient.iter().zip(&narrow.work.gradient) {
            assert!((a - f64::from(*b)).abs() < 1e-5, "{function}: {a} against {b}");
        }
    }
}

#[test]
fn gradients_of_chunks_add_up() {
    let network = NetworkSpec { layer_norm: true, residual: true, ..NetworkSpec::dense(&[6, 6]) };
    for function in ["tanh", "prelu", "swiglu"] {
        let case =
            Case { network: network.clone(), train: TrainParameters::Layer, ..Case::new(function) };
        let mut whole = Problem::<f64>::new(&case, 1);
        whole.differentiate(&WHOLE);
        let mut parts = Problem::<f64>::new(&case, 1);
        parts.differentiate(&[0..4, 4..ROWS]);
        for (a, b) in whole.work.gradient.iter().zip(&parts.work.gradient) {
            assert!((a - b).abs() < 1e-14, "{a} against {b}");
        }
    }
}
