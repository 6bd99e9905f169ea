//! The correlation map: how the correlation of two inputs' pre-activations goes from layer to layer.
//!
//! At a fixed point q* of the length map, with u₁ and u₂ of variance q* and correlation c,
//!
//! ```text
//! C(c) = (σ_w²·E[f(u₁)·f(u₂)] + σ_b²)/q*,   E[f(u₁)·f(u₂)] = Σ aₖ²·cᵏ   (Mehler),
//! ```
//!
//! where aₖ is the k-th coefficient of f(√q*·z) in normalised Hermite polynomials. All aₖ² are positive, so
//! the map is convex on \[0, 1\], and what the terms left out can add is known: their sum at 1, which is
//! E\[f²\] less the others, times a power of c.

use super::fixed::{MARGINAL, depth};
use super::table::Row;
use super::{MeanField, Scale};
use crate::gaussian::legendre::{NODES, RULE};

/// How many terms are kept.
const TERMS: usize = 100;
/// Hermite functions of these degrees are 0 in f64 beyond as many deviations.
const REACH: f64 = 30.0;
/// The longest panel, in deviations, on which 16 nodes follow the last term's oscillation.
const LENGTH: f64 = 0.75;
/// π^(1/2)·√2.
const SQRT_TAU: f64 = 2.506_628_274_631_000_5;

/// Which way signals go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// χ₁ < 1: all inputs become the same.
    Ordered,
    /// χ₁ > 1: nearby inputs part.
    Chaotic,
    /// χ₁ = 1: the edge of chaos.
    Critical,
}

impl Phase {
    /// Its name in every output: `ordered`, `chaotic` or `critical`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Chaotic => "chaotic",
            Self::Critical => "critical",
        }
    }
}

/// The correlation map at one fixed point of the length map.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    scale: Scale,
    length: f64,
    /// aₖ².
    terms: Vec<f64>,
    /// The sum of all further aₖ².
    rest: f64,
    /// χ₁, the slope at c = 1.
    pub chi: f64,
    /// The correlation that inputs go to.
    pub fixed_point: f64,
    /// The slope there.
    pub slope: f64,
    /// ξ_c = −1/log(slope): after how many layers a difference of correlations has fallen to 1/e;
    /// `None` where it does not fall at such a rate (at the edge of chaos).
    pub depth: Option<f64>,
}

impl Correlation {
    /// C(c) for a correlation c from −1 to 1, and a bound on what the terms left out change.
    #[must_use]
    pub fn map(&self, c: f64) -> (f64, f64) {
        let sum = self.terms.iter().rev().fold(0.0, |sum, term| sum * c + term);
        let left = self.rest * libm::pow(c.abs(), TERMS as f64);
        // For c ≥ 0 what is left out is between 0 and `left`.
        let (sum, error) = if c < 0.0 { (sum, left) } else { (sum + 0.5 * left, 0.5 * left) };
        let weights = self.scale.sigma_w * self.scale.sigma_w;
        (self.scale.map(sum) / self.length, weights * error / self.length)
    }

    /// C′(c), but for the terms left out.
    fn slope_at(&self, c: f64) -> f64 {
        let terms = self.terms.iter().enumerate().skip(1).rev();
        let sum = terms.fold(0.0, |sum, (k, term)| sum * c + k as f64 * term);
        self.scale.sigma_w * self.scale.sigma_w * sum / self.length
    }

    /// Which phase the network is in.
    #[must_use]
    pub fn phase(&self) -> Phase {
        if (self.chi - 1.0).abs() <= MARGINAL {
            Phase::Critical
        } else if self.chi < 1.0 {
            Phase::Ordered
        } else {
            Phase::Chaotic
        }
    }

    /// The root of C(c) = c below 1 that a convex map with slope above 1 at 1 has, by bisection.
    fn chaotic_fixed_point(&self) -> f64 {
        if self.map(0.0).0 <= f64::EPSILON {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.map(middle).0 > middle { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

impl MeanField {
    /// The correlation map at the fixed point `length` > 0 of the length map; `None` where a moment is
    /// infinite or undefined.
    pub fn correlation(&mut self, scale: Scale, length: f64) -> Option<Correlation> {
        let deviation = length.sqrt();
        let moments = Row::new(&mut self.samples, length)?;
        let terms = self.hermite(deviation);
        let known: f64 = terms.iter().sum();
        let chi = scale.sigma_w * scale.sigma_w * moments.slope_square;
        let mut correlation = Correlation {
            scale,
            length,
            terms,
            rest: (moments.square - known).max(0.0),
            chi,
            fixed_point: 1.0,
            slope: chi,
            depth: None,
        };
        if correlation.phase() == Phase::Chaotic {
            correlation.fixed_point = correlation.chaotic_fixed_point();
            correlation.slope = correlation.slope_at(correlation.fixed_point);
        }
        correlation.depth = depth(correlation.slope);
        Some(correlation)
    }

    /// aₖ² for k below [`TERMS`]: integrals over the panels of the samples, cut where they are long
    /// beside the oscillations of the Hermite polynomials.
    fn hermite(&mut self, deviation: f64) -> Vec<f64> {
        let mut sums = vec![0.0; TERMS];
        // The rings that the sums below read are made on the way.
        let reach = REACH * deviation;
        let _ = self.samples.moments(reach / 8.0);
        for [low, high] in self.samples.panels_within(reach) {
            let pieces = ((high - low) / (LENGTH * deviation)).ceil().max(1.0);
            let half = 0.5 * (high - low) / pieces;
            for piece in 0..pieces as u32 {
                let middle = low + half * (2.0 * f64::from(piece) + 1.0);
                let x = RULE.nodes.map(|node| middle + half * node);
                let values = self.samples.evaluate(&x)[0];
                for i in 0..NODES {
                    let z = x[i] / deviation;
                    let density = libm::exp(-0.5 * z * z) / SQRT_TAU;
                    if density > 0.0 {
                        let weight = half / deviation * RULE.weights[i] * density;
                        add(&mut sums, z, weight * values[i]);
                    }
                }
            }
        }
        sums.into_iter().map(|a| a * a).collect()
    }
}

/// Adds weight·heₖ(z) to each sum, with the normalised Hermite polynomials
/// √(k+1)·heₖ₊₁ = z·heₖ − √k·heₖ₋₁.
fn add(sums: &mut [f64], z: f64, weight: f64) {
    let (mut before, mut now) = (0.0, weight);
    let mut root = 0.0;
    for (sum, degree) in sums.iter_mut().zip(1_u32..) {
        *sum += now;
        let next_root = f64::from(degree).sqrt();
        (before, now) = (now, (z * now - root * before) / next_root);
        root = next_root;
    }
}
