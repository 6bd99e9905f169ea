//! What was seen inside the networks: for each candidate a small picture for each quantity, over the steps,
//! with a line for each layer; and the alarms, counted over the seeds.

use std::collections::BTreeMap;

use super::Study;
use super::series::{Point, over_seeds};
use crate::figure::palette::CURVES;
use crate::figure::panel::{Axis, Panel, SMALL};
use crate::figure::scene::{Dash, Role, Scene};
use nonlin_lab::Record;
use nonlin_lab::diagnostics::LayerLook;
use nonlin_lab::diagnostics::alarms::Alarm;

/// What is drawn.
pub struct Quantity {
    /// Its name.
    pub name: &'static str,
    read: fn(&LayerLook) -> Option<f64>,
    /// Whether it is a share from 0 to 1; else its axis is logarithmic.
    share: bool,
}

/// All that a look tells of a layer, but the mean.
pub const QUANTITIES: [Quantity; 6] = [
    Quantity { name: "variance of pre-activations", read: |look| look.variance, share: false },
    Quantity { name: "gradient norm", read: |look| look.gradient_norm, share: false },
    Quantity { name: "update-to-weight ratio", read: |look| look.update_ratio, share: false },
    Quantity { name: "share of outputs that are 0", read: |look| look.zeros, share: true },
    Quantity { name: "share of values saturated", read: |look| look.saturated, share: true },
    Quantity { name: "share of units silent", read: |look| look.silent, share: true },
];

/// One candidate's quantities over the steps.
pub struct Inside {
    /// The candidate.
    pub label: String,
    /// For each of [`QUANTITIES`] the curve of each layer that is shown, in the order of [`shown`].
    pub curves: Vec<Vec<Vec<Point>>>,
}

/// The layers that have lines, from 0; all if they can be told apart, else some at even distances, the first
/// and the last among them.
pub fn shown(layers: usize) -> Vec<usize> {
    if layers <= CURVES {
        return (0..layers).collect();
    }
    (0..CURVES).map(|i| i * (layers - 1) / (CURVES - 1)).collect()
}

/// How many layers the networks have, the output layer included.
pub fn layers(study: &Study<'_>) -> usize {
    let looks = study.outcome.records.iter().flat_map(|record| &record.looks);
    looks.map(|look| look.layers.len()).max().unwrap_or(0)
}

/// How the line of the `place`-th shown layer looks.
pub fn look(place: usize) -> (Role, f64, Dash) {
    (Role::Curve(place), 1.8, Dash::of(place))
}

/// What was seen in all candidates, in their order.
pub fn inside(study: &Study<'_>) -> Vec<Inside> {
    let shown = shown(layers(study));
    let of = |place: usize| {
        let records = study.records(place);
        let curve = |quantity: &Quantity, layer: usize| {
            let seed = |record: &&Record| {
                let looks = record.looks.iter();
                let value = |look: &nonlin_lab::diagnostics::Look| {
                    Some((look.step, (quantity.read)(look.layers.get(layer)?)?))
                };
                looks.filter_map(value).collect()
            };
            over_seeds(&records.iter().map(seed).collect::<Vec<_>>())
        };
        let of_quantity = |quantity| shown.iter().map(|&layer| curve(quantity, layer)).collect();
        Inside { label: study.label(place), curves: QUANTITIES.iter().map(of_quantity).collect() }
    };
    study.places().map(of).collect()
}

/// For each candidate a picture for each quantity. A quantity has the same axes for all candidates.
pub fn scenes(all: &[Inside]) -> Vec<Vec<Scene>> {
    let points = |q: usize| {
        all.iter().flat_map(move |inside| inside.curves.get(q).into_iter().flatten().flatten())
    };
    let steps = (0..QUANTITIES.len()).flat_map(points).map(|point| point.x).fold(1.0, f64::max);
    let axes: Vec<(Axis, Axis)> = QUANTITIES
        .iter()
        .enumerate()
        .map(|(q, quantity)| {
            let y = if quantity.share {
                Axis::even(0.0, 1.0)
            } else {
                Axis::logarithmic(points(q).map(|point| point.middle))
            };
            (Axis::whole(0.0, steps), y)
        })
        .collect();
    let scenes = |inside: &Inside| {
        let scene = |q: usize| {
            let (quantity, curves) = (&QUANTITIES[q], &inside.curves[q]);
            let description = format!("{} of {} over the steps", quantity.name, inside.label);
            let mut panel = Panel::new(SMALL, [quantity.name, "step"], axes[q], description);
            // The first layer is drawn last: where lines meet, it is the one that shows.
            for (place, curve) in curves.iter().enumerate().rev() {
                let values: Vec<_> = curve.iter().map(|point| (point.x, point.middle)).collect();
                panel.curve(&values, look(place));
            }
            if curves.iter().all(Vec::is_empty) {
                panel.remark("not seen on half of the seeds");
            }
            panel.scene
        };
        (0..QUANTITIES.len()).map(scene).collect()
    };
    all.iter().map(scenes).collect()
}

/// An alarm over the seeds of one candidate.
pub struct Counted {
    /// Seeds on which it was raised.
    pub seeds: usize,
    /// Its words, from the seed with the middle number.
    pub message: String,
    /// The numbers behind it: name, least and greatest over those seeds, and the rule's limit.
    pub numbers: Option<(String, f64, f64, f64)>,
}

/// The alarms of a candidate's trials: each rule and layer once, those of most seeds first.
pub fn alarms(records: &[&Record]) -> Vec<Counted> {
    let mut found: BTreeMap<(&str, Option<usize>), Vec<&Alarm>> = BTreeMap::new();
    for alarm in records.iter().flat_map(|record| &record.alarms) {
        found.entry((&alarm.rule, alarm.layer)).or_default().push(alarm);
    }
    let counted = found.into_values().filter_map(|mut alarms| {
        alarms.sort_by(|a, b| measured(a).1.total_cmp(&measured(b).1));
        let (least, greatest) = (measured(alarms.first()?), measured(alarms.last()?));
        let middle = alarms.get(alarms.len() / 2)?;
        let limit = middle.numbers.get("limit");
        Some(Counted {
            seeds: alarms.len(),
            message: middle.message.clone(),
            numbers: limit.map(|&limit| (least.0.to_owned(), least.1, greatest.1, limit)),
        })
    });
    let mut counted: Vec<Counted> = counted.collect();
    counted.sort_by_key(|alarm| std::cmp::Reverse(alarm.seeds));
    counted
}

/// The number that an alarm's rule compares with its limit.
fn measured(alarm: &Alarm) -> (&str, f64) {
    let found = alarm.numbers.iter().find(|(name, _)| *name != "limit");
    found.map_or(("", f64::NAN), |(name, value)| (name, *value))
}
