//! A scene as pixels.
//!
//! Rectangles and outlines are filled; all else is a line with round ends, letters too (`letters.rs`): a pixel is covered by
//! as much as the line's edge lies beyond its middle. That is all a chart needs, it is exact to about a
//! tenth of a pixel's shade, and it costs no fonts and no rasteriser in the build.

mod file;
mod letters;

use super::layout::lay_out;
use super::palette::{Colour, Theme, colour};
use super::scene::{Anchor, Role, Scene, Shape};
use super::{Figure, Style};

/// A picture is laid out for about this many pixels across and enlarged.
const LAID_OUT: f64 = 800.0;
/// Letters' lines are this share of their size.
const LETTER_STROKE: f64 = 0.1;

/// Draws a figure of `style.width` × `style.height` pixels as a PNG file.
pub fn png(figure: &Figure<'_>, style: &Style) -> Vec<u8> {
    let scale = (f64::from(style.width) / LAID_OUT).clamp(1.0, 4.0);
    let shrunk = |side: u32| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a side in pixels"
        )]
        let side = (f64::from(side) / scale).ceil() as u32;
        side
    };
    let smaller = Style { width: shrunk(style.width), height: shrunk(style.height), ..*style };
    let scene = lay_out(figure, &smaller).scene;
    let mut canvas = Canvas::new(style.width as usize, style.height as usize, scale);
    canvas.draw(&scene, style.theme == Theme::Dark);
    file::encode(style.width, style.height, &canvas.pixels)
}

type Point = (f64, f64);

struct Canvas {
    width: usize,
    height: usize,
    scale: f64,
    pixels: Vec<Colour>,
    /// How much of each pixel the shape in hand covers; all 0 between shapes.
    cover: Vec<f32>,
    /// The pixels that may be covered, from the first to one past the last.
    covered: std::ops::Range<usize>,
}

impl Canvas {
    fn new(width: usize, height: usize, scale: f64) -> Self {
        let count = width * height;
        let (pixels, cover) = (vec![[0; 3]; count], vec![0.0; count]);
        Self { width, height, scale, pixels, cover, covered: count..0 }
    }

    fn draw(&mut self, scene: &Scene, dark: bool) {
        for shape in &scene.shapes {
            match shape {
                Shape::Rectangle { x, y, width, height, role } => {
                    self.rectangle([*x, *y, x + width, y + height], colour(*role, dark));
                }
                Shape::Line { points, role, width, dash } => {
                    let lengths: Vec<f64> = dash.pattern().iter().map(|l| l * width).collect();
                    for part in dashed(points, &lengths) {
                        self.line(&part, width / 2.0);
                    }
                    self.paint(colour(*role, dark));
                }
                Shape::Ring { x, y, radius, role } => {
                    self.line(&[(*x, *y)], *radius);
                    self.paint(colour(Role::Paper, dark));
                    let around: Vec<Point> = (0..=32)
                        .map(|i| (f64::from(i) * std::f64::consts::TAU / 32.0).sin_cos())
                        .map(|(sin, cos)| (x + radius * cos, y + radius * sin))
                        .collect();
                    self.line(&around, 0.8);
                    self.paint(colour(*role, dark));
                }
                Shape::Disc { x, y, radius, role } => {
                    self.line(&[(*x, *y)], *radius);
                    self.paint(colour(*role, dark));
                }
                Shape::Polygon { points, role } => {
                    self.polygon(points);
                    self.paint(colour(*role, dark));
                }
                Shape::Text { x, y, text, size, anchor } => {
                    let width = letters::width(text) * size;
                    let x = match anchor {
                        Anchor::Start => *x,
                        Anchor::Middle => x - width / 2.0,
                        Anchor::End => x - width,
                    };
                    for stroke in letters::strokes(text) {
                        let place = |&(a, b): &Point| (x + a * size, y - b * size);
                        let stroke: Vec<Point> = stroke.iter().map(place).collect();
                        self.line(&stroke, size * LETTER_STROKE / 2.0);
                    }
                    self.paint(colour(Role::Ink, dark));
                }
            }
        }
    }

    /// Covers a rectangle given by its sides, and paints it.
    fn rectangle(&mut self, sides: [f64; 4], paint: (Colour, f64)) {
        let [left, top, right, bottom] = sides.map(|side| side * self.scale);
        let share = |i: usize, from: f64, to: f64| {
            let i = i as f64;
            (to.min(i + 1.0) - from.max(i)).clamp(0.0, 1.0)
        };
        let (rows, columns) =
            (self.span(top, bottom, self.height), self.span(left, right, self.width));
        for row in rows {
            for column in columns.clone() {
                let cover = share(row, top, bottom) * share(column, left, right);
                self.raise(row, column, cover);
            }
        }
        self.paint(paint);
    }

    /// Covers the inside of an outline: of 4 × 4 places in each pixel, as many as lie inside by the
    /// even-odd rule.
    fn polygon(&mut self, points: &[Point]) {
        const PLACES: u32 = 4;
        let scaled: Vec<Point> =
            points.iter().map(|p| (p.0 * self.scale, p.1 * self.scale)).collect();
        let ends = |of: fn(&Point) -> f64| {
            let values = scaled.iter().map(of);
            let low = values.clone().fold(f64::INFINITY, f64::min);
            (low, values.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((left, right), (top, bottom)) = (ends(|p| p.0), ends(|p| p.1));
        let columns = self.span(left, right, self.width);
        let share = |place: u32| (f64::from(place) + 0.5) / f64::from(PLACES);
        for row in self.span(top, bottom, self.height) {
            let crossings: Vec<Vec<f64>> =
                (0..PLACES).map(|line| crossings(&scaled, row as f64 + share(line))).collect();
            for column in columns.clone() {
                let inside = |x: f64, line: &Vec<f64>| line.iter().filter(|&&c| c < x).count() % 2;
                let places = (0..PLACES).map(|place| column as f64 + share(place));
                let count: usize = places
                    .map(|x| crossings.iter().map(|line| inside(x, line)).sum::<usize>())
                    .sum();
                if count > 0 {
                    self.raise(row, column, count as f64 / f64::from(PLACES * PLACES));
                }
            }
        }
    }

    /// The pixels that two places in pixels touch.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn span(&self, from: f64, to: f64, count: usize) -> std::ops::Range<usize> {
        let clamp = |place: f64| place.clamp(0.0, count as f64) as usize;
        clamp(from.floor())..clamp(to.ceil())
    }

    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    fn raise(&mut self, row: usize, column: usize, cover: f64) {
        let place = row * self.width + column;
        self.cover[place] = self.cover[place].max(cover as f32);
        self.covered.start = self.covered.start.min(place);
        self.covered.end = self.covered.end.max(place + 1);
    }

    /// Covers a line with round ends; one point alone is a disc. `radius` is half of its width.
    fn line(&mut self, points: &[Point], radius: f64) {
        let scale = self.scale;
        // No thinner than a hair that can be seen.
        let radius = (radius * scale).max(0.5);
        let scaled = |p: Point| (p.0 * scale, p.1 * scale);
        let pairs = points.windows(2).map(|pair| (pair[0], pair[1]));
        let alone = (points.len() == 1).then(|| (points[0], points[0]));
        for (a, b) in pairs.chain(alone) {
            let (a, b) = (scaled(a), scaled(b));
            let reach = radius + 1.0;
            let rows = self.span(a.1.min(b.1) - reach, a.1.max(b.1) + reach, self.height);
            for row in rows {
                let y = row as f64 + 0.5;
                let (left, right) = beside(a, b, y, reach);
                for column in self.span(left, right, self.width) {
                    let away = distance((column as f64 + 0.5, y), a, b);
                    self.raise(row, column, (radius + 0.5 - away).clamp(0.0, 1.0));
                }
            }
        }
    }

    /// Lays a colour over what is covered, and uncovers it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between two bytes"
    )]
    fn paint(&mut self, (colour, opacity): (Colour, f64)) {
        let none = self.pixels.len()..0;
        let covered = std::mem::replace(&mut self.covered, none);
        if covered.is_empty() {
            return;
        }
        let covers = &mut self.cover[covered.clone()];
        for (pixel, cover) in self.pixels[covered].iter_mut().zip(covers) {
            let share = f64::from(std::mem::take(cover)) * opacity;
            if share > 0.0 {
                for (below, above) in pixel.iter_mut().zip(colour) {
                    let mixed = f64::from(*below) * (1.0 - share) + f64::from(above) * share;
                    *below = mixed.round() as u8;
                }
            }
        }
    }
}

/// Where a closed outline crosses the height `y`.
fn crossings(points: &[Point], y: f64) -> Vec<f64> {
    let next = points.iter().cycle().skip(1);
    let edges = points.iter().zip(next).filter(|(a, b)| (a.1 <= y) != (b.1 <= y));
    edges.map(|(a, b)| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)).collect()
}

/// Where a row of pixels at height `y` can be within `reach` of the segment from `a` to `b`.
fn beside(a: Point, b: Point, y: f64, reach: f64) -> (f64, f64) {
    let (low, high) = (a.0.min(b.0) - reach, a.0.max(b.0) + reach);
    let rise = b.1 - a.1;
    if rise.abs() < 1e-9 {
        return (low, high);
    }
    let at = |y: f64| a.0 + ((y - a.1) / rise).clamp(0.0, 1.0) * (b.0 - a.0);
    let (p, q) = (at(y - reach), at(y + reach));
    ((p.min(q) - reach).max(low), (p.max(q) + reach).min(high))
}

/// The distance of a point from a segment.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (p.0 - a.0 - along * dx).hypot(p.1 - a.1 - along * dy)
}

/// The parts of a line that a pattern of lengths draws; the whole line where there is no pattern.
fn dashed(points: &[Point], lengths: &[f64]) -> Vec<Vec<Point>> {
    if lengths.is_empty() || points.is_empty() {
        return vec![points.to_vec()];
    }
    let mut parts = Vec::new();
    let mut part = vec![points[0]];
    let (mut place, mut left) = (0, lengths[0]);
    for pair in points.windows(2) {
        let (mut a, b) = (pair[0], pair[1]);
        loop {
            let rest = (b.0 - a.0).hypot(b.1 - a.1);
            if rest <= left {
                left -= rest;
                if place % 2 == 0 {
                    part.push(b);
                }
                break;
            }
            let t = left / rest;
            a = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
            if place % 2 == 0 {
                part.push(a);
                parts.push(std::mem::take(&mut part));
            } else {
                part = vec![a];
            }
            place = (place + 1) % lengths.len();
            left = lengths[place];
        }
    }
    if place % 2 == 0 && !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_follow_the_line_around_corners() {
        let parts = dashed(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0)], &[2.0, 1.0]);
        let length = |part: &Vec<Point>| -> f64 {
            part.windows(2).map(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1)).sum()
        };
        assert_eq!(parts.iter().map(length).collect::<Vec<_>>(), [2.0, 2.0]);
        assert_eq!(parts[1][0], (3.0, 0.0));
    }

    #[test]
    fn a_line_covers_its_own_area() {
        // A level line of 10 × 3 with round ends: area 30 + π·1.5².
        let mut canvas = Canvas::new(20, 11, 1.0);
        canvas.line(&[(5.0, 5.5), (15.0, 5.5)], 1.5);
        let area: f32 = canvas.cover.iter().sum();
        let exact = 30.0 + std::f32::consts::PI * 2.25;
        assert!((area - exact).abs() < 0.6, "{area} against {exact}");
        // The same, slanting, is not torn by the search for its pixels.
        let mut slanting = Canvas::new(20, 20, 1.0);
        slanting.line(&[(4.0, 4.0), (4.0 + 8.0, 4.0 + 6.0)], 1.5);
        let area: f32 = slanting.cover.iter().sum();
        assert!((area - exact).abs() < 1.0, "{area} against {exact}");
    }

    #[test]
    fn an_outline_covers_its_own_area() {
        // A triangle of base 10 and height 8, and a square with a square hole in it.
        let mut canvas = Canvas::new(20, 20, 1.0);
        canvas.polygon(&[(3.3, 4.2), (13.3, 4.2), (6.1, 12.2)]);
        let area: f32 = canvas.cover.iter().sum();
        assert!((area - 40.0).abs() < 0.5, "{area}");
        let mut canvas = Canvas::new(20, 20, 1.0);
        let [outer, inner] = [(2.0, 12.0), (4.0, 7.0)]
            .map(|(low, high)| [(low, low), (high, low), (high, high), (low, high), (low, low)]);
        canvas.polygon(&[outer, inner].concat());
        let area: f32 = canvas.cover.iter().sum();
        assert!((area - 91.0).abs() < 0.5, "{area}");
    }

    #[test]
    fn a_rectangle_between_pixels_covers_parts_of_them() {
        let mut canvas = Canvas::new(4, 4, 1.0);
        canvas.rectangle([0.5, 1.0, 2.5, 2.0], ([200, 100, 0], 1.0));
        assert_eq!(canvas.pixels[4..8], [[100, 50, 0], [200, 100, 0], [100, 50, 0], [0, 0, 0]]);
    }
}
