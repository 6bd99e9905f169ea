//! Sums, products and quotients of pairs.

use nonlin_expr::{Algebra, Rational};

use super::Pair;
use crate::number::Number;
use crate::simd::Floats;

/// a + b = sum + error exactly (Knuth).
#[inline(always)]
pub(super) fn two_sum<V: Floats>(a: V, b: V) -> (V, V) {
    let sum = a.add(b);
    let rest = sum.sub(a);
    (sum, a.sub(sum.sub(rest)).add(b.sub(rest)))
}

/// a + b = sum + error exactly, where a is 0 or |a| ≥ |b| (Dekker).
#[inline(always)]
pub(super) fn fast_two_sum<V: Floats>(a: V, b: V) -> (V, V) {
    let sum = a.add(b);
    (sum, b.sub(sum.sub(a)))
}

impl<V: Floats, const NEAR: bool> Pair<V, NEAR> {
    #[inline(always)]
    fn sum(self, other: Self) -> Self {
        let (a, b) = (self.unscaled(), other.unscaled());
        let (hi, error) = two_sum(a.hi, b.hi);
        let rest = match (a.lo, b.lo) {
            (Some(a), Some(b)) => a.add(b),
            (Some(lo), None) | (None, Some(lo)) => lo,
            (None, None) => return Self::new(hi, error),
        };
        // Where hi cancels, what is left becomes hi.
        let (hi, lo) = two_sum(hi, error.add(rest));
        Self::new(hi, lo)
    }

    /// Without factor and scale.
    #[inline(always)]
    pub(super) fn unscaled(self) -> Self {
        if self.scale.is_some() { self.settled() } else { self.multiplied() }
    }

    /// The product, not yet multiplied out.
    #[inline(always)]
    pub(super) fn product(self, other: Self) -> Self {
        let (a, b) = (self.multiplied(), other.multiplied());
        let lo = match (a.lo, b.lo) {
            (None, None) => None,
            (Some(lo), None) => Some(lo.mul(b.hi)),
            (None, Some(lo)) => Some(lo.mul(a.hi)),
            (Some(a_lo), Some(b_lo)) => {
                // The product of both lo counts where both are large.
                let other = if a.loose && b.loose { a.hi.add(a_lo) } else { a.hi };
                Some(b_lo.mul_add(other, a_lo.mul(b.hi)))
            }
        };
        let scale = match (a.scale, b.scale) {
            (Some(a), Some(b)) => Some(a.add(b)),
            (a, b) => a.or(b),
        };
        Self {
            hi: a.hi,
            factor: Some(b.hi),
            lo,
            scale,
            positive: a.positive && b.positive,
            loose: a.loose || b.loose,
        }
    }

    /// self/other, for a normal divisor whose reciprocal is normal.
    #[inline(always)]
    fn quotient(self, other: Self) -> Self {
        self.settled().over(other.settled())
    }

    /// The same, where both hi are the floats next to hi + lo, and the divisor has no scale.
    ///
    /// The first quotient comes from an estimate of 1/b, which is off by 2^−14. What it leaves over of the
    /// dividend is exact but for the divisor's lo, and gives the rest of the quotient, to 2^−14 of it again.
    #[inline(always)]
    pub(super) fn over(self, b: Self) -> Self {
        let estimate = b.hi.estimate();
        let hi = self.hi.mul(estimate);
        let rest = b.hi.neg_mul_add(hi, self.hi);
        let rest = match (self.lo, b.lo) {
            (Some(lo), Some(b)) => rest.add(b.neg_mul_add(hi, lo)),
            (Some(lo), None) => rest.add(lo),
            (None, Some(b)) => b.neg_mul_add(hi, rest),
            (None, None) => rest,
        };
        Self {
            hi,
            factor: None,
            lo: Some(rest.mul(estimate)),
            scale: self.scale,
            positive: false,
            loose: false,
        }
    }

    #[inline(always)]
    pub(super) fn negated(self) -> Self {
        Self { hi: self.hi.neg(), lo: self.lo.map(V::neg), positive: false, ..self }
    }

    /// −a where `sign` has its sign bit set, else a.
    #[inline(always)]
    pub(super) fn signed(self, sign: V) -> Self {
        let flip = |part: V| part.signed(sign);
        Self { hi: flip(self.hi), lo: self.lo.map(flip), positive: false, ..self }
    }

    /// A condition on a and b: 1 where the mask is true, else 0; NaN where one of them is.
    #[inline(always)]
    fn condition(a: V, b: V, mask: V::Mask) -> Self {
        let truth = V::select(mask, V::splat(1.0), V::splat(0.0));
        let unordered = V::or(a.is_nan(), b.is_nan());
        Self::plain(V::select(unordered, V::splat(f64::NAN), truth))
    }

    /// NaN where b is, else a.
    #[inline(always)]
    fn unless_nan(self, b: &Self) -> Self {
        Self::select(b.rounded().is_nan(), *b, self)
    }
}

#[rustfmt::skip]
impl<V: Floats, const NEAR: bool> Algebra for Pair<V, NEAR> {
    #[inline(always)] fn number(value: &Rational) -> Self { Self::constant(value.to_f64(), 0.0) }
    #[inline(always)] fn pi() -> Self { Self::constant(core::f64::consts::PI, 0.0) }
    #[inline(always)] fn e() -> Self { Self::constant(core::f64::consts::E, 0.0) }
    #[inline(always)] fn neg(a: &Self) -> Self { a.negated() }
    #[inline(always)] fn add(a: &Self, b: &Self) -> Self { a.sum(*b) }
    #[inline(always)] fn sub(a: &Self, b: &Self) -> Self { a.sum(b.negated()) }
    #[inline(always)] fn mul(a: &Self, b: &Self) -> Self { a.product(*b) }
    #[inline(always)] fn div(a: &Self, b: &Self) -> Self { a.quotient(*b) }
    #[inline(always)] fn pow(a: &Self, b: &Self) -> Self { Self::lane_by_lane([a, b], |[a, b]| <f64 as Algebra>::pow(&a, &b)) }
    #[inline(always)] fn exp(a: &Self) -> Self { a.exponential() }
    #[inline(always)] fn expm1(a: &Self) -> Self { a.exponential_less_one() }
    #[inline(always)] fn log(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::log(&a)) }
    #[inline(always)] fn log1p(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::log1p(&a)) }
    #[inline(always)] fn sqrt(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sqrt(&a)) }
    #[inline(always)] fn hypot(a: &Self, b: &Self) -> Self { Self::lane_by_lane([a, b], |[a, b]| <f64 as Algebra>::hypot(&a, &b)) }
    #[inline(always)] fn abs(a: &Self) -> Self {
        let a = a.multiplied();
        if a.lo.is_none() { Self { hi: a.hi.abs(), ..a } } else { a.signed(a.hi) }
    }
    #[inline(always)] fn sign(a: &Self) -> Self {
        let hi = a.multiplied().hi;
        let sign = V::splat(1.0).copysign(hi);
        Self::plain(V::select(V::splat(0.0).lt(hi.abs()), sign, hi))
    }
    #[inline(always)] fn floor(a: &Self) -> Self { a.map(f64::floor) }
    #[inline(always)] fn min(a: &Self, b: &Self) -> Self { Self::lesser(a, b).unless_nan(b) }
    #[inline(always)] fn max(a: &Self, b: &Self) -> Self { <Self as Number>::greater(a, b).unless_nan(b) }
    #[inline(always)] fn clamp(a: &Self, b: &Self, c: &Self) -> Self {
        let within = <Self as Algebra>::min(&<Self as Algebra>::max(a, b), c);
        Self::select(b.rounded().le(c.rounded()), within, Self::plain(V::splat(f64::NAN)))
    }
    #[inline(always)] fn sin(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sin(&a)) }
    #[inline(always)] fn cos(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::cos(&a)) }
    #[inline(always)] fn tan(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::tan(&a)) }
    #[inline(always)] fn atan(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::atan(&a)) }
    #[inline(always)] fn sinh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sinh(&a)) }
    #[inline(always)] fn cosh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::cosh(&a)) }
    #[inline(always)] fn tanh(a: &Self) -> Self { a.hyperbolic_tangent() }
    #[inline(always)] fn asinh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::asinh(&a)) }
    #[inline(always)] fn erf(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::erf(&a)) }
    #[inline(always)] fn erfc(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::erfc(&a)) }
    #[inline(always)] fn sigmoid(a: &Self) -> Self { a.logistic() }
    #[inline(always)] fn softplus(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::softplus(&a)) }
    #[inline(always)] fn less(a: &Self, b: &Self) -> Self { let (a, b) = (a.rounded(), b.rounded()); Self::condition(a, b, a.lt(b)) }
    #[inline(always)] fn less_eq(a: &Self, b: &Self) -> Self { let (a, b) = (a.rounded(), b.rounded()); Self::condition(a, b, a.le(b)) }
    #[inline(always)] fn greater(a: &Self, b: &Self) -> Self { Self::less(b, a) }
    #[inline(always)] fn greater_eq(a: &Self, b: &Self) -> Self { Self::less_eq(b, a) }
    #[inline(always)] fn equal(a: &Self, b: &Self) -> Self { let (a, b) = (a.rounded(), b.rounded()); Self::condition(a, b, a.eq(b)) }
    #[inline(always)] fn not_equal(a: &Self, b: &Self) -> Self { Self::sub(&Self::plain(V::splat(1.0)), &Self::equal(a, b)) }
    #[inline(always)] fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        let a = a.rounded();
        let chosen = Self::select(a.eq(V::splat(0.0)), *c, *b);
        Self::select(a.is_nan(), Self::plain(a), chosen)
    }
}
