//! The one error of the library: opaque, with a kind to act on.

use std::fmt;

use nonlin_catalogue::ResolveError;
use nonlin_expr::{LimitError, ParseError};
use nonlin_kernels::ShapeError;
use nonlin_lab::{DataError, StoreError, StudyError, TrialError};
use nonlin_lessons::LessonError;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A name that no function has.
    UnknownFunction,
    /// A formula that does not parse or is too large.
    Formula,
    /// A parameter that does not exist or is out of its range.
    Parameter,
    /// A function of rows where one of single numbers is asked for.
    NotScalar,
    /// Slices whose lengths do not fit the function.
    Shape,
    /// A data set that cannot be read or used.
    Data,
    /// A trial or study whose specification cannot be run.
    Study,
    /// A store of trials that cannot be opened, read or written.
    Store,
    /// A lesson that there is none of, or a setting that does not suit it.
    Lesson,
}

/// An error whose text says what was wrong, where, and what would be right.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
enum Inner {
    Resolve(ResolveError),
    Shape(ShapeError),
    Data(DataError),
    Trial(TrialError),
    Study(StudyError),
    Store(StoreError),
    Lesson(LessonError),
}

impl Error {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Inner::Resolve(ResolveError::UnknownFunction { .. }) => ErrorKind::UnknownFunction,
            Inner::Resolve(
                ResolveError::UnknownParameter { .. } | ResolveError::OutOfRange { .. },
            ) => ErrorKind::Parameter,
            Inner::Resolve(ResolveError::NotScalar { .. }) => ErrorKind::NotScalar,
            Inner::Resolve(_) => ErrorKind::Formula,
            Inner::Shape(_) => ErrorKind::Shape,
            Inner::Data(_) => ErrorKind::Data,
            Inner::Store(_) | Inner::Study(StudyError::Store(_)) => ErrorKind::Store,
            Inner::Trial(_) | Inner::Study(_) => ErrorKind::Study,
            Inner::Lesson(_) => ErrorKind::Lesson,
        }
    }

    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match &*self.0 {
            Inner::Resolve(error) => error,
            Inner::Shape(error) => error,
            Inner::Data(error) => error,
            Inner::Trial(error) => error,
            Inner::Study(error) => error,
            Inner::Store(error) => error,
            Inner::Lesson(error) => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        Self(Box::new(Inner::Resolve(error)))
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        ResolveError::Formula(error).into()
    }
}

impl From<LimitError> for Error {
    fn from(error: LimitError) -> Self {
        ResolveError::Limit(error).into()
    }
}

impl From<ShapeError> for Error {
    fn from(error: ShapeError) -> Self {
        Self(Box::new(Inner::Shape(error)))
    }
}

impl From<LessonError> for Error {
    fn from(error: LessonError) -> Self {
        Self(Box::new(Inner::Lesson(error)))
    }
}

impl From<DataError> for Error {
    fn from(error: DataError) -> Self {
        Self(Box::new(Inner::Data(error)))
    }
}

impl From<TrialError> for Error {
    fn from(error: TrialError) -> Self {
        Self(Box::new(Inner::Trial(error)))
    }
}

impl From<StudyError> for Error {
    fn from(error: StudyError) -> Self {
        Self(Box::new(Inner::Study(error)))
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self(Box::new(Inner::Store(error)))
    }
}
