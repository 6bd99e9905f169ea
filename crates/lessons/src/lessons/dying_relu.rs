//! The dying `ReLU`: on its flat side the gradient is 0, and the neuron no longer answers.
//!
//! The flat side is proved. How often a narrow deep network is dead before it starts is counted beside theory;
//! then units are followed through trainings at two learning rates that differ in nothing else.

use std::ops::Range;

use nonlin_kernels::Kernel;
use nonlin_properties::depth::born_dead;
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::born::dead_layers;
use crate::experiment::count;
use crate::experiment::points::{mean_point, share_point};
use crate::experiment::data::standard_digits;
use crate::experiment::proof::{ends, function, profile, proved};
use crate::experiment::train::{Training, differences};
use crate::experiment::units::{Watched, recoveries, watch};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "relu"),
        Setting::whole("width", 5, 1..=50),
        Setting::whole("depth", 10, 1..=100),
        Setting::whole("networks", 10_000, 100..=100_000),
        Setting::real("usual", 0.003, 1e-6..=10.0),
        Setting::real("high", 0.1, 1e-6..=10.0),
        Setting::whole("epochs", 20, 1..=200),
        Setting::whole("seeds", 5, 2..=100),
    ],
    measure,
    conditions: &[
        core("flat_up_to", Is::Above(f64::NEG_INFINITY)),
        core("born", Is::AsTheory { within: 0.05 }),
        core("born", Is::Above(0.0)),
        core("difference", Is::Above(0.0)),
        limit("recovered", Is::Below(0.01)),
    ],
    quick: &[
        ("depth", "3"),
        ("networks", "200"),
        ("epochs", "1"),
        ("seeds", "2"),
    ],
};

/// The hidden layers of the networks that are trained.
const HIDDEN: [usize; 2] = [64, 64];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    born(&mut found, settings)?;

    let data = standard_digits()?;
    let (epochs, seeds) = (settings.whole("epochs"), settings.whole("seeds"));
    let name = settings.function("function");
    let trained = |rate: &str| {
        let training = Training::new(&data, name, &HIDDEN, epochs);
        watch(&training.with(|spec| spec.learning_rate = settings.real(rate)), seeds, None)
    };
    let [usual, high] = [trained("usual")?, trained("high")?];
    let end = |own: &[Watched]| own.iter().map(Watched::end).collect::<Vec<_>>();
    found.mean("usual_dead", Unit::Share, &end(&usual));
    found.mean("high_dead", Unit::Share, &end(&high));
    let layer = |units: fn(&Watched) -> Range<usize>| {
        high.iter().map(|own| own.end_of(units(own))).collect::<Vec<_>>()
    };
    found.mean("first_dead", Unit::Share, &layer(|_| 0..HIDDEN[0]));
    found.mean("second_dead", Unit::Share, &layer(|own| HIDDEN[0]..own.units()));
    found.mean("difference", Unit::Points, &differences(&end(&high), &end(&usual)));
    let mut chart = Chart::curves(Scale::Whole, Scale::Even);
    for (key, own) in [("usual", &usual), ("high", &high)] {
        chart = chart.with(key, Mark::Measured, by_epoch(own));
    }
    let (silenced, recovered) = recoveries(&high);
    found.exact("silenced", Unit::Count, count(silenced));
    found.share("recovered", recovered, silenced).theory(0.0);
    let scores = |own: &[Watched]| own.iter().map(|own| own.score).collect::<Vec<_>>();
    found.mean("usual_score", Unit::Share, &scores(&usual));
    found.mean("high_score", Unit::Share, &scores(&high));
    found.chart("deaths", chart);
    Ok(found)
}

/// The share of silent units at the start and after each epoch, as far as all networks have come.
pub fn by_epoch(watched: &[Watched]) -> Vec<Point> {
    let shares: Vec<Vec<f64>> = watched.iter().map(|own| own.shares().collect()).collect();
    let looks = shares.iter().map(Vec::len).min().unwrap_or(0);
    let at = |look: usize| shares.iter().map(|own| own[look]).collect::<Vec<_>>();
    (0..looks).map(|look| mean_point(count(look), &at(look))).collect()
}

/// The flat side, and networks that are dead before they are trained.
fn born(found: &mut Findings, settings: &Settings) -> Result<(), LessonError> {
    let function = function(settings.function("function"))?;
    let profile = profile(&function)?;
    let flat = profile.dead.value.first().filter(|own| own.from.lo() == f64::NEG_INFINITY);
    let up_to = flat.map_or((f64::NAN, f64::NAN), |own| ends(own.to));
    found.proved("flat_up_to", Unit::One, up_to);
    let zero = profile.zero_probability;
    let (low, high) = proved(zero.status, zero.value);
    let zero = 0.5 * (low + high);

    let (width, depth) = (settings.whole("width"), settings.whole("depth"));
    let networks = settings.whole("networks");
    let kernel = Kernel::new(&function);
    #[expect(clippy::cast_possible_truncation, reason = "at most 100")]
    let theory = |width: usize, depth: usize| born_dead(zero, width as u32, depth as u32);
    let mut chart = Chart::curves(Scale::Whole, Scale::Even);
    // The width that was asked for, and others to compare.
    for (own, key) in [(width, "asked"), (2 * width, "double")] {
        let layers = dead_layers(&kernel, own, depth, networks);
        let dead = |by: usize| layers.iter().flatten().filter(|&&layer| layer <= by).count();
        if own == width {
            found.share("born", dead(depth), networks).theory(theory(own, depth));
        } else {
            found.share("born_double", dead(depth), networks).theory(theory(own, depth));
        }
        let points = (1..=depth).map(|by| share_point(count(by), dead(by), networks));
        chart = chart.with(key, Mark::Measured, points.collect());
        let points = (1..=depth).map(|by| Point::new(count(by), theory(own, by)));
        chart = chart.with("theory", Mark::Theory, points.collect());
    }
    found.chart("born", chart);
    Ok(())
}
