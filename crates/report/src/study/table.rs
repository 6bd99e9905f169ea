//! The ranking as a table of HTML.

use std::fmt::Write;

use super::Study;
use super::words::{self, NONE};
use crate::figure::escape;

/// The heads of the columns, with what they mean.
fn heads(study: &Study<'_>) -> Vec<(String, String)> {
    let result = &study.outcome.result;
    let level = words::confidence(result);
    let unit = words::unit(result.spec.metric).0;
    let target =
        result.target_loss.map_or("to loss".into(), |target| format!("to loss {target:.3}"));
    let head = |name: &str, meaning: String| (name.to_owned(), meaning);
    vec![
        head(
            "rank",
            "candidates that are not told apart from the best of their group share one".into(),
        ),
        head("function", "name or formula".into()),
        (
            format!("test {}", result.spec.metric.name()),
            format!("mean over the seeds, {level} t interval"),
        ),
        head("difference", format!("from the first, in {unit}, {level} t interval of the pair")),
        head("p", "paired t-test against the first, Holm's correction over all pairs".into()),
        head(
            "effect",
            "Cohen's d_z: mean over standard deviation of the paired differences".into(),
        ),
        head(
            "seeds needed",
            "to tell it from the first with a chance of 80 %; enough if it is told apart already"
                .into(),
        ),
        head("step", "median time of an optimiser step".into()),
        (target, "median time of training steps to this validation loss".into()),
        head("rate", "learning rate that the tuning chose".into()),
        head("dead", "units without a slope on any training row, at the end".into()),
        head("saturated", "values where |f′| is below 1 % of its steepest, at the end".into()),
        head("gradient", "norm in the first layer over that in the last, at the end".into()),
        head("remarks", "what to know of it".into()),
    ]
}

/// The table, in a box that scrolls by itself where the page is narrow.
pub fn write(study: &Study<'_>, choice: Option<usize>) -> String {
    let mut body = String::from(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Ranking\">\n\
         <table class=\"ranking\">\n<thead><tr>",
    );
    for (name, meaning) in heads(study) {
        let _ =
            write!(body, "<th scope=\"col\" title=\"{}\">{}</th>", escape(&meaning), escape(&name));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for place in study.places() {
        let class = if choice == Some(place) { " class=\"choice\"" } else { "" };
        let _ = write!(body, "<tr{class}>");
        for (column, Cell { text, below }) in cells(study, place).iter().enumerate() {
            let below = match below.as_str() {
                "" => String::new(),
                words => format!("<br><span class=\"below\">{}</span>", escape(words)),
            };
            let cell = escape(text) + &below;
            let _ = match column {
                1 => write!(body, "<th scope=\"row\">{cell}</th>"),
                _ => write!(body, "<td>{cell}</td>"),
            };
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody>\n</table>\n</div>\n");
    let meanings = heads(study)
        .into_iter()
        .map(|(name, meaning)| format!("<dt>{}</dt><dd>{}</dd>", escape(&name), escape(&meaning)));
    let meanings: String = meanings.collect();
    let _ = writeln!(
        body,
        "<details class=\"small\"><summary>What the columns mean</summary><dl>{meanings}</dl></details>"
    );
    body
}

/// What a cell says, and what stands below it in small letters.
struct Cell {
    text: String,
    below: String,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, below: String::new() }
    }
}

fn cells(study: &Study<'_>, place: usize) -> Vec<Cell> {
    let result = &study.outcome.result;
    let metric = result.spec.metric;
    let candidate = &result.candidates[place];
    let timing = study.outcome.timing.candidates.get(place);
    let pair = result.comparisons.iter().find(|pair| (pair.a, pair.b) == (0, place));
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    let interval = |ends: Option<(f64, f64)>, words: &dyn Fn(f64) -> String| {
        ends.map_or(String::new(), |(low, high)| format!("{} to {}", words(low), words(high)))
    };
    let bare = |score: f64| metric.text(score).trim_end_matches(" %").to_owned();
    let score = Cell {
        text: metric.text(candidate.score.mean),
        below: interval(candidate.score.interval, &bare),
    };
    let difference = pair.map_or(Cell::from(NONE.to_owned()), |pair| Cell {
        text: words::difference(metric, -pair.difference.mean),
        below: interval(pair.difference.t_interval.map(|(low, high)| (-high, -low)), &|end| {
            words::difference(metric, end)
        }),
    });
    let needed = pair.map(|pair| match pair.seeds_needed {
        Some(seeds) => seeds.to_string(),
        None if pair.told_apart => "enough".to_owned(),
        None => NONE.to_owned(),
    });
    let gradient = match candidate.gradient_ratio {
        _ if candidate.no_gradient => "none".to_owned(),
        ratio => or_none(ratio.map(words::short)),
    };
    let plain = [
        or_none(pair.map(|pair| words::p_value(pair.adjusted_p_value))),
        or_none(pair.and_then(|pair| pair.difference.effect_size).map(words::effect)),
        or_none(needed),
        or_none(timing.and_then(|of| of.step_microseconds).map(|us| format!("{us:.0} µs"))),
        or_none(timing.and_then(|of| of.seconds_to_target).map(words::seconds)),
        candidate.tuning.learning_rate.to_string(),
        or_none(candidate.dead.map(words::share)),
        or_none(candidate.saturated.map(words::share)),
        gradient,
        remarks(study, place),
    ];
    let first = [candidate.rank.to_string().into(), study.label(place).into(), score, difference];
    first.into_iter().chain(plain.map(Cell::from)).collect()
}

fn remarks(study: &Study<'_>, place: usize) -> String {
    let candidate = &study.outcome.result.candidates[place];
    let mut remarks = Vec::new();
    if candidate.no_gradient {
        remarks.push("no gradient flows: only the last layer learns".to_owned());
    }
    if candidate.diverged > 0 {
        remarks.push(format!(
            "diverged on {}, which count as they stand",
            words::count(candidate.diverged, "seed")
        ));
    }
    if candidate.tuning.at_edge() {
        remarks.push("rate at the edge of the grid: a better one may lie outside".to_owned());
    }
    remarks.join("; ")
}
