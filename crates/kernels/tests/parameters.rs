//! Gradients by parameters against dual numbers and difference quotients.

use nonlin_catalogue::{Activation, Kind, Mode, Parameters, RowActivation, all};
use nonlin_expr::Dual;
use nonlin_kernels::{ParameterGradient, RowKernel};

/// None of them is where a definition has a kink, beside which rounding would choose the piece.
const POINTS: [f64; 9] = [-30.1, -3.31, -0.973, -0.213, 0.173, 0.51, 1.37, 4.21, 25.3];

#[test]
fn every_parameter_of_a_scalar_function_has_the_derivative_of_dual_numbers() {
    let scalars = all().iter().filter(|definition| definition.kind == Kind::Scalar);
    let mut checked = 0;
    for definition in scalars {
        let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        for parameter in definition.parameters {
            let gradient = ParameterGradient::new(&activation, parameter.name).unwrap();
            let mut found = [0.0; POINTS.len()];
            gradient.elements(&POINTS, &mut found);
            for (x, found) in POINTS.iter().zip(found) {
                let dual = activation.formula().evaluate(|symbol| {
                    if symbol == "x" {
                        return Dual::constant(*x);
                    }
                    let known = activation.parameters().iter().find(|(name, _)| name == symbol);
                    let value = known.unwrap().1.value_at(f64::NAN);
                    if symbol == parameter.name {
                        Dual::variable(value)
                    } else {
                        Dual::constant(value)
                    }
                });
                checked += 1;
                let close = (found - dual.slope).abs() <= 1e-9 * (1.0 + dual.slope.abs());
                assert!(
                    close || dual.slope.is_nan(),
                    "∂{}/∂{} at {x}: {found}, not {}",
                    definition.name,
                    parameter.name,
                    dual.slope
                );
            }
        }
    }
    assert!(checked > 100);
}

#[test]
fn the_gradient_is_the_sum_whatever_the_length() {
    let activation = Activation::resolve("prelu", &Parameters::new()).unwrap();
    let gradient = ParameterGradient::new(&activation, "a").unwrap();
    for n in [0_u32, 1, 127, 128, 129, 1000, 4096] {
        let x: Vec<f64> = (0..n).map(|k| f64::from(k % 7) - 3.0).collect();
        let dy: Vec<f64> = (0..n).map(|k| f64::from(k % 5)).collect();
        // Small whole numbers: every order of addition is exact.
        let expected: f64 = x.iter().zip(&dy).map(|(x, dy)| x.min(0.0) * dy).sum();
        assert_eq!(gradient.total(&x, &dy), expected);
    }
    let error = ParameterGradient::new(&activation, "b").unwrap_err().to_string();
    assert_eq!(error, "`prelu` has no parameter `b`; it has `a`");
}

fn value(function: &str, parameters: &Parameters, x: &[f64]) -> Vec<f64> {
    let activation = RowActivation::resolve(function, parameters, Mode::Evaluation).unwrap();
    evaluate(&activation.value().unwrap(), x)
}

fn evaluate(formula: &nonlin_expr::RowExpr, x: &[f64]) -> Vec<f64> {
    let kernel = RowKernel::new(formula, &[]).unwrap();
    let mut y = vec![0.0; kernel.results(x.len()).unwrap()];
    kernel.run(&[x], 1, None, &mut y).unwrap();
    y
}

#[test]
fn every_parameter_of_a_row_function_has_its_difference_quotient() {
    let x = [0.3, -1.2, 2.1, 1.7, 0.1, -0.4];
    let mut checked = 0;
    for definition in all().iter().filter(|definition| definition.kind != Kind::Scalar) {
        // How many neighbours or elements count is no smooth parameter.
        let smooth =
            definition.parameters.iter().filter(|p| !["pieces", "ratio"].contains(&p.name));
        for parameter in smooth {
            let activation =
                RowActivation::resolve(definition.name, &Parameters::new(), Mode::Evaluation)
                    .unwrap();
            let found = evaluate(&activation.parameter_derivative(parameter.name).unwrap(), &x);
            let known = activation.parameters().iter().find(|(name, _)| name == parameter.name);
            let here = known.unwrap().1.value_at(f64::NAN);
            let at = |a: f64| value(definition.name, &[(parameter.name.to_owned(), a)].into(), &x);
            let step = 1e-6;
            let (right, left) = (at(here + step), at(here - step));
            for ((right, left), found) in right.iter().zip(&left).zip(found) {
                let quotient = (right - left) / (2.0 * step);
                checked += 1;
                assert!(
                    (found - quotient).abs() < 1e-7,
                    "{} by {}: {found}, not {quotient}",
                    definition.name,
                    parameter.name
                );
            }
        }
    }
    assert!(checked > 30);
}
