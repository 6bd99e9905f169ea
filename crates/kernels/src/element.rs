//! The types of numbers that slices hold, and what they are evaluated in.

use crate::number::{Elements, Narrow, Packed, Wide};
use crate::pass::Pass;
use crate::simd::Isa;

/// A float that is evaluated with about twice its digits and rounded once: f32, f64, f16 or bf16.
pub trait Element: Copy + Send + Sync + Sealed {
    /// What slices of it are evaluated in.
    #[doc(hidden)]
    type Number<I: Isa>: Elements<Self> + Packed;
    /// The pass, if it is one that kernels are compiled for.
    #[doc(hidden)]
    fn compiled<const N: usize>(
        pass: Pass<'_, Self, N>,
    ) -> Result<Pass<'_, f32, N>, Pass<'_, Self, N>> {
        Err(pass)
    }
    /// 0.
    const ZERO: Self;
    /// The same value.
    fn to_f64(self) -> f64;
    /// The nearest value, ties to even.
    fn from_f64(value: f64) -> Self;
}

/// Only the types here are elements: their vectors are inside this crate.
pub trait Sealed: 'static {}
impl Sealed for f32 {}
impl Sealed for f64 {}

impl Element for f32 {
    type Number<I: Isa> = Narrow<I::F64>;
    fn compiled<const N: usize>(
        pass: Pass<'_, Self, N>,
    ) -> Result<Pass<'_, f32, N>, Pass<'_, Self, N>> {
        Ok(pass)
    }
    const ZERO: Self = 0.0;
    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }
}

impl Element for f64 {
    type Number<I: Isa> = Wide<I::F64>;
    const ZERO: Self = 0.0;
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}
