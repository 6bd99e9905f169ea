//! Stores of trials: what is kept comes back to the bit, and what cannot be kept is said.

use nonlin_lab::error::{StoreError, StoreFault};
use nonlin_lab::spec::NetworkSpec;
use nonlin_lab::store::{Archive, Folder, Store};
use nonlin_lab::study::{self, Event, Finished, Outcome, Phase, StudySpec};
use nonlin_lab::{ActivationSpec, Dataset, StudyError, TrialSpec, digits, prepare, trial};
use rusqlite::Connection;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;

fn small_study(data: &Dataset) -> StudySpec {
    StudySpec {
        candidates: ["relu", "tanh"].map(ActivationSpec::new).to_vec(),
        network: NetworkSpec::dense(&[6]),
        learning_rates: vec![1e-3, 1e-2, 1e-1],
        tuning_seeds: vec![100],
        seeds: vec![0, 1, 2],
        epochs: 2,
        ..StudySpec::standard(data)
    }
}

fn finish(specification: TrialSpec) -> Finished {
    let split = prepare(&digits(), 0).expect("it splits");
    let (record, timing) = trial::run(&specification, &split).expect("a sound trial");
    Finished { specification, record, timing }
}

fn a_trial() -> Finished {
    let spec = small_study(&digits());
    finish(spec.final_trials(&[1e-2, 1e-3]).expect("rates").remove(0))
}

fn resumed(spec: &StudySpec, archive: &dyn Archive) -> Outcome {
    let split = prepare(&digits(), 0).expect("it splits");
    study::resume(spec, &split, None, archive, &|_| {}).expect("a sound study")
}

fn without_clock(outcome: &Outcome) -> String {
    let parts = (&outcome.result, &outcome.tuning_records, &outcome.records);
    serde_json::to_string(&parts).expect("JSON")
}

#[test]
fn a_study_from_a_store_is_the_same_to_the_bit() {
    let spec = small_study(&digits());
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("deep/er/trials.sqlite")).expect("a new store");
    let split = prepare(&digits(), 0).expect("it splits");
    let plain = study::run(&spec, &split, None, &|_| {}).expect("a sound study");
    let (first, again) = (resumed(&spec, &store), resumed(&spec, &store));
    assert_eq!(without_clock(&plain), without_clock(&first));
    assert_eq!(without_clock(&plain), without_clock(&again));
    assert_eq!((first.timing.found, again.timing.found), (0, spec.trials()));
    assert_eq!(first.timing.candidates, again.timing.candidates, "the clock's words are kept too");
    // A study with one candidate more runs only what is new.
    let mut more = spec.clone();
    more.candidates.push(ActivationSpec::new("elu"));
    assert_eq!(resumed(&more, &store).timing.found, spec.trials());
}

#[test]
fn phase_by_phase_through_a_folder() {
    let spec = small_study(&digits());
    let place = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(&place.path().join("records"));
    let mut phases = Vec::new();
    while let Some((phase, trials)) = study::next_trials(&spec, &folder).expect("a plan") {
        let incomplete = study::gather(&spec, &folder).expect_err("not yet");
        assert!(matches!(&incomplete, StudyError::Missing { missing, first, .. }
            if *missing == trials.len() && *first == trials[0].sha256()));
        phases.push((phase, trials.len()));
        for trial in trials {
            folder.save(&finish(trial)).expect("room");
        }
    }
    let tuning = |rung, trials| (Phase::Tuning { rung }, trials);
    assert_eq!(phases, [tuning(0, 6), tuning(1, 4), (Phase::Comparison, 6)]);
    let gathered = study::gather(&spec, &folder).expect("complete");
    let split = prepare(&digits(), 0).expect("it splits");
    let plain = study::run(&spec, &split, None, &|_| {}).expect("a sound study");
    assert_eq!(without_clock(&gathered), without_clock(&plain));
    // Neither half-written nor temporary files stay, and each is named by its content.
    let names: Vec<String> = std::fs::read_dir(place.path().join("records"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    assert_eq!(names.len(), spec.trials());
    assert!(names.iter().all(|name| name.len() == 64 + 5 && name.ends_with(".json")));
}

#[test]
fn two_connections_share_a_store() {
    let spec = small_study(&digits());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trials.sqlite");
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let store = Store::open(&path).expect("opened by several at once");
                let outcome = without_clock(&resumed(&spec, &store));
                outcomes.lock().expect("no panic").push(outcome);
            });
        }
    });
    let outcomes = outcomes.into_inner().expect("no panic");
    assert!(outcomes.len() == 3 && outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    let rows = Store::open(&path).expect("it opens").trials().expect("a number");
    assert_eq!(usize::try_from(rows).expect("small"), spec.trials(), "one row a trial");
}

/// Saves a trial, lets `change` loose on the file, and gives what comes back of the trial.
fn after(change: impl FnOnce(&Connection)) -> (Finished, Result<Option<Finished>, StoreError>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trials.sqlite");
    let finished = a_trial();
    let store = Store::open(&path).expect("a new store");
    store.save(&finished).expect("room");
    store.save(&finished).expect("twice does no harm");
    assert_eq!(store.trials(), Ok(1));
    change(&Connection::open(&path).expect("SQLite"));
    let found = store.find(&finished.specification);
    (finished, found)
}

#[test]
fn what_is_kept_comes_back() {
    let (finished, found) = after(|_| {});
    assert_eq!(found, Ok(Some(finished)));
}

#[test]
fn a_changed_byte_is_noticed() {
    for column in ["record", "timing"] {
        let change = format!("UPDATE trial SET {column} = replace({column}, ':', ': ')");
        let (_, found) = after(|raw| assert_eq!(raw.execute(&change, []), Ok(1)));
        let message = found.expect_err("damage").to_string();
        assert!(message.contains("does not match its checksum"), "{message}");
        assert!(message.contains("move it away"), "{message}");
    }
}

#[test]
fn another_engine_is_told_not_mixed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trials.sqlite");
    let mut old = a_trial();
    old.record.engine -= 1;
    let trials = [old.specification.clone()];
    let directory = Folder::new(&folder.path().join("records"));
    let store = Store::open(&path).expect("a new store");
    for archive in [&store as &dyn Archive, &directory] {
        archive.save(&old).expect("room");
        assert_eq!(archive.find(&old.specification), Ok(None));
        assert_eq!(archive.outdated(&trials), Ok(1));
        let new = a_trial();
        archive.save(&new).expect("room");
        assert_eq!(archive.find(&new.specification), Ok(Some(new)));
        assert_eq!(archive.outdated(&trials), Ok(0), "there is a new one");
    }
    // An older version may have written other fields.
    let file = directory.file(&old.specification);
    std::fs::write(&file, r#"{"record":{"engine":1}}"#).expect("room");
    assert_eq!(
        (directory.find(&old.specification), directory.outdated(&trials)),
        (Ok(None), Ok(1))
    );
    // The study says so.
    let spec = small_study(&digits());
    let mut first = study::next_trials(&spec, &store).expect("a plan").expect("trials").1;
    let mut outdated = finish(first.remove(0));
    outdated.record.engine = 0;
    store.save(&outdated).expect("room");
    let told = Mutex::new(0);
    let split = prepare(&digits(), 0).expect("it splits");
    let outcome = study::resume(&spec, &split, NonZeroUsize::new(1), &store, &|event| {
        if let Event::Phase { outdated, .. } = event {
            *told.lock().expect("no panic") += outdated;
        }
    });
    assert!(outcome.expect("a sound study").tuning_records.iter().all(|r| r.engine != 0));
    assert_eq!(told.into_inner().expect("no panic"), 1);
}

fn fault(path: &Path) -> StoreFault {
    let error = Store::open(path).expect_err("a fault");
    assert!(error.to_string().contains("--"), "it names a way out: {error}");
    error.fault
}

#[test]
fn files_that_are_no_stores() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("text"), "relu,gelu\n".repeat(500)).expect("room");
    assert_eq!(fault(&file("text")), StoreFault::Foreign("is no store of trials".into()));
    let other = Connection::open(file("other")).expect("SQLite");
    other.execute_batch("CREATE TABLE bookmark (address TEXT)").expect("a table");
    drop(other);
    assert!(
        matches!(fault(&file("other")), StoreFault::Foreign(what) if what.contains("another program"))
    );
    let later = Store::open(&file("later")).expect("a new store");
    drop(later);
    Connection::open(file("later"))
        .and_then(|raw| raw.pragma_update(None, "user_version", 9))
        .expect("SQLite");
    assert!(
        matches!(fault(&file("later")), StoreFault::Foreign(what) if what.contains("version 9"))
    );
    assert!(matches!(fault(folder.path()), StoreFault::Unreachable(_)), "a folder");
    assert!(matches!(fault(&file("text/below")), StoreFault::Unreachable(_)), "below a file");
    // What was there is untouched.
    assert_eq!(std::fs::read(file("text")).expect("there").len(), 5000);
}

#[test]
fn broken_pages_are_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trials.sqlite");
    let spec = small_study(&digits());
    drop(resumed(&spec, &Store::open(&path).expect("a new store")));
    let mut bytes = std::fs::read(&path).expect("there");
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    assert!(bytes.len() > 3 * page, "the log was written back when the store was closed");
    bytes[page..].iter_mut().for_each(|byte| *byte = 0xa5);
    std::fs::write(&path, bytes).expect("room");
    let split = prepare(&digits(), 0).expect("it splits");
    let error = match Store::open(&path) {
        Err(error) => error.to_string(),
        Ok(store) => {
            study::resume(&spec, &split, None, &store, &|_| {}).expect_err("damage").to_string()
        }
    };
    assert!(error.contains("is damaged") && error.contains("move it away"), "{error}");
}

#[test]
fn records_of_a_folder_are_checked() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(place.path());
    let finished = a_trial();
    folder.save(&finished).expect("room");
    let file = folder.file(&finished.specification);
    let mut other = finished.specification.clone();
    other.seed += 1;
    std::fs::copy(&file, folder.file(&other)).expect("room");
    let message = folder.find(&other).expect_err("another trial").to_string();
    assert!(message.contains("another trial than its name says"), "{message}");
    assert!(message.contains("the record `") && message.contains("move it away"), "{message}");
    std::fs::write(&file, "{\"specification\":").expect("room");
    let message = folder.find(&finished.specification).expect_err("cut off").to_string();
    assert!(message.contains("EOF while parsing"), "{message}");
}
