//! Studies by the command: in one go, by hand through files, on a cluster of one, killed and resumed, and with
//! stores that cannot be written. What the work units give must be what `choose` gives, to the bit.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use nonlin::lab::store::Store;
use serde_json::Value;
use tempfile::TempDir;

/// A study of some dozens of short trials.
const SMALL: [&str; 14] = [
    "--with",
    "relu,tanh,step",
    "--seeds",
    "3",
    "--epochs",
    "4",
    "--hidden",
    "8",
    "--learning-rates",
    "0.003,0.01,0.03",
    "--tuning-seeds",
    "1",
    "--batch",
    "100",
];

/// The command in a home of its own.
fn nonlin(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nonlin"));
    command.args(arguments).env("NO_COLOR", "1").env("XDG_DATA_HOME", home).current_dir(home);
    command
}

fn choose(home: &Path, arguments: &[&str]) -> Output {
    nonlin(home, &[&["choose"], arguments].concat()).output().unwrap()
}

/// What it printed, if all went well.
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&said(output)).unwrap()
}

/// The result, which no clock touches.
fn result(output: &Output) -> String {
    json(output)["result"].to_string()
}

#[test]
fn by_hand_through_files_as_in_one_go() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let whole = choose(home, &[&SMALL, ["--no-store", "--json"].as_slice()].concat());
    let mut plan = nonlin(home, &[&["study", "plan"], SMALL.as_slice()].concat()).output().unwrap();
    let mut phases = Vec::new();
    loop {
        std::fs::write(home.join("plan.jsonl"), said(&plan)).unwrap();
        let trials = said(&plan).lines().count() - 1;
        phases.push(trials);
        if trials == 0 {
            break;
        }
        let early = nonlin(home, &["study", "collect", "plan.jsonl", "records"]).output().unwrap();
        assert!(complaint(&early).contains(&format!("{trials} of the {trials} trials")));
        for share in ["2/2", "1/2", "1/2"] {
            let run = ["trial", "run", "plan.jsonl", "--output", "records", "--share", share];
            said(&nonlin(home, &run).output().unwrap());
        }
        let next = ["study", "plan", "--spec", "plan.jsonl", "--records", "records"];
        plan = nonlin(home, &next).output().unwrap();
    }
    // Three rates, then two, for three candidates; then three seeds.
    assert_eq!(phases, [9, 6, 9, 0]);
    let collected = nonlin(home, &["study", "collect", "plan.jsonl", "records", "--json"]);
    assert_eq!(result(&{ collected }.output().unwrap()), result(&whole));
    // The other answers of `collect` are those of `choose`, and `--spec` repeats a study.
    std::fs::write(home.join("study.json"), said(&whole)).unwrap();
    let again = choose(home, &["--spec", "study.json", "--no-store", "--threads", "1", "--json"]);
    assert_eq!(result(&again), result(&whole));
    for how in [None, Some("--csv")] {
        let collect = ["study", "collect", "plan.jsonl", "records"];
        let collect: Vec<&str> = collect.into_iter().chain(how).collect();
        let text = said(&nonlin(home, &collect).output().unwrap());
        assert!(text.lines().any(|line| line.contains("step")), "{text}");
        assert!(how.is_some() || text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
    assert!(!home.join("nonlin").exists(), "nothing was kept with --no-store");
}

#[test]
fn a_single_trial_is_a_unit_of_work() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let plan = nonlin(home, &[&["study", "plan"], SMALL.as_slice()].concat()).output().unwrap();
    let line = said(&plan).lines().nth(1).unwrap().to_owned();
    let run = |arguments: &[&str]| {
        let mut child = nonlin(home, &[&["trial", "run", "-"], arguments].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), line.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let printed = json(&run(&[]));
    assert_eq!(printed["specification"], serde_json::from_str::<Value>(&line).unwrap());
    said(&run(&["--output", "records"]));
    let name = format!("records/{}.json", printed["record"]["spec_sha256"].as_str().unwrap());
    let kept: Value = serde_json::from_slice(&std::fs::read(home.join(&name)).unwrap()).unwrap();
    assert_eq!(kept["record"], printed["record"]);
    let written = std::fs::metadata(home.join(&name)).unwrap().modified().unwrap();
    said(&run(&["--output", "records"]));
    let now = std::fs::metadata(home.join(&name)).unwrap().modified().unwrap();
    assert_eq!(now, written, "what is there stays");
}

/// The hash of the data is part of every specification.
#[test]
fn data_that_changes_under_way() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let table = |odd: &str| {
        let rows: String = (0..40)
            .map(|i| format!("{},{},{}\n", i % 7, i % 5, if i % 2 == 0 { "even" } else { odd }))
            .collect();
        std::fs::write(home.join("data.csv"), format!("a,b,kind\n{rows}")).unwrap();
    };
    table("odd");
    let plan = nonlin(home, &["study", "plan", "data.csv", "--with", "relu"]).output().unwrap();
    std::fs::write(home.join("plan.jsonl"), said(&plan)).unwrap();
    table("uneven");
    for again in [
        ["trial", "run", "plan.jsonl", "--data", "data.csv"].as_slice(),
        &["trial", "run", "plan.jsonl"],
        &["choose", "data.csv", "--spec", "plan.jsonl", "--no-store"],
    ] {
        let message = complaint(&nonlin(home, again).output().unwrap());
        assert!(message.contains("the specification is for `data"), "{message}");
        assert!(message.contains("load the data that it names"), "{message}");
    }
}

/// A stand-in for Slurm's `sbatch` that runs what is submitted at once, one task after another.
#[cfg(unix)]
const SBATCH: &str = r#"#!/bin/sh
set -eu
array=
for argument; do
    case "$argument" in
        --array=1-*) array=${argument#--array=1-} ;;
        --parsable | --dependency=afterok:7) ;;
        *) script=$argument ;;
    esac
done
if [ -z "$array" ]; then
    exec sh "$script"
fi
task=1
while [ "$task" -le "$array" ]; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=$array sh "$script"
    task=$((task + 1))
done
echo 7
"#;

#[cfg(unix)]
#[test]
fn as_a_job_array() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let home = home.path();
    std::fs::write(home.join("sbatch"), SBATCH).unwrap();
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(home.join("sbatch"), executable).unwrap();
    // A file of data with a space in its name.
    let rows: String = (0..40)
        .map(|i| format!("{},{},{}\n", i % 7, i % 5, if i % 2 == 0 { "yes" } else { "no" }))
        .collect();
    std::fs::write(
        home.join("my data.csv"),
        format!("a,kind,b\n{rows}").replace("kind,b", "b,kind"),
    )
    .unwrap();
    let study = ["my data.csv", "--target", "kind", "--with", "relu,tanh", "--seeds", "2"];
    let study =
        [&study, ["--epochs", "2", "--learning-rates", "0.01,0.1", "--hidden", "4"].as_slice()];
    let study = study.concat();
    said(&choose(home, &[&study, ["--slurm", "array job"].as_slice()].concat()));
    let path = format!("{}:{}", home.display(), std::env::var("PATH").unwrap());
    let run =
        Command::new("sh").arg("array job/next.sh").env("PATH", path).current_dir(home).output();
    said(&run.unwrap());
    let answer = std::fs::read_to_string(home.join("array job/answer.json")).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let whole = choose(home, &[&study, ["--no-store", "--json"].as_slice()].concat());
    assert_eq!(answer["result"].to_string(), result(&whole));
    assert!(home.join("array job/answer.txt").exists());
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    // 24 trials, long enough to be killed in.
    let study = SMALL.map(|argument| if argument == "4" { "300" } else { argument });
    let study = [&study, ["--threads", "1", "--json"].as_slice()].concat();
    let store = home.join("nonlin").join("trials.sqlite");
    let kept = || Store::open(&store).and_then(|store| store.trials()).unwrap();
    let mut before = 0;
    for _ in 0..2 {
        let mut child = nonlin(home, &[&["choose"], study.as_slice()].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let patience = Instant::now() + Duration::from_secs(60);
        while !store.exists() || kept() < before + 4 {
            assert!(Instant::now() < patience, "no trial was kept");
            std::thread::sleep(Duration::from_millis(2));
        }
        let seen = kept();
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        let now = kept();
        assert!((seen..24).contains(&now), "{seen} trials were kept, {now} of 24 after the kill");
        before = now;
    }
    let resumed = choose(home, &study);
    assert_eq!(json(&resumed)["timing"]["found"], before);
    let fresh = choose(home, &[&study, ["--no-store"].as_slice()].concat());
    assert_eq!(result(&resumed), result(&fresh));
    assert_eq!(kept(), 24);
}

#[test]
fn two_processes_share_a_store() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let study = [&["choose"], SMALL.as_slice(), &["--json"]].concat();
    let start = || nonlin(home, &study).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let both = [start().unwrap(), start().unwrap()];
    let [one, other] = both.map(|child| child.wait_with_output().unwrap());
    assert_eq!(result(&one), result(&other));
    let store = Store::open(&home.join("nonlin").join("trials.sqlite")).unwrap();
    assert_eq!(store.trials().unwrap(), 24);
}

/// Files may not grow past some hundreds of blocks: what a full disk looks like to the command.
#[cfg(unix)]
#[test]
fn a_disk_without_room() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let limited = |blocks: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" choose \"$@\"");
        Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_nonlin")])
            .args(SMALL)
            .args(["--store", "trials.sqlite"])
            .env("NO_COLOR", "1")
            .current_dir(home)
            .output()
            .unwrap()
    };
    let message = complaint(&limited(256));
    assert!(message.contains("cannot save to the store `trials.sqlite`"), "{message}");
    assert!(message.contains("run the same command again, which goes on"), "{message}");
    let resumed =
        choose(home, &[&SMALL, ["--store", "trials.sqlite", "--json"].as_slice()].concat());
    let found = json(&resumed)["timing"]["found"].as_u64().unwrap();
    assert!((1..24).contains(&found), "{found} trials were kept");
    let fresh = choose(home, &[&SMALL, ["--no-store", "--json"].as_slice()].concat());
    assert_eq!(result(&resumed), result(&fresh));
}

/// The superuser may write anything, so the command runs as another user where the test is the superuser.
#[cfg(target_os = "linux")]
#[test]
fn a_store_that_may_only_be_read() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let home = TempDir::new().unwrap();
    let home = home.path();
    let store = home.join("trials.sqlite");
    drop(Store::open(&store).unwrap());
    let program = home.join("program");
    std::fs::copy(env!("CARGO_BIN_EXE_nonlin"), &program).unwrap();
    for (path, mode) in [(&store, 0o444), (&program, 0o555), (&home.to_owned(), 0o555)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("choose").args(SMALL).args(arguments).env("NO_COLOR", "1").current_dir(home);
        command.env("XDG_DATA_HOME", home);
        if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
            command.uid(65_534);
        }
        command.output().unwrap()
    };
    for arguments in [["--store", "trials.sqlite"].as_slice(), &["--store", "new.sqlite"], &[]] {
        let message = complaint(&run(arguments));
        assert!(message.contains("cannot be written; make it writable"), "{message}");
    }
    said(&run(&["--no-store"]));
    // The folder can be removed again.
    std::fs::set_permissions(home, std::fs::Permissions::from_mode(0o755)).unwrap();
}
