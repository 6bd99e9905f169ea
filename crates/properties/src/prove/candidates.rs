//! Every value that may be the largest or least of a derivative.

use nonlin_expr::LimitError;

use super::{Charted, Subject};
use crate::chart::Sign;
use crate::interval::{Grade, Interval};
use crate::tail::{self, End, Limit};
use crate::taylor::Taylor;

/// A value that the function takes or approaches, or the range of a stretch about which no more is known.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The place, or the stretch on which the function has this value.
    pub(super) at: Interval,
    /// The value.
    pub(super) value: Interval,
    /// Whether it is taken there; `None` where that is not known.
    pub(super) reached: Option<bool>,
}

impl Subject<'_> {
    /// The candidates of the `order`-th derivative: between any two of them it is monotone. `continuous`
    /// says of each place between two pieces whether f is continuous there.
    pub(super) fn candidates(
        &self,
        order: usize,
        continuous: &[bool],
    ) -> Result<Vec<Candidate>, LimitError> {
        let mut candidates = Vec::new();
        for (index, charted) in self.pieces.iter().enumerate() {
            let cells = &charted.signs[order + 1].cells;
            for (place, cell) in cells.iter().enumerate() {
                let (from, to) = (cell.span.from, cell.span.to);
                let box_ = Interval::new(from.lo(), to.hi());
                if cell.sign == Sign::Unknown || !charted.piece.is_analytic {
                    let value = self.range(charted, order, box_)?;
                    candidates.push(Candidate { at: box_, value, reached: None });
                    continue;
                }
                if cell.sign == Sign::Zero {
                    // Level: one value, at any place inside.
                    let inside = Interval::point(box_.middle());
                    let value = charted.derivative(order, inside);
                    candidates.push(Candidate { at: box_, value, reached: Some(true) });
                    continue;
                }
                for (end, step, edge) in [(from, -1, index.checked_sub(1)), (to, 1, Some(index))] {
                    let beside = place.checked_add_signed(step).and_then(|place| cells.get(place));
                    if beside.is_some_and(|beside| beside.sign == cell.sign) {
                        // It goes on in the same direction.
                        continue;
                    }
                    let is_edge = beside.is_none();
                    candidates.push(if end.is_bounded() {
                        let value = charted.derivative(order, end);
                        let reached = if is_edge && order == 0 {
                            let edge = edge.and_then(|edge| continuous.get(edge));
                            self.reaches(end, value, edge.is_some_and(|edge| *edge))
                        } else {
                            // A slope at a piece's end is approached from inside.
                            Some(!is_edge)
                        };
                        Candidate { at: end, value, reached }
                    } else {
                        let side = if end.lo() < 0.0 { End::Minus } else { End::Plus };
                        self.at_infinity(charted, order, side, box_)?
                    });
                }
            }
        }
        if order == 0 {
            candidates.extend(self.edges());
        }
        Ok(candidates)
    }

    /// Whether the function takes, at a piece's end, the value that the piece has there.
    fn reaches(&self, end: Interval, value: Interval, is_continuous: bool) -> Option<bool> {
        if is_continuous {
            return Some(true);
        }
        let itself = self.value_at(end)?;
        if itself == value && value.is_point() {
            Some(true)
        } else if itself.intersection(value).is_empty() {
            Some(false)
        } else {
            None
        }
    }

    /// The function's own values at the places between pieces.
    fn edges(&self) -> Vec<Candidate> {
        let places = self.pieces.iter().skip(1).map(|charted| charted.piece.span.from);
        places
            .filter_map(|at| {
                self.value_at(at).map(|value| Candidate { at, value, reached: Some(true) })
            })
            .collect()
    }

    /// The range of a derivative on a stretch where nothing else is known.
    fn range(
        &self,
        charted: &Charted,
        order: usize,
        over: Interval,
    ) -> Result<Interval, LimitError> {
        if over.is_bounded() {
            let taylor = Taylor::of(&charted.piece.expr, over, order + 2);
            let value = taylor.derivative(order);
            let jumps = taylor.grade() < Grade::Continuous && order > 0;
            return Ok(if jumps || value.is_empty() { Interval::ENTIRE } else { value });
        }
        let expr = &charted.piece.expr;
        let derivative = expr.nth_derivative("x", order)?;
        let range = |side: End, start: f64| tail::of(&derivative, side, start).range();
        Ok(match (over.lo() == f64::NEG_INFINITY, over.hi() == f64::INFINITY) {
            (true, false) if over.hi() <= -3.0 => range(End::Minus, -over.hi()),
            (false, true) if over.lo() >= 3.0 => range(End::Plus, over.lo()),
            _ => Interval::ENTIRE,
        })
    }

    fn at_infinity(
        &self,
        charted: &Charted,
        order: usize,
        side: End,
        over: Interval,
    ) -> Result<Candidate, LimitError> {
        let infinity = match side {
            End::Minus => f64::NEG_INFINITY,
            End::Plus => f64::INFINITY,
        };
        let value = match self.limit(order, side)? {
            Limit::Finite(value) => value,
            Limit::PlusInfinity => Interval::point(f64::INFINITY),
            Limit::MinusInfinity => Interval::point(f64::NEG_INFINITY),
            Limit::Unknown => self.range(charted, order, over)?,
        };
        Ok(Candidate { at: Interval::point(infinity), value, reached: Some(false) })
    }
}
