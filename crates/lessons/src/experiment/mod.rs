//! What experiments are made of.

pub mod born;
pub mod broken_line;
pub mod curve;
pub mod data;
pub mod initial;
pub mod proof;
pub mod sparse;
pub mod timing;
pub mod train;
pub mod units;

/// A count as a number: far below 2⁵³.
pub fn count(n: usize) -> f64 {
    n as f64
}
