//! The published activation functions: data, one file each, built in.
//!
//! A function is its definition file `functions/<family>/<name>.toml` and nothing else; no list, enum
//! or match arm knows it by name. [`Activation`] is what the other crates work with: a function of the
//! catalogue or a user's formula, with its parameters bound.
//!
//! ```
//! use nonlin_catalogue::{Activation, Parameters};
//!
//! let elu = Activation::resolve("elu", &Parameters::from([("alpha".into(), 0.5)]))?;
//! assert_eq!(elu.expression().to_string(), "if(x > 0, x, 0.5*expm1(x))");
//! let mine = Activation::resolve("x*tanh(silu(x))", &Parameters::new())?;
//! assert!(mine.definition().is_none());
//!
//! let error = Activation::resolve("gleu", &Parameters::new()).unwrap_err();
//! assert_eq!(error.to_string(), "unknown function `gleu`; did you mean `gelu`?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod activation;
mod definition;
mod distribution;
mod error;
mod forms;
mod functions;
mod range;
mod recognise;
mod row;
mod search;
mod terms;

pub use activation::{Activation, Parameters};
pub use definition::{Definition, Evidence, FrameworkName, Kind, Kink, Noise, Parameter, Source};
pub use distribution::Distribution;
pub use error::ResolveError;
pub use functions::{Preset, all, find, framework, frameworks, suggestion};
pub use range::Range;
pub use recognise::{Agreement, Constant, Match, Recognition, recognise};
pub use row::{Mode, NoiseSource, RowActivation};
pub use search::{Hit, search};
