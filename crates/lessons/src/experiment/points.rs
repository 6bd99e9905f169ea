//! Repeated measurements as points of a chart, each with its interval.

use nonlin_report::chart::Point;

use crate::finding::{Findings, Number, Unit};

/// The mean of repeated measurements with its t interval at 95 %; NaN without any.
pub fn mean_point(x: f64, values: &[f64]) -> Point {
    point(x, Findings::default().mean("", Unit::One, values))
}

/// Their geometric mean: for ratios, and on logarithmic axes.
pub fn geometric_point(x: f64, values: &[f64]) -> Point {
    point(x, Findings::default().geometric_mean("", Unit::One, values))
}

/// The root of their mean square.
pub fn quadratic_point(x: f64, values: &[f64]) -> Point {
    point(x, Findings::default().quadratic_mean("", Unit::One, values))
}

/// The share of `hits` in `tries`, with Wilson's interval.
pub fn share_point(x: f64, hits: usize, tries: usize) -> Point {
    point(x, Findings::default().share("", hits, tries))
}

/// A number with its interval.
pub fn point(x: f64, number: &Number) -> Point {
    let (low, high) = number.interval();
    Point { x, low, middle: number.value, high }
}

/// The mean of numbers; NaN of none.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / super::count(values.len())
}
