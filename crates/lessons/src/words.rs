//! What lessons say, in each language.
//!
//! A lesson's words are a file of TOML: `words/en/<name>.toml`, `words/zh/<name>.toml`. Numbers are never
//! written there: `@{name}` stands for a number of the findings with its interval, `@{name:value}` for the
//! number alone, `@{name:interval}` for its interval, `@{name:theory}` for what theory says of it; a setting
//! and a text of the findings are named the same way. Formulas stand between dollars, in LaTeX.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::condition::Verdict;
use crate::finding::Findings;
use crate::lesson::Lesson;
use crate::number;
use crate::settings::{Settings, Value};
use nonlin_report::chart::{Captions, Chart, Mark, Series};

/// A language that lessons are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All of them, in the order of [`Lesson`]'s words.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its tag: `en`, `zh`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a locale such as `zh_CN.UTF-8`; English for all that is not Chinese.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }
}

/// The words of one lesson.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// A few words.
    pub title: String,
    /// What is said of activation functions.
    pub claim: String,
    /// On what it is tried.
    pub setting: String,
    /// What should come out.
    pub theory: String,
    /// What came out.
    pub measured: String,
    /// What to try.
    pub next: String,
    /// Why the verdict is what it is.
    pub verdict: Reasons,
    /// What the settings are.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// What the numbers are.
    pub numbers: BTreeMap<String, String>,
    /// What series and categories are called that are not functions.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// The words of the pictures.
    #[serde(default)]
    pub charts: BTreeMap<String, ChartWords>,
}

/// One sentence for each verdict.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// It holds.
    pub holds: String,
    /// It holds within limits: which ones.
    pub limits: String,
    /// It does not hold: what was found instead.
    pub fails: String,
}

/// The words of a picture.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartWords {
    /// What it shows.
    pub title: String,
    /// Its x axis; of bars, what their length means.
    pub x: String,
    /// Its y axis; none for bars.
    #[serde(default)]
    pub y: String,
}

impl Words {
    /// A lesson's words. They are part of the program, and its tests read them all.
    ///
    /// # Panics
    /// If the file is not what it should be.
    pub fn of(lesson: &Lesson, language: Language) -> Self {
        let text = lesson.words[language as usize];
        toml::from_str(text).unwrap_or_else(|error| {
            panic!("words/{}/{}.toml: {error}", language.tag(), lesson.name)
        })
    }

    /// The sentence for a verdict.
    pub fn reason(&self, verdict: Verdict) -> &str {
        match verdict {
            Verdict::Holds => &self.verdict.holds,
            Verdict::WithinLimits => &self.verdict.limits,
            Verdict::DoesNotHold => &self.verdict.fails,
        }
    }

    /// The words of a picture.
    pub fn captions(&self, name: &str, chart: &Chart) -> Captions {
        let words = self.charts.get(name);
        let text = |part: fn(&ChartWords) -> &String| {
            words.map_or_else(String::new, |own| part(own).clone())
        };
        Captions {
            title: text(|own| &own.title),
            x: text(|own| &own.x),
            y: text(|own| &own.y),
            series: self.series(chart),
            categories: chart.categories().iter().map(|name| self.name(name)).collect(),
        }
    }

    /// What the series are called: theory by what it is the theory of, too, where there are several.
    fn series(&self, chart: &Chart) -> Vec<String> {
        let several = chart.series.iter().filter(|own| own.mark != Mark::Theory).count() > 1;
        let mut measured = None;
        let name = |series: &Series| {
            let own = self.name(&series.name);
            if series.mark != Mark::Theory {
                measured = several.then(|| own.clone());
            }
            match &measured {
                Some(measured) if series.mark == Mark::Theory => format!("{measured} · {own}"),
                _ => own,
            }
        };
        chart.series.iter().map(name).collect()
    }

    /// What a key is called; a function's name is its own.
    pub fn name(&self, key: &str) -> String {
        self.names.get(key).map_or_else(|| key.to_owned(), Clone::clone)
    }
}

/// A text with its numbers filled in.
///
/// # Errors
/// The placeholder that nothing is known of.
pub fn fill(
    text: &str,
    settings: &Settings,
    findings: Option<&Findings>,
    language: Language,
) -> Result<String, String> {
    let mut parts = text.split("@{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((key, rest)) = part.split_once('}') else { return Err(part.to_owned()) };
        let value = value(key, settings, findings, language).ok_or_else(|| key.to_owned())?;
        // A full-width bracket brings its own space.
        let rest =
            if value.ends_with('）') { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
        filled.push_str(&value);
        filled.push_str(rest);
    }
    Ok(filled)
}

/// The placeholders of a text.
#[cfg(test)]
pub fn placeholders(text: &str) -> Vec<String> {
    text.split("@{").skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

fn value(
    key: &str,
    settings: &Settings,
    findings: Option<&Findings>,
    language: Language,
) -> Option<String> {
    let (name, form) = key.split_once(':').unwrap_or((key, ""));
    if let Some((_, value)) = settings.iter().find(|(own, _)| *own == name) {
        return Some(match value {
            Value::Whole(value) => number::count(*value as f64),
            other => other.to_string(),
        });
    }
    let findings = findings?;
    if let Some((_, text)) = findings.texts().iter().find(|(own, _)| *own == name) {
        return Some(text.clone());
    }
    let number = findings.number(name)?;
    match form {
        "" => Some(number::with_interval(number, language)),
        "value" => Some(number::alone(number, language)),
        "interval" => Some(
            number::interval(number, language).unwrap_or_else(|| number::alone(number, language)),
        ),
        "theory" => number::theory(number, language),
        _ => None,
    }
}

/// What all lessons have in common.
#[derive(Debug, Clone, Copy)]
pub struct Common {
    language: Language,
    /// The parts of a lesson.
    pub claim: &'static str,
    /// What it is tried on.
    pub setting: &'static str,
    /// What should come out.
    pub theory: &'static str,
    /// What came out.
    pub measured: &'static str,
    /// What follows.
    pub verdict: &'static str,
    /// What to try.
    pub next: &'static str,
    /// What the reader may change.
    pub change: &'static str,
    /// What stands above the numbers.
    pub numbers: &'static str,
    /// What stands above their intervals.
    pub interval: &'static str,
    /// An interval that is proved.
    pub proved: &'static str,
    /// A number that there is none of.
    pub none: &'static str,
    /// The verdicts, in the order of [`Verdict::ALL`].
    pub verdicts: [&'static str; 3],
    /// The title of all lessons.
    pub course: &'static str,
    /// What the course is, in a sentence.
    pub about: &'static str,
}

impl Common {
    /// In this language.
    pub const fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                language,
                claim: "Claim",
                setting: "Setting",
                theory: "Theory",
                measured: "Measured",
                verdict: "Verdict",
                next: "Next",
                change: "Change",
                numbers: "Number",
                interval: "Interval",
                proved: "proved",
                none: "none",
                verdicts: [
                    Verdict::Holds.name(),
                    Verdict::WithinLimits.name(),
                    Verdict::DoesNotHold.name(),
                ],
                course: "Claims about activation functions, measured",
                about: "Each claim was tried on this machine. Intervals are of 95 % confidence unless they are \
                        proved; the verdict follows from the numbers by rules that were fixed before.",
            },
            Language::Chinese => Self {
                language,
                claim: "论断",
                setting: "设定",
                theory: "理论",
                measured: "实测",
                verdict: "结论",
                next: "下一步",
                change: "可调",
                numbers: "数值",
                interval: "区间",
                proved: "已证明",
                none: "无",
                verdicts: ["成立", "在一定范围内成立", "不成立"],
                course: "关于激活函数的论断与实测",
                about: "每条论断都在本机上做过实验。除注明“已证明”者外，区间均为 95 % 置信区间；结论按事先定好的规则由数值得出。",
            },
        }
    }

    /// A verdict in words.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        self.verdicts[verdict as usize]
    }

    /// A number and its interval.
    pub fn with_interval(&self, value: &str, interval: &str) -> String {
        match self.language {
            Language::English => format!("{value} ({interval})"),
            Language::Chinese => format!("{value}（{interval}）"),
        }
    }

    /// From one number to another; a unit that both have is told once.
    pub fn range(&self, low: &str, high: &str) -> String {
        const SPACES: [char; 2] = [' ', '\u{a0}'];
        let low = match (low.split_once(SPACES), high.split_once(SPACES)) {
            (Some((number, unit)), Some((_, same))) if unit == same => number,
            _ => low,
        };
        match self.language {
            Language::English => format!("{low} to {high}"),
            Language::Chinese => format!("{low} 至 {high}"),
        }
    }

    /// A difference of percentages.
    pub fn points(&self, number: &str) -> String {
        match self.language {
            Language::English => format!("{number} points"),
            Language::Chinese => format!("{number} 个百分点"),
        }
    }
}
