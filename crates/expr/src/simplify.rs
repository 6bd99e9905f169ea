//! Simplification by local rules that hold for all real numbers.
//!
//! A rule with a side condition fires only where [`Facts`](crate::facts::Facts) prove the condition:
//! 0·a is 0 only if a is defined everywhere, a/a is 1 only if a is nowhere 0. Whether a form is
//! *numerically* better is no concern of these rules.

use std::cmp::Ordering;

use crate::error::LimitError;
use crate::graph::{Graph, Id};
use crate::number::Rational;
use crate::operator::{Operator, Parity};
use crate::parse::table_formula;

use Operator::{
    Abs, Add, Clamp, Div, Equal, Exp, Expm1, Floor, Greater, GreaterEq, If, Less, LessEq, Log,
    Log1p, Max, Min, Mul, Neg, NotEqual, Pow, Sign, Sqrt, Sub,
};

type Result<T> = std::result::Result<T, LimitError>;

/// Exact arithmetic on numbers, where the result is a number that the limits admit.
pub(crate) fn fold(operator: Operator, numbers: &[&Rational]) -> Option<Rational> {
    let argument = |index: usize| numbers.get(index).copied();
    let holds = |wanted: &[Ordering]| {
        let order = argument(0)?.cmp(argument(1)?);
        Some(Rational::integer(i64::from(wanted.contains(&order))))
    };
    let [a, b, c] = [argument(0), argument(1), argument(2)];
    match operator {
        Neg => Some(a?.neg()),
        Add => a?.add(b?),
        Sub => a?.sub(b?),
        Mul => a?.mul(b?),
        Div => a?.div(b?),
        Pow => a?.powi(b?.to_integer()?),
        Sqrt => a?.sqrt(),
        Abs => Some(a?.abs()),
        Sign => Some(a?.signum()),
        Floor => Some(a?.floor()),
        Min => Some(a?.min(b?).clone()),
        Max => Some(a?.max(b?).clone()),
        Clamp if b? <= c? => Some(a?.max(b?).min(c?).clone()),
        Less => holds(&[Ordering::Less]),
        LessEq => holds(&[Ordering::Less, Ordering::Equal]),
        Greater => holds(&[Ordering::Greater]),
        GreaterEq => holds(&[Ordering::Greater, Ordering::Equal]),
        Equal => holds(&[Ordering::Equal]),
        NotEqual => holds(&[Ordering::Less, Ordering::Greater]),
        If => Some(if a?.is_zero() { c? } else { b? }.clone()),
        _ => None,
    }
}

impl Graph {
    /// Stores an operator in simplified form, given simplified arguments.
    ///
    /// # Errors
    /// When the graph is full or the expression nested too deep.
    pub fn apply(&mut self, operator: Operator, arguments: &[Id]) -> Result<Id> {
        let numbers: Vec<&Rational> =
            arguments.iter().map_while(|&id| self.number_at(id)).collect();
        if numbers.len() == arguments.len()
            && let Some(value) = fold(operator, &numbers)
        {
            return self.number(value);
        }
        let simpler = match *arguments {
            [a] => self.unary(operator, a)?,
            [a, b] => self.binary(operator, a, b)?,
            [a, b, c] => self.ternary(operator, a, b, c)?,
            _ => None,
        };
        match simpler {
            Some(id) => Ok(id),
            None => self.apply_raw(operator, arguments),
        }
    }

    /// The simplified form of `root`.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn simplify(&mut self, root: Id) -> Result<Id> {
        self.substitute(root, |_, _| None)
    }

    /// `root`, simplified, with some symbols replaced by what `replacement` gives for them.
    ///
    /// # Errors
    /// When the graph is full or the expression nested too deep.
    pub fn substitute(
        &mut self,
        root: Id,
        replacement: impl Fn(&Self, &str) -> Option<Id>,
    ) -> Result<Id> {
        let order = self.reachable(&[root]);
        let mut new: Vec<Option<Id>> = vec![None; self.len()];
        for id in order {
            let image = match self.node(id).clone() {
                crate::graph::Node::Number(_) => id,
                crate::graph::Node::Symbol(name) => replacement(self, &name).unwrap_or(id),
                crate::graph::Node::Apply(operator, arguments) => {
                    let arguments: Vec<Id> =
                        arguments.iter().filter_map(|id| new[id.index()]).collect();
                    self.apply(operator, &arguments)?
                }
            };
            new[id.index()] = Some(image);
        }
        Ok(new[root.index()].unwrap_or(root))
    }

    fn unary(&mut self, operator: Operator, a: Id) -> Result<Option<Id>> {
        let row = operator.row();
        if let (true, Some(text)) = (self.is_number(a, 0), row.at_zero) {
            return table_formula(self, text, &[]).map(Some);
        }
        if let (Log, true) = (operator, self.is_number(a, 1)) {
            return self.integer(0).map(Some);
        }
        let inner = self.apply_at(a).map(|(operator, arguments)| (operator, arguments.to_vec()));
        let inner = inner.as_ref().map(|(operator, arguments)| (*operator, arguments.as_slice()));
        let signs = self.facts(a).signs;
        Ok(match (operator, inner) {
            (Neg, Some((Neg, [b]))) | (Log, Some((Exp, [b]))) | (Log1p, Some((Expm1, [b]))) => {
                Some(*b)
            }
            (Neg, Some((Sub, [b, c]))) => Some(self.apply(Sub, &[*c, *b])?),
            (Neg, Some((Mul, [b, c]))) => match self.number_at(*b).map(Rational::neg) {
                Some(value) => {
                    let number = self.number(value)?;
                    Some(self.apply(Mul, &[number, *c])?)
                }
                None => None,
            },
            (Abs, _) if signs.is_non_negative() => Some(a),
            (Abs, _) if signs.is_non_positive() => Some(self.apply(Neg, &[a])?),
            (Sqrt, Some((Pow, [b, n]))) if self.is_number(*n, 2) => Some(self.apply(Abs, &[*b])?),
            (_, Some((Neg, [b]))) if operator != Neg && row.parity == Parity::Odd => {
                let positive = self.apply(operator, &[*b])?;
                Some(self.apply(Neg, &[positive])?)
            }
            (_, Some((Neg | Abs, [b]))) if row.parity == Parity::Even => {
                Some(self.apply(operator, &[*b])?)
            }
            _ => None,
        })
    }

    fn binary(&mut self, operator: Operator, a: Id, b: Id) -> Result<Option<Id>> {
        match operator {
            Add => self.sum(a, b),
            Sub => self.difference(a, b),
            Mul => self.product(a, b),
            Div => self.quotient(a, b),
            Pow => self.power(a, b),
            Min | Max if a == b => Ok(Some(a)),
            _ => Ok(None),
        }
    }

    fn sum(&mut self, a: Id, b: Id) -> Result<Option<Id>> {
        if self.is_number(a, 0) {
            return Ok(Some(b));
        }
        if self.is_number(b, 0) {
            return Ok(Some(a));
        }
        if let Some(b) = self.negated(b)? {
            return self.apply(Sub, &[a, b]).map(Some);
        }
        if let Some(a) = self.negated(a)? {
            return self.apply(Sub, &[b, a]).map(Some);
        }
        if a == b {
            let two = self.integer(2)?;
            return self.apply(Mul, &[two, a]).map(Some);
        }
        // (a + m) + n is a + (m + n).
        if let (Some((Add, &[inner, m])), Some(n)) = (self.apply_at(a), self.number_at(b))
            && let Some(total) = self.number_at(m).and_then(|m| m.add(n))
        {
            let total = self.number(total)?;
            return self.apply(Add, &[inner, total]).map(Some);
        }
        Ok(None)
    }

    fn difference(&mut self, a: Id, b: Id) -> Result<Option<Id>> {
        if self.is_number(b, 0) {
            return Ok(Some(a));
        }
        if self.is_number(a, 0) {
            return self.apply(Neg, &[b]).map(Some);
        }
        if a == b && self.facts(a).total {
            return self.integer(0).map(Some);
        }
        if let Some(b) = self.negated(b)? {
            return self.apply(Add, &[a, b]).map(Some);
        }
        Ok(None)
    }

    fn product(&mut self, a: Id, b: Id) -> Result<Option<Id>> {
        for (number, other) in [(a, b), (b, a)] {
            let Some(factor) = self.number_at(number).cloned() else { continue };
            if factor.is_one() {
                return Ok(Some(other));
            }
            if factor.is_zero() && self.facts(other).total {
                return self.integer(0).map(Some);
            }
            if factor == Rational::integer(-1) {
                return self.apply(Neg, &[other]).map(Some);
            }
            if let Some((inner, &[m, rest])) = self.apply_at(other) {
                let (combined, rest) = match inner {
                    Mul => (self.number_at(m).and_then(|m| m.mul(&factor)), rest),
                    Div => (self.number_at(rest).and_then(|d| factor.div(d)), m),
                    _ => (None, rest),
                };
                if let Some(value) = combined {
                    let value = self.number(value)?;
                    return self.apply(Mul, &[value, rest]).map(Some);
                }
            }
            if let Some(inner) = self.negation_of(other) {
                let minus = self.number(factor.neg())?;
                return self.apply(Mul, &[minus, inner]).map(Some);
            }
        }
        if let Some(id) = self.pull_sign(Mul, a, b)? {
            return Ok(Some(id));
        }
        if self.number_at(b).is_some() && self.number_at(a).is_none() {
            return self.apply(Mul, &[b, a]).map(Some);
        }
        // (n·a)·b is n·(a·b), and a·(1/b) is a/b.
        for (x, y) in [(a, b), (b, a)] {
            match self.apply_at(x) {
                Some((Mul, &[n, rest]))
                    if self.number_at(n).is_some() && self.number_at(y).is_none() =>
                {
                    let inner = if x == a { [rest, y] } else { [y, rest] };
                    let inner = self.apply(Mul, &inner)?;
                    return self.apply(Mul, &[n, inner]).map(Some);
                }
                Some((Div, &[one, divisor])) if self.is_number(one, 1) => {
                    return self.apply(Div, &[y, divisor]).map(Some);
                }
                _ => {}
            }
        }
        if a == b {
            let two = self.integer(2)?;
            return self.apply(Pow, &[a, two]).map(Some);
        }
        Ok(None)
    }

    fn quotient(&mut self, a: Id, b: Id) -> Result<Option<Id>> {
        if self.is_number(b, 1) {
            return Ok(Some(a));
        }
        let divisor = self.facts(b);
        if divisor.total && divisor.signs.is_non_zero() {
            if self.is_number(a, 0) {
                return Ok(Some(a));
            }
            if a == b {
                return self.integer(1).map(Some);
            }
        }
        // (n·a)/(m·b) is (n/m)·(a/b).
        if let (Some((Mul, &[n, x])), Some((Mul, &[m, y]))) = (self.apply_at(a), self.apply_at(b))
            && let (Some(p), Some(q)) = (self.number_at(n), self.number_at(m))
            && let Some(factor) = p.div(q)
        {
            let (factor, quotient) = (self.number(factor)?, self.apply(Div, &[x, y])?);
            return self.apply(Mul, &[factor, quotient]).map(Some);
        }
        for (minus, quotient) in [(a, true), (b, false)] {
            if let Some(value) = self.number_at(minus).filter(|value| value.is_negative()) {
                let value = value.neg();
                let plus = self.number(value)?;
                let pair = if quotient { [plus, b] } else { [a, plus] };
                let positive = self.apply(Div, &pair)?;
                return self.apply(Neg, &[positive]).map(Some);
            }
        }
        self.pull_sign(Div, a, b)
    }

    fn power(&mut self, a: Id, n: Id) -> Result<Option<Id>> {
        if self.is_number(n, 1) {
            return Ok(Some(a));
        }
        if (self.is_number(n, 0) && self.facts(a).total)
            || (self.is_number(a, 1) && self.facts(n).total)
        {
            return self.integer(1).map(Some);
        }
        let whole = self.number_at(n).and_then(Rational::to_integer);
        let even = whole.is_some_and(|n| n % 2 == 0);
        match self.apply_at(a) {
            // (a/c)^n is a^n/c^n, and (c·a)^n is c^n·a^n, for a constant c ≠ 0.
            Some((Div, &[b, c]))
                if whole.is_some() && self.is_constant(c) && self.facts(c).signs.is_non_zero() =>
            {
                let (b, c) = (self.apply(Pow, &[b, n])?, self.apply(Pow, &[c, n])?);
                self.apply(Div, &[b, c]).map(Some)
            }
            Some((Mul, &[c, b])) if whole.is_some_and(|n| n > 0) && self.number_at(c).is_some() => {
                let (c, b) = (self.apply(Pow, &[c, n])?, self.apply(Pow, &[b, n])?);
                self.apply(Mul, &[c, b]).map(Some)
            }
            Some((Neg | Abs, &[inner])) if even => self.apply(Pow, &[inner, n]).map(Some),
            Some((Sqrt, &[inner]))
                if self.is_number(n, 2) && self.facts(inner).signs.is_non_negative() =>
            {
                Ok(Some(inner))
            }
            _ => Ok(None),
        }
    }

    fn ternary(&mut self, operator: Operator, a: Id, b: Id, c: Id) -> Result<Option<Id>> {
        if operator != If {
            return Ok(None);
        }
        if let Some(condition) = self.number_at(a) {
            return Ok(Some(if condition.is_zero() { c } else { b }));
        }
        Ok((b == c && self.facts(a).total).then_some(b))
    }

    /// −(a ∘ b) for (−a) ∘ b and a ∘ (−b).
    fn pull_sign(&mut self, operator: Operator, a: Id, b: Id) -> Result<Option<Id>> {
        let (inner_a, inner_b) = (self.negation_of(a), self.negation_of(b));
        let positive = match (inner_a, inner_b) {
            (None, None) => return Ok(None),
            (Some(a), Some(b)) => return self.apply(operator, &[a, b]).map(Some),
            (Some(a), None) => self.apply(operator, &[a, b])?,
            (None, Some(b)) => self.apply(operator, &[a, b])?,
        };
        self.apply(Neg, &[positive]).map(Some)
    }

    /// a, where `id` is −a.
    fn negation_of(&self, id: Id) -> Option<Id> {
        match self.apply_at(id) {
            Some((Neg, &[inner])) => Some(inner),
            _ => None,
        }
    }

    /// a, where `id` is −a, a negative number, or a product with a negative number.
    fn negated(&mut self, id: Id) -> Result<Option<Id>> {
        if let Some(inner) = self.negation_of(id) {
            return Ok(Some(inner));
        }
        if let Some(value) = self.number_at(id).filter(|value| value.is_negative()) {
            let value = value.neg();
            return self.number(value).map(Some);
        }
        if let Some((Mul, &[n, rest])) = self.apply_at(id)
            && let Some(value) = self.number_at(n).filter(|value| value.is_negative())
        {
            let value = value.neg();
            let value = self.number(value)?;
            return self.apply(Mul, &[value, rest]).map(Some);
        }
        Ok(None)
    }

    /// Whether it has no symbol at all: a number such as √2.
    fn is_constant(&self, id: Id) -> bool {
        let mut nodes = self.reachable(&[id]).into_iter();
        nodes.all(|id| !matches!(self.node(id), crate::graph::Node::Symbol(_)))
    }

    fn is_number(&self, id: Id, value: i64) -> bool {
        self.number_at(id).and_then(Rational::to_integer) == Some(value)
    }
}
