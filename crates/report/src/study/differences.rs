//! A dot plot of paired differences: for each candidate but the first, a dot for each seed at its score less
//! that of the first on the same seed, their mean and its interval.

use super::Study;
use super::words;
use crate::figure::axis::Ticks;
use crate::figure::layout::LETTER_WIDTH;
use crate::figure::layout::fitted;
use crate::figure::scene::{Anchor, Dash, Role, Scene, Shape};

/// One candidate against the first.
pub struct Differences {
    /// The candidate.
    pub label: String,
    /// Its score less that of the first, seed by seed, in the metric's unit.
    pub seeds: Vec<f64>,
    /// Their mean.
    pub mean: f64,
    /// The interval of the mean.
    pub interval: Option<(f64, f64)>,
    /// Mean and interval in words.
    pub words: String,
    /// Whether the two are told apart.
    pub told_apart: bool,
}

const LETTERS: f64 = 12.0;
/// Pixels that a candidate takes: in a row of its own beside the dots, and above them.
const ROWS: [f64; 2] = [30.0, 44.0];
/// Pictures of this width have the words beside the dots.
const WIDE: f64 = 500.0;
/// Most letters of a name beside the dots.
const LONGEST: usize = 22;
/// Room at the edges.
const EDGE: f64 = 10.0;
/// A candidate whose dots reach further than so many times those of the middle candidate is cut off, or it
/// would press all others together.
const FAR: f64 = 3.0;

/// All candidates but the first, in their order.
pub fn differences(study: &Study<'_>) -> Vec<Differences> {
    let result = &study.outcome.result;
    let (metric, unit) = (result.spec.metric, words::unit(result.spec.metric).1);
    let of = |place: usize| {
        let pair = result.comparisons.iter().find(|pair| (pair.a, pair.b) == (0, place))?;
        let (first, own) = (&result.candidates[0], &result.candidates[place]);
        let scores = own.test_scores.iter().zip(&first.test_scores);
        let interval = pair.difference.t_interval.map(|(low, high)| (-high, -low));
        let mean = words::difference(metric, -pair.difference.mean);
        let told = interval.map_or(String::new(), |(low, high)| {
            let [low, high] = [low, high].map(|end| words::difference(metric, end));
            format!(" [{low} to {high}]")
        });
        Some(Differences {
            label: study.label(place),
            seeds: scores.map(|(own, first)| unit * (own - first)).collect(),
            mean: -unit * pair.difference.mean,
            interval: interval.map(|(low, high)| (unit * low, unit * high)),
            words: format!("{mean}{told}"),
            told_apart: pair.told_apart,
        })
    };
    study.places().skip(1).filter_map(of).collect()
}

/// The ends of the axis: all dots and intervals, but for those that lie far off.
fn ends(all: &[Differences]) -> (f64, f64) {
    let values = |one: &Differences| -> Vec<f64> {
        let interval = one.interval.into_iter().flat_map(|(low, high)| [low, high]);
        one.seeds.iter().copied().chain(interval).collect()
    };
    let reach = |one: &Differences| values(one).into_iter().map(f64::abs).fold(0.0, f64::max);
    let mut reaches: Vec<f64> = all.iter().map(reach).collect();
    reaches.sort_by(f64::total_cmp);
    let limit = FAR * reaches.get(reaches.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let near = all.iter().filter(|one| reach(one) <= limit);
    let (low, high) = near
        .flat_map(values)
        .fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let room = if high > low { 0.04 * (high - low) } else { 1.0 };
    (low - room, high + room)
}

/// The plot, `width` pixels across; `unit` names what is on its axis.
pub fn scene(first: &str, all: &[Differences], unit: &str, width: f64) -> Scene {
    let (low, high) = ends(all);
    let beside = width >= WIDE;
    let row = ROWS[usize::from(!beside)];
    let letters = |text: &str| text.chars().count();
    let most = |count: Option<usize>| count.unwrap_or(0) as f64 * LETTERS * LETTER_WIDTH + 8.0;
    // Room for names on the left and numbers on the right, where they stand beside the dots.
    let [names, numbers] = if beside {
        let name = all.iter().map(|one| letters(&one.label).min(LONGEST)).max();
        [most(name), most(all.iter().map(|one| letters(&one.words)).max())]
    } else {
        [0.0, 0.0]
    };
    let (left, right) = (EDGE + names, width - EDGE - numbers);
    let top = EDGE;
    let bottom = top + row * all.len() as f64 + 4.0;
    let across = |value: f64| left + (value.clamp(low, high) - low) / (high - low) * (right - left);
    let mut shapes = Vec::new();
    let line = |points, role, width, dash| Shape::Line { points, role, width, dash };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some ticks")]
    let ticks = Ticks::new(low, high, ((right - left) / 60.0) as usize);
    let text = |x, y, text, anchor| Shape::Text { x, y, text, size: LETTERS, anchor };
    for &tick in &ticks.values {
        let x = across(tick);
        let (role, wide) = if tick == 0.0 { (Role::Axis, 1.6) } else { (Role::Grid, 1.0) };
        shapes.push(line(vec![(x, top), (x, bottom)], role, wide, Dash::Solid));
        let label = ticks.label(tick);
        let half = label.chars().count() as f64 * LETTERS * LETTER_WIDTH / 2.0;
        let x = x.clamp(half, width - half);
        shapes.push(text(x, bottom + LETTERS + 3.0, label, Anchor::Middle));
    }
    for (place, one) in all.iter().enumerate() {
        let y = top + row * place as f64;
        let level = if beside { y + row / 2.0 } else { y + 30.0 };
        let base = if beside { level + LETTERS * 0.35 } else { y + LETTERS };
        let room = if beside {
            LONGEST
        } else {
            // The words lie on paper of their own, not on the grid.
            let height = LETTERS + 4.0;
            shapes.push(Shape::Rectangle { x: 0.0, y, width, height, role: Role::Paper });
            let whole = (width - 2.0 * EDGE) / (LETTERS * LETTER_WIDTH);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "letters")]
            let whole = whole as usize;
            whole.saturating_sub(letters(&one.words) + 2).max(4)
        };
        shapes.push(text(EDGE, base, fitted(&one.label, room), Anchor::Start));
        shapes.push(text(width - EDGE, base, one.words.clone(), Anchor::End));
        let (dots, spread) = (Role::Curve(0), Role::Ink);
        for (seed, &value) in one.seeds.iter().enumerate() {
            // Dots at the same place lie beside one another, not on one another.
            let before = one.seeds[..seed].iter().filter(|&&other| other == value).count();
            let up = [0.0, -5.0, 5.0, -2.5, 2.5][before % 5];
            let (x, y) = (across(value), level + up);
            let inside = low <= value && value <= high;
            shapes.push(if inside {
                Shape::Disc { x, y, radius: 3.0, role: dots }
            } else {
                Shape::Ring { x, y, radius: 3.6, role: dots }
            });
        }
        if let Some((from, to)) = one.interval.filter(|&(from, to)| to > low && from < high) {
            let ends = vec![(across(from), level), (across(to), level)];
            shapes.push(line(ends, spread, 1.6, Dash::Solid));
        }
        if !(low..=high).contains(&one.mean) {
            continue;
        }
        let x = across(one.mean);
        let wide = if one.told_apart { 3.4 } else { 2.0 };
        shapes.push(line(vec![(x, level - 7.0), (x, level + 7.0)], spread, wide, Dash::Solid));
    }
    let name = format!("difference from {}, {unit}", fitted(first, 18));
    shapes.push(text(width / 2.0, bottom + 2.0 * LETTERS + 8.0, name, Anchor::Middle));
    let told: Vec<String> = all.iter().map(|one| format!("{} {}", one.label, one.words)).collect();
    let description = format!("Differences from {first} in {unit}: {}", told.join(", "));
    Scene { width, height: bottom + 2.0 * LETTERS + 14.0, description, shapes }
}

/// Whether some dots are cut off at the ends of the axis.
pub fn cut(all: &[Differences]) -> bool {
    let (low, high) = ends(all);
    all.iter().flat_map(|one| &one.seeds).any(|value| !(low..=high).contains(value))
}
