//! `nonlin eval`: values and derivatives at given numbers, or at those of a file.

mod file;

use std::io::Read;

use anyhow::Result;
use nonlin::kernels::Kernel;
use nonlin::{Activation, bf16, f16};
use serde_json::{Value, json};

use super::{Usage, resolve, rows};
use crate::args::{Dtype, Eval};
use crate::number::Number;
use crate::output;

pub fn run(arguments: &Eval) -> Result<()> {
    if let (Some(input), Some(output)) = (&arguments.input, &arguments.output) {
        let kernel = kernel(&resolve(&arguments.function)?, arguments)?;
        return file::run(&kernel, input, output, arguments.dtype);
    }
    match arguments.dtype() {
        Dtype::F16 => at_numbers::<f16>(arguments),
        Dtype::Bf16 => at_numbers::<bf16>(arguments),
        Dtype::F32 => at_numbers::<f32>(arguments),
        Dtype::F64 => at_numbers::<f64>(arguments),
    }
}

fn at_numbers<T: Number>(arguments: &Eval) -> Result<()> {
    let of_rows = arguments.jvp.is_some() || arguments.vjp.is_some() || arguments.row.is_some();
    let activation = match resolve(&arguments.function) {
        Ok(activation) if !of_rows && !arguments.train => activation,
        Err(error) if !rows::is_of_rows(&error) => return Err(error),
        _ => return rows::run(arguments, &numbers::<T>(arguments)?),
    };
    let x = numbers::<T>(arguments)?;
    let mut y = x.clone();
    kernel(&activation, arguments)?.value_in_place(&mut y);
    if arguments.json {
        let values = |numbers: &[T]| numbers.iter().map(|y| y.json()).collect::<Value>();
        return output::json(&json!({
            "name": activation.bound().name(),
            "formula": activation.bound().expression().to_string(),
            "derivative": arguments.derivative,
            "dtype": arguments.dtype().name(),
            "x": values(&x),
            "y": values(&y),
        }));
    }
    let texts: Vec<String> = y.iter().map(|y| y.text()).collect();
    output::line(&texts.join("\n"))
}

/// The kernel whose value is what was asked for: the function, or one of its derivatives.
fn kernel(activation: &Activation, arguments: &Eval) -> Result<Kernel> {
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
    Ok(Kernel::of(&form, &form).map_err(nonlin::Error::from)?)
}

fn numbers<T: Number>(arguments: &Eval) -> Result<Vec<T>> {
    let nothing =
        || Usage("nothing to evaluate: give numbers, such as `nonlin eval tanh 1 2`".into());
    let mut input = String::new();
    let texts: Vec<&str> = if arguments.x.is_empty() {
        if console::user_attended() && console::Term::stdout().is_term() && stdin_is_terminal() {
            return Err(nothing().into());
        }
        std::io::stdin().read_to_string(&mut input)?;
        input.split_whitespace().collect()
    } else {
        arguments.x.iter().map(String::as_str).collect()
    };
    if texts.is_empty() {
        return Err(nothing().into());
    }
    let number = |text: &str| {
        let plain = text.replace('−', "-");
        T::parse(text).ok_or_else(|| Usage(format!("`{plain}` is not a number")).into())
    };
    texts.into_iter().map(number).collect()
}

fn stdin_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stdin())
}
