//! Formulas as textbooks, papers and source code write them, and what they must be recognised as.

use nonlin_catalogue::{
    Activation, Agreement, Definition, Kind, Parameters, Recognition, all, recognise,
};
use nonlin_expr::Expr;

fn expression(text: &str) -> Expr {
    Activation::resolve(text, &Parameters::new()).unwrap().expression().clone()
}

fn of(text: &str) -> Recognition {
    recognise(&expression(text))
}

/// The matches as `text` or `text; parameter = value`.
fn names(text: &str) -> Vec<String> {
    let name = |found: &nonlin_catalogue::Match| {
        let mut name = if found.is_bare() { found.definition().name.into() } else { found.text() };
        for (parameter, value) in found.parameters() {
            name = format!("{name}; {parameter} = {}", value.formula);
        }
        name
    };
    of(text).matches.iter().map(name).collect()
}

#[test]
fn textbook_spellings() {
    for (spelling, name) in [
        ("x", "identity"),
        ("max(0, x)", "relu"),
        ("(x + abs(x))/2", "relu"),
        ("if(x >= 0, x, 0)", "relu"),
        ("x*if(x > 0, 1, 0)", "relu"),
        ("min(max(x, 0), 6)", "relu6"),
        ("clamp(x, 0, 6)", "relu6"),
        ("relu(x)*relu(x)", "relu_squared"),
        ("1/(1 + exp(-x))", "sigmoid"),
        ("exp(x)/(1 + exp(x))", "sigmoid"),
        ("(1 + tanh(x/2))/2", "sigmoid"),
        ("1 - 1/(1 + exp(x))", "sigmoid"),
        ("2*sigmoid(2*x) - 1", "tanh"),
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "tanh"),
        ("(exp(2*x) - 1)/(exp(2*x) + 1)", "tanh"),
        ("sinh(x)/cosh(x)", "tanh"),
        ("1 - 2/(1 + exp(2*x))", "tanh"),
        ("log(1 + exp(x))", "softplus"),
        ("max(x, 0) + log(1 + exp(-abs(x)))", "softplus"),
        ("x - log(sigmoid(x))", "softplus"),
        ("-log(1 + exp(-x))", "log_sigmoid"),
        ("log(1/(1 + exp(-x)))", "log_sigmoid"),
        ("x - softplus(x)", "log_sigmoid"),
        ("x/(1 + exp(-x))", "silu"),
        ("x*(1 + tanh(x/2))/2", "silu"),
        ("x*tanh(log(1 + exp(x)))", "mish"),
        ("x*((1 + exp(x))^2 - 1)/((1 + exp(x))^2 + 1)", "mish"),
        ("max(0, min(1, x/6 + 1/2))", "hard_sigmoid"),
        ("min(max(x + 3, 0), 6)/6", "hard_sigmoid"),
        ("x*clamp(x + 3, 0, 6)/6", "hard_swish"),
        ("max(-1, min(1, x))", "hard_tanh"),
        ("(abs(x + 1) - abs(x - 1))/2", "hard_tanh"),
        ("if(x > 0, x, exp(x) - 1)", "elu"),
        ("max(0, x) + min(0, exp(x) - 1)", "elu"),
        ("x*(1 + erf(x/sqrt(2)))/2", "gelu"),
        ("0.5*x*erfc(-x/sqrt(2))", "gelu"),
        ("x*(1 - erfc(x/sqrt(2))/2)", "gelu"),
        ("0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))", "gelu_tanh"),
        ("x*sigmoid(2*sqrt(2/pi)*(x + 0.044715*x^3))", "gelu_tanh"),
        ("x*sigmoid(1.702*x)", "quick_gelu"),
        ("x/(1 + abs(x))", "softsign"),
        ("x - tanh(x)", "tanh_shrink"),
        ("exp(-x*x)", "gaussian"),
        ("max(0.01*x, x)", "leaky_relu"),
        ("1.0507009873554805*(max(0, x) + 1.6732632423543772*(exp(min(0, x)) - 1))", "selu"),
        ("if(x > 0.5, x, if(x < -0.5, x, 0))", "hard_shrink"),
        ("sign(x)*max(abs(x) - 0.5, 0)", "soft_shrink"),
    ] {
        let found = names(spelling);
        assert_eq!(found.first().map(String::as_str), Some(name), "{spelling}: {found:?}");
    }
}

#[test]
fn parameters_scales_and_shifts_are_found() {
    for (formula, description) in [
        ("max(0.1*x, x)", "leaky_relu; negative_slope = 0.1"),
        ("max(0.001*x, x)", "leaky_relu; negative_slope = 0.001"),
        ("x*sigmoid(1.7*x)", "swish; beta = 1.7"),
        ("x/(1 + exp(-1.702*x))", "swish; beta = 1.702"),
        ("if(x > 0, x, 1.5*(exp(x) - 1))", "elu; alpha = 1.5"),
        ("3*tanh(x/2 - 1) + 2", "3*tanh(0.5*x - 1) + 2"),
        ("-tanh(x)", "-tanh(x)"),
        ("log(1 + exp(-x))", "softplus(-x)"),
        ("max(0, 3*x - 4.5)", "3*relu(x - 1.5)"),
        ("gelu(3*x) - x", "gelu(3*x) - x"),
        ("2*x + 1", "2*identity(x) + 1"),
        ("sin(2*x + 1)", "sin(2*x + 1)"),
        ("erf(x/sqrt(2))", "erf(x/sqrt(2))"),
        ("sigmoid(1.0000001*x)", "sigmoid(1.0000001*x)"),
        ("1/(1 + exp(-(x - 1)/2))", "sigmoid(0.5*x - 0.5)"),
    ] {
        let found = names(formula);
        assert!(found.iter().any(|name| name == description), "{formula}: {found:?}");
    }
}

#[test]
fn what_is_almost_a_function_is_not_that_function() {
    for (formula, name) in [
        ("x*sigmoid(1.7*x)", "quick_gelu"),
        ("gelu(x)", "gelu_tanh"),
        ("gelu_tanh(x)", "gelu"),
        ("max(0.001*x, x)", "relu"),
        ("sigmoid(1.0000001*x)", "sigmoid"),
        ("tanh(x) + 1e-9", "tanh"),
        ("tanh(x)*(1 + 1e-13)", "tanh"),
        ("0.5*x*(1 + tanh(0.7978845*(x + 0.044715*x^3)))", "gelu_tanh"),
        ("min(max(0, x), 20)", "relu"),
        ("if(x > 0, x, if(x > -1e-4, x/2, 0))", "relu"),
        ("1.0507*(max(0, x) + 1.67326*min(0, exp(x) - 1))", "selu"),
        ("if(x >= 0, 1, 0) + if(x == 0, 1, 0)", "step"),
    ] {
        let found = names(formula);
        assert!(found.iter().all(|found| found != name), "{formula}: {found:?}");
    }
}

#[test]
fn what_is_near_is_called_near() {
    let near = of("x*(0.5 + atan(1.6*x)/pi)").near;
    assert!(of("x*sin(x)*exp(-x^2)").near.is_none());
    assert!(near.is_none_or(|(_, distance)| distance > 0.0));
    let typo = of("0.5*x*(1 + tanh(0.7978845*(x + 0.044715*x^3)))");
    let (definition, distance) = typo.near.unwrap();
    assert!(definition.name == "gelu_tanh" && (1e-9..1e-6).contains(&distance), "{distance:e}");
}

#[test]
fn a_proof_is_told_from_agreement() {
    let agreement = |text: &str| of(text).matches[0].agreement();
    assert_eq!(agreement("max(x, 0)"), Agreement::Identical);
    assert_eq!(agreement("sigmoid(x)*x"), Agreement::Identical);
    // By the identities of the stable forms.
    assert_eq!(agreement("2*sigmoid(2*x) - 1"), Agreement::Identical);
    assert_eq!(agreement("x*tanh(log(1 + exp(x)))"), Agreement::Identical);
    assert!(matches!(
        agreement("(x + abs(x))/2"),
        Agreement::Agrees { points: 100.., digits: 14.. }
    ));
}

#[test]
fn no_formula_is_too_strange() {
    for text in [
        "7",
        "x/0",
        "log(-1 - x^2)",
        "0*x",
        "exp(exp(exp(x)))",
        "1e300*x",
        "1e-300*tanh(x)",
        "1e308*x*1e308",
        "sqrt(x)",
        "1/x",
        "tan(x)",
        "floor(x)",
        "x^x",
        "if(x == 0, 1/0, x)",
        "sin(1e10*x)",
    ] {
        let _ = of(text);
    }
    let huge = format!("x{}", " + sin(x)*x".repeat(900));
    let _ = of(&huge);
    let free = Expr::number(nonlin_expr::Rational::integer(3));
    assert!(recognise(&free).matches.is_empty());
}

/// Every function under a disguise that changes each of its values by rounding at most, and around
/// it: the description, read back as a formula, is the function again.
#[test]
fn every_function_is_recognised_scaled_and_in_disguise() {
    let deterministic = |d: &&Definition| d.kind == Kind::Scalar && d.noise.is_empty();
    for definition in all().iter().filter(deterministic) {
        let name = definition.name;
        let plain = expression(name);
        // A function that has values on a short stretch alone says too little.
        let defined = (-50..50).filter(|&i| plain.value_at(f64::from(i) * 0.0999).is_finite());
        if plain.as_number().is_some() || defined.count() < 40 {
            continue;
        }
        let disguised = expression(&format!("({name}((3*x - x)/2) + {name}(x)*3)/4"));
        let found = recognise(&disguised);
        let known = |found: &Recognition| {
            found.matches.iter().any(|m| m.is_plain() && same(m.definition().name, &plain))
        };
        assert!(known(&found), "{name}: {:?}", found.matches);
        let scaled = expression(&format!("2 - 3*{name}(x)"));
        let found = recognise(&scaled);
        let best = found.matches.first().unwrap_or_else(|| panic!("2 - 3*{name}(x) is nothing"));
        if best.parameters().next().is_none() {
            assert!(same(&best.text(), &scaled), "{name}: {}", best.text());
        }
    }
}

/// Whether a formula of the catalogue's functions has the values of `expected`.
fn same(text: &str, expected: &Expr) -> bool {
    let formula = expression(text);
    (-40..=40).all(|i| {
        let x = f64::from(i) * 0.173_205;
        let (a, b) = (formula.value_at(x), expected.value_at(x));
        (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= 1e-9 * (1.0 + b.abs())
    })
}
