//! f64 lanes, for elements with at most 24 bits: a result is rounded once, to its element.

use nonlin_expr::{Algebra, Rational};

use super::{Elements, Number};
use crate::math;
use crate::simd::Doubles;
use crate::simd::streaming::Place;

/// A vector of f64.
#[derive(Debug, Clone, Copy)]
pub struct Narrow<V>(pub(crate) V);

impl<V: Doubles> Number for Narrow<V> {
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
    #[inline(always)]
    fn mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        Self(a.0.mul_add(b.0, c.0))
    }
    #[inline(always)]
    fn neg_mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        Self(a.0.neg_mul_add(b.0, c.0))
    }
    #[inline(always)]
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self {
        Self(self.0.at_ends(x.0, limits))
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(f))
    }
}

impl<V: Doubles> Elements<f32> for Narrow<V> {
    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self(V::load_f32(from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        self.0.store_f32(to);
    }
    #[inline(always)]
    fn stream(self, to: Place<'_, f32>) {
        self.0.stream_f32(to);
    }
}

#[rustfmt::skip]
impl<V: Doubles> Algebra for Narrow<V> {
    #[inline(always)] fn number(value: &Rational) -> Self { Self(V::splat(value.to_f64())) }
    #[inline(always)] fn pi() -> Self { Self(V::splat(core::f64::consts::PI)) }
    #[inline(always)] fn e() -> Self { Self(V::splat(core::f64::consts::E)) }
    #[inline(always)] fn neg(a: &Self) -> Self { Self(a.0.neg()) }
    #[inline(always)] fn add(a: &Self, b: &Self) -> Self { Self(a.0.add(b.0)) }
    #[inline(always)] fn sub(a: &Self, b: &Self) -> Self { Self(a.0.sub(b.0)) }
    #[inline(always)] fn mul(a: &Self, b: &Self) -> Self { Self(a.0.mul(b.0)) }
    #[inline(always)] fn div(a: &Self, b: &Self) -> Self { Self(a.0.div(b.0)) }
    #[inline(always)] fn pow(a: &Self, b: &Self) -> Self { Self(math::pow(a.0, b.0)) }
    #[inline(always)] fn exp(a: &Self) -> Self { Self(math::exp(a.0)) }
    #[inline(always)] fn expm1(a: &Self) -> Self { Self(math::expm1(a.0)) }
    #[inline(always)] fn log(a: &Self) -> Self { Self(math::log(a.0)) }
    #[inline(always)] fn log1p(a: &Self) -> Self { Self(math::log1p(a.0)) }
    #[inline(always)] fn sqrt(a: &Self) -> Self { Self(a.0.sqrt()) }
    #[inline(always)] fn hypot(a: &Self, b: &Self) -> Self { Self(math::hypot(a.0, b.0)) }
    #[inline(always)] fn abs(a: &Self) -> Self { Self(a.0.abs()) }
    #[inline(always)] fn sign(a: &Self) -> Self { Self(a.0.sign()) }
    #[inline(always)] fn floor(a: &Self) -> Self { Self(a.0.floor()) }
    #[inline(always)] fn min(a: &Self, b: &Self) -> Self { Self(a.0.min(b.0)) }
    #[inline(always)] fn max(a: &Self, b: &Self) -> Self { Self(a.0.max(b.0)) }
    #[inline(always)] fn clamp(a: &Self, b: &Self, c: &Self) -> Self { Self(a.0.clamp(b.0, c.0)) }
    #[inline(always)] fn sin(a: &Self) -> Self { Self(math::sin(a.0)) }
    #[inline(always)] fn cos(a: &Self) -> Self { Self(math::cos(a.0)) }
    #[inline(always)] fn tan(a: &Self) -> Self { Self(math::tan(a.0)) }
    #[inline(always)] fn atan(a: &Self) -> Self { Self(math::atan(a.0)) }
    #[inline(always)] fn sinh(a: &Self) -> Self { Self(math::sinh(a.0)) }
    #[inline(always)] fn cosh(a: &Self) -> Self { Self(math::cosh(a.0)) }
    #[inline(always)] fn tanh(a: &Self) -> Self { Self(math::tanh(a.0)) }
    #[inline(always)] fn asinh(a: &Self) -> Self { Self(math::asinh(a.0)) }
    #[inline(always)] fn erf(a: &Self) -> Self { Self(math::erf(a.0)) }
    #[inline(always)] fn erfc(a: &Self) -> Self { Self(math::erfc(a.0)) }
    #[inline(always)] fn sigmoid(a: &Self) -> Self { Self(math::sigmoid(a.0)) }
    #[inline(always)] fn softplus(a: &Self) -> Self { Self(math::softplus(a.0)) }
    #[inline(always)] fn less(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.lt(b.0))) }
    #[inline(always)] fn less_eq(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.le(b.0))) }
    #[inline(always)] fn greater(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, b.0.lt(a.0))) }
    #[inline(always)] fn greater_eq(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, b.0.le(a.0))) }
    #[inline(always)] fn equal(a: &Self, b: &Self) -> Self { Self(a.0.condition(b.0, a.0.eq(b.0))) }
    #[inline(always)] fn not_equal(a: &Self, b: &Self) -> Self { Self::sub(&Self(V::splat(1.0)), &Self::equal(a, b)) }
    #[inline(always)] fn if_(a: &Self, b: &Self, c: &Self) -> Self { Self(a.0.choose(b.0, c.0)) }
}
