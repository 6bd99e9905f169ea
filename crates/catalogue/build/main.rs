//! Reads `functions/<family>/<name>.toml`, checks every file, and writes the definitions as constants.
//!
//! The catalogue costs nothing to load at run time, and a wrong file fails the build with its name,
//! its field and what would be right. Set `NONLIN_FUNCTIONS` to a folder of the same layout to build
//! with functions of your own besides these.

mod check;
#[path = "../src/distribution.rs"]
mod distribution;
mod emit;
#[path = "../src/range.rs"]
mod range;
mod rows;
mod schema;

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use schema::{Entry, Errors};

fn main() {
    let mut folders = vec![PathBuf::from("functions")];
    println!("cargo::rerun-if-env-changed=NONLIN_FUNCTIONS");
    folders.extend(env::var_os("NONLIN_FUNCTIONS").map(PathBuf::from));
    let mut errors = Errors::default();
    let mut entries = Vec::new();
    for folder in &folders {
        println!("cargo::rerun-if-changed={}", folder.display());
        read_folder(folder, &mut entries, &mut errors);
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    check::catalogue(&entries, &mut errors);
    if !errors.0.is_empty() {
        for error in &errors.0 {
            eprintln!("{error}");
        }
        process::exit(1);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for (file, text) in
        [("definitions.rs", emit::source(&entries)), ("names.rs", emit::names(&entries))]
    {
        if let Err(error) = fs::write(out.join(file), text) {
            eprintln!("{}: {error}", out.join(file).display());
            process::exit(1);
        }
    }
}

/// Reads the definitions of every family in `folder`.
fn read_folder(folder: &Path, entries: &mut Vec<Entry>, errors: &mut Errors) {
    for family in children(folder, errors) {
        if !family.is_dir() {
            continue;
        }
        for file in children(&family, errors) {
            if file.extension().is_some_and(|extension| extension == "toml") {
                match Entry::read(&file) {
                    Ok(entry) => entries.push(entry),
                    Err(message) => errors.add(&file, "", &message),
                }
            }
        }
    }
}

fn children(folder: &Path, errors: &mut Errors) -> Vec<PathBuf> {
    match fs::read_dir(folder) {
        Ok(list) => {
            let mut paths: Vec<PathBuf> = list.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            paths
        }
        Err(error) => {
            errors.add(folder, "", &error.to_string());
            Vec::new()
        }
    }
}
