//! The hash-consed graph: every distinct subexpression is stored once, so equal parts of a value and
//! its derivatives are shared, and equality of parts is equality of ids.
//!
//! A node's arguments always have smaller ids than the node itself. Walks are therefore loops over
//! ids in order, never recursion, and depth costs no stack.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::LimitError;
use crate::facts::Facts;
use crate::number::Rational;
use crate::operator::{Algebra, Operator, apply};

/// The largest number of nodes a graph may have.
pub const MAX_NODES: usize = 50_000;
/// The longest chain of operators a graph may have.
pub const MAX_DEPTH: u32 = 2_000;

/// A subexpression's place in its [`Graph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index in a table over the graph's nodes.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A number, a named variable or parameter, or an operator with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// An exact number.
    Number(Rational),
    /// A free name: the variable `x` or a parameter.
    Symbol(Arc<str>),
    /// An operator applied to as many arguments as it takes.
    Apply(Operator, Vec<Id>),
}

/// An append-only store of distinct nodes.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    facts: Vec<Facts>,
    depths: Vec<u32>,
    ids: HashMap<Node, Id>,
}

impl Graph {
    /// The node at `id`.
    #[must_use]
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    /// What is known of the values at `id`.
    #[must_use]
    pub fn facts(&self, id: Id) -> Facts {
        self.facts[id.index()]
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The number at `id`, if it is one.
    #[must_use]
    pub fn number_at(&self, id: Id) -> Option<&Rational> {
        match self.node(id) {
            Node::Number(value) => Some(value),
            _ => None,
        }
    }

    /// Operator and arguments at `id`, if it is an operator.
    #[must_use]
    pub fn apply_at(&self, id: Id) -> Option<(Operator, &[Id])> {
        match self.node(id) {
            Node::Apply(operator, arguments) => Some((*operator, arguments)),
            _ => None,
        }
    }

    /// Stores a number.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn number(&mut self, value: Rational) -> Result<Id, LimitError> {
        self.insert(Node::Number(value), 1)
    }

    /// Stores a whole number.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn integer(&mut self, value: i64) -> Result<Id, LimitError> {
        self.number(Rational::integer(value))
    }

    /// Stores a free name.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn symbol(&mut self, name: &str) -> Result<Id, LimitError> {
        self.insert(Node::Symbol(name.into()), 1)
    }

    /// Stores an operator as it is written, without simplification, but that a minus before a number
    /// and a quotient of two numbers are numbers: −1/3 is one node however it came about.
    ///
    /// # Errors
    /// When the graph is full or the expression nested too deep.
    pub fn apply_raw(&mut self, operator: Operator, arguments: &[Id]) -> Result<Id, LimitError> {
        debug_assert_eq!(arguments.len(), operator.row().arity);
        let numbers: Vec<_> = arguments.iter().map_while(|&id| self.number_at(id)).collect();
        let folded = match (operator, numbers.as_slice()) {
            (Operator::Neg, [a]) => Some(a.neg()),
            (Operator::Div, [a, b]) => a.div(b),
            _ => None,
        };
        if let Some(value) = folded {
            return self.number(value);
        }
        let depth = 1 + arguments.iter().map(|id| self.depths[id.index()]).max().unwrap_or(0);
        if depth > MAX_DEPTH {
            return Err(LimitError::Depth(MAX_DEPTH));
        }
        self.insert(Node::Apply(operator, arguments.to_vec()), depth)
    }

    fn insert(&mut self, node: Node, depth: u32) -> Result<Id, LimitError> {
        if let Some(&id) = self.ids.get(&node) {
            return Ok(id);
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(LimitError::Nodes(MAX_NODES));
        }
        let id = Id(u32::try_from(self.nodes.len()).map_err(|_| LimitError::Nodes(MAX_NODES))?);
        self.facts.push(Facts::of(self, &node));
        self.nodes.push(node.clone());
        self.depths.push(depth);
        self.ids.insert(node, id);
        Ok(id)
    }

    /// The nodes that `roots` are made of, each after its arguments.
    #[must_use]
    pub fn reachable(&self, roots: &[Id]) -> Vec<Id> {
        let mut wanted = vec![false; self.nodes.len()];
        for root in roots {
            wanted[root.index()] = true;
        }
        for index in (0..self.nodes.len()).rev() {
            if let (true, Node::Apply(_, arguments)) = (wanted[index], &self.nodes[index]) {
                for argument in arguments {
                    wanted[argument.index()] = true;
                }
            }
        }
        (0_u32..).zip(wanted).filter(|&(_, wanted)| wanted).map(|(index, _)| Id(index)).collect()
    }

    /// Whether `root` contains the symbol `name`.
    #[must_use]
    pub fn depends_on(&self, root: Id, name: &str) -> bool {
        self.reachable(&[root])
            .into_iter()
            .any(|id| matches!(self.node(id), Node::Symbol(symbol) if &**symbol == name))
    }

    /// The value of `root` in an algebra: the one generic walk that serves every evaluator.
    ///
    /// `symbol` gives the value of a free name.
    pub fn evaluate<A: Algebra>(&self, root: Id, symbol: impl Fn(&str) -> A) -> A {
        let mut values: Vec<Option<A>> = vec![None; root.index() + 1];
        for id in self.reachable(&[root]) {
            let value = match self.node(id) {
                Node::Number(value) => A::number(value),
                Node::Symbol(name) => symbol(name),
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<A> =
                        arguments.iter().filter_map(|id| values[id.index()].clone()).collect();
                    apply(*operator, &arguments)
                }
            };
            values[id.index()] = Some(value);
        }
        match values.pop().flatten() {
            Some(value) => value,
            None => A::number(&Rational::integer(0)),
        }
    }
}
