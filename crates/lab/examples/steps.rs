//! How many steps a second the trainer does: forward, loss, backward and Adam on a ready batch, on one
//! thread, and where the time goes.
//!
//! `cargo run --release -p nonlin-lab --example steps` prints a line of JSON for each network and
//! activation: the lowest of several samples in microseconds a step, of the whole step and of its parts run
//! alone.

use nonlin_lab::activation::LayerActivation;
use nonlin_lab::initialisation::{Initialisation, Scale};
use nonlin_lab::loss::{Loss, Rows};
use nonlin_lab::network::{Network, Shape, Workspace};
use nonlin_lab::optimizer::{Optimizer, OptimizerState};
use nonlin_lab::random::Stream;
use nonlin_lab::spec::{ActivationSpec, NetworkSpec, TrainParameters};
use nonlin_lab::{Task, TrialError};
use std::time::{Duration, Instant};

/// Inputs, hidden layers, outputs, rows a step.
const NETWORKS: [(usize, &[usize], usize, usize); 2] =
    [(64, &[128, 128], 10, 128), (784, &[512, 512], 10, 256)];
const ACTIVATIONS: [&str; 3] = ["relu", "tanh", "gelu"];

fn main() -> Result<(), TrialError> {
    let samples = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(30);
    for (inputs, hidden, outputs, rows) in NETWORKS {
        for function in ACTIVATIONS {
            let activation =
                LayerActivation::new(&ActivationSpec::new(function), TrainParameters::Fixed)?;
            let shape = Shape::new(inputs, &NetworkSpec::dense(hidden), &activation, outputs);
            let mut bench = Bench::new(shape, activation, outputs, rows);
            let mut parts = [Duration::MAX; 4];
            for _ in 0..samples {
                let ways: [fn(&mut Bench); 4] =
                    [Bench::step, Bench::products, Bench::optimise, Bench::cost];
                for (part, way) in parts.iter_mut().zip(ways) {
                    *part = (*part).min(bench.time(way));
                }
            }
            let [step, products, optimiser, loss] = parts.map(|part| part.as_secs_f64() * 1e6);
            println!(
                "{{\"library\":\"nonlin\",\"network\":\"{}\",\"rows\":{rows},\
                 \"activation\":\"{function}\",\"microseconds\":{step:.1},\"products\":{products:.1},\
                 \"optimiser\":{optimiser:.1},\"loss\":{loss:.1}}}",
                name(inputs, hidden, outputs)
            );
        }
    }
    Ok(())
}

fn name(inputs: usize, hidden: &[usize], outputs: usize) -> String {
    let hidden = hidden.iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    format!("{inputs}-{hidden}-{outputs}")
}

struct Bench {
    network: Network<f32>,
    work: Workspace<f32>,
    optimizer: OptimizerState<f32>,
    loss: Loss,
    x: Vec<f32>,
    classes: Vec<u32>,
    outputs: usize,
}

impl Bench {
    fn new(shape: Shape, activation: LayerActivation, outputs: usize, rows: usize) -> Self {
        let mut stream = Stream::new(1, "bench", 0);
        let x = (0..rows * shape.inputs()).map(|_| stream.normal() as f32).collect();
        let classes = (0..rows).map(|i| u32::try_from(i % outputs).unwrap_or(0)).collect();
        let weights = shape.layers().iter().map(|layer| layer.weights.clone()).collect();
        let optimizer = OptimizerState::new(Optimizer::ADAM, shape.parameters(), weights);
        let work = Workspace::new(&shape, &activation, rows);
        let task = Task::Classification { classes: vec![String::new(); outputs] };
        let mut network = Network { shape, parameters: Vec::new(), activation };
        Initialisation::Gain.apply(&mut network, &Scale::default(), 1);
        Self { network, work, optimizer, loss: Loss::new(&task), x, classes, outputs }
    }

    /// Mean of as many runs as take about 10 ms.
    fn time(&mut self, way: fn(&mut Self)) -> Duration {
        let started = Instant::now();
        way(self);
        let once = started.elapsed().max(Duration::from_nanos(100));
        let count = u32::try_from(Duration::from_millis(10).div_duration_f64(once) as u64 + 1);
        let count = count.unwrap_or(u32::MAX);
        let started = Instant::now();
        for _ in 0..count {
            way(self);
        }
        started.elapsed() / count
    }

    fn step(&mut self) {
        let rows = self.classes.len();
        self.network.forward(&self.x, rows, None, &mut self.work);
        self.cost();
        self.network.backward(&self.x, rows, None, &mut self.work, false);
        self.optimise();
    }

    fn products(&mut self) {
        self.network.products(&self.x, self.classes.len(), &mut self.work);
    }

    fn optimise(&mut self) {
        self.optimizer.step(1e-4, &mut self.network.parameters, &self.work.gradient);
    }

    fn cost(&mut self) {
        let (outputs, delta) = self.work.outputs_and_delta(self.classes.len());
        let scale = 1.0 / self.classes.len() as f64;
        self.loss.gradient(outputs, Rows::Classes(&self.classes), self.outputs, scale, delta);
    }
}
