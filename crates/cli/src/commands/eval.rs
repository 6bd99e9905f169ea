//! `nonlin eval`: values and derivatives at given numbers.

use std::io::Read;

use anyhow::Result;
use nonlin::kernels::Kernel;
use serde_json::{Value, json};

use super::{Usage, resolve, rows};
use crate::args::{Dtype, Eval};
use crate::{json, output};

pub fn run(arguments: &Eval) -> Result<()> {
    let of_rows = arguments.jvp.is_some() || arguments.vjp.is_some() || arguments.row.is_some();
    let activation = match resolve(&arguments.function) {
        Ok(activation) if !of_rows && !arguments.train => activation,
        Err(error) if !rows::is_of_rows(&error) => return Err(error),
        _ => return rows::run(arguments, &numbers(arguments)?),
    };
    let numbers = numbers(arguments)?;
    let order = usize::from(arguments.derivative);
    let form = match &arguments.gradient {
        Some(parameter) => {
            let bound = activation.bound();
            bound.parameter_derivative(parameter).map_err(nonlin::Error::from)?.stable().expr
        }
        None => {
            let forms = activation.bound().stable(order).map_err(nonlin::Error::from)?;
            forms[order].expr.clone()
        }
    };
    let kernel = Kernel::of(&form, &form).map_err(nonlin::Error::from)?;
    let (texts, values): (Vec<String>, Vec<Value>) = match arguments.dtype {
        Dtype::F64 => {
            let mut y = vec![0.0_f64; numbers.len()];
            kernel.value(&numbers, &mut y);
            y.into_iter().map(|y| (text(&format!("{y:?}")), json::number(y))).unzip()
        }
        Dtype::F32 => {
            #[expect(clippy::cast_possible_truncation, reason = "the user asked for f32")]
            let x: Vec<f32> = numbers.iter().map(|&x| x as f32).collect();
            let mut y = vec![0.0_f32; x.len()];
            kernel.value(&x, &mut y);
            y.into_iter().map(|y| (text(&format!("{y:?}")), json::number_f32(y))).unzip()
        }
    };
    if arguments.json {
        return output::json(&json!({
            "name": activation.bound().name(),
            "formula": activation.bound().expression().to_string(),
            "derivative": order,
            "dtype": match arguments.dtype { Dtype::F32 => "f32", Dtype::F64 => "f64" },
            "x": numbers.iter().map(|&x| json::number(x)).collect::<Vec<_>>(),
            "y": values,
        }));
    }
    output::line(&texts.join("\n"))
}

/// The typographic minus sign, which people paste.
const MINUS_SIGN: char = '−';

/// `1.0` reads `1`; NaN, inf and exponents stay as they are.
pub fn text(debug: &str) -> String {
    debug.strip_suffix(".0").unwrap_or(debug).to_owned()
}

fn numbers(arguments: &Eval) -> Result<Vec<f64>> {
    let from_input = arguments.x.is_empty();
    let mut input = String::new();
    if from_input {
        if console::user_attended() && console::Term::stdout().is_term() && stdin_is_terminal() {
            return Err(Usage(
                "nothing to evaluate: give numbers, such as `nonlin eval tanh 1 2`".into(),
            )
            .into());
        }
        std::io::stdin().read_to_string(&mut input)?;
    }
    let texts: Vec<&str> = if from_input {
        input.split_whitespace().collect()
    } else {
        arguments.x.iter().map(String::as_str).collect()
    };
    if texts.is_empty() {
        return Err(Usage(
            "nothing to evaluate: give numbers, such as `nonlin eval tanh 1 2`".into(),
        )
        .into());
    }
    texts
        .iter()
        .map(|text| {
            text.replace(MINUS_SIGN, "-")
                .parse()
                .map_err(|_| Usage(format!("`{text}` is not a number")).into())
        })
        .collect()
}

fn stdin_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stdin())
}
