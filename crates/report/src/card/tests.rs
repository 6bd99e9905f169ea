//! Cards of three functions whose properties are known by calculus.

use nonlin_properties::depth::{FixedPoint, HalfStable, Stability};
use nonlin_properties::profile::{
    Bound, Convexity, Extremum, Kink, Monotone, Parity, Smoothness, Stretch,
};
use nonlin_properties::{Certificate, Interval, Profile};

use super::terminal::lines;
use super::*;

const INF: f64 = f64::INFINITY;

fn point(value: f64) -> Interval {
    Interval::point(value)
}

/// An enclosure a little wider than the float.
fn near(value: f64) -> Interval {
    Interval::new(value - 1e-15 * value.abs(), value + 1e-15 * value.abs())
}

fn along(from: f64, to: f64) -> Stretch {
    let end = |x: f64| if x.is_infinite() || x.fract() == 0.0 { point(x) } else { near(x) };
    Stretch { from: end(from), to: end(to) }
}

fn proved<T>(value: T) -> Certificate<T> {
    Certificate::proved(value)
}

fn bound(value: f64, attained: bool) -> Certificate<Bound> {
    let value =
        if value.is_infinite() || value.fract() == 0.0 { point(value) } else { near(value) };
    proved(Bound { value, attained: Some(attained) })
}

/// max(0, x).
fn relu() -> Profile {
    let all = (along(-INF, 0.0), along(0.0, INF));
    Profile {
        infimum: bound(0.0, true),
        supremum: bound(INF, false),
        limit_minus_infinity: proved(Some(point(0.0))),
        limit_plus_infinity: proved(Some(point(INF))),
        minimum: proved(Some(Extremum { at: vec![Interval::new(-INF, 0.0)], value: point(0.0) })),
        maximum: proved(None),
        zeros: proved(vec![all.0]),
        lipschitz_constant: proved(Extremum {
            at: vec![Interval::new(0.0, INF)],
            value: point(1.0),
        }),
        second_derivative_bound: proved(Extremum { at: vec![point(0.0)], value: point(INF) }),
        parity: proved(Parity::Neither),
        monotone: proved(Monotone::Nondecreasing),
        monotone_pieces: proved(vec![(all.0, Monotone::Constant), (all.1, Monotone::Increasing)]),
        convex: proved(Convexity::Convex),
        convex_pieces: proved(vec![(along(-INF, INF), Convexity::Convex)]),
        smoothness: proved(Smoothness::Times(0)),
        kinks: proved(vec![Kink { at: point(0.0), left: point(0.0), right: point(1.0) }]),
        jumps: proved(Vec::new()),
        zero_probability: proved(point(0.5)),
        saturated: proved(vec![all.0]),
        dead: proved(vec![all.0]),
        steep: proved(vec![all.1]),
    }
}

/// tanh: odd, C^∞, (−1, 1), f″ = −2·tanh·(1 − tanh²) is largest where tanh² = 1/3: 4/(3√3).
fn tanh() -> Profile {
    let steepest = (2.0_f64 / 3.0).ln_1p() / 2.0; // never read off: only a place to print
    let bend = (1.0 / 3.0_f64.sqrt()).atanh();
    Profile {
        infimum: bound(-1.0, false),
        supremum: bound(1.0, false),
        limit_minus_infinity: proved(Some(point(-1.0))),
        limit_plus_infinity: proved(Some(point(1.0))),
        minimum: proved(None),
        maximum: proved(None),
        zeros: proved(vec![along(0.0, 0.0)]),
        lipschitz_constant: proved(Extremum { at: vec![point(0.0)], value: point(1.0) }),
        second_derivative_bound: proved(Extremum {
            at: vec![near(-bend), near(bend)],
            value: near(4.0 / (3.0 * 3.0_f64.sqrt())),
        }),
        parity: proved(Parity::Odd),
        monotone: proved(Monotone::Increasing),
        monotone_pieces: proved(vec![(along(-INF, INF), Monotone::Increasing)]),
        convex: proved(Convexity::Neither),
        convex_pieces: proved(vec![
            (along(-INF, 0.0), Convexity::Convex),
            (along(0.0, INF), Convexity::Concave),
        ]),
        smoothness: proved(Smoothness::Infinite),
        kinks: proved(Vec::new()),
        jumps: proved(Vec::new()),
        zero_probability: proved(point(0.0)),
        saturated: proved(vec![
            along(-INF, -2.993_222_846_126_381),
            along(2.993_222_846_126_381, INF),
        ]),
        dead: proved(Vec::new()),
        steep: Certificate::unknown(vec![along(-steepest, steepest)], 2048),
    }
}

/// x·Φ(x), its numbers to 16 digits from 40-digit arithmetic.
fn gelu() -> Profile {
    let (at, least) = (-0.751_791_524_693_564_5, -0.169_971_207_479_903_7);
    let root = std::f64::consts::SQRT_2;
    Profile {
        infimum: bound(least, true),
        supremum: bound(INF, false),
        limit_minus_infinity: proved(Some(point(0.0))),
        limit_plus_infinity: proved(Some(point(INF))),
        minimum: proved(Some(Extremum { at: vec![near(at)], value: near(least) })),
        zeros: proved(vec![along(0.0, 0.0)]),
        lipschitz_constant: proved(Extremum {
            at: vec![near(root)],
            value: near(1.128_904_145_185_154_8),
        }),
        second_derivative_bound: proved(Extremum {
            at: vec![point(0.0)],
            value: near(0.797_884_560_802_865_4),
        }),
        monotone: proved(Monotone::None),
        monotone_pieces: proved(vec![
            (along(-INF, at), Monotone::Decreasing),
            (along(at, INF), Monotone::Increasing),
        ]),
        convex: proved(Convexity::Neither),
        convex_pieces: proved(vec![
            (along(-INF, -root), Convexity::Concave),
            (along(-root, root), Convexity::Convex),
            (along(root, INF), Convexity::Concave),
        ]),
        smoothness: proved(Smoothness::Infinite),
        kinks: proved(Vec::new()),
        zero_probability: proved(point(0.0)),
        saturated: proved(vec![along(-INF, -3.0)]),
        dead: proved(Vec::new()),
        ..relu()
    }
}

fn facts(profile: &Profile) -> Facts<'_> {
    Facts { profile: Some(profile), ..Facts::default() }
}

fn plain(sections: &[Section], names: &[&str], width: Option<usize>) -> String {
    let line =
        |line: &terminal::Line| line.iter().map(|(_, text)| text.as_str()).collect::<String>();
    let lines: Vec<String> = lines(sections, names, width).iter().map(line).collect();
    lines.join("\n")
}

#[test]
fn gelu_in_words() {
    let card = plain(&sections(&facts(&gelu())), &["gelu"], None);
    let expected = "\
range
      values [−0.1699712074799…, ∞)
     minimum −0.1699712074799… at x = −0.7517915246935…
     maximum none: unbounded above
      x → −∞ 0
       x → ∞ ∞
       zeros x = 0

slope
    sup |f′| 1.128904145185… at x = 1.414213562373…
    sup |f″| 0.7978845608028… at x = 0
      smooth C^∞: every derivative is continuous

shape
    symmetry neither even nor odd
   direction turns: falls to −0.7517915246935…, then rises
     bending concave to −1.414213562373…, convex to 1.414213562373…, then concave

zones
        dead none
   saturated x ≤ −3  (|f′| below 1 % of its supremum)
       steep x ≥ 0  (|f′| above half of its supremum)
 P[f(z) = 0] 0 for z ~ N(0, 1)";
    assert_eq!(card, expected);
}

#[test]
fn relu_and_tanh_in_two_columns() {
    let (relu, tanh) = (relu(), tanh());
    let both = beside(sections(&facts(&relu)), sections(&facts(&tanh)));
    for section in &both {
        assert!(section.rows.iter().all(|row| row.cells.len() == 2), "{section:?}");
    }
    let row = |title: &str, label: &str| {
        let section = both.iter().find(|section| section.title == title).unwrap();
        let row = section.rows.iter().find(|row| row.label == label).unwrap();
        [row.cells[0].text.as_str(), row.cells[1].text.as_str()]
    };
    assert_eq!(row("range", "values"), ["[0, ∞)", "(−1, 1)"]);
    assert_eq!(row("range", "minimum")[1], "none: −1 is approached and not taken");
    assert_eq!(row("slope", "kinks"), ["at x = 0: slope 0 before, 1 after", ""]);
    assert_eq!(row("zones", "dead"), ["x ≤ 0  (f′ = 0)", "none"]);
    assert_eq!(row("zones", "steep")[1], "not decided in 2048 boxes");
}

#[test]
fn lines_keep_to_the_terminal() {
    for (profile, other) in [(gelu(), relu()), (relu(), tanh())] {
        let one = sections(&facts(&profile));
        let both = beside(one.clone(), sections(&facts(&other)));
        for width in [24, 40, 60, 80, 120] {
            for (sections, names) in [(&one, &["f"][..]), (&both, &["f", "g"][..])] {
                let text = plain(sections, names, Some(width));
                for line in text.lines() {
                    assert!(line.chars().count() <= width, "{width}: {line}");
                }
                // Nothing is lost by wrapping.
                let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
                assert_eq!(letters(&text), letters(&plain(sections, names, None)));
            }
        }
    }
}

#[test]
fn a_long_label_is_parted_from_its_words() {
    let section = Section::of("", [("negative_slope".to_owned(), Cell::plain("0.01"))]);
    let sections = [section];
    assert_eq!(plain(&sections, &["f"], None), "negative_slope 0.01");
    assert_eq!(plain(&sections, &["f"], Some(80)), "negative_slope\n             0.01");
}

#[test]
fn json_follows_its_schema() {
    let json = json::properties(&relu());
    assert_eq!(
        json["infimum"],
        serde_json::json!({ "lo": 0.0, "hi": 0.0, "attained": true, "status": "proved" })
    );
    assert_eq!(json["supremum"]["hi"], "inf");
    assert_eq!(json["limit_minus_infinity"]["lo"], 0.0);
    assert_eq!(json["minimum"]["at"], serde_json::json!({ "lo": "-inf", "hi": 0.0 }));
    assert_eq!(json["minimum"]["value"], serde_json::json!({ "lo": 0.0, "hi": 0.0 }));
    assert_eq!(json["lipschitz_constant"]["hi"], 1.0);
    assert_eq!(
        json["monotone"],
        serde_json::json!({ "value": "nondecreasing", "status": "proved" })
    );
    assert_eq!(json["maximum"], serde_json::json!({ "value": null, "status": "proved" }));
    assert_eq!(json["smoothness"]["value"], "C^0");
    assert_eq!(json["zero_probability"]["lo"], 0.5);
    let unknown = json::properties(&tanh());
    assert_eq!(unknown["steep"]["status"], "unknown");
    assert_eq!(unknown["steep"]["boxes"], 2048);
    assert_eq!(unknown["convex"]["value"], "neither");
}

#[test]
fn the_distance_is_the_larger_of_both_sides() {
    // A difference from −0.17 at −0.75 to 0.1 would be 0.17 apart there.
    let mut difference = gelu();
    difference.supremum = bound(0.1, true);
    difference.maximum = proved(Some(Extremum { at: vec![point(2.0)], value: near(0.1) }));
    let found = distance(&difference);
    assert!(found.value.value.contains(0.169_971_207_479_903_7));
    assert_eq!(found.at, [near(-0.751_791_524_693_564_5)]);
    // One that grows without bound is so at ∞.
    let found = distance(&gelu());
    assert_eq!(found.value.value, point(INF));
    assert_eq!(found.at, [point(INF)]);
    assert_eq!(found.section().rows[0].cells[0].text, "∞ at x → ∞");
}

#[test]
fn pages_and_tables_take_text_for_text() {
    let section = Section::of("a|b", [("<i>".to_owned(), Cell::plain("x | y_1 * 2 & <b>"))]);
    let table = markdown::write(std::slice::from_ref(&section), &["f|g"]);
    assert_eq!(
        table,
        "| a\\|b | `f\\|g` |\n|---|---|\n| \\<i\\> | x \\| y\\_1 \\* 2 & \\<b\\> |\n\n"
    );
    let heading = page::Heading { title: "<f>", lines: &["&".to_owned()], picture: "<svg/>" };
    let page = page::write(&heading, &[section], &["f"]);
    assert!(page.contains("<td>x | y_1 * 2 &amp; &lt;b&gt;</td>"));
    assert!(page.contains("<h1>&lt;f&gt;</h1>") && !page.contains("<b>"));
}

#[test]
fn moments_and_depth_in_words_and_json() {
    let gain = |value| Some(proved(near(value)));
    let moments = nonlin_properties::Gaussian {
        mean: proved(point(0.0)),
        second_moment: proved(near(0.394_294_490_397_841_2)),
        variance: proved(near(0.394_294_490_397_841_2)),
        derivative_second_moment: Certificate::unknown(Interval::new(0.46, 0.47), 64),
        forward_gain: gain(1.592_537_419_722_831_4),
        backward_gain: None,
        jumps: false,
        boxes: 64,
    };
    let gaussian = Gaussian { mean: 0.0, variance: 1.0, moments, calculate_gain: Some(5.0 / 3.0) };
    let edge = Edge { sigma_w: 1.304_145_840_056_511, fixed_point: Some(0.5), chi1: 1.0 };
    let stable = FixedPoint {
        length: 0.5,
        slope: 0.25,
        chi: 0.75,
        stability: Stability::Stable,
        length_depth: Some(0.72),
    };
    let he = Network {
        initialisation: "he".into(),
        sigma_w: 1.4,
        decay: vec![0.9; 12],
        fixed_points: vec![stable],
        correlation: None,
    };
    let point = HalfStable { length: 3.5, weight_variance: 1.98, bias_variance: 0.17 };
    let depth = Depth {
        sigma_b: 0.2,
        fan_in: 256,
        edge: Some(edge),
        networks: vec![he],
        half_stable: vec![point],
    };
    let facts = Facts { gaussian: Some(&gaussian), depth: Some(&depth), ..Facts::default() };
    let expected = "\
z ~ N(0, 1)
        E[f] 0
       E[f²] 0.3942944903978…
      Var[f] 0.3942944903978…
      E[f′²] between 0.46 and 0.47 (not decided in 64 boxes)
gain, signal 1.592537419722…
 gain, slope none: there is nothing to preserve
  in PyTorch calculate_gain: 1.666666666666… (not what preserves variance)

depth: the edge of chaos with σ_b = 0.2, estimated
         σ_w 1.30414584
     weights deviation σ_w/√fan-in: 0.081509115 for a fan-in of 256
          q* 0.5
          χ₁ 1
with weights he: q → 0.5 within 0.72 layers; squared gradient ×0.9 in 3 layers, ×0.9 in 10 layers
 half-stable σ_w² = 1.98, σ_b² = 0.17, where q* = 3.5: both χ are 1";
    assert_eq!(plain(&sections(&facts), &["tanh"], None), expected);
    let json = json::gaussian(&gaussian);
    assert_eq!(json["derivative_second_moment"]["status"], "unknown");
    assert_eq!(json["backward_gain"], serde_json::Value::Null);
    let json = json::depth(&depth);
    assert_eq!((&json["sigma_b"], &json["chi1"]["status"]), (&0.2.into(), &"estimated".into()));
    let ends = ["lo", "hi"].map(|end| json["edge_of_chaos_sigma_w"][end].as_f64().unwrap());
    assert!(ends[0] < edge.sigma_w && edge.sigma_w < ends[1] && ends[1] - ends[0] < 1e-10);
}

#[test]
fn what_is_said_twice_keeps_its_order_beside_another() {
    let of = |rows: &[(&str, &str)]| {
        let cells = rows.iter().map(|(label, text)| ((*label).to_owned(), Cell::plain(*text)));
        vec![Section::of("", cells.collect::<Vec<_>>())]
    };
    let both = beside(
        of(&[("a", "1"), ("also", "2"), ("z", "3")]),
        of(&[("a", "4"), ("also", "5"), ("also", "6"), ("new", "7"), ("z", "8")]),
    );
    let rows: Vec<_> = both[0]
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.cells[0].text.as_str(), row.cells[1].text.as_str()))
        .collect();
    let expected =
        [("a", "1", "4"), ("also", "2", "5"), ("also", "", "6"), ("new", "", "7"), ("z", "3", "8")];
    assert_eq!(rows, expected);
}

#[test]
fn cost_says_what_is_kept() {
    let of = |text: &str| {
        let parameters = std::collections::BTreeMap::new();
        Cost::of(&nonlin_catalogue::Activation::resolve(text, &parameters).unwrap()).unwrap()
    };
    let tanh = of("tanh");
    assert_eq!((tanh.forward, tanh.kept_bytes()), (1, 0));
    assert_eq!(of("gelu").kept_bytes(), 4);
    let identity = of("x");
    assert_eq!((identity.forward, identity.backward), (0, 1));
}
