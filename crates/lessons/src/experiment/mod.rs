//! What experiments are made of.

pub mod born;
pub mod broken_line;
pub mod data;
pub mod initial;
pub mod outputs;
pub mod points;
pub mod proof;
pub mod sparse;
pub mod study;
pub mod timing;
pub mod train;
pub mod units;

/// A count as a number: far below 2⁵³.
pub fn count(n: usize) -> f64 {
    n as f64
}

/// √(mean of the squares).
pub fn root_mean_square(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / count(values.len())).sqrt()
}
