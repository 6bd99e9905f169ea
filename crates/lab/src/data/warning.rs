//! What a user should know about data before believing a result: nothing here stops a study.

use serde::Serialize;
use std::fmt;

/// A thing to look at. It displays as one line that ends with the way out, where there is one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// Rows whose target is missing were left out.
    MissingTargets {
        /// How many.
        rows: usize,
        /// The target.
        target: String,
    },
    /// One column alone says nearly all about the target.
    Leak {
        /// The column.
        column: String,
        /// The target.
        target: String,
        /// How well: `the same class in 100 % of the rows`.
        evidence: String,
    },
    /// A column that counts the rows.
    RowNumbers {
        /// The column.
        column: String,
    },
    /// Columns with one value only on the training rows.
    Constant {
        /// Their names.
        columns: Vec<String>,
    },
    /// Columns whose texts are all different; they are left out.
    Identifiers {
        /// Their names.
        columns: Vec<String>,
    },
    /// Columns with missing cells, which were filled in.
    Missing {
        /// Their names.
        columns: Vec<String>,
        /// Missing cells of the training rows.
        cells: usize,
    },
    /// A column with more categories than get an input each.
    ManyCategories {
        /// The column.
        column: String,
        /// Categories on the training rows.
        categories: usize,
        /// Those with an input of their own.
        kept: usize,
    },
    /// Test rows that equal a training row in every column and the target.
    Twins {
        /// How many.
        rows: usize,
        /// All test rows.
        test: usize,
    },
    /// So few test rows that scores are coarse.
    FewRows {
        /// Test rows.
        test: usize,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingTargets { rows, target } => {
                let (s, are) = plural(*rows);
                write!(f, "{rows} row{s} without a value of the target `{target}` {are} left out")
            }
            Self::Leak { column, target, evidence } => write!(
                f,
                "column `{column}` alone gives the target `{target}`: {evidence}; if it is not known when \
                 you predict, remove it"
            ),
            Self::RowNumbers { column } => write!(
                f,
                "column `{column}` counts the rows; remove it, unless their order means something"
            ),
            Self::Constant { columns } => {
                write!(f, "constant on the training rows, so of no use: {}", list(columns))
            }
            Self::Identifiers { columns } => write!(
                f,
                "left out, since their texts are all different and name rows: {}",
                list(columns)
            ),
            Self::Missing { columns, cells } => {
                let (s, are) = plural(*cells);
                write!(
                    f,
                    "{cells} training cell{s} {are} missing, numbers filled in by their mean, each with an \
                     input that says so: {}",
                    list(columns)
                )
            }
            Self::ManyCategories { column, categories, kept } => write!(
                f,
                "column `{column}` has {categories} categories; the {kept} most frequent get an input \
                 each, the others share one"
            ),
            Self::Twins { rows, test } => {
                let (s, are) = plural(*rows);
                write!(
                    f,
                    "{rows} test row{s} of {test} {are} equal to a training row in all columns, so that \
                     the test rewards memory; remove repeated rows"
                )
            }
            Self::FewRows { test } => {
                let (s, _) = plural(*test);
                write!(
                    f,
                    "only {test} test row{s}: one row is {:.1} % of a score",
                    100.0 / count(*test)
                )
            }
        }
    }
}

fn plural(count: usize) -> (&'static str, &'static str) {
    if count == 1 { ("", "is") } else { ("s", "are") }
}

#[allow(clippy::cast_precision_loss)]
fn count(n: usize) -> f64 {
    n as f64
}

/// The first five names, and how many more there are.
fn list(names: &[String]) -> String {
    let mut text =
        names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 5 {
        text.push_str(&format!(" and {} more", names.len() - 5));
    }
    text
}
