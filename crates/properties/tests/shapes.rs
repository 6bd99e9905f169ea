//! The shape of every function of the catalogue against what its definition states and against
//! difference quotients of its values, which know nothing of switches and derivatives.

use nonlin_catalogue::{Activation, Definition, Kind, Parameters, all};
use nonlin_expr::{Expr, Names, NoFunctions, Tape};
use nonlin_properties::shape::{Monotone, shape};

/// Not defined everywhere, or with more edges than can be stated.
const NO_KINKS_TO_STATE: &[&str] = &["logarithm", "round", "sbaf", "square_root"];

fn scalars() -> impl Iterator<Item = &'static Definition> {
    all().iter().filter(|definition| definition.kind == Kind::Scalar)
}

fn resolve(definition: &Definition) -> Activation {
    Activation::resolve(definition.name, &Parameters::new()).unwrap()
}

/// The places of the stated kinks, at the default parameters.
fn stated(definition: &Definition, activation: &Activation) -> Vec<f64> {
    let symbols: Vec<&str> = definition.parameters.iter().map(|p| p.name).collect();
    let names = Names { symbols: &symbols, functions: &NoFunctions };
    let values = || activation.parameters().iter().map(|(name, value)| (name.as_str(), value));
    let place = |at| Expr::parse_with(at, names).unwrap().bind(values()).unwrap().value_at(0.0);
    definition.kinks.iter().map(|kink| place(kink.at)).collect()
}

/// Whether the quotients on the two sides of `x` differ, or one of them is out of all bounds.
fn bends(f: &Expr, x: f64) -> bool {
    const STEP: f64 = 1e-7;
    let quotient = |step: f64| (f.value_at(x + step) - f.value_at(x)) / step;
    let (left, right) = (quotient(-STEP), quotient(STEP));
    (left - right).abs() > 1e-5 * (1.0 + left.abs()) || left.abs() > 1e3
}

#[test]
fn a_function_is_smooth_unless_a_kink_is_stated() {
    let mut wrong = Vec::new();
    for definition in scalars().filter(|d| !NO_KINKS_TO_STATE.contains(&d.name)) {
        let activation = resolve(definition);
        let f = activation.expression();
        let kinks = stated(definition, &activation).into_iter().filter(|&x| bends(f, x)).count();
        let smooth = shape(f, activation.derivative()).unwrap().smooth;
        if smooth.is_some() != (kinks == 0) {
            wrong.push(format!("{}: {smooth:?}, {kinks} kinks", definition.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn directions_hold_between_the_samples() {
    for definition in scalars() {
        let activation = resolve(definition);
        let f = activation.expression();
        let x: Vec<f64> = (-40_000..=40_000).map(|n| f64::from(n) / 1999.0).collect();
        let tape = Tape::of(&[f]).unwrap();
        let constants = tape.constants::<f64>();
        let mut y: Vec<f64> = x.iter().map(|&x| tape.run(&[x], &constants)[0]).collect();
        y.retain(|y| !y.is_nan());
        let noise = |a: f64, b: f64| 1e-10 * (1.0 + a.abs().max(b.abs()));
        let rises = y.windows(2).any(|y| y[1] - y[0] > noise(y[0], y[1]));
        let falls = y.windows(2).any(|y| y[0] - y[1] > noise(y[0], y[1]));
        let name = definition.name;
        match shape(f, activation.derivative()).unwrap().monotone {
            Some(Monotone::Rising) => assert!(!falls, "{name} falls somewhere"),
            Some(Monotone::Falling) => assert!(!rises, "{name} rises somewhere"),
            None => assert!(rises && falls, "{name} never turns"),
        }
    }
}
