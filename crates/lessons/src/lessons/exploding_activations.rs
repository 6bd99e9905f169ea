//! `ReLU` has no upper end: through depth activations can blow up.
//!
//! Whether they do is decided by the size of the initial weights. The typical activation, layer by layer, for
//! three sizes, beside mean-field theory; and a bounded function for contrast.

use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::quadratic_point;
use crate::experiment::initial::Deep;
use crate::experiment::proof::{function, profile, proved};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "relu"),
        Setting::function("beside", "tanh"),
        Setting::real("variance", 4.0, 0.1..=16.0),
        Setting::whole("depth", 20, 2..=60),
        Setting::whole("width", 128, 4..=512),
        Setting::whole("networks", 40, 2..=500),
    ],
    measure,
    conditions: &[
        core("supremum", Is::Above(f64::MAX)),
        core("large", Is::Above(10.0)),
        limit("large", Is::AsTheory { within: 0.2 }),
        limit("middle", Is::AsTheory { within: 0.2 }),
        limit("small", Is::AsTheory { within: 0.2 }),
        limit("beside_supremum", Is::Below(f64::MAX)),
        limit("beside_large", Is::Below(10.0)),
    ],
    quick: &[("depth", "4"), ("width", "8"), ("networks", "4")],
};

/// Half of what `ReLU` needs to pass on its signals, and what it needs (He et al. 2015).
const VARIANCES: [f64; 2] = [1.0, 2.0];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let [own, beside] = [settings.function("function"), settings.function("beside")];
    let (depth, networks) = (settings.whole("depth"), settings.whole("networks"));
    for (name, number) in [(own, "supremum"), (beside, "beside_supremum")] {
        let supremum = profile(&function(name)?)?.supremum;
        found.proved(number, Unit::One, proved(supremum.status, supremum.value.value));
    }
    let variance = settings.real("variance");
    let mut chart = Chart::curves(Scale::Whole, Scale::Logarithmic);
    for (name, variance, number) in [
        (own, VARIANCES[0], "small"),
        (own, VARIANCES[1], "middle"),
        (own, variance, "large"),
        (beside, variance, "beside_large"),
    ] {
        let function = function(name)?;
        let deep =
            Deep { depth, width: settings.whole("width"), sigma_w: variance.sqrt(), rows: 16 };
        let drawn = deep.activations(&function, networks);
        let sizes = |l: usize| drawn.iter().map(|own| own[l].activation).collect::<Vec<_>>();
        let theory = deep.theory(&function)?;
        let expected: Vec<f64> = theory.iter().map(|own| own.second_moment.sqrt()).collect();
        found.quadratic_mean(number, Unit::One, &sizes(depth - 1)).theory(expected[depth - 1]);
        if number == "large" {
            let each = |(last, first): (&f64, &f64)| (last / first).powf(1.0 / count(depth - 1));
            let growth: Vec<f64> = sizes(depth - 1).iter().zip(&sizes(0)).map(each).collect();
            let theory = each((&expected[depth - 1], &expected[0]));
            let growth = found.geometric_mean("growth", Unit::One, &growth).theory(theory).value;
            // From the first layer's size, so many times larger each, to the largest 32-bit number.
            let layers = (f64::from(f32::MAX) / sizes(0)[0]).ln() / growth.ln();
            let layers = if growth > 1.0 { (1.0 + layers).ceil() } else { f64::NAN };
            found.exact("overflow", Unit::Count, layers);
        }
        let points = (0..depth).map(|l| quadratic_point(count(l + 1), &sizes(l)));
        chart = chart.with(number, Mark::Measured, points.collect());
        let points = expected.iter().enumerate().map(|(l, &y)| Point::new(count(l + 1), y));
        chart = chart.with("theory", Mark::Theory, points.collect());
    }
    found.chart("size", chart);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For `ReLU` E[f²] is half of the pre-activations' variance: each layer multiplies the mean square by
    /// σ_w²/2, from 1 at the inputs (He et al. 2015).
    #[test]
    fn relu_multiplies_by_half_of_the_variance() {
        let given = [("depth", "8"), ("width", "64"), ("networks", "200")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let found = measure(&Settings::new(PLAN.settings, &given).unwrap()).unwrap();
        for (number, variance) in [("small", 1.0_f64), ("middle", 2.0), ("large", 4.0)] {
            let number = found.number(number).unwrap();
            let expected = (variance / 2.0).powi(8).sqrt();
            assert!((number.theory.unwrap() / expected - 1.0).abs() < 1e-9, "{number:?}");
            assert!((number.value / expected - 1.0).abs() < 0.1, "{number:?}");
        }
        let growth = found.number("growth").unwrap();
        assert!((growth.theory.unwrap() - 2.0_f64.sqrt()).abs() < 1e-9);
    }
}
