//! Tails against MPFR: what is stated of a function on [M, ∞) holds wherever it is looked at.
//!
//! For every function of the catalogue and its derivatives up to the third, on both ends: values lie in
//! the range, have the sign and exist where the grade says so. Points lie at M, just above it and spread
//! over the next octaves.
//!
//! Leaving out the remainder of (1 + ε)^s was tried, and is caught.

use std::cmp::Ordering;

use nonlin_catalogue::{Activation, Definition, Kind, Parameters, all};
use nonlin_conformance::oracle::Oracle;
use nonlin_expr::Expr;
use nonlin_properties::tail::{End, Tail, of};
use nonlin_properties::{Grade, Interval};
use rayon::prelude::*;
use rug::Float;

const STARTS: [f64; 5] = [3.0, 4.5, 8.0, 32.0, 128.0];
/// The highest derivative.
const ORDERS: usize = 3;
/// Points in each octave.
const POINTS: usize = 20;
/// Octaves from 3 on in which points are spread.
const OCTAVES: usize = 5;
/// The oracle's digits: two precisions agree in 80 bits.
const ORACLE: f64 = 1e-22;
/// The oracle takes results below this for 0.
const TINY: f64 = 1e-300;

fn points() -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut points = STARTS.to_vec();
    points.extend(STARTS.map(|start: f64| start.next_up()));
    points.extend(STARTS.map(|start| start * 1.001));
    for octave in 0..OCTAVES {
        for _ in 0..POINTS {
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

/// How many statements were looked at, and those that are wrong.
fn examine(name: &str, f: &Expr, end: End) -> (usize, Vec<String>) {
    let (mut checked, mut wrong) = (0, Vec::new());
    let Ok(oracle) = Oracle::new(f, ORDERS) else { return (checked, wrong) };
    let oracle = oracle.for_short_floats();
    let derivatives = (0..=ORDERS).map(|order| f.nth_derivative("x", order).unwrap());
    let tails: Vec<Vec<Tail>> =
        derivatives.map(|f| STARTS.iter().map(|&from| of(&f, end, from)).collect()).collect();
    let sign = if end == End::Minus { -1.0 } else { 1.0 };
    for x in points() {
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
            [End::Minus, End::Plus].into_par_iter().map(|end| examine(name, f, end))
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
