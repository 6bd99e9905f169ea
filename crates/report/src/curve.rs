//! Curves drawn with braille dots: each character is a grid of 2 × 4 dots.
//!
//! Several curves share the picture, such as value and derivative, and differ in their dashes, for readers
//! without colours. A steep stretch is joined by a vertical run of dots; a jump is left open, so that a
//! step looks like a step.

use std::ops::RangeInclusive;

use crate::figure::span;

/// What a character of the picture belongs to, so that the caller can colour it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Axes, labels and blanks.
    Frame,
    /// The curve with this place.
    Curve(usize),
}

/// A drawn picture: rows of runs of characters of one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// From top to bottom.
    pub rows: Vec<Vec<(Layer, String)>>,
}

/// The picture's measures in characters, axis labels not counted.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Characters across.
    pub columns: usize,
    /// Lines.
    pub rows: usize,
}

/// The braille block begins here; bit b of the offset is dot b.
const BRAILLE: u32 = 0x2800;
/// Bits of the dots by column (0–1) and row (0–3) within a character.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// A step between neighbouring dots of more than this share of the height is a jump.
const JUMP: f64 = 0.12;
/// How a curve of each place is dashed: the columns of dots of a period, and those that are drawn.
const DASHES: [(usize, &[usize]); 4] =
    [(1, &[0]), (6, &[0, 1, 2, 3]), (3, &[0]), (8, &[0, 1, 2, 3, 6])];
/// What stands for them in a legend.
const SAMPLES: [&str; 4] = ["━━", "╍╍", "┈┈", "━┈"];

impl Curve {
    /// Draws curves over `x`. Values that would press the rest flat are cut off.
    pub fn draw(curves: &[&dyn Fn(f64) -> f64], x: RangeInclusive<f64>, size: Size) -> Self {
        let (left, right) = x.into_inner();
        let across = size.columns * 2;
        let at = |dot: usize| left + (right - left) * (dot as f64 + 0.5) / across as f64;
        let sample =
            |f: &&dyn Fn(f64) -> f64| (0..across).map(|dot| (at(dot), f(at(dot)))).collect();
        let samples: Vec<Vec<(f64, f64)>> = curves.iter().map(sample).collect();
        let points: Vec<&[(f64, f64)]> = samples.iter().map(Vec::as_slice).collect();
        let (bottom, top) = span(&points, (left, right));
        let mut canvas = Canvas::new(size, bottom, top);
        // The first curve is drawn last: where several meet, it is the one that shows.
        for (place, sample) in samples.iter().enumerate().rev() {
            canvas.trace(sample, place);
        }
        Self { rows: canvas.rows(left, right) }
    }

    /// What stands for the curve with this place in a legend.
    #[must_use]
    pub fn sample(place: usize) -> &'static str {
        SAMPLES[place % SAMPLES.len()]
    }

    /// The picture without colours.
    #[must_use]
    pub fn plain(&self) -> String {
        let row = |row: &Vec<(Layer, String)>| {
            row.iter().map(|(_, text)| text.as_str()).collect::<String>().trim_end().to_owned()
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }
}

struct Canvas {
    size: Size,
    bottom: f64,
    top: f64,
    dots: Vec<u32>,
    layers: Vec<Layer>,
}

impl Canvas {
    fn new(size: Size, bottom: f64, top: f64) -> Self {
        let cells = size.columns * size.rows;
        Self { size, bottom, top, dots: vec![0; cells], layers: vec![Layer::Frame; cells] }
    }

    /// The dot row of a value, 0 at the top; `None` outside the picture.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in range")]
    fn row(&self, value: f64) -> Option<usize> {
        let last = (self.size.rows * 4 - 1) as f64;
        let row = ((self.top - value) / (self.top - self.bottom) * last).round();
        (0.0..=last).contains(&row).then_some(row as usize)
    }

    fn trace(&mut self, samples: &[(f64, f64)], place: usize) {
        let (period, drawn) = DASHES[place % DASHES.len()];
        let mut previous: Option<f64> = None;
        for (column, &(_, value)) in samples.iter().enumerate() {
            let row = self.row(value).filter(|_| drawn.contains(&(column % period)));
            if let Some(row) = row {
                let jump = JUMP * (self.top - self.bottom);
                let from = previous
                    .filter(|previous| (previous - value).abs() <= jump)
                    .and_then(|previous| self.row(previous))
                    .unwrap_or(row);
                // The run starts next to the previous dot, not beside it.
                let run = match row.cmp(&from) {
                    std::cmp::Ordering::Greater => from + 1..=row,
                    std::cmp::Ordering::Equal => row..=row,
                    std::cmp::Ordering::Less => row..=from - 1,
                };
                for row in run {
                    self.set(column, row, Layer::Curve(place));
                }
            }
            previous = value.is_finite().then_some(value);
        }
    }

    fn set(&mut self, column: usize, row: usize, layer: Layer) {
        let cell = (row / 4) * self.size.columns + column / 2;
        self.dots[cell] |= DOTS[column % 2][row % 4];
        self.layers[cell] = layer;
    }

    fn rows(&self, left: f64, right: f64) -> Vec<Vec<(Layer, String)>> {
        let zero = self.row(0.0).map(|row| row / 4);
        let labels: Vec<(usize, f64)> =
            [Some((0, self.top)), Some((self.size.rows - 1, self.bottom))]
                .into_iter()
                .flatten()
                .filter(|(row, _)| Some(*row) != zero)
                .chain(zero.map(|row| (row, 0.0)))
                .collect();
        let mut rows: Vec<Vec<(Layer, String)>> = (0..self.size.rows)
            .map(|row| {
                let label = labels.iter().find(|(at, _)| *at == row);
                let label = label.map_or(String::new(), |(_, value)| label_text(*value));
                let axis = if Some(row) == zero { '┼' } else { '│' };
                let mut runs = vec![(Layer::Frame, format!("{label:>6} {axis}"))];
                for column in 0..self.size.columns {
                    let cell = row * self.size.columns + column;
                    let (layer, symbol) = match self.dots[cell] {
                        0 if Some(row) == zero => (Layer::Frame, '╌'),
                        0 => (Layer::Frame, ' '),
                        dots => (self.layers[cell], char::from_u32(BRAILLE + dots).unwrap_or(' ')),
                    };
                    match runs.last_mut() {
                        Some((last, text)) if *last == layer => text.push(symbol),
                        _ => runs.push((layer, symbol.to_string())),
                    }
                }
                runs
            })
            .collect();
        let (left, right) = (label_text(left), label_text(right));
        let gap = self.size.columns.saturating_sub(left.len() + right.len());
        rows.push(vec![(Layer::Frame, format!("{:8}{left}{:gap$}{right}", "", ""))]);
        rows
    }
}

fn label_text(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(curve: &Curve) -> Vec<String> {
        curve.plain().lines().map(|line| line.chars().skip(8).collect()).collect()
    }

    #[test]
    fn a_line_rises_from_corner_to_corner() {
        let size = Size { columns: 8, rows: 4 };
        let rows = dots(&Curve::draw(&[&|x| x], -1.0..=1.0, size));
        let drawn = |c: char| ('\u{2801}'..='\u{28ff}').contains(&c);
        let first_row =
            |column| (0..4).position(|row: usize| rows[row].chars().nth(column).is_some_and(drawn));
        let tops: Vec<_> = (0..8).map(first_row).collect();
        assert_eq!(tops, [3, 3, 2, 2, 1, 1, 0, 0].map(Some), "{rows:?}");
    }

    #[test]
    fn a_jump_stays_open() {
        let size = Size { columns: 10, rows: 4 };
        let step = Curve::draw(&[&|x| f64::from(u8::from(x >= 0.0))], -1.0..=1.0, size);
        let middle: String = dots(&step)[1..3].concat();
        assert!(middle.chars().all(|c| c == ' '), "{}", step.plain());
    }

    #[test]
    fn nothing_finite_is_an_empty_picture() {
        let size = Size { columns: 10, rows: 4 };
        let curve = Curve::draw(&[&|_| f64::NAN, &|_| f64::INFINITY], -1.0..=1.0, size);
        assert_eq!(curve.rows.len(), 5);
    }
}
