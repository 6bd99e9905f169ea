//! What is measured of a function on this machine: its time beside `ReLU`'s, and its errors in f32.

use anyhow::Result;
use nonlin::Activation;
use nonlin::report::card::Measured;
use nonlin_bench::{Pass, Plan, Threads};

use super::Usage;

/// Elements of the slices that are timed: they fit into the cache.
const TIMED: usize = 65_536;
/// From one bit pattern of f32 to the next whose result is looked at.
const STRIDE: usize = 16_411;

/// Times on this machine, of the function and of `ReLU`.
pub fn measured(activation: &Activation) -> Result<Measured> {
    let plan = Plan {
        passes: vec![Pass::Forward, Pass::Backward],
        // The expression has the parameters' values in it.
        names: vec![activation.bound().expression().to_string(), "relu".into()],
        dtype: nonlin_bench::Dtype::F32,
        sizes: vec![TIMED],
        threads: vec![Threads::One],
    };
    let figures = nonlin_bench::measure(&plan, |_| ()).map_err(|error| Usage(error.to_string()))?;
    let of = |name: &str, pass| {
        let found = figures.iter().find(|figure| figure.name == name && figure.pass == pass);
        found.map_or(f64::NAN, |figure| figure.ns_per_element)
    };
    let (errors, inputs) = errors(activation);
    Ok(Measured {
        errors,
        inputs,
        n: TIMED,
        forward: of(&plan.names[0], Pass::Forward),
        backward: of(&plan.names[0], Pass::Backward),
        relu_forward: of("relu", Pass::Forward),
        relu_backward: of("relu", Pass::Backward),
    })
}

/// The largest errors of f and f′ in f32, in units of the last place, and on how many inputs. The f64
/// results that they are compared with are exact to some 2^-50.
fn errors(activation: &Activation) -> ([f64; 2], usize) {
    let patterns = (0..=u32::MAX).step_by(STRIDE);
    let x: Vec<f32> = patterns.map(f32::from_bits).filter(|x| x.is_finite()).collect();
    let wide: Vec<f64> = x.iter().copied().map(f64::from).collect();
    let (mut values, mut slopes) = (vec![0.0_f32; x.len()], vec![0.0_f32; x.len()]);
    let (mut exact_values, mut exact_slopes) = (vec![0.0_f64; x.len()], vec![0.0_f64; x.len()]);
    activation.value_and_derivative(&x, &mut values, &mut slopes);
    activation.value_and_derivative(&wide, &mut exact_values, &mut exact_slopes);
    let largest = |ours: &[f32], exact: &[f64]| {
        let errors = ours.iter().zip(exact).map(|(&ours, &exact)| ulps(ours, exact));
        errors.fold(0.0, f64::max)
    };
    ([largest(&values, &exact_values), largest(&slopes, &exact_slopes)], x.len())
}

/// The distance in units of the last place of an f32 of the exact result's size. Infinity stands for 2^128.
fn ulps(ours: f32, exact: f64) -> f64 {
    const LARGEST: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
    if ours.is_nan() && exact.is_nan() {
        return 0.0;
    }
    let ours = f64::from(ours).clamp(-LARGEST, LARGEST);
    let exact = exact.clamp(-LARGEST, LARGEST);
    let size = exact.abs().clamp(f64::from(f32::MIN_POSITIVE), f64::from(f32::MAX));
    let exponent = f64::from_bits(size.to_bits() & 0x7ff0_0000_0000_0000);
    let error = (ours - exact).abs() / (exponent * f64::from(f32::EPSILON));
    if error.is_nan() { f64::INFINITY } else { error }
}

#[cfg(test)]
mod tests {
    use super::ulps;

    #[test]
    fn units_of_the_last_place() {
        assert_eq!(ulps(1.0, 1.0), 0.0);
        assert_eq!(ulps(1.0, 1.0 + 2_f64.powi(-24)), 0.5);
        // Below 2 the unit is 2^-23, just above it 2^-22.
        assert_eq!(ulps(2.0, 2.0 - 2_f64.powi(-25)), 0.25);
        assert_eq!(ulps(0.0, 2_f64.powi(-150)), 0.5);
        assert_eq!(ulps(f32::INFINITY, f64::INFINITY), 0.0);
        assert_eq!(ulps(f32::INFINITY, 2_f64.powi(200)), 0.0);
        assert_eq!(ulps(f32::INFINITY, 2_f64.powi(128) - 2_f64.powi(103)), 0.5);
        assert_eq!((ulps(f32::NAN, f64::NAN), ulps(f32::NAN, 1.0)), (0.0, f64::INFINITY));
    }
}
