//! Where a function is steep, saturated or dead, and how often it is 0.

use nonlin_expr::{Algebra, Expr, LimitError, Operator, Rational};

use super::{Charted, Settings, Subject, stretch};
use crate::certificate::{Certificate, Status};
use crate::chart::{Budget, Cell, Chart, Question, Sign, chart};
use crate::interval::Interval;
use crate::profile::{Extremum, Stretch};

/// |f′| above this share of its supremum is steep.
const STEEP: f64 = 0.5;

pub(super) struct Zones {
    pub(super) saturated: Certificate<Vec<Stretch>>,
    pub(super) dead: Certificate<Vec<Stretch>>,
    pub(super) steep: Certificate<Vec<Stretch>>,
}

pub(super) fn find(
    subject: &Subject<'_>,
    lipschitz: &Certificate<Extremum>,
    settings: Settings,
) -> Result<Zones, LimitError> {
    let dead = level_pieces(subject, 1);
    let steepest = lipschitz.value.value;
    if !lipschitz.status.is_known() {
        return Ok(Zones {
            saturated: subject.unknown(vec![]),
            dead,
            steep: subject.unknown(vec![]),
        });
    }
    if !steepest.is_bounded() || steepest.is_zero() {
        let [saturated, steep] = [(); 2].map(|()| Certificate::proved(vec![]));
        return Ok(Zones { saturated, dead, steep });
    }
    let share = |share: f64, wanted| within(subject, steepest, share, wanted, settings);
    Ok(Zones {
        saturated: share(settings.saturation, Sign::Negative)?,
        steep: share(STEEP, Sign::Positive)?,
        dead,
    })
}

/// Where |f′| is below or above a share of its supremum, by the signs of f′² − level².
fn within(
    subject: &Subject<'_>,
    steepest: Interval,
    share: f64,
    wanted: Sign,
    settings: Settings,
) -> Result<Certificate<Vec<Stretch>>, LimitError> {
    let level = steepest.mul(Interval::point(share)).square();
    let mut charts = Vec::new();
    let mut known = true;
    for charted in &subject.pieces {
        if let Some(sign) = straight(&charted.piece.expr, steepest, share)? {
            charts.push(Chart { cells: vec![Cell { span: charted.piece.span, sign }], boxes: 0 });
            continue;
        }
        let squared = squared_slope(&charted.piece.expr)?;
        let question = Question { level, ..Question::signs(&squared) };
        let signs = chart(question, charted.piece.span, Budget(settings.boxes))?;
        // What is undecided next to the level is as narrow as rounding makes it.
        let undecided = |cell: &&Cell| cell.sign == Sign::Unknown;
        let wide = |cell: &Cell| cell.span.to.hi() - cell.span.from.lo() > 1e-9;
        known &= charted.piece.is_analytic && !signs.cells.iter().filter(undecided).any(wide);
        charts.push(signs);
    }
    let zones = signed(charts.iter().map(|chart| &chart.cells[..]), wanted);
    Ok(if known { Certificate::proved(zones) } else { subject.unknown(zones) })
}

/// The sign of |f′| − share·sup |f′| on a straight piece, in exact arithmetic: the slope 0.01 of leaky
/// ReLU is not below a hundredth.
fn straight(expr: &Expr, steepest: Interval, share: f64) -> Result<Option<Sign>, LimitError> {
    let slope = expr.derivative("x")?;
    let (Some(slope), true) = (slope.as_number(), steepest.is_point()) else { return Ok(None) };
    let share = Rational::from_f64_shortest(share);
    let level = share.and_then(|share| share.mul(&Rational::from_f64_exact(steepest.lo())?));
    Ok(level.map(|level| Sign::of(slope.abs().cmp(&level))))
}

fn squared_slope(expr: &Expr) -> Result<Expr, LimitError> {
    expr.derivative("x")?.map(|graph, root| {
        let two = graph.integer(2)?;
        graph.apply(Operator::Pow, &[root, two])
    })
}

/// The stretches of one sign, those that touch joined.
fn signed<'a>(charts: impl Iterator<Item = &'a [Cell]>, wanted: Sign) -> Vec<Stretch> {
    let mut zones: Vec<Stretch> = Vec::new();
    for cell in charts.flatten().filter(|cell| cell.sign == wanted) {
        match zones.last_mut() {
            Some(last) if last.to == cell.span.from => last.to = cell.span.to,
            _ => zones.push(stretch(cell.span)),
        }
    }
    zones
}

/// The stretches on which a derivative is 0. An analytic function that is 0 on some stretch is 0 on all of
/// its piece, and one that is not has single zeros only: what a chart leaves undecided does not matter.
fn level_pieces(subject: &Subject<'_>, order: usize) -> Certificate<Vec<Stretch>> {
    let mut level: Vec<Stretch> = Vec::new();
    let mut known = true;
    for Charted { piece, signs } in &subject.pieces {
        let has = |signs: &[Cell], wanted: &[Sign]| signs.iter().any(|c| wanted.contains(&c.sign));
        let cells = &signs[order].cells;
        if has(cells, &[Sign::Zero]) {
            match level.last_mut() {
                Some(last) if last.to == piece.span.from => last.to = piece.span.to,
                _ => level.push(stretch(piece.span)),
            }
        } else {
            known &= has(cells, &[Sign::Positive, Sign::Negative]);
        }
        known &= piece.is_analytic;
    }
    if known { Certificate::proved(level) } else { subject.unknown(level) }
}

/// P[f(z) = 0] for z ~ N(0, 1).
pub(super) fn probability(subject: &Subject<'_>) -> Certificate<Interval> {
    let Certificate { value, status } = level_pieces(subject, 0);
    let share = |zero: &Stretch| below(zero.to).sub(below(zero.from));
    let probability = value.iter().fold(Interval::ZERO, |sum, zero| sum.add(share(zero)));
    let certain = Interval::new(0.0, 1.0);
    match status {
        Status::Proved => Certificate::proved(probability.intersection(certain)),
        _ => subject.unknown(certain),
    }
}

/// P[z ≤ x] for z ~ N(0, 1): erfc(−x/√2)/2.
fn below(x: Interval) -> Interval {
    let half = <Interval as Algebra>::number(&Rational::integer(1)).div(Interval::point(2.0));
    let scaled = x.neg().div(Algebra::sqrt(&Interval::point(2.0)));
    Algebra::erfc(&scaled).mul(half)
}
