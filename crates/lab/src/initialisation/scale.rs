//! What initial weights are scaled by, and slopes measured against: figures of the activation alone.
//!
//! The gain of a function of single numbers is that of the verified moments
//! ([`nonlin_properties::gaussian`]): the middle of the interval that is proved to hold it, or an
//! estimate where nothing could be proved in the budget. The gain of a gated unit is an integral over two
//! normal numbers by the trapezoidal rule, which for a smooth integrand that falls off like a Gaussian is
//! exact to rounding (Trefethen and Weideman 2014) and near a kink of f² off by about the square of the
//! step. Where results depend on whole rows, or on more than two parts, it is the mean of f² over 2¹⁸ normal
//! numbers of a fixed stream, known to about 1 %. All is computed once in a process for each activation:
//! the trials of a study share it.

use crate::activation::{LayerActivation, Resolved};
use crate::diagnostics::count;
use crate::error::TrialError;
use crate::random::Stream;
use crate::spec::TrialSpec;
use nonlin_catalogue::Activation;
use nonlin_expr::LimitError;
use nonlin_properties::depth::MeanField;
use nonlin_properties::gaussian::{Settings, forward_gain, gaussian, slope_scale};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Initialisation;

/// A point of the edge of chaos.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EdgePoint {
    /// σ_w: the weights' deviation times √fan-in.
    pub sigma_w: f64,
    /// σ_b: the biases' deviation.
    pub sigma_b: f64,
    /// The variance of pre-activations that such layers tend to.
    pub length: f64,
}

/// The figures of an activation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scale {
    /// 1/√E\[f(z)²\] for z ~ N(0, 1); `None` where there is none (E\[f²\] is infinite, 0 or unknown).
    pub gain: Option<f64>,
    /// Whether the gain is the middle of a proved interval rather than an estimate.
    pub gain_proved: bool,
    /// The steepest slope, for saturation; 0 where nothing but flat places can be told.
    pub slope: f64,
    /// The point of the edge of chaos to start at, where the specification asks for it and there is one.
    pub edge: Option<EdgePoint>,
}

/// Normal numbers that a function of whole rows is judged on.
const SAMPLE: usize = 1 << 18;
/// Steps of the trapezoidal rule in 1, and from 0 to its end: φ(8) is 5·10⁻¹⁵.
const STEPS: usize = 32;
const END: usize = 8;
/// Beyond this hardly a pre-activation lies; slopes there are not compared.
const NEAR: f64 = 4.0;

static KNOWN: Mutex<BTreeMap<String, Scale>> = Mutex::new(BTreeMap::new());

impl Scale {
    /// For a trial whose first hidden layer has so many units.
    ///
    /// # Errors
    /// [`TrialError::Activation`] if there is no such function, or its formulas are too large.
    pub fn of(
        spec: &TrialSpec,
        activation: &LayerActivation,
        units: usize,
    ) -> Result<Self, TrialError> {
        // Σ of a row depends on its length.
        let units = if activation.is_elementwise() { 0 } else { units };
        let sigma_b = match spec.initialisation {
            Initialisation::EdgeOfChaos { sigma_b } => Some(sigma_b),
            _ => None,
        };
        let key = format!("{:?} {:?} {units} {sigma_b:?}", spec.activation, spec.train_parameters);
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(scale) = known().get(&key) {
            return Ok(*scale);
        }
        // Two threads may both compute it; they find the same.
        let scale = match Resolved::new(&spec.activation)? {
            Resolved::Scalar(scalar) => of_scalar(&scalar, sigma_b)
                .map_err(|error| TrialError::Activation(error.to_string()))?,
            Resolved::Row(_) => of_rows(activation, units.max(1)),
        };
        known().insert(key, scale);
        Ok(scale)
    }
}

fn of_scalar(activation: &Activation, sigma_b: Option<f64>) -> Result<Scale, LimitError> {
    let (value, derivative) = (activation.expression(), activation.derivative());
    let proved = gaussian(value, derivative, Settings::default())?.forward_gain;
    let proved = proved.filter(|gain| gain.status.is_known()).map(|gain| gain.value.middle());
    let gain = match proved {
        Some(gain) => Some(gain),
        None => forward_gain(value, derivative)?,
    };
    let edge = match sigma_b {
        None => None,
        Some(sigma_b) => MeanField::new(value, derivative, &[])?
            .edge_of_chaos(sigma_b)
            .primary()
            .map(|edge| EdgePoint { sigma_w: edge.sigma_w, sigma_b, length: edge.length }),
    };
    let slope = slope_scale(value, derivative)?;
    Ok(Scale { gain, gain_proved: proved.is_some(), slope, edge })
}

/// In evaluation mode, with the first values of what is trained; `units` is the length of rows that depend
/// on it.
fn of_rows(activation: &LayerActivation, units: usize) -> Scale {
    if activation.is_elementwise() && activation.parts() <= 2 {
        return by_quadrature(activation);
    }
    let units = activation.fitting(units);
    let rows = (SAMPLE / activation.row(units).max(1)).max(1);
    let mut stream = Stream::new(0, "gain", 0);
    let z: Vec<f64> = (0..rows * activation.row(units)).map(|_| stream.normal()).collect();
    let y = values(activation, z, rows, units).1;
    let square = y.iter().map(|y| y * y).sum::<f64>() / count(y.len());
    Scale { gain: gain(square), gain_proved: false, slope: 0.0, edge: None }
}

/// A row for each place of the first part, with a unit for each place of the second.
fn by_quadrature(activation: &LayerActivation) -> Scale {
    let nodes = 2 * END * STEPS + 1;
    let place = |i: usize| count(i) / count(STEPS) - count(END);
    let weight = |x: f64| libm::exp(-0.5 * x * x) / (std::f64::consts::TAU.sqrt() * count(STEPS));
    let rows = if activation.parts() == 2 { nodes } else { 1 };
    let width = activation.row(nodes);
    let mut z = vec![0.0; rows * width];
    for (i, row) in z.chunks_exact_mut(width).enumerate() {
        for j in 0..nodes {
            row[(activation.parts() - 1) * nodes + j] = place(j);
            if activation.parts() == 2 {
                row[j] = place(i);
            }
        }
    }
    let (z, y) = values(activation, z, rows, nodes);
    let results = activation.results(nodes);
    let mut square = 0.0;
    for (i, y) in y.chunks_exact(results).enumerate() {
        let outer = if activation.parts() == 2 { weight(place(i)) } else { 1.0 };
        let inner = y.iter().enumerate().map(|(j, y)| weight(place(j % nodes)) * y * y);
        square += outer * inner.sum::<f64>() / count(results / nodes);
    }
    let mut slopes = vec![0.0; z.len()];
    activation.slopes(&z, &vec![1.0; y.len()], &mut slopes, rows, nodes);
    let mut slope = 0.0;
    for (z, slopes) in z.chunks_exact(width).zip(slopes.chunks_exact(width)) {
        for j in 0..nodes {
            let parts = || (0..activation.parts()).map(|part| part * nodes + j);
            if parts().all(|at| z[at].abs() <= NEAR) {
                let steepest = parts().map(|at| slopes[at].abs()).filter(|s| s.is_finite());
                slope = steepest.fold(slope, f64::max);
            }
        }
    }
    Scale { gain: gain(square), gain_proved: false, slope, edge: None }
}

/// Pre-activations with the parameters in their places, and the results.
fn values(
    activation: &LayerActivation,
    mut z: Vec<f64>,
    rows: usize,
    units: usize,
) -> (Vec<f64>, Vec<f64>) {
    let trained = activation.trained();
    let each = activation.parameters(units) / trained.len().max(1);
    let own: Vec<f64> = trained.iter().flat_map(|trained| vec![trained.initial; each]).collect();
    activation.place(&own, &mut z, units);
    let mut y = vec![0.0; rows * activation.results(units)];
    activation.forward(&z, &mut y, &mut [], rows, units, None);
    (z, y)
}

fn gain(square: f64) -> Option<f64> {
    Some(1.0 / square.sqrt()).filter(|gain| (1e-30..1e15).contains(gain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::tests::small;
    use crate::spec::{ActivationSpec, TrainParameters};

    fn scale(function: &str, initialisation: Initialisation, units: usize) -> Scale {
        let spec = TrialSpec { initialisation, ..small(function) };
        let spec = TrialSpec { activation: ActivationSpec::new(function), ..spec };
        let activation = LayerActivation::new(&spec.activation, TrainParameters::Fixed);
        Scale::of(&spec, &activation.expect("known"), units).expect("small")
    }

    #[test]
    fn gains_that_are_known_in_closed_form() {
        // E[relu²] = 1/2; E[x²] = 1; E[relu(a)²·b²] = 1/2; E[max(0, ±x)²] = 1/2.
        let root = 2.0_f64.sqrt();
        let proved = [("relu", root), ("identity", 1.0)].map(|(name, gain)| (name, gain, 1e-12));
        let smooth = [("bilinear_glu", 1.0, 1e-12), ("reglu", root, 1e-4), ("crelu", root, 1e-4)];
        for (function, gain, bound) in proved.into_iter().chain(smooth) {
            let got = scale(function, Initialisation::Gain, 64);
            let error = got.gain.expect("a gain") / gain - 1.0;
            assert!(error.abs() < bound, "{function}: {error}");
            assert_eq!(got.gain_proved, ["relu", "identity"].contains(&function), "{function}");
        }
        // E[silu(a)²·b²] = E[silu(a)²]: the gain of the function of one number, which is proved.
        let silu = scale("silu", Initialisation::Gain, 64);
        let swiglu = scale("swiglu", Initialisation::Gain, 64).gain.expect("a gain");
        assert!((swiglu / silu.gain.expect("a gain") - 1.0).abs() < 1e-12 && silu.gain_proved);
        // Softmax over rows of 4: E[y²] is between 1/16 (all alike) and 1/4 (all in one place).
        let softmax = scale("softmax", Initialisation::Gain, 4).gain.expect("a gain");
        assert!((2.0..4.0).contains(&softmax), "{softmax}");
    }

    #[test]
    fn the_edge_is_there_or_not() {
        // tanh at σ_b = 0.2, to the digits of the theory's own tests; ReLU has none but at σ_b = 0.
        let edge = scale("tanh", Initialisation::EdgeOfChaos { sigma_b: 0.2 }, 64).edge;
        let edge = edge.expect("an edge");
        assert!((edge.sigma_w - 1.304_145_840_056_511).abs() < 1e-9);
        assert_eq!(scale("relu", Initialisation::EdgeOfChaos { sigma_b: 0.2 }, 64).edge, None);
        assert_eq!(scale("tanh", Initialisation::Gain, 64).edge, None);
    }
}
