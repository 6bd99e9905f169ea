//! A graph as straight-line steps in the operations of `Number`, with peephole rewriting.
//!
//! Every rewriting is decided by the step's own structure, never by how often its result is used:
//! the value comes out with the same bits alone and together with the derivative.
//!
//! | what | becomes | where |
//! |---|---|---|
//! | an operator of constants | a constant, in double-double | always |
//! | a/c | (1/c)·a | 1/c is normal: its low part makes it as exact as the division by a rounded c |
//! | c·(d·a), −(c·a), 1·a | (c·d)·a, (−c)·a, a | c·d is normal |
//! | a·b + c, c − a·b | one fused step | always: one rounding instead of two |
//! | if(a < b, c, d) and the like | one selection | neither a nor b is ever NaN |
//! | max(a, b), min(a, b) | greater, lesser | b is never NaN, or a is a constant other than 0 |
//! | clamp(a, lo, hi) | greater, then lesser | lo ≤ hi are constants |
//! | k·a + c | k·(a + c/k) | no f64 is k, c/k is short: exact next to the root |
//! | greater or lesser of k·a and c | k·greater(a, c/k) | the same, k > 0 |
//! | greater or lesser of a + d and c | greater(a, c − d) + d | c, d and c − d are short: what is clamped is exact |
//! | k·(a·b) | a·(k·b) | no f64 is k, b is bounded and a is not: no product overflows on the way |

use std::collections::HashMap;

use nonlin_expr::operator::apply;
use nonlin_expr::{Algebra, DoubleDouble, Graph, Id, Node, Operator, Rational};

use crate::range::Range;

/// The largest whole exponent that becomes multiplications, as on the tape.
const MAX_UNROLLED_POWER: i64 = 8;

/// What a step does with its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    /// The variable.
    X,
    /// The number `hi` + `lo`, as bits.
    Constant { hi: u64, lo: u64 },
    /// An operator of formulas.
    Operator(Operator),
    /// if_less(a, b, c, d): c where a < b, else d.
    IfLess,
    /// The same for a ≤ b.
    IfLessEq,
    /// The same for a = b.
    IfEqual,
    /// The smaller, where b is not NaN.
    Lesser,
    /// The larger, where b is not NaN.
    Greater,
    /// a·b + c.
    MulAdd,
    /// c − a·b.
    NegMulAdd,
}

/// One operation on the results of earlier steps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Step {
    pub(crate) operation: Operation,
    pub(crate) arguments: Vec<usize>,
}

/// Steps, each after its arguments; equal ones stand once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Straight {
    steps: Vec<Step>,
    ranges: Vec<Range>,
    places: HashMap<Step, usize>,
}

impl Straight {
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What is known of each step's results.
    #[cfg(test)]
    pub(crate) fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// The number that a step is, if it is one.
    pub(crate) fn constant_at(&self, step: usize) -> Option<(f64, f64)> {
        match self.steps[step].operation {
            Operation::Constant { hi, lo } => Some((f64::from_bits(hi), f64::from_bits(lo))),
            _ => None,
        }
    }

    /// The steps that `outputs` are made of, in order.
    pub(crate) fn needed(&self, outputs: &[usize]) -> Vec<usize> {
        let mut wanted = vec![false; self.steps.len()];
        for &output in outputs {
            wanted[output] = true;
        }
        for index in (0..self.steps.len()).rev() {
            if wanted[index] {
                for &argument in &self.steps[index].arguments {
                    wanted[argument] = true;
                }
            }
        }
        (0..wanted.len()).filter(|&index| wanted[index]).collect()
    }

    /// Adds what `roots` are made of and says where they are.
    pub(crate) fn extend<const N: usize>(&mut self, graph: &Graph, roots: [Id; N]) -> [usize; N] {
        let mut places = vec![0; graph.len()];
        for id in graph.reachable(&roots) {
            places[id.index()] = match graph.node(id) {
                Node::Number(value) => self.constant(DoubleDouble::number(value)),
                Node::Symbol(_) => self.push(Operation::X, vec![]),
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<usize> =
                        arguments.iter().map(|a| places[a.index()]).collect();
                    self.operator(*operator, &arguments)
                }
            };
        }
        roots.map(|root| places[root.index()])
    }

    fn push(&mut self, operation: Operation, arguments: Vec<usize>) -> usize {
        let step = Step { operation, arguments };
        if let Some(&place) = self.places.get(&step) {
            return place;
        }
        let arguments: Vec<Range> = step.arguments.iter().map(|&a| self.ranges[a]).collect();
        let range = Range::of(operation, &arguments);
        self.ranges.push(match self.bounds(&step) {
            Some(bounds) => range.between(bounds),
            None => range,
        });
        self.steps.push(step.clone());
        self.places.insert(step, self.steps.len() - 1);
        self.steps.len() - 1
    }

    fn constant(&mut self, value: DoubleDouble) -> usize {
        // 0 and −0 are the same low part.
        let lo = if value.lo() == 0.0 { 0.0 } else { value.lo() };
        let (hi, lo) = (value.hi().to_bits(), f64::to_bits(lo));
        self.push(Operation::Constant { hi, lo }, vec![])
    }

    /// The constants between which a step's results are.
    fn bounds(&self, step: &Step) -> Option<[f64; 2]> {
        let inner = &self.steps[*step.arguments.first()?];
        let (Operation::Lesser, Operation::Greater) = (step.operation, inner.operation) else {
            return None;
        };
        let (low, _) = self.constant_at(inner.arguments[1])?;
        let (high, _) = self.constant_at(step.arguments[1])?;
        Some([low, high])
    }

    /// The number that a step is, to compute with.
    fn number(&self, step: usize) -> Option<DoubleDouble> {
        self.constant_at(step).map(|(hi, lo)| match hi.is_finite() {
            true => DoubleDouble::sum(hi, lo),
            false => DoubleDouble::from(hi),
        })
    }

    /// The factors of a product that a sum may be fused with, a constant first. Not one with a constant that f64
    /// does not hold: rounded, −3·(1/6) is −½, and the sum with ½ is 0; fused, it is what 1/6 is off by.
    fn product(&self, step: usize) -> Option<(usize, usize)> {
        match (self.steps[step].operation, self.steps[step].arguments.as_slice()) {
            (Operation::Operator(Operator::Mul), &[a, b]) => {
                let off = self.number(a).is_some_and(|factor| factor.lo() != 0.0);
                (!off).then_some((a, b))
            }
            _ => None,
        }
    }

    /// The factors of a product with a constant that f64 does not hold.
    fn awkward(&self, step: usize) -> Option<(DoubleDouble, usize)> {
        match (self.steps[step].operation, self.steps[step].arguments.as_slice()) {
            (Operation::Operator(Operator::Mul), &[k, a]) => {
                self.number(k).filter(|k| k.lo() != 0.0).map(|k| (k, a))
            }
            _ => None,
        }
    }

    fn operator(&mut self, operator: Operator, arguments: &[usize]) -> usize {
        let numbers: Vec<_> = arguments.iter().map_while(|&a| self.number(a)).collect();
        if numbers.len() == arguments.len() {
            return self.constant(apply(operator, &numbers));
        }
        match (operator, arguments) {
            (Operator::Neg, &[a]) => self.neg(a),
            (Operator::Mul, &[a, b]) => self.mul(a, b),
            (Operator::Div, &[a, b]) => self.div(a, b),
            (Operator::Add, &[a, b]) => self.add(a, b),
            (Operator::Sub, &[a, b]) => self.sub(a, b),
            (Operator::Pow, &[a, b]) => self.pow(a, b),
            (Operator::Max, &[a, b]) => self.extreme(Operation::Greater, operator, a, b),
            (Operator::Min, &[a, b]) => self.extreme(Operation::Lesser, operator, a, b),
            (Operator::Clamp, &[a, lo, hi]) => self.clamp(a, lo, hi),
            (Operator::If, &[condition, yes, no]) => self.choose(condition, yes, no),
            _ => self.push(Operation::Operator(operator), arguments.to_vec()),
        }
    }

    fn neg(&mut self, a: usize) -> usize {
        if let Some(value) = self.number(a) {
            return self.constant(DoubleDouble::neg(&value));
        }
        if let (Operation::Operator(Operator::Neg), &[inner]) =
            (self.steps[a].operation, self.steps[a].arguments.as_slice())
        {
            return inner;
        }
        if let Some((factor, b)) = self.product(a)
            && let Some(factor) = self.number(factor)
        {
            let factor = self.constant(DoubleDouble::neg(&factor));
            return self.mul(factor, b);
        }
        self.push(Operation::Operator(Operator::Neg), vec![a])
    }

    fn mul(&mut self, a: usize, b: usize) -> usize {
        // A constant first; else in the order of the steps, so that a·b and b·a are one.
        let (a, b) = match (self.number(a), self.number(b)) {
            (None, Some(_)) => (b, a),
            (None, None) if b < a => (b, a),
            _ => (a, b),
        };
        let Some(factor) = self.number(a) else {
            return self.push(Operation::Operator(Operator::Mul), vec![a, b]);
        };
        if factor.lo() == 0.0 && factor.hi() == 1.0 {
            return b;
        }
        if factor.lo() == 0.0 && factor.hi() == -1.0 {
            return self.neg(b);
        }
        if let (Operation::Operator(Operator::Neg), &[inner]) =
            (self.steps[b].operation, self.steps[b].arguments.as_slice())
        {
            let factor = self.constant(DoubleDouble::neg(&factor));
            return self.mul(factor, inner);
        }
        if let Some((other, c)) = self.product(b)
            && let Some(other) = self.number(other)
        {
            let both = DoubleDouble::mul(&factor, &other);
            if both.hi().is_normal() {
                let both = self.constant(both);
                return self.mul(both, c);
            }
        }
        if factor.lo() != 0.0
            && let (Operation::Operator(Operator::Mul), &[c, d]) =
                (self.steps[b].operation, self.steps[b].arguments.as_slice())
        {
            let bounded = [c, d].map(|step| self.ranges[step].is_moderate());
            let (free, bound) = match bounded {
                [false, true] => (c, d),
                [true, false] => (d, c),
                _ => return self.push(Operation::Operator(Operator::Mul), vec![a, b]),
            };
            let scaled = self.mul(a, bound);
            return self.mul(free, scaled);
        }
        self.push(Operation::Operator(Operator::Mul), vec![a, b])
    }

    fn div(&mut self, a: usize, b: usize) -> usize {
        if let Some(divisor) = self.number(b) {
            let one = DoubleDouble::number(&Rational::integer(1));
            let reciprocal = DoubleDouble::div(&one, &divisor);
            if divisor.hi().is_normal() && reciprocal.hi().is_normal() {
                let reciprocal = self.constant(reciprocal);
                return self.mul(reciprocal, a);
            }
        }
        self.push(Operation::Operator(Operator::Div), vec![a, b])
    }

    fn add(&mut self, a: usize, b: usize) -> usize {
        let (a, b) = if b < a { (b, a) } else { (a, b) };
        for (product, addend) in [(a, b), (b, a)] {
            if let Some((k, factor)) = self.awkward(product)
                && let Some(addend) = self.number(addend)
                && let Some(ratio) = short(DoubleDouble::div(&addend, &k))
            {
                let (k, ratio) = (self.constant(k), self.constant(ratio));
                let sum = self.add(factor, ratio);
                return self.mul(k, sum);
            }
        }
        if let Some((p, q)) = self.product(b) {
            return self.push(Operation::MulAdd, vec![p, q, a]);
        }
        if let Some((p, q)) = self.product(a) {
            return self.push(Operation::MulAdd, vec![p, q, b]);
        }
        self.push(Operation::Operator(Operator::Add), vec![a, b])
    }

    fn sub(&mut self, a: usize, b: usize) -> usize {
        if let Some((p, q)) = self.product(b) {
            if self.number(p).is_some() {
                let p = self.neg(p);
                return self.push(Operation::MulAdd, vec![p, q, a]);
            }
            return self.push(Operation::NegMulAdd, vec![p, q, a]);
        }
        if let Some((p, q)) = self.product(a) {
            let b = self.neg(b);
            return self.push(Operation::MulAdd, vec![p, q, b]);
        }
        self.push(Operation::Operator(Operator::Sub), vec![a, b])
    }

    fn pow(&mut self, a: usize, b: usize) -> usize {
        for n in 2..=MAX_UNROLLED_POWER {
            let whole = DoubleDouble::number(&Rational::integer(n));
            if self.number(b).is_some_and(|b| (b.hi(), b.lo()) == (whole.hi(), whole.lo())) {
                return self.whole_power(a, n);
            }
        }
        self.push(Operation::Operator(Operator::Pow), vec![a, b])
    }

    /// a^n by squaring.
    fn whole_power(&mut self, a: usize, n: i64) -> usize {
        if n == 1 {
            return a;
        }
        let half = self.whole_power(a, n / 2);
        let square = self.mul(half, half);
        if n % 2 == 0 { square } else { self.mul(square, a) }
    }

    /// The larger or the smaller. Of 0 and −0 both ways give the first, so that the arguments may change
    /// places only where they are never both 0.
    fn extreme(&mut self, operation: Operation, operator: Operator, a: usize, b: usize) -> usize {
        if !self.ranges[b].nan {
            return self.chosen(operation, a, b);
        }
        match self.number(a) {
            Some(number) if number.hi() != 0.0 && !number.hi().is_nan() => {
                self.chosen(operation, b, a)
            }
            _ => self.push(Operation::Operator(operator), vec![a, b]),
        }
    }

    /// Greater or Lesser of a and b, of what is simplest in a.
    fn chosen(&mut self, operation: Operation, a: usize, b: usize) -> usize {
        let Some(bound) = self.number(b) else { return self.push(operation, vec![a, b]) };
        if let Some((k, factor)) = self.awkward(a)
            && k.hi() > 0.0
            && let Some(ratio) = short(DoubleDouble::div(&bound, &k))
        {
            let (k, ratio) = (self.constant(k), self.constant(ratio));
            let inner = self.chosen(operation, factor, ratio);
            return self.mul(k, inner);
        }
        if let (Operation::Operator(Operator::Add), &[c, d]) =
            (self.steps[a].operation, self.steps[a].arguments.as_slice())
            && let Some((constant, other)) =
                self.number(c).map(|n| (n, d)).or_else(|| self.number(d).map(|n| (n, c)))
            && let (Some(constant), Some(bound)) = (short(constant), short(bound))
            && let Some(rest) = short(DoubleDouble::sub(&bound, &constant))
        {
            let (constant, rest) = (self.constant(constant), self.constant(rest));
            let inner = self.chosen(operation, other, rest);
            return self.add(inner, constant);
        }
        self.push(operation, vec![a, b])
    }

    fn clamp(&mut self, a: usize, lo: usize, hi: usize) -> usize {
        let bounds = self.number(lo).zip(self.number(hi));
        match bounds.map(|(lo, hi)| DoubleDouble::less_eq(&lo, &hi).hi()) {
            Some(1.0) => {
                let above = self.chosen(Operation::Greater, a, lo);
                self.chosen(Operation::Lesser, above, hi)
            }
            _ => self.push(Operation::Operator(Operator::Clamp), vec![a, lo, hi]),
        }
    }

    fn choose(&mut self, condition: usize, yes: usize, no: usize) -> usize {
        let step = &self.steps[condition];
        if let (Operation::Operator(operator), &[a, b]) =
            (step.operation, step.arguments.as_slice())
            && !self.ranges[a].nan
            && !self.ranges[b].nan
        {
            let chosen = match operator {
                Operator::Less => Some((Operation::IfLess, [a, b, yes, no])),
                Operator::LessEq => Some((Operation::IfLessEq, [a, b, yes, no])),
                Operator::Greater => Some((Operation::IfLess, [b, a, yes, no])),
                Operator::GreaterEq => Some((Operation::IfLessEq, [b, a, yes, no])),
                Operator::Equal => Some((Operation::IfEqual, [a, b, yes, no])),
                Operator::NotEqual => Some((Operation::IfEqual, [a, b, no, yes])),
                _ => None,
            };
            if let Some((operation, arguments)) = chosen {
                return self.push(operation, arguments.to_vec());
            }
        }
        self.push(Operation::Operator(Operator::If), vec![condition, yes, no])
    }
}

/// A number of at most 12 digits, if it is one to all that double-double tells: so is every sum and
/// difference of two of the same size a float of 32 bits.
fn short(value: DoubleDouble) -> Option<DoubleDouble> {
    const SHORT: f64 = (1_u64 << 41) as f64;
    let hi = value.hi();
    let digits = hi * SHORT;
    let is_short = hi.is_finite() && (hi + digits) - digits == hi;
    (is_short && value.lo().abs() <= hi.abs() * 1e-30 && (hi == 0.0 || hi.is_normal()))
        .then(|| hi.into())
}
