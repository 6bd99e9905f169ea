//! Places everything: axes, zones, curves, and the legend in rows above them.

use super::axis::Ticks;
use super::palette::CURVES;
use super::sample::{Point, Scale, clipped, grid, polylines};
use super::scene::{Anchor, Dash, Role, Scene, Shape};
use super::window::window;
use super::{Figure, Style, Trace, ZoneKind};

/// Size of the legend's letters in pixels.
const LETTERS: f64 = 14.0;
/// Size of the numbers at the ticks.
const NUMBERS: f64 = 12.0;
/// Pixels of an average letter of size 1: on the wide side, so that texts fit in any font.
pub const LETTER_WIDTH: f64 = 0.6;
/// Pixels that a row of the legend takes.
const ROW: f64 = 22.0;
/// Pixels of the line or box in front of a legend's text.
const SWATCH: f64 = 30.0;
/// Room at the edges of the picture.
const EDGE: f64 = 12.0;
/// Room between panels.
const BETWEEN: f64 = 16.0;
/// How wide a curve is drawn.
const STROKE: f64 = 2.2;

/// A picture with what a read-out needs to know of it.
pub struct Layout {
    /// What is drawn.
    pub scene: Scene,
    /// One for each pair of axes.
    pub panels: Vec<Panel>,
}

/// A pair of axes and the curves on them.
pub struct Panel {
    /// Left, top, width, height of the inside of the frame.
    pub frame: [f64; 4],
    /// What the frame shows of the x axis.
    pub x: (f64, f64),
    /// What it shows of the y axis.
    pub y: (f64, f64),
    /// Label, place in the palette and polylines of each curve.
    pub curves: Vec<(String, usize, Vec<Vec<Point>>)>,
}

/// How one curve looks.
#[derive(Clone, Copy)]
struct Look {
    colour: usize,
    dash: Dash,
}

/// Places a figure.
pub fn lay_out(figure: &Figure<'_>, style: &Style) -> Layout {
    let (width, height) = (f64::from(style.width), f64::from(style.height));
    let looks = looks(&figure.traces);
    let mut shapes = vec![Shape::Rectangle { x: 0.0, y: 0.0, width, height, role: Role::Paper }];
    let top = legend(figure, &looks, width, &mut shapes);
    let groups = groups(&figure.traces, style.panels);
    let sampled: Vec<_> = figure.traces.iter().map(|t| grid(t.value, figure.range)).collect();
    let bottom = height - EDGE - NUMBERS - 6.0;
    let count = groups.len().max(1) as f64;
    let tall = ((bottom - top - BETWEEN * (count - 1.0)) / count).max(1.0);
    let windows: Vec<(f64, f64)> = groups
        .iter()
        .map(|group| {
            let grids: Vec<&[Point]> = group.iter().map(|&i| sampled[i].as_slice()).collect();
            window(&grids, figure.range)
        })
        .collect();
    let ticks: Vec<Ticks> =
        windows.iter().map(|w| Ticks::new(w.0, w.1, whole(tall / 48.0).clamp(2, 10))).collect();
    let widest = |ticks: &Ticks| {
        ticks.values.iter().map(|&v| ticks.label(v).chars().count()).max().unwrap_or(1)
    };
    let letters = ticks.iter().map(widest).max().unwrap_or(1) as f64;
    let left = EDGE + letters * NUMBERS * LETTER_WIDTH + 6.0;
    let wide = (width - left - EDGE - 6.0).max(1.0);
    let x_ticks = Ticks::new(figure.range.0, figure.range.1, whole(wide / 64.0).clamp(2, 10));
    let mut panels = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let frame = [left, top + (tall + BETWEEN) * place as f64, wide, tall];
        let scale =
            Scale { y: tall / (windows[place].1 - windows[place].0), window: windows[place] };
        let curves = group.iter().map(|&i| {
            let trace = &figure.traces[i];
            let lines = polylines(trace.value, &sampled[i], scale);
            let lines = lines.iter().flat_map(|line| clipped(line, scale.window)).collect();
            (trace.label.clone(), i, lines)
        });
        let panel = Panel { frame, x: figure.range, y: windows[place], curves: curves.collect() };
        let last = place + 1 == groups.len();
        draw(figure, &panel, &looks, (&x_ticks, &ticks[place]), last, &mut shapes);
        let curves =
            panel.curves.into_iter().map(|(label, i, lines)| (label, looks[i].colour, lines));
        panels.push(Panel { curves: curves.collect(), ..panel });
    }
    let names: Vec<&str> = figure.traces.iter().map(|trace| trace.label.as_str()).collect();
    let (from, to) = figure.range;
    let description = format!("Curves of {} for x from {from} to {to}", names.join(", "));
    Layout { scene: Scene { width, height, description, shapes }, panels }
}

/// Colour by function where there are several, by order where there is one; dashes by order. What has
/// the colour of an earlier curve by having no other left differs from it in its dashes.
fn looks(traces: &[Trace<'_>]) -> Vec<Look> {
    let one_function = traces.iter().all(|trace| trace.function == 0);
    let least = traces.iter().map(|trace| trace.order).min().unwrap_or(0);
    let look = |trace: &Trace<'_>| {
        let order = usize::from(trace.order - least);
        let place = if one_function { order } else { trace.function };
        Look { colour: place % CURVES, dash: Dash::of(order + place / CURVES) }
    };
    traces.iter().map(look).collect()
}

/// The curves of each pair of axes, by their places.
fn groups(traces: &[Trace<'_>], panels: bool) -> Vec<Vec<usize>> {
    if !panels {
        return vec![(0..traces.len()).collect()];
    }
    let mut orders: Vec<u8> = traces.iter().map(|trace| trace.order).collect();
    orders.sort_unstable();
    orders.dedup();
    let of = |order: u8| (0..traces.len()).filter(|&i| traces[i].order == order).collect();
    orders.into_iter().map(of).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of pixels")]
fn whole(value: f64) -> usize {
    value as usize
}

/// The text with its end left out where it is longer than `room` pixels at this size of letters.
pub fn fitted_to(text: &str, room: f64, size: f64) -> String {
    fitted(text, whole(room / (size * LETTER_WIDTH)).max(2))
}

/// The text with its end left out where it is wider than so many letters.
pub fn fitted(text: &str, letters: usize) -> String {
    let mut room = letters as f64;
    if text.chars().map(wide).sum::<f64>() <= room {
        return text.to_owned();
    }
    room -= 1.0;
    let fits = |c: &char| {
        room -= wide(*c);
        room >= 0.0
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Pixels that a text takes at this size of letters.
pub fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(wide).sum::<f64>() * size * LETTER_WIDTH
}

/// A character in average letters: those of Chinese fill a square.
fn wide(c: char) -> f64 {
    if c >= '\u{2e80}' { 1.0 / LETTER_WIDTH } else { 1.0 }
}

/// Draws the legend; the answer is where the axes may begin.
fn legend(figure: &Figure<'_>, looks: &[Look], width: f64, shapes: &mut Vec<Shape>) -> f64 {
    let mut kinds: Vec<ZoneKind> = figure
        .zones
        .iter()
        .filter(|zone| zone.to > figure.range.0 && zone.from < figure.range.1)
        .map(|zone| zone.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let (mut x, mut y) = (EDGE, EDGE + ROW / 2.0);
    let room = width - 2.0 * EDGE - SWATCH - 8.0;
    // Where the next entry goes: behind the last one, or in a new row.
    let mut place = |text: &str| {
        let text = fitted_to(text, room, LETTERS);
        let taken = SWATCH + 8.0 + width_of(&text, LETTERS);
        if x > EDGE && x + taken > width - EDGE {
            (x, y) = (EDGE, y + ROW);
        }
        let at = (x, y);
        x += taken + 16.0;
        (at, text)
    };
    let label = |(x, y): (f64, f64), text| Shape::Text {
        x: x + SWATCH + 6.0,
        y: y + LETTERS * 0.35,
        text,
        size: LETTERS,
        anchor: Anchor::Start,
    };
    for (trace, look) in figure.traces.iter().zip(looks) {
        let (at, text) = place(&trace.label);
        let points = vec![(at.0 + 1.0, at.1), (at.0 + SWATCH - 1.0, at.1)];
        shapes.push(Shape::Line {
            points,
            role: Role::Curve(look.colour),
            width: STROKE,
            dash: look.dash,
        });
        shapes.push(label(at, text));
    }
    for kind in kinds {
        let (at, text) = place(kind.label());
        let (x, y) = (at.0 + 4.0, at.1 - 7.0);
        let role = Role::Zone(kind);
        shapes.push(Shape::Rectangle { x, y, width: SWATCH - 8.0, height: 14.0, role });
        shapes.push(label(at, text));
    }
    if shown_kinks(figure).next().is_some() {
        let (at, text) = place("kink");
        let x = at.0 + SWATCH / 2.0;
        shapes.push(Shape::Ring { x, y: at.1, radius: 4.5, role: Role::Ink });
        shapes.push(label(at, text));
    }
    y + ROW / 2.0 + 10.0
}

/// Kinks inside the range, where the function itself is drawn.
fn shown_kinks<'a>(figure: &'a Figure<'_>) -> impl Iterator<Item = f64> + 'a {
    let drawn = figure.traces.first().is_some_and(|trace| trace.order == 0);
    let inside = move |x: &f64| figure.range.0 < *x && *x < figure.range.1;
    figure.kinks.iter().copied().filter(move |x| drawn && inside(x))
}

/// Draws a panel: zones, grid, axes, curves, kinks, frame, numbers.
fn draw(
    figure: &Figure<'_>,
    panel: &Panel,
    looks: &[Look],
    (x_ticks, y_ticks): (&Ticks, &Ticks),
    last: bool,
    shapes: &mut Vec<Shape>,
) {
    let [left, top, wide, tall] = panel.frame;
    let (from, to) = panel.x;
    let (low, high) = panel.y;
    let across = |x: f64| left + (x - from) / (to - from) * wide;
    let down = |y: f64| top + (high - y) / (high - low) * tall;
    for zone in &figure.zones {
        let (a, b) = (across(zone.from.max(from)), across(zone.to.min(to)));
        if b > a {
            let role = Role::Zone(zone.kind);
            shapes.push(Shape::Rectangle { x: a, y: top, width: b - a, height: tall, role });
        }
    }
    let line =
        |a, b, role, width| Shape::Line { points: vec![a, b], role, width, dash: Dash::Solid };
    let heavier = |value: f64| if value == 0.0 { Role::Axis } else { Role::Grid };
    // Axes lie over the grid.
    for axes in [false, true] {
        for &x in x_ticks.values.iter().filter(|&&x| (x == 0.0) == axes) {
            let x_at = across(x);
            shapes.push(line((x_at, top), (x_at, top + tall), heavier(x), 1.0));
        }
        for &y in y_ticks.values.iter().filter(|&&y| (y == 0.0) == axes) {
            shapes.push(line((left, down(y)), (left + wide, down(y)), heavier(y), 1.0));
        }
    }
    let corners = vec![
        (left, top),
        (left + wide, top),
        (left + wide, top + tall),
        (left, top + tall),
        (left, top),
    ];
    shapes.push(Shape::Line { points: corners, role: Role::Axis, width: 1.0, dash: Dash::Solid });
    // The first curve is drawn last: where several meet, it is the one that shows.
    for (_, i, lines) in panel.curves.iter().rev() {
        let look = looks[*i];
        for points in lines {
            let points = points.iter().map(|&(x, y)| (across(x), down(y))).collect();
            let role = Role::Curve(look.colour);
            shapes.push(Shape::Line { points, role, width: STROKE, dash: look.dash });
        }
    }
    if panel.curves.first().is_some_and(|(_, i, _)| figure.traces[*i].order == 0) {
        for x in shown_kinks(figure) {
            let y = (figure.traces[0].value)(x);
            if low <= y && y <= high {
                let (x, y) = (across(x), down(y));
                shapes.push(Shape::Ring { x, y, radius: 4.5, role: Role::Ink });
            }
        }
    }
    let number = |x, y, text, anchor| Shape::Text { x, y, text, size: NUMBERS, anchor };
    for &y in &y_ticks.values {
        let at = (left - 6.0, down(y) + NUMBERS * 0.35);
        shapes.push(number(at.0, at.1, y_ticks.label(y), Anchor::End));
    }
    if last {
        for &x in &x_ticks.values {
            let at = (across(x), top + tall + NUMBERS + 5.0);
            shapes.push(number(at.0, at.1, x_ticks.label(x), Anchor::Middle));
        }
    }
}
