//! You can use a function of your own: type one, get its derivative, its kernel, its proof, its rank.
//!
//! Each of the four is tried on a formula. The derivative is compared with differences of the function itself,
//! which know nothing of the rules of differentiation; the 32-bit kernel with the 64-bit one; proofs are
//! counted; and the function is put into the same networks as four that everybody knows.

use nonlin_kernels::Kernel;
use nonlin_lab::digits;
use nonlin_properties::Status;
use nonlin_report::chart::{BarUnit, Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::point;
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::study::{Plan as Comparison, compare};
use crate::experiment::train::differences;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::lessons::start_with_relu::RATES;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "x*sigmoid(2*x + 0.1*x^3)"),
        Setting::whole("width", 32, 2..=256),
        Setting::whole("epochs", 16, 1..=500),
        Setting::whole("seeds", 5, 2..=100),
    ],
    measure,
    conditions: &[
        core("derivative_error", Is::Below(1e-6)),
        core("kernel_error", Is::Below(1.0)),
        core("proved", Is::Above(0.5)),
        core("score", Is::Above(0.2)),
        limit("proved", Is::Above(0.95)),
        limit("difference", Is::Above(-0.02)),
    ],
    quick: &[("width", "4"), ("epochs", "1"), ("seeds", "2")],
};

/// What it is ranked with.
const KNOWN: [&str; 4] = ["relu", "gelu", "tanh", "sigmoid"];
/// Places of the line that value and derivative are compared at: from −8 to 8.
const PLACES: usize = 4_001;
/// Half of the distance over which differences are taken.
const REACH: f64 = 1.0 / 65_536.0;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let name = settings.function("function");
    let own = function(name)?;
    let mut found = Findings::default();
    found.text("derivative", own.derivative().to_string());

    let kernel = Kernel::new(&own);
    let x: Vec<f64> = (0..PLACES).map(|i| -8.0 + 16.0 * count(i) / count(PLACES - 1)).collect();
    let at = |x: &[f64]| {
        let (mut y, mut slope) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        kernel.value_and_derivative(x, &mut y, &mut slope);
        (y, slope)
    };
    let (y, slope) = at(&x);
    let shifted = |by: f64| at(&x.iter().map(|x| x + by).collect::<Vec<_>>()).0;
    let (before, after) = (shifted(-REACH), shifted(REACH));
    // Where the slope changes within the distance, as at a kink, differences say nothing of either side.
    let error = |i: usize| {
        let sides = [(after[i] - y[i]) / REACH, (y[i] - before[i]) / REACH];
        let smooth = (sides[0] - sides[1]).abs() < 1e-3;
        let middle = f64::midpoint(sides[0], sides[1]);
        if smooth { (slope[i] - middle).abs() / (1.0 + middle.abs()) } else { 0.0 }
    };
    found.exact("derivative_error", Unit::One, largest((0..PLACES).map(error)));
    found.exact("kernel_error", Unit::One, largest(units(&kernel, &x).into_iter()));

    let profile = profile(&own)?;
    let statuses = profile.statuses();
    let proofs = statuses.iter().filter(|(_, status)| *status == Status::Proved).count();
    found.exact("proved", Unit::Share, count(proofs) / count(statuses.len()));
    let steepest = profile.lipschitz_constant;
    found.proved("largest_slope", Unit::One, proved(steepest.status, steepest.value.value));

    let others: Vec<&str> = KNOWN.into_iter().filter(|other| *other != name).collect();
    let functions = [&[name], &others[..]].concat();
    let width = settings.whole("width");
    let plan = Comparison {
        functions: &functions,
        hidden: &[width, width],
        rates: &RATES,
        epochs: settings.whole("epochs"),
        seeds: settings.whole("seeds"),
    };
    let results = compare(&digits(), &plan)?;
    let means: Vec<f64> = results.iter().map(|own| own.test.iter().sum::<f64>()).collect();
    found.exact("rank", Unit::Count, count(1 + means.iter().filter(|&&mean| mean > means[0]).count()));
    found.exact("of", Unit::Count, count(means.len()));
    found.mean("score", Unit::Share, &results[0].test);
    found.mean("difference", Unit::Points, &differences(&results[0].test, &results[1].test));

    let points = |values: &[f64]| {
        x.iter().zip(values).step_by(20).map(|(&x, &y)| Point::new(x, y)).collect::<Vec<_>>()
    };
    let curves = Chart::curves(Scale::Even, Scale::Even)
        .with("value", Mark::Measured, points(&y))
        .with("slope", Mark::Measured, points(&slope));
    found.chart("curve", curves);
    let bars = results.iter().enumerate().map(|(place, result)| {
        point(count(place), Findings::default().mean("score", Unit::Share, &result.test))
    });
    let chart = Chart::bars(&functions, BarUnit::Share).with("score", Mark::Measured, bars.collect());
    found.chart("score", chart);
    Ok(found)
}

/// At each place, how far the 32-bit kernel is from the 64-bit one, in units of the last of 24 bits.
fn units(kernel: &Kernel, x: &[f64]) -> Vec<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "the places as 32-bit floats")]
    let short: Vec<f32> = x.iter().map(|&x| x as f32).collect();
    let exact: Vec<f64> = short.iter().map(|&x| f64::from(x)).collect();
    let (mut y, mut wanted) = (vec![0.0; short.len()], vec![0.0; exact.len()]);
    kernel.value(&short, &mut y);
    kernel.value(&exact, &mut wanted);
    let unit = |wanted: f64| {
        let power = wanted.abs().max(f64::from(f32::MIN_POSITIVE)).log2().floor();
        (power - 23.0).exp2()
    };
    y.iter().zip(&wanted).map(|(&y, &wanted)| (f64::from(y) - wanted).abs() / unit(wanted)).collect()
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |largest, value| if value > largest || value.is_nan() { value } else { largest })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A derivative that is wrong by a factor of 1.001 would be seen.
    #[test]
    fn differences_see_a_wrong_derivative() {
        let settings = Settings::new(PLAN.settings, &[]).unwrap();
        let own = function(settings.function("function")).unwrap();
        let wrong = own.derivative().to_string();
        let formula = nonlin_expr::Expr::parse(&format!("1.001*({wrong})")).unwrap();
        let kernel = Kernel::of(own.expression(), &formula).unwrap();
        let (x, mut y, mut slope) = ([0.7], [0.0], [0.0]);
        kernel.value_and_derivative(&x, &mut y, &mut slope);
        let mut sides = [0.0; 2];
        kernel.value(&[0.7 - REACH, 0.7 + REACH], &mut sides);
        assert!((slope[0] - (sides[1] - sides[0]) / (2.0 * REACH)).abs() > 1e-4);
    }
}
