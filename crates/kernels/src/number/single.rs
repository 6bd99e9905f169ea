//! f32 lanes, for formulas in which f32 loses nothing that could be seen: at most one operation on the
//! way to each result rounds (relu, step, hard tanh, a slope). Twice as many lanes, no conversions.

use nonlin_expr::{Algebra, Rational};

use super::{Elements, Number};
use crate::simd::streaming::Place;
use crate::simd::{Lanes, MAX_COUNT};

/// A vector of f32.
#[derive(Debug, Clone, Copy)]
pub struct Single<V>(pub(crate) V);

impl<V: Lanes<Scalar = f32>> Number for Single<V> {
    const COUNT: usize = V::COUNT;

    #[inline(always)]
    fn constant(high: f64, _low: f64) -> Self {
        Self(V::splat(high))
    }
    #[inline(always)]
    fn if_less(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self(V::select(a.0.lt(b.0), c.0, d.0))
    }
    #[inline(always)]
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self(V::select(a.0.le(b.0), c.0, d.0))
    }
    #[inline(always)]
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self(V::select(a.0.eq(b.0), c.0, d.0))
    }
    #[inline(always)]
    fn lesser(a: &Self, b: &Self) -> Self {
        Self(a.0.lesser(b.0))
    }
    #[inline(always)]
    fn greater(a: &Self, b: &Self) -> Self {
        Self(a.0.greater(b.0))
    }
    /// Without a fused instruction in f64, where the product of two f32 is exact.
    #[inline(always)]
    fn mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        if V::FUSED {
            return Self(a.0.mul_add(b.0, c.0));
        }
        Self::lane_by_lane([a, b, c], |[a, b, c]| a * b + c)
    }
    #[inline(always)]
    fn neg_mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        Self::mul_add(&Self::neg(a), b, c)
    }
    /// The factor as the sum of two f32, one fused product on the other: what the second product and
    /// the factor's third part leave out is below 2^−48 of the result.
    ///
    /// The second product may fall below the smallest subnormal, so that for results below 2^−118 the
    /// error is up to 1 ULP, elsewhere at most 0.5 + 2^−22.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn scaled(a: &Self, high: f64, low: f64) -> Self {
        if V::FUSED {
            let rest = high - f64::from(high as f32) + low;
            return Self(a.0.mul_add(V::splat(high), a.0.mul(V::splat(rest))));
        }
        a.map(|a| a * high)
    }
    #[inline(always)]
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self {
        Self(self.0.at_ends(x.0, limits))
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self::lane_by_lane([&self], |[a]| f(a))
    }
}

impl<V: Lanes<Scalar = f32>> Elements<f32> for Single<V> {
    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self(V::load(from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        self.0.store(to);
    }
    #[inline(always)]
    fn stream(self, to: Place<'_, f32>) {
        self.0.stream(to);
    }
}

impl<V: Lanes<Scalar = f32>> Single<V> {
    /// Lane by lane, in f64.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn lane_by_lane<const N: usize>(arguments: [&Self; N], f: impl Fn([f64; N]) -> f64) -> Self {
        let mut lanes = [[0.0; MAX_COUNT]; N];
        for (lanes, argument) in lanes.iter_mut().zip(arguments) {
            argument.0.store(lanes);
        }
        let mut results = [0.0; MAX_COUNT];
        for (lane, result) in results[..V::COUNT].iter_mut().enumerate() {
            *result = f(std::array::from_fn(|i| lanes[i][lane].into())) as f32;
        }
        Self(V::load(&results))
    }
}

#[rustfmt::skip]
impl<V: Lanes<Scalar = f32>> Algebra for Single<V> {
    #[inline(always)] fn number(value: &Rational) -> Self { Self(V::splat(value.to_f64())) }
    #[inline(always)] fn pi() -> Self { Self(V::splat(core::f64::consts::PI)) }
    #[inline(always)] fn e() -> Self { Self(V::splat(core::f64::consts::E)) }
    #[inline(always)] fn neg(a: &Self) -> Self { Self(a.0.neg()) }
    #[inline(always)] fn add(a: &Self, b: &Self) -> Self { Self(a.0.add(b.0)) }
    #[inline(always)] fn sub(a: &Self, b: &Self) -> Self { Self(a.0.sub(b.0)) }
    #[inline(always)] fn mul(a: &Self, b: &Self) -> Self { Self(a.0.mul(b.0)) }
    #[inline(always)] fn div(a: &Self, b: &Self) -> Self { Self(a.0.div(b.0)) }
    #[inline(always)] fn pow(a: &Self, b: &Self) -> Self { Self::lane_by_lane([a, b], |[a, b]| <f64 as Algebra>::pow(&a, &b)) }
    #[inline(always)] fn exp(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::exp(&a)) }
    #[inline(always)] fn expm1(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::expm1(&a)) }
    #[inline(always)] fn log(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::log(&a)) }
    #[inline(always)] fn log1p(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::log1p(&a)) }
    #[inline(always)] fn sqrt(a: &Self) -> Self { Self(a.0.sqrt()) }
    #[inline(always)] fn hypot(a: &Self, b: &Self) -> Self { Self::lane_by_lane([a, b], |[a, b]| <f64 as Algebra>::hypot(&a, &b)) }
    #[inline(always)] fn abs(a: &Self) -> Self { Self(a.0.abs()) }
    #[inline(always)] fn sign(a: &Self) -> Self { Self(a.0.sign()) }
    #[inline(always)] fn floor(a: &Self) -> Self { Self(a.0.floor()) }
    #[inline(always)] fn min(a: &Self, b: &Self) -> Self { Self(a.0.min(b.0)) }
    #[inline(always)] fn max(a: &Self, b: &Self) -> Self { Self(a.0.max(b.0)) }
    #[inline(always)] fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self(a.0.clamp(b.0, c.0)) }
    #[inline(always)] fn sin(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sin(&a)) }
    #[inline(always)] fn cos(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::cos(&a)) }
    #[inline(always)] fn tan(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::tan(&a)) }
    #[inline(always)] fn atan(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::atan(&a)) }
    #[inline(always)] fn sinh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sinh(&a)) }
    #[inline(always)] fn cosh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::cosh(&a)) }
    #[inline(always)] fn tanh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::tanh(&a)) }
    #[inline(always)] fn asinh(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::asinh(&a)) }
    #[inline(always)] fn erf(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::erf(&a)) }
    #[inline(always)] fn erfc(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::erfc(&a)) }
    #[inline(always)] fn sigmoid(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::sigmoid(&a)) }
    #[inline(always)] fn softplus(a: &Self) -> Self { a.map(|a| <f64 as Algebra>::softplus(&a)) }
    #[inline(always)] fn less(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.lt(b.0))) }
    #[inline(always)] fn less_eq(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.le(b.0))) }
    #[inline(always)] fn greater(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, b.0.lt(a.0))) }
    #[inline(always)] fn greater_eq(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, b.0.le(a.0))) }
    #[inline(always)] fn equal(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.eq(b.0))) }
    #[inline(always)] fn not_equal(a: &Self, b: &Self) -> Self { Self::sub(&Self(V::splat(1.0)), &Self::equal(a, b)) }
    #[inline(always)] fn if_(a: &Self, b: &Self, c: &Self) -> Self { Self(a.0.choose(b.0, c.0)) }
}
