//! What `choose`, `study` and `trial` are told.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::data::{Source, Task};

/// Train the same network with each function and rank them
///
/// Without DATA: handwritten digits, built in. Every candidate gets the same splits, batches, initial
/// weights (scaled by its own gain) and learning-rate budget. Finished trials are kept in a store, so a
/// command that was stopped goes on where it was, and one that has run answers at once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin choose
  nonlin choose --with relu,gelu,\"x*tanh(x)\" --seeds 5
  nonlin choose flowers.csv --target species --watch
  nonlin choose diamonds               once fetched: see nonlin data list
  nonlin choose --hidden 64,64,64 --layer-norm --optimizer sgd --schedule cosine
  nonlin choose --report study.html
  nonlin choose --json > study.json
  nonlin choose --spec study.json        the same study again")]
pub struct Choose {
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub answer: Answer,
    /// Threads; all cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Show each candidate's curve and the best so far while the trials run, on a terminal
    #[arg(long)]
    pub watch: bool,
    /// Where finished trials are kept [default: nonlin/trials.sqlite in the user's data folder]
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Keep nothing, and run every trial
    #[arg(long, conflicts_with = "store")]
    pub no_store: bool,
    /// Run nothing: write the study and the scripts that run it as a Slurm job array to this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["json", "csv", "watch", "store", "no_store", "threads", "report"])]
    pub slurm: Option<PathBuf>,
}

/// How the answer is given.
#[derive(Debug, Args)]
pub struct Answer {
    /// Print the whole study as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the ranking as CSV
    #[arg(long)]
    pub csv: bool,
    /// Write a report to this file as well: one page of HTML, which needs nothing else
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// The data, and what is compared on it.
#[derive(Debug, Args)]
pub struct Study {
    #[command(flatten)]
    pub source: Source,
    #[command(flatten)]
    pub options: Options,
    /// Take everything but the data from this file: a plan, or what --json printed
    #[arg(long, value_name = "FILE", conflicts_with = "Options")]
    pub spec: Option<PathBuf>,
}

/// What differs from the standard study.
#[derive(Debug, Args)]
pub struct Options {
    /// The candidates: names or formulas, separated by commas outside parentheses
    #[arg(long, value_name = "LIST")]
    pub with: Option<String>,
    /// Seeds to compare the candidates on [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub seeds: Option<u16>,
    /// Level of intervals and tests [default: 0.95]
    #[arg(long, value_name = "LEVEL", value_parser = super::share, help_heading = "Protocol")]
    pub confidence: Option<f64>,
    /// Passes over the training rows [default: 20]
    #[arg(long, value_name = "N", help_heading = "Protocol")]
    pub epochs: Option<usize>,
    /// Learning rates that each candidate is tuned over; with one, nothing is tuned
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', help_heading = "Protocol")]
    pub learning_rates: Option<Vec<f64>>,
    /// One rate in N goes on to the next, N times longer rung of the tuning; 1 keeps all [default: 2]
    #[arg(long, value_name = "N", help_heading = "Protocol")]
    pub halving: Option<usize>,
    /// Seeds that each rate is tried on [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Protocol")]
    pub tuning_seeds: Option<u16>,
    /// Stop a trial when its validation loss has not fallen for N epochs
    #[arg(long, value_name = "N", help_heading = "Protocol")]
    pub early_stopping: Option<usize>,
    /// Seed of the split into training, validation and test rows [default: 0]
    #[arg(long, value_name = "SEED", help_heading = "Protocol")]
    pub split_seed: Option<u64>,
    /// Widths of the hidden layers [default: 128,128]
    #[arg(long, value_name = "N,…", value_delimiter = ',', help_heading = "Network")]
    pub hidden: Option<Vec<usize>>,
    /// Normalise each hidden layer before its activation
    #[arg(long, help_heading = "Network")]
    pub layer_norm: bool,
    /// Add a hidden layer's input to its output where widths allow
    #[arg(long, help_heading = "Network")]
    pub residual: bool,
    /// Leave the biases out
    #[arg(long, help_heading = "Network")]
    pub no_bias: bool,
    /// Train the parameters of parametric functions
    #[arg(long, value_name = "FOR", help_heading = "Network")]
    pub train_parameters: Option<Trained>,
    /// Initial weights: gain (each function's own), orthogonal, edge_of_chaos, he, xavier; or JSON [default: gain]
    #[arg(long, value_name = "NAME|JSON", help_heading = "Network")]
    pub init: Option<String>,
    /// adam, adamw or sgd (with momentum 0.9); or JSON with all constants [default: adam]
    #[arg(long, value_name = "NAME|JSON", help_heading = "Optimiser")]
    pub optimizer: Option<String>,
    /// Rows a step [default: 128]
    #[arg(long, value_name = "N", help_heading = "Optimiser")]
    pub batch: Option<usize>,
    /// The learning rate over the steps [default: constant]
    #[arg(long, value_name = "NAME", help_heading = "Optimiser")]
    pub schedule: Option<Decay>,
    /// Share of the steps over which the rate rises from 0
    #[arg(long, value_name = "SHARE", value_parser = super::share, help_heading = "Optimiser")]
    pub warm_up: Option<f64>,
}

/// Whose parameters are trained.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Trained {
    /// Nobody's
    Fixed,
    /// Each hidden layer has its own
    Layer,
    /// Each unit of a hidden layer has its own
    Channel,
}

/// A learning rate's course.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Decay {
    /// It stays
    Constant,
    /// Half a cosine down to 0
    Cosine,
}

/// Plan a study as single trials, and collect their records
///
/// For clusters: `study plan` prints a phase's trials, `trial run` runs any of them anywhere, `study collect`
/// prints what `choose` prints. Tuning takes several phases, each planned from the records of those before,
/// until nothing is left to plan.
#[derive(Debug, Args)]
#[command(after_help = "Example, the work of `nonlin choose --seeds 5` by hand:
  nonlin study plan --seeds 5 > plan.jsonl
  nonlin trial run plan.jsonl --output records
  nonlin study plan --spec plan.jsonl --records records > next.jsonl
  … and so on, until a plan has no trials
  nonlin study collect plan.jsonl records")]
pub struct StudyCommand {
    /// What to do
    #[command(subcommand)]
    pub step: Step,
}

/// The steps of a study by hand.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Print the study and the trials to run next, one JSON document a line
    Plan(Box<Plan>),
    /// Print the answer from the records
    Collect(Collect),
}

/// `study plan`.
#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    pub study: Study,
    /// The records so far; without it, the first phase is planned
    #[arg(long, value_name = "DIR")]
    pub records: Option<PathBuf>,
}

/// `study collect`.
#[derive(Debug, Args)]
pub struct Collect {
    /// A plan of the study, of any phase, or what --json printed
    pub plan: PathBuf,
    /// The folder of the records
    pub records: PathBuf,
    #[command(flatten)]
    pub answer: Answer,
}

/// Run single trials
#[derive(Debug, Args)]
pub struct TrialCommand {
    /// What to do
    #[command(subcommand)]
    pub step: TrialStep,
}

/// What there is to do with a trial.
#[derive(Debug, Subcommand)]
pub enum TrialStep {
    Run(RunTrial),
}

/// Run the trials of a file: of a plan, or one alone
///
/// A trial is a pure function of its specification, and its record is named by the specification's hash:
/// running one twice is harmless, and with --output a trial whose record is there is not run again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin trial run trial.json > record.json
  nonlin trial run plan.jsonl --output records
  nonlin trial run plan.jsonl --output records --share 3/16")]
pub struct RunTrial {
    /// A specification, or a plan, as JSON lines; - is standard input
    pub file: PathBuf,
    /// The data that it names, a file or a name of `nonlin data list`; without it, the handwritten digits
    #[arg(long, value_name = "FILE|NAME")]
    pub data: Option<PathBuf>,
    /// The column to predict, or several; by default the data's own target, or the last column
    #[arg(long, value_name = "COLUMN,…", requires = "data")]
    pub target: Option<String>,
    /// What kind of prediction; by default it is found from the target
    #[arg(long, requires = "data")]
    pub task: Option<Task>,
    /// Write each record to <hash>.json in this folder, instead of standard output
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Run only this share of the trials: of every N the I-th, from 1
    #[arg(long, value_name = "I/N", default_value = "1/1")]
    pub share: Share,
}

/// The I-th of every N.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    place: usize,
    of: usize,
}

impl Share {
    /// Whether the item at `index` (from 0) belongs to it.
    pub fn has(self, index: usize) -> bool {
        index % self.of == self.place - 1
    }
}

impl std::str::FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share; write 3/16 for the third of sixteen");
        let (place, of) = text.split_once('/').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
        let share = Self { place: number(place)?, of: number(of)? };
        if (1..=share.of).contains(&share.place) { Ok(share) } else { Err(wrong()) }
    }
}
