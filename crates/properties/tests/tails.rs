//! Tails against analysis: limits, signs and ranges that are known from pencil and paper. The conformance
//! suite holds them against MPFR.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_expr::Expr;
use nonlin_properties::tail::{End, Limit, Tail, of};
use nonlin_properties::{Grade, Interval};

fn tail(formula: &str, end: End, from: f64) -> Tail {
    of(&Expr::parse(formula).unwrap(), end, from)
}

const UP: Limit = Limit::PlusInfinity;
const DOWN: Limit = Limit::MinusInfinity;

fn exactly(value: f64) -> Limit {
    Limit::Finite(Interval::point(value))
}

/// Formula, limit and sign from −8 down, limit and sign from 8 up.
type Known = (&'static str, [(Limit, Option<Ordering>); 2]);

fn known() -> Vec<Known> {
    let zero = exactly(0.0);
    let one = exactly(1.0);
    vec![
        ("x", [(DOWN, Some(Less)), (UP, Some(Greater))]),
        ("x*sigmoid(x)", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("x/2*erfc(-x/sqrt(2))", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("x*tanh(softplus(x))", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("x*sigmoid(2*sqrt(2/pi)*(x + 0.044715*x^3))", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("softplus(x)", [(zero, Some(Greater)), (UP, Some(Greater))]),
        ("softplus(x) - x", [(UP, Some(Greater)), (zero, Some(Greater))]),
        ("x - tanh(x)", [(DOWN, Some(Less)), (UP, Some(Greater))]),
        ("1 - tanh(x)^2", [(zero, Some(Greater)), (zero, Some(Greater))]),
        ("x*log1p(sigmoid(x))", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("erf(x)", [(exactly(-1.0), Some(Less)), (one, Some(Greater))]),
        ("1 - erf(x)", [(exactly(2.0), Some(Greater)), (zero, Some(Greater))]),
        ("x*exp(x)", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("exp(-x^2)", [(zero, Some(Greater)), (zero, Some(Greater))]),
        ("exp(-x^2/2) - exp(-(x/sqrt(2))^2)", [(zero, Some(Equal)), (zero, Some(Equal))]),
        ("x^3", [(DOWN, Some(Less)), (UP, Some(Greater))]),
        ("sign(x)*log1p(abs(x))", [(DOWN, Some(Less)), (UP, Some(Greater))]),
        ("x + sin(x)^2", [(DOWN, Some(Less)), (UP, Some(Greater))]),
        ("sin(x)", [(Limit::Unknown, None), (Limit::Unknown, None)]),
        ("x*sin(x)", [(Limit::Unknown, None), (Limit::Unknown, None)]),
        ("x*sin(pi/2*sigmoid(x)) - x", [(UP, Some(Greater)), (exactly(0.0), Some(Less))]),
        ("x*sin(1/x)", [(one, Some(Greater)), (one, Some(Greater))]),
        ("x/(1 + abs(x))", [(exactly(-1.0), Some(Less)), (one, Some(Greater))]),
        ("tanh(softplus(x))", [(zero, Some(Greater)), (one, Some(Greater))]),
        ("exp(-exp(x))", [(one, Some(Greater)), (zero, Some(Greater))]),
        ("exp(-exp(-x))", [(zero, Some(Greater)), (one, Some(Greater))]),
        ("exp(x - exp(x))", [(zero, Some(Greater)), (zero, Some(Greater))]),
        ("exp(exp(x)) - exp(exp(x) - 1/x)", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("x*tanh(log(1+exp(x)))", [(zero, Some(Less)), (UP, Some(Greater))]),
        ("sqrt(x^2 + 1) - abs(x)", [(zero, Some(Greater)), (zero, Some(Greater))]),
        ("x + sqrt(x^2 + 4)", [(zero, Some(Greater)), (UP, Some(Greater))]),
        ("asinh(x) - log(2*abs(x))", [(DOWN, Some(Less)), (zero, Some(Greater))]),
        ("x^x", [(Limit::Unknown, None), (UP, Some(Greater))]),
        ("log(x)^3/x", [(Limit::Unknown, None), (zero, Some(Greater))]),
        ("2^-x", [(UP, Some(Greater)), (zero, Some(Greater))]),
        ("max(0, x)", [(zero, Some(Equal)), (UP, Some(Greater))]),
        ("min(6, max(0, x))", [(zero, Some(Equal)), (exactly(6.0), Some(Greater))]),
        ("floor(tanh(x))", [(exactly(-1.0), Some(Less)), (zero, Some(Equal))]),
        ("if(x > 3*tanh(x), 1/x, x)", [(DOWN, Some(Less)), (zero, Some(Greater))]),
        ("log(x)", [(Limit::Unknown, None), (UP, Some(Greater))]),
    ]
}

#[test]
fn limits_and_signs_are_those_of_analysis() {
    let mut wrong = Vec::new();
    for (formula, expected) in known() {
        for (end, expected) in [End::Minus, End::Plus].into_iter().zip(expected) {
            let tail = tail(formula, end, 8.0);
            let found = (tail.limit(), tail.sign());
            if found != expected {
                wrong.push(format!("{formula} {end:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn limits_that_are_no_floats_are_enclosed() {
    let half_pi = std::f64::consts::FRAC_PI_2;
    for (formula, value) in [
        ("atan(x)", half_pi),
        ("x*atan(1/x) + exp(1/x)", 2.0),
        ("(1 + 1/x)^x", std::f64::consts::E),
        ("log1p(expm1(2)*sigmoid(x))", 2.0),
        ("erf(softplus(-x) + 1/3)", libm::erf(1.0 / 3.0)),
    ] {
        let Limit::Finite(limit) = tail(formula, End::Plus, 8.0).limit() else {
            panic!("{formula} has a limit")
        };
        let near = (limit.middle() - value).abs() <= 1e-15;
        assert!(near && limit.width() <= 1e-14, "{formula}: {limit:?}");
    }
}

#[test]
fn ranges_are_tight_where_a_function_is_monotone() {
    // The value at the beginning and the limit are the ends; what the series' later terms are there, or
    // the box around a peak further out, may be added relatively.
    let second = f64::exp(-8.0);
    for (formula, end, from, lo, hi, added) in [
        ("x*sigmoid(x)", End::Minus, 8.0, -8.0 * second / (1.0 + second), 0.0, 1.01 * second),
        ("tanh(x)", End::Plus, 8.0, f64::tanh(8.0), 1.0, 1e-13),
        ("x/(1 + abs(x))", End::Plus, 32.0, 32.0 / 33.0, 1.0, 1e-3),
        ("erfc(x)", End::Plus, 8.0, 0.0, libm::erfc(8.0), 0.01),
        ("x^2*exp(-x)", End::Plus, 8.0, 0.0, 64.0 * second, 1e-13),
        ("x^20*exp(-x)", End::Plus, 8.0, 0.0, (20.0 * (20_f64.ln() - 1.0)).exp(), 9.0),
    ] {
        let range = tail(formula, end, from).range();
        let scale = lo.abs().max(hi.abs());
        for beyond in [lo - range.lo(), range.hi() - hi] {
            let beyond = beyond / scale;
            assert!((-1e-13..=added).contains(&beyond), "{formula}: {range:?}, {beyond:e}");
        }
    }
}

#[test]
fn what_has_no_value_is_not_called_continuous() {
    for (formula, end, grade) in [
        ("sqrt(x)", End::Minus, Grade::Unknown),
        ("sqrt(x)", End::Plus, Grade::Continuous),
        ("log(sin(x))", End::Plus, Grade::Unknown),
        ("1/sin(x)", End::Plus, Grade::Unknown),
        ("1/(2 + sin(x))", End::Plus, Grade::Continuous),
        ("1/(x - 9)", End::Plus, Grade::Unknown),
        ("1/(x - 7)", End::Plus, Grade::Continuous),
        ("floor(x)", End::Plus, Grade::Defined),
        ("if(sin(x) > 0, 1, 2)", End::Plus, Grade::Defined),
        ("max(sin(x), 0)", End::Plus, Grade::Continuous),
        ("tan(x)", End::Plus, Grade::Unknown),
        ("clamp(x, 1, -1)", End::Plus, Grade::Unknown),
    ] {
        assert_eq!(tail(formula, end, 8.0).grade(), grade, "{formula}");
    }
    assert_eq!(tail("x", End::Plus, 2.0).grade(), Grade::Unknown, "from below the least M");
}

#[test]
fn bounds_hold_and_are_finite_where_they_can_be() {
    let silu = tail("x*sigmoid(x)", End::Plus, 8.0);
    // What the series adds to 1 at M: e^(−2·8).
    assert!((1.0..1.0 + 1e-6).contains(&silu.bound(1, 0)));
    assert_eq!(silu.bound(0, 0), f64::INFINITY);
    let left = tail("x*sigmoid(x)", End::Minus, 8.0);
    assert!(left.bound(1, -1) <= 1.0 + 1e-6 && left.bound(0, 0) < 0.003);
    assert_eq!(left.bound(0, -1), f64::INFINITY);
}

/// What is decided of the catalogue at M = 32; of both ends of 340 functions. What is left are waves, which
/// have no sign, and functions that are not defined there or settle further out.
#[test]
fn most_of_the_catalogue_is_decided() {
    let mut signs = [0; 4];
    let (mut limits, mut ends) = (0, 0);
    for definition in all().iter().filter(|definition| definition.kind == Kind::Scalar) {
        let function = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        for end in [End::Minus, End::Plus] {
            ends += 1;
            for (order, count) in signs.iter_mut().enumerate() {
                let f = function.expression().nth_derivative("x", order).unwrap();
                let tail = of(&f, end, 32.0);
                *count += usize::from(tail.sign().is_some());
                limits += usize::from(order == 0 && tail.limit() != Limit::Unknown);
            }
        }
    }
    assert!(signs.iter().all(|&count| count * 100 >= ends * 93), "of {ends}: {signs:?}");
    assert!(limits * 100 >= ends * 97, "{limits} of {ends}");
}
