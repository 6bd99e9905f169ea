//! Logarithms of scaled values: log(r·e^k) is log(r) + k, and 1 + r·e^k has a softplus for logarithm.

use super::super::{POSITION, Reduction};
use super::linear::Linear;
use super::{Result, Rewriter, Scaled, plain};
use crate::graph::Id;
use crate::operator::Operator::{Add, Equal, Exp, If, Log, Log1p, Max, Mul, Neg, Softplus, Sub};

impl Rewriter<'_> {
    pub(super) fn logarithm(&mut self, a: &Scaled) -> Result<Scaled> {
        if a.exponent.0.is_empty() || a.offset.is_some() {
            let argument = self.plain(a)?;
            if let Some((Add, &[one, rest])) = self.builder.graph.apply_at(argument)
                && self.builder.is_number(one, 1)
            {
                return Ok(plain(self.builder.apply(Log1p, &[rest])?, false));
            }
            return Ok(plain(self.builder.apply(Log, &[argument])?, false));
        }
        let exponent = self.linear(&a.exponent)?;
        if self.builder.is_number(a.mantissa, 1) {
            return Ok(plain(exponent, false));
        }
        if let Some(inner) = self.one_plus(a)? {
            return Ok(plain(self.builder.apply(Softplus, &[inner])?, true));
        }
        let mantissa = match self.shifted.get(&a.mantissa) {
            Some(&k) => {
                let rest = self.without_maximum(k)?;
                self.builder.apply(Log1p, &[rest])?
            }
            None => self.builder.apply(Log, &[a.mantissa])?,
        };
        Ok(Scaled {
            mantissa,
            exponent: Linear::default(),
            offset: Some(exponent),
            positive: false,
        })
    }

    /// Σ e^(k − maximum(k)) over all places but the first of the maximum.
    fn without_maximum(&mut self, k: Id) -> Result<Id> {
        let maximum = self.builder.reduce(Reduction::Maximum, k, None)?;
        let place = self.builder.reduce(Reduction::Argmax, k, None)?;
        let mut difference = Linear::default();
        self.collect(k, 1, &mut difference);
        difference.add(maximum, -1);
        let difference = self.linear(&difference)?;
        let term = self.builder.apply(Exp, &[difference])?;
        let position = self.builder.graph.symbol(POSITION)?;
        let there = self.builder.apply(Equal, &[position, place])?;
        let zero = self.builder.graph.integer(0)?;
        let term = self.builder.apply(If, &[there, zero, term])?;
        self.builder.reduce(Reduction::Sum, term, None)
    }

    /// k + log(r), where `a` is (e^(0 − M) + r·e^(k − M))·e^M with M = max(0, k): 1 + r·e^k.
    fn one_plus(&mut self, a: &Scaled) -> Result<Option<Id>> {
        let [(top, 1)] = a.exponent.0[..] else { return Ok(None) };
        let Some((Max, &[zero, k])) = self.builder.graph.apply_at(top) else { return Ok(None) };
        let Some((Add, &[one, rest])) = self.builder.graph.apply_at(a.mantissa) else {
            return Ok(None);
        };
        let (zero, k, one, rest) =
            if self.builder.is_number(k, 0) { (k, zero, rest, one) } else { (zero, k, one, rest) };
        let minus_top = self.builder.apply(Neg, &[top])?;
        let expected_one = self.builder.apply(Exp, &[minus_top])?;
        let difference = self.builder.apply(Sub, &[k, top])?;
        let scale = self.builder.apply(Exp, &[difference])?;
        if !self.builder.is_number(zero, 0) || one != expected_one || !a.positive {
            return Ok(None);
        }
        let factor = match self.builder.graph.apply_at(rest) {
            _ if rest == scale => return Ok(Some(k)),
            Some((Mul, &[p, q])) if p == scale => q,
            Some((Mul, &[p, q])) if q == scale => p,
            _ => return Ok(None),
        };
        let log = self.builder.apply(Log, &[factor])?;
        self.builder.apply(Add, &[k, log]).map(Some)
    }

    /// log(1 + a) for a = r·e^k.
    pub(super) fn log_one_plus(&mut self, a: &Scaled) -> Result<Scaled> {
        let exponent = self.linear(&a.exponent)?;
        let log = self.builder.apply(Log, &[a.mantissa])?;
        let sum = self.builder.apply(Add, &[exponent, log])?;
        Ok(plain(self.builder.apply(Softplus, &[sum])?, true))
    }
}
