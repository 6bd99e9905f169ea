//! Expressions as `egg` sees them.
//!
//! Differences, quotients and signs are lowered to sums, products and reciprocals, so that one rule
//! of commutativity serves them all: a − b is a + (−1)·b, a / b is a·(1/b), −a is (−1)·a. What comes
//! out is raised again by [`raise`](super::raise). What is [known](crate::facts) of a class of equal
//! expressions is the intersection of what is known of each: side conditions of rules rest on it.

use std::sync::Arc;

use egg::{Analysis, DidMerge, EGraph, Id, Language};

use crate::expr::Expr;
use crate::facts::{Facts, Known};
use crate::graph::Node;
use crate::number::Rational;
use crate::operator::Operator;
use crate::simplify::fold;

/// A node whose arguments are classes of equal expressions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Term {
    Number(Rational),
    Symbol(Arc<str>),
    Nullary(Operator),
    Unary(Operator, [Id; 1]),
    Binary(Operator, [Id; 2]),
    Ternary(Operator, [Id; 3]),
}

/// What a node is, apart from its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Number,
    Symbol,
    Operator(Operator),
}

impl Term {
    /// An operator applied to as many arguments as it takes.
    pub(super) fn apply(operator: Operator, arguments: &[Id]) -> Self {
        match *arguments {
            [] => Self::Nullary(operator),
            [a] => Self::Unary(operator, [a]),
            [a, b] => Self::Binary(operator, [a, b]),
            [a, b, c, ..] => Self::Ternary(operator, [a, b, c]),
        }
    }

    /// The operator, if it is one.
    pub(super) const fn operator(&self) -> Option<Operator> {
        match *self {
            Self::Number(_) | Self::Symbol(_) => None,
            Self::Nullary(operator)
            | Self::Unary(operator, _)
            | Self::Binary(operator, _)
            | Self::Ternary(operator, _) => Some(operator),
        }
    }
}

impl Language for Term {
    type Discriminant = Kind;

    fn discriminant(&self) -> Kind {
        match self {
            Self::Number(_) => Kind::Number,
            Self::Symbol(_) => Kind::Symbol,
            other => other.operator().map_or(Kind::Number, Kind::Operator),
        }
    }

    fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Symbol(a), Self::Symbol(b)) => a == b,
            (a, b) => a.operator().is_some() && a.operator() == b.operator(),
        }
    }

    fn children(&self) -> &[Id] {
        match self {
            Self::Unary(_, arguments) => arguments,
            Self::Binary(_, arguments) => arguments,
            Self::Ternary(_, arguments) => arguments,
            _ => &[],
        }
    }

    fn children_mut(&mut self) -> &mut [Id] {
        match self {
            Self::Unary(_, arguments) => arguments,
            Self::Binary(_, arguments) => arguments,
            Self::Ternary(_, arguments) => arguments,
            _ => &mut [],
        }
    }
}

/// The classes of equal expressions.
pub(super) type Classes = EGraph<Term, Knowledge>;

/// Keeps what is known of each class.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Knowledge;

/// What is known of a class.
#[derive(Debug, Clone)]
pub(super) struct ClassFacts {
    pub(super) facts: Facts,
    pub(super) number: Option<Rational>,
}

impl Known for Classes {
    type Id = Id;
    fn facts_of(&self, id: Id) -> Facts {
        self[id].data.facts
    }
    fn number_of(&self, id: Id) -> Option<&Rational> {
        self[id].data.number.as_ref()
    }
}

impl Analysis<Term> for Knowledge {
    type Data = ClassFacts;

    fn make(classes: &mut Classes, term: &Term, _: Id) -> ClassFacts {
        match term {
            Term::Number(value) => {
                ClassFacts { facts: Facts::of_number(value), number: Some(value.clone()) }
            }
            Term::Symbol(_) => ClassFacts { facts: Facts::OF_SYMBOL, number: None },
            term => {
                let Some(operator) = term.operator() else { unreachable!("leaves are above") };
                let arguments = term.children();
                let numbers: Vec<&Rational> =
                    arguments.iter().map_while(|&id| classes.number_of(id)).collect();
                let number = if numbers.len() == arguments.len() {
                    fold(operator, &numbers)
                } else if operator == Operator::Mul {
                    zero_factor(classes, arguments)
                } else {
                    None
                };
                ClassFacts { facts: Facts::of_apply(classes, operator, arguments), number }
            }
        }
    }

    fn merge(&mut self, a: &mut ClassFacts, b: ClassFacts) -> DidMerge {
        let facts = a.facts.of_equals(b.facts);
        let number = a.number.clone().or_else(|| b.number.clone());
        let changed = |old: &ClassFacts| old.facts != facts || old.number != number;
        let merged = DidMerge(changed(a), changed(&b));
        *a = ClassFacts { facts, number };
        merged
    }

    fn modify(classes: &mut Classes, id: Id) {
        if let Some(value) = classes[id].data.number.clone() {
            let number = classes.add(Term::Number(value));
            classes.union(id, number);
            // A number needs no other way to be computed.
            classes[id].nodes.retain(|term| matches!(term, Term::Number(_)));
        }
    }
}

/// 0, where one factor is 0 and the others are defined everywhere.
fn zero_factor(classes: &Classes, factors: &[Id]) -> Option<Rational> {
    let zero = |&id: &Id| classes.number_of(id).is_some_and(Rational::is_zero);
    let total = |&id: &Id| classes.facts_of(id).total;
    (factors.iter().any(zero) && factors.iter().all(total)).then(|| Rational::integer(0))
}

/// Adds an expression, lowered, by way of `add`; gives what `add` gave for the whole.
///
/// `symbol` says what a free name becomes: a symbol, or a rule's place holder.
pub(super) fn lower<T: Copy>(expr: &Expr, mut add: impl FnMut(Lowered<'_, T>) -> T) -> Option<T> {
    let graph = expr.graph();
    let mut images: Vec<Option<T>> = vec![None; graph.len()];
    for id in graph.reachable(&[expr.root()]) {
        let image = match graph.node(id) {
            Node::Number(value) => add(Lowered::Number(value.clone())),
            Node::Symbol(name) => add(Lowered::Symbol(name)),
            Node::Apply(operator, ids) => {
                let arguments: Vec<T> = ids.iter().filter_map(|id| images[id.index()]).collect();
                let mut number = |value: i64| add(Lowered::Number(Rational::integer(value)));
                match (*operator, arguments.as_slice()) {
                    (Operator::Neg, &[a]) => {
                        let minus = number(-1);
                        add(Lowered::Apply(Operator::Mul, &[minus, a]))
                    }
                    (Operator::Sub, &[a, b]) => {
                        let minus_b = match graph.number_at(ids[1]) {
                            Some(value) => add(Lowered::Number(value.neg())),
                            None => {
                                let minus = number(-1);
                                add(Lowered::Apply(Operator::Mul, &[minus, b]))
                            }
                        };
                        add(Lowered::Apply(Operator::Add, &[a, minus_b]))
                    }
                    (Operator::Div, &[a, b]) => {
                        let one = number(1);
                        let reciprocal = add(Lowered::Apply(Operator::Div, &[one, b]));
                        if graph.number_at(ids[0]).is_some_and(Rational::is_one) {
                            reciprocal
                        } else {
                            add(Lowered::Apply(Operator::Mul, &[a, reciprocal]))
                        }
                    }
                    (operator, arguments) => add(Lowered::Apply(operator, arguments)),
                }
            }
        };
        images[id.index()] = Some(image);
    }
    images[expr.root().index()]
}

/// A node on its way into classes or patterns.
pub(super) enum Lowered<'a, T> {
    Number(Rational),
    Symbol(&'a Arc<str>),
    Apply(Operator, &'a [T]),
}
