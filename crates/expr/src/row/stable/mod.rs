//! The form of a row formula that neither overflows nor cancels.
//!
//! Σ eᵘ overflows where the result of the whole formula is an ordinary number. So every part of the
//! formula is carried as a *scaled* value r·eᵏ, its exponent k kept apart as long as the operators
//! allow it: factors add exponents, quotients subtract them, powers multiply them, and
//!
//! ```text
//! Σ r·eᵏ         =  (Σ r·eᵏ⁻ᵐ)·eᵐ                    with m = maximum(k)
//! r₁eᵏ + r₂eˡ    =  (r₁eᵏ⁻ᴹ + r₂eˡ⁻ᴹ)·eᴹ             with M = max(k, l)
//! log(r·eᵏ)      =  log(r) + k                       x − (log(r) + k) as (x − k) − log(r)
//! log(1 + r·eᵏ)  =  softplus(k + log(r))
//! log(Σ eᵏ)      =  log1p(Σ′ eᵏ⁻ᵐ) + m               Σ′ without the maximum's own term, which is 1
//! ```
//!
//! At the end exponents are put back; those that shifts have made are differences from a maximum.
//! The derivation knows no function by name: what a user types gets the same treatment as softmax.

mod linear;
mod logarithm;

use std::collections::HashMap;
use std::sync::Arc;

use super::{Builder, Output, Reduction, RowExpr, Stage, StageKind};
use crate::error::LimitError;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::Operator;

use Operator::{Add, Div, Exp, If, Log, Log1p, Max, Mul, Neg, Pow, Sub};

use linear::Linear;

type Result<T> = std::result::Result<T, LimitError>;

impl RowExpr {
    /// An equal formula that overflows only where its value does; see the module for how.
    ///
    /// # Errors
    /// When the result would outgrow the expression limits.
    pub fn stable(&self) -> Result<Self> {
        let mut builder = Builder::new(self.inputs.clone());
        for id in self.graph.reachable(&self.formulas()) {
            if let Node::Symbol(name) = self.graph.node(id) {
                let stage = self.stages.iter().any(|stage| stage.symbol == *name);
                if !stage {
                    builder.reserve(name);
                }
            }
        }
        let mut rewriter = Rewriter {
            source: &self.graph,
            builder,
            stages: HashMap::new(),
            shifted: HashMap::new(),
            values: HashMap::new(),
        };
        for stage in &self.stages {
            let value = rewriter.stage(stage)?;
            rewriter.stages.insert(stage.symbol.clone(), value);
        }
        let mut outputs = Vec::new();
        for output in &self.outputs {
            let value = rewriter.value(output.formula)?;
            outputs.push(Output { formula: rewriter.plain(&value)?, ..*output });
        }
        Ok(rewriter.builder.finish(outputs))
    }
}

/// mantissa·e^exponent + offset; not both an exponent and an offset.
#[derive(Debug, Clone)]
struct Scaled {
    mantissa: Id,
    exponent: Linear,
    offset: Option<Id>,
    /// Proved ≥ 0, where defined.
    positive: bool,
}

struct Rewriter<'a> {
    source: &'a Graph,
    builder: Builder,
    /// The values of the source's stages.
    stages: HashMap<Arc<str>, Scaled>,
    /// For a number that is Σ e^(k − maximum(k)): its k.
    shifted: HashMap<Id, Id>,
    /// The values of the source's nodes.
    values: HashMap<Id, Scaled>,
}

impl Rewriter<'_> {
    fn stage(&mut self, stage: &Stage) -> Result<Scaled> {
        match &stage.kind {
            StageKind::Value(value) => self.value(*value),
            StageKind::Reduce { reduction: Reduction::Sum, body, .. } => self.sum(*body),
            StageKind::Reduce { reduction, body, rank } => {
                let body = self.value(*body)?;
                // e^k is largest where k is.
                let ordered = self.builder.is_number(body.mantissa, 1) && body.offset.is_none();
                let place = matches!(reduction, Reduction::Argmax | Reduction::Arglargest);
                let exponent = ordered && !body.exponent.0.is_empty();
                let inner =
                    if exponent { self.linear(&body.exponent)? } else { self.plain(&body)? };
                let rank = match rank {
                    Some(rank) => {
                        let rank = self.value(*rank)?;
                        Some(self.plain(&rank)?)
                    }
                    None => None,
                };
                let result = self.builder.reduce(*reduction, inner, rank)?;
                if !exponent || place {
                    return Ok(plain(result, body.positive || place));
                }
                let mantissa = self.builder.graph.integer(1)?;
                let exponent = Linear(vec![(result, 1)]);
                Ok(Scaled { mantissa, exponent, offset: None, positive: true })
            }
            StageKind::Root { stages, residual } => {
                // Nothing to gain inside an equation: it is solved where it is an ordinary number.
                let symbol = self.builder.fresh(&stage.symbol);
                let root = self.builder.graph.symbol(&symbol)?;
                self.stages.insert(stage.symbol.clone(), plain(root, false));
                let stages = self.copy_stages(stages)?;
                let kind = StageKind::Root { stages, residual: self.copy(*residual)? };
                self.builder.frames[0].stages.push(Stage { symbol, kind });
                Ok(plain(root, false))
            }
        }
    }

    fn sum(&mut self, body: Id) -> Result<Scaled> {
        let mut body = self.value(body)?;
        let mut factor = self.builder.graph.integer(1)?;
        if body.offset.is_none() {
            (body.mantissa, factor) = self.factors(body.mantissa)?;
        }
        let mut sum = self.sum_of(&body)?;
        sum.mantissa = self.builder.apply(Mul, &[factor, sum.mantissa])?;
        Ok(sum)
    }

    /// `id` as a product of what varies from element to element and what does not, which a sum has
    /// no need to multiply each element with.
    fn factors(&mut self, id: Id) -> Result<(Id, Id)> {
        let one = self.builder.graph.integer(1)?;
        if !self.builder.varies(id) {
            return Ok((one, id));
        }
        let node = self.builder.graph.apply_at(id).map(|(o, arguments)| (o, arguments.to_vec()));
        match node.as_ref().map(|(operator, arguments)| (*operator, arguments.as_slice())) {
            Some((Neg, &[a])) => {
                let (inner, factor) = self.factors(a)?;
                Ok((inner, self.builder.apply(Neg, &[factor])?))
            }
            Some((operator @ (Mul | Div), &[a, b])) => {
                let ((a, p), (b, q)) = (self.factors(a)?, self.factors(b)?);
                let factor = self.builder.apply(operator, &[p, q])?;
                Ok((self.builder.apply(operator, &[a, b])?, factor))
            }
            _ => Ok((id, one)),
        }
    }

    fn sum_of(&mut self, body: &Scaled) -> Result<Scaled> {
        let mut elements = Linear::default();
        let mut whole = Linear::default();
        for &(id, count) in &body.exponent.0 {
            let part = if self.builder.varies(id) { &mut elements } else { &mut whole };
            part.add(id, count);
        }
        if elements.0.is_empty() {
            let mantissa = if body.offset.is_some() { self.plain(body)? } else { body.mantissa };
            let sum = if self.builder.is_number(mantissa, 1) {
                self.builder.graph.symbol(super::LENGTH)?
            } else {
                self.builder.reduce(Reduction::Sum, mantissa, None)?
            };
            return Ok(Scaled { mantissa: sum, exponent: whole, offset: None, ..body.clone() });
        }
        let exponent = self.linear(&elements)?;
        let maximum = self.builder.reduce(Reduction::Maximum, exponent, None)?;
        let mut difference = elements;
        difference.add(maximum, -1);
        let term = Scaled { exponent: difference, ..body.clone() };
        let term = self.plain(&term)?;
        let sum = self.builder.reduce(Reduction::Sum, term, None)?;
        if self.builder.is_number(body.mantissa, 1) {
            self.shifted.insert(sum, exponent);
        }
        whole.add(maximum, 1);
        Ok(Scaled { mantissa: sum, exponent: whole, offset: None, positive: body.positive })
    }

    /// The value of a node of the source.
    fn value(&mut self, root: Id) -> Result<Scaled> {
        for id in self.source.reachable(&[root]) {
            if self.values.contains_key(&id) {
                continue;
            }
            let value = match self.source.node(id).clone() {
                Node::Number(value) => {
                    let positive = !value.is_negative();
                    plain(self.builder.graph.number(value)?, positive)
                }
                Node::Symbol(name) => match self.stages.get(&name) {
                    Some(value) => value.clone(),
                    None => plain(self.builder.graph.symbol(&name)?, false),
                },
                Node::Apply(operator, arguments) => {
                    let values: Vec<Scaled> =
                        arguments.iter().filter_map(|a| self.values.get(a).cloned()).collect();
                    self.apply(operator, &values)?
                }
            };
            self.values.insert(id, value);
        }
        match self.values.get(&root) {
            Some(value) => Ok(value.clone()),
            None => Ok(plain(self.builder.graph.integer(0)?, true)),
        }
    }

    fn apply(&mut self, operator: Operator, values: &[Scaled]) -> Result<Scaled> {
        match (operator, values) {
            (Exp, [a]) => self.exponential(a),
            (Pow, [base, exponent]) => self.power(base, exponent),
            (Neg, [a]) => {
                let mantissa = self.builder.apply(Neg, &[a.mantissa])?;
                let offset = a.offset.map(|o| self.builder.apply(Neg, &[o])).transpose()?;
                Ok(Scaled { mantissa, exponent: a.exponent.clone(), offset, positive: false })
            }
            (Mul | Div, [a, b]) if a.offset.is_none() && b.offset.is_none() => {
                let mantissa = self.builder.apply(operator, &[a.mantissa, b.mantissa])?;
                let exponent = a.exponent.plus(&b.exponent, if operator == Mul { 1 } else { -1 });
                let positive = a.positive && b.positive;
                Ok(Scaled { mantissa, exponent, offset: None, positive })
            }
            (Add | Sub, [a, b]) => self.add(operator, a, b),
            (Log, [a]) => self.logarithm(a),
            (Log1p, [a]) if a.positive && self.unbounded(&a.exponent) => self.log_one_plus(a),
            _ => {
                let mut arguments = Vec::new();
                for value in values {
                    arguments.push(self.plain(value)?);
                }
                let result = self.builder.apply(operator, &arguments)?;
                let positive = match operator {
                    If => values[1..].iter().all(|value| value.positive),
                    Max => values.iter().any(|value| value.positive),
                    _ => self.builder.graph.facts(result).signs.is_non_negative(),
                };
                Ok(plain(result, positive))
            }
        }
    }

    fn exponential(&mut self, a: &Scaled) -> Result<Scaled> {
        let mut exponent = Linear::default();
        if a.exponent.0.is_empty() {
            self.collect(a.mantissa, 1, &mut exponent);
        } else {
            let plain = self.plain(a)?;
            exponent.add(plain, 1);
        }
        if let Some(offset) = a.offset {
            self.collect(offset, 1, &mut exponent);
        }
        let mantissa = self.builder.graph.integer(1)?;
        Ok(Scaled { mantissa, exponent, offset: None, positive: true })
    }

    /// The terms of `id`, a sum.
    fn collect(&self, id: Id, count: i64, terms: &mut Linear) {
        match self.builder.graph.apply_at(id) {
            Some((Add, &[a, b])) => {
                self.collect(a, count, terms);
                self.collect(b, count, terms);
            }
            Some((Sub, &[a, b])) => {
                self.collect(a, count, terms);
                self.collect(b, -count, terms);
            }
            Some((Neg, &[a])) => self.collect(a, -count, terms),
            _ if self.builder.is_number(id, 0) => {}
            _ => terms.add(id, count),
        }
    }

    fn power(&mut self, base: &Scaled, exponent: &Scaled) -> Result<Scaled> {
        let whole = self.builder.graph.number_at(exponent.mantissa).and_then(Rational::to_integer);
        if let (Some(n), None) = (whole.filter(|n| n.abs() <= 64), base.offset)
            && exponent.exponent.0.is_empty()
        {
            let mantissa = self.builder.apply(Pow, &[base.mantissa, exponent.mantissa])?;
            let positive = base.positive || n % 2 == 0;
            let exponent = Linear::default().plus(&base.exponent, n);
            return Ok(Scaled { mantissa, exponent, offset: None, positive });
        }
        // b^k for a number b > 0 is e^(k·log b): a power like 2^x overflows as e^x does.
        let number = base.exponent.0.is_empty()
            && base.offset.is_none()
            && self.builder.graph.number_at(base.mantissa).is_some_and(|b| !b.is_negative())
            && base.positive
            && !self.builder.is_number(base.mantissa, 0);
        let k = self.plain(exponent)?;
        if number && self.builder.varies(k) {
            let log = self.builder.apply(Log, &[base.mantissa])?;
            let product = self.builder.apply(Mul, &[log, k])?;
            let mantissa = self.builder.graph.integer(1)?;
            let exponent = Linear(vec![(product, 1)]);
            return Ok(Scaled { mantissa, exponent, offset: None, positive: true });
        }
        let b = self.plain(base)?;
        let result = self.builder.apply(Pow, &[b, k])?;
        Ok(plain(result, base.positive))
    }

    fn add(&mut self, operator: Operator, a: &Scaled, b: &Scaled) -> Result<Scaled> {
        let positive = operator == Add && a.positive && b.positive;
        if a.offset.is_some() || b.offset.is_some() {
            // (a + p) ± (b + q) is ((a ± q) + p) ± b: offsets, which are large, meet first.
            let mut total = match (a.offset, b.offset) {
                (Some(_), Some(_)) | (None, None) => None,
                _ if self.exponents(a, b) => None,
                (Some(p), None) => {
                    let b = self.plain(b)?;
                    let first = self.builder.apply(operator, &[p, b])?;
                    Some(self.builder.apply(Add, &[a.mantissa, first])?)
                }
                (None, Some(q)) => {
                    let a = self.plain(a)?;
                    let first = self.builder.apply(operator, &[a, q])?;
                    Some(self.builder.apply(operator, &[first, b.mantissa])?)
                }
            };
            if let (None, Some(p), Some(q)) = (total, a.offset, b.offset) {
                let offsets = self.builder.apply(operator, &[p, q])?;
                let rest = self.builder.apply(operator, &[a.mantissa, b.mantissa])?;
                total = Some(self.builder.apply(Add, &[offsets, rest])?);
            }
            let total = match total {
                Some(total) => total,
                None => {
                    let (a, b) = (self.plain(a)?, self.plain(b)?);
                    self.builder.apply(operator, &[a, b])?
                }
            };
            return Ok(plain(total, positive));
        }
        if a.exponent.same(&b.exponent) {
            let mantissa = self.builder.apply(operator, &[a.mantissa, b.mantissa])?;
            return Ok(Scaled { mantissa, exponent: a.exponent.clone(), offset: None, positive });
        }
        let mut scaled = [a.clone(), b.clone()];
        let mut exponent = Linear::default();
        if self.unbounded(&a.exponent) || self.unbounded(&b.exponent) {
            let (k, l) = (self.linear(&a.exponent)?, self.linear(&b.exponent)?);
            let top = self.builder.apply(Max, &[k, l])?;
            for value in &mut scaled {
                value.exponent.add(top, -1);
            }
            exponent.add(top, 1);
        }
        let (a, b) = (self.plain(&scaled[0])?, self.plain(&scaled[1])?);
        let mantissa = self.builder.apply(operator, &[a, b])?;
        Ok(Scaled { mantissa, exponent, offset: None, positive })
    }

    fn exponents(&self, a: &Scaled, b: &Scaled) -> bool {
        !a.exponent.0.is_empty() || !b.exponent.0.is_empty()
    }

    /// Whether e^exponent may overflow through the maximum of a row: it contains a shift that no
    /// element is measured against. An exponential of elements alone is as the user wrote it.
    fn unbounded(&self, exponent: &Linear) -> bool {
        let mut whole = exponent.0.iter().filter(|(id, _)| !self.builder.varies(*id)).peekable();
        let varies = exponent.0.iter().any(|(id, _)| self.builder.varies(*id));
        whole.peek().is_some() && (!varies || whole.any(|(_, count)| *count > 0))
    }

    /// A linear combination as a formula: what is added first, then what is taken away.
    fn linear(&mut self, linear: &Linear) -> Result<Id> {
        let mut sum = self.builder.graph.integer(0)?;
        let (plus, minus): (Vec<(Id, i64)>, _) = linear.0.iter().partition(|(_, n)| *n > 0);
        for (id, count) in plus.into_iter().chain(minus) {
            let count = self.builder.graph.integer(count)?;
            let term = self.builder.apply(Mul, &[count, id])?;
            sum = self.builder.apply(Add, &[sum, term])?;
        }
        Ok(sum)
    }

    /// The value as one formula.
    fn plain(&mut self, value: &Scaled) -> Result<Id> {
        let mut result = value.mantissa;
        if !value.exponent.0.is_empty() {
            let exponent = self.linear(&value.exponent)?;
            let scale = self.builder.apply(Exp, &[exponent])?;
            result = self.builder.apply(Mul, &[scale, result])?;
        }
        match value.offset {
            Some(offset) => self.builder.apply(Add, &[result, offset]),
            None => Ok(result),
        }
    }

    /// The stages of an equation, with names of their own here.
    fn copy_stages(&mut self, stages: &[Stage]) -> Result<Vec<Stage>> {
        let mut copies = Vec::with_capacity(stages.len());
        for stage in stages {
            let symbol = self.builder.fresh(&stage.symbol);
            let image = self.builder.graph.symbol(&symbol)?;
            self.stages.insert(stage.symbol.clone(), plain(image, false));
            let kind = match &stage.kind {
                StageKind::Reduce { reduction, body, rank } => StageKind::Reduce {
                    reduction: *reduction,
                    body: self.copy(*body)?,
                    rank: rank.map(|rank| self.copy(rank)).transpose()?,
                },
                StageKind::Value(value) => StageKind::Value(self.copy(*value)?),
                StageKind::Root { stages, residual } => {
                    let stages = self.copy_stages(stages)?;
                    StageKind::Root { stages, residual: self.copy(*residual)? }
                }
            };
            copies.push(Stage { symbol, kind });
        }
        Ok(copies)
    }

    /// A node of the source with its stages' plain values, otherwise as it is.
    fn copy(&mut self, root: Id) -> Result<Id> {
        let mut images: HashMap<Id, Id> = HashMap::new();
        let mut image = None;
        for id in self.source.reachable(&[root]) {
            let copied = match self.source.node(id).clone() {
                Node::Number(value) => self.builder.graph.number(value)?,
                Node::Symbol(name) => match self.stages.get(&name).cloned() {
                    Some(value) => self.plain(&value)?,
                    None => self.builder.graph.symbol(&name)?,
                },
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<Id> =
                        arguments.iter().filter_map(|a| images.get(a).copied()).collect();
                    self.builder.apply(operator, &arguments)?
                }
            };
            images.insert(id, copied);
            image = Some(copied);
        }
        match image {
            Some(image) => Ok(image),
            None => self.builder.graph.integer(0),
        }
    }
}

fn plain(mantissa: Id, positive: bool) -> Scaled {
    Scaled { mantissa, exponent: Linear::default(), offset: None, positive }
}
