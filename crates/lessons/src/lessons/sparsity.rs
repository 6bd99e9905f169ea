//! About half of a `ReLU` network's units are silent; is that lighter?
//!
//! Zeros are counted in networks as they start, beside what is proved of a normal input, and after training.
//! Then the product that the zeros go into is timed: dense, as networks compute it, and with the zeros left out.

use std::hint::black_box;

use nonlin_lab::Record;
use nonlin_lab::diagnostics::Checkpoint;
use nonlin_report::chart::{BarUnit, Chart, Mark, Point};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::{geometric_point, mean_point};
use crate::experiment::data::standard_digits;
use crate::experiment::initial::{Deep, Layer};
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::sparse::Product;
use crate::experiment::timing::{Contender, in_turns, ratios};
use crate::experiment::train::Training;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::whole("depth", 5, 1..=30),
        Setting::whole("width", 100, 4..=512),
        Setting::whole("networks", 20, 2..=200),
        Setting::whole("epochs", 10, 1..=200),
        Setting::whole("seeds", 5, 2..=100),
        Setting::whole("matrix", 1024, 16..=4096),
        Setting::whole("batch", 64, 2..=512),
        Setting::whole("rounds", 9, 3..=100),
    ],
    measure,
    conditions: &[
        core("relu_start", Is::AsTheory { within: 0.02 }),
        core("relu_start", Is::Between(0.4, 0.6)),
        core("sigmoid_start", Is::Below(1e-6)),
        core("tanh_start", Is::Below(1e-6)),
        limit("one_gain", Is::Above(1.0)),
        limit("batch_gain", Is::Above(1.0)),
    ],
    quick: &[
        ("networks", "4"),
        ("epochs", "1"),
        ("seeds", "2"),
        ("matrix", "16"),
        ("batch", "2"),
        ("rounds", "3"),
    ],
};

/// Each function's numbers: at the start, and after training.
const FUNCTIONS: [(&str, [&str; 2]); 3] = [
    ("relu", ["relu_start", "relu_trained"]),
    ("sigmoid", ["sigmoid_start", "sigmoid_trained"]),
    ("tanh", ["tanh_start", "tanh_trained"]),
];
/// The products that are timed: one row of inputs, and a batch. Their times a row and their gains.
const PRODUCTS: [(&str, [&str; 3]); 2] = [
    ("one", ["one_dense", "one_skipping", "one_gain"]),
    ("batch", ["batch_dense", "batch_skipping", "batch_gain"]),
];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    zeros(&mut found, settings)?;
    times(&mut found, settings)?;
    Ok(found)
}

/// Shares of activations that are exactly 0.
fn zeros(found: &mut Findings, settings: &Settings) -> Result<(), LessonError> {
    let deep = Deep {
        depth: settings.whole("depth"),
        width: settings.whole("width"),
        sigma_w: 2.0_f64.sqrt(),
        rows: 64,
    };
    let data = standard_digits()?;
    let epochs = settings.whole("epochs");
    let mut points = [Vec::new(), Vec::new()];
    for (place, (name, numbers)) in FUNCTIONS.into_iter().enumerate() {
        let function = function(name)?;
        let networks = deep.activations(&function, settings.whole("networks"));
        let share = |layers: &Vec<Layer>| {
            layers.iter().map(|own| own.zeros).sum::<f64>() / count(layers.len())
        };
        let start: Vec<f64> = networks.iter().map(share).collect();
        let zero = profile(&function)?.zero_probability;
        let (low, high) = proved(zero.status, zero.value);
        found.mean(numbers[0], Unit::Share, &start).theory(0.5 * (low + high));

        let hidden = vec![deep.width; deep.depth];
        let training = Training::new(&data, name, &hidden, epochs);
        let records = training.with(|spec| spec.checkpoints = vec![epochs]).run(settings.whole("seeds"))?;
        let last = |own: &Record| own.last_checkpoint().and_then(Checkpoint::zeros);
        let trained: Vec<f64> = records.iter().map(|own| last(own).unwrap_or(f64::NAN)).collect();
        found.mean(numbers[1], Unit::Share, &trained);
        for (points, shares) in points.iter_mut().zip([&start, &trained]) {
            points.push(mean_point(count(place), shares));
        }
    }
    let [start, trained] = points;
    let chart = Chart::bars(&FUNCTIONS.map(|(name, _)| name), BarUnit::Share);
    let chart = chart.with("start", Mark::Measured, start);
    found.chart("zeros", chart.with("trained", Mark::Measured, trained));
    Ok(())
}

/// What the product takes, a row of inputs.
fn times(found: &mut Findings, settings: &Settings) -> Result<(), LessonError> {
    let width = settings.whole("matrix");
    let mut points = [Vec::<Point>::new(), Vec::new(), Vec::new()];
    for (place, (name, numbers)) in PRODUCTS.into_iter().enumerate() {
        let rows = if name == "one" { 1 } else { settings.whole("batch") };
        let [mut dense, mut by_rows, mut skipping] =
            [Product::new(rows, width)?, Product::new(rows, width)?, Product::new(rows, width)?];
        let mut contenders: [Contender<'_>; 3] = [
            Box::new(|| { black_box(dense.dense()); }),
            Box::new(|| { black_box(by_rows.by_rows()); }),
            Box::new(|| { black_box(skipping.skipping()); }),
        ];
        let mut times = in_turns(&mut contenders, settings.whole("rounds"));
        times.iter_mut().flatten().for_each(|time| *time *= 1e6 / count(rows));
        for (points, times) in points.iter_mut().zip(&times) {
            points.push(geometric_point(count(place), times));
        }
        // The better of the two ways that take the zeros with them.
        let best: Vec<f64> = times[0].iter().zip(&times[1]).map(|(a, b)| a.min(*b)).collect();
        found.geometric_mean(numbers[0], Unit::Microseconds, &best);
        found.geometric_mean(numbers[1], Unit::Microseconds, &times[2]);
        found.geometric_mean(numbers[2], Unit::Times, &ratios(&best, &times[2]));
    }
    let [dense, by_rows, skipping] = points;
    let chart = Chart::bars(&PRODUCTS.map(|(name, _)| name), BarUnit::Plain)
        .with("dense", Mark::Measured, dense)
        .with("by_rows", Mark::Measured, by_rows)
        .with("skipping", Mark::Measured, skipping);
    found.chart("times", chart);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half of the sums of random weights are negative, in every layer, and no sigmoid is 0.
    #[test]
    fn zeros_at_the_start_are_as_proved() {
        let given = [("epochs", "1"), ("seeds", "2"), ("networks", "30")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut found = Findings::default();
        zeros(&mut found, &Settings::new(PLAN.settings, &given).unwrap()).unwrap();
        let number = |name: &str| found.number(name).unwrap();
        assert_eq!(number("relu_start").theory, Some(0.5));
        assert!((number("relu_start").value - 0.5).abs() < 0.02);
        for name in ["sigmoid_start", "tanh_start"] {
            assert_eq!((number(name).value, number(name).theory), (0.0, Some(0.0)), "{name}");
        }
    }
}
