//! "Knowing the function to be approximated helps: the sigmoid suits classifiers."
//!
//! The claim is that a sigmoid network approximates a function that looks like a classifier (near 0 on one side,
//! near 1 on the other, steep between) faster than a `ReLU` network does. It is tried on three such functions
//! and on one that is made of straight pieces, which should suit `ReLU`; each function's learning rate is tuned
//! with the same budget. Speed is counted in epochs until the validation loss is as low as the slower of
//! the two gets at all in the middle of its seeds, so that both can reach it; a seed that never does counts
//! as one epoch more than there were, which favours whichever it is.

use nonlin_lab::{Dataset, Record, digits};
use nonlin_report::chart::{BarUnit, Chart, Mark};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::surface;
use crate::experiment::points::geometric_point;
use crate::experiment::study::{Compared, Plan as Comparison, compare, means};
use crate::experiment::timing::ratios;
use crate::experiment::train::differences;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "sigmoid"),
        Setting::function("beside", "relu"),
        Setting::whole("width", 16, 2..=256),
        Setting::whole("epochs", 60, 2..=1000),
        Setting::whole("seeds", 6, 2..=100),
    ],
    measure,
    conditions: &[
        core("speed", Is::Above(1.0)),
        limit("advantage", Is::Above(1.0)),
        limit("digits_difference", Is::Above(0.0)),
    ],
    quick: &[("width", "3"), ("epochs", "3"), ("seeds", "2")],
};

const RATES: [f64; 5] = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

/// What is to be approximated: three functions like classifiers, then one of straight pieces.
fn targets() -> Result<Vec<(&'static str, Dataset)>, LessonError> {
    let rows = 800;
    Ok(vec![
        ("half_plane", surface("half plane", rows, 0.0, |x, y| soft_step(x + 0.5 * y - 0.1))?),
        ("disc", surface("disc", rows, 0.0, |x, y| soft_step(0.4 - x * x - y * y))?),
        ("stripe", surface("stripe", rows, 0.0, |x, y| soft_step(0.3 - (x - y).abs()))?),
        ("pieces", surface("straight pieces", rows, 0.0, |x, y| (x + y).abs() - (x - 0.5 * y).max(0.2))?),
    ])
}

/// A classifier's answer: 0 below, 1 above, steep between.
fn soft_step(z: f64) -> f64 {
    1.0 / (1.0 + (-12.0 * z).exp())
}

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let width = settings.whole("width");
    let functions = [settings.function("function"), settings.function("beside")];
    let hidden = [width];
    let plan = Comparison {
        functions: &functions,
        hidden: &hidden,
        rates: &RATES,
        epochs: settings.whole("epochs"),
        seeds: settings.whole("seeds"),
    };
    let (mut speeds, mut names, mut bars) = (Vec::new(), Vec::new(), Vec::new());
    for (name, data) in targets()? {
        let speed = speed(&compare(&data, &plan)?, plan.epochs);
        bars.push(geometric_point(bars.len() as f64, &speed));
        names.push(name);
        speeds.push(speed);
    }
    let straight = speeds.pop().unwrap_or_default();
    let logarithms = |speed: &Vec<f64>| speed.iter().map(|speed| speed.ln()).collect();
    let logarithms: Vec<Vec<f64>> = speeds.iter().map(logarithms).collect();
    let like: Vec<f64> = means(&logarithms).into_iter().map(f64::exp).collect();
    let mut found = Findings::default();
    found.geometric_mean("speed", Unit::Times, &like);
    found.geometric_mean("speed_straight", Unit::Times, &straight);
    found.geometric_mean("advantage", Unit::Times, &ratios(&like, &straight));
    let digit = compare(&digits(), &Comparison { epochs: plan.epochs.div_ceil(4), ..plan })?;
    found.mean("digits_own", Unit::Share, &digit[0].test);
    found.mean("digits_beside", Unit::Share, &digit[1].test);
    found.mean("digits_difference", Unit::Points, &differences(&digit[0].test, &digit[1].test));
    found.chart("speed", Chart::bars(&names, BarUnit::Plain).with("speed", Mark::Measured, bars));
    Ok(found)
}

/// Seed by seed, epochs that the second takes over epochs that the first takes, to the same loss.
fn speed(compared: &[Compared], epochs: usize) -> Vec<f64> {
    let target = compared.iter().map(|own| middle(&own.records)).fold(0.0, f64::max);
    let reached = |record: &Record| {
        let losses = record.validation_loss.iter();
        let found = losses.take(epochs).position(|loss| loss.is_some_and(|loss| loss <= target));
        found.map_or(epochs + 1, |place| place + 1) as f64
    };
    let [first, second] = [0, 1].map(|own: usize| compared[own].records.iter().map(reached));
    first.zip(second).map(|(first, second)| second / first).collect()
}

/// The median over the seeds of the lowest validation loss.
fn middle(records: &[Record]) -> f64 {
    let lowest = |record: &Record| {
        record.validation_loss.iter().flatten().copied().fold(f64::INFINITY, f64::min)
    };
    let mut losses: Vec<f64> = records.iter().map(lowest).collect();
    losses.sort_by(f64::total_cmp);
    losses.get(losses.len() / 2).copied().unwrap_or(f64::INFINITY)
}
