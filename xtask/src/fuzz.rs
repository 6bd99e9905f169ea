//! `cargo xtask fuzz [--seconds N] [TARGET]`: cargo-fuzz on the targets of `fuzz/`.
//!
//! cargo-fuzz needs compiler flags that only nightly takes. Where a nightly toolchain is installed
//! it is used; else `RUSTC_BOOTSTRAP=1` makes the current one take them, for this build alone.
//! The code is safe Rust, so what is looked for is panics and wrong answers: no address sanitiser,
//! which would cost most of the speed.
//!
//! The first inputs are the catalogue's formulas. What the fuzzer finds interesting is kept in
//! `fuzz/corpus`, and a failing input in `fuzz/artifacts`; git ignores both.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::{self, Metadata};
use crate::{exec, sources};

/// The command that brings cargo-fuzz.
const INSTALL: &str = "cargo install cargo-fuzz --locked";

/// The target that is run unless another is asked for.
pub(crate) const DEFAULT_TARGET: &str = "parse";

/// Longer than any input may take, in seconds: a hang is a fault too.
const INPUT_SECONDS: u32 = 10;

/// Where the catalogue's definitions are.
const DEFINITIONS: &str = "crates/catalogue/functions/";

/// How a run reports and where its random choices begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mode {
    /// Progress on the terminal; other choices in each run, so that each may find something new.
    Explore,
    /// Only the outcome; the same choices in each run, so that a change's run is judged by the
    /// change.
    Smoke,
}

/// Runs one target for a time; with cargo-fuzz missing, an error that says how to install it.
pub(crate) fn run(target: &str, seconds: u64, mode: Mode) -> Result<()> {
    if !installed() {
        bail!("cargo-fuzz is not installed: {INSTALL}\n(it needs a C++ compiler, as `c++`)");
    }
    let root = workspace::root();
    if !root.join(format!("fuzz/fuzz_targets/{target}.rs")).is_file() {
        bail!("there is no fuzz target `{target}`: see fuzz/fuzz_targets/");
    }
    let corpus = format!("fuzz/corpus/{target}");
    let seeds = seed(&root.join(&corpus), &formulas(&root, &sources::tracked_files()?))?;
    println!("{seeds} formulas of the catalogue are among the first inputs");

    let mut command = cargo_fuzz();
    command.args(["run", "--sanitizer", "none", "--target-dir"]);
    command.arg(Metadata::of_members()?.target_directory.join("fuzz"));
    command.args([target, &corpus, "--", "-print_final_stats=1"]);
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={INPUT_SECONDS}"));
    if mode == Mode::Smoke {
        command.args(["-verbosity=0", "-seed=1"]);
    }
    let dictionary = format!("fuzz/{target}.dict");
    if root.join(&dictionary).is_file() {
        command.arg(format!("-dict={dictionary}"));
    }
    exec::run(&mut command)
}

/// Compiles the targets on any toolchain and without libFuzzer, so that they never rot unseen.
pub(crate) fn check() -> Result<()> {
    let folder = Metadata::of_members()?.target_directory.join("fuzz");
    let mut command = exec::cargo();
    command.args(["clippy", "--quiet", "--manifest-path", "fuzz/Cargo.toml"]);
    command.args(["--no-default-features", "--target-dir"]).arg(folder);
    exec::run(command.args(["--", "-D", "warnings"]))
}

/// Whether cargo-fuzz can be run.
pub(crate) fn installed() -> bool {
    exec::succeeds(exec::cargo().args(["fuzz", "--version"]))
}

/// Why a run without cargo-fuzz is incomplete and what to do about it.
pub(crate) fn missing() -> String {
    format!("cargo-fuzz is not installed ({INSTALL})")
}

/// `cargo fuzz` on a compiler that takes its flags.
fn cargo_fuzz() -> Command {
    let nightly = ["run", "nightly", "cargo"];
    if exec::succeeds(exec::command("rustup").args(nightly).arg("--version")) {
        let mut command = exec::command("rustup");
        command.args(nightly).arg("fuzz");
        return command;
    }
    let mut command = exec::cargo();
    command.arg("fuzz").env("RUSTC_BOOTSTRAP", "1");
    command
}

/// The formulas of the catalogue: each string under a key `formula` of a definition.
fn formulas(root: &Path, files: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.starts_with(DEFINITIONS)) {
        // A malformed definition is the catalogue's tests' affair.
        if let Ok(text) = fs::read_to_string(root.join(file))
            && let Ok(table) = text.parse::<toml::Table>()
        {
            collect(&toml::Value::Table(table), &mut found);
        }
    }
    found
}

/// Adds the formulas of a TOML value, at whatever depth.
fn collect(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value.as_str() {
                    Some(text) if key == "formula" => found.push(text.to_owned()),
                    _ => collect(value, found),
                }
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// Puts each formula into the corpus as one input and returns how many there are.
fn seed(corpus: &Path, formulas: &[String]) -> Result<usize> {
    fs::create_dir_all(corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
    for (index, formula) in formulas.iter().enumerate() {
        fs::write(corpus.join(format!("catalogue-{index:04}")), formula)?;
    }
    Ok(formulas.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_found_at_any_depth() {
        let text = "formula = 'x'\nname = 'y'\n[[variant]]\nformula = 'max(x, 0)'\n";
        let table: toml::Table = text.parse().expect("TOML");
        let mut found = Vec::new();
        collect(&toml::Value::Table(table), &mut found);
        assert_eq!(found, ["x", "max(x, 0)"]);
    }

    #[test]
    fn each_formula_becomes_an_input() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus/parse");
        let formulas = ["x".to_owned(), "max(x, 0)".to_owned()];
        assert_eq!(seed(&corpus, &formulas).expect("written"), 2);
        let second = fs::read_to_string(corpus.join("catalogue-0001")).expect("the second input");
        assert_eq!(second, "max(x, 0)");
    }
}
