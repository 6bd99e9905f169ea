//! What slices of rows must be like.

use std::fmt;

/// Slices that do not fit the function; the text says which and what would.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShapeError {
    /// The function takes this many slices.
    Slices {
        /// How many it takes.
        expected: usize,
        /// How many it was given.
        found: usize,
    },
    /// A row of this many numbers is not made of this many equal parts.
    Parts {
        /// Numbers of the row.
        row: usize,
        /// Parts.
        parts: usize,
    },
    /// A row of this many numbers is not made of groups of this many neighbours.
    Groups {
        /// Numbers of the row.
        row: usize,
        /// Neighbours in a group.
        group: usize,
    },
    /// A slice has the wrong length.
    Length {
        /// What it is: the argument, what the derivative is multiplied with, or the result.
        which: &'static str,
        /// The length that fits.
        expected: usize,
        /// Its length.
        found: usize,
    },
    /// This many numbers are not this many rows.
    Rows {
        /// Numbers.
        numbers: usize,
        /// Rows.
        rows: usize,
    },
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slices { expected, found } => {
                write!(f, "the function takes {expected} slices, not {found}")
            }
            Self::Parts { row, parts } => write!(
                f,
                "a row of {row} numbers does not split into {parts} equal parts; give a multiple of \
                 {parts}"
            ),
            Self::Groups { row, group } => write!(
                f,
                "a row of {row} numbers does not split into groups of {group}; give a multiple of \
                 {group}"
            ),
            Self::Length { which, expected, found } => {
                write!(f, "{which} has {found} numbers, where {expected} fit")
            }
            Self::Rows { numbers, rows } => {
                write!(f, "{numbers} numbers do not make {rows} rows of equal length")
            }
        }
    }
}

impl std::error::Error for ShapeError {}

/// The rows of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// The index of the first one, for rows that are a part of more.
    pub(super) first: usize,
    /// How many.
    pub(super) count: usize,
    /// Elements of each part of a row.
    pub(super) elements: usize,
    /// Results of a row.
    pub(super) results: usize,
}
