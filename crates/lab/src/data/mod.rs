//! Data sets: a table of numbers and a class for each row.

mod digits;
mod table;

pub use digits::digits;
pub use table::{read_csv, read_csv_file};

use crate::error::DataError;
use crate::hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A table for classification. Its fields can only be read, so that its hash stays true.
#[derive(Debug, Clone)]
pub struct Dataset {
    name: String,
    columns: Vec<String>,
    target: String,
    features: Vec<f64>,
    labels: Vec<u32>,
    classes: Vec<String>,
    sha256: String,
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
    /// Checks the parts and hashes them.
    ///
    /// `features` is row-major, rows × `columns.len()`, unscaled, in the data's own units; `labels`
    /// holds one index into `classes` for each row.
    ///
    /// # Errors
    /// [`DataError`] if the parts do not fit together, a value is not finite as an f32 (by row from
    /// 0), there are no rows or no columns, or only one class occurs.
    pub fn new(
        name: &str,
        columns: Vec<String>,
        target: &str,
        features: Vec<f64>,
        labels: Vec<u32>,
        classes: Vec<String>,
    ) -> Result<Self, DataError> {
        let name = name.to_owned();
        if columns.is_empty() {
            return Err(DataError::NoFeatures { name });
        }
        if labels.is_empty() {
            return Err(DataError::Empty { name, has_header: true });
        }
        if features.len() != labels.len() * columns.len() {
            return Err(DataError::Shape(format!(
                "{} values are not {} rows of {} columns",
                features.len(),
                labels.len(),
                columns.len()
            )));
        }
        if let Some(at) = features.iter().position(|&v| !fits_f32(v)) {
            return Err(DataError::NotFinite {
                place: format!("row {}", at / columns.len()),
                column: columns[at % columns.len()].clone(),
                cell: features[at].to_string(),
            });
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
        let sha256 = content_hash(&columns, target, &features, &labels, &classes);
        Ok(Self { name, columns, target: target.to_owned(), features, labels, classes, sha256 })
    }

    /// For people: `digits`, or the file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// The names of the feature columns, in the table's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The target column's name.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The features, row-major, rows × columns, in the data's own units. Each is finite as an f32;
    /// they are kept in f64 so that a column with a large offset (a time stamp) loses nothing before
    /// it is standardised.
    #[must_use]
    pub fn features(&self) -> &[f64] {
        &self.features
    }

    /// One row's features.
    ///
    /// # Panics
    /// If `row` is not below [`Self::rows`].
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.features[row * self.columns.len()..(row + 1) * self.columns.len()]
    }

    /// One class for each row: an index into [`Self::classes`].
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The classes' names.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// SHA-256 of the content (columns, target, values, labels, classes), not of the file's bytes
    /// or name: the same table in another notation has the same hash.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What a specification stores to point at this data.
    #[must_use]
    pub fn reference(&self) -> DatasetRef {
        DatasetRef { name: self.name.clone(), sha256: self.sha256.clone() }
    }
}

/// Whether the value stays finite when it is rounded to an f32.
fn fits_f32(value: f64) -> bool {
    #[allow(clippy::cast_possible_truncation)]
    (value as f32).is_finite()
}

fn content_hash(
    columns: &[String],
    target: &str,
    features: &[f64],
    labels: &[u32],
    classes: &[String],
) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"nonlin data 1\0");
    // Every list is preceded by its length and every text by its own, so that no two contents share
    // a byte sequence.
    let texts = |hasher: &mut Sha256, texts: &[String]| {
        hasher.update((texts.len() as u64).to_le_bytes());
        for text in texts {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    };
    texts(&mut hasher, columns);
    texts(&mut hasher, std::slice::from_ref(&target.to_owned()));
    texts(&mut hasher, classes);
    hasher.update((labels.len() as u64).to_le_bytes());
    for label in labels {
        hasher.update(label.to_le_bytes());
    }
    for value in features {
        // −0 and 0 are one value.
        hasher.update((value + 0.0).to_le_bytes());
    }
    hash::hex(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn tiny(values: [f64; 4], labels: [u32; 2]) -> Result<Dataset, DataError> {
        let (columns, classes) = (names(&["a", "b"]), names(&["no", "yes"]));
        Dataset::new("tiny", columns, "t", values.to_vec(), labels.to_vec(), classes)
    }

    #[test]
    fn the_hash_follows_the_content() {
        let base = tiny([1.0, 2.0, 3.0, 0.0], [0, 1]).expect("good");
        assert_eq!(base.sha256().len(), 64);
        assert_eq!(base.sha256(), tiny([1.0, 2.0, 3.0, -0.0], [0, 1]).expect("good").sha256());
        assert_ne!(base.sha256(), tiny([1.0, 2.0, 3.0, 1e-9], [0, 1]).expect("good").sha256());
        assert_ne!(base.sha256(), tiny([1.0, 2.0, 3.0, 0.0], [1, 0]).expect("good").sha256());
    }

    #[test]
    fn bad_parts_are_refused() {
        let message = |r: Result<Dataset, DataError>| r.expect_err("bad").to_string();
        let nan = message(tiny([1.0, 2.0, 3.0, f64::NAN], [0, 1]));
        assert!(nan.contains("row 1, column `b`: `NaN`"), "{nan}");
        assert!(message(tiny([1.0, 1e39, 3.0, 4.0], [0, 1])).contains("row 0, column `b`"));
        assert!(message(tiny([1.0; 4], [1, 1])).contains("the one class `yes` only"));
        assert!(message(tiny([1.0; 4], [1, 2])).contains("there are 2 class names"));
    }
}
