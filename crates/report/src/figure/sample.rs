//! A function as polylines that look like its curve at a given scale.
//!
//! An even grid is halved where the curve leaves the chord by a part of a pixel. Where halving does not
//! help, the place is closed in on to the last float: a step that stays is a jump or a pole and ends the
//! polyline; one that melts away is a steep piece of a continuous curve, and is drawn.

/// A place in the function's own coordinates.
pub type Point = (f64, f64);

/// Pieces of the first grid.
const GRID: usize = 512;
/// How often a piece of the grid is halved before its inside is closed in on.
const DEPTH: u32 = 8;
/// A chord that is off by no more than this is the curve, in pixels.
const FLAT: f64 = 0.1;
/// A step that is no higher than this goes unseen, in pixels.
const UNSEEN: f64 = 0.75;
/// Halvings between any two floats of one sign and size.
const TO_THE_LAST_FLOAT: u32 = 80;

/// How large the picture is.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Pixels for each unit of y.
    pub y: f64,
    /// The values that are shown; others are drawn just so that the curve leaves rightly.
    pub window: (f64, f64),
}

/// Values on an even grid.
pub fn grid(value: &dyn Fn(f64) -> f64, (from, to): (f64, f64)) -> Vec<Point> {
    let at = |i: usize| {
        let t = i as f64 / GRID as f64;
        if i == GRID { to } else { from * (1.0 - t) + to * t }
    };
    (0..=GRID).map(|i| (at(i), value(at(i)))).collect()
}

/// The polylines of a curve whose values on the grid are known.
pub fn polylines(value: &dyn Fn(f64) -> f64, grid: &[Point], scale: Scale) -> Vec<Vec<Point>> {
    let mut tracer = Tracer { value, scale, done: Vec::new(), line: Vec::new() };
    tracer.begin(grid[0]);
    for pair in grid.windows(2) {
        tracer.piece(pair[0], pair[1], 0);
    }
    tracer.end();
    tracer.done
}

struct Tracer<'a> {
    value: &'a dyn Fn(f64) -> f64,
    scale: Scale,
    done: Vec<Vec<Point>>,
    line: Vec<Point>,
}

impl Tracer<'_> {
    fn begin(&mut self, point: Point) {
        if point.1.is_finite() {
            self.line.push(point);
        }
    }

    /// A single point is no curve: it is the value in the middle of a jump.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.len() > 1 {
            self.done.push(line);
        }
    }

    fn middle(&self, a: Point, b: Point) -> Option<Point> {
        let x = a.0 / 2.0 + b.0 / 2.0;
        (a.0 < x && x < b.0).then(|| (x, (self.value)(x)))
    }

    /// Whether both places are beyond the same edge of the picture.
    fn hidden(&self, a: Point, b: Point) -> bool {
        let (low, high) = self.scale.window;
        (a.1 < low && b.1 < low) || (a.1 > high && b.1 > high)
    }

    /// Draws from `a`, which is drawn already, to `b`.
    fn piece(&mut self, a: Point, b: Point, depth: u32) {
        let Some(m) = self.middle(a, b) else { return self.close_in(a, b) };
        if a.1.is_finite() && m.1.is_finite() && b.1.is_finite() {
            let off = (m.1 - (a.1 / 2.0 + b.1 / 2.0)).abs() * self.scale.y;
            let seen = (b.1 - a.1).abs() * self.scale.y;
            let hidden = self.hidden(a, m) && self.hidden(m, b);
            // A chord that happens to meet a jump in its middle is not flat: two halvings see it.
            if hidden || (off <= FLAT && (depth >= 2 || seen <= 4.0)) {
                self.line.extend([m, b]);
                return;
            }
        } else if !a.1.is_finite() && !m.1.is_finite() && !b.1.is_finite() {
            return;
        }
        if depth == DEPTH {
            return self.close_in(a, b);
        }
        self.piece(a, m, depth + 1);
        self.piece(m, b, depth + 1);
    }

    /// Halves towards the larger step until two floats are left, or none.
    fn close_in(&mut self, a: Point, b: Point) {
        let (mut low, mut high) = (a, b);
        for _ in 0..TO_THE_LAST_FLOAT {
            let Some(m) = self.middle(low, high) else { break };
            if self.step(low, m) >= self.step(m, high) { high = m } else { low = m }
        }
        if low.1.is_finite() && low.0 > a.0 {
            self.line.push(low);
        }
        if self.step(low, high) > UNSEEN {
            self.end();
            self.begin(high);
        }
        if b.1.is_finite() && b.0 > high.0 {
            self.line.push(b);
        }
    }

    /// How far two places are apart, in pixels; infinitely where one has no value.
    fn step(&self, a: Point, b: Point) -> f64 {
        match (a.1.is_finite(), b.1.is_finite()) {
            (true, true) => (b.1 - a.1).abs() * self.scale.y,
            (false, false) => 0.0,
            _ => f64::INFINITY,
        }
    }
}

/// The parts of a polyline inside of the window, cut at its edges.
pub fn clipped(line: &[Point], (low, high): (f64, f64)) -> Vec<Vec<Point>> {
    let inside = |p: Point| low <= p.1 && p.1 <= high;
    let cross = |a: Point, b: Point, edge: f64| {
        let t = ((edge - a.1) / (b.1 - a.1)).clamp(0.0, 1.0);
        (a.0 + t * (b.0 - a.0), edge)
    };
    let mut parts = Vec::new();
    let mut part: Vec<Point> = Vec::new();
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if part.is_empty() && inside(a) {
            part.push(a);
        }
        if inside(a) && inside(b) {
            part.push(b);
            continue;
        }
        // The edges that the segment meets, in the order in which it meets them.
        let mut met: Vec<f64> =
            [low, high].into_iter().filter(|&edge| (a.1 < edge) != (b.1 < edge)).collect();
        if a.1 > b.1 {
            met.reverse();
        }
        for edge in met {
            part.push(cross(a, b, edge));
            if part.len() > 1 {
                parts.push(std::mem::take(&mut part));
            }
        }
        if inside(b) {
            part.push(b);
        } else {
            part.clear();
        }
    }
    if part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: impl Fn(f64) -> f64, range: (f64, f64)) -> Vec<Vec<Point>> {
        let scale = Scale { y: 50.0, window: (-4.0, 4.0) };
        polylines(&value, &grid(&value, range), scale)
    }

    #[test]
    fn a_jump_parts_the_curve_at_its_place() {
        let lines = drawn(|x| if x < 0.3 { 0.0 } else { 1.0 }, (-1.0, 1.0));
        assert_eq!(lines.len(), 2);
        let (end, begin) = (lines[0].last().unwrap(), lines[1][0]);
        assert_eq!((end.1, begin.1), (0.0, 1.0));
        assert!(end.0 < 0.3 && begin.0 >= 0.3 && begin.0 - end.0 < 1e-15);
    }

    #[test]
    fn a_jump_in_the_middle_of_the_grid_with_a_value_between_parts_it_too() {
        let step = |x: f64| if x == 0.0 { 0.5 } else { f64::from(u8::from(x > 0.0)) };
        let lines = drawn(step, (-1.0, 1.0));
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_pole_is_not_crossed() {
        for lines in [drawn(|x| 1.0 / (x - 0.1), (-1.0, 1.0)), drawn(|x| 1.0 / x, (-1.0, 1.0))] {
            let sides = |line: &Vec<Point>| {
                line.iter().all(|p| p.1 > 0.0) || line.iter().all(|p| p.1 < 0.0)
            };
            assert!(lines.len() >= 2 && lines.iter().all(sides));
        }
    }

    #[test]
    fn a_steep_continuous_curve_is_one_line() {
        let lines = drawn(|x| (1e6 * (x - 0.123)).tanh(), (-1.0, 1.0));
        assert_eq!(lines.len(), 1);
        let near = lines[0].iter().filter(|p| p.1.abs() < 0.999).count();
        assert!(near > 0, "the flank has points of its own");
    }

    #[test]
    fn where_there_is_no_value_there_is_no_curve() {
        let lines = drawn(f64::ln, (-1.0, 1.0));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|p| p.0 > 0.0));
        assert!(drawn(|_| f64::NAN, (-1.0, 1.0)).is_empty());
    }

    #[test]
    fn every_chord_is_close_to_the_curve() {
        let f = |x: f64| (5.0 * x * x).sin();
        for line in drawn(f, (-3.0, 3.0)) {
            for pair in line.windows(2) {
                for t in [0.25, 0.5, 0.75] {
                    let x = pair[0].0 + t * (pair[1].0 - pair[0].0);
                    let y = pair[0].1 + t * (pair[1].1 - pair[0].1);
                    assert!((y - f(x)).abs() * 50.0 < 0.3, "{x}");
                }
            }
        }
    }

    #[test]
    fn clipping_cuts_at_the_edges() {
        let parts = clipped(&[(0.0, -2.0), (1.0, 2.0), (2.0, 0.0), (3.0, 4.0)], (-1.0, 1.0));
        assert_eq!(
            parts,
            [vec![(0.25, -1.0), (0.75, 1.0)], vec![(1.5, 1.0), (2.0, 0.0), (2.25, 1.0)]]
        );
        assert!(clipped(&[(0.0, 2.0), (1.0, 3.0)], (-1.0, 1.0)).is_empty());
    }
}
