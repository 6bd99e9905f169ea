//! The exact results for floats by the thousand million: polynomials between samples of the oracle.
//!
//! MPFR takes some ten microseconds a point, so all floats of 32 bits would take it days. Between its kinks
//! a formula is analytic, and a polynomial of degree 4 to 32 says what a piece of the line holds. A slice of
//! the line (one sign, one exponent: 2^23 floats) is cut at kinks, branch points and the formula's numbers;
//! these and their neighbours are asked for one by one. What lies between is sampled at Chebyshev points by
//! the [oracle](crate::oracle), of the formula as it is written, and the polynomial is believed if
//!
//! - it gives 2^-40 of the least sample (or of the least normal float of 32 bits) at further points, the
//!   outermost gaps between the nodes among them, and its last coefficients are as small, and
//! - the samples differ by no more than 2^6, so that its rounding errors are small beside the least.
//!
//! Otherwise the piece is halved; a piece of 16 floats is left to MPFR point by point. An exact result is
//! thus known to 2^-38 relatively, 2^-14 of a float's last place. Who needs it nearer (a result close to a
//! tie, an error close to its bound, the worst of a table) asks MPFR: [`Estimate::within`] tells.
//!
//! # Why a wrong kernel cannot pass
//!
//! Nothing here comes from a kernel, a stable form or a recorded value. A kernel that is wrong at a float
//! passes only if the polynomial is wrong there too, and by the same amount; and a right kernel that a wrong
//! polynomial accuses is caught, because every accusation is put to MPFR, and a difference between the two
//! oracles fails the run. So an error of the polynomials stays unseen only where a kernel has the same one.
//! What the check points can't catch is a feature narrower than the gaps between samples and not at a number
//! in the formula or a crossing of the sides of a comparison. A formula of analytic operators has none
//! there but poles and branch points close to the line, which show in the last coefficients.
//!
//! # Waves
//!
//! A sine at 10^20 changes its sign from float to float; no polynomial follows. Such a piece is found by
//! trying short stretches of it: if three fail, it is [`Results::Rough`], and only MPFR knows it.

use nonlin_catalogue::Activation;
use nonlin_expr::LimitError;
use rug::Float;

use crate::bounds::{Region, UNDECIDED};
use crate::nodes::{self, DEGREES, LAST};
use crate::oracle::Undecided;
use crate::reference::Reference;

/// Value and first derivative.
pub const ORDERS: usize = 2;
/// Floats of 32 bits with one sign and one exponent.
pub const SLICE: u32 = 1 << 23;
/// Slices of the line: each sign, each exponent but the last, which is that of ±∞ and NaN.
pub const SLICES: u32 = 2 * 255;

/// As many floats are asked for one by one.
const FEW: u32 = 16;
/// Pieces below the finest stretch that may miss: a kink or a zero takes two for each halving.
const ALLOWANCE: u32 = 128;
/// How well the polynomial has to meet the check points.
const CHECKED: f64 = 1.0 / (1_u64 << 40) as f64;
/// How well it is believed to meet all.
const BELIEVED: f64 = 4.0 * CHECKED;
/// The largest sample over the least.
const SPAN: f64 = 64.0;
/// Degree 32 is not worth its samples where the squared error of 16, or the fourth power of that of 8,
/// and so on, is this many times what has to be met.
const HOPELESS: f64 = 64.0;
/// Below the least normal float, errors are absolute.
const LEAST: f64 = f32::MIN_POSITIVE as f64;
/// Results past this are infinite to every float of 32 bits or less, and no more is known of them.
const PAST: f64 = 4.0 * (1_u128 << 127) as f64 * 2.0;

/// An exact result as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The result; NaN and infinity stand for themselves.
    pub value: f64,
    /// How far off it may be.
    pub within: f64,
}

/// Consecutive floats of 32 bits of one sign.
#[derive(Debug)]
pub struct Piece {
    /// The bits of the one nearest to 0.
    pub first: u32,
    /// The bits of the one farthest from 0.
    pub last: u32,
    /// What is known of them.
    pub results: Results,
}

/// What is known of a piece.
#[derive(Debug)]
pub enum Results {
    /// A polynomial for each order.
    Smooth(Smooth),
    /// Each of the results, by MPFR.
    Points(Vec<[f64; ORDERS]>),
    /// Too wild for polynomials.
    Rough,
    /// The oracle decides nothing here, as its table says.
    Undecided,
}

/// A polynomial for each order.
#[derive(Debug)]
pub struct Smooth {
    middle: f64,
    half: f64,
    fits: [Fit; ORDERS],
}

/// A Chebyshev series.
#[derive(Debug)]
struct Fit {
    series: Vec<f64>,
    within: f64,
}

impl Piece {
    /// Whether it has the float with these bits.
    #[must_use]
    pub const fn contains(&self, bits: u32) -> bool {
        self.first <= bits && bits <= self.last
    }

    /// The exact results of an order at floats of the piece; nothing where only MPFR knows them.
    #[must_use]
    pub fn estimates(&self, order: usize, xs: &[f64]) -> Option<Vec<Estimate>> {
        match &self.results {
            Results::Smooth(smooth) => {
                let t: Vec<f64> = xs.iter().map(|x| (x - smooth.middle) / smooth.half).collect();
                let Fit { series, within } = &smooth.fits[order];
                let mut values = vec![0.0; xs.len()];
                nodes::evaluate(series, &t, &mut values);
                Some(values.into_iter().map(|value| Estimate { value, within: *within }).collect())
            }
            Results::Points(points) => {
                #[expect(clippy::cast_possible_truncation, reason = "a float of the piece")]
                let value = |x: f64| points[((x as f32).to_bits() - self.first) as usize][order];
                let estimate = |value: f64| Estimate { value, within: value.abs() * f64::EPSILON };
                Some(xs.iter().map(|&x| estimate(value(x))).collect())
            }
            Results::Rough | Results::Undecided => None,
        }
    }
}

/// The dense oracle of one activation.
pub struct Dense {
    reference: Reference,
    finest: u32,
    undecided: Vec<Region>,
}

impl Dense {
    /// Of an activation. Where not even stretches of `finest` floats are polynomials, pieces are rough.
    ///
    /// # Errors
    /// When a derivative outgrows the limits of expressions.
    pub fn new(activation: &Activation, finest: u32) -> Result<Self, LimitError> {
        let reference = Reference::new(activation, ORDERS - 1)?.for_short_floats();
        let rows = UNDECIDED.iter().filter(|(name, ..)| *name == activation.name());
        let undecided = rows.map(|(_, region, _)| *region).collect();
        Ok(Self { reference, finest, undecided })
    }

    /// MPFR's exact results, with the contract's conventions.
    #[must_use]
    pub const fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Whether the oracle's table says that it decides nothing in x.
    #[must_use]
    pub fn expects_nothing(&self, x: f64) -> bool {
        self.undecided.iter().any(|region| region.contains(x))
    }

    /// The pieces of a slice in the order of their bits: slices 0 to 254 are positive, from 0 upwards, 255
    /// to 509 negative, from −0 downwards.
    ///
    /// # Errors
    /// Where the oracle decides nothing although no row says so.
    pub fn slice(&self, slice: u32) -> Result<Vec<Piece>, Undecided> {
        let start = ((slice / 255) << 31) | ((slice % 255) * SLICE);
        let end = start + (SLICE - 1);
        let mut pieces = Vec::new();
        let mut next = start;
        for single in self.singles(start, end) {
            if next < single {
                self.segment(next, single - 1, &mut pieces)?;
            }
            if next <= single {
                self.segment(single, single, &mut pieces)?;
                next = single + 1;
            }
        }
        if next <= end {
            self.segment(next, end, &mut pieces)?;
        }
        Ok(pieces)
    }

    /// The bits of the floats that are borders: places of the formula and their neighbours.
    fn singles(&self, start: u32, end: u32) -> Vec<u32> {
        let regions = self.undecided.iter().flat_map(|region| match region {
            Region::Between(from, to) => [*from, *to],
            Region::Magnitude(from, to) => [*from, *to],
        });
        let mut singles = vec![start & (1 << 31)];
        for place in self.reference.places().iter().copied().chain(regions) {
            #[expect(clippy::cast_possible_truncation, reason = "the nearest is meant")]
            let nearest = place as f32;
            singles.extend([nearest.next_down(), nearest, nearest.next_up()].map(f32::to_bits));
        }
        singles.retain(|bits| (start..=end).contains(bits));
        singles.sort_unstable();
        singles.dedup();
        singles
    }

    /// What lies between two singles.
    fn segment(&self, first: u32, last: u32, pieces: &mut Vec<Piece>) -> Result<(), Undecided> {
        let expected = |bits| self.expects_nothing(f32::from_bits(bits).into());
        if expected(first) && expected(last) {
            pieces.push(Piece { first, last, results: Results::Undecided });
            return Ok(());
        }
        self.split(first, last, pieces, ALLOWANCE).map(|_| ())
    }

    /// Polynomials for a piece, or for its halves. Below the finest stretch only `allowance` pieces may
    /// miss; what is left of it is returned, and nothing left makes the rest rough.
    fn split(
        &self,
        first: u32,
        last: u32,
        pieces: &mut Vec<Piece>,
        allowance: u32,
    ) -> Result<u32, Undecided> {
        let wide = last - first >= 2 * self.finest;
        if last - first < FEW {
            pieces.push(self.points(first, last)?);
            return Ok(allowance);
        }
        if let Some(smooth) = self.fit(first, last)? {
            pieces.push(Piece { first, last, results: Results::Smooth(smooth) });
            return Ok(allowance);
        }
        if allowance == 0 || wide && self.is_rough(first, last)? {
            pieces.push(Piece { first, last, results: Results::Rough });
            return Ok(allowance);
        }
        let left = if wide { ALLOWANCE } else { allowance - 1 };
        let middle = first + (last - first) / 2;
        let left = self.split(first, middle, pieces, left)?;
        self.split(middle + 1, last, pieces, if wide { ALLOWANCE } else { left })
    }

    /// Whether none of three short stretches of a piece is a polynomial.
    fn is_rough(&self, first: u32, last: u32) -> Result<bool, Undecided> {
        let room = last - first;
        for share in [0.17, 0.46, 0.83] {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
            let from = first + (f64::from(room - self.finest) * share) as u32;
            if self.fit(from, from + self.finest - 1)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// MPFR for each float.
    fn points(&self, first: u32, last: u32) -> Result<Piece, Undecided> {
        let at = |bits| self.sample(f32::from_bits(bits).into());
        let points = (first..=last).map(at).collect::<Result<_, _>>()?;
        Ok(Piece { first, last, results: Results::Points(points) })
    }

    fn sample(&self, x: f64) -> Result<[f64; ORDERS], Undecided> {
        let results = self.reference.at(x)?;
        Ok(std::array::from_fn(|order| results.get(order).map_or(f64::NAN, Float::to_f64)))
    }

    /// A polynomial for each order over the floats from the first to the last, if there is one.
    fn fit(&self, first: u32, last: u32) -> Result<Option<Smooth>, Undecided> {
        let [first, last] = [first, last].map(|bits| f64::from(f32::from_bits(bits)));
        let (middle, half) = (f64::midpoint(first, last), (last - first) / 2.0);
        let mut samples: [Option<[f64; ORDERS]>; LAST + 1] = [None; LAST + 1];
        for degree in DEGREES {
            let checks = nodes::checks(degree);
            for j in nodes::points(degree).chain(checks) {
                if samples[j].is_none() {
                    samples[j] = Some(self.sample(middle + half * nodes::point(j))?);
                }
            }
            let at = |j: usize, order: usize| samples[j].map_or(f64::NAN, |sample| sample[order]);
            let attempt = |order: usize| {
                let nodes: Vec<f64> = nodes::points(degree).map(|j| at(j, order)).collect();
                Fit::through(&nodes, checks.map(|j| (nodes::point(j), at(j, order))))
            };
            let attempts: [Attempt; ORDERS] = std::array::from_fn(attempt);
            match attempts {
                [Attempt::Meets(value), Attempt::Meets(derivative)] => {
                    return Ok(Some(Smooth { middle, half, fits: [value, derivative] }));
                }
                [Attempt::Hopeless, _] | [_, Attempt::Hopeless] => return Ok(None),
                _ => {}
            }
        }
        Ok(None)
    }
}

/// What became of a polynomial.
enum Attempt {
    Meets(Fit),
    /// A higher degree may do.
    Misses,
    Hopeless,
}

impl Fit {
    /// The polynomial through samples, if it meets the checks: points and what is there.
    fn through(samples: &[f64], checks: [(f64, f64); 4]) -> Attempt {
        let all = || samples.iter().copied().chain(checks.map(|(_, sample)| sample));
        for constant in [f64::NAN, PAST, -PAST] {
            // PAST stands for everything past it.
            let holds = |x: f64| if constant > 0.0 { x >= constant } else { x <= constant };
            if all().all(|x| if constant.is_nan() { x.is_nan() } else { holds(x) }) {
                return Attempt::Meets(Self { series: vec![constant], within: 0.0 });
            }
        }
        let least = all().fold(f64::INFINITY, |least, x| least.min(x.abs())).max(LEAST);
        let largest = all().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        let sides = (all().any(|x| x >= LEAST), all().any(|x| x <= -LEAST));
        if !all().all(f64::is_finite) || largest > SPAN * least || sides == (true, true) {
            return Attempt::Hopeless;
        }
        let mut series = nodes::coefficients(samples);
        let mut values = [0.0; 4];
        nodes::evaluate(&series, &checks.map(|(t, _)| t), &mut values);
        let misses = values.iter().zip(checks).map(|(value, (_, exact))| (value - exact).abs());
        let tail = series.iter().rev().take(2).fold(0.0_f64, |sum, c| sum + c.abs());
        let missed = misses.fold(tail, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "4 to 32")]
        let share = (samples.len() - 1) as f64 / DEGREES[DEGREES.len() - 1] as f64;
        if missed > (HOPELESS * CHECKED).powf(share) * largest.max(LEAST) {
            return Attempt::Hopeless;
        }
        if missed > CHECKED * least {
            return Attempt::Misses;
        }
        // What all that is left out can add up to is a part of what is believed.
        let mut left_out = 0.0;
        while let Some(last) = series.last()
            && left_out + last.abs() <= CHECKED * least
            && series.len() > 1
        {
            left_out += last.abs();
            series.pop();
        }
        Attempt::Meets(Self { series, within: BELIEVED * least })
    }
}
