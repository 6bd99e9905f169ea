//! The same facts for programs, with all their digits.
//!
//! A number is an enclosure `{"lo", "hi", "status"}`; what is no number is `{"value", "status"}`. What
//! JSON has no number for is the string `inf`, `-inf` or `nan`.

use nonlin_properties::depth::weight_deviation;
use nonlin_properties::profile::{
    Bound, Convexity, Extremum, Jump, Kink, Monotone, Parity, Smoothness, Stretch,
};
use nonlin_properties::{Certificate, Interval, Profile, Status};
use serde_json::{Map, Value, json};

use super::{Cost, Depth, Distance, Edge, Gaussian, Network};

/// The relative error that an estimate is given.
const ESTIMATED: f64 = 1e-11;

/// A float as a JSON number or string.
#[must_use]
pub fn number(value: f64) -> Value {
    match serde_json::Number::from_f64(value) {
        Some(number) => Value::Number(number),
        None if value.is_nan() => Value::from("nan"),
        None if value > 0.0 => Value::from("inf"),
        None => Value::from("-inf"),
    }
}

/// `{"lo", "hi"}`; an empty enclosure is `null`.
fn interval(value: Interval) -> Value {
    if value.is_empty() {
        return Value::Null;
    }
    json!({ "lo": number(value.lo()), "hi": number(value.hi()) })
}

/// A value with its status: an object gets it as another key, all else is put under `value`.
fn with_status(value: Value, status: Status) -> Value {
    let mut object = match value {
        Value::Object(object) => object,
        value => Map::from_iter([("value".to_owned(), value)]),
    };
    object.insert("status".into(), status.name().into());
    match status {
        Status::Proved => {}
        Status::Refuted { witness } => {
            object.insert("witness".into(), interval(witness));
        }
        Status::Unknown { boxes } => {
            object.insert("boxes".into(), boxes.into());
        }
    }
    Value::Object(object)
}

fn certified<T>(certificate: &Certificate<T>, value: impl FnOnce(&T) -> Value) -> Value {
    with_status(value(&certificate.value), certificate.status)
}

fn bound(bound: &Bound) -> Value {
    json!({
        "lo": number(bound.value.lo()),
        "hi": number(bound.value.hi()),
        "attained": bound.attained,
    })
}

/// The first place as `at`, all of them as `places`.
fn places(at: &[Interval]) -> (Value, Value) {
    let places: Vec<Value> = at.iter().copied().map(interval).collect();
    (places.first().cloned().unwrap_or_default(), Value::Array(places))
}

/// `{"at", "places", "value"}`, or `null` where the value is not taken.
fn extremum(extremum: &Option<Extremum>) -> Value {
    extremum.as_ref().map_or(Value::Null, |extremum| {
        let (at, places) = places(&extremum.at);
        json!({ "at": at, "places": places, "value": interval(extremum.value) })
    })
}

/// `{"lo", "hi", "at", "places"}`.
fn supremum(extremum: &Extremum) -> Value {
    let (at, places) = places(&extremum.at);
    json!({
        "lo": number(extremum.value.lo()),
        "hi": number(extremum.value.hi()),
        "at": at,
        "places": places,
    })
}

fn stretch(stretch: &Stretch) -> Value {
    json!({ "from": interval(stretch.from), "to": interval(stretch.to) })
}

fn stretches(all: &[Stretch]) -> Value {
    all.iter().map(stretch).collect()
}

fn pieces<T: Copy>(pieces: &[(Stretch, T)], name: impl Fn(T) -> &'static str) -> Value {
    let one = |(place, kind): &(Stretch, T)| json!({ "from": interval(place.from), "to": interval(place.to), "value": name(*kind) });
    pieces.iter().map(one).collect()
}

const fn parity(parity: Parity) -> &'static str {
    match parity {
        Parity::Even => "even",
        Parity::Odd => "odd",
        Parity::Neither => "neither",
    }
}

const fn monotone(monotone: Monotone) -> &'static str {
    match monotone {
        Monotone::Increasing => "increasing",
        Monotone::Decreasing => "decreasing",
        Monotone::Nondecreasing => "nondecreasing",
        Monotone::Nonincreasing => "nonincreasing",
        Monotone::Constant => "constant",
        Monotone::None => "none",
    }
}

const fn convexity(convexity: Convexity) -> &'static str {
    match convexity {
        Convexity::Convex => "convex",
        Convexity::Concave => "concave",
        Convexity::Affine => "affine",
        Convexity::Neither => "neither",
    }
}

fn smoothness(smoothness: Smoothness) -> String {
    match smoothness {
        Smoothness::Discontinuous => "discontinuous".into(),
        Smoothness::Times(k) => format!("C^{k}"),
        Smoothness::Infinite => "C^inf".into(),
    }
}

fn kink(kink: &Kink) -> Value {
    json!({ "at": interval(kink.at), "left": interval(kink.left), "right": interval(kink.right) })
}

fn jump(jump: &Jump) -> Value {
    json!({ "at": interval(jump.at), "left": interval(jump.left), "right": interval(jump.right) })
}

/// All of a profile: the value of the key `properties`.
#[must_use]
pub fn properties(profile: &Profile) -> Value {
    let limit = |value: &Option<Interval>| value.map_or(Value::Null, interval);
    let zone = |all: &Vec<Stretch>| stretches(all);
    json!({
        "infimum": certified(&profile.infimum, bound),
        "supremum": certified(&profile.supremum, bound),
        "limit_minus_infinity": certified(&profile.limit_minus_infinity, limit),
        "limit_plus_infinity": certified(&profile.limit_plus_infinity, limit),
        "minimum": certified(&profile.minimum, extremum),
        "maximum": certified(&profile.maximum, extremum),
        "zeros": certified(&profile.zeros, zone),
        "lipschitz_constant": certified(&profile.lipschitz_constant, supremum),
        "second_derivative_bound": certified(&profile.second_derivative_bound, supremum),
        "parity": certified(&profile.parity, |value| parity(*value).into()),
        "monotone": certified(&profile.monotone, |value| monotone(*value).into()),
        "monotone_pieces": certified(&profile.monotone_pieces, |all| pieces(all, monotone)),
        "convex": certified(&profile.convex, |value| convexity(*value).into()),
        "convex_pieces": certified(&profile.convex_pieces, |all| pieces(all, convexity)),
        "smoothness": certified(&profile.smoothness, |value| smoothness(*value).into()),
        "kinks": certified(&profile.kinks, |all| all.iter().map(kink).collect()),
        "jumps": certified(&profile.jumps, |all| all.iter().map(jump).collect()),
        "zero_probability": certified(&profile.zero_probability, |value| interval(*value)),
        "saturated": certified(&profile.saturated, zone),
        "dead": certified(&profile.dead, zone),
        "steep": certified(&profile.steep, zone),
    })
}

/// The value of the key `gaussian`.
#[must_use]
pub fn gaussian(gaussian: &Gaussian) -> Value {
    let moment = |moment: &Certificate<Interval>| certified(moment, |value| interval(*value));
    let gain = |value: &Option<Certificate<Interval>>| value.as_ref().map_or(Value::Null, moment);
    json!({
        "input": { "mean": number(gaussian.mean), "variance": number(gaussian.variance) },
        "mean": moment(&gaussian.moments.mean),
        "second_moment": moment(&gaussian.moments.second_moment),
        "variance": moment(&gaussian.moments.variance),
        "derivative_second_moment": moment(&gaussian.moments.derivative_second_moment),
        "forward_gain": gain(&gaussian.moments.forward_gain),
        "backward_gain": gain(&gaussian.moments.backward_gain),
        "pytorch_calculate_gain": gaussian.calculate_gain.map(number),
    })
}

/// An estimate as the numbers that it may stand for; nothing proves them.
fn estimate(value: f64) -> Value {
    let error = ESTIMATED * value.abs();
    json!({
        "lo": number(value - error),
        "hi": number(value + error),
        "status": "estimated",
    })
}

/// The value of the key `depth`.
#[must_use]
pub fn depth(depth: &Depth) -> Value {
    let edge = |value: &dyn Fn(&Edge) -> Option<f64>| {
        depth.edge.as_ref().and_then(value).map_or(Value::Null, estimate)
    };
    let half_stable = depth.half_stable.iter().map(|point| {
        json!({
            "weight_variance": estimate(point.weight_variance),
            "bias_variance": estimate(point.bias_variance),
            "fixed_point": estimate(point.length),
        })
    });
    json!({
        "sigma_b": number(depth.sigma_b),
        "fan_in": depth.fan_in,
        "weight_deviation": edge(&|edge: &Edge| Some(weight_deviation(edge.sigma_w, depth.fan_in))),
        "edge_of_chaos_sigma_w": edge(&|edge: &Edge| Some(edge.sigma_w)),
        "fixed_point": edge(&|edge: &Edge| edge.fixed_point),
        "chi1": edge(&|edge: &Edge| Some(edge.chi1)),
        "half_stable": half_stable.collect::<Value>(),
        "initialisations": depth.networks.iter().map(network).collect::<Value>(),
    })
}

/// Points at which the correlation map is told: 0 to 1 in tenths.
const TOLD_CORRELATIONS: u32 = 10;

/// A network with one initialisation.
fn network(network: &Network) -> Value {
    let fixed_points = network.fixed_points.iter().map(|point| {
        json!({
            "value": estimate(point.length),
            "slope": estimate(point.slope),
            "chi1": estimate(point.chi),
            "stability": point.stability.name(),
            "depth_scale": point.length_depth.map(number),
        })
    });
    let correlation = network.correlation.as_ref().map(|correlation| {
        let told = (0..=TOLD_CORRELATIONS).map(|i| f64::from(i) / f64::from(TOLD_CORRELATIONS));
        let map = told.map(|c| json!([c, number(correlation.map(c).0)]));
        json!({
            "phase": correlation.phase().name(),
            "fixed_point": estimate(correlation.fixed_point),
            "slope": estimate(correlation.slope),
            "depth_scale": correlation.depth.map(number),
            "map": map.collect::<Value>(),
        })
    });
    json!({
        "name": network.initialisation,
        "sigma_w": number(network.sigma_w),
        "decay": network.decay.iter().copied().map(number).collect::<Value>(),
        "fixed_points": fixed_points.collect::<Value>(),
        "correlation": correlation,
    })
}

/// The value of the key `cost`.
#[must_use]
pub fn cost(cost: &Cost) -> Value {
    json!({
        "forward_operators": cost.forward,
        "backward_operators": cost.backward,
        "kept_bytes": cost.kept_bytes(),
        "derivative_from_value": cost.from_value,
        "measured": cost.measured.map(|measured| json!({
            "n": measured.n,
            "forward_ns": number(measured.forward),
            "backward_ns": number(measured.backward),
            "relu_forward_ns": number(measured.relu_forward),
            "relu_backward_ns": number(measured.relu_backward),
            "value_ulp": number(measured.errors[0]),
            "derivative_ulp": number(measured.errors[1]),
            "inputs": measured.inputs,
        })),
    })
}

/// The value of the key `distance`.
#[must_use]
pub fn distance(distance: &Distance) -> Value {
    let (at, places) = places(&distance.at);
    certified(
        &distance.value,
        |value| json!({ "lo": number(value.lo()), "hi": number(value.hi()), "at": at, "places": places }),
    )
}
