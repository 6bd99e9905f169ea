//! The moments at lengths over the whole range, in steps of √2: where to look for roots.

use crate::gaussian::{Estimate, Samples};

/// The logarithms to base 2 of the least and the largest length.
const RANGE: (i32, i32) = (-40, 20);
/// The least length, 2⁻⁴⁰. Below it a function with f(0) = 0 is its two slopes to a 10⁻¹²th.
pub(super) const LEAST: f64 = 9.094_947_017_729_282e-13;
/// The largest error, relative to the moment, that a row may have.
const USABLE: f64 = 1e-7;

/// The moments at one length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The length.
    pub(super) q: f64,
    /// E\[f²\].
    pub(super) square: f64,
    /// E\[f′²\].
    pub(super) slope_square: f64,
    /// dE\[f²\]/dq.
    pub(super) growth: f64,
    /// What that may be off by.
    pub(super) growth_error: f64,
}

impl Row {
    /// `None` where a moment is infinite, undefined or not known well.
    pub(super) fn new(samples: &mut Samples, q: f64) -> Option<Self> {
        let moments = samples.moments(q.sqrt())?;
        let (square, slope_square) = (moments.square, moments.slope_square);
        let known = |m: Estimate| m.value.is_finite() && m.error <= USABLE * m.value;
        let row = Self {
            q,
            square: square.value,
            slope_square: slope_square.value,
            growth: moments.growth.value,
            growth_error: moments.growth.error,
        };
        (known(square) && known(slope_square) && row.growth.is_finite()).then_some(row)
    }
}

/// A row for each half power of 2 until the moments are infinite or out of reach.
pub(super) fn table(samples: &mut Samples) -> Vec<Row> {
    let lengths = (2 * RANGE.0..=2 * RANGE.1).map(|k| libm::exp2(f64::from(k) / 2.0));
    let rows = lengths.map(|q| Row::new(samples, q));
    // What is undefined next to 0 may be defined further out; what is infinite stays so.
    rows.skip_while(Option::is_none).map_while(|row| row).collect()
}
