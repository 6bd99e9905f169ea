//! Why a text names no activation.

use std::fmt;

use nonlin_expr::{LimitError, ParseError};

/// Why a name or formula with its parameters makes no activation; its text is the whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResolveError {
    /// A lone name that is nowhere defined.
    UnknownFunction {
        /// The name.
        name: String,
        /// The nearest known one.
        suggestion: Option<String>,
    },
    /// A formula that does not parse.
    Formula(ParseError),
    /// A formula that outgrows the limits.
    Limit(LimitError),
    /// A function of rows where one of single numbers is asked for.
    NotScalar {
        /// The function.
        function: String,
    },
    /// A value for a parameter that the function does not have.
    UnknownParameter {
        /// The parameter.
        parameter: String,
        /// The function.
        function: String,
        /// The parameters that it has.
        known: Vec<String>,
    },
    /// A value outside a parameter's range.
    OutOfRange {
        /// The parameter.
        parameter: String,
        /// The function.
        function: String,
        /// The value.
        value: String,
        /// The range.
        range: String,
    },
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFunction { name, suggestion: Some(suggestion) } => {
                write!(f, "unknown function `{name}`; did you mean `{suggestion}`?")
            }
            Self::UnknownFunction { name, suggestion: None } => write!(
                f,
                "unknown function `{name}`; `nonlin list` shows the names, and a formula in x is \
                 welcome too"
            ),
            Self::Formula(error) => error.fmt(f),
            Self::Limit(error) => error.fmt(f),
            Self::NotScalar { function } => write!(
                f,
                "`{function}` is a function of a row of numbers, not of single ones; here only a \
                 function of single numbers will do, such as relu or \"x*tanh(x)\" (`nonlin eval` \
                 and `nonlin explain` take both)"
            ),
            Self::UnknownParameter { parameter, function, known } if known.is_empty() => {
                write!(f, "`{function}` has no parameter `{parameter}`; it has none")
            }
            Self::UnknownParameter { parameter, function, known } => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                write!(
                    f,
                    "`{function}` has no parameter `{parameter}`; it has {}",
                    known.join(", ")
                )
            }
            Self::OutOfRange { parameter, function, value, range } => {
                write!(f, "`{parameter}` of `{function}` cannot be {value}; its range is {range}")
            }
        }
    }
}

impl std::error::Error for ResolveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Formula(error) => Some(error),
            Self::Limit(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ParseError> for ResolveError {
    fn from(error: ParseError) -> Self {
        Self::Formula(error)
    }
}

impl From<LimitError> for ResolveError {
    fn from(error: LimitError) -> Self {
        Self::Limit(error)
    }
}
