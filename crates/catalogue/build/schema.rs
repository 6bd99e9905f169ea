//! What a definition file may say. Unknown keys are errors, so that a slip cannot go unnoticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A definition file, with the name and family that its path gives.
pub struct Entry {
    pub path: PathBuf,
    pub name: String,
    pub family: String,
    pub file: File,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub title: String,
    pub title_zh: String,
    pub summary: String,
    #[serde(default)]
    pub kind: Kind,
    /// The equal parts of the row, in order; none for the one part `x`.
    #[serde(default)]
    pub inputs: Vec<String>,
    pub formula: Formulas,
    /// Whether its kernel is compiled ahead of time, with the default parameters.
    #[serde(default)]
    pub compiled: bool,
    /// What of it pairs of f32 lanes compute to 1 ULP.
    #[serde(default)]
    pub pair: Vec<Output>,
    /// Names for parts of the formula.
    #[serde(default, rename = "where")]
    pub definitions: Vec<Part>,
    /// The parameter that says how many neighbours make a row.
    #[serde(default)]
    pub group: Option<String>,
    /// Random numbers, in the order in which one may depend on another.
    #[serde(default)]
    pub noise: Vec<Noise>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub evidence: Evidence,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
    #[serde(default)]
    pub kinks: Vec<Kink>,
    #[serde(default)]
    pub frameworks: BTreeMap<String, FrameworkNames>,
    #[serde(default)]
    pub source: Source,
}

/// What a kernel computes.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    Value,
    Derivative,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    #[default]
    Scalar,
    Map,
    Row,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Formulas {
    One(String),
    Several(Vec<String>),
}

impl Formulas {
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(formula) => std::slice::from_ref(formula),
            Self::Several(formulas) => formulas,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub name: String,
    pub formula: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noise {
    pub name: String,
    /// Such as `uniform(lower, upper)`.
    pub distribution: String,
    /// What stands in its place when nothing is drawn.
    pub evaluation: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    FrameworkSource,
    Paper,
    TwoTranscriptions,
    OneTranscription,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    pub default: String,
    pub range: String,
    #[serde(default)]
    pub trainable: bool,
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kink {
    pub at: String,
    pub derivative: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum FrameworkNames {
    One(String),
    Many(Vec<FrameworkName>),
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum FrameworkName {
    Plain(String),
    With {
        name: String,
        #[serde(flatten)]
        parameters: BTreeMap<String, String>,
    },
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub year: Option<u16>,
    #[serde(default)]
    pub authors: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub venue: String,
    #[serde(default)]
    pub url: String,
}

impl Entry {
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let file = toml::from_str(&text).map_err(|error| error.to_string())?;
        let part = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str()).unwrap_or_default().to_owned()
        };
        Ok(Self {
            path: path.to_owned(),
            name: part(path.file_stem()),
            family: part(path.parent().and_then(Path::file_name)),
            file,
        })
    }

    /// Its names in the frameworks, one after the other.
    pub fn framework_names(&self) -> Vec<NameThere<'_>> {
        let mut all = Vec::new();
        for (framework, names) in &self.file.frameworks {
            match names {
                FrameworkNames::One(name) => all.push((framework.as_str(), name.as_str(), vec![])),
                FrameworkNames::Many(names) => {
                    for name in names {
                        all.push(match name {
                            FrameworkName::Plain(name) => {
                                (framework.as_str(), name.as_str(), vec![])
                            }
                            FrameworkName::With { name, parameters } => {
                                let parameters =
                                    parameters.iter().map(|(k, v)| (k.as_str(), v.as_str()));
                                (framework.as_str(), name.as_str(), parameters.collect())
                            }
                        });
                    }
                }
            }
        }
        all
    }
}

/// A framework, the name there, and the parameter values there.
pub type NameThere<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>);

/// What is wrong with the files, all of it at once.
#[derive(Default)]
pub struct Errors(pub Vec<String>);

impl Errors {
    pub fn add(&mut self, path: &Path, field: &str, message: &str) {
        let separator = if field.is_empty() { "" } else { ": " };
        self.0.push(format!("{}{separator}{field}: {message}", path.display()));
    }
}
