//! The gains that PyTorch prints in its table, beside which the exact ones are shown.

type Row = (&'static str, fn(f64) -> f64);

/// Rows of `torch.nn.init.calculate_gain`: a function of the catalogue, and the gain, given
/// the slope of the negative side where there is one.
///
/// The rows for tanh, sigmoid and SELU are conventions: 5/3 is LeCun's, and SELU's 3/4 was chosen by
/// experiment.
const ROWS: &[Row] = &[
    ("identity", |_| 1.0),
    ("sigmoid", |_| 1.0),
    ("tanh", |_| 5.0 / 3.0),
    ("relu", |_| std::f64::consts::SQRT_2),
    ("leaky_relu", |a| (2.0 / (1.0 + a * a)).sqrt()),
    ("selu", |_| 0.75),
];

/// PyTorch's gain for a function of the catalogue, if it has one; `negative_slope` is leaky `ReLU`'s
/// parameter and of no concern to the others.
///
/// `identity` is what PyTorch calls linear, and uses for convolutions.
#[must_use]
pub fn pytorch_gain(name: &str, negative_slope: f64) -> Option<f64> {
    let row = ROWS.iter().find(|(function, _)| *function == name);
    row.map(|(_, gain)| gain(negative_slope))
}

#[cfg(test)]
mod tests {
    use super::pytorch_gain;

    #[test]
    fn rows_as_published() {
        assert_eq!(pytorch_gain("identity", 0.0), Some(1.0));
        assert_eq!(pytorch_gain("sigmoid", 0.0), Some(1.0));
        assert_eq!(pytorch_gain("tanh", 0.0), Some(1.666_666_666_666_666_7));
        assert_eq!(pytorch_gain("relu", 0.0), Some(std::f64::consts::SQRT_2));
        assert_eq!(pytorch_gain("leaky_relu", 0.01), Some(1.414_142_856_997_835_3));
        assert_eq!(pytorch_gain("leaky_relu", 0.2), Some(1.386_750_490_563_072_8));
        assert_eq!(pytorch_gain("selu", 0.0), Some(0.75));
        assert_eq!(pytorch_gain("gelu", 0.0), None);
    }

    #[test]
    fn every_row_names_a_function() {
        for (name, _) in super::ROWS {
            assert!(nonlin_catalogue::all().iter().any(|d| d.name == *name), "{name}");
        }
    }
}
