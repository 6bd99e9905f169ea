//! In the middle the sigmoid is steep; whether it pushes outputs to either end depends on what it is given.
//!
//! How much of the way from 0 to 1 lies between −2 and 2, and how steep it is there and outside, is proved by
//! interval arithmetic. Shares of outputs near the ends are proved for normal inputs, too, and sampled beside
//! that; they are compared with outputs that were spread evenly, of which no end has more than its part.

use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_properties::Interval;
use nonlin_report::chart::{Chart, Mark, Point, Scale};

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::proof::{ends, function, profile, proved};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::real("reach", 2.0, 0.1..=20.0),
        Setting::real("near", 0.1, 0.001..=0.4),
        Setting::real("spread", 1.0, 0.01..=1000.0),
        Setting::whole("samples", 1_000_000, 100..=10_000_000),
    ],
    measure,
    conditions: &[
        // Most of the way is made in the middle, and more steeply than further out.
        core("rise", Is::Above(0.5)),
        core("steeper", Is::Above(1.0)),
        // More near the ends than of outputs that are spread evenly.
        limit("excess", Is::Above(0.0)),
    ],
    quick: &[("samples", "1000")],
};

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let (reach, near, spread) = (settings.real("reach"), settings.real("near"), settings.real("spread"));
    let sigmoid = function("sigmoid")?;

    let rise = risen(-reach, reach);
    found.proved("rise", Unit::Share, ends(rise)).theory((reach / 2.0).tanh());
    let steepest = profile(&sigmoid)?.lipschitz_constant;
    found.proved("steepest", Unit::One, proved(steepest.status, steepest.value.value));
    found.proved("slope_at_end", Unit::One, ends(slope(reach)));
    // A change of 1, in the middle and further out.
    let (middle, outside) = (risen(-0.5, 0.5), risen(reach, reach + 1.0));
    found.proved("change_middle", Unit::Share, ends(middle));
    found.proved("change_outside", Unit::Share, ends(outside));
    found.proved("steeper", Unit::Times, ends(middle.div(outside)));

    let expected = share_near_ends(near, spread);
    let mut stream = Stream::new(0, "lesson middle", 0);
    let mut outputs: Vec<f64> =
        (0..settings.whole("samples")).map(|_| spread * stream.normal()).collect();
    Kernel::new(&sigmoid).value_in_place(&mut outputs);
    let hits = outputs.iter().filter(|&&y| y < near || y > 1.0 - near).count();
    found.proved("ends", Unit::Share, ends(expected));
    found.share("ends_sampled", hits, outputs.len()).theory(expected.middle());
    let even = Interval::point(near).add(Interval::point(near));
    found.proved("even", Unit::Share, ends(even));
    found.proved("excess", Unit::Points, ends(expected.sub(even)));
    found.exact("wide", Unit::One, wide_enough(near));

    let places: Vec<f64> = (-80..=80).map(|place| f64::from(place) / 10.0).collect();
    let change = |x: &f64| Point::new(*x, risen(x - 0.5, x + 0.5).middle());
    let chart = Chart::curves(Scale::Even, Scale::Even);
    found.chart("change", chart.with("change", Mark::Measured, places.iter().map(change).collect()));
    let spreads: Vec<f64> = (-4..=8).map(|power| 2.0_f64.powf(f64::from(power) / 2.0)).collect();
    let proved = |s: &f64| {
        let share = share_near_ends(near, *s);
        Point { x: *s, low: share.lo(), middle: share.middle(), high: share.hi() }
    };
    let part = |s: &f64| Point::new(*s, even.middle());
    let chart = Chart::curves(Scale::Logarithmic, Scale::Even)
        .with("normal", Mark::Measured, spreads.iter().map(proved).collect())
        .with("even", Mark::Measured, spreads.iter().map(part).collect());
    found.chart("ends", chart);
    Ok(found)
}

/// σ(to) − σ(from): the share of the way from 0 to 1.
fn risen(from: f64, to: f64) -> Interval {
    Interval::point(to).sigmoid().sub(Interval::point(from).sigmoid())
}

/// σ′(x) = σ(x)·σ(−x).
fn slope(x: f64) -> Interval {
    Interval::point(x).sigmoid().mul(Interval::point(-x).sigmoid())
}

/// The x at which 1 − σ(x) = near: ln((1 − near)/near).
fn border(near: f64) -> Interval {
    let near = Interval::point(near);
    Interval::ONE.sub(near).div(near).log()
}

/// P[σ(x) < near or σ(x) > 1 − near] for x from N(0, spread²).
fn share_near_ends(near: f64, spread: f64) -> Interval {
    let two = Interval::point(2.0);
    border(near).div(Interval::point(spread)).div(two.sqrt()).erfc()
}

/// The spread of inputs from which on the ends have more than their part, by bisection of what is proved.
fn wide_enough(near: f64) -> f64 {
    let (mut low, mut high) = (1e-3_f64, 1e3_f64);
    for _ in 0..100 {
        let middle = (low * high).sqrt();
        if share_near_ends(near, middle).middle() > 2.0 * near { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    /// σ(2) − σ(−2) = tanh(1) = 0.76159415595576488811…, σ′(2) = 0.10499358540350651… = (1 − tanh²(1))/4.
    #[test]
    fn the_middle_as_its_closed_forms() {
        let rise = risen(-2.0, 2.0);
        assert!(rise.contains(0.761_594_155_955_764_9) && rise.width() < 1e-14);
        let slope = slope(2.0);
        assert!(slope.contains(0.104_993_585_403_506_5) && slope.width() < 1e-15);
    }

    /// P[|z| > ln 9] = 0.0280 for z ~ N(0, 1); and 0.1 of each side of N(0, s²) lies beyond 1.2815515655446004 s
    /// (tables of the normal distribution).
    #[test]
    fn shares_as_in_tables() {
        let share = share_near_ends(0.1, 1.0);
        assert!((share.middle() - 0.028_0).abs() < 5e-5 && share.width() < 1e-12);
        assert!((wide_enough(0.1) - 9.0_f64.ln() / 1.281_551_565_544_600_4).abs() < 1e-9);
        // Half of all outputs are near the ends where the border is at the quartile.
        let quartile = 9.0_f64.ln() / 0.674_489_750_196_081_7;
        assert!((share_near_ends(0.1, quartile).middle() - 0.5).abs() < 1e-12);
    }
}
