//! What a function is and does: all its proved properties together.
//!
//! This is the data that cards, pictures, JSON and the laboratory read; how it is found is in
//! [`prove`](crate::prove()).

use crate::certificate::{Certificate, Status};
use crate::interval::Interval;

/// An infimum or a supremum: a number, or without bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Its enclosure; a point at ±∞ where the function is not bounded.
    pub value: Interval,
    /// Whether the function takes this value; `None` where that is not known.
    pub attained: Option<bool>,
}

/// Where a function takes its least or largest value, or has its steepest slope.
#[derive(Debug, Clone, PartialEq)]
pub struct Extremum {
    /// The places: points, narrow enclosures of one, or stretches on which it stays. An end at ±∞
    /// alone means that it is approached there and not reached.
    pub at: Vec<Interval>,
    /// The value there.
    pub value: Interval,
}

/// A stretch of the line, from the end of `from` to the beginning of `to`, each known to an enclosure;
/// points at ±∞ for the ends of the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The lower end.
    pub from: Interval,
    /// The upper end.
    pub to: Interval,
}

/// f(−x) beside f(x).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// f(−x) = f(x).
    Even,
    /// f(−x) = −f(x).
    Odd,
    /// Neither.
    Neither,
}

/// The direction of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monotone {
    /// Rises everywhere.
    Increasing,
    /// Falls everywhere.
    Decreasing,
    /// Never falls, and stays level in places.
    Nondecreasing,
    /// Never rises, and stays level in places.
    Nonincreasing,
    /// One value.
    Constant,
    /// Turns.
    None,
}

/// The curvature of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convexity {
    /// Chords lie above the curve.
    Convex,
    /// Chords lie below the curve.
    Concave,
    /// A straight line.
    Affine,
    /// Bends both ways.
    Neither,
}

/// How many continuous derivatives a function has on the whole line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Smoothness {
    /// It jumps, or has a pole: not continuous.
    Discontinuous,
    /// C^k and not C^(k+1).
    Times(u32),
    /// C^∞.
    Infinite,
}

/// A place where the slope jumps although the value does not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kink {
    /// Where.
    pub at: Interval,
    /// The slope just below it.
    pub left: Interval,
    /// The slope just above it.
    pub right: Interval,
}

/// A place where the value jumps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// Where.
    pub at: Interval,
    /// The limit from below.
    pub left: Interval,
    /// The limit from above.
    pub right: Interval,
}

/// Everything that is proved of one function of x.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// inf f.
    pub infimum: Certificate<Bound>,
    /// sup f.
    pub supremum: Certificate<Bound>,
    /// The limit at −∞: an enclosure, a point at ±∞, or `None` where there is no limit.
    pub limit_minus_infinity: Certificate<Option<Interval>>,
    /// The limit at +∞.
    pub limit_plus_infinity: Certificate<Option<Interval>>,
    /// The least value and its places; `None` where it is not taken.
    pub minimum: Certificate<Option<Extremum>>,
    /// The largest value and its places; `None` where it is not taken.
    pub maximum: Certificate<Option<Extremum>>,
    /// Where f is 0: places, and stretches on which it stays 0.
    pub zeros: Certificate<Vec<Stretch>>,
    /// sup |f′| and where it is taken or approached; infinite where f jumps.
    pub lipschitz_constant: Certificate<Extremum>,
    /// sup |f″| over the pieces on which it exists; infinite where f′ jumps.
    pub second_derivative_bound: Certificate<Extremum>,
    /// Even, odd or neither.
    pub parity: Certificate<Parity>,
    /// Its direction.
    pub monotone: Certificate<Monotone>,
    /// The stretches on which it goes one way, from −∞ to ∞.
    pub monotone_pieces: Certificate<Vec<(Stretch, Monotone)>>,
    /// Its curvature.
    pub convex: Certificate<Convexity>,
    /// The stretches on which it bends one way, from −∞ to ∞.
    pub convex_pieces: Certificate<Vec<(Stretch, Convexity)>>,
    /// How often it can be differentiated with a continuous result.
    pub smoothness: Certificate<Smoothness>,
    /// Where the slope jumps.
    pub kinks: Certificate<Vec<Kink>>,
    /// Where the value jumps.
    pub jumps: Certificate<Vec<Jump>>,
    /// P[f(z) = 0] for z ~ N(0, 1), in \[0, 1\].
    pub zero_probability: Certificate<Interval>,
    /// Where |f′| is below the threshold (1 % unless asked otherwise) of its supremum.
    pub saturated: Certificate<Vec<Stretch>>,
    /// Where f′ = 0 on a whole stretch.
    pub dead: Certificate<Vec<Stretch>>,
    /// Where |f′| is above half of its supremum.
    pub steep: Certificate<Vec<Stretch>>,
}

impl Profile {
    /// The status of every property, with its name as in the fields.
    #[must_use]
    pub fn statuses(&self) -> [(&'static str, Status); 21] {
        [
            ("infimum", self.infimum.status),
            ("supremum", self.supremum.status),
            ("limit_minus_infinity", self.limit_minus_infinity.status),
            ("limit_plus_infinity", self.limit_plus_infinity.status),
            ("minimum", self.minimum.status),
            ("maximum", self.maximum.status),
            ("zeros", self.zeros.status),
            ("lipschitz_constant", self.lipschitz_constant.status),
            ("second_derivative_bound", self.second_derivative_bound.status),
            ("parity", self.parity.status),
            ("monotone", self.monotone.status),
            ("monotone_pieces", self.monotone_pieces.status),
            ("convex", self.convex.status),
            ("convex_pieces", self.convex_pieces.status),
            ("smoothness", self.smoothness.status),
            ("kinks", self.kinks.status),
            ("jumps", self.jumps.status),
            ("zero_probability", self.zero_probability.status),
            ("saturated", self.saturated.status),
            ("dead", self.dead.status),
            ("steep", self.steep.status),
        ]
    }
}
