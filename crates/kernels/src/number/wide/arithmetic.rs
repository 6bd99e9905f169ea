//! Sums, products, quotients and square roots of pairs of lanes.
//!
//! The algorithms are those of Dekker (1971) and of Joldes, Muller and Popescu (2017), relative errors
//! below 2^−100. They are straight lines: what an infinity, NaN or a zero does to the low words is put
//! right at the end ([`finish`]), from the head of the result, which plain arithmetic has right. Only
//! quotients of extreme numbers leave for scalar code, lane by lane.
//!
//! A product near the least float has no room for its low word: it is as good as a plain one there.

use nonlin_expr::{Algebra, DoubleDouble};

use super::Wide;
use crate::simd::{Doubles, Lanes};

/// 2^k for −1022 ≤ k ≤ 1023.
#[expect(clippy::cast_sign_loss, reason = "positive in the range stated")]
pub(super) const fn power_of_two(k: i32) -> f64 {
    f64::from_bits(((1023 + k) as u64) << 52)
}

/// a + b and its rounding error; exact unless it overflows.
#[inline(always)]
pub(super) fn two_sum<V: Lanes>(a: V, b: V) -> (V, V) {
    let s = a.add(b);
    let t = s.sub(a);
    (s, a.sub(s.sub(t)).add(b.sub(t)))
}

/// As [`two_sum`], for |a| ≥ |b|, or a = 0, or exponents that are the same.
#[inline(always)]
pub(super) fn fast_two_sum<V: Lanes>(a: V, b: V) -> (V, V) {
    let s = a.add(b);
    (s, b.sub(s.sub(a)))
}

/// Dekker's halves of 26 bits, for |a| < 2^996.
#[inline(always)]
fn split<V: Lanes>(a: V) -> (V, V) {
    let c = a.mul(V::splat(134_217_729.0)); // 2^27 + 1
    let high = c.sub(c.sub(a));
    (high, a.sub(high))
}

/// a·b and its rounding error; exact for factors below 2^990 and products above 2^−960, or 0.
#[inline(always)]
pub(super) fn two_product<V: Lanes>(a: V, b: V) -> (V, V) {
    let p = a.mul(b);
    if V::FUSED {
        return (p, a.mul_add(b, p.neg()));
    }
    let ((ah, al), (bh, bl)) = (split(a), split(b));
    let e = ah.mul(bh).sub(p).add(ah.mul(bl)).add(al.mul(bh)).add(al.mul(bl));
    (p, e)
}

/// c − a·b with one rounding, where a·b is close to c or both factors are moderate.
#[inline(always)]
fn rest<V: Lanes>(a: V, b: V, c: V) -> V {
    if V::FUSED {
        return a.neg_mul_add(b, c);
    }
    let (p, e) = two_product(a, b);
    c.sub(p).sub(e)
}

/// The pair `s` + `e` where `head`, the same number rounded once, is neither 0 nor ±∞ nor NaN.
#[inline(always)]
pub(super) fn finish<V: Doubles>(head: V, s: V, e: V) -> Wide<V> {
    let size = s.abs();
    Wide {
        hi: V::select(V::splat(0.0).lt(size), s, head),
        lo: V::select(size.lt(V::splat(f64::INFINITY)), e, V::splat(0.0)),
    }
}

/// Where a low word fits beside `hi`: it is normal.
#[inline(always)]
fn has_room<V: Lanes>(hi: V) -> V::Mask {
    let size = hi.abs();
    V::and(V::splat(f64::MIN_POSITIVE).le(size), size.lt(V::splat(f64::INFINITY)))
}

impl<V: Doubles> Wide<V> {
    /// One float.
    #[inline(always)]
    pub(super) fn single(hi: V) -> Self {
        Self { hi, lo: V::splat(0.0) }
    }

    /// The pair for a finite `hi` + `lo` with |hi| ≥ |lo|; loses the sign of −0.
    #[inline(always)]
    pub(super) fn normalized(hi: V, lo: V) -> Self {
        let (hi, lo) = fast_two_sum(hi, lo);
        Self { hi, lo }
    }

    #[inline(always)]
    pub(super) fn negated(self) -> Self {
        Self { hi: self.hi.neg(), lo: self.lo.neg() }
    }

    #[inline(always)]
    pub(super) fn choose(mask: V::Mask, yes: Self, no: Self) -> Self {
        Self { hi: V::select(mask, yes.hi, no.hi), lo: V::select(mask, yes.lo, no.lo) }
    }

    /// self·x where x is 0 or a power of two, and nothing leaves the normal numbers.
    #[inline(always)]
    pub(super) fn times_exact(self, x: V) -> Self {
        Self { hi: self.hi.mul(x), lo: self.lo.mul(x) }
    }

    /// −self where `other` is below 0 or −0.
    #[inline(always)]
    pub(super) fn with_sign_of(self, other: V) -> Self {
        self.times_exact(V::splat(1.0).copysign(other))
    }

    #[inline(always)]
    pub(super) fn magnitude(self) -> Self {
        let lo = self.lo.mul(V::splat(1.0).copysign(self.hi));
        Self { hi: self.hi.abs(), lo }
    }

    /// self·2^k for a whole |k| ≤ 2,000: beside a subnormal or infinite head there is no low word.
    #[inline(always)]
    pub(super) fn scaled(self, k: V) -> Self {
        let hi = self.hi.scale(k);
        Self { hi, lo: V::select(has_room(hi), self.lo.scale(k), V::splat(0.0)) }
    }

    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        let (head, e) = two_sum(self.hi, other.hi);
        let (t, f) = two_sum(self.lo, other.lo);
        let (s, e) = fast_two_sum(head, e.add(t));
        let (s, e) = fast_two_sum(s, e.add(f));
        finish(head, s, e)
    }

    /// The sum of finite numbers of the same sign, or of which one is far larger; loses the sign of −0.
    #[inline(always)]
    pub(super) fn plus_moderate(self, other: Self) -> Self {
        let (s, e) = two_sum(self.hi, other.hi);
        Self::normalized(s, e.add(self.lo.add(other.lo)))
    }

    #[inline(always)]
    pub(super) fn times(self, other: Self) -> Self {
        let (p, e) = if V::FUSED {
            two_product(self.hi, other.hi)
        } else {
            product_of_any(self.hi, other.hi)
        };
        let e = self.hi.mul_add(other.lo, self.lo.mul_add(other.hi, e));
        let (s, e) = fast_two_sum(p, e);
        finish(p, s, e)
    }

    /// The product of moderate numbers, not normalised: good where it goes on into a sum or product.
    #[inline(always)]
    pub(super) fn times_loose(self, other: Self) -> Self {
        let (hi, e) = two_product(self.hi, other.hi);
        Self { hi, lo: self.hi.mul_add(other.lo, self.lo.mul_add(other.hi, e)) }
    }

    /// The square of a moderate number, not normalised.
    #[inline(always)]
    pub(super) fn squared_loose(self) -> Self {
        let (hi, e) = two_product(self.hi, self.hi);
        Self { hi, lo: self.hi.add(self.hi).mul_add(self.lo, e) }
    }

    /// 1/self for a moderate number, not normalised.
    #[inline(always)]
    pub(super) fn reciprocal_loose(self) -> Self {
        let hi = self.hi.reciprocal();
        let missing = hi.neg_mul_add(self.lo, rest(hi, self.hi, V::splat(1.0)));
        Self { hi, lo: hi.mul(missing) }
    }

    /// self/other for a moderate divisor.
    #[inline(always)]
    pub(super) fn over_moderate(self, other: Self) -> Self {
        let inverse = other.hi.reciprocal();
        let q = self.hi.mul(inverse);
        let missing = rest(q, other.hi, self.hi).add(q.neg_mul_add(other.lo, self.lo));
        Self::normalized(q, missing.mul(inverse))
    }

    #[inline(always)]
    pub(super) fn over(self, other: Self) -> Self {
        let quotient = self.hi.div(other.hi);
        let missing = rest(quotient, other.hi, self.hi);
        let missing = missing.add(quotient.neg_mul_add(other.lo, self.lo));
        let (s, e) = fast_two_sum(quotient, missing.mul(other.hi.reciprocal()));
        let result = finish(quotient, s, e);
        // What is missing has to be a normal number, and so has the reciprocal.
        let (a, b) = (self.hi.abs(), other.hi.abs());
        let small = V::splat(power_of_two(-900));
        let large = V::splat(power_of_two(900));
        let moderate = V::and(V::and(small.le(a), a.le(large)), V::and(small.le(b), b.le(large)));
        // Without a fused multiplication, the quotient is split.
        let splits = quotient.abs().le(large);
        let moderate = if V::FUSED { moderate } else { V::and(moderate, splits) };
        if V::all(moderate) {
            return result;
        }
        // Where one is 0, ±∞ or NaN, the head alone is the answer.
        let (zero, infinity) = (V::splat(0.0), V::splat(f64::INFINITY));
        let finite = V::and(V::and(zero.lt(a), a.lt(infinity)), V::and(zero.lt(b), b.lt(infinity)));
        let outside = V::or(V::or(a.lt(small), large.lt(a)), V::or(b.lt(small), large.lt(b)));
        let outside = if V::FUSED { outside } else { V::or(outside, large.lt(quotient.abs())) };
        let extreme = V::and(finite, outside);
        if V::any(extreme) {
            let exact = Self::lane_by_lane([&self, &other], |[a, b]| DoubleDouble::div(&a, &b));
            return Self::choose(extreme, exact, result);
        }
        result
    }

    #[inline(always)]
    pub(super) fn square_root(self) -> Self {
        // The remainder of a small number would be lost, and a large root's square not split.
        let one = V::splat(1.0);
        let small = self.hi.lt(V::splat(power_of_two(-900)));
        let large = V::splat(power_of_two(900)).lt(self.hi);
        let into = V::select(large, V::splat(power_of_two(-200)), one);
        let into = V::select(small, V::splat(power_of_two(200)), into);
        let back = V::select(large, V::splat(power_of_two(100)), one);
        let back = V::select(small, V::splat(power_of_two(-100)), back);
        let a = self.times_exact(into);
        let root = a.hi.sqrt();
        let missing = rest(root, root, a.hi).add(a.lo);
        let (s, e) = fast_two_sum(root, missing.mul(V::splat(0.5)).mul(root.reciprocal()));
        finish(root, s, e).times_exact(back)
    }

    /// √(self² + other²), scaled so that no square overflows or vanishes.
    #[inline(always)]
    pub(super) fn hypotenuse(self, other: Self) -> Self {
        let size = self.hi.abs().max(other.hi.abs());
        let one = V::splat(1.0);
        let large = V::splat(power_of_two(500)).lt(size);
        let small = size.lt(V::splat(power_of_two(-400)));
        let into = V::select(large, V::splat(power_of_two(-600)), one);
        let into = V::select(small, V::splat(power_of_two(600)), into);
        let back = V::select(large, V::splat(power_of_two(600)), one);
        let back = V::select(small, V::splat(power_of_two(-600)), back);
        let (a, b) = (self.times_exact(into), other.times_exact(into));
        let root = a.times(a).plus(b.times(b)).square_root();
        let hi = root.hi.mul(back);
        Self { hi, lo: V::select(has_room(hi), root.lo.mul(back), V::splat(0.0)) }
    }

    #[inline(always)]
    pub(super) fn rounded_down(self) -> Self {
        let floor = self.hi.floor();
        let low = V::select(floor.eq(self.hi), self.lo.floor(), V::splat(0.0));
        let whole = low.eq(V::splat(0.0));
        Self::choose(whole, Self::single(floor), Self::normalized(floor, low))
    }
}

/// a·b and its rounding error without a fused multiplication, for factors and products of any size.
#[inline(always)]
fn product_of_any<V: Doubles>(a: V, b: V) -> (V, V) {
    let (p, e) = two_product(a, b);
    let large = V::splat(power_of_two(480));
    let small = V::splat(power_of_two(-600));
    let factors = V::and(a.abs().le(large), b.abs().le(large));
    if V::all(V::and(factors, small.le(p.abs()))) {
        return (p, e);
    }
    // Large factors are scaled down, so that they can be split, those of a small product up, so that its
    // error is a normal number; no product is small that has a large factor.
    let small = p.abs().lt(small);
    let (up, down) = (V::splat(power_of_two(200)), V::splat(power_of_two(-200)));
    let other = V::select(small, up, V::splat(1.0));
    let scale_a = V::select(large.lt(a.abs()), down, other);
    let scale_b = V::select(large.lt(b.abs()), down, other);
    let (scaled, e) = two_product(a.mul(scale_a), b.mul(scale_b));
    // A subnormal product was rounded where the scaled one was not.
    let scale = scale_a.mul(scale_b);
    let e = scaled.sub(p.mul(scale)).add(e);
    (p, e.div(scale))
}
