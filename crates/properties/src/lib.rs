//! What an activation function is and does, in numbers.
//!
//! So far this crate *estimates*: [`gaussian`] integrates by numerical quadrature and samples slopes
//! on a grid, [`shape`] looks at sample points. Nothing here is a proof; statements that are proved (ranges, monotonicity, Lipschitz
//! constants) come from interval arithmetic and will say so in their types.

pub mod gaussian;
pub mod shape;

pub use gaussian::{Estimate, Moments, moments, slope_scale};
pub use shape::Shape;
