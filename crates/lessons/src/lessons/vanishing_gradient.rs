//! Towards its ends the sigmoid is flat; through many layers its gradient dies.
//!
//! Three looks at one thing: the largest slope, proved; the gradient layer by layer in networks as they start,
//! beside mean-field theory; and what becomes of such a network when it is trained, beside one that differs in
//! its function alone.

use nonlin_lab::initialisation::Initialisation;
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::geometric_point;
use crate::experiment::data::standard_digits;
use crate::experiment::initial::Deep;
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::train::{Training, differences, scores};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "sigmoid"),
        Setting::function("beside", "relu"),
        Setting::whole("depth", 10, 2..=50),
        Setting::whole("width", 64, 4..=512),
        Setting::whole("epochs", 10, 1..=200),
        Setting::whole("seeds", 5, 2..=100),
    ],
    measure,
    conditions: &[
        core("largest_slope", Is::Below(0.5)),
        core("ratio", Is::Below(0.01)),
        core("score_difference", Is::Above(0.1)),
        limit("ratio", Is::AsTheory { within: 0.1 }),
        limit("ratio_beside", Is::Above(0.01)),
    ],
    quick: &[("depth", "3"), ("width", "8"), ("epochs", "1"), ("seeds", "2")],
};

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let names = [settings.function("function"), settings.function("beside")];
    let [own, beside] = [function(names[0])?, function(names[1])?];
    let (depth, width, seeds) =
        (settings.whole("depth"), settings.whole("width"), settings.whole("seeds"));
    let mut found = Findings::default();
    let steepest = profile(&own)?.lipschitz_constant;
    found.proved("largest_slope", Unit::One, proved(steepest.status, steepest.value.value));

    let mut chart = Chart::curves(Scale::Whole, Scale::Logarithmic);
    for ((function, name), number) in [&own, &beside].into_iter().zip(names).zip(["ratio", "ratio_beside"]) {
        let deep = Deep { depth, width, sigma_w: 1.0, rows: 64 };
        let networks = deep.networks(function, 4 * seeds);
        let theory = deep.theory(function)?;
        let first: Vec<f64> =
            networks.iter().map(|layers| layers[0].gradient / layers[depth - 1].gradient).collect();
        found.geometric_mean(number, Unit::One, &first).theory(theory[0].gradient.sqrt());
        let points = (0..depth).map(|l| {
            let ratios = networks.iter().map(|layers| layers[l].gradient / layers[depth - 1].gradient);
            geometric_point(count(l + 1), &ratios.collect::<Vec<_>>())
        });
        chart = chart.with(name, Mark::Measured, points.collect());
        let points = theory.iter().enumerate();
        let points = points.map(|(l, layer)| Point::new(count(l + 1), layer.gradient.sqrt())).collect();
        chart = chart.with("theory", Mark::Theory, points);
    }
    found.chart("gradient", chart);

    let data = standard_digits()?;
    let train = |name: &str| -> Result<Vec<f64>, LessonError> {
        let training = Training::new(&data, name, &vec![width; depth], settings.whole("epochs"));
        Ok(scores(&training.with(|spec| spec.initialisation = Initialisation::Xavier).run(seeds)?))
    };
    let (own, beside) = (train(names[0])?, train(names[1])?);
    found.mean("score", Unit::Share, &own).theory(0.1);
    found.mean("score_beside", Unit::Share, &beside);
    found.mean("score_difference", Unit::Points, &differences(&beside, &own));
    Ok(found)
}
