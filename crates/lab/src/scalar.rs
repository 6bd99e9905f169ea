//! The element type of a network.
//!
//! Trials train in f32. The same code runs in f64, where a finite difference is sharp enough to show
//! that the gradients are right; that is why the network is generic at all.

use nonlin_kernels::Kernel;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// f32 or f64, with the few operations that training needs.
pub trait Scalar:
    Copy
    + PartialOrd
    + Send
    + Sync
    + std::fmt::Debug
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// −∞.
    const NEG_INFINITY: Self;
    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// Exact.
    fn to_f64(self) -> f64;
    /// Square root.
    fn sqrt(self) -> Self;
    /// e to the power of `self`.
    fn exp(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// Neither NaN nor infinite.
    fn is_finite(self) -> bool;
    /// `y = f(x)`, `slope = f′(x)`, element by element; the slices have one length.
    fn activate(kernel: &Kernel, x: &[Self], y: &mut [Self], slope: &mut [Self]);
    /// `y = f(x)`, element by element; the slices have one length.
    fn activate_value(kernel: &Kernel, x: &[Self], y: &mut [Self]);
}

macro_rules! scalar {
    ($type:ident) => {
        #[allow(clippy::cast_lossless, clippy::cast_possible_truncation)]
        impl Scalar for $type {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const NEG_INFINITY: Self = Self::NEG_INFINITY;
            fn from_f64(value: f64) -> Self {
                value as Self
            }
            fn to_f64(self) -> f64 {
                self as f64
            }
            fn sqrt(self) -> Self {
                self.sqrt()
            }
            fn exp(self) -> Self {
                self.exp()
            }
            fn abs(self) -> Self {
                self.abs()
            }
            fn is_finite(self) -> bool {
                self.is_finite()
            }
            fn activate(kernel: &Kernel, x: &[Self], y: &mut [Self], slope: &mut [Self]) {
                kernel.value_and_derivative(x, y, slope);
            }
            fn activate_value(kernel: &Kernel, x: &[Self], y: &mut [Self]) {
                kernel.value(x, y);
            }
        }
    };
}

scalar!(f32);
scalar!(f64);
