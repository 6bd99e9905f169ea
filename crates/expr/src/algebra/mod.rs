//! The kinds of value that an expression can be evaluated in.

mod dual;
mod real;

pub use dual::Dual;
