//! Encodings against scikit-learn's: imputation, standardisation, one-hot, indicators, fitted on the same
//! training rows. `tests/data/encoding.py` made the file.

use nonlin_lab::data::{ReadOptions, read};
use nonlin_lab::prepare;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Golden {
    /// Row numbers of the split with seed 0.
    training: Vec<usize>,
    inputs: Vec<String>,
    /// Of every row of the table.
    features: Vec<Vec<f64>>,
}

#[test]
fn inputs_are_those_of_scikit_learn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let text = std::fs::read_to_string(folder.join("encoding.json")).expect("there");
    let golden: Golden = serde_json::from_str(&text).expect("JSON");
    let data = read(&folder.join("table.csv"), &ReadOptions::default()).expect("good");
    let split = prepare(&data, 0).expect("split");
    assert_eq!(split.training().rows, golden.training);
    assert_eq!(split.inputs(), golden.inputs);
    for part in [split.training(), split.validation(), split.test()] {
        for (&row, inputs) in part.rows.iter().zip(part.features.chunks(split.columns())) {
            for ((input, expected), name) in
                inputs.iter().zip(&golden.features[row]).zip(split.inputs())
            {
                let error = (f64::from(*input) - expected).abs();
                assert!(error < 1e-6, "row {row}, {name}: {input}, not {expected}");
            }
        }
    }
}
