//! Writes the kernels that are compiled ahead of time: one type for each definition that says
//! `compiled = true`, one for its derivative from the output where there is such, and the macro that lists
//! them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs, process};

use nonlin_catalogue::{Activation, Parameters};
use nonlin_codegen::Source;
use nonlin_expr::Expr;

fn main() {
    // The definitions are part of the catalogue that this script is linked with.
    println!("cargo::rerun-if-changed=build.rs");
    let written = source().and_then(|text| {
        let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
        Ok(fs::write(PathBuf::from(out).join("compiled.rs"), text)?)
    });
    if let Err(error) = written {
        eprintln!("{error}");
        process::exit(1);
    }
}

/// The types, and `compiled!(visit)`, which hands `Type "value" "derivative"; …` to another macro. The
/// texts are the stable forms: whatever formula comes to the same ones may use the type.
fn source() -> Result<String, Box<dyn Error>> {
    let (mut text, mut list) = (String::new(), String::new());
    let mut known = BTreeMap::new();
    for definition in nonlin_catalogue::all().iter().filter(|definition| definition.compiled) {
        let place = |error: &dyn Error| format!("{}: {error}", definition.name);
        let activation = Activation::resolve(definition.name, &Parameters::new())
            .map_err(|error| place(&error))?;
        let forms = activation.stable(1).map_err(|error| place(&error))?;
        let [value, derivative] = [&forms[0].expr, &forms[1].expr];
        let key = (value.to_string(), derivative.to_string());
        let name = camel_case(definition.name);
        // CELU with its default is ELU: one type serves both.
        if known.contains_key(&key) {
            continue;
        }
        let source = Source::new(value, derivative)
            .map_err(|error| place(&error))?
            .with_pairs(definition.pair);
        known.insert(key, (name, source));
        // The derivative as a function of the output, whose symbol is x as any other formula's.
        let from_output = activation.expression().derivative_from_value();
        if let Some(slope) = from_output {
            let x = Expr::parse("x").map_err(|error| place(&error))?;
            let slope = slope.bind([("y", &x)]).map_err(|error| place(&error))?;
            let source = Source::new(&slope, &slope).map_err(|error| place(&error))?;
            let name = format!("{}FromOutput", camel_case(definition.name));
            known.entry((slope.to_string(), slope.to_string())).or_insert((name, source));
        }
    }
    for ((value, derivative), (name, source)) in &known {
        text.push_str(&format!("pub(crate) struct {name};\n"));
        text.push_str(&source.implementation(name, "crate::formula"));
        list.push_str(&format!("            {name} {value:?} {derivative:?};\n"));
    }
    text.push_str(&format!(
        "macro_rules! compiled {{\n    ($visit:ident) => {{\n        $visit! {{\n{list}        }}\n    \
         }};\n}}\n"
    ));
    Ok(text)
}

/// `hard_swish` as `HardSwish`.
fn camel_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
    };
    name.split('_').map(word).collect::<Vec<String>>().concat()
}
