//! Networks against what is known of them: the probability that a `ReLU` network is born dead, and how
//! gradients decay or grow from layer to layer.

use nonlin_catalogue::Activation;
use nonlin_lab::activation::LayerActivation;
use nonlin_lab::diagnostics::Inspector;
use nonlin_lab::initialisation::{EdgePoint, Initialisation, Scale};
use nonlin_lab::loss::{Loss, Rows};
use nonlin_lab::network::{Network, Shape, Workspace};
use nonlin_lab::random::Stream;
use nonlin_lab::spec::{ActivationSpec, NetworkSpec, TrainParameters};
use nonlin_lab::{Part, Targets, Task};
use nonlin_properties::depth::{MeanField, Scale as Deviations};
use std::collections::BTreeMap;

fn network(function: &str, inputs: usize, hidden: &[usize]) -> Network<f64> {
    let spec = ActivationSpec::new(function);
    let activation = LayerActivation::new(&spec, TrainParameters::Fixed).expect("known");
    let shape = Shape::new(inputs, &NetworkSpec::dense(hidden), &activation, 2);
    Network { shape, parameters: Vec::new(), activation }
}

fn classes() -> Task {
    Task::Classification { classes: vec![String::new(); 2] }
}

/// Share of networks of `depth` layers of `width` whose last layer is dead on the inputs, and its
/// standard error were the share `expected`.
fn born_dead(inputs: &[f32], width: usize, depth: usize, expected: f64) -> (f64, f64) {
    let networks = 3000;
    let mut network = network("relu", 1, &vec![width; depth]);
    let mut work = Workspace::new(&network.shape, &network.activation, 2);
    let loss = Loss::new(&classes());
    let rows = (0..inputs.len()).collect();
    let targets = Targets::Classes(vec![0; inputs.len()]);
    let part = Part { features: inputs.to_vec(), targets, rows };
    let mut dead = 0;
    for seed in 0..networks {
        Initialisation::He.apply(&mut network, &Scale::default(), seed);
        let mut inspector = Inspector::new(&network, 1.0, 2);
        let seen = inspector.inspect(&network, &loss, &part, (0, 0), 2, &mut work);
        dead += usize::from(seen.layers[depth - 1].dead_units == width);
    }
    let n = networks as f64;
    (dead as f64 / n, (expected * (1.0 - expected) / n).sqrt())
}

/// One input of a single sign: a layer of N units is dead with probability 2⁻ᴺ, so a network of h layers
/// with 1 − (1 − 2⁻ᴺ)ʰ. Both signs, zero bias, normal weights (Lu, Shin, Su and Karniadakis 2020): known by
/// simulations of some 1.6 million networks, with a standard error below 0.0005.
#[test]
fn relu_networks_are_born_dead_as_often_as_known() {
    const BOTH_SIGNS: [f32; 2] = [1.0, -1.0];
    for (inputs, width, depth, expected) in [
        (&BOTH_SIGNS[..1], 3, 2, 0.234375),
        (&BOTH_SIGNS[..1], 3, 10, 0.736_924_423_836_171_6),
        (&BOTH_SIGNS[..1], 5, 5, 0.146_784_812_211_990_36),
        (&BOTH_SIGNS, 3, 2, 0.043254),
        (&BOTH_SIGNS, 3, 5, 0.294514),
        (&BOTH_SIGNS, 3, 10, 0.631561),
        (&BOTH_SIGNS, 5, 10, 0.152351),
        (&BOTH_SIGNS, 5, 20, 0.375281),
    ] {
        let (share, error) = born_dead(inputs, width, depth, expected);
        let off = (share - expected).abs() / error.hypot(0.0005);
        assert!(off < 4.0, "{width} x {depth}, {} inputs: {share} {expected}", inputs.len());
    }
}

/// The mean squared gradient norm of each hidden layer over that of the last, by theory: |∂W|² is
/// |x|²·|δ|², with x what the layer reads.
#[test]
fn gradients_decay_and_grow_as_the_theory_says() {
    let (width, depth, networks) = (256, 6, 60);
    for (function, sigma_w) in
        [("tanh", 0.7), ("tanh", 1.0), ("tanh", 2.0), ("relu", 1.2), ("sigmoid", 3.0)]
    {
        let mut network = network(function, width, &vec![width; depth]);
        let mut work = Workspace::new(&network.shape, &network.activation, 1);
        let loss = Loss::new(&classes());
        let edge = EdgePoint { sigma_w, sigma_b: 0.0, length: 1.0 };
        let scale = Scale { edge: Some(edge), ..Scale::default() };
        let mut squares = vec![0.0; depth];
        for seed in 0..networks {
            Initialisation::EdgeOfChaos { sigma_b: 0.0 }.apply(&mut network, &scale, seed);
            let mut stream = Stream::new(seed, "inputs", 0);
            let x: Vec<f64> = (0..width).map(|_| stream.normal()).collect();
            let norm = (x.iter().map(|x| x * x).sum::<f64>() / width as f64).sqrt();
            let x: Vec<f64> = x.iter().map(|x| x / norm).collect();
            network.forward(&x, 1, None, &mut work);
            let (outputs, delta) = work.outputs_and_delta(1);
            loss.gradient(outputs, Rows::Classes(&[0]), 2, 1.0, delta);
            network.backward(&x, 1, None, &mut work, false);
            for (square, layer) in squares.iter_mut().zip(network.shape.hidden()) {
                *square += work.gradient[layer.weights.clone()].iter().map(|g| g * g).sum::<f64>();
            }
        }
        let activation = Activation::resolve(function, &BTreeMap::new()).expect("known");
        let mut field =
            MeanField::new(activation.expression(), activation.derivative(), &[]).expect("small");
        let layers = field.layers(Deviations { sigma_w, sigma_b: 0.0 }, 1.0, depth);
        let read = |l: usize| if l == 0 { 1.0 } else { layers[l - 1].second_moment };
        let last = depth - 1;
        for l in 0..last {
            let expected = read(l) * layers[l].gradient / (read(last) * layers[last].gradient);
            let ratio = squares[l] / squares[last] / expected;
            // Width 256 and 60 networks: fluctuations of a layer are about √(depth/(256·60)), and the
            // theory itself is off by depth/width.
            assert!((ratio - 1.0).abs() < 0.12, "{function} {sigma_w}, layer {l}: {ratio}");
        }
    }
}
