//! Bars from 0, one below the other, so that long names have room and a phone is wide enough.

use super::{BarUnit, Captions, Chart, Mark, Row, written};
use crate::figure::layout::{fitted_to, width_of};
use crate::figure::panel::{LETTERS, NUMBERS};
use crate::figure::scene::{Anchor, Dash, Role, Scene, Shape};

/// Pixels of a bar.
const BAR: f64 = 13.0;
/// Pixels from one bar to the next.
const ROW: f64 = 17.0;
/// Pixels between categories.
const BETWEEN: f64 = 8.0;
/// Room at the edges.
const EDGE: f64 = 6.0;

pub fn scene(chart: &Chart, unit: BarUnit, captions: &Captions, width: f64) -> Scene {
    let many = chart.series.len() > 1;
    let rows = chart.rows(captions);
    let ends = rows
        .iter()
        .flat_map(|row| [row.point.middle, row.point.high, 0.0])
        .filter(|v| v.is_finite());
    let longest = ends.clone().fold(0.0, f64::max);
    let least = ends.fold(0.0, f64::min);
    let span = if longest > least { longest - least } else { 1.0 };
    let names = rows.iter().map(|row| width_of(&row.name, NUMBERS));
    let left = (EDGE + names.fold(0.0, f64::max) + 6.0).min(0.48 * width);
    let number = 11.0 * NUMBERS * 0.6;
    let scale = (width - EDGE - number - left) / span;
    let at = |value: f64| left + (value - least) * scale;

    let mut shapes = Vec::new();
    let text = |x, y, text, size, anchor| Shape::Text { x, y, text, size, anchor };
    let title = format!("{}: {}", captions.title, captions.x);
    let title = fitted_to(&title, width - 2.0 * EDGE, LETTERS);
    shapes.push(text(EDGE, EDGE + LETTERS * 0.85, title, LETTERS, Anchor::Start));
    let mut y = EDGE + LETTERS + 9.0;
    let mut before = None;
    let colours = chart.colours();
    for Row { category, series: place, name, point } in rows {
        if many && before.is_some_and(|before| before != category) {
            y += BETWEEN;
        }
        before = Some(category);
        let label = fitted_to(&name, left - EDGE - 6.0, NUMBERS);
        shapes.push(text(left - 6.0, y + BAR * 0.75, label, NUMBERS, Anchor::End));
        let (from, to) = (at(point.middle.min(0.0)), at(point.middle.max(0.0)));
        let role = Role::Curve(colours[place]);
        if chart.series[place].mark == Mark::Theory {
            let outline = [(from, y), (to, y), (to, y + BAR), (from, y + BAR), (from, y)];
            shapes.push(Shape::Line { points: outline.into(), role, width: 1.2, dash: Dash::Long });
        } else if point.middle.is_finite() {
            shapes.push(Shape::Rectangle {
                x: from,
                y,
                width: (to - from).max(0.5),
                height: BAR,
                role,
            });
        }
        let mut end = to.max(at(0.0));
        if point.low < point.high && point.high.is_finite() {
            let (low, high, middle) = (at(point.low.max(least)), at(point.high), y + BAR / 2.0);
            let points = vec![(low, middle), (high, middle)];
            shapes.push(Shape::Line { points, role: Role::Ink, width: 1.2, dash: Dash::Solid });
            end = end.max(high);
        }
        let number = written(point.middle, unit);
        shapes.push(text(end + 5.0, y + BAR * 0.75, number, NUMBERS, Anchor::Start));
        y += ROW;
    }
    let zero = at(0.0);
    let axis = vec![(zero, EDGE + LETTERS + 6.0), (zero, y)];
    shapes.push(Shape::Line { points: axis, role: Role::Axis, width: 1.0, dash: Dash::Solid });
    let names = captions.categories.join(", ");
    let description = format!("{}: {} ({names})", captions.title, captions.x);
    Scene { width, height: y + EDGE, description, shapes }
}
