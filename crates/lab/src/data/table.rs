//! A table as a reader gives it: named columns, none of them special yet.

use super::column::{Builder, Column};
use super::read::ReadOptions;
use super::warning::Warning;
use super::{Dataset, target};
use crate::error::DataError;

/// Columns of one length with different names.
#[derive(Debug)]
pub(super) struct Table {
    name: String,
    columns: Vec<Column>,
    /// The columns that are the target unless another is named.
    default_target: Vec<usize>,
    /// Whether the reader has found the target that the user named.
    target_named: bool,
}

impl Table {
    /// Finishes the columns. Without `default_target` the last column is the default.
    pub(super) fn new(
        name: &str,
        builders: Vec<Builder>,
        default_target: Vec<usize>,
    ) -> Result<Self, DataError> {
        let mut names: Vec<(&str, usize)> =
            builders.iter().enumerate().map(|(at, builder)| (builder.name(), at)).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(DataError::DuplicateColumns {
                name: name.to_owned(),
                column: pair[0].0.to_owned(),
                places: [pair[0].1 + 1, pair[1].1 + 1],
            });
        }
        let last = builders.len().saturating_sub(1);
        let default_target = if default_target.is_empty() { vec![last] } else { default_target };
        let columns = builders.into_iter().map(Builder::finish).collect();
        Ok(Self { name: name.to_owned(), columns, default_target, target_named: false })
    }

    /// For a reader that has looked the user's target up, among arrays and not among columns.
    pub(super) fn with_target_named(self) -> Self {
        Self { target_named: true, ..self }
    }

    /// Takes the targets out of the table, leaves out the rows that have none, and finds the task.
    pub(super) fn into_dataset(self, options: &ReadOptions) -> Result<Dataset, DataError> {
        let names: Vec<String> = self.columns.iter().map(|c| c.name().to_owned()).collect();
        let places = match &options.target {
            Some(target) if !self.target_named => find(&names, target)?,
            _ => self.default_target,
        };
        if places.len() >= names.len() {
            return Err(DataError::NoFeatures { name: self.name });
        }
        let mut columns: Vec<Option<Column>> = self.columns.into_iter().map(Some).collect();
        let mut targets: Vec<Column> = places.iter().filter_map(|&at| columns[at].take()).collect();
        let mut features: Vec<Column> = columns.into_iter().flatten().collect();

        let rows = features.first().map_or(0, Column::len);
        let mut warnings = Vec::new();
        if targets.iter().any(|column| column.missing() > 0) {
            let present: Vec<bool> = (0..rows)
                .map(|row| targets.iter().all(|column| !column.number(row).is_nan()))
                .collect();
            let kept = present.iter().filter(|&&present| present).count();
            let target = targets.iter().map(Column::name).collect::<Vec<_>>().join(",");
            if kept == 0 {
                return Err(DataError::NoTargets { name: self.name, column: target });
            }
            warnings.push(Warning::MissingTargets { rows: rows - kept, target });
            let keep = |column: Column| column.keep(&present);
            targets = targets.into_iter().map(keep).collect();
            features = features.into_iter().map(keep).collect();
        } else if rows == 0 {
            return Err(DataError::Empty { name: self.name, has_header: true });
        }
        let by_default = options.target.is_none();
        let (task, values, decision) = target::decide(&targets, options.task, by_default, &names)?;
        let mut dataset =
            Dataset::from_columns(&self.name, features, &decision.target, task, values)?;
        (dataset.decision, dataset.warnings) = (Some(decision), warnings);
        Ok(dataset)
    }
}

/// The places of the columns that a text names: one column, or several with commas between them.
fn find(names: &[String], target: &str) -> Result<Vec<usize>, DataError> {
    let place = |wanted: &str| names.iter().position(|name| name == wanted);
    if let Some(place) = place(target) {
        return Ok(vec![place]);
    }
    let mut places = Vec::new();
    for part in target.split(',').map(str::trim) {
        let Some(place) = place(part) else {
            return Err(DataError::UnknownTarget {
                target: part.to_owned(),
                columns: names.to_vec(),
            });
        };
        if places.contains(&place) {
            return Err(DataError::RepeatedTarget { target: part.to_owned() });
        }
        places.push(place);
    }
    Ok(places)
}
