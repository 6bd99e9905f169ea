//! The checks that every definition passes before it is built in.

use std::cell::RefCell;
use std::collections::BTreeMap;

use nonlin_expr::{Expr, Functions, Names, NoFunctions, Operator};

use crate::range::Range;
use crate::schema::{Entry, Errors, Kind};

/// The frameworks whose names may be given, as users write them before the colon.
const FRAMEWORKS: &[&str] = &[
    "burn",
    "candle",
    "dl4j",
    "flax",
    "flux",
    "hf",
    "jax",
    "keras",
    "mindspore",
    "mlx",
    "onednn",
    "onnx",
    "paddle",
    "pysurvival",
    "pytorch",
    "tensorflow_addons",
    "tf_keras",
    "timm",
];

/// Checks each file on its own and that no name means two functions.
pub fn catalogue(entries: &[Entry], errors: &mut Errors) {
    let mut owners: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in entries {
        definition(entry, entries, errors);
        let names = std::iter::once(&entry.name).chain(&entry.file.aliases).cloned();
        let framework_names = entry.framework_names();
        let qualified = framework_names.iter().map(|(f, n, _)| format!("{f}:{n}").to_lowercase());
        for name in names.chain(qualified) {
            if let Some(other) = owners.insert(name.clone(), entry) {
                let message = format!("`{name}` is a name of {} too", other.path.display());
                errors.add(&entry.path, "names", &message);
            }
        }
    }
}

/// Other definitions as functions: `x*tanh(silu(x))`. Those that a formula calls are noted.
pub struct Siblings<'a> {
    entries: &'a [Entry],
    called: RefCell<Vec<&'a Entry>>,
}

impl<'a> Siblings<'a> {
    fn new(entries: &'a [Entry]) -> Self {
        Self { entries, called: RefCell::default() }
    }
}

/// Whether the formulas that `entry` calls come back to it.
fn calls_itself(entry: &Entry, entries: &[Entry]) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut stack = vec![entry];
    while let Some(caller) = stack.pop() {
        for called in calls(caller, entries) {
            if called.name == entry.name {
                return true;
            }
            if !seen.contains(&called.name.as_str()) {
                seen.push(&called.name);
                stack.push(called);
            }
        }
    }
    false
}

fn calls<'a>(entry: &Entry, entries: &'a [Entry]) -> Vec<&'a Entry> {
    let siblings = Siblings::new(entries);
    let symbols = symbols(entry);
    let names = Names { symbols: &symbols, functions: &siblings };
    // A formula that does not parse is reported elsewhere.
    for formula in entry.file.formula.all() {
        let _ = Expr::parse_with(formula, names);
    }
    siblings.called.into_inner()
}

fn symbols(entry: &Entry) -> Vec<&str> {
    std::iter::once("x").chain(entry.file.parameters.keys().map(String::as_str)).collect()
}

impl Functions for Siblings<'_> {
    fn get(&self, name: &str) -> Option<Expr> {
        let named = |e: &&Entry| {
            e.file.kind == Kind::Scalar
                && (e.name == name || e.file.aliases.iter().any(|a| a == name))
        };
        self.called.borrow_mut().push(self.entries.iter().find(named)?);
        Expr::parse("x").ok()
    }
    fn names(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.name.clone()).collect()
    }
}

fn definition(entry: &Entry, all: &[Entry], errors: &mut Errors) {
    let file = &entry.file;
    let mut wrong = |field: &str, message: String| errors.add(&entry.path, field, &message);
    let identifier = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    for name in std::iter::once(&entry.name).chain(&file.aliases) {
        if !identifier(name) {
            wrong("name", format!("`{name}` is not lower_snake_case"));
        }
    }
    for (field, text) in
        [("title", &file.title), ("title_zh", &file.title_zh), ("summary", &file.summary)]
    {
        if text.trim().is_empty() {
            wrong(field, "is empty".into());
        }
    }
    let parameters: Vec<&str> = file.parameters.keys().map(String::as_str).collect();
    let symbols = symbols(entry);
    let siblings = Siblings::new(all);
    let names = Names { symbols: &symbols, functions: &siblings };
    let formula = |text: &str| Expr::parse_with(text, names).map(|formula| formula.symbols());
    let used = match (file.kind, file.formula.all(), file.noise.as_slice()) {
        (Kind::Scalar, [text], []) => formula(text),
        _ => crate::rows::symbols(entry, &siblings, &mut wrong),
    };
    if file.compiled && (file.kind != Kind::Scalar || !file.noise.is_empty()) {
        wrong("compiled", "only functions of single numbers without noise are compiled".into());
    }
    if !file.compiled && !file.pair.is_empty() {
        wrong("pair", "needs `compiled = true`".into());
    }
    match used {
        Err(error) => wrong("formula", error.to_string()),
        Ok(_) if calls_itself(entry, all) => wrong("formula", "calls itself".into()),
        Ok(used) => {
            for parameter in &parameters {
                if !used.iter().any(|name| name == parameter) {
                    wrong("parameters", format!("`{parameter}` is not in the formula"));
                }
            }
        }
    }
    for (name, parameter) in &file.parameters {
        let field = format!("parameters.{name}");
        if name == "x" || Operator::named(name).is_some() {
            wrong(&field, "is the name of the variable or of an operator".into());
        }
        match (constant(&parameter.default, &[]), range(&parameter.range)) {
            (Err(message), _) => wrong(&field, format!("default: {message}")),
            (_, Err(message)) => wrong(&field, format!("range: {message}")),
            (Ok(value), Ok(range)) if !range.contains(value) => {
                wrong(&field, format!("default {value} is outside {}", parameter.range));
            }
            _ => {}
        }
    }
    for kink in &file.kinks {
        for text in [&kink.at, &kink.derivative] {
            if let Err(message) = constant(text, &parameters) {
                wrong("kinks", message);
            }
        }
    }
    for (framework, name, values) in entry.framework_names() {
        let field = format!("frameworks.{framework}");
        if !FRAMEWORKS.contains(&framework) {
            wrong(&field, format!("is not one of {}", FRAMEWORKS.join(", ")));
        }
        for (parameter, value) in values {
            if !parameters.contains(&parameter) {
                wrong(&field, format!("`{name}` sets `{parameter}`, which is no parameter"));
            } else if let Err(message) = constant(value, &[]) {
                wrong(&field, message);
            }
        }
    }
}

/// The value of a text without a variable; parameters count as 1/2, since only the form matters.
fn constant(text: &str, parameters: &[&str]) -> Result<f64, String> {
    let names = Names { symbols: parameters, functions: &NoFunctions };
    let value = match text {
        "inf" => f64::INFINITY,
        "-inf" => f64::NEG_INFINITY,
        _ => Expr::parse_with(text, names).map_err(|error| error.to_string())?.value_at(0.5),
    };
    if value.is_nan() { Err(format!("`{text}` is not a number")) } else { Ok(value) }
}

/// Reads an interval such as `(0, inf)` or `[0, 1]`.
pub fn range(text: &str) -> Result<Range, String> {
    let wrong = || format!("`{text}` is no interval such as `(0, inf)` or `[0, 1]`");
    let inner = text.get(1..text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let (lower, upper) = inner.split_once(',').ok_or_else(wrong)?;
    let range = Range {
        lower: constant(lower.trim(), &[])?,
        upper: constant(upper.trim(), &[])?,
        lower_included: text.starts_with('['),
        upper_included: text.ends_with(']'),
    };
    let brackets = text.starts_with(['(', '[']) && text.ends_with([')', ']']);
    if brackets && range.lower < range.upper { Ok(range) } else { Err(wrong()) }
}
