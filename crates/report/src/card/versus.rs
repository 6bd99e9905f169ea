//! How far two functions are apart.

use nonlin_properties::{Certificate, Interval, Profile, Status};

use super::number::enclosed;
use super::words::{places, stated};
use super::{Cell, Section};

/// sup |f − g| and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Distance {
    /// Its enclosure; a point at ∞ where they part without bound.
    pub value: Certificate<Interval>,
    /// Where it is taken or approached.
    pub at: Vec<Interval>,
}

/// The largest distance of two functions, read off the profile of their difference f − g.
#[must_use]
pub fn distance(difference: &Profile) -> Distance {
    let sides =
        [(&difference.infimum, &difference.minimum), (&difference.supremum, &difference.maximum)];
    let size = |interval: Interval| Interval::new(interval.mignitude(), interval.magnitude());
    let [below, above] = sides.map(|(bound, _)| size(bound.value.value));
    let value = Interval::new(below.lo().max(above.lo()), below.hi().max(above.hi()));
    let unknown = sides.iter().map(|(bound, _)| bound.status).find(|status| !status.is_known());
    let status = unknown.unwrap_or(Status::Proved);
    let limits = [
        (f64::NEG_INFINITY, &difference.limit_minus_infinity),
        (f64::INFINITY, &difference.limit_plus_infinity),
    ];
    let mut at = Vec::new();
    for ((bound, extremum), side) in sides.into_iter().zip([below, above]) {
        // A side that may hold the largest distance.
        if side.hi() < value.lo() {
            continue;
        }
        match &extremum.value {
            Some(extremum) => at.extend(extremum.at.iter().copied()),
            None => at.extend(limits.iter().filter_map(|(end, limit)| {
                let meets = |limit: Interval| {
                    limit.lo() <= bound.value.value.hi() && bound.value.value.lo() <= limit.hi()
                };
                limit.value.is_some_and(meets).then(|| Interval::point(*end))
            })),
        }
    }
    Distance { value: Certificate { value, status }, at }
}

impl Distance {
    /// As a section of a card in two columns; the statement is about both functions.
    #[must_use]
    pub fn section(&self) -> Section {
        let cell = stated(&self.value, |value| {
            let value = enclosed(*value);
            if self.at.is_empty() { value } else { format!("{value} at {}", places(&self.at)) }
        });
        let mut section = Section::of("distance", [("sup |f − g|".to_owned(), cell)]);
        section.rows[0].cells.push(Cell::default());
        section
    }
}
