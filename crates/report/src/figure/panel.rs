//! A picture with two axes: the small multiples of a study, the charts of a lesson.

use super::axis::Ticks;
use super::layout::{LETTER_WIDTH, fitted_to};
use super::scene::{Anchor, Dash, Role, Scene, Shape};

/// Size of titles in pixels.
pub const LETTERS: f64 = 13.0;
/// Size of numbers at the ticks and of the axes' names.
pub const NUMBERS: f64 = 11.0;
/// A small picture: it fits on a phone.
pub const SMALL: Room = Room { width: 300.0, height: 190.0, head: 0.0 };
/// Room at the edges.
const EDGE: f64 = 6.0;
/// A logarithmic axis shows no more than so many powers of ten below its highest value: rounding to 0 is no
/// reason to press the rest flat.
const DECADES: f64 = 8.0;

/// The values that an axis shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    steps: Steps,
}

/// How much room a picture has, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
    /// Kept free below the title, for a legend.
    pub head: f64,
}

/// How an axis goes from its low to its high end.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Steps {
    Even,
    Whole,
    Logarithmic,
}

impl Axis {
    /// From `low` to `high`, in even steps.
    pub fn even(low: f64, high: f64) -> Self {
        let room = if high > low { 0.0 } else { 0.5 };
        Self { low: low - room, high: high + room, steps: Steps::Even }
    }

    /// The same with ticks at whole numbers alone.
    pub fn whole(low: f64, high: f64) -> Self {
        Self { steps: Steps::Whole, ..Self::even(low, high) }
    }

    /// All the positive values, by their powers of ten; an even axis from 0 to 1 if there are none.
    pub fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let shown = values.filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) = shown
            .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return Self::even(0.0, 1.0);
        }
        let low = low.max(high / 10_f64.powf(DECADES)).max(f64::MIN_POSITIVE);
        // A little room, and half a power of ten at least.
        let room = (high / low).powf(0.06).max(if high / low < 1.8 { 1.35 } else { 1.0 });
        let (low, high) = ((low / room).max(f64::MIN_POSITIVE), (high * room).min(f64::MAX));
        Self { low, high, steps: Steps::Logarithmic }
    }

    /// Where a value lies, 0 at the low end and 1 at the high one; what lies beyond is moved to the end.
    pub fn share(&self, value: f64) -> f64 {
        let logarithmic = self.steps == Steps::Logarithmic;
        let on = |value: f64| if logarithmic { value.max(0.0).ln() } else { value };
        let share = (on(value) - on(self.low)) / (on(self.high) - on(self.low));
        share.clamp(0.0, 1.0)
    }

    /// Ticks, at most about `count`.
    pub fn ticks(&self, count: usize) -> Ticks {
        let ticks = match self.steps {
            Steps::Even => Ticks::new,
            Steps::Whole => Ticks::whole,
            Steps::Logarithmic => Ticks::logarithmic,
        };
        ticks(self.low, self.high, count)
    }
}

/// A small picture with its frame drawn.
pub struct Panel {
    /// What is drawn so far.
    pub scene: Scene,
    x: Axis,
    y: Axis,
    /// Left, top, width, height of the inside of the frame.
    frame: [f64; 4],
}

impl Panel {
    /// The frame, its grid and numbers, with a title above and the name of the x axis below.
    pub fn new(
        Room { width, height, head }: Room,
        [title, x_name]: [&str; 2],
        (x, y): (Axis, Axis),
        description: String,
    ) -> Self {
        let y_ticks = y.ticks(4);
        let widest = y_ticks.values.iter().map(|&v| y_ticks.label(v).chars().count()).max();
        let left = EDGE + widest.unwrap_or(1) as f64 * NUMBERS * LETTER_WIDTH + 4.0;
        let top = EDGE + LETTERS + 7.0 + head;
        let bottom = height - 2.0 * NUMBERS - 10.0;
        let frame = [left, top, width - EDGE - 6.0 - left, bottom - top];
        let mut panel =
            Self { scene: Scene { width, height, description, shapes: Vec::new() }, x, y, frame };
        let title = fitted_to(title, width - 2.0 * EDGE, LETTERS);
        panel.text((EDGE, EDGE + LETTERS * 0.85), title, LETTERS, Anchor::Start);
        for &tick in &y_ticks.values {
            let y = panel.at(x.low, tick).1;
            panel.line(vec![(left, y), (left + frame[2], y)], Role::Grid, 1.0);
            let place = (left - 4.0, y + NUMBERS * 0.35);
            panel.text(place, y_ticks.label(tick), NUMBERS, Anchor::End);
        }
        let x_ticks = x.ticks(5);
        for &tick in &x_ticks.values {
            let x = panel.at(tick, y.low).0;
            panel.line(vec![(x, bottom), (x, bottom + 4.0)], Role::Axis, 1.0);
            panel.text((x, bottom + NUMBERS + 4.0), x_ticks.label(tick), NUMBERS, Anchor::Middle);
        }
        let below = (left + frame[2] / 2.0, height - 4.0);
        panel.text(below, x_name.to_owned(), NUMBERS, Anchor::Middle);
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        let corner = |&(a, b): &(f64, f64)| (left + a * frame[2], top + b * frame[3]);
        panel.line(corners.iter().map(corner).collect(), Role::Axis, 1.0);
        panel
    }

    /// Where a pair of values lies in the picture.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let [left, top, width, height] = self.frame;
        (left + width * self.x.share(x), top + height * (1.0 - self.y.share(y)))
    }

    /// A curve through pairs of values; a single pair is a dot.
    pub fn curve(&mut self, values: &[(f64, f64)], (role, width, dash): (Role, f64, Dash)) {
        let points: Vec<_> = values.iter().map(|&(x, y)| self.at(x, y)).collect();
        match points[..] {
            [] => {}
            [(x, y)] => self.scene.shapes.push(Shape::Disc { x, y, radius: 1.5 * width, role }),
            _ => self.scene.shapes.push(Shape::Line { points, role, width, dash }),
        }
    }

    /// What lies between two curves, given as (x, low, high).
    pub fn band(&mut self, values: &[(f64, f64, f64)], role: Role) {
        let low = values.iter().map(|&(x, low, _)| self.at(x, low));
        let high = values.iter().rev().map(|&(x, _, high)| self.at(x, high));
        let points: Vec<_> = low.chain(high).collect();
        if values.len() > 1 {
            self.scene.shapes.push(Shape::Polygon { points, role });
        }
    }

    /// Words in the middle of an empty frame.
    pub fn remark(&mut self, words: &str) {
        let [left, top, width, height] = self.frame;
        let place = (left + width / 2.0, top + height / 2.0);
        self.text(place, words.to_owned(), NUMBERS, Anchor::Middle);
    }

    fn line(&mut self, points: Vec<(f64, f64)>, role: Role, width: f64) {
        self.scene.shapes.push(Shape::Line { points, role, width, dash: Dash::Solid });
    }

    fn text(&mut self, (x, y): (f64, f64), text: String, size: f64, anchor: Anchor) {
        self.scene.shapes.push(Shape::Text { x, y, text, size, anchor });
    }
}
