//! Pairs of f64 lanes, for f64 elements: a result is rounded once, as that of f32 in f64 is.

use nonlin_expr::{Algebra, DoubleDouble, Rational};

use super::{Elements, Number};
use crate::simd::{Doubles, Lanes, MAX_COUNT};

/// A vector of unevaluated sums `hi` + `lo` with |lo| ≤ ½ ulp(hi).
#[derive(Debug, Clone, Copy)]
pub struct Wide<V> {
    pub(crate) hi: V,
    pub(crate) lo: V,
}

impl<V: Doubles> Wide<V> {
    /// Lane by lane, in scalar double-double.
    #[inline(always)]
    fn lane_by_lane<const N: usize>(
        arguments: [&Self; N],
        f: impl Fn([DoubleDouble; N]) -> DoubleDouble,
    ) -> Self {
        let mut hi = [[0.0; MAX_COUNT]; N];
        let mut lo = [[0.0; MAX_COUNT]; N];
        for (i, argument) in arguments.iter().enumerate() {
            argument.hi.store(&mut hi[i]);
            argument.lo.store(&mut lo[i]);
        }
        let (mut high, mut low) = ([0.0; MAX_COUNT], [0.0; MAX_COUNT]);
        for lane in 0..V::COUNT {
            let result = f(std::array::from_fn(|i| match hi[i][lane] {
                hi if hi.is_finite() => DoubleDouble::sum(hi, lo[i][lane]),
                hi => hi.into(),
            }));
            (high[lane], low[lane]) = (result.hi(), result.lo());
        }
        Self { hi: V::load(&high), lo: V::load(&low) }
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
        Self::if_(&Self::less(a, b), c, d)
    }
    #[inline(always)]
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::if_(&Self::less_eq(a, b), c, d)
    }
    #[inline(always)]
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::if_(&Self::equal(a, b), c, d)
    }
    #[inline(always)]
    fn lesser(a: &Self, b: &Self) -> Self {
        Self::min(a, b)
    }
    #[inline(always)]
    fn greater(a: &Self, b: &Self) -> Self {
        Self::max(a, b)
    }
    #[inline(always)]
    fn at_ends(self, x: Self, [below, above]: [f64; 2]) -> Self {
        let finite = x.hi.abs().lt(V::splat(f64::INFINITY));
        if V::all(finite) {
            return self;
        }
        let end = V::select(x.hi.lt(V::splat(0.0)), V::splat(below), V::splat(above));
        let end = V::select(x.hi.is_nan(), x.hi, end);
        let zero = V::splat(0.0);
        Self { hi: V::select(finite, self.hi, end), lo: V::select(finite, self.lo, zero) }
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self { hi: self.hi.map(f), lo: V::splat(0.0) }
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
}

macro_rules! lane_by_lane {
    ($($name:ident($($argument:ident),*);)*) => { $(
        #[inline(always)]
        fn $name($($argument: &Self),*) -> Self {
            Self::lane_by_lane([$($argument),*], |[$($argument),*]| DoubleDouble::$name($(&$argument),*))
        }
    )* };
}

impl<V: Doubles> Algebra for Wide<V> {
    #[inline(always)]
    fn number(value: &Rational) -> Self {
        let value = DoubleDouble::number(value);
        Self::constant(value.hi(), value.lo())
    }
    #[inline(always)]
    fn pi() -> Self {
        let value = DoubleDouble::pi();
        Self::constant(value.hi(), value.lo())
    }
    #[inline(always)]
    fn e() -> Self {
        let value = DoubleDouble::e();
        Self::constant(value.hi(), value.lo())
    }
    #[inline(always)]
    fn neg(a: &Self) -> Self {
        Self { hi: a.hi.neg(), lo: a.lo.neg() }
    }
    lane_by_lane! {
        add(a, b); sub(a, b); mul(a, b); div(a, b); pow(a, b); exp(a); expm1(a); log(a); log1p(a);
        sqrt(a); hypot(a, b); abs(a); sign(a); floor(a); min(a, b); max(a, b); clamp(a, b, c);
        sin(a); cos(a); tan(a); atan(a); sinh(a); cosh(a); tanh(a); asinh(a); erf(a); erfc(a);
        sigmoid(a); softplus(a); less(a, b); less_eq(a, b); greater(a, b); greater_eq(a, b);
        equal(a, b); not_equal(a, b); if_(a, b, c);
    }
}
