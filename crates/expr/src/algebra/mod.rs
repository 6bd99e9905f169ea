//! The kinds of value that an expression can be evaluated in.

mod double_double;
mod dual;
mod real;
pub mod recurrences;
mod rounded;
mod series;

pub use double_double::DoubleDouble;
pub use dual::Dual;
pub use rounded::Rounded;
pub use series::{Series, Side, taylor};
