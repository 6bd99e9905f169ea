//! Training, validation and test rows, as numbers for a network.
//!
//! Rows are dealt out 60 : 20 : 20 within groups of like targets (`strata`), so that each part has the
//! data's proportions. Then every column is turned into inputs ([`encoding`]): whatever that needs to know
//! of the data (means, deviations, frequent categories) it learns *from the training rows alone*.
//!
//! # Memory
//!
//! A [`Prepared`] holds 4 bytes for each row and input, and for each row 4 a target and 8 for its place:
//! [`Prepared::bytes`]. While it is made the data set lies beside it, and 8 to 24 bytes a row of working
//! space: [`Prepared::peak_bytes`]. Nothing else grows with the data.

pub mod encoding;
mod strata;
mod twins;

use crate::data::{Dataset, DatasetRef, TargetValues, Warning};
use crate::error::DataError;
use crate::task::{Targets, Task};
use encoding::{Encoder, Standard};
use rayon::prelude::*;

pub use strata::ROWS_NEEDED;

/// Rows that are encoded at once: their inputs and their cells fit in cache together.
const BLOCK: usize = 64;
/// Test rows below which one row weighs more than a percent of the score.
const FEW_TEST_ROWS: usize = 100;

/// Rows ready for a network.
#[derive(Debug, Clone)]
pub struct Part {
    /// Row-major, rows × [`Prepared::columns`]: see [`encoding`].
    pub features: Vec<f32>,
    /// What is to be learnt, row by row.
    pub targets: Targets,
    /// Where each row lies in the data set, ascending.
    pub rows: Vec<usize>,
}

impl Part {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    fn bytes(&self) -> usize {
        let targets = match &self.targets {
            Targets::Classes(classes) => size_of_val(classes.as_slice()),
            Targets::Values { values, .. } => size_of_val(values.as_slice()),
        };
        size_of_val(self.features.as_slice()) + targets + size_of_val(self.rows.as_slice())
    }
}

/// A data set that is split and encoded: what trials run on.
#[derive(Debug, Clone)]
pub struct Prepared {
    dataset: DatasetRef,
    split_seed: u64,
    inputs: Vec<String>,
    task: Task,
    target_scales: Vec<Standard>,
    training: Part,
    validation: Part,
    test: Part,
    warnings: Vec<Warning>,
}

impl Prepared {
    /// Of parts that are made already: training, validation, test, in rows of the same columns, which are
    /// called by their places.
    ///
    /// # Errors
    /// [`DataError::Shape`] if a part's features do not make as many rows as its targets, or its targets
    /// are not those of the task.
    pub fn from_parts(
        dataset: DatasetRef,
        split_seed: u64,
        task: Task,
        columns: usize,
        [training, validation, test]: [Part; 3],
    ) -> Result<Self, DataError> {
        for (name, part) in [("training", &training), ("validation", &validation), ("test", &test)]
        {
            if part.features.len() != part.len() * columns {
                return Err(DataError::Shape(format!(
                    "{} features are no {} rows of {columns} columns in the {name} part",
                    part.features.len(),
                    part.len()
                )));
            }
            let outputs = task.outputs();
            let fits = match (&task, &part.targets) {
                (Task::Classification { .. }, Targets::Classes(classes)) => {
                    classes.iter().all(|&class| (class as usize) < outputs)
                }
                (
                    Task::MultiLabel { .. } | Task::Regression { .. },
                    Targets::Values { width, values },
                ) => *width == outputs && values.len() == part.len() * width,
                _ => false,
            };
            if !fits {
                return Err(DataError::Shape(format!(
                    "the targets of the {name} part are not those of a task with {outputs} outputs"
                )));
            }
        }
        let inputs = (0..columns).map(|column| column.to_string()).collect();
        let (target_scales, warnings) = (Vec::new(), Vec::new());
        Ok(Self {
            dataset,
            split_seed,
            inputs,
            task,
            target_scales,
            training,
            validation,
            test,
            warnings,
        })
    }

    /// The data set it was made from.
    #[must_use]
    pub fn dataset(&self) -> &DatasetRef {
        &self.dataset
    }

    /// The seed of the split.
    #[must_use]
    pub fn split_seed(&self) -> u64 {
        self.split_seed
    }

    /// Number of the network's inputs: the columns after encoding.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.inputs.len()
    }

    /// The inputs' names: `age`, `colour=red`, `age is missing`.
    #[must_use]
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// What is learnt, which decides the network's outputs and its loss.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// For regression, mean and deviation of each target on the training rows, in the data's units: a
    /// target is mean + deviation × its standardised value. Empty for other tasks.
    #[must_use]
    pub fn target_scales(&self) -> &[Standard] {
        &self.target_scales
    }

    /// The rows that weights are fitted to.
    #[must_use]
    pub fn training(&self) -> &Part {
        &self.training
    }

    /// The rows that choices are made on.
    #[must_use]
    pub fn validation(&self) -> &Part {
        &self.validation
    }

    /// The rows that are read once, when all choices have been made. Within this crate only a trial
    /// with `evaluate_test` reads them.
    #[must_use]
    pub fn test(&self) -> &Part {
        &self.test
    }

    /// What splitting and encoding noticed.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Bytes of memory that the three parts take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        [&self.training, &self.validation, &self.test].into_iter().map(Part::bytes).sum()
    }

    /// Bytes of memory while it was made from this data set: both, and the working space.
    #[must_use]
    pub fn peak_bytes(&self, dataset: &Dataset) -> usize {
        dataset.bytes() + self.bytes() + 24 * dataset.rows()
    }
}

/// Splits a data set 60 : 20 : 20 and encodes it, as this module and [`encoding`] say.
///
/// # Errors
/// [`DataError::TooFewRows`] if a class that occurs has fewer than [`ROWS_NEEDED`] rows,
/// [`DataError::FewRows`] if a data set without classes has, and [`DataError::NoFeatures`] if no column
/// is left to learn from.
pub fn prepare(dataset: &Dataset, split_seed: u64) -> Result<Prepared, DataError> {
    let [training, validation, test] = strata::deal(dataset, split_seed)?;
    let mut warnings = Vec::new();
    let encoders: Vec<Encoder> =
        dataset.columns().par_iter().map(|column| Encoder::fit(column, &training)).collect();
    let inputs: Vec<String> =
        dataset.columns().iter().zip(&encoders).flat_map(|(c, e)| e.inputs(c)).collect();
    encoding::notice(dataset, &encoders, &mut warnings);
    if inputs.is_empty() {
        return Err(DataError::NoFeatures { name: dataset.name().to_owned() });
    }
    if test.len() < FEW_TEST_ROWS {
        warnings.push(Warning::FewRows { test: test.len() });
    }
    let twins = twins::count(dataset, &training, &test);
    if twins > 0 {
        warnings.push(Warning::Twins { rows: twins, test: test.len() });
    }
    let scales = target_scales(dataset, &training);
    let part = |rows: Vec<usize>| Part {
        features: encode(dataset, &encoders, inputs.len(), &rows),
        targets: targets(dataset, &scales, &rows),
        rows,
    };
    Ok(Prepared {
        training: part(training),
        validation: part(validation),
        test: part(test),
        dataset: dataset.reference(),
        split_seed,
        task: dataset.task().clone(),
        target_scales: scales,
        inputs,
        warnings,
    })
}

fn encode(dataset: &Dataset, encoders: &[Encoder], width: usize, rows: &[usize]) -> Vec<f32> {
    let mut features = vec![0.0; rows.len() * width];
    let blocks = features.par_chunks_mut(BLOCK * width).zip(rows.par_chunks(BLOCK));
    blocks.for_each(|(out, rows)| {
        let mut at = 0;
        for (column, encoder) in dataset.columns().iter().zip(encoders) {
            encoder.write(column, rows, &mut out[at..], width);
            at += encoder.width();
        }
    });
    features
}

/// Mean and deviation of each quantity on the training rows; one that is constant there keeps its units.
fn target_scales(dataset: &Dataset, training: &[usize]) -> Vec<Standard> {
    let (Task::Regression { targets }, TargetValues::Numbers(values)) =
        (dataset.task(), dataset.target_values())
    else {
        return Vec::new();
    };
    let width = targets.len();
    let scale = |at: usize| {
        let standard = Standard::fit(|| training.iter().map(|row| values[row * width + at]));
        let deviation = if standard.deviation > 0.0 { standard.deviation } else { 1.0 };
        Standard { deviation, ..standard }
    };
    (0..width).map(scale).collect()
}

fn targets(dataset: &Dataset, scales: &[Standard], rows: &[usize]) -> Targets {
    match dataset.target_values() {
        TargetValues::Classes(labels) => {
            Targets::Classes(rows.iter().map(|&row| labels[row]).collect())
        }
        TargetValues::Numbers(all) => {
            let width = dataset.task().outputs();
            let mut values = Vec::with_capacity(rows.len() * width);
            for &row in rows {
                for (at, value) in all[row * width..(row + 1) * width].iter().enumerate() {
                    #[allow(clippy::cast_possible_truncation)]
                    values.push(match scales.get(at) {
                        Some(scale) => scale.apply(*value),
                        None => *value as f32, // a label: 0 or 1
                    });
                }
            }
            Targets::Values { width, values }
        }
    }
}

#[cfg(test)]
mod tests;
