//! The loop: batches, steps, and the judging of a part.

use super::plan::Plan;
use crate::diagnostics::{self, Checkpoint, Inspector, Look, count};
use crate::initialisation::Scale;
use crate::loss::{Loss, Rows, Score};
use crate::network::{Network, Noise, Workspace};
use crate::optimizer::OptimizerState;
use crate::random::Stream;
use crate::spec::{Schedule, TrialSpec};
use crate::split::{Part, Prepared};
use crate::task::Targets;
use std::time::Instant;

/// A network in training, with all memory that its steps need.
pub(super) struct Trainer {
    pub(super) network: Network<f32>,
    /// Rows a step.
    pub(super) batch: usize,
    /// Steps done.
    pub(super) steps: usize,
    /// Seconds of all epochs so far, without looks.
    pub(super) seconds: f64,
    optimizer: OptimizerState<f32>,
    loss: Loss,
    noise: Option<Noise>,
    work: Workspace<f32>,
    /// The rows of the step, batch × columns.
    features: Vec<f32>,
    /// Their targets.
    targets: Targets,
    /// The training rows in the epoch's order.
    order: Vec<usize>,
    /// Wall-clock time of full-sized steps.
    nanoseconds: Vec<u64>,
    timed: usize,
    looks: diagnostics::Plan,
    planned: usize,
    schedule: Schedule,
    learning_rate: f64,
    seed: u64,
}

impl Trainer {
    pub(super) fn new(spec: &TrialSpec, data: &Prepared, plan: Plan, scale: &Scale) -> Self {
        let timed = plan.timed_steps();
        let Plan { activation, shape, batch, steps: planned } = plan;
        let weights = shape.layers().iter().map(|layer| layer.weights.clone()).collect();
        let noise = activation.is_noisy().then(|| Noise::new(spec.seed, shape.hidden().len()));
        let training = data.training();
        let targets = match &training.targets {
            Targets::Classes(_) => Targets::Classes(vec![0; batch]),
            Targets::Values { width, .. } => {
                Targets::Values { width: *width, values: vec![0.0; batch * width] }
            }
        };
        let work = Workspace::new(&shape, &activation, batch);
        let optimizer = OptimizerState::new(spec.optimizer, shape.parameters(), weights);
        let mut network = Network { shape, parameters: Vec::new(), activation };
        spec.initialisation.apply(&mut network, scale, spec.seed);
        Self {
            network,
            batch,
            steps: 0,
            seconds: 0.0,
            optimizer,
            loss: Loss::new(data.task()),
            noise,
            work,
            features: vec![0.0; batch * data.columns()],
            targets,
            order: (0..training.len()).collect(),
            nanoseconds: Vec::with_capacity(timed),
            timed,
            looks: diagnostics::Plan::new(planned),
            planned,
            schedule: spec.schedule,
            learning_rate: spec.learning_rate,
            seed: spec.seed,
        }
    }

    /// One pass over the training rows. The mean loss as visited, or the step whose loss is not
    /// finite.
    pub(super) fn epoch(
        &mut self,
        training: &Part,
        epoch: usize,
        mut inspector: Option<&mut Inspector<f32>>,
        looks: &mut Vec<Look>,
    ) -> Result<f64, usize> {
        let mut mark = Instant::now();
        // Each order is drawn from the identity, so that it depends on seed and epoch alone.
        self.order.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        Stream::new(self.seed, "batches", epoch as u64).shuffle(&mut self.order);
        let mut total = 0.0;
        let order = std::mem::take(&mut self.order);
        for rows in order.chunks(self.batch) {
            let loss = self.gradient(training, rows);
            total += loss;
            if !loss.is_finite() {
                break;
            }
            let step = self.steps + 1;
            let rate = self.learning_rate * self.schedule.share(step, self.planned);
            let mut look = None;
            if let Some(inspector) = &mut inspector
                && self.looks.looks_at(step)
            {
                self.seconds += mark.elapsed().as_secs_f64();
                let seen = (step, loss / count(rows.len()), rate);
                look = Some(inspector.look(&self.network, rows.len(), &self.work, seen));
                mark = Instant::now();
            }
            self.optimizer.step(rate, &mut self.network.parameters, &self.work.gradient);
            self.stay_in_range();
            self.steps = step;
            let elapsed = mark.elapsed();
            self.seconds += elapsed.as_secs_f64();
            match (look, &inspector) {
                (Some(mut look), Some(inspector)) => {
                    inspector.moved(&self.network, &mut look);
                    looks.push(look);
                }
                _ if rows.len() == self.batch && self.nanoseconds.len() < self.timed => {
                    self.nanoseconds.push(u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX));
                }
                _ => {}
            }
            mark = Instant::now();
        }
        self.order = order;
        if total.is_finite() { Ok(total / count(training.len())) } else { Err(self.steps + 1) }
    }

    /// Forward, loss and backward on the given rows: the sum of their losses. There is no gradient where
    /// it is not finite.
    fn gradient(&mut self, training: &Part, rows: &[usize]) -> f64 {
        let (columns, n) = (self.network.shape.inputs(), rows.len());
        for (own, &row) in self.features.chunks_exact_mut(columns.max(1)).zip(rows) {
            own.copy_from_slice(&training.features[row * columns..(row + 1) * columns]);
        }
        match (&mut self.targets, &training.targets) {
            (Targets::Classes(own), Targets::Classes(all)) => {
                own.iter_mut().zip(rows).for_each(|(own, &row)| *own = all[row]);
            }
            (Targets::Values { width, values: own }, Targets::Values { values: all, .. }) => {
                for (own, &row) in own.chunks_exact_mut((*width).max(1)).zip(rows) {
                    own.copy_from_slice(&all[row * *width..(row + 1) * *width]);
                }
            }
            _ => return f64::NAN,
        }
        if let Some(noise) = &mut self.noise {
            noise.step = self.steps as u64;
        }
        let x = &self.features[..n * columns];
        let noise = self.noise.as_ref();
        self.network.forward(x, n, noise, &mut self.work);
        let (outputs, delta) = self.work.outputs_and_delta(n);
        let width = self.network.shape.last().outputs;
        let targets = Rows::of(&self.targets, 0, n);
        let loss = self.loss.gradient(outputs, targets, width, 1.0 / count(n), delta);
        if loss.is_finite() {
            self.network.backward(x, n, noise, &mut self.work, false);
        }
        loss
    }

    /// A trained parameter of the activation that a step has taken out of its range goes to the nearest
    /// value in it: the end, or just inside an end that does not belong to it.
    fn stay_in_range(&mut self) {
        let trained = self.network.activation.trained();
        if trained.is_empty() {
            return;
        }
        for layer in self.network.shape.hidden() {
            let own = &mut self.network.parameters[layer.activation.clone()];
            let each = own.len() / trained.len();
            for (parameter, own) in trained.iter().zip(own.chunks_exact_mut(each.max(1))) {
                own.iter_mut().for_each(|value| *value = parameter.nearest(*value));
            }
        }
    }

    /// Mean loss (`None` if not finite) and score on a part.
    pub(super) fn judge(&mut self, part: &Part) -> (Option<f64>, f64) {
        let columns = self.network.shape.inputs();
        let mut score = Score::new(&self.loss, &part.targets);
        let mut from = 0;
        while from < part.len() {
            let rows = self.batch.min(part.len() - from);
            let x = &part.features[from * columns..(from + rows) * columns];
            self.network.predict(x, rows, &mut self.work);
            let (outputs, _) = self.work.outputs_and_delta(rows);
            score.add(outputs, self.network.shape.last().outputs);
            from += rows;
        }
        score.finish()
    }

    pub(super) fn inspect(
        &mut self,
        inspector: &mut Inspector<f32>,
        training: &Part,
        epoch: usize,
    ) -> Checkpoint {
        let at = (epoch, self.steps);
        inspector.inspect(&self.network, &self.loss, training, at, self.batch, &mut self.work)
    }

    pub(super) fn median_step(&mut self) -> Option<f64> {
        self.nanoseconds.sort_unstable();
        let middle = self.nanoseconds.get(self.nanoseconds.len() / 2)?;
        #[allow(clippy::cast_precision_loss)]
        Some(*middle as f64 / 1000.0)
    }
}
