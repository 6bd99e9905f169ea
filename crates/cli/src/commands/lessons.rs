//! `nonlin lessons`: claims about activation functions as experiments with a verdict.

use anyhow::Result;
use console::{Style, style};
use nonlin::lessons::terminal::{self, Line, Part};
use nonlin::lessons::{Answer, Lesson, Settings, Verdict, find, json, lessons, page};
use nonlin::report::curve::Layer;

use super::Usage;
use super::choose::report::Report;
use crate::args::Lessons;
use crate::output;

pub fn run(arguments: &Lessons) -> Result<()> {
    let language = arguments.language();
    let chosen: Vec<Lesson> = match &arguments.name {
        Some(name) => vec![find(name).ok_or_else(|| unknown(name))?],
        None => lessons().collect(),
    };
    if arguments.name.is_none() && !arguments.run && arguments.report.is_none() {
        if arguments.json {
            return output::json(
                &chosen.iter().map(|l| json::listed(l, language)).collect::<Vec<_>>(),
            );
        }
        return chosen.iter().try_for_each(|l| print(&terminal::listed(l, None, language)));
    }
    let report = Report::at(arguments.report.as_deref())?;
    let several = chosen.len() > 1;
    let mut ran: Vec<(Lesson, Answer)> = Vec::new();
    for lesson in chosen {
        let settings = settings(&lesson, &arguments.settings)?;
        let answer = lesson.run(settings).map_err(nonlin::Error::from)?;
        if several && arguments.json {
            eprintln!("{:>2}  {}: {}", lesson.number, lesson.name, answer.verdict.name());
        } else if several {
            print(&terminal::listed(&lesson, Some(&answer), language))?;
        }
        ran.push((lesson, answer));
    }
    if let Some(report) = report {
        report.write_page(&page::page(&ran, language))?;
    }
    if arguments.json {
        let all = ran.iter().map(|(lesson, answer)| json::ran(lesson, answer, language));
        return output::json(&all.collect::<Vec<_>>());
    }
    if let [(lesson, answer)] = &ran[..] {
        let mut lines = terminal::ran(lesson, answer, language, output::width());
        lines.extend(terminal::settings(lesson, language, output::width()));
        return lines.iter().try_for_each(print);
    }
    let count = |verdict: Verdict| ran.iter().filter(|(_, own)| own.verdict == verdict).count();
    let counts = Verdict::ALL
        .map(|verdict| format!("{} {}", count(verdict), terminal::verdict(verdict, language)));
    let seconds: f64 = ran.iter().map(|(_, answer)| answer.seconds).sum();
    output::line(&style(format!("{} · {seconds:.0} s", counts.join(" · "))).bold().to_string())
}

fn settings(lesson: &Lesson, given: &[(String, String)]) -> Result<Settings> {
    Ok(Settings::new(lesson.settings(), given).map_err(nonlin::Error::from)?)
}

fn unknown(name: &str) -> Usage {
    let near = lessons().map(|lesson| (strsim::jaro_winkler(lesson.name, name), lesson.name));
    let nearest = near.filter(|near| near.0 > 0.7).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = nearest.map_or_else(
        || "`nonlin lessons` lists them".to_owned(),
        |(_, nearest)| format!("did you mean `{nearest}`?"),
    );
    Usage(format!("there is no lesson `{name}`; {hint}"))
}

fn print(line: &Line) -> Result<()> {
    let run = |(part, text): &(Part, String)| paint(*part).apply_to(text).to_string();
    output::line(line.iter().map(run).collect::<String>().trim_end())
}

fn paint(part: Part) -> Style {
    let plain = Style::new();
    match part {
        Part::Title => plain.bold(),
        Part::Label | Part::Picture(Layer::Frame) => plain.dim(),
        Part::Text => plain,
        Part::Verdict(Verdict::Holds) => plain.green().bold(),
        Part::Verdict(Verdict::WithinLimits) => plain.yellow().bold(),
        Part::Verdict(Verdict::DoesNotHold) => plain.red().bold(),
        Part::Picture(Layer::Curve(place)) => plain.fg(output::curve_colour(place)),
    }
}
