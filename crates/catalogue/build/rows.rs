//! The checks of definitions that are no plain functions of single numbers: parts, rows, noise.

use nonlin_expr::{Expr, Names, NoFunctions, Operator, ParseError, RowExpr, RowNames};

use crate::check::Siblings;
use crate::distribution::Distribution;
use crate::schema::{Entry, Kind, Noise};

/// A distribution and its arguments, as `uniform(lower, upper)` says them.
pub fn distribution(noise: &Noise) -> Result<(Distribution, Vec<&str>), String> {
    let known = || Distribution::ALL.map(Distribution::usage).join(", ");
    let wrong = || format!("`{}` is none of {}", noise.distribution, known());
    let (name, rest) = noise.distribution.split_once('(').ok_or_else(wrong)?;
    let arguments: Vec<&str> =
        rest.strip_suffix(')').ok_or_else(wrong)?.split(',').map(str::trim).collect();
    let distribution = Distribution::ALL.into_iter().find(|d| d.signature().0 == name.trim());
    match distribution {
        Some(found) if found.signature().1.len() == arguments.len() => Ok((found, arguments)),
        _ => Err(wrong()),
    }
}

/// The parts that the row is made of.
pub fn inputs(entry: &Entry) -> Vec<&str> {
    match entry.file.inputs.as_slice() {
        [] => vec!["x"],
        names => names.iter().map(String::as_str).collect(),
    }
}

/// Checks what such a definition says, and gives all names that its formulas use.
pub fn symbols(
    entry: &Entry,
    siblings: &Siblings<'_>,
    wrong: &mut dyn FnMut(&str, String),
) -> Result<Vec<String>, ParseError> {
    let file = &entry.file;
    let parameters: Vec<&str> = file.parameters.keys().map(String::as_str).collect();
    let noise: Vec<&str> = file.noise.iter().map(|noise| noise.name.as_str()).collect();
    let definitions: Vec<(&str, &str)> =
        file.definitions.iter().map(|part| (part.name.as_str(), part.formula.as_str())).collect();
    let inputs = inputs(entry);
    let own = inputs.iter().chain(&noise).chain(definitions.iter().map(|(name, _)| name));
    for (index, name) in own.clone().enumerate() {
        let reserved = Operator::named(name).is_some() || RowExpr::is_vocabulary(name);
        if reserved || parameters.contains(name) || own.clone().take(index).any(|n| n == name) {
            wrong("names", format!("`{name}` has another meaning already"));
        }
    }
    if file.kind != Kind::Row && (!definitions.is_empty() || file.group.is_some()) {
        wrong("kind", "`where` and `group` belong to kind = \"row\"".into());
    }
    if file.kind == Kind::Scalar && (file.formula.all().len() != 1 || !file.inputs.is_empty()) {
        wrong("kind", "several inputs or formulas belong to kind = \"map\" or \"row\"".into());
    }
    let mut used: Vec<String> = file.group.iter().cloned().collect();
    if file.group.as_ref().is_some_and(|group| !parameters.contains(&group.as_str())) {
        wrong("group", "names no parameter".into());
    }
    for (index, entry) in file.noise.iter().enumerate() {
        let field = format!("noise.{}", entry.name);
        let known = [&parameters, &noise[..index]].concat();
        let mut check = |text: &str, symbols: &[&str]| match Expr::parse_with(
            text,
            Names { symbols, functions: &NoFunctions },
        ) {
            Ok(formula) => used.extend(formula.symbols()),
            Err(error) => wrong(&field, error.to_string()),
        };
        check(&entry.evaluation, &parameters);
        match distribution(entry) {
            Ok((_, arguments)) => arguments.iter().for_each(|text| check(text, &known)),
            Err(message) => wrong(&field, message),
        }
    }
    let names = RowNames {
        inputs: &inputs,
        noise: &noise,
        parameters: &parameters,
        definitions: &definitions,
        functions: siblings,
    };
    let texts: Vec<&str> = file.formula.all().iter().map(String::as_str).collect();
    let formula = RowExpr::parse_with(&texts, names)?;
    if file.kind != Kind::Row && !formula.is_elementwise() {
        wrong("formula", "needs the whole row: kind = \"row\"".into());
    }
    used.extend(formula.symbols());
    Ok(used)
}
