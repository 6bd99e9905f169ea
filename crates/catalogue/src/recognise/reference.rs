//! The catalogue as the search sees it: every definition with what is computed of it once.

use std::cmp::Reverse;
use std::sync::OnceLock;

use nonlin_expr::Expr;

use super::fit::Values;
use super::sample::{Bend, Sampler, grid, points};
use super::snap::Constant;
use crate::activation::formula_of;
use crate::definition::{Definition, Evidence};
use crate::functions::all;

/// A definition ready to be compared with.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) definition: &'static Definition,
    /// The formula in `x` and the parameters.
    pub(super) formula: Expr,
    /// The parameters' defaults.
    pub(super) defaults: Vec<Constant>,
    pub(super) sampler: Sampler,
    /// With the defaults, at [`points`].
    pub(super) values: Values,
    /// With the defaults, on [`grid`].
    pub(super) on_grid: Vec<f64>,
    /// With the defaults.
    pub(super) bend: Option<Bend>,
}

impl Reference {
    /// Only a function of single numbers without random ones is what a formula can be.
    fn of(definition: &'static Definition) -> Option<Self> {
        if !definition.noise.is_empty() {
            return None;
        }
        let names: Vec<&str> =
            std::iter::once("x").chain(definition.parameters.iter().map(|p| p.name)).collect();
        let formula = formula_of(definition).ok()?;
        let default = |text: &str| Constant::of(Expr::parse(text).ok()?.simplify().ok()?);
        let defaults: Vec<Constant> =
            definition.parameters.iter().map(|p| default(p.default)).collect::<Option<_>>()?;
        let sampler = Sampler::new(&formula, &names);
        let numbers: Vec<f64> = defaults.iter().map(|constant| constant.value).collect();
        let values = sampler.run(&points(), &numbers).try_into().ok()?;
        let on_grid = sampler.run(grid(), &numbers);
        let bend = Bend::of(grid(), &on_grid);
        Some(Self { definition, formula, defaults, sampler, values, on_grid, bend })
    }

    /// The values at `x` with these parameters, or `None` where a parameter is out of its range.
    pub(super) fn at(&self, x: &Values, parameters: &[f64]) -> Option<Values> {
        let mut known = self.definition.parameters.iter().zip(parameters);
        if !known.all(|(parameter, &value)| parameter.range.contains(value)) {
            return None;
        }
        self.sampler.run(x, parameters).try_into().ok()
    }
}

/// All of them, the best known first. Made at the first call.
pub(super) fn references() -> &'static [Reference] {
    static REFERENCES: OnceLock<Vec<Reference>> = OnceLock::new();
    REFERENCES.get_or_init(|| {
        let mut references: Vec<Reference> = all().iter().filter_map(Reference::of).collect();
        references.sort_by_key(|reference| fame(reference.definition));
        references
    })
}

/// Orders definitions from the best known: by how many frameworks ship them, then by how well they are
/// attested, then by age.
fn fame(definition: &Definition) -> (Reverse<usize>, u8, u16) {
    let evidence = match definition.evidence {
        Evidence::FrameworkSource => 0,
        Evidence::Paper => 1,
        Evidence::TwoTranscriptions => 2,
        Evidence::OneTranscription => 3,
    };
    let year = definition.source.year.unwrap_or(u16::MAX);
    (Reverse(definition.frameworks.len()), evidence, year)
}
