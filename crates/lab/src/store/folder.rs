//! A folder of finished trials: `<hash of the specification>.json`, each one document.
//!
//! A file is written under a name of its own and renamed when it is complete, so a reader never sees half of
//! one, on a network file system too.

use super::Archive;
use crate::error::{Keeper, StoreError, StoreFault};
use crate::spec::TrialSpec;
use crate::study::Finished;
use crate::trial::ENGINE;
use serde_json::Value;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A folder of finished trials.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// What the folder has of a trial.
enum Kept {
    Finished(Box<Finished>),
    Outdated,
    Nothing,
}

impl Folder {
    /// The folder at `path`. It is made when the first trial is saved.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The file of a trial.
    #[must_use]
    pub fn file(&self, specification: &TrialSpec) -> PathBuf {
        self.path.join(format!("{}.json", specification.sha256()))
    }

    fn read(&self, specification: &TrialSpec) -> Result<Kept, StoreError> {
        let path = self.file(specification);
        let fault = |fault| StoreError { path: path.clone(), keeper: Keeper::Records, fault };
        let damaged = |error: serde_json::Error| fault(StoreFault::Damaged(error.to_string()));
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Kept::Nothing),
            Err(error) => return Err(fault(StoreFault::Unreachable(error.to_string()))),
        };
        let document: Value = serde_json::from_slice(&text).map_err(damaged)?;
        // A record of another version may have other fields: ask for its version before the rest.
        if document.pointer("/record/engine").is_some_and(|engine| *engine != ENGINE) {
            return Ok(Kept::Outdated);
        }
        let finished: Finished = serde_json::from_value(document).map_err(damaged)?;
        let named = specification.sha256();
        if finished.specification.sha256() != named || finished.record.spec_sha256 != named {
            let what = "it holds another trial than its name says".to_owned();
            return Err(fault(StoreFault::Damaged(what)));
        }
        Ok(Kept::Finished(Box::new(finished)))
    }

    fn write(&self, finished: &Finished) -> io::Result<()> {
        fs::create_dir_all(&self.path)?;
        let file = self.file(&finished.specification);
        let draft = file.with_extension(format!("{}.part", std::process::id()));
        let written = fs::File::create(&draft).and_then(|mut out| {
            out.write_all(&serde_json::to_vec(finished)?)?;
            out.write_all(b"\n")?;
            out.sync_all()?;
            fs::rename(&draft, &file)
        });
        written.inspect_err(|_| drop(fs::remove_file(&draft)))
    }
}

impl Archive for Folder {
    fn find(&self, specification: &TrialSpec) -> Result<Option<Finished>, StoreError> {
        Ok(match self.read(specification)? {
            Kept::Finished(finished) => Some(*finished),
            Kept::Outdated | Kept::Nothing => None,
        })
    }

    /// Saves the trial, unless it is there. A trial of another engine is replaced.
    fn save(&self, finished: &Finished) -> Result<(), StoreError> {
        if self.find(&finished.specification)?.is_some() {
            return Ok(());
        }
        self.write(finished).map_err(|error| {
            let fault = match error.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly,
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    StoreFault::Full(error.to_string())
                }
                _ => StoreFault::Unreachable(error.to_string()),
            };
            StoreError { path: self.path.clone(), keeper: Keeper::Records, fault }
        })
    }

    fn outdated(&self, specifications: &[TrialSpec]) -> Result<usize, StoreError> {
        let mut outdated = 0;
        for specification in specifications {
            outdated += usize::from(matches!(self.read(specification)?, Kept::Outdated));
        }
        Ok(outdated)
    }
}
