//! `nonlin choose`: the experiment, its progress and its table.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::time::Duration;

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use console::style;
use indicatif::{ProgressBar, ProgressStyle};
use nonlin::lab::study::{self, CandidateResult, Event, Outcome, Phase, StudySpec};
use nonlin::lab::{ActivationSpec, Dataset, Prepared, prepare};
use serde_json::json;

use super::{Usage, data};
use crate::args::Choose;
use crate::output;

pub fn run(arguments: &Choose) -> Result<()> {
    let data = data::load(&arguments.source)?;
    let spec = specification(arguments, &data)?;
    spec.check().map_err(nonlin::Error::from)?;
    let split = prepare(&data, spec.split_seed).map_err(nonlin::Error::from)?;
    let threads = arguments.threads.and_then(|n| NonZeroUsize::new(n.into()));
    eprintln!("{}\n{}", data::describe(&data), introduction(&split, &spec));
    data::warn(&data, &split);
    let bar = progress_bar(spec.trials());
    let outcome = study::run(&spec, &split, threads, &|event| advance(&bar, event));
    bar.finish_and_clear();
    let outcome = outcome.map_err(nonlin::Error::from)?;
    if arguments.json {
        return output::json(&json!({ "result": outcome.result, "timing": outcome.timing }));
    }
    output::line(&table(&outcome))?;
    output::line(&legend(&outcome))?;
    output::line(&verdict(&outcome))
}

fn specification(arguments: &Choose, data: &Dataset) -> Result<StudySpec> {
    let mut spec = StudySpec::standard(data);
    spec.seeds = (0..u64::from(arguments.seeds)).collect();
    if let Some(list) = &arguments.with {
        spec.candidates = split_list(list)
            .into_iter()
            .map(|function| ActivationSpec { function, parameters: BTreeMap::new() })
            .collect();
        if spec.candidates.iter().any(|candidate| candidate.function.is_empty()) {
            let message = format!("`--with {list}` has an empty place between its commas");
            return Err(Usage(message).into());
        }
    }
    Ok(spec)
}

/// Splits at commas outside parentheses, so that formulas keep theirs.
fn split_list(list: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for c in list.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        match parts.last_mut() {
            Some(part) if c != ',' || depth > 0 => part.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

fn introduction(split: &Prepared, spec: &StudySpec) -> String {
    let widths: Vec<String> = std::iter::once(split.columns())
        .chain(spec.network.hidden.iter().copied())
        .chain([split.task().outputs()])
        .map(|width| width.to_string())
        .collect();
    format!(
        "network {}; {} candidates on {} seeds",
        widths.join("-"),
        spec.candidates.len(),
        spec.seeds.len(),
    )
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar(trials: usize) -> ProgressBar {
    let bar = ProgressBar::new(trials as u64);
    let template = "{spinner} {msg} [{bar:30}] {pos}/{len} trials, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸ "));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn advance(bar: &ProgressBar, event: &Event<'_>) {
    if let Event::Finished { phase, done, .. } = event {
        bar.set_message(match phase {
            Phase::Tuning => "tuning the learning rates",
            Phase::Comparison => "comparing",
        });
        bar.set_position(*done as u64);
    }
}

/// Widths under which the less important columns are left out.
const WIDE: usize = 90;

fn table(outcome: &Outcome) -> String {
    let wide = output::width() >= WIDE;
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let mut header =
        vec!["rank", "function", "test accuracy", "step", "dead", "saturated", "gradient"];
    if wide {
        header.extend(["rate", ""]);
    }
    table.set_header(header);
    for (candidate, timing) in outcome.result.candidates.iter().zip(&outcome.timing.candidates) {
        let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
        let mut row = vec![
            right(candidate.rank.to_string()),
            Cell::new(candidate.activation.label()),
            Cell::new(score(candidate)),
            right(timing.step_microseconds.map_or("–".into(), |us| format!("{us:.0} µs"))),
            right(share(candidate.dead)),
            right(share(candidate.saturated)),
            right(ratio(candidate)),
        ];
        if wide {
            row.push(right(format!("{}", candidate.tuning.learning_rate)));
            row.push(Cell::new(remarks(candidate)));
        }
        table.add_row(row);
    }
    table.trim_fmt()
}

/// Mean and half-width of the interval, in percent.
fn score(candidate: &CandidateResult) -> String {
    let percent = 100.0 * candidate.score.mean;
    match candidate.score.interval {
        Some((low, high)) => format!("{percent:5.2} % ± {:.2}", 50.0 * (high - low)),
        None => format!("{percent:5.2} %"),
    }
}

fn share(value: Option<f64>) -> String {
    value.map_or("–".into(), |share| format!("{:.1} %", 100.0 * share))
}

fn ratio(candidate: &CandidateResult) -> String {
    match candidate.gradient_ratio {
        _ if candidate.no_gradient => "none".into(),
        Some(ratio) => format!("{ratio:.2}"),
        None => "–".into(),
    }
}

fn remarks(candidate: &CandidateResult) -> String {
    let mut remarks = Vec::new();
    if candidate.no_gradient {
        remarks.push("no gradient flows".to_owned());
    }
    if candidate.diverged > 0 {
        remarks.push(format!("diverged on {} seeds", candidate.diverged));
    }
    remarks.join("; ")
}

fn legend(outcome: &Outcome) -> String {
    let spec = &outcome.result.spec;
    let confidence = 100.0 * spec.confidence;
    let mut lines = vec![
        String::new(),
        format!(
            "{} seeds, {confidence:.0} % t-intervals. Candidates that paired t-tests with Holm's",
            spec.seeds.len()
        ),
        "correction do not tell apart from a group's best share its rank.".into(),
        "dead: units whose derivative is 0 on every training row; saturated: slope below 1 % of".into(),
        "the steepest; gradient: its norm in the first layer over that in the last, after training.".into(),
    ];
    for candidate in outcome.result.candidates.iter().filter(|candidate| candidate.no_gradient) {
        lines.push(format!(
            "{}: its derivative is 0 everywhere, so no gradient flows; only the last layer learns.",
            candidate.activation.label()
        ));
    }
    style(lines.join("\n")).dim().to_string()
}

fn verdict(outcome: &Outcome) -> String {
    let candidates = &outcome.result.candidates;
    let tied: Vec<String> = candidates
        .iter()
        .filter(|candidate| candidate.rank == 1)
        .map(|candidate| candidate.activation.label())
        .collect();
    let Some(best) = candidates.first() else { return String::new() };
    let said = match tied.as_slice() {
        [_] if candidates.len() == 1 => return String::new(),
        [one] => format!("Use {one}: it is ahead of every other candidate."),
        several => format!(
            "{} seeds cannot tell {} apart on this data; {} had the highest mean.",
            outcome.result.spec.seeds.len(),
            several.join(", "),
            best.activation.label()
        ),
    };
    format!("\n{} ({:.1} s)", style(said).bold(), outcome.timing.seconds)
}
