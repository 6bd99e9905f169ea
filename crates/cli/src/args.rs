//! The command line, from which help and completions derive.

mod data;
mod lessons;
mod study;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use nonlin::report::figure::SIDES;

pub use data::{Data, DataCommand, Fetch, Show, Source};
pub use lessons::Lessons;
pub use study::{
    Answer, Choose, Collect, Decay, Options, Plan, RunTrial, Step, Study, StudyCommand, Trained,
    TrialCommand, TrialStep,
};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// The workbench for neural-network activation functions
///
/// compute   evaluate any function and its derivatives: `nonlin eval`
/// explain   say what a function is and does:           `nonlin explain`, `nonlin plot`
/// choose    find the one for your data by experiment:  `nonlin choose`
///
/// and `nonlin lessons` tries what is said of them
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
    Plot(Plot),
    Eval(Eval),
    Choose(Box<Choose>),
    Data(Data),
    Study(StudyCommand),
    Trial(TrialCommand),
    Lessons(Lessons),
    Bench(Bench),
    Completions(Completions),
}

/// List the activation functions, or find some
///
/// A text is looked for in names, aliases, names in frameworks, titles (English and Chinese), formulas
/// and summaries, best match first; a formula is compared as mathematics. Filters combine by "and".
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin list
  nonlin list --family gated --smooth --bounded
  nonlin list --kind row
  nonlin list softplus
  nonlin list \"sigmoid(x)*x\"
  nonlin list --framework keras --trainable
  nonlin list 高斯 --year ..2015 --json")]
pub struct List {
    /// What to look for: a name, torch:SiLU, a word, a formula
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// Only this family, such as rectifier, sigmoid, gated
    #[arg(long)]
    pub family: Option<String>,
    /// Only what this framework ships, such as pytorch, keras, onnx
    #[arg(long)]
    pub framework: Option<String>,
    /// Only those with a continuous derivative everywhere
    #[arg(long)]
    pub smooth: bool,
    /// Only those that never turn
    #[arg(long)]
    pub monotone: bool,
    /// Only those with values between two numbers
    #[arg(long)]
    pub bounded: bool,
    /// Only those with parameters that networks learn
    #[arg(long)]
    pub trainable: bool,
    /// Only those published then: 2017, 2016.., ..1990 or 2010..2015
    #[arg(long, value_name = "YEARS")]
    pub year: Option<Years>,
    /// Only functions of this kind
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Only formulas attested so: framework-source, paper, two-transcriptions, one-transcription
    #[arg(long)]
    pub evidence: Option<String>,
    /// Print an array of definitions as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print a Markdown table
    #[arg(long)]
    pub markdown: bool,
}

/// Years from a first to a last one, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    first: u16,
    last: u16,
}

impl Years {
    /// Whether a year is one of them.
    pub fn contains(self, year: u16) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

impl std::str::FromStr for Years {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is none of 2017, 2016.., ..1990 and 2010..2015");
        let year = |text: &str| text.trim().parse::<u16>().map_err(|_| wrong());
        let (first, last) = match text.split_once("..") {
            None => (year(text)?, year(text)?),
            Some(("", "")) => return Err(wrong()),
            Some((first, "")) => (year(first)?, u16::MAX),
            Some(("", last)) => (0, year(last.trim_start_matches('='))?),
            Some((first, last)) => (year(first)?, year(last.trim_start_matches('='))?),
        };
        if first > last {
            return Err(format!("`{text}` is no year at all: {first} is after {last}"));
        }
        Ok(Self { first, last })
    }
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

/// Say what a function is and does
///
/// Formula, derivative, names, both curves; then what is proved of its range, slope, shape and zones, of
/// its moments and of signals through depth, and what it costs. Digits end with … where more are not known
/// or not shown; --json has them all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin explain gelu
  nonlin explain elu --param alpha=0.5
  nonlin explain \"x*sigmoid(1.702*x)\"
  nonlin explain gelu --versus silu
  nonlin explain tanh --sigma-w 1.5 --sigma-b 0.3 --threshold 0.05
  nonlin explain gelu --mean 0.5 --variance 2
  nonlin explain mish --json
  nonlin explain mish --html > mish.html")]
pub struct Explain {
    #[command(flatten)]
    pub function: Function,
    /// Another function beside it, in a second column, and the largest distance between them
    #[arg(long, value_name = "NAME|FORMULA", allow_hyphen_values = true)]
    pub versus: Option<String>,
    /// Standard deviation of the biases, for signals through depth
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = deviation)]
    pub sigma_b: f64,
    /// Standard deviation of the weights times √fan-in, beside the usual initialisations
    #[arg(long, value_name = "S", value_parser = deviation)]
    pub sigma_w: Option<f64>,
    /// Inputs of a unit, for the weights' recommended deviation
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    pub fan_in: u32,
    /// Mean of the normal pre-activation that the moments are of
    #[arg(long, value_name = "M", default_value_t = 0.0, value_parser = finite, allow_hyphen_values = true)]
    pub mean: f64,
    /// Its variance
    #[arg(long, value_name = "V", default_value_t = 1.0, value_parser = variance)]
    pub variance: f64,
    /// The share of the largest slope below which a function is called saturated
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    pub threshold: f64,
    /// Measure its time beside ReLU's, and its errors in f32
    #[arg(long)]
    pub measure: bool,
    /// Print JSON
    #[arg(long, conflicts_with_all = ["markdown", "html"])]
    pub json: bool,
    /// Print Markdown
    #[arg(long, conflicts_with = "html")]
    pub markdown: bool,
    /// Print a page of HTML
    #[arg(long)]
    pub html: bool,
}

/// Draw functions and their derivatives
///
/// In the terminal, or as a picture: the ending of FILE says which kind. One function is drawn with its
/// first two derivatives, several are drawn alone, unless --derivative says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin plot gelu
  nonlin plot gelu mish relu --derivative 1
  nonlin plot tanh \"x/(1 + abs(x))\" --range -3 3 -o two.svg
  nonlin plot elu --param alpha=0.5 --panels -o elu.png
  nonlin plot silu --theme dark -o silu.html")]
pub struct Plot {
    /// Names (gelu, torch:LeakyReLU) or formulas in x ("x*tanh(softplus(x))")
    #[arg(value_name = "NAME|FORMULA", required = true)]
    pub functions: Vec<String>,
    /// The value of a parameter, of one function; may be repeated
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, f64)>,
    /// Orders of derivatives, 0 for the function itself; may be repeated
    #[arg(short, long, value_name = "N,…", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(0..=8))]
    pub derivative: Vec<u8>,
    /// The stretch of the x axis; without it, one that shows what is interesting
    #[arg(short, long, num_args = 2, value_names = ["LO", "HI"], value_parser = finite)]
    pub range: Option<Vec<f64>>,
    /// Write a picture: .svg, .png or .html
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colours of the picture
    #[arg(long, default_value = "auto", requires = "output")]
    pub theme: Theme,
    /// Axes of its own for each order of derivative
    #[arg(long, requires = "output")]
    pub panels: bool,
    /// Pixels across [default: 800; 1600 for .png]
    #[arg(long, value_name = "PIXELS", requires = "output", value_parser = side())]
    pub width: Option<u32>,
    /// Pixels down [default: five eighths of the width]
    #[arg(long, value_name = "PIXELS", requires = "output", value_parser = side())]
    pub height: Option<u32>,
}

/// Colours of a picture.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Theme {
    /// Dark on white
    Light,
    /// Light on near black
    Dark,
    /// What the reader's system prefers; light in a .png
    Auto,
}

/// A side of a picture.
fn side() -> clap::builder::RangedI64ValueParser<u32> {
    let (least, most) = SIDES.into_inner();
    clap::value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

/// Evaluate a function or its derivative
///
/// Numbers print with the digits that read back to the same value; ±inf gives the limit. The numbers
/// are one row for a function of rows (softmax, glu), whose derivative is its Jacobian, a line for
/// each result.
///
/// With --input and --output, the numbers of a NumPy file of any size become those of another, of the
/// same shape, order and element type, on all cores: float16, float32, float64, and bfloat16 as
/// numpy.save stores it (two raw bytes, `<V2`). Integers are refused, since NumPy's own functions differ
/// in what they make of them: convert them first, as in `array.astype("float32")`. A file appears under
/// its name when it is complete.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin eval gelu 0.5 1 2
  nonlin eval tanh -2 -1e-3 -inf
  nonlin eval \"x*sigmoid(b*x)\" --param b=1.702 --derivative 1 0.5
  nonlin eval softmax 1 2 3 --vjp 1,0,0
  nonlin eval \"x - mean(x)\" 1 2 6
  nonlin eval rrelu -1 -1 --train --seed 7
  nonlin eval prelu -2 --gradient a
  nonlin eval gelu --input x.npy --output y.npy
  nonlin eval gelu --derivative 1 --dtype f16 --input - --output - < x.npy > slopes.npy
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
    /// Element type: numbers, then results, are rounded to it once [default: f64, or the file's]
    #[arg(long)]
    pub dtype: Option<Dtype>,
    /// Evaluate at the numbers of this .npy file; - is standard input
    #[arg(long, value_name = "FILE", requires = "output", conflicts_with_all = OF_ARGUMENTS)]
    pub input: Option<PathBuf>,
    /// Write the results to this .npy file; - is standard output
    #[arg(long, value_name = "FILE", requires = "input")]
    pub output: Option<PathBuf>,
    /// Print JSON; infinities and NaN are strings
    #[arg(long)]
    pub json: bool,
}

impl Eval {
    /// The element type of numbers on the command line.
    pub fn dtype(&self) -> Dtype {
        self.dtype.unwrap_or(Dtype::F64)
    }
}

/// What does not go with files.
const OF_ARGUMENTS: [&str; 6] = ["x", "jvp", "vjp", "row", "train", "json"];

/// An element type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dtype {
    /// 16-bit float of IEEE 754: 11 binary digits, up to 65504
    F16,
    /// bfloat16: 8 binary digits, the range of f32
    Bf16,
    /// 32-bit float
    F32,
    /// 64-bit float
    F64,
}

impl Dtype {
    /// The name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    /// Bytes of an element.
    pub fn bytes(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// Measure how fast this machine computes functions, beside its limits
///
/// Forward is y = f(x), backward dx = dy·f′(x); times are of the whole call, divided by the elements. The
/// limit is the greater of the arithmetic at the processor's peak and a copy of the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin bench
  nonlin bench gelu \"x*tanh(softplus(x))\" --threads 1
  nonlin bench sigmoid --n 16,4096,65536 --dtype f64
  nonlin bench --json > this-machine.json")]
pub struct Bench {
    /// Names or formulas; by default the functions that every framework ships
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Elements in a slice; by default 4096, 65536 and, if there is memory for it, 67108864
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = length)]
    pub n: Vec<usize>,
    /// Threads that share a slice; by default both are measured
    #[arg(long, value_name = "1|all")]
    pub threads: Option<BenchThreads>,
    /// Element type
    #[arg(long, default_value = "f32")]
    pub dtype: Dtype,
    /// Print an array of figures as JSON
    #[arg(long)]
    pub json: bool,
}

/// Threads that share a slice.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum BenchThreads {
    /// The command's own
    #[value(name = "1")]
    One,
    /// All that the processor has
    All,
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

/// Reads a finite number; the typographic minus sign is a minus sign.
fn finite(text: &str) -> Result<f64, String> {
    let number = text.trim().replace('−', "-").parse().ok().filter(|value: &f64| value.is_finite());
    number.ok_or_else(|| format!("`{text}` is no finite number"))
}

/// Reads a standard deviation.
fn deviation(text: &str) -> Result<f64, String> {
    let value = finite(text)?;
    if value >= 0.0 { Ok(value) } else { Err(format!("{value} is below 0: no standard deviation")) }
}

/// Reads a variance above 0.
fn variance(text: &str) -> Result<f64, String> {
    let value = finite(text)?;
    if value > 0.0 { Ok(value) } else { Err(format!("{value} is not above 0: no variance")) }
}

/// Reads a share of a whole.
fn share(text: &str) -> Result<f64, String> {
    let value = finite(text)?;
    if 0.0 < value && value < 1.0 {
        return Ok(value);
    }
    Err(format!("{value} is no share; it lies between 0 and 1, such as 0.01"))
}

/// Reads a number of elements.
fn length(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("`{text}` is no number of elements; write them as 4096,65536")),
    }
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
