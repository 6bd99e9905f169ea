//! Verified integrals over one box.
//!
//! On a box X around c, f has a Taylor series with interval coefficients and an interval remainder
//! ([`Taylor`]), and so has the normal density φ, by φ′ = −z·φ. The product of the series is integrated term
//! by term: ∫(z−c)^k is exact but for rounding, and the remainder's coefficient of an even power is
//! multiplied by an integral that is positive. Where a series tells less than the plain enclosure of the
//! integrand (next to √0), that one is taken.

use nonlin_expr::{Algebra, Expr};

use crate::interval::{Grade, Interval};
use crate::taylor::Taylor;

/// The remainder's power: even.
pub(super) const ORDER: usize = 16;
/// How many integrals are taken together.
pub(super) const COUNT: usize = 4;
/// Integrals of f·φ, f²·φ, f′²·φ and (f − c)²·φ.
pub(super) type Integrals = [Interval; COUNT];

/// Coefficients at the anchor and on the whole box, from 0 to the remainder's.
#[derive(Clone)]
struct Pair {
    at: Vec<Interval>,
    over: Vec<Interval>,
}

/// The integrals over a bounded box for a number c near f's mean, and whether f has values everywhere in
/// the box.
pub(super) fn integrals(expr: &Expr, x: Interval, c: f64) -> (Integrals, Grade) {
    let anchor = x.middle();
    let series = Taylor::anchored(expr, x, anchor, ORDER + 1);
    // The derivative's coefficients are (k + 1)·c_(k+1).
    let shifted = |c: Interval, k: usize| c.mul(Interval::point(k as f64 + 1.0));
    let value = Pair {
        at: (0..=ORDER).map(|k| series.at_anchor(k)).collect(),
        over: (0..=ORDER).map(|k| series.coefficient(k)).collect(),
    };
    let slope = Pair {
        at: (0..=ORDER).map(|k| shifted(series.at_anchor(k + 1), k)).collect(),
        over: (0..=ORDER).map(|k| shifted(series.coefficient(k + 1), k)).collect(),
    };
    let density = Pair { at: density(Interval::point(anchor)), over: density(x) };
    let powers = powers(x, anchor);
    let length = Interval::point(x.hi()).sub(Interval::point(x.lo()));
    let integrate = |f: &Pair, range: Interval| {
        let form = (0..ORDER)
            .fold(Interval::ZERO, |sum, k| sum.add(cauchy(&f.at, &density.at, k).mul(powers[k])));
        let form = form.add(cauchy(&f.over, &density.over, ORDER).mul(powers[ORDER]));
        let plain = range.mul(density.over[0]).mul(length);
        let both = form.intersection(plain);
        if both.is_empty() { plain } else { both }
    };
    let mean = integrate(&value, value.over[0]);
    let second = integrate(&square(&value), value.over[0].square());
    let slope = integrate(&square(&slope), slope.over[0].square());
    let central = if c == 0.0 {
        second
    } else {
        let mut swing = value;
        for first in [&mut swing.at[0], &mut swing.over[0]] {
            *first = first.sub(Interval::point(c));
        }
        integrate(&square(&swing), swing.over[0].square())
    };
    ([mean, second, slope, central], series.grade())
}

/// The k-th coefficient of a product.
fn cauchy(a: &[Interval], b: &[Interval], k: usize) -> Interval {
    (0..=k).fold(Interval::ZERO, |sum, i| sum.add(a[i].mul(b[k - i])))
}

fn square(a: &Pair) -> Pair {
    let of = |series: &[Interval]| {
        let terms = (0..=ORDER).map(|k| {
            let twice = (0..k.div_ceil(2))
                .fold(Interval::ZERO, |sum, i| sum.add(series[i].mul(series[k - i])))
                .mul(Interval::point(2.0));
            if k % 2 == 0 { twice.add(series[k / 2].square()) } else { twice }
        });
        terms.collect()
    };
    Pair { at: of(&a.at), over: of(&a.over) }
}

/// The coefficients of φ: (k + 1)·p_(k+1) = −(z·p_k + p_(k−1)).
fn density(z: Interval) -> Vec<Interval> {
    let mut p = vec![value(z)];
    p.push(z.mul(p[0]).neg());
    for k in 1..ORDER {
        let sum = z.mul(p[k]).add(p[k - 1]);
        p.push(sum.neg().div(Interval::point(k as f64 + 1.0)));
    }
    p
}

/// φ(z) = exp(−z²/2)/√(2π).
fn value(z: Interval) -> Interval {
    let tau = <Interval as Algebra>::pi().mul(Interval::point(2.0));
    z.square().mul(Interval::point(-0.5)).exp().div(tau.sqrt())
}

/// ∫(z−c)^k over the box, for each k.
fn powers(x: Interval, anchor: f64) -> Vec<Interval> {
    let centre = Interval::point(anchor);
    let [low, high] = [x.lo(), x.hi()].map(|end| Interval::point(end).sub(centre));
    let (mut below, mut above) = (low, high);
    let mut powers = Vec::with_capacity(ORDER + 1);
    for k in 0..=ORDER {
        powers.push(above.sub(below).div(Interval::point(k as f64 + 1.0)));
        (below, above) = (below.mul(low), above.mul(high));
    }
    powers
}
