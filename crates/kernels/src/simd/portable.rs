//! One lane at a time, in plain Rust.

use super::{Doubles, Floats, Isa, Lanes, Task};

/// No instruction set at all.
#[derive(Debug, Clone, Copy)]
pub struct Portable;

/// 1 f64.
#[derive(Debug, Clone, Copy)]
pub struct F64(f64);

/// 1 f32.
#[derive(Debug, Clone, Copy)]
pub struct F32(f32);

impl Isa for Portable {
    type F64 = F64;
    type F32 = F32;
    #[inline(always)]
    fn call<T: Task>(task: T) -> T::Output {
        task.run()
    }
}

macro_rules! lanes {
    ($type:ident, $scalar:ident, $sqrt:path, $floor:path, $round:path) => {
        impl Lanes for $type {
            type Scalar = $scalar;
            type Mask = bool;
            const COUNT: usize = 1;
            const FUSED: bool = false;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                #[expect(clippy::allow_attributes, reason = "the cast is one only for f32")]
                #[allow(clippy::cast_possible_truncation, reason = "rounding is the point")]
                let value = value as $scalar;
                Self(value)
            }
            #[inline(always)]
            fn load(from: &[$scalar]) -> Self {
                Self(from[0])
            }
            #[inline(always)]
            fn store(self, to: &mut [$scalar]) {
                to[0] = self.0;
            }
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
            #[inline(always)]
            fn mul(self, other: Self) -> Self {
                Self(self.0 * other.0)
            }
            #[inline(always)]
            fn div(self, other: Self) -> Self {
                Self(self.0 / other.0)
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                Self(self.0 * factor.0 + addend.0)
            }
            #[inline(always)]
            fn neg_mul_add(self, factor: Self, addend: Self) -> Self {
                Self(addend.0 - self.0 * factor.0)
            }
            #[inline(always)]
            fn lesser(self, other: Self) -> Self {
                if other.0 < self.0 { other } else { self }
            }
            #[inline(always)]
            fn greater(self, other: Self) -> Self {
                if other.0 > self.0 { other } else { self }
            }
            #[inline(always)]
            fn neg(self) -> Self {
                Self(-self.0)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                Self(self.0.abs())
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Self($sqrt(self.0))
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                Self(self.0.copysign(sign.0))
            }
            #[inline(always)]
            fn floor(self) -> Self {
                Self($floor(self.0))
            }
            #[inline(always)]
            fn round(self) -> Self {
                Self($round(self.0))
            }
            #[inline(always)]
            fn lt(self, other: Self) -> bool {
                self.0 < other.0
            }
            #[inline(always)]
            fn le(self, other: Self) -> bool {
                self.0 <= other.0
            }
            #[inline(always)]
            fn eq(self, other: Self) -> bool {
                self.0 == other.0
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                self.0.is_nan()
            }
            #[inline(always)]
            fn and(a: bool, b: bool) -> bool {
                a && b
            }
            #[inline(always)]
            fn or(a: bool, b: bool) -> bool {
                a || b
            }
            #[inline(always)]
            fn all(mask: bool) -> bool {
                mask
            }
            #[inline(always)]
            fn any(mask: bool) -> bool {
                mask
            }
            #[inline(always)]
            fn select(mask: bool, yes: Self, no: Self) -> Self {
                if mask { yes } else { no }
            }
        }
    };
}

lanes!(F64, f64, libm::sqrt, libm::floor, libm::rint);
lanes!(F32, f32, libm::sqrtf, libm::floorf, libm::rintf);

impl Floats for F32 {}

impl Doubles for F64 {
    #[inline(always)]
    fn load_f32(from: &[f32]) -> Self {
        Self(from[0].into())
    }
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn store_f32(self, to: &mut [f32]) {
        to[0] = self.0 as f32;
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        if self.0.is_sign_negative() { negative } else { positive }
    }
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "k is whole and small")]
    fn scale(self, k: Self) -> Self {
        Self(libm::scalbn(self.0, k.0 as i32))
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(f64::from_bits(self.0.to_bits() << 52))
    }
    const LOOKUP: bool = false;
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        Self(table[(self.0.to_bits() & 15) as usize])
    }
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "11 bits")]
    fn exponent(self) -> Self {
        Self((self.0.abs().to_bits() >> 52) as f64 - 1023.0)
    }
    #[inline(always)]
    fn mantissa(self) -> Self {
        let fraction = self.0.to_bits() & ((1 << 52) - 1);
        Self(f64::from_bits(fraction | 1.0_f64.to_bits()))
    }
}
