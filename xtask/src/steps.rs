//! `cargo xtask test`: the steps, their order, and the runner.
//!
//! Every step runs, also after one failed, so that one run tells everything there is to repair.
//! The cheap and common failures come first. The last line is the tests' total in the plain form
//! that people and continuous integration read.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tally::Tally;
use crate::{exec, fuzz, generated, guide, layers, licences, setup};

/// How long the fuzz step looks for faults.
const FUZZ_SECONDS: u64 = 30;

/// One thing that `cargo xtask test` does.
struct Step {
    /// What `--only` and `--skip` call it.
    name: &'static str,
    title: &'static str,
    run: fn(&mut Tally) -> Result<Outcome>,
}

/// How a step that did not fail ended.
enum Outcome {
    Done,
    /// Not run, or not all of it, and why.
    Skipped(String),
}

/// The steps in the order in which they run.
const STEPS: &[Step] = &[
    Step { name: "setup", title: "What the tests need", run: |_| done(setup::run()) },
    Step { name: "fmt", title: "Formatting", run: |_| done(formatting()) },
    Step { name: "layers", title: "Dependencies point one way", run: |_| done(layers::run()) },
    Step { name: "licences", title: "Licences", run: |_| done(licences::run()) },
    Step { name: "clippy", title: "Clippy without warnings", run: |_| done(clippy()) },
    Step { name: "doc", title: "Documentation without warnings", run: |_| done(documentation()) },
    Step { name: "gen", title: "Generated files", run: |_| done(generated::run(true)) },
    Step { name: "release", title: "Release build of nonlin", run: |_| done(release()) },
    Step { name: "tests", title: "Unit, integration and doc tests", run: |t| done(tests(t)) },
    Step {
        name: "guide",
        title: "The guide's pages and links",
        run: |_| done(guide::run(guide::Pace::Quick)),
    },
    Step { name: "fuzz", title: "Fuzzing", run: |_| fuzzing() },
];

/// The names of the steps, for the command line.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

/// Runs the chosen steps and prints what became of each; an error if any failed.
pub(crate) fn run(only: &[String], skip: &[String]) -> Result<()> {
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
        .filter(|step| !skip.iter().any(|name| name == step.name))
        .collect();
    let mut tally = Tally::default();
    let mut report = Vec::new();
    let mut failed = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        println!("\n== {}/{} {}: {}", index + 1, chosen.len(), step.name, step.title);
        let start = Instant::now();
        let result = (step.run)(&mut tally);
        let time = seconds(start.elapsed());
        let (state, note) = match result {
            Ok(Outcome::Done) => ("ok", String::new()),
            Ok(Outcome::Skipped(reason)) => {
                println!("skipped: {reason}");
                ("skipped", format!("  {reason}"))
            }
            Err(error) => {
                failed.push(step.name);
                println!("error: {error:#}");
                ("FAILED", String::new())
            }
        };
        println!("-- {}: {state} in {time}", step.name);
        report.push(format!("{:<9}{state:<8}{time:>9}{note}", step.name));
        std::io::stdout().flush()?;
    }
    println!("\n== Summary\n{}", report.join("\n"));
    if !failed.is_empty() {
        println!("repeat with: cargo xtask test --only {}", failed.join(","));
    }
    if let Some(line) = tally.line() {
        println!("{line}");
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// A duration as people read it: `0.4 s`, `3 min 07 s`.
fn seconds(time: Duration) -> String {
    if time.as_secs() < 60 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

/// The outcome of a step that has no reason to be skipped.
fn done(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Done)
}

fn formatting() -> Result<()> {
    // The names of the files are enough: `cargo fmt` repairs them.
    let all = exec::run(exec::cargo().args(["fmt", "--all", "--check", "--", "-l"]));
    // The fuzz targets are a workspace of their own.
    let fuzz = ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check", "--", "-l"];
    let fuzz = exec::run(exec::cargo().args(fuzz));
    all.and(fuzz).context("repair with `cargo fmt --all` (for fuzz/: in its folder)")
}

fn clippy() -> Result<()> {
    let mut command = exec::cargo();
    command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    exec::run(&mut command)
}

fn documentation() -> Result<()> {
    let mut command = exec::cargo();
    command.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    exec::run(&mut command)
}

/// Builds the command as users do. Its time is printed, never judged: a measurement belongs to
/// the benchmarks, on a quiet machine.
fn release() -> Result<()> {
    exec::run(exec::cargo().args(["build", "--release", "--package", "nonlin-cli"]))
}

/// Runs every test of every crate, the doc tests included, and counts them.
fn tests(tally: &mut Tally) -> Result<()> {
    let mut command = exec::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    exec::run_watched(&mut command, |line| tally.read(line))?;
    if tally.passed() == 0 {
        bail!("no test ran");
    }
    Ok(())
}

/// Fuzzes for a short time where cargo-fuzz is installed, and else sees that the targets compile.
fn fuzzing() -> Result<Outcome> {
    fuzz::check()?;
    if !fuzz::installed() {
        return Ok(Outcome::Skipped(fuzz::missing()));
    }
    fuzz::run(fuzz::DEFAULT_TARGET, FUZZ_SECONDS, fuzz::Mode::Smoke)?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(449)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(187)), "3 min 07 s");
    }

    #[test]
    fn every_step_has_a_name_of_its_own() {
        let mut names: Vec<_> = names().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
        // The summary's first column is nine wide.
        assert!(names.iter().all(|name| name.len() < 9), "{names:?}");
    }
}
