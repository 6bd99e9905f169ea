//! What nonlin shows: curves for the terminal, pictures for files and pages.

pub mod curve;
pub mod figure;
