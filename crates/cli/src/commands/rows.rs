//! `nonlin eval` and `nonlin explain` for functions of rows: gated units, softmax, random functions.

use anyhow::Result;
use console::style;
use nonlin::catalogue::RowActivation as Bound;
use nonlin::expr::RowExpr;
use nonlin::{Draws, ErrorKind, Mode, Parameters, RowActivation};
use serde_json::{Value, json};

use super::{Usage, explain, list};
use crate::args::{Eval, Explain, Function, Vector};
use crate::number::Number;
use crate::output;

/// Whether the function failed to resolve only because it is one of rows.
pub fn is_of_rows(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<nonlin::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::NotScalar)
}

fn resolve(function: &Function, mode: Mode) -> Result<RowActivation> {
    let parameters: Parameters = function.parameters.iter().cloned().collect();
    Ok(RowActivation::with_parameters(&function.function, &parameters, mode)?)
}

/// Evaluates at `numbers`.
pub fn run<T: Number>(arguments: &Eval, numbers: &[T]) -> Result<()> {
    let mode = if arguments.train { Mode::Training } else { Mode::Evaluation };
    let activation = resolve(&arguments.function, mode)?;
    let row = arguments.row.map_or(numbers.len(), |row| row as usize);
    let rows = numbers.len().checked_div(row).unwrap_or(0);
    if row * rows != numbers.len() {
        let message = format!("{} numbers do not make rows of {row}", numbers.len());
        return Err(Usage(message).into());
    }
    let lines = Call { arguments, activation: &activation, row, rows }.lines(numbers)?;
    if arguments.json {
        let values = |line: &[T]| line.iter().map(|y| y.json()).collect::<Value>();
        return output::json(&json!({
            "name": activation.bound().name(),
            "formula": activation.bound().formula().to_texts(),
            "what": what(arguments),
            "dtype": arguments.dtype().name(),
            "x": values(numbers),
            "y": lines.iter().map(|line| values(line)).collect::<Vec<_>>(),
        }));
    }
    // One row reads as a column, as for single numbers; a matrix as a matrix.
    let separator = if lines.len() == 1 { "\n" } else { " " };
    for line in lines {
        let texts: Vec<String> = line.iter().map(|y| y.text()).collect();
        output::line(&texts.join(separator))?;
    }
    Ok(())
}

fn what(arguments: &Eval) -> String {
    match (&arguments.jvp, &arguments.vjp, &arguments.gradient) {
        (Some(_), ..) => "jvp".into(),
        (_, Some(_), _) => "vjp".into(),
        (.., Some(parameter)) => format!("derivative by {parameter}"),
        _ if arguments.derivative == 1 => "jacobian".into(),
        _ => "value".into(),
    }
}

struct Call<'a> {
    arguments: &'a Eval,
    activation: &'a RowActivation,
    row: usize,
    rows: usize,
}

impl Call<'_> {
    /// The answer, a line for each row of it.
    fn lines<T: Number>(&self, x: &[T]) -> Result<Vec<Vec<T>>> {
        let Self { arguments, activation, row, rows } = *self;
        let rounded =
            |vector: &Vector| vector.0.iter().map(|&v| T::from_f64(v)).collect::<Vec<T>>();
        let results = activation.results(row)?;
        let draws = arguments.train.then_some(Draws { seed: arguments.seed, first: 0 });
        if arguments.derivative > 1 {
            let message = "of a function of rows there is the first derivative only";
            return Err(Usage(message.into()).into());
        }
        let mut y = vec![T::ZERO; rows * results];
        let mut width = results;
        if let Some(direction) = &arguments.jvp {
            activation.jvp(x, &rounded(direction), rows, draws, &mut y)?;
        } else if let Some(weights) = &arguments.vjp {
            y = vec![T::ZERO; x.len()];
            width = row;
            activation.vjp(x, &rounded(weights), rows, draws, &mut y)?;
        } else if let Some(parameter) = &arguments.gradient {
            activation.parameter_derivative(parameter, x, rows, draws, &mut y)?;
        } else if arguments.derivative == 1 {
            return self.jacobian(x, results, draws);
        } else {
            activation.value(x, rows, draws, &mut y)?;
        }
        Ok(y.chunks(width.max(1)).map(<[T]>::to_vec).collect())
    }

    /// The matrix of all derivatives, a line for each result, of each row.
    fn jacobian<T: Number>(
        &self,
        x: &[T],
        results: usize,
        draws: Option<Draws>,
    ) -> Result<Vec<Vec<T>>> {
        let mut matrix = vec![vec![T::ZERO; self.row]; self.rows * results];
        let mut column = vec![T::ZERO; self.rows * results];
        for index in 0..self.row {
            let mut unit = vec![T::ZERO; x.len()];
            unit.iter_mut().skip(index).step_by(self.row).for_each(|one| *one = T::from_f64(1.0));
            self.activation.jvp(x, &unit, self.rows, draws, &mut column)?;
            for (line, &derivative) in matrix.iter_mut().zip(&column) {
                line[index] = derivative;
            }
        }
        Ok(matrix)
    }
}

/// `nonlin explain` of a function of rows.
pub fn explain(arguments: &Explain) -> Result<()> {
    if arguments.versus.is_some() || arguments.markdown || arguments.html {
        let message =
            "a function of rows has a card and --json; the other outputs are for functions of x";
        return Err(Usage(message.into()).into());
    }
    let activation = resolve(&arguments.function, Mode::Training)?;
    let bound = activation.bound();
    let formulas = [("y", bound.value()), ("J·dx", bound.jvp()), ("dy·J", bound.vjp())];
    if arguments.json {
        let mut derived = serde_json::Map::new();
        for (name, formula) in ["value", "jvp", "vjp"].into_iter().zip(formulas) {
            derived.insert(name.into(), stages(&formula.1.map_err(nonlin::Error::from)?));
        }
        return output::json(&json!({
            "name": bound.name(),
            "kind": bound.definition().map_or("row", |definition| definition.kind.text()),
            "formula": bound.formula().to_texts(),
            "latex": bound.formula().to_latex(),
            "noise": noise(bound),
            "derived": derived,
            "definition": bound.definition().map(list::describe),
        }));
    }
    let mut lines = match bound.definition() {
        Some(definition) => explain::heading(definition),
        None => vec![style("your formula").bold().to_string()],
    };
    let field = |name: &str, text: &str| format!("{} {text}", style(format!("{name:>12}")).dim());
    lines.push(String::new());
    lines.push(field("kind", &kind(bound)));
    lines.push(field("formula", &bound.formula().to_texts().join(", ")));
    lines.push(field("LaTeX", &bound.formula().to_latex().join(", ")));
    for random in noise(bound) {
        lines.push(field("noise", &random));
    }
    for (name, cell) in explain::parameters(bound.definition(), bound.parameters()) {
        lines.push(field(&name, &cell.text));
    }
    for (name, formula) in formulas {
        lines.push(String::new());
        let formula = formula.map_err(nonlin::Error::from)?.to_stages();
        for (symbol, text) in formula.stages {
            lines.push(field(&symbol, &text));
        }
        for output in formula.outputs {
            lines.push(field(name, &output));
        }
    }
    output::line(&lines.join("\n"))
}

fn kind(bound: &Bound) -> String {
    let inputs = bound.definition().map_or(&["x"][..], |definition| definition.inputs);
    match bound.group() {
        Some(group) => format!("of {group} neighbours, one result for each group"),
        None if inputs.len() > 1 => format!(
            "of the row's {} equal parts {}, in this order",
            inputs.len(),
            inputs.join(" and ")
        ),
        None if bound.formula().is_elementwise() => "of single numbers".into(),
        None => "of the whole row".into(),
    }
}

fn noise(bound: &Bound) -> Vec<String> {
    let Some(definition) = bound.definition() else { return Vec::new() };
    let said = definition.noise.iter().map(|noise| {
        let distribution = noise.distribution.signature().0;
        let arguments = noise.arguments.join(", ");
        format!(
            "{} ~ {distribution}({arguments}) in training, {} otherwise",
            noise.name, noise.evaluation
        )
    });
    said.collect()
}

fn stages(formula: &RowExpr) -> Value {
    let staged = formula.to_stages();
    let stages = staged.stages.iter();
    json!({
        "stages": stages.map(|(name, f)| json!({ "name": name, "formula": f })).collect::<Vec<_>>(),
        "outputs": staged.outputs,
    })
}
