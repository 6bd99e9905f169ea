//! Parquet, where it was built in (feature `parquet`); without it the way to get it.

use super::source::Source;
use super::table::Table;
use crate::error::DataError;
use std::path::Path;

/// What a Parquet file begins with.
pub(super) const MAGIC: &[u8] = b"PAR1";

#[cfg(not(feature = "parquet"))]
pub(super) fn read(source: &Source<'_>, _: &Path) -> Result<Table, DataError> {
    Err(source.malformed(
        "this nonlin was built without Parquet; build it with `--features parquet`, or convert the \
         file to CSV or NPZ",
    ))
}
