//! From a formula to its [`Profile`].
//!
//! The function is cut into analytic pieces (module `piece`); on each the signs of f, f′, f″ and f‴ are
//! charted (module `chart`). Between two roots of f′ the function is monotone, so its extrema are among
//! its values at the roots, at the ends of the pieces, and its limits: `candidates` lists them for a
//! derivative of any order, and everything else is read off the charts.

mod candidates;
mod course;
mod parity;
mod range;
mod smoothness;
mod zones;

use nonlin_expr::{Expr, LimitError, Rational};
use rayon::prelude::*;

use crate::certificate::Certificate;
use crate::chart::{Budget, Chart, Question, Sign, Span, chart};
use crate::interval::Interval;
use crate::piece::{Piece, cut};
use crate::profile::{Profile, Stretch};
use crate::tail::{self, End, Limit};
use crate::taylor::Taylor;

/// How much work may be spent, and what counts as saturated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Boxes for each chart of one derivative on one piece.
    pub boxes: u64,
    /// |f′| below this share of its supremum is saturated.
    pub saturation: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { boxes: 600, saturation: 0.01 }
    }
}

/// Derivatives that are charted: f, f′, f″, f‴.
const ORDERS: usize = 4;
/// Where tails begin that limits are taken from.
const FAR: [f64; 3] = [8.0, 64.0, 800.0];

/// One piece with the signs of its derivatives.
struct Charted {
    piece: Piece,
    signs: [Chart; ORDERS],
}

impl Charted {
    /// An enclosure of the `order`-th derivative on a bounded box of the piece.
    fn derivative(&self, order: usize, at: Interval) -> Interval {
        Taylor::of(&self.piece.expr, at, order + 2).derivative(order)
    }
}

/// A function under examination.
struct Subject<'a> {
    expr: &'a Expr,
    pieces: Vec<Charted>,
    /// The places between pieces that are rational numbers.
    exact: Vec<(Interval, Rational)>,
    boxes: u64,
}

/// Proves what it can of a function of one symbol.
///
/// Deterministic; the work is bounded by `settings`.
///
/// # Errors
/// When the function's derivatives outgrow a graph's limits.
pub fn prove(expr: &Expr, settings: Settings) -> Result<Profile, LimitError> {
    let subject = Subject::new(expr, Budget(settings.boxes))?;
    let smooth = smoothness::examine(&subject)?;
    let values = subject.candidates(0, &smooth.continuous)?;
    let slopes = subject.candidates(1, &smooth.continuous)?;
    let bends = subject.candidates(2, &smooth.continuous)?;
    let lipschitz = range::steepest(&slopes, &smooth.jumps, subject.boxes);
    let zones = zones::find(&subject, &lipschitz, settings)?;
    let zeros = subject.zeros();
    let [limit_minus_infinity, limit_plus_infinity] =
        [End::Minus, End::Plus].map(|side| subject.limit_of_value(side));
    Ok(Profile {
        infimum: range::infimum(&values, subject.boxes),
        supremum: range::supremum(&values, subject.boxes),
        minimum: range::minimum(&values, subject.boxes),
        maximum: range::maximum(&values, subject.boxes),
        limit_minus_infinity,
        limit_plus_infinity,
        zero_probability: zones::probability(&subject),
        zeros,
        second_derivative_bound: range::most_bent(&bends, &smooth, subject.boxes),
        lipschitz_constant: lipschitz,
        parity: parity::of(&subject)?,
        monotone: course::monotone(&subject, &smooth),
        monotone_pieces: course::monotone_pieces(&subject, &smooth),
        convex: course::convex(&subject, &smooth),
        convex_pieces: course::convex_pieces(&subject, &smooth),
        smoothness: smooth.class,
        kinks: smooth.kinks,
        jumps: smooth.jumps,
        saturated: zones.saturated,
        dead: zones.dead,
        steep: zones.steep,
    })
}

impl<'a> Subject<'a> {
    fn new(expr: &'a Expr, budget: Budget) -> Result<Self, LimitError> {
        let cut = cut(expr, budget)?;
        let mut subject = Self { expr, pieces: Vec::new(), exact: cut.exact, boxes: cut.boxes };
        for piece in cut.pieces {
            let signs = |order| -> Result<Chart, LimitError> {
                let zero_at_ends = subject.zero_at_ends(&piece, order)?;
                let question = Question { order, zero_at_ends, ..Question::signs(&piece.expr) };
                chart(question, piece.span, budget)
            };
            let orders = (0..ORDERS).into_par_iter().with_max_len(1);
            let signs: Vec<Chart> = orders.map(signs).collect::<Result<_, _>>()?;
            subject.boxes += signs.iter().map(|chart| chart.boxes).sum::<u64>();
            if let Ok(signs) = signs.try_into() {
                subject.pieces.push(Charted { piece, signs });
            }
        }
        Ok(subject)
    }

    /// Whether a derivative of a piece's formula is exactly 0 at the piece's ends.
    fn zero_at_ends(&self, piece: &Piece, order: usize) -> Result<[bool; 2], LimitError> {
        let derivative = piece.expr.nth_derivative("x", order)?;
        let is_zero = |at: Interval| -> Result<bool, LimitError> {
            let Some(place) = self.exact(at) else { return Ok(false) };
            let value = derivative.bind([("x", &Expr::number(place))])?;
            Ok(value.as_number().is_some_and(Rational::is_zero))
        };
        Ok([is_zero(piece.span.from)?, is_zero(piece.span.to)?])
    }

    fn unknown<T>(&self, value: T) -> Certificate<T> {
        Certificate::unknown(value, self.boxes)
    }

    /// The piece at one end of the line.
    fn last(&self, side: End) -> Option<&Charted> {
        match side {
            End::Minus => self.pieces.first(),
            End::Plus => self.pieces.last(),
        }
    }

    /// The limit of the `order`-th derivative at an end of the line.
    fn limit(&self, order: usize, side: End) -> Result<Limit, LimitError> {
        let Some(last) = self.last(side) else { return Ok(Limit::Unknown) };
        let expr = &last.piece.expr;
        let derivative = expr.nth_derivative("x", order)?;
        let beyond = match side {
            End::Minus => -last.piece.span.to.lo(),
            End::Plus => last.piece.span.from.hi(),
        };
        let starts = FAR.into_iter().filter(|&start| start > beyond);
        let limits = starts.map(|start| tail::of(&derivative, side, start).limit());
        Ok(limits.into_iter().find(|limit| *limit != Limit::Unknown).unwrap_or(Limit::Unknown))
    }

    fn limit_of_value(&self, side: End) -> Certificate<Option<Interval>> {
        match self.limit(0, side).unwrap_or(Limit::Unknown) {
            Limit::Finite(value) => Certificate::proved(Some(value)),
            Limit::PlusInfinity => Certificate::proved(Some(Interval::point(f64::INFINITY))),
            Limit::MinusInfinity => Certificate::proved(Some(Interval::point(f64::NEG_INFINITY))),
            Limit::Unknown => self.unknown(None),
        }
    }

    /// Where the function is 0.
    fn zeros(&self) -> Certificate<Vec<Stretch>> {
        let mut zeros: Vec<Stretch> = Vec::new();
        let mut complete = true;
        let mut add = |from: Interval, to: Interval| {
            if zeros.last().is_none_or(|last| last.to.hi() < from.lo()) {
                zeros.push(Stretch { from, to });
            } else if let Some(last) = zeros.last_mut() {
                last.to = to;
            }
        };
        for (index, charted) in self.pieces.iter().enumerate() {
            let cells = &charted.signs[0].cells;
            for (place, cell) in cells.iter().enumerate() {
                complete &= cell.sign != Sign::Unknown && charted.piece.is_analytic;
                // The place where a cell begins: the end of the one before, in this piece or the last.
                let at = cell.span.from;
                let crosses = place > 0 && roots_meet(cells[place - 1].sign, cell.sign);
                if crosses || self.value_at(at).is_some_and(Interval::is_zero) {
                    add(at, at);
                } else if place > 0 || index > 0 {
                    complete &= !self.expr.evaluate(|_| at).contains(0.0);
                }
                if cell.sign == Sign::Zero {
                    add(cell.span.from, cell.span.to);
                }
            }
        }
        if complete { Certificate::proved(zeros) } else { self.unknown(zeros) }
    }

    /// The number that a place is, where it is known exactly.
    fn exact(&self, at: Interval) -> Option<Rational> {
        if at.is_point() {
            return Rational::from_f64_exact(at.lo());
        }
        self.exact.iter().find(|(enclosure, _)| *enclosure == at).map(|(_, place)| place.clone())
    }

    /// The function itself at a place known exactly; elsewhere nothing.
    fn value_at(&self, at: Interval) -> Option<Interval> {
        let place = Expr::number(self.exact(at)?);
        let value = self.expr.bind([("x", &place)]).ok()?;
        Some(value.evaluate(|_| Interval::ENTIRE))
    }
}

/// Whether a continuous function with these signs on either side of a place is 0 there.
fn roots_meet(before: Sign, after: Sign) -> bool {
    matches!((before, after), (Sign::Negative, Sign::Positive) | (Sign::Positive, Sign::Negative))
}

/// The stretch that a span is.
fn stretch(span: Span) -> Stretch {
    Stretch { from: span.from, to: span.to }
}
