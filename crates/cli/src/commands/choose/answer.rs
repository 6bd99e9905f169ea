//! A study's answer: as a table with a verdict, as JSON, as CSV.

use anyhow::Result;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use console::{style, truncate_str};
use nonlin::lab::study::{CandidateResult, CandidateTiming, Outcome, StudyResult, verdict};
use serde_json::json;

use crate::args::Answer;
use crate::output;

/// Terminals of this width get the less important columns too.
const WIDE: usize = 110;

/// Lines of running text are no longer.
const PAGE: usize = 80;

/// Longer names of candidates are cut.
const NAME: usize = 20;

/// Prints the answer as the user asks.
pub fn print(outcome: &Outcome, how: &Answer) -> Result<()> {
    if how.json {
        let verdict = verdict(&outcome.result, &outcome.timing);
        return output::json(
            &json!({ "result": outcome.result, "timing": outcome.timing, "verdict": verdict }),
        );
    }
    if how.csv {
        return output::text(&csv(outcome)?);
    }
    output::line(&table(outcome))?;
    output::line(&legend(outcome))?;
    output::line(&sentences(outcome))
}

/// Corrected p-value of a candidate against the first.
fn p_against_first(result: &StudyResult, place: usize) -> Option<f64> {
    let pair = result.comparisons.iter().find(|c| c.a == 0 && c.b == place);
    pair.map(|pair| pair.adjusted_p_value)
}

fn table(outcome: &Outcome) -> String {
    let wide = output::width() >= WIDE;
    let result = &outcome.result;
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let score = format!("test {}", result.spec.metric.name());
    let mut header = vec!["rank", "function", &score, "p", "step", "to loss", "dead", "gradient"];
    if wide {
        header.extend(["saturated", "rate", ""]);
    }
    table.set_header(header);
    for (place, (candidate, timing)) in
        result.candidates.iter().zip(&outcome.timing.candidates).enumerate()
    {
        let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
        let label = candidate.activation.label();
        let mut row = vec![
            right(candidate.rank.to_string()),
            Cell::new(truncate_str(&label, NAME, "…")),
            Cell::new(score_text(result, candidate)),
            right(p_against_first(result, place).map_or(String::new(), p_text)),
            right(timing.step_microseconds.map_or("–".into(), |us| format!("{us:.0} µs"))),
            right(timing.seconds_to_target.map_or("–".into(), seconds)),
            right(share(candidate.dead)),
            right(ratio(candidate)),
        ];
        if wide {
            row.push(right(share(candidate.saturated)));
            row.push(right(candidate.tuning.learning_rate.to_string()));
            row.push(Cell::new(remarks(candidate)));
        }
        table.add_row(row);
    }
    table.trim_fmt()
}

/// Mean and half-width of the interval.
fn score_text(result: &StudyResult, candidate: &CandidateResult) -> String {
    let metric = result.spec.metric;
    let mean = metric.text(candidate.score.mean);
    match candidate.score.interval {
        Some((low, high)) => {
            let half = metric.text(0.5 * (high - low));
            format!("{mean} ± {}", half.trim_end_matches(" %"))
        }
        None => mean,
    }
}

fn p_text(p: f64) -> String {
    if p < 0.001 { "<0.001".into() } else { format!("{p:.3}") }
}

fn seconds(seconds: f64) -> String {
    if seconds < 0.1 { format!("{:.0} ms", 1e3 * seconds) } else { format!("{seconds:.2} s") }
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
    if candidate.tuning.at_edge() {
        remarks.push("rate at the edge of those tried".to_owned());
    }
    remarks.join("; ")
}

/// What the columns mean, and what is remarkable, in lines as wide as a page.
fn legend(outcome: &Outcome) -> String {
    let result = &outcome.result;
    let spec = &result.spec;
    let mut paragraphs = vec![format!(
        "{} seeds, {:.0} % t-intervals. Candidates that paired t-tests with Holm's correction do not \
         tell apart from a group's best share its rank; p: against the first, corrected. Both speak of the chance of training, at the \
         learning rates that tuning found and on this split.",
        spec.seeds.len(),
        100.0 * spec.confidence
    )];
    let mut columns = String::new();
    if let Some(target) = result.target_loss {
        columns = format!(
            "to loss: time of steps to a validation loss of {target:.3}, which all of rank 1 reach; "
        );
    }
    columns += "dead: units whose derivative is 0 on every training row; gradient: its norm in the first \
                layer over that in the last, after training.";
    paragraphs.push(columns);
    if let Some(friedman) = &result.friedman {
        let p = p_text(friedman.f_p_value);
        paragraphs.push(format!("Friedman's test that all are alike: p {p}."));
    }
    for candidate in &result.candidates {
        let label = candidate.activation.label();
        if candidate.no_gradient {
            paragraphs.push(format!(
                "{label}: its derivative is 0 everywhere, so no gradient flows; only the last layer \
                 learns."
            ));
        }
        if candidate.diverged > 0 {
            paragraphs.push(format!(
                "{label}: training diverged on {} seeds, which count as they stand.",
                candidate.diverged
            ));
        }
    }
    let lines: Vec<String> = paragraphs.iter().map(|text| wrap(text, page())).collect();
    style(format!("\n{}", lines.join("\n"))).dim().to_string()
}

/// Columns of running text.
fn page() -> usize {
    output::width().min(PAGE)
}

fn sentences(outcome: &Outcome) -> String {
    let timing = &outcome.timing;
    let Some(verdict) = verdict(&outcome.result, timing) else { return String::new() };
    let trials = outcome.result.spec.trials();
    let found = match timing.found {
        0 => String::new(),
        found => format!(", {found} of {trials} trials had run before"),
    };
    let wrapped = |text: &str| wrap(text, page());
    format!(
        "\n{}\n{}\n({:.1} s{found})",
        style(wrapped(&verdict.recommendation)).bold(),
        wrapped(&verdict.same),
        timing.seconds
    )
}

/// Breaks a text at spaces into lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line)
                if console::measure_text_width(line) + 1 + console::measure_text_width(word)
                    <= width =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// One row for each candidate; empty where there is no number.
fn csv(outcome: &Outcome) -> Result<String> {
    let result = &outcome.result;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "rank",
        "function",
        "score",
        "low",
        "high",
        "corrected_p_against_first",
        "learning_rate",
        "step_microseconds",
        "epochs_to_target",
        "seconds_to_target",
        "dead",
        "saturated",
        "zeros",
        "gradient_ratio",
        "diverged",
        "scores",
    ])?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for (place, candidate) in result.candidates.iter().enumerate() {
        let timing: Option<&CandidateTiming> = outcome.timing.candidates.get(place);
        let scores: Vec<String> = candidate.test_scores.iter().map(f64::to_string).collect();
        writer.write_record([
            candidate.rank.to_string(),
            candidate.activation.label(),
            candidate.score.mean.to_string(),
            number(candidate.score.interval.map(|(low, _)| low)),
            number(candidate.score.interval.map(|(_, high)| high)),
            number(p_against_first(result, place)),
            candidate.tuning.learning_rate.to_string(),
            number(timing.and_then(|of| of.step_microseconds)),
            number(candidate.epochs_to_target),
            number(timing.and_then(|of| of.seconds_to_target)),
            number(candidate.dead),
            number(candidate.saturated),
            number(candidate.zeros),
            number(candidate.gradient_ratio),
            candidate.diverged.to_string(),
            scores.join(" "),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
