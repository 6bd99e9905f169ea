//! f(−x) beside f(x).
//!
//! Mostly the operators show it: odd·odd is even, tanh of an odd function is odd. Where the formula
//! chooses between pieces, each piece, mirrored, has to be the formula of the piece opposite. That a
//! function is neither takes one place where enclosures exclude both.

use nonlin_expr::operator::Parity as Symmetry;
use nonlin_expr::{Expr, LimitError, Operator};

use super::Subject;
use super::smoothness::{subtract, vanishes};
use crate::certificate::Certificate;
use crate::interval::Interval;
use crate::profile::Parity;

/// Places at which a function that is neither even nor odd is likely to show it.
const PLACES: [f64; 6] = [1.0, 0.5, 2.0, 0.125, 3.5, 7.0];

pub(super) fn of(subject: &Subject<'_>) -> Result<Certificate<Parity>, LimitError> {
    let (mut even, mut odd) = (true, true);
    for place in PLACES {
        let [right, left] = [place, -place].map(|x| subject.expr.evaluate(|_| Interval::point(x)));
        if right.is_empty() != left.is_empty() {
            return Ok(Certificate::proved(Parity::Neither));
        }
        even &= !right.intersection(left).is_empty();
        odd &= !right.intersection(left.neg()).is_empty();
    }
    if !even && !odd {
        return Ok(Certificate::proved(Parity::Neither));
    }
    for (possible, parity) in [(even, Parity::Even), (odd, Parity::Odd)] {
        if possible
            && (by_operators(subject.expr) == Some(parity) || is_symmetric(subject, parity)?)
        {
            return Ok(Certificate::proved(parity));
        }
    }
    Ok(subject.unknown(Parity::Neither))
}

/// The parity that the operators alone show.
fn by_operators(expr: &Expr) -> Option<Parity> {
    let graph = expr.graph();
    let mut parities: Vec<Option<Parity>> = vec![None; graph.len()];
    for id in graph.reachable(&[expr.root()]) {
        parities[id.index()] = match graph.apply_at(id) {
            None if graph.number_at(id).is_some() => Some(Parity::Even),
            None => Some(Parity::Odd),
            Some((operator, arguments)) => {
                let of: Option<Vec<Parity>> =
                    arguments.iter().map(|argument| parities[argument.index()]).collect();
                let exponent = arguments.get(1).and_then(|&id| graph.number_at(id)?.to_integer());
                of.and_then(|of| applied(operator, &of, exponent))
            }
        };
    }
    parities[expr.root().index()]
}

/// The parity of an operator of functions with these; `exponent` is the second argument where that is a
/// whole number.
fn applied(operator: Operator, of: &[Parity], exponent: Option<i64>) -> Option<Parity> {
    use Operator::{Add, Div, Hypot, Mul, Neg, Pow, Sub};
    use Parity::{Even, Odd};
    if of.iter().all(|parity| *parity == Even) {
        return Some(Even);
    }
    match (operator, of) {
        (Neg | Add | Sub, _) if of.iter().all(|parity| *parity == Odd) => Some(Odd),
        (Mul | Div, [a, b]) => Some(if a == b { Even } else { Odd }),
        (Pow, [Odd, _]) => exponent.map(|n| if n % 2 == 0 { Even } else { Odd }),
        // Each argument counts by its square.
        (Hypot, _) => Some(Even),
        (_, [Odd]) => match operator.row().parity {
            Symmetry::Even => Some(Even),
            Symmetry::Odd => Some(Odd),
            Symmetry::Neither => None,
        },
        _ => None,
    }
}

/// Whether every piece, mirrored, is the piece opposite.
fn is_symmetric(subject: &Subject<'_>, parity: Parity) -> Result<bool, LimitError> {
    let pieces = &subject.pieces;
    for (piece, opposite) in pieces.iter().zip(pieces.iter().rev()) {
        let (span, other) = (piece.piece.span, opposite.piece.span);
        if !(span.from == other.to.neg() && span.to == other.from.neg()) {
            return Ok(false);
        }
        let mirrored = mirrored(&piece.piece.expr, parity)?;
        let difference = subtract(&mirrored, &opposite.piece.expr)?;
        if !vanishes(&difference)? {
            return Ok(false);
        }
    }
    // At the places between pieces the function has values of its own.
    Ok(pieces.iter().skip(1).all(|charted| {
        let at = charted.piece.span.from;
        let [here, there] = [at, at.neg()].map(|at| subject.expr.evaluate(|_| at));
        let there = if parity == Parity::Odd { there.neg() } else { there };
        !here.intersection(there).is_empty()
    }))
}

/// f(−x) or −f(−x).
fn mirrored(expr: &Expr, parity: Parity) -> Result<Expr, LimitError> {
    let minus = |expr: &Expr| {
        expr.map(|graph, root| {
            let negated = graph.apply(Operator::Neg, &[root])?;
            graph.simplify(negated)
        })
    };
    let negative = minus(&Expr::symbol("x"))?;
    let mirrored = expr.bind([("x", &negative)])?;
    if parity == Parity::Odd { minus(&mirrored) } else { Ok(mirrored) }
}
