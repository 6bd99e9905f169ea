//! What is proved of a function, as numbers for findings.

use nonlin_catalogue::{Activation, Parameters};
use nonlin_properties::profile::Stretch;
use nonlin_properties::{Interval, Profile, Settings, Status, prove};

use crate::error::LessonError;

/// A function by name or formula.
pub fn function(text: &str) -> Result<Activation, LessonError> {
    Ok(Activation::resolve(text, &Parameters::new())?)
}

/// Everything that is proved of it.
pub fn profile(function: &Activation) -> Result<Profile, LessonError> {
    Ok(prove(function.expression(), Settings::default())?)
}

/// The ends of an enclosure.
pub fn ends(enclosure: Interval) -> (f64, f64) {
    (enclosure.lo(), enclosure.hi())
}

/// The ends of what is proved; (NaN, NaN), which fulfils no condition, where it is not.
pub fn proved(status: Status, enclosure: Interval) -> (f64, f64) {
    if status == Status::Proved { ends(enclosure) } else { (f64::NAN, f64::NAN) }
}

/// The length of the line that no stretch is known to cover; stretches are by rising places.
pub fn uncovered(stretches: &[Stretch]) -> f64 {
    let mut covered = f64::NEG_INFINITY;
    let mut length = 0.0;
    let ends = stretches.iter().map(|own| (own.from.hi(), own.to.lo()));
    for (from, to) in ends.chain([(f64::INFINITY, f64::INFINITY)]) {
        // ∞ − ∞ is no gap.
        if from > covered {
            length += from - covered;
        }
        covered = covered.max(to);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_the_line() {
        let dead = |name| profile(&function(name).unwrap()).unwrap().dead.value;
        assert_eq!(uncovered(&dead("step")), 0.0);
        assert_eq!(uncovered(&dead("relu")), f64::INFINITY);
        assert!((uncovered(&dead("relu6")) - 6.0).abs() < 1e-9);
        assert_eq!(uncovered(&[]), f64::INFINITY);
    }
}
