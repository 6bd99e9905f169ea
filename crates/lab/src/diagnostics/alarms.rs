//! Alarms: what a trial's looks say in plain words, with the rule and the numbers behind it.
//!
//! A rule is a row of `RULES`: a name, the series of numbers that it reads, when it holds, and its
//! sentence. A series is one layer's (or the network's) number over the steps that were looked at.
//!
//! | rule | holds where |
//! |---|---|
//! | `dead_units` | more than 10 % of a layer's units are dead at the end |
//! | `saturated` | more than 90 % of a layer's values are saturated, until the end |
//! | `vanishing_gradient` | the first layer's gradient is less than 1/1000 of the last's, until the end |
//! | `exploding_gradient` | it is more than 1000 times the last's, until the end |
//! | `small_updates` | a layer's median update-to-weight ratio is below 10⁻⁵ |
//! | `large_updates` | it is above 10⁻¹ |
//! | `variance` | a layer's pre-activations have a variance above 1000, until the end |
//! | `diverged` | the loss is no longer finite |
//!
//! The usual update-to-weight ratio is about 10⁻³ (A. Karpathy, *CS231n: Convolutional neural networks for
//! visual recognition*, notes on training, "Ratio of weights:updates"); the two rules fire where it is
//! off by a factor of 100. Pre-activations start near variance 1, and a layer passes on what is smaller or
//! larger by its gain: a thousandfold variance is no longer what any of the initialisations aims at.

use super::Look;
use crate::trial::Record;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that a user should know about a trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// The rule's name.
    pub rule: String,
    /// The layer, counted from 1; `None` for the whole network.
    pub layer: Option<usize>,
    /// The first step from which on the rule holds.
    pub step: usize,
    /// The numbers behind it, by name.
    pub numbers: BTreeMap<String, f64>,
    /// In words.
    pub message: String,
}

/// One number over the steps.
struct Series {
    /// From 1; `None` for the whole network.
    layer: Option<usize>,
    /// (step, number), by rising step.
    points: Vec<(usize, f64)>,
}

/// When a rule holds.
#[derive(Clone, Copy)]
enum Holds {
    /// The last number is above, and `step` is from where on all are.
    Above(f64),
    /// The same below.
    Below(f64),
    /// The median of all numbers is above.
    MedianAbove(f64),
    /// The same below.
    MedianBelow(f64),
}

struct Rule {
    name: &'static str,
    /// What the number is called.
    number: &'static str,
    series: fn(&Record) -> Vec<Series>,
    holds: Holds,
    /// Given where ("layer 3"), the number and the step.
    sentence: fn(&str, f64, usize) -> String,
}

const RULES: [Rule; 8] = [
    Rule {
        name: "dead_units",
        number: "dead",
        series: dead,
        holds: Holds::Above(0.1),
        sentence: |place, value, step| {
            let since = match step {
                0 => "were dead before the first step".to_owned(),
                step => format!("are dead since step {step}"),
            };
            format!(
                "{place}: {} of the units {since}: no training row gives them a slope, so they can no \
                 longer learn; a lower learning rate, or a function with a slope on both sides of 0 \
                 such as leaky_relu, keeps them alive",
                percent(value)
            )
        },
    },
    Rule {
        name: "saturated",
        number: "saturated",
        series: |record| hidden(record, |look| look.saturated),
        holds: Holds::Above(0.9),
        sentence: |place, value, step| {
            format!(
                "{place}: {} of the values have been saturated since step {step}: almost no gradient \
                 passes there; smaller weights at the start, a lower learning rate or LayerNorm keep \
                 them where the function is steep",
                percent(value)
            )
        },
    },
    Rule {
        name: "vanishing_gradient",
        number: "first_to_last",
        series: gradient_ratio,
        holds: Holds::Below(1e-3),
        sentence: |_, value, step| {
            format!(
                "the first layer's gradient has been {value:.1e} of the last's since step {step}: it \
                 hardly learns; residual connections, LayerNorm or fewer layers bring the gradient \
                 through"
            )
        },
    },
    Rule {
        name: "exploding_gradient",
        number: "first_to_last",
        series: gradient_ratio,
        holds: Holds::Above(1e3),
        sentence: |_, value, step| {
            format!(
                "the first layer's gradient has been {value:.1e} times the last's since step {step}: it \
                 grows on its way back; smaller weights at the start or LayerNorm keep it in size"
            )
        },
    },
    Rule {
        name: "small_updates",
        number: "update_ratio",
        series: |record| all(record, |look| look.update_ratio),
        holds: Holds::MedianBelow(1e-5),
        sentence: |place, value, _| {
            format!(
                "{place}: a step moves the weights by {value:.1e} of their size, where 1e-3 is usual: \
                 it hardly learns; a higher learning rate helps where the gradient does arrive"
            )
        },
    },
    Rule {
        name: "large_updates",
        number: "update_ratio",
        series: |record| all(record, |look| look.update_ratio),
        holds: Holds::MedianAbove(1e-1),
        sentence: |place, value, _| {
            format!(
                "{place}: a step moves the weights by {} of their size, where 0.1 % is usual: the \
                 learning rate is too high",
                percent(value)
            )
        },
    },
    Rule {
        name: "variance",
        number: "variance",
        series: |record| hidden(record, |look| look.variance),
        holds: Holds::Above(1e3),
        sentence: |place, value, step| {
            format!(
                "{place}: the pre-activations have had a variance above 1000 since step {step} ({value:.1e} \
                 in the end): signals grow from layer to layer; a lower learning rate or LayerNorm keeps \
                 them in size"
            )
        },
    },
    Rule {
        name: "diverged",
        number: "step",
        series: |record| {
            let points = record.diverged_at.iter().map(|&step| (step, step as f64));
            vec![Series { layer: None, points: points.collect() }]
        },
        holds: Holds::Above(0.0),
        sentence: |_, _, step| {
            format!(
                "the loss was no longer finite at step {step}, and training stopped there; try a lower \
                 learning rate or a warm-up"
            )
        },
    },
];

/// The alarms of a trial, rule by rule and layer by layer.
#[must_use]
pub fn alarms(record: &Record) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    for rule in &RULES {
        for series in (rule.series)(record) {
            let Some((step, value, limit)) = rule.holds.find(&series.points) else { continue };
            let place = series.layer.map_or_else(String::new, |layer| format!("layer {layer}"));
            let numbers = [(rule.number, value), ("limit", limit)];
            alarms.push(Alarm {
                rule: rule.name.to_owned(),
                layer: series.layer,
                step,
                numbers: numbers.map(|(name, value)| (name.to_owned(), value)).into(),
                message: (rule.sentence)(&place, value, step),
            });
        }
    }
    alarms
}

impl Holds {
    /// The step from which on it holds, the number and the limit; `None` where it does not.
    fn find(self, points: &[(usize, f64)]) -> Option<(usize, f64, f64)> {
        let (limit, above, median) = match self {
            Self::Above(limit) => (limit, true, false),
            Self::Below(limit) => (limit, false, false),
            Self::MedianAbove(limit) => (limit, true, true),
            Self::MedianBelow(limit) => (limit, false, true),
        };
        let holds = |value: f64| if above { value > limit } else { value < limit };
        if median {
            let mut values: Vec<f64> = points.iter().map(|point| point.1).collect();
            values.sort_by(f64::total_cmp);
            let value = *values.get(values.len() / 2)?;
            return holds(value).then_some((points.first()?.0, value, limit));
        }
        let run = points.iter().rev().take_while(|point| holds(point.1)).last()?;
        Some((run.0, points.last()?.1, limit))
    }
}

/// Share of dead units of each layer as it grew, by the last checkpoint.
fn dead(record: &Record) -> Vec<Series> {
    let Some(last) = record.checkpoints.last() else { return Vec::new() };
    let layers = last.layers.iter().enumerate().map(|(l, layer)| {
        let share = |units: usize| units as f64 / layer.units.max(1) as f64;
        let mut dead = layer.born_dead;
        let mut points = vec![(0, share(dead))];
        for death in &layer.deaths {
            dead += death.units;
            points.push((death.step, share(dead)));
        }
        Series { layer: Some(l + 1), points }
    });
    layers.collect()
}

fn gradient_ratio(record: &Record) -> Vec<Series> {
    let ratio = |look: &Look| {
        let first = look.layers.first()?.gradient_norm?;
        let last = look.layers.last()?.gradient_norm?;
        // 0/0 says nothing: the loss has no gradient at all.
        (last > 0.0 && look.layers.len() > 1).then_some((look.step, first / last))
    };
    vec![Series { layer: None, points: record.looks.iter().filter_map(ratio).collect() }]
}

fn all(record: &Record, number: fn(&super::LayerLook) -> Option<f64>) -> Vec<Series> {
    let layers = record.looks.first().map_or(0, |look| look.layers.len());
    let series = (0..layers).map(|l| Series {
        layer: Some(l + 1),
        points: record
            .looks
            .iter()
            .filter_map(|look| Some((look.step, number(look.layers.get(l)?)?)))
            .collect(),
    });
    series.collect()
}

/// The layers that have an activation.
fn hidden(record: &Record, number: fn(&super::LayerLook) -> Option<f64>) -> Vec<Series> {
    let mut series = all(record, number);
    series.pop();
    series
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::super::{Checkpoint, Death, HiddenLayer, LayerLook};
    use super::*;

    /// A record of nothing but two looks at two hidden layers and the output layer.
    fn healthy() -> Record {
        let layer = |zeros: Option<f64>| LayerLook {
            mean: Some(0.0),
            variance: Some(1.0),
            zeros,
            saturated: zeros,
            silent: zeros,
            gradient_norm: Some(0.1),
            update_ratio: Some(1e-3),
        };
        let look = |step| Look {
            step,
            loss: Some(1.0),
            learning_rate: 0.1,
            layers: vec![layer(Some(0.5)), layer(Some(0.5)), layer(None)],
        };
        Record { looks: vec![look(1), look(10), look(20)], ..Record::default() }
    }

    fn rules(record: &Record) -> Vec<(String, Option<usize>, usize)> {
        alarms(record).into_iter().map(|alarm| (alarm.rule, alarm.layer, alarm.step)).collect()
    }

    /// A healthy record with something changed in every look from the second on.
    fn changed(layer: usize, change: fn(&mut LayerLook)) -> Record {
        let mut record = healthy();
        for look in &mut record.looks[1..] {
            change(&mut look.layers[layer]);
        }
        record
    }

    #[test]
    fn a_healthy_trial_has_none() {
        assert_eq!(rules(&healthy()), []);
        assert_eq!(rules(&Record::default()), []);
    }

    #[test]
    fn each_rule_fires_on_its_number_and_not_before_it() {
        let at = |rule: &str, layer| vec![(rule.to_owned(), layer, 10)];
        let fires = |layer, change| rules(&changed(layer, change));
        assert_eq!(fires(1, |l| l.saturated = Some(0.95)), at("saturated", Some(2)));
        assert_eq!(fires(1, |l| l.saturated = Some(0.85)), []);
        assert_eq!(fires(0, |l| l.gradient_norm = Some(1e-5)), at("vanishing_gradient", None));
        assert_eq!(fires(0, |l| l.gradient_norm = Some(1e-3)), []);
        assert_eq!(fires(2, |l| l.gradient_norm = Some(1e-5)), at("exploding_gradient", None));
        assert_eq!(fires(2, |l| l.gradient_norm = Some(1e-3)), []);
        assert_eq!(fires(0, |l| l.variance = Some(2e3)), at("variance", Some(1)));
        assert_eq!(fires(0, |l| l.variance = Some(9e2)), []);
        assert_eq!(fires(2, |l| l.variance = Some(2e3)), [], "outputs may be large");
        // A median is over all looks: it holds from the first.
        let from_the_first = |rule: &str| vec![(rule.to_owned(), Some(3), 1)];
        assert_eq!(fires(2, |l| l.update_ratio = Some(1e-6)), from_the_first("small_updates"));
        assert_eq!(fires(2, |l| l.update_ratio = Some(1e-4)), []);
        assert_eq!(fires(2, |l| l.update_ratio = Some(0.5)), from_the_first("large_updates"));
        assert_eq!(fires(2, |l| l.update_ratio = Some(0.05)), []);
        // What has passed by the end is no alarm.
        let mut record = changed(1, |l| l.saturated = Some(0.95));
        record.looks[2].layers[1].saturated = Some(0.5);
        assert_eq!(rules(&record), []);
        record.diverged_at = Some(12);
        assert_eq!(rules(&record), [("diverged".to_owned(), None, 12)]);
    }

    #[test]
    fn dead_units_are_told_with_their_cause() {
        let checkpoint = |born_dead, died| {
            let layer = |born_dead, died| HiddenLayer {
                units: 100,
                mean: None,
                variance: None,
                zeros: 0.0,
                saturated: 0.0,
                dead_units: born_dead + died,
                born_dead,
                deaths: vec![
                    Death { step: 40, units: died / 2 },
                    Death { step: 120, units: died - died / 2 },
                ],
            };
            let layers = vec![layer(0, 0), layer(born_dead, died)];
            Checkpoint { step: 200, layers, ..Checkpoint::default() }
        };
        let record = |born, died| Record { checkpoints: vec![checkpoint(born, died)], ..healthy() };
        assert_eq!(rules(&record(5, 5)), []);
        assert_eq!(rules(&record(30, 0)), [("dead_units".to_owned(), Some(2), 0)]);
        let alarm = &alarms(&record(1, 40))[0];
        assert_eq!((alarm.layer, alarm.step, alarm.numbers["dead"]), (Some(2), 40, 0.41));
        assert!(alarm.message.starts_with("layer 2: 41 % of the units are dead since step 40"));
        assert!(alarms(&record(30, 0))[0].message.contains("dead before the first step"));
    }
}
