//! Moments, signals through depth, and cost, in words.

use nonlin_properties::{Certificate, Interval};

use super::number::{enclosed, exact};
use super::words::stated;
use super::{Cell, Cost, Depth, Gaussian, Section};

/// Moments of f(z) for z ~ N(0, 1).
pub fn gaussian(gaussian: &Gaussian) -> Section {
    let number = |moment: &Certificate<Interval>| stated(moment, |value| enclosed(*value));
    let gain = |gain: &Option<Certificate<Interval>>| match gain {
        Some(gain) => number(gain),
        None => Cell::plain("none: there is nothing to preserve"),
    };
    let mut rows = vec![
        ("E[f]", number(&gaussian.mean)),
        ("E[f²]", number(&gaussian.second_moment)),
        ("Var[f]", number(&gaussian.variance)),
        ("E[f′²]", number(&gaussian.derivative_second_moment)),
        ("gain, signal", gain(&gaussian.forward_gain)),
        ("gain, slope", gain(&gaussian.backward_gain)),
    ];
    if let Some(theirs) = gaussian.calculate_gain {
        let exactly =
            gaussian.forward_gain.as_ref().is_some_and(|ours| ours.value.contains(theirs));
        let remark = if exactly { "the same" } else { "not what preserves variance" };
        rows.push((
            "in PyTorch",
            Cell::plain(format!("calculate_gain: {} ({remark})", exact(theirs))),
        ));
    }
    let rows = rows.into_iter().map(|(label, cell)| (label.to_owned(), cell));
    Section::of("z ~ N(0, 1)", rows)
}

/// Mean-field theory.
pub fn depth(depth: &Depth) -> Section {
    let number = |value: Option<Interval>| match value {
        Some(value) => Cell::plain(enclosed(value)),
        None => Cell::plain("none"),
    };
    let rows = [
        ("σ_w".to_owned(), number(depth.edge_of_chaos_sigma_w)),
        ("q*".to_owned(), number(depth.fixed_point)),
        ("χ₁".to_owned(), number(depth.chi1)),
    ];
    let more = depth.more.iter().map(|(label, text)| (label.clone(), Cell::plain(text)));
    let title = format!("depth, at the edge of chaos with σ_b = {}", exact(depth.sigma_b));
    Section::of(&title, rows.into_iter().chain(more))
}

/// Operators, memory, times.
pub fn cost(cost: &Cost) -> Section {
    let kept = match &cost.from_value {
        Some(form) => format!("0 bytes: f′ = {form} with y = f(x)"),
        None => format!("{} bytes an f32 element, for x", cost.kept_bytes()),
    };
    let mut rows = vec![
        ("operators", format!("{} forward, {} backward", cost.forward, cost.backward)),
        ("kept", format!("{kept}, for the backward pass")),
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
    }
    Section::of("cost", rows.into_iter().map(|(label, text)| (label.into(), Cell::plain(text))))
}
