//! What holds of whole pages and of their figures.
//!
//! The studies are made of records with known numbers; nothing is trained.

use std::collections::BTreeMap;

use super::{Study, critical, curves, differences, layers};
use crate::figure::layout::LETTER_WIDTH;
use crate::figure::scene::{Anchor, Dash, Role, Scene, Shape};
use nonlin_lab::diagnostics::alarms::Alarm;
use nonlin_lab::diagnostics::{LayerLook, Look};
use nonlin_lab::study::{CandidateTiming, Outcome, StudySpec, StudyTiming, Tuning};
use nonlin_lab::trial::ENGINE;
use nonlin_lab::{ActivationSpec, Record, digits};

/// A study of these candidates: seed s of candidate c, in the order given, has test score
/// `score(c, s)`, and losses that fall with the epochs.
fn outcome(candidates: &[&str], seeds: u64, score: impl Fn(usize, usize) -> f64) -> Outcome {
    let mut spec = StudySpec::standard(&digits());
    spec.candidates = candidates.iter().map(|function| ActivationSpec::new(function)).collect();
    spec.seeds = (0..seeds).collect();
    spec.learning_rates = vec![0.01];
    spec.epochs = 4;
    let tuning = vec![Tuning { learning_rate: 0.01, scores: Vec::new() }; candidates.len()];
    let trials = spec.final_trials(&vec![0.01; candidates.len()]).expect("a plan");
    let record = |(i, trial): (usize, &nonlin_lab::TrialSpec)| {
        let (seed, candidate) = (i / candidates.len(), i % candidates.len());
        let loss = |epoch: usize| Some((1 + candidate + seed) as f64 / (1 + epoch) as f64);
        let look = |step: usize| Look {
            step,
            loss: Some(1.0),
            learning_rate: 0.01,
            layers: vec![layer(0.5 + seed as f64), layer(2.0), layer(3.0)],
        };
        Record {
            engine: ENGINE,
            spec_sha256: trial.sha256(),
            training_loss: (0..4).map(loss).collect(),
            validation_loss: (0..4).map(loss).collect(),
            validation_score: vec![0.5; 4],
            looks: vec![look(1), look(10), look(20)],
            test_score: Some(score(candidate, seed)),
            ..Record::default()
        }
    };
    let records: Vec<Record> = trials.iter().enumerate().map(record).collect();
    let result = spec.collect(&tuning, &records).expect("records of the plan");
    let timing = CandidateTiming { step_microseconds: Some(250.0), seconds_to_target: None };
    let timing = StudyTiming {
        seconds: 1.0,
        trial_seconds: 1.0,
        found: 0,
        threads: 1,
        candidates: vec![timing; candidates.len()],
    };
    Outcome { result, timing, tuning_records: Vec::new(), records }
}

fn layer(variance: f64) -> LayerLook {
    LayerLook {
        mean: Some(0.0),
        variance: Some(variance),
        zeros: Some(0.5),
        saturated: Some(0.1),
        silent: Some(0.0),
        gradient_norm: Some(0.0),
        update_ratio: Some(1e-3),
    }
}

const FORMULA: &str = "if(x<0, 0.1*x, x*sigmoid(3*x)) + 0*max(x, 0.123456789)";

/// Scores that fall from candidate to candidate by more than they vary.
fn falling(candidate: usize, seed: usize) -> f64 {
    0.9 - 0.03 * candidate as f64 + 0.004 * ((seed * 7 + candidate * 3) % 5) as f64
}

fn study(outcome: &Outcome) -> Study<'_> {
    Study { outcome, data: None, command: "nonlin choose --spec study.json" }
}

/// The elements of a page, each opened and closed in its turn.
fn check_nesting(page: &str) {
    const VOID: [&str; 2] = ["meta", "br"];
    let page = page.strip_prefix("<!doctype html>").expect("a doctype");
    let mut open: Vec<&str> = Vec::new();
    let mut style = false;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag that ends");
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().expect("a name");
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty(), "{tag}");
        style = tag == "style";
        assert!(style || !text.contains('>'), "a bare > in {text:?}");
        assert!(tag.matches('"').count() % 2 == 0, "quotes in {tag:?}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty() && !style, "{open:?}");
}

#[test]
fn a_page_is_well_formed_and_fetches_nothing() {
    let mut outcome = outcome(&["relu", FORMULA, "swiglu", "step"], 5, falling);
    outcome.result.spec.dataset.name = "<b>&\"mine\"</b>.csv".to_owned();
    let page = study(&outcome).html();
    check_nesting(&page);
    assert!(
        !page.contains("<b>&") && page.contains("&lt;b&gt;&amp;&quot;mine&quot;&lt;/b&gt;.csv")
    );
    assert!(!page.contains("if(x<0") && page.contains("if(x&lt;0"));
    let namespaces = ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
    let bare = namespaces.iter().fold(page, |page, name| page.replace(name, ""));
    for fetched in
        ["http:", "https:", "//cdn", "src=", "href", "url(", "@import", "<script", "<link"]
    {
        assert!(!bare.contains(fetched), "{fetched}");
    }
}

#[test]
fn every_candidate_is_in_every_section() {
    let names = ["relu", "tanh", "gelu"];
    let outcome = outcome(&names, 4, falling);
    let page = study(&outcome).html();
    let sections: Vec<&str> = page.split("<h2>").collect();
    let of = |title: &str| {
        *sections.iter().find(|section| section.starts_with(title)).expect("the section")
    };
    for title in ["Ranking", "Who is", "Seed by", "Loss", "Inside", "The functions", "To repeat"] {
        assert!(names.iter().all(|name| of(title).contains(name)), "{title}");
    }
    assert_eq!(of("Loss").matches(">epoch<").count(), 3);
    assert_eq!(of("Inside").matches(">step<").count(), 3 * layers::QUANTITIES.len());
    assert!(of("The functions").matches("<math").count() >= 6);
}

#[test]
fn the_specification_reads_back() {
    let outcome = outcome(&["relu", FORMULA], 3, falling);
    let page = study(&outcome).html();
    let (_, rest) = page.split_once("The specification</summary>").expect("the specification");
    let json = &rest[rest.find('{').expect("a start")..rest.find("</pre>").expect("an end")];
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let json = plain.iter().fold(json.to_owned(), |text, (from, to)| text.replace(from, to));
    let spec: StudySpec = serde_json::from_str(&json).expect("a specification");
    assert_eq!(spec, outcome.result.spec);
    assert!(page.contains(&spec.sha256()));
}

/// The box of a text, with letters of the estimated width.
fn extent(shape: &Shape) -> Option<([f64; 4], &str)> {
    let Shape::Text { x, y, text, size, anchor } = shape else { return None };
    let wide = text.chars().count() as f64 * size * LETTER_WIDTH;
    let left = match anchor {
        Anchor::Start => *x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::End => x - wide,
    };
    Some(([left, y - 0.7 * size, left + wide, *y], text))
}

/// All is inside of the picture, and no text lies on another.
fn check_scene(scene: &Scene) {
    let inside = |x: f64, y: f64| {
        (-0.01..=scene.width + 0.01).contains(&x) && (-0.01..=scene.height + 0.01).contains(&y)
    };
    let texts: Vec<([f64; 4], &str)> = scene.shapes.iter().filter_map(extent).collect();
    for (i, (a, text)) in texts.iter().enumerate() {
        assert!(inside(a[0], a[1]) && inside(a[2], a[3]), "{text}: {a:?}");
        for (b, other) in &texts[..i] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "{text:?} {a:?} on {other:?} {b:?}");
        }
    }
    for shape in &scene.shapes {
        match shape {
            Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
                assert!(points.iter().all(|&(x, y)| inside(x, y)), "{shape:?}");
            }
            Shape::Disc { x, y, radius, .. } | Shape::Ring { x, y, radius, .. } => {
                assert!(inside(x - radius, y - radius) && inside(x + radius, y + radius));
            }
            Shape::Rectangle { x, y, width, height, .. } => {
                assert!(inside(*x, *y) && inside(x + width, y + height));
            }
            Shape::Text { .. } => {}
        }
    }
}

#[test]
fn figures_keep_their_words_apart() {
    let names: Vec<String> =
        (0..12).map(|i| format!("{}*x + a_function_with_a_long_name_{i}(x)", i + 1)).collect();
    let labels: Vec<&str> = names.iter().map(String::as_str).collect();
    for many in [1, 2, 3, 5, 12] {
        let ranks: Vec<f64> = (0..many).map(|i| 1.0 + i as f64 * 0.97).collect();
        let groups: Vec<(usize, usize)> = (1..many).map(|last| (last - 1, last)).collect();
        for width in [328.0, 720.0] {
            for difference in [None, Some(0.7), Some(40.0)] {
                check_scene(&critical::scene(
                    &critical::Ranks {
                        labels: &names[..many],
                        mean_ranks: &ranks,
                        groups: &groups,
                        critical_difference: difference,
                    },
                    width,
                ));
            }
            let one = |label: &&str| differences::Differences {
                label: (*label).to_owned(),
                seeds: vec![-3.0, -1.0, -1.0, 0.5],
                mean: -1.125,
                interval: Some((-3.4, 1.2)),
                words: "−1.13 [−3.40 to +1.20]".to_owned(),
                told_apart: false,
            };
            let mut all: Vec<_> = labels[..many].iter().map(one).collect();
            check_scene(&differences::scene("relu", &all, "percentage points", width));
            all[0].seeds[2] = -80.0;
            check_scene(&differences::scene("relu", &all, "percentage points", width));
        }
    }
    let outcome = outcome(&["relu", "tanh", "softplus"], 5, falling);
    let study = study(&outcome);
    curves::scenes(&curves::losses(&study)).iter().for_each(check_scene);
    layers::scenes(&layers::inside(&study)).iter().flatten().for_each(check_scene);
}

#[test]
fn bars_join_their_members_and_no_others() {
    let labels = ["a", "b", "c", "d"].map(str::to_owned);
    // Means and mean ranks order b and c differently: the bar of a and b passes over c.
    let ranks = critical::Ranks {
        labels: &labels,
        mean_ranks: &[1.0, 3.0, 2.0, 4.0],
        groups: &[(0, 1)],
        critical_difference: None,
    };
    let scene = critical::scene(&ranks, 720.0);
    let dots: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|shape| if let Shape::Disc { x, .. } = shape { Some(*x) } else { None })
        .collect();
    assert_eq!(dots.len(), 2);
    let bar = scene.shapes.iter().find_map(|shape| match shape {
        Shape::Line { points, role: Role::Curve(0), .. } => Some((points[0].0, points[1].0)),
        _ => None,
    });
    assert_eq!(bar, Some((dots[0], dots[1])));
    // Elbows begin on the axis at their mean rank: two thirds of the axis lie between rank 1 and 3.
    let elbows: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line { points, .. } if points.len() == 3 => Some(points[0].0),
            _ => None,
        })
        .collect();
    assert_eq!(elbows.len(), 4);
    let (first, last) = (elbows[0], elbows[3]);
    assert!((dots[1] - first - 2.0 / 3.0 * (last - first)).abs() < 1e-9);
}

#[test]
fn dots_are_paired_differences() {
    let outcome = outcome(&["relu", "tanh"], 4, |candidate, seed| {
        [[0.90, 0.92, 0.91, 0.93], [0.85, 0.93, 0.80, 0.93]][candidate][seed]
    });
    let study = study(&outcome);
    let all = differences::differences(&study);
    assert_eq!(all.len(), 1);
    for (got, expected) in all[0].seeds.iter().zip([-5.0, 1.0, -11.0, 0.0]) {
        assert!((got - expected).abs() < 1e-9, "{got} {expected}");
    }
    assert!((all[0].mean + 3.75).abs() < 1e-9);
    let (low, high) = all[0].interval.expect("an interval");
    assert!(low < all[0].mean && all[0].mean < high);
    assert!(all[0].words.starts_with("−3.75 [−"), "{}", all[0].words);
    assert!(!differences::cut(&all));
    // The mean's mark is at the mean of the dots.
    let scene = differences::scene("relu", &all, "percentage points", 720.0);
    let dots: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|shape| if let Shape::Disc { x, .. } = shape { Some(*x) } else { None })
        .collect();
    assert_eq!(dots.len(), 4);
    let mean = dots.iter().sum::<f64>() / 4.0;
    let mark = scene.shapes.iter().rev().find_map(|shape| match shape {
        Shape::Line { points, role: Role::Ink, .. } => Some(points[0].0),
        _ => None,
    });
    assert!((mark.expect("a mark") - mean).abs() < 1e-9);
}

#[test]
fn bands_hold_their_medians() {
    let outcome = outcome(&["relu", "tanh"], 5, falling);
    let scenes = curves::scenes(&curves::losses(&study(&outcome)));
    for scene in scenes {
        let band = scene.shapes.iter().find_map(|shape| match shape {
            Shape::Polygon { points, role: Role::Band(_) } => Some(points.clone()),
            _ => None,
        });
        let band = band.expect("a band");
        let line = scene.shapes.iter().find_map(|shape| match shape {
            Shape::Line { points, role: Role::Curve(0), dash: Dash::Solid, .. } => Some(points),
            _ => None,
        });
        let line = line.expect("a line");
        assert_eq!((line.len(), band.len()), (4, 8));
        for (i, &(x, y)) in line.iter().enumerate() {
            let (below, above) = (band[i], band[7 - i]);
            assert_eq!((below.0, above.0), (x, x));
            assert!(above.1 < y && y < below.1, "pixels run downwards");
        }
        // Losses fall.
        assert!(line.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }
}

#[test]
fn alarms_are_counted_over_the_seeds() {
    let alarm = |layer: usize, dead: f64| Alarm {
        rule: "dead_units".to_owned(),
        layer: Some(layer),
        step: 3,
        numbers: BTreeMap::from([("dead".to_owned(), dead), ("limit".to_owned(), 0.1)]),
        message: format!("layer {layer}: {dead} of the units are dead."),
    };
    let mut outcome = outcome(&["relu", "tanh"], 3, falling);
    for (record, dead) in [(0, 0.4), (2, 0.2), (4, 0.3)] {
        outcome.records[record].alarms.push(alarm(1, dead));
    }
    outcome.records[2].alarms.push(alarm(2, 0.5));
    let study = study(&outcome);
    let counted = layers::alarms(&study.records(0));
    assert_eq!(counted.iter().map(|alarm| alarm.seeds).collect::<Vec<_>>(), [3, 1]);
    assert!(counted[0].message.contains("0.3 of"));
    assert_eq!(counted[0].numbers, Some(("dead".to_owned(), 0.2, 0.4, 0.1)));
    assert!(layers::alarms(&study.records(1)).is_empty());
    let page = study.html();
    assert!(page.contains("On 3 of 3 seeds: layer 1: 0.3 of the units are dead. "), "{page}");
    assert!(page.contains("dead: 0.200 to 0.400; the limit is 0.100"));
}

#[test]
fn records_follow_their_candidate_through_the_ranking() {
    // The second candidate is the better one, and comes first.
    let outcome = outcome(&["relu", "tanh"], 3, |candidate, _| 0.5 + 0.1 * candidate as f64);
    let study = study(&outcome);
    assert_eq!(study.label(0), "tanh");
    assert!(study.records(0).iter().all(|record| record.test_score == Some(0.6)));
    assert_eq!(study.records(0).len(), 3);
}

#[test]
fn little_or_nothing_to_show_is_no_fault() {
    // One candidate on one seed; all alike; everything diverged.
    let alone = outcome(&["relu"], 1, falling);
    let alike = outcome(&["relu", "tanh"], 3, |_, _| 0.5);
    let mut diverged = outcome(&["relu", "tanh"], 3, falling);
    for record in &mut diverged.records {
        record.training_loss = vec![None];
        record.validation_loss = vec![None];
        record.looks.clear();
        record.diverged_at = Some(1);
    }
    let mut bare = outcome(&["relu", "tanh"], 3, falling);
    bare.timing.candidates.clear();
    bare.result.critical_difference = None;
    for outcome in [alone, alike, diverged, bare] {
        let page = study(&outcome).html();
        check_nesting(&page);
        assert!(!page.contains("NaN") && !page.contains("inf"), "numbers are numbers");
    }
}

#[test]
fn deep_networks_show_some_of_their_layers() {
    assert_eq!(layers::shown(3), [0, 1, 2]);
    let shown = layers::shown(50);
    assert_eq!((shown.first(), shown.last()), (Some(&0), Some(&49)));
    assert!(shown.windows(2).all(|pair| pair[0] < pair[1]));
}
