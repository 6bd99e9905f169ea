//! An activation under Gaussian pre-activations.
//!
//! A wide layer with zero-mean weights turns its inputs into pre-activations that are close to
//! z ~ N(0, σ²). E\[f(z)²\] is then the mean square of what the layer passes on, so weights scaled by
//! `1/sqrt(E[f²])` keep the signal's size from layer to layer: this is where √2 for `ReLU` comes from,
//! and it gives every other function its own gain in place of a table.
//!
//! [`Samples`] gives fast estimates for every σ.

mod block;
mod estimate;
pub(crate) mod legendre;
mod samples;

pub use estimate::{forward_gain, slope_scale};
pub use samples::{Estimate, Moments, Samples};
