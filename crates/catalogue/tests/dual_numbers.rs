//! First and second derivatives of every function of single numbers against dual numbers, which know
//! nothing of the rules of differentiation.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_expr::{Dual, Expr, Rounded};

/// Places between the kinks of common definitions.
fn places() -> impl Iterator<Item = f64> {
    (-60..60).map(|k| f64::from(k) * 0.1931 + 0.0173)
}

/// How often the symbolic slope of `formula` could be compared; it fails where they differ by more than
/// rounding explains.
fn compare(name: &str, formula: &Expr, slope: &Expr) -> usize {
    let mut compared = 0;
    for x in places() {
        let symbolic = slope.evaluate(|_| Rounded::exact(x));
        let dual = formula.evaluate(|_| Dual::variable(x));
        // A derivative that cancels says nothing, nor does one that dual numbers lose.
        if !symbolic.is_known() || symbolic.error > 1e-9 || !dual.slope.is_finite() {
            continue;
        }
        let difference = (symbolic.value - dual.slope).abs();
        let allowed = 1e-8 * symbolic.value.abs().max(1e-3);
        assert!(difference <= allowed, "{name} at {x}: {} and {}", symbolic.value, dual.slope);
        compared += 1;
    }
    compared
}

#[test]
fn derivatives_are_those_of_dual_numbers() {
    for definition in all().iter().filter(|definition| definition.kind == Kind::Scalar) {
        let name = definition.name;
        let activation = Activation::resolve(name, &Parameters::new()).unwrap();
        let value = activation.expression();
        let first = activation.derivative();
        let second = value.nth_derivative("x", 2).unwrap();
        for compared in [compare(name, value, first), compare(name, first, &second)] {
            // logarithm, square_root and sbaf have values on a part of the line only.
            assert!(compared >= 5, "{name}: compared at {compared} places");
        }
    }
}
