//! NumPy's files: `.npy`, one array, and `.npz`, a zip archive of several.
//!
//! - Of an archive, `x` or `X` holds the features and `y` the target, or the array that the user names;
//!   `x_train` and `x_test` with `y_train` and `y_test`, as Keras ships its data, are put one after the
//!   other.
//! - A `.npy` whose name begins with x has its target in the file beside it whose name begins with y
//!   (`X_train.npy`, `y_train.npy`), if there is one; otherwise the columns are called by their places, `0`,
//!   `1`, …, and the last one is the target.
//!
//! The first axis of an array is that of the rows; all others make columns, `x_3_14` for a pixel.

mod array;
mod header;

pub(super) use array::Columns;
pub use header::{Descriptor, Header, HeaderError, MAGIC, elements, read_up_to};

use super::read::ReadOptions;
use super::source::Source;
use super::table::Table;
use crate::error::DataError;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use zip::ZipArchive;

/// What an archive's features are called; parts of one table in a row.
const FEATURES: [&[&str]; 4] = [&["x"], &["X"], &["x_train", "x_test"], &["X_train", "X_test"]];

/// Reads one array, and the one beside it.
pub(super) fn read(
    source: &Source<'_>,
    path: &Path,
    options: &ReadOptions,
) -> Result<Table, DataError> {
    let target = options.target.is_none().then(|| beside(path)).flatten();
    let mut columns = Columns::new(if target.is_some() { "x" } else { "" });
    read_one(source, &mut columns)?;
    let Some(target) = target else {
        return Table::new(&source.name, columns.into_builders(), Vec::new());
    };
    let target = Source::file(&target)?;
    let mut targets = Columns::new("y");
    read_one(&target, &mut targets)?;
    together(source, columns, vec![targets])
}

fn read_one(source: &Source<'_>, columns: &mut Columns) -> Result<(), DataError> {
    let mut reader = source.open()?;
    let header = Header::read(&mut reader).map_err(|error| bad_header(source, "", error))?;
    columns.read(source, &mut reader, &header)?;
    source.check_unchanged()
}

/// `y_train.npy` for `X_train.npy`, if it is there.
fn beside(path: &Path) -> Option<std::path::PathBuf> {
    let rest = path.file_name()?.to_str()?.strip_prefix(['x', 'X'])?;
    let other = path.with_file_name(format!("y{rest}"));
    other.is_file().then_some(other)
}

/// Reads an archive.
pub(super) fn read_archive(
    source: &Source<'_>,
    path: &Path,
    options: &ReadOptions,
) -> Result<Table, DataError> {
    let file = File::open(path).map_err(|error| source.unreadable(error))?;
    let damaged = |error: zip::result::ZipError| {
        source.malformed(format!(
            "the archive is damaged ({error}); save it again with `numpy.savez`"
        ))
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut arrays = Vec::new();
    for name in archive.file_names() {
        arrays.extend(name.map_err(damaged)?.strip_suffix(".npy").map(str::to_owned));
    }
    let has = |name: &str| arrays.iter().any(|array| array == name);
    let there_are = || {
        let names: Vec<String> = arrays.iter().map(|name| format!("`{name}`")).collect();
        format!(
            "the archive has {}",
            if names.is_empty() { "none".into() } else { names.join(", ") }
        )
    };
    let Some(features) = FEATURES.into_iter().find(|parts| has(parts[0])) else {
        return Err(source.malformed(format!(
            "no array `x` or `X` of features; {}: save it with `numpy.savez(file, x=…, y=…)`",
            there_are()
        )));
    };
    let mut fill = |label: &str, parts: &[String]| {
        let mut columns = Columns::new(label);
        for part in parts.iter().filter(|part| has(part)) {
            let mut member = archive.by_name(&format!("{part}.npy")).map_err(damaged)?;
            let header =
                Header::read(&mut member).map_err(|error| bad_header(source, part, error))?;
            columns.read(source, &mut member, &header)?;
        }
        Ok::<_, DataError>(columns)
    };
    let parts: Vec<String> = features.iter().map(ToString::to_string).collect();
    let columns = fill("x", &parts)?;
    let targets = match &options.target {
        None => vec![("y".to_owned(), parts.iter().map(|part| as_target(part)).collect())],
        Some(name) if has(name) => vec![(name.clone(), vec![name.clone()])],
        Some(names) => {
            names.split(',').map(str::trim).map(|n| (n.to_owned(), vec![n.to_owned()])).collect()
        }
    };
    if let Some((_, parts)) = targets.iter().find(|(_, parts)| !has(&parts[0])) {
        return Err(source.malformed(format!(
            "no array `{}` of targets; {}: name one of them as the target",
            parts[0],
            there_are()
        )));
    }
    let targets =
        targets.iter().map(|(label, parts)| fill(label, parts)).collect::<Result<Vec<_>, _>>()?;
    source.check_unchanged()?;
    together(source, columns, targets)
}

/// `y_train` for `X_train`.
fn as_target(features: &str) -> String {
    format!("y{}", &features[1..])
}

/// One table of features and targets.
fn together(
    source: &Source<'_>,
    columns: Columns,
    targets: Vec<Columns>,
) -> Result<Table, DataError> {
    let rows = columns.rows();
    if let Some(other) = targets.iter().find(|targets| targets.rows() != rows) {
        return Err(source.malformed(format!(
            "{rows} rows of features, but {} targets `{}`; each row needs its target",
            other.rows(),
            other.label()
        )));
    }
    let mut builders = columns.into_builders();
    let features = builders.len();
    builders.extend(targets.into_iter().flat_map(Columns::into_builders));
    let target = (features..builders.len()).collect();
    Ok(Table::new(&source.name, builders, target)?.with_target_named())
}

/// A fault of a header, with the array of an archive.
fn bad_header(source: &Source<'_>, array: &str, error: HeaderError) -> DataError {
    match error {
        HeaderError::Io(error) => source.unreadable(error),
        error if array.is_empty() => source.malformed(error.to_string()),
        error => source.malformed(format!("array `{array}`: {error}")),
    }
}

#[cfg(test)]
mod tests;
