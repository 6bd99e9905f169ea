//! What formulas over rows may say besides: reductions of the row, and equations.

use std::ops::Range;

use super::error::{ParseError, ParseErrorKind};
use super::lexer::{TokenKind, tokens};
use super::{MAX_LENGTH, Names, Parsed, Parser, Scope};
use crate::error::LimitError;
use crate::graph::{Graph, Id};

/// `solve(t, residual)` names the number `t` at which the residual is 0.
pub(crate) const EQUATION: &str = "solve";

/// Why a formula over rows does not take an argument.
pub(crate) enum Refusal {
    /// The graph is full.
    Limit(LimitError),
    /// Something else must stand in place of the argument with this index.
    Expected(usize, &'static str),
}

impl From<LimitError> for Refusal {
    fn from(error: LimitError) -> Self {
        Self::Limit(error)
    }
}

/// What formulas over rows may use besides the operators: reductions, which are no operators since
/// their value depends on a whole row, and names that come and go while the text is read.
pub(crate) trait RowScope {
    /// How many arguments the reduction `name` takes, if it is one.
    fn arity(&self, name: &str) -> Option<usize>;
    /// The number that `name(arguments)` is for a row.
    fn reduce(&mut self, graph: &mut Graph, name: &str, arguments: &[Id]) -> Result<Id, Refusal>;
    /// The meaning of a free name, if it has one.
    fn symbol(&self, name: &str) -> Option<Id>;
    /// Begins `solve(name, …)`, inside which `name` is the unknown.
    fn begin_equation(&mut self, graph: &mut Graph, name: &str) -> Result<(), Refusal>;
    /// Ends it: the unknown is the number at which `residual` is 0.
    fn end_equation(&mut self, graph: &mut Graph, residual: Id) -> Result<Id, Refusal>;
}

/// [`parse`], where the formula may also use what `row` offers.
pub(crate) fn parse_row<'a>(
    graph: &'a mut Graph,
    text: &str,
    names: Names<'_>,
    row: &'a mut (dyn RowScope + 'a),
) -> Result<Id, ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::new(ParseErrorKind::TooLong, text, 0..0));
    }
    let (scope, row) = (Scope::Formula(names), Some(row));
    Parser { text, tokens: tokens(text)?, position: 0, nesting: 0, graph, scope, row }.whole()
}

impl<'t> Parser<'t, '_> {
    /// `name(u, …)`, where `name` reduces a row to a number.
    pub(super) fn reduction(
        &mut self,
        name: &'t str,
        arity: usize,
        span: Range<usize>,
    ) -> Parsed<Id> {
        let open = self.position;
        let (arguments, end) = self.arguments(false)?;
        if arguments.len() != arity {
            let found = arguments.len();
            let kind = ParseErrorKind::WrongArity { name: name.to_owned(), expected: arity, found };
            return Err(self.error(kind, span.start..end));
        }
        let (graph, Some(row)) = (&mut *self.graph, self.row.as_mut()) else {
            return Err(self.unknown(name, span));
        };
        let result = row.reduce(graph, name, &arguments);
        self.accepted(result, span.start..end, open)
    }

    /// `solve(t, residual)`: `t` is known inside, and nowhere else.
    pub(super) fn equation(&mut self) -> Parsed<Id> {
        let open = self.peek().span.clone();
        self.position += 1;
        let unknown = self.peek().clone();
        let TokenKind::Name(name) = unknown.kind else {
            return Err(
                self.error(ParseErrorKind::Expected("a name for the unknown"), unknown.span)
            );
        };
        self.position += 1;
        let comma = self.peek().clone();
        if comma.kind != TokenKind::Comma {
            let kind = ParseErrorKind::Expected("`,` and what is 0 at the unknown");
            return Err(self.error(kind, comma.span));
        }
        self.position += 1;
        let first = self.position;
        let (graph, Some(row)) = (&mut *self.graph, self.row.as_mut()) else {
            return Err(self.unknown(EQUATION, open));
        };
        let begun = row.begin_equation(graph, name).map(|()| Id::from_index(0));
        self.accepted(begun, unknown.span, first)?;
        let start = self.peek().span.start;
        let residual = self.expression(0)?;
        self.number_valued(residual, start..self.previous_end())?;
        let span = start..self.previous_end();
        self.close(&open)?;
        let (graph, Some(row)) = (&mut *self.graph, self.row.as_mut()) else {
            return Err(self.unknown(EQUATION, open));
        };
        let result = row.end_equation(graph, residual);
        self.accepted(result, span, first)
    }

    /// A refusal as an error with its place.
    fn accepted(
        &self,
        result: Result<Id, Refusal>,
        span: Range<usize>,
        first: usize,
    ) -> Parsed<Id> {
        result.map_err(|refusal| match refusal {
            Refusal::Limit(limit) => self.error(ParseErrorKind::Limit(limit), span),
            Refusal::Expected(argument, what) => {
                let place = self.argument_span(first, argument).unwrap_or(span);
                self.error(ParseErrorKind::Expected(what), place)
            }
        })
    }

    /// Where the argument with this index stands in the call whose `(` is the token `open`.
    fn argument_span(&self, open: usize, index: usize) -> Option<Range<usize>> {
        let (mut depth, mut argument) = (0_usize, 0);
        let mut span: Option<Range<usize>> = None;
        for token in self.tokens.get(open..)? {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth -= 1,
                TokenKind::Comma if depth == 1 => argument += 1,
                _ => {}
            }
            if depth == 0 {
                return span;
            }
            let inside = depth > 1 || !matches!(token.kind, TokenKind::Open | TokenKind::Comma);
            if argument == index && inside {
                let start = span.map_or(token.span.start, |span| span.start);
                span = Some(start..token.span.end);
            }
        }
        span
    }
}
