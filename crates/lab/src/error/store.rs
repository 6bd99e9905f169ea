//! Stores of trials: files that cannot be opened, read or written.

use std::fmt;
use std::path::PathBuf;

/// Why trials cannot be kept or found. What was kept before stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder.
    pub path: PathBuf,
    /// What keeps them there.
    pub keeper: Keeper,
    /// What is wrong with it.
    pub fault: StoreFault,
}

/// What keeps trials: it decides on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// A store for all studies: `nonlin choose --store`.
    Store,
    /// A folder of records: `nonlin trial run --output`.
    Records,
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
        let (what, other, none) = match self.keeper {
            Keeper::Store => {
                ("store", "name another with --store FILE", "do without with --no-store")
            }
            Keeper::Records => {
                ("record", "name another folder with --output DIR", "print them without --output")
            }
        };
        match &self.fault {
            StoreFault::Unreachable(why) => {
                write!(f, "cannot open the {what} `{path}`: {why}; check the path, or {none}")
            }
            StoreFault::ReadOnly => {
                write!(
                    f,
                    "the {what} `{path}` cannot be written; make it writable, {other}, or {none}"
                )
            }
            StoreFault::Full(why) => write!(
                f,
                "cannot save to the {what} `{path}`: {why}; the trials kept so far are safe, so make \
                 room and run the same command again, which goes on where it was"
            ),
            StoreFault::Foreign(is) => write!(f, "`{path}` {is}; {other}, or {none}"),
            StoreFault::Damaged(part) => write!(
                f,
                "the {what} `{path}` is damaged ({part}); move it away and run the same command again, \
                 which makes a new one"
            ),
            StoreFault::Busy => {
                write!(f, "the {what} `{path}` is held by another process; wait for it, or {other}")
            }
        }
    }
}

impl std::error::Error for StoreError {}
