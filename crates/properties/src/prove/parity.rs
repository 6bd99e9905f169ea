//! f(−x) beside f(x).
//!
//! That a function is even or odd is shown on its formula: each piece, mirrored, is the formula of the
//! piece opposite. That it is neither takes one place where enclosures exclude both.

use nonlin_expr::{Expr, LimitError, Operator, Rational};

use super::Subject;
use super::smoothness::subtract;
use crate::certificate::Certificate;
use crate::interval::Interval;
use crate::profile::Parity;

/// Places at which a function that is neither even nor odd is likely to show it.
const PLACES: [f64; 6] = [1.0, 0.5, 2.0, 0.125, 3.5, 7.0];

pub(super) fn of(subject: &Subject<'_>) -> Result<Certificate<Parity>, LimitError> {
    let (mut even, mut odd) = (true, true);
    for place in PLACES {
        let [right, left] =
            [place, -place].map(|x| subject.expr.evaluate(|_| Interval::point(x)));
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
        if possible && is_symmetric(subject, parity)? {
            return Ok(Certificate::proved(parity));
        }
    }
    Ok(subject.unknown(Parity::Neither))
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
        if !difference.as_number().is_some_and(Rational::is_zero) {
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
