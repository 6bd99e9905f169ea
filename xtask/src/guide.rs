//! `cargo xtask guide`: the guide's two books, made by `nonlin-guide`.
//!
//! The full build runs every lesson as a reader does and is built in release; the quick one, a step of
//! `cargo xtask test`, shares the tests' build and says on every page that its numbers are no results.

use anyhow::Result;

use crate::exec;

/// How thoroughly the lessons are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Full,
    Quick,
}

/// Builds both books and checks their links.
pub(crate) fn run(pace: Pace) -> Result<()> {
    let mut command = exec::cargo();
    command.args(["run", "--quiet", "--package", "nonlin-guide"]);
    match pace {
        Pace::Full => command.args(["--release", "--", "--out", "target/guide"]),
        Pace::Quick => command.args(["--", "--quick", "--out", "target/guide-quick"]),
    };
    exec::run(&mut command)
}
