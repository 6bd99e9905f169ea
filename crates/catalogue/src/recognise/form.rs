//! A description: f(x) = a·g(b·x + c) + d·x + e, with g from the catalogue and its parameters.

use nonlin_expr::{Expr, Names, NoFunctions};

use super::reference::Reference;
use super::snap::Constant;
use crate::definition::Evidence;

/// What stands around and inside a function of the catalogue.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) reference: &'static Reference,
    pub(super) parameters: Vec<Constant>,
    pub(super) a: Constant,
    pub(super) b: Constant,
    pub(super) c: Constant,
    pub(super) d: Constant,
    pub(super) e: Constant,
}

impl Form {
    /// The function itself.
    pub(super) fn plain(reference: &'static Reference) -> Self {
        let [zero, one] = [0, 1].map(Constant::integer);
        Self {
            reference,
            parameters: reference.defaults.clone(),
            a: one.clone(),
            b: one,
            c: zero.clone(),
            d: zero.clone(),
            e: zero,
        }
    }

    /// Whether nothing stands around the function or inside it.
    pub(super) fn is_bare(&self) -> bool {
        self.a.is(1) && self.b.is(1) && self.c.is(0) && self.d.is(0) && self.e.is(0)
    }

    /// The parameters that are not at their defaults, by name.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&'static str, &Constant)> {
        let parameters = self.reference.definition.parameters.iter().map(|p| p.name);
        let values = self.parameters.iter().zip(&self.reference.defaults);
        parameters
            .zip(values)
            .filter(|(_, (value, default))| value.value != default.value)
            .map(|(name, (value, _))| (name, value))
    }

    /// The constants that were found, in any order.
    pub(super) fn constants(&self) -> impl Iterator<Item = &Constant> {
        [&self.a, &self.b, &self.c, &self.d, &self.e].into_iter().chain(&self.parameters)
    }

    /// How much the description says: 0 for the function itself, about 1 for each number in it. What
    /// readers know best is cheapest: parameters, then signs and scales, then shifts, then a line that
    /// is added.
    pub(super) fn cost(&self) -> f64 {
        let around = [
            (&self.a, 1, 1.1),
            (&self.b, 1, 1.1),
            (&self.c, 0, 1.3),
            (&self.d, 0, 2.0),
            (&self.e, 0, 1.1),
        ];
        let mut cost: f64 = around
            .iter()
            .filter(|(constant, neutral, _)| !constant.is(*neutral))
            .map(|(constant, _, weight)| match constant.is(-1) {
                true => weight - 0.05,
                false => weight + constant.cost(),
            })
            .sum();
        cost += self.changed().map(|(_, constant)| 1.0 + constant.cost()).sum::<f64>();
        let definition = self.reference.definition;
        let obscure =
            definition.frameworks.is_empty() && definition.evidence == Evidence::OneTranscription;
        if cost > 0.0 && obscure { cost + 0.3 } else { cost }
    }

    /// The function that it describes; `None` where it outgrows the limits.
    pub(super) fn expression(&self) -> Option<Expr> {
        let parameters = self.reference.definition.parameters.iter().map(|p| p.name);
        let inner = self.inner()?;
        let values = parameters.zip(self.parameters.iter().map(|p| &p.formula));
        let function = self.reference.formula.bind(values.chain([("x", &inner)])).ok()?;
        self.outer()?.bind([("u", &function)]).ok()
    }

    /// b·x + c.
    fn inner(&self) -> Option<Expr> {
        let names = Names { symbols: &["x", "b", "c"], functions: &NoFunctions };
        let line = Expr::parse_with("b*x + c", names).ok()?;
        line.bind([("b", &self.b.formula), ("c", &self.c.formula)]).ok()
    }

    /// a·u + d·x + e.
    fn outer(&self) -> Option<Expr> {
        let names = Names { symbols: &["x", "u", "a", "d", "e"], functions: &NoFunctions };
        let sum = Expr::parse_with("a*u + d*x + e", names).ok()?;
        let values = [("a", &self.a.formula), ("d", &self.d.formula), ("e", &self.e.formula)];
        sum.bind(values).ok()
    }

    /// In a formula that names the function, such as `2*sigmoid(2*x) - 1`.
    pub(super) fn text(&self) -> String {
        let call = |inner: Expr| format!("{}({inner})", self.reference.definition.name);
        match (self.inner().map(call), self.outer()) {
            // No number and no operator in the sum has the letter u in its text.
            (Some(call), Some(outer)) => outer.to_string().replace('u', &call),
            _ => self.reference.definition.name.to_owned(),
        }
    }
}
