//! Proved properties under attack: samples that know nothing of intervals must never contradict them.
//!
//! A million random places, and the places that the profile itself names with their neighbours, for every
//! function of the catalogue. Values come from double-doubles; where they seem to contradict a statement,
//! MPFR decides. Broken on purpose to see it fail: intervals rounded inwards, `tanh` enclosed by 0.999·tanh,
//! a Newton step that drops half the box.

use std::collections::BTreeMap;

use nonlin_catalogue::{Activation, Parameters, all};
use nonlin_conformance::oracle::Oracle;
use nonlin_expr::{DoubleDouble, Expr};
use nonlin_properties::profile::{Convexity, Monotone, Parity, Stretch};
use nonlin_properties::{Interval, Profile, Settings, prove};

/// Random places a function: a million in all.
const PLACES: usize = 3_000;

/// One in so many values that underflowed is computed by MPFR.
const MPFR_SHARE: usize = 64;

/// Beyond this the exponential of an exponential is too small for MPFR as well.
const NESTED: f64 = 10.0;

/// f, f′ and f″ at a place.
type Values = [f64; 3];

/// A sequence of bits without pattern.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 * 2f64.powi(-53)
    }

    /// Half near the middle of the line, half of any magnitude.
    fn place(&mut self) -> f64 {
        if self.next() < 0.5 {
            12.0 * self.next() - 6.0
        } else {
            let sign = if self.next() < 0.5 { -1.0 } else { 1.0 };
            sign * (28.0 * self.next() - 18.0).exp2()
        }
    }
}

/// Strictly inside: places are known to enclosures, and the ends themselves follow conventions.
fn inside(stretch: &Stretch, x: f64) -> bool {
    stretch.from.hi() < x && x < stretch.to.lo()
}

/// The statements of `profile` that the values at x contradict.
fn contradictions(profile: &Profile, x: f64, [f, slope, bend]: Values) -> Vec<String> {
    let mut found = Vec::new();
    let mut claim = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_owned());
        }
    };
    claim(profile.infimum.value.value.lo() <= f, "infimum");
    claim(f <= profile.supremum.value.value.hi(), "supremum");
    claim(slope.abs() <= profile.lipschitz_constant.value.value.hi(), "Lipschitz constant");
    claim(bend.abs() <= profile.second_derivative_bound.value.value.hi(), "bound of f″");
    for (stretch, direction) in &profile.monotone_pieces.value {
        if inside(stretch, x) {
            claim(
                match direction {
                    Monotone::Increasing => slope >= 0.0,
                    Monotone::Decreasing => slope <= 0.0,
                    Monotone::Constant => slope == 0.0,
                    _ => true,
                },
                "monotone piece",
            );
        }
    }
    for (stretch, curvature) in &profile.convex_pieces.value {
        if inside(stretch, x) {
            claim(
                match curvature {
                    Convexity::Convex => bend >= 0.0,
                    Convexity::Concave => bend <= 0.0,
                    Convexity::Affine => bend == 0.0,
                    Convexity::Neither => true,
                },
                "convex piece",
            );
        }
    }
    let zero = profile.zeros.value.iter().find(|zero| inside(zero, x));
    claim(zero.is_none() || f == 0.0, "zeros");
    if profile.zeros.status.is_known() {
        let at = |zero: &Stretch| zero.from.lo() <= x && x <= zero.to.hi();
        claim(profile.zeros.value.iter().any(at) || f != 0.0, "no zero here");
    }
    let steepest = profile.lipschitz_constant.value.value;
    if steepest.is_bounded() && profile.saturated.status.is_known() {
        let share = slope.abs() / steepest.lo();
        let within = |zones: &[Stretch]| zones.iter().any(|zone| inside(zone, x));
        let beside =
            |zones: &[Stretch]| zones.iter().all(|zone| x < zone.from.lo() || zone.to.hi() < x);
        let (low, high) = (0.01 * (1.0 - 1e-9), 0.01 * (1.0 + 1e-9));
        claim(!within(&profile.saturated.value) || share <= high, "saturated");
        claim(!beside(&profile.saturated.value) || share >= low, "not saturated");
        claim(!within(&profile.steep.value) || share >= 0.5 * (1.0 - 1e-9), "steep");
    }
    claim(!profile.dead.value.iter().any(|zone| inside(zone, x)) || slope == 0.0, "dead");
    found
}

fn double_double(derivatives: &[Expr; 3], x: f64) -> Values {
    derivatives.each_ref().map(|f| f.evaluate(|_| DoubleDouble::from(x)).hi())
}

/// The same by MPFR, if it can tell; what is too small for a float keeps its sign.
fn exact(oracle: &Oracle, x: f64) -> Option<Values> {
    let values = oracle.at(x).ok()?;
    let float = |value: &rug::Float| match value.to_f64() {
        0.0 if !value.is_zero() => f64::from_bits(1).copysign(value.to_f64()),
        float => float,
    };
    <[f64; 3]>::try_from(values.iter().map(float).collect::<Vec<_>>()).ok()
}

#[test]
fn no_sample_contradicts_a_proved_statement() {
    let mut random = Random(20_261_123);
    let (mut samples, mut wrong) = (0_usize, Vec::new());
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut functions = 0;
    for definition in all() {
        let Ok(activation) = Activation::resolve(definition.name, &Parameters::new()) else {
            continue;
        };
        let f = activation.expression();
        let Ok(profile) = prove(f, Settings::default()) else { continue };
        functions += 1;
        for (name, status) in profile.statuses() {
            *known.entry(name).or_default() += usize::from(status.is_known());
        }
        let derivatives = [0, 1, 2].map(|order| f.nth_derivative("x", order).unwrap());
        let oracle = Oracle::new(f, 2).unwrap();
        // Places that the formula's pieces meet at have derivatives by convention.
        let edges: Vec<Interval> = profile.kinks.value.iter().map(|kink| kink.at).collect();
        let named = profile.monotone_pieces.value.iter().map(|(stretch, _)| stretch.from);
        let named =
            named.chain(profile.convex_pieces.value.iter().map(|(stretch, _)| stretch.from));
        let near = named.filter(|at| at.is_bounded()).flat_map(|at| {
            [at.lo() - 1e-9, at.lo().next_down(), at.hi().next_up(), at.hi() + 1e-9]
        });
        let places: Vec<f64> = near.chain((0..PLACES).map(|_| random.place())).collect();
        for (index, x) in places.into_iter().enumerate() {
            if edges.iter().any(|edge| edge.contains(x)) {
                continue;
            }
            samples += 1;
            let values = double_double(&derivatives, x);
            let suspicious = contradictions(&profile, x, values);
            // A value of 0 may have been too small for a float: near the places that count, MPFR tells.
            let is_small = values[0] == 0.0 && suspicious == ["no zero here"];
            let far = is_small && (x.abs() > NESTED || index % MPFR_SHARE != 0);
            if values.iter().any(|value| value.is_nan()) || suspicious.is_empty() || far {
                continue;
            }
            let Some(values) = exact(&oracle, x) else { continue };
            if let Some(what) = contradictions(&profile, x, values).first() {
                wrong.push(format!("{} at {x:e} ({values:?}): {what}", definition.name));
                break;
            }
        }
        if profile.parity.status.is_known() && profile.parity.value != Parity::Neither {
            let sign = if profile.parity.value == Parity::Odd { -1.0 } else { 1.0 };
            for x in (0..20).map(|_| random.place()) {
                let [here, there] = [x, -x].map(|x| exact(&oracle, x).map(|values| values[0]));
                if let (Some(here), Some(there)) = (here, there)
                    && here != sign * there
                {
                    wrong.push(format!("{} at ±{x:e}: parity", definition.name));
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} statements are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(samples > 1_000_000, "only {samples} samples");
    let (proved, all) = (known.values().sum::<usize>(), functions * known.len());
    println!("{proved} of {all} properties of {functions} functions are proved: {known:?}");
    assert!(100 * proved >= 95 * all, "only {proved} of {all} properties are proved: {known:?}");
}
