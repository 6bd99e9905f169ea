//! Whether f32 lanes are exact enough.
//!
//! They are where at most one operation rounds on the way to a result: that result is then the true one
//! rounded once, as from any wider lanes. Selections round nothing, and since rounding is monotone, the
//! smaller or larger of rounded numbers is the rounded smaller or larger.

use nonlin_expr::Operator;

use crate::straight::{Operation, Step, Straight};

/// How far a step's result in f32 is from the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Accuracy {
    /// Not at all.
    Exact,
    /// It is the true one, rounded once.
    Rounded,
    /// Further, or not known.
    Worse,
}

/// The sizes of a factor whose product `Number::scaled` rounds once: neither it nor what f32 leaves
/// over of it is near the ends of f32's range.
const FACTORS: std::ops::RangeInclusive<f64> = 1e-15..=1e15;

/// What f32 lanes serve for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Single {
    /// Value and derivative: each is rounded once at most.
    pub(crate) forward: bool,
    /// The derivative times a number: the derivative is exact, so that only the product is rounded.
    pub(crate) backward: bool,
}

/// What f32 lanes serve for, given where the value and the derivative stand.
pub(crate) fn single(straight: &Straight, outputs: [usize; 2]) -> Single {
    let mut accuracies: Vec<Accuracy> = Vec::with_capacity(straight.steps().len());
    for step in straight.steps() {
        let arguments: Vec<Accuracy> = step.arguments.iter().map(|&a| accuracies[a]).collect();
        accuracies.push(accuracy(straight, step, &arguments));
    }
    let [value, derivative] = outputs.map(|output| accuracies[output]);
    Single {
        forward: value.max(derivative) <= Accuracy::Rounded,
        backward: derivative == Accuracy::Exact,
    }
}

fn accuracy(straight: &Straight, step: &Step, arguments: &[Accuracy]) -> Accuracy {
    use Accuracy::{Exact, Rounded, Worse};
    let once = || if arguments.iter().all(|a| *a == Exact) { Rounded } else { Worse };
    match (step.operation, arguments) {
        (Operation::X, _) => Exact,
        (Operation::Constant { hi, lo }, _) => {
            let (hi, lo) = (f64::from_bits(hi), f64::from_bits(lo));
            match fits(hi, lo) {
                true => Exact,
                false if FACTORS.contains(&hi.abs()) => Rounded,
                false => Worse,
            }
        }
        (Operation::IfLess | Operation::IfLessEq | Operation::IfEqual, [Exact, Exact, c, d]) => {
            *c.max(d)
        }
        (Operation::Lesser | Operation::Greater, [a, b]) => *a.max(b),
        (Operation::MulAdd | Operation::NegMulAdd, _) => once(),
        (Operation::Operator(operator), _) => match (operator, arguments) {
            (Operator::Neg | Operator::Abs, [a]) => *a,
            (Operator::Sign | Operator::Floor, [Exact]) => Exact,
            (Operator::Mul, [Rounded, Exact]) if is_constant(straight, step.arguments[0]) => {
                Rounded
            }
            (Operator::Add | Operator::Sub | Operator::Mul | Operator::Div | Operator::Sqrt, _) => {
                once()
            }
            _ => Worse,
        },
        _ => Worse,
    }
}

/// Whether hi + lo is a number of f32.
#[expect(clippy::cast_possible_truncation, reason = "that it is exact is the question")]
pub(crate) fn fits(hi: f64, lo: f64) -> bool {
    lo == 0.0 && f64::from(hi as f32).to_bits() == hi.to_bits()
}

fn is_constant(straight: &Straight, step: usize) -> bool {
    straight.constant_at(step).is_some()
}
