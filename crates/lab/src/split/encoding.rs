//! From a column to a network's inputs, by what the training rows say.
//!
//! | column | inputs |
//! |---|---|
//! | numbers | (x − mean)/deviation, 0 where it is missing or the column is constant |
//! | texts | 0 or 1 for each of the 50 most frequent categories, in the order of their bytes; where there are more, one for all others |
//! | either, with a missing cell in a training row | one more: 1 where it is missing |
//! | texts that are all different | none: they name rows |
//!
//! So a missing number stands at the mean, and the deviation counts it there. A category that no training
//! row has goes to the others; where the training rows have no others it is 0 in all inputs, since a
//! weight that is never trained would only add noise. Inputs of 0 and 1 stay as they are.

use crate::data::column::MISSING;
use crate::data::{Cells, Column, Dataset, Warning};

/// Categories of a column that get an input each.
pub const CATEGORIES: usize = 50;
/// Different texts from which on a column without any repetition is taken for names of rows.
const NAMES: usize = 10;

/// Mean and standard deviation, over n and not n − 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    /// The mean.
    pub mean: f64,
    /// The deviation; 0 for values that are all the same.
    pub deviation: f64,
}

impl Standard {
    /// Of the values that are not NaN; the others count as the mean.
    pub(super) fn fit<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> Self {
        let present = || values().filter(|v| !v.is_nan());
        let (count, all) = (present().count(), values().count());
        let Some(first) = present().next() else { return Self { mean: 0.0, deviation: 0.0 } };
        #[allow(clippy::cast_precision_loss)]
        let (count, all) = (count as f64, all as f64);
        let mean = present().sum::<f64>() / count;
        let variance = present().map(|v| (v - mean) * (v - mean)).sum::<f64>() / all;
        // A constant column's mean may be rounded, which would leave a variance of 1e-34 and make noise
        // of it: ask the values themselves. A variance that underflows is none either.
        #[allow(clippy::float_cmp)]
        let constant = present().all(|v| v == first) || !(1.0 / variance.sqrt()).is_finite();
        Self { mean, deviation: if constant { 0.0 } else { variance.sqrt() } }
    }

    /// (value − mean)/deviation; 0 if the deviation is 0 or the value NaN.
    #[must_use]
    pub fn apply(self, value: f64) -> f32 {
        if value.is_nan() || self.deviation == 0.0 {
            return 0.0;
        }
        #[allow(clippy::cast_possible_truncation)]
        let standard = ((value - self.mean) * (1.0 / self.deviation)) as f32;
        // A value of 1e38 beside a training column of 1e-5: keep it finite.
        standard.clamp(f32::MIN, f32::MAX)
    }
}

/// How one column becomes inputs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Encoder {
    map: Map,
    /// Whether there is an input for missing cells.
    indicator: bool,
    /// Missing cells of the training rows.
    missing: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Map {
    Number(Standard),
    /// For each code its input, `None` for a category that no training row has; and how many inputs.
    OneHot {
        places: Vec<Option<usize>>,
        width: usize,
        /// Categories that share the last input.
        others: usize,
    },
    /// The column names rows.
    Nothing,
}

impl Encoder {
    /// Learns from the training rows.
    pub(super) fn fit(column: &Column, training: &[usize]) -> Self {
        let missing = match column.cells() {
            Cells::Bytes(_) => 0,
            _ => training.iter().filter(|&&row| column.number(row).is_nan()).count(),
        };
        let map = match column.cells() {
            Cells::Bytes(v) => {
                Map::Number(Standard::fit(|| training.iter().map(|&r| f64::from(v[r]))))
            }
            Cells::Singles(v) => {
                Map::Number(Standard::fit(|| training.iter().map(|&r| f64::from(v[r]))))
            }
            Cells::Doubles(v) => Map::Number(Standard::fit(|| training.iter().map(|&r| v[r]))),
            Cells::Categories { names, codes } => {
                one_hot(names.len(), training.iter().map(|&row| codes[row]))
            }
        };
        let indicator = missing > 0 && map != Map::Nothing;
        Self { map, indicator, missing }
    }

    /// Number of inputs.
    pub(super) fn width(&self) -> usize {
        let values = match &self.map {
            Map::Number(_) => 1,
            Map::OneHot { width, .. } => *width,
            Map::Nothing => 0,
        };
        values + usize::from(self.indicator)
    }

    /// The inputs' names.
    pub(super) fn inputs(&self, column: &Column) -> Vec<String> {
        let name = column.name();
        let mut inputs = match (&self.map, column.cells()) {
            (Map::Number(_), _) => vec![name.to_owned()],
            (Map::OneHot { places, width, others }, Cells::Categories { names, .. }) => {
                let mut inputs = vec![format!("{name}=(others)"); *width];
                for (place, category) in places.iter().zip(names) {
                    if let Some(place) = place
                        && (*others == 0 || place + 1 < *width)
                    {
                        inputs[*place] = format!("{name}={category}");
                    }
                }
                inputs
            }
            _ => Vec::new(),
        };
        if self.indicator {
            inputs.push(format!("{name} is missing"));
        }
        inputs
    }

    /// Writes the inputs of some rows to the first [`Self::width`] places of each row of `out`, whose rows
    /// lie `stride` apart and hold zeros.
    pub(super) fn write(&self, column: &Column, rows: &[usize], out: &mut [f32], stride: usize) {
        let width = self.width();
        if width == 0 {
            return;
        }
        let out = out.chunks_mut(stride);
        match (&self.map, column.cells()) {
            (Map::Number(standard), Cells::Bytes(cells)) => {
                for (out, &row) in out.zip(rows) {
                    out[0] = standard.apply(f64::from(cells[row]));
                }
            }
            (Map::Number(standard), _) => {
                for (out, &row) in out.zip(rows) {
                    let value = column.number(row);
                    out[0] = standard.apply(value);
                    if self.indicator && value.is_nan() {
                        out[1] = 1.0;
                    }
                }
            }
            (Map::OneHot { places, width, others }, Cells::Categories { codes, .. }) => {
                let others = (*others > 0).then(|| width - 1);
                for (out, &row) in out.zip(rows) {
                    match codes[row] {
                        MISSING if self.indicator => out[*width] = 1.0,
                        MISSING => {}
                        code => {
                            if let Some(place) = places[code as usize].or(others) {
                                out[place] = 1.0;
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

fn one_hot(categories: usize, codes: impl Iterator<Item = u32>) -> Map {
    let mut counts = vec![0_usize; categories];
    for code in codes.filter(|&code| code != MISSING) {
        counts[code as usize] += 1;
    }
    let mut seen: Vec<usize> = (0..categories).filter(|&code| counts[code] > 0).collect();
    if seen.len() >= NAMES && seen.iter().all(|&code| counts[code] == 1) {
        return Map::Nothing;
    }
    let others = seen.len().saturating_sub(CATEGORIES);
    seen.sort_by_key(|&code| std::cmp::Reverse(counts[code])); // stable: then by name
    let mut frequent: Vec<usize> = seen[..seen.len() - others].to_vec();
    frequent.sort_unstable();
    let width = frequent.len() + usize::from(others > 0);
    let mut places = vec![None; categories];
    frequent.iter().enumerate().for_each(|(place, &code)| places[code] = Some(place));
    seen[seen.len() - others..].iter().for_each(|&code| places[code] = Some(width - 1));
    Map::OneHot { places, width, others }
}

/// Warns of columns that teach nothing, of what was filled in, and of categories that were put together.
pub(super) fn notice(dataset: &Dataset, encoders: &[Encoder], warnings: &mut Vec<Warning>) {
    let columns = || dataset.columns().iter().zip(encoders);
    let names = |wanted: &dyn Fn(&Encoder) -> bool| -> Vec<String> {
        columns().filter(|(_, e)| wanted(e)).map(|(column, _)| column.name().to_owned()).collect()
    };
    let constant = names(&|encoder| match &encoder.map {
        Map::Number(standard) => standard.deviation == 0.0,
        Map::OneHot { width, .. } => *width < 2 && !encoder.indicator,
        Map::Nothing => false,
    });
    if !constant.is_empty() {
        warnings.push(Warning::Constant { columns: constant });
    }
    let nothing = names(&|encoder| encoder.map == Map::Nothing);
    if !nothing.is_empty() {
        warnings.push(Warning::Identifiers { columns: nothing });
    }
    let missing = names(&|encoder| encoder.indicator);
    if !missing.is_empty() {
        let cells = encoders.iter().filter(|e| e.indicator).map(|e| e.missing).sum();
        warnings.push(Warning::Missing { columns: missing, cells });
    }
    for (column, encoder) in columns() {
        if let Map::OneHot { others: others @ 1.., .. } = encoder.map {
            warnings.push(Warning::ManyCategories {
                column: column.name().to_owned(),
                categories: CATEGORIES + others,
                kept: CATEGORIES,
            });
        }
    }
}
