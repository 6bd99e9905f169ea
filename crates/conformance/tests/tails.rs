//! Tails against MPFR: what is stated of a function on [M, ∞) holds wherever it is looked at.
//!
//! For every function of the catalogue and its derivatives up to the third, on both ends: values lie in
//! the range, have the sign and exist where the grade says so; limits are those that far values show. Points
//! lie at M, just above it and spread over the next octaves. There are more than a million statements.
//!
//! Each of these was tried and is caught: a remainder that is left out, one that is too small, the supremum
//! of a monomial taken too far out, the bound of e^(c·g) at the wrong end.

use std::cmp::Ordering;

use nonlin_catalogue::{Activation, Definition, Kind, Parameters, all};
use nonlin_conformance::oracle::Oracle;
use nonlin_expr::{Expr, Operator};
use nonlin_properties::tail::{End, Limit, Tail, of};
use nonlin_properties::{Grade, Interval};
use rayon::prelude::*;
use rug::Float;

const STARTS: [f64; 5] = [3.0, 4.5, 8.0, 32.0, 128.0];
/// Octaves from 3 on in which points are spread.
const OCTAVES: usize = 9;
/// The oracle's digits: two precisions agree in 80 bits.
const ORACLE: f64 = 1e-22;
/// The oracle takes results below this for 0.
const TINY: f64 = 1e-300;

/// Points at and just above the starts, and so many in each octave.
fn points(spread: usize) -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut points = STARTS.to_vec();
    points.extend(STARTS.map(|start: f64| start.next_up()));
    points.extend(STARTS.map(|start| start * 1.001));
    for octave in 0..OCTAVES {
        for _ in 0..spread {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let fraction = (state >> 11) as f64 * 2f64.powi(-53);
            points.push(3.0 * (octave as f64 + fraction).exp2());
        }
    }
    points
}

fn lies_in(value: &Float, range: Interval) -> bool {
    let slack = Float::with_val(value.prec(), value.abs_ref()) * ORACLE + TINY;
    let above = Float::with_val(value.prec(), value + &slack);
    let below = Float::with_val(value.prec(), value - &slack);
    above >= range.lo() && below <= range.hi()
}

/// What a tail states that a value at one of its points contradicts.
fn contradicts(tail: &Tail, value: &Float) -> Option<String> {
    if tail.grade() == Grade::Unknown {
        return None;
    }
    if value.is_nan() {
        return Some("has no value".to_owned());
    }
    if value.is_infinite() {
        // Past MPFR's exponents.
        return None;
    }
    let range = tail.range();
    if !lies_in(value, range) {
        return Some(format!("{} is not in {range:?}", value.to_f64()));
    }
    let is = value.cmp0()?;
    let wrong = match tail.sign() {
        None => false,
        Some(Ordering::Equal) => is != Ordering::Equal,
        Some(sign) => value.clone().abs() > TINY && is != sign,
    };
    wrong.then(|| format!("{} has not the sign {:?}", value.to_f64(), tail.sign()))
}

fn limit_differs(tail: &Tail, limit: &Float) -> bool {
    if limit.is_nan() {
        return false;
    }
    match tail.limit() {
        Limit::Unknown => false,
        Limit::PlusInfinity => !(limit.is_infinite() && limit.is_sign_positive()),
        Limit::MinusInfinity => !(limit.is_infinite() && limit.is_sign_negative()),
        Limit::Finite(range) => !lies_in(limit, range),
    }
}

/// How many statements were looked at, and those that are wrong.
fn examine(name: &str, f: &Expr, end: End, orders: usize, spread: usize) -> (usize, Vec<String>) {
    let (mut checked, mut wrong) = (0, Vec::new());
    let Ok(oracle) = Oracle::new(f, orders) else { return (checked, wrong) };
    let oracle = oracle.for_short_floats();
    let derivatives = (0..=orders).map(|order| f.nth_derivative("x", order).unwrap());
    let tails: Vec<Vec<Tail>> =
        derivatives.map(|f| STARTS.iter().map(|&from| of(&f, end, from)).collect()).collect();
    let sign = if end == End::Minus { -1.0 } else { 1.0 };
    for x in points(spread) {
        let Ok(values) = oracle.at(sign * x) else { continue };
        for (order, value) in values.iter().enumerate() {
            for tail in tails[order].iter().filter(|tail| tail.from() <= x) {
                checked += 1;
                if let Some(what) = contradicts(tail, value) {
                    wrong.push(format!(
                        "{name} {end:?} order {order} from {}: at {x} {what}",
                        tail.from()
                    ));
                }
            }
        }
    }
    if let Ok(limits) = oracle.limits(sign * f64::INFINITY) {
        for (order, limit) in limits.iter().enumerate() {
            for tail in tails[order].iter().filter(|tail| limit_differs(tail, limit)) {
                wrong
                    .push(format!("{name} {end:?} order {order}: {:?}, not {limit}", tail.limit()));
            }
        }
    }
    (checked, wrong)
}

fn scalars() -> impl Iterator<Item = &'static Definition> {
    all().iter().filter(|definition| definition.kind == Kind::Scalar)
}

#[test]
fn statements_about_catalogue_functions_hold() {
    let functions: Vec<(&str, Expr)> = scalars()
        .map(|definition| {
            let function = Activation::resolve(definition.name, &Parameters::new()).unwrap();
            (definition.name, function.expression().clone())
        })
        .collect();
    let results: Vec<(usize, Vec<String>)> = functions
        .par_iter()
        .flat_map(|(name, f)| {
            [End::Minus, End::Plus].into_par_iter().map(|end| examine(name, f, end, 3, 10))
        })
        .collect();
    report(&results, 1_000_000);
}

fn report(results: &[(usize, Vec<String>)], least: usize) {
    let checked: usize = results.iter().map(|(checked, _)| checked).sum();
    let wrong: Vec<&String> = results.iter().flat_map(|(_, wrong)| wrong).collect();
    let few = &wrong[..wrong.len().min(60)];
    assert!(wrong.is_empty(), "{} of {checked}: {few:#?}", wrong.len());
    assert!(checked > least, "{checked} statements");
}

/// Every operator of every operator of arguments that grow, vanish, settle from either side or wave.
#[test]
fn statements_about_nested_operators_hold() {
    const ARGUMENTS: [&str; 6] =
        ["x", "1/x", "2 - exp(-x)", "sqrt(x)/3 - log(x)", "-x^2", "2 + sin(x)/x"];
    const BINARY: [&str; 9] = [
        "_*x",
        "x/_",
        "_^3",
        "2^_",
        "x^_",
        "max(_, x)",
        "hypot(_, 1)",
        "if(_ > 1, _, x)",
        "clamp(_, -1, 2)",
    ];
    let unary = || Operator::ALL.iter().map(|operator| operator.row()).filter(|row| row.arity == 1);
    let mut formulas = Vec::new();
    for argument in ARGUMENTS {
        for inner in unary() {
            for outer in unary() {
                formulas.push(format!("{}({}({argument}))", outer.name, inner.name));
            }
            for outer in BINARY {
                let inner = format!("({}({argument}))", inner.name);
                formulas.push(outer.replace('_', &inner));
            }
        }
    }
    let results: Vec<(usize, Vec<String>)> = formulas
        .par_iter()
        .map(|formula| examine(formula, &Expr::parse(formula).unwrap(), End::Plus, 1, 2))
        .collect();
    report(&results, 500_000);
}
