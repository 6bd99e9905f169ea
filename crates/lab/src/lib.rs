//! Controlled experiments: the same network trained with each activation function.
//!
//! ```text
//! data ──▶ split ──▶ study ──▶ trials ──▶ records ──▶ statistics ──▶ ranking
//!                      plans     │ activation, network, loss
//!                                │ initialisation, optimizer, schedule, random
//!                                └ diagnostics: a look inside, alarms
//! ```
//!
//! Three promises hold the crate together:
//!
//! - **A trial is a pure function of its specification** ([`TrialSpec`], a small JSON document): the
//!   same specification gives the same [`Record`], bit for bit on the same machine, whatever runs
//!   beside it. Clocks live in [`Timing`], outside the record.
//! - **A comparison is controlled**: candidates share splits, batches and the random directions of
//!   their initial weights, and each gets the same budget of learning rates ([`random`], [`study`]).
//! - **The test rows are read once**, after every choice has been made: a tuning trial has
//!   `evaluate_test: false` and never touches them.

pub mod activation;
pub mod data;
pub mod diagnostics;
pub mod error;
pub mod hash;
pub mod initialisation;
pub mod loss;
mod matmul;
pub mod network;
pub mod optimizer;
pub mod random;
pub mod scalar;
mod schedule;
pub mod spec;
pub mod split;
pub mod statistics;
pub mod store;
pub mod study;
pub mod task;
pub mod trial;

pub use data::{Dataset, digits};
pub use error::{DataError, StoreError, StudyError, TrialError};
pub use spec::{ActivationSpec, TrialSpec};
pub use split::{Part, Prepared, prepare};
pub use study::{Event, Outcome, StudySpec};
pub use task::{Metric, Targets, Task};
pub use trial::{Record, Timing};
