//! Verified moments: enclosures of E\[f\], E\[f²\] and E\[f′²\] for z ~ N(m, v).
//!
//! With z = m + √v·x everything is an integral over a standard normal x. The function is cut into analytic
//! pieces ([`crate::piece`]); each is covered by boxes that are integrated as Taylor series with interval
//! remainders ([`cell`](super::cell)), the box with the widest result first being halved, until the sum is
//! as narrow as rounding allows or the budget is spent. Beyond |x| = 12 (or 40) a bound B of
//! x²·g(x)·φ(x) on the whole tail ([`crate::tail`]) bounds the integral by B/|x|.
//!
//! A second method that shares nothing with this one but the formula, Gauss–Legendre quadrature in plain
//! floats ([`Samples`]), has to agree within its own error; where it does not, the result is unknown.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use nonlin_expr::{Expr, LimitError, Names, NoFunctions, Rational};

use super::cell::{COUNT, Integrals, integrals};
use super::samples::{Estimate, Moments, Samples};
use crate::certificate::Certificate;
use crate::chart::Budget;
use crate::interval::{Grade, Interval};
use crate::piece::{Piece, cut};
use crate::tail::{self, End};

/// Where tails begin, tried in turn.
const FAR: [f64; 3] = [12.0, 20.0, 40.0];
/// Boxes are first cut at the whole numbers up to this one, beyond it at its multiples by powers of 2.
const NEAR: f64 = 12.0;
/// A box is left alone where its integral is known to this part of the whole.
const SHARE: f64 = 4e-16;
/// Or to this part of itself, which is near what rounding allows.
const ROUNDING: f64 = 1e-14;
/// A box narrower than this is not halved any more.
const NARROWEST: f64 = 1e-18;
/// A tail that is wider than this part of the whole is begun further out.
const TAIL: f64 = 1e-15;
/// The second method decides nothing where its error guess is above this part of its value.
const DECISIVE: f64 = 1e-3;
/// How far the second method may be off, in its own error guesses.
const GUESSES: f64 = 8.0;

/// The distribution and the work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The pre-activation's mean m.
    pub mean: f64,
    /// Its variance v > 0.
    pub variance: f64,
    /// Boxes at most; each takes some 10⁻⁴ s.
    pub boxes: usize,
    /// Whether f is known to be odd: with m = 0, its mean is then 0 exactly.
    pub is_odd: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { mean: 0.0, variance: 1.0, boxes: 600, is_odd: false }
    }
}

/// What a function makes of a normal pre-activation, proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaussian {
    /// E\[f(z)\].
    pub mean: Certificate<Interval>,
    /// E\[f(z)²\].
    pub second_moment: Certificate<Interval>,
    /// E\[f²\] − E\[f\]².
    pub variance: Certificate<Interval>,
    /// E\[f′(z)²\] between the jumps of f, whose infinite slope is left out.
    pub derivative_second_moment: Certificate<Interval>,
    /// 1/√E\[f²\]: the gain that keeps the signal's mean square; `None` without a signal.
    pub forward_gain: Option<Certificate<Interval>>,
    /// 1/√E\[f′²\]: the gain that keeps the gradient's mean square; `None` where no gradient flows.
    pub backward_gain: Option<Certificate<Interval>>,
    /// Whether f is proved to jump somewhere, so that E\[f′²\] leaves something out.
    pub jumps: bool,
    /// How many boxes were integrated.
    pub boxes: u64,
}

/// Encloses the moments of a function of `x` with this derivative.
///
/// Deterministic; the work is bounded by `settings.boxes`. A mean that is not finite, or a variance that is
/// not positive, leaves everything unknown.
///
/// # Errors
/// When an expression outgrows its limits.
pub fn gaussian(
    value: &Expr,
    derivative: &Expr,
    settings: Settings,
) -> Result<Gaussian, LimitError> {
    let estimates =
        Samples::new(value, derivative, &[], settings.mean)?.moments(settings.variance.sqrt());
    let Some(standard) = standardised(value, settings)? else {
        return Ok(Gaussian::new([Interval::ENTIRE; COUNT], estimates, false, settings, 0));
    };
    let pieces = cut(&standard, Budget(settings.boxes as u64))?.pieces;
    let mut quadrature = Quadrature {
        pieces: &pieces,
        scale: scale(estimates, settings.variance),
        centre: centre(estimates, settings),
        cells: BinaryHeap::new(),
        done: [Interval::ZERO; COUNT],
        boxes: 0,
    };
    quadrature.tails()?;
    quadrature.cover();
    quadrature.refine(settings.boxes);
    let (sums, boxes) = (quadrature.sums(), quadrature.boxes);
    Ok(Gaussian::new(sums, estimates, jumps(&pieces), settings, boxes))
}

/// f(m + √v·x); `None` where m and v are no parameters of a normal distribution.
fn standardised(value: &Expr, settings: Settings) -> Result<Option<Expr>, LimitError> {
    let Settings { mean, variance, .. } = settings;
    if (mean, variance) == (0.0, 1.0) {
        return Ok(Some(value.clone()));
    }
    let numbers = Rational::from_f64_shortest(mean).zip(Rational::from_f64_shortest(variance));
    let Some((mean, variance)) = numbers.filter(|_| variance > 0.0) else { return Ok(None) };
    let line = formula("m + sqrt(v)*x", &["m", "v", "x"])
        .bind([("m", &Expr::number(mean)), ("v", &Expr::number(variance))])?;
    value.bind([("x", &line)]).map(Some)
}

/// A formula of ours.
fn formula(text: &str, symbols: &[&str]) -> Expr {
    match Expr::parse_with(text, Names { symbols, functions: &NoFunctions }) {
        Ok(formula) => formula,
        Err(error) => unreachable!("{text} is a formula: {error}"),
    }
}

/// The size of each integral (in x, where f′ is √v times as steep): what its error is measured against.
fn scale(estimates: Option<Moments>, variance: f64) -> [f64; COUNT] {
    let size = |of: fn(&Moments) -> Estimate| {
        let estimate = estimates.as_ref().map_or(f64::NAN, |moments| of(moments).value);
        if estimate.is_finite() { estimate } else { 1.0 }
    };
    let square = size(|moments| moments.square);
    let mean = size(|moments| moments.mean);
    let central = (square - mean * mean).max(f64::EPSILON * square);
    [square.sqrt(), square, variance * size(|moments| moments.slope_square), central]
}

/// A number near f's mean; 0 where that is unknown or 0.
fn centre(estimates: Option<Moments>, settings: Settings) -> f64 {
    let mean = estimates.map_or(0.0, |moments| moments.mean.value);
    let is_zero = (settings.is_odd && settings.mean == 0.0) || !mean.is_finite();
    if is_zero { 0.0 } else { mean }
}

/// Whether the formulas of two neighbouring pieces are proved to differ where they meet.
fn jumps(pieces: &[Piece]) -> bool {
    pieces.windows(2).any(|sides| {
        let at = sides[1].span.from;
        let [left, right] = [0, 1].map(|i| sides[i].expr.evaluate(|_| at));
        let known = left.grade() >= Grade::Defined && right.grade() >= Grade::Defined;
        known && left.intersection(right).is_empty()
    })
}

/// The first cut above `left`.
fn next_cut(left: f64) -> f64 {
    if left >= NEAR {
        2.0 * left
    } else if left >= -NEAR {
        (left + 1.0).floor()
    } else {
        (0.5 * left).min(-NEAR)
    }
}

/// One box on one piece, with its integrals.
struct Cell {
    x: Interval,
    piece: usize,
    integrals: Integrals,
    /// The width of the widest integral beside what is allowed.
    excess: f64,
}

struct Quadrature<'a> {
    pieces: &'a [Piece],
    scale: [f64; COUNT],
    /// c: about f's mean, so that the variance is not the difference of large numbers.
    centre: f64,
    cells: BinaryHeap<Cell>,
    /// What is not in boxes: tails, and the places between pieces.
    done: Integrals,
    boxes: u64,
}

impl Quadrature<'_> {
    /// Adds the two tails.
    fn tails(&mut self) -> Result<(), LimitError> {
        for end in [End::Minus, End::Plus] {
            let integrals = self.tail(end, self.start(end))?;
            self.add(integrals);
        }
        Ok(())
    }

    /// Where the tail at one end begins, as a distance from 0: in the last piece, and where it is small.
    fn start(&self, end: End) -> f64 {
        let beyond = match end {
            End::Minus => self.pieces.first().map_or(0.0, |piece| -piece.span.to.lo()),
            End::Plus => self.pieces.last().map_or(0.0, |piece| piece.span.from.hi()),
        };
        let small = |integrals: Integrals| {
            integrals.iter().zip(self.scale).all(|(i, scale)| i.magnitude() <= TAIL * scale)
        };
        let starts = FAR.into_iter().map(|far| far.max(beyond));
        let found = starts.clone().find(|&start| self.tail(end, start).is_ok_and(small));
        found.unwrap_or(FAR[FAR.len() - 1].max(beyond))
    }

    /// The integrals from `start` on: B/start for a bound B of x²·g(x)·φ(x).
    fn tail(&self, end: End, start: f64) -> Result<Integrals, LimitError> {
        let last = match end {
            End::Minus => self.pieces.first(),
            End::Plus => self.pieces.last(),
        };
        let Some(last) = last else { return Ok([Interval::ENTIRE; COUNT]) };
        let slope = last.expr.derivative("x")?;
        let bound = |text: &str, f: &Expr| -> Result<Interval, LimitError> {
            let integrand = formula(text, &["f", "x"]).bind([("f", f)])?;
            let tail = tail::of(&integrand, end, start);
            let range = tail.range();
            let known = tail.grade() >= Grade::Defined && !range.is_empty();
            // A density beside which √(2π) is 1 is larger still.
            Ok(if known {
                range.hull(Interval::ZERO).div(Interval::point(start))
            } else {
                Interval::ENTIRE
            })
        };
        let [once, squared] = ["f*(x^2*exp(-x^2/2))", "f^2*(x^2*exp(-x^2/2))"];
        let second = bound(squared, &last.expr)?;
        // (f − c)² ≤ 2·f² + 2·c², and the density is below e^(−x²/2).
        let constant = bound(squared, &Expr::number(Rational::integer(1)))?;
        let centre = Interval::point(self.centre);
        let central = second.add(constant.mul(centre.square())).mul(Interval::point(2.0));
        Ok([bound(once, &last.expr)?, second, bound(squared, &slope)?, central])
    }

    fn add(&mut self, integrals: Integrals) {
        for (sum, integral) in self.done.iter_mut().zip(integrals) {
            *sum = sum.add(integral);
        }
    }

    /// Covers the line between the tails by boxes, and adds the places between pieces.
    fn cover(&mut self) {
        let [low, high] = [-self.start(End::Minus), self.start(End::Plus)];
        for (index, piece) in self.pieces.iter().enumerate() {
            let (from, to) = (piece.span.from.hi().max(low), piece.span.to.lo().min(high));
            if index > 0 {
                self.between(index);
            }
            let mut left = from;
            while left < to {
                let right = next_cut(left).min(to);
                let cell = self.cell(Interval::new(left, right), index);
                self.cells.push(cell);
                left = right;
            }
        }
    }

    /// The place between a piece and the one before, where it is not one number: either formula may hold.
    fn between(&mut self, index: usize) {
        let place = self.pieces[index].span.from;
        if !place.is_point() {
            let sides = [index - 1, index].map(|piece| self.cell(place, piece).integrals);
            self.add([0, 1, 2, 3].map(|k| sides[0][k].hull(sides[1][k]).hull(Interval::ZERO)));
        }
    }

    fn cell(&mut self, x: Interval, index: usize) -> Cell {
        self.boxes += 1;
        let piece = &self.pieces[index];
        let (mut integrals, grade) = integrals(&piece.expr, x, self.centre);
        // At the ends of an analytic piece it may be undefined, at that one place; anywhere else that
        // leaves everything open.
        let at_end = x.lo() <= piece.span.from.hi() || x.hi() >= piece.span.to.lo();
        let excused = piece.is_analytic && at_end && !integrals[1].is_empty();
        if grade < Grade::Defined && !excused {
            integrals = [Interval::ENTIRE; COUNT];
        }
        let excess = integrals.iter().zip(self.scale).map(|(integral, scale)| {
            let allowed = (SHARE * scale).max(ROUNDING * integral.mignitude());
            if integral.width() <= allowed { 0.0 } else { integral.width() / allowed }
        });
        let excess = excess.fold(0.0_f64, f64::max);
        Cell { x, piece: index, integrals, excess }
    }

    /// Halves the widest box until none is too wide.
    fn refine(&mut self, budget: usize) {
        let mut stuck = Vec::new();
        while (self.boxes as usize) < budget
            && let Some(worst) = self.cells.pop()
        {
            if worst.excess <= 1.0 {
                self.cells.push(worst);
                break;
            }
            let middle = worst.x.middle();
            let inside = worst.x.lo() < middle && middle < worst.x.hi();
            if !inside || worst.x.width() < NARROWEST {
                stuck.push(worst);
                continue;
            }
            for half in [Interval::new(worst.x.lo(), middle), Interval::new(middle, worst.x.hi())] {
                let cell = self.cell(half, worst.piece);
                self.cells.push(cell);
            }
        }
        self.cells.extend(stuck);
    }

    fn sums(&self) -> Integrals {
        let mut cells: Vec<&Cell> = self.cells.iter().collect();
        // Small ones first: from the tails inwards on both sides, so that rounding adds little.
        cells.sort_by(|a, b| b.x.mignitude().total_cmp(&a.x.mignitude()));
        let mut sums = self.done;
        for cell in cells {
            for (sum, integral) in sums.iter_mut().zip(cell.integrals) {
                *sum = sum.add(integral);
            }
        }
        sums
    }
}

impl Gaussian {
    fn new(
        [mean, square, slope_square, central]: Integrals,
        estimates: Option<Moments>,
        jumps: bool,
        settings: Settings,
        boxes: u64,
    ) -> Self {
        let not_negative = Interval::new(0.0, f64::INFINITY);
        let square = square.intersection(not_negative);
        let variance = Rational::from_f64_shortest(settings.variance);
        let slope_square = variance.map_or(Interval::ENTIRE, |variance| {
            let variance = <Interval as nonlin_expr::Algebra>::number(&variance);
            slope_square.div(variance).intersection(not_negative)
        });
        let certify = |value: Interval, of: fn(&Moments) -> Estimate| {
            let agrees = estimates.as_ref().is_some_and(|moments| agree(value, of(moments)));
            if agrees { Certificate::proved(value) } else { Certificate::unknown(value, boxes) }
        };
        let mean = if settings.is_odd && settings.mean == 0.0 && square.is_bounded() {
            Interval::ZERO
        } else {
            mean
        };
        let mean = certify(mean, |moments| moments.mean);
        let second_moment = certify(square, |moments| moments.square);
        let derivative_second_moment = certify(slope_square, |moments| moments.slope_square);
        // E[(f − c)²] − (E[f] − c)².
        let off = mean.value.sub(Interval::point(centre(estimates, settings)));
        let variance = central.sub(off.square()).intersection(not_negative);
        let known = mean.status.is_known() && second_moment.status.is_known();
        let variance = if known {
            Certificate::proved(variance)
        } else {
            Certificate::unknown(variance, boxes)
        };
        Self {
            forward_gain: gain(&second_moment),
            backward_gain: gain(&derivative_second_moment),
            mean,
            second_moment,
            variance,
            derivative_second_moment,
            jumps,
            boxes,
        }
    }
}

/// Whether an enclosure is finite, and a decisive estimate lies in it or within its own error.
fn agree(value: Interval, estimate: Estimate) -> bool {
    let decisive = estimate.error <= DECISIVE * (1.0 + estimate.value.abs());
    let margin = Interval::new(-GUESSES * estimate.error, GUESSES * estimate.error);
    let near = value.add(margin).contains(estimate.value);
    value.is_bounded() && !value.is_empty() && (near || !decisive)
}

/// 1/√ of a moment, where that is not 0.
fn gain(moment: &Certificate<Interval>) -> Option<Certificate<Interval>> {
    let gain = Interval::ONE.div(moment.value.sqrt());
    (moment.value.is_positive() && gain.is_bounded()).then(|| moment.clone().map(|_| gain))
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cell {}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By excess; the place makes the order of a heap deterministic.
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = other.x.lo().total_cmp(&self.x.lo());
        self.excess.total_cmp(&other.excess).then(places)
    }
}
