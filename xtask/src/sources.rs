//! Rules about the files themselves, checked by `cargo xtask layers`.
//!
//! - A source file of a crate holds one concept and stays under a limit of lines. A longer one
//!   needs an entry in `xtask/layers.toml` with its reason, and an entry that is no longer needed
//!   is a fault too, so that the list never outlives its cause.
//! - No text names a folder of the machine it was written on: such a path works for one person.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::exec;

/// The endings of the files whose length is limited: what people read as code.
const CODE: &[&str] = &["rs", "py", "ts", "tsx", "js", "css", "html"];

/// How the folders that hold people's home folders begin.
const HOMES: &[&str] = &["/home/", "/Users/", "C:\\Users\\", "/root/"];

/// The `[files]` table of `layers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileLimits {
    /// The most lines that a source file of a crate may have.
    max_lines: usize,
    /// The files that may be longer.
    exceptions: Vec<Exception>,
}

/// A file that may be longer than the others, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    path: String,
    max_lines: usize,
    reason: String,
}

/// The files of the checkout that git knows or would add, as paths from the root with `/`.
pub(crate) fn tracked_files() -> Result<Vec<String>> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let names = exec::output(exec::command("git").args(list))
        .context("the list of source files comes from git: run this in a git checkout")?;
    let mut names: Vec<String> =
        names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// What is wrong with the files under `root`, one sentence for each fault.
pub(crate) fn faults(limits: &FileLimits, root: &Path, files: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        // A file that is not text, or that is deleted but still in git's index, has no lines.
        let Ok(text) = fs::read_to_string(root.join(file)) else {
            continue;
        };
        faults.extend(length_fault(limits, file, text.lines().count()));
        faults.extend(path_faults(file, &text, root));
    }
    for exception in &limits.exceptions {
        if !files.contains(&exception.path) {
            faults.push(format!("{}: excepted, but there is no such file", exception.path));
        }
    }
    faults
}

/// The fault of a file with this many lines, if it is too long or needs its exception no more.
fn length_fault(limits: &FileLimits, file: &str, lines: usize) -> Option<String> {
    let ending = Path::new(file).extension()?.to_str()?;
    if !file.starts_with("crates/") || !CODE.contains(&ending) {
        return None;
    }
    match limits.exceptions.iter().find(|exception| exception.path == file) {
        Some(exception) if lines <= limits.max_lines => Some(format!(
            "{file}: {lines} lines, so it needs no exception (\"{}\")",
            exception.reason
        )),
        Some(exception) if lines > exception.max_lines => Some(format!(
            "{file}: {lines} lines, more than its exception's {}",
            exception.max_lines
        )),
        None if lines > limits.max_lines => {
            Some(format!("{file}: {lines} lines, more than {}", limits.max_lines))
        }
        _ => None,
    }
}

/// A fault for each line that names this checkout or somebody's home folder.
fn path_faults(file: &str, text: &str, root: &Path) -> Vec<String> {
    let root = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if names_local_path(line, &root) {
            faults.push(format!("{file}:{}: names a path of one machine", index + 1));
        }
    }
    faults
}

/// Whether a line holds an absolute path under `root` or under a home folder.
fn names_local_path(line: &str, root: &str) -> bool {
    HOMES.iter().copied().chain([root]).any(|prefix| {
        line.match_indices(prefix).any(|(at, _)| {
            // `…/home/…` inside a web address or a relative path is not a home folder.
            let before = line[..at].chars().next_back();
            let after = line[at + prefix.len()..].chars().next();
            let begins = before.is_none_or(|c| !c.is_alphanumeric() && !"._-~/*".contains(c));
            begins && after.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> FileLimits {
        toml::from_str(
            r#"
            max_lines = 600
            exceptions = [{ path = "crates/a/table.rs", max_lines = 900, reason = "one table" }]
            "#,
        )
        .expect("the limits are well formed")
    }

    #[test]
    fn long_files_of_crates_are_faults_unless_excepted() {
        let fault = |file, lines| length_fault(&limits(), file, lines);
        assert_eq!(fault("crates/a/lib.rs", 600), None);
        assert!(fault("crates/a/lib.rs", 601).is_some());
        assert_eq!(fault("crates/a/data.csv", 5_000), None);
        assert_eq!(fault("docs/guide.rs", 5_000), None);
        assert_eq!(fault("crates/a/table.rs", 900), None);
        assert!(fault("crates/a/table.rs", 901).is_some());
    }

    #[test]
    fn an_exception_that_is_not_needed_is_a_fault() {
        let fault = length_fault(&limits(), "crates/a/table.rs", 10).expect("a fault");
        assert!(fault.contains("one table"), "{fault}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let faults = faults(&limits(), folder.path(), &[]);
        assert_eq!(faults, ["crates/a/table.rs: excepted, but there is no such file".to_owned()]);
    }

    #[test]
    fn absolute_paths_of_one_machine_are_found() {
        // Put together here, so that this file passes its own check.
        let home = format!("/{}/ada/data.csv", "home");
        let root = "/src/nonlin/";
        for line in [&home, &format!("see `{home}`"), &format!("file://{home}")[5..].to_owned()] {
            assert_eq!(names_local_path(line, root), !line.starts_with("//"), "{line}");
        }
        assert!(names_local_path("open /src/nonlin/Cargo.toml", root));
        for line in ["https://example.org/home/ada", "../home/ada", "the /home/ folder", "/usr/lib"]
        {
            assert!(!names_local_path(line, root), "{line}");
        }
    }
}
