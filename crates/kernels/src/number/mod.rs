//! What a kernel computes with: an algebra whose values are vectors.
//!
//! | elements | numbers | digits |
//! |---|---|---|
//! | f32, f16, bf16 | [`Narrow`]: f64 lanes | 53 bits, functions to about 2^−46 |
//! | f64 | [`Wide`]: pairs of f64 lanes | about 100 bits, functions to about 2^−64 |
//! | f32, where that is enough | [`Pair`]: pairs of f32 lanes | about 30 bits |
//! | f32, where f32 is exact enough | [`Single`]: f32 lanes | 24 bits |
//!
//! A formula is compiled once, over `A: Number`, and so runs in each of them.

mod narrow;
mod packed;
mod pair;
mod single;
mod wide;

pub use narrow::Narrow;
use nonlin_expr::Algebra;
pub use packed::Packed;
pub use pair::Pair;
pub use single::Single;
pub use wide::Wide;

use crate::simd::streaming::Place;

/// A vector of numbers that formulas are evaluated in.
pub trait Number: Algebra + Copy {
    /// How many lanes.
    const COUNT: usize;

    /// The constant nearest to `high` + `low`, where `high` is its nearest f64.
    fn constant(high: f64, low: f64) -> Self;
    /// `c` where a < b, else `d`; neither a nor b is NaN, here and below.
    fn if_less(a: &Self, b: &Self, c: &Self, d: &Self) -> Self;
    /// `c` where a ≤ b, else `d`.
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self;
    /// `c` where a = b, else `d`.
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self;
    /// The smaller of a and b, of 0 and −0 the first; b is not NaN.
    fn lesser(a: &Self, b: &Self) -> Self;
    /// The larger of a and b, of 0 and −0 the first; b is not NaN.
    fn greater(a: &Self, b: &Self) -> Self;
    /// a + b, where |a| ≥ |b|.
    #[inline(always)]
    fn add_smaller(a: &Self, b: &Self) -> Self {
        Self::add(a, b)
    }
    /// a·b + c, in one rounding where that costs no more than two.
    #[inline(always)]
    fn mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        Self::add(&Self::mul(a, b), c)
    }
    /// c − a·b, in one rounding where that costs no more than two.
    #[inline(always)]
    fn neg_mul_add(a: &Self, b: &Self, c: &Self) -> Self {
        Self::sub(c, &Self::mul(a, b))
    }
    /// (`high` + `low`)·a, where `high` is the f64 nearest to the factor.
    #[inline(always)]
    fn scaled(a: &Self, high: f64, low: f64) -> Self {
        Self::mul(&Self::constant(high, low), a)
    }
    /// Replaces the lanes whose `x` is not finite: NaN stays NaN, −∞ and +∞ give `limits`.
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self;
    /// Lane by lane.
    fn map(self, f: impl Fn(f64) -> f64) -> Self;
}

/// Numbers that slices of `T` are loaded into, and rounded from.
pub trait Elements<T>: Number {
    /// The first [`COUNT`](Number::COUNT) elements.
    fn load(from: &[T]) -> Self;
    /// Writes the first [`COUNT`](Number::COUNT) elements, each rounded once.
    fn store(self, to: &mut [T]);
    /// The same around the caches, where there is an instruction for it.
    #[inline(always)]
    fn stream(self, to: Place<'_, T>) {
        self.store(to.elements());
    }
    /// self·dy, whatever overflows.
    #[inline(always)]
    fn times(self, dy: Self) -> Self {
        Self::mul(&self, &dy)
    }
    /// Whether some lane is so near to the middle between two neighbours of `T` that its error may decide how it
    /// is rounded. Only of types that are rounded right always.
    #[inline(always)]
    fn in_doubt(self) -> bool {
        false
    }
}
