//! The data of a study: read, and introduced in a line.

use std::path::Path;

use anyhow::Result;
use nonlin::lab::data::read_csv_file;
use nonlin::lab::study::StudySpec;
use nonlin::lab::{Dataset, digits};

/// The data set in a file, or the digits.
pub fn read(path: Option<&Path>, target: Option<&str>) -> Result<Dataset> {
    Ok(match path {
        None => digits(),
        Some(path) => read_csv_file(path, target).map_err(nonlin::Error::from)?,
    })
}

/// What will be trained on what.
pub fn introduction(data: &Dataset, spec: &StudySpec) -> String {
    let widths: Vec<String> = std::iter::once(data.columns().len())
        .chain(spec.network.hidden.iter().copied())
        .chain([data.classes().len()])
        .map(|width| width.to_string())
        .collect();
    format!(
        "{}: {} rows, {} columns, {} classes; network {}; {} candidates on {} seeds\n{}",
        data.name(),
        data.rows(),
        data.columns().len(),
        data.classes().len(),
        widths.join("-"),
        spec.candidates.len(),
        spec.seeds.len(),
        super::budget(spec),
    )
}
