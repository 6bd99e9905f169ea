//! A product of inputs with a matrix, with and without its zeros.

use nonlin_lab::activation::LayerActivation;
use nonlin_lab::network::{Network, Shape, Workspace};
use nonlin_lab::random::Stream;
use nonlin_lab::spec::{NetworkSpec, TrainParameters};
use nonlin_lab::{ActivationSpec, TrialError};

/// Inputs of which about half are 0, weights, and room for the results.
pub struct Product {
    rows: usize,
    width: usize,
    inputs: Vec<f32>,
    network: Network<f32>,
    work: Workspace<f32>,
    results: Vec<f32>,
}

impl Product {
    /// Rows of `width` normal numbers, the negative ones replaced by 0, and a square matrix.
    pub fn new(rows: usize, width: usize) -> Result<Self, TrialError> {
        let mut stream = Stream::new(0, "lesson product", 0);
        #[expect(clippy::cast_possible_truncation, reason = "networks compute in 32 bits")]
        let mut draw = || stream.normal() as f32;
        let inputs = (0..rows * width).map(|_| draw().max(0.0)).collect();
        // A network without hidden layers is a product and nothing else.
        let spec = NetworkSpec { bias: false, ..NetworkSpec::dense(&[]) };
        let activation =
            LayerActivation::new(&ActivationSpec::new("relu"), TrainParameters::Fixed)?;
        let shape = Shape::new(width, &spec, &activation, width);
        let work = Workspace::new(&shape, &activation, rows);
        let parameters = (0..shape.parameters()).map(|_| draw()).collect();
        let network = Network { shape, parameters, activation };
        Ok(Self { rows, width, inputs, network, work, results: vec![0.0; rows * width] })
    }

    /// By the library that networks are trained with.
    pub fn dense(&mut self) -> &[f32] {
        self.network.predict(&self.inputs, self.rows, &mut self.work);
        self.work.outputs_and_delta(self.rows).0
    }

    /// Row by row of the matrix, each times its input, added up.
    pub fn by_rows(&mut self) -> &[f32] {
        self.add_up(false)
    }

    /// The same without the rows whose input is 0.
    pub fn skipping(&mut self) -> &[f32] {
        self.add_up(true)
    }

    /// In vectors of whatever this processor has, as the library.
    fn add_up(&mut self, skips: bool) -> &[f32] {
        let Self { width, inputs, network, results, .. } = self;
        let width = *width;
        pulp::Arch::new().dispatch(|| {
            for (row, sums) in inputs.chunks_exact(width).zip(results.chunks_exact_mut(width)) {
                sums.fill(0.0);
                for (&x, weights) in row.iter().zip(network.parameters.chunks_exact(width)) {
                    if skips && x == 0.0 {
                        continue;
                    }
                    for (sum, &weight) in sums.iter_mut().zip(weights) {
                        *sum += x * weight;
                    }
                }
            }
        });
        &self.results
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_give_the_same() {
        for (rows, width) in [(1, 8), (5, 33)] {
            let mut product = Product::new(rows, width).unwrap();
            let zeros = product.inputs.iter().filter(|&&x| x == 0.0).count();
            assert!(zeros > 0 && zeros < rows * width);
            let dense = product.dense().to_vec();
            let by_rows = product.by_rows().to_vec();
            assert_eq!(product.skipping(), by_rows, "adding x·0 changes nothing");
            for (a, b) in dense.iter().zip(&by_rows) {
                assert!((a - b).abs() < 1e-4, "{a} {b}");
            }
        }
    }
}
