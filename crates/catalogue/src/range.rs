//! Intervals of admissible parameters. The build script, which reads them, includes this file too.

use std::fmt;

/// An interval of the real line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Its lower end.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// Whether the lower end belongs to it.
    pub lower_included: bool,
    /// Whether the upper end belongs to it.
    pub upper_included: bool,
}

impl Range {
    /// Whether `value` is admissible; NaN never is.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (value > self.lower || (self.lower_included && value == self.lower))
            && (value < self.upper || (self.upper_included && value == self.upper))
    }
}

/// As mathematicians write it, such as `(0, inf)` or `[0, 1]`.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = if self.lower_included { '[' } else { '(' };
        let close = if self.upper_included { ']' } else { ')' };
        write!(f, "{open}{}, {}{close}", self.lower, self.upper)
    }
}
