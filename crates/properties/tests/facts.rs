//! Profiles against known values.
//!
//! `facts.csv` holds values that were derived by hand or with 40 digits in another system: nothing in it
//! comes from this crate. A profile may say "unknown", but what it states has to agree, and enclosures
//! have to hold the value.

use nonlin_catalogue::{Activation, Parameters};
use nonlin_properties::profile::{Convexity, Extremum, Monotone, Parity, Smoothness};
use nonlin_properties::{Certificate, Interval, Profile, Settings, prove};

/// Enclosures of finite values are at most this wide, relatively.
const WIDTH: f64 = 1e-10;

#[derive(serde::Deserialize)]
struct Fact {
    function: String,
    fact: String,
    value: String,
}

fn profile(function: &str) -> Profile {
    let activation = Activation::resolve(function, &Parameters::new()).unwrap();
    prove(activation.expression(), Settings::default()).unwrap()
}

/// A number as the table writes it: the nearest float, so an enclosure is asked to hold it or a neighbour.
fn number(text: &str) -> f64 {
    let value = text.split_whitespace().next().unwrap_or_default();
    value.replace("+inf", "inf").parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

fn holds(enclosure: Interval, value: f64) -> bool {
    enclosure.lo().next_down() <= value && value <= enclosure.hi().next_up()
}

fn check_number(what: &str, known: bool, enclosure: Interval, text: &str) {
    let value = number(text);
    assert!(holds(enclosure, value), "{what}: {enclosure:?} does not hold {value}");
    if known && value.is_finite() {
        let width = enclosure.width();
        assert!(width <= WIDTH * value.abs().max(1e-3), "{what}: {enclosure:?} is too wide");
    }
}

/// Every place of the table lies in one of the profile's, and is an end of it where it is a stretch.
fn check_places(what: &str, extremum: &Certificate<Extremum>, text: &str) {
    if !extremum.status.is_known() {
        return;
    }
    for place in text.split("; ").map(number) {
        let found = extremum.value.at.iter().any(|at| holds(*at, place));
        assert!(found, "{what}: {:?} leaves out {place}", extremum.value.at);
    }
}

fn check_word<T: PartialEq + std::fmt::Debug>(what: &str, got: &Certificate<T>, expected: &[T]) {
    if got.status.is_known() {
        assert!(expected.contains(&got.value), "{what}: {:?} is not {expected:?}", got.value);
    }
}

#[test]
fn profiles_agree_with_known_values() {
    let mut reader = csv::Reader::from_path("tests/facts.csv").unwrap();
    let mut last: Option<(String, Profile)> = None;
    let (mut checked, mut unknown) = (0, Vec::new());
    for fact in reader.deserialize() {
        let Fact { function, fact, value } = fact.unwrap();
        if last.as_ref().is_none_or(|(name, _)| *name != function) {
            last = Some((function.clone(), profile(&function)));
        }
        let Some((_, p)) = &last else { continue };
        let what = format!("{function}, {fact}");
        let known = match fact.as_str() {
            "inf f" => {
                check_number(&what, p.infimum.status.is_known(), p.infimum.value.value, &value);
                p.infimum.status.is_known()
            }
            "sup f" => {
                check_number(&what, p.supremum.status.is_known(), p.supremum.value.value, &value);
                p.supremum.status.is_known()
            }
            "limit x->-inf" | "limit x->+inf" => {
                let minus = fact.ends_with("-inf");
                let limit = if minus { &p.limit_minus_infinity } else { &p.limit_plus_infinity };
                if let Some(limit) = limit.value {
                    check_number(&what, true, limit, &value);
                }
                limit.status.is_known()
            }
            "global min location" | "global min value" => {
                let minimum = p.minimum.value.as_ref().unwrap();
                let place = fact.ends_with("location");
                let enclosure = if place { minimum.at[0] } else { minimum.value };
                check_number(&what, true, enclosure, &value);
                true
            }
            "sup |f'| (Lipschitz)" => {
                let lipschitz = &p.lipschitz_constant;
                check_number(&what, lipschitz.status.is_known(), lipschitz.value.value, &value);
                lipschitz.status.is_known()
            }
            "argsup |f'|" => {
                check_places(&what, &p.lipschitz_constant, &value);
                p.lipschitz_constant.status.is_known()
            }
            "sup |f''|" => {
                let bound = &p.second_derivative_bound;
                check_number(&what, bound.status.is_known(), bound.value.value, &value);
                bound.status.is_known()
            }
            "argsup |f''|" => {
                check_places(&what, &p.second_derivative_bound, &value);
                p.second_derivative_bound.status.is_known()
            }
            "smoothness class" => {
                let expected = match value.as_str() {
                    "C^inf (analytic)" => Smoothness::Infinite,
                    "C^1 (not C^2)" => Smoothness::Times(1),
                    "C^0 (not C^1)" => Smoothness::Times(0),
                    _ => Smoothness::Discontinuous,
                };
                check_word(&what, &p.smoothness, &[expected]);
                p.smoothness.status.is_known()
            }
            "parity" => {
                let expected = match value.as_str() {
                    "even" => Parity::Even,
                    "odd" => Parity::Odd,
                    _ => Parity::Neither,
                };
                check_word(&what, &p.parity, &[expected]);
                p.parity.status.is_known()
            }
            "monotone" => {
                let expected: &[Monotone] = match value.as_str() {
                    "strictly increasing" => &[Monotone::Increasing],
                    // The table's word for snake, whose slope is 0 at single places.
                    "nondecreasing" => &[Monotone::Nondecreasing, Monotone::Increasing],
                    _ => &[Monotone::None],
                };
                check_word(&what, &p.monotone, expected);
                p.monotone.status.is_known()
            }
            "convex" => {
                let expected = match value.as_str() {
                    "convex" => Convexity::Convex,
                    "affine" => Convexity::Affine,
                    _ => Convexity::Neither,
                };
                check_word(&what, &p.convex, &[expected]);
                p.convex.status.is_known()
            }
            _ => {
                let probability = &p.zero_probability;
                check_number(&what, probability.status.is_known(), probability.value, &value);
                probability.status.is_known()
            }
        };
        checked += 1;
        if !known {
            unknown.push(what);
        }
    }
    assert_eq!(checked, 188);
    // Snake's slope is a wave: its bounds are those of one period, which is not recognised yet.
    assert!(unknown.iter().all(|what| what.starts_with("snake")), "unknown: {unknown:?}");
}
