//! Jumps, kinks and the number of continuous derivatives, from how neighbouring pieces meet.
//!
//! Two pieces meet with equal k-th derivatives if the difference of their formulas has a k-th derivative
//! that simplifies to 0 at the place, exactly; they meet with different ones if the enclosures exclude
//! each other. Rounding alone never shows equality.

use nonlin_expr::{Expr, LimitError, Operator, Rational};

use super::{Charted, Subject};
use crate::certificate::Certificate;
use crate::interval::{Grade, Interval};
use crate::profile::{Jump, Kink, Smoothness};

/// Derivatives that are compared; pieces that agree in more and are written differently stay undecided.
const HIGHEST: usize = 6;

/// What the meetings of the pieces say.
pub(super) struct Smooth {
    pub(super) class: Certificate<Smoothness>,
    pub(super) kinks: Certificate<Vec<Kink>>,
    pub(super) jumps: Certificate<Vec<Jump>>,
    /// Of each place between two pieces, whether f is known to be continuous there.
    pub(super) continuous: Vec<bool>,
}

/// How two numbers that are known to an enclosure compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Different,
    Unknown,
}

impl Subject<'_> {
    /// Whether a formula of continuous operators alone leads over a place.
    fn is_continuous_at(&self, at: Interval) -> bool {
        let around = Interval::new(at.lo().next_down(), at.hi().next_up());
        self.expr.evaluate(|_| around).grade() == Grade::Continuous
    }
}

/// The first derivative in which two pieces differ.
enum Meeting {
    /// In none.
    Smooth,
    /// In this one, and all below agree.
    Differs(usize),
    /// All below this one agree.
    Unknown(usize),
}

pub(super) fn examine(subject: &Subject<'_>) -> Result<Smooth, LimitError> {
    let (mut kinks, mut jumps, mut continuous) = (Vec::new(), Vec::new(), Vec::new());
    let mut class = Smoothness::Infinite;
    // The lowest derivative about which something is not known.
    let mut unknown = usize::MAX;
    if subject.pieces.iter().any(|charted| !charted.piece.is_analytic) {
        unknown = 0;
    }
    for pair in subject.pieces.windows(2) {
        let [left, right] = pair else { continue };
        let at = right.piece.span.from;
        let meeting = meeting(subject, left, right, at)?;
        continuous.push(!matches!(meeting, Meeting::Differs(0) | Meeting::Unknown(0)));
        match meeting {
            Meeting::Smooth => {}
            Meeting::Unknown(order) => unknown = unknown.min(order),
            Meeting::Differs(order) => {
                class = lower(class, order);
                let [left, right] = [left, right].map(|side| side.derivative(order, at));
                match order {
                    0 => jumps.push(Jump { at, left, right }),
                    1 => kinks.push(Kink { at, left, right }),
                    _ => {}
                }
            }
        }
    }
    let known = |order: usize| unknown > order;
    let certificate = |order: usize| known(order).then_some(());
    Ok(Smooth {
        class: match class {
            Smoothness::Infinite if known(usize::MAX - 1) => Certificate::proved(class),
            Smoothness::Times(k) if known(k as usize + 1) => Certificate::proved(class),
            Smoothness::Discontinuous => Certificate::proved(class),
            _ => subject.unknown(class),
        },
        kinks: match certificate(1) {
            Some(()) => Certificate::proved(kinks),
            None => subject.unknown(kinks),
        },
        jumps: match certificate(0) {
            Some(()) => Certificate::proved(jumps),
            None => subject.unknown(jumps),
        },
        continuous,
    })
}

fn lower(class: Smoothness, order: usize) -> Smoothness {
    let times = u32::try_from(order).unwrap_or(u32::MAX);
    match (class, times) {
        (_, 0) | (Smoothness::Discontinuous, _) => Smoothness::Discontinuous,
        (Smoothness::Times(k), _) => Smoothness::Times(k.min(times - 1)),
        (Smoothness::Infinite, _) => Smoothness::Times(times - 1),
    }
}

fn meeting(
    subject: &Subject<'_>,
    left: &Charted,
    right: &Charted,
    at: Interval,
) -> Result<Meeting, LimitError> {
    if let Some(itself) = subject.value_at(at) {
        let sides = [left, right].map(|side| side.derivative(0, at));
        if sides.iter().any(|side| side.intersection(itself).is_empty()) {
            return Ok(Meeting::Differs(0));
        }
    }
    if left.piece.expr == right.piece.expr {
        return Ok(Meeting::Smooth);
    }
    let difference = subtract(&left.piece.expr, &right.piece.expr)?;
    for order in 0..=HIGHEST {
        match compare(subject, &difference, left, right, order, at)? {
            Comparison::Equal => {}
            Comparison::Different => return Ok(Meeting::Differs(order)),
            Comparison::Unknown => return Ok(Meeting::Unknown(order)),
        }
    }
    Ok(if vanishes(&difference)? { Meeting::Smooth } else { Meeting::Unknown(HIGHEST + 1) })
}

/// Whether an expression is shown to be 0 everywhere: it simplifies to 0, or it and its derivatives are 0
/// at 0 until one of them simplifies to 0, as those of a polynomial do.
pub(super) fn vanishes(expr: &Expr) -> Result<bool, LimitError> {
    let is_zero = |expr: &Expr| expr.as_number().is_some_and(Rational::is_zero);
    let origin = Expr::number(Rational::integer(0));
    let mut derivative = expr.simplify()?;
    for _ in 0..HIGHEST {
        if is_zero(&derivative) {
            return Ok(true);
        }
        if !is_zero(&derivative.bind([("x", &origin)])?) {
            return Ok(false);
        }
        derivative = derivative.derivative("x")?;
    }
    Ok(false)
}

/// a − b, simplified.
pub(super) fn subtract(a: &Expr, b: &Expr) -> Result<Expr, LimitError> {
    a.map(|graph, root| {
        let symbol = graph.symbol("x")?;
        let other = graph.import(b, "x", symbol)?;
        let difference = graph.apply(Operator::Sub, &[root, other])?;
        graph.simplify(difference)
    })
}

fn compare(
    subject: &Subject<'_>,
    difference: &Expr,
    left: &Charted,
    right: &Charted,
    order: usize,
    at: Interval,
) -> Result<Comparison, LimitError> {
    let [a, b] = [left, right].map(|side| side.derivative(order, at));
    if a.is_bounded() && b.is_bounded() && a.intersection(b).is_empty() {
        return Ok(Comparison::Different);
    }
    if (a.is_point() && a == b) || (order == 0 && subject.is_continuous_at(at)) {
        return Ok(Comparison::Equal);
    }
    let derivative = difference.nth_derivative("x", order)?;
    let is_zero = |expr: &Expr| expr.as_number().is_some_and(Rational::is_zero);
    if is_zero(&derivative) {
        return Ok(Comparison::Equal);
    }
    let Some(place) = subject.exact(at) else {
        return Ok(Comparison::Unknown);
    };
    let there = derivative.bind([("x", &Expr::number(place))])?;
    Ok(if is_zero(&there) { Comparison::Equal } else { Comparison::Unknown })
}
