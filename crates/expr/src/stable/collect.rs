//! Products of powers and sums of like terms, collected before rewriting begins.
//!
//! A derivative comes as a heap of nested products: x/h/h·(x/h). Rules of commutativity would try
//! their every order; collected they are x²/h³ at once, and 1/h − x²/h³ is (h² − x²)/h³. Factors are
//! cancelled only where they are proved not to be 0.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::Operator;

use Operator::{Add, Div, Mul, Neg, Pow, Sub};

/// Formulas with more operators are not collected: every sum is compared term by term.
pub(super) const MAX_OPERATORS: usize = 600;
/// Powers beyond this are left as they are.
const MAX_EXPONENT: i64 = 64;

/// A number times powers.
#[derive(Clone)]
struct Product {
    coefficient: Rational,
    above: BTreeMap<Id, i64>,
    below: BTreeMap<Id, i64>,
}

/// `expr`, collected; itself where a limit is met.
pub(super) fn collect(expr: &Expr) -> Expr {
    let mut graph = Graph::default();
    match image(&mut graph, expr) {
        Ok(root) => Expr::from_parts(Arc::new(graph), root),
        Err(_) => expr.clone(),
    }
}

fn image(graph: &mut Graph, expr: &Expr) -> Result<Id, LimitError> {
    let source = expr.graph();
    let mut images: Vec<Option<Id>> = vec![None; source.len()];
    let mut last = graph.integer(0)?;
    for id in source.reachable(&[expr.root()]) {
        last = match source.node(id) {
            Node::Number(value) => graph.number(value.clone())?,
            Node::Symbol(name) => graph.symbol(name)?,
            Node::Apply(operator, arguments) => {
                let arguments: Vec<Id> =
                    arguments.iter().filter_map(|a| images[a.index()]).collect();
                apply(graph, *operator, &arguments)?
            }
        };
        images[id.index()] = Some(last);
    }
    Ok(last)
}

fn apply(graph: &mut Graph, operator: Operator, arguments: &[Id]) -> Result<Id, LimitError> {
    let collected = match (operator, arguments) {
        (Mul, &[a, b]) => Product::of(graph, a).times(&Product::of(graph, b), 1),
        (Div, &[a, b]) => Product::of(graph, a).times(&Product::of(graph, b), -1),
        (Pow, &[a, n]) => match graph.number_at(n).and_then(Rational::to_integer) {
            Some(n) if n != 0 => Product::one().times(&Product::of(graph, a), n),
            _ => None,
        },
        (Neg, &[a]) => Product::of(graph, a).scaled(&Rational::integer(-1)),
        (Add, &[a, b]) => return sum(graph, a, b, 1),
        (Sub, &[a, b]) => return sum(graph, a, b, -1),
        _ => None,
    };
    match collected {
        Some(product) => product.cancelled(graph).store(graph),
        None => graph.apply(operator, arguments),
    }
}

impl Product {
    fn one() -> Self {
        let (above, below) = (BTreeMap::new(), BTreeMap::new());
        Self { coefficient: Rational::integer(1), above, below }
    }

    /// A stored node as a product; collected nodes are products of few levels.
    fn of(graph: &Graph, id: Id) -> Self {
        let whole = |id: Id| {
            let mut product = Self::one();
            product.above.insert(id, 1);
            product
        };
        if let Some(value) = graph.number_at(id) {
            return Self { coefficient: value.clone(), ..Self::one() };
        }
        let parts = match graph.apply_at(id) {
            Some((Mul, &[a, b])) => Self::of(graph, a).times(&Self::of(graph, b), 1),
            Some((Div, &[a, b])) => Self::of(graph, a).times(&Self::of(graph, b), -1),
            Some((Neg, &[a])) => Self::of(graph, a).scaled(&Rational::integer(-1)),
            Some((Pow, &[a, n])) => match graph.number_at(n).and_then(Rational::to_integer) {
                Some(n) if n != 0 => Self::one().times(&Self::of(graph, a), n),
                _ => None,
            },
            _ => None,
        };
        parts.unwrap_or_else(|| whole(id))
    }

    /// self · other^n; none where a number or an exponent grows too large.
    fn times(mut self, other: &Self, n: i64) -> Option<Self> {
        if n.abs() > MAX_EXPONENT || (n < 0 && other.coefficient.is_zero()) {
            return None;
        }
        self.coefficient = self.coefficient.mul(&other.coefficient.powi(n)?)?;
        let (above, below) =
            if n > 0 { (&other.above, &other.below) } else { (&other.below, &other.above) };
        for (from, to) in [(above, &mut self.above), (below, &mut self.below)] {
            for (&id, exponent) in from {
                let total = to.entry(id).or_insert(0);
                *total += exponent * n.abs();
                if *total > MAX_EXPONENT {
                    return None;
                }
            }
        }
        Some(self)
    }

    fn scaled(mut self, factor: &Rational) -> Option<Self> {
        self.coefficient = self.coefficient.mul(factor)?;
        Some(self)
    }

    /// Without factors that stand above and below and are nowhere 0.
    fn cancelled(mut self, graph: &Graph) -> Self {
        for (&id, above) in &mut self.above {
            let facts = graph.facts(id);
            if let (true, Some(below)) =
                (facts.total && facts.signs.is_non_zero(), self.below.get_mut(&id))
            {
                let common = (*above).min(*below);
                *above -= common;
                *below -= common;
            }
        }
        self.above.retain(|_, exponent| *exponent > 0);
        self.below.retain(|_, exponent| *exponent > 0);
        self
    }

    fn exponent(&self, id: Id) -> i64 {
        self.above.get(&id).copied().unwrap_or(0) - self.below.get(&id).copied().unwrap_or(0)
    }

    fn store(&self, graph: &mut Graph) -> Result<Id, LimitError> {
        if self.coefficient.is_zero() && self.is_total(graph) {
            return graph.integer(0);
        }
        let above = powers(graph, &self.above)?;
        let below = powers(graph, &self.below)?;
        let fraction = match (above, below) {
            (Some(a), Some(b)) => Some(graph.apply_raw(Div, &[a, b])?),
            (Some(a), None) => Some(a),
            (None, Some(b)) => {
                let top = graph.number(self.coefficient.clone())?;
                return graph.apply_raw(Div, &[top, b]);
            }
            (None, None) => None,
        };
        match fraction {
            None => graph.number(self.coefficient.clone()),
            Some(fraction) if self.coefficient.is_one() => Ok(fraction),
            Some(fraction) if self.coefficient == Rational::integer(-1) => {
                graph.apply_raw(Neg, &[fraction])
            }
            Some(fraction) => {
                let coefficient = graph.number(self.coefficient.clone())?;
                graph.apply_raw(Mul, &[coefficient, fraction])
            }
        }
    }

    fn is_total(&self, graph: &Graph) -> bool {
        self.below.is_empty() && self.above.keys().all(|&id| graph.facts(id).total)
    }
}

/// The product of powers; none where there is no factor.
fn powers(graph: &mut Graph, factors: &BTreeMap<Id, i64>) -> Result<Option<Id>, LimitError> {
    let mut product = None;
    for (&id, &exponent) in factors {
        let power = if exponent == 1 {
            id
        } else {
            let exponent = graph.integer(exponent)?;
            graph.apply_raw(Pow, &[id, exponent])?
        };
        product = Some(match product {
            Some(product) => graph.apply_raw(Mul, &[product, power])?,
            None => power,
        });
    }
    Ok(product)
}

/// a ± b with like terms added and common factors taken out.
fn sum(graph: &mut Graph, a: Id, b: Id, sign: i64) -> Result<Id, LimitError> {
    let mut terms: Vec<Product> = Vec::new();
    let operator = if sign > 0 { Add } else { Sub };
    if !(add_terms(graph, a, &Rational::integer(1), &mut terms)
        && add_terms(graph, b, &Rational::integer(sign), &mut terms))
    {
        return graph.apply(operator, &[a, b]);
    }
    terms.retain(|term| !(term.coefficient.is_zero() && term.is_total(graph)));
    let Some(common) = common_factor(graph, &terms) else {
        return match terms.as_slice() {
            [] => graph.integer(0),
            [term] => term.store(graph),
            _ => graph.apply(operator, &[a, b]),
        };
    };
    let mut total: Option<Id> = None;
    for term in &terms {
        let Some(rest) = term.clone().times(&common, -1) else {
            return graph.apply(operator, &[a, b]);
        };
        let rest = rest.cancelled_by(&common).cancelled(graph);
        let minus = rest.coefficient.is_negative() && total.is_some();
        let rest = if minus {
            let Some(rest) = rest.scaled(&Rational::integer(-1)) else {
                return graph.apply(operator, &[a, b]);
            };
            rest.store(graph)?
        } else {
            rest.store(graph)?
        };
        total = Some(match total {
            None => rest,
            Some(total) => graph.apply_raw(if minus { Sub } else { Add }, &[total, rest])?,
        });
    }
    let Some(total) = total else { return graph.integer(0) };
    match common.times(&Product::of_whole(total), 1) {
        Some(product) => product.store(graph),
        None => graph.apply(operator, &[a, b]),
    }
}

impl Product {
    fn of_whole(id: Id) -> Self {
        let mut product = Self::one();
        product.above.insert(id, 1);
        product
    }

    /// After division by `common`, which divides it: what stands above and below cancels for every
    /// factor of `common`, whatever its sign.
    fn cancelled_by(mut self, common: &Self) -> Self {
        for &id in common.above.keys().chain(common.below.keys()) {
            let exponent = self.exponent(id);
            self.above.remove(&id);
            self.below.remove(&id);
            match exponent {
                0 => None,
                n if n > 0 => self.above.insert(id, n),
                n => self.below.insert(id, -n),
            };
        }
        self
    }
}

/// Adds the terms of `id`, times `factor`, to like terms; whether all numbers stayed in bounds.
fn add_terms(graph: &Graph, id: Id, factor: &Rational, terms: &mut Vec<Product>) -> bool {
    let minus = || factor.neg();
    match graph.apply_at(id) {
        Some((Add, &[a, b])) => {
            add_terms(graph, a, factor, terms) && add_terms(graph, b, factor, terms)
        }
        Some((Sub, &[a, b])) => {
            add_terms(graph, a, factor, terms) && add_terms(graph, b, &minus(), terms)
        }
        Some((Neg, &[a])) => add_terms(graph, a, &minus(), terms),
        _ => {
            let Some(term) = Product::of(graph, id).scaled(factor) else { return false };
            let like =
                |other: &&mut Product| other.above == term.above && other.below == term.below;
            match terms.iter_mut().find(like) {
                Some(other) => match other.coefficient.add(&term.coefficient) {
                    Some(total) => other.coefficient = total,
                    None => return false,
                },
                None => terms.push(term),
            }
            true
        }
    }
}

/// Whether a common denominator of it may let terms cancel: roots and sums do, where an exponential
/// above another only grows.
fn is_algebraic(graph: &Graph, id: Id) -> bool {
    matches!(graph.apply_at(id), Some((Add | Sub | Operator::Hypot | Operator::Sqrt, _)))
}

/// Powers that divide every one of several terms; none where nothing does.
fn common_factor(graph: &Graph, terms: &[Product]) -> Option<Product> {
    let (first, rest) = terms.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let mut common = Product::one();
    let bases = terms.iter().flat_map(|term| term.above.keys().chain(term.below.keys()));
    for &id in bases {
        let facts = graph.facts(id);
        let least = terms.iter().map(|term| term.exponent(id)).min().unwrap_or(0);
        let in_all_above = first.above.contains_key(&id) && least > 0;
        let divisor =
            least < 0 && is_algebraic(graph, id) && facts.total && facts.signs.is_non_zero();
        if in_all_above {
            common.above.insert(id, least);
        } else if divisor {
            common.below.insert(id, -least);
        }
    }
    (!common.above.is_empty() || !common.below.is_empty()).then_some(common)
}
