//! tanh is a scaled sigmoid with a stronger gradient, which vanishes as well.
//!
//! The identity is proved by rewriting, in both directions, and both sides are computed. The largest slopes are
//! proved. Where tanh is the steeper one is counted, and how far its gradient comes through depth is followed
//! in networks as they start, beside mean-field theory.

use nonlin_catalogue::{Agreement, recognise};
use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::points::geometric_point;
use crate::experiment::initial::Deep;
use crate::experiment::proof::{ends, function, profile, proved};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::whole("samples", 1_000_000, 100..=10_000_000),
        Setting::real("spread", 1.0, 0.01..=100.0),
        Setting::whole("depth", 10, 2..=60),
        Setting::whole("width", 100, 4..=512),
        Setting::real("sigma", 1.0, 0.1..=4.0),
        Setting::whole("networks", 20, 2..=200),
    ],
    measure,
    conditions: &[
        core("proofs", Is::Above(1.5)),
        core("difference", Is::Below(4.0 * ROUNDING)),
        core("tanh_slope", Is::Between(1.0 - 1e-9, 1.0 + 1e-9)),
        core("sigmoid_slope", Is::Between(0.25 - 1e-9, 0.25 + 1e-9)),
        core("flat_from", Is::Below(10.0)),
        limit("stronger", Is::Above(0.999)),
        limit("tanh_ratio", Is::Below(0.01)),
        limit("tanh_ratio", Is::AsTheory { within: 0.1 }),
        limit("sigmoid_ratio", Is::AsTheory { within: 0.1 }),
    ],
    quick: &[("samples", "1000"), ("depth", "3"), ("width", "8"), ("networks", "3")],
};

/// Each as the other, and what it has to be recognised as.
const IDENTITIES: [(&str, &str); 2] =
    [("2*sigmoid(2*x) - 1", "tanh"), ("(1 + tanh(x/2))/2", "sigmoid")];
/// The most that a number just below 1 is off by when it is rounded to 64 bits.
const ROUNDING: f64 = f64::EPSILON / 4.0;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let [tanh, sigmoid] = [function("tanh")?, function("sigmoid")?];
    identity(&mut found, settings)?;
    slopes(&mut found, settings)?;

    let mut chart = Chart::curves(Scale::Whole, Scale::Logarithmic);
    let deep = Deep {
        depth: settings.whole("depth"),
        width: settings.whole("width"),
        sigma_w: settings.real("sigma"),
        rows: 64,
    };
    for (function, number) in [(&tanh, "tanh_ratio"), (&sigmoid, "sigmoid_ratio")] {
        let networks = deep.networks(function, settings.whole("networks"));
        let ratio = |l: usize| {
            let ratios = networks.iter().map(|own| own[l].gradient / own[deep.depth - 1].gradient);
            ratios.collect::<Vec<_>>()
        };
        let theory = deep.theory(function)?;
        found.geometric_mean(number, Unit::One, &ratio(0)).theory(theory[0].gradient.sqrt());
        let points = (0..deep.depth).map(|l| geometric_point(count(l + 1), &ratio(l)));
        chart = chart.with(function.name(), Mark::Measured, points.collect());
        let points = theory.iter().enumerate();
        let points = points.map(|(l, own)| Point::new(count(l + 1), own.gradient.sqrt()));
        chart = chart.with("theory", Mark::Theory, points.collect());
    }
    found.chart("gradient", chart);
    Ok(found)
}

/// Proofs of the identity, and both of its sides computed.
fn identity(found: &mut Findings, settings: &Settings) -> Result<(), LessonError> {
    let mut proofs = 0;
    for (formula, name) in IDENTITIES {
        let known = recognise(function(formula)?.expression());
        let same = known.matches.iter().any(|own| {
            let is_it = own.is_plain() && own.definition().name == name;
            is_it && own.agreement() == Agreement::Identical
        });
        proofs += usize::from(same);
    }
    found.exact("proofs", Unit::Count, count(proofs));
    let mut stream = Stream::new(0, "lesson tanh", 0);
    let x: Vec<f64> = (0..settings.whole("samples")).map(|_| 3.0 * stream.normal()).collect();
    let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
    let (mut left, mut right) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    Kernel::new(&function("tanh")?).value(&x, &mut left);
    Kernel::new(&function("sigmoid")?).value(&twice, &mut right);
    let difference = |(tanh, sigmoid): (&f64, &f64)| (tanh - (2.0 * sigmoid - 1.0)).abs();
    let largest = left.iter().zip(&right).map(difference).fold(0.0, f64::max);
    // 2σ is off by twice the rounding of σ, tanh by its own; the subtraction is exact, or off by less.
    found.exact("difference", Unit::One, largest).theory(3.0 * ROUNDING);
    Ok(())
}

/// The largest slopes, where each function is flat, and which of them is the steeper one.
fn slopes(found: &mut Findings, settings: &Settings) -> Result<(), LessonError> {
    let [tanh, sigmoid] = [function("tanh")?, function("sigmoid")?];
    let profiles = [profile(&tanh)?, profile(&sigmoid)?];
    for (profile, number) in profiles.iter().zip(["tanh_slope", "sigmoid_slope"]) {
        let steepest = &profile.lipschitz_constant;
        found.proved(number, Unit::One, proved(steepest.status, steepest.value.value));
    }
    for (profile, number) in profiles.iter().zip(["flat_from", "sigmoid_flat_from"]) {
        // The last stretch goes to ∞.
        let flat = profile.saturated.value.last().filter(|last| last.to.hi() == f64::INFINITY);
        let from = flat.map_or((f64::NAN, f64::NAN), |last| ends(last.from));
        found.proved(number, Unit::One, from);
    }
    let (own, other) = (Kernel::new(&tanh), Kernel::new(&sigmoid));
    let slopes = |x: &[f64]| {
        let (mut a, mut b) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        own.derivative(x, &mut a);
        other.derivative(x, &mut b);
        (a, b)
    };
    // tanh is the steeper one at 0 and the flatter one at 10; they change places once.
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        let (a, b) = slopes(&[middle]);
        if a[0] > b[0] { low = middle } else { high = middle }
    }
    found.exact("crossing", Unit::One, low).theory((1.0 + 3.0_f64.sqrt()).acosh());

    let mut stream = Stream::new(0, "lesson tanh slopes", 0);
    let spread = settings.real("spread");
    let x: Vec<f64> = (0..settings.whole("samples")).map(|_| spread * stream.normal()).collect();
    let (a, b) = slopes(&x);
    let steeper = a.iter().zip(&b).filter(|(a, b)| a > b).count();
    let mut expected = [0.0];
    Kernel::new(&function("erf(x)")?).value(&[low / spread / 2.0_f64.sqrt()], &mut expected);
    found.share("stronger", steeper, x.len()).theory(expected[0]);

    let grid: Vec<f64> = (-60..=60).map(|i| f64::from(i) / 12.0).collect();
    let (a, b) = slopes(&grid);
    let curve = |y: &[f64]| grid.iter().zip(y).map(|(&x, &y)| Point::new(x, y)).collect();
    let chart = Chart::curves(Scale::Even, Scale::Even);
    let chart = chart.with("tanh", Mark::Measured, curve(&a));
    found.chart("slopes", chart.with("sigmoid", Mark::Measured, curve(&b)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slopes are equal where 4u(1 + u)² = (1 + u²)² for u = e⁻ˣ, that is where cosh x = 1 + √3.
    #[test]
    fn the_slopes_cross_where_algebra_says() {
        let settings = Settings::new(PLAN.settings, &[]).unwrap();
        let mut found = Findings::default();
        slopes(&mut found, &settings).unwrap();
        let crossing = found.number("crossing").unwrap();
        assert!((crossing.value - crossing.theory.unwrap()).abs() < 1e-12);
        let u = (-crossing.value).exp();
        assert!((4.0 * u * (1.0 + u).powi(2) - (1.0 + u * u).powi(2)).abs() < 1e-12);
        let stronger = found.number("stronger").unwrap();
        assert!((stronger.value - stronger.theory.unwrap()).abs() < 0.002, "{stronger:?}");
        // tanh′(x) = 4σ′(2x): flat from half of where the sigmoid is.
        let [tanh, sigmoid] =
            ["flat_from", "sigmoid_flat_from"].map(|name| found.number(name).unwrap().value);
        assert!((2.0 * tanh - sigmoid).abs() < 1e-9 && (tanh - 2.993_222_846_126).abs() < 1e-9);
    }
}
