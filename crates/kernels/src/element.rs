//! The types of numbers that slices hold, and what they are evaluated in.

use nonlin_expr::{Algebra, DoubleDouble};

use crate::number::{Elements, Narrow, Wide};
use crate::pass::Pass;
use crate::simd::Isa;

/// Lanes in a register of a row program.
pub const BLOCK: usize = 256;

/// A float that is evaluated with about twice its digits and rounded once: f32, f64, f16 or bf16.
pub trait Element: Copy + Send + Sync + Sealed {
    /// What rows of it are evaluated in, one lane.
    type Lane: Lane;
    /// What slices of it are evaluated in.
    #[doc(hidden)]
    type Number<I: Isa>: Elements<Self>;
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
    type Lane = f64;
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
    type Lane = DoubleDouble;
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

/// A number that a tape computes with. It compares as a number does: NaN with none.
pub trait Lane: Algebra + Copy + From<f64> + Into<DoubleDouble> + PartialOrd + 'static {
    /// The nearest value.
    fn narrow(value: DoubleDouble) -> Self;
    /// The nearest float.
    fn to_f64(self) -> f64;
}

impl Lane for f64 {
    #[inline]
    fn narrow(value: DoubleDouble) -> Self {
        value.hi()
    }
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
}

impl Lane for DoubleDouble {
    #[inline]
    fn narrow(value: DoubleDouble) -> Self {
        value
    }
    #[inline]
    fn to_f64(self) -> f64 {
        self.hi()
    }
}
