//! Moments, signals through depth, and cost, in words.

use nonlin_properties::depth::weight_deviation;
use nonlin_properties::{Certificate, Interval};

use super::number::{enclosed, estimated, exact};
use super::words::stated;
use super::{Cell, Cost, Depth, Gaussian, Network, Section};

/// Numbers of layers that gradients are told for.
const TOLD_LAYERS: [usize; 3] = [3, 10, 30];

/// Moments of f(z) for a normal z.
pub fn gaussian(gaussian: &Gaussian) -> Section {
    let number = |moment: &Certificate<Interval>| stated(moment, |value| enclosed(*value));
    let gain = |gain: &Option<Certificate<Interval>>| match gain {
        Some(gain) => number(gain),
        None => Cell::plain("none: there is nothing to preserve"),
    };
    let mut rows = vec![
        ("E[f]", number(&gaussian.moments.mean)),
        ("E[f²]", number(&gaussian.moments.second_moment)),
        ("Var[f]", number(&gaussian.moments.variance)),
        ("E[f′²]", number(&gaussian.moments.derivative_second_moment)),
        ("gain, signal", gain(&gaussian.moments.forward_gain)),
        ("gain, slope", gain(&gaussian.moments.backward_gain)),
    ];
    if let Some(theirs) = gaussian.calculate_gain {
        let exactly =
            gaussian.moments.forward_gain.as_ref().is_some_and(|ours| ours.value.contains(theirs));
        let remark = if exactly { "the same" } else { "not what preserves variance" };
        rows.push((
            "in PyTorch",
            Cell::plain(format!(
                "calculate_gain: {} ({remark})",
                enclosed(Interval::point(theirs))
            )),
        ));
    }
    let rows = rows.into_iter().map(|(label, cell)| (label.to_owned(), cell));
    let title = format!("z ~ N({}, {})", exact(gaussian.mean), exact(gaussian.variance));
    Section::of(&title, rows)
}

/// Mean-field theory.
pub fn depth(depth: &Depth) -> Section {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut row = |label: &str, text: String| rows.push((label.to_owned(), text));
    match depth.edge {
        Some(edge) => {
            let fan_in = depth.fan_in;
            let deviation = estimated(weight_deviation(edge.sigma_w, fan_in));
            row("σ_w", estimated(edge.sigma_w));
            row("weights", format!("deviation σ_w/√fan-in: {deviation} for a fan-in of {fan_in}"));
            row("q*", edge.fixed_point.map_or("every variance stays".into(), estimated));
            row("χ₁", estimated(edge.chi1));
        }
        None => row("σ_w", "none: no σ_w keeps signals and gradients at once".into()),
    }
    let mut label = "with weights";
    for network in &depth.networks {
        row(label, format!("{}: {}", network.initialisation, fate(network)));
        label = "";
    }
    for point in &depth.half_stable {
        let [weights, biases, length] =
            [point.weight_variance, point.bias_variance, point.length].map(estimated);
        let words = format!("σ_w² = {weights}, σ_b² = {biases}, where q* = {length}: both χ are 1");
        row("half-stable", words);
    }
    let title = format!("depth: the edge of chaos with σ_b = {}, estimated", exact(depth.sigma_b));
    Section::of(&title, rows.into_iter().map(|(label, text)| (label, Cell::plain(text))))
}

/// What becomes of signals, of their correlations and of gradients in a network.
fn fate(network: &Network) -> String {
    let layers = |depth: Option<f64>| {
        depth.map_or(String::new(), |depth| format!(" within {} layers", short(depth)))
    };
    let mut told = Vec::new();
    if let Some(point) = network.settles_at() {
        told.push(format!("q → {}{}", short(point.length), layers(point.length_depth)));
    }
    if let Some(correlation) = &network.correlation {
        let (phase, c) = (correlation.phase().name(), short(correlation.fixed_point));
        told.push(format!("{phase}, correlations → {c}{}", layers(correlation.depth)));
    }
    let after = |count: usize| {
        let factor = network.decay.get(count - 1)?;
        Some(format!("×{} in {count} layers", short(*factor)))
    };
    let decay: Vec<String> = TOLD_LAYERS.into_iter().filter_map(after).collect();
    if !decay.is_empty() {
        told.push(format!("squared gradient {}", decay.join(", ")));
    }
    told.join("; ")
}

/// Three digits.
fn short(value: f64) -> String {
    exact(format!("{value:.2e}").parse().unwrap_or(value))
}

/// Operators, memory, times.
pub fn cost(cost: &Cost) -> Section {
    let kept = match &cost.from_value {
        Some(form) => format!("nothing beside y = f(x): f′ = {form}"),
        None => format!("x: {} bytes for each f32 element", cost.kept_bytes()),
    };
    let mut rows = vec![
        ("operators", format!("{} forward, {} backward", cost.forward, cost.backward)),
        ("kept for f′", kept),
    ];
    if let Some(measured) = cost.measured {
        let beside = |ns: f64, relu: f64| format!("{ns:.3} ns ({:.1}× ReLU)", ns / relu);
        rows.push((
            "measured",
            format!(
                "{} forward, {} backward; {} f32 on one thread",
                beside(measured.forward, measured.relu_forward),
                beside(measured.backward, measured.relu_backward),
                measured.n
            ),
        ));
        let [value, derivative] = measured.errors.map(short);
        rows.push((
            "accuracy",
            format!("y within {value} ULP, f′ within {derivative}, on {} f32", measured.inputs),
        ));
    }
    Section::of("cost", rows.into_iter().map(|(label, text)| (label.into(), Cell::plain(text))))
}
