//! The dense oracle against MPFR at floats that it has not sampled: an estimate is as near as it says.

use nonlin_catalogue::{Activation, Parameters};
use nonlin_conformance::dense::{Dense, ORDERS, Results, SLICE};

/// Functions with tails, with a zero beside 0, with poles near the line, with steps and with waves.
const FORMULAS: &[&str] = &[
    "gelu",
    "mish",
    "softplus",
    "log_sigmoid",
    "tanh_shrink",
    "1/(1 + 1e6*(x - 3)^2)",
    "round",
    "sin(x)",
    "x + 1e-5*sin(1e4*x)",
];

/// Exponents of the slices that are examined, on both sides of 0.
const EXPONENTS: [u32; 8] = [0, 1, 64, 120, 126, 127, 133, 148];

#[test]
fn estimates_are_as_near_as_they_say() {
    let mut smooth = 0;
    for formula in FORMULAS {
        let activation = Activation::resolve(formula, &Parameters::new()).unwrap();
        let dense = Dense::new(&activation, 1 << 16).unwrap();
        for slice in EXPONENTS.into_iter().flat_map(|exponent| [exponent, 255 + exponent]) {
            let pieces = dense.slice(slice).unwrap();
            let floats: u32 = pieces.iter().map(|piece| piece.last - piece.first + 1).sum();
            assert_eq!(floats, SLICE, "{formula}, slice {slice}: the pieces leave gaps");
            for piece in pieces.iter().filter(|piece| matches!(piece.results, Results::Smooth(_))) {
                smooth += 1;
                let room = u64::from(piece.last - piece.first);
                // Spread by the golden ratio: no pattern of the nodes.
                for k in 0..6_u64 {
                    let share = (k * 0x9e37_79b9 + 0x5bd1) & 0xffff_ffff;
                    let bits = piece.first + u32::try_from((room * share) >> 32).unwrap();
                    let x = f64::from(f32::from_bits(bits));
                    let exact = dense.reference().at(x).unwrap();
                    for (order, exact) in exact.iter().enumerate().take(ORDERS) {
                        let estimate = piece.estimates(order, &[x]).unwrap()[0];
                        let exact = exact.to_f64();
                        let off = (estimate.value - exact).abs();
                        assert!(
                            off <= estimate.within || estimate.value == exact,
                            "{formula}, order {order} at {x:e}: {} for {exact}",
                            estimate.value
                        );
                    }
                }
            }
        }
    }
    assert!(smooth > 200, "only {smooth} polynomials were found");
}

/// At and about whole numbers floor(x + 1/2) is x: points that are all near one would see no step.
#[test]
fn steps_are_not_taken_for_a_line() {
    let activation = Activation::resolve("floor(x + 1/2)", &Parameters::new()).unwrap();
    let dense = Dense::new(&activation, 1 << 16).unwrap();
    for exponent in [127 + 12, 127 + 21, 127 + 22] {
        let pieces = dense.slice(exponent).unwrap();
        let smooth = pieces.iter().any(|piece| matches!(piece.results, Results::Smooth(_)));
        assert!(!smooth, "steps of floor(x + 1/2) at 2^{} pass for a polynomial", exponent - 127);
    }
}
