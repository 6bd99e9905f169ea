//! Burn on its processor backend: steps of the same trainings as `crates/lab/examples/steps.rs`, a line of
//! JSON for each network and activation, with the lowest mean of several samples in microseconds a step.

use std::time::Instant;

use burn::backend::{Autodiff, NdArray};
use burn::module::Module;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Linear, LinearConfig};
use burn::optim::{AdamConfig, GradientsParams, Optimizer};
use burn::tensor::backend::Backend;
use burn::tensor::{Distribution, Int, Tensor, activation};

type Training = Autodiff<NdArray<f32>>;

const NETWORKS: [(&[usize], usize); 2] = [(&[64, 128, 128, 10], 128), (&[784, 512, 512, 10], 256)];
const ACTIVATIONS: [&str; 3] = ["relu", "tanh", "gelu"];
const SAMPLES: usize = 20;
/// Seconds of a sample, at least.
const SAMPLE: f64 = 0.05;

#[derive(Module, Debug)]
struct Network<B: Backend> {
    layers: Vec<Linear<B>>,
}

impl<B: Backend> Network<B> {
    fn forward(&self, x: Tensor<B, 2>, function: &str) -> Tensor<B, 2> {
        let last = self.layers.len() - 1;
        self.layers.iter().enumerate().fold(x, |x, (l, layer)| {
            let z = layer.forward(x);
            match function {
                _ if l == last => z,
                "relu" => activation::relu(z),
                "tanh" => activation::tanh(z),
                _ => activation::gelu(z),
            }
        })
    }
}

fn main() {
    let device = burn::backend::ndarray::NdArrayDevice::Cpu;
    for (widths, rows) in NETWORKS {
        for function in ACTIVATIONS {
            let layer = |pair: &[usize]| LinearConfig::new(pair[0], pair[1]).init(&device);
            let mut network: Network<Training> =
                Network { layers: widths.windows(2).map(layer).collect() };
            let x: Tensor<Training, 2> =
                Tensor::random([rows, widths[0]], Distribution::Normal(0.0, 1.0), &device);
            let outputs = widths[widths.len() - 1] as i64;
            let classes: Tensor<Training, 1, Int> =
                Tensor::arange(0..rows as i64, &device).remainder_scalar(outputs);
            let loss = CrossEntropyLossConfig::new().init(&device);
            let mut adam = AdamConfig::new().with_epsilon(1e-8).init();
            let mut step = || {
                let answer = network.forward(x.clone(), function);
                let gradients = loss.forward(answer, classes.clone()).backward();
                let gradients = GradientsParams::from_grads(gradients, &network);
                network = adam.step(1e-4, network.clone(), gradients);
            };
            let mut lowest = f64::INFINITY;
            for _ in 0..SAMPLES {
                let (started, mut steps) = (Instant::now(), 0);
                while started.elapsed().as_secs_f64() < SAMPLE {
                    step();
                    steps += 1;
                }
                lowest = lowest.min(started.elapsed().as_secs_f64() / f64::from(steps));
            }
            let name: Vec<String> = widths.iter().map(usize::to_string).collect();
            println!(
                "{{\"library\":\"Burn\",\"network\":\"{}\",\"rows\":{rows},\"activation\":\"{function}\",\
                 \"microseconds\":{:.1}}}",
                name.join("-"),
                1e6 * lowest
            );
        }
    }
}
