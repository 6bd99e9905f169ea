//! Search: from what somebody remembers of a function to its definition, best match first.
//!
//! A text is compared with the name, the aliases, the names in the frameworks, the titles in English
//! and Chinese, the formula and the summary. A formula is compared as mathematics: parsed and
//! simplified, so that spaces, brackets and the order of factors in `x * sigmoid(x)` do not matter.
//! If no definition has the text as a whole, those that have each of its words are found.

use nonlin_expr::Expr;

use crate::activation::{expression_of, parse};
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
    let query = Query::new(&text);
    let whole = ranked(|definition| query.matches(definition));
    let words: Vec<Query<'_>> = text.split_whitespace().map(Query::new).collect();
    if !whole.is_empty() || words.len() < 2 {
        return whole;
    }
    // All words, and as good as the worst of them.
    ranked(|definition| {
        let each: Option<Vec<Hit>> = words.iter().map(|word| word.matches(definition)).collect();
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

/// A text in lower case, with what it is the name or the formula of.
struct Query<'a> {
    text: &'a str,
    named: Option<&'static Definition>,
    looks_like_a_formula: bool,
    formula: Option<Expr>,
}

impl<'a> Query<'a> {
    fn new(text: &'a str) -> Self {
        let looks_like_a_formula = text.contains(|c: char| "()+-*/^".contains(c));
        let formula = looks_like_a_formula.then(|| formula_in(&[], text)).flatten();
        let named = find(text).map(|(definition, _)| definition);
        Self { text, named, looks_like_a_formula, formula }
    }

    /// The best way in which it matches.
    fn matches(&self, definition: &'static Definition) -> Option<Hit> {
        let text = self.text;
        let own = || std::iter::once(definition.name).chain(definition.aliases.iter().copied());
        let titles = [definition.title, definition.title_zh].map(str::to_lowercase);
        let there = || definition.frameworks.iter();
        let qualified = || there().map(|e| format!("{}:{}", e.framework, e.name).to_lowercase());
        let without_spaces = |text: &str| text.replace(' ', "").to_lowercase();
        if self.named.is_some_and(|named| std::ptr::eq(named, definition)) {
            Some(Hit::Name)
        } else if self.is_formula_of(definition) {
            Some(Hit::Formula)
        } else if there().any(|entry| entry.name.eq_ignore_ascii_case(text)) {
            Some(Hit::FrameworkName)
        } else if titles.iter().any(|title| title == text) {
            Some(Hit::Title)
        } else if own().any(|name| name.starts_with(text)) {
            Some(Hit::NameBegins)
        } else if own().any(|name| name.contains(text))
            || titles.iter().any(|title| title.contains(text))
            || qualified().any(|name| name.contains(text))
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

    /// Whether it is the definition's formula, with the parameters by name or at their defaults.
    fn is_formula_of(&self, definition: &Definition) -> bool {
        let names: Vec<&str> = definition.parameters.iter().map(|p| p.name).collect();
        let mut terms = Terms::default();
        let mut same = |one: Option<Expr>, other: Option<Expr>| match (one, other) {
            (Some(one), Some(other)) => terms.of(&one) == terms.of(&other),
            _ => false,
        };
        if self.formula.is_some() {
            return same(self.formula.clone(), expression_of(definition).ok());
        }
        self.looks_like_a_formula
            && names.iter().any(|name| self.text.contains(name))
            && same(formula_in(&names, self.text), formula_in(&names, definition.formula))
    }
}

/// A formula in `x` and `parameters`, simplified; `None` if it is none.
fn formula_in(parameters: &[&str], text: &str) -> Option<Expr> {
    parse(parameters, text).ok()?.simplify().ok()
}
