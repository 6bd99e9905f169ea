//! `ReLU` isn't linear; combinations of it approximate any function.
//!
//! For three targets (smooth, with a corner, with a jump) networks of one hidden layer are put together by hand,
//! ever wider, and the rate at which their error falls is set beside what theory gives. Networks of the same
//! widths are trained on the smooth target, to see how near training comes.

use nonlin_kernels::Kernel;
use nonlin_lab::data::DatasetRef;
use nonlin_lab::hash::sha256;
use nonlin_lab::spec::{Decay, Schedule};
use nonlin_lab::{Part, Prepared, Targets, Task};
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::broken_line::{BrokenLine, Distance, FROM, TO};
use crate::experiment::count;
use crate::experiment::points::geometric_point;
use crate::experiment::proof::function;
use crate::experiment::train::Training;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("target", "sin(3*x)"),
        Setting::whole("doublings", 6, 3..=8),
        Setting::whole("epochs", 150, 1..=2000),
        Setting::whole("seeds", 5, 2..=50),
    ],
    measure,
    conditions: &[
        core("bend", Is::Above(0.0)),
        core("smooth_rate", Is::Above(0.1)),
        core("corner_rate", Is::Above(0.1)),
        limit("smooth_rate", Is::AsTheory { within: 0.05 }),
        limit("smooth_error", Is::AsTheory { within: 0.05 }),
        limit("corner_rate", Is::AsTheory { within: 0.05 }),
        limit("jump_rate", Is::Above(0.1)),
    ],
    quick: &[("doublings", "3"), ("epochs", "2"), ("seeds", "2")],
};

/// The width that the doublings begin with: with fewer pieces a target is not yet smooth within each.
const NARROWEST: usize = 8;
/// A corner and a jump at a third of the way between points, or two thirds, whatever the power of two.
const CORNER: &str = "abs(x - 1/3)";
const JUMP: &str = "if(x >= 1/3, 1, 0)";
/// Wider networks are not trained: it would take long and show nothing new.
const TRAINED_DOUBLINGS: usize = 4;
/// Points that a network learns from, and as many to judge it.
const ROWS: usize = 1000;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let relu = function("relu")?;
    let mut three = [0.0; 3];
    Kernel::new(&relu).value(&[-1.0, 0.0, 1.0], &mut three);
    found.exact("bend", Unit::One, three[0] + three[2] - 2.0 * three[1]);

    let target = Kernel::new(&function(settings.function("target"))?);
    let [corner, jump] = [Kernel::new(&function(CORNER)?), Kernel::new(&function(JUMP)?)];
    let doublings = settings.whole("doublings");
    let widths: Vec<usize> = (0..=doublings).map(|k| NARROWEST << k).collect();
    let widest = widths[doublings];
    found.exact("narrowest", Unit::Count, count(NARROWEST));
    found.exact("widest", Unit::Count, count(widest));
    let distances = |target: &Kernel| -> Vec<Distance> {
        let line = |&width: &usize| BrokenLine::through(target, width).distance(&relu, target);
        widths.iter().map(line).collect()
    };
    let [smooth, corner, jump] = [distances(&target), distances(&corner), distances(&jump)];
    let largest = |own: &[Distance]| own.iter().map(|own| own.largest).collect::<Vec<_>>();
    let typical = |own: &[Distance]| own.iter().map(|own| own.typical).collect::<Vec<_>>();
    let step = |width: usize| (TO - FROM) / count(width);

    // The chord's distance from its arc; and a corner of slopes ±1 at a third of a piece.
    let curvature = largest_curvature(&target);
    let bound = |width: usize| curvature * step(width).powi(2) / 8.0;
    let at_corner = |width: usize| 4.0 / 9.0 * step(width);
    found.exact("smooth_error", Unit::One, smooth[doublings].largest).theory(bound(widest));
    found.mean("smooth_rate", Unit::One, &rates(&largest(&smooth))).theory(2.0);
    found.exact("corner_error", Unit::One, corner[doublings].largest).theory(at_corner(widest));
    found.mean("corner_rate", Unit::One, &rates(&largest(&corner))).theory(1.0);
    found.exact("jump_error", Unit::One, jump[doublings].largest);
    found.mean("jump_rate", Unit::One, &rates(&largest(&jump))).theory(0.0);
    found.mean("jump_typical_rate", Unit::One, &rates(&typical(&jump))).theory(0.5);

    let curve = |y: Vec<f64>| {
        widths.iter().zip(y).map(|(&width, y)| Point::new(count(width), y)).collect::<Vec<_>>()
    };
    let expected = |error: &dyn Fn(usize) -> f64| curve(widths.iter().map(|&w| error(w)).collect());
    let chart = Chart::curves(Scale::Logarithmic, Scale::Logarithmic)
        .with("smooth", Mark::Measured, curve(largest(&smooth)))
        .with("theory", Mark::Theory, expected(&bound))
        .with("corner", Mark::Measured, curve(largest(&corner)))
        .with("theory", Mark::Theory, expected(&at_corner))
        .with("jump", Mark::Measured, curve(largest(&jump)));
    found.chart("error", chart);

    let few = doublings.min(TRAINED_DOUBLINGS);
    let trained = trained(settings, &target, &widths[..=few])?;
    let last: Vec<f64> = trained.iter().map(|own| own[few]).collect();
    found.exact("trained_width", Unit::Count, count(widths[few]));
    found.exact("line_typical", Unit::One, smooth[few].typical);
    found.geometric_mean("trained_typical", Unit::One, &last);
    let whole: Vec<f64> =
        trained.iter().map(|own| (own[0] / own[few]).log2() / count(few)).collect();
    found.mean("trained_rate", Unit::One, &whole);
    let points = (0..=few).map(|k| {
        let errors: Vec<f64> = trained.iter().map(|own| own[k]).collect();
        geometric_point(count(widths[k]), &errors)
    });
    let chart = Chart::curves(Scale::Logarithmic, Scale::Logarithmic)
        .with("line", Mark::Measured, curve(typical(&smooth)))
        .with("trained", Mark::Measured, points.collect());
    found.chart("training", chart);
    Ok(found)
}

/// The power of the width with which the errors fall, from each width to the next, twice as wide; to nine
/// decimals, as the errors are rounded.
fn rates(errors: &[f64]) -> Vec<f64> {
    let rate = |pair: &[f64]| (1e9 * (pair[0] / pair[1]).log2()).round() / 1e9;
    errors.windows(2).map(rate).collect()
}

/// The largest |f″| on the interval, by differences over a width at which their own error is a millionth.
fn largest_curvature(target: &Kernel) -> f64 {
    const STEPS: usize = 2048;
    let step = (TO - FROM) / count(STEPS);
    let x: Vec<f64> = (0..=STEPS).map(|i| FROM + step * count(i)).collect();
    let mut y = vec![0.0; x.len()];
    target.value(&x, &mut y);
    let bend = |y: &[f64]| ((y[0] - 2.0 * y[1] + y[2]) / (step * step)).abs();
    y.windows(3).map(bend).fold(0.0, f64::max)
}

/// The typical error of trained networks: for each seed, at each width.
fn trained(
    settings: &Settings,
    target: &Kernel,
    widths: &[usize],
) -> Result<Vec<Vec<f64>>, LessonError> {
    // Points to learn from, and between them points to judge by.
    let part = |shift: f64| {
        let step = (TO - FROM) / count(ROWS);
        let x: Vec<f64> = (0..ROWS).map(|i| FROM + step * (count(i) + shift)).collect();
        let mut y = vec![0.0; ROWS];
        target.value(&x, &mut y);
        #[expect(clippy::cast_possible_truncation, reason = "networks compute in 32 bits")]
        let narrow = |values: Vec<f64>| values.into_iter().map(|v| v as f32).collect::<Vec<_>>();
        let targets = Targets::Values { width: 1, values: narrow(y) };
        Part { features: narrow(x), targets, rows: (0..ROWS).collect() }
    };
    let name = settings.function("target").to_owned();
    let dataset = DatasetRef { sha256: sha256(name.as_bytes()), name };
    let task = Task::Regression { targets: vec!["y".to_owned()] };
    let parts = [part(0.25), part(0.75), part(0.75)];
    let data = Prepared::from_parts(dataset, 0, task, 1, parts)?;
    let mut errors = vec![Vec::new(); settings.whole("seeds")];
    for &width in widths {
        let training = Training::new(&data, "relu", &[width], settings.whole("epochs"));
        let training = training.with(|spec| {
            spec.learning_rate = 1e-2;
            spec.schedule = Schedule { warm_up: 0.0, decay: Decay::Cosine };
        });
        for (errors, record) in errors.iter_mut().zip(training.run(settings.whole("seeds"))?) {
            // The loss is half of the mean square.
            errors.push(record.test_loss.map_or(f64::NAN, |loss| (2.0 * loss).sqrt()));
        }
    }
    Ok(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The powers of the width: 2 where the target is smooth, 1 at a corner, 0 at a jump, where the mean square
    /// falls as the one piece that is wrong gets narrower.
    #[test]
    fn errors_fall_as_theory_says() {
        let given = [("target", "exp(x)"), ("doublings", "5"), ("epochs", "1"), ("seeds", "2")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let found = measure(&Settings::new(PLAN.settings, &given).unwrap()).unwrap();
        let number = |name: &str| found.number(name).unwrap();
        for (name, rate) in
            [("smooth_rate", 2.0), ("corner_rate", 1.0), ("jump_rate", 0.0), ("jump_typical_rate", 0.5)]
        {
            assert_eq!(number(name).theory, Some(rate));
            assert!((number(name).value - rate).abs() < 0.05, "{:?}", number(name));
        }
        // max |exp″| on the interval is e: 256 pieces of 1/128.
        let expected = 1.0_f64.exp() / (128.0 * 128.0) / 8.0;
        for value in [number("smooth_error").value, number("smooth_error").theory.unwrap()] {
            assert!((value / expected - 1.0).abs() < 0.02, "{value}");
        }
        assert!((number("corner_error").value * 128.0 - 4.0 / 9.0).abs() < 1e-9);
    }
}
