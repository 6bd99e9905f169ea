//! Stable forms: what a user types is mathematics; what is computed must neither overflow nor cancel.
//!
//! ```text
//! Expr ──rules──▶ classes of equal forms ──errors at points──▶ best form ──▶ Expr
//!       (search)                           (extract, regime)
//! ```
//!
//! [Rules](rules) are identities, and equality saturation applies them all at once, so that no order
//! of rewriting has to be chosen. Every form of every subexpression is then evaluated at points over
//! the whole f64 line, in f64 with a [running error bound](crate::Rounded); the form that loses the fewest
//! bits is taken, and among equals the cheapest. Where different forms are best in different regions,
//! a comparison joins them. All limits count work, not time, so that the result is the same on every
//! machine.
//!
//! ```
//! use nonlin_expr::Expr;
//!
//! let typed = Expr::parse("log(1 + exp(x))")?;
//! assert_eq!(typed.value_at(800.0), f64::INFINITY);
//! let stable = typed.stable();
//! assert_eq!(stable.expr.to_string(), "softplus(x)");
//! assert_eq!(stable.expr.value_at(800.0), 800.0);
//! assert!(stable.losses.is_empty());
//! # Ok::<(), nonlin_expr::ParseError>(())
//! ```

mod candidate;
mod cheaper;
mod collect;
mod extract;
mod from_value;
mod loss;
mod near_zero;
mod points;
mod raise;
mod regime;
pub mod rules;
mod search;
mod term;

use std::rc::Rc;
use std::sync::Arc;

use candidate::Candidate;
pub use loss::Loss;
use points::Points;
pub use search::Stop;

use crate::algebra::Rounded;
use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Node};
use crate::operator::Algebra;

/// Bits that may be lost before a region is reported: 33 are left of the 53, and f32 keeps 24.
const REPORTED_BITS: f64 = 20.0;

/// All bits of a float.
const LOST: f64 = 53.0;

/// A form to compute with, and what is known of its accuracy.
#[derive(Debug, Clone, PartialEq)]
pub struct Stable {
    /// The form; equal to the formula as a real function.
    pub expr: Expr,
    /// Why the search ended.
    pub stop: Stop,
    /// Where the form still loses digits in f64; empty where it is good everywhere.
    pub losses: Vec<Loss>,
    /// Where the formula as it was given loses them.
    pub given_losses: Vec<Loss>,
}

impl Expr {
    /// The form of this function of `x` that loses the fewest digits.
    #[must_use]
    pub fn stable(&self) -> Stable {
        self.short().stable_from(self)
    }

    /// The stable forms of this function of `x` and of its derivatives up to `order`.
    ///
    /// Each derivative is taken of the shortest form of the one before, so that what can be cancelled
    /// is cancelled before it grows.
    ///
    /// # Errors
    /// When a derivative outgrows the limits of expressions.
    pub fn stable_derivatives(&self, order: usize) -> Result<Vec<Stable>, LimitError> {
        let (mut exact, mut short) = (self.clone(), self.short());
        let mut all = vec![short.stable_from(&exact)];
        for _ in 0..order {
            exact = short.derivative("x")?;
            short = exact.short();
            all.push(short.stable_from(&exact));
        }
        Ok(all)
    }

    /// An equal form with fewer operators, where the rules find one.
    fn short(&self) -> Self {
        if self.operators() > collect::MAX_OPERATORS {
            return self.clone();
        }
        let collected = collect::collect(self);
        if collected.operators() > search::MAX_OPERATORS {
            return collected;
        }
        let Some((classes, root, _)) = search::search(&collected) else { return self.clone() };
        let mut graph = Graph::default();
        match raise::terms(&mut graph, &extract::shortest(&classes, root)) {
            Ok(root) => collect::collect(&Self::from_parts(Arc::new(graph), root)),
            Err(_) => collected,
        }
    }

    /// The stable form of `given`, found from this form of it.
    fn stable_from(&self, given: &Self) -> Stable {
        let points = Points::of(given);
        // Where the function has no value, no form can lose any.
        let (points, reference) = points.where_defined(errors(given, &points));
        let (found, stop) = if self.operators() > search::MAX_OPERATORS {
            (Some(self.clone()), Stop::TooLarge)
        } else {
            match search::search(self) {
                Some((classes, root, stop)) => {
                    let best = extract::best(&classes, root, &points);
                    let best =
                        best.map(|best| near_zero::improve(self, &best, &points).unwrap_or(best));
                    (best.and_then(|best| raised(&best)), stop)
                }
                None => (None, Stop::TooLarge),
            }
        };
        let given_losses = loss::losses(given, &points, &reference);
        let found = found.map(|form| (errors(&form, &points), form));
        match found.filter(|(errors, _)| agree(&reference, errors)) {
            Some((errors, expr)) => {
                let losses = loss::losses(&expr, &points, &errors);
                Stable { expr, stop, losses, given_losses }
            }
            None => {
                Stable { expr: given.clone(), stop, losses: given_losses.clone(), given_losses }
            }
        }
    }
}

fn raised(best: &Rc<Candidate>) -> Option<Expr> {
    let mut graph = Graph::default();
    let root = raise::candidate(&mut graph, best).ok()?;
    Some(Expr::from_parts(Arc::new(graph), root))
}

/// Value and error bound at every point.
fn errors(expr: &Expr, points: &Points) -> Vec<Rounded> {
    let graph = expr.graph();
    let mut values: Vec<Vec<Rounded>> = vec![Vec::new(); graph.len()];
    for id in graph.reachable(&[expr.root()]) {
        values[id.index()] = match graph.node(id) {
            Node::Number(value) => vec![Rounded::number(value); points.xs().len()],
            Node::Symbol(name) => points.values(name).into_iter().map(Rounded::exact).collect(),
            Node::Apply(operator, arguments) => {
                let mut result = vec![Rounded::exact(f64::NAN); points.xs().len()];
                let slices: Vec<&[Rounded]> =
                    arguments.iter().map(|id| values[id.index()].as_slice()).collect();
                crate::tape::apply_over(*operator, &slices, &mut result);
                result
            }
        };
    }
    values.swap_remove(expr.root().index())
}

/// Whether two ways to compute a function agree to within their errors wherever both are sure.
///
/// A safety net under the rules: a form that contradicts what was typed is not taken.
fn agree(typed: &[Rounded], found: &[Rounded]) -> bool {
    /// First-order bounds are not sharp; an error in a rule is far larger.
    const SLACK: f64 = 16.0;
    typed.iter().zip(found).all(|(a, b)| {
        let sure = |v: &Rounded| v.value.is_finite() && v.error <= v.value.abs() / 1e3;
        !(sure(a) && sure(b))
            || (a.value - b.value).abs()
                <= SLACK * (a.error + b.error) + f64::EPSILON * a.value.abs()
    })
}

#[cfg(test)]
mod tests;
