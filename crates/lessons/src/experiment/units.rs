//! Which units of a network are silent, followed one by one through its training.
//!
//! A unit is *silent* if its weighted sum is 0 or less on every training row: the side on which `ReLU` is flat. The
//! laboratory's records count such units, but do not name them; to see one come back it has to be known again.
//! So this is the laboratory's training, made of the same parts, with a look at every unit after each epoch.

use std::ops::Range;

use nonlin_lab::activation::LayerActivation;
use nonlin_lab::initialisation::Scale;
use nonlin_lab::loss::{Loss, Rows, Score};
use nonlin_lab::network::{Network, Shape, Workspace};
use nonlin_lab::optimizer::OptimizerState;
use nonlin_lab::random::Stream;
use nonlin_lab::{Part, Targets};
use rayon::prelude::*;

use super::count;
use super::train::Training;
use crate::error::LessonError;

/// The units of one network: at the start, and after each epoch.
#[derive(Debug, Clone)]
pub struct Watched {
    /// For each look, whether each hidden unit was silent.
    pub silent: Vec<Vec<bool>>,
    /// The share of test rows that the network got right in the end.
    pub score: f64,
}

impl Watched {
    /// Share of units that are silent at each look.
    pub fn shares(&self) -> impl Iterator<Item = f64> + '_ {
        self.silent.iter().map(|silent| share(silent))
    }

    /// Share of units that are silent in the end.
    pub fn end(&self) -> f64 {
        self.end_of(0..self.units())
    }

    /// The same of some units, counted from the first layer's on.
    pub fn end_of(&self, units: Range<usize>) -> f64 {
        self.silent.last().map_or(f64::NAN, |silent| share(&silent[units]))
    }

    /// Hidden units, of all layers together.
    pub fn units(&self) -> usize {
        self.silent.first().map_or(0, Vec::len)
    }

    /// How many units were silent at a look before the last, and how many of these were active at a later one.
    pub fn recoveries(&self) -> (usize, usize) {
        let (mut silenced, mut recovered) = (0, 0);
        for unit in 0..self.units() {
            let mut looks = self.silent.iter().map(|look| look[unit]);
            let Some(at) = looks.position(|silent| silent) else { continue };
            if at + 1 < self.silent.len() {
                silenced += 1;
                recovered += usize::from(looks.any(|silent| !silent));
            }
        }
        (silenced, recovered)
    }
}

fn share(silent: &[bool]) -> f64 {
    count(silent.iter().filter(|own| **own).count()) / count(silent.len())
}

/// [`Watched::recoveries`] of several networks together.
pub fn recoveries(watched: &[Watched]) -> (usize, usize) {
    let counts = watched.iter().map(Watched::recoveries);
    counts.fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1))
}

/// Trains one network for each seed 0, 1, …, on all threads, and watches its units. With `sunk` the first layer's
/// biases are set so that the largest weighted sum of each of its units is so far below 0.
pub fn watch(
    training: &Training<'_>,
    seeds: usize,
    sunk: Option<f64>,
) -> Result<Vec<Watched>, LessonError> {
    let one = |seed| watch_one(training, seed, sunk);
    (0..seeds).into_par_iter().with_max_len(1).map(one).collect()
}

fn watch_one(
    training: &Training<'_>,
    seed: usize,
    sunk: Option<f64>,
) -> Result<Watched, LessonError> {
    let (spec, data) = (training.spec(seed), training.data());
    spec.check()?;
    let activation = LayerActivation::new(&spec.activation, spec.train_parameters)?;
    let shape = Shape::new(data.columns(), &spec.network, &activation, data.task().outputs());
    let scale = Scale::of(&spec, &activation, shape.hidden().first().map_or(1, |own| own.units))?;
    let mut network = Network { shape, parameters: Vec::new(), activation };
    spec.initialisation.apply(&mut network, &scale, spec.seed);
    let batch = spec.batch_size.min(data.training().len());
    let mut work = Workspace::new(&network.shape, &network.activation, batch);
    if let Some(depth) = sunk {
        sink(&mut network, data.training(), batch, depth, &mut work);
    }
    let weights = network.shape.layers().iter().map(|own| own.weights.clone()).collect();
    let mut optimizer = OptimizerState::new(spec.optimizer, network.shape.parameters(), weights);
    let loss = Loss::new(data.task());

    let mut silent = vec![silent_units(&network, data.training(), batch, &mut work)];
    let mut order: Vec<usize> = (0..data.training().len()).collect();
    'training: for epoch in 1..=spec.epochs {
        order.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        Stream::new(spec.seed, "batches", epoch as u64).shuffle(&mut order);
        for rows in order.chunks(batch) {
            let (x, targets) = gathered(data.training(), rows, data.columns());
            network.forward(&x, rows.len(), None, &mut work);
            let (outputs, delta) = work.outputs_and_delta(rows.len());
            let targets = Rows::of(&targets, 0, rows.len());
            let width = network.shape.last().outputs;
            let cost = loss.gradient(outputs, targets, width, 1.0 / count(rows.len()), delta);
            if !cost.is_finite() {
                break 'training;
            }
            network.backward(&x, rows.len(), None, &mut work, false);
            optimizer.step(spec.learning_rate, &mut network.parameters, &work.gradient);
        }
        silent.push(silent_units(&network, data.training(), batch, &mut work));
    }
    Ok(Watched { silent, score: score(&network, &loss, data.test(), batch, &mut work) })
}

/// The rows' features, and their targets.
fn gathered(part: &Part, rows: &[usize], columns: usize) -> (Vec<f32>, Targets) {
    let features = rows.iter().flat_map(|row| &part.features[row * columns..(row + 1) * columns]);
    let targets = match &part.targets {
        Targets::Classes(classes) => {
            Targets::Classes(rows.iter().map(|&row| classes[row]).collect())
        }
        Targets::Values { width, values } => {
            let own = rows.iter().flat_map(|row| &values[row * width..(row + 1) * width]);
            Targets::Values { width: *width, values: own.copied().collect() }
        }
    };
    (features.copied().collect(), targets)
}

/// The largest weighted sum of each hidden unit over a part's rows, layer by layer.
fn largest_sums(
    network: &Network<f32>,
    part: &Part,
    batch: usize,
    work: &mut Workspace<f32>,
) -> Vec<Vec<f32>> {
    let hidden = network.shape.hidden();
    let mut largest: Vec<Vec<f32>> =
        hidden.iter().map(|layer| vec![f32::NEG_INFINITY; layer.units]).collect();
    for x in part.features.chunks(batch * network.shape.inputs().max(1)) {
        let rows = x.len() / network.shape.inputs().max(1);
        network.forward(x, rows, None, work);
        for (l, (layer, largest)) in hidden.iter().zip(&mut largest).enumerate() {
            for z in work.z(l, rows, &network.shape).chunks_exact(layer.row) {
                largest.iter_mut().zip(z).for_each(|(largest, &z)| *largest = largest.max(z));
            }
        }
    }
    largest
}

fn silent_units(
    network: &Network<f32>,
    part: &Part,
    batch: usize,
    work: &mut Workspace<f32>,
) -> Vec<bool> {
    largest_sums(network, part, batch, work).concat().into_iter().map(|z| z <= 0.0).collect()
}

/// Moves the first layer's biases until no training row reaches its units.
fn sink(
    network: &mut Network<f32>,
    part: &Part,
    batch: usize,
    depth: f64,
    work: &mut Workspace<f32>,
) {
    let largest = largest_sums(network, part, batch, work);
    if let (Some(largest), Some(layer)) = (largest.first(), network.shape.layers().first()) {
        #[expect(clippy::cast_possible_truncation, reason = "networks compute in 32 bits")]
        let depth = depth as f32;
        for (bias, largest) in network.parameters[layer.bias.clone()].iter_mut().zip(largest) {
            *bias -= largest + depth;
        }
    }
}

fn score(
    network: &Network<f32>,
    loss: &Loss,
    part: &Part,
    batch: usize,
    work: &mut Workspace<f32>,
) -> f64 {
    let mut score = Score::new(loss, &part.targets);
    for x in part.features.chunks(batch * network.shape.inputs().max(1)) {
        let rows = x.len() / network.shape.inputs().max(1);
        network.predict(x, rows, work);
        score.add(work.outputs_and_delta(rows).0, network.shape.last().outputs);
    }
    score.finish().1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::data::standard_digits;

    /// The laboratory's own training gives the same network, and counts as many dead units in it.
    #[test]
    fn the_training_is_the_laboratorys() {
        let data = standard_digits().unwrap();
        let training = Training::new(&data, "relu", &[12, 10], 2).with(|spec| {
            spec.learning_rate = 0.3;
            spec.checkpoints = vec![2];
        });
        let records = training.run(3).unwrap();
        let watched = watch(&training, 3, None).unwrap();
        let mut dead = 0;
        for (record, watched) in records.iter().zip(&watched) {
            assert_eq!(record.test_score, Some(watched.score));
            let layers = &record.last_checkpoint().unwrap().layers;
            let counted: usize = layers.iter().map(|layer| layer.dead_units).sum();
            let silent = watched.silent.last().unwrap().iter().filter(|own| **own).count();
            assert_eq!(counted, silent);
            dead += silent;
        }
        assert!(dead > 0, "nothing was compared");
    }

    #[test]
    fn sunk_relu_units_never_come_back() {
        let data = standard_digits().unwrap();
        let training = Training::new(&data, "relu", &[8], 2);
        for own in watch(&training, 2, Some(0.5)).unwrap() {
            assert_eq!(own.recoveries(), (8, 0));
            assert_eq!(own.shares().collect::<Vec<_>>(), [1.0; 3]);
        }
    }

    #[test]
    fn a_recovery_is_a_silent_unit_that_is_active_later() {
        let looks =
            [[true, false, true, false], [false, false, true, true], [true, true, true, false]];
        let watched = Watched { silent: looks.map(|look| look.to_vec()).to_vec(), score: 0.0 };
        // The first came back before it was silent again, the third never, the fourth did; the second was
        // silent at the last look alone.
        assert_eq!(watched.recoveries(), (3, 2));
        assert_eq!((watched.end(), watched.end_of(2..4)), (0.75, 0.5));
    }
}
