//! `cargo xtask gen [--check]`: files that are derived from the program and stored.
//!
//! They are stored because their readers don't build the program: package builders take the shell
//! completions, visitors read the tables. Stored copies go stale, so `--check` makes each one
//! again and fails on a difference, on a missing file, and on a file in the folder that no entry
//! makes. Every entry is a command of `nonlin` whose standard output is the file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use similar::{ChangeTag, TextDiff};

use crate::{exec, workspace};

/// The folder that belongs to this module alone.
const FOLDER: &str = "docs/generated";

/// The most changed lines that a difference shows of one file.
const SHOWN_LINES: usize = 12;

/// A generated file: its path under [`FOLDER`] and the arguments of `nonlin` that print it.
type Entry = (&'static str, &'static [&'static str]);

/// Every generated file, one line each.
const ENTRIES: &[Entry] = &[
    ("completions/nonlin.bash", &["completions", "bash"]),
    ("completions/nonlin.fish", &["completions", "fish"]),
    ("completions/nonlin.zsh", &["completions", "zsh"]),
    ("catalogue.md", &["list", "--markdown"]),
];

/// Writes the generated files, or with `check` only compares them.
pub(crate) fn run(check: bool) -> Result<()> {
    let folder = workspace::root().join(FOLDER);
    if check {
        let faults = stale(ENTRIES, &folder, nonlin)?;
        for fault in &faults {
            println!("{fault}");
        }
        if !faults.is_empty() {
            bail!("{} generated file(s) differ: run `cargo xtask gen`", faults.len());
        }
        println!("{} generated files are up to date", ENTRIES.len());
    } else {
        write(ENTRIES, &folder, nonlin)?;
    }
    Ok(())
}

/// What `nonlin` prints, from a build of the current sources.
fn nonlin(arguments: &[&str]) -> Result<String> {
    let mut command = exec::cargo();
    command.args(["run", "--quiet", "--package", "nonlin-cli", "--bin", "nonlin", "--"]);
    // The text must not depend on the terminal.
    command.env("NO_COLOR", "1").env("COLUMNS", "100");
    let text = exec::output(command.args(arguments))?;
    // An empty file would be up to date for ever.
    ensure!(!text.is_empty(), "`nonlin {}` printed nothing", arguments.join(" "));
    Ok(text)
}

/// Makes every file and removes those that no entry makes.
fn write(
    entries: &[Entry],
    folder: &Path,
    mut make: impl FnMut(&[&str]) -> Result<String>,
) -> Result<()> {
    for (path, arguments) in entries {
        let content = make(arguments)?;
        let file = folder.join(path);
        if fs::read_to_string(&file).is_ok_and(|stored| stored == content) {
            println!("same     {FOLDER}/{path}");
            continue;
        }
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&file, content).with_context(|| format!("cannot write {FOLDER}/{path}"))?;
        println!("written  {FOLDER}/{path}");
    }
    for path in orphans(entries, folder)? {
        fs::remove_file(folder.join(&path))?;
        println!("removed  {FOLDER}/{path}");
    }
    Ok(())
}

/// The files that differ from what their entry makes, each with a summary of the difference.
fn stale(
    entries: &[Entry],
    folder: &Path,
    mut make: impl FnMut(&[&str]) -> Result<String>,
) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (path, arguments) in entries {
        let content = make(arguments)?;
        match fs::read_to_string(folder.join(path)) {
            Ok(stored) if stored == content => {}
            Ok(stored) => {
                faults.push(format!("{FOLDER}/{path} differs\n{}", summary(&stored, &content)));
            }
            Err(_) => faults.push(format!("{FOLDER}/{path} is missing")),
        }
    }
    for path in orphans(entries, folder)? {
        faults.push(format!("{FOLDER}/{path} is made by no entry of the generator"));
    }
    Ok(faults)
}

/// The changed lines, `-` as stored and `+` as made, at most [`SHOWN_LINES`] of them.
fn summary(stored: &str, made: &str) -> String {
    let diff = TextDiff::from_lines(stored, made);
    let changed: Vec<String> = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .map(|change| format!("  {}{}", change.tag(), change.value().trim_end()))
        .collect();
    let mut lines = changed;
    let hidden = lines.len().saturating_sub(SHOWN_LINES);
    lines.truncate(SHOWN_LINES);
    if hidden > 0 {
        lines.push(format!("  … {hidden} more changed lines"));
    }
    lines.join("\n")
}

/// The files in the folder that no entry makes, as paths with `/` from the folder.
fn orphans(entries: &[Entry], folder: &Path) -> Result<Vec<String>> {
    let mut orphans = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        if !current.is_dir() {
            continue;
        }
        for item in fs::read_dir(&current)? {
            let path = item?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder)?;
            if !entries.iter().any(|(entry, _)| Path::new(entry) == inside) {
                orphans.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    orphans.sort();
    Ok(orphans)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAKE: &[Entry] = &[("a/one.txt", &["one"]), ("two.txt", &["two", "--long"])];

    /// Prints its arguments, one a line.
    fn echo(arguments: &[&str]) -> Result<String> {
        Ok(arguments.iter().map(|word| format!("{word}\n")).collect())
    }

    #[test]
    fn what_is_written_is_up_to_date() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(stale(FAKE, folder.path(), echo).expect("a comparison").len(), 2);
        write(FAKE, folder.path(), echo).expect("written");
        let two = fs::read_to_string(folder.path().join("two.txt")).expect("the file is there");
        assert_eq!(two, "two\n--long\n");
        assert_eq!(stale(FAKE, folder.path(), echo).expect("a comparison"), Vec::<String>::new());
    }

    #[test]
    fn a_difference_shows_its_lines() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(FAKE, folder.path(), echo).expect("written");
        fs::write(folder.path().join("two.txt"), "two\n--short\n").expect("edited");
        let faults = stale(FAKE, folder.path(), echo).expect("a comparison");
        let expected = "docs/generated/two.txt differs\n  ---short\n  +--long".to_owned();
        assert_eq!(faults, [expected]);
    }

    #[test]
    fn a_long_difference_is_cut() {
        let made: String = (0..100).map(|line| format!("{line}\n")).collect();
        let text = summary("", &made);
        assert_eq!(text.lines().count(), SHOWN_LINES + 1);
        assert!(text.ends_with("… 88 more changed lines"), "{text}");
    }

    #[test]
    fn a_file_without_an_entry_is_found_and_removed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(FAKE, folder.path(), echo).expect("written");
        fs::write(folder.path().join("a/old.txt"), "").expect("written");
        let faults = stale(FAKE, folder.path(), echo).expect("a comparison");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("docs/generated/a/old.txt"), "{faults:?}");
        write(FAKE, folder.path(), echo).expect("written");
        assert!(!folder.path().join("a/old.txt").exists());
    }

    #[test]
    fn a_command_that_fails_is_an_error() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fails = |_: &[&str]| bail!("no such command");
        assert!(stale(FAKE, folder.path(), fails).is_err());
        assert!(write(FAKE, folder.path(), fails).is_err());
    }
}
