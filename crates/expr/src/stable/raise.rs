//! The inverse of [lowering](super::term): differences, quotients and signs as people write them.
//! Nothing else is simplified, because the order of operations was chosen.

use std::collections::HashMap;
use std::rc::Rc;

use egg::{Language, RecExpr};

use super::candidate::{Candidate, Last};
use super::term::Term;
use crate::error::LimitError;
use crate::graph::{Graph, Id};
use crate::number::Rational;
use crate::operator::Operator;

use Operator::{Add, Div, Mul, Neg, Sub};

/// Stores a candidate.
pub(super) fn candidate(graph: &mut Graph, root: &Rc<Candidate>) -> Result<Id, LimitError> {
    Raising { graph, done: HashMap::new() }.candidate(root)
}

/// Candidates share parts: each part is stored once.
struct Raising<'a> {
    graph: &'a mut Graph,
    done: HashMap<*const Candidate, Id>,
}

impl Raising<'_> {
    fn candidate(&mut self, candidate: &Rc<Candidate>) -> Result<Id, LimitError> {
        if let Some(&id) = self.done.get(&Rc::as_ptr(candidate)) {
            return Ok(id);
        }
        let arguments = candidate.arguments.iter().map(|argument| self.candidate(argument));
        let arguments: Vec<Id> = arguments.collect::<Result<_, _>>()?;
        let id = match &candidate.last {
            Last::Number(value) => self.graph.number(value.clone())?,
            Last::Symbol(name) => self.graph.symbol(name)?,
            Last::Apply(operator) => apply(self.graph, *operator, &arguments)?,
        };
        self.done.insert(Rc::as_ptr(candidate), id);
        Ok(id)
    }
}

/// Stores an extracted term.
pub(super) fn terms(graph: &mut Graph, terms: &RecExpr<Term>) -> Result<Id, LimitError> {
    let mut ids: Vec<Id> = Vec::with_capacity(terms.len());
    for term in terms {
        let arguments: Vec<Id> = term.children().iter().map(|&id| ids[usize::from(id)]).collect();
        ids.push(match term {
            Term::Number(value) => graph.number(value.clone())?,
            Term::Symbol(name) => graph.symbol(name)?,
            term => match term.operator() {
                Some(operator) => apply(graph, operator, &arguments)?,
                None => unreachable!("leaves are above"),
            },
        });
    }
    match ids.last() {
        Some(&root) => Ok(root),
        None => graph.integer(0),
    }
}

fn apply(graph: &mut Graph, operator: Operator, arguments: &[Id]) -> Result<Id, LimitError> {
    match (operator, arguments) {
        (Add, &[a, b]) => sum(graph, a, b),
        (Mul, &[a, b]) => product(graph, a, b),
        _ => graph.apply_raw(operator, arguments),
    }
}

fn sum(graph: &mut Graph, a: Id, b: Id) -> Result<Id, LimitError> {
    for (plus, other) in [(a, b), (b, a)] {
        let minus = match graph.apply_at(other) {
            Some((Neg, &[inner])) => Some(inner),
            Some((Mul, &[factor, rest])) => match negative(graph, factor) {
                Some(value) => {
                    let factor = graph.number(value)?;
                    Some(graph.apply_raw(Mul, &[factor, rest])?)
                }
                None => None,
            },
            _ => match negative(graph, other) {
                Some(value) => Some(graph.number(value)?),
                None => None,
            },
        };
        if let Some(minus) = minus {
            return graph.apply_raw(Sub, &[plus, minus]);
        }
    }
    graph.apply_raw(Add, &[a, b])
}

fn product(graph: &mut Graph, a: Id, b: Id) -> Result<Id, LimitError> {
    for (factor, other) in [(a, b), (b, a)] {
        if graph.number_at(factor) == Some(&Rational::integer(-1)) {
            return graph.apply_raw(Neg, &[other]);
        }
        if let Some((Neg, &[inner])) = graph.apply_at(factor) {
            let product = product(graph, inner, other)?;
            return graph.apply_raw(Neg, &[product]);
        }
        if let Some((Div, &[one, divisor])) = graph.apply_at(factor)
            && graph.number_at(one).is_some_and(Rational::is_one)
        {
            return graph.apply_raw(Div, &[other, divisor]);
        }
    }
    if graph.number_at(b).is_some() && graph.number_at(a).is_none() {
        return graph.apply_raw(Mul, &[b, a]);
    }
    graph.apply_raw(Mul, &[a, b])
}

/// −n, where `id` is the number n < 0.
fn negative(graph: &Graph, id: Id) -> Option<Rational> {
    graph.number_at(id).filter(|value| value.is_negative()).map(Rational::neg)
}
