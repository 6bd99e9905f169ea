//! Looking: what a checkpoint and a step's look are made of.

use super::life::Life;
use super::tally::Tally;
use super::{Checkpoint, HiddenLayer, LayerLook, Look, count, finite};
use crate::loss::{Loss, Score};
use crate::network::{Network, Workspace};
use crate::random::Stream;
use crate::scalar::Scalar;
use crate::split::Part;
use crate::task::Targets;

/// Training rows that a checkpoint's shares, loss and gradients are taken from, evenly spaced.
pub const SAMPLE: usize = 256;

/// Looks inside one network over its training.
#[derive(Debug, Clone)]
pub struct Inspector<T> {
    slope: Vec<T>,
    probe: Vec<T>,
    threshold: f64,
    lives: Vec<Life>,
    /// The steps of all looks, ascending.
    looks: Vec<usize>,
    /// The parameters before a step that is looked at.
    before: Vec<T>,
}

impl<T: Scalar> Inspector<T> {
    /// For a network, an activation with this steepest slope, and at most `rows` rows at a time.
    #[must_use]
    pub fn new(network: &Network<T>, slope_scale: f64, rows: usize) -> Self {
        let hidden = network.shape.hidden();
        let widest = |width: fn(&crate::network::Layer) -> usize| {
            hidden.iter().map(width).max().unwrap_or(0) * rows
        };
        // All results alike would hide what a function of rows keeps constant, such as a softmax's sum.
        let mut stream = Stream::new(0, "probe", 0);
        let one = network.activation.is_elementwise();
        let probe = (0..widest(|layer| layer.outputs))
            .map(|_| if one { T::ONE } else { T::from_f64(stream.normal()) });
        Self {
            slope: vec![T::ZERO; widest(|layer| layer.row)],
            probe: probe.collect(),
            threshold: 0.01 * slope_scale,
            lives: hidden.iter().map(|layer| Life::new(layer.units)).collect(),
            looks: Vec::new(),
            before: Vec::new(),
        }
    }

    /// Bytes that it takes.
    pub(crate) fn bytes(network: &crate::network::Shape, rows: usize) -> usize {
        let hidden = network.hidden();
        let widest = |width: fn(&crate::network::Layer) -> usize| {
            hidden.iter().map(width).max().unwrap_or(0)
        };
        let numbers = rows * (widest(|layer| layer.row) + widest(|layer| layer.outputs));
        let lives: usize = hidden.iter().map(|layer| 32 * layer.units).sum();
        (numbers + network.parameters()) * size_of::<T>() + lives
    }

    /// A look at the whole network on the training rows, `work` holding `chunk` rows; its gradient is
    /// overwritten.
    pub fn inspect(
        &mut self,
        network: &Network<T>,
        loss: &Loss,
        part: &Part,
        (epoch, step): (usize, usize),
        chunk: usize,
        work: &mut Workspace<T>,
    ) -> Checkpoint {
        let shape = &network.shape;
        let hidden = shape.hidden();
        let mut tallies: Vec<Tally> = hidden.iter().map(Tally::new).collect();
        let sample: Vec<usize> = {
            let rows = part.len().min(SAMPLE);
            (0..rows).map(|i| i * part.len() / rows.max(1)).collect()
        };
        let targets = gather(&part.targets, &sample);
        let mut score = Score::new(loss, &targets);
        for (i, rows) in sample.chunks(chunk).enumerate() {
            let x = features(part, rows.iter().copied(), shape.inputs());
            self.read(network, &x, rows.len(), work, &mut tallies);
            let wanted = score.next(rows.len());
            let (outputs, delta) = work.outputs_and_delta(rows.len());
            let width = shape.last().outputs;
            score.add(outputs, width);
            loss.gradient(outputs, wanted, width, 1.0 / count(sample.len()), delta);
            network.backward(&x, rows.len(), None, work, i > 0);
        }
        let gradient_norms = norms(network, &work.gradient);
        self.search(network, part, chunk, work, &mut tallies);
        self.looks.push(step);
        let layers =
            hidden.iter().zip(&tallies).zip(&mut self.lives).map(|((layer, tally), life)| {
                life.seen(step, &tally.active);
                let (mean, variance) = tally.moments();
                let (born_dead, deaths) = life.causes(&tally.active, &self.looks);
                HiddenLayer {
                    units: layer.units,
                    mean,
                    variance,
                    zeros: tally.zeros(),
                    saturated: tally.saturated(),
                    dead_units: tally.active.iter().filter(|&&active| !active).count(),
                    born_dead,
                    deaths,
                }
            });
        let (training_loss, training_score) = score.finish();
        Checkpoint {
            epoch,
            step,
            training_loss,
            training_score,
            layers: layers.collect(),
            gradient_ratio: match (gradient_norms.first(), gradient_norms.last()) {
                (Some(Some(first)), Some(Some(last))) => finite(first / last),
                _ => None,
            },
            gradient_norms,
        }
    }

    /// A look at a step's batch of `rows` rows, whose values and gradient are in `work`. Call
    /// [`Self::moved`] after the optimiser.
    pub fn look(
        &mut self,
        network: &Network<T>,
        rows: usize,
        work: &Workspace<T>,
        (step, loss, learning_rate): (usize, f64, f64),
    ) -> Look {
        let mut layers: Vec<LayerLook> = Vec::with_capacity(network.shape.layers().len());
        for (l, layer) in network.shape.hidden().iter().enumerate() {
            let mut tally = Tally::new(layer);
            self.read_layer(network, l, rows, work, &mut tally, true);
            self.lives[l].seen(step, &tally.active);
            let (mean, variance) = tally.moments();
            layers.push(LayerLook {
                mean,
                variance,
                zeros: Some(tally.zeros()),
                saturated: Some(tally.saturated()),
                silent: Some(Life::silent(&tally.active)),
                gradient_norm: None,
                update_ratio: None,
            });
        }
        self.looks.push(step);
        let outputs = work.z(network.shape.hidden().len(), rows, &network.shape);
        let mean = outputs.iter().map(|z| z.to_f64()).sum::<f64>() / count(outputs.len().max(1));
        let square = outputs.iter().map(|z| (z.to_f64() - mean).powi(2)).sum::<f64>();
        layers.push(LayerLook {
            mean: finite(mean),
            variance: finite(square / count(outputs.len().max(1))),
            zeros: None,
            saturated: None,
            silent: None,
            gradient_norm: None,
            update_ratio: None,
        });
        for (layer, norm) in layers.iter_mut().zip(norms(network, &work.gradient)) {
            layer.gradient_norm = norm;
        }
        self.before.clone_from(&network.parameters);
        Look { step, loss: finite(loss), learning_rate, layers }
    }

    /// Fills in how far the step moved the weights.
    pub fn moved(&self, network: &Network<T>, look: &mut Look) {
        for (layer, seen) in network.shape.layers().iter().zip(&mut look.layers) {
            let (mut moved, mut length) = (0.0, 0.0);
            let weights = layer.weights.clone();
            for (now, before) in
                network.parameters[weights.clone()].iter().zip(&self.before[weights])
            {
                moved += (*now - *before).to_f64().powi(2);
                length += before.to_f64().powi(2);
            }
            seen.update_ratio = finite((moved / length).sqrt());
        }
    }

    fn read(
        &mut self,
        network: &Network<T>,
        x: &[T],
        rows: usize,
        work: &mut Workspace<T>,
        tallies: &mut [Tally],
    ) {
        network.forward(x, rows, None, work);
        for (l, tally) in tallies.iter_mut().enumerate() {
            self.read_layer(network, l, rows, work, tally, true);
        }
    }

    /// One layer's values after a forward pass; without `all` only whether its units are active.
    fn read_layer(
        &mut self,
        network: &Network<T>,
        l: usize,
        rows: usize,
        work: &Workspace<T>,
        tally: &mut Tally,
        all: bool,
    ) {
        let layer = &network.shape.layers()[l];
        let z = work.z(l, rows, &network.shape);
        let slope = &mut self.slope[..z.len()];
        let probe = &self.probe[..rows * layer.outputs];
        network.activation.slopes(z, probe, slope, rows, layer.units);
        if all {
            tally.add(layer, [z, work.y(l, rows), slope], self.threshold);
        } else {
            tally.see(layer, slope);
        }
    }

    /// Goes on over all rows until every unit has been seen active.
    fn search(
        &mut self,
        network: &Network<T>,
        part: &Part,
        chunk: usize,
        work: &mut Workspace<T>,
        tallies: &mut [Tally],
    ) {
        let mut from = 0;
        while from < part.len() && tallies.iter().any(|tally| tally.active.contains(&false)) {
            let rows = chunk.min(part.len() - from);
            let x = features(part, from..from + rows, network.shape.inputs());
            network.predict(&x, rows, work);
            for (l, tally) in tallies.iter_mut().enumerate() {
                if tally.active.contains(&false) {
                    self.read_layer(network, l, rows, work, tally, false);
                }
            }
            from += rows;
        }
    }
}

/// ‖∂loss/∂W‖ of each layer.
fn norms<T: Scalar>(network: &Network<T>, gradient: &[T]) -> Vec<Option<f64>> {
    let norm = |layer: &crate::network::Layer| {
        let weights = &gradient[layer.weights.clone()];
        finite(weights.iter().map(|g| g.to_f64() * g.to_f64()).sum::<f64>().sqrt())
    };
    network.shape.layers().iter().map(norm).collect()
}

fn features<T: Scalar>(part: &Part, rows: impl Iterator<Item = usize>, columns: usize) -> Vec<T> {
    let row = |row: usize| &part.features[row * columns..(row + 1) * columns];
    rows.flat_map(row).map(|&x| T::from_f64(f64::from(x))).collect()
}

fn gather(targets: &Targets, rows: &[usize]) -> Targets {
    match targets {
        Targets::Classes(classes) => {
            Targets::Classes(rows.iter().map(|&row| classes[row]).collect())
        }
        Targets::Values { width, values } => {
            let row = |&row: &usize| &values[row * width..(row + 1) * width];
            Targets::Values { width: *width, values: rows.iter().flat_map(row).copied().collect() }
        }
    }
}
