//! If you don't know, start with `ReLU`, then try others.
//!
//! On each data set at hand, eight functions are tuned and trained with the same budget. The one that does
//! best on the validation rows is chosen, and compared with `ReLU` on test rows that no choice has read: what
//! always taking `ReLU` would have cost.

use nonlin_report::chart::{BarUnit, Chart, Mark};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::at_hand;
use crate::experiment::points::{mean, mean_point};
use crate::experiment::study::{Plan as Comparison, choice, compare, means};
use crate::experiment::train::differences;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("start", "relu"),
        Setting::whole("width", 32, 2..=256),
        Setting::whole("epochs", 24, 1..=500),
        Setting::whole("seeds", 5, 2..=100),
    ],
    measure,
    conditions: &[
        core("mean_loss", Is::Below(0.02)),
        limit("largest_loss", Is::Below(0.05)),
        limit("others_win", Is::Above(0.5)),
    ],
    quick: &[("width", "4"), ("epochs", "1"), ("seeds", "2")],
};

/// What is tried beside the function that one starts with.
const OTHERS: [&str; 8] =
    ["relu", "leaky_relu", "elu", "gelu", "silu", "mish", "tanh", "sigmoid"];
/// Learning rates that each is tuned over.
pub const RATES: [f64; 4] = [1e-3, 3e-3, 1e-2, 3e-2];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let start = settings.function("start");
    let width = settings.whole("width");
    let others = OTHERS.into_iter().filter(|name| *name != start);
    let functions: Vec<&str> = std::iter::once(start).chain(others).collect();
    let plan = Comparison {
        functions: &functions,
        hidden: &[width, width],
        rates: &RATES,
        epochs: settings.whole("epochs"),
        seeds: settings.whole("seeds"),
    };
    let (mut losses, mut bars, mut names, mut chosen) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut others_win, mut start_wins) = (0_u32, 0_u32);
    let mut found = Findings::default();
    for (name, data) in at_hand()? {
        let results = compare(&data, &plan)?;
        let best = choice(&results);
        let loss = differences(&results[best].test, &results[0].test);
        let bar = mean_point(bars.len() as f64, &loss);
        bars.push(bar);
        others_win += u32::from(bar.low > 0.0);
        start_wins += u32::from(best == 0);
        names.push(name);
        chosen.push(results[best].function.clone());
        losses.push(loss);
    }
    found.mean("mean_loss", Unit::Points, &means(&losses));
    let worst = losses.iter().max_by(|a, b| mean(a).total_cmp(&mean(b)));
    found.mean("largest_loss", Unit::Points, worst.map_or(&[][..], Vec::as_slice));
    found.exact("sets", Unit::Count, names.len() as f64);
    found.exact("start_chosen", Unit::Count, f64::from(start_wins));
    found.exact("others_win", Unit::Count, f64::from(others_win));
    found.text("chosen", chosen.join(", "));
    found.chart("loss", Chart::bars(&names, BarUnit::Points).with("loss", Mark::Measured, bars));
    Ok(found)
}
