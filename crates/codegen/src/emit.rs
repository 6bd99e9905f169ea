//! The text: one `let` for each step.
//!
//! Every call names its trait in full, since `Algebra` and `Number` share method names (`greater` is a
//! comparison in one and a maximum in the other).

use std::fmt::{self, Write};

use nonlin_expr::Operator;

use crate::Source;
use crate::single::fits;
use crate::straight::{Operation, Step, Straight};

/// `impl Formula for name`.
pub(crate) fn implementation(source: &Source, name: &str, path: &str) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_implementation(&mut out, source, name, path);
    out
}

fn write_implementation(out: &mut String, source: &Source, name: &str, path: &str) -> fmt::Result {
    let Source { straight, outputs, single, pair, limits } = source;
    let [value, derivative] = *outputs;
    let limits = limits.map(|[below, above]| format!("[{}, {}]", float(below), float(above)));
    // A constant may come near π without being meant as it.
    writeln!(out, "#[allow(clippy::approx_constant, clippy::let_and_return)]")?;
    writeln!(out, "impl {path}::Formula for {name} {{")?;
    let (single, pairs) =
        ([single.forward, single.forward, single.backward], [pair[0], pair[1], pair[1]]);
    let digits = [0, 1, 2].map(|result| {
        let digits = match (single[result], pairs[result]) {
            (true, _) => "Single",
            (false, true) => "Pair",
            (false, false) => "Double",
        };
        format!("{path}::Digits::{digits}")
    });
    writeln!(out, "    const DIGITS: [{path}::Digits; 3] = [{}];", digits.join(", "))?;
    writeln!(out, "    const LIMITS: [[f64; 2]; 2] = [{}];", limits.join(", "))?;
    function(out, straight, path, "value", "A", &[value])?;
    function(out, straight, path, "derivative", "A", &[derivative])?;
    function(out, straight, path, "both", "[A; 2]", &[value, derivative])?;
    writeln!(out, "}}")
}

/// One method, which returns `outputs`.
fn function(
    out: &mut String,
    straight: &Straight,
    path: &str,
    method: &str,
    result: &str,
    outputs: &[usize],
) -> fmt::Result {
    let steps = straight.steps();
    let needed = straight.needed(outputs);
    let reads_x = needed.iter().any(|&index| steps[index].operation == Operation::X);
    let x = if reads_x { "x" } else { "_" };
    writeln!(out, "    #[inline(always)]")?;
    writeln!(out, "    fn {method}<A: {path}::Number>({x}: A) -> {result} {{")?;
    for &index in &needed {
        let step = &steps[index];
        // A factor is written into its product, unless something else reads it.
        let read = |reader: &usize| {
            let reader = &steps[*reader];
            let factor = scaled(straight, reader).is_some();
            reader.arguments.iter().skip(usize::from(factor)).any(|&argument| argument == index)
        };
        let constant = straight.constant_at(index).is_some();
        if step.operation == Operation::X
            || (constant && !outputs.contains(&index) && !needed.iter().any(read))
        {
            continue;
        }
        writeln!(out, "        let v{index} = {};", expression(straight, path, step))?;
    }
    let outputs: Vec<String> = outputs.iter().map(|&output| place(straight, output)).collect();
    match outputs.as_slice() {
        [output] => writeln!(out, "        {output}")?,
        outputs => writeln!(out, "        [{}]", outputs.join(", "))?,
    }
    writeln!(out, "    }}")
}

fn place(straight: &Straight, step: usize) -> String {
    match straight.steps()[step].operation {
        Operation::X => "x".to_owned(),
        _ => format!("v{step}"),
    }
}

fn expression(straight: &Straight, path: &str, step: &Step) -> String {
    if let Some((hi, lo)) = scaled(straight, step) {
        let factor = place(straight, step.arguments[1]);
        return format!("{path}::Number::scaled(&{factor}, {}, {})", float(hi), float(lo));
    }
    if let Some([larger, smaller]) = ordered(straight, step) {
        let [larger, smaller] = [larger, smaller].map(|step| place(straight, step));
        return format!("{path}::Number::add_smaller(&{larger}, &{smaller})");
    }
    let (owner, method) = match step.operation {
        Operation::X => return "x".to_owned(),
        Operation::Constant { hi, lo } => {
            let (hi, lo) = (float(f64::from_bits(hi)), float(f64::from_bits(lo)));
            return format!("<A as {path}::Number>::constant({hi}, {lo})");
        }
        Operation::Operator(operator) => ("Algebra", operator.row().method),
        Operation::IfLess => ("Number", "if_less"),
        Operation::IfLessEq => ("Number", "if_less_eq"),
        Operation::IfEqual => ("Number", "if_equal"),
        Operation::Lesser => ("Number", "lesser"),
        Operation::Greater => ("Number", "greater"),
        Operation::MulAdd => ("Number", "mul_add"),
        Operation::NegMulAdd => ("Number", "neg_mul_add"),
    };
    let arguments: Vec<String> =
        step.arguments.iter().map(|&a| format!("&{}", place(straight, a))).collect();
    format!("{path}::{owner}::{method}({})", arguments.join(", "))
}

/// The addends of a sum of a constant and of what is clamped to no more: the constant first.
fn ordered(straight: &Straight, step: &Step) -> Option<[usize; 2]> {
    let (Operation::Operator(Operator::Add), &[a, b]) = (step.operation, &*step.arguments) else {
        return None;
    };
    let constant = |step| straight.constant_at(step).map(|(hi, _)| hi.abs());
    // A clamp is the smaller of a constant and the larger of another one and something.
    let clamped = |step: usize| {
        let outer = &straight.steps()[step];
        let inner = &straight.steps()[*outer.arguments.first()?];
        let clamp = (outer.operation, inner.operation) == (Operation::Lesser, Operation::Greater);
        let [high, low] = [outer, inner].map(|step| step.arguments.get(1).copied());
        clamp.then_some(constant(high?)?.max(constant(low?)?))
    };
    [[a, b], [b, a]].into_iter().find(|&[larger, smaller]| {
        matches!((constant(larger), clamped(smaller)), (Some(c), Some(bound)) if bound <= c)
    })
}

/// The factor of a product that is a constant with more digits than f32 holds.
fn scaled(straight: &Straight, step: &Step) -> Option<(f64, f64)> {
    match (step.operation, step.arguments.as_slice()) {
        (Operation::Operator(Operator::Mul), &[factor, _]) => {
            straight.constant_at(factor).filter(|&(hi, lo)| !fits(hi, lo))
        }
        _ => None,
    }
}

/// A float as Rust reads it back to the same bits.
fn float(value: f64) -> String {
    match value {
        value if value.is_nan() => "f64::NAN".to_owned(),
        f64::INFINITY => "f64::INFINITY".to_owned(),
        f64::NEG_INFINITY => "f64::NEG_INFINITY".to_owned(),
        value => format!("{value:?}"),
    }
}
