//! Range, slope, shape and zones of a profile in words.

use nonlin_properties::profile::{Bound, Convexity, Extremum, Monotone, Parity, Smoothness};
use nonlin_properties::{Certificate, Interval, Profile};

use super::number::{enclosed, exact};
use super::words::{decided, listed, pieces, places, stated, stretches};
use super::{Cell, Section};

/// The share of sup |f′| below which a slope is called saturated, unless another was asked for.
const SATURATED: f64 = 0.01;

/// The sections that a profile fills.
pub fn sections(profile: &Profile, threshold: Option<f64>) -> [Section; 4] {
    let of = |title: &str, rows: Vec<(&str, Cell)>| {
        Section::of(title, rows.into_iter().map(|(label, cell)| (label.to_owned(), cell)))
    };
    [
        of("range", range(profile)),
        of("slope", slope(profile)),
        of("shape", shape(profile)),
        of("zones", zones(profile, threshold.unwrap_or(SATURATED))),
    ]
}

fn range(profile: &Profile) -> Vec<(&'static str, Cell)> {
    let limit = |value: &Option<Interval>| value.map_or("no limit".into(), enclosed);
    vec![
        ("values", values(&profile.infimum, &profile.supremum)),
        ("minimum", extremum(&profile.minimum, &profile.infimum, "below")),
        ("maximum", extremum(&profile.maximum, &profile.supremum, "above")),
        ("x → −∞", decided(&profile.limit_minus_infinity, limit)),
        ("x → ∞", decided(&profile.limit_plus_infinity, limit)),
        ("zeros", decided(&profile.zeros, |zeros| stretches(zeros, "none"))),
    ]
}

/// The range as an interval; an end is round where it is not taken.
fn values(infimum: &Certificate<Bound>, supremum: &Certificate<Bound>) -> Cell {
    let taken = |bound: &Bound| bound.attained == Some(true) && bound.value.is_bounded();
    let (low, high) = (&infimum.value, &supremum.value);
    let text = format!(
        "{}{}, {}{}",
        if taken(low) { '[' } else { '(' },
        enclosed(low.value),
        enclosed(high.value),
        if taken(high) { ']' } else { ')' }
    );
    let worse = if infimum.status.is_known() { supremum.status } else { infimum.status };
    stated(&Certificate { value: text, status: worse }, Clone::clone)
}

/// The least or largest value with its places, or why there is none.
fn extremum(found: &Certificate<Option<Extremum>>, bound: &Certificate<Bound>, side: &str) -> Cell {
    decided(found, |extremum| match extremum {
        Some(extremum) => at(extremum),
        None if !bound.value.value.is_bounded() => format!("none: unbounded {side}"),
        None => format!("none: {} is approached and not taken", enclosed(bound.value.value)),
    })
}

fn at(extremum: &Extremum) -> String {
    if extremum.at.is_empty() {
        return enclosed(extremum.value);
    }
    format!("{} at {}", enclosed(extremum.value), places(&extremum.at))
}

fn slope(profile: &Profile) -> Vec<(&'static str, Cell)> {
    let bound = |extremum: &Extremum| match extremum.value.lo() == f64::INFINITY {
        true if extremum.at.is_empty() => "unbounded".into(),
        true => format!("unbounded at {}", places(&extremum.at)),
        false => at(extremum),
    };
    let mut rows = vec![
        ("sup |f′|", stated(&profile.lipschitz_constant, bound)),
        ("sup |f″|", stated(&profile.second_derivative_bound, bound)),
        ("smooth", decided(&profile.smoothness, |smoothness| smooth(*smoothness))),
    ];
    if !profile.kinks.value.is_empty() || !profile.kinks.status.is_known() {
        rows.push((
            "kinks",
            decided(&profile.kinks, |kinks| {
                let told = kinks.iter().map(|kink| {
                    let (left, right) = (enclosed(kink.left), enclosed(kink.right));
                    format!("at x = {}: slope {left} before, {right} after", enclosed(kink.at))
                });
                listed(told.collect(), "; ")
            }),
        ));
    }
    if !profile.jumps.value.is_empty() || !profile.jumps.status.is_known() {
        rows.push((
            "jumps",
            decided(&profile.jumps, |jumps| {
                let told = jumps.iter().map(|jump| {
                    let (left, right) = (enclosed(jump.left), enclosed(jump.right));
                    format!("at x = {}: from {left} to {right}", enclosed(jump.at))
                });
                listed(told.collect(), "; ")
            }),
        ));
    }
    rows
}

fn smooth(smoothness: Smoothness) -> String {
    match smoothness {
        Smoothness::Discontinuous => "no: it is not continuous".into(),
        Smoothness::Times(0) => "C⁰: continuous, its slope is not".into(),
        Smoothness::Times(1) => "C¹: its slope is continuous, its curvature is not".into(),
        Smoothness::Times(k) => format!("C^{k}: {k} continuous derivatives and no more"),
        Smoothness::Infinite => "C^∞: every derivative is continuous".into(),
    }
}

fn shape(profile: &Profile) -> Vec<(&'static str, Cell)> {
    let parity = |parity: &Parity| match parity {
        Parity::Even => "even: f(−x) = f(x)".to_owned(),
        Parity::Odd => "odd: f(−x) = −f(x)".to_owned(),
        Parity::Neither => "neither even nor odd".to_owned(),
    };
    vec![
        ("symmetry", decided(&profile.parity, parity)),
        ("direction", decided(&profile.monotone, |kind| direction(*kind, profile))),
        ("bending", bending(profile)),
    ]
}

fn direction(kind: Monotone, profile: &Profile) -> String {
    match kind {
        Monotone::Increasing => "rises everywhere".into(),
        Monotone::Decreasing => "falls everywhere".into(),
        Monotone::Constant => "constant".into(),
        Monotone::None if !profile.monotone_pieces.status.is_known() => "turns".into(),
        Monotone::Nondecreasing | Monotone::Nonincreasing | Monotone::None => {
            let verb = |kind| match kind {
                Monotone::Increasing => "rises",
                Monotone::Decreasing => "falls",
                Monotone::Constant => "is level",
                Monotone::Nondecreasing => "never falls",
                Monotone::Nonincreasing => "never rises",
                Monotone::None => "turns",
            };
            let name = match kind {
                Monotone::Nondecreasing => "never falls: ",
                Monotone::Nonincreasing => "never rises: ",
                _ => "turns: ",
            };
            format!("{name}{}", pieces(&profile.monotone_pieces.value, verb))
        }
    }
}

fn bending(profile: &Profile) -> Cell {
    let affine = profile.convex.value == Convexity::Affine && profile.convex.status.is_known();
    let cell = decided(&profile.convex, |kind| match kind {
        Convexity::Convex => "convex".into(),
        Convexity::Concave => "concave".into(),
        Convexity::Affine => {
            "affine: layers of it, however many, compute one affine map of their input".into()
        }
        Convexity::Neither if !profile.convex_pieces.status.is_known() => {
            "neither convex nor concave".into()
        }
        Convexity::Neither => {
            let verb = |kind| match kind {
                Convexity::Convex => "convex",
                Convexity::Concave => "concave",
                Convexity::Affine => "straight",
                Convexity::Neither => "neither",
            };
            pieces(&profile.convex_pieces.value, verb)
        }
    });
    if affine { Cell::warning(cell.text) } else { cell }
}

fn zones(profile: &Profile, threshold: f64) -> Vec<(&'static str, Cell)> {
    let percent = exact((threshold * 1e8).round() / 1e6);
    let share = |value: &Interval| format!("{} for z ~ N(0, 1)", enclosed(*value));
    let zone = |certificate, meaning: String| {
        decided(certificate, |all: &Vec<_>| match stretches(all, "") {
            none if none.is_empty() => "none".into(),
            text => format!("{text}  ({meaning})"),
        })
    };
    vec![
        ("dead", zone(&profile.dead, "f′ = 0".into())),
        ("saturated", zone(&profile.saturated, format!("|f′| below {percent} % of its supremum"))),
        ("steep", zone(&profile.steep, "|f′| above half of its supremum".into())),
        ("P[f(z) = 0]", stated(&profile.zero_probability, share)),
    ]
}
