//! Files of any known format, which is told by their first bytes and not by their names.

use super::source::Source;
use super::target::TaskKind;
use super::{Dataset, csv, idx, npy, parquet};
use crate::error::DataError;
use std::io::BufRead as _;
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

/// Reads a data file (CSV, Parquet, NPY, NPZ, IDX), or a folder of IDX files. Its name without the folder
/// names the data.
///
/// # Errors
/// [`DataError`], with file, line and column, for each way in which a file cannot be used.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Dataset, DataError> {
    let table = if path.is_dir() {
        idx::read(path)?
    } else {
        let source = Source::file(path)?;
        let mut reader = source.open()?;
        let start = reader.fill_buf().map_err(|error| source.unreadable(error))?;
        if start.starts_with(npy::MAGIC) {
            npy::read(&source, path, options)?
        } else if start.starts_with(b"PK\x03\x04") {
            npy::read_archive(&source, path, options)?
        } else if start.starts_with(parquet::MAGIC) {
            parquet::read(&source, path)?
        } else if idx::is_idx(start) {
            idx::read(path)?
        } else {
            csv::read(&source)?
        }
    };
    table.into_dataset(options)
}

/// Reads CSV from memory, packed with gzip or not.
///
/// # Errors
/// As [`read`].
pub fn read_csv(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Dataset, DataError> {
    csv::read(&Source::memory(name, bytes))?.into_dataset(options)
}
