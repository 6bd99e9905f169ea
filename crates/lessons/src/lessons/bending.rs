//! The sigmoid bends, so layers of it can be stacked: they fit what no line can part.
//!
//! Two problems of points in the plane. A stack of linear layers can only draw a line; so the best of all lines
//! on the test rows, found by trying them, is more than any training could make of it. Stacks with the sigmoid
//! and linear stacks are trained beside each other, with more and more layers.

use std::f64::consts::TAU;

use nonlin_lab::{Part, Prepared};
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::data::{exclusive_or, spirals};
use crate::experiment::points::mean_point;
use crate::experiment::proof::{function, profile, proved};
use crate::experiment::train::{Training, differences, scores};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::function("function", "sigmoid"),
        Setting::whole("layers", 2, 2..=4),
        Setting::whole("width", 32, 2..=128),
        Setting::whole("epochs", 300, 1..=1000),
        Setting::whole("seeds", 10, 2..=50),
        Setting::real("noise", 0.15, 0.0..=1.0),
    ],
    measure,
    conditions: &[
        core("bend", Is::Above(0.0)),
        core("xor_line", Is::Below(FITS)),
        core("spirals_line", Is::Below(FITS)),
        core("xor_linear", Is::Below(FITS)),
        core("spirals_linear", Is::Below(FITS)),
        core("xor_bent", Is::Above(FITS)),
        core("spirals_bent", Is::Above(FITS)),
        limit("stacking", Is::Above(0.0)),
    ],
    quick: &[("width", "4"), ("epochs", "1"), ("seeds", "2")],
};

/// A problem counts as fitted where more than this share of the test rows is right.
const FITS: f64 = 0.9;
/// Learning rate.
const RATE: f64 = 0.01;
/// Rows of each problem.
const ROWS: usize = 1000;
/// Noise of the spirals, whose turns are a third apart.
const SPIRALS_NOISE: f64 = 0.02;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let (name, layers) = (settings.function("function"), settings.whole("layers"));
    let bend = profile(&function(name)?)?.second_derivative_bound;
    found.proved("bend", Unit::One, proved(bend.status, bend.value.value));
    found.exact("fits", Unit::Share, FITS);

    let problems = [exclusive_or(ROWS, settings.real("noise"))?, spirals(ROWS, SPIRALS_NOISE)?];
    let mut chart = Chart::curves(Scale::Whole, Scale::Even);
    for (data, names, keys) in [
        (&problems[0], ["xor_line", "xor_linear", "xor_bent"], ["xor_linear", "xor_bent"]),
        (
            &problems[1],
            ["spirals_line", "spirals_linear", "spirals_bent"],
            ["spirals_linear", "spirals_bent"],
        ),
    ] {
        let line = found.exact(names[0], Unit::Share, best_line(data.test()));
        // Of four corners a line has at most three on their sides, whatever noise is around them.
        if names[0] == "xor_line" {
            line.theory(0.75);
        }
        let none = train(data, "identity", 0, settings)?;
        for ((number, key), function) in names[1..].iter().zip(keys).zip(["identity", name]) {
            let mut stacks = vec![none.clone()];
            for hidden in 1..=layers {
                stacks.push(train(data, function, hidden, settings)?);
            }
            found.mean(number, Unit::Share, &stacks[layers]);
            if key == "spirals_bent" {
                found.mean("spirals_one", Unit::Share, &stacks[1]);
                let gain = differences(&stacks[layers], &stacks[1]);
                found.mean("stacking", Unit::Points, &gain);
            }
            let points = stacks.iter().enumerate();
            let points: Vec<Point> =
                points.map(|(hidden, scores)| mean_point(count(hidden), scores)).collect();
            chart = chart.with(key, Mark::Measured, points);
        }
    }
    found.chart("depth", chart);
    Ok(found)
}

fn train(
    data: &Prepared,
    function: &str,
    hidden: usize,
    settings: &Settings,
) -> Result<Vec<f64>, LessonError> {
    let hidden = vec![settings.whole("width"); hidden];
    let training = Training::new(data, function, &hidden, settings.whole("epochs"))
        .with(|spec| spec.learning_rate = RATE);
    Ok(scores(&training.run(settings.whole("seeds"))?))
}

/// The share of rows that the best of all lines parts rightly, for two classes in the plane; lines in 3600
/// directions are tried, and every place on each.
fn best_line(part: &Part) -> f64 {
    const DIRECTIONS: u32 = 3600;
    let mut most = 0;
    let mut along: Vec<(f64, i64)> = Vec::with_capacity(part.len());
    let ones = part.targets.classes().iter().filter(|&&class| class == 1).count();
    for direction in 0..DIRECTIONS {
        let (sine, cosine) = (TAU * f64::from(direction) / f64::from(DIRECTIONS)).sin_cos();
        along.clear();
        let rows = part.features.chunks_exact(2).zip(part.targets.classes());
        along.extend(rows.map(|(x, &class)| {
            let place = cosine * f64::from(x[0]) + sine * f64::from(x[1]);
            (place, if class == 1 { 1 } else { -1 })
        }));
        along.sort_by(|a, b| a.0.total_cmp(&b.0));
        // At first all rows lie on the side of class 1; each one that the line passes changes sides. Rows at
        // one place do so together.
        let mut right = ones as i64;
        most = most.max(right);
        for two in 0..along.len() {
            right -= along[two].1;
            if along.get(two + 1).is_none_or(|next| next.0 > along[two].0) {
                most = most.max(right);
            }
        }
    }
    most as f64 / count(part.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nonlin_lab::Targets;

    fn part(rows: &[(f32, f32, u32)]) -> Part {
        Part {
            features: rows.iter().flat_map(|&(x, y, _)| [x, y]).collect(),
            targets: Targets::Classes(rows.iter().map(|row| row.2).collect()),
            rows: (0..rows.len()).collect(),
        }
    }

    #[test]
    fn a_line_parts_three_of_four_corners() {
        let corners = [(0.0, 0.0, 0), (1.0, 1.0, 0), (0.0, 1.0, 1), (1.0, 0.0, 1)];
        assert_eq!(best_line(&part(&corners)), 0.75);
        let and = corners.map(|(x, y, _)| (x, y, u32::from(x + y > 1.5)));
        assert_eq!(best_line(&part(&and)), 1.0);
        // All rows at one place: the better half at most.
        assert_eq!(best_line(&part(&[(1.0, 1.0, 0), (1.0, 1.0, 1)])), 0.5);
    }

    #[test]
    fn exclusive_or_is_too_much_for_lines_with_noise_as_well() {
        for noise in [0.0, 0.15, 0.5] {
            let data = exclusive_or(2000, noise).unwrap();
            let best = best_line(data.test());
            assert!(best > 0.5 && best < 0.8, "{noise}: {best}");
        }
    }
}
