//! What a reader may change about an experiment.

use std::ops::RangeInclusive;

use nonlin_catalogue::{Activation, Parameters};

use crate::error::LessonError;

/// One thing to change.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What it is called: `--set depth=20`.
    pub name: &'static str,
    /// What it is when nothing is said, and what it may be.
    pub default: Default,
}

/// A setting's first value and its range.
#[derive(Debug, Clone)]
pub enum Default {
    /// A whole number.
    Whole(usize, RangeInclusive<usize>),
    /// A number.
    Real(f64, RangeInclusive<f64>),
    /// A function of the catalogue, or a formula.
    Function(&'static str),
}

/// A setting's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(usize),
    /// A number.
    Real(f64),
    /// A function of the catalogue, or a formula.
    Function(String),
}

impl Setting {
    /// A whole number.
    #[must_use]
    pub const fn whole(name: &'static str, value: usize, range: RangeInclusive<usize>) -> Self {
        Self { name, default: Default::Whole(value, range) }
    }

    /// A number.
    #[must_use]
    pub const fn real(name: &'static str, value: f64, range: RangeInclusive<f64>) -> Self {
        Self { name, default: Default::Real(value, range) }
    }

    /// A function.
    #[must_use]
    pub const fn function(name: &'static str, value: &'static str) -> Self {
        Self { name, default: Default::Function(value) }
    }

    /// What it is when nothing is said.
    #[must_use]
    pub fn first(&self) -> Value {
        match &self.default {
            Default::Whole(value, _) => Value::Whole(*value),
            Default::Real(value, _) => Value::Real(*value),
            Default::Function(value) => Value::Function((*value).to_owned()),
        }
    }

    /// The least and the greatest that it may be; a function has none.
    #[must_use]
    pub fn range(&self) -> Option<[Value; 2]> {
        match &self.default {
            Default::Whole(_, range) => {
                Some([range.start(), range.end()].map(|end| Value::Whole(*end)))
            }
            Default::Real(_, range) => {
                Some([range.start(), range.end()].map(|end| Value::Real(*end)))
            }
            Default::Function(_) => None,
        }
    }

    /// The value that a text means.
    fn read(&self, text: &str) -> Result<Value, LessonError> {
        let wrong =
            |range: String| LessonError::new(format!("`{}` is `{text}`; give {range}", self.name));
        match &self.default {
            Default::Whole(_, range) => {
                let asked = || format!("a whole number from {} to {}", range.start(), range.end());
                let value = text.parse().ok().filter(|value| range.contains(value));
                value.map(Value::Whole).ok_or_else(|| wrong(asked()))
            }
            Default::Real(_, range) => {
                let asked = || format!("a number from {} to {}", range.start(), range.end());
                let value = text.parse().ok().filter(|value| range.contains(value));
                value.map(Value::Real).ok_or_else(|| wrong(asked()))
            }
            Default::Function(_) => {
                Activation::resolve(text, &Parameters::new())?;
                Ok(Value::Function(text.to_owned()))
            }
        }
    }
}

/// The values of all settings of a lesson.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings(Vec<(&'static str, Value)>);

impl Settings {
    /// The first values, but for those that are given, as (name, value).
    ///
    /// # Errors
    /// [`LessonError`] if there is no such setting, or it cannot have this value.
    pub fn new(settings: &[Setting], given: &[(String, String)]) -> Result<Self, LessonError> {
        let mut values: Vec<_> = settings.iter().map(|own| (own.name, own.first())).collect();
        for (name, text) in given {
            let Some(place) = settings.iter().position(|own| own.name == name) else {
                let names: Vec<&str> = settings.iter().map(|own| own.name).collect();
                let known = if names.is_empty() {
                    "this lesson has none".to_owned()
                } else {
                    format!("there are {}", names.join(", "))
                };
                return Err(LessonError::new(format!("there is no setting `{name}`; {known}")));
            };
            values[place].1 = settings[place].read(text)?;
        }
        Ok(Self(values))
    }

    /// All of them, in the order of the lesson.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    fn value(&self, name: &str) -> &Value {
        let found = self.0.iter().find(|(own, _)| *own == name);
        &found.unwrap_or_else(|| panic!("the lesson has no setting `{name}`")).1
    }

    /// A whole number.
    ///
    /// # Panics
    /// If the lesson has no such setting: a mistake in the lesson's file, which its test finds.
    #[must_use]
    pub fn whole(&self, name: &str) -> usize {
        match self.value(name) {
            Value::Whole(value) => *value,
            other => panic!("`{name}` is {other:?}"),
        }
    }

    /// A number.
    ///
    /// # Panics
    /// If the lesson has no such setting: a mistake in the lesson's file, which its test finds.
    #[must_use]
    pub fn real(&self, name: &str) -> f64 {
        match self.value(name) {
            Value::Real(value) => *value,
            other => panic!("`{name}` is {other:?}"),
        }
    }

    /// The text that names a function.
    ///
    /// # Panics
    /// If the lesson has no such setting: a mistake in the lesson's file, which its test finds.
    #[must_use]
    pub fn function(&self, name: &str) -> &str {
        match self.value(name) {
            Value::Function(value) => value,
            other => panic!("`{name}` is {other:?}"),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(value) => write!(f, "{value}"),
            Self::Real(value) => write!(f, "{value}"),
            Self::Function(value) => f.write_str(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &[Setting] = &[
        Setting::whole("depth", 10, 1..=100),
        Setting::real("rate", 0.1, 0.0..=1.0),
        Setting::function("function", "sigmoid"),
    ];

    fn given(name: &str, value: &str) -> Result<Settings, String> {
        Settings::new(SETTINGS, &[(name.to_owned(), value.to_owned())])
            .map_err(|error| error.to_string())
    }

    #[test]
    fn values_replace_the_first_ones() {
        let settings = given("depth", "7").unwrap();
        assert_eq!(settings.whole("depth"), 7);
        assert_eq!(settings.real("rate"), 0.1);
        assert_eq!(given("function", "x*sigmoid(x)").unwrap().function("function"), "x*sigmoid(x)");
    }

    #[test]
    fn mistakes_name_what_would_be_right() {
        for (name, value, message) in [
            ("depth", "0", "`depth` is `0`; give a whole number from 1 to 100"),
            ("rate", "nan", "`rate` is `nan`; give a number from 0 to 1"),
            ("function", "gleu", "unknown function `gleu`; did you mean `gelu`?"),
            ("width", "3", "there is no setting `width`; there are depth, rate, function"),
        ] {
            assert_eq!(given(name, value).unwrap_err(), message);
        }
    }
}
