//! The critical-difference diagram (Demšar 2006, figure 1): candidates on an axis of mean ranks, the best on
//! the left, and bars over those that are not told apart.
//!
//! The bars are the groups of the ranking, which paired t-tests with Holm's correction decide; Nemenyi's critical
//! difference is drawn as a ruler for comparison. Mean ranks and mean scores may order candidates differently, so
//! each bar has a dot for each of its members: one that it only passes over has none.

use crate::figure::axis::Ticks;
use crate::figure::layout::LETTER_WIDTH;
use crate::figure::layout::fitted;
use crate::figure::scene::{Anchor, Dash, Role, Scene, Shape};

/// What the diagram shows.
pub struct Ranks<'a> {
    /// The candidates' names.
    pub labels: &'a [String],
    /// Their mean ranks, from 1 to their number.
    pub mean_ranks: &'a [f64],
    /// First and last candidate of each group that is not told apart.
    pub groups: &'a [(usize, usize)],
    /// Nemenyi's critical difference.
    pub critical_difference: Option<f64>,
}

const LETTERS: f64 = 12.0;
/// Pixels that a label takes.
const ROW: f64 = 19.0;
/// Pixels between bars.
const BAR: f64 = 9.0;
/// Room at the edges.
const EDGE: f64 = 6.0;
/// Most letters of a label.
const LONGEST: f64 = 22.0;

/// The diagram, `width` pixels across.
pub fn scene(ranks: &Ranks<'_>, width: f64) -> Scene {
    let candidates = ranks.labels.len();
    // A third of the width for labels on either side, and at least as much for the axis.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some letters")]
    let letters = (width / 3.2 / (LETTERS * LETTER_WIDTH)).min(LONGEST) as usize;
    let names: Vec<String> = (0..candidates)
        .map(|i| {
            let rank = format!("{:.2}", ranks.mean_ranks[i]);
            let name = fitted(&ranks.labels[i], letters.saturating_sub(rank.len() + 2).max(2));
            format!("{name}  {rank}")
        })
        .collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let side = EDGE + longest as f64 * LETTERS * LETTER_WIDTH + 6.0;
    let (left, right) = (side, (width - side).max(side + 1.0));
    let most = candidates as f64;
    let across = |rank: f64| left + (rank - 1.0) / (most - 1.0).max(1.0) * (right - left);

    let mut shapes = Vec::new();
    let mut line = |points, role, width| {
        shapes.push(Shape::Line { points, role, width, dash: Dash::Solid });
    };
    let top = if ranks.critical_difference.is_some() { 34.0 } else { 4.0 } + EDGE;
    let axis = top + LETTERS + 8.0;
    line(vec![(left, axis), (right, axis)], Role::Ink, 1.4);
    let bars_from = axis + 11.0;
    let first_row = bars_from + BAR * ranks.groups.len() as f64 + 12.0;

    // From the outside inwards, so that no elbow crosses another's line.
    let mut order: Vec<usize> = (0..candidates).collect();
    order.sort_by(|&a, &b| ranks.mean_ranks[a].total_cmp(&ranks.mean_ranks[b]));
    let half = candidates.div_ceil(2);
    let mut texts = Vec::new();
    for (place, &i) in order.iter().enumerate() {
        let on_left = place < half;
        let row = if on_left { place } else { candidates - 1 - place };
        let y = first_row + ROW * row as f64;
        let x = across(ranks.mean_ranks[i]);
        let end = if on_left { left - 4.0 } else { right + 4.0 };
        line(vec![(x, axis), (x, y), (end, y)], Role::Axis, 1.2);
        let anchor = if on_left { Anchor::End } else { Anchor::Start };
        let beside = if on_left { end - 3.0 } else { end + 3.0 };
        texts.push((beside, y + LETTERS * 0.35, names[i].clone(), anchor));
    }
    let ticks = Ticks::whole(1.0, most.max(2.0), if width < 500.0 { 5 } else { 10 });
    for &rank in ticks.values.iter().filter(|&&rank| rank <= most) {
        let x = across(rank);
        line(vec![(x, axis - 5.0), (x, axis)], Role::Ink, 1.2);
        texts.push((x, axis - 8.0, ticks.label(rank), Anchor::Middle));
    }
    if let Some(difference) = ranks.critical_difference {
        // Longer than the axis, it tells no two apart, and the ruler ends where the axis does.
        let end = across((1.0 + difference).min(most));
        let y = EDGE + LETTERS + 6.0;
        line(vec![(left, y), (end, y)], Role::Ink, 1.4);
        line(vec![(left, y - 4.0), (left, y + 4.0)], Role::Ink, 1.4);
        if 1.0 + difference <= most {
            line(vec![(end, y - 4.0), (end, y + 4.0)], Role::Ink, 1.4);
        }
        let words = format!("Nemenyi's CD = {difference:.2}");
        texts.push((left, EDGE + LETTERS * 0.8, words, Anchor::Start));
    }
    for (place, &(first, last)) in ranks.groups.iter().enumerate() {
        let y = bars_from + BAR * place as f64;
        let members: Vec<f64> = (first..=last).map(|i| across(ranks.mean_ranks[i])).collect();
        let from = members.iter().copied().fold(f64::INFINITY, f64::min);
        let to = members.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (role, dash) = (Role::Curve(0), Dash::Solid);
        shapes.push(Shape::Line { points: vec![(from, y), (to, y)], role, width: 3.0, dash });
        let dot = |x: f64| Shape::Disc { x, y, radius: 3.4, role };
        shapes.extend(members.into_iter().map(dot));
    }
    for (x, y, text, anchor) in texts {
        shapes.push(Shape::Text { x, y, text, size: LETTERS, anchor });
    }
    let height = first_row + ROW * (half.max(1) - 1) as f64 + ROW / 2.0 + EDGE;
    Scene { width, height, description: describe(ranks, &order), shapes }
}

fn describe(ranks: &Ranks<'_>, order: &[usize]) -> String {
    let named = |&i: &usize| format!("{} {:.2}", ranks.labels[i], ranks.mean_ranks[i]);
    let all: Vec<String> = order.iter().map(named).collect();
    format!("Critical-difference diagram, mean ranks: {}", all.join(", "))
}
