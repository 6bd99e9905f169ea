//! The report of a study, as a file.
//!
//! Whether it can be written is found out before the study starts. It is written beside its place and then
//! moved there, so that whoever looks sees a whole report, the old one or the new.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use nonlin::lab::Prepared;
use nonlin::lab::study::Outcome;
use nonlin::report::study::Study;
use tempfile::NamedTempFile;

use crate::commands::Usage;

/// A place that a report can be written to.
pub struct Report {
    path: PathBuf,
}

impl Report {
    /// The place, if the user asks for a report and it can be written there.
    pub fn at(path: Option<&Path>) -> Result<Option<Self>> {
        let Some(path) = path else { return Ok(None) };
        let report = Self { path: path.to_owned() };
        if path.is_dir() {
            return Err(report.refused(&io::Error::from(io::ErrorKind::IsADirectory)));
        }
        // Made and taken away again.
        report.beside().map_err(|error| report.refused(&error))?;
        Ok(Some(report))
    }

    /// Writes the report of a study. `command` runs it again from a file `study.json`.
    pub fn write(&self, outcome: &Outcome, data: Option<&Prepared>, command: &str) -> Result<()> {
        self.write_page(&Study { outcome, data, command }.html())
    }

    /// Writes a page.
    pub fn write_page(&self, page: &str) -> Result<()> {
        let written = self.beside().and_then(|mut file| {
            file.write_all(page.as_bytes())?;
            file.persist(&self.path).map_err(|error| error.error)
        });
        written.map_err(|error| self.refused(&error))?;
        Ok(())
    }

    fn beside(&self) -> io::Result<NamedTempFile> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".nonlin-").suffix(".html");
        // Those of any new file: the user's mask takes away from them.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)
    }

    fn refused(&self, error: &io::Error) -> anyhow::Error {
        let way_out = match error.kind() {
            io::ErrorKind::NotFound => "create the folder first",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "choose a folder that you may write to"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "make room or choose another disk; what has run is kept in the store"
            }
            _ => "give the name of a file, such as `--report study.html`",
        };
        // The error's own words may name the file beside, which the user has never heard of.
        let (path, kind) = (self.path.display(), error.kind());
        Usage(format!("cannot write the report `{path}`: {kind}; {way_out}")).into()
    }
}

/// The command line that runs a study again from a file.
pub fn command(data: Option<&Path>, target: Option<&str>) -> String {
    let mut words = vec!["nonlin choose".to_owned()];
    words.extend(data.map(|path| quoted(&path.display().to_string())));
    words.extend(target.map(|target| format!("--target {}", quoted(target))));
    words.push("--spec study.json".to_owned());
    words.join(" ")
}

/// A word of a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._/-=:".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_survive_a_shell() {
        let of = |path: &str, target| command(Some(Path::new(path)), target);
        assert_eq!(command(None, None), "nonlin choose --spec study.json");
        assert_eq!(of("a/b.csv", Some("y")), "nonlin choose a/b.csv --target y --spec study.json");
        let hard = of("it's mine.csv", Some("$(rm)"));
        let split = std::process::Command::new("sh")
            .args(["-c", &format!("nonlin() {{ printf '%s\\n' \"$@\"; }}; {hard}")])
            .output()
            .expect("a shell");
        let words = String::from_utf8(split.stdout).expect("text");
        let words: Vec<&str> = words.lines().collect();
        let expected = ["choose", "it's mine.csv", "--target", "$(rm)", "--spec", "study.json"];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_refused_before_anything_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = |path: &Path| Report::at(Some(path)).err().expect("refused").to_string();
        assert!(refused(folder.path()).contains("give the name of a file"));
        assert!(refused(&folder.path().join("none/a.html")).contains("create the folder first"));
        let place = folder.path().join("a.html");
        assert!(Report::at(Some(&place)).expect("fine").is_some());
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 0, "asking leaves nothing behind");
    }
}
