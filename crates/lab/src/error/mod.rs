//! What can be wrong with a user's data or a specification.
//!
//! Each message says what is wrong, names the place, and ends with the way out.

mod data;
mod fetch;
mod specification;
mod store;

pub use data::DataError;
pub use fetch::FetchError;
pub use specification::{StudyError, TrialError};
pub use store::{Keeper, StoreError, StoreFault};
