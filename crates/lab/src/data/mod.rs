//! Data sets: a table of typed columns, what is to be learnt from it, and the files it comes from.
//!
//! ```text
//! CSV, Parquet, NPY, NPZ, IDX ─▶ Builder (a column) ─▶ Table ─▶ target ─▶ Dataset ─▶ split::prepare
//! ```
//!
//! Every reader fills [`mod@column`]s cell by cell, so a file streams through and lies in memory once, in the
//! narrowest types; [`target`] then takes the columns to predict out of the table and finds the task.

pub mod collection;
pub mod column;
mod csv;
mod digits;
mod idx;
mod leak;
pub mod npy;
mod parquet;
mod read;
mod source;
mod table;
pub mod target;
pub mod warning;

pub use collection::{KNOWN, Known};
pub use column::{Cells, Column};
pub use digits::digits;
pub use leak::inspect;
pub use read::{ReadOptions, read, read_csv};
pub use target::{Decision, TaskKind};
pub use warning::Warning;

use crate::error::DataError;
use crate::hash;
use crate::task::Task;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A table with what is to be learnt from it. Its fields can only be read, so that its hash stays true.
#[derive(Debug, Clone)]
pub struct Dataset {
    name: String,
    columns: Vec<Column>,
    target: String,
    task: Task,
    values: TargetValues,
    sha256: String,
    decision: Option<Decision>,
    warnings: Vec<Warning>,
}

/// What is to be learnt, row by row, in the data's own units.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetValues {
    /// One class for each row: an index into the task's classes.
    Classes(Vec<u32>),
    /// Row-major, rows × the task's outputs: labels are 0 or 1, quantities finite as f32.
    Numbers(Vec<f64>),
}

/// A data set's name and content hash: how a specification points at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetRef {
    /// For people; it does not identify.
    pub name: String,
    /// [`Dataset::sha256`].
    pub sha256: String,
}

impl Dataset {
    /// A data set of numbers and classes, from memory.
    ///
    /// `features` is row-major, rows × `columns.len()`, unscaled, in the data's own units, NaN where a
    /// cell is missing; `labels` holds one index into `classes` for each row.
    ///
    /// # Errors
    /// As [`Self::from_columns`], and if a feature is infinite or beyond f32 (by row from 0).
    pub fn new(
        name: &str,
        columns: &[String],
        target: &str,
        features: &[f64],
        labels: Vec<u32>,
        classes: Vec<String>,
    ) -> Result<Self, DataError> {
        let width = columns.len();
        if features.len() != labels.len() * width {
            return Err(DataError::Shape(format!(
                "{} values are not {} rows of {width} columns",
                features.len(),
                labels.len(),
            )));
        }
        if let Some(at) = features.iter().position(|v| !v.is_nan() && !column::fits(*v)) {
            return Err(DataError::NotFinite {
                place: format!("row {}", at / width),
                column: columns[at % width].clone(),
                cell: features[at].to_string(),
            });
        }
        let column = |(at, name): (usize, &String)| {
            let values: Vec<f64> = features.iter().skip(at).step_by(width).copied().collect();
            Column::numbers(name, &values)
        };
        let columns = columns.iter().enumerate().filter_map(column).collect();
        let values = TargetValues::Classes(labels);
        Self::from_columns(name, columns, target, Task::Classification { classes }, values)
    }

    /// Checks the parts and hashes them. `target` names what is predicted, for people.
    ///
    /// # Errors
    /// [`DataError`] if the parts do not fit together, there are no rows or no columns, a target is not
    /// finite as an f32, or there is nothing to tell apart: one class, or a target that never changes.
    pub fn from_columns(
        name: &str,
        columns: Vec<Column>,
        target: &str,
        task: Task,
        values: TargetValues,
    ) -> Result<Self, DataError> {
        let name = name.to_owned();
        if columns.is_empty() {
            return Err(DataError::NoFeatures { name });
        }
        let rows = columns[0].len();
        if rows == 0 {
            return Err(DataError::Empty { name, has_header: true });
        }
        if let Some(other) = columns.iter().find(|column| column.len() != rows) {
            return Err(DataError::Shape(format!(
                "column `{}` has {rows} rows, but column `{}` has {}",
                columns[0].name(),
                other.name(),
                other.len()
            )));
        }
        target::check(target, &task, &values, rows)?;
        let sha256 = content_hash(&columns, target, &task, &values);
        let target = target.to_owned();
        let (decision, warnings) = (None, Vec::new());
        Ok(Self { name, columns, target, task, values, sha256, decision, warnings })
    }

    /// For people: `digits`, or the file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The feature columns, in the table's order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The name of the target; of several, their names with commas.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// What is learnt.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// What is to be learnt, row by row.
    #[must_use]
    pub fn target_values(&self) -> &TargetValues {
        &self.values
    }

    /// One class for each row: an index into [`Self::classes`]; empty for other tasks.
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        match &self.values {
            TargetValues::Classes(labels) => labels,
            TargetValues::Numbers(_) => &[],
        }
    }

    /// The classes' names; empty for other tasks.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        match &self.task {
            Task::Classification { classes } => classes,
            _ => &[],
        }
    }

    /// SHA-256 of the content (columns, task, values), not of the file's bytes or name: the same table in
    /// another notation has the same hash.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What a specification stores to point at this data.
    #[must_use]
    pub fn reference(&self) -> DatasetRef {
        DatasetRef { name: self.name.clone(), sha256: self.sha256.clone() }
    }

    /// How target and task were found; `None` for data from memory.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// What reading it noticed. [`inspect`] looks closer.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Bytes of memory that its cells and targets take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let targets = match &self.values {
            TargetValues::Classes(labels) => size_of_val(labels.as_slice()),
            TargetValues::Numbers(values) => size_of_val(values.as_slice()),
        };
        self.columns.iter().map(Column::bytes).sum::<usize>() + targets
    }
}

/// SHA-256 over a canonical sequence of bytes: every list is preceded by its length, every text by its own,
/// every column by its type, so that no two contents share a sequence.
struct ContentHasher(Sha256);

impl ContentHasher {
    fn length(&mut self, length: usize) {
        self.0.update((length as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.update(text.as_bytes());
    }

    fn texts(&mut self, texts: &[String]) {
        self.length(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    /// Hashes items in blocks: an update for each would take longer than the hash.
    fn items<T: Copy, const N: usize>(&mut self, items: &[T], bytes: impl Fn(T) -> [u8; N]) {
        self.length(items.len());
        let mut block = Vec::with_capacity(4096 * N);
        for chunk in items.chunks(4096) {
            block.clear();
            chunk.iter().for_each(|&item| block.extend_from_slice(&bytes(item)));
            self.0.update(&block);
        }
    }

    fn column(&mut self, column: &Column) {
        self.text(column.name());
        // The type follows from the values, so equal columns hash alike. −0 never gets into a column, and
        // a missing cell has the bits of the one NaN.
        match column.cells() {
            Cells::Bytes(cells) => {
                self.0.update(b"u1");
                self.length(cells.len());
                self.0.update(cells);
            }
            Cells::Singles(cells) => {
                self.0.update(b"f4");
                self.items(cells, f32::to_le_bytes);
            }
            Cells::Doubles(cells) => {
                self.0.update(b"f8");
                self.items(cells, f64::to_le_bytes);
            }
            Cells::Categories { names, codes } => {
                self.0.update(b"ct");
                self.texts(names);
                self.items(codes, u32::to_le_bytes);
            }
        }
    }
}

fn content_hash(columns: &[Column], target: &str, task: &Task, values: &TargetValues) -> String {
    let mut hasher = ContentHasher(Sha256::new());
    hasher.0.update(b"nonlin data 2\0");
    hasher.length(columns.len());
    columns.iter().for_each(|column| hasher.column(column));
    hasher.text(target);
    hasher.text(&hash::canonical_json(task));
    match values {
        TargetValues::Classes(labels) => hasher.items(labels, u32::to_le_bytes),
        TargetValues::Numbers(values) => hasher.items(values, |v| (v + 0.0).to_le_bytes()),
    }
    hash::hex(hasher.0.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn tiny(values: [f64; 4], labels: [u32; 2]) -> Result<Dataset, DataError> {
        let (columns, classes) = (names(&["a", "b"]), names(&["no", "yes"]));
        Dataset::new("tiny", &columns, "t", &values, labels.to_vec(), classes)
    }

    #[test]
    fn the_hash_follows_the_content() {
        let hash = |values, labels| tiny(values, labels).expect("good").sha256().to_owned();
        let base = hash([1.0, 2.5, 3.0, 0.0], [0, 1]);
        assert_eq!(base.len(), 64);
        assert_eq!(base, hash([1.0, 2.5, 3.0, -0.0], [0, 1]));
        let missing = hash([1.0, 2.5, 3.0, f64::NAN], [0, 1]);
        assert_eq!(missing, hash([1.0, 2.5, 3.0, -f64::NAN], [0, 1]));
        for other in [
            missing,
            hash([1.0, 2.5, 3.0, 1e-9], [0, 1]),
            hash([1.0, 2.5, 3.0, 1.0], [0, 1]),
            hash([1.0, 2.5, 3.0, 0.0], [1, 0]),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn each_part_of_the_content_counts() {
        let column = Column::numbers("a", &[1.0, 2.0]).expect("finite");
        let make = |columns, target: &str, task, values| {
            Dataset::from_columns("t", columns, target, task, values).expect("good").sha256
        };
        let regression = |name: &str| Task::Regression { targets: names(&[name]) };
        let values = || TargetValues::Numbers(vec![0.0, 1.0]);
        let mut hashes = vec![
            make(vec![column.clone()], "t", regression("t"), values()),
            make(vec![column.clone()], "u", regression("u"), values()),
            make(vec![column.clone()], "t", Task::MultiLabel { labels: names(&["t"]) }, values()),
            make(vec![column.clone(), column.clone()], "t", regression("t"), values()),
            make(
                vec![Column::numbers("b", &[1.0, 2.0]).expect("finite")],
                "t",
                regression("t"),
                values(),
            ),
            make(
                vec![Column::categories("a", [Some("1"), Some("2")])],
                "t",
                regression("t"),
                values(),
            ),
        ];
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), 6);
    }

    #[test]
    fn bad_parts_are_refused() {
        let message = |r: Result<Dataset, DataError>| r.expect_err("bad").to_string();
        let infinite = message(tiny([1.0, 2.0, 3.0, f64::INFINITY], [0, 1]));
        assert!(infinite.contains("row 1, column `b`: `inf`"), "{infinite}");
        assert!(message(tiny([1.0, 1e39, 3.0, 4.0], [0, 1])).contains("row 0, column `b`"));
        assert!(message(tiny([1.0; 4], [1, 1])).contains("the one value `yes` only"));
        assert!(message(tiny([1.0; 4], [1, 2])).contains("there are 2 class names"));
    }
}
