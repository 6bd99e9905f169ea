//! The arguments of `nonlin lessons`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use nonlin::lessons::Language;

/// Try what is said of activation functions, on this machine
///
/// Without a name, the list of all claims; with one, the claim, the setting, what theory says, what was
/// measured, and the verdict that follows. The setting can be changed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nonlin lessons
  nonlin lessons vanishing-gradient
  nonlin lessons vanishing-gradient --set depth=3 --set function=tanh
  nonlin lessons --run --report lessons.html
  nonlin lessons --run --json --lang zh")]
pub struct Lessons {
    /// A claim's name or number
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Run all of them
    #[arg(long, conflicts_with = "name")]
    pub run: bool,
    /// Change the setting; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "name", value_parser = setting)]
    pub settings: Vec<(String, String)>,
    /// The language [default: that of the locale]
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<Lang>,
    /// Print an array of lessons as JSON
    #[arg(long)]
    pub json: bool,
    /// Write one page of HTML; without a name, of all lessons
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// A language that lessons are told in.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Simplified Chinese
    Zh,
}

impl Lessons {
    /// The language asked for, or that of the locale.
    pub fn language(&self) -> Language {
        match self.lang {
            Some(Lang::En) => Language::English,
            Some(Lang::Zh) => Language::Chinese,
            None => {
                let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
                let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
                locale.map_or_else(Language::default, |locale| Language::of_locale(&locale))
            }
        }
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}` is not of the form name=value, such as depth=3"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
