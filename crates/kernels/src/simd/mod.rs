//! Vectors of floats and the instruction sets that compute with them.
//!
//! Code over vectors is written once, against [`Lanes`], [`Doubles`] and [`Floats`], as a [`Job`]; [`Level::run`]
//! compiles it for each instruction set and picks one at run time. Everything from a job down is
//! `#[inline(always)]`, so that it ends up inside the one function of its instruction set that has the
//! processor's features switched on; a call in between would fall back to the baseline.
//!
//! This folder and the loops of [`lanes`](crate::lanes) are the only places with `unsafe`.

#![expect(unsafe_code, reason = "vector instructions")]

mod floats;
mod level;
#[cfg(any(test, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod portable;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[macro_use]
mod intrinsics;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(target_arch = "x86_64")]
mod sse2;
pub mod streaming;
mod twice;

pub use floats::Floats;
pub use level::{Isa, Job, Level, Task};
use streaming::Place;
pub use twice::Twice;

/// Lanes of one type, computed with at once. Every operation is lane by lane and rounds once, as the
/// scalar one does.
pub trait Lanes: Copy + Send + Sync + 'static {
    /// The type of a lane: f32 or f64.
    type Scalar: Copy;
    /// A truth value for each lane.
    type Mask: Copy;
    /// How many lanes.
    const COUNT: usize;

    /// The same number in every lane, rounded to the lanes' type.
    fn splat(value: f64) -> Self;
    /// The first [`COUNT`](Self::COUNT) elements.
    fn load(from: &[Self::Scalar]) -> Self;
    /// Writes the first [`COUNT`](Self::COUNT) elements.
    fn store(self, to: &mut [Self::Scalar]);
    /// The same around the caches, where there is an instruction for it.
    #[inline(always)]
    fn stream(self, to: Place<'_, Self::Scalar>) {
        self.store(to.elements());
    }

    /// a + b.
    fn add(self, other: Self) -> Self;
    /// a − b.
    fn sub(self, other: Self) -> Self;
    /// a·b.
    fn mul(self, other: Self) -> Self;
    /// a/b.
    fn div(self, other: Self) -> Self;
    /// a·b + c; rounded once where [`FUSED`](Self::FUSED), else twice.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// c − a·b; rounded once where [`FUSED`](Self::FUSED), else twice.
    fn neg_mul_add(self, factor: Self, addend: Self) -> Self;
    /// Whether the processor multiplies and adds in one rounding.
    const FUSED: bool;
    /// −a, also of 0 and NaN.
    fn neg(self) -> Self;
    /// |a|.
    fn abs(self) -> Self;
    /// √a.
    fn sqrt(self) -> Self;
    /// The magnitude of a with the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// The largest whole number that is no greater.
    fn floor(self) -> Self;
    /// The nearest whole number, ties to even.
    fn round(self) -> Self;

    /// a < b; false where one is NaN.
    fn lt(self, other: Self) -> Self::Mask;
    /// a ≤ b; false where one is NaN.
    fn le(self, other: Self) -> Self::Mask;
    /// a = b; false where one is NaN.
    fn eq(self, other: Self) -> Self::Mask;
    /// Both.
    fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Either.
    fn or(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Whether every lane is true.
    fn all(mask: Self::Mask) -> bool;
    /// Whether some lane is true.
    fn any(mask: Self::Mask) -> bool;
    /// `yes` where the mask is true, else `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// b where b < a, else a: the smaller, where b is not NaN.
    fn lesser(self, other: Self) -> Self;
    /// b where b > a, else a: the larger, where b is not NaN.
    fn greater(self, other: Self) -> Self;

    /// The smaller; NaN where one is NaN, and of 0 and −0 the first.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(other.is_nan(), other, self.lesser(other))
    }

    /// The larger; NaN where one is NaN, and of 0 and −0 the first.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(other.is_nan(), other, self.greater(other))
    }

    /// −1, 0 or 1; of ±0 and NaN itself.
    #[inline(always)]
    fn sign(self) -> Self {
        let sign = Self::splat(1.0).copysign(self);
        Self::select(Self::splat(0.0).lt(self.abs()), sign, self)
    }

    /// a, no less than `low` and no more than `high`; NaN where these are in the wrong order.
    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        Self::select(low.le(high), self.max(low).min(high), Self::splat(f64::NAN))
    }

    /// A condition on a and b: 1 where the mask is true, else 0; NaN where one of them is.
    #[inline(always)]
    fn condition(self, other: Self, mask: Self::Mask) -> Self {
        let truth = Self::select(mask, Self::splat(1.0), Self::splat(0.0));
        let unordered = Self::or(self.is_nan(), other.is_nan());
        Self::select(unordered, Self::splat(f64::NAN), truth)
    }

    /// `yes` where the condition a is not 0, else `no`; NaN where a is.
    #[inline(always)]
    fn choose(self, yes: Self, no: Self) -> Self {
        let chosen = Self::select(self.eq(Self::splat(0.0)), no, yes);
        Self::select(self.is_nan(), self, chosen)
    }

    /// What a function of a has at the ends of the line: of NaN a itself, of −∞ and +∞ the `limits`.
    #[inline(always)]
    fn end(self, [below, above]: [f64; 2]) -> Self {
        let end = Self::select(self.lt(Self::splat(0.0)), Self::splat(below), Self::splat(above));
        Self::select(self.is_nan(), self, end)
    }

    /// Replaces the lanes whose `x` is not finite by the [end](Self::end) of x.
    #[inline(always)]
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self {
        let finite = x.abs().lt(Self::splat(f64::INFINITY));
        if Self::all(finite) {
            return self;
        }
        Self::select(finite, self, x.end(limits))
    }

    /// Whether a is NaN.
    fn is_nan(self) -> Self::Mask;
}

/// Lanes of f64.
pub trait Doubles: Lanes<Scalar = f64> {
    /// The first [`COUNT`](Lanes::COUNT) elements, widened.
    fn load_f32(from: &[f32]) -> Self;
    /// Writes the first [`COUNT`](Lanes::COUNT) elements, each rounded to the nearest f32.
    fn store_f32(self, to: &mut [f32]);
    /// The same around the caches, where there is an instruction for it.
    #[inline(always)]
    fn stream_f32(self, to: Place<'_, f32>) {
        self.store_f32(to.elements());
    }
    /// The first [`COUNT`](Lanes::COUNT) f16 with these bits, widened.
    #[inline(always)]
    fn load_f16(from: &[u16]) -> Self {
        let mut wide = [0.0; MAX_COUNT];
        for (wide, &bits) in wide[..Self::COUNT].iter_mut().zip(from) {
            *wide = half::f16::from_bits(bits).to_f32();
        }
        Self::load_f32(&wide)
    }
    /// Writes the bits of the first [`COUNT`](Lanes::COUNT) lanes as f16, which they must fit exactly
    /// or overflow.
    #[inline(always)]
    fn store_f16(self, to: &mut [u16]) {
        let mut wide = [0.0; MAX_COUNT];
        self.store_f32(&mut wide);
        for (bits, wide) in to[..Self::COUNT].iter_mut().zip(wide) {
            *bits = half::f16::from_f32(wide).to_bits();
        }
    }
    /// `negative` where a's sign bit is set, else `positive`. No comparison: a mask costs more than a sign.
    fn by_sign(self, negative: Self, positive: Self) -> Self;
    /// a·2^k for a whole |k| ≤ 2,000, rounded once; a·2^⌊k⌋ for any k where [`LOOKUP`](Self::LOOKUP).
    fn scale(self, k: Self) -> Self;
    /// 2^(n − 1023), where n is the number in the lowest 11 bits of a's representation; 0 < n < 2047.
    fn power_of_two(self) -> Self;
    /// Whether [`lookup`](Self::lookup) is one instruction, and [`scale`](Self::scale),
    /// [`exponent`](Self::exponent) and [`mantissa`](Self::mantissa) take any number.
    const LOOKUP: bool;
    /// The entry whose number is in the lowest 4 bits of a's representation.
    fn lookup(self, table: &[f64; 16]) -> Self;
    /// The k with 2^k ≤ |a| < 2^(k+1), for a normal a; for any where [`LOOKUP`](Self::LOOKUP), with −∞ of 0.
    fn exponent(self) -> Self;
    /// |a|·2^−k with that k, in \[1, 2), for a normal a; for any where [`LOOKUP`](Self::LOOKUP), with 1 of 0 and ∞.
    fn mantissa(self) -> Self;
    /// 1/a, rounded once. A division: on Zen 4 it takes 3 of the multiplier's slots, where an estimate and two
    /// Newton steps take 6.
    #[inline(always)]
    fn reciprocal(self) -> Self {
        Self::splat(1.0).div(self)
    }

    /// Lane by lane: for rare lanes, and operators that have no vector code.
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        let mut lanes = [0.0; MAX_COUNT];
        self.store(&mut lanes);
        for lane in &mut lanes[..Self::COUNT] {
            *lane = f(*lane);
        }
        Self::load(&lanes)
    }
}

/// The most lanes of any instruction set.
pub const MAX_COUNT: usize = 16;
