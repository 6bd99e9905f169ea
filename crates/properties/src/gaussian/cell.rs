//! Verified integrals over one box.
//!
//! On a box X around c, f has a Taylor series with interval coefficients and an interval remainder
//! ([`Taylor`]), and so has the normal density φ, by φ′ = −z·φ. The product of the series is integrated term
//! by term: ∫(z−c)^k is exact but for rounding, and the remainder's coefficient of an even power is
//! multiplied by an integral that is positive. Where a series tells less than the plain enclosure of the
//! integrand (next to √0), that one is taken.

use nonlin_expr::{Algebra, Expr};

use super::ball::Ball;
use crate::interval::{Grade, Interval};
use crate::taylor::Taylor;

/// The remainder's power: even.
const ORDER: usize = 16;
/// How many integrals are taken together.
pub(super) const COUNT: usize = 4;
/// Integrals of f·φ, f²·φ, f′²·φ and (f − c)²·φ.
pub(super) type Integrals = [Interval; COUNT];

/// Coefficients from 0 to the remainder's.
type Series = [Ball; ORDER + 1];

/// A series at the anchor, and an enclosure of the series at all points of the box.
struct Pair {
    at: Series,
    over: Series,
}

/// The integrals over a bounded box for a number c near f's mean, and whether f has values everywhere in
/// the box.
pub(super) fn integrals(expr: &Expr, x: Interval, c: f64) -> (Integrals, Grade) {
    let anchor = x.middle();
    let series = Taylor::anchored(expr, x, anchor, ORDER + 1);
    let (at, over) = (|k| series.at_anchor(k), |k| series.coefficient(k));
    let density = density(x, anchor);
    let powers = powers(x, anchor);
    let length = Interval::point(x.hi()).sub(Interval::point(x.lo()));
    let mass = value(x).mul(length);
    let integrate = |f: &Pair, range: Interval| {
        let mut product: Series = std::array::from_fn(|k| cauchy(&f.at, &density.at, k));
        product[ORDER] = cauchy(&f.over, &density.over, ORDER);
        let form = Ball::dot(product.iter().zip(&powers)).interval();
        let plain = range.mul(mass);
        let both = form.intersection(plain);
        if both.is_empty() { plain } else { both }
    };
    let value = pair(at, over);
    let mean = integrate(&value, over(0));
    let second = integrate(&square(&value), over(0).square());
    // The derivative's coefficients are (k + 1)·c_(k+1).
    let shifted = |c: Interval, k: usize| c.mul(Interval::point(k as f64 + 1.0));
    let slope = pair(|k| shifted(at(k + 1), k), |k| shifted(over(k + 1), k));
    let slope = integrate(&square(&slope), over(1).square());
    let central = if c == 0.0 {
        second
    } else {
        let swing =
            |first: Interval, k: usize| if k == 0 { first.sub(Interval::point(c)) } else { first };
        let around = pair(|k| swing(at(k), k), |k| swing(over(k), k));
        integrate(&square(&around), swing(over(0), 0).square())
    };
    ([mean, second, slope, central], series.grade())
}

fn pair(at: impl Fn(usize) -> Interval, over: impl Fn(usize) -> Interval) -> Pair {
    Pair {
        at: std::array::from_fn(|k| Ball::around(at(k))),
        over: std::array::from_fn(|k| Ball::around(over(k))),
    }
}

/// The k-th coefficient of a product.
fn cauchy(a: &Series, b: &Series, k: usize) -> Ball {
    Ball::dot(a[..=k].iter().zip(b[..=k].iter().rev()))
}

fn square(a: &Pair) -> Pair {
    let of = |series: &Series| std::array::from_fn(|k| cauchy(series, series, k));
    Pair { at: of(&a.at), over: of(&a.over) }
}

/// The coefficients of φ: (k + 1)·p_(k+1) = −(z·p_k + p_(k−1)).
fn density(x: Interval, anchor: f64) -> Pair {
    let of = |z: Interval| {
        let first = value(z);
        let mut p = [first, z.mul(first).neg()].to_vec();
        for k in 1..ORDER {
            let sum = z.mul(p[k]).add(p[k - 1]);
            p.push(sum.neg().div(Interval::point(k as f64 + 1.0)));
        }
        p
    };
    let (at, over) = (of(Interval::point(anchor)), of(x));
    pair(|k| at[k], |k| over[k])
}

/// φ(z) = exp(−z²/2)/√(2π).
fn value(z: Interval) -> Interval {
    let tau = <Interval as Algebra>::pi().mul(Interval::point(2.0));
    z.square().mul(Interval::point(-0.5)).exp().div(tau.sqrt())
}

/// ∫(z−c)^k over the box, for each k.
fn powers(x: Interval, anchor: f64) -> Series {
    let centre = Interval::point(anchor);
    let [low, high] = [x.lo(), x.hi()].map(|end| Interval::point(end).sub(centre));
    let (mut below, mut above) = (low, high);
    std::array::from_fn(|k| {
        let integral = above.sub(below).div(Interval::point(k as f64 + 1.0));
        (below, above) = (below.mul(low), above.mul(high));
        Ball::around(integral)
    })
}
