//! Where a formula may have a corner, a jump or a pole, and whether it has one there.
//!
//! Every operator that is not smooth everywhere has a *switch*: an expression whose zeros are the only
//! places where it can fail: a − b for max(a, b) and a < b, u for |u|, √u and 1/u. The zeros are
//! bracketed on the grid and closed in on by bisection, all at once. At each of them value and slope
//! are compared at two distances on either side. A difference that does not shrink with the distance
//! is a jump; a slope that grows towards the place is vertical.

use nonlin_expr::graph::{Graph, Id, Node};
use nonlin_expr::{LimitError, Operator};

use super::columns::evaluate;

/// At most this many places are looked at.
const MAX_PLACES: usize = 512;
/// Each bisection halves the bracket; a bracket of the grid is below rounding after as many.
const BISECTIONS: usize = 64;
/// The two distances from a place at which its sides are compared, relative to 1 + |x|.
const DISTANCES: [f64; 2] = [1e-5, 1e-9];
/// A difference below this, relative to 1 + |f|, may be rounding.
const NOTICED: f64 = 1e-6;
/// How much a slope may change between the two distances, relative to 1 + |f′|.
const STEADY: f64 = 0.1;

/// The switches of an expression.
pub(super) struct Suspects {
    switches: Vec<Id>,
    always: bool,
}

impl Suspects {
    /// The expressions whose zeros may be edges.
    pub(super) fn switches(&self) -> &[Id] {
        &self.switches
    }

    /// Whether an operator is in it that has edges all over its domain.
    pub(super) const fn always_an_edge(&self) -> bool {
        self.always
    }
}

/// The switches of all operators of `root` that depend on a symbol, but for those that are proved
/// never to be 0.
pub(super) fn suspects(graph: &mut Graph, root: Id) -> Result<Suspects, LimitError> {
    let order = graph.reachable(&[root]);
    let mut varies = vec![false; graph.len()];
    let mut suspects = Suspects { switches: Vec::new(), always: false };
    for id in order {
        let (operator, arguments) = match graph.node(id) {
            Node::Number(_) => continue,
            Node::Symbol(_) => {
                varies[id.index()] = true;
                continue;
            }
            Node::Apply(operator, arguments) => (*operator, arguments.clone()),
        };
        varies[id.index()] = arguments.iter().any(|id| varies[id.index()]);
        if varies[id.index()] {
            suspects.always |= operator == Operator::Floor;
            for switch in switches(graph, operator, &arguments)? {
                let never = graph.facts(switch).signs.is_non_zero();
                let constant = graph.number_at(switch).is_some();
                if !never && !constant && !suspects.switches.contains(&switch) {
                    suspects.switches.push(switch);
                }
            }
        }
    }
    Ok(suspects)
}

/// The switches of one operator.
fn switches(graph: &mut Graph, operator: Operator, of: &[Id]) -> Result<Vec<Id>, LimitError> {
    use Operator::{
        Abs, Clamp, Cos, Div, Equal, Greater, GreaterEq, Less, LessEq, Log, Log1p, Max, Min,
        NotEqual, Pow, Sign, Sqrt, Sub, Tan,
    };
    Ok(match (operator, of) {
        (Abs | Sign | Sqrt | Log, &[a]) => vec![a],

        (Log1p, &[a]) if !graph.facts(a).signs.is_non_negative() => {
            let one = graph.integer(1)?;
            vec![graph.apply(Operator::Add, &[a, one])?]
        }
        (Tan, &[a]) => vec![graph.apply(Cos, &[a])?],
        (Div, &[_, divisor]) => vec![divisor],
        (Pow, &[base, exponent]) => {
            let whole = graph.number_at(exponent).and_then(nonlin_expr::Rational::to_integer);
            if whole.is_some_and(|n| n >= 0) { vec![] } else { vec![base] }
        }
        (Less | LessEq | Greater | GreaterEq | Equal | NotEqual | Min | Max, &[a, b]) => {
            vec![graph.apply(Sub, &[a, b])?]
        }
        (Clamp, &[a, low, high]) => {
            vec![graph.apply(Sub, &[a, low])?, graph.apply(Sub, &[a, high])?]
        }
        _ => vec![],
    })
}

/// The zeros of the switches, whose values on the grid are `columns`.
pub(super) fn places(
    graph: &Graph,
    switches: &[Id],
    x: Id,
    grid: &[f64],
    columns: &[Vec<f64>],
) -> Vec<f64> {
    let mut places = Vec::new();
    for (&switch, column) in switches.iter().zip(columns) {
        // Brackets: the switch has different signs at the two ends, of which 0 is one.
        let mut ends: Vec<(f64, f64, f64)> = Vec::new();
        for (x, y) in grid.windows(2).zip(column.windows(2)) {
            if sign(y[0]) != sign(y[1]) && !y[0].is_nan() && !y[1].is_nan() {
                ends.push((x[0], x[1], sign(y[0])));
            }
        }
        ends.truncate(MAX_PLACES.saturating_sub(places.len()));
        for _ in 0..BISECTIONS {
            let middles: Vec<f64> =
                ends.iter().map(|(low, high, _)| low / 2.0 + high / 2.0).collect();
            let values = &evaluate(graph, &[switch], x, &middles)[0];
            for (((low, high, left), middle), value) in ends.iter_mut().zip(middles).zip(values) {
                if sign(*value) == *left { *low = middle } else { *high = middle }
            }
        }
        places.extend(ends.into_iter().map(|(_, high, _)| rounded(high)));
    }
    places.sort_by(f64::total_cmp);
    places.dedup();
    places
}

fn sign(y: f64) -> f64 {
    if y == 0.0 { 0.0 } else { y.signum() }
}

/// The short decimal that a bisected place is next to, else the place itself.
fn rounded(place: f64) -> f64 {
    let short = (place * 1e6).round() / 1e6;
    if (place - short).abs() <= 1e-12 * (1.0 + place.abs()) { short } else { place }
}

/// Whether value and derivative are finite and continuous at all of `places`.
pub(super) fn pass(graph: &Graph, [value, derivative]: [Id; 2], x: Id, places: &[f64]) -> bool {
    let around = |&place: &f64| {
        let [far, near] = DISTANCES.map(|distance| distance * (1.0 + place.abs()));
        [place - far, place - near, place, place + near, place + far]
    };
    let points: Vec<f64> = places.iter().flat_map(around).collect();
    let columns = evaluate(graph, &[value, derivative], x, &points);
    let mut samples = columns[0].chunks(5).zip(columns[1].chunks(5));
    samples.all(|(y, slope)| continuous(y) && meets(slope) && steady(slope))
}

/// Whether the five values around a place belong to one piece, the place itself too.
fn continuous(y: &[f64]) -> bool {
    let [far_left, left, middle, right, far_right] = *y else { return false };
    let reaches = |far: f64, near: f64| {
        let gap = (middle - near).abs();
        gap <= NOTICED * (1.0 + middle.abs()) || gap <= 0.5 * (middle - far).abs()
    };
    middle.is_finite() && meets(y) && reaches(far_left, left) && reaches(far_right, right)
}

/// Whether the difference of the two sides vanishes with the distance.
fn meets(y: &[f64]) -> bool {
    let [far_left, left, _, right, far_right] = *y else { return false };
    let (jump, wide) = ((right - left).abs(), (far_right - far_left).abs());
    let finite = [far_left, left, right, far_right].iter().all(|y| y.is_finite());
    finite && (jump <= NOTICED * (1.0 + left.abs().min(right.abs())) || jump <= 0.5 * wide)
}

/// Whether the slope stays what it is on the way to the place.
fn steady(slope: &[f64]) -> bool {
    let [far_left, left, _, right, far_right] = *slope else { return false };
    let side = |far: f64, near: f64| (near - far).abs() <= STEADY * (1.0 + far.abs());
    side(far_left, left) && side(far_right, right)
}
