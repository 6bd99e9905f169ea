//! Pictures of functions: curves over axes, as SVG, PNG or a page of HTML.
//!
//! ```text
//! Figure ──sample──▶ polylines ──layout──▶ Scene ──┬─ svg ──▶ page
//!                                                  └─ raster ─▶ PNG
//! ```
//!
//! A [`Figure`] says what is drawn; `sample` turns each function into polylines that stop at jumps and
//! poles; `layout` places them, the axes and the legend, which stands above the curves and never on them;
//! a `Scene` is a handful of shapes with roles in place of colours, which every renderer reads.

pub(crate) mod axis;
pub(crate) mod layout;
mod page;
pub mod palette;
pub(crate) mod panel;
mod raster;
mod sample;
pub(crate) mod scene;
pub(crate) mod svg;
mod window;

use nonlin_properties::Profile;
use nonlin_properties::profile::Stretch;

pub use palette::Theme;
pub use svg::escape;
pub(crate) use window::span;

/// One curve.
pub struct Trace<'a> {
    /// What the legend calls it.
    pub label: String,
    /// Which function it belongs to: its colour where there are several.
    pub function: usize,
    /// The order of the derivative: its dashes.
    pub order: u8,
    /// Its value at x; NaN where there is none.
    pub value: &'a dyn Fn(f64) -> f64,
}

/// What holds on a stretch of the x axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneKind {
    /// f′ is 0.
    Dead,
    /// |f′| is small beside its supremum.
    Saturated,
    /// |f′| is above half of its supremum.
    Steep,
}

impl ZoneKind {
    /// What the legend says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dead => "dead: f′ = 0",
            Self::Saturated => "saturated",
            Self::Steep => "steep",
        }
    }
}

/// A shaded stretch of the x axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zone {
    /// What holds there.
    pub kind: ZoneKind,
    /// Its lower end, −∞ included.
    pub from: f64,
    /// Its upper end, ∞ included.
    pub to: f64,
}

/// What is drawn.
pub struct Figure<'a> {
    /// In the order of the legend.
    pub traces: Vec<Trace<'a>>,
    /// The stretch of the x axis, both ends finite, the first below the second.
    pub range: (f64, f64),
    /// What is shaded.
    pub zones: Vec<Zone>,
    /// Where the slope of the first function jumps.
    pub kinks: Vec<f64>,
}

/// How it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Pixels across, the picture's margins included.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its colours.
    pub theme: Theme,
    /// Whether each order of derivative has axes of its own.
    pub panels: bool,
}

/// The least and largest sides of a picture, in pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 160..=8192;
/// The stretch of the x axis that is shown where nothing is asked for.
const USUAL: f64 = 5.0;
/// It widens for what a profile tells, so far.
const WIDEST: f64 = 10.0;

impl Figure<'_> {
    /// As SVG: text of its own, fit for a file or for the inside of a page.
    #[must_use]
    pub fn svg(&self, style: &Style) -> String {
        svg::write(&layout::lay_out(self, style).scene, style.theme)
    }

    /// As SVG for the inside of a page that has the sheet of [`crate::chart::sheet`]; its class may be the page's
    /// own.
    #[must_use]
    pub fn part(&self, style: &Style, class: &str) -> String {
        svg::part(&layout::lay_out(self, style).scene, class)
    }

    /// As the bytes of a PNG file. [`Theme::Auto`] is light: a PNG has one set of colours.
    #[must_use]
    pub fn png(&self, style: &Style) -> Vec<u8> {
        raster::png(self, style)
    }

    /// As a page of HTML with the picture and a read-out under the pointer; it needs nothing else.
    #[must_use]
    pub fn html(&self, style: &Style, title: &str) -> String {
        page::write(&layout::lay_out(self, style), style, title)
    }
}

/// Zones and kinks of a profile. A dead stretch is not called saturated as well.
#[must_use]
pub fn zones(profile: &Profile) -> (Vec<Zone>, Vec<f64>) {
    let ends = |stretch: &Stretch| (stretch.from.middle_or_end(), stretch.to.middle_or_end());
    let of = |kind, stretches: &[Stretch]| -> Vec<Zone> {
        let zone = |stretch| {
            let (from, to) = ends(stretch);
            Zone { kind, from, to }
        };
        stretches.iter().map(zone).collect()
    };
    let dead = of(ZoneKind::Dead, &profile.dead.value);
    let mut zones = Vec::new();
    for zone in of(ZoneKind::Saturated, &profile.saturated.value) {
        zones.extend(without(zone, &dead));
    }
    zones.extend(dead);
    zones.extend(of(ZoneKind::Steep, &profile.steep.value));
    (zones, profile.kinks.value.iter().map(|kink| kink.at.middle()).collect())
}

/// What is left of a zone outside of others, which follow one another from left to right.
fn without(zone: Zone, others: &[Zone]) -> Vec<Zone> {
    let mut left = Vec::new();
    let mut from = zone.from;
    for other in others.iter().filter(|other| other.to > zone.from && other.from < zone.to) {
        if other.from > from {
            left.push(Zone { from, to: other.from, ..zone });
        }
        from = from.max(other.to);
    }
    if from < zone.to {
        left.push(Zone { from, ..zone });
    }
    left
}

/// The stretch of the x axis to show: wide enough for zones and kinks that are not too far away.
#[must_use]
pub fn usual_range(zones: &[Zone], kinks: &[f64]) -> (f64, f64) {
    let places = zones.iter().flat_map(|zone| [zone.from, zone.to]).chain(kinks.iter().copied());
    let reach = places
        .filter(|place| place.is_finite())
        .map(|place| (place.abs() * 1.2).ceil())
        .filter(|&reach| reach <= WIDEST)
        .fold(USUAL, f64::max);
    (-reach, reach)
}

/// An end of a stretch as a place on the axis.
trait End {
    fn middle_or_end(self) -> f64;
}

impl End for nonlin_properties::Interval {
    /// The middle of an enclosure, which may be ±∞ itself.
    fn middle_or_end(self) -> f64 {
        if self.is_point() { self.lo() } else { self.middle() }
    }
}

#[cfg(test)]
mod tests;
