//! A lesson in the terminal: runs of text, each with what it is for, which the caller colours.

use nonlin_report::curve::Layer;

use super::{row, tell};
use crate::condition::Verdict;
use crate::lesson::{Answer, Lesson};
use crate::math;
use crate::settings;
use crate::words::{Common, Language, Words};

/// What a run of text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The lesson's title.
    Title,
    /// The name of a part.
    Label,
    /// Words.
    Text,
    /// The verdict.
    Verdict(Verdict),
    /// Of a picture.
    Picture(Layer),
}

/// A line of runs.
pub type Line = Vec<(Part, String)>;

/// Characters of the margin in which labels stand.
const MARGIN: usize = 10;
/// The least width that a text is wrapped to.
const NARROWEST: usize = 24;
/// The widest that a text stays readable.
const WIDEST: usize = 92;

/// A lesson that has run, for a terminal of so many columns.
#[must_use]
pub fn ran(lesson: &Lesson, answer: &Answer, language: Language, columns: usize) -> Vec<Line> {
    let common = Common::of(language);
    let told = tell(lesson, answer, language);
    let mut lines = heading(lesson, &told.words);
    for (label, text) in [
        (common.claim, &told.words.claim),
        (common.setting, &told.setting),
        (common.theory, &told.theory),
        (common.measured, &told.measured),
    ] {
        lines.push(Vec::new());
        lines.extend(paragraph(label, text, columns));
    }
    lines.push(Vec::new());
    lines.extend(table(&told.words, answer, language, columns));
    for (name, chart) in answer.findings.charts() {
        lines.push(Vec::new());
        let captions = told.words.captions(name, chart);
        let picture = chart.lines(&captions, columns.min(WIDEST));
        lines.extend(picture.into_iter().map(|line| {
            line.into_iter()
                .map(|(layer, text)| (Part::Picture(layer), math::plain(&text)))
                .collect()
        }));
    }
    lines.push(Vec::new());
    let verdict = capital(common.verdict(answer.verdict));
    let colon = if language == Language::Chinese { "：" } else { ". " };
    let mut reason =
        paragraph(common.verdict, &format!("{verdict}{colon}{}", told.reason), columns);
    mark(&mut reason, &verdict, answer.verdict);
    lines.extend(reason);
    lines.push(Vec::new());
    lines.extend(paragraph(common.next, &told.next, columns));
    lines
}

/// What may be changed about a lesson.
#[must_use]
pub fn settings(lesson: &Lesson, language: Language, columns: usize) -> Vec<Line> {
    let words = Words::of(lesson, language);
    let line = |own: &settings::Setting| {
        let meaning = words.settings.get(own.name).map_or("", String::as_str);
        let range = own.range().map_or_else(String::new, |[low, high]| format!(" ({low}–{high})"));
        let option = format!("  --set {}={}", own.name, own.first());
        let meaning = format!("{}{range}", math::plain(meaning));
        let taken = textwrap::core::display_width(&option) + 2;
        if taken + textwrap::core::display_width(&meaning) <= columns {
            return vec![vec![(Part::Label, option), (Part::Text, format!("  {meaning}"))]];
        }
        let wrapped = textwrap::wrap(&meaning, unbroken(columns.saturating_sub(6).max(NARROWEST)));
        let below = wrapped.iter().map(|line| vec![(Part::Text, format!("      {line}"))]);
        std::iter::once(vec![(Part::Label, option)]).chain(below).collect()
    };
    let title = vec![(Part::Label, Common::of(language).change.to_owned())];
    let lines: Vec<Line> = lesson.settings().iter().flat_map(line).collect();
    if lines.is_empty() { lines } else { [vec![Vec::new(), title], lines].concat() }
}

/// A lesson's line in the list of all.
#[must_use]
pub fn listed(lesson: &Lesson, answer: Option<&Answer>, language: Language) -> Line {
    let words = Words::of(lesson, language);
    let mut line = vec![
        (Part::Label, format!("{:>2}  {:<24} ", lesson.number, lesson.name)),
        (Part::Text, words.title),
    ];
    if let Some(answer) = answer {
        let verdict = Common::of(language).verdict(answer.verdict);
        line.push((Part::Text, "  ".to_owned()));
        line.push((Part::Verdict(answer.verdict), verdict.to_owned()));
    }
    line
}

fn heading(lesson: &Lesson, words: &Words) -> Vec<Line> {
    vec![vec![
        (Part::Title, format!("{} · {}", lesson.number, words.title)),
        (Part::Label, format!("  {}", lesson.name)),
    ]]
}

/// A label in the margin with its text beside it, or above it in a narrow terminal.
fn paragraph(label: &str, text: &str, columns: usize) -> Vec<Line> {
    let room = columns.min(WIDEST).saturating_sub(MARGIN);
    let beside = room >= NARROWEST;
    let width = if beside { room } else { columns.max(NARROWEST) };
    let text = math::plain(text.trim());
    let wrapped = text.split("\n\n").flat_map(|paragraph| {
        let paragraph = paragraph.split('\n').collect::<Vec<_>>().join(" ");
        textwrap::wrap(&paragraph, unbroken(width))
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect::<Vec<_>>()
    });
    let mut lines: Vec<Line> = Vec::new();
    let pad = |label: &str| " ".repeat(MARGIN.saturating_sub(textwrap::core::display_width(label)));
    if !beside {
        lines.push(vec![(Part::Label, label.to_owned())]);
    }
    for (place, line) in wrapped.enumerate() {
        lines.push(match (beside, place) {
            (true, 0) => vec![(Part::Label, format!("{label}{}", pad(label))), (Part::Text, line)],
            (true, _) => vec![(Part::Text, format!("{}{line}", pad("")))],
            (false, _) => vec![(Part::Text, line)],
        });
    }
    lines
}

/// So wide. Lines end at spaces, and between Chinese characters where the Unicode rules allow it (no line begins
/// with a comma); not at hyphens, of which what is to be typed has some.
fn unbroken<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::Custom(words))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
}

fn words(line: &str) -> Box<dyn Iterator<Item = textwrap::core::Word<'_>> + '_> {
    let is_end = |end: usize| {
        let before = line[..end].chars().next_back();
        let around = [before, line[end..].chars().next()];
        before.is_none_or(char::is_whitespace) || around.iter().flatten().any(|c| *c >= '\u{2e80}')
    };
    let ends = unicode_linebreak::linebreaks(line).map(|(end, _)| end);
    let ends = ends.filter(move |&end| end == line.len() || is_end(end));
    Box::new(ends.scan(0, |start, end| {
        let word = &line[*start..end];
        *start = end;
        Some(textwrap::core::Word::from(word))
    }))
}

/// Makes a run of its own of the verdict that a paragraph begins with.
fn mark(lines: &mut [Line], verdict: &str, tone: Verdict) {
    for line in lines {
        let place =
            line.iter().position(|(part, text)| *part == Part::Text && text.starts_with(verdict));
        if let Some(place) = place {
            let rest = line[place].1[verdict.len()..].to_owned();
            line.splice(
                place..=place,
                [(Part::Verdict(tone), verdict.to_owned()), (Part::Text, rest)],
            );
            return;
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The numbers: one line each where there is room, else two.
fn table(words: &Words, answer: &Answer, language: Language, columns: usize) -> Vec<Line> {
    let common = Common::of(language);
    let title =
        [common.numbers, common.measured, common.interval, common.theory].map(str::to_owned);
    let rows: Vec<[String; 4]> = std::iter::once(title)
        .chain(answer.findings.numbers().iter().map(|number| row(words, number, language)))
        .map(|row| row.map(|cell| math::plain(&cell)))
        .collect();
    let width = |column: usize| {
        rows.iter().map(|row| textwrap::core::display_width(&row[column])).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3)];
    let pad = |text: &str, width: usize| {
        " ".repeat(width.saturating_sub(textwrap::core::display_width(text)))
    };
    let fits = widths.iter().sum::<usize>() + 6 <= columns;
    let mut lines = Vec::new();
    for (place, [label, value, interval, theory]) in rows.into_iter().enumerate() {
        let part = if place == 0 { Part::Label } else { Part::Text };
        let (label_room, value_room) = (pad(&label, widths[0]), pad(&value, widths[1]));
        if fits {
            let numbers =
                format!("{value_room}{value}  {interval}{}  {theory}", pad(&interval, widths[2]));
            lines.push(vec![
                (Part::Label, format!("{label}{label_room}  ")),
                (part, numbers.trim_end().to_owned()),
            ]);
        } else if place > 0 {
            let theory =
                if theory.is_empty() { theory } else { format!("{}: {theory}", common.theory) };
            let rest: Vec<String> =
                [interval, theory].into_iter().filter(|t| !t.is_empty()).collect();
            lines.extend(
                textwrap::wrap(&label, unbroken(columns.max(NARROWEST)))
                    .into_iter()
                    .map(|line| vec![(Part::Label, line.into_owned())]),
            );
            lines.push(vec![(
                part,
                format!("    {value}  {}", rest.join("  ")).trim_end().to_owned(),
            )]);
        }
    }
    lines
}

/// A verdict in words.
#[must_use]
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    Common::of(language).verdict(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        textwrap::wrap(text, unbroken(width))
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    #[test]
    fn lines_end_where_a_reader_expects() {
        assert_eq!(wrapped("try --set a-b=1 now", 12), ["try --set", "a-b=1 now"]);
        assert_eq!(wrapped("梯度消失，层数很深", 8), ["梯度消", "失，层数", "很深"]);
        assert_eq!(wrapped("用 `tanh` 试试，好吗", 10), ["用 `tanh`", "试试，好吗"]);
    }
}
