//! Where finished trials are kept, each under the hash of its specification, so that none runs twice.
//!
//! - [`Store`]: one SQLite file for all studies of a user.
//! - [`Folder`]: a folder of one JSON file a trial: what work units on a cluster leave behind.
//!
//! Both are idempotent: saving the record of a trial that is there already changes nothing. A record is a pure
//! function of its specification, so two processes that happen to run the same trial agree, and nothing has
//! to be claimed, leased or released: a process that is killed leaves no mark. What another version of the
//! code made ([`ENGINE`](crate::trial::ENGINE)) is never given out.

mod folder;
mod sqlite;

pub use folder::Folder;
pub use sqlite::Store;

use crate::error::StoreError;
use crate::spec::TrialSpec;
use crate::study::Finished;

/// Keeps finished trials.
pub trait Archive: Sync {
    /// The trial with this specification, run by this version of the code.
    ///
    /// # Errors
    /// [`StoreError`] if what is kept cannot be read.
    fn find(&self, specification: &TrialSpec) -> Result<Option<Finished>, StoreError>;

    /// Keeps a trial. When it returns, a process that is killed no longer loses it.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written; what was kept before stays.
    fn save(&self, finished: &Finished) -> Result<(), StoreError>;

    /// How many of these trials are kept from other versions of the code, and so are of no use.
    ///
    /// # Errors
    /// [`StoreError`] if what is kept cannot be read.
    fn outdated(&self, specifications: &[TrialSpec]) -> Result<usize, StoreError>;
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

impl Archive for Nowhere {
    fn find(&self, _: &TrialSpec) -> Result<Option<Finished>, StoreError> {
        Ok(None)
    }

    fn save(&self, _: &Finished) -> Result<(), StoreError> {
        Ok(())
    }

    fn outdated(&self, _: &[TrialSpec]) -> Result<usize, StoreError> {
        Ok(0)
    }
}
