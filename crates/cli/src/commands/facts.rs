//! What is known of a function, found as far as a card asks for it.

use anyhow::Result;
use nonlin::Activation;
use nonlin::properties::Profile;
use nonlin::report::card::{self, Cost, Depth, Facts, Gaussian, Measured};
use nonlin_bench::{Pass, Plan, Threads};

use super::Usage;
use crate::args::Explain;

/// Elements of the slices that are timed: they fit into the cache.
const TIMED: usize = 65_536;

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
        Ok(Self {
            profile: profile(activation),
            gaussian: None,
            depth: None,
            cost,
            threshold: arguments.threshold,
        })
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

/// The proved properties of a function, where there are proofs.
pub fn profile(_activation: &Activation) -> Option<Profile> {
    None
}

/// Times on this machine, of the function and of `ReLU`.
fn measured(activation: &Activation) -> Result<Measured> {
    let plan = Plan {
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
    Some(card::distance(&profile(&difference)?))
}
