//! e^a, e^a − 1, and the logistic function.
//!
//! a = k·log 2 + 32·r with |r| ≤ log(2)/64: e^a = 2^k·(1 + p)^32 with p = e^r − 1.
//!
//! p = r + r²/2 + r³·(1/6 + r/24 + …), of which only r and r² need a low word: r³/6 is below 2^−22, so
//! each of the five roundings on its way into p is below 2^−75, and the terms that are left out, from
//! r^9/9! on, are below 2^−76. All of them are below 2^−72.8, or 2^−66.3 of p. Five squarings, without a
//! normalisation between them, make 2^−67.8 of e^a; for e^a − 1, p → 2p + p² keeps the relative error of a
//! small p. Powers of two come last, so that there is one rounding at the ends of the range.

use super::Wide;
use super::arithmetic::{fast_two_sum, power_of_two, two_product, two_sum};
use super::polynomial::{narrow, splat};
use crate::simd::Doubles;

/// log 2 to 42 bits, whose product with a whole number below 2^11 is exact, and the rest.
pub(super) const LN_2_SHORT: [f64; 2] = [0.693_147_180_559_890_3, 5.497_923_018_708_371e-14];
/// Past ±this, e^a is 0 or infinite, and so is 2^k.
const RANGE: f64 = 800.0;
const SQUARINGS: usize = 5;
/// 2^−[`SQUARINGS`].
const PART: f64 = 1.0 / 32.0;
/// 1/n! from n = 3.
const TAYLOR: [f64; 6] =
    [1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0];

/// r and k with e^a = 2^k·e^(32·r).
struct Reduced<V> {
    r: Wide<V>,
    k: V,
}

/// For any a; a NaN stays one.
#[inline(always)]
fn reduce<V: Doubles>(a: Wide<V>) -> Reduced<V> {
    let range = V::splat(RANGE);
    let hi = a.hi.greater(range.neg()).lesser(range);
    let lo = V::select(a.hi.abs().le(range), a.lo, V::splat(0.0));
    let k = hi.mul(V::splat(std::f64::consts::LOG2_E)).round();
    // Both the product and the difference are exact.
    let s = k.neg_mul_add(V::splat(LN_2_SHORT[0] * PART), hi.mul(V::splat(PART)));
    let rest = k.neg_mul_add(V::splat(LN_2_SHORT[1] * PART), lo.mul(V::splat(PART)));
    Reduced { r: Wide::normalized(s, rest), k }
}

/// e^r − 1 for |r| ≤ log(2)/64, normalised.
#[inline(always)]
fn minus_1<V: Doubles>(r: Wide<V>) -> Wide<V> {
    let square = r.squared_loose();
    let tail = narrow(&splat(&TAYLOR), r.hi);
    let half = V::splat(0.5);
    let rest = square.lo.mul_add(half, r.lo).add(square.hi.mul(r.hi.mul(tail)));
    let (s, e) = fast_two_sum(r.hi, square.hi.mul(half));
    Wide::normalized(s, e.add(rest))
}

/// A number as m·2^k.
pub(super) struct Scaled<V> {
    /// In \[0.7, 1.42\].
    pub(super) m: Wide<V>,
    pub(super) k: V,
}

/// e^a for any a, past ±800 that of ±800; m is normalised.
#[inline(always)]
pub(super) fn exp_scaled<V: Doubles>(a: Wide<V>) -> Scaled<V> {
    let Reduced { r, k } = reduce(a);
    let p = minus_1(r);
    let (hi, e) = fast_two_sum(V::splat(1.0), p.hi);
    let mut m = Wide { hi, lo: e.add(p.lo) };
    for _ in 0..SQUARINGS {
        m = m.squared_loose();
    }
    Scaled { m: Wide::normalized(m.hi, m.lo), k }
}

/// p and k with e^a = 2^k·(1 + p), the relative error of p small; |p| ≤ 0.42.
#[inline(always)]
pub(super) fn expm1_scaled<V: Doubles>(a: Wide<V>) -> Scaled<V> {
    let Reduced { r, k } = reduce(a);
    let mut p = minus_1(r);
    for _ in 0..SQUARINGS {
        let (square, error) = two_product(p.hi, p.hi);
        let twice = p.hi.add(p.hi);
        let (hi, e) = fast_two_sum(twice, square);
        let lo = twice.mul_add(p.lo, error).add(p.lo.add(p.lo));
        p = Wide { hi, lo: lo.add(e) };
    }
    Scaled { m: Wide::normalized(p.hi, p.lo), k }
}

/// e^a − 1, where a is not so small that the result is a, and e^a no more than 2^1000.
#[inline(always)]
pub(super) fn expm1_moderate<V: Doubles>(Scaled { m: p, k }: Scaled<V>) -> Wide<V> {
    let power = V::splat(1.0).scale(k);
    // 2^k − 1 with its rounding error.
    let (s, e) = two_sum(power, V::splat(-1.0));
    let (s, f) = two_sum(s, p.hi.mul(power));
    Wide::normalized(s, f.add(p.lo.mul_add(power, e)))
}

impl<V: Doubles> Wide<V> {
    #[inline(always)]
    pub(super) fn exponential(self) -> Self {
        let Scaled { m, k } = exp_scaled(self);
        m.scaled(k)
    }

    #[inline(always)]
    pub(super) fn exponential_minus_1(self) -> Self {
        let Scaled { m: p, k } = expm1_scaled(self);
        // From 2^200 on, the 1 is far below the low word.
        let inside = k.lesser(V::splat(200.0));
        let result = expm1_moderate(Scaled { m: p, k: inside }).scaled(k.sub(inside));
        let tiny = self.hi.abs().lt(V::splat(power_of_two(-110)));
        Self::choose(tiny, self, result)
    }

    /// e^min(a, 0)/(1 + e^−|a|).
    #[inline(always)]
    pub(super) fn logistic(self) -> Self {
        let Scaled { m, k } = exp_scaled(self.magnitude().negated());
        let one = V::splat(1.0);
        let t = m.scaled(k);
        let (s, e) = fast_two_sum(one, t.hi);
        let below = Wide::normalized(s, e.add(t.lo));
        let left = self.hi.lt(V::splat(0.0));
        let above = Self::choose(left, m, Self::single(one));
        above.over_moderate(below).scaled(V::select(left, k, V::splat(0.0)))
    }
}

/// e^a·x as one number, where both factors are moderate and the power of two may not be.
#[inline(always)]
pub(super) fn exp_times<V: Doubles>(a: Wide<V>, x: Wide<V>) -> Wide<V> {
    let Scaled { m, k } = exp_scaled(a);
    let product = m.times_loose(x);
    Wide::normalized(product.hi, product.lo).scaled(k)
}
