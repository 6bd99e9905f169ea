//! `cargo xtask exhaustive [NAME…] [--write]`: the numerical contract on every float of 32 bits.
//!
//! The work is an example of the conformance crate, which links MPFR; this finds its folder and the
//! commit, and runs it in the release profile.

use anyhow::{Result, bail};

use crate::exec;
use crate::workspace::{self, Metadata};

/// The functions that the table of results has to hold.
const NAMES: &[&str] = &[
    "step",
    "identity",
    "relu",
    "leaky_relu",
    "sigmoid",
    "tanh",
    "softplus",
    "log_sigmoid",
    "elu",
    "selu",
    "celu",
    "silu",
    "gelu",
    "gelu_tanh",
    "quick_gelu",
    "mish",
    "hard_sigmoid",
    "hard_swish",
    "hard_tanh",
    "relu6",
    "softsign",
    "tanh_shrink",
    "erf",
    "exp(x)",
];

/// Where the results are written.
const TABLE: &str = "docs/accuracy.md";

/// Runs the check of the named functions, or of all that the table has to hold.
pub(crate) fn run(names: &[String], write: bool) -> Result<()> {
    let mut command = exec::cargo();
    command.args(["run", "--release", "--package", "nonlin-conformance"]);
    command.args(["--example", "exhaustive", "--", "--state"]);
    command.arg(Metadata::of_members()?.target_directory.join("exhaustive"));
    if write {
        let changed = ["status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs"];
        if !exec::output(exec::command("git").args(changed))?.is_empty() {
            bail!("commit the changes first: the table names the commit that it was measured on");
        }
        let commit = exec::output(exec::command("git").args(["rev-parse", "--short", "HEAD"]))?;
        command.arg("--write").arg(workspace::root().join(TABLE));
        command.args(["--commit", commit.trim()]);
    }
    command.arg("--");
    if names.is_empty() {
        command.args(NAMES);
    } else {
        command.args(names);
    }
    exec::run(&mut command)
}
