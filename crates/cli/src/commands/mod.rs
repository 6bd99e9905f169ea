//! One file for each command.

mod accuracy;
mod bench;
mod choose;
mod completions;
mod data;
mod eval;
mod explain;
mod facts;
mod lessons;
mod list;
mod measured;
mod plot;
mod recognition;
mod rows;
mod study;
mod trial;

use anyhow::Result;
use nonlin::{Activation, Parameters};

use crate::args::{Arguments, Command, Function};

/// A mistake of the user that no library error stands for.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    match arguments.command {
        Command::List(arguments) => list::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Plot(arguments) => plot::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Choose(arguments) => choose::run(&arguments),
        Command::Data(arguments) => data::run(&arguments),
        Command::Study(arguments) => study::run(&arguments),
        Command::Trial(arguments) => trial::run(&arguments),
        Command::Lessons(arguments) => lessons::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// 2 for what the user can mend, 1 for what we must.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<nonlin::Error>() || error.is::<Usage>() { 2 } else { 1 }
}

/// The function that the user named, with its parameters.
fn resolve(function: &Function) -> Result<Activation> {
    let parameters: Parameters = function.parameters.iter().cloned().collect();
    Ok(Activation::with_parameters(&function.function, &parameters)?)
}
