//! Text to expression: a Pratt parser.
//!
//! `^` binds tighter than unary minus (−x^2 is −(x^2)) and to the right; then `* /`, `+ -` and, only as
//! the first argument of `if`, comparisons. Every error knows its place in the text; limits on length
//! and nesting keep any input from exhausting the stack or memory.

mod error;
mod lexer;
mod row;

pub use error::{ParseError, ParseErrorKind};
pub(crate) use row::{EQUATION, Refusal, RowScope, parse_row};

use std::ops::Range;

use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Id};
use crate::number::Rational;
use crate::operator::{Notation, Operator, SUGAR};
use crate::suggest::nearest;
use lexer::{Token, TokenKind, tokens};

/// The longest formula, in bytes.
pub const MAX_LENGTH: usize = 10_000;
/// The deepest nesting of parentheses, calls, signs and powers.
pub const MAX_NESTING: usize = 200;

/// The names that a formula may use besides the operators' own.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Free names: the variable and the parameters.
    pub symbols: &'a [&'a str],
    /// Functions of one argument that are formulas in `x` themselves.
    pub functions: &'a dyn Functions,
}

/// A source of named functions of `x`, such as the catalogue.
pub trait Functions {
    /// The function called `name`, as a formula in `x` with no other free name.
    fn get(&self, name: &str) -> Option<Expr>;
    /// All names, for suggestions.
    fn names(&self) -> Vec<String>;
}

/// No functions but the operators.
#[derive(Debug, Clone, Copy)]
pub struct NoFunctions;

impl Functions for NoFunctions {
    fn get(&self, _: &str) -> Option<Expr> {
        None
    }
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Parses `text` into `graph` as it is written, without simplification.
pub(crate) fn parse(graph: &mut Graph, text: &str, names: Names<'_>) -> Result<Id, ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::new(ParseErrorKind::TooLong, text, 0..0));
    }
    let scope = Scope::Formula(names);
    Parser { text, tokens: tokens(text)?, position: 0, nesting: 0, graph, scope, row: None }.whole()
}

/// A formula of the operator table, simplified, with `a`, `b`, `c` standing for `arguments`.
pub(crate) fn table_formula(
    graph: &mut Graph,
    text: &str,
    arguments: &[(&str, Id)],
) -> Result<Id, LimitError> {
    table(graph, text, arguments, true)
}

fn table(
    graph: &mut Graph,
    text: &str,
    arguments: &[(&str, Id)],
    simplify: bool,
) -> Result<Id, LimitError> {
    let scope = Scope::Table { arguments, simplify };
    let result = tokens(text).and_then(|tokens| {
        Parser { text, tokens, position: 0, nesting: 0, graph, scope, row: None }.whole()
    });
    result.map_err(|error| match error.kind() {
        ParseErrorKind::Limit(limit) => *limit,
        // The table's own texts parse: `tests::every_row_parses`.
        other => unreachable!("operator table: {other:?} in {text}"),
    })
}

/// Where names come from.
#[derive(Clone, Copy)]
enum Scope<'a> {
    Formula(Names<'a>),
    Table { arguments: &'a [(&'a str, Id)], simplify: bool },
}

struct Parser<'t, 'g> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    position: usize,
    nesting: usize,
    graph: &'g mut Graph,
    scope: Scope<'t>,
    row: Option<&'g mut dyn RowScope>,
}

/// How tightly an infix operator binds to its left and right.
fn binding(operator: Operator) -> (u8, u8) {
    match operator {
        Operator::Add | Operator::Sub => (3, 4),
        Operator::Mul | Operator::Div => (5, 6),
        Operator::Pow => (10, 9),
        _ => (1, 2),
    }
}

/// A minus sign binds tighter than `*`, looser than `^`.
const PREFIX_BINDING: u8 = 7;

type Parsed<T> = Result<T, ParseError>;

impl<'t> Parser<'t, '_> {
    fn whole(mut self) -> Parsed<Id> {
        if self.tokens.len() == 1 {
            return Err(self.error(ParseErrorKind::Empty, 0..self.text.len()));
        }
        let id = self.expression(0)?;
        let token = self.peek().clone();
        match token.kind {
            TokenKind::End => self.number_valued(id, 0..self.text.len()),
            TokenKind::Close => Err(self.error(ParseErrorKind::UnmatchedClose, token.span)),
            TokenKind::Name(_) | TokenKind::Number(_) | TokenKind::Open => {
                Err(self.error(ParseErrorKind::MissingOperator, token.span))
            }
            _ => Err(self.error(ParseErrorKind::Expected("an operator"), token.span)),
        }
    }

    fn expression(&mut self, minimum: u8) -> Parsed<Id> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            let span = self.peek().span.clone();
            return Err(self.error(ParseErrorKind::TooDeep, span));
        }
        let start = self.peek().span.start;
        let mut left = self.prefix()?;
        while let TokenKind::Operator(symbol) = self.peek().kind {
            let span = self.peek().span.clone();
            let Some(operator) = Operator::infix(symbol) else {
                return Err(self.error(ParseErrorKind::Expected("an operator"), span));
            };
            let (left_binding, right_binding) = binding(operator);
            if left_binding < minimum {
                break;
            }
            if operator.is_comparison() && minimum != 1 {
                return Err(self.error(ParseErrorKind::StrayComparison, span));
            }
            self.position += 1;
            let left_span = start..span.start;
            let right_start = self.peek().span.start;
            let right = self.expression(right_binding)?;
            let right_span = right_start..self.previous_end();
            self.number_valued(left, left_span)?;
            self.number_valued(right, right_span)?;
            left = self.apply(operator, &[left, right], start)?;
        }
        self.nesting -= 1;
        Ok(left)
    }

    fn prefix(&mut self) -> Parsed<Id> {
        let token = self.peek().clone();
        self.position += 1;
        match token.kind {
            TokenKind::Number(text) => match Rational::from_decimal(text) {
                Some(value) => self.limit(token.span.start, |graph| graph.number(value)),
                None => Err(self.error(ParseErrorKind::NumberOutOfRange, token.span)),
            },
            TokenKind::Operator("-") => {
                let operand = self.expression(PREFIX_BINDING)?;
                self.apply(Operator::Neg, &[operand], token.span.start)
            }
            TokenKind::Operator("+") => self.expression(PREFIX_BINDING),
            TokenKind::Open => {
                let inner = self.expression(0)?;
                self.close(&token.span)?;
                Ok(inner)
            }
            TokenKind::Name(name) if self.peek().kind == TokenKind::Open => {
                self.call(name, token.span)
            }
            TokenKind::Name(name) => self.name(name, token.span),
            TokenKind::End => {
                self.position -= 1;
                Err(self.error(ParseErrorKind::UnexpectedEnd, token.span))
            }
            _ => Err(self.error(ParseErrorKind::Expected("a number, a name or `(`"), token.span)),
        }
    }

    fn name(&mut self, name: &'t str, span: Range<usize>) -> Parsed<Id> {
        if let Some(id) = self.row.as_ref().and_then(|row| row.symbol(name)) {
            return Ok(id);
        }
        let known = match self.scope {
            Scope::Formula(names) => names.symbols.contains(&name),
            Scope::Table { arguments, .. } => {
                if let Some((_, id)) = arguments.iter().find(|(symbol, _)| *symbol == name) {
                    return Ok(*id);
                }
                false
            }
        };
        if known {
            return self.limit(span.start, |graph| graph.symbol(name));
        }
        match Operator::named(name) {
            Some(operator) if operator.row().notation == Notation::Constant => {
                self.apply(operator, &[], span.start)
            }
            Some(_) => Err(self.error(ParseErrorKind::FunctionWithoutCall, span)),
            None => Err(self.unknown(name, span)),
        }
    }

    fn call(&mut self, name: &'t str, span: Range<usize>) -> Parsed<Id> {
        if self.row.is_some() && name == EQUATION {
            return self.equation();
        }
        if let Some(arity) = self.row.as_ref().and_then(|row| row.arity(name)) {
            return self.reduction(name, arity, span);
        }
        let operator = Operator::named(name).filter(|o| o.row().notation == Notation::Call);
        let sugar = SUGAR.iter().find(|(sugar, _)| *sugar == name).map(|(_, text)| *text);
        let defined = match self.scope {
            Scope::Formula(names) if operator.is_none() && sugar.is_none() => {
                names.functions.get(name)
            }
            _ => None,
        };
        if operator.is_none() && sugar.is_none() && defined.is_none() {
            let symbol =
                matches!(self.scope, Scope::Formula(names) if names.symbols.contains(&name));
            let constant = Operator::named(name).is_some();
            return Err(if symbol || constant {
                self.error(ParseErrorKind::MissingOperator, self.peek().span.clone())
            } else {
                self.unknown(name, span)
            });
        }
        let arity = operator.map_or(1, |operator| operator.row().arity);
        let (arguments, end) = self.arguments(operator == Some(Operator::If))?;
        if arguments.len() != arity {
            let kind = ParseErrorKind::WrongArity {
                name: name.to_owned(),
                expected: arity,
                found: arguments.len(),
            };
            return Err(self.error(kind, span.start..end));
        }
        match (operator, sugar, defined) {
            (Some(operator), ..) => self.apply(operator, &arguments, span.start),
            (None, Some(text), _) => {
                self.limit(span.start, |graph| table(graph, text, &[("a", arguments[0])], false))
            }
            (None, None, Some(function)) => {
                self.limit(span.start, |graph| graph.import(&function, "x", arguments[0]))
            }
            (None, None, None) => Err(self.unknown(name, span)),
        }
    }

    /// The arguments between parentheses, and where they end. Only the first argument of `if` is a
    /// comparison, and it must be one.
    fn arguments(&mut self, condition_first: bool) -> Parsed<(Vec<Id>, usize)> {
        let open = self.peek().span.clone();
        self.position += 1;
        let mut arguments = Vec::new();
        if self.peek().kind != TokenKind::Close {
            loop {
                let start = self.peek().span.start;
                let condition = condition_first && arguments.is_empty();
                let id = self.expression(u8::from(condition))?;
                let span = start..self.previous_end();
                if condition && !self.is_comparison(id) {
                    return Err(self.error(ParseErrorKind::ConditionExpected, span));
                }
                if !condition {
                    self.number_valued(id, span)?;
                }
                arguments.push(id);
                if self.peek().kind != TokenKind::Comma {
                    break;
                }
                self.position += 1;
            }
        }
        self.close(&open)?;
        Ok((arguments, self.previous_end()))
    }

    fn close(&mut self, open: &Range<usize>) -> Parsed<()> {
        let token = self.peek().clone();
        match token.kind {
            TokenKind::Close => {
                self.position += 1;
                Ok(())
            }
            TokenKind::End => Err(self.error(ParseErrorKind::Unclosed, open.clone())),
            TokenKind::Name(_) | TokenKind::Number(_) | TokenKind::Open => {
                Err(self.error(ParseErrorKind::MissingOperator, token.span))
            }
            _ => Err(self.error(ParseErrorKind::Expected("`)` or an operator"), token.span)),
        }
    }

    fn apply(&mut self, operator: Operator, arguments: &[Id], start: usize) -> Parsed<Id> {
        let simplify = matches!(self.scope, Scope::Table { simplify: true, .. });
        self.limit(start, |graph| {
            if simplify {
                graph.apply(operator, arguments)
            } else {
                graph.apply_raw(operator, arguments)
            }
        })
    }

    /// Runs a step that may hit a limit of the graph; the error points at the text since `start`.
    fn limit(
        &mut self,
        start: usize,
        step: impl FnOnce(&mut Graph) -> Result<Id, LimitError>,
    ) -> Parsed<Id> {
        step(self.graph).map_err(|error| {
            let span = start..self.previous_end().max(start);
            self.error(ParseErrorKind::Limit(error), span)
        })
    }

    fn is_comparison(&self, id: Id) -> bool {
        // In the table's own rules an argument stands for a condition, or it is decided already.
        matches!(self.scope, Scope::Table { .. })
            || self.graph.apply_at(id).is_some_and(|(operator, _)| operator.is_comparison())
    }

    fn number_valued(&self, id: Id, span: Range<usize>) -> Parsed<Id> {
        if self.graph.apply_at(id).is_some_and(|(operator, _)| operator.is_comparison()) {
            return Err(self.error(ParseErrorKind::StrayComparison, span));
        }
        Ok(id)
    }

    fn unknown(&self, name: &str, span: Range<usize>) -> ParseError {
        let mut known: Vec<String> = Operator::ALL
            .iter()
            .map(|operator| operator.row())
            .filter(|row| matches!(row.notation, Notation::Call | Notation::Constant))
            .map(|row| row.name.to_owned())
            .chain(SUGAR.iter().map(|(name, _)| (*name).to_owned()))
            .collect();
        let mut symbols = Vec::new();
        if let Scope::Formula(names) = self.scope {
            symbols = names.symbols.iter().map(|&name| name.to_owned()).collect();
            known.extend(symbols.iter().cloned());
            known.extend(names.functions.names());
        }
        let suggestion = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let call = self.peek().kind == TokenKind::Open;
        self.error(
            ParseErrorKind::UnknownName { name: name.to_owned(), call, suggestion, symbols },
            span,
        )
    }

    fn error(&self, kind: ParseErrorKind, span: Range<usize>) -> ParseError {
        ParseError::new(kind, self.text, span)
    }

    /// The next token; the last one is always the end.
    fn peek(&self) -> &Token<'t> {
        &self.tokens[self.position.min(self.tokens.len() - 1)]
    }

    fn previous_end(&self) -> usize {
        self.tokens[self.position.saturating_sub(1).min(self.tokens.len() - 1)].span.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operator::Derivative;

    #[test]
    fn every_row_parses() {
        for operator in Operator::ALL {
            let mut graph = Graph::default();
            let mut names = Vec::new();
            for name in ["a", "b", "c", "da", "db", "dc"] {
                names.push((name, graph.symbol(name).unwrap()));
            }
            let row = operator.row();
            match row.derivative {
                Derivative::Partials(partials) => {
                    for text in partials {
                        table_formula(&mut graph, text, &names[..row.arity]).unwrap();
                    }
                }
                Derivative::Whole(text) => {
                    table_formula(&mut graph, text, &names).unwrap();
                }
                Derivative::Condition => {}
            }
            if let Some(text) = row.at_zero {
                table_formula(&mut graph, text, &[]).unwrap();
            }
        }
        for (_, text) in SUGAR {
            let mut graph = Graph::default();
            let a = graph.symbol("a").unwrap();
            table(&mut graph, text, &[("a", a)], false).unwrap();
        }
    }
}
