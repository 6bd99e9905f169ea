//! Interval enclosures of whole formulas against MPFR: of random ones and of the catalogue's, with their
//! derivatives, on random boxes. No exact value at a point of a box may lie outside.
//!
//! Seen to fail: MUTATIONS

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_conformance::oracle;
use nonlin_conformance::random::Random;
use nonlin_expr::operator::Notation;
use nonlin_expr::{Expr, Operator};
use nonlin_properties::{Grade, Interval};
use rayon::prelude::*;
use rug::Float;

/// Random formulas, and boxes for each.
const FORMULAS: (u64, u64) = (2_500, 6);
/// Boxes for each function of the catalogue and each of its derivatives.
const BOXES: u64 = 24;

/// A formula of random operators up to `depth` deep.
fn formula(random: &mut Random, depth: u64) -> String {
    const LEAVES: [&str; 8] = ["x", "x", "x", "x", "2", "0.3", "1/3", "pi"];
    const EXPONENTS: [&str; 6] = ["2", "3", "-1", "0.5", "-2", "1/3"];
    const BASES: [&str; 3] = ["2", "0.7", "pi"];
    let mut pick = |from: &[&str]| from[random.below(from.len() as u64) as usize].to_owned();
    let (leaf, exponent, base) = (pick(&LEAVES), pick(&EXPONENTS), pick(&BASES));
    let operator = Operator::ALL[random.below(Operator::ALL.len() as u64) as usize];
    if depth == 0 || operator.row().arity == 0 || random.below(6) == 0 {
        return leaf;
    }
    let row = operator.row();
    let mut part = || formula(random, depth - 1);
    let (a, b, c) = (part(), part(), part());
    match (operator, row.notation, row.arity) {
        // No power is 1 whatever the other argument: MPFR's is, of NaN and of a pole too.
        (Operator::Pow, ..) if a.len() % 2 == 0 => format!("({a})^({exponent})"),
        (Operator::Pow, ..) => format!("({base})^({a})"),
        (Operator::If, ..) => format!("if({a} < {b}, {c}, {})", part()),
        _ if operator.is_comparison() => format!("if({a} {} {b}, {c}, {})", row.name, part()),
        (_, Notation::Prefix, _) => format!("-({a})"),
        (_, Notation::Infix, _) => format!("({a}) {} ({b})", row.name),
        (_, _, 1) => format!("{}({a})", row.name),
        (_, _, 2) => format!("{}({a}, {b})", row.name),
        _ => format!("{}({a}, {b}, {c})", row.name),
    }
}

/// A box with points of it: around 0 or far out, a float wide or the whole line.
fn random_box(random: &mut Random) -> (Interval, Vec<f64>) {
    const WHOLE: [f64; 7] = [0.0, 1.0, -1.0, 2.0, -3.0, 6.0, 0.5];
    let middle = match random.below(6) {
        0 => WHOLE[random.below(7) as usize],
        1 => random.unit() * 2_f64.powi(random.below(600) as i32 - 300),
        _ => random.unit() * 8.0,
    };
    let radius = match random.below(5) {
        0 => 0.0,
        1 => middle.abs() * random.power(52),
        2 => f64::INFINITY,
        _ => 8.0 * random.power(30),
    };
    let (lo, hi) = (middle - radius, middle + radius);
    let share = random.unit();
    let inside = middle + share * radius.min(1e3);
    let a = if random.below(3) == 0 {
        Interval::new(lo.min(middle), middle)
    } else {
        Interval::new(lo, hi)
    };
    let points = [lo, hi, middle, inside, 0.0];
    (a, points.into_iter().filter(|x| x.is_finite() && a.contains(*x)).collect())
}

/// Whether each part of a formula is as `expected` in `x`, as far as floats tell.
fn parts_are(expected: fn(f64) -> bool, formula: &Expr, x: f64) -> bool {
    let graph = formula.graph();
    let mut parts = graph.reachable(&[formula.root()]).into_iter();
    parts.all(|id| expected(graph.evaluate(id, |_| x)))
}

/// What is wrong with the enclosure of a formula on a box. MPFR goes on past a pole, as in atan(1/0);
/// points with such `hidden_poles` are left out where a formula may have them.
fn fault(formula: &Expr, a: Interval, points: &[f64], hidden_poles: bool) -> Option<String> {
    let enclosure = formula.evaluate(|_| a);
    points.iter().find_map(|&x| {
        let value: Float = oracle::value(formula, x);
        let unknown = enclosure.grade() == Grade::Unknown;
        if value.is_nan() {
            // Past MPFR's exponents there is NaN too, of infinity times 0.
            return (!unknown && parts_are(|part| !part.is_infinite(), formula, x))
                .then(|| format!("{enclosure:?} on {a:?} has no value at {x:e}"));
        }
        if unknown && value.is_infinite() || hidden_poles && !parts_are(f64::is_finite, formula, x)
        {
            return None;
        }
        let inside = !enclosure.is_empty() && value >= enclosure.lo() && value <= enclosure.hi();
        (!inside).then(|| format!("{enclosure:?} on {a:?} misses {value:.25} at {x:e}"))
    })
}

#[test]
fn random_formulas_are_enclosed() {
    let failures: Vec<String> = (0..FORMULAS.0)
        .into_par_iter()
        .filter_map(|seed| {
            let mut random = Random::new(seed);
            let text = formula(&mut random, 4);
            let formula = Expr::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let boxes = (0..FORMULAS.1).map(|_| random_box(&mut random));
            let fault = boxes.into_iter().find_map(|(a, points)| fault(&formula, a, &points, true));
            fault.map(|fault| format!("{text}: {fault}"))
        })
        .collect();
    assert!(failures.is_empty(), "{} of them:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_catalogue_is_enclosed() {
    let functions: Vec<_> = all().iter().filter(|f| f.kind == Kind::Scalar).collect();
    assert!(functions.len() > 300);
    let failures: Vec<String> = functions
        .par_iter()
        .filter_map(|function| {
            let activation = Activation::resolve(function.name, &Parameters::new()).unwrap();
            let mut random = Random::new(function.name.len() as u64);
            [activation.expression(), activation.derivative()].into_iter().find_map(|formula| {
                (0..BOXES).find_map(|_| {
                    let (a, points) = random_box(&mut random);
                    let fault = fault(formula, a, &points, false)?;
                    Some(format!("{}, {formula}: {fault}", function.name))
                })
            })
        })
        .collect();
    assert!(failures.is_empty(), "{} of them:\n{}", failures.len(), failures.join("\n"));
}
