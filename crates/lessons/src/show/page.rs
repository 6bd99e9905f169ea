//! All lessons as one page of HTML that needs nothing else.

use std::fmt::Write;

use nonlin_report::chart::sheet;
use nonlin_report::document;
use nonlin_report::figure::Theme;

use super::{row, tell};
use crate::condition::Verdict;
use crate::lesson::{Answer, Lesson};
use crate::math;
use crate::words::{Common, Language, Words, fill};

const PAGE: &str = include_str!("page.css");
const LESSON: &str = include_str!("lesson.css");

/// The page of lessons that have run.
#[must_use]
pub fn page(ran: &[(Lesson, Answer)], language: Language) -> String {
    let common = Common::of(language);
    let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", common.course, common.about);
    body.push_str("<nav><ol>\n");
    for (lesson, answer) in ran {
        let _ = writeln!(
            body,
            "<li value=\"{}\"><a href=\"#{}\">{}</a> {}</li>",
            lesson.number,
            lesson.name,
            title(lesson, language),
            badge(answer.verdict, language)
        );
    }
    body.push_str("</ol></nav>\n");
    for (lesson, answer) in ran {
        let _ = write!(
            body,
            "<section id=\"{}\">\n<h2>{} · {}</h2>\n{}</section>\n",
            lesson.name,
            lesson.number,
            title(lesson, language),
            section(lesson, answer, language)
        );
    }
    let tag = if language == Language::Chinese { "zh-Hans" } else { "en" };
    document(tag, common.course, &format!("{PAGE}{LESSON}{}", sheet(Theme::Auto)), &body)
}

/// One lesson without its heading, for the inside of a page with [`style`] and the sheet of its pictures.
///
/// # Panics
/// If the words are not what they should be, which their tests find.
#[must_use]
pub fn section(lesson: &Lesson, answer: &Answer, language: Language) -> String {
    let common = Common::of(language);
    let told = tell(lesson, answer, language);
    let mut text = format!("<p class=\"claim\">{}</p>\n", html(&told.words.claim));
    let _ = writeln!(
        text,
        "<p class=\"verdict\">{} {}</p>",
        badge(answer.verdict, language),
        html(&told.reason)
    );
    text.push_str("<dl>\n");
    for (label, words) in [
        (common.setting, &told.setting),
        (common.theory, &told.theory),
        (common.measured, &told.measured),
    ] {
        let _ = write!(text, "<dt>{label}</dt>\n<dd>{}</dd>\n", paragraphs(words));
    }
    text.push_str("</dl>\n");
    for (name, chart) in answer.findings.charts() {
        let _ =
            write!(text, "<figure>\n{}</figure>\n", chart.parts(&told.words.captions(name, chart)));
    }
    text.push_str(&table(&told.words, answer, language));
    let _ = writeln!(text, "<p class=\"next\"><b>{}</b> {}</p>", common.next, html(&told.next));
    text
}

/// The numbers; without a column that nothing stands in.
fn table(words: &Words, answer: &Answer, language: Language) -> String {
    let common = Common::of(language);
    let heads =
        [common.numbers, common.measured, common.interval, common.theory].map(str::to_owned);
    let rows: Vec<[String; 4]> =
        answer.findings.numbers().iter().map(|number| row(words, number, language)).collect();
    let used = [0, 1, 2, 3].map(|column: usize| rows.iter().any(|row| !row[column].is_empty()));
    let cells = |row: &[String; 4], first: &str, other: &str| -> String {
        let cell = |(column, text): (usize, &String)| {
            let tag = if column == 0 { first } else { other };
            let name = tag.split(' ').next().unwrap_or(tag);
            format!("<{tag}>{}</{name}>", html(text))
        };
        row.iter().enumerate().filter(|(column, _)| used[*column]).map(cell).collect()
    };
    let head = cells(&heads, "th scope=\"col\"", "th scope=\"col\"");
    let body: String = rows
        .iter()
        .map(|row| format!("<tr>{}</tr>\n", cells(row, "th scope=\"row\"", "td")))
        .collect();
    format!(
        "<div class=\"scroll\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )
}

/// The style of [`section`]s. It uses the colours `--faint` and `--rule`.
#[must_use]
pub const fn style() -> &'static str {
    LESSON
}

/// A lesson's title.
///
/// # Panics
/// If the words are not what they should be, which their tests find.
#[must_use]
pub fn title(lesson: &Lesson, language: Language) -> String {
    html(&Words::of(lesson, language).title)
}

/// A verdict as a badge.
#[must_use]
pub fn badge(verdict: Verdict, language: Language) -> String {
    let class = match verdict {
        Verdict::Holds => "holds",
        Verdict::WithinLimits => "limits",
        Verdict::DoesNotHold => "fails",
    };
    format!("<span class=\"badge {class}\">{}</span>", Common::of(language).verdict(verdict))
}

/// Why a lesson's verdict is what it is.
///
/// # Panics
/// If the words are not what they should be, which their tests find.
#[must_use]
pub fn reason(lesson: &Lesson, answer: &Answer, language: Language) -> String {
    html(&tell(lesson, answer, language).reason)
}

/// A number in the middle of a text.
pub struct Told {
    /// The number, or the setting or the text of this name.
    pub text: String,
    /// What the number is, with its interval and theory; empty for settings and texts.
    pub hint: String,
}

/// What a placeholder of the words stands for, such as `ratio` or `ratio:theory`; `None` if nothing is called so.
///
/// # Panics
/// If the words are not what they should be, which their tests find.
#[must_use]
pub fn told(lesson: &Lesson, answer: &Answer, key: &str, language: Language) -> Option<Told> {
    let text = format!("@{{{key}}}");
    let text = fill(&text, &answer.settings, Some(&answer.findings), language).ok()?;
    let name = key.split_once(':').map_or(key, |(name, _)| name);
    let hint = answer.findings.number(name).map_or_else(String::new, |number| {
        let common = Common::of(language);
        let [label, value, interval, theory] =
            row(&Words::of(lesson, language), number, language).map(|cell| math::plain(&cell));
        let interval = if interval.is_empty() { value } else { interval };
        let theory =
            if theory.is_empty() { theory } else { format!(" · {}: {theory}", common.theory) };
        format!("{label}: {interval}{theory}")
    });
    Some(Told { text, hint })
}

fn paragraphs(text: &str) -> String {
    text.trim().split("\n\n").map(|paragraph| format!("<p>{}</p>", html(paragraph))).collect()
}

fn html(text: &str) -> String {
    math::html(text).unwrap_or_else(|error| panic!("{error}"))
}
