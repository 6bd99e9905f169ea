//! Training, validation and test rows, and standardisation.
//!
//! The rows of each class are shuffled with their own stream and dealt out 60 : 20 : 20, so that each
//! part has all classes in the data's proportions. Each column is then shifted and scaled to mean 0
//! and variance 1 *on the training rows*; the other rows go through the same map, and nothing of
//! them is used to make it.

use crate::data::{Dataset, DatasetRef};
use crate::error::DataError;
use crate::random::Stream;
use crate::task::{Targets, Task};

/// Rows that each class must have: one for test, one for validation, three for training.
pub const ROWS_NEEDED: usize = 5;

/// Rows ready for a network: standardised features and their classes.
#[derive(Debug, Clone)]
pub struct Part {
    /// Row-major, rows × columns, standardised.
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
}

/// A data set that is split and standardised: what trials run on.
#[derive(Debug, Clone)]
pub struct Prepared {
    dataset: DatasetRef,
    split_seed: u64,
    columns: usize,
    task: Task,
    training: Part,
    validation: Part,
    test: Part,
}

impl Prepared {
    /// Of parts that are made already: training, validation, test, in rows of the same columns.
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
        Ok(Self { dataset, split_seed, columns, task, training, validation, test })
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

    /// Number of feature columns: the network's inputs.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// What is learnt, which decides the network's outputs and its loss.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
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
}

/// Splits a data set by class, 60 : 20 : 20, and standardises it on its training rows.
///
/// A class of n rows gives round(n/5), at least 1, to test and as many to validation. A column that
/// is constant on the training rows becomes 0 everywhere: it cannot be learnt from.
///
/// # Errors
/// [`DataError::TooFewRows`] if a class that occurs has fewer than [`ROWS_NEEDED`] rows.
pub fn prepare(dataset: &Dataset, split_seed: u64) -> Result<Prepared, DataError> {
    let mut by_class = vec![Vec::new(); dataset.classes().len()];
    for (row, &label) in dataset.labels().iter().enumerate() {
        by_class[label as usize].push(row);
    }
    let [mut training, mut validation, mut test] = [const { Vec::new() }; 3];
    for (class, mut rows) in by_class.into_iter().enumerate() {
        if rows.is_empty() {
            continue;
        }
        if rows.len() < ROWS_NEEDED {
            return Err(DataError::TooFewRows {
                class: dataset.classes()[class].clone(),
                rows: rows.len(),
                needed: ROWS_NEEDED,
            });
        }
        Stream::new(split_seed, "split", class as u64).shuffle(&mut rows);
        let fifth = (rows.len() * 2 + 5) / 10; // n/5, rounded to nearest
        test.extend(rows.drain(..fifth));
        validation.extend(rows.drain(..fifth));
        training.extend(rows);
    }
    let scaling = Scaling::fit(dataset, &training);
    let part = |mut rows: Vec<usize>| {
        rows.sort_unstable();
        Part {
            features: rows.iter().flat_map(|&row| scaling.apply(dataset.row(row))).collect(),
            targets: Targets::Classes(rows.iter().map(|&row| dataset.labels()[row]).collect()),
            rows,
        }
    };
    Ok(Prepared {
        dataset: dataset.reference(),
        split_seed,
        columns: dataset.columns().len(),
        task: Task::Classification { classes: dataset.classes().to_vec() },
        training: part(training),
        validation: part(validation),
        test: part(test),
    })
}

/// x ↦ (x − mean)·scale for each column; scale 0 for a column without variation.
struct Scaling {
    mean: Vec<f64>,
    scale: Vec<f64>,
}

impl Scaling {
    fn fit(dataset: &Dataset, rows: &[usize]) -> Self {
        let columns = dataset.columns().len();
        #[allow(clippy::cast_precision_loss)]
        let n = rows.len() as f64;
        let (mut mean, mut scale) = (Vec::with_capacity(columns), Vec::with_capacity(columns));
        for column in 0..columns {
            let values = || rows.iter().map(|&row| dataset.row(row)[column]);
            let centre = values().sum::<f64>() / n;
            let variance = values().map(|v| (v - centre) * (v - centre)).sum::<f64>() / n;
            // A constant column's mean may be rounded, which would leave a variance of 1e-34 and
            // make noise of it: ask the values themselves.
            let first = dataset.row(rows[0])[column];
            let constant = values().all(|v| v == first);
            let inverse = 1.0 / variance.sqrt();
            mean.push(centre);
            scale.push(if constant || !inverse.is_finite() { 0.0 } else { inverse });
        }
        Self { mean, scale }
    }

    fn apply<'a>(&'a self, row: &'a [f64]) -> impl Iterator<Item = f32> + 'a {
        row.iter().zip(&self.mean).zip(&self.scale).map(|((value, mean), scale)| {
            #[allow(clippy::cast_possible_truncation)]
            let standard = ((value - mean) * scale) as f32;
            // A value of 1e38 beside a training column of 1e-5: keep it finite.
            standard.clamp(f32::MIN, f32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::digits;

    fn table(columns: usize, features: Vec<f64>, labels: Vec<u32>) -> Dataset {
        let columns = (0..columns).map(|i| i.to_string()).collect();
        let classes = (0..=*labels.iter().max().expect("rows")).map(|c| c.to_string()).collect();
        Dataset::new("table", columns, "class", features, labels, classes).expect("good")
    }

    #[test]
    fn complete_disjoint_stratified() {
        let data = digits();
        let split = prepare(&data, 0).expect("digits split");
        let parts = [split.training(), split.validation(), split.test()];
        let mut all: Vec<usize> = parts.iter().flat_map(|p| p.rows.iter().copied()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..1797).collect::<Vec<_>>(), "each row is in exactly one part");
        for (part, share) in parts.into_iter().zip([0.6, 0.2, 0.2]) {
            for (class, total) in
                [178, 182, 177, 183, 181, 182, 181, 179, 174, 180].iter().enumerate()
            {
                let count = part.targets.classes().iter().filter(|&&l| l as usize == class).count();
                assert!((count as f64 - share * f64::from(*total)).abs() <= 1.0, "class {class}");
            }
            for (i, &row) in part.rows.iter().enumerate() {
                assert_eq!(
                    part.targets.classes()[i],
                    data.labels()[row],
                    "labels follow their rows"
                );
            }
        }
        assert_ne!(split.test().rows, prepare(&data, 1).expect("split").test().rows);
        assert_eq!(split.test().rows, prepare(&data, 0).expect("split").test().rows);
    }

    #[test]
    fn standardised_on_the_training_rows_alone() {
        let data = digits();
        let split = prepare(&data, 3).expect("split");
        for column in 0..64 {
            let moments = |part: &Part| {
                let values =
                    || part.features.iter().skip(column).step_by(64).map(|&v| f64::from(v));
                let mean = values().sum::<f64>() / part.len() as f64;
                let variance =
                    values().map(|v| (v - mean).powi(2)).sum::<f64>() / part.len() as f64;
                (mean, variance)
            };
            let (mean, variance) = moments(split.training());
            assert!(mean.abs() < 1e-5, "column {column}: {mean}");
            assert!(
                variance == 0.0 || (variance - 1.0).abs() < 1e-4,
                "column {column}: {variance}"
            );
        }
        // Were they fitted on all rows, this mean would be 0 only by chance.
        let validation: f64 = split.validation().features.iter().map(|&v| f64::from(v)).sum();
        assert!(validation.abs() > 1e-3);
    }

    #[test]
    fn awkward_columns_stay_finite() {
        // Constant (with a mean that rounds), almost constant and tiny, a large offset, huge.
        let labels: Vec<u32> = (0..30).map(|i| i % 2).collect();
        let features = (0..30)
            .flat_map(|i| {
                let i = f64::from(i);
                [0.1, if i == 7.0 { 1e-300 } else { 0.0 }, 1.7e9 + i, 3e38 * (-1.0_f64).powf(i)]
            })
            .collect();
        let split = prepare(&table(4, features, labels), 0).expect("split");
        for part in [split.training(), split.validation(), split.test()] {
            assert!(part.features.iter().all(|v| v.is_finite()));
            assert!(part.features.iter().step_by(4).all(|&v| v == 0.0), "a constant column is 0");
            let stamps: std::collections::BTreeSet<u32> =
                part.features.iter().skip(2).step_by(4).map(|v| v.to_bits()).collect();
            assert_eq!(stamps.len(), part.len(), "1.7e9 + i keeps its 30 values");
        }
    }

    #[test]
    fn a_class_needs_five_rows() {
        let labels: Vec<u32> = (0..24).map(|i| u32::from(i < 4)).collect();
        let error = prepare(&table(1, vec![0.0; 24], labels), 0).expect_err("4 rows");
        assert!(error.to_string().starts_with("class `1` has 4 rows only; each class needs 5"));
    }
}
