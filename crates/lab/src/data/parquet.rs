//! Parquet, where it was built in (feature `parquet`); without it, the way to get it.
//!
//! Columns are read one after the other, some thousand cells at a time, by the crate `parquet` without
//! Arrow, whose arrays would be a second copy.

use super::source::Source;
use super::table::Table;
use crate::error::DataError;
use std::path::Path;

/// What a Parquet file begins with.
pub(super) const MAGIC: &[u8] = b"PAR1";

#[cfg(not(feature = "parquet"))]
pub(super) fn read(source: &Source<'_>, _: &Path) -> Result<Table, DataError> {
    Err(source.malformed(
        "this nonlin was built without Parquet; build it with `--features parquet`, or convert the file \
         to CSV or NPZ",
    ))
}

#[cfg(feature = "parquet")]
pub(super) use with_parquet::read;

#[cfg(feature = "parquet")]
mod with_parquet {
    use super::{DataError, Path, Source, Table};
    use crate::data::column::{Builder, fits};
    use half::f16;
    use parquet::basic::{ConvertedType, LogicalType, Type};
    use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
    use parquet::data_type::{ByteArray, DataType};
    use parquet::errors::ParquetError;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::schema::types::ColumnDescriptor;
    use std::fs::File;

    /// Cells that are read at once.
    const BLOCK: usize = 8192;

    /// Reads all row groups. Booleans are 0 and 1; dates and times are the numbers that stand for them;
    /// decimals are rounded to f64.
    pub(in crate::data) fn read(source: &Source<'_>, path: &Path) -> Result<Table, DataError> {
        let damaged = |error: ParquetError| {
            source.malformed(format!("the file is damaged ({error}); write it again"))
        };
        let file = File::open(path).map_err(|error| source.unreadable(error))?;
        let reader = SerializedFileReader::new(file).map_err(damaged)?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let mut builders = Vec::new();
        for column in schema.columns() {
            if let Some(kind) = unknown(column) {
                return Err(source.malformed(format!(
                    "column `{}` holds {kind}; leave it out or convert it to numbers or text",
                    column.path().string()
                )));
            }
            builders.push(Builder::new(&column.path().string()));
        }
        let mut row = 0;
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group).map_err(damaged)?;
            for (at, builder) in builders.iter_mut().enumerate() {
                let column = schema.column(at);
                let cells = group.get_column_reader(at).map_err(damaged)?;
                let mut sink = Sink { builder, source, row };
                sink.read(cells, &column).map_err(|error| match error {
                    Fault::Data(error) => error,
                    Fault::File(error) => damaged(error),
                })?;
            }
            row += u64::try_from(group.metadata().num_rows()).unwrap_or(0);
        }
        source.check_unchanged()?;
        Table::new(&source.name, builders, Vec::new())
    }

    /// What a column holds that is no cell of a table.
    fn unknown(column: &ColumnDescriptor) -> Option<&'static str> {
        let logical = column.logical_type_ref();
        match column.physical_type() {
            _ if column.max_rep_level() > 0 => Some("lists"),
            Type::INT96 => Some("96-bit time stamps"),
            Type::FIXED_LEN_BYTE_ARRAY if !matches!(logical, Some(LogicalType::Float16)) => {
                Some("raw bytes")
            }
            Type::BYTE_ARRAY if column.converted_type() == ConvertedType::DECIMAL => {
                Some("decimals as bytes")
            }
            _ => None,
        }
    }

    enum Fault {
        Data(DataError),
        File(ParquetError),
    }

    /// Where the cells of a column go, and where it stands in the file.
    struct Sink<'a> {
        builder: &'a mut Builder,
        source: &'a Source<'a>,
        row: u64,
    }

    impl Sink<'_> {
        #[allow(clippy::cast_precision_loss, clippy::cast_sign_loss)]
        fn read(&mut self, cells: ColumnReader, column: &ColumnDescriptor) -> Result<(), Fault> {
            let unsigned = matches!(
                column.converted_type(),
                ConvertedType::UINT_8
                    | ConvertedType::UINT_16
                    | ConvertedType::UINT_32
                    | ConvertedType::UINT_64
            );
            let scale = match column.converted_type() {
                ConvertedType::DECIMAL => 10_f64.powi(column.type_scale()),
                _ => 1.0,
            };
            let deepest = column.max_def_level();
            match cells {
                ColumnReader::BoolColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, &v| sink.number(f64::from(u8::from(v))))
                }
                ColumnReader::Int32ColumnReader(cells) if unsigned => {
                    self.cells(cells, deepest, |sink, &v| sink.number(f64::from(v as u32)))
                }
                ColumnReader::Int32ColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, &v| sink.number(f64::from(v) / scale))
                }
                ColumnReader::Int64ColumnReader(cells) if unsigned => {
                    self.cells(cells, deepest, |sink, &v| sink.number(v as u64 as f64))
                }
                ColumnReader::Int64ColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, &v| sink.number(v as f64 / scale))
                }
                ColumnReader::FloatColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, &v| sink.number(f64::from(v)))
                }
                ColumnReader::DoubleColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, &v| sink.number(v))
                }
                ColumnReader::ByteArrayColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, v| sink.text(v))
                }
                ColumnReader::FixedLenByteArrayColumnReader(cells) => {
                    self.cells(cells, deepest, |sink, v| match v.data() {
                        &[low, high] => sink.number(f16::from_le_bytes([low, high]).to_f64()),
                        _ => Ok(()),
                    })
                }
                ColumnReader::Int96ColumnReader(_) => Ok(()), // refused by `unknown`
            }
        }

        fn cells<T: DataType>(
            &mut self,
            mut reader: ColumnReaderImpl<T>,
            deepest: i16,
            push: impl Fn(&mut Self, &T::T) -> Result<(), DataError>,
        ) -> Result<(), Fault> {
            let (mut levels, mut values) = (Vec::new(), Vec::new());
            loop {
                levels.clear();
                values.clear();
                let (records, _, _) = reader
                    .read_records(BLOCK, Some(&mut levels), None, &mut values)
                    .map_err(Fault::File)?;
                if records == 0 {
                    return Ok(());
                }
                let mut present = values.iter();
                for at in 0..records {
                    // A level below the deepest says that the cell, or what it is part of, is null.
                    let is_null = deepest > 0 && levels.get(at) != Some(&deepest);
                    match if is_null { None } else { present.next() } {
                        Some(value) => push(self, value).map_err(Fault::Data)?,
                        None => self.builder.missing(),
                    }
                    self.row += 1;
                }
            }
        }

        fn number(&mut self, value: f64) -> Result<(), DataError> {
            match value {
                value if value.is_nan() => self.builder.missing(),
                value if fits(value) => self.builder.number(value),
                value => {
                    return Err(DataError::NotFinite {
                        place: format!("row {}", self.row),
                        column: self.builder.name().to_owned(),
                        cell: value.to_string(),
                    });
                }
            }
            Ok(())
        }

        fn text(&mut self, value: &ByteArray) -> Result<(), DataError> {
            let text = value.as_utf8().map_err(|_| {
                self.source.malformed(format!(
                    "row {}, column `{}`: not UTF-8 text",
                    self.row,
                    self.builder.name()
                ))
            })?;
            match text.trim() {
                "" => self.builder.missing(),
                text => self.builder.text(text, self.row),
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{ReadOptions, read};
    use std::path::Path;

    fn file(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
    }

    /// PyArrow wrote the same table as CSV and, in two ways, as Parquet (`tests/data/tables.py`).
    #[cfg(feature = "parquet")]
    #[test]
    fn the_same_table_as_csv() {
        let of = |name: &str| read(&file(name), &ReadOptions::default()).expect("good");
        let csv = of("table.csv");
        assert_eq!((csv.rows(), csv.columns().len()), (300, 7));
        for name in ["table.snappy.parquet", "table.zstd.parquet"] {
            assert_eq!(of(name).sha256(), csv.sha256(), "{name}");
        }
        let error = read(&file("lists.parquet"), &ReadOptions::default()).expect_err("lists");
        assert!(error.to_string().contains("column `a.list.element` holds lists"), "{error}");
    }

    #[cfg(not(feature = "parquet"))]
    #[test]
    fn without_the_feature_the_way_to_it() {
        let error =
            read(&file("lists.parquet"), &ReadOptions::default()).expect_err("not built in");
        assert!(error.to_string().contains("build it with `--features parquet`"), "{error}");
    }
}
