//! Sine, cosine, tangent and inverse tangent.
//!
//! a = n·π/2 + r with |r| ≤ π/4, from π/2 in three parts, the products of the first two with n exact.
//! Where r is so small that its digits run out (below 2^−20, but for n = 0), and past 2^20, where n has too
//! many, the lane takes scalar code, which has all the digits of 2/π. Sine and cosine of r are one
//! polynomial with coefficients of the one or the other, so that lanes of any n go together.
//!
//! atan(a) = θ + atan(f), |f| ≤ tan(π/8), where θ is 0, π/4 or π/2 and f is a, (a − 1)/(a + 1) or −1/a.

use nonlin_expr::{Algebra, DoubleDouble};

use super::Wide;
use super::arithmetic::{fast_two_sum, finish, power_of_two, two_sum};
use super::tables::{ARCTANGENT, COSINE, SINE};
use crate::simd::Doubles;

/// π/2: two parts of 33 bits, and the rest.
const HALF_PI_PARTS: [f64; 3] =
    [1.570_796_326_734_125_6, 6.077_100_506_303_966e-11, 2.022_266_248_795_950_6e-21];
/// π/2 and π/4.
const HALF_PI: [f64; 2] = [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];
const QUARTER_PI: [f64; 2] = [std::f64::consts::FRAC_PI_4, 3.061_616_997_868_383e-17];
/// tan(π/8) and tan(3π/8).
const EIGHTHS: [f64; 2] = [0.414_213_562_373_095_05, 2.414_213_562_373_095];

/// An angle less quarter turns.
struct Reduced<V: Doubles> {
    r: Wide<V>,
    n: V,
    /// Where it is not good.
    rare: V::Mask,
}

#[inline(always)]
fn reduce<V: Doubles>(a: Wide<V>) -> Reduced<V> {
    let n = a.hi.mul(V::splat(std::f64::consts::FRAC_2_PI)).round();
    let [x, y, z] = HALF_PI_PARTS;
    let s = n.neg_mul_add(V::splat(x), a.hi);
    let (s, e) = two_sum(s, n.mul(V::splat(-y)));
    let (s, f) = two_sum(s, a.lo);
    let r = Wide::normalized(s, n.neg_mul_add(V::splat(z), e.add(f)));
    let size = r.hi.abs();
    let digits = V::or(V::splat(power_of_two(-20)).le(size), n.eq(V::splat(0.0)));
    let good = V::and(digits, a.hi.abs().le(V::splat(power_of_two(20))));
    let rare = V::select(good, V::splat(0.0), V::splat(1.0));
    Reduced { r, n, rare: V::splat(0.0).lt(rare) }
}

/// Whether a whole number is odd, and whether it is 2 or 3 modulo 4.
#[inline(always)]
fn quarter<V: Doubles>(n: V) -> (V::Mask, V::Mask) {
    let half = n.mul(V::splat(0.5)).floor();
    let odd = half.add(half).lt(n);
    let turn = half.mul(V::splat(0.5)).floor();
    (odd, turn.add(turn).lt(half))
}

#[inline(always)]
fn pair<V: Doubles>([hi, lo]: [f64; 2]) -> Wide<V> {
    Wide { hi: V::splat(hi), lo: V::splat(lo) }
}

/// sin(r + n·π/2).
#[inline(always)]
fn sine_of<V: Doubles>(r: Wide<V>, n: V) -> Wide<V> {
    let (odd, negative) = quarter(n);
    let one = V::splat(1.0);
    let polynomial = COSINE.at_or(odd, &SINE, r.squared_loose());
    let polynomial = Wide::normalized(polynomial.hi, polynomial.lo);
    let sign = V::select(negative, one.neg(), one);
    Wide::choose(odd, Wide::single(one), r).times(polynomial).times_exact(sign)
}

impl<V: Doubles> Wide<V> {
    /// The lanes of `self` where `rare` is false, else the scalar function of `a`.
    #[inline(always)]
    fn or_scalar(self, rare: V::Mask, a: Self, f: fn([DoubleDouble; 1]) -> DoubleDouble) -> Self {
        if V::any(rare) { Self::choose(rare, Self::lane_by_lane([&a], f), self) } else { self }
    }

    #[inline(always)]
    pub(super) fn sine(self) -> Self {
        let Reduced { r, n, rare } = reduce(self);
        // With n = 0 the argument as it is, −0 and subnormals too.
        let r = Self::choose(n.eq(V::splat(0.0)), self, r);
        sine_of(r, n).or_scalar(rare, self, |[a]| DoubleDouble::sin(&a))
    }

    #[inline(always)]
    pub(super) fn cosine(self) -> Self {
        let Reduced { r, n, rare } = reduce(self);
        sine_of(r, n.add(V::splat(1.0))).or_scalar(rare, self, |[a]| DoubleDouble::cos(&a))
    }

    #[inline(always)]
    pub(super) fn tangent(self) -> Self {
        let Reduced { r, n, rare } = reduce(self);
        let square = r.squared_loose();
        let sine = r.times_loose(SINE.at(square));
        let cosine = COSINE.at(square);
        let sine = Self::normalized(sine.hi, sine.lo);
        let cosine = Self::normalized(cosine.hi, cosine.lo);
        let (odd, _) = quarter(n);
        let above = Self::choose(odd, cosine.negated(), sine);
        // Where the tangent is its argument, the quotient need not be right.
        let tiny = self.hi.abs().lt(V::splat(power_of_two(-55)));
        let sine = Self::choose(tiny, Self::single(V::splat(1.0)), sine);
        let tangent = above.over_moderate(Self::choose(odd, sine, cosine));
        let tangent = Self::choose(tiny, self, tangent);
        tangent.or_scalar(rare, self, |[a]| DoubleDouble::tan(&a))
    }

    #[inline(always)]
    pub(super) fn arctangent(self) -> Self {
        let a = self.magnitude();
        let (zero, one) = (V::splat(0.0), V::splat(1.0));
        let small = a.hi.lt(V::splat(EIGHTHS[0]));
        let large = V::splat(EIGHTHS[1]).lt(a.hi);
        // NaN stays.
        let huge = V::splat(power_of_two(200));
        let a = Wide { hi: a.hi.lesser(huge), lo: V::select(a.hi.lt(huge), a.lo, zero) };
        let (s, e) = two_sum(a.hi, one.neg());
        let less = Self::normalized(s, e.add(a.lo));
        let (s, e) = two_sum(a.hi, one);
        let more = Self::normalized(s, e.add(a.lo));
        let above = Self::choose(large, Self::single(one.neg()), Self::choose(small, a, less));
        let below = Self::choose(large, a, Self::choose(small, Self::single(one), more));
        let f = above.over_moderate(below);
        let square = f.squared_loose();
        let curve = f.times_loose(square.times_loose(ARCTANGENT.at(square)));
        let angle = Self::choose(small, Self::single(zero), pair(QUARTER_PI));
        let angle = Self::choose(large, pair(HALF_PI), angle);
        let (s, e) = fast_two_sum(f.hi, curve.hi);
        let part = Self::normalized(s, e.add(f.lo.add(curve.lo)));
        let (head, e) = fast_two_sum(angle.hi, part.hi);
        let (s, e) = fast_two_sum(head, e.add(part.lo.add(angle.lo)));
        let arctangent = finish(head, s, e).with_sign_of(self.hi);
        let tiny = self.hi.abs().lt(V::splat(power_of_two(-55)));
        Self::choose(tiny, self, arctangent)
    }
}
