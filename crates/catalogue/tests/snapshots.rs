//! A snapshot of every definition and of what is derived from it: a change of the parser, of the
//! simplifier or of a file shows in what it changes. New definitions are recorded, and wanted changes
//! accepted, by `INSTA_UPDATE=always cargo test -p nonlin-catalogue --test snapshots`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use insta::{assert_snapshot, with_settings};
use nonlin_catalogue::{Activation, Definition, Parameters, all};
use nonlin_expr::Expr;

const POINTS: [f64; 9] = [-8.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 8.0];

/// Nine digits: what a better order of evaluation changes stays out of the snapshots.
fn number(value: f64) -> String {
    if value == 0.0 { "0".into() } else { format!("{value:.8e}") }
}

fn describe(definition: &Definition) -> Result<String, std::fmt::Error> {
    let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
    let mut out = String::new();
    writeln!(out, "{} · {} · {}", definition.title, definition.title_zh, definition.family)?;
    writeln!(out, "names: {}", definition.aliases.join(" "))?;
    for entry in definition.frameworks {
        writeln!(out, "  {}:{} {:?}", entry.framework, entry.name, entry.parameters)?;
    }
    writeln!(out, "formula: {}", activation.formula())?;
    writeln!(out, "latex: {}", activation.formula().to_latex())?;
    for parameter in definition.parameters {
        let learnt = if parameter.trainable { ", learnt" } else { "" };
        let (name, default, range) = (parameter.name, parameter.default, parameter.range.text);
        writeln!(out, "  {name} = {default} in {range}{learnt}")?;
    }
    for kink in definition.kinks {
        writeln!(out, "kink: {} with slope {}", kink.at, kink.derivative)?;
    }
    for order in 0..=2 {
        let expression: Expr = activation.expression().nth_derivative("x", order).unwrap();
        writeln!(out, "order {order}: {expression}")?;
        for x in POINTS {
            writeln!(out, "{x:>6}  {}", number(expression.value_at(x)))?;
        }
    }
    Ok(out)
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
