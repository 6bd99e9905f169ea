//! What is proved of a function, as numbers for findings.

use nonlin_catalogue::{Activation, Parameters};
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
