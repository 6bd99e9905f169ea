//! Loss curves as small multiples: one picture for each candidate, on the same axes, with the first one's
//! curve behind for comparison. A line is the median over the seeds, a band goes from the lower to the upper
//! quartile.

use super::Study;
use super::series::{Point, over_seeds};
use crate::figure::panel::{Axis, Panel, SMALL};
use crate::figure::scene::{Dash, Role, Scene};
use nonlin_lab::Record;

/// A candidate whose loss grows beyond so many times that of the middle one would press all others flat.
const FAR: f64 = 30.0;

/// The losses of one candidate over the epochs.
pub struct Losses {
    /// The candidate.
    pub label: String,
    /// Mean loss of the validation rows at the end of each epoch.
    pub validation: Vec<Point>,
    /// Mean loss of the training rows during each epoch.
    pub training: Vec<Point>,
}

/// The losses of all candidates, in their order.
pub fn losses(study: &Study<'_>) -> Vec<Losses> {
    let of = |place: usize| {
        let records = study.records(place);
        let over = |loss: fn(&Record) -> &[Option<f64>]| {
            let seed = |record: &&Record| {
                let epochs = loss(record).iter().enumerate();
                epochs.filter_map(|(i, loss)| Some((i + 1, (*loss)?))).collect()
            };
            over_seeds(&records.iter().map(seed).collect::<Vec<_>>())
        };
        Losses {
            label: study.label(place),
            validation: over(|record| &record.validation_loss),
            training: over(|record| &record.training_loss),
        }
    };
    study.places().map(of).collect()
}

/// One picture for each candidate.
pub fn scenes(all: &[Losses]) -> Vec<Scene> {
    let points = || all.iter().flat_map(|losses| losses.validation.iter().chain(&losses.training));
    let epochs = points().map(|point| point.x).fold(1.0, f64::max);
    let limit = limit(all);
    let losses = points().map(|point| point.middle).filter(|&loss| loss <= limit);
    let axes = (Axis::whole(1.0, epochs), Axis::logarithmic(losses));
    let scene = |losses: &Losses| {
        let description = describe(losses);
        let mut panel = Panel::new(SMALL, [&losses.label, "epoch"], axes, description);
        let band: Vec<_> = losses.validation.iter().map(|p| (p.x, p.low, p.high)).collect();
        panel.band(&band, Role::Band(0));
        if let Some(first) = all.first().filter(|first| first.label != losses.label) {
            panel.curve(&middle(&first.validation), (Role::Axis, 1.2, Dash::Solid));
        }
        panel.curve(&middle(&losses.training), (Role::Curve(1), 1.6, Dash::Long));
        panel.curve(&middle(&losses.validation), (Role::Curve(0), 2.0, Dash::Solid));
        if losses.validation.is_empty() && losses.training.is_empty() {
            panel.remark("no finite loss on half of the seeds");
        }
        panel.scene
    };
    all.iter().map(scene).collect()
}

/// The highest loss that the axis shows: [`FAR`] times the highest of the middle candidate.
fn limit(all: &[Losses]) -> f64 {
    let highest = |losses: &Losses| {
        let points = losses.validation.iter().chain(&losses.training);
        points.map(|point| point.middle).fold(0.0, f64::max)
    };
    let mut highest: Vec<f64> = all.iter().map(highest).filter(|&loss| loss > 0.0).collect();
    highest.sort_by(f64::total_cmp);
    highest.get(highest.len() / 2).map_or(f64::INFINITY, |middle| FAR * middle)
}

fn middle(points: &[Point]) -> Vec<(f64, f64)> {
    points.iter().map(|point| (point.x, point.middle)).collect()
}

fn describe(losses: &Losses) -> String {
    let end = |points: &[Point]| {
        let last = points.last();
        last.map_or("none".into(), |p| format!("{:.3} at epoch {}", p.middle, p.x))
    };
    format!(
        "Losses of {}, medians over the seeds: validation {}, training {}",
        losses.label,
        end(&losses.validation),
        end(&losses.training)
    )
}
