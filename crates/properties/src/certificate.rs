//! A statement about a function and what is known of its truth.
//!
//! `Proved` and `Refuted` are certain: they rest on enclosures, never on samples. A refuted statement names
//! a witness, a place from which it can be seen to fail. `Unknown` says how much work was spent; it never
//! turns into true.

use crate::interval::Interval;

/// What is known of a statement's truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Status {
    /// It holds.
    Proved,
    /// It fails, as can be seen at the witness.
    Refuted {
        /// A place on the line, or a narrow box of places, at which it fails.
        witness: Interval,
    },
    /// Neither was shown within the budget.
    Unknown {
        /// How many boxes were looked at.
        boxes: u64,
    },
}

impl Status {
    /// Its name in every output: `proved`, `refuted` or `unknown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted { .. } => "refuted",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// Whether it is certain, one way or the other.
    #[must_use]
    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Unknown { .. })
    }
}

/// A property with its status. Where it is unknown the value is the best that is certain: the widest
/// enclosure, or `None` in an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate<T> {
    /// What is stated.
    pub value: T,
    /// Whether that is proved.
    pub status: Status,
}

impl<T> Certificate<T> {
    /// A proved property.
    pub const fn proved(value: T) -> Self {
        Self { value, status: Status::Proved }
    }

    /// A property that was not decided after so many boxes.
    pub const fn unknown(value: T, boxes: u64) -> Self {
        Self { value, status: Status::Unknown { boxes } }
    }

    /// The same status for something made of the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Certificate<U> {
        Certificate { value: f(self.value), status: self.status }
    }
}
