//! A neuron's weighted sum plus bias has no bounds; the activation decides what leaves the neuron.
//!
//! One neuron with random weights. Of its sum, as a formula of one input, it is proved that it has no bounds;
//! of the activation, which bounds it has. Then both are watched while the inputs grow tenfold at a time.

use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::{count, root_mean_square};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "sigmoid"),
        Setting::function("beside", "relu"),
        Setting::whole("inputs", 8, 1..=1000),
        Setting::whole("rows", 10_000, 100..=100_000),
        Setting::whole("powers", 6, 1..=12),
    ],
    measure,
    conditions: &[
        core("sum_infimum", Is::Below(-f64::MAX)),
        core("sum_supremum", Is::Above(f64::MAX)),
        core("growth", Is::AsTheory { within: 0.05 }),
        core("outside", Is::Below(0.5)),
        limit("infimum", Is::Above(-f64::MAX)),
        limit("supremum", Is::Below(f64::MAX)),
    ],
    quick: &[("rows", "200"), ("powers", "2")],
};

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let Neuron { weights, bias } = Neuron::draw(settings.whole("inputs"));

    // Its sum as a function of the input with the largest weight, all other inputs 0.
    let largest = weights.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    let formula = format!("{largest:.2}*x + ({bias:.2})");
    let [infimum, supremum] = bounds(&function(&formula)?)?;
    found.text("formula", formula.replace("*x", " x").replace("+ (-", "− ").replace(['(', ')'], ""));
    found.proved("sum_infimum", Unit::One, infimum);
    found.proved("sum_supremum", Unit::One, supremum);

    // Where inputs have bounds, such as the pixels of a picture, the sum has some too: the weights decide.
    let sum_of = |part: fn(f64, f64) -> f64| bias + weights.iter().map(|&w| part(w, 0.0)).sum::<f64>();
    found.exact("pixels_lowest", Unit::One, sum_of(f64::min));
    found.exact("pixels_highest", Unit::One, sum_of(f64::max));

    let products = products(&weights, settings.whole("rows"));
    let powers = 0..=settings.whole("powers");
    let scales: Vec<f64> = powers.map(|power| 10.0_f64.powi(power as i32)).collect();
    let sums = |scale: f64| products.iter().map(|product| scale * product + bias).collect::<Vec<_>>();
    let square: f64 = weights.iter().map(|w| w * w).sum();
    let expected = |scale: f64| (scale * scale * square + bias * bias).sqrt();
    let last = scales[scales.len() - 1];
    let growth = root_mean_square(&sums(last)) / root_mean_square(&sums(1.0));
    found.exact("growth", Unit::Times, growth).theory(expected(last) / expected(1.0));

    let curve = |of: &dyn Fn(f64) -> f64| scales.iter().map(|&s| Point::new(s, of(s))).collect();
    let mut chart = Chart::curves(Scale::Logarithmic, Scale::Logarithmic)
        .with("sum", Mark::Measured, curve(&|scale| root_mean_square(&sums(scale))))
        .with("theory", Mark::Theory, curve(&expected));
    let (name, beside) = (settings.function("function"), settings.function("beside"));
    for name in [name, beside] {
        let kernel = Kernel::new(&function(name)?);
        let outputs = |scale: f64| {
            let mut outputs = sums(scale);
            kernel.value_in_place(&mut outputs);
            root_mean_square(&outputs)
        };
        chart = chart.with(name, Mark::Measured, curve(&outputs));
    }
    found.chart("sizes", chart);

    let own = function(name)?;
    let [infimum, supremum] = bounds(&own)?;
    found.proved("infimum", Unit::One, infimum);
    found.proved("supremum", Unit::One, supremum);
    let [lowest, highest] = bounds(&function(beside)?)?;
    found.proved("infimum_beside", Unit::One, lowest);
    found.proved("supremum_beside", Unit::One, highest);
    let outside = scales.iter().map(|&scale| {
        let mut outputs = sums(scale);
        Kernel::new(&own).value_in_place(&mut outputs);
        outputs.iter().filter(|&&y| !within(y, infimum.0, supremum.1)).count()
    });
    found.exact("outside", Unit::Count, count(outside.sum()));
    Ok(found)
}

/// One neuron, before its activation.
struct Neuron {
    weights: Vec<f64>,
    bias: f64,
}

impl Neuron {
    /// Weights and bias from N(0, 1).
    fn draw(inputs: usize) -> Self {
        let mut stream = Stream::new(0, "lesson neuron", 0);
        let bias = stream.normal();
        Self { weights: (0..inputs).map(|_| stream.normal()).collect(), bias }
    }
}

/// w·x for inputs from N(0, 1); rows are not kept, so that many long ones take no memory.
fn products(weights: &[f64], rows: usize) -> Vec<f64> {
    let mut stream = Stream::new(0, "lesson neuron inputs", 0);
    (0..rows).map(|_| weights.iter().map(|w| w * stream.normal()).sum()).collect()
}

/// What is proved of the lower and the upper end of a function's values.
fn bounds(function: &Activation) -> Result<[(f64, f64); 2], LessonError> {
    let profile = profile(function)?;
    let [low, high] = [&profile.infimum, &profile.supremum];
    Ok([proved(low.status, low.value.value), proved(high.status, high.value.value)])
}

/// Whether an output lies between two ends, but for the rounding of one operation or two.
fn within(y: f64, low: f64, high: f64) -> bool {
    let rounding = 1e-12 * (1.0 + y.abs());
    low - rounding <= y && y <= high + rounding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_no_bounds_unless_the_weight_is_0() {
        let infinite = (f64::INFINITY, f64::INFINITY);
        let below = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        assert_eq!(bounds(&function("-2.00*x + (-3.00)").unwrap()).unwrap(), [below, infinite]);
        assert_eq!(bounds(&function("0.00*x + (1.00)").unwrap()).unwrap(), [(1.0, 1.0); 2]);
    }

    /// w·x for x from N(0, 1) has the variance Σ w².
    #[test]
    fn products_are_as_large_as_theory_says() {
        let products = products(&[3.0, -4.0], 20_000);
        assert!((root_mean_square(&products) / 5.0 - 1.0).abs() < 0.02);
    }

    #[test]
    fn an_end_is_inside_and_what_is_no_number_is_not() {
        assert!(within(1.0, 0.0, 1.0) && within(0.0, 0.0, 1.0));
        assert!(!within(1.0 + 1e-9, 0.0, 1.0) && !within(f64::NAN, 0.0, 1.0));
        assert!(within(1e300, 0.0, f64::INFINITY));
    }
}
