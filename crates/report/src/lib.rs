//! What nonlin shows: cards of facts, curves for the terminal, pictures for files and pages.

pub mod card;
pub mod curve;
pub mod figure;
