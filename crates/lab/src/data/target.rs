//! What is to be learnt: which columns, and whether they are classes, labels or quantities.
//!
//! | target columns | task found |
//! |---|---|
//! | one, of texts | classification |
//! | one, of at most 20 different numbers, each on 5 rows or more on average | classification |
//! | one, of other numbers | regression |
//! | several, each of 0 and 1, or of false and true, or of no and yes | multi-label |
//! | several others, of numbers | regression |
//!
//! Who knows better says so ([`TaskKind`]); what was found is told ([`Decision`]).

use super::TargetValues;
use super::column::{Cells, Column, MISSING, fits};
use crate::error::DataError;
use crate::task::Task;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A target of at most so many different numbers is taken for classes, and one of more texts for classes
/// only if there are [`ROWS_PER_CLASS`] rows for each.
const FEW: usize = 20;
/// See [`FEW`].
const ROWS_PER_CLASS: usize = 10;
/// Rows for each of few different numbers, on average, below which they are no classes.
const ROWS_PER_NUMBER: usize = 5;

/// What a target of one column of numbers holds, after how many.
const NUMBERS: &str = " different numbers";

/// A task, without the names of what is learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// One class for each row.
    Classification,
    /// Any number of labels for each row.
    MultiLabel,
    /// Numbers for each row.
    Regression,
}

impl TaskKind {
    /// The name, as on the command line: `multi-label`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Classification => "classification",
            Self::MultiLabel => "multi-label",
            Self::Regression => "regression",
        }
    }
}

impl fmt::Display for TaskKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Task {
    /// Which of the tasks it is.
    #[must_use]
    pub fn kind(&self) -> TaskKind {
        match self {
            Self::Classification { .. } => TaskKind::Classification,
            Self::MultiLabel { .. } => TaskKind::MultiLabel,
            Self::Regression { .. } => TaskKind::Regression,
        }
    }
}

/// How target and task of a file were found. It displays as one line, with the options that say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The target's name; of several, with commas.
    pub target: String,
    /// Whether nobody named it.
    pub target_by_default: bool,
    /// The task.
    pub task: TaskKind,
    /// Whether nobody named that.
    pub task_by_default: bool,
    /// What the target columns hold: `11602 different numbers`.
    pub holds: String,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "target `{}`", self.target)?;
        if self.target_by_default {
            f.write_str(" (by default; --target names another)")?;
        }
        write!(f, ", {}: {}", self.holds, self.task)?;
        let other = match self.task {
            // Of texts, or of several columns, there is nothing else to make.
            _ if !self.task_by_default => None,
            TaskKind::Classification => {
                self.is_of_numbers().then_some("regression takes them for quantities")
            }
            TaskKind::Regression => {
                self.is_of_numbers().then_some("classification takes them for classes")
            }
            TaskKind::MultiLabel => Some("classification takes them for classes, one a row"),
        };
        other.map_or(Ok(()), |other| write!(f, " (--task {other})"))
    }
}

impl Decision {
    /// Whether the target is one column of numbers.
    fn is_of_numbers(&self) -> bool {
        self.holds.ends_with(NUMBERS)
    }
}

/// Checks that targets fit the task and the rows, and that there is something to learn.
pub(super) fn check(
    target: &str,
    task: &Task,
    values: &TargetValues,
    rows: usize,
) -> Result<(), DataError> {
    let width = task.outputs();
    match (task, values) {
        (Task::Classification { classes }, TargetValues::Classes(labels)) => {
            if labels.len() != rows {
                return Err(DataError::Shape(format!("{} classes for {rows} rows", labels.len())));
            }
            if let Some(row) = labels.iter().position(|&l| l as usize >= classes.len()) {
                return Err(DataError::Shape(format!(
                    "row {row} has class {}, but there are {} class names",
                    labels[row],
                    classes.len()
                )));
            }
            if labels.iter().all(|&label| label == labels[0]) {
                return Err(DataError::OneClass {
                    column: target.to_owned(),
                    class: classes[labels[0] as usize].clone(),
                });
            }
            Ok(())
        }
        (
            Task::MultiLabel { labels: names } | Task::Regression { targets: names },
            TargetValues::Numbers(values),
        ) => {
            if width == 0 || values.len() != rows * width {
                return Err(DataError::Shape(format!(
                    "{} target values are not {rows} rows of {width}",
                    values.len()
                )));
            }
            if let Some(at) = values.iter().position(|&v| !fits(v)) {
                return Err(DataError::NotFinite {
                    place: format!("row {}", at / width),
                    column: names[at % width].clone(),
                    cell: values[at].to_string(),
                });
            }
            let is_label = |v: &f64| *v == 0.0 || *v == 1.0;
            if let (Task::MultiLabel { .. }, Some(at)) =
                (task, values.iter().position(|v| !is_label(v)))
            {
                return Err(DataError::NotALabel {
                    column: names[at % width].clone(),
                    cell: values[at].to_string(),
                });
            }
            let constant =
                |at: &usize| values.iter().skip(*at).step_by(width).all(|v| *v == values[*at]);
            let dull = (0..width).find(constant);
            match (task, dull) {
                // One quantity of several that never changes has no score; one label does.
                (Task::Regression { .. }, Some(at)) => Err(DataError::OneClass {
                    column: names[at].clone(),
                    class: values[at].to_string(),
                }),
                (Task::MultiLabel { .. }, Some(_)) if (0..width).all(|at| constant(&at)) => {
                    Err(DataError::OneClass {
                        column: target.to_owned(),
                        class: values[0].to_string(),
                    })
                }
                _ => Ok(()),
            }
        }
        _ => Err(DataError::Shape(format!(
            "the targets are not those of {}: it takes {}",
            task.kind(),
            if width == 0 { "outputs" } else { "its own kind of values" }
        ))),
    }
}

/// The task of target columns without missing cells, and their values.
///
/// `others` are the names of all columns, for messages.
pub(super) fn decide(
    targets: &[Column],
    said: Option<TaskKind>,
    target_by_default: bool,
    others: &[String],
) -> Result<(Task, TargetValues, Decision), DataError> {
    let names: Vec<String> = targets.iter().map(|column| column.name().to_owned()).collect();
    let (found, holds) = match targets {
        [column] => of_one(column, said, others)?,
        columns => of_several(columns),
    };
    let kind = said.unwrap_or(found);
    let (task, values) = match (kind, targets) {
        (TaskKind::Classification, [column]) => classes(column),
        (TaskKind::Classification, columns) => one_hot_classes(columns)?,
        (TaskKind::MultiLabel, columns) => {
            (Task::MultiLabel { labels: names.clone() }, row_major(columns, label)?)
        }
        (TaskKind::Regression, columns) => {
            (Task::Regression { targets: names.clone() }, row_major(columns, quantity)?)
        }
    };
    let target = names.join(",");
    let task_by_default = said.is_none();
    Ok((task, values, Decision { target, target_by_default, task: kind, task_by_default, holds }))
}

fn of_one(
    column: &Column,
    said: Option<TaskKind>,
    others: &[String],
) -> Result<(TaskKind, String), DataError> {
    let rows = column.len();
    if let Cells::Categories { names, .. } = column.cells() {
        let classes = names.len();
        if said.is_none() && classes > FEW && rows < ROWS_PER_CLASS * classes {
            return Err(DataError::TooManyClasses {
                column: column.name().to_owned(),
                classes,
                rows,
                columns: others.to_vec(),
            });
        }
        return Ok((TaskKind::Classification, format!("{classes} different texts")));
    }
    let count = distinct(column).len();
    let few = count <= FEW && rows >= ROWS_PER_NUMBER * count;
    let kind = if few { TaskKind::Classification } else { TaskKind::Regression };
    Ok((kind, format!("{count}{NUMBERS}")))
}

fn of_several(columns: &[Column]) -> (TaskKind, String) {
    let labels =
        columns.iter().all(|column| row_major(std::slice::from_ref(column), label).is_ok());
    if labels {
        (TaskKind::MultiLabel, format!("{} columns of yes and no", columns.len()))
    } else {
        (TaskKind::Regression, format!("{} columns of numbers", columns.len()))
    }
}

/// The different numbers, ascending.
fn distinct(column: &Column) -> Vec<f64> {
    let mut values: Vec<f64> = (0..column.len()).map(|row| column.number(row)).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    values
}

/// Classes in the order of numbers, or of the bytes of texts: not of the rows.
fn classes(column: &Column) -> (Task, TargetValues) {
    match column.cells() {
        Cells::Categories { names, codes } => {
            (Task::Classification { classes: names.clone() }, TargetValues::Classes(codes.clone()))
        }
        _ => {
            let values = distinct(column);
            let place = |row| values.partition_point(|&v| v < column.number(row));
            let labels =
                (0..column.len()).map(|row| u32::try_from(place(row)).unwrap_or(MISSING)).collect();
            let classes = values.iter().map(f64::to_string).collect();
            (Task::Classification { classes }, TargetValues::Classes(labels))
        }
    }
}

/// Several columns of which each row has exactly one 1: the columns are the classes.
fn one_hot_classes(columns: &[Column]) -> Result<(Task, TargetValues), DataError> {
    let width = columns.len();
    let TargetValues::Numbers(values) = row_major(columns, label)? else {
        return Err(DataError::Shape("labels are numbers".to_owned()));
    };
    let mut labels = Vec::with_capacity(values.len() / width);
    for (row, cells) in values.chunks_exact(width).enumerate() {
        let mut ones = cells.iter().enumerate().filter(|(_, cell)| **cell == 1.0);
        match (ones.next(), ones.next()) {
            (Some((class, _)), None) => labels.push(u32::try_from(class).unwrap_or(MISSING)),
            _ => return Err(DataError::NotOneHot { row }),
        }
    }
    let classes = columns.iter().map(|column| column.name().to_owned()).collect();
    Ok((Task::Classification { classes }, TargetValues::Classes(labels)))
}

fn row_major(
    columns: &[Column],
    value: impl Fn(&Column, usize) -> Result<f64, DataError>,
) -> Result<TargetValues, DataError> {
    let rows = columns.first().map_or(0, Column::len);
    let mut values = vec![0.0; rows * columns.len()];
    for (at, column) in columns.iter().enumerate() {
        for row in 0..rows {
            values[row * columns.len() + at] = value(column, row)?;
        }
    }
    Ok(TargetValues::Numbers(values))
}

fn quantity(column: &Column, row: usize) -> Result<f64, DataError> {
    match column.cells() {
        Cells::Categories { names, codes } => Err(DataError::NotAQuantity {
            column: column.name().to_owned(),
            cell: names.get(codes[row] as usize).cloned().unwrap_or_default(),
        }),
        _ => Ok(column.number(row)),
    }
}

fn label(column: &Column, row: usize) -> Result<f64, DataError> {
    let not = |cell: String| DataError::NotALabel { column: column.name().to_owned(), cell };
    match column.cells() {
        Cells::Categories { names, codes } => {
            let name = names.get(codes[row] as usize).map_or("", String::as_str);
            match name.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Ok(1.0),
                "false" | "no" | "0" => Ok(0.0),
                _ => Err(not(name.to_owned())),
            }
        }
        _ => match column.number(row) {
            value if value == 0.0 || value == 1.0 => Ok(value),
            value => Err(not(value.to_string())),
        },
    }
}
