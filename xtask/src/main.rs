//! `cargo xtask`: the project's development tasks, in Rust so that they run wherever it builds.

mod bench;
mod exec;
mod exhaustive;
mod fuzz;
mod generated;
mod guide;
mod layers;
mod licences;
mod setup;
mod sources;
mod steps;
mod tally;
mod workspace;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

/// Development tasks of nonlin.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 80)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Set up what the tests need, then run every check and every test
    ///
    /// Every step runs, also after one failed; a summary closes the run. This is what continuous
    /// integration runs.
    #[command(after_help = "Examples:\n  \
        cargo xtask test                        everything\n  \
        cargo xtask test --only fmt,clippy      two steps\n  \
        cargo xtask test --skip fuzz,release    all but two")]
    Test {
        /// Run only these steps
        #[arg(long, value_name = "STEP", value_delimiter = ',', value_parser = step_names())]
        only: Vec<String>,
        /// Leave these steps out
        #[arg(long, value_name = "STEP", value_delimiter = ',', value_parser = step_names())]
        skip: Vec<String>,
    },
    /// Check that dependencies point one way and files stay short (xtask/layers.toml)
    Layers,
    /// Make the generated files (docs/generated)
    Gen {
        /// Change nothing; fail if a file differs from what would be made
        #[arg(long)]
        check: bool,
    },
    /// Build the guide in English and Chinese (target/guide), its lessons run in full, and check its links
    Guide {
        /// Run the lessons in a moment: to look at the pages, not for results (target/guide-quick)
        #[arg(long)]
        quick: bool,
    },
    /// Check the licence of every dependency (deny.toml)
    Licences,
    /// Check value and derivative on all 2^32 floats of 32 bits
    ///
    /// A run that was stopped goes on where it was. Prints the largest error of each function, the worst
    /// input, and how many inputs are beyond 0.5 and 1 units of the last place.
    #[command(after_help = "Examples:\n  \
        cargo xtask exhaustive gelu \"x*sigmoid(x)\"    a function and a formula\n  \
        cargo xtask exhaustive --write              those of docs/accuracy.md, and rewrite it")]
    Exhaustive {
        /// Functions of the catalogue or formulas; those of docs/accuracy.md if none is given
        names: Vec<String>,
        /// Enter the results in docs/accuracy.md; every change has to be committed
        #[arg(long)]
        write: bool,
    },
    /// Measure the kernels' speed beside its limits and beside other libraries
    Bench(bench::Arguments),
    /// Look for inputs that break the parser, with cargo-fuzz
    Fuzz {
        /// How long to look
        #[arg(long, value_name = "N", default_value_t = 60)]
        seconds: u64,
        /// A file of fuzz/fuzz_targets, without its ending
        #[arg(default_value = fuzz::DEFAULT_TARGET)]
        target: String,
    },
}

/// Accepts the names of the steps of `test`.
fn step_names() -> PossibleValuesParser {
    PossibleValuesParser::new(steps::names())
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Test { only, skip } => steps::run(&only, &skip),
        Task::Layers => layers::run(),
        Task::Gen { check } => generated::run(check),
        Task::Guide { quick: true } => guide::run(guide::Pace::Quick),
        Task::Guide { quick: false } => guide::run(guide::Pace::Full),
        Task::Licences => licences::run(),
        Task::Exhaustive { names, write } => exhaustive::run(&names, write),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Fuzz { seconds, target } => fuzz::run(&target, seconds, fuzz::Mode::Explore),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
