//! Curves over two axes, with bands for intervals and the legend above.

use super::{Captions, Chart, Mark, Scale};
use crate::figure::layout::{fitted_to, width_of};
use crate::figure::panel::{Axis, NUMBERS, Panel, Room};
use crate::figure::scene::{Anchor, Dash, Role, Scene, Shape};

/// Pixels down, the legend left out.
const HEIGHT: f64 = 260.0;
/// Pixels of the line in front of a legend's text.
const SWATCH: f64 = 22.0;
/// Pixels of a row of the legend.
const ROW: f64 = 18.0;
/// Room at the edges.
const EDGE: f64 = 6.0;
/// Where the legend begins, below the title.
const TOP: f64 = 36.0;

pub fn scene(chart: &Chart, (x, y): (Scale, Scale), captions: &Captions, width: f64) -> Scene {
    let entries = legend(&captions.series, width);
    let head = entries.last().map_or(0.0, |entry| entry.1 + ROW + 2.0);
    let points = || chart.series.iter().flat_map(|series| &series.points);
    let axes = (
        axis(x, &points().map(|point| point.x).collect::<Vec<_>>()),
        axis(
            y,
            &points().flat_map(|point| [point.low, point.middle, point.high]).collect::<Vec<_>>(),
        ),
    );
    let room = Room { width, height: HEIGHT + head, head };
    let title = format!("{}: {}", captions.title, captions.y);
    let mut panel = Panel::new(room, [&title, &captions.x], axes, describe(captions));
    let shown = |value: f64, scale: Scale| {
        value.is_finite() && (scale != Scale::Logarithmic || value > 0.0)
    };
    let mut marks = Vec::new();
    for (series, colour) in chart.series.iter().zip(chart.colours()) {
        let points = || series.points.iter().filter(|p| shown(p.x, x) && shown(p.middle, y));
        let band: Vec<_> = points().map(|p| (p.x, p.low, p.high)).collect();
        let line: Vec<_> = points().map(|p| (p.x, p.middle)).collect();
        let dash = if series.mark == Mark::Theory { Dash::Long } else { Dash::Solid };
        if series.mark == Mark::Measured && band.iter().any(|(_, low, high)| low < high) {
            panel.band(&band, Role::Band(colour));
        }
        if series.mark == Mark::Dots {
            line.iter().for_each(|dot| panel.curve(&[*dot], (Role::Curve(colour), 1.6, dash)));
        } else {
            panel.curve(&line, (Role::Curve(colour), 2.0, dash));
        }
        marks.push((colour, dash));
    }
    let mut scene = panel.scene;
    for ((left, below, text), (colour, dash)) in entries.into_iter().zip(marks) {
        let middle = TOP + below;
        let points = vec![(left, middle), (left + SWATCH, middle)];
        scene.shapes.push(Shape::Line { points, role: Role::Curve(colour), width: 2.0, dash });
        scene.shapes.push(Shape::Text {
            x: left + SWATCH + 5.0,
            y: middle + NUMBERS * 0.35,
            text,
            size: NUMBERS,
            anchor: Anchor::Start,
        });
    }
    scene
}

/// Left end, distance below the first row and text of each entry.
fn legend(names: &[String], width: f64) -> Vec<(f64, f64, String)> {
    let (mut left, mut below) = (EDGE, 0.0);
    let mut entries = Vec::new();
    for name in names {
        let text = fitted_to(name, width - 2.0 * EDGE - SWATCH - 5.0, NUMBERS);
        let taken = SWATCH + 5.0 + width_of(&text, NUMBERS);
        if left > EDGE && left + taken > width - EDGE {
            (left, below) = (EDGE, below + ROW);
        }
        entries.push((left, below, text));
        left += taken + 12.0;
    }
    entries
}

fn axis(scale: Scale, values: &[f64]) -> Axis {
    let values = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) =
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    match scale {
        Scale::Even => Axis::even(low, high),
        Scale::Whole => Axis::whole(low, high),
        Scale::Logarithmic => Axis::logarithmic(values()),
    }
}

fn describe(captions: &Captions) -> String {
    format!("{}: {}, {} ({})", captions.title, captions.y, captions.x, captions.series.join(", "))
}
