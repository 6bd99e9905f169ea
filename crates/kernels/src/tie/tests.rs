//! Results on and next to the middle between two halves, told by hand or by exact products.

use half::{bf16, f16};
use nonlin_catalogue::{Activation, Parameters};

use crate::{Element, Kernel};

fn kernel(formula: &str) -> Kernel {
    Kernel::new(&Activation::resolve(formula, &Parameters::new()).unwrap())
}

fn value<T: Element>(formula: &str, x: T) -> f64 {
    let mut y = [x];
    kernel(formula).value_in_place(&mut y);
    y[0].to_f64()
}

#[test]
fn what_is_left_over_breaks_a_tie() {
    let bf16 = bf16::from_f64;
    let least = 2_f64.powi(-133);
    // x/2 + x²/4.
    assert_eq!(value("x*sigmoid(x)", bf16(least)), least);
    assert_eq!(value("x*sigmoid(x)", bf16(-least)).to_bits(), (-0.0_f64).to_bits());
    // 257 + 2·e^−516.
    assert_eq!(value("x - tanh(x)", bf16(258.0)), 258.0);
    // 133.5·2^23 less next to nothing.
    let unit = 2_f64.powi(23);
    assert_eq!(value("1.5*x*sigmoid(x)", bf16(89.0 * unit)), 133.0 * unit);
    assert_eq!(value("1.5*x*sigmoid(x)", f16::from_f64(749.0)), 1123.0);
}

#[test]
fn ties_go_to_the_even_neighbour() {
    // 0.2 is no binary number; 0.2·x + 0.5 is one on the middle for these.
    assert_eq!(value("0.2*x + 0.5", f16::from_f64(5.0 * 2_f64.powi(-12))), 0.5);
    assert_eq!(value("0.2*x + 0.5", f16::from_f64(15.0 * 2_f64.powi(-12))), 0.5 + 2_f64.powi(-10));
}

#[test]
fn products_are_rounded_once() {
    let x: Vec<bf16> = (0..=u16::MAX).map(bf16::from_bits).filter(|x| x.is_finite()).collect();
    let mut y = x.clone();
    kernel("x^2").value_in_place(&mut y);
    let dy = bf16::from_f64(1.0 + 2_f64.powi(-7));
    let mut dx = x.clone();
    kernel("x^2/2").backward(&x, &vec![dy; x.len()], &mut dx);
    for ((x, y), dx) in x.iter().zip(&y).zip(&dx) {
        // Products of two numbers of 8 digits are exact in f64, and, where they are no smaller, in f32.
        let square = x.to_f64() * x.to_f64();
        let gradient = x.to_f64() * dy.to_f64();
        for (exact, computed) in [(square, y), (gradient, dx)] {
            if exact.abs() > 1e-38 || exact == 0.0 {
                assert_eq!(computed.to_bits(), bf16::from_f32(exact as f32).to_bits(), "{x:e}");
            }
        }
    }
}
