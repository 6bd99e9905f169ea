//! `nonlin completions`: scripts that derive from the command line's definition.

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Arguments, Completions};

pub fn run(arguments: &Completions) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "nonlin", &mut script);
    crate::output::line(String::from_utf8_lossy(&script).trim_end())
}
