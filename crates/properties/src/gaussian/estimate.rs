//! Two quick figures for the laboratory: the gain that weights are scaled by, and the slope that
//! saturation is measured against. Both are estimates.

use nonlin_expr::{Expr, LimitError};

use super::block::Block;
use super::legendre::NODES;
use super::samples::Samples;

/// E\[f²\] counts as known if its error guess is below this times 1 + E\[f²\].
const ACCEPTED_ERROR: f64 = 1e-6;

/// The gain that keeps the forward signal's mean square at 1: `1/sqrt(E[f(z)²])` for z ~ N(0, 1).
///
/// `None` if E\[f²\] is unknown, infinite or so near zero that no weight scale makes sense (a
/// constant-zero function).
///
/// # Errors
/// When value and derivative together outgrow an expression's limits.
pub fn forward_gain(value: &Expr, derivative: &Expr) -> Result<Option<f64>, LimitError> {
    let moments = Samples::new(value, derivative, &[], 0.0)?.moments(1.0);
    let square = moments.map(|moments| moments.square);
    let known = square.filter(|square| square.error <= ACCEPTED_ERROR * (1.0 + square.value));
    let gain = known.map(|square| 1.0 / square.value.sqrt());
    Ok(gain.filter(|gain| (1e-30..1e15).contains(gain)))
}

/// The largest |f′(x)| on the grid −4, −4 + 1/512, …, 4: the yardstick for "almost no slope".
///
/// \[−4, 4\] holds all but 6·10⁻⁵ of a standard normal pre-activation. It is an **estimate** from
/// below, meant only as the threshold of the saturation diagnostic (|f′| below 1 % of it); the
/// certified Lipschitz constant is another matter. Points where the derivative is not finite are
/// passed over. Zero for a function without slope there (step).
///
/// # Errors
/// When value and derivative together outgrow an expression's limits.
pub fn slope_scale(value: &Expr, derivative: &Expr) -> Result<f64, LimitError> {
    let mut block = Block::new(value, derivative)?;
    let mut largest = 0.0_f64;
    // The last block goes past 4 and is cut off there.
    for first in (0..=4096_u16).step_by(NODES) {
        let mut x = [0.0; NODES];
        for (i, x) in (first..).zip(&mut x) {
            *x = f64::from(i.min(4096)) / 512.0 - 4.0;
        }
        let [_, slopes] = block.evaluate(&x);
        let finite = slopes.iter().map(|slope| slope.abs()).filter(|slope| slope.is_finite());
        largest = finite.fold(largest, f64::max);
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    use nonlin_catalogue::{Activation, Parameters};

    use super::{forward_gain, slope_scale};

    fn of<T>(text: &str, f: impl Fn(&nonlin_expr::Expr, &nonlin_expr::Expr) -> T) -> T {
        let activation = Activation::resolve(text, &Parameters::new()).expect("known");
        f(activation.expression(), activation.derivative())
    }

    #[test]
    fn gains_match_known_values() {
        for (name, gain) in [
            ("relu", std::f64::consts::SQRT_2),
            ("tanh", 1.592_537_419_722_831_4),
            ("sigmoid", 1.846_228_545_338_605_4),
            ("gelu", 1.533_530_441_195_535_2),
            ("step", std::f64::consts::SQRT_2),
            // E[|z|] = √(2/π); the slope's mean square is infinite and of no concern.
            ("sqrt(abs(x))", 1.119_515_134_920_248),
        ] {
            let got = of(name, forward_gain).unwrap().expect("a gain");
            assert!((got - gain).abs() < 1e-13, "{name}: {got}");
        }
    }

    #[test]
    fn no_gain_without_a_signal() {
        for formula in ["0*x", "exp(x^2)", "exp(x^2/4)", "log(x)", "0/0 + x"] {
            assert_eq!(of(formula, forward_gain).unwrap(), None, "{formula}");
        }
        let constant = of("4", forward_gain).unwrap().expect("a gain");
        assert!((constant - 0.25).abs() < 1e-15, "{constant}");
    }

    /// sup |f′| from calculus; the grid holds 0, and GELU's steepest point √2 to within 1/1024.
    #[test]
    fn slope_scales() {
        for (name, scale) in [("sigmoid", 0.25), ("tanh", 1.0), ("step", 0.0), ("relu", 1.0)] {
            assert_eq!(of(name, slope_scale).unwrap(), scale, "{name}");
        }
        let gelu = of("gelu", slope_scale).unwrap();
        assert!((gelu - 1.128_904_145_185_154_8).abs() < 1e-6);
    }
}
