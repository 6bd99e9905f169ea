//! The `nonlin` command: arguments in, the library's answers out.
//!
//! Standard output carries the answer alone, as text or, with `--json`, as JSON; progress and errors
//! go to standard error. Exit code 2 is the user's mistake, 1 is ours.

mod args;
mod commands;
mod json;
mod npy;
mod number;
mod output;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = args::parse();
    match commands::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} {error}", console::style("error:").for_stderr().red().bold());
            ExitCode::from(commands::exit_code(&error))
        }
    }
}
