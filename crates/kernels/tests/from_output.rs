//! The backward pass from the output against the derivative by x.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_kernels::{Kernel, OutputGradient};

/// What frameworks keep only the output of, and what has no such form.
const EXPECTED: [(&str, bool); 12] = [
    ("sigmoid", true),
    ("tanh", true),
    ("relu", true),
    ("leaky_relu", true),
    ("elu", true),
    ("selu", true),
    ("softplus", true),
    ("log_sigmoid", true),
    ("hard_tanh", true),
    ("softsign", true),
    ("silu", false),
    ("gelu", false),
];

fn resolve(name: &str) -> Activation {
    Activation::resolve(name, &Parameters::new()).unwrap()
}

#[test]
fn the_usual_ones_are_found() {
    for (name, found) in EXPECTED {
        assert_eq!(OutputGradient::new(&resolve(name)).is_some(), found, "{name}");
    }
}

/// An elu that starts above its line falls before it rises: no y tells its sides apart.
#[test]
fn a_function_that_turns_has_none() {
    for formula in ["if(x > 0, x, expm1(-x))", "abs(x)", "x^2", "if(x > 0, 2*x, -x)", "cos(x)"] {
        assert!(OutputGradient::new(&resolve(formula)).is_none(), "{formula}");
    }
}

#[test]
fn it_is_the_derivative_wherever_the_output_tells_x() {
    let x: Vec<f64> = (-4000..=4000).map(|i| f64::from(i) / 317.0).collect();
    let mut found = 0;
    for definition in all().iter().filter(|definition| definition.kind == Kind::Scalar) {
        let activation = resolve(definition.name);
        let Some(gradient) = OutputGradient::new(&activation) else { continue };
        found += 1;
        let mut y = vec![0.0; x.len()];
        let mut expected = y.clone();
        let mut dx = y.clone();
        Kernel::new(&activation).value_and_derivative(&x, &mut y, &mut expected);
        gradient.backward(&y, &vec![1.0; x.len()], &mut dx);
        for i in 0..x.len() {
            // y is rounded: f′ may differ by f″/f′ times its error, which is below 1e-9 here.
            let close = dx[i] == expected[i]
                || (dx[i] - expected[i]).abs() <= 1e-9 * expected[i].abs().max(1e-3);
            assert!(
                close || expected[i].is_nan(),
                "{} at {}, y = {}: {} ({}), not {}",
                definition.name,
                x[i],
                y[i],
                dx[i],
                gradient.formula(),
                expected[i]
            );
        }
    }
    assert!(found >= 80, "{found}");
}
