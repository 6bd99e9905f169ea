//! Errors in a formula's text: what was wrong, where, and what would be right.

use std::fmt;
use std::ops::Range;

use crate::error::LimitError;

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// There is no formula.
    Empty,
    /// More bytes than [`MAX_LENGTH`](super::MAX_LENGTH).
    TooLong,
    /// More nesting than [`MAX_NESTING`](super::MAX_NESTING).
    TooDeep,
    /// The expression outgrew its graph.
    Limit(LimitError),
    /// A character that no formula has.
    UnexpectedCharacter(char),
    /// The formula stops where an operand must follow.
    UnexpectedEnd,
    /// Something else must stand here.
    Expected(&'static str),
    /// A closing parenthesis without its opening one.
    UnmatchedClose,
    /// An opening parenthesis without its closing one.
    Unclosed,
    /// Two operands side by side.
    MissingOperator,
    /// A decimal that no float can hold.
    NumberOutOfRange,
    /// A function's name without arguments.
    FunctionWithoutCall,
    /// A name that is nowhere defined.
    UnknownName {
        /// The name.
        name: String,
        /// Whether it was used as a function.
        call: bool,
        /// The nearest known name.
        suggestion: Option<String>,
        /// The variable and the parameters that there are.
        symbols: Vec<String>,
    },
    /// A function with too few or too many arguments.
    WrongArity {
        /// The function.
        name: String,
        /// How many it takes.
        expected: usize,
        /// How many it was given.
        found: usize,
    },
    /// The first argument of `if` is no comparison.
    ConditionExpected,
    /// A comparison outside the first argument of `if`.
    StrayComparison,
}

/// An error in a formula, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ParseErrorKind,
    text: String,
    span: Range<usize>,
}

impl ParseError {
    pub(super) fn new(kind: ParseErrorKind, text: &str, span: Range<usize>) -> Self {
        // A text past the length limit is not kept: nobody reads it.
        let text = if text.len() > super::MAX_LENGTH { String::new() } else { text.to_owned() };
        Self(Box::new(Inner { kind, text, span }))
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ParseErrorKind {
        &self.0.kind
    }

    /// The bytes of the formula that it is about.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.0.span.clone()
    }

    /// The message alone, without the underlined formula.
    #[must_use]
    pub fn message(&self) -> String {
        use ParseErrorKind as Kind;
        match &self.0.kind {
            Kind::Empty => "the formula is empty".into(),
            Kind::TooLong => format!("the formula is longer than {} bytes", super::MAX_LENGTH),
            Kind::TooDeep => {
                format!("the formula nests more than {} levels deep", super::MAX_NESTING)
            }
            Kind::Limit(limit) => limit.to_string(),
            Kind::UnexpectedCharacter(c) => format!("unexpected character `{}`", c.escape_debug()),
            Kind::UnexpectedEnd => "the formula ends where an operand must follow".into(),
            Kind::Expected(what) => format!("expected {what}"),
            Kind::UnmatchedClose => "this `)` closes nothing".into(),
            Kind::Unclosed => "this `(` is never closed".into(),
            Kind::MissingOperator => "an operator is missing before this".into(),
            Kind::NumberOutOfRange => "this number is out of range".into(),
            Kind::FunctionWithoutCall => "a function needs its arguments in parentheses".into(),
            Kind::UnknownName { name, call, .. } => {
                format!("unknown {} `{name}`", if *call { "function" } else { "name" })
            }
            Kind::WrongArity { name, expected, found } => {
                let plural = if *expected == 1 { "" } else { "s" };
                format!("`{name}` takes {expected} argument{plural}, not {found}")
            }
            Kind::ConditionExpected => "the first argument of `if` must be a comparison".into(),
            Kind::StrayComparison => {
                "a comparison can only be the first argument of `if(condition, a, b)`".into()
            }
        }
    }

    /// What would be right, where that can be said.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        use ParseErrorKind as Kind;
        match &self.0.kind {
            Kind::Empty => Some("write one in x, such as `x*tanh(softplus(x))`".into()),
            Kind::MissingOperator => Some("write the product out: `2*x`, not `2x`".into()),
            Kind::NumberOutOfRange => Some("64-bit floats reach from 5e-324 to 1.8e308".into()),
            Kind::FunctionWithoutCall => Some("for example `tanh(x)`".into()),
            Kind::UnknownName { suggestion: Some(name), .. } => {
                Some(format!("did you mean `{name}`?"))
            }
            Kind::UnknownName { call: true, .. } => {
                Some("for the functions that there are, see `nonlin list`".into())
            }
            Kind::UnknownName { call: false, symbols, .. } => Some(format!(
                "the names here are {}; a parameter is given its value with `--param name=value`",
                symbols.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(", ")
            )),
            Kind::WrongArity { name, found: 1, .. } if name == "max" || name == "min" => {
                Some(format!("the {name} of a whole row is `{name}imum(x)`"))
            }
            Kind::ConditionExpected => Some("for example `if(x > 0, x, 0)`".into()),
            _ => None,
        }
    }
}

/// Characters of the formula that are shown on each side of the place.
const CONTEXT: usize = 30;

/// The message, the formula with the place underlined, and the way out.
impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message())?;
        let Inner { text, span, .. } = &*self.0;
        if !text.is_empty() {
            let chars: Vec<char> =
                text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let column = |byte: usize| text[..byte.min(text.len())].chars().count();
            let (start, end) = (column(span.start), column(span.end).max(column(span.start) + 1));
            let from = start.saturating_sub(CONTEXT);
            let to = (start + 2 * CONTEXT).min(chars.len());
            let cut = |dots: bool| if dots { "…" } else { "" };
            let shown: String = chars[from..to].iter().collect();
            write!(f, "\n  {}{shown}{}", cut(from > 0), cut(to < chars.len()))?;
            let indent = start - from + usize::from(from > 0);
            let width = end.min(to.max(start + 1)) - start;
            write!(f, "\n  {}{}", " ".repeat(indent), "^".repeat(width))?;
        }
        match self.help() {
            Some(help) => write!(f, "\n{help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ParseError {}
