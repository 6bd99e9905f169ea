//! The edge of chaos, and the half-stable points on it.
//!
//! Both conditions of the edge, V(q*) = q* and χ₁ = 1, are solved at once: a length q fixes
//! σ_w² = 1/E\[f′²\] by the second, and then σ_b² = q − σ_w²·E\[f²\] by the first. So the edge is a curve
//! with q as its parameter, and the edge for a given σ_b is where that curve has this σ_b.

use super::fixed::{MARGINAL, Stability};
use super::table::Row;
use super::{MeanField, NOISE, root};

/// A point of the edge of chaos: χ₁ = 1 at a fixed point of the length map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// σ_w.
    pub sigma_w: f64,
    /// σ_b.
    pub sigma_b: f64,
    /// The fixed point q*.
    pub length: f64,
    /// The length map's slope there.
    pub length_slope: f64,
    /// Whether lengths nearby go to it.
    pub stability: Stability,
}

/// All that is known of the edge of chaos at one σ_b.
#[derive(Debug, Clone, PartialEq)]
pub enum EdgeOfChaos {
    /// At this σ_w every length is a fixed point with χ₁ = 1 (`ReLU`).
    EveryLength {
        /// σ_w.
        sigma_w: f64,
    },
    /// At these points, by rising q*; none where the list is empty.
    Points(Vec<Edge>),
}

impl EdgeOfChaos {
    /// The point to initialise at: the first that is stable, else the first. For every length, the one
    /// with length 1 stands.
    #[must_use]
    pub fn primary(&self) -> Option<Edge> {
        match self {
            Self::EveryLength { sigma_w } => Some(Edge {
                sigma_w: *sigma_w,
                sigma_b: 0.0,
                length: 1.0,
                length_slope: 1.0,
                stability: Stability::Marginal,
            }),
            Self::Points(points) => {
                let stable = points.iter().find(|edge| edge.stability == Stability::Stable);
                stable.or(points.first()).copied()
            }
        }
    }
}

/// A fixed point at which the length map, too, has slope 1: the edge of chaos with σ_b chosen so that
/// lengths stay for as long as they can. Lengths from one side go to it, those on the other leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfStable {
    /// The fixed point, K* in the source.
    pub length: f64,
    /// σ_w², C_W in the source.
    pub weight_variance: f64,
    /// σ_b², C_b in the source.
    pub bias_variance: f64,
}

/// The classes of critical initialisation (Roberts, Yaida and Hanin, chapter 5).
#[derive(Debug, Clone, PartialEq)]
pub enum Universality {
    /// Every length is a critical fixed point (`ReLU`).
    ScaleInvariant,
    /// The critical fixed point is 0 and attracts (tanh).
    Zero,
    /// It is positive and half-stable (GELU, `SiLU`).
    HalfStable(HalfStable),
    /// No initialisation is critical for lengths and gradients at once (sigmoid, softplus).
    None,
}

/// σ_b² on the edge at a length.
fn bias_variance(row: &Row) -> f64 {
    row.q - row.square / row.slope_square
}

impl MeanField {
    /// The edge of chaos at a bias deviation `sigma_b` ≥ 0.
    ///
    /// With σ_b = 0 and f(0) = 0 the length 0 is a fixed point, and σ_w = 1/|f′(0)|; it may be unstable
    /// (GELU), and there may be others.
    pub fn edge_of_chaos(&mut self, sigma_b: f64) -> EdgeOfChaos {
        let target = sigma_b * sigma_b;
        if self.is_scale_invariant()
            && let Some(row) = self.table.first()
        {
            if sigma_b != 0.0 {
                return EdgeOfChaos::Points(Vec::new());
            }
            let slope_square = match self.origin {
                Some(origin) => origin.slope_square,
                None => row.slope_square,
            };
            return EdgeOfChaos::EveryLength { sigma_w: 1.0 / slope_square.sqrt() };
        }
        let mut points = Vec::new();
        if sigma_b == 0.0
            && let Some(origin) = self.origin
        {
            points.push(Edge {
                sigma_w: 1.0 / origin.slope_square.sqrt(),
                sigma_b,
                length: 0.0,
                length_slope: 1.0,
                stability: Stability::of_bend(origin.bends),
            });
        }
        let g = |row: &Row| (bias_variance(row) - target, NOISE * row.q);
        for row in root::all(&mut self.samples, &self.table, g) {
            let variance = 1.0 / row.slope_square;
            let length_slope = variance * row.growth;
            points.push(Edge {
                sigma_w: variance.sqrt(),
                sigma_b,
                length: row.q,
                length_slope,
                stability: Stability::of_slope(length_slope),
            });
        }
        EdgeOfChaos::Points(points)
    }

    /// The half-stable points, by rising length; none for a scale-invariant function.
    pub fn half_stable(&mut self) -> Vec<HalfStable> {
        if self.is_scale_invariant() {
            return Vec::new();
        }
        let g = |row: &Row| (row.growth - row.slope_square, MARGINAL * row.slope_square);
        let rows = root::all(&mut self.samples, &self.table, g);
        let points = rows.into_iter().map(|row| HalfStable {
            length: row.q,
            weight_variance: 1.0 / row.slope_square,
            bias_variance: bias_variance(&row),
        });
        points.filter(|point| point.bias_variance >= 0.0).collect()
    }

    /// The class of critical initialisation.
    pub fn universality(&mut self) -> Universality {
        if self.is_scale_invariant() {
            return Universality::ScaleInvariant;
        }
        if self.origin.is_some_and(|origin| origin.bends < 0.0) {
            return Universality::Zero;
        }
        let points = self.half_stable();
        points.first().map_or(Universality::None, |point| Universality::HalfStable(*point))
    }
}
