//! What nonlin shows: curves for the terminal, and soon figures, tables and pages.

pub mod curve;
