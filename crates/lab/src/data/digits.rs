//! The embedded data set: 1,797 handwritten digits, 8×8 pixels.
//!
//! E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning
//! Repository, CC BY 4.0, as scikit-learn ships it; `data/NOTICE` beside the file has the terms. The
//! pixels are 0 to 16; the classes are the digits 0 to 9.

use super::Dataset;
use flate2::read::GzDecoder;
use std::io::Read as _;

static COMPRESSED: &[u8] = include_bytes!("../../data/digits.csv.gz");

/// The digits: 1,797 rows, 64 columns `pixel_0_0` … `pixel_7_7` (row, column), ten classes.
///
/// # Panics
/// Never on a sound build: the file is part of the program and a test reads it.
#[must_use]
pub fn digits() -> Dataset {
    let mut text = String::new();
    let decoded = GzDecoder::new(COMPRESSED).read_to_string(&mut text);
    assert!(decoded.is_ok(), "the embedded digits are damaged");
    let columns: Vec<String> = (0..64).map(|i| format!("pixel_{}_{}", i / 8, i % 8)).collect();
    let (mut features, mut labels) = (Vec::with_capacity(1797 * 64), Vec::with_capacity(1797));
    for line in text.lines() {
        let mut cells = line.split(',').map(|cell| cell.parse::<u32>().unwrap_or(u32::MAX));
        features.extend(cells.by_ref().take(64).map(f64::from));
        labels.extend(cells);
    }
    let classes = (0..10).map(|digit| digit.to_string()).collect();
    match Dataset::new("digits", &columns, "digit", &features, labels, classes) {
        Ok(dataset) => dataset,
        Err(error) => unreachable!("the embedded digits are damaged: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cells;

    #[test]
    fn is_what_its_description_says() {
        let data = digits();
        assert_eq!((data.rows(), data.columns().len(), data.classes().len()), (1797, 64, 10));
        let mut counts = [0; 10];
        for &label in data.labels() {
            counts[label as usize] += 1;
        }
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        for column in data.columns() {
            assert!(matches!(column.cells(), Cells::Bytes(b) if b.iter().all(|&v| v <= 16)));
        }
        assert_eq!(data.bytes(), 1797 * (64 + 4));
        // The first image, a zero, row by row: the file's first line.
        assert_eq!(data.labels()[0], 0);
        let first: Vec<f64> = data.columns()[..16].iter().map(|column| column.number(0)).collect();
        assert_eq!(first, [0., 0., 5., 13., 9., 1., 0., 0., 0., 0., 13., 15., 10., 15., 5., 0.]);
    }
}
