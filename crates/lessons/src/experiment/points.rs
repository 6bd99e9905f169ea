//! Repeated measurements as points of a chart.

use nonlin_report::chart::Point;

use crate::finding::{Findings, Unit};

/// The mean of repeated measurements with its t interval at 95 %; NaN without any.
pub fn mean_point(x: f64, values: &[f64]) -> Point {
    let mut own = Findings::default();
    let number = own.mean("", Unit::One, values);
    let (low, high) = number.interval();
    Point { x, low, middle: number.value, high }
}

/// The mean of numbers; NaN of none.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / super::count(values.len())
}
