//! What can go wrong with a lesson.

use nonlin_catalogue::ResolveError;
use nonlin_lab::{DataError, TrialError};

/// Why a lesson was not run.
#[derive(Debug, Clone, PartialEq)]
pub struct LessonError(String);

impl LessonError {
    /// With the whole message for the reader.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl std::fmt::Display for LessonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LessonError {}

macro_rules! from {
    ($($error:ty),*) => { $(
        impl From<$error> for LessonError {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        }
    )* };
}

from!(ResolveError, DataError, TrialError, nonlin_expr::LimitError);
