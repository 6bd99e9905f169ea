//! What a formula is called: `x*tanh(log(1+exp(x)))` is mish, `2*sigmoid(2*x)-1` is tanh.
//!
//! A formula is compared with every function of the catalogue by its values, which no spelling
//! changes. [`search`] guesses descriptions a·g(b·x + c) + d·x + e with numbers that a person would
//! write ([`snap`]), and [`confirm`] proves them by rewriting or compares values to the last digit
//! that [`rounding`] leaves. The simplest description comes first.

mod confirm;
mod fit;
mod form;
mod reference;
mod sample;
mod search;
mod snap;

pub use confirm::Agreement;
pub use snap::Constant;

use nonlin_expr::Expr;

use crate::definition::Definition;
use form::Form;
use sample::Sampler;
use search::Target;

/// Formulas with more operators than this are not looked at.
const MAX_OPERATORS: usize = 2_000;
/// Descriptions that scale or move the argument are looked for only where none is as simple as this.
const SIMPLE: f64 = 1.3;
/// What a proof takes off a description's cost.
const PROVED: f64 = 0.75;
/// Descriptions that say this much more than the simplest are left out.
const MARGIN: f64 = 0.75;
/// How many guesses of a kind are looked at: an almost straight formula is like almost anything.
const MOST_GUESSES: usize = 48;
/// How many descriptions are given at most, besides functions that are the formula as they are.
const MOST: usize = 4;
/// A function that is at most this far away, relative to the formula's range on the grid, is near.
const NEAR: f64 = 0.03;

/// A function of the catalogue that a formula is, perhaps with other parameters, scales and shifts.
#[derive(Debug, Clone)]
pub struct Match {
    form: Form,
    agreement: Agreement,
}

impl Match {
    /// The function.
    #[must_use]
    pub fn definition(&self) -> &'static Definition {
        self.form.reference.definition
    }

    /// The parameters that are not at their defaults, by name.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &Constant)> {
        self.form.changed()
    }

    /// Whether it is the function with some parameters, and nothing stands around it or inside it.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.form.is_bare()
    }

    /// Whether it is the function as it is, with its default parameters.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.form.is_bare() && self.form.changed().next().is_none()
    }

    /// The description in terms of the function's name, such as `2*sigmoid(2*x) - 1`.
    #[must_use]
    pub fn text(&self) -> String {
        self.form.text()
    }

    /// a, b, c, d and e of a·g(b·x + c) + d·x + e, where g is the function with its parameters.
    #[must_use]
    pub fn coefficients(&self) -> [&Constant; 5] {
        [&self.form.a, &self.form.b, &self.form.c, &self.form.d, &self.form.e]
    }

    /// How much the description says. What rewriting proves is as good as spelled out in the formula,
    /// so that a reader finds it more easily.
    fn cost(&self) -> f64 {
        let proved = self.agreement == Agreement::Identical;
        self.form.cost() * if proved { PROVED } else { 1.0 }
    }

    /// How it was found to be so.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        self.agreement
    }
}

/// What is known about a formula's place in the catalogue.
#[derive(Debug, Clone, Default)]
pub struct Recognition {
    /// What it is, the simplest description first and the best known function first among equals.
    pub matches: Vec<Match>,
    /// Where it is nothing known: a function that it is close to, and how far away that is at most
    /// on [−10, 10], by its values on a grid.
    pub near: Option<(&'static Definition, f64)>,
}

/// The functions of the catalogue that `function`, an expression in `x`, is.
///
/// Constants and very large formulas are not looked at and match nothing.
#[must_use]
pub fn recognise(function: &Expr) -> Recognition {
    let too_large = function.operators() > MAX_OPERATORS;
    if too_large || function.symbols() != ["x"] {
        return Recognition::default();
    }
    let Some(target) = Target::of(&Sampler::new(function, &["x"])) else {
        return Recognition::default();
    };
    let mut matches = confirmed(function, target.plain(), usize::MAX);
    let plain = matches.len();
    // Names that nobody knows do not end the search for a better known one.
    let known =
        |found: &Match| !found.definition().frameworks.is_empty() && found.form.cost() <= SIMPLE;
    let named = matches.iter().any(known);
    matches.extend(confirmed(function, target.with_parameters(), MOST));
    if !named {
        matches.extend(confirmed(function, target.scaled(), MOST));
    }
    if !matches.iter().any(known) {
        matches.extend(confirmed(function, target.moved(), MOST));
    }
    // Stable: among equals the best known stays first.
    matches.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
    let mut seen = Vec::new();
    matches.retain(|found| {
        let new = !seen.contains(&found.text());
        seen.push(found.text());
        // With other parameters it is another description, though its text is the name alone.
        new || found.parameters().next().is_some()
    });
    let least = matches.first().map_or(0.0, Match::cost);
    let margin = if plain > 0 { 2.0 * MARGIN } else { MARGIN };
    matches.retain(|found| found.cost() <= least + margin);
    matches.truncate(plain + MOST);
    let near = if matches.is_empty() { near(&target) } else { None };
    Recognition { matches, near }
}

/// The guesses that are true: all that can be proved, which is quick, and of the others those that
/// agree, from the simplest on, until there are enough.
fn confirmed(function: &Expr, mut guesses: Vec<Form>, enough: usize) -> Vec<Match> {
    guesses.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
    guesses.truncate(MOST_GUESSES);
    let mut agreeing = 0;
    let mut confirm = |form: &Form| {
        let proof = confirm::proved(function, form);
        if proof.is_some() || agreeing == enough {
            return proof;
        }
        let agreement = confirm::agrees(function, form);
        agreeing += usize::from(agreement.is_some());
        agreement
    };
    let found = guesses.into_iter();
    let mut matches: Vec<Match> =
        found.filter_map(|form| Some(Match { agreement: confirm(&form)?, form })).collect();
    // The search for a stable form knows more identities, and takes longer: only for the first.
    if let Some(first) = matches.first_mut()
        && first.agreement != Agreement::Identical
        && confirm::same_stable_form(function, &first.form)
    {
        first.agreement = Agreement::Identical;
    }
    matches
}

fn near(target: &Target) -> Option<(&'static Definition, f64)> {
    let (low, high) = target
        .on_grid
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
    let (reference, distance) = target.nearest()?;
    (distance <= NEAR * (high - low).min(1.0)).then_some((reference.definition, distance))
}
