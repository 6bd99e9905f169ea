//! Stores of trials: files that cannot be opened, read or written.

use std::fmt;
use std::path::PathBuf;

/// Why trials cannot be kept or found. What was kept before stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: StoreFault,
}

/// What is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreFault {
    /// It cannot be opened or made; the system's words.
    Unreachable(String),
    /// It can be read, not written.
    ReadOnly,
    /// There is no room for another trial.
    Full(String),
    /// It is no store of trials, or one that a later version made.
    Foreign(String),
    /// It was a store, and is damaged; which part.
    Damaged(String),
    /// Another process holds it and does not let go.
    Busy,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.fault {
            StoreFault::Unreachable(why) => write!(
                f,
                "cannot open the store `{path}`: {why}; check the path, or do without with --no-store"
            ),
            StoreFault::ReadOnly => write!(
                f,
                "the store `{path}` cannot be written; make it writable, name another with --store \
                 FILE, or do without with --no-store"
            ),
            StoreFault::Full(why) => write!(
                f,
                "cannot save to the store `{path}`: {why}; the trials that it holds are safe, so make \
                 room and run the same command again, which goes on where it was"
            ),
            StoreFault::Foreign(what) => write!(
                f,
                "`{path}` {what}; name another file with --store FILE, or do without with --no-store"
            ),
            StoreFault::Damaged(what) => write!(
                f,
                "the store `{path}` is damaged ({what}); move it away and run the same command again, \
                 which makes a new one"
            ),
            StoreFault::Busy => write!(
                f,
                "the store `{path}` is held by another process; wait for it, or name another with \
                 --store FILE"
            ),
        }
    }
}

impl std::error::Error for StoreError {}
