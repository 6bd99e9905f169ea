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
//!
//! # Compute
//!
//! [`Activation`] lists the passes and what they promise. Slices are of `f32`, `f64`, [`f16`](struct@f16) or
//! [`bf16`](struct@bf16); the tails are there, and the ends of the line:
//!
//! ```
//! use nonlin::{Activation, f16};
//!
//! let gelu = Activation::resolve("gelu")?;
//! let mut y = [0.0; 3];
//! gelu.value(&[f64::NEG_INFINITY, -10.0, f64::INFINITY], &mut y);
//! assert_eq!(y, [-0.0, -7.619853024160526e-23, f64::INFINITY]);
//! let mut halves = [-1.0, 0.0, 1.0].map(f16::from_f64);
//! gelu.value_in_place(&mut halves);
//! assert_eq!(halves, [-0.1587, 0.0, 0.8413].map(f16::from_f64));
//! # Ok::<(), nonlin::Error>(())
//! ```
//!
//! The backward pass, out of place, over the gradient that came in, and on all threads with the same bits:
//!
//! ```
//! use nonlin::Activation;
//!
//! let silu = Activation::resolve("silu")?;
//! let x: Vec<f32> = (0..200_000).map(|i| i as f32 / 20_000.0 - 5.0).collect();
//! let dy = vec![0.5; x.len()];
//! let mut dx = vec![0.0; x.len()];
//! silu.backward(&x, &dy, &mut dx);
//! assert_eq!(dx[100_000], 0.25); // ½·f′(0)
//!
//! let mut gradient = dy;
//! silu.par_backward_in_place(&x, &mut gradient);
//! assert_eq!(gradient, dx);
//! # Ok::<(), nonlin::Error>(())
//! ```
//!
//! Elements that lie apart: iterators say where they are.
//!
//! ```
//! use nonlin::Activation;
//!
//! let relu = Activation::resolve("relu")?;
//! let mut table = [-1.0_f32, 2.0, -3.0, -4.0, 5.0, -6.0]; // 2 rows of 3
//! relu.value_strided_in_place(table.iter_mut().step_by(3)); // the first column
//! assert_eq!(table, [0.0, 2.0, -3.0, 0.0, 5.0, -6.0]);
//! # Ok::<(), nonlin::Error>(())
//! ```
//!
//! Functions of rows, such as softmax and gated units, are [`RowActivation`]s.

mod activation;
mod error;
mod passes;
mod row;

pub use nonlin_catalogue as catalogue;
pub use nonlin_expr as expr;
pub use nonlin_kernels as kernels;
pub use nonlin_lab as lab;
pub use nonlin_lessons as lessons;
pub use nonlin_properties as properties;
pub use nonlin_report as report;

pub use activation::Activation;
pub use error::{Error, ErrorKind};
pub use half::{bf16, f16};
pub use nonlin_catalogue::{Mode, Parameters};
pub use nonlin_kernels::{Compiled, Draws, Element, Level, OutputGradient, ParameterGradient};
pub use nonlin_macros::activation;
pub use row::RowActivation;

/// What most programs need.
pub mod prelude {
    pub use crate::{Activation, Draws, Error, Mode, Parameters, RowActivation};
}

/// The README's example compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
