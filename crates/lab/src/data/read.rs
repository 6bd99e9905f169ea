//! Files of any known format.

use super::source::Source;
use super::target::TaskKind;
use super::{Dataset, csv};
use crate::error::DataError;
use std::path::Path;

/// What a user says about a file; nothing is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The column to predict, or several with commas between them; without it the format's own target (the
    /// labels of images, the array `y`), or the last column.
    pub target: Option<String>,
    /// The task; without it, it is found from the target.
    pub task: Option<TaskKind>,
}

/// Reads a data file; its name without the folder names the data.
///
/// # Errors
/// [`DataError`], with file, line and column, for each way in which a file cannot be used.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Dataset, DataError> {
    let source = Source::file(path)?;
    csv::read(&source)?.into_dataset(options)
}

/// Reads CSV from memory, packed with gzip or not.
///
/// # Errors
/// As [`read`].
pub fn read_csv(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Dataset, DataError> {
    csv::read(&Source::memory(name, bytes))?.into_dataset(options)
}
