//! What may stand between double braces in a page.
//!
//! | placeholder | stands for |
//! |---|---|
//! | `{{lesson NAME}}` | a lesson with its claim, verdict, pictures and numbers; alone in its line |
//! | `{{number NAME.KEY}}` | a number, a setting or a text of a lesson; `KEY:theory`, `KEY:interval`, `KEY:full` |
//! | `{{verdict NAME}}`, `{{reason NAME}}` | the verdict as a badge, and the sentence that gives its reason |
//! | `{{see NAME}}` | a link to the lesson that says its title |
//! | `{{plot FUNCTION …}}`, `{{slopes FUNCTION …}}` | a picture of functions, of their derivatives; alone in its line |
//! | `{{formula FUNCTION}}` | the formula of a function |
//! | `{{expect NAME VERDICT}}`, `{{expect A < B}}` | what the prose takes for granted; alone in its line |

use std::fmt;

/// A placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Placeholder {
    /// A whole lesson.
    Lesson(String),
    /// A number in the middle of a sentence.
    Number(Key),
    /// The badge of a lesson's verdict.
    Verdict(String),
    /// Why it is that.
    Reason(String),
    /// A link to a lesson.
    See(String),
    /// A picture of functions.
    Plot(Vec<String>),
    /// A picture of their derivatives.
    Slopes(Vec<String>),
    /// The formula of a function.
    Formula(String),
    /// The prose is true only if it is so.
    Expect(Expectation),
}

/// A number of a lesson.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub lesson: String,
    /// As in the words of the lesson.
    pub key: String,
}

/// Something that prose says in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// A lesson's verdict: `holds`, `limits` or `fails`.
    Verdict(String, String),
    /// The first is less than the second.
    Less(Term, Term),
}

/// A number, or the name of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    Number(f64),
    Key(Key),
}

impl Placeholder {
    /// Reads what stands between the braces.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let functions = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        match words[..] {
            ["lesson", name] => Ok(Self::Lesson(name.to_owned())),
            ["number", key] => key_of(key).map(Self::Number),
            ["verdict", name] => Ok(Self::Verdict(name.to_owned())),
            ["reason", name] => Ok(Self::Reason(name.to_owned())),
            ["see", name] => Ok(Self::See(name.to_owned())),
            ["plot", ref names @ ..] if !names.is_empty() => Ok(Self::Plot(functions(names))),
            ["slopes", ref names @ ..] if !names.is_empty() => Ok(Self::Slopes(functions(names))),
            ["formula", name] => Ok(Self::Formula(name.to_owned())),
            ["expect", name, verdict @ ("holds" | "limits" | "fails")] => {
                Ok(Self::Expect(Expectation::Verdict(name.to_owned(), verdict.to_owned())))
            }
            ["expect", first, sign @ ("<" | ">"), second] => {
                let (first, second) = (term(first)?, term(second)?);
                let (less, more) = if sign == "<" { (first, second) } else { (second, first) };
                Ok(Self::Expect(Expectation::Less(less, more)))
            }
            _ => Err(format!("`{{{{{text}}}}}` is no placeholder")),
        }
    }

    /// Whether it fills lines of its own.
    pub const fn is_block(&self) -> bool {
        matches!(self, Self::Lesson(_) | Self::Plot(_) | Self::Slopes(_) | Self::Expect(_))
    }

    /// The lessons that it needs.
    pub fn lessons(&self) -> Vec<&str> {
        match self {
            Self::Lesson(name) | Self::Verdict(name) | Self::Reason(name) | Self::See(name) => {
                vec![name]
            }
            Self::Number(key) => vec![&key.lesson],
            Self::Expect(Expectation::Verdict(name, _)) => vec![name],
            Self::Expect(Expectation::Less(less, more)) => {
                [less, more].into_iter().filter_map(Term::lesson).collect()
            }
            Self::Plot(_) | Self::Slopes(_) | Self::Formula(_) => Vec::new(),
        }
    }
}

impl Term {
    fn lesson(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Key(key) => Some(&key.lesson),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.lesson, self.key)
    }
}

fn key_of(text: &str) -> Result<Key, String> {
    let (lesson, key) = text
        .split_once('.')
        .ok_or_else(|| format!("`{text}` is no number; write lesson.number"))?;
    Ok(Key { lesson: lesson.to_owned(), key: key.to_owned() })
}

fn term(text: &str) -> Result<Term, String> {
    text.parse().map(Term::Number).or_else(|_| key_of(text).map(Term::Key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_read() {
        let key = |lesson: &str, key: &str| Key { lesson: lesson.into(), key: key.into() };
        for (text, expected) in [
            ("lesson ranges", Placeholder::Lesson("ranges".into())),
            (" number  ranges.low:theory ", Placeholder::Number(key("ranges", "low:theory"))),
            ("plot gelu x*x", Placeholder::Plot(vec!["gelu".into(), "x*x".into()])),
            (
                "expect cost.relu > 0.25",
                Placeholder::Expect(Expectation::Less(
                    Term::Number(0.25),
                    Term::Key(key("cost", "relu")),
                )),
            ),
        ] {
            assert_eq!(Placeholder::read(text), Ok(expected), "{text}");
        }
        for wrong in
            ["", "lesson", "lesson a b", "number ranges", "plot", "expect a maybe", "#include x.md"]
        {
            assert!(Placeholder::read(wrong).is_err(), "{wrong}");
        }
    }
}
