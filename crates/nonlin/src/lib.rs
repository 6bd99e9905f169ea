//! Activation functions: compute, explain, choose.
//!
//! A function is defined once, as a formula; its derivative, its evaluation and its place in an
//! experiment follow from it. A formula of your own is treated as well as GELU:
//!
//! ```
//! use nonlin::prelude::*;
//!
//! let mine = Activation::resolve("x*tanh(softplus(x))")?;
//! let (mut y, mut dydx) = ([0.0_f32; 3], [0.0_f32; 3]);
//! mine.value_and_derivative(&[-1.0, 0.0, 1.0], &mut y, &mut dydx);
//! assert_eq!(y, [-0.30340147, 0.0, 0.8650984]);
//! assert_eq!(dydx[1], 0.6);
//!
//! let error = Activation::resolve("gleu").unwrap_err();
//! assert_eq!(error.kind(), nonlin::ErrorKind::UnknownFunction);
//! assert_eq!(error.to_string(), "unknown function `gleu`; did you mean `gelu`?");
//! # Ok::<(), nonlin::Error>(())
//! ```

mod activation;
mod error;
mod row;

pub use nonlin_catalogue as catalogue;
pub use nonlin_expr as expr;
pub use nonlin_kernels as kernels;
pub use nonlin_lab as lab;
pub use nonlin_properties as properties;
pub use nonlin_report as report;

pub use activation::Activation;
pub use error::{Error, ErrorKind};
pub use nonlin_catalogue::{Mode, Parameters};
pub use nonlin_kernels::Draws;
pub use nonlin_macros::activation;
pub use row::RowActivation;

/// What most programs need.
pub mod prelude {
    pub use crate::{Activation, Draws, Error, Mode, Parameters, RowActivation};
}
