//! Search: from what somebody remembers of a function to its definition, best match first.
//!
//! A text is compared with the name, the aliases, the names in the frameworks, the titles in English
//! and Chinese, the formula and the summary. A formula is compared as mathematics: parsed and
//! simplified, so that spaces, brackets and the order of factors in `x * sigmoid(x)` do not matter.
//! If no definition has the text as a whole, those that have each of its words are found.

use nonlin_expr::Expr;

use crate::activation::{expression_of, formula_of};
use crate::definition::Definition;
use crate::functions::{all, find};
use crate::terms::Terms;

/// How a definition answers a search; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    /// It is called so, here or in a framework (`torch:SiLU`).
    Name,
    /// It is the same formula.
    Formula,
    /// A framework calls it so.
    FrameworkName,
    /// Its title in English or Chinese.
    Title,
    /// A name begins so.
    NameBegins,
    /// A name or title contains it.
    NameContains,
    /// The formula contains it.
    FormulaContains,
    /// The summary contains it.
    Summary,
}

/// The definitions that match `text`, best first, and among equals the best known first: the one that
/// most frameworks ship, then the one with the fewest parameters.
///
/// ```
/// use nonlin_catalogue::{Hit, search};
///
/// let first = |text| search(text).first().map(|(definition, how)| (definition.name, *how));
/// assert_eq!(first("torch:SiLU"), Some(("silu", Hit::Name)));
/// assert_eq!(first("sigmoid(x) * x"), Some(("silu", Hit::Formula)));
/// assert_eq!(first("阶跃函数"), Some(("step", Hit::Title)));
/// ```
#[must_use]
pub fn search(text: &str) -> Vec<(&'static Definition, Hit)> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let whole = ranked(|definition| how(definition, &text));
    let words: Vec<&str> = text.split_whitespace().collect();
    if !whole.is_empty() || words.len() < 2 {
        return whole;
    }
    // All words, and as good as the worst of them.
    ranked(|definition| {
        let each: Option<Vec<Hit>> = words.iter().map(|word| how(definition, word)).collect();
        each?.into_iter().max()
    })
}

fn ranked(how: impl Fn(&'static Definition) -> Option<Hit>) -> Vec<(&'static Definition, Hit)> {
    let mut found: Vec<_> =
        all().iter().filter_map(|definition| Some((definition, how(definition)?))).collect();
    found.sort_by_key(|(definition, how)| {
        let known = std::cmp::Reverse(definition.frameworks.len());
        (*how, known, definition.parameters.len(), definition.name)
    });
    found
}

/// The best way in which `text`, in lower case, matches.
fn how(definition: &'static Definition, text: &str) -> Option<Hit> {
    if find(text).is_some_and(|(found, _)| std::ptr::eq(found, definition)) {
        return Some(Hit::Name);
    }
    if same_formula(definition, text) {
        return Some(Hit::Formula);
    }
    let own = || std::iter::once(definition.name).chain(definition.aliases.iter().copied());
    let titles = [definition.title, definition.title_zh];
    let there = || definition.frameworks.iter();
    let qualified = |contains: &str| {
        there().any(|entry| {
            format!("{}:{}", entry.framework, entry.name).to_lowercase().contains(contains)
        })
    };
    let without_spaces = |text: &str| text.replace(' ', "").to_lowercase();
    if there().any(|entry| entry.name.eq_ignore_ascii_case(text)) {
        Some(Hit::FrameworkName)
    } else if titles.iter().any(|title| title.to_lowercase() == text) {
        Some(Hit::Title)
    } else if own().any(|name| name.starts_with(text)) {
        Some(Hit::NameBegins)
    } else if own().any(|name| name.contains(text))
        || titles.iter().any(|title| title.to_lowercase().contains(text))
        || qualified(text)
    {
        Some(Hit::NameContains)
    } else if without_spaces(definition.formula).contains(&without_spaces(text)) {
        Some(Hit::FormulaContains)
    } else if definition.summary.to_lowercase().contains(text) {
        Some(Hit::Summary)
    } else {
        None
    }
}

/// Whether `text` is the formula of the definition, with its parameters by name or at their defaults.
fn same_formula(definition: &Definition, text: &str) -> bool {
    if !text.contains(|c: char| "()+-*/^".contains(c)) {
        return false;
    }
    let mut terms = Terms::default();
    let mut term = |parsed: Option<Expr>| Some(terms.of(&parsed?.simplify().ok()?));
    let Some(wanted) = term(formula_of(definition, text).ok()) else { return false };
    Some(wanted) == term(expression_of(definition).ok())
        || Some(wanted) == term(formula_of(definition, definition.formula).ok())
}
