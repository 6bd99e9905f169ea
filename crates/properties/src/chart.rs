//! The signs of a function along a stretch of the line, proved.
//!
//! Branch and bound: a box on which an enclosure excludes 0 has its sign. On a box where the derivative
//! excludes 0 the function is monotone, so the signs at its two ends decide; where they differ there is
//! exactly one root, which interval Newton steps close in on. A function that vanishes exactly at a box's
//! anchor, with some of its derivatives (x − tanh x at 0), has the sign of the first term that does not.
//! What is undecided is halved, until a box is as small as rounding allows or the budget is spent; such a
//! box stays unknown. Past the last box a tail's enclosure decides ([`crate::tail`]).
//!
//! All cells together cover the stretch, so a chart is a proof of every statement that is read off it.

use std::cmp::Ordering;

use nonlin_expr::{Expr, LimitError, Operator, Rational};

use crate::interval::{Grade, Interval};
use crate::tail::{self, End, Tail};
use crate::taylor::Taylor;

/// Where a tail may begin, tried in turn.
const TAILS: [f64; 8] = [3.0, 5.0, 8.0, 24.0, 64.0, 160.0, 400.0, 800.0];
/// A tail at whose start the function is too small for floats is tried from nearer to 0, by this factor
/// each time.
const NEARER: f64 = 0.125;
/// As often at most.
const STEPS_NEARER: usize = 9;
/// Terms of the Taylor form beyond the derivative in question.
const ORDER: usize = 4;
/// A box narrower than this, relative to max(|x|, `ABSOLUTE`), is not halved any more.
const RELATIVE: f64 = 4.0 * f64::EPSILON;
/// Near 0 boxes are halved down to this much times [`RELATIVE`].
const ABSOLUTE: f64 = 1e-3;
/// Newton steps towards a root; each squares the distance.
const NEWTON: usize = 12;

/// A stretch of the line between two places that are known to an enclosure each: points at ±∞ at the
/// ends of the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub(crate) from: Interval,
    pub(crate) to: Interval,
}

/// What is known of a function's sign on an open stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Negative,
    Zero,
    Positive,
    Unknown,
}

impl Sign {
    pub(crate) const fn of(ordering: Ordering) -> Self {
        match ordering {
            Ordering::Less => Self::Negative,
            Ordering::Equal => Self::Zero,
            Ordering::Greater => Self::Positive,
        }
    }

    pub(crate) const fn reversed(self) -> Self {
        match self {
            Self::Negative => Self::Positive,
            Self::Positive => Self::Negative,
            other => other,
        }
    }
}

/// One sign on one stretch. Between two neighbours lies the one place where they meet: a root, if their
/// signs are strict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) span: Span,
    pub(crate) sign: Sign,
}

/// Cells from one end of a stretch to the other, each beginning where the one before ends.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub(crate) cells: Vec<Cell>,
    /// How many boxes it took.
    pub(crate) boxes: u64,
}

/// No likely root, nor are its multiples by powers of 2.
const ODD: f64 = 1.035_173;
/// The share of a box below its cut.
const UNEVEN: f64 = 0.489_113;

/// How many boxes a chart may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget(pub(crate) u64);

/// What is charted: the `order`-th derivative of `expr`, which is analytic, minus `level`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) expr: &'a Expr,
    pub(crate) order: usize,
    pub(crate) level: Interval,
    /// Whether the function is known to be exactly 0 at the ends of the stretch.
    pub(crate) zero_at_ends: [bool; 2],
}

impl<'a> Question<'a> {
    /// The signs of a function itself.
    pub(crate) const fn signs(expr: &'a Expr) -> Self {
        Self { expr, order: 0, level: Interval::ZERO, zero_at_ends: [false; 2] }
    }
}

/// The signs between `span`'s ends.
pub(crate) fn chart(
    question: Question<'_>,
    span: Span,
    budget: Budget,
) -> Result<Chart, LimitError> {
    let Question { expr, order, level, zero_at_ends: [first, last] } = question;
    let zeros = [first.then_some(span.from.lo()), last.then_some(span.to.hi())];
    let mut charter = Charter { expr, order, level, zeros, cells: Vec::new(), boxes: 0, budget };
    let [from, to] = [span.from.lo(), span.to.hi()];
    let left = (from == f64::NEG_INFINITY).then(|| charter.tail(End::Minus, to)).transpose()?;
    let right = (to == f64::INFINITY).then(|| charter.tail(End::Plus, from)).transpose()?;
    let inner_from = left.map_or(from, |(start, _)| -start);
    let inner_to = right.map_or(to, |(start, _)| start);
    if let Some((start, sign)) = left {
        charter.push(Interval::point(f64::NEG_INFINITY), Interval::point(-start), sign);
    }
    // The ends of the stretch itself stay as well known as they are; between them lie floats.
    for window in charter.cuts(inner_from, inner_to).windows(2) {
        charter.explore(window[0], window[1]);
    }
    if let Some((start, sign)) = right {
        charter.extend(Interval::point(start), Interval::point(f64::INFINITY), sign);
    }
    let mut chart = Chart { cells: charter.cells, boxes: charter.boxes };
    if let Some(first) = chart.cells.first_mut() {
        first.span.from = span.from;
    }
    if let Some(last) = chart.cells.last_mut() {
        last.span.to = span.to;
    }
    Ok(chart)
}

struct Charter<'a> {
    expr: &'a Expr,
    order: usize,
    level: Interval,
    /// Ends at which the function is known to be 0.
    zeros: [Option<f64>; 2],
    cells: Vec<Cell>,
    boxes: u64,
    budget: Budget,
}

/// What one box shows.
enum Outcome {
    /// One sign inside.
    Sign(Sign),
    /// A sign up to a root, and another after it.
    Root(Interval, [Sign; 2]),
    /// Nothing yet.
    Undecided,
}

impl Charter<'_> {
    /// The ends of the first boxes: both ends, and between them 0 and places that are no likely roots,
    /// wider apart further out. 0 is a place only where it is known on which side of it a root would be.
    fn cuts(&self, from: f64, to: f64) -> Vec<f64> {
        let zero = at_end(self.value(Interval::ZERO)).map(|_| 0.0);
        let grown = (0..12).map(|k| ODD * f64::from(1 << k));
        let mut cuts: Vec<f64> = grown
            .flat_map(|cut| [cut, -cut])
            .chain(zero)
            .filter(|&cut| from < cut && cut < to)
            .chain([from, to])
            .collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        cuts
    }

    /// Where the tail begins, as a distance from 0, and its sign; `other` is the stretch's other end.
    fn tail(&self, end: End, other: f64) -> Result<(f64, Sign), LimitError> {
        let towards = if end == End::Minus { -1.0 } else { 1.0 };
        let least = towards * other;
        let derivative = self.expr.nth_derivative("x", self.order)?;
        let sign = |start: f64| {
            let tail = scaled(&derivative, end, start)?;
            Ok(match (self.level.is_zero(), tail) {
                (_, None) => None,
                (true, Some(tail)) => tail.sign().map(Sign::of),
                (false, Some(tail)) => strict(tail.range().sub(self.level)),
            })
        };
        let mut last = least.max(0.0) + 1.0;
        for start in TAILS.into_iter().filter(|&start| start > least) {
            let Some(found) = sign(start)? else {
                last = start;
                continue;
            };
            // Where floats underflow, boxes would show nothing.
            let (mut begin, mut steps) = (start, 0);
            while steps < STEPS_NEARER
                && begin * NEARER > least
                && at_end(self.value(Interval::point(towards * begin))).is_none()
                && sign(begin * NEARER)? == Some(found)
            {
                begin *= NEARER;
                steps += 1;
            }
            return Ok((begin, found));
        }
        Ok((last, Sign::Unknown))
    }

    /// Appends a cell; one that goes on with the sign of the last, with no root between, makes it longer.
    fn push(&mut self, from: Interval, to: Interval, sign: Sign) {
        self.cells.push(Cell { span: Span { from, to }, sign });
    }

    /// Charts the floats from `from` to `to`.
    fn explore(&mut self, from: f64, to: f64) {
        let mut stack = vec![(from, to)];
        while let Some((lo, hi)) = stack.pop() {
            let (start, end) = (Interval::point(lo), Interval::point(hi));
            match self.look(Interval::new(lo, hi)) {
                Outcome::Sign(sign) => self.extend(start, end, sign),
                Outcome::Root(at, [before, after]) => {
                    self.extend(start, at, before);
                    self.push(at, end, after);
                }
                Outcome::Undecided => {
                    let middle = split(lo, hi);
                    let smallest = RELATIVE * lo.abs().max(hi.abs()).max(ABSOLUTE);
                    let divisible = lo < middle && middle < hi && hi - lo > smallest;
                    if divisible && self.boxes < self.budget.0 {
                        stack.push((middle, hi));
                        stack.push((lo, middle));
                    } else {
                        self.extend(start, end, Sign::Unknown);
                    }
                }
            }
        }
    }

    /// As [`push`](Self::push), but joined with the cell before where both have one sign and the function
    /// has it at the place between them too.
    fn extend(&mut self, from: Interval, to: Interval, sign: Sign) {
        let joins = self.cells.last().is_some_and(|last| {
            last.sign == sign && last.span.to == from && self.has_sign(from, sign)
        });
        match self.cells.last_mut() {
            Some(last) if joins => last.span.to = to,
            _ => self.push(from, to, sign),
        }
    }

    /// Whether the function has this sign at a place; any will do where nothing is known.
    fn has_sign(&self, at: Interval, sign: Sign) -> bool {
        match sign {
            Sign::Unknown => true,
            Sign::Zero => true,
            Sign::Positive => self.value(at).is_positive(),
            Sign::Negative => self.value(at).is_negative(),
        }
    }

    /// The function at a place.
    fn value(&self, at: Interval) -> Interval {
        Taylor::of(self.expr, at, self.order + 1).derivative(self.order).sub(self.level)
    }

    fn look(&mut self, x: Interval) -> Outcome {
        self.boxes += 1;
        let taylor = Taylor::of(self.expr, x, self.order + ORDER);
        let value = taylor.derivative(self.order).sub(self.level);
        if taylor.grade() < Grade::Continuous || value.is_empty() {
            return Outcome::Undecided;
        }
        if let Some(sign) = strict(value) {
            return Outcome::Sign(sign);
        }
        if value.is_zero() {
            return Outcome::Sign(Sign::Zero);
        }
        if let Some(outcome) = self.vanishing(&taylor, x) {
            return outcome;
        }
        let slope = taylor.derivative(self.order + 1);
        let Some(rising) = strict(slope) else { return Outcome::Undecided };
        let [lo, hi] = [x.lo(), x.hi()].map(|end| {
            let is_zero = self.zeros.contains(&Some(end));
            if is_zero { Interval::ZERO } else { self.value(Interval::point(end)) }
        });
        match (at_end(lo), at_end(hi)) {
            // 0 at one end exactly: the slope says on which side of 0 the rest lies.
            (Some(Sign::Zero), _) => Outcome::Sign(rising),
            (_, Some(Sign::Zero)) => Outcome::Sign(rising.reversed()),
            (Some(a), Some(b)) if a == b => Outcome::Sign(a),
            (Some(a), Some(b)) => Outcome::Root(self.newton(x), [a, b]),
            _ => Outcome::Undecided,
        }
    }

    /// A function that is exactly 0 at the anchor, an end of the box, has one sign elsewhere if the first
    /// coefficient that does not vanish there has one on the whole box.
    fn vanishing(&self, taylor: &Taylor, x: Interval) -> Option<Outcome> {
        if self.level != Interval::ZERO || !(x.lo() == 0.0 || x.hi() == 0.0) {
            return None;
        }
        let terms = self.order..self.order + ORDER;
        let exact = |k: &usize| taylor.at_anchor(*k).is_zero();
        let multiplicity = terms.take_while(exact).count();
        if multiplicity == 0 {
            return None;
        }
        let sign = strict(taylor.coefficient(self.order + multiplicity))?;
        let turned = x.hi() == 0.0 && multiplicity % 2 == 1;
        Some(Outcome::Sign(if turned { sign.reversed() } else { sign }))
    }

    /// The only root in a box on which the function is strictly monotone.
    fn newton(&mut self, mut x: Interval) -> Interval {
        for _ in 0..NEWTON {
            self.boxes += 1;
            let middle = Interval::point(x.middle());
            let slope = Taylor::of(self.expr, x, self.order + ORDER).derivative(self.order + 1);
            let value = self.value(middle);
            let next = x.intersection(middle.sub(value.div(slope)));
            // The root is in both: an empty intersection would be a rounding error of ours.
            if next.is_empty() || next.width() >= 0.9 * x.width() {
                break;
            }
            x = next;
        }
        x
    }
}

/// The tail of a function from `start` on; nearer to 0 than tails may begin, that of the function of
/// s·x for a power s of 2.
fn scaled(expr: &Expr, end: End, start: f64) -> Result<Option<Tail>, LimitError> {
    if start >= tail::LEAST_FROM {
        return Ok(Some(tail::of(expr, end, start)));
    }
    let scale = (start / tail::LEAST_FROM).log2().floor().exp2();
    let Some(exact) = Rational::from_f64_exact(scale) else { return Ok(None) };
    let argument = Expr::symbol("x").map(|graph, x| {
        let scale = graph.number(exact)?;
        graph.apply(Operator::Mul, &[scale, x])
    })?;
    Ok(Some(tail::of(&expr.bind([("x", &argument)])?, end, start / scale)))
}

/// The sign of all numbers of an enclosure.
fn strict(value: Interval) -> Option<Sign> {
    if value.is_positive() {
        Some(Sign::Positive)
    } else if value.is_negative() {
        Some(Sign::Negative)
    } else {
        None
    }
}

/// The sign of a value, where it is known; 0 counts as known only where it is exact.
fn at_end(value: Interval) -> Option<Sign> {
    if value.is_zero() { Some(Sign::Zero) } else { strict(value) }
}

/// Where to cut a box: not in the middle, where a root is more likely.
fn split(lo: f64, hi: f64) -> f64 {
    lo + UNEVEN * (hi - lo)
}
