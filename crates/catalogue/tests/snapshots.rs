//! A snapshot of every definition and of what is derived from it: a change of the parser, of the
//! simplifier or of a file shows in what it changes. New definitions are recorded, and wanted changes
//! accepted, by `INSTA_UPDATE=always cargo test -p nonlin-catalogue --test snapshots`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use insta::{assert_snapshot, with_settings};
use nonlin_catalogue::{Activation, Definition, Kind, Mode, Parameters, RowActivation, all};
use nonlin_expr::Expr;

const POINTS: [f64; 9] = [-8.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 8.0];

/// Nine digits: what a better order of evaluation changes stays out of the snapshots.
fn number(value: f64) -> String {
    if value == 0.0 { "0".into() } else { format!("{value:.8e}") }
}

fn describe(definition: &Definition) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(out, "{} · {} · {}", definition.title, definition.title_zh, definition.family)?;
    writeln!(out, "names: {}", definition.aliases.join(" "))?;
    for entry in definition.frameworks {
        writeln!(out, "  {}:{} {:?}", entry.framework, entry.name, entry.parameters)?;
    }
    let (formula, latex, derived) =
        if definition.kind == Kind::Scalar { numbers(definition)? } else { rows(definition)? };
    writeln!(out, "formula: {formula}")?;
    writeln!(out, "latex: {latex}")?;
    for parameter in definition.parameters {
        let learnt = if parameter.trainable { ", learnt" } else { "" };
        let (name, default, range) = (parameter.name, parameter.default, parameter.range);
        writeln!(out, "  {name} = {default} in {range}{learnt}")?;
    }
    for noise in definition.noise {
        let (name, arguments) = (noise.name, noise.arguments.join(", "));
        let distribution = noise.distribution.signature().0;
        writeln!(out, "  {name} ~ {distribution}({arguments}), or {}", noise.evaluation)?;
    }
    for kink in definition.kinks {
        writeln!(out, "kink: {} with slope {}", kink.at, kink.derivative)?;
    }
    out.push_str(&derived);
    Ok(out)
}

type Described = Result<(String, String, String), std::fmt::Error>;

/// Formula, LaTeX and derivatives of a function of single numbers, outside training.
fn numbers(definition: &Definition) -> Described {
    let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
    let mut out = String::new();
    for order in 0..=2 {
        let expression: Expr = activation.expression().nth_derivative("x", order).unwrap();
        writeln!(out, "order {order}: {expression}")?;
        for x in POINTS {
            writeln!(out, "{x:>6}  {}", number(expression.value_at(x)))?;
        }
    }
    Ok((activation.formula().to_string(), activation.formula().to_latex(), out))
}

/// The same of a function of rows, in training.
fn rows(definition: &Definition) -> Described {
    let none = Parameters::new();
    let activation = RowActivation::resolve(definition.name, &none, Mode::Training).unwrap();
    let mut out = String::new();
    writeln!(out, "{} of {}", definition.kind.text(), definition.inputs.join(", "))?;
    writeln!(out, "y: {}", activation.value().unwrap())?;
    writeln!(out, "J·dx: {}", activation.jvp().unwrap())?;
    writeln!(out, "dy·J: {}", activation.vjp().unwrap())?;
    let formula = activation.formula();
    Ok((formula.to_texts().join(", "), formula.to_latex().join(", "), out))
}

#[test]
fn definitions_and_what_follows_are_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/functions");
    with_settings!({
        snapshot_path => &folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for definition in all() {
            assert_snapshot!(definition.name, describe(definition).unwrap());
        }
    });
    let recorded = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name());
    let recorded: BTreeSet<String> =
        recorded.map(|name| name.to_string_lossy().replace(".snap", "")).collect();
    let known: BTreeSet<String> = all().iter().map(|d| d.name.to_owned()).collect();
    let stale: Vec<&String> = recorded.difference(&known).collect();
    assert!(stale.is_empty(), "snapshots of no function: {stale:?}");
}
