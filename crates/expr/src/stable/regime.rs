//! Two forms, each good in its own region, joined by a comparison of x or |x| with a number.

use std::rc::Rc;

use super::candidate::Candidate;
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
pub(super) fn join(
    best: &Rc<Candidate>,
    others: &[Rc<Candidate>],
    points: &Points,
) -> Option<Candidate> {
    let all: Vec<&Rc<Candidate>> = std::iter::once(best).chain(others).collect();
    let mut found: Option<Candidate> = None;
    let mut offer = |candidate: Candidate| {
        let bar = found.as_ref().map_or(best.score(), Candidate::score);
        if candidate.score() < bar {
            found = Some(candidate);
        }
    };
    let (by_value, by_magnitude) = (Order::of_value(points), Order::of_magnitude(points));
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate() {
            if i == j {
                continue;
            }
            for order in [&by_value, &by_magnitude] {
                if let Some(threshold) = order.threshold(a, b) {
                    offer(order.join(&threshold, a, b, points));
                }
            }
        }
    }
    found
}

/// The points in rising order of a quantity.
struct Order {
    magnitude: bool,
    /// The quantity and the point.
    rising: Vec<(f64, usize)>,
}

impl Order {
    fn of_value(points: &Points) -> Self {
        Self { magnitude: false, rising: points.xs().iter().copied().zip(0..).collect() }
    }

    fn of_magnitude(points: &Points) -> Self {
        let mut rising: Vec<(f64, usize)> = points.xs().iter().map(|x| x.abs()).zip(0..).collect();
        rising.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { magnitude: true, rising }
    }

    /// Where to change from `below` to `above` so that the least is lost.
    fn threshold(&self, below: &Candidate, above: &Candidate) -> Option<Rational> {
        let mut lost: f64 = self.rising.iter().map(|&(_, point)| above.loss_at(point)).sum();
        let mut least = (lost, None);
        for (index, &(quantity, point)) in self.rising.iter().enumerate() {
            lost += below.loss_at(point) - above.loss_at(point);
            let Some(&(next, _)) = self.rising.get(index + 1) else { break };
            if next == quantity || lost > least.0 * (1.0 + SAME) {
                continue;
            }
            // Of equally good places the one nearest to ±1 (or 0), far from both ends.
            let far = |(low, high): (f64, f64)| {
                if low <= 0.0 && high >= 0.0 {
                    0.0
                } else {
                    (low.abs().ln() + high.abs().ln()).abs()
                }
            };
            let clearly = lost < least.0 * (1.0 - SAME);
            if clearly || least.1.is_some_and(|gap| far((quantity, next)) < far(gap)) {
                least = (lost.min(least.0), Some((quantity, next)));
            }
        }
        let (low, high) = least.1?;
        short_number_between(low, high)
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
fn short_number_between(low: f64, high: f64) -> Option<Rational> {
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
