//! Pairs of f64 lanes, for f64 elements: a result is rounded once, as that of f32 in f64 is.
//!
//! Arithmetic keeps about 100 bits; the elementary functions have relative errors below 2^−66 (the
//! table of bounds is in the tests), which leaves the rounding to the element as the only one that is
//! seen, also after a formula has lost a few bits on the way. All of it is vector code without tables.
//! Rare lanes take the scalar [`DoubleDouble`], one by one: quotients of extreme numbers, large angles,
//! powers of negative numbers. The special values are the scalar ones too.

mod arithmetic;
mod error_function;
mod exponential;
mod hyperbolic;
mod logarithm;
mod polynomial;
mod power;
#[rustfmt::skip]
#[expect(clippy::approx_constant, reason = "the first coefficient of erf is 2/√π")]
mod tables;
#[cfg(test)]
mod tests;
mod trigonometric;

use nonlin_expr::{Algebra, DoubleDouble, Rational};

use super::{Elements, Number};
use crate::simd::streaming::Place;
use crate::simd::{Doubles, MAX_COUNT};

/// A vector of unevaluated sums `hi` + `lo` with |lo| ≤ ½ ulp(hi).
///
/// Infinities and NaN are in `hi`, beside a `lo` of 0; the sign of zero is that of `hi`.
#[derive(Debug, Clone, Copy)]
pub struct Wide<V> {
    pub(crate) hi: V,
    pub(crate) lo: V,
}

/// One word of each lane, in memory.
type Words = [f64; MAX_COUNT];

/// The scalar function of every lane, out of line: it is large and rarely runs.
#[cold]
#[inline(never)]
fn scalar<const N: usize>(
    f: fn([DoubleDouble; N]) -> DoubleDouble,
    arguments: &[[Words; 2]; N],
    count: usize,
) -> [Words; 2] {
    let mut out = [[0.0; MAX_COUNT]; 2];
    for lane in 0..count {
        let result = f(std::array::from_fn(|i| {
            let [hi, lo] = [arguments[i][0][lane], arguments[i][1][lane]];
            if lo == 0.0 { hi.into() } else { DoubleDouble::sum(hi, lo) }
        }));
        (out[0][lane], out[1][lane]) = (result.hi(), result.lo());
    }
    out
}

impl<V: Doubles> Wide<V> {
    /// Lane by lane, in scalar double-double.
    #[inline(always)]
    fn lane_by_lane<const N: usize>(
        arguments: [&Self; N],
        f: fn([DoubleDouble; N]) -> DoubleDouble,
    ) -> Self {
        let mut words = [[[0.0; MAX_COUNT]; 2]; N];
        let mut n = 0;
        while n < N {
            arguments[n].hi.store(&mut words[n][0]);
            arguments[n].lo.store(&mut words[n][1]);
            n += 1;
        }
        let [hi, lo] = scalar(f, &words, V::COUNT);
        Self { hi: V::load(&hi), lo: V::load(&lo) }
    }

    /// Where a < b; false where one is NaN, here and below.
    #[inline(always)]
    fn below(&self, other: &Self) -> V::Mask {
        V::or(self.hi.lt(other.hi), V::and(self.hi.eq(other.hi), self.lo.lt(other.lo)))
    }

    /// Where a ≤ b.
    #[inline(always)]
    fn no_more(&self, other: &Self) -> V::Mask {
        V::or(self.hi.lt(other.hi), V::and(self.hi.eq(other.hi), self.lo.le(other.lo)))
    }

    /// Where a = b.
    #[inline(always)]
    fn same(&self, other: &Self) -> V::Mask {
        V::and(self.hi.eq(other.hi), self.lo.eq(other.lo))
    }

    /// 1 where the mask is true, else 0; NaN where `a` or `b` is.
    #[inline(always)]
    fn condition(a: &Self, b: &Self, mask: V::Mask) -> Self {
        let truth = V::select(mask, V::splat(1.0), V::splat(0.0));
        let unordered = V::or(a.hi.is_nan(), b.hi.is_nan());
        Self::single(V::select(unordered, V::splat(f64::NAN), truth))
    }
}

impl<V: Doubles> Elements<f64> for Wide<V> {
    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        Self { hi: V::load(from), lo: V::splat(0.0) }
    }
    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        self.hi.store(to);
    }
    #[inline(always)]
    fn stream(self, to: Place<'_, f64>) {
        self.hi.stream(to);
    }
}

impl<V: Doubles> Number for Wide<V> {
    const COUNT: usize = V::COUNT;

    #[inline(always)]
    fn constant(high: f64, low: f64) -> Self {
        Self { hi: V::splat(high), lo: V::splat(low) }
    }
    #[inline(always)]
    fn if_less(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::choose(a.below(b), *c, *d)
    }
    #[inline(always)]
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::choose(a.no_more(b), *c, *d)
    }
    #[inline(always)]
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::choose(a.same(b), *c, *d)
    }
    #[inline(always)]
    fn lesser(a: &Self, b: &Self) -> Self {
        Self::choose(b.below(a), *b, *a)
    }
    #[inline(always)]
    fn greater(a: &Self, b: &Self) -> Self {
        Self::choose(a.below(b), *b, *a)
    }
    #[inline(always)]
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self {
        let finite = x.hi.abs().lt(V::splat(f64::INFINITY));
        if V::all(finite) {
            return self;
        }
        Self::choose(finite, self, Self::single(x.hi.end(limits)))
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self::single(self.hi.map(f))
    }
}

#[rustfmt::skip]
impl<V: Doubles> Algebra for Wide<V> {
    #[inline(always)] fn number(value: &Rational) -> Self { DoubleDouble::number(value).into() }
    #[inline(always)] fn pi() -> Self { DoubleDouble::pi().into() }
    #[inline(always)] fn e() -> Self { DoubleDouble::e().into() }
    #[inline(always)] fn neg(a: &Self) -> Self { a.negated() }
    #[inline(always)] fn add(a: &Self, b: &Self) -> Self { a.plus(*b) }
    #[inline(always)] fn sub(a: &Self, b: &Self) -> Self { a.plus(b.negated()) }
    #[inline(always)] fn mul(a: &Self, b: &Self) -> Self { a.times(*b) }
    #[inline(always)] fn div(a: &Self, b: &Self) -> Self { a.over(*b) }
    #[inline(always)] fn pow(a: &Self, b: &Self) -> Self { a.to_the(*b) }
    #[inline(always)] fn exp(a: &Self) -> Self { a.exponential() }
    #[inline(always)] fn expm1(a: &Self) -> Self { a.exponential_minus_1() }
    #[inline(always)] fn log(a: &Self) -> Self { a.logarithm() }
    #[inline(always)] fn log1p(a: &Self) -> Self { a.logarithm_of_1_plus() }
    #[inline(always)] fn sqrt(a: &Self) -> Self { a.square_root() }
    #[inline(always)] fn hypot(a: &Self, b: &Self) -> Self { a.hypotenuse(*b) }
    #[inline(always)] fn abs(a: &Self) -> Self { a.magnitude() }
    #[inline(always)] fn sign(a: &Self) -> Self {
        let sign = V::splat(1.0).copysign(a.hi);
        Self::single(V::select(V::splat(0.0).lt(a.hi.abs()), sign, a.hi))
    }
    #[inline(always)] fn floor(a: &Self) -> Self { a.rounded_down() }
    #[inline(always)] fn min(a: &Self, b: &Self) -> Self { Self::choose(b.hi.is_nan(), *b, <Self as Number>::lesser(a, b)) }
    #[inline(always)] fn max(a: &Self, b: &Self) -> Self { Self::choose(b.hi.is_nan(), *b, <Self as Number>::greater(a, b)) }
    #[inline(always)] fn clamp(a: &Self, b: &Self, c: &Self) -> Self {
        let nan = Self::single(V::splat(f64::NAN));
        Self::choose(b.no_more(c), Self::min(&Self::max(a, b), c), nan)
    }
    #[inline(always)] fn sin(a: &Self) -> Self { a.sine() }
    #[inline(always)] fn cos(a: &Self) -> Self { a.cosine() }
    #[inline(always)] fn tan(a: &Self) -> Self { a.tangent() }
    #[inline(always)] fn atan(a: &Self) -> Self { a.arctangent() }
    #[inline(always)] fn sinh(a: &Self) -> Self { a.hyperbolic_sine() }
    #[inline(always)] fn cosh(a: &Self) -> Self { a.hyperbolic_cosine() }
    #[inline(always)] fn tanh(a: &Self) -> Self { a.hyperbolic_tangent() }
    #[inline(always)] fn asinh(a: &Self) -> Self { a.area_sine() }
    #[inline(always)] fn erf(a: &Self) -> Self { a.error_function() }
    #[inline(always)] fn erfc(a: &Self) -> Self { a.complementary_error_function() }
    #[inline(always)] fn sigmoid(a: &Self) -> Self { a.logistic() }
    #[inline(always)] fn softplus(a: &Self) -> Self { a.soft_plus() }
    #[inline(always)] fn less(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.below(b)) }
    #[inline(always)] fn less_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.no_more(b)) }
    #[inline(always)] fn greater(a: &Self, b: &Self) -> Self { Self::condition(a, b, b.below(a)) }
    #[inline(always)] fn greater_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, b.no_more(a)) }
    #[inline(always)] fn equal(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.same(b)) }
    #[inline(always)] fn not_equal(a: &Self, b: &Self) -> Self {
        let equal = Self::equal(a, b);
        Self::single(V::splat(1.0).sub(equal.hi))
    }
    #[inline(always)] fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        let chosen = Self::choose(a.hi.eq(V::splat(0.0)), *c, *b);
        Self::choose(a.hi.is_nan(), *a, chosen)
    }
}

impl<V: Doubles> From<DoubleDouble> for Wide<V> {
    #[inline(always)]
    fn from(value: DoubleDouble) -> Self {
        Self::constant(value.hi(), value.lo())
    }
}
