//! Fills in the placeholders and formulas of a chapter.
//!
//! What stands in the middle of a paragraph is still read as Markdown afterwards, so characters that mean
//! something there are written as entities; what fills lines of its own is a block of HTML without empty lines,
//! which Markdown leaves as it is.

use nonlin::Activation;
use nonlin::lessons::{Answer, Language, Lesson, math, page};
use nonlin::report::escape;

use crate::chapters::{Chapter, Owned};
use crate::course::{Course, Pace};
use crate::fault::Fault;
use crate::placeholder::{Key, Placeholder};
use crate::plot;

/// The text of a chapter, ready for mdBook.
///
/// # Errors
/// What cannot be filled in, with its line.
pub fn fill(chapter: &Chapter, course: &Course, language: Language) -> Result<String, Vec<Fault>> {
    let mut text = languages(chapter, language);
    if course.pace == Pace::Quick {
        text.push_str(&note(quick(language)));
    }
    let mut faults = Vec::new();
    for (line, piece) in &chapter.pieces {
        let filled = match piece {
            Owned::Text(words) => Ok(words.clone()),
            Owned::Formula(formula) => math::mathml(formula).map(|formula| inline(&formula)),
            Owned::Placeholder(own) if own.is_block() => block(own, course, language).map(lines),
            Owned::Placeholder(own) => within(own, course, language).map(|own| inline(&own)),
        };
        match filled {
            Ok(filled) => text.push_str(&filled),
            Err(what) => faults.push(Fault::new(&chapter.file, *line, what)),
        }
    }
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

/// A link to the same page in the other language.
fn languages(chapter: &Chapter, language: Language) -> String {
    let (tag, lang, name) = match language {
        Language::English => ("zh", "zh-Hans", "中文"),
        Language::Chinese => ("en", "en", "English"),
    };
    format!(
        "<p class=\"languages\"><a href=\"../{tag}/{}\" lang=\"{lang}\" hreflang=\"{lang}\">{name}</a></p>\n\n",
        chapter.page()
    )
}

fn block(own: &Placeholder, course: &Course, language: Language) -> Result<String, String> {
    match own {
        Placeholder::Lesson(name) => {
            let (lesson, answer, _) = told(course, name)?;
            Ok(format!(
                "## {} · {} {{#{name}}}\n\n<section class=\"lesson\">\n{}\n{}</section>\n",
                lesson.number,
                inline(&page::title(lesson, language)),
                without_empty_lines(&page::section(lesson, answer, language)),
                ways(lesson, language),
            ))
        }
        Placeholder::Plot(names) => plot::picture(names, 0),
        Placeholder::Slopes(names) => plot::picture(names, 1),
        Placeholder::Expect(expectation) => match course.is(expectation) {
            None => Err(format!("nothing is called so: {expectation:?}")),
            Some(false) if course.pace == Pace::Full => {
                eprintln!("not as the text says: {expectation:?}");
                Ok(note(otherwise(language)))
            }
            Some(_) => Ok(String::new()),
        },
        _ => Err(format!("{own:?} is no block")),
    }
}

fn within(own: &Placeholder, course: &Course, language: Language) -> Result<String, String> {
    match own {
        Placeholder::Number(key) => number(key, course, language),
        Placeholder::Verdict(name) => {
            let (_, answer, place) = told(course, name)?;
            let badge = page::badge(answer.verdict, language);
            Ok(format!("<a class=\"verdict\" href=\"{place}\">{badge}</a>"))
        }
        Placeholder::Reason(name) => {
            let (lesson, answer, _) = told(course, name)?;
            Ok(page::reason(lesson, answer, language))
        }
        Placeholder::See(name) => {
            let (lesson, _, place) = told(course, name)?;
            Ok(format!(
                "<a href=\"{place}\">{} · {}</a>",
                lesson.number,
                page::title(lesson, language)
            ))
        }
        Placeholder::Formula(name) => {
            let activation = Activation::resolve(name).map_err(|error| error.to_string())?;
            math::mathml(&activation.bound().expression().to_latex())
        }
        _ => Err(format!("{own:?} is no part of a sentence")),
    }
}

/// A number as a link to the lesson that measured it; a pointer over it tells what it is, with its interval.
fn number(key: &Key, course: &Course, language: Language) -> Result<String, String> {
    let (lesson, answer, place) = told(course, &key.lesson)?;
    // A number alone reads better in a sentence; its interval is a look away.
    let alone = match key.key.split_once(':') {
        None if answer.findings.number(&key.key).is_some() => format!("{}:value", key.key),
        Some((name, "full")) => name.to_owned(),
        _ => key.key.clone(),
    };
    let told = page::told(lesson, answer, &alone, language)
        .ok_or_else(|| format!("the lesson `{}` has nothing called `{}`", key.lesson, key.key))?;
    let hint = if told.hint.is_empty() {
        String::new()
    } else {
        format!(" title=\"{}\"", escape(&told.hint))
    };
    Ok(format!("<a class=\"number\" href=\"{place}\"{hint}>{}</a>", escape(&told.text)))
}

fn told<'a>(course: &'a Course, name: &str) -> Result<(&'a Lesson, &'a Answer, String), String> {
    course.told(name).ok_or_else(|| format!("the lesson `{name}` has not run"))
}

/// How a reader runs a lesson.
fn ways(lesson: &Lesson, language: Language) -> String {
    let (words, tag) = match language {
        Language::English => ("On your machine:", ""),
        Language::Chinese => ("在你的机器上：", " --lang zh"),
    };
    format!("<p class=\"ways\">{words} <code>nonlin lessons {}{tag}</code></p>\n", lesson.name)
}

const fn quick(language: Language) -> &'static str {
    match language {
        Language::English => {
            "This copy was built with settings for a quick look: its numbers are no results."
        }
        Language::Chinese => "本页用快速设定生成，仅供查看版面；其中的数字不是实验结果。",
    }
}

const fn otherwise(language: Language) -> &'static str {
    match language {
        Language::English => {
            "In this build the numbers came out otherwise than the text here says: trust the numbers."
        }
        Language::Chinese => "本次生成时，数字与此处文字所述不符：请以数字为准。",
    }
}

fn note(text: &str) -> String {
    format!("<p class=\"note\">{text}</p>\n\n")
}

/// A block between empty lines.
fn lines(block: String) -> String {
    if block.is_empty() { block } else { format!("\n{block}\n") }
}

fn without_empty_lines(html: &str) -> String {
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// HTML for the middle of a paragraph.
fn inline(html: &str) -> String {
    let mut safe = String::with_capacity(html.len());
    for c in html.chars() {
        match c {
            '*' | '_' | '`' | '[' | ']' | '\\' | '$' | '|' | '~' | '{' | '}' => {
                safe.push_str(&format!("&#{};", u32::from(c)));
            }
            '\n' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::scan;
    use crate::placeholder::{Expectation, Term};

    fn chapter(text: &str) -> Chapter {
        let pieces = scan(text).expect("well formed").into_iter().map(|(line, piece)| {
            let piece = match piece {
                crate::markup::Piece::Text(text) => Owned::Text(text.to_owned()),
                crate::markup::Piece::Formula(text) => Owned::Formula(text.to_owned()),
                crate::markup::Piece::Placeholder(own) => Owned::Placeholder(own),
            };
            (line, piece)
        });
        Chapter { file: "a.md".into(), path: "a.md".into(), pieces: pieces.collect() }
    }

    /// What a chapter becomes, or the first thing that is wrong.
    fn filled(text: &str) -> Result<String, String> {
        let chapter = chapter(&format!("{text}\n\n{{{{lesson ranges}}}}\n"));
        let all = |faults: Vec<Fault>| faults[0].to_string();
        let course = Course::run(std::slice::from_ref(&chapter), Pace::Quick).map_err(all)?;
        fill(&chapter, &course, Language::English).map_err(all)
    }

    #[test]
    fn a_number_links_to_its_lesson_and_tells_its_interval() {
        let text = filled("Up to {{number ranges.sigmoid_supremum}}.").expect("filled");
        assert!(
            text.contains("href=\"a.html#ranges\" title=\"sigmoid, least upper bound: "),
            "{text}"
        );
        assert!(text.contains(">1</a>."), "{text}");
        assert!(text.contains("../zh/a.html"), "{text}");
        assert!(text.contains("{#ranges}\n\n<section"), "{text}");
    }

    #[test]
    fn what_is_unknown_is_named_with_its_line() {
        for (text, said) in [
            (
                "\n{{number ranges.nothing}}",
                "a.md:2: the lesson `ranges` has nothing called `nothing`",
            ),
            ("{{see no-such}}", "a.md:1: there is no lesson `no-such`"),
            ("{{see vanishing-gradient}}", "a.md:1: no page has {{lesson vanishing-gradient}}"),
            ("{{lesson ranges}}", "`ranges` is told twice"),
            ("{{plot no_such_function}}", "a.md:1: "),
            ("$\\frac{1$", "a.md:1: "),
            ("{{expect ranges.nothing < 1}}", "a.md:1: nothing is called so"),
        ] {
            let error = filled(text).expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn what_came_out_otherwise_is_said_on_the_page() {
        let name = || "ranges.tanh_supremum".split_once('.').expect("a dot");
        let key = |(lesson, key): (&str, &str)| Key { lesson: lesson.into(), key: key.into() };
        let wrong =
            Placeholder::Expect(Expectation::Less(Term::Key(key(name())), Term::Number(0.5)));
        let chapter = chapter("{{lesson ranges}}\n");
        let chapters = std::slice::from_ref(&chapter);
        let mut course = Course::run(chapters, Pace::Quick).map_err(|_| "faults").expect("run");
        assert_eq!(block(&wrong, &course, Language::English), Ok(String::new()));
        course.pace = Pace::Full;
        assert!(block(&wrong, &course, Language::English).expect("a note").contains("otherwise"));
        let right = Placeholder::read("expect ranges holds").expect("an expectation");
        assert_eq!(block(&right, &course, Language::English), Ok(String::new()));
    }

    #[test]
    fn formulas_survive_markdown() {
        assert_eq!(inline("<mo>*</mo>_[a|b]"), "<mo>&#42;</mo>&#95;&#91;a&#124;b&#93;");
    }
}
