//! Controlled comparisons, as `nonlin choose` makes them, in the size of a lesson.

use nonlin_lab::spec::NetworkSpec;
use nonlin_lab::study::{StudySpec, run};
use nonlin_lab::{ActivationSpec, Dataset, Record, prepare};

use super::train::scores;
use crate::error::LessonError;

/// What is compared, on what, with how much work.
pub struct Plan<'a> {
    /// Names or formulas.
    pub functions: &'a [&'a str],
    /// Widths of the hidden layers.
    pub hidden: &'a [usize],
    /// Learning rates that each function is tuned over, on a seed of its own.
    pub rates: &'a [f64],
    /// Passes over the training rows.
    pub epochs: usize,
    /// Seeds of the comparison.
    pub seeds: usize,
}

/// One function of a comparison.
pub struct Compared {
    /// Its name or formula.
    pub function: String,
    /// Scores on the test rows, seed by seed.
    pub test: Vec<f64>,
    /// Mean score on the validation rows: what it would be chosen by.
    pub validation: f64,
    /// The trainings, seed by seed.
    pub records: Vec<Record>,
}

/// Tunes and trains each function with the same budget; the results are in the order of the functions.
pub fn compare(data: &Dataset, plan: &Plan<'_>) -> Result<Vec<Compared>, LessonError> {
    let split = prepare(data, 0)?;
    let spec = StudySpec {
        candidates: plan.functions.iter().map(|name| ActivationSpec::new(name)).collect(),
        network: NetworkSpec::dense(plan.hidden),
        learning_rates: plan.rates.to_vec(),
        tuning_seeds: vec![1_000_000],
        seeds: (0..plan.seeds as u64).collect(),
        batch_size: 64,
        epochs: plan.epochs,
        ..StudySpec::standard(data)
    };
    let outcome =
        run(&spec, &split, None, &|_| {}).map_err(|error| LessonError::new(error.to_string()))?;
    let of = |place: usize| {
        let records: Vec<Record> =
            outcome.records.iter().skip(place).step_by(plan.functions.len()).cloned().collect();
        let validated = records.iter().map(|record| record.validation().map_or(f64::NAN, |v| v.1));
        Compared {
            function: plan.functions[place].to_owned(),
            test: scores(&records),
            validation: validated.sum::<f64>() / records.len().max(1) as f64,
            records,
        }
    };
    Ok((0..plan.functions.len()).map(of).collect())
}

/// The place of the one that would be chosen: the best on the validation rows.
pub fn choice(results: &[Compared]) -> usize {
    let by_score = |a: &usize, b: &usize| results[*a].validation.total_cmp(&results[*b].validation);
    (0..results.len()).max_by(by_score).unwrap_or(0)
}

/// The means of numbers at the same place of several lists of the same length.
pub fn means(lists: &[Vec<f64>]) -> Vec<f64> {
    let places = lists.iter().map(Vec::len).min().unwrap_or(0);
    let mean =
        |place: usize| lists.iter().map(|list| list[place]).sum::<f64>() / lists.len() as f64;
    (0..places).map(mean).collect()
}
