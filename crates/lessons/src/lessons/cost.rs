//! `ReLU` is cheaper than tanh and the sigmoid: by how much, and does it matter?
//!
//! Nanoseconds an element where the numbers lie in the cache, and where they have to come from memory; then the
//! step of a training, with everything else in it.

use nonlin_kernels::{Kernel, OutputGradient};
use nonlin_lab::random::Stream;
use nonlin_report::chart::{BarUnit, Chart, Mark};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::{geometric_point, mean_point};
use crate::experiment::data::standard_digits;
use crate::experiment::proof::function;
use crate::experiment::timing::{Contender, in_turns, ratios};
use crate::experiment::train::Training;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "relu"),
        Setting::whole("megabytes", 64, 1..=256),
        Setting::whole("width", 128, 4..=1024),
        Setting::whole("epochs", 5, 1..=50),
        Setting::whole("rounds", 9, 3..=100),
    ],
    measure,
    conditions: &[
        core("tanh_cache_ratio", Is::Above(1.0)),
        core("sigmoid_cache_ratio", Is::Above(1.0)),
        limit("tanh_memory_ratio", Is::Above(1.0)),
        limit("sigmoid_memory_ratio", Is::Above(1.0)),
        limit("tanh_step_ratio", Is::Above(1.0)),
        limit("sigmoid_step_ratio", Is::Above(1.0)),
    ],
    quick: &[("megabytes", "1"), ("width", "8"), ("epochs", "1"), ("rounds", "3")],
};

/// Elements that fit into a first-level cache twice, as inputs and as outputs.
const CACHED: usize = 3072;
/// Rows of a training step.
const BATCH: usize = 64;
/// Hidden layers of the network that is trained.
const LAYERS: usize = 2;
/// The numbers of one function: in the cache, from memory, a step, the function's share of it.
const NUMBERS: [[&str; 4]; 3] = [
    ["cache", "memory", "step", "share"],
    ["tanh_cache", "tanh_memory", "tanh_step", "tanh_share"],
    ["sigmoid_cache", "sigmoid_memory", "sigmoid_step", "sigmoid_share"],
];
/// How many times the function's time the others' are, in the same order.
const RATIOS: [[&str; 3]; 2] = [
    ["tanh_cache_ratio", "tanh_memory_ratio", "tanh_step_ratio"],
    ["sigmoid_cache_ratio", "sigmoid_memory_ratio", "sigmoid_step_ratio"],
];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let names = [settings.function("function"), "tanh", "sigmoid"];
    let rounds = settings.whole("rounds");
    let mut kernels = Vec::new();
    for name in names {
        kernels.push(Kernel::new(&function(name)?));
    }
    let cache = forward(&kernels, CACHED, rounds);
    let memory = forward(&kernels, settings.whole("megabytes") * (1 << 20) / 4, rounds);
    let both = both_ways(names, rounds)?;
    let steps = steps(settings, names)?;
    // What the function alone takes in a step: every hidden unit, for every row, both ways.
    let elements = count(BATCH * LAYERS * settings.whole("width"));
    let shares: Vec<Vec<f64>> = both
        .iter()
        .zip(&steps)
        .map(|(both, steps)| ratios(both, steps).iter().map(|ratio| 1e-3 * elements * ratio).collect())
        .collect();

    let mut found = Findings::default();
    found.exact("products", Unit::Count, products(settings.whole("width"))?);
    for (place, [in_cache, from_memory, step, share]) in NUMBERS.into_iter().enumerate() {
        found.geometric_mean(in_cache, Unit::Nanoseconds, &cache[place]);
        found.geometric_mean(from_memory, Unit::Nanoseconds, &memory[place]);
        found.geometric_mean(step, Unit::Microseconds, &steps[place]);
        found.mean(share, Unit::Share, &shares[place]);
    }
    for (place, names) in RATIOS.into_iter().enumerate() {
        for (name, times) in names.into_iter().zip([&cache, &memory, &steps]) {
            found.geometric_mean(name, Unit::Times, &ratios(&times[place + 1], &times[0]));
        }
    }
    let bars = |times: &[Vec<f64>]| {
        let own = times.iter().enumerate();
        own.map(|(place, times)| geometric_point(count(place), times)).collect()
    };
    let chart = Chart::bars(&names, BarUnit::Plain).with("cache", Mark::Measured, bars(&cache));
    found.chart("element", chart.with("memory", Mark::Measured, bars(&memory)));
    let own = shares.iter().enumerate();
    let shares = own.map(|(place, shares)| mean_point(count(place), shares)).collect();
    let chart = Chart::bars(&names, BarUnit::Share).with("share", Mark::Measured, shares);
    found.chart("share", chart);
    Ok(found)
}

/// Multiplications with weights in a step for each hidden unit and row: forward, for the gradient of the weights,
/// and for that of the inputs, which the first layer leaves out.
fn products(width: usize) -> Result<f64, LessonError> {
    let data = standard_digits()?;
    let (inputs, outputs) = (data.columns(), data.task().outputs());
    let weights = inputs * width + (LAYERS - 1) * width * width + width * outputs;
    Ok(count(3 * weights - inputs * width) / count(LAYERS * width))
}

/// Nanoseconds that an element's value takes: for each function, one number a round.
fn forward(kernels: &[Kernel], elements: usize, rounds: usize) -> Vec<Vec<f64>> {
    let x = inputs(elements);
    let x = &x;
    let mut y: Vec<Vec<f32>> = vec![vec![0.0; elements]; kernels.len()];
    let of = kernels.iter().zip(&mut y);
    let mut contenders: Vec<Contender<'_>> = of
        .map(|(kernel, y)| -> Contender<'_> { Box::new(move || kernel.value(x, y)) })
        .collect();
    an_element(in_turns(&mut contenders, rounds), elements)
}

/// The same of value and gradient together, as a training step needs them: the gradient from the output where it
/// is a function of that, else from slopes that were kept.
fn both_ways(names: [&str; 3], rounds: usize) -> Result<Vec<Vec<f64>>, LessonError> {
    let x = inputs(CACHED);
    let mut contenders: Vec<Contender<'_>> = Vec::new();
    for name in names {
        let function = function(name)?;
        let (kernel, from_output) = (Kernel::new(&function), OutputGradient::new(&function));
        let (x, mut y, mut slope) = (&x, vec![0.0; CACHED], vec![0.0; CACHED]);
        let mut delta = x.clone();
        contenders.push(Box::new(move || {
            if let Some(gradient) = &from_output {
                kernel.value(x, &mut y);
                gradient.backward(&y, x, &mut delta);
            } else {
                kernel.value_and_derivative(x, &mut y, &mut slope);
                let own = delta.iter_mut().zip(x).zip(&slope);
                own.for_each(|((delta, x), slope)| *delta = x * slope);
            }
        }));
    }
    Ok(an_element(in_turns(&mut contenders, rounds), CACHED))
}

fn an_element(mut seconds: Vec<Vec<f64>>, elements: usize) -> Vec<Vec<f64>> {
    seconds.iter_mut().flatten().for_each(|time| *time *= 1e9 / count(elements));
    seconds
}

/// Standard normal numbers; a few thousand of them, over and over.
fn inputs(elements: usize) -> Vec<f32> {
    let mut stream = Stream::new(0, "lesson cost", 0);
    #[expect(clippy::cast_possible_truncation, reason = "kernels are timed in 32 bits")]
    let few: Vec<f32> = (0..CACHED).map(|_| stream.normal() as f32).collect();
    few.into_iter().cycle().take(elements).collect()
}

/// Microseconds that a step of a training takes: for each function, one number a round.
fn steps(settings: &Settings, names: [&str; 3]) -> Result<Vec<Vec<f64>>, LessonError> {
    let data = standard_digits()?;
    let hidden = [settings.whole("width"); LAYERS];
    let trainings = names.map(|name| {
        let training = Training::new(&data, name, &hidden, settings.whole("epochs"));
        training.with(|spec| spec.batch_size = BATCH)
    });
    let mut steps = vec![Vec::new(); names.len()];
    for round in 0..settings.whole("rounds") {
        for (steps, training) in steps.iter_mut().zip(&trainings) {
            steps.push(training.time(round)?.step_microseconds.unwrap_or(f64::NAN));
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two layers of as many units as the digits have inputs, counted by hand.
    #[test]
    fn products_of_a_step() {
        let data = standard_digits().unwrap();
        let (n, outputs) = (count(data.columns()), 10.0);
        let forward = 2.0 * n * n + n * outputs;
        let expected = (3.0 * forward - n * n) / (2.0 * n);
        assert!((products(data.columns()).unwrap() - expected).abs() < 1e-9);
    }
}
