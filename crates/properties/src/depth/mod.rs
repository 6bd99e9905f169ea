//! Signals through depth: the mean-field theory of wide networks.
//!
//! In a network of dense layers that are wide, with weights of variance σ_w²/fan_in and biases of
//! variance σ_b², the pre-activations of a layer are Gaussian. Their variance, the *length* q, goes from
//! layer to layer by the *length map*
//!
//! ```text
//! q ↦ σ_w²·E[f(√q·z)²] + σ_b²,   z ~ N(0, 1),
//! ```
//!
//! and the squared gradient from layer to layer by the factor χ₁ = σ_w²·E\[f′(√q·z)²\]. At a fixed point
//! q* of the length map χ₁ is also the slope of the *correlation map* at 1: χ₁ < 1 is the ordered phase
//! (all inputs become the same, gradients vanish), χ₁ > 1 the chaotic one (neighbours part, gradients
//! explode), and χ₁ = 1 the edge of chaos, where a network can be trained at any depth.
//!
//! Sources: Poole et al., *Exponential expressivity in deep neural networks through transient chaos*
//! (2016); Schoenholz et al., *Deep information propagation* (2017); Hayou, Doucet and Rousseau, *On the
//! impact of the activation function on deep neural networks training* (2019); Roberts, Yaida and
//! Hanin, *The principles of deep learning theory* (2022), for the half-stable points.
//!
//! All numbers here are estimates, with relative errors of about 1e-12 where a function's samples
//! resolve it; lengths are looked for from 2⁻⁴⁰ to 2²⁰.
//!
//! ```
//! use nonlin_catalogue::{Activation, Parameters};
//! use nonlin_properties::depth::MeanField;
//!
//! let tanh = Activation::resolve("tanh", &Parameters::new()).unwrap();
//! let mut field = MeanField::new(tanh.expression(), tanh.derivative(), &[]).unwrap();
//! let edge = field.edge_of_chaos(0.2).primary().unwrap();
//! assert!((edge.sigma_w - 1.304_145_840_056_511).abs() < 1e-12);
//! assert!((edge.length - 0.512_078_504_233_902).abs() < 1e-12);
//! ```

mod correlation;
mod edge;
mod fixed;
mod layers;
mod root;
mod table;

use nonlin_expr::{Expr, LimitError};

pub use correlation::{Correlation, Phase};
pub use edge::{Edge, EdgeOfChaos, HalfStable, Universality};
pub use fixed::{FixedPoint, Stability};
pub use layers::{INITIALISATIONS, Initialisation, Layer, born_dead, weight_deviation};

use crate::gaussian::Samples;
use table::Row;

/// How a network's parameters are drawn: deviations of weights and biases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// σ_w: the weights' standard deviation times √fan_in.
    pub sigma_w: f64,
    /// σ_b: the biases' standard deviation.
    pub sigma_b: f64,
}

impl Scale {
    fn map(self, square: f64) -> f64 {
        self.sigma_w * self.sigma_w * square + self.sigma_b * self.sigma_b
    }
}

/// The mean-field theory of one activation.
#[derive(Debug, Clone)]
pub struct MeanField {
    samples: Samples,
    table: Vec<Row>,
    origin: Option<Origin>,
}

/// A function that is 0 at 0 and has slopes on both sides of it.
#[derive(Debug, Clone, Copy)]
struct Origin {
    /// The limit of E\[f′²\] for q → 0: the mean square of the two slopes.
    slope_square: f64,
    /// Whether E\[f²\] is less (−1) or more (1) than `slope_square`·q for small q; 0 if neither.
    bends: f64,
}

/// The points on either side of 0 that stand for "near": the slope must be the same at both distances.
const NEAR: [f64; 2] = [f64::EPSILON * f64::EPSILON, f64::EPSILON * 1e-3];
/// How much slope or value may differ at these distances, relative to 1.
const STEADY: f64 = 1e-12;
/// A relative difference below this may be rounding.
const NOISE: f64 = 1e-12;

impl MeanField {
    /// Of a function of `x`, its derivative, and the places where it is not analytic as far as they
    /// are known.
    ///
    /// # Errors
    /// When value and derivative together outgrow an expression's limits.
    pub fn new(value: &Expr, derivative: &Expr, kinks: &[f64]) -> Result<Self, LimitError> {
        let mut samples = Samples::new(value, derivative, kinks, 0.0)?;
        let table = table::table(&mut samples);
        let origin = origin(&mut samples, &table);
        Ok(Self { samples, table, origin })
    }

    /// The length map: the length after a layer, for the length `q` ≥ 0 before it.
    pub fn length(&mut self, scale: Scale, q: f64) -> Option<f64> {
        let square = match self.origin {
            Some(origin) if q < table::LEAST => origin.slope_square * q,
            None if q == 0.0 => self.samples.offset() * self.samples.offset(),
            _ => Row::new(&mut self.samples, q)?.square,
        };
        Some(scale.map(square))
    }

    /// χ₁ at length `q` ≥ 0: the factor of the squared gradient through a layer.
    pub fn chi(&mut self, scale: Scale, q: f64) -> Option<f64> {
        let slope_square = match self.origin {
            Some(origin) if q < table::LEAST => origin.slope_square,
            _ => Row::new(&mut self.samples, q)?.slope_square,
        };
        Some(scale.sigma_w * scale.sigma_w * slope_square)
    }

    /// Whether E\[f(√q·z)²\] is proportional to q, as for `ReLU` and its kin, and for the identity.
    #[must_use]
    pub fn is_scale_invariant(&self) -> bool {
        let proportional = |row: &Row| {
            let Row { square, slope_square, .. } = *row;
            square > 0.0 && (square - row.q * slope_square).abs() <= NOISE * square
        };
        !self.table.is_empty() && self.table.iter().all(proportional)
    }
}

fn origin(samples: &mut Samples, table: &[Row]) -> Option<Origin> {
    let mut points = [0.0; 16];
    points[..4].copy_from_slice(&[NEAR[0], NEAR[1], -NEAR[0], -NEAR[1]]);
    let [values, slopes] = samples.evaluate(&points);
    // The last point is 0 itself; at a jump the value there is that of one side.
    let vanishes = values[15] == 0.0 && values[..4].iter().all(|y| y.abs() <= STEADY);
    let steady = |a: f64, b: f64| (a - b).abs() <= STEADY * (1.0 + a.abs());
    if !(vanishes && steady(slopes[0], slopes[1]) && steady(slopes[2], slopes[3])) {
        return None;
    }
    let slope_square = 0.5 * (slopes[0] * slopes[0] + slopes[2] * slopes[2]);
    if slope_square == 0.0 {
        return None;
    }
    let mut bends = table.iter().map(|row| row.square / (row.q * slope_square) - 1.0);
    let bends = bends.find(|ratio| ratio.abs() > 1e3 * NOISE);
    Some(Origin { slope_square, bends: bends.map_or(0.0, f64::signum) })
}
