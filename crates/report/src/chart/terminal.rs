//! Charts as text.

use super::{BarUnit, Captions, Chart, Kind, Mark, Point, Row, Scale, written};
use crate::curve::{Curve, Layer, Size};

/// The most lines that curves take.
const ROWS: usize = 12;
/// The most characters that curves are wide: more shows no more.
const WIDEST: usize = 64;

pub fn lines(chart: &Chart, captions: &Captions, columns: usize) -> Vec<Vec<(Layer, String)>> {
    match &chart.kind {
        Kind::Curves { x, y } => curves(chart, (*x, *y), captions, columns),
        Kind::Bars { unit, .. } => bars(chart, *unit, captions, columns),
    }
}

/// What is shown, and in what; on lines of their own where they do not fit on one.
fn heading(title: &str, measured: &str, columns: usize) -> Vec<Vec<(Layer, String)>> {
    let line = |text: String| vec![(Layer::Frame, text)];
    if width(title) + 2 + width(measured) <= columns {
        return vec![line(format!("{title}: {measured}"))];
    }
    vec![line(format!("{title}:")), line(format!("  {measured}"))]
}

/// Columns that a text takes in a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

fn curves(
    chart: &Chart,
    (x, y): (Scale, Scale),
    captions: &Captions,
    columns: usize,
) -> Vec<Vec<(Layer, String)>> {
    let on =
        |value: f64, scale: Scale| if scale == Scale::Logarithmic { value.log10() } else { value };
    let paths: Vec<Vec<(f64, f64)>> = chart
        .series
        .iter()
        .map(|series| {
            let place = |point: &Point| (on(point.x, x), on(point.middle, y));
            let finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
            series.points.iter().map(place).filter(finite).collect()
        })
        .collect();
    let places = || paths.iter().flatten().map(|point| point.0);
    let (left, right) =
        (places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max));
    let name = |name: &str, scale| {
        if scale == Scale::Logarithmic { format!("log₁₀ {name}") } else { name.to_owned() }
    };
    let axes = format!("{} / {}", name(&captions.y, y), name(&captions.x, x));
    let mut lines = heading(&captions.title, &axes, columns);
    let colours = chart.colours();
    let coloured = |(layer, text): (Layer, String)| match layer {
        Layer::Curve(place) => (Layer::Curve(colours[place]), text),
        frame @ Layer::Frame => (frame, text),
    };
    if left < right {
        let between: Vec<_> = paths.iter().map(|path| |x: f64| interpolated(path, x)).collect();
        let of: Vec<&dyn Fn(f64) -> f64> =
            between.iter().map(|f| f as &dyn Fn(f64) -> f64).collect();
        let size = Size { columns: columns.saturating_sub(9).clamp(16, WIDEST), rows: ROWS };
        let rows = Curve::draw(&of, left..=right, size).rows;
        lines.extend(rows.into_iter().map(|row| row.into_iter().map(coloured).collect()));
    }
    for (place, name) in captions.series.iter().enumerate() {
        lines.push(vec![
            (Layer::Frame, " ".repeat(8)),
            coloured((Layer::Curve(place), format!("{} {name}", Curve::sample(place)))),
        ]);
    }
    lines
}

/// The path's height at x, on a straight line between its points; NaN outside.
fn interpolated(path: &[(f64, f64)], x: f64) -> f64 {
    let after = path.partition_point(|point| point.0 < x);
    match (after.checked_sub(1).map(|before| path[before]), path.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (_, Some(&(x1, y1))) if x1 == x => y1,
        _ => f64::NAN,
    }
}

fn bars(
    chart: &Chart,
    unit: BarUnit,
    captions: &Captions,
    columns: usize,
) -> Vec<Vec<(Layer, String)>> {
    let rows = chart.rows(captions);
    let names = rows.iter().map(|row| width(&row.name)).max().unwrap_or(0);
    let longest =
        rows.iter().map(|row| row.point.middle.abs()).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let room = columns.saturating_sub(names + 12).clamp(8, 48);
    let mut lines = heading(&captions.title, &captions.x, columns);
    for Row { series: place, name, point: Point { middle: value, .. }, .. } in rows {
        let share = if longest > 0.0 && value.is_finite() { value.abs() / longest } else { 0.0 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "some characters"
        )]
        let halves = (2.0 * room as f64 * share).round() as usize;
        let (full, half, empty) = match chart.series[place].mark {
            Mark::Theory => ("░", "░", "▏"),
            _ if value < 0.0 => ("▒", "▒", "▏"),
            _ => ("█", "▌", "▏"),
        };
        let mut bar = full.repeat(halves / 2);
        bar.push_str(match (halves, halves % 2) {
            (0, _) => empty,
            (_, 1) => half,
            _ => "",
        });
        lines.push(vec![
            (Layer::Frame, format!("{}{name} ", " ".repeat(names - width(&name)))),
            (Layer::Curve(place), bar),
            (Layer::Frame, format!(" {}", written(value, unit))),
        ]);
    }
    lines
}
