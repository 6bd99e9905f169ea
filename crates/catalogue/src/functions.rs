//! The built-in definitions and how to find one by any of its names.
//!
//! Both tables are constants that the build script writes: loading the catalogue costs nothing, and a
//! name is found by binary search.

use nonlin_expr::{Expr, Functions, nearest};

use crate::activation::expression_of;
use crate::definition::{
    Definition, Evidence, FrameworkName, Kind, Kink, Noise, Parameter, Source,
};
use crate::distribution::Distribution;
use crate::range::Range;

static DEFINITIONS: &[Definition] = include!(concat!(env!("OUT_DIR"), "/definitions.rs"));

/// What a framework presets: parameters and their values.
pub type Preset = &'static [(&'static str, &'static str)];

/// Every name in lower case, frameworks' names after their framework and a colon, sorted; with the
/// index of the definition and what the framework presets.
static NAMES: &[(&str, usize, Preset)] = include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// Other spellings of the frameworks' names.
const FRAMEWORK_ALIASES: &[(&str, &str)] = &[
    ("torch", "pytorch"),
    ("tf-addons", "tensorflow_addons"),
    ("tfa", "tensorflow_addons"),
    ("tf-keras", "tf_keras"),
    ("keras2", "tf_keras"),
];

/// Every definition, by name.
#[must_use]
pub fn all() -> &'static [Definition] {
    DEFINITIONS
}

/// The frameworks whose names are known, in order.
#[must_use]
pub fn frameworks() -> Vec<&'static str> {
    let names = DEFINITIONS.iter().flat_map(|definition| definition.frameworks);
    let mut all: Vec<&str> = names.map(|entry| entry.framework).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The framework that is meant by `name` or an abbreviation of it, such as `torch`.
#[must_use]
pub fn framework(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    frameworks().into_iter().find(|known| *known == full(&name))
}

/// The full name of an abbreviated framework.
fn full(framework: &str) -> &str {
    let alias = FRAMEWORK_ALIASES.iter().find(|(alias, _)| *alias == framework);
    alias.map_or(framework, |(_, full)| full)
}

/// The definition with this name, alias, or name in a framework (`torch:LeakyReLU`), and the
/// parameters that the framework sets.
///
/// Case does not matter. Where nothing is called so exactly, underscores, hyphens and spaces do not
/// matter either, nor the modules before a framework's name: `torch:nn.functional.leaky_relu`.
#[must_use]
pub fn find(name: &str) -> Option<(&'static Definition, Preset)> {
    let name = canonical(name);
    let position = exactly(&name).or_else(|| exactly(&without_modules(&name))).or_else(|| {
        let wanted = squeezed(&without_modules(&name));
        NAMES.iter().position(|(known, ..)| squeezed(known) == wanted)
    })?;
    let &(_, index, preset) = NAMES.get(position)?;
    Some((DEFINITIONS.get(index)?, preset))
}

fn exactly(name: &str) -> Option<usize> {
    NAMES.binary_search_by(|(known, ..)| (*known).cmp(name)).ok()
}

/// In lower case, a framework by its full name.
fn canonical(name: &str) -> String {
    let lower = name.to_lowercase();
    match lower.split_once(':') {
        Some((library, rest)) => format!("{}:{rest}", full(library)),
        None => lower,
    }
}

/// `pytorch:nn.functional.gelu` is `pytorch:gelu`.
fn without_modules(name: &str) -> String {
    match name.split_once(':') {
        Some((library, path)) => format!("{library}:{}", path.rsplit('.').next().unwrap_or(path)),
        None => name.to_owned(),
    }
}

/// Without what writers do not agree on: `leaky_relu`, `leaky-relu` and `leaky relu` are one.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect()
}

/// All names and aliases.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, ..)| *name).filter(|name| !name.contains(':'))
}

/// The known name that `name` is a slip of, if any, as it is written.
#[must_use]
pub fn suggestion(name: &str) -> Option<String> {
    if !name.contains(':') {
        return nearest(name, names()).map(str::to_owned);
    }
    let qualified = NAMES.iter().map(|(name, ..)| *name).filter(|name| name.contains(':'));
    let meant = nearest(&canonical(name), qualified)?;
    let entries = DEFINITIONS.iter().flat_map(|definition| definition.frameworks);
    let mut written = entries.map(|entry| format!("{}:{}", entry.framework, entry.name));
    written.find(|written| written.eq_ignore_ascii_case(meant))
}

/// The catalogue as functions that formulas may call, with their default parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatalogueFunctions;

impl Functions for CatalogueFunctions {
    fn get(&self, name: &str) -> Option<Expr> {
        let (definition, _) = find(name)?;
        expression_of(definition).ok()
    }

    fn names(&self) -> Vec<String> {
        // Only functions of single numbers may be called.
        let scalar = |name: &&str| find(name).is_some_and(|(d, _)| d.kind == Kind::Scalar);
        names().filter(scalar).map(str::to_owned).collect()
    }
}
