//! What value and derivatives of an activation have to be: the oracle's answer, and at kinks and ±∞ the
//! conventions of the numerical contract.

use nonlin_catalogue::Activation;
use nonlin_expr::{Expr, LimitError};
use rug::Float;

use crate::grid;
use crate::oracle::{Oracle, Undecided};

/// The exact results of one activation.
pub struct Reference {
    oracle: Oracle,
    orders: usize,
    kinks: Vec<(f64, f64)>,
    places: Vec<f64>,
}

impl Reference {
    /// The value and derivatives up to `order` of an activation.
    ///
    /// # Errors
    /// When a derivative outgrows the limits of expressions.
    pub fn new(activation: &Activation, order: usize) -> Result<Self, LimitError> {
        let oracle = Oracle::new(activation.expression(), order)?;
        let kinks = grid::kinks(activation);
        let mut places: Vec<f64> = kinks.iter().map(|(at, _)| *at).collect();
        places.extend(grid::places(activation.expression()));
        Ok(Self { oracle, orders: order + 1, kinks, places })
    }

    /// The same with the branch points of other forms of the function among its places.
    #[must_use]
    pub fn with_places_of<'a>(mut self, forms: impl IntoIterator<Item = &'a Expr>) -> Self {
        self.places.extend(forms.into_iter().flat_map(grid::places));
        self
    }

    /// The same for comparison with floats of 32 bits or fewer: as sure, with fewer digits, and sooner.
    #[must_use]
    pub fn for_short_floats(self) -> Self {
        Self { oracle: self.oracle.for_short_floats(), ..self }
    }

    /// Kinks, and where the formula changes its piece.
    #[must_use]
    pub fn places(&self) -> &[f64] {
        &self.places
    }

    /// The oracle alone, without conventions.
    #[must_use]
    pub const fn oracle(&self) -> &Oracle {
        &self.oracle
    }

    /// Value and derivatives in `x`: limits at ±∞, the stated derivative at a kink, the true one where the
    /// formula only changes its piece, and the formula's elsewhere. NaN gives NaN.
    ///
    /// # Errors
    /// Where the oracle decides nothing.
    pub fn at(&self, x: f64) -> Result<Vec<Float>, Undecided> {
        if x.is_nan() {
            return Ok(vec![Float::with_val(64, f64::NAN); self.orders]);
        }
        if x.is_infinite() {
            return self.oracle.limits(x);
        }
        let mut results = self.oracle.at(x)?;
        let stated = self.kinks.iter().find(|(at, _)| *at == x);
        for order in 1..self.orders {
            if let (1, Some((_, slope))) = (order, stated) {
                results[1] = Float::with_val(64, *slope);
            } else if self.places.contains(&x)
                && let Some((difference, true)) = self.oracle.differences(x, order)
                && !near(&difference, &results[order])
            {
                results[order] = difference;
            }
        }
        Ok(results)
    }
}

/// Whether a quotient of differences is what the rules give, to the digits that it has.
#[must_use]
pub fn near(difference: &Float, rules: &Float) -> bool {
    let error = Float::with_val(200, difference - rules).abs();
    error <= Float::with_val(200, difference.abs_ref()) * 1e-40 + 1e-60
}
