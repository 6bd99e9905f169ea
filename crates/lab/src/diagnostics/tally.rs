//! Running sums over one layer's values.

use super::{count, finite};
use crate::network::Layer;
use crate::scalar::Scalar;

/// Sums over the rows that were added.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// Of each unit, whether a slope other than 0 was seen.
    pub(super) active: Vec<bool>,
    values: usize,
    results: usize,
    zeros: usize,
    saturated: usize,
    sum: f64,
    sum_of_squares: f64,
}

impl Tally {
    pub(super) fn new(layer: &Layer) -> Self {
        Self {
            active: vec![false; layer.units],
            values: 0,
            results: 0,
            zeros: 0,
            saturated: 0,
            sum: 0.0,
            sum_of_squares: 0.0,
        }
    }

    /// Adds rows: pre-activations and slopes in rows of the kernel, and results.
    pub(super) fn add<T: Scalar>(
        &mut self,
        layer: &Layer,
        [z, y, slope]: [&[T]; 3],
        threshold: f64,
    ) {
        self.zeros += y.iter().filter(|y| **y == T::ZERO).count();
        self.results += y.len();
        let threshold = T::from_f64(threshold);
        let width = layer.pre_activations;
        for (z, slope) in z.chunks_exact(layer.row).zip(slope.chunks_exact(layer.row)) {
            self.values += width;
            let (sum, square) = sums(&z[..width]);
            self.sum += sum;
            self.sum_of_squares += square;
            let flat = |slope: &T| *slope == T::ZERO || slope.abs() < threshold;
            self.saturated += slope[..width].iter().filter(|slope| flat(slope)).count();
        }
        self.see(layer, slope);
    }

    /// Looks for slopes other than 0 alone.
    pub(super) fn see<T: Scalar>(&mut self, layer: &Layer, slope: &[T]) {
        for slope in slope.chunks_exact(layer.row) {
            for part in slope[..layer.pre_activations].chunks_exact(layer.units) {
                for (active, &slope) in self.active.iter_mut().zip(part) {
                    *active |= slope != T::ZERO;
                }
            }
        }
    }

    /// Mean and variance of the pre-activations.
    pub(super) fn moments(&self) -> (Option<f64>, Option<f64>) {
        let values = count(self.values.max(1));
        let mean = self.sum / values;
        let variance = (self.sum_of_squares / values - mean * mean).max(0.0);
        (finite(mean), finite(variance).filter(|_| mean.is_finite()))
    }

    /// Share of results that are 0.
    pub(super) fn zeros(&self) -> f64 {
        count(self.zeros) / count(self.results.max(1))
    }

    /// Share of saturated pre-activations.
    pub(super) fn saturated(&self) -> f64 {
        count(self.saturated) / count(self.values.max(1))
    }
}

/// Sum and sum of squares, in eight lanes side by side.
fn sums<T: Scalar>(z: &[T]) -> (f64, f64) {
    let (mut sums, mut squares) = ([T::ZERO; 8], [T::ZERO; 8]);
    for z in z.chunks(8) {
        for ((sum, square), &z) in sums.iter_mut().zip(&mut squares).zip(z) {
            *sum += z;
            *square += z * z;
        }
    }
    let total = |lanes: [T; 8]| lanes.iter().map(|lane| lane.to_f64()).sum();
    (total(sums), total(squares))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::LayerActivation;
    use crate::network::Shape;
    use crate::spec::{ActivationSpec, NetworkSpec, TrainParameters};

    /// Three rows of a layer of two swish units whose parameter is trained: four numbers a row, of which
    /// the first two are pre-activations.
    #[test]
    fn by_hand() {
        let swish = ActivationSpec::new("swish");
        let activation = LayerActivation::new(&swish, TrainParameters::Channel).expect("known");
        let shape = Shape::new(1, &NetworkSpec::dense(&[2]), &activation, 2);
        let layer = &shape.layers()[0];
        assert_eq!((layer.row, layer.pre_activations), (4, 2));
        let z = [1.0, 2.0, 9.0, 9.0, -1.0, 0.0, 9.0, 9.0, 3.0, -2.0, 9.0, 9.0];
        let slope = [1.0, 0.0, 9.0, 9.0, 0.005, 0.0, 9.0, 9.0, -1.0, 0.0, 9.0, 9.0];
        let y = [0.0, 1.0, 2.0, 0.0, 3.0, 4.0];
        let mut tally = Tally::new(layer);
        tally.add(layer, [&z[..], &y, &slope], 0.01);
        assert_eq!(tally.active, [true, false]);
        assert_eq!((tally.zeros(), tally.saturated()), (2.0 / 6.0, 4.0 / 6.0));
        // 1, 2, −1, 0, 3, −2: mean 1/2, mean square 19/6.
        assert_eq!(tally.moments(), (Some(0.5), Some(19.0 / 6.0 - 0.25)));
    }
}
