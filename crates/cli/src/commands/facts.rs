//! What is known of a function, found as far as a card asks for it.

use anyhow::Result;
use nonlin::Activation;
use nonlin::properties::depth::{EdgeOfChaos, INITIALISATIONS, MeanField, Scale, Stability};
use nonlin::properties::profile::Parity;
use nonlin::properties::{Interval, Profile, Settings, gaussian, prove};
use nonlin::report::card::{self, Cost, Depth, Edge, Facts, Gaussian, Network};

use super::measured::measured;
use crate::args::Explain;

/// Layers that gradients are followed through.
const LAYERS: usize = 30;
/// The share of the steepest slope below which a picture shades a zone as saturated.
pub const SATURATED: f64 = 0.01;

/// The facts of one function, of which some may be missing.
pub struct Known {
    /// Proved properties.
    pub profile: Option<Profile>,
    /// Moments.
    pub gaussian: Option<Gaussian>,
    /// Signals through depth.
    pub depth: Option<Depth>,
    /// What it costs.
    pub cost: Option<Cost>,
    threshold: f64,
}

impl Known {
    /// Finds all that `arguments` ask for.
    pub fn of(activation: &Activation, arguments: &Explain) -> Result<Self> {
        // Where a form outgrows the limits there is no tape to count.
        let mut cost = Cost::of(activation.bound()).ok();
        if let Some(cost) = cost.as_mut().filter(|_| arguments.measure) {
            cost.measured = Some(measured(activation)?);
        }
        let profile = profile(activation, arguments.threshold);
        let depth = depth(activation, profile.as_ref(), arguments);
        let gaussian = gaussian(activation, profile.as_ref(), arguments);
        Ok(Self { profile, gaussian, depth, cost, threshold: arguments.threshold })
    }

    /// For the card.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            profile: self.profile.as_ref(),
            threshold: Some(self.threshold),
            gaussian: self.gaussian.as_ref(),
            depth: self.depth.as_ref(),
            cost: self.cost.as_ref(),
        }
    }
}

/// The proved properties of a function; `None` where its derivatives outgrow the limits.
pub fn profile(activation: &Activation, threshold: f64) -> Option<Profile> {
    let settings = Settings { saturation: threshold, ..Settings::default() };
    prove(activation.bound().expression(), settings).ok()
}

/// Moments of a normal pre-activation; `None` where an expression outgrows the limits.
fn gaussian(
    activation: &Activation,
    profile: Option<&Profile>,
    arguments: &Explain,
) -> Option<Gaussian> {
    let &Explain { mean, variance, .. } = arguments;
    let bound = activation.bound();
    let is_odd = profile.is_some_and(|profile| profile.parity.value == Parity::Odd);
    let settings = gaussian::Settings { mean, variance, is_odd, ..gaussian::Settings::default() };
    let moments = gaussian::gaussian(bound.expression(), bound.derivative(), settings).ok()?;
    let slope = bound.parameters().iter().find(|(name, _)| name == "negative_slope");
    let slope = slope.map_or(0.0, |(_, value)| value.value_at(f64::NAN));
    let name = bound.definition().map(|definition| definition.name);
    let calculate_gain = name.and_then(|name| gaussian::pytorch_gain(name, slope));
    // What PyTorch has is for the standard normal distribution.
    let calculate_gain = calculate_gain.filter(|_| (mean, variance) == (0.0, 1.0));
    Some(Gaussian { mean, variance, moments, calculate_gain })
}

/// Signals through depth.
fn depth(activation: &Activation, profile: Option<&Profile>, arguments: &Explain) -> Option<Depth> {
    let sigma_b = arguments.sigma_b;
    let bound = activation.bound();
    let kinks = profile.iter().flat_map(|profile| profile.kinks.value.iter().map(|kink| kink.at));
    let jumps = profile.iter().flat_map(|profile| profile.jumps.value.iter().map(|jump| jump.at));
    let corners: Vec<f64> = kinks.chain(jumps).map(Interval::middle).collect();
    let mut field = MeanField::new(bound.expression(), bound.derivative(), &corners).ok()?;
    let edge_of_chaos = field.edge_of_chaos(sigma_b);
    let every_length = matches!(edge_of_chaos, EdgeOfChaos::EveryLength { .. });
    let edge = edge_of_chaos.primary().map(|edge| Edge {
        sigma_w: edge.sigma_w,
        fixed_point: (!every_length).then_some(edge.length),
        chi1: 1.0,
    });
    let usual = INITIALISATIONS.iter().map(|usual| (usual.name.to_owned(), usual.sigma_w()));
    let own = arguments.sigma_w.map(|sigma_w| (format!("σ_w = {sigma_w}"), sigma_w));
    let mut networks: Vec<Network> = Vec::new();
    for (name, sigma_w) in usual.chain(own) {
        // In layers of equal width some are the same.
        if let Some(same) = networks.iter_mut().find(|known| known.sigma_w == sigma_w) {
            same.initialisation = format!("{}, {name}", same.initialisation);
            continue;
        }
        networks.push(network(&mut field, name, Scale { sigma_w, sigma_b }));
    }
    Some(Depth {
        sigma_b,
        fan_in: arguments.fan_in as usize,
        edge,
        networks,
        half_stable: field.half_stable(),
    })
}

/// A deep network with these weights and biases, its inputs of mean square 1.
fn network(field: &mut MeanField, initialisation: String, scale: Scale) -> Network {
    let layers = field.layers(scale, 1.0, LAYERS);
    let fixed_points = field.fixed_points(scale);
    let settled = fixed_points.iter().find(|point| point.stability == Stability::Stable);
    let length = settled.map(|point| point.length).filter(|&length| length > 0.0);
    let correlation = length.and_then(|length| field.correlation(scale, length));
    let decay = layers.iter().map(|layer| layer.decay).collect();
    Network { initialisation, sigma_w: scale.sigma_w, decay, fixed_points, correlation }
}

/// The largest distance of two functions, where it can be proved.
pub fn distance(left: &Activation, right: &Activation) -> Option<card::Distance> {
    let [f, g] = [left, right].map(|function| function.bound().expression().to_string());
    let difference = Activation::parse(&format!("({f}) - ({g})")).ok()?;
    Some(card::distance(&profile(&difference, SATURATED)?))
}
