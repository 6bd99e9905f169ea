//! All lessons as one page of HTML that needs nothing else.

use std::fmt::Write;

use nonlin_report::chart::sheet;
use nonlin_report::escape;
use nonlin_report::figure::Theme;

use super::{row, tell};
use crate::condition::Verdict;
use crate::lesson::{Answer, Lesson};
use crate::math;
use crate::words::{Common, Language, Words};

const STYLE: &str = include_str!("page.css");

/// The page of lessons that have run.
#[must_use]
pub fn page(ran: &[(Lesson, Answer)], language: Language) -> String {
    let common = Common::of(language);
    let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", common.course, common.about);
    body.push_str("<nav><ol>\n");
    for (lesson, answer) in ran {
        let words = Words::of(lesson, language);
        let _ = writeln!(
            body,
            "<li value=\"{}\"><a href=\"#{}\">{}</a> {}</li>",
            lesson.number,
            lesson.name,
            html(&words.title),
            badge(answer.verdict, language)
        );
    }
    body.push_str("</ol></nav>\n");
    for (lesson, answer) in ran {
        let words = Words::of(lesson, language);
        let _ = write!(
            body,
            "<section id=\"{}\">\n<h2>{} · {}</h2>\n{}</section>\n",
            lesson.name,
            lesson.number,
            html(&words.title),
            section(lesson, answer, language)
        );
    }
    let language = if language == Language::Chinese { "zh-Hans" } else { "en" };
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
         <style>\n{STYLE}{}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        common.course,
        sheet(Theme::Auto)
    )
}

/// One lesson without its heading, for the inside of a page with [`style`].
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
    let heads = [common.numbers, common.measured, common.interval, common.theory];
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let _ =
        write!(text, "<div class=\"scroll\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n");
    for number in answer.findings.numbers() {
        let [label, value, interval, theory] = row(&told.words, number, language);
        let cells: String = [value, interval, theory]
            .iter()
            .map(|cell| format!("<td>{}</td>", escape(cell)))
            .collect();
        let _ = writeln!(text, "<tr><th scope=\"row\">{}</th>{cells}</tr>", html(&label));
    }
    text.push_str("</tbody>\n</table></div>\n");
    let _ = writeln!(text, "<p class=\"next\"><b>{}</b> {}</p>", common.next, html(&told.next));
    text
}

/// The style of [`section`]s and their pictures.
#[must_use]
pub fn style() -> String {
    format!("{STYLE}{}", sheet(Theme::Auto))
}

fn badge(verdict: Verdict, language: Language) -> String {
    let class = match verdict {
        Verdict::Holds => "holds",
        Verdict::WithinLimits => "limits",
        Verdict::DoesNotHold => "fails",
    };
    format!("<span class=\"badge {class}\">{}</span>", Common::of(language).verdict(verdict))
}

fn paragraphs(text: &str) -> String {
    text.trim().split("\n\n").map(|paragraph| format!("<p>{}</p>", html(paragraph))).collect()
}

fn html(text: &str) -> String {
    math::html(text).unwrap_or_else(|error| panic!("{error}"))
}
