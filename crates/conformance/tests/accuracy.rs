//! Every scalar function of the catalogue against MPFR: value and derivative, f32 and f64.

use nonlin_catalogue::{Activation, Definition, Kind, Parameters, all};
use nonlin_conformance::bounds::{Pass, Type, of};
use nonlin_conformance::{grid, oracle, ulp};
use nonlin_kernels::{Element, Kernel};

/// The step between the bit patterns of f32; a prime, so that all significands occur.
const STRIDE: u32 = 4_194_301;

/// Largest error in ULP and its place.
#[derive(Clone, Copy)]
struct Worst {
    ulp: f64,
    x: f64,
}

fn worst<T: Element + ulp::Ulp>(activation: &Activation, points: &[T], pass: Pass) -> Worst {
    let kernel = Kernel::new(activation);
    let kinks = grid::kinks(activation);
    let mut results = points.to_vec();
    match pass {
        Pass::Value => kernel.value(points, &mut results),
        Pass::Derivative => kernel.derivative(points, &mut results),
    }
    let mut worst = Worst { ulp: 0.0, x: 0.0 };
    for (&x, &result) in points.iter().zip(&results) {
        let x = x.to_f64();
        let exact = match pass {
            Pass::Value => oracle::value(activation.expression(), x),
            Pass::Derivative if kinks.iter().any(|(at, _)| *at == x) => continue,
            Pass::Derivative => oracle::derivative(activation.expression(), x),
        };
        let ulp = ulp::error(result, &exact);
        if ulp > worst.ulp {
            worst = Worst { ulp, x };
        }
    }
    worst
}

/// The functions of single numbers; `rows.rs` checks the others.
fn scalars() -> impl Iterator<Item = &'static Definition> {
    all().iter().filter(|definition| definition.kind == Kind::Scalar)
}

fn check<T: Element + ulp::Ulp>(points: &[T], element: Type) {
    let mut failures = Vec::new();
    for definition in scalars() {
        let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        for pass in [Pass::Value, Pass::Derivative] {
            let Worst { ulp, x } = worst(&activation, points, pass);
            let (bound, exception) = of(definition.name, pass, element);
            let name = definition.name;
            println!("{name:<20} {pass:?} {element:?}: {ulp:.3} ULP at {x:e}");
            if ulp > bound {
                failures.push(format!(
                    "{name} {pass:?} {element:?}: {ulp:.3} ULP at x = {x:e}, bound {bound}"
                ));
            }
            if exception.is_some() && ulp <= nonlin_conformance::bounds::promise(element) {
                failures.push(format!("{name} {pass:?} {element:?}: exception no longer needed"));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn f32_keeps_its_bounds() {
    check(&grid::f32_points(STRIDE), Type::F32);
}

#[test]
fn f64_keeps_its_bounds() {
    check(&grid::f64_points(), Type::F64);
}

#[test]
fn kinks_follow_their_stated_convention() {
    for definition in scalars() {
        let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        for (at, stated) in grid::kinks(&activation) {
            let mut slope = [0.0_f64];
            Kernel::new(&activation).derivative(&[at], &mut slope);
            assert_eq!(slope[0], stated, "{}′({at})", definition.name);
        }
    }
}

#[test]
fn nan_and_infinities_have_their_answers() {
    let infinity = f64::INFINITY;
    for definition in scalars() {
        let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        let kernel = Kernel::new(&activation);
        let (mut y, mut d) = ([0.0_f64; 3], [0.0_f64; 3]);
        kernel.value_and_derivative(&[f64::NAN, -infinity, infinity], &mut y, &mut d);
        assert!(y[0].is_nan() && d[0].is_nan(), "{}(NaN)", definition.name);
        // The oracle far out: a limit is close to the value there, or both are past all bounds.
        for (limit, x) in [(y[1], -1e15), (y[2], 1e15)] {
            let far = oracle::value(activation.expression(), x).to_f64();
            if definition.family == "periodic" {
                assert!(limit.is_nan(), "{}: a wave has no limit", definition.name);
            } else if limit.is_infinite() {
                assert!(
                    far.abs() > 1e3 && far.signum() == limit.signum(),
                    "{}({x:e})",
                    definition.name
                );
            } else {
                assert!((limit - far).abs() < 1e-9, "{}({x:e}): {limit} {far}", definition.name);
            }
        }
    }
}
