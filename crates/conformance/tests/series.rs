//! Power series against MPFR: the coefficients of catalogue functions and of formulas that cancel, on both
//! sides of centres that are kinks of some of them.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_conformance::oracle;
use nonlin_expr::{Expr, Series, Side, taylor};
use rug::Float;

const CENTRES: [f64; 7] = [0.0, 1.0, -1.0, -2.5, 3.0, 6.0, -20.0];

/// One for each recurrence and each way in which leading coefficients vanish.
const FORMULAS: [&str; 46] = [
    "tan(x)",
    "tanh(x)",
    "erf(x)",
    "erfc(x)",
    "x-tanh(x)",
    "sqrt(x^2+1)-1",
    "log(cosh(x))",
    "atan(x)",
    "asinh(x)",
    "sinh(x)-x",
    "cosh(x)-1-x^2/2",
    "exp(x)-1-x",
    "expm1(x)/x",
    "sin(x)/x",
    "x/tanh(x)",
    "(1-cos(x))/x^2",
    "log1p(x)-x",
    "log(1+x^2)",
    "sigmoid(x)-1/2-x/4",
    "softplus(x)-softplus(-x)-x",
    "sqrt(x^2)",
    "sqrt(x^2+x^4)",
    "(x^2)^1.5",
    "(x^3)^(1/3)",
    "x^x",
    "(2.3+x)^pi",
    "(2+x)^-3",
    "(-2-x)^3",
    "abs(sin(x))",
    "sign(x)*x",
    "max(x, x^2)",
    "min(x, x+x^3)",
    "clamp(x, -1, 1)",
    "floor(x)+x",
    "floor(-x)",
    "if(x < 0, exp(x)-1, x)",
    "if(x == 0, 1, 7)",
    "if(x != 0, x, 9)",
    "x/(1+abs(x))",
    "x*tanh(log(1+exp(x)))",
    "1/(1+exp(-x))-sigmoid(x)",
    "x^2/(x*tanh(x))",
    "e^x-exp(x)",
    "(x-x)/x",
    "exp(sin(x))*cos(x)",
    "1/3+x/7-sqrt(2)",
];

/// More than the root of the oracle's step, which it finds where √0 counts.
const ROOT_OF_STEP: f64 = 1e-179;

/// Compares all coefficients that the series claims to know; their noise may be `sharpness` of the largest
/// so far. Says what is wrong.
fn check(expr: &Expr, centre: f64, side: Side, order: u32, sharpness: f64) -> Vec<String> {
    let sign = if side == Side::Left { -1.0 } else { 1.0 };
    let exact = oracle::taylor(expr, centre, sign, order);
    let series = expr.evaluate(|_| Series::variable(centre, side, order as usize));
    let mut scale = 0.0_f64;
    let mut failures = Vec::new();
    // Two leading zeros that a division uses up are the most in these formulas; singularities make the
    // differences grow.
    let exists = exact.iter().all(|c| c.is_finite() && c.to_f64().abs() < 1e6);
    let known = (0..).map_while(|k| series.coefficient(k)).take(exact.len()).count();
    if exists && sharpness < 1.0 && known + 2 < exact.len() {
        failures.push(format!("{expr} at {centre} {side:?}: only {known} coefficients"));
    }
    for (k, exact) in exact.iter().enumerate() {
        let (Some(computed), Some(noise)) = (series.coefficient(k), series.noise(k)) else { break };
        scale = scale.max(exact.to_f64().abs());
        let difference = Float::with_val(exact.prec(), exact - computed.hi()) - computed.lo();
        let difference = difference.to_f64().abs();
        let is_right = if exact.to_f64() == 0.0 || computed.hi() == 0.0 {
            computed.hi() == 0.0 && difference <= (1e-24 * scale).max(ROOT_OF_STEP)
        } else {
            difference <= noise + f64::MIN_POSITIVE && noise <= sharpness * scale
        };
        if !is_right {
            failures.push(format!(
                "{expr} at {centre} {side:?}, t^{k}: {:e}, exact {:e}, off by {difference:e}, noise {noise:e}",
                computed.hi(), exact.to_f64(),
            ));
        }
    }
    failures
}

fn check_all(exprs: &[Expr], centres: &[f64], order: u32, sharpness: f64) {
    let mut failures = Vec::new();
    for expr in exprs {
        for &centre in centres {
            for side in [Side::Left, Side::Right] {
                failures.extend(check(expr, centre, side, order, sharpness));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn parse(text: &str) -> Expr {
    Expr::parse(text).unwrap()
}

#[test]
fn coefficients_of_formulas() {
    let formulas: Vec<Expr> = FORMULAS.into_iter().map(parse).collect();
    check_all(&formulas, &CENTRES, 7, 1e-20);
}

#[test]
fn coefficients_next_to_a_division_by_zero() {
    let formulas: Vec<Expr> = FORMULAS.into_iter().map(parse).collect();
    // Digits are lost, but none is claimed.
    check_all(&formulas, &[1e-3, -1e-6], 7, f64::INFINITY);
}

#[test]
fn coefficients_of_the_catalogue() {
    let functions: Vec<Expr> = all()
        .iter()
        .filter(|definition| definition.kind == Kind::Scalar)
        .map(|definition| Activation::resolve(definition.name, &Parameters::new()).unwrap())
        .map(|activation| activation.expression().clone())
        .collect();
    check_all(&functions, &CENTRES, 7, 1e-20);
}

#[test]
fn coefficients_of_high_order() {
    let formulas: Vec<Expr> = ["tanh(x)", "erf(x)", "x-tanh(x)", "log(cosh(x))", "x*sigmoid(x)"]
        .into_iter()
        .map(parse)
        .collect();
    check_all(&formulas, &[0.0], 31, 1e-20);
}

#[test]
fn as_many_coefficients_as_there_are() {
    let count = |text: &str| taylor(&parse(text), 0.0, Side::Right, 10).len();
    // Divisions that use up leading zeros are repeated with more of them.
    assert_eq!(count("sin(x)/x"), 11);
    assert_eq!(count("(x-tanh(x))/x^3"), 11);
    assert_eq!(count("(1-cos(x))/(x*sin(x))"), 11);
    assert_eq!(count("7"), 11);
    // √x has its value alone, x^(3/2) one derivative, and a pole nothing.
    assert_eq!(count("sqrt(x)"), 1);
    assert_eq!(count("x^(3/2)"), 2);
    for pole in ["1/x", "log(x)", "1/(1-cos(x))", "log(-1+x)", "sqrt(-x)", "x^(-2)", "0/(x-x)"] {
        assert_eq!(count(pole), 0, "{pole}");
    }
}
