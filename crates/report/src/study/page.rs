//! The page: sections in the order in which a reader asks.

use std::fmt::Write;

use super::layers::{self, Counted};
use super::{Study, cards, critical, curves, differences, repeat, table, words};
use crate::document;
use crate::figure::scene::{Dash, Role, Scene, Shape};
use crate::figure::{Theme, escape, svg};
use nonlin_lab::study::verdict;
use nonlin_lab::{Part, Task};

const SHEET: &str = include_str!("page.css");

/// Pixels across a figure for a phone, and for a desk or a sheet of paper.
const WIDTHS: [(&str, f64); 2] = [("narrow", 328.0), ("wide", 720.0)];

/// The whole page.
pub fn write(study: &Study<'_>) -> String {
    let result = &study.outcome.result;
    let title = escape(&format!("Activation functions for {}", result.spec.dataset.name));
    let verdict = verdict(result, &study.outcome.timing);
    let mut body = format!("<header>\n<h1>{title}</h1>\n");
    if let Some(verdict) = &verdict {
        let _ = writeln!(body, "<p class=\"verdict\">{}</p>", escape(&verdict.recommendation));
        let _ = writeln!(body, "<p class=\"verdict\">{}</p>", escape(&verdict.same));
    }
    let _ = writeln!(body, "<p>{}</p>\n</header>", escape(&setting(study)));
    let ranking = table::write(study, verdict.map(|verdict| verdict.choice));
    let sections = [
        ("Ranking", ranking),
        ("Who is told apart", told_apart(study)),
        ("Seed by seed", seed_by_seed(study)),
        ("Loss", losses(study)),
        ("Inside the networks", inside(study)),
        ("The functions", study.places().map(|place| cards::write(study, place)).collect()),
        ("To repeat this", repeat::write(study)),
    ];
    for (title, section) in sections.iter().filter(|(_, section)| !section.is_empty()) {
        let _ = writeln!(body, "<section>\n<h2>{title}</h2>\n{section}</section>");
    }
    document("en", &title, &format!("{SHEET}{}", svg::sheet(Theme::Auto)), &body)
}

/// Data, task, network and protocol in a sentence or two.
fn setting(study: &Study<'_>) -> String {
    let result = &study.outcome.result;
    let spec = &result.spec;
    let hidden: Vec<String> = spec.network.hidden.iter().map(usize::to_string).collect();
    let (mut inputs, mut outputs, mut data) = (None, None, format!("Data {}", spec.dataset.name));
    if let Some(prepared) = study.data {
        let parts = [prepared.training(), prepared.validation(), prepared.test()].map(Part::len);
        let what = match prepared.task() {
            Task::Classification { classes } => format!("{} classes", classes.len()),
            Task::MultiLabel { labels } => words::count(labels.len(), "label"),
            Task::Regression { targets } => words::count(targets.len(), "target"),
        };
        let _ = write!(
            data,
            ": {} rows ({} to train, {} to validate, {} to test), {} columns, {what}",
            parts.iter().sum::<usize>(),
            parts[0],
            parts[1],
            parts[2],
            prepared.columns(),
        );
        inputs = Some(prepared.columns().to_string());
        outputs = Some(prepared.task().outputs().to_string());
    }
    let widths: Vec<String> = inputs.into_iter().chain(hidden).chain(outputs).collect();
    let mut network = if widths.is_empty() {
        "a linear network".to_owned()
    } else {
        format!("a dense network of {} units", widths.join("-"))
    };
    let extras =
        [(spec.network.layer_norm, "LayerNorm"), (spec.network.residual, "residual connections")];
    for (_, extra) in extras.iter().filter(|(used, _)| *used) {
        let _ = write!(network, ", {extra}");
    }
    let budget = result.budget;
    let tuned = if spec.tunes() {
        format!(
            "learning rate tuned over {} values in {} epochs, then ",
            spec.learning_rates.len(),
            budget.tuning_epochs
        )
    } else {
        String::new()
    };
    format!(
        "{data}; {network}. {} with the same splits, batches, random directions of the initial weights and \
         budget: {tuned}{} of {} on rows that nothing had read before.",
        words::count(study.places().len(), "candidate"),
        words::count(spec.seeds.len(), "seed"),
        words::count(spec.epochs, "epoch"),
    )
}

/// A figure for phones and one for wider pages, of which the style sheet shows one.
fn figure(caption: &str, scene: impl Fn(f64) -> Scene) -> String {
    let pictures: String =
        WIDTHS.iter().map(|&(class, width)| svg::part(&scene(width), class)).collect();
    format!("<figure>\n{pictures}<figcaption>{caption}</figcaption>\n</figure>\n")
}

/// Small pictures side by side, as many as fit.
fn multiples(scenes: &[Scene]) -> String {
    let pictures: String = scenes.iter().map(|scene| svg::part(scene, "fixed")).collect();
    format!("<figure class=\"multiples\">\n{pictures}</figure>\n")
}

fn told_apart(study: &Study<'_>) -> String {
    let result = &study.outcome.result;
    let Some(friedman) = &result.friedman else {
        return "<p>There are no ranks to draw: it takes two candidates, two seeds, and scores that \
                differ.</p>\n"
            .to_owned();
    };
    let labels: Vec<String> = study.places().map(|place| study.label(place)).collect();
    let ranks = critical::Ranks {
        labels: &labels,
        mean_ranks: &friedman.mean_ranks,
        groups: &result.groups,
        critical_difference: result.critical_difference,
    };
    let caption = format!(
        "Mean rank over the seeds, the best on the left. A bar joins candidates that are not told apart; its \
         members have dots. Paired t-tests with Holm's correction decide that, here as in the table. Nemenyi's \
         critical difference (CD), the distance of mean ranks that his more cautious test asks for at {}, is \
         drawn for comparison and decides nothing. Friedman's test that all are alike: p {}.",
        words::confidence(result),
        escape(&words::p_value(friedman.f_p_value)),
    );
    figure(&caption, |width| critical::scene(&ranks, width))
}

fn seed_by_seed(study: &Study<'_>) -> String {
    let all = differences::differences(study);
    if all.is_empty() {
        return String::new();
    }
    let unit = words::unit(study.outcome.result.spec.metric).0;
    let first = study.label(0);
    let cut = if differences::cut(&all) { " Rings at an edge lie beyond it." } else { "" };
    let caption = format!(
        "A dot is one seed: the candidate's test score less that of {} on the same split, batches and directions \
         of weights. The upright mark is the mean, thick if the two are told apart; the line is its {} t \
         interval, for this pair alone.{cut}",
        escape(&first),
        words::confidence(&study.outcome.result),
    );
    figure(&caption, |width| differences::scene(&first, &all, unit, width))
}

/// A line as it is drawn, with its meaning.
fn key((role, width, dash): (Role, f64, Dash), meaning: &str) -> String {
    let points = vec![(2.0, 6.0), (30.0, 6.0)];
    let shapes = vec![Shape::Line { points, role, width, dash }];
    let scene = Scene { width: 32.0, height: 12.0, description: meaning.to_owned(), shapes };
    format!("<span class=\"key\">{}{}</span>\n", svg::part(&scene, "fixed"), escape(meaning))
}

fn losses(study: &Study<'_>) -> String {
    let mut keys = vec![
        key((Role::Curve(0), 2.0, Dash::Solid), "validation, at the end of the epoch"),
        key((Role::Curve(1), 1.6, Dash::Long), "training, over the epoch"),
    ];
    if study.places().len() > 1 {
        let first = format!("validation of {}", study.label(0));
        keys.push(key((Role::Axis, 1.2, Dash::Solid), &first));
    }
    format!(
        "<p>Medians over the seeds; the band goes from the lower to the upper quartile of the validation loss. \
         The axis of losses is logarithmic and the same for all; what is far above the others lies on its upper \
         edge.</p>\n<p class=\"keys\">{}</p>\n{}",
        keys.concat(),
        multiples(&curves::scenes(&curves::losses(study)))
    )
}

fn inside(study: &Study<'_>) -> String {
    let layers = layers::layers(study);
    if layers == 0 {
        return String::new();
    }
    let shown = layers::shown(layers);
    let name = |layer: usize| {
        if layer + 1 == layers { "output".to_owned() } else { format!("layer {}", layer + 1) }
    };
    let keys: String = shown
        .iter()
        .enumerate()
        .map(|(place, &layer)| key(layers::look(place), &name(layer)))
        .collect();
    let some = if shown.len() < layers {
        format!(" Of {layers} layers {} are shown.", shown.len())
    } else {
        String::new()
    };
    let mut text = format!(
        "<p>Read from the batches of single steps, medians over the seeds. Each quantity has the same axes for all \
         candidates; a norm or ratio of 0 lies on the lower edge.{some}</p>\n<p class=\"keys\">{keys}</p>\n"
    );
    let scenes = layers::scenes(&layers::inside(study));
    for (place, scenes) in study.places().zip(&scenes) {
        let records = study.records(place);
        let alarms = layers::alarms(&records);
        let told = match alarms.len() {
            0 => "no alarms".to_owned(),
            some => words::count(some, "alarm"),
        };
        let items: String = alarms.iter().map(|alarm| item(alarm, records.len())).collect();
        let list =
            if items.is_empty() { items } else { format!("<ul class=\"alarms\">\n{items}</ul>\n") };
        let _ = writeln!(
            text,
            "<details class=\"layers\"><summary>{} <span class=\"told\">{told}</span></summary>\n{list}{}</details>",
            escape(&study.label(place)),
            multiples(scenes)
        );
    }
    text
}

/// An alarm with the numbers behind it.
fn item(alarm: &Counted, seeds: usize) -> String {
    let numbers = alarm.numbers.as_ref().map_or(String::new(), |(name, least, greatest, limit)| {
        let name = name.replace('_', " ");
        let [least, greatest, limit] = [*least, *greatest, *limit].map(words::short);
        let range = if least == greatest { least } else { format!("{least} to {greatest}") };
        format!(" <span class=\"numbers\">{name}: {range}; the limit is {limit}</span>")
    });
    format!(
        "<li>On {} of {}: {}.{numbers}</li>\n",
        alarm.seeds,
        words::count(seeds, "seed"),
        escape(alarm.message.trim_end_matches('.'))
    )
}
