//! Formulas of activation functions: text ⇄ expression, operators, derivatives, simplification, tape.
//!
//! A formula is parsed once into a hash-consed [graph]; everything else is derived from it. The
//! [operator table](operator) is the closed vocabulary: one row for each operator, one method of
//! [`Algebra`] for each way of evaluating it. The flow is
//!
//! ```text
//! text ──parse──▶ Expr ──derivative──▶ Expr ──▶ Tape ──▶ an Algebra: f64, Dual, lanes, intervals
//!                  └────▶ text, LaTeX, MathML
//! ```
//!
//! ```
//! use nonlin_expr::{Dual, Expr};
//!
//! let mish = Expr::parse("x*tanh(softplus(x))")?;
//! let slope = mish.derivative("x")?;
//! // The symbolic derivative agrees with dual numbers, which know nothing of it.
//! let dual = mish.evaluate(|_| Dual::variable(1.0));
//! assert!((slope.value_at(1.0) - dual.slope).abs() < 1e-15);
//!
//! let error = Expr::parse("x*tanhh(x)").unwrap_err();
//! assert_eq!(error.help().unwrap(), "did you mean `tanh`?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod algebra;
mod derivative;
mod error;
mod expr;
pub mod facts;
pub mod graph;
pub mod limit;
pub mod number;
pub mod operator;
mod parse;
mod print;
pub mod row;
mod simplify;
pub mod stable;
mod suggest;
pub mod tape;

pub use algebra::{DoubleDouble, Dual, Rounded, Series, Side, recurrences, taylor};
pub use error::LimitError;
pub use expr::Expr;
pub use graph::{Graph, Id, MAX_DEPTH, MAX_NODES, Node};
pub use number::Rational;
pub use operator::{Algebra, Operator};
pub use parse::{
    Functions, MAX_LENGTH, MAX_NESTING, Names, NoFunctions, ParseError, ParseErrorKind,
};
pub use row::{RowExpr, RowNames};
pub use stable::{Loss, Stable, Stop};
pub use suggest::nearest;
pub use tape::{Operand, Tape};
