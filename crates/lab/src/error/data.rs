//! Data: the place is a file, a line and a column. Lines count from 1, header included, as editors count
//! them.

use super::FetchError;
use std::fmt;
use std::path::PathBuf;

/// Why data cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum DataError {
    /// The file cannot be opened or read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file has no rows of data.
    Empty {
        /// Name of the data.
        name: String,
        /// Whether there was at least a header line.
        has_header: bool,
    },
    /// Every cell of the first line is a number: it is data, not a header.
    NoHeader {
        /// Name of the data.
        name: String,
    },
    /// Nothing is left to learn from beside the target.
    NoFeatures {
        /// Name of the data.
        name: String,
    },
    /// A row that cannot be read: wrong number of cells, invalid UTF-8.
    Malformed {
        /// Name of the data.
        name: String,
        /// What is wrong, with the line.
        message: String,
    },
    /// There is no column of that name.
    UnknownTarget {
        /// What was asked for.
        target: String,
        /// What there is.
        columns: Vec<String>,
    },
    /// Two columns have one name.
    DuplicateColumns {
        /// Name of the data.
        name: String,
        /// The columns' name.
        column: String,
        /// The first two places, from 1.
        places: [usize; 2],
    },
    /// A column is named twice as a target.
    RepeatedTarget {
        /// The name.
        target: String,
    },
    /// A text in a column of numbers.
    NotANumber {
        /// Line of the file, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The cell's text.
        cell: String,
    },
    /// A feature that is NaN, infinite, or beyond what a 32-bit float holds.
    NotFinite {
        /// Where: `line 17` of a file, or `row 3` of data passed in memory.
        place: String,
        /// The column's name.
        column: String,
        /// The cell's text.
        cell: String,
    },
    /// No row has a target.
    NoTargets {
        /// Name of the data.
        name: String,
        /// The target column's name.
        column: String,
    },
    /// A target that is to be a label is neither 0 nor 1.
    NotALabel {
        /// The column's name.
        column: String,
        /// The cell's text.
        cell: String,
    },
    /// A target that is to be a quantity is a text.
    NotAQuantity {
        /// The column's name.
        column: String,
        /// The cell's text.
        cell: String,
    },
    /// Target columns that are to be classes, of which a row has none or several.
    NotOneHot {
        /// The row, from 0, of those that have targets.
        row: usize,
    },
    /// The file was written to while it was read.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// All rows have the same class, or the same value of a quantity.
    OneClass {
        /// The target column's name.
        column: String,
        /// The only class.
        class: String,
    },
    /// The target has nearly as many values as there are rows.
    TooManyClasses {
        /// The target column's name.
        column: String,
        /// Distinct values.
        classes: usize,
        /// Rows.
        rows: usize,
        /// All the columns.
        columns: Vec<String>,
    },
    /// A class with too few rows for a training, a validation and a test part.
    TooFewRows {
        /// The class.
        class: String,
        /// Its rows.
        rows: usize,
        /// Rows that it needs.
        needed: usize,
    },
    /// Fewer rows than a training, a validation and a test part need.
    FewRows {
        /// Rows there are.
        rows: usize,
        /// Rows needed.
        needed: usize,
    },
    /// Another target or task was asked of a data set that has only its own.
    Fixed {
        /// Its name.
        name: &'static str,
        /// Its target.
        target: &'static str,
    },
    /// A data set that has a name here is not there or cannot be fetched.
    Fetch(FetchError),
    /// The parts of a data set passed in memory do not fit together.
    Shape(String),
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => {
                let hint = match source.kind() {
                    std::io::ErrorKind::NotFound => "; check the path",
                    std::io::ErrorKind::PermissionDenied => "; check who may read it",
                    std::io::ErrorKind::IsADirectory => "; name a file in it",
                    _ => "",
                };
                write!(f, "cannot read `{}`: {source}{hint}", path.display())
            }
            Self::Empty { name, has_header: false } => write!(
                f,
                "`{name}` is empty; it needs a header line and one line for each row of data"
            ),
            Self::Empty { name, has_header: true } => {
                write!(f, "`{name}` has a header but no rows of data")
            }
            Self::NoHeader { name } => write!(
                f,
                "`{name}` line 1: every cell is a number, so this looks like data and not like a \
                 header; add a first line that names the columns"
            ),
            Self::NoFeatures { name } => write!(
                f,
                "`{name}` has no column beside the target, so that nothing is left to learn from; \
                 columns are separated by commas, semicolons or tabs"
            ),
            Self::Malformed { name, message } => write!(f, "`{name}`: {message}"),
            Self::UnknownTarget { target, columns } => {
                write!(f, "there is no column `{target}`; ")?;
                if let Some(near) = nearest(target, columns) {
                    write!(f, "did you mean `{near}`? ")?;
                }
                write!(f, "the columns are {}", list(columns))
            }
            Self::DuplicateColumns { name, column, places: [first, second] } => write!(
                f,
                "`{name}`: columns {first} and {second} are both called `{}`; rename one of them",
                shortened(column)
            ),
            Self::RepeatedTarget { target } => {
                write!(f, "the target `{target}` is named twice; name each column once")
            }
            Self::NotANumber { line, column, cell } => write!(
                f,
                "line {line}, column `{column}`: `{}` is not a number, but nearly all of the column is; \
                 correct it, or empty the cell if its value is missing (if the numbers are codes, write a \
                 letter before each)",
                shortened(cell)
            ),
            Self::NotFinite { place, column, cell } => write!(
                f,
                "{place}, column `{column}`: `{}` is not a finite number that a 32-bit float holds; \
                 correct it or leave the row out",
                shortened(cell)
            ),
            Self::NoTargets { name, column } => write!(
                f,
                "`{name}`: no row has a value of the target `{column}`; name another target column"
            ),
            Self::NotALabel { column, cell } => write!(
                f,
                "column `{column}`: `{}` is no label; labels are 0 and 1, false and true, or no and \
                 yes: correct it, or say another task",
                shortened(cell)
            ),
            Self::NotAQuantity { column, cell } => write!(
                f,
                "column `{column}`: `{}` is not a number; name target columns of numbers, or say \
                 another task",
                shortened(cell)
            ),
            Self::NotOneHot { row } => write!(
                f,
                "row {row} (from 0) does not have exactly one 1 in the target columns, so they are not \
                 the classes of one choice; say the task multi-label"
            ),
            Self::Changed { path } => write!(
                f,
                "`{}` changed while it was read; wait until it is written, then start again",
                path.display()
            ),
            Self::OneClass { column, class } => write!(
                f,
                "column `{column}` has the one value `{}` only, so there is nothing to learn; \
                 name another target column",
                shortened(class)
            ),
            Self::TooManyClasses { column, classes, rows, columns } => write!(
                f,
                "column `{column}` has {classes} different texts in {rows} rows: it looks like an \
                 identifier or free text, not like classes; name another target; the columns are {}",
                list(columns)
            ),
            Self::TooFewRows { class, rows, needed } => write!(
                f,
                "class `{}` has {rows} row{} only; each class needs {needed}, to be split into \
                 training, validation and test: add rows or leave the class out",
                shortened(class),
                if *rows == 1 { "" } else { "s" }
            ),
            Self::FewRows { rows, needed } => write!(
                f,
                "{rows} row{} only; {needed} are needed, to be split into training, validation and test: \
                 add rows",
                if *rows == 1 { "" } else { "s" }
            ),
            Self::Fixed { name, target } => write!(
                f,
                "`{name}` is built in with its classes `{target}`; leave target and task out, or give a \
                 file of your own"
            ),
            Self::Fetch(error) => error.fmt(f),
            Self::Shape(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for DataError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Fetch(error) => error.source(),
            _ => None,
        }
    }
}

impl From<FetchError> for DataError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

/// The nearest of the names, when it is near enough to be a slip of the finger.
fn nearest<'a>(wanted: &str, names: &'a [String]) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .map(|(_, name)| name.as_str())
}

/// The names in backquotes, the first 20 of them.
fn list(names: &[String]) -> String {
    let mut text = names
        .iter()
        .take(20)
        .map(|name| format!("`{}`", shortened(name)))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > 20 {
        text.push_str(&format!(" and {} more", names.len() - 20));
    }
    text
}

/// At most 40 characters of a cell: a message stays one line.
fn shortened(text: &str) -> String {
    let mut short: String =
        text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
