//! Where functions are checked: the whole line, with the places where they go wrong.

use nonlin_catalogue::Activation;
use nonlin_expr::{Expr, Names, NoFunctions};

use crate::oracle;

/// Places where a formula may change its piece, from the comparisons of common definitions.
const LANDMARKS: [f64; 12] =
    [0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 4.0, 6.0, 20.0, 88.7228394, 103.972, 1e-8];

/// Every `stride`-th 32-bit float that is finite, and the neighbourhood of each landmark.
#[must_use]
pub fn f32_points(stride: u32) -> Vec<f32> {
    let strided = (0..=u32::MAX / stride).map(|k| f32::from_bits(k * stride));
    let near = LANDMARKS.iter().flat_map(|&place| {
        #[expect(clippy::cast_possible_truncation, reason = "the nearest float is meant")]
        let place = place as f32;
        (-2..=2).flat_map(move |k| [neighbour(place, k), -neighbour(place, k)])
    });
    strided.chain(near).filter(|x| x.is_finite()).collect()
}

fn neighbour(x: f32, k: i32) -> f32 {
    f32::from_bits(x.to_bits().saturating_add_signed(k))
}

/// 64-bit floats: every seventh power of two, decimals in between, and the neighbourhood of each landmark.
#[must_use]
pub fn f64_points() -> Vec<f64> {
    let powers = (-1074..1024).step_by(7).flat_map(|k| {
        let power = 2_f64.powi(k);
        [power, power * 1.37, power * 1.83]
    });
    let middle = (0..400).map(|k| f64::from(k) * 0.1237 + 0.001);
    let near = LANDMARKS.iter().flat_map(|&place| {
        (-2_i64..=2).map(move |k| f64::from_bits(place.to_bits().saturating_add_signed(k)))
    });
    let positive = powers.chain(middle).chain(near).filter(|x| x.is_finite());
    positive.flat_map(|x| [x, -x]).collect()
}

/// The places that the definition calls kinks, where the derivative is a convention.
#[must_use]
pub fn kinks(activation: &Activation) -> Vec<(f64, f64)> {
    let symbols: Vec<&str> =
        activation.parameters().iter().map(|(name, _)| name.as_str()).collect();
    let names = Names { symbols: &symbols, functions: &NoFunctions };
    let value = |text: &str| {
        let expr = Expr::parse_with(text, names).unwrap_or_else(|error| panic!("{error}"));
        let parameters = activation.parameters().iter().map(|(name, value)| (name.as_str(), value));
        let bound = expr.bind(parameters).unwrap_or_else(|error| panic!("{error}"));
        oracle::value(&bound, 0.0).to_f64()
    };
    let kinks = activation.definition().map_or(&[][..], |definition| definition.kinks);
    kinks.iter().map(|kink| (value(kink.at), value(kink.derivative))).collect()
}
