//! A function sampled once for Gaussian expectations of every width.
//!
//! Mean-field theory asks for E\[f(m + σz)²\] at hundreds of deviations σ. So f and f′ are sampled once,
//! on panels that suit every σ: they lie in rings around m whose radii grow geometrically, so that some
//! ten rings cover what a Gaussian of any width sees, each short beside that width. Inside a ring a panel
//! is halved until 16 nodes describe f and f′ on it ([`RULE`]); the panels with the largest error are
//! halved first, so a kink or jump that nobody told of is closed in on in some forty steps. An
//! expectation is then one pass over stored numbers; rings further out are added when a σ asks for them.
//!
//! **These are estimates**: a feature narrower than the nodes' distance can be missed, and the error is
//! the rule's own guess. What is proved comes from [`verified`](super::verified) quadrature.

use std::collections::BinaryHeap;

use nonlin_expr::{Expr, LimitError};

use super::block::{Block, Column};
use super::legendre::{NODES, RULE};

/// The radius of the innermost ring, 2⁻²⁴.
const INNER: f64 = 1.0 / 16_777_216.0;
/// How much each ring is wider than the one inside it.
const RATIO: f64 = 1.5;
/// A panel is resolved where its last coefficients fall below this part of the ring's largest value:
/// an integral then converges at twice the rate.
const RESOLVED: f64 = 1e-11;
/// Differences below this part of the largest value within a distance of 1 may be rounding.
const NOISE: f64 = 1e-14;
/// A panel's error does not matter below this part of its ring's radius times the largest value.
const NEGLIGIBLE: f64 = 1e-17;
/// At most as many panels in one ring.
const RING_PANELS: usize = 600;
/// At most as many panels altogether.
const ALL_PANELS: usize = 20_000;
/// A ring that contributes less than this part of the sum ends it.
const LAST: f64 = 1e-18;
/// The density is 0 in f64 beyond as many deviations.
const FARTHEST: f64 = 39.0;
/// What a summation with the function's own rounding may be off, relatively.
const ROUNDING: f64 = 4e-15;
/// √(2π).
const SQRT_TAU: f64 = 2.506_628_274_631_000_5;

/// An expectation, with the quadrature's own guess of its absolute error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimated expectation; not finite where it seems to be infinite or undefined.
    pub value: f64,
    /// The rule's guess of |value − truth|; not a bound.
    pub error: f64,
}

/// Expectations under z ~ N(0, 1) of a function at m + σz.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// E\[f\].
    pub mean: Estimate,
    /// E\[f²\].
    pub square: Estimate,
    /// E\[f′²\], without the jumps of f.
    pub slope_square: Estimate,
    /// dE\[f²\]/dσ², jumps included.
    pub growth: Estimate,
}

/// Samples of f and f′ around one mean.
#[derive(Debug, Clone)]
pub struct Samples {
    block: Block,
    centre: f64,
    kinks: Vec<f64>,
    rings: Vec<Ring>,
    panels: usize,
    /// Largest |f| and |f′| within a distance of 1 of the centre.
    near: [f64; 2],
    /// f at the centre.
    offset: f64,
}

#[derive(Debug, Clone)]
struct Ring {
    outer: f64,
    panels: Vec<Panel>,
}

#[derive(Debug, Clone)]
struct Panel {
    ends: [f64; 2],
    /// Distances from the centre.
    t: Column,
    weights: Column,
    /// f and f′.
    values: [Column; 2],
    /// The last coefficients of each.
    tails: [f64; 2],
    /// What is not resolved, of the larger: a tail times the panel's length, relative to the scale.
    error: f64,
}

impl Samples {
    /// Samples of a function of `x` around the mean `centre`; `kinks`, where it is not analytic, as far
    /// as they are known.
    ///
    /// # Errors
    /// When value and derivative together outgrow an expression's limits.
    pub fn new(
        value: &Expr,
        derivative: &Expr,
        kinks: &[f64],
        centre: f64,
    ) -> Result<Self, LimitError> {
        let mut block = Block::new(value, derivative)?;
        let spread = RULE.nodes.map(|node| centre + node);
        let near = block.evaluate(&spread).map(|column| magnitude(&column));
        let offset = block.evaluate(&[centre; NODES])[0][0];
        let offset = if offset.is_finite() { offset } else { 0.0 };
        let kinks = kinks.iter().map(|kink| kink - centre).collect();
        Ok(Self { block, centre, kinks, rings: Vec::new(), panels: 0, near, offset })
    }

    /// The moments at the deviation `deviation` > 0; `None` where the function cannot be sampled as far
    /// out as they need.
    ///
    /// Deterministic; some 10⁴ exponentials once the function is sampled.
    pub fn moments(&mut self, deviation: f64) -> Option<Moments> {
        if !(deviation.is_finite() && deviation > 0.0) {
            return None;
        }
        let mut sum = Sum::default();
        let mut index = 0_usize;
        loop {
            let inner = index.checked_sub(1).map_or(0.0, |i| self.rings[i].outer);
            if inner > FARTHEST * deviation {
                break;
            }
            if index == self.rings.len() && !self.extend() {
                return None;
            }
            let before = sum;
            for panel in &self.rings[index].panels {
                sum.add(panel, deviation, self.offset);
            }
            if inner > 8.0 * deviation && sum.is_settled(&before) {
                break;
            }
            index += 1;
        }
        Some(sum.finish(deviation))
    }

    /// f at the mean; 0 where it has no finite value.
    #[must_use]
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// f and f′ at points.
    pub(crate) fn evaluate(&mut self, x: &Column) -> [Column; 2] {
        self.block.evaluate(x)
    }

    /// The ends of the panels within a distance, in no order; they exist after
    /// [`moments`](Self::moments) at a deviation that reaches as far.
    pub(crate) fn panels_within(&self, distance: f64) -> Vec<[f64; 2]> {
        let rings = self.rings.iter().filter(|ring| ring.outer <= distance);
        rings.flat_map(|ring| ring.panels.iter().map(|panel| panel.ends)).collect()
    }

    /// Adds a ring; false where the budget is spent.
    fn extend(&mut self) -> bool {
        let inner = self.rings.last().map_or(0.0, |ring| ring.outer);
        let outer = if inner == 0.0 { INNER } else { inner * RATIO };
        if self.panels >= ALL_PANELS || !(self.centre + outer).is_finite() {
            return false;
        }
        let mut cuts = vec![inner, outer, -inner, -outer];
        cuts.extend(self.kinks.iter().filter(|k| k.abs() > inner && k.abs() < outer));
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let sides = cuts.windows(2).filter(|ends| ends[0] >= inner || ends[1] <= -inner);
        let sides: Vec<[f64; 2]> = sides.map(|ends| [ends[0], ends[1]]).collect();
        let mut panels: Vec<Panel> = sides.into_iter().map(|ends| self.panel(ends)).collect();
        let mut scale = [0.0_f64; 2];
        for panel in &panels {
            for (scale, values) in scale.iter_mut().zip(&panel.values) {
                *scale = scale.max(magnitude(values));
            }
        }
        let judge = Judge { scale, floor: self.near.map(|near| NOISE * near), outer };
        for panel in &mut panels {
            judge.mark(panel);
        }
        let mut heap: BinaryHeap<Panel> = panels.into();
        while heap.len() < RING_PANELS
            && let Some(worst) = heap.peek()
            && worst.error > NEGLIGIBLE
        {
            let [low, high] = worst.ends;
            let middle = low + 0.5 * (high - low);
            // Where floats cannot tell the points apart, there is nothing left to halve.
            let least = 64.0 * f64::EPSILON * (self.centre.abs() + low.abs().max(high.abs()));
            if high - low < least {
                break;
            }
            heap.pop();
            for ends in [[low, middle], [middle, high]] {
                let mut panel = self.panel(ends);
                judge.mark(&mut panel);
                heap.push(panel);
            }
        }
        let mut panels = heap.into_vec();
        panels.sort_by(|a, b| a.ends[0].abs().total_cmp(&b.ends[0].abs()));
        self.panels += panels.len();
        self.rings.push(Ring { outer, panels });
        true
    }

    fn panel(&mut self, ends: [f64; 2]) -> Panel {
        let (middle, half) = (0.5 * (ends[0] + ends[1]), 0.5 * (ends[1] - ends[0]));
        let t = RULE.nodes.map(|node| middle + half * node);
        let weights = RULE.weights.map(|weight| half * weight);
        let values = self.block.evaluate(&t.map(|t| self.centre + t));
        let tails = [RULE.tail(&values[0]), RULE.tail(&values[1])];
        Panel { ends, t, weights, values, tails, error: 0.0 }
    }
}

/// The largest finite magnitude.
fn magnitude(values: &Column) -> f64 {
    values.iter().map(|y| y.abs()).filter(|y| y.is_finite()).fold(0.0, f64::max)
}

/// What counts as resolved in a ring.
struct Judge {
    scale: [f64; 2],
    floor: [f64; 2],
    outer: f64,
}

impl Judge {
    /// Writes down what is not resolved.
    fn mark(&self, panel: &mut Panel) {
        let length = panel.ends[1] - panel.ends[0];
        let mut error = 0.0_f64;
        for ((tail, scale), floor) in panel.tails.iter_mut().zip(self.scale).zip(self.floor) {
            if *tail <= (RESOLVED * scale).max(floor) {
                *tail = 0.0;
                continue;
            }
            let relative = *tail * length / (scale * self.outer);
            error = if relative.is_nan() { f64::INFINITY } else { error.max(relative) };
        }
        panel.error = error;
    }
}

impl PartialEq for Panel {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Panel {}

impl PartialOrd for Panel {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By error; the place makes the order of a heap deterministic.
impl Ord for Panel {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let places = other.ends[0].total_cmp(&self.ends[0]);
        self.error.total_cmp(&other.error).then(places)
    }
}

/// Sums of f, f², f′² and (f² − f(m)²)(z² − 1), each with the density; and their errors.
#[derive(Clone, Copy, Default)]
struct Sum {
    moments: [f64; 4],
    sizes: [f64; 4],
    errors: [f64; 4],
}

impl Sum {
    fn add(&mut self, panel: &Panel, deviation: f64, offset: f64) {
        let mut moments = [0.0; 4];
        let mut sizes = [0.0; 4];
        let [values, slopes] = &panel.values;
        let (mut largest, mut mass) = ([0.0_f64; 2], 0.0);
        for i in 0..NODES {
            let z = panel.t[i] / deviation;
            let weight = libm::exp(-0.5 * z * z) * panel.weights[i];
            if weight == 0.0 {
                continue;
            }
            let (y, slope) = (values[i], slopes[i]);
            let swing = (y - offset) * weight * (y + offset);
            // f² may overflow where f²·φ does not: the density is multiplied in first.
            let terms = [y * weight, y * weight * y, slope * weight * slope, swing * (z * z - 1.0)];
            for k in 0..4 {
                moments[k] += terms[k];
                sizes[k] += terms[k].abs();
            }
            largest = [largest[0].max(y.abs()), largest[1].max(slope.abs())];
            mass += weight;
        }
        let [tail, slope_tail] = panel.tails.map(|tail| tail * mass);
        let errors =
            [tail, 2.0 * tail * largest[0], 2.0 * slope_tail * largest[1], 4.0 * tail * largest[0]];
        for k in 0..4 {
            self.moments[k] += moments[k];
            self.sizes[k] += sizes[k];
            // A tail of an unused panel may be NaN.
            self.errors[k] += if mass == 0.0 { 0.0 } else { errors[k] };
        }
    }

    /// Whether nothing was added that counts.
    fn is_settled(&self, before: &Self) -> bool {
        (0..4).all(|k| self.sizes[k] - before.sizes[k] <= LAST * self.sizes[k])
    }

    fn finish(self, deviation: f64) -> Moments {
        let unit = deviation * SQRT_TAU;
        let estimate = |k: usize, unit: f64| {
            let error = (self.errors[k] + ROUNDING * self.sizes[k]) / unit;
            let error = if error.is_nan() { f64::INFINITY } else { error };
            Estimate { value: self.moments[k] / unit, error }
        };
        Moments {
            mean: estimate(0, unit),
            square: estimate(1, unit),
            slope_square: estimate(2, unit),
            growth: estimate(3, 2.0 * unit * deviation * deviation),
        }
    }
}
