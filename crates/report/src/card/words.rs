//! Words for what profiles hold: places, stretches, certificates.

use nonlin_properties::profile::Stretch;
use nonlin_properties::{Certificate, Interval, Status};

use super::number::{enclosed, exact};
use super::{Cell, Tone};

/// Places or pieces told at most; JSON has them all.
const TOLD: usize = 4;

/// The words of a certificate's value, and its tone by its status.
pub fn stated<T>(certificate: &Certificate<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match certificate.status {
        Status::Proved => Cell::plain(words(&certificate.value)),
        Status::Refuted { witness } => {
            Cell::warning(format!("no: it fails at x = {}", enclosed(witness)))
        }
        Status::Unknown { boxes } => {
            let known = words(&certificate.value);
            Cell { text: format!("{known} (not decided in {boxes} boxes)"), tone: Tone::Unknown }
        }
    }
}

/// The same where an undecided value says nothing at all.
pub fn decided<T>(certificate: &Certificate<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match certificate.status {
        Status::Unknown { boxes } => {
            Cell { text: format!("not decided in {boxes} boxes"), tone: Tone::Unknown }
        }
        _ => stated(certificate, words),
    }
}

/// Some of many, with the count of the rest.
pub fn listed(mut texts: Vec<String>, between: &str) -> String {
    if texts.len() > TOLD + 1 {
        let rest = texts.len() - TOLD;
        texts.truncate(TOLD);
        texts.push(format!("{rest} more"));
    }
    texts.join(between)
}

/// `x = −0.75…`, `x = −1 and x = 1`, `every x from 0 to 1`, `x → ∞`.
pub fn places(places: &[Interval]) -> String {
    let place = |at: &Interval| match (at.lo(), at.hi()) {
        (f64::NEG_INFINITY, f64::INFINITY) => "every x".into(),
        (lo, hi) if lo == hi && lo.is_infinite() => format!("x → {}", exact(lo)),
        (f64::NEG_INFINITY, hi) => format!("x ≤ {}", exact(hi)),
        (lo, f64::INFINITY) => format!("x ≥ {}", exact(lo)),
        (lo, hi) if hi - lo > 1e-6 * lo.abs().max(hi.abs()).max(1.0) => {
            format!("{} ≤ x ≤ {}", exact(lo), exact(hi))
        }
        _ => format!("x = {}", enclosed(*at)),
    };
    listed(places.iter().map(place).collect(), " and ")
}

/// `x ≤ 0`, `−1 ≤ x ≤ 1`, `every x`, `x = 0`.
pub fn stretch(stretch: &Stretch) -> String {
    let (from, to) = (stretch.from, stretch.to);
    match (from.hi() == f64::NEG_INFINITY, to.lo() == f64::INFINITY) {
        (true, true) => "every x".into(),
        (true, false) => format!("x ≤ {}", enclosed(to)),
        (false, true) => format!("x ≥ {}", enclosed(from)),
        (false, false) if from == to => format!("x = {}", enclosed(from)),
        (false, false) => format!("{} ≤ x ≤ {}", enclosed(from), enclosed(to)),
    }
}

/// Stretches in a row, or a word for none.
pub fn stretches(all: &[Stretch], none: &str) -> String {
    if all.is_empty() { none.into() } else { listed(all.iter().map(stretch).collect(), ", ") }
}

/// What holds on pieces from −∞ to ∞: `falls to x = −0.75…, then rises`.
pub fn pieces<T: PartialEq + Copy>(
    pieces: &[(Stretch, T)],
    verb: impl Fn(T) -> &'static str,
) -> String {
    let last = pieces.len().saturating_sub(1);
    let told = |(i, (stretch, kind)): (usize, &(Stretch, T))| match i == last {
        true if i > 0 => format!("then {}", verb(*kind)),
        true => format!("{} everywhere", verb(*kind)),
        false => format!("{} to {}", verb(*kind), enclosed(stretch.to)),
    };
    listed(pieces.iter().enumerate().map(told).collect(), ", ")
}
