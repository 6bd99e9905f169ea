//! Errors about expressions that are no fault of the formula's text; those are [`ParseError`]s.
//!
//! [`ParseError`]: crate::ParseError

use std::fmt;

/// An expression outgrew a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitError {
    /// More nodes than the limit that it carries.
    Nodes(usize),
    /// More operators inside each other than the limit that it carries.
    Depth(u32),
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nodes(limit) => write!(
                f,
                "the expression grew past {limit} operators; a shorter formula or a lower order of \
                 derivative would fit"
            ),
            Self::Depth(limit) => write!(
                f,
                "the expression nests more than {limit} operators inside each other; a flatter \
                 formula would fit"
            ),
        }
    }
}

impl std::error::Error for LimitError {}
