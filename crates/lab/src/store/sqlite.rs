//! One SQLite file for all studies of a user: one row for each trial.
//!
//! - **Killed at any moment**: each row is a transaction of its own in a write-ahead log, complete or absent.
//! - **Two processes**: SQLite locks; a writer waits for up to [`PATIENCE`]. A row that is there already stays.
//! - **Damage**: SQLite notices broken pages where they break its trees. A changed byte within a text it does
//!   not; so each row has a checksum, and what does not match is never given out.
//! - **Not on a network file system**: the write-ahead log needs memory that processes share. There, use a
//!   [`Folder`](super::Folder).

use super::Archive;
use crate::error::{Keeper, StoreError, StoreFault};
use crate::hash;
use crate::spec::TrialSpec;
use crate::study::Finished;
use crate::trial::ENGINE;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// "nnln": marks the file as ours in SQLite's header.
const APPLICATION: i32 = 0x6e6e_6c6e;

/// The version of the tables.
const TABLES: i32 = 1;

/// A store of trials in a SQLite file.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    path: PathBuf,
}

impl Store {
    /// Opens the store at `path`, or makes it, with the folders above it.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened, written, or is no store of trials.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fault = |fault| StoreError { path: path.to_owned(), keeper: Keeper::Store, fault };
        let unreachable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                fault(StoreFault::ReadOnly)
            }
            _ => fault(StoreFault::Unreachable(error.to_string())),
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(unreachable)?;
        }
        // SQLite opens what it cannot write for reading, and its words for the rest are few: ask the system.
        std::fs::OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(unreachable)?;
        let broken = |error: rusqlite::Error| fault(describe(&error));
        let connection = Connection::open(path).map_err(broken)?;
        connection.busy_timeout(PATIENCE).map_err(broken)?;
        match patiently(|| contents(&connection)).map_err(broken)? {
            Contents::Nothing | Contents::Trials => {}
            Contents::Later(version) => {
                let what = format!("has tables of version {version}; this version reads {TABLES}");
                return Err(fault(StoreFault::Foreign(what)));
            }
            Contents::Foreign => {
                let what = "is a SQLite file of another program".to_owned();
                return Err(fault(StoreFault::Foreign(what)));
            }
        }
        patiently(|| make(&connection)).map_err(broken)?;
        Ok(Self { connection: Mutex::new(connection), path: path.to_owned() })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Trials kept, of all studies and versions.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be counted.
    pub fn trials(&self) -> Result<i64, StoreError> {
        let count = self.connection().query_one("SELECT count(*) FROM trial", [], |row| row.get(0));
        count.map_err(|error| self.fault(describe(&error)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-done row: each is a transaction of SQLite's.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, fault: StoreFault) -> StoreError {
        StoreError { path: self.path.clone(), keeper: Keeper::Store, fault }
    }

    fn damaged(&self, sha256: &str, what: &str) -> StoreError {
        self.fault(StoreFault::Damaged(format!("trial {sha256} {what}")))
    }
}

impl Archive for Store {
    fn find(&self, specification: &TrialSpec) -> Result<Option<Finished>, StoreError> {
        let sha256 = specification.sha256();
        let row: Option<[String; 3]> = self
            .connection()
            .prepare_cached(
                "SELECT record, timing, checksum FROM trial WHERE sha256 = ?1 AND engine = ?2",
            )
            .and_then(|mut query| {
                let texts = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?]);
                query.query_row(params![sha256, ENGINE], texts).optional()
            })
            .map_err(|error| self.fault(describe(&error)))?;
        let Some([record, timing, checksum]) = row else { return Ok(None) };
        if checksum != sum(&record, &timing) {
            return Err(self.damaged(&sha256, "does not match its checksum"));
        }
        let unreadable = |error: serde_json::Error| self.damaged(&sha256, &error.to_string());
        Ok(Some(Finished {
            specification: specification.clone(),
            record: serde_json::from_str(&record).map_err(unreadable)?,
            timing: serde_json::from_str(&timing).map_err(unreadable)?,
        }))
    }

    fn save(&self, finished: &Finished) -> Result<(), StoreError> {
        let record = hash::canonical_json(&finished.record);
        let timing = hash::canonical_json(&finished.timing);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
        let row = params![
            finished.specification.sha256(),
            finished.record.engine,
            hash::canonical_json(&finished.specification),
            record,
            timing,
            sum(&record, &timing),
            i64::try_from(now).unwrap_or(i64::MAX),
        ];
        self.connection()
            .prepare_cached("INSERT OR IGNORE INTO trial VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .and_then(|mut insert| insert.execute(row))
            .map(drop)
            .map_err(|error| self.fault(describe(&error)))
    }

    fn outdated(&self, specifications: &[TrialSpec]) -> Result<usize, StoreError> {
        let connection = self.connection();
        let count = || {
            let mut query = connection.prepare_cached(
                "SELECT max(engine = ?2) FROM trial WHERE sha256 = ?1 HAVING count(*) > 0",
            )?;
            let mut outdated = 0;
            for specification in specifications {
                let sha256 = specification.sha256();
                let current: Option<bool> =
                    query.query_row(params![sha256, ENGINE], |row| row.get(0)).optional()?;
                outdated += usize::from(current == Some(false));
            }
            Ok(outdated)
        };
        count().map_err(|error: rusqlite::Error| self.fault(describe(&error)))
    }
}

fn sum(record: &str, timing: &str) -> String {
    hash::sha256(format!("{record}\n{timing}").as_bytes())
}

/// What a SQLite file holds.
enum Contents {
    Nothing,
    Trials,
    Later(i32),
    Foreign,
}

/// Looks at one state of the file, whatever others do to it meanwhile.
fn contents(connection: &Connection) -> rusqlite::Result<Contents> {
    let state = connection.unchecked_transaction()?;
    let pragma = |name| state.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: i64 =
        state.query_one("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    Ok(match (pragma("application_id")?, pragma("user_version")?) {
        (APPLICATION, TABLES) => Contents::Trials,
        (APPLICATION, version) => Contents::Later(version),
        (0, 0) if tables == 0 => Contents::Nothing,
        _ => Contents::Foreign,
    })
}

/// Tries again while another connection is in the way: turning the log on is not a thing that SQLite waits for.
fn patiently<T>(mut attempt: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let started = Instant::now();
    loop {
        match attempt() {
            Err(error) if describe(&error) == StoreFault::Busy && started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            answer => return answer,
        }
    }
}

/// Sets the log up and makes the table, if it is not there. Two processes may do so at once.
fn make(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log, a killed process loses nothing at this level; a power cut may lose the last
    // trials, and never breaks the file.
    connection.pragma_update(None, "synchronous", "normal")?;
    let table = connection.unchecked_transaction()?;
    table.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS trial (
             sha256 TEXT NOT NULL,        -- of the specification
             engine INTEGER NOT NULL,     -- version of the code that ran it
             specification TEXT NOT NULL, -- canonical JSON, as the next two
             record TEXT NOT NULL,
             timing TEXT NOT NULL,
             checksum TEXT NOT NULL,      -- SHA-256 of record, line end, timing
             finished_at INTEGER NOT NULL, -- seconds since 1970
             PRIMARY KEY (sha256, engine)
         ) STRICT;
         PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {TABLES};"
    ))?;
    table.commit()
}

/// What a fault of SQLite means to the user.
fn describe(error: &rusqlite::Error) -> StoreFault {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreFault::Foreign("is no store of trials".to_owned()),
        Some(ErrorCode::DatabaseCorrupt) => StoreFault::Damaged(error.to_string()),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreFault::ReadOnly,
        // A file that may not grow is an I/O error to SQLite.
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => {
            StoreFault::Full(error.to_string())
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreFault::Busy,
        None if matches!(error, rusqlite::Error::InvalidColumnType(..)) => {
            StoreFault::Damaged(error.to_string())
        }
        _ => StoreFault::Unreachable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Event, StudySpec, resume};
    use crate::{digits, prepare};
    use std::num::NonZeroUsize;

    /// A file that may grow no further stands for a full disk: SQLite answers both alike.
    #[test]
    fn a_full_disk_loses_nothing_and_the_study_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("trials.sqlite");
        let data = digits();
        let split = prepare(&data, 0).expect("digits split");
        let mut spec = StudySpec::standard(&data);
        spec.candidates.truncate(2);
        spec.network.hidden = vec![4];
        spec.epochs = 4;
        let one = NonZeroUsize::new(1);

        let store = Store::open(&path).expect("a new store");
        let pages: i64 = store
            .connection()
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .expect("a number");
        store.connection().pragma_update(None, "max_page_count", pages + 20).expect("a limit");
        let fault = resume(&spec, &split, one, &store, &|_| {}).expect_err("no room");
        let message = fault.to_string();
        assert!(message.contains("cannot save to the store"), "{message}");
        assert!(message.contains("database or disk is full"), "{message}");
        let kept = usize::try_from(store.trials().expect("readable")).expect("some");
        assert!((1..spec.trials()).contains(&kept), "{kept} trials kept");
        drop(store);

        let store = Store::open(&path).expect("the same store, with room");
        let found = std::sync::atomic::AtomicUsize::new(0);
        let outcome = resume(&spec, &split, one, &store, &|event| {
            if let Event::Finished { found: true, .. } = event {
                found.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        })
        .expect("room now");
        assert_eq!((found.into_inner(), outcome.timing.found), (kept, kept));
        assert_eq!(store.trials().expect("readable"), i64::try_from(spec.trials()).expect("small"));
    }
}
