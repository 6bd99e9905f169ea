//! One way to compute a function, with its errors at every point.

use std::rc::Rc;
use std::sync::Arc;

use super::points::Points;
use crate::algebra::Rounded;
use crate::number::Rational;
use crate::operator::{Algebra, Operator};
use crate::tape::apply_over;

/// Bits that a good form may lose. A result has at least 29 bits less than the lanes that compute it
/// (f32 in f64, f64 in double-double): 12 lost leave 17 behind the last place.
const TOLERATED_BITS: f64 = 12.0;
/// What one addition costs, in squared bits lost at every point.
const PRICE: f64 = 0.02;
/// More operators than this count as this many.
const MAX_SIZE: f64 = 1e9;

/// What a candidate does last.
#[derive(Debug, Clone)]
pub(super) enum Last {
    Number(Rational),
    Symbol(Arc<str>),
    Apply(Operator),
}

/// A form, never changed: what it is made of are candidates too.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) last: Last,
    pub(super) arguments: Vec<Rc<Candidate>>,
    pub(super) values: Vec<Rounded>,
    /// The squared bits lost past the tolerated ones at each point; empty where none are.
    losses: Vec<f64>,
    /// Weighted cost of its operators.
    size: f64,
    /// Mean over the points of the squared bits lost past the tolerated ones.
    loss: f64,
}

impl Candidate {
    pub(super) fn number(value: &Rational, points: &Points) -> Self {
        let values = vec![Rounded::number(value); points.xs().len()];
        Self::new(Last::Number(value.clone()), Vec::new(), values, 0.0)
    }

    pub(super) fn symbol(name: &Arc<str>, points: &Points) -> Self {
        let values = points.values(name).into_iter().map(Rounded::exact).collect();
        Self::new(Last::Symbol(name.clone()), Vec::new(), values, 0.0)
    }

    pub(super) fn apply(operator: Operator, arguments: &[Rc<Self>], points: &Points) -> Self {
        let mut values = vec![Rounded::exact(f64::NAN); points.xs().len()];
        let slices: Vec<&[Rounded]> = arguments.iter().map(|a| a.values.as_slice()).collect();
        apply_over(operator, &slices, &mut values);
        let size = Self::size_of(operator, arguments);
        Self::new(Last::Apply(operator), arguments.to_vec(), values, size)
    }

    /// The weighted cost of an operator over its arguments.
    pub(super) fn size_of(operator: Operator, arguments: &[Rc<Self>]) -> f64 {
        let exponent = arguments.get(1).and_then(|argument| match &argument.last {
            Last::Number(value) => Some(value),
            _ => None,
        });
        let size = arguments.iter().map(|a| a.size).sum::<f64>() + price(operator, exponent);
        size.min(MAX_SIZE)
    }

    /// Whether nothing of at least this size can be better.
    pub(super) fn is_beyond(&self, size: f64) -> bool {
        !self.is_lossy() && self.size <= size
    }

    fn new(last: Last, arguments: Vec<Rc<Self>>, values: Vec<Rounded>, size: f64) -> Self {
        let mut losses = Vec::new();
        if values.iter().any(|value| value.loses_more_than(TOLERATED_BITS)) {
            losses.extend(values.iter().map(|&value| loss(value)));
        }
        let loss = mean(losses.iter().sum(), values.len());
        Self { last, arguments, values, losses, size, loss }
    }

    /// Less is better: accuracy first, then speed.
    pub(super) fn score(&self) -> f64 {
        self.loss + PRICE * self.size
    }

    /// The score of a form that is this one at the points `here`, the other elsewhere, and pays
    /// `choosing` for the choice.
    pub(super) fn score_with(
        &self,
        other: &Self,
        choosing: f64,
        here: impl Fn(usize) -> bool,
    ) -> f64 {
        let lost = |point| if here(point) { self.loss_at(point) } else { other.loss_at(point) };
        let count = self.values.len();
        mean((0..count).map(lost).sum(), count)
            + PRICE * (self.size + other.size + choosing).min(MAX_SIZE)
    }

    /// Whether some point loses more bits than it should.
    pub(super) fn is_lossy(&self) -> bool {
        self.loss > 0.0
    }

    /// What is lost at a point.
    pub(super) fn loss_at(&self, point: usize) -> f64 {
        self.losses.get(point).copied().unwrap_or(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred points")]
fn mean(sum: f64, count: usize) -> f64 {
    sum / count.max(1) as f64
}

/// Exponents that a tape turns into a few multiplications.
const MULTIPLIED_OUT: [f64; 7] = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];

fn loss(value: Rounded) -> f64 {
    if value.loses_more_than(TOLERATED_BITS) {
        (value.bits_lost() - TOLERATED_BITS).powi(2)
    } else {
        0.0
    }
}

/// What an operator costs, in additions; a power depends on its exponent, if that is a number.
pub(super) fn price(operator: Operator, exponent: Option<&Rational>) -> f64 {
    match operator {
        Operator::Pow if exponent.is_some_and(|n| MULTIPLIED_OUT.contains(&n.to_f64())) => 2.0,
        Operator::Neg | Operator::Abs => 0.5,
        Operator::Add | Operator::Sub | Operator::Mul | Operator::Min | Operator::Max => 1.0,
        Operator::Clamp | Operator::If | Operator::Sign | Operator::Floor => 2.0,
        Operator::Div | Operator::Sqrt => 4.0,
        Operator::Hypot => 5.0,
        Operator::Pow => 25.0,
        operator if operator.is_comparison() => 1.0,
        operator if operator.row().arity == 0 => 0.0,
        _ => 12.0,
    }
}
