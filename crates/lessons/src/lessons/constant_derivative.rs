//! A linear function's derivative is a constant. Does the correction then not depend on the input?
//!
//! The derivative is proved constant: the second derivative is bounded by 0. What gradient descent corrects is
//! a product of three factors, the error, the derivative and the input; each is computed for many random rows,
//! and its spread over the rows says whether it depends on the input.

use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_properties::Status;
use nonlin_properties::gaussian::gaussian;
use nonlin_report::chart::{BarUnit, Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::{count, root_mean_square};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "0.5*x + 1"),
        Setting::function("beside", "sigmoid"),
        Setting::whole("inputs", 8, 1..=1000),
        Setting::whole("rows", 100_000, 100..=1_000_000),
    ],
    measure,
    conditions: &[
        core("bend", Is::Between(0.0, 0.0)),
        core("factor", Is::Below(ROUNDING)),
        limit("correction", Is::Below(ROUNDING)),
    ],
    quick: &[("rows", "1000")],
};

/// What differs by less is the same but for rounding.
const ROUNDING: f64 = 1e-12;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let names = [settings.function("function"), settings.function("beside")];
    let [own, beside] = [function(names[0])?, function(names[1])?];
    let (linear, bent) = (profile(&own)?, profile(&beside)?);
    for (name, extremum) in [
        ("slope", &linear.lipschitz_constant),
        ("bend", &linear.second_derivative_bound),
        ("bend_beside", &bent.second_derivative_bound),
    ] {
        found.proved(name, Unit::One, proved(extremum.status, extremum.value.value));
    }

    let rows = Rows::draw(settings.whole("inputs"), settings.whole("rows"));
    let [own_factors, beside_factors] = [rows.factors(&own), rows.factors(&beside)];
    let [own_spread, beside_spread] = [own_factors.spreads(), beside_factors.spreads()];
    for (names, spreads, function) in [
        (["factor", "error", "correction"], &own_spread, &own),
        (["factor_beside", "error_beside", "correction_beside"], &beside_spread, &beside),
    ] {
        found.exact(names[0], Unit::Share, spreads[0]).theory = expected(function);
        found.exact(names[1], Unit::Share, spreads[1]);
        found.exact(names[2], Unit::Share, spreads[2]);
    }

    let bars = |spreads: &[f64; 3]| (0..3).map(|place| Point::new(count(place), spreads[place])).collect();
    let chart = Chart::bars(&["factor", "error", "correction"], BarUnit::Share)
        .with(names[0], Mark::Measured, bars(&own_spread))
        .with(names[1], Mark::Measured, bars(&beside_spread));
    found.chart("spreads", chart);
    let mut chart = Chart::curves(Scale::Even, Scale::Even);
    for (name, function) in names.into_iter().zip([&own, &beside]) {
        let x: Vec<f64> = (-60..=60).map(|place| f64::from(place) / 10.0).collect();
        let mut slopes = vec![0.0; x.len()];
        Kernel::new(function).derivative(&x, &mut slopes);
        let points = x.iter().zip(&slopes).map(|(&x, &y)| Point::new(x, y)).collect();
        chart = chart.with(name, Mark::Measured, points);
    }
    found.chart("derivative", chart);
    Ok(found)
}

/// What a neuron reads: its weighted sums, one of its inputs, and what it should answer.
struct Rows {
    sums: Vec<f64>,
    first: Vec<f64>,
    targets: Vec<f64>,
}

impl Rows {
    /// Inputs from N(0, 1); weights of length 1, so that sums are from N(0, 1) as well. Whether the answer
    /// should be 1 or 0 is decided by other weights.
    fn draw(inputs: usize, rows: usize) -> Self {
        let mut stream = Stream::new(0, "lesson correction", 0);
        let mut weights = || -> Vec<f64> {
            let drawn: Vec<f64> = (0..inputs).map(|_| stream.normal()).collect();
            let length = count(inputs).sqrt() * root_mean_square(&drawn);
            drawn.iter().map(|w| w / length).collect()
        };
        let (own, teacher) = (weights(), weights());
        let mut drawn = Self { sums: Vec::new(), first: Vec::new(), targets: Vec::new() };
        for _ in 0..rows {
            let x: Vec<f64> = (0..inputs).map(|_| stream.normal()).collect();
            let product = |weights: &[f64]| x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>();
            drawn.sums.push(product(&own));
            drawn.targets.push(f64::from(u8::from(product(&teacher) > 0.0)));
            drawn.first.push(x[0]);
        }
        drawn
    }

    /// The factors of the correction of the first weight, row by row.
    fn factors(&self, function: &Activation) -> Factors {
        let (mut outputs, mut slopes) = (self.sums.clone(), self.sums.clone());
        Kernel::new(function).value_and_derivative(&self.sums, &mut outputs, &mut slopes);
        let errors: Vec<f64> = outputs.iter().zip(&self.targets).map(|(y, t)| y - t).collect();
        let factors = slopes.iter().zip(&errors).zip(&self.first);
        let corrections = factors.map(|((slope, error), x)| error * slope * x).collect();
        Factors { slopes, errors, corrections }
    }
}

/// ∂(y − t)²/2 / ∂w = (y − t) · f′(z) · x.
struct Factors {
    /// f′(z).
    slopes: Vec<f64>,
    /// y − t.
    errors: Vec<f64>,
    /// The whole product.
    corrections: Vec<f64>,
}

impl Factors {
    fn spreads(&self) -> [f64; 3] {
        [&self.slopes, &self.errors, &self.corrections].map(|values| spread(values))
    }
}

/// How far values differ: their standard deviation over their root mean square. 0 says that all are the same,
/// 1 that nothing is left when they are averaged.
fn spread(values: &[f64]) -> f64 {
    let first = values[0];
    let shifted: Vec<f64> = values.iter().map(|value| value - first).collect();
    let mean = shifted.iter().sum::<f64>() / count(values.len());
    let deviations: Vec<f64> = shifted.iter().map(|value| value - mean).collect();
    let deviation = root_mean_square(&deviations);
    // Zeros alone are all the same.
    if deviation == 0.0 { 0.0 } else { deviation / root_mean_square(values) }
}

/// The spread of f′(z) for z ~ N(0, 1), from its proved moments.
fn expected(function: &Activation) -> Option<f64> {
    let slope = function.derivative();
    let moments = gaussian(slope, &slope.derivative("x").ok()?, Default::default()).ok()?;
    if moments.mean.status != Status::Proved || moments.second_moment.status != Status::Proved {
        return None;
    }
    let (mean, square) = (moments.mean.value.middle(), moments.second_moment.value.middle());
    Some(if square == 0.0 { 0.0 } else { (1.0 - mean * mean / square).max(0.0).sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half of all relu's slopes are 1, the others 0: deviation 1/2, root mean square √(1/2).
    #[test]
    fn spreads_of_known_functions() {
        assert!((expected(&function("relu").unwrap()).unwrap() - 0.5_f64.sqrt()).abs() < 1e-9);
        assert!(expected(&function("3*x").unwrap()).unwrap() < 1e-6);
        let rows = Rows::draw(3, 20_000);
        let measured = rows.factors(&function("relu").unwrap()).spreads()[0];
        assert!((measured - 0.5_f64.sqrt()).abs() < 0.02, "{measured}");
        assert_eq!(spread(&[0.3; 7]), 0.0);
        assert_eq!(spread(&[0.0; 7]), 0.0);
        assert_eq!(spread(&[-2.0, 2.0]), 1.0);
    }

    /// E[σ′(z)²] = 0.04483624135019437 and E[σ′(z)] = 0.20662096414190698 for z ~ N(0, 1), by the trapezoidal rule.
    #[test]
    fn a_bent_function_spreads_as_theory_says() {
        let sigmoid = function("sigmoid").unwrap();
        let theory = expected(&sigmoid).unwrap();
        let mean = ((1.0 - theory * theory) * 0.044_836_241_350_194_37).sqrt();
        assert!((mean - 0.206_620_964_141_907).abs() < 1e-12, "{mean}");
        let measured = Rows::draw(5, 50_000).factors(&sigmoid).spreads()[0];
        assert!((measured / theory - 1.0).abs() < 0.02, "{measured} {theory}");
    }
}
