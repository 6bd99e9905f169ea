//! Leaky `ReLU` and other variants let a dead neuron recover.
//!
//! Two trials. In the first, every unit starts so far down that no training row reaches it: who comes back? In
//! the second, networks are trained at a rate that kills units, paired seed by seed: who stays silent?

use nonlin_report::chart::{Chart, Mark, Scale};

use super::dying_relu::by_epoch;
use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::standard_digits;
use crate::experiment::proof::function;
use crate::experiment::train::{Training, differences};
use crate::experiment::units::{Watched, recoveries, watch};
use crate::experiment::count;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "leaky_relu"),
        Setting::function("variant", "elu"),
        Setting::real("sunk", 0.5, 0.0..=100.0),
        Setting::real("rate", 0.1, 1e-6..=10.0),
        Setting::whole("width", 64, 2..=256),
        Setting::whole("epochs", 20, 1..=200),
        Setting::whole("seeds", 5, 2..=100),
    ],
    measure,
    conditions: &[
        core("relu_back", Is::Below(0.01)),
        core("leaky_back", Is::Above(0.5)),
        core("dead_difference", Is::Above(0.0)),
        limit("variant_back", Is::Above(0.5)),
        limit("score_difference", Is::Above(0.0)),
    ],
    quick: &[("width", "8"), ("epochs", "1"), ("seeds", "2")],
};

/// The usual rate, at which the sunk units are trained.
const USUAL: f64 = 0.003;
/// The numbers of each function: sunk units that come back, units that are dead in the end at the high rate,
/// units that were silent once and how many of them came back, score.
const NUMBERS: [[&str; 5]; 3] = [
    ["relu_back", "relu_dead", "relu_silenced", "relu_recovered", "relu_score"],
    ["leaky_back", "leaky_dead", "leaky_silenced", "leaky_recovered", "leaky_score"],
    ["variant_back", "variant_dead", "variant_silenced", "variant_recovered", "variant_score"],
];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let data = standard_digits()?;
    let names = ["relu", settings.function("function"), settings.function("variant")];
    let (width, epochs) = (settings.whole("width"), settings.whole("epochs"));
    let seeds = settings.whole("seeds");
    let mut sunk_chart = Chart::curves(Scale::Whole, Scale::Even);
    let mut rate_chart = Chart::curves(Scale::Whole, Scale::Even);
    let (mut dead, mut scores) = (Vec::new(), Vec::new());
    for (name, [back, dead_name, silenced, recovered, score]) in names.into_iter().zip(NUMBERS) {
        function(name)?;
        let train = |hidden: &[usize], rate: f64, sunk: Option<f64>| {
            let training = Training::new(&data, name, hidden, epochs);
            watch(&training.with(|spec| spec.learning_rate = rate), seeds, sunk)
        };
        let sunk = train(&[width], USUAL, Some(settings.real("sunk")))?;
        let share: Vec<f64> = sunk.iter().map(|own| 1.0 - own.end()).collect();
        let number = found.mean(back, Unit::Share, &share);
        if name == "relu" {
            // Its gradient is exactly 0.
            number.theory(0.0);
        }
        sunk_chart = sunk_chart.with(name, Mark::Measured, by_epoch(&sunk));

        let fast = train(&[width, width], settings.real("rate"), None)?;
        dead.push(fast.iter().map(Watched::end).collect::<Vec<_>>());
        scores.push(fast.iter().map(|own| own.score).collect::<Vec<_>>());
        found.mean(dead_name, Unit::Share, &dead[dead.len() - 1]);
        let (all, back) = recoveries(&fast);
        found.exact(silenced, Unit::Count, count(all));
        found.share(recovered, back, all);
        found.mean(score, Unit::Share, &scores[scores.len() - 1]);
        rate_chart = rate_chart.with(name, Mark::Measured, by_epoch(&fast));
    }
    found.mean("dead_difference", Unit::Points, &differences(&dead[0], &dead[1]));
    found.mean("score_difference", Unit::Points, &differences(&scores[1], &scores[0]));
    found.chart("sunk", sunk_chart);
    found.chart("rate", rate_chart);
    Ok(found)
}
