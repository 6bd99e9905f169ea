//! The command line, from which help and completions derive.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// The workbench for neural-network activation functions
///
/// compute   evaluate any function and its derivatives: `nonlin eval`
/// explain   say what a function is and does:           `nonlin explain`
/// choose    find the one for your data by experiment:  `nonlin choose`
#[derive(Debug, Parser)]
#[command(name = "nonlin", version, styles = STYLES, verbatim_doc_comment)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    List(List),
    Explain(Explain),
    Eval(Eval),
    Choose(Choose),
    Completions(Completions),
}

/// List the activation functions
///
/// A word filters by name, title (English or Chinese), alias, a framework's name, or formula.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin list
  nonlin list --family gated
  nonlin list --kind row
  nonlin list softplus
  nonlin list torch:LeakyReLU --json")]
pub struct List {
    /// Only functions with this in a name or in the formula
    pub word: Option<String>,
    /// Only this family, such as rectifier, sigmoid, gated
    #[arg(long)]
    pub family: Option<String>,
    /// Only functions of this kind
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Print an array of definitions as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print a Markdown table
    #[arg(long)]
    pub markdown: bool,
}

/// What a function is a function of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Single numbers
    Scalar,
    /// One number of each part of a row: gated units, several outputs
    Map,
    /// A whole row: softmax
    Row,
    /// Random numbers too, in training; of any of these kinds
    Stochastic,
}

/// A function by name or formula, with values for its parameters.
#[derive(Debug, Args)]
pub struct Function {
    /// A name (gelu, torch:LeakyReLU) or a formula in x ("x*tanh(softplus(x))")
    #[arg(value_name = "NAME|FORMULA", allow_hyphen_values = true)]
    pub function: String,
    /// The value of a parameter; may be repeated
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, f64)>,
}

/// Say what a function is: formula, derivative, curve
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin explain gelu
  nonlin explain elu --param alpha=0.5
  nonlin explain \"x*sigmoid(1.702*x)\"
  nonlin explain mish --json")]
pub struct Explain {
    #[command(flatten)]
    pub function: Function,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Evaluate a function or its derivative
///
/// Numbers print with the digits that read back to the same value; ±inf gives the limit. The numbers
/// are one row for a function of rows (softmax, glu), whose derivative is its Jacobian, a line for
/// each result.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin eval gelu 0.5 1 2
  nonlin eval tanh -2 -1e-3 -inf
  nonlin eval \"x*sigmoid(b*x)\" --param b=1.702 --derivative 1 0.5
  nonlin eval softmax 1 2 3 --vjp 1,0,0
  nonlin eval \"x - mean(x)\" 1 2 6
  nonlin eval rrelu -1 -1 --train --seed 7
  nonlin eval prelu -2 --gradient a
  seq -3 3 | nonlin eval softplus --dtype f32")]
pub struct Eval {
    #[command(flatten)]
    pub function: Function,
    /// Where to evaluate it; without any, numbers are read from standard input
    #[arg(value_name = "X")]
    pub x: Vec<String>,
    /// Order of the derivative
    #[arg(short, long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=8))]
    pub derivative: u8,
    /// The Jacobian times this vector, as long as the row
    #[arg(long, value_name = "V,…", value_parser = vector, allow_hyphen_values = true)]
    #[arg(conflicts_with_all = ["derivative", "vjp", "gradient"])]
    pub jvp: Option<Vector>,
    /// This vector, as long as the results, times the Jacobian
    #[arg(long, value_name = "V,…", value_parser = vector, allow_hyphen_values = true)]
    #[arg(conflicts_with_all = ["derivative", "gradient"])]
    pub vjp: Option<Vector>,
    /// The derivative by this parameter
    #[arg(long, value_name = "NAME", conflicts_with = "derivative")]
    pub gradient: Option<String>,
    /// Numbers in a row; all of them by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub row: Option<u32>,
    /// Draw the function's random numbers, as in training
    #[arg(long)]
    pub train: bool,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", default_value_t = 0, requires = "train")]
    pub seed: u64,
    /// Element type: results are rounded to it once
    #[arg(long, default_value = "f64")]
    pub dtype: Dtype,
    /// Print JSON; infinities and NaN are strings
    #[arg(long)]
    pub json: bool,
}

/// An element type.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Dtype {
    /// 32-bit float
    F32,
    /// 64-bit float
    F64,
}

/// Train the same network with each function and rank them
///
/// Without DATA: handwritten digits, built in. Every candidate gets the same splits, batches, initial
/// weights (scaled by its own gain) and learning-rate budget.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin choose
  nonlin choose --with relu,gelu,\"x*tanh(x)\" --seeds 5
  nonlin choose flowers.csv --target species
  nonlin choose --json > study.json")]
pub struct Choose {
    /// A CSV file with a header; without one, the handwritten digits
    pub data: Option<PathBuf>,
    /// The column to predict; the last one by default
    #[arg(long, value_name = "COLUMN", requires = "data")]
    pub target: Option<String>,
    /// The candidates: names or formulas, separated by commas outside parentheses
    #[arg(long, value_name = "LIST")]
    pub with: Option<String>,
    /// Seeds to compare the candidates on
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub seeds: u16,
    /// Threads; all cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print the whole study as JSON
    #[arg(long)]
    pub json: bool,
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin completions bash > ~/.local/share/bash-completion/completions/nonlin
  nonlin completions zsh > ~/.zfunc/_nonlin
  nonlin completions fish > ~/.config/fish/completions/nonlin.fish")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Parses the command line. A negative number is a number, not an option: it gets the typographic
/// minus sign, with which no option begins and which formulas and numbers may have.
pub fn parse() -> Arguments {
    let signed = |argument: std::ffi::OsString| match argument.to_str() {
        Some(text) if text.starts_with('-') && text.parse::<f64>().is_ok() => {
            text.replacen('-', "−", 1).into()
        }
        _ => argument,
    };
    Arguments::parse_from(std::env::args_os().map(signed))
}

/// Numbers in one argument.
#[derive(Debug, Clone)]
pub struct Vector(pub Vec<f64>);

/// Reads `1,0,-2.5`.
fn vector(text: &str) -> Result<Vector, String> {
    let number = |part: &str| {
        let part = part.trim().replace('−', "-");
        part.parse().map_err(|_| format!("`{part}` is not a number; write them as 1,0,-2.5"))
    };
    text.split(',').map(number).collect::<Result<_, _>>().map(Vector)
}

/// Reads `name=value`.
fn parameter(text: &str) -> Result<(String, f64), String> {
    let wrong = || format!("`{text}` is not of the form name=value, such as alpha=0.2");
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    let value: f64 = value.trim().parse().map_err(|_| wrong())?;
    if !value.is_finite() {
        return Err(format!("the value of `{}` must be finite", name.trim()));
    }
    Ok((name.trim().to_owned(), value))
}
