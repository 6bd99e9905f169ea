//! The user's own table: a CSV file with a header.
//!
//! Every column but the target must hold numbers; the target holds classes, by any text. Without a
//! `target` the last column is it. Anything else is an error that names the cell: nothing is
//! guessed, dropped or filled in silently.

use super::{Dataset, fits_f32};
use crate::error::DataError;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// A target with more values than this, and fewer than [`ROWS_PER_CLASS`] rows for each, is taken
/// for a quantity or an identifier.
const FEW_CLASSES: usize = 20;
/// See [`FEW_CLASSES`].
const ROWS_PER_CLASS: usize = 10;

/// Reads a CSV file; its name without the folder names the data.
///
/// # Errors
/// As [`read_csv`], and [`DataError::Unreadable`] if the file cannot be opened or read.
pub fn read_csv_file(path: &Path, target: Option<&str>) -> Result<Dataset, DataError> {
    let unreadable = |source| DataError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    read_csv(&name, &bytes, target)
}

/// Reads CSV: comma-separated, a header, quotes as in RFC 4180, spaces around cells ignored.
///
/// The classes are the target's distinct texts, in numeric order if all are numbers, else in the
/// order of their bytes; so they do not depend on the order of the rows.
///
/// # Errors
/// [`DataError`], with line and column, for each way in which a table cannot be used.
pub fn read_csv(name: &str, bytes: &[u8], target: Option<&str>) -> Result<Dataset, DataError> {
    // Without its byte order mark, positions in the text are those that the reader reports.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let malformed = |error: csv::Error| DataError::Malformed {
        name: name.to_owned(),
        message: explain(&error, bytes),
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let header = reader.headers().map_err(malformed)?.clone();
    if header.iter().all(str::is_empty) {
        return Err(DataError::Empty { name: name.to_owned(), has_header: false });
    }
    if header.iter().all(|cell| cell.parse::<f64>().is_ok()) {
        return Err(DataError::NoHeader { name: name.to_owned() });
    }
    let target_at = find_target(&header, target)?;
    if header.len() < 2 {
        return Err(DataError::NoFeatures { name: name.to_owned() });
    }
    let target = header[target_at].to_owned();

    let (mut features, mut texts) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(malformed)? {
        let line = || line_of(record.position(), bytes);
        for (i, cell) in record.iter().enumerate() {
            if i == target_at {
                if cell.is_empty() {
                    return Err(DataError::MissingLabel { line: line(), column: target });
                }
                texts.push(cell.to_owned());
            } else {
                features.push(number(cell, line, &header[i])?);
            }
        }
    }
    if texts.is_empty() {
        return Err(DataError::Empty { name: name.to_owned(), has_header: true });
    }

    let all = || header.iter().map(ToOwned::to_owned);
    let (classes, numeric) = classes_of(&texts);
    if classes.len() > FEW_CLASSES && texts.len() < ROWS_PER_CLASS * classes.len() {
        return Err(DataError::TooManyClasses {
            column: target,
            classes: classes.len(),
            rows: texts.len(),
            numeric,
            columns: all().collect(),
        });
    }
    let index: HashMap<&str, u32> = classes.iter().map(String::as_str).zip(0..).collect();
    let labels = texts.iter().map(|text| index[text.as_str()]).collect();
    let columns = all().enumerate().filter(|(i, _)| *i != target_at).map(|(_, c)| c).collect();
    Dataset::new(name, columns, &target, features, labels, classes)
}

fn find_target(header: &csv::StringRecord, target: Option<&str>) -> Result<usize, DataError> {
    let Some(target) = target else {
        return Ok(header.len() - 1);
    };
    let mut places = (0..header.len()).filter(|&i| &header[i] == target);
    match (places.next(), places.count()) {
        (Some(place), 0) => Ok(place),
        (None, _) => Err(DataError::UnknownTarget {
            target: target.to_owned(),
            columns: header.iter().map(ToOwned::to_owned).collect(),
        }),
        (Some(_), others) => {
            Err(DataError::AmbiguousTarget { target: target.to_owned(), count: others + 1 })
        }
    }
}

/// The line, from 1, on which the record at this position begins.
///
/// The reader's own count is that of the place where it began to look: before blank lines, and before
/// the second half of a CR LF. So the lines are counted here, which happens for an error only.
fn line_of(position: Option<&csv::Position>, bytes: &[u8]) -> u64 {
    let at =
        position.map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX)).min(bytes.len());
    let blank = bytes[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    1 + bytes[..at + blank].iter().map(|&b| u64::from(b == b'\n')).sum::<u64>()
}

fn number(cell: &str, line: impl Fn() -> u64, column: &str) -> Result<f64, DataError> {
    let column = || column.to_owned();
    let Ok(value) = cell.parse::<f64>() else {
        return Err(DataError::NotANumber {
            line: line(),
            column: column(),
            cell: cell.to_owned(),
        });
    };
    if fits_f32(value) {
        Ok(value)
    } else {
        Err(DataError::NotFinite {
            place: format!("line {}", line()),
            column: column(),
            cell: cell.to_owned(),
        })
    }
}

/// The distinct texts in their order, and whether all are numbers.
fn classes_of(texts: &[String]) -> (Vec<String>, bool) {
    let distinct: BTreeSet<&str> = texts.iter().map(String::as_str).collect();
    let mut classes: Vec<String> = distinct.into_iter().map(ToOwned::to_owned).collect();
    let numbers: Option<Vec<f64>> = classes.iter().map(|c| c.parse().ok()).collect();
    if let Some(numbers) = &numbers {
        let mut order: Vec<usize> = (0..classes.len()).collect();
        order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b])); // stable: equal numbers by text
        classes = order.into_iter().map(|i| classes[i].clone()).collect();
    }
    (classes, numbers.is_some())
}

/// A reader's error in the words of the other messages.
fn explain(error: &csv::Error, bytes: &[u8]) -> String {
    let line = |position: &Option<csv::Position>| line_of(position.as_ref(), bytes);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => format!(
            "line {}: {len} cells, but the header has {expected_len}; a cell that holds a comma must \
             stand in double quotes",
            line(pos)
        ),
        csv::ErrorKind::Utf8 { pos, .. } => {
            format!("line {}: not UTF-8 text; save the file as UTF-8", line(pos))
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, target: Option<&str>) -> Result<Dataset, DataError> {
        read_csv("t.csv", text.as_bytes(), target)
    }

    fn fault(text: &str, target: Option<&str>) -> String {
        read(text, target).expect_err("a bad table").to_string()
    }

    #[test]
    fn reads_a_table() {
        let text = "\u{feff}kind, width ,\"height, mm\"\nten,1.5,-2\ntwo,1e3,4\nten,0,0\n";
        let data = read(text, Some("kind")).expect("good");
        assert_eq!(data.columns(), ["width", "height, mm"]);
        assert_eq!((data.target(), data.rows()), ("kind", 3));
        assert_eq!(data.features(), [1.5, -2.0, 1000.0, 4.0, 0.0, 0.0]);
        assert_eq!(data.classes(), ["ten", "two"]);
        assert_eq!(data.labels(), [0, 1, 0]);
    }

    #[test]
    fn the_last_column_is_the_default_target_and_numbers_sort_as_numbers() {
        let data = read("x,y\n1,10\n2,9\n3,-1\n", None).expect("good");
        assert_eq!(data.target(), "y");
        assert_eq!(data.classes(), ["-1", "9", "10"]);
        assert_eq!(data.labels(), [2, 1, 0]);
    }

    #[test]
    fn each_fault_has_its_message() {
        let cases: &[(&str, Option<&str>, &str)] = &[
            ("", None, "`t.csv` is empty"),
            ("a,b\n", None, "has a header but no rows"),
            ("1,2\n3,4\n", None, "line 1: every cell is a number"),
            ("a;b\n1;2\n", None, "the separator must be a comma"),
            (
                "width,label\n1,2\n",
                Some("lable"),
                "did you mean `label`? The columns are `width`, `label`",
            ),
            ("width,label\n1,2\n", Some("zzz"), "no column `zzz`; The columns are"),
            ("a,a,b\n1,2,3\n", Some("a"), "2 columns are called `a`"),
            ("a,b\n1,x\ntwo,y\n", None, "line 3, column `a`: `two` is not a number"),
            ("a,b\n1,x\n,y\n", None, "line 3, column `a`: the cell is empty"),
            ("a,b\n1,x\nNaN,y\n", None, "line 3, column `a`: `NaN` is not a finite"),
            ("a,b\n1,x\n-inf,y\n", None, "line 3, column `a`: `-inf` is not a finite"),
            ("a,b\n1,x\n1e39,y\n", None, "line 3, column `a`: `1e39` is not a finite"),
            ("a,b\n1,x\n2,\n", None, "line 3, column `b`: the target is empty"),
            ("a,b\n1,x\n2,x\n", None, "column `b` has the one class `x` only"),
            ("a,b\n1,x\n2,y,z\n", None, "line 3: 3 cells, but the header has 2"),
        ];
        for (text, target, expected) in cases {
            let message = fault(text, *target);
            assert!(message.contains(expected), "{text:?} gives {message:?}");
        }
    }

    #[test]
    fn lines_count_as_an_editor_counts_them() {
        // The quoted cell of line 2 spans two lines, line 4 is blank.
        let text = "a,b\n1,\"x\ny\"\n\nbad,z\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let message = fault(&text, None);
            assert!(message.contains("line 5"), "{text:?}: {message}");
            let message = fault(&text.replace("bad", "1,2"), None);
            assert!(message.contains("line 5: 3 cells"), "{text:?}: {message}");
        }
    }

    #[test]
    fn a_quantity_is_not_a_class() {
        let rows: String = (0..100).map(|i| format!("{i},{}.5\n", i / 2)).collect();
        let message = fault(&format!("a,price\n{rows}"), None);
        assert!(message.contains("50 different values in 100 rows"), "{message}");
        assert!(message.contains("a quantity or an identifier"), "{message}");
    }

    #[test]
    fn not_utf8_and_missing_files() {
        let error = read_csv("t.csv", b"a,b\n1,\xff\xfe\n", None).expect_err("bad");
        assert!(error.to_string().contains("line 2: not UTF-8"), "{error}");
        let error = read_csv_file(Path::new("no/such.csv"), None).expect_err("missing");
        assert!(error.to_string().starts_with("cannot read `no/such.csv`:"), "{error}");
        assert!(error.to_string().ends_with("check the path"), "{error}");
    }
}
