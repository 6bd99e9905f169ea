//! log a, log(1 + a), softplus and asinh.
//!
//! log(2^k·m) = k·log 2 + 2·atanh(f) with m in [√½, √2] and f = (m − 1)/(m + 1), |f| ≤ 0.1716.
//!
//! 2·atanh(f) = 2f·(1 + z/3 + z²/5 + …) with z = f² below 2^−5: the first three coefficients need a low
//! word; the sum of the others is below 2^−2.6 and comes in times z³, so that each of its roundings is
//! below 2^−71, and what is left out, from z^14/29 on, is below 2^−76. Near 1, f carries the result alone,
//! so that nothing cancels.

use super::Wide;
use super::arithmetic::{fast_two_sum, finish, power_of_two, two_sum};
use super::exponential::{LN_2_SHORT, exp_scaled};
use super::polynomial::{narrow, splat, step};
use crate::number::Number;
use crate::simd::Doubles;

/// log 2.
const LN_2: [f64; 2] = [std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17];
/// 1/3 and 1/5.
const NEAR: [[f64; 2]; 2] =
    [[1.0 / 3.0, 1.850_371_707_708_594e-17], [0.2, -1.110_223_024_625_156_6e-17]];
/// 1/(2n + 1) from n = 3.
const FAR: [f64; 11] = {
    let mut out = [0.0; 11];
    let mut n = 0;
    while n < out.len() {
        out[n] = 1.0 / (2 * n + 7) as f64;
        n += 1;
    }
    out
};

/// 2·atanh(f) for |f| ≤ 0.1716.
#[inline(always)]
fn twice_area_tangent<V: Doubles>(f: Wide<V>) -> Wide<V> {
    let z = f.squared_loose();
    let tail = narrow(&splat(&FAR), z.hi);
    let [third, fifth] = NEAR;
    let sum = step(Wide::constant(fifth[0], fifth[1]), z, Wide::single(tail));
    let sum = step(Wide::constant(third[0], third[1]), z, sum).times_loose(z);
    let twice = Wide { hi: f.hi.add(f.hi), lo: f.lo.add(f.lo) };
    let curve = twice.times_loose(sum);
    let (s, e) = fast_two_sum(twice.hi, curve.hi);
    Wide::normalized(s, e.add(curve.lo.add(twice.lo)))
}

/// k·log 2 + `log` for a whole |k| < 2^11; where k is 0, `log` as it is.
#[inline(always)]
fn with_power<V: Doubles>(k: V, log: Wide<V>) -> Wide<V> {
    let (s, e) = fast_two_sum(k.mul(V::splat(LN_2_SHORT[0])), log.hi);
    Wide::normalized(s, k.mul_add(V::splat(LN_2_SHORT[1]), e.add(log.lo)))
}

/// m in \[√½, √2\] and k with a = m·2^k, for a finite a > 0.
#[inline(always)]
fn significand<V: Doubles>(a: Wide<V>) -> (Wide<V>, V) {
    let subnormal = a.hi.lt(V::splat(f64::MIN_POSITIVE));
    let up = V::select(subnormal, V::splat(power_of_two(54)), V::splat(1.0));
    let shift = V::select(subnormal, V::splat(54.0), V::splat(0.0));
    let a = a.times_exact(up);
    let (m, k) = (a.hi.mantissa(), a.hi.exponent());
    let large = V::splat(std::f64::consts::SQRT_2).lt(m);
    let hi = V::select(large, m.mul(V::splat(0.5)), m);
    let k = V::select(large, k.add(V::splat(1.0)), k);
    (Wide { hi, lo: a.lo.scale(k.neg()) }, k.sub(shift))
}

/// (m − 1)/(m + 1), the numerator given.
#[inline(always)]
fn quotient<V: Doubles>(numerator: Wide<V>, m: Wide<V>) -> Wide<V> {
    let (s, e) = fast_two_sum(V::splat(1.0), m.hi);
    numerator.over_moderate(Wide::normalized(s, e.add(m.lo)))
}

/// `inside` for a finite a > 0, else what a logarithm is there.
#[inline(always)]
fn within_domain<V: Doubles>(a: V, inside: Wide<V>) -> Wide<V> {
    let (zero, infinity) = (V::splat(0.0), V::splat(f64::INFINITY));
    let pole = V::select(a.eq(zero), infinity.neg(), a);
    let outside = V::select(a.lt(zero), V::splat(f64::NAN), pole);
    let domain = V::and(zero.lt(a), a.lt(infinity));
    Wide::choose(domain, inside, Wide::single(outside))
}

impl<V: Doubles> Wide<V> {
    #[inline(always)]
    pub(super) fn logarithm(self) -> Self {
        let (m, k) = significand(self);
        // Exact but for the low word of a number next to 1, which has it all.
        let numerator = Wide::normalized(m.hi.sub(V::splat(1.0)), m.lo);
        let log = with_power(k, twice_area_tangent(quotient(numerator, m)));
        within_domain(self.hi, log)
    }

    #[inline(always)]
    pub(super) fn logarithm_of_1_plus(self) -> Self {
        let one = V::splat(1.0);
        let (s, e) = two_sum(one, self.hi);
        let sum = Wide::normalized(s, e.add(self.lo));
        let (m, k) = significand(sum);
        let reduced = Wide::normalized(m.hi.sub(one), m.lo);
        let numerator = Wide::choose(k.eq(V::splat(0.0)), self, reduced);
        let log = with_power(k, twice_area_tangent(quotient(numerator, m)));
        let tiny = self.hi.abs().lt(V::splat(power_of_two(-110)));
        // The low words of a sum that overflows are no numbers.
        let whole = V::select(self.hi.abs().lt(V::splat(f64::INFINITY)), sum.hi, s);
        Self::choose(tiny, self, within_domain(whole, log))
    }

    /// max(a, 0) + log(1 + t) with t = e^−|a|, 1 + t halved from t = √2 − 1 on.
    #[inline(always)]
    pub(super) fn soft_plus(self) -> Self {
        let exponential = exp_scaled(self.magnitude().negated());
        let t = exponential.m.scaled(exponential.k);
        let large = V::splat(std::f64::consts::SQRT_2 - 1.0).lt(t.hi);
        let (zero, one) = (V::splat(0.0), V::splat(1.0));
        let numerator = {
            let (s, e) = fast_two_sum(V::select(large, one.neg(), zero), t.hi);
            Wide::normalized(s, e.add(t.lo))
        };
        let denominator = {
            let (s, e) = fast_two_sum(V::select(large, V::splat(3.0), V::splat(2.0)), t.hi);
            Wide::normalized(s, e.add(t.lo))
        };
        let log = twice_area_tangent(numerator.over_moderate(denominator));
        let (s, e) = fast_two_sum(V::select(large, V::splat(LN_2[0]), zero), log.hi);
        let low = V::select(large, V::splat(LN_2[1]), zero);
        let log = Wide::normalized(s, e.add(log.lo).add(low));
        let log = Self::choose(t.hi.lt(V::splat(power_of_two(-110))), t, log);
        let positive = Self::choose(zero.lt(self.hi), self, Self::single(zero));
        let (head, e) = two_sum(positive.hi, log.hi);
        let (s, e) = fast_two_sum(head, e.add(positive.lo.add(log.lo)));
        finish(head, s, e)
    }

    /// log(|a| + √(a² + 1)), as log1p(|a| + a²/(1 + √(a² + 1))) where that is small.
    #[inline(always)]
    pub(super) fn area_sine(self) -> Self {
        let a = self.magnitude();
        let (zero, one) = (Self::single(V::splat(0.0)), Self::single(V::splat(1.0)));
        let huge = V::splat(power_of_two(110)).lt(a.hi);
        let moderate = Self::choose(huge, one, a);
        let square = moderate.times_loose(moderate);
        let root = square.plus_moderate(one).square_root();
        let more = square.over_moderate(root.plus_moderate(one));
        let argument = Self::choose(huge, a, moderate.plus_moderate(more));
        let doubled =
            Self::choose(huge, Wide { hi: V::splat(LN_2[0]), lo: V::splat(LN_2[1]) }, zero);
        let log = argument.logarithm_of_1_plus().plus(doubled);
        let tiny = a.hi.lt(V::splat(power_of_two(-55)));
        Self::choose(tiny, self, log.with_sign_of(self.hi))
    }
}
