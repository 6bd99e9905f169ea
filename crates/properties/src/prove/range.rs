//! Extrema, read off the candidates.

use super::candidates::Candidate;
use super::smoothness::Smooth;
use crate::certificate::{Certificate, Status};
use crate::interval::Interval;
use crate::profile::{Bound, Extremum, Jump};

/// An enclosure wider than this, relative to 1 + |value|, is no answer.
const NARROW: f64 = 1e-9;

fn is_narrow(value: Interval) -> bool {
    value.is_point() || value.width() <= NARROW * (1.0 + value.mignitude())
}

/// The largest of the candidates: its enclosure, and those that may be it.
fn largest(candidates: &[Candidate]) -> (Interval, Vec<&Candidate>) {
    let lo = candidates.iter().map(|c| c.value.lo()).fold(f64::NEG_INFINITY, f64::max);
    let hi = candidates.iter().map(|c| c.value.hi()).fold(f64::NEG_INFINITY, f64::max);
    let value = if lo <= hi { Interval::new(lo, hi) } else { Interval::ENTIRE };
    (value, candidates.iter().filter(|c| c.value.hi() >= lo).collect())
}

/// Whether the largest value is taken.
fn attained(value: Interval, among: &[&Candidate]) -> Option<bool> {
    if value.lo() == f64::INFINITY {
        return Some(false);
    }
    let certain = |wanted: bool| among.iter().all(|c| c.reached == Some(wanted));
    let same = among.iter().all(|c| c.value == value && value.is_point());
    if certain(true) || (same && among.iter().any(|c| c.reached == Some(true))) {
        Some(true)
    } else if certain(false) {
        Some(false)
    } else {
        None
    }
}

fn certificate<T>(value: T, known: bool, boxes: u64) -> Certificate<T> {
    let status = if known { Status::Proved } else { Status::Unknown { boxes } };
    Certificate { value, status }
}

fn mirrored(candidates: &[Candidate]) -> Vec<Candidate> {
    candidates.iter().map(|c| Candidate { value: c.value.neg(), ..c.clone() }).collect()
}

/// sup f.
pub(super) fn supremum(candidates: &[Candidate], boxes: u64) -> Certificate<Bound> {
    let (value, among) = largest(candidates);
    let bound = Bound { value, attained: attained(value, &among) };
    certificate(bound, is_narrow(value), boxes)
}

/// inf f.
pub(super) fn infimum(candidates: &[Candidate], boxes: u64) -> Certificate<Bound> {
    supremum(&mirrored(candidates), boxes).map(|bound| Bound { value: bound.value.neg(), ..bound })
}

/// The places of the candidates in order, those that touch as one.
fn places(among: &[&Candidate]) -> Vec<Interval> {
    let mut places: Vec<Interval> = among.iter().map(|c| c.at).collect();
    places.sort_by(|a, b| a.lo().total_cmp(&b.lo()).then(a.hi().total_cmp(&b.hi())));
    let mut joined: Vec<Interval> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.lo() <= last.hi() => *last = last.hull(place),
            _ => joined.push(place),
        }
    }
    joined
}

/// The largest value and where it is taken.
pub(super) fn maximum(candidates: &[Candidate], boxes: u64) -> Certificate<Option<Extremum>> {
    let (value, among) = largest(candidates);
    match attained(value, &among) {
        Some(false) => Certificate::proved(None),
        Some(true) if is_narrow(value) => {
            let taken: Vec<&Candidate> =
                among.into_iter().filter(|c| c.reached == Some(true)).collect();
            Certificate::proved(Some(Extremum { at: places(&taken), value }))
        }
        _ => Certificate::unknown(None, boxes),
    }
}

/// The least value and where it is taken.
pub(super) fn minimum(candidates: &[Candidate], boxes: u64) -> Certificate<Option<Extremum>> {
    maximum(&mirrored(candidates), boxes)
        .map(|extremum| extremum.map(|e| Extremum { value: e.value.neg(), ..e }))
}

/// The largest magnitude, taken or approached.
fn magnitude(candidates: &[Candidate], boxes: u64) -> Certificate<Extremum> {
    let magnitudes: Vec<Candidate> = candidates
        .iter()
        .map(|c| Candidate { value: nonlin_expr::Algebra::abs(&c.value), ..c.clone() })
        .collect();
    let (value, among) = largest(&magnitudes);
    certificate(Extremum { at: places(&among), value }, is_narrow(value), boxes)
}

/// sup |f′|: infinite where f jumps.
pub(super) fn steepest(
    slopes: &[Candidate],
    jumps: &Certificate<Vec<Jump>>,
    boxes: u64,
) -> Certificate<Extremum> {
    if !jumps.value.is_empty() {
        let at = jumps.value.iter().map(|jump| jump.at).collect();
        return Certificate::proved(Extremum { at, value: Interval::point(f64::INFINITY) });
    }
    let found = magnitude(slopes, boxes);
    if jumps.status.is_known() { found } else { Certificate::unknown(found.value, boxes) }
}

/// sup |f″|: infinite where f′ jumps.
pub(super) fn most_bent(bends: &[Candidate], smooth: &Smooth, boxes: u64) -> Certificate<Extremum> {
    let places = smooth.jumps.value.iter().map(|jump| jump.at);
    let at: Vec<Interval> = places.chain(smooth.kinks.value.iter().map(|kink| kink.at)).collect();
    if !at.is_empty() {
        return Certificate::proved(Extremum { at, value: Interval::point(f64::INFINITY) });
    }
    let found = magnitude(bends, boxes);
    if smooth.kinks.status.is_known() { found } else { Certificate::unknown(found.value, boxes) }
}
