//! Two forms, each good in its own region, joined by a comparison of x or |x| with a number.

use std::rc::Rc;

use super::candidate::{Candidate, price};
use super::points::Points;
use crate::number::Rational;
use crate::operator::Operator;

/// Sums of losses that differ by less than this, relatively, are the same.
const SAME: f64 = 1e-9;

/// The summed loss if at every point the better of the two were used.
pub(super) fn joint_loss(a: &Candidate, b: &Candidate) -> f64 {
    (0..a.values.len()).map(|point| a.loss_at(point).min(b.loss_at(point))).sum()
}

/// The best join of two of the candidates, if one is better than `best` alone.
///
/// What a join would score follows from the losses of its two sides, so only the winner is built.
pub(super) fn join(
    best: &Rc<Candidate>,
    others: &[Rc<Candidate>],
    orders: &[Order],
    points: &Points,
) -> Option<Candidate> {
    let all: Vec<&Rc<Candidate>> = std::iter::once(best).chain(others).collect();
    let mut bar = best.score();
    let mut found = None;
    for (i, below) in all.iter().enumerate() {
        for (j, above) in all.iter().enumerate() {
            if i == j {
                continue;
            }
            for order in orders {
                let Some((score, gap)) = order.best_change(below, above) else { continue };
                if score < bar
                    && let Some(threshold) = short_number_between(gap)
                {
                    bar = score;
                    found = Some((order, threshold, *below, *above));
                }
            }
        }
    }
    let (order, threshold, below, above) = found?;
    Some(order.join(&threshold, below, above, points))
}

/// The points in rising order of a quantity.
pub(super) struct Order {
    magnitude: bool,
    /// The quantity at each point.
    quantity: Vec<f64>,
    /// The points.
    rising: Vec<usize>,
    /// What lies between each of them and the next.
    gaps: Vec<Gap>,
}

/// Two neighbouring quantities.
struct Gap {
    low: f64,
    high: f64,
    /// How far it is from ±1 (or 0): of equally good places for a change the nearest is taken, far
    /// from both ends.
    far: f64,
}

impl Order {
    /// By x, and by |x|.
    pub(super) fn all(points: &Points) -> [Self; 2] {
        let magnitudes = points.xs().iter().map(|x| x.abs()).collect();
        [Self::by(points.xs().to_vec(), false), Self::by(magnitudes, true)]
    }

    fn by(quantity: Vec<f64>, magnitude: bool) -> Self {
        let mut rising: Vec<usize> = (0..quantity.len()).collect();
        rising.sort_by(|&a, &b| quantity[a].total_cmp(&quantity[b]));
        let gaps = rising
            .windows(2)
            .map(|pair| {
                let (low, high) = (quantity[pair[0]], quantity[pair[1]]);
                let far = if low <= 0.0 && high >= 0.0 {
                    0.0
                } else {
                    (low.abs().ln() + high.abs().ln()).abs()
                };
                Gap { low, high, far }
            })
            .collect();
        Self { magnitude, quantity, rising, gaps }
    }

    /// Where to change from `below` to `above` so that the least is lost, and the join's score.
    fn best_change(&self, below: &Candidate, above: &Candidate) -> Option<(f64, &Gap)> {
        let mut lost: f64 = self.rising.iter().map(|&point| above.loss_at(point)).sum();
        let mut least: (f64, Option<&Gap>) = (lost, None);
        for (&point, gap) in self.rising.iter().zip(&self.gaps) {
            lost += below.loss_at(point) - above.loss_at(point);
            if gap.low == gap.high || lost > least.0 * (1.0 + SAME) {
                continue;
            }
            let clearly = lost < least.0 * (1.0 - SAME);
            if clearly || least.1.is_some_and(|best| gap.far < best.far) {
                least = (lost.min(least.0), Some(gap));
            }
        }
        let gap = least.1?;
        let is_below = |point: usize| self.quantity[point] <= gap.low;
        Some((below.score_with(above, self.comparison(), is_below), gap))
    }

    /// What the comparison and its choice cost.
    fn comparison(&self) -> f64 {
        let quantity = if self.magnitude { price(Operator::Abs, None) } else { 0.0 };
        quantity + price(Operator::Less, None) + price(Operator::If, None)
    }

    fn join(
        &self,
        threshold: &Rational,
        below: &Rc<Candidate>,
        above: &Rc<Candidate>,
        points: &Points,
    ) -> Candidate {
        let mut quantity = Rc::new(Candidate::symbol(&"x".into(), points));
        if self.magnitude {
            quantity = Rc::new(Candidate::apply(Operator::Abs, &[quantity], points));
        }
        let threshold = Rc::new(Candidate::number(threshold, points));
        let condition = Rc::new(Candidate::apply(Operator::Less, &[quantity, threshold], points));
        Candidate::apply(Operator::If, &[condition, below.clone(), above.clone()], points)
    }
}

/// A number in (low, high] with few decimals; 0 where the signs differ.
fn short_number_between(gap: &Gap) -> Option<Rational> {
    let &Gap { low, high, .. } = gap;
    if low < 0.0 && high >= 0.0 {
        return Some(Rational::integer(0));
    }
    let middle = if low == 0.0 { high / 2.0 } else { low.abs().sqrt() * high.abs().sqrt() };
    let middle = middle.copysign(high);
    (0..17).find_map(|digits| {
        let text = format!("{middle:.digits$e}");
        let value: f64 = text.parse().ok()?;
        if low < value && value <= high { Rational::from_f64_shortest(value) } else { None }
    })
}
