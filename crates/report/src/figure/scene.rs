//! The few shapes that a picture is made of, in pixels from its upper left corner.

use super::ZoneKind;

/// What a shape is for; a theme gives it its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The background.
    Paper,
    /// Words and numbers.
    Ink,
    /// The axes and the frame.
    Axis,
    /// Lines at the ticks.
    Grid,
    /// The curve with this place in the palette.
    Curve(usize),
    /// A shaded stretch.
    Zone(ZoneKind),
    /// The spread around the curve with this place.
    Band(usize),
}

/// Which part of a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// All of it.
    Solid,
    /// ╌╌╌
    Long,
    /// ····
    Dots,
    /// ─·─·
    Mixed,
}

impl Dash {
    const ALL: [Self; 4] = [Self::Solid, Self::Long, Self::Dots, Self::Mixed];

    /// The dash with this place; beyond the last they begin again.
    pub const fn of(place: usize) -> Self {
        Self::ALL[place % Self::ALL.len()]
    }

    /// Lengths drawn and left out in turn, in widths of the line with round ends; none for a solid one.
    pub const fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Long => &[3.5, 2.8],
            Self::Dots => &[0.01, 2.2],
            Self::Mixed => &[5.0, 2.4, 0.01, 2.4],
        }
    }
}

/// Where a text stands beside its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rectangle { x: f64, y: f64, width: f64, height: f64, role: Role },
    /// A line through points.
    Line { points: Vec<(f64, f64)>, role: Role, width: f64, dash: Dash },
    /// A ring, filled with paper.
    Ring { x: f64, y: f64, radius: f64, role: Role },
    /// A filled circle.
    Disc { x: f64, y: f64, radius: f64, role: Role },
    /// A filled outline, closed from its last point to its first.
    Polygon { points: Vec<(f64, f64)>, role: Role },
    /// A text; `y` is its base line.
    Text { x: f64, y: f64, text: String, size: f64, anchor: Anchor },
}

/// A picture before it has colours.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// From back to front.
    pub shapes: Vec<Shape>,
}
