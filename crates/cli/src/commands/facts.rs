//! What is known of a function, found as far as a card asks for it.

use anyhow::Result;
use nonlin::Activation;
use nonlin::properties::depth::{EdgeOfChaos, INITIALISATIONS, MeanField, Scale};
use nonlin::properties::profile::Parity;
use nonlin::properties::{Interval, Profile, Settings, gaussian, prove};
use nonlin::report::card::{self, Cost, Depth, Edge, Facts, Gaussian, Gradients, Measured};
use nonlin_bench::{Pass, Plan, Threads};

use super::Usage;
use crate::args::Explain;

/// Elements of the slices that are timed: they fit into the cache.
const TIMED: usize = 65_536;

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
        let depth = depth(activation, profile.as_ref(), arguments.sigma_b);
        let gaussian = gaussian(activation, profile.as_ref());
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

/// Moments of a standard normal pre-activation; `None` where an expression outgrows the limits.
fn gaussian(activation: &Activation, profile: Option<&Profile>) -> Option<Gaussian> {
    let bound = activation.bound();
    let is_odd = profile.is_some_and(|profile| profile.parity.value == Parity::Odd);
    let settings = gaussian::Settings { is_odd, ..gaussian::Settings::default() };
    let moments = gaussian::gaussian(bound.expression(), bound.derivative(), settings).ok()?;
    let slope = bound.parameters().iter().find(|(name, _)| name == "negative_slope");
    let slope = slope.map_or(0.0, |(_, value)| value.value_at(f64::NAN));
    let name = bound.definition().map(|definition| definition.name);
    let calculate_gain = name.and_then(|name| gaussian::pytorch_gain(name, slope));
    Some(Gaussian { moments, calculate_gain })
}

/// Signals through depth.
fn depth(activation: &Activation, profile: Option<&Profile>, sigma_b: f64) -> Option<Depth> {
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
    let mut gradients: Vec<Gradients> = Vec::new();
    for initialisation in INITIALISATIONS {
        let sigma_w = initialisation.sigma_w();
        // In layers of equal width some are the same.
        if let Some(same) = gradients.iter_mut().find(|known| known.sigma_w == sigma_w) {
            same.initialisation = format!("{}, {}", same.initialisation, initialisation.name);
            continue;
        }
        let layers = field.layers(Scale { sigma_w, sigma_b }, 1.0, LAYERS);
        let decay = layers.iter().map(|layer| layer.decay).collect();
        gradients.push(Gradients { initialisation: initialisation.name.into(), sigma_w, decay });
    }
    let more = field.half_stable().into_iter().map(|point| {
        let words = format!(
            "σ_w² = {}, σ_b² = {}, where q* = {}: both χ are 1",
            card::number::estimated(point.weight_variance),
            card::number::estimated(point.bias_variance),
            card::number::estimated(point.length),
        );
        ("half-stable".to_owned(), words)
    });
    Some(Depth { sigma_b, edge, gradients, more: more.collect() })
}

/// Times on this machine, of the function and of `ReLU`.
fn measured(activation: &Activation) -> Result<Measured> {
    let plan = Plan {
        passes: vec![Pass::Forward, Pass::Backward],
        // The expression has the parameters' values in it.
        names: vec![activation.bound().expression().to_string(), "relu".into()],
        dtype: nonlin_bench::Dtype::F32,
        sizes: vec![TIMED],
        threads: vec![Threads::One],
    };
    let figures = nonlin_bench::measure(&plan, |_| ()).map_err(|error| Usage(error.to_string()))?;
    let of = |name: &str, pass| {
        let found = figures.iter().find(|figure| figure.name == name && figure.pass == pass);
        found.map_or(f64::NAN, |figure| figure.ns_per_element)
    };
    Ok(Measured {
        n: TIMED,
        forward: of(&plan.names[0], Pass::Forward),
        backward: of(&plan.names[0], Pass::Backward),
        relu_forward: of("relu", Pass::Forward),
        relu_backward: of("relu", Pass::Backward),
    })
}

/// The largest distance of two functions, where it can be proved.
pub fn distance(left: &Activation, right: &Activation) -> Option<card::Distance> {
    let [f, g] = [left, right].map(|function| function.bound().expression().to_string());
    let difference = Activation::parse(&format!("({f}) - ({g})")).ok()?;
    Some(card::distance(&profile(&difference, SATURATED)?))
}
