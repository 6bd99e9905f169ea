//! What a definition file says, as data. The files are `functions/<family>/<name>.toml`.

use crate::distribution::Distribution;
use crate::range::Range;

/// One activation function of the catalogue.
#[derive(Debug, PartialEq)]
pub struct Definition {
    /// Its name here: lower_snake_case, the file's name.
    pub name: &'static str,
    /// What it is akin to: the folder's name.
    pub family: &'static str,
    /// Its name in English text.
    pub title: &'static str,
    /// Its name in Chinese text.
    pub title_zh: &'static str,
    /// What it is, in a sentence.
    pub summary: &'static str,
    /// The formula in `x` and the parameters; several, one for each part of the result, are
    /// separated by commas.
    pub formula: &'static str,
    /// What it is a function of.
    pub kind: Kind,
    /// The formulas, one for each part of the result.
    pub formulas: &'static [&'static str],
    /// Whether its kernel is compiled ahead of time, with the default parameters.
    pub compiled: bool,
    /// Whether pairs of f32 lanes compute the value, and the derivative, of that kernel to 1 ULP.
    pub pair: [bool; 2],
    /// The names of the row's equal parts, in order: `x` alone for a function of single numbers.
    pub inputs: &'static [&'static str],
    /// The parameter that says how many neighbours make a row; without, the last axis is one.
    pub group: Option<&'static str>,
    /// Names for parts of the formula, as (name, formula); each may use those before it.
    pub definitions: &'static [(&'static str, &'static str)],
    /// Random numbers that the formula uses in training.
    pub noise: &'static [Noise],
    /// Other names.
    pub aliases: &'static [&'static str],
    /// How well the formula is attested.
    pub evidence: Evidence,
    /// What else a reader should know; may be empty.
    pub note: &'static str,
    /// Its parameters, by name.
    pub parameters: &'static [Parameter],
    /// Where it has no derivative, and what counts as its derivative there.
    pub kinks: &'static [Kink],
    /// Its names in other libraries.
    pub frameworks: &'static [FrameworkName],
    /// Where it was published.
    pub source: Source,
}

/// What a definition is a function of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Single numbers.
    Scalar,
    /// One number of each part of a row, such as a gated unit.
    Map,
    /// A whole row, such as softmax.
    Row,
}

impl Kind {
    /// As definition files say it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Map => "map",
            Self::Row => "row",
        }
    }
}

/// A random number for each element, drawn in training.
#[derive(Debug, PartialEq)]
pub struct Noise {
    /// Its name in the formula.
    pub name: &'static str,
    /// How it is distributed.
    pub distribution: Distribution,
    /// The distribution's arguments, formulas in the parameters and the noises before it.
    pub arguments: &'static [&'static str],
    /// What stands in its place outside training, a formula in the parameters.
    pub evaluation: &'static str,
}

/// How well a formula is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Read in the source code of a framework that ships it.
    FrameworkSource,
    /// Read in the paper that proposed it.
    Paper,
    /// Two secondary sources agree.
    TwoTranscriptions,
    /// A single secondary source.
    OneTranscription,
}

impl Evidence {
    /// From the best to the least attested.
    pub const ALL: [Self; 4] =
        [Self::FrameworkSource, Self::Paper, Self::TwoTranscriptions, Self::OneTranscription];

    /// As definition files and the command line write it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::FrameworkSource => "framework-source",
            Self::Paper => "paper",
            Self::TwoTranscriptions => "two-transcriptions",
            Self::OneTranscription => "one-transcription",
        }
    }

    /// In words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::FrameworkSource => "framework source",
            Self::Paper => "paper",
            Self::TwoTranscriptions => "two transcriptions",
            Self::OneTranscription => "one transcription",
        }
    }
}

/// A parameter of a definition.
#[derive(Debug, PartialEq)]
pub struct Parameter {
    /// Its name in the formula.
    pub name: &'static str,
    /// Its default, as a formula without names.
    pub default: &'static str,
    /// Its admissible values.
    pub range: Range,
    /// Whether networks learn it.
    pub trainable: bool,
    /// What it does.
    pub meaning: &'static str,
}

/// A convention at a point without a derivative.
#[derive(Debug, PartialEq)]
pub struct Kink {
    /// The place, as a formula in the parameters.
    pub at: &'static str,
    /// What counts as the derivative there, as a formula in the parameters.
    pub derivative: &'static str,
}

/// A name in another library.
#[derive(Debug, PartialEq)]
pub struct FrameworkName {
    /// The library, such as `pytorch`.
    pub framework: &'static str,
    /// The name there.
    pub name: &'static str,
    /// Defaults there that differ from the definition's, as (parameter, formula).
    pub parameters: &'static [(&'static str, &'static str)],
}

/// A publication; what is unknown is empty.
#[derive(Debug, PartialEq)]
pub struct Source {
    /// The year.
    pub year: Option<u16>,
    /// The authors.
    pub authors: &'static str,
    /// The title.
    pub title: &'static str,
    /// Where it appeared.
    pub venue: &'static str,
    /// Where it can be read.
    pub url: &'static str,
}
