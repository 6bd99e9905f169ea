//! Fixed points of the length map for a given initialisation.

use super::table::Row;
use super::{MeanField, NOISE, Scale, root};

/// A slope this near to 1 counts as 1.
pub(super) const MARGINAL: f64 = 1e-9;

/// What happens to lengths near a fixed point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stability {
    /// They go to it.
    Stable,
    /// They leave it.
    Unstable,
    /// The slope there is 1: they stay, or do both, one on each side.
    Marginal,
}

impl Stability {
    /// Of a fixed point with this slope of the map.
    pub(super) fn of_slope(slope: f64) -> Self {
        if (slope - 1.0).abs() <= MARGINAL {
            Self::Marginal
        } else if slope.abs() < 1.0 {
            Self::Stable
        } else {
            Self::Unstable
        }
    }

    /// Of the length 0 where the map has slope 1 and bends downwards (−1), upwards (1) or not (0).
    pub(super) fn of_bend(bend: f64) -> Self {
        match bend {
            b if b < 0.0 => Self::Stable,
            b if b > 0.0 => Self::Unstable,
            _ => Self::Marginal,
        }
    }

    /// Its name in every output: `stable`, `unstable` or `marginal`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Unstable => "unstable",
            Self::Marginal => "marginal",
        }
    }
}

/// A fixed point of the length map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixedPoint {
    /// q*.
    pub length: f64,
    /// The map's slope there, χ_∥.
    pub slope: f64,
    /// χ₁ there, χ_⊥.
    pub chi: f64,
    /// Whether lengths nearby go to it.
    pub stability: Stability,
    /// ξ_q = −1/log|slope|: after how many layers a difference of lengths has fallen to 1/e;
    /// `None` where it does not fall.
    pub length_depth: Option<f64>,
}

impl FixedPoint {
    fn new(length: f64, slope: f64, chi: f64, stability: Stability) -> Self {
        Self { length, slope, chi, stability, length_depth: depth(slope) }
    }
}

/// −1/log|slope| where the slope is below 1.
pub(super) fn depth(slope: f64) -> Option<f64> {
    let falls = slope.abs() < 1.0 - MARGINAL;
    falls.then(|| if slope == 0.0 { 0.0 } else { -1.0 / slope.abs().ln() })
}

impl MeanField {
    /// The fixed points of the length map, by rising length. For a scale-invariant function at its
    /// critical σ_w every length is one; the list then holds 0 alone, as marginal.
    ///
    /// A fixed point that the map touches without crossing, as at a half-stable point, is not seen.
    pub fn fixed_points(&mut self, scale: Scale) -> Vec<FixedPoint> {
        let weights = scale.sigma_w * scale.sigma_w;
        let mut points = Vec::new();
        if scale.sigma_b == 0.0
            && let Some(origin) = self.origin
        {
            let slope = weights * origin.slope_square;
            let stability = match Stability::of_slope(slope) {
                Stability::Marginal => Stability::of_bend(origin.bends),
                other => other,
            };
            points.push(FixedPoint::new(0.0, slope, slope, stability));
        }
        let g = |row: &Row| (scale.map(row.square) - row.q, NOISE * row.q);
        for row in root::all(&mut self.samples, &self.table, g) {
            let slope = weights * row.growth;
            let chi = weights * row.slope_square;
            points.push(FixedPoint::new(row.q, slope, chi, Stability::of_slope(slope)));
        }
        points
    }
}
