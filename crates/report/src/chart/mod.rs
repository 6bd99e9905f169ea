//! Charts of measurements: curves with bands, or bars, for pages and for the terminal.
//!
//! ```text
//! Chart (numbers) + Captions (words) ──┬─ curves │ bars ──▶ Scene ──▶ svg
//!                                      └─ terminal ──▶ lines of text
//! ```
//!
//! A chart holds numbers and keys alone, so that the same measurement can be told in any language.

mod bars;
mod curves;
mod terminal;

use crate::curve::Layer;
use crate::figure::scene::Scene;
use crate::figure::{Theme, svg};

/// How an axis goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// In even steps.
    Even,
    /// In whole numbers.
    Whole,
    /// By powers of ten; what is not positive is left out.
    Logarithmic,
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Where on the x axis; the place of a category in a chart of bars.
    pub x: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The measurement.
    pub middle: f64,
    /// The upper end of its interval.
    pub high: f64,
}

impl Point {
    /// A number without an interval.
    #[must_use]
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, low: y, middle: y, high: y }
    }
}

/// What a series stands for, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Measured: a solid line, with its band.
    Measured,
    /// Predicted by theory: a dashed line in the colour of the series before it.
    Theory,
    /// Data: dots without a line.
    Dots,
}

/// One series of measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// A function's name, or a key of the words.
    pub name: String,
    /// How it is drawn.
    pub mark: Mark,
    /// By rising x.
    pub points: Vec<Point>,
}

/// What is drawn against what.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Lines over two axes.
    Curves {
        /// The x axis.
        x: Scale,
        /// The y axis.
        y: Scale,
    },
    /// One bar for each category (a function's name, or a key of the words) and series, from 0.
    Bars {
        /// In the order of the points' x: 0, 1, ….
        categories: Vec<String>,
        /// What numbers are shown as.
        unit: BarUnit,
    },
}

/// How the numbers at bars are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarUnit {
    /// As they are.
    Plain,
    /// As percentages.
    Share,
    /// As differences of percentages, with their signs.
    Points,
}

/// Measurements to be drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Curves or bars.
    pub kind: Kind,
    /// One colour each, but for theory.
    pub series: Vec<Series>,
}

/// The words of a chart, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captions {
    /// What is shown.
    pub title: String,
    /// The x axis; of bars, what their length means.
    pub x: String,
    /// The y axis; empty for bars.
    pub y: String,
    /// One for each series.
    pub series: Vec<String>,
    /// One for each category.
    pub categories: Vec<String>,
}

/// One bar.
struct Row {
    category: usize,
    series: usize,
    /// What stands before it.
    name: String,
    point: Point,
}

/// Pixels across a picture for a phone, and for a desk or a sheet of paper.
const WIDTHS: [(&str, f64); 2] = [("narrow", 328.0), ("wide", 640.0)];

impl Chart {
    /// Curves without series.
    #[must_use]
    pub fn curves(x: Scale, y: Scale) -> Self {
        Self { kind: Kind::Curves { x, y }, series: Vec::new() }
    }

    /// Bars of these categories.
    #[must_use]
    pub fn bars(categories: &[&str], unit: BarUnit) -> Self {
        let categories = categories.iter().map(ToString::to_string).collect();
        Self { kind: Kind::Bars { categories, unit }, series: Vec::new() }
    }

    /// With one more series.
    #[must_use]
    pub fn with(mut self, name: &str, mark: Mark, points: Vec<Point>) -> Self {
        self.series.push(Series { name: name.to_owned(), mark, points });
        self
    }

    /// The categories of bars.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        match &self.kind {
            Kind::Bars { categories, .. } => categories,
            Kind::Curves { .. } => &[],
        }
    }

    /// Two pictures for the inside of a page with [`sheet`]: of class `narrow` and of class `wide`.
    #[must_use]
    pub fn parts(&self, captions: &Captions) -> String {
        WIDTHS
            .iter()
            .map(|&(class, width)| svg::part(&self.scene(captions, width), class))
            .collect()
    }

    /// One picture, fit for a file.
    #[must_use]
    pub fn svg(&self, captions: &Captions, theme: Theme) -> String {
        svg::write(&self.scene(captions, WIDTHS[1].1), theme)
    }

    /// Lines for the terminal, at most so many characters wide, title and legend included.
    #[must_use]
    pub fn lines(&self, captions: &Captions, columns: usize) -> Vec<Vec<(Layer, String)>> {
        terminal::lines(self, captions, columns)
    }

    fn scene(&self, captions: &Captions, width: f64) -> Scene {
        match &self.kind {
            Kind::Curves { x, y } => curves::scene(self, (*x, *y), captions, width),
            Kind::Bars { unit, .. } => bars::scene(self, *unit, captions, width),
        }
    }

    /// The bars from top to bottom: category by category, and in each series by series.
    fn rows(&self, captions: &Captions) -> Vec<Row> {
        let mut rows = Vec::new();
        for (category, own) in captions.categories.iter().enumerate() {
            for (series, data) in self.series.iter().enumerate() {
                let name = match &*captions.series {
                    [_] => own.clone(),
                    several => format!("{own} · {}", several[series]),
                };
                let here = data.points.iter().filter(|point| point.x == category as f64);
                rows.extend(here.map(|&point| Row { category, series, name: name.clone(), point }));
            }
        }
        rows
    }

    /// The place in the palette of each series: theory has that of the series before it.
    fn colours(&self) -> Vec<usize> {
        let mut next = 0;
        let colour = |series: &Series| {
            if series.mark != Mark::Theory || next == 0 {
                next += 1;
            }
            next - 1
        };
        self.series.iter().map(colour).collect()
    }
}

/// The style rules of pictures inside a page.
#[must_use]
pub fn sheet(theme: Theme) -> String {
    svg::sheet(theme)
}

/// A number at a bar.
fn written(value: f64, unit: BarUnit) -> String {
    match unit {
        BarUnit::Plain => crate::study::short(value),
        BarUnit::Share => crate::study::percent(value),
        BarUnit::Points => crate::study::points(value),
    }
}

#[cfg(test)]
mod tests;
