//! Values and derivatives of order 1 and 2 against JAX and PyTorch, from the tables in `golden/`, which
//! the scripts there made.
//!
//! Where a framework's 64-bit result is itself far from the exact one, or at a kink its convention is
//! another, a row of [`DEVIATIONS`] says so; a row that is no longer needed fails.

use nonlin_catalogue::{Activation, Parameters};
use nonlin_conformance::oracle;
use nonlin_expr::Expr;

/// What rounding may do to both: to their last digits, and to what is left where numbers about 1 cancel,
/// as in 1 − tanh(x)², which is how the frameworks compute a derivative. (Against the exact value, and in
/// every digit, nonlin is held by `accuracy.rs`.)
const RELATIVE: f64 = 1e-13;
const ABSOLUTE: f64 = 4e-15;

/// Where a framework differs from nonlin on purpose or by its own inaccuracy.
struct Deviation {
    framework: &'static str,
    function: &'static str,
    order: usize,
    at: fn(f64) -> bool,
    /// How far it may be off there.
    within: f64,
    reason: &'static str,
}

#[rustfmt::skip]
const DEVIATIONS: &[Deviation] = &[
    Deviation { framework: "jax", function: "leaky_relu", order: 1, at: |x| x == 0.0, within: 0.99, reason: "its slope at the kink is that of the right side; ours, that of the left" },
    Deviation { framework: "jax", function: "hard_tanh", order: 1, at: |x| x.abs() == 1.0, within: 1.0, reason: "its slope at a kink is that of the middle; ours, that of the outside" },
    Deviation { framework: "jax", function: "clamp((x + 1)/2, 0, 1)", order: 1, at: |x| x.abs() == 1.0, within: 0.25, reason: "sparse_sigmoid: at a tie of min and max each side gets half of the slope" },
    Deviation { framework: "jax", function: "softsign", order: 2, at: |x| x == 0.0, within: 2.0, reason: "x/(1 + |x|) has no second derivative at 0: −2 to its right, 2 to its left" },
    Deviation { framework: "jax", function: "celu", order: 2, at: |x| x == 0.0, within: 0.75, reason: "no second derivative at the kink; ties of min and max share theirs" },
    Deviation { framework: "jax", function: "gelu_tanh", order: 1, at: |x| x < -4.0, within: 1e-14, reason: "1 − tanh² cancels, and the slope of the cubic magnifies what is lost" },
    Deviation { framework: "jax", function: "gelu_tanh", order: 2, at: |x| x.abs() > 4.0, within: 3e-13, reason: "1 − tanh² cancels, and the slope of the cubic magnifies what is lost" },
    Deviation { framework: "jax", function: "mish", order: 2, at: |x| x > 6.0, within: 2e-14, reason: "1 − tanh² cancels, and x magnifies what is lost" },
    Deviation { framework: "pytorch", function: "hard_sigmoid", order: 1, at: |x| x.abs() < 3.0, within: 5e-09, reason: "its slope is 1/6 as a 32-bit float, in 64 bits too" },
    Deviation { framework: "pytorch", function: "hard_swish", order: 1, at: |x| x == -3.0, within: 0.5, reason: "its slope at the left kink is that of the middle; ours, that of the outside" },
    Deviation { framework: "pytorch", function: "softplus", order: 2, at: |x| x == 20.0, within: 3e-09, reason: "straight from its threshold of 20 on" },
    Deviation { framework: "pytorch", function: "elu", order: 2, at: |x| x == 0.0, within: 1.0, reason: "no second derivative at the kink: 0 is the right side's" },
    Deviation { framework: "pytorch", function: "celu", order: 2, at: |x| x == 0.0, within: 1.0, reason: "no second derivative at the kink: 0 is the right side's" },
    Deviation { framework: "pytorch", function: "selu", order: 2, at: |x| x == 0.0, within: 1.76, reason: "no second derivative at the kink: 0 is the right side's" },
];

struct Row {
    function: String,
    parameters: Parameters,
    x: f64,
    /// By order; `None` where the framework has no such derivative.
    results: [Option<f64>; 3],
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
    assert_eq!(lines.next(), Some("function,parameters,x,value,first,second"));
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    // A formula with commas is in quotes.
    let (function, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\",").unwrap(),
        None => line.split_once(',').unwrap(),
    };
    let fields: Vec<&str> = rest.split(',').collect();
    let [parameters, x, results @ ..] = fields.as_slice() else { panic!("{line}") };
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap();
        (name.to_owned(), value.parse().unwrap())
    };
    let number = |text: &&str| (!text.is_empty()).then(|| text.parse().unwrap());
    let results: Vec<Option<f64>> = results.iter().map(number).collect();
    Row {
        function: function.to_owned(),
        parameters: parameters.split(';').filter(|text| !text.is_empty()).map(pair).collect(),
        x: x.parse().unwrap(),
        results: results.try_into().unwrap(),
    }
}

fn compare(framework: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut needed = vec![false; DEVIATIONS.len()];
    let mut current: Option<(String, Parameters, [Expr; 3])> = None;
    let rows = rows(text);
    assert!(rows.len() > 1000, "{framework}: {} rows", rows.len());
    for row in rows {
        let same = |(function, parameters, _): &(String, Parameters, _)| {
            *function == row.function && *parameters == row.parameters
        };
        if !current.as_ref().is_some_and(same) {
            let activation = Activation::resolve(&row.function, &row.parameters).unwrap();
            let orders = [0, 1, 2].map(|n| activation.expression().nth_derivative("x", n).unwrap());
            current = Some((row.function.clone(), row.parameters.clone(), orders));
        }
        let Some((_, _, orders)) = &current else { continue };
        for (order, (expression, theirs)) in orders.iter().zip(row.results).enumerate() {
            let Some(theirs) = theirs else { continue };
            let ours = expression.value_at(row.x);
            if near(ours, theirs) {
                continue;
            }
            let known = DEVIATIONS.iter().position(|deviation| {
                (deviation.framework, deviation.function, deviation.order)
                    == (framework, row.function.as_str(), order)
                    && (deviation.at)(row.x)
                    && (ours - theirs).abs() <= deviation.within
            });
            match known {
                Some(index) => needed[index] = true,
                None => wrong.push(format!(
                    "{} {:?} order {order} at {}: nonlin {ours:e}, {framework} {theirs:e}, exact {:e}",
                    row.function,
                    row.parameters,
                    row.x,
                    oracle::value(expression, row.x).to_f64(),
                )),
            }
        }
    }
    for (deviation, needed) in DEVIATIONS.iter().zip(needed) {
        if deviation.framework == framework && !needed {
            let Deviation { function, order, reason, .. } = deviation;
            wrong.push(format!("no longer needed: {function} order {order}, {reason}"));
        }
    }
    wrong
}

/// Whether rounding explains the difference.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= RELATIVE * a.abs().max(b.abs()) + ABSOLUTE
}

#[test]
fn jax() {
    let wrong = compare("jax", include_str!("../golden/jax.csv"));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pytorch() {
    let wrong = compare("pytorch", include_str!("../golden/torch.csv"));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
