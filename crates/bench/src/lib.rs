//! What a kernel takes on this machine, and the least that it could take.
//!
//! [`measure`] times each function of a [`Plan`] forward (y = f(x)) and backward (dx = dy·f′(x)) over
//! slices of several lengths, on one thread and on all, and puts beside each time its limit: the greater
//! of what the arithmetic takes at the processor's peak and what a copy of the same bytes takes.
//!
//! | module | what it knows |
//! |---|---|
//! | `clock` | the lowest time of several runs |
//! | `subject` | how a function is run: as a kernel over a slice, or over rows |
//! | `limit` | a formula's count of operations; peak and copy of this machine |
//! | `probe` | the loops that peak and copies are measured with |
//! | `slices` | aligned memory with seeded inputs |
//!
//! ```
//! use nonlin_bench::{Dtype, Pass, Plan, Threads, measure};
//!
//! let plan = Plan {
//!     names: vec!["relu".into(), "x*tanh(x)".into()],
//!     passes: Pass::ALL.to_vec(),
//!     dtype: Dtype::F32,
//!     sizes: vec![1024],
//!     threads: vec![Threads::One],
//! };
//! let figures = measure(&plan, |_| ())?;
//! assert_eq!(figures.len(), 4);
//! assert_eq!(figures[0].pass, Pass::Forward);
//! assert!(figures.iter().all(|figure| figure.ns_per_element > 0.0));
//! # Ok::<(), nonlin_bench::Error>(())
//! ```

mod clock;
mod figure;
mod limit;
mod measure;
mod probe;
mod slices;
mod subject;

pub use figure::{Dtype, Figure, Pass, Threads};
pub use measure::{Error, FRAMEWORK_FUNCTIONS, Plan, SIZES, measure};
