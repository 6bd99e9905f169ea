//! IDX, the format of MNIST and its kin: images and labels in two files whose names tell that they belong
//! together, `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, packed with gzip or not.
//!
//! A file is two zero bytes, the type of the elements, the number of axes, the lengths of the axes as
//! big-endian u32, and the elements, big-endian
//! ([LeCun, Cortes, Burges](https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/)). That is a
//! header of `.npy` in other words, so it is read as one.

use super::npy::{Columns, Descriptor, Header, read_up_to};
use super::source::Source;
use super::table::Table;
use crate::error::DataError;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Whether bytes begin as IDX does.
pub(super) fn is_idx(start: &[u8]) -> bool {
    matches!(start, [0, 0, kind, axes, ..] if element_type(*kind).is_some() && *axes > 0)
}

/// Reads a file of images with its labels, or all pairs of a folder, one after the other.
pub(super) fn read(path: &Path) -> Result<Table, DataError> {
    let images = if path.is_dir() { in_folder(path)? } else { vec![path.to_owned()] };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let (mut pixels, mut labels) = (Columns::new("pixel"), Columns::new("label"));
    for path in &images {
        for (path, columns) in [(path.clone(), &mut pixels), (labels_of(path)?, &mut labels)] {
            let source = Source::file(&path)?;
            let mut reader = source.open()?;
            let header = header(&source, &mut reader)?;
            columns.read(&source, &mut reader, &header)?;
            source.check_unchanged()?;
        }
        if pixels.rows() != labels.rows() {
            return Err(DataError::Malformed {
                name: path.display().to_string(),
                message: format!(
                    "{} images, but {} labels; each image needs its label",
                    pixels.rows(),
                    labels.rows()
                ),
            });
        }
    }
    let mut builders = pixels.into_builders();
    builders.extend(labels.into_builders());
    Table::new(&name, builders, Vec::new())
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, DataError> {
    let unreadable = |source| DataError::Unreadable { path: folder.to_owned(), source };
    let mut images = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| name.contains("images") && name.contains("idx")) {
            images.push(path);
        }
    }
    images.sort_unstable();
    if images.is_empty() {
        return Err(DataError::Malformed {
            name: folder.display().to_string(),
            message: "a folder is read if it holds images as MNIST ships them, such as \
                      `train-images-idx3-ubyte.gz`; name a file in it"
                .to_owned(),
        });
    }
    Ok(images)
}

/// The file of labels that belongs to a file of images.
fn labels_of(images: &Path) -> Result<PathBuf, DataError> {
    let name = images.file_name().unwrap_or(images.as_os_str()).to_string_lossy();
    let labels = images.with_file_name(name.replace("images", "labels").replace("idx3", "idx1"));
    if labels != images && labels.is_file() {
        return Ok(labels);
    }
    Err(DataError::Malformed {
        name: images.display().to_string(),
        message:
            "no file of labels belongs to it; name a file of images that has one beside it, as \
                  `train-images-idx3-ubyte` has `train-labels-idx1-ubyte`"
                .to_owned(),
    })
}

fn header(source: &Source<'_>, reader: &mut dyn Read) -> Result<Header, DataError> {
    let damaged = || source.malformed("it does not begin as IDX does; copy it again");
    let mut exact = |buffer: &mut [u8]| match read_up_to(reader, buffer) {
        Ok(length) if length == buffer.len() => Ok(()),
        Ok(_) => Err(damaged()),
        Err(error) => Err(source.unreadable(error)),
    };
    let mut start = [0; 4];
    exact(&mut start)?;
    let [0, 0, kind, axes] = start else { return Err(damaged()) };
    let descriptor = element_type(kind).ok_or_else(damaged)?;
    let mut shape = Vec::new();
    for _ in 0..axes {
        let mut length = [0; 4];
        exact(&mut length)?;
        shape.push(u64::from(u32::from_be_bytes(length)));
    }
    Ok(Header { descriptor, fortran_order: false, shape })
}

fn element_type(code: u8) -> Option<Descriptor> {
    let (kind, size) = match code {
        0x08 => ('u', 1),
        0x09 => ('i', 1),
        0x0b => ('i', 2),
        0x0c => ('i', 4),
        0x0d => ('f', 4),
        0x0e => ('f', 8),
        _ => return None,
    };
    Some(Descriptor { big_endian: true, kind, size })
}

#[cfg(test)]
mod tests;
