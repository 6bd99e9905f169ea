//! Data to learn from: the digits, and small problems that are made here.

use nonlin_lab::random::Stream;
use nonlin_lab::{Dataset, Prepared, digits, prepare};

use crate::error::LessonError;

/// The handwritten digits of 8 × 8 pixels, split and standardised.
pub fn standard_digits() -> Result<Prepared, LessonError> {
    Ok(prepare(&digits(), 0)?)
}

/// Rows of two coordinates with the name of their class.
fn planar(name: &str, rows: &[(f64, f64, u32)], classes: usize) -> Result<Prepared, LessonError> {
    let columns = ["x".to_owned(), "y".to_owned()];
    let features: Vec<f64> = rows.iter().flat_map(|&(x, y, _)| [x, y]).collect();
    let labels = rows.iter().map(|row| row.2).collect();
    let classes = (0..classes).map(|class| class.to_string()).collect();
    Ok(prepare(&Dataset::new(name, &columns, "class", &features, labels, classes)?, 0)?)
}

/// Two arms of a spiral of 1.5 turns, with a little noise: no line tells them apart.
pub fn spirals(rows: usize, noise: f64) -> Result<Prepared, LessonError> {
    let mut stream = Stream::new(0, "spirals", 0);
    let points: Vec<_> = (0..rows)
        .map(|row| {
            let class = (row % 2) as u32;
            let along = stream.uniform().sqrt();
            let angle =
                3.0 * std::f64::consts::PI * along + std::f64::consts::PI * f64::from(class);
            let (x, y) = (along * angle.cos(), along * angle.sin());
            (x + noise * stream.normal(), y + noise * stream.normal(), class)
        })
        .collect();
    planar("spirals", &points, 2)
}

/// The four corners of a square, with noise: a corner has the class of the one across (exclusive or).
pub fn exclusive_or(rows: usize, noise: f64) -> Result<Prepared, LessonError> {
    let mut stream = Stream::new(0, "exclusive or", 0);
    let points: Vec<_> = (0..rows)
        .map(|row| {
            let (a, b) = ((row % 2) as f64, (row / 2 % 2) as f64);
            let class = ((row % 2) ^ (row / 2 % 2)) as u32;
            (a + noise * stream.normal(), b + noise * stream.normal(), class)
        })
        .collect();
    planar("exclusive or", &points, 2)
}
