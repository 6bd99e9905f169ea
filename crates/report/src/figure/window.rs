//! Which values a picture shows.
//!
//! All of them, unless a few would press the rest flat: a pole, or an exponential at the end of the
//! range. What an activation function is for is near 0, so that is what stays.

use super::sample::Point;

/// A curve that is higher than so many widths of the x axis may be cut.
const TALL: f64 = 3.0;
/// It is cut where at least this share of it is near 0.
const SHARE: f64 = 0.4;
/// The share of the values at either end that may lie outside of the picture.
const OUTLIERS: f64 = 0.03;
/// Room above and below, as a share of the height.
const MARGIN: f64 = 0.05;

/// The values that hold the curves; 0 is among them unless it is far away.
pub fn span(grids: &[&[Point]], (from, to): (f64, f64)) -> (f64, f64) {
    let spans: Vec<(f64, f64)> = grids.iter().filter_map(|grid| of_one(grid, to - from)).collect();
    let mut low = spans.iter().map(|span| span.0).fold(f64::INFINITY, f64::min);
    let mut high = spans.iter().map(|span| span.1).fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (-1.0, 1.0);
    }
    // Halves, since the height of a curve may overflow.
    let height = high / 2.0 - low / 2.0;
    if low > 0.0 && low / 2.0 <= height {
        low = 0.0;
    }
    if high < 0.0 && -high / 2.0 <= height {
        high = 0.0;
    }
    // A level line is in the middle, with room for a tick or two.
    let largest = high.abs().max(low.abs());
    let room = if height <= largest * 1e-12 { largest.clamp(f64::MIN_POSITIVE, 1.0) } else { 0.0 };
    let room = if largest == 0.0 { 1.0 } else { room };
    let limit = f64::MAX / 8.0;
    ((low - room).clamp(-limit, limit), (high + room).clamp(-limit, limit))
}

/// The same with some room above and below.
pub fn window(grids: &[&[Point]], range: (f64, f64)) -> (f64, f64) {
    let (low, high) = span(grids, range);
    let room = MARGIN * (high - low);
    (low - room, high + room)
}

/// The lowest and highest value of one curve that should show; `None` where it has no values.
fn of_one(grid: &[Point], width: f64) -> Option<(f64, f64)> {
    let mut values: Vec<f64> = grid.iter().map(|p| p.1).filter(|y| y.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let (&least, &largest) = (values.first()?, values.last()?);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let outliers = (values.len() as f64 * OUTLIERS) as usize;
    let (usual_low, usual_high) = (values[outliers], values[values.len() - 1 - outliers]);
    let usual = usual_high - usual_low;
    let low = if usual_low - least > usual { usual_low - usual / 4.0 } else { least };
    let high = if largest - usual_high > usual { usual_high + usual / 4.0 } else { largest };
    let near = values.iter().filter(|y| y.abs() <= width / 2.0).count() as f64;
    if high - low > TALL * width && near >= SHARE * values.len() as f64 {
        return Some((low.max(-width / 2.0), high.min(width / 2.0)));
    }
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::super::sample::grid;
    use super::*;

    fn of(f: impl Fn(f64) -> f64, range: (f64, f64)) -> (f64, f64) {
        window(&[&grid(&f, range)], range)
    }

    #[test]
    fn a_tame_curve_shows_whole() {
        let (low, high) = of(f64::tanh, (-4.0, 4.0));
        assert!(low < -0.999 && high > 0.999 && high < 1.2);
        let (low, high) = of(|x| 100.0 * x, (-4.0, 4.0));
        assert!(low < -400.0 && high > 400.0);
    }

    #[test]
    fn poles_and_exponentials_are_cut() {
        let (low, high) = of(|x| 1.0 / x, (-4.0, 4.0));
        assert!(low > -50.0 && high < 50.0, "{low} {high}");
        assert!(of(f64::exp, (-8.0, 8.0)).1 < 20.0);
    }

    #[test]
    fn nothing_level_or_huge_still_makes_a_window() {
        for f in [|_: f64| f64::NAN, |_| 0.0, |_| 7.0, |x: f64| x * 1e308, |x: f64| x * 1e-320] {
            let (low, high) = of(f, (-4.0, 4.0));
            assert!(low < high && (high - low).is_finite());
        }
    }
}
