//! A derivative as a function of the value: σ′ = y·(1 − y), tanh′ = 1 − y².
//!
//! Where f′(x) = g(f(x)), a backward pass needs y alone, and x need not be kept. First the conditions on
//! x are turned into conditions on y: where f is above f(t) for x > t and not above it for x ≤ t, the
//! one holds exactly where the other does; that is proved by the signs of what is left over. In each
//! case that remains, the class of f is given the name y, and [rules](super::rules) look for a form of
//! f′ in which x no longer occurs.

use std::sync::Arc;

use egg::{CostFunction, Extractor, Id as Class, Language};

use super::term::Term;
use super::{collect, raise, search};
use crate::error::LimitError;
use crate::expr::Expr;
use crate::facts::Signs;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::Operator;

use Operator::{Abs, Clamp, Greater, GreaterEq, If, Less, LessEq, Max, Min};

/// Conditions on x that are decided one after the other.
const MAX_CASES: usize = 4;
/// More than any form costs.
const UNREACHABLE: f64 = 1e12;

impl Expr {
    /// The formula g in `y` with f′(x) = g(f(x)) for every x where f′ is defined, if the rules find
    /// one: this is f, a function of `x`.
    ///
    /// ```
    /// use nonlin_expr::Expr;
    ///
    /// let from_value = |f: &str| Expr::parse(f).unwrap().derivative_from_value();
    /// assert_eq!(from_value("max(0, x)").unwrap().to_string(), "if(y > 0, 1, 0)");
    /// assert!(from_value("x*sigmoid(x)").is_none());
    /// ```
    #[must_use]
    pub fn derivative_from_value(&self) -> Option<Self> {
        if self.symbols() != ["x"] || self.operators() > search::MAX_OPERATORS {
            return None;
        }
        let f = self.unfolded().ok()?;
        let slope = f.derivative("x").ok()?;
        let form = from_value(&f, &slope, MAX_CASES)?;
        form.bind([("y", &Self::symbol("x"))])
            .ok()?
            .stable()
            .expr
            .bind([("x", &Self::symbol("y"))])
            .ok()
    }

    /// min, max, clamp and |x| written as choices.
    fn unfolded(&self) -> Result<Self, LimitError> {
        self.rebuilt(|graph, operator, arguments| {
            let mut choose = |comparison, a, b, yes, no| {
                let condition = graph.apply(comparison, &[a, b])?;
                graph.apply(If, &[condition, yes, no])
            };
            Ok(Some(match (operator, arguments) {
                (Min, &[a, b]) => choose(LessEq, a, b, a, b)?,
                (Max, &[a, b]) => choose(GreaterEq, a, b, a, b)?,
                (Clamp, &[a, b, c]) => {
                    let upper = choose(GreaterEq, a, c, c, a)?;
                    choose(LessEq, a, b, b, upper)?
                }
                (Abs, &[a]) if matches!(graph.node(a), Node::Symbol(_)) => {
                    let (zero, minus) = (graph.integer(0)?, graph.apply(Operator::Neg, &[a])?);
                    let condition = graph.apply(GreaterEq, &[a, zero])?;
                    graph.apply(If, &[condition, a, minus])?
                }
                _ => return Ok(None),
            }))
        })
    }
}

/// The slope as a formula in `y`, the value of `f`.
fn from_value(f: &Expr, slope: &Expr, cases: usize) -> Option<Expr> {
    if slope.symbols().is_empty() {
        return Some(slope.clone());
    }
    let Some(case) = Case::first(f).or_else(|| Case::first(slope)) else {
        return smooth(f, slope);
    };
    let cases = cases.checked_sub(1)?;
    let [above, below] = [Side::Above, Side::Below].map(|side| {
        let (f, slope) = (case.on(side, f).ok()?, case.on(side, slope).ok()?);
        Some((from_value(&f, &slope, cases)?, f))
    });
    let ((upper, f_above), (lower, f_below)) = (above?, below?);
    if upper == lower {
        return Some(upper);
    }
    let border = f.bind([("x", &Expr::number(case.border.clone()))]).ok()?;
    let above = case.signs(Side::Above, &f_above, &border)?;
    let below = case.signs(Side::Below, &f_below, &border)?;
    let comparison = if above.is_positive() && below.is_non_positive() {
        Greater
    } else if above.is_non_negative() && below.neg().is_positive() {
        GreaterEq
    } else if above.neg().is_positive() && below.is_non_negative() {
        Less
    } else if above.is_non_positive() && below.is_positive() {
        LessEq
    } else {
        return None;
    };
    let mut graph = Graph::default();
    let y = graph.symbol("y").ok()?;
    let [border, upper, lower] = [&border, &upper, &lower].map(|e| graph.import(e, "", y).ok());
    let condition = graph.apply(comparison, &[y, border?]).ok()?;
    let root = graph.apply(If, &[condition, upper?, lower?]).ok()?;
    Some(Expr::from_parts(Arc::new(graph), root))
}

/// A condition on x: above a border or below it.
struct Case {
    border: Rational,
    /// Whether the border itself counts as above.
    closed_above: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

impl Case {
    /// The first condition that compares x with a number.
    fn first(e: &Expr) -> Option<Self> {
        e.graph().reachable(&[e.root()]).into_iter().find_map(|id| {
            let Node::Apply(operator, arguments) = e.graph().node(id) else { return None };
            let (operator, border) = comparison(e.graph(), *operator, arguments)?;
            // x ≥ t and its opposite x < t put the border above.
            Some(Self { border, closed_above: matches!(operator, GreaterEq | Less) })
        })
    }

    /// The expression where x is on one side.
    fn on(&self, side: Side, e: &Expr) -> Result<Expr, LimitError> {
        e.rebuilt(|graph, operator, arguments| {
            let Some((operator, number)) = comparison(graph, operator, arguments) else {
                return Ok(None);
            };
            let above = matches!(operator, Greater | GreaterEq);
            // Whether the condition's own border counts as above.
            let closed = matches!(operator, GreaterEq | Less);
            let decided = match number.cmp(&self.border) {
                std::cmp::Ordering::Less => side == Side::Above,
                std::cmp::Ordering::Greater => side == Side::Below,
                std::cmp::Ordering::Equal => closed == self.closed_above,
            };
            let truth = i64::from((side == Side::Above) == above);
            decided.then(|| graph.integer(truth)).transpose()
        })
    }

    /// The signs of f − `value` where x is on one side; f may still choose between pieces.
    fn signs(&self, side: Side, f: &Expr, value: &Expr) -> Option<Signs> {
        if let Node::Apply(If, arguments) = f.graph().node(f.root()) {
            let piece = |id: Id| Expr::from_parts(f.shared_graph(), id);
            let [yes, no] = [arguments[1], arguments[2]].map(piece);
            return Some(self.signs(side, &yes, value)?.union(self.signs(side, &no, value)?));
        }
        let mut graph = Graph::default();
        let step = graph.symbol("u").ok()?;
        // Away from the border by any positive step, or by none where the border belongs to the side.
        let closed = (side == Side::Above) == self.closed_above;
        let step = graph.apply(if closed { Abs } else { Operator::Exp }, &[step]).ok()?;
        let away = if side == Side::Above { Operator::Add } else { Operator::Sub };
        let border = graph.number(self.border.clone()).ok()?;
        let x = graph.apply(away, &[border, step]).ok()?;
        let (f, value) = (graph.import(f, "x", x).ok()?, graph.import(value, "", x).ok()?);
        let difference = graph.apply(Operator::Sub, &[f, value]).ok()?;
        let difference = Expr::from_parts(Arc::new(graph), difference).simplify().ok()?;
        let collected = collect::collect(&difference);
        Some(collected.graph().facts(collected.root()).signs)
    }
}

/// A comparison of x with a number, x on the left.
fn comparison(graph: &Graph, operator: Operator, arguments: &[Id]) -> Option<(Operator, Rational)> {
    let is_x = |id: Id| matches!(graph.node(id), Node::Symbol(name) if &**name == "x");
    let &[a, b] = arguments else { return None };
    if is_x(a) {
        let keeps = matches!(operator, Less | LessEq | Greater | GreaterEq);
        return keeps.then(|| graph.number_at(b).cloned()).flatten().map(|t| (operator, t));
    }
    let turned = match operator {
        Less => Greater,
        LessEq => GreaterEq,
        Greater => Less,
        GreaterEq => LessEq,
        _ => return None,
    };
    (is_x(b)).then(|| graph.number_at(a).cloned()).flatten().map(|t| (turned, t))
}

/// The slope of a piece without conditions.
fn smooth(f: &Expr, slope: &Expr) -> Option<Expr> {
    let [f, slope] = [f, slope].map(collect::collect);
    let (classes, roots) = search::search_from_value(&[&f, &slope], |classes, roots| {
        let y = classes.add(Term::Symbol("y".into()));
        classes.union(roots[0], y);
    })?;
    let (cost, form) = Extractor::new(&classes, WithoutX).find_best(roots[1]);
    if cost >= UNREACHABLE {
        return None;
    }
    let mut graph = Graph::default();
    let root = raise::terms(&mut graph, &form).ok()?;
    Some(Expr::from_parts(Arc::new(graph), root))
}

/// The number of operators, where x is out of reach.
struct WithoutX;

impl CostFunction<Term> for WithoutX {
    type Cost = f64;
    fn cost<C: FnMut(Class) -> f64>(&mut self, term: &Term, mut costs: C) -> f64 {
        let own =
            if matches!(term, Term::Symbol(name) if &**name == "x") { UNREACHABLE } else { 1.0 };
        term.fold(own, |sum, id| sum + costs(id))
    }
}
