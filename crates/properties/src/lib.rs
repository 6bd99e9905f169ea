//! What an activation function is and does, proved.
//!
//! [`interval`] encloses every operator. A function is cut into analytic pieces, and the signs of its
//! derivatives on each are charted by branch and bound; what a [`Profile`] states is read off the charts.
//! Nothing that is sampled counts as proof: [`shape`] and [`gaussian`]'s estimates say so.

pub mod certificate;
mod chart;
pub mod depth;
pub mod gaussian;
pub mod interval;
mod piece;
pub mod profile;
pub mod prove;
pub mod shape;
pub mod tail;
pub mod taylor;

pub use certificate::{Certificate, Status};
pub use interval::{Grade, Interval};
pub use profile::Profile;
pub use prove::{Settings, prove};
pub use shape::Shape;
