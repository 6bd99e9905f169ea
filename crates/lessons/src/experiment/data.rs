//! Data to learn from: the digits, and small problems that are made here.

use nonlin_lab::data::{Column, TargetValues};
use nonlin_lab::random::Stream;
use nonlin_lab::{Dataset, Prepared, Task, digits, prepare};

use crate::error::LessonError;

/// The handwritten digits of 8 × 8 pixels, split and standardised.
pub fn standard_digits() -> Result<Prepared, LessonError> {
    Ok(prepare(&digits(), 0)?)
}

/// Rows of two coordinates with the number of their class.
fn planar(name: &str, rows: &[(f64, f64, u32)], classes: usize) -> Result<Dataset, LessonError> {
    let columns = ["x".to_owned(), "y".to_owned()];
    let features: Vec<f64> = rows.iter().flat_map(|&(x, y, _)| [x, y]).collect();
    let labels = rows.iter().map(|row| row.2).collect();
    let classes = (0..classes).map(|class| class.to_string()).collect();
    Ok(Dataset::new(name, &columns, "class", &features, labels, classes)?)
}

/// Two arms of a spiral of 1.5 turns, with a little noise: no line tells them apart.
pub fn spirals(rows: usize, noise: f64) -> Result<Prepared, LessonError> {
    Ok(prepare(&spiral_set(rows, noise)?, 0)?)
}

/// The rows of [`spirals`] before they are split.
pub fn spiral_set(rows: usize, noise: f64) -> Result<Dataset, LessonError> {
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
    Ok(prepare(&corner_set(rows, noise)?, 0)?)
}

/// The rows of [`exclusive_or`] before they are split.
pub fn corner_set(rows: usize, noise: f64) -> Result<Dataset, LessonError> {
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

/// The heights of a surface over random places of the square from −1 to 1, with a little noise: a quantity to
/// be predicted.
pub fn surface(
    name: &str,
    rows: usize,
    noise: f64,
    height: fn(f64, f64) -> f64,
) -> Result<Dataset, LessonError> {
    let mut stream = Stream::new(0, name, 0);
    let mut place = || 2.0 * stream.uniform() - 1.0;
    let places: Vec<(f64, f64)> = (0..rows).map(|_| (place(), place())).collect();
    let heights = places.iter().map(|&(x, y)| height(x, y) + noise * stream.normal()).collect();
    let column = |name: &str, part: fn(&(f64, f64)) -> f64| {
        Column::numbers(name, &places.iter().map(part).collect::<Vec<_>>())
    };
    let columns = [column("x", |place| place.0), column("y", |place| place.1)];
    let task = Task::Regression { targets: vec!["height".to_owned()] };
    let columns = columns.into_iter().flatten().collect();
    Ok(Dataset::from_columns(name, columns, "height", task, TargetValues::Numbers(heights))?)
}

/// The data sets at hand, small enough for a lesson, from different walks of life: pictures, two problems of
/// shape, a smooth quantity and one with edges.
pub fn at_hand() -> Result<Vec<(&'static str, Dataset)>, LessonError> {
    let rows = 1200;
    Ok(vec![
        ("digits", digits()),
        ("spirals", spiral_set(rows, 0.03)?),
        ("corners", corner_set(rows, 0.25)?),
        ("waves", surface("waves", rows, 0.05, |x, y| (3.0 * x).sin() + (2.0 * x * y).cos())?),
        ("pyramid", surface("pyramid", rows, 0.05, |x, y| 1.0 - x.abs().max(y.abs()))?),
    ])
}
