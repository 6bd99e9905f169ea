//! The gradient of the whole network against central finite differences, in f64, for every candidate
//! of the standard study.
//!
//! Loss ← softmax ← dense ← f ← dense ← f ← dense. A kink between x − h and x + h would make the
//! difference meaningless, so the batch is drawn anew until all pre-activations keep clear of 0.

use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;
use nonlin_lab::data::digits;
use nonlin_lab::initialisation::Initialisation;
use nonlin_lab::loss::{evaluate, softmax_cross_entropy};
use nonlin_lab::network::{Network, Shape, Workspace};
use nonlin_lab::random::Stream;
use nonlin_lab::scalar::Scalar;
use nonlin_lab::study::StudySpec;
use std::collections::BTreeMap;

const ROWS: usize = 9;
const INPUTS: usize = 5;
const CLASSES: usize = 4;
const H: f64 = 1e-5;

struct Problem<T> {
    network: Network<T>,
    x: Vec<T>,
    labels: Vec<u32>,
    work: Workspace<T>,
}

impl<T: Scalar> Problem<T> {
    fn new(function: &str, seed: u64) -> Self {
        let activation = Activation::resolve(function, &BTreeMap::new()).expect("a candidate");
        let shape = Shape::new(INPUTS, &[7, 6], CLASSES);
        let mut parameters: Vec<T> = Initialisation::Gain.parameters(&shape, 1.3, seed);
        let mut stream = Stream::new(seed, "gradient test", 0);
        for l in 0..shape.layers() {
            for bias in &mut parameters[shape.bias(l)] {
                *bias = T::from_f64(0.3 * stream.normal());
            }
        }
        let x = (0..ROWS * INPUTS).map(|_| T::from_f64(stream.normal())).collect();
        let labels = (0..ROWS).map(|_| u32::try_from(stream.below(4)).expect("small")).collect();
        let work = Workspace::new(&shape, ROWS);
        let kernel = Kernel::new(&activation);
        Self { network: Network { shape, parameters, kernel }, x, labels, work }
    }

    /// Mean loss, by the forward pass alone.
    fn loss(&mut self) -> f64 {
        self.network.predict(&self.x, ROWS, &mut self.work);
        let (logits, _) = self.work.logits_and_delta(ROWS * CLASSES);
        evaluate(logits, &self.labels, CLASSES).0 / ROWS as f64
    }

    /// Leaves the gradient of the mean loss in the workspace.
    fn differentiate(&mut self) {
        self.network.forward(&self.x, ROWS, &mut self.work);
        let (logits, delta) = self.work.logits_and_delta(ROWS * CLASSES);
        softmax_cross_entropy(logits, &self.labels, CLASSES, 1.0 / ROWS as f64, delta);
        self.network.backward(&self.x, ROWS, &mut self.work, false);
    }

    fn distance_from_zero(&mut self) -> f64 {
        self.network.predict(&self.x, ROWS, &mut self.work);
        [(0, 7), (1, 6)]
            .iter()
            .flat_map(|&(l, width)| self.work.z(l, ROWS * width))
            .fold(f64::INFINITY, |least, z| least.min(z.to_f64().abs()))
    }
}

/// A problem whose pre-activations all keep 100 steps away from kinks and jumps at 0.
fn clear_of_kinks(function: &str) -> Problem<f64> {
    (0..100)
        .map(|seed| Problem::new(function, seed))
        .find_map(|mut p| (p.distance_from_zero() > 100.0 * H).then_some(p))
        .expect("one of 100 draws is clear of kinks")
}

fn candidates() -> Vec<String> {
    StudySpec::standard(&digits()).candidates.into_iter().map(|c| c.function).collect()
}

#[test]
fn finite_differences_for_every_candidate() {
    for function in candidates() {
        let mut problem = clear_of_kinks(&function);
        problem.differentiate();
        let gradient = problem.work.gradient.clone();
        let largest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
        assert!(largest > 1e-3, "{function}: a gradient of nothing tests nothing");
        for (i, &got) in gradient.iter().enumerate() {
            let kept = problem.network.parameters[i];
            let mut moved = |h: f64| {
                problem.network.parameters[i] = kept + h;
                problem.loss()
            };
            let difference = (moved(H) - moved(-H)) / (2.0 * H);
            problem.network.parameters[i] = kept;
            // Truncation h²/6·f‴ and rounding ε/h are both about 1e-11 here.
            assert!((got - difference).abs() < 1e-9, "{function}, {i}: {got} against {difference}");
        }
    }
}

#[test]
fn nothing_reaches_the_layers_below_a_step() {
    let mut problem = clear_of_kinks("step");
    problem.differentiate();
    let shape = problem.network.shape.clone();
    for l in 0..2 {
        let reached = problem.work.gradient[shape.weights(l).start..shape.bias(l).end].iter();
        assert!(reached.copied().all(|g| g == 0.0), "layer {l}");
    }
    assert!(problem.work.gradient[shape.weights(2)].iter().any(|&g| g.abs() > 1e-3));
}

#[test]
fn single_precision_follows_double() {
    for function in candidates() {
        let (mut wide, mut narrow) =
            (Problem::<f64>::new(&function, 3), Problem::<f32>::new(&function, 3));
        if wide.distance_from_zero() < 1e-4 {
            wide = Problem::new(&function, 4);
            narrow = Problem::new(&function, 4);
        }
        wide.differentiate();
        narrow.differentiate();
        for (a, b) in wide.work.gradient.iter().zip(&narrow.work.gradient) {
            assert!((a - f64::from(*b)).abs() < 1e-5, "{function}: {a} against {b}");
        }
    }
}

#[test]
fn gradients_of_chunks_add_up() {
    let mut whole = Problem::<f64>::new("tanh", 1);
    whole.differentiate();
    let mut parts = Problem::<f64>::new("tanh", 1);
    for (i, rows) in [0..4, 4..ROWS].into_iter().enumerate() {
        let x = parts.x[rows.start * INPUTS..rows.end * INPUTS].to_vec();
        let labels = parts.labels[rows.clone()].to_vec();
        parts.network.forward(&x, rows.len(), &mut parts.work);
        let (logits, delta) = parts.work.logits_and_delta(rows.len() * CLASSES);
        softmax_cross_entropy(logits, &labels, CLASSES, 1.0 / ROWS as f64, delta);
        parts.network.backward(&x, rows.len(), &mut parts.work, i > 0);
    }
    for (a, b) in whole.work.gradient.iter().zip(&parts.work.gradient) {
        assert!((a - b).abs() < 1e-14, "{a} against {b}");
    }
}
