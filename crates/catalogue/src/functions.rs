//! The built-in definitions and how to find one by any of its names.

use nonlin_expr::{Expr, Functions};

use crate::activation::{Activation, Parameters};
use crate::definition::{
    Definition, Evidence, FrameworkName, Kind, Kink, Noise, Parameter, Range, Source,
};
use crate::distribution::Distribution;

static DEFINITIONS: &[Definition] = include!(concat!(env!("OUT_DIR"), "/definitions.rs"));

/// Other spellings of the frameworks' names.
const FRAMEWORK_ALIASES: &[(&str, &str)] =
    &[("torch", "pytorch"), ("tf-addons", "tensorflow_addons"), ("tfa", "tensorflow_addons")];

/// Every definition, by name.
#[must_use]
pub fn all() -> &'static [Definition] {
    DEFINITIONS
}

/// The definition with this name, alias, or name in a framework (`torch:LeakyReLU`), and the
/// parameters that the framework sets. Case does not matter.
#[must_use]
pub fn find(name: &str) -> Option<(&'static Definition, &'static [(&'static str, &'static str)])> {
    if let Some((framework, name)) = name.split_once(':') {
        let framework = framework.to_lowercase();
        let framework = FRAMEWORK_ALIASES
            .iter()
            .find(|(alias, _)| *alias == framework)
            .map_or(framework.as_str(), |(_, name)| name);
        return DEFINITIONS.iter().find_map(|definition| {
            let mut names = definition.frameworks.iter();
            names
                .find(|entry| entry.framework == framework && entry.name.eq_ignore_ascii_case(name))
                .map(|entry| (definition, entry.parameters))
        });
    }
    let own = |definition: &&Definition| {
        definition.name.eq_ignore_ascii_case(name)
            || definition.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    };
    DEFINITIONS.iter().find(own).map(|definition| (definition, [].as_slice()))
}

/// All names and aliases.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    DEFINITIONS.iter().flat_map(|d| std::iter::once(d.name).chain(d.aliases.iter().copied()))
}

/// The catalogue as functions that formulas may call, with their default parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatalogueFunctions;

impl Functions for CatalogueFunctions {
    fn get(&self, name: &str) -> Option<Expr> {
        let (definition, _) = find(name)?;
        let activation = Activation::of(definition, &[], &Parameters::new()).ok()?;
        Some(activation.expression().clone())
    }

    fn names(&self) -> Vec<String> {
        // Only functions of single numbers may be called.
        let scalar = |name: &&str| find(name).is_some_and(|(d, _)| d.kind == Kind::Scalar);
        names().filter(scalar).map(str::to_owned).collect()
    }
}
