//! Where functions are checked: the whole line, with the places where they go wrong.
//!
//! The points of f32 are points of f64 too, so that the oracle computes each of them once.

use nonlin_catalogue::Activation;
use nonlin_expr::graph::Node;
use nonlin_expr::{Expr, Graph, Id, Names, NoFunctions, Operator};
use rug::Float;

use crate::oracle;

/// Points tried on the way to a subnormal result.
const HALVINGS: usize = 7;
/// The greatest number of places that one formula adds.
const MAX_PLACES: usize = 24;
/// Binary exponents from one point to the next, over all floats and over f32's.
const STRIDES: (usize, usize) = (23, 7);
/// Points between 10^-3 and 10^2.9, of each sign.
const MIDDLE: i32 = 80;

/// Points over the whole f64 line: at least one in every 10^7, subnormals, a dense middle, both zeros,
/// the largest and the least, and the neighbours of each of `places`.
///
/// Three in five are floats of 32 bits.
#[must_use]
pub fn points(places: &[f64]) -> Vec<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "the nearest 32-bit float is meant")]
    let narrow = |x: f64| f64::from(x as f32);
    let significand = |k: i32| 1.0 + (f64::from(k) * 0.618_033_988_749_894_9).rem_euclid(1.0);
    let power = |k: i32| significand(k) * 2_f64.powi(k / 2) * 2_f64.powi(k - k / 2);
    let wide = (-1074..1024).step_by(STRIDES.0).map(power);
    let single = (-149..128).step_by(STRIDES.1).map(power).map(narrow);
    let middle = (0..MIDDLE).map(|k| {
        let x = 10_f64.powf(-3.0 + 5.9 * f64::from(k) / f64::from(MIDDLE));
        if k % 2 == 0 { narrow(x) } else { x }
    });
    let ends = [
        5e-324,
        f64::MIN_POSITIVE,
        2.225e-308,
        f64::MAX,
        1e-45,
        1.1754944e-38,
        f64::from(f32::MAX),
    ];
    let signed = wide.chain(single).chain(middle).chain(ends).flat_map(|x| [x, -x]);
    let mut points: Vec<f64> =
        signed.chain([0.0, -0.0]).chain(places.iter().flat_map(|&x| around(x))).collect();
    points.retain(|x| x.is_finite());
    points.sort_by(f64::total_cmp);
    points.dedup_by_key(|x| x.to_bits());
    points
}

/// Points where a result is subnormal, between neighbours of which only one has a normal result: found
/// by halving what lies between them, with all that `at` gives on the way.
pub fn subnormal_results(
    known: &[(f64, Vec<Float>)],
    mut at: impl FnMut(f64) -> Option<Vec<Float>>,
) -> Vec<(f64, Vec<Float>)> {
    let exponent = |results: &[Float], order: usize| {
        let result = results.get(order).filter(|result| !result.is_zero());
        result.map_or(i32::MIN, |result| result.get_exp().unwrap_or(i32::MAX))
    };
    let mut found = Vec::new();
    for pair in known.windows(2) {
        let (low, high) = (&pair[0], &pair[1]);
        if high.0.abs().min(low.0.abs()) < 1e-100 {
            continue;
        }
        for order in 0..low.1.len() {
            let sizes = [low, high].map(|(_, results)| exponent(results, order));
            if (sizes[0] > -1021) == (sizes[1] > -1021) || sizes.contains(&i32::MAX) {
                continue;
            }
            let (mut normal, mut less) =
                if sizes[0] > sizes[1] { (low.0, high.0) } else { (high.0, low.0) };
            for _ in 0..HALVINGS {
                let middle = normal / 2.0 + less / 2.0;
                let Some(results) = at(middle) else { break };
                if exponent(&results, order) > -1045 {
                    normal = middle;
                } else {
                    less = middle;
                }
                found.push((middle, results));
            }
        }
    }
    found
}

/// A place and its neighbours, those of 32 bits too.
fn around(place: f64) -> impl Iterator<Item = f64> {
    #[expect(clippy::cast_possible_truncation, reason = "the nearest 32-bit float is meant")]
    let single = place as f32;
    let wide = [place.next_down().next_down(), place.next_down(), place, place.next_up()];
    let narrow = [single.next_down(), single, single.next_up()].map(f64::from);
    wide.into_iter().chain(narrow)
}

/// The places where a formula changes its piece: where the sides of a comparison, of min, max, clamp,
/// abs and sign meet, and the formula's numbers.
#[must_use]
pub fn places(formula: &Expr) -> Vec<f64> {
    let graph = formula.graph();
    let mut places = Vec::new();
    let mut add = |place: f64| {
        if !places.contains(&place) && places.len() < MAX_PLACES {
            places.push(place);
        }
    };
    let line: Vec<f64> = points(&[]).into_iter().filter(|x| x.abs() < 1e200).collect();
    for (a, b) in sides(graph, formula.root()) {
        let gap = |x: f64| graph.evaluate(a, |_| x) - b.map_or(0.0, |b| graph.evaluate(b, |_| x));
        let gaps: Vec<f64> = line.iter().map(|&x| gap(x)).collect();
        for (xs, gaps) in line.windows(2).zip(gaps.windows(2)) {
            if gaps[0] < 0.0 && gaps[1] >= 0.0 || gaps[0] > 0.0 && gaps[1] <= 0.0 {
                add(meeting(&gap, xs[0], xs[1]));
            }
        }
    }
    for id in graph.reachable(&[formula.root()]) {
        if let Some(number) = graph.number_at(id) {
            add(number.to_f64());
            add(-number.to_f64());
        }
    }
    places
}

/// What is compared with what (or with 0) anywhere in a formula.
fn sides(graph: &Graph, root: Id) -> Vec<(Id, Option<Id>)> {
    let mut sides = Vec::new();
    for id in graph.reachable(&[root]) {
        let Node::Apply(operator, arguments) = graph.node(id) else { continue };
        match (operator, arguments.as_slice()) {
            (Operator::Abs | Operator::Sign, &[a]) => sides.push((a, None)),
            (Operator::Clamp, &[a, b, c]) => sides.extend([(a, Some(b)), (a, Some(c))]),
            (Operator::Min | Operator::Max, &[a, b]) => sides.push((a, Some(b))),
            (operator, &[a, b]) if operator.is_comparison() => sides.push((a, Some(b))),
            _ => {}
        }
    }
    sides
}

/// Where a quantity that changes its sign between `low` and `high` does so, to the last bit.
fn meeting(gap: &impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let start = gap(low);
    loop {
        let middle = low / 2.0 + high / 2.0;
        if middle <= low || middle >= high {
            return high;
        }
        let here = gap(middle);
        if here != 0.0 && (here < 0.0) == (start < 0.0) { low = middle } else { high = middle }
    }
}

/// The places that the definition calls kinks, if they are floats, and the derivative that counts there.
///
/// # Panics
/// If a definition's text is no formula.
#[must_use]
pub fn kinks(activation: &Activation) -> Vec<(f64, f64)> {
    let symbols: Vec<&str> =
        activation.parameters().iter().map(|(name, _)| name.as_str()).collect();
    let names = Names { symbols: &symbols, functions: &NoFunctions };
    let value = |text: &str| {
        if let Some(infinity) = text.parse::<f64>().ok().filter(|value| value.is_infinite()) {
            return (infinity, true);
        }
        let expr = Expr::parse_with(text, names).unwrap_or_else(|error| panic!("{error}"));
        let parameters = activation.parameters().iter().map(|(name, value)| (name.as_str(), value));
        let bound = expr.bind(parameters).unwrap_or_else(|error| panic!("{error}"));
        let exact = oracle::at(&bound, |_| 0.0);
        (exact.to_f64(), exact.to_f64() == exact)
    };
    let kinks = activation.definition().map_or(&[][..], |definition| definition.kinks);
    let kinks = kinks.iter().map(|kink| (value(kink.at), value(kink.derivative)));
    kinks.filter(|((_, exact), _)| *exact).map(|((at, _), (slope, _))| (at, slope)).collect()
}
