//! Trials and studies: the place is a field of the JSON document.

use super::store::StoreError;
use std::fmt;

/// Why a trial cannot be run. A loss that diverges is a result, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrialError {
    /// The activation's text names no function; the message says why.
    Activation(String),
    /// A field of the specification is out of its range.
    Field {
        /// The field's name in the JSON document.
        field: &'static str,
        /// What is wrong with it, and what would be right.
        message: String,
    },
    /// The data or its split is not the one that the specification names.
    WrongData {
        /// What the specification asks for.
        expected: String,
        /// What was given.
        found: String,
    },
}

impl fmt::Display for TrialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Activation(message) => f.write_str(message),
            Self::Field { field, message } => write!(f, "`{field}`: {message}"),
            Self::WrongData { expected, found } => write!(
                f,
                "the specification is for {expected}, but the data at hand is {found}; \
                 load the data that it names, or plan the study again"
            ),
        }
    }
}

impl std::error::Error for TrialError {}

/// Why a study cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StudyError {
    /// One of its trials cannot be run.
    Trial(TrialError),
    /// A field of the study is out of its range.
    Field {
        /// The field's name in the JSON document.
        field: &'static str,
        /// What is wrong with it, and what would be right.
        message: String,
    },
    /// The threads cannot be started.
    Threads(String),
    /// The records given do not belong to the trials planned.
    Records(String),
    /// Trials cannot be kept or found.
    Store(StoreError),
    /// Trials of a phase have no record yet.
    Missing {
        /// How many.
        missing: usize,
        /// Trials of the phase.
        planned: usize,
        /// Those of the missing that have a record of another version of the code.
        outdated: usize,
        /// The name of the first: its hash.
        first: String,
    },
}

impl fmt::Display for StudyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trial(error) => error.fmt(f),
            Self::Field { field, message } => write!(f, "`{field}`: {message}"),
            Self::Threads(message) => write!(f, "cannot start the worker threads: {message}"),
            Self::Records(message) => f.write_str(message),
            Self::Store(error) => error.fmt(f),
            Self::Missing { missing, planned, outdated, first } => {
                write!(f, "{missing} of the {planned} trials of this phase have no record yet")?;
                if *outdated > 0 {
                    write!(f, " ({outdated} have one of another version of nonlin)")?;
                }
                write!(f, ", the first is {first}; run them, then collect again")
            }
        }
    }
}

impl std::error::Error for StudyError {}

impl From<StoreError> for StudyError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TrialError> for StudyError {
    fn from(error: TrialError) -> Self {
        Self::Trial(error)
    }
}
