//! The identities of the stable forms, each sampled against MPFR: both sides at random values of the
//! letters that meet the row's conditions.

use nonlin_conformance::oracle;
use nonlin_expr::stable::rules::{CHEAPER, Condition, FROM_VALUE, RULES, Rule};
use nonlin_expr::{Expr, Names, NoFunctions};

const LETTERS: [&str; 6] = ["a", "b", "c", "d", "p", "q"];
/// Random assignments for each row.
const SAMPLES: usize = 60;
/// Where fewer than this many have values on both sides, the row is not tested.
const FEWEST: usize = 8;

fn parse(text: &str) -> Expr {
    Expr::parse_with(text, Names { symbols: &LETTERS, functions: &NoFunctions })
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A value for a letter: of both signs, small and large, whole and not.
fn value(rule: &Rule, letter: &str, random: &mut impl FnMut() -> f64) -> f64 {
    let size = [0.01, 1.0, 3.0, 8.0][(random() * 4.0) as usize];
    let mut value = (random() - 0.5) * 2.0 * size;
    if random() < 0.25 {
        value = value.ceil();
    }
    for condition in rule.conditions {
        let (name, mended) = match *condition {
            Condition::NonZero(name) => (name, if value == 0.0 { 1.5 } else { value }),
            Condition::Positive(name) | Condition::PositiveNumber(name) => {
                (name, value.abs() + 0.01)
            }
            Condition::NonNegative(name) => (name, value.abs()),
            Condition::NonPositive(name) => (name, -value.abs()),
            Condition::Number(name) => (name, value),
        };
        if letter.starts_with(name) {
            value = mended;
        }
    }
    value
}

fn check(rule: &Rule, left: &str, right: &str) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 * 2_f64.powi(-53)
    };
    let sides = [parse(left), parse(right)];
    let mut compared = 0;
    for _ in 0..SAMPLES {
        let values = LETTERS.map(|letter| value(rule, letter, &mut random));
        let at = |symbol: &str| {
            LETTERS.iter().position(|letter| *letter == symbol).map_or(f64::NAN, |i| values[i])
        };
        let [l, r] = [0, 1].map(|side| oracle::at(&sides[side], at));
        if !l.is_finite() || !r.is_finite() {
            continue;
        }
        compared += 1;
        let difference = (l.clone() - &r).abs();
        let size = l.clone().abs() + 1e-30;
        assert!(difference < size * 1e-100, "{left} = {right} at {values:?}: {l:.5} {r:.5}");
    }
    assert!(compared >= FEWEST, "{left} = {right}: compared at {compared} points only");
}

#[test]
fn every_rule_holds() {
    for rule in RULES.iter().chain(FROM_VALUE).chain(CHEAPER) {
        check(rule, rule.left, rule.right);
        if let Some((left, right)) = rule.mirrored() {
            check(rule, &left, &right);
        }
    }
}
