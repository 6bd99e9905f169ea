//! Better functions are still being found: `GELU`, `SiLU` and mish against `ReLU`.
//!
//! The same comparison as in "start with `ReLU`", of four functions, over all data sets at hand: seed by seed,
//! how much more does each newer one get right?

use nonlin_report::chart::{BarUnit, Chart, Mark, Point};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::at_hand;
use crate::experiment::points::mean_point;
use crate::experiment::study::{Plan as Comparison, compare, means};
use crate::experiment::train::differences;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::lessons::start_with_relu::RATES;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("old", "relu"),
        Setting::whole("width", 32, 2..=256),
        Setting::whole("epochs", 24, 1..=500),
        Setting::whole("seeds", 8, 2..=100),
    ],
    measure,
    conditions: &[
        core("gain", Is::Above(0.0)),
        limit("gain_gelu", Is::Above(0.0)),
        limit("gain_silu", Is::Above(0.0)),
        limit("gain_mish", Is::Above(0.0)),
        limit("sets_without_gain", Is::Below(0.5)),
    ],
    quick: &[("width", "4"), ("epochs", "1"), ("seeds", "2")],
};

/// The newer functions, and what their numbers are called.
const NEWER: [(&str, &str); 3] = [("gelu", "gain_gelu"), ("silu", "gain_silu"), ("mish", "gain_mish")];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let width = settings.whole("width");
    let plan = Comparison {
        functions: &[settings.function("old"), NEWER[0].0, NEWER[1].0, NEWER[2].0],
        hidden: &[width, width],
        rates: &RATES,
        epochs: settings.whole("epochs"),
        seeds: settings.whole("seeds"),
    };
    let mut gains: [Vec<Vec<f64>>; 3] = Default::default();
    let mut bars: [Vec<Point>; 3] = Default::default();
    let (mut names, mut without) = (Vec::new(), 0_u32);
    for (name, data) in at_hand()? {
        let results = compare(&data, &plan)?;
        let mut here = Vec::new();
        for (newer, result) in results[1..].iter().enumerate() {
            let gain = differences(&result.test, &results[0].test);
            bars[newer].push(mean_point(names.len() as f64, &gain));
            gains[newer].push(gain.clone());
            here.push(gain);
        }
        without += u32::from(mean_point(0.0, &means(&here)).low <= 0.0);
        names.push(name);
    }
    let mut found = Findings::default();
    let all: Vec<Vec<f64>> = gains.iter().map(|gains| means(gains)).collect();
    found.mean("gain", Unit::Points, &means(&all));
    for ((_, name), gain) in NEWER.iter().zip(&all) {
        found.mean(name, Unit::Points, gain);
    }
    found.exact("sets", Unit::Count, names.len() as f64);
    found.exact("sets_without_gain", Unit::Count, f64::from(without));
    let mut chart = Chart::bars(&names, BarUnit::Points);
    for ((function, _), bars) in NEWER.iter().zip(bars) {
        chart = chart.with(function, Mark::Measured, bars);
    }
    found.chart("gain", chart);
    Ok(found)
}
