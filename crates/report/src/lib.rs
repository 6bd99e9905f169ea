//! What nonlin shows: cards of facts, curves for the terminal, pictures for files and pages, the report of a study.

pub mod card;
pub mod chart;
pub mod curve;
mod document;
pub mod figure;
pub mod study;

pub use document::document;
pub use figure::escape;
