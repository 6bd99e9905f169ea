//! f16 and bf16: widened, computed in f64, rounded once.
//!
//! Through f32 they would be rounded twice, and come out wrong where the first rounding lands on the
//! middle between two halves. So an f64 is rounded to the half's digits while it is still an f64:
//! adding and subtracting 1.5·2^52 units in the half's last place leaves a whole number of them, ties
//! to even. What follows is exact.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

use crate::element::{Element, sealed};
use crate::number::{Elements, Narrow};
use crate::simd::{Doubles, Isa, MAX_COUNT};

macro_rules! element {
    ($type:ident) => {
        sealed!($type);
        impl Element for $type {
            type Number<I: Isa> = Narrow<I::F64>;
            const ZERO: Self = Self::ZERO;
            #[inline]
            fn to_f64(self) -> f64 {
                self.into()
            }
            #[inline]
            fn from_f64(value: f64) -> Self {
                Self::from_f64(sticky(value))
            }
        }
    };
}

element!(f16);
element!(bf16);

impl<V: Doubles> Elements<f16> for Narrow<V> {
    #[inline(always)]
    fn load(from: &[f16]) -> Self {
        Self(V::load_f16(from.reinterpret_cast()))
    }
    #[inline(always)]
    fn store(self, to: &mut [f16]) {
        round::<V, 11, -14, 15>(self.0).store_f16(to.reinterpret_cast_mut());
    }
}

impl<V: Doubles> Elements<bf16> for Narrow<V> {
    #[inline(always)]
    fn load(from: &[bf16]) -> Self {
        let mut wide = [0.0; MAX_COUNT];
        for (wide, bits) in wide[..V::COUNT].iter_mut().zip(from) {
            *wide = f32::from_bits(u32::from(bits.to_bits()) << 16);
        }
        Self(V::load_f32(&wide))
    }
    #[inline(always)]
    fn store(self, to: &mut [bf16]) {
        let mut wide = [0.0_f32; MAX_COUNT];
        round::<V, 8, -126, 127>(self.0).store_f32(&mut wide);
        for (bits, wide) in to[..V::COUNT].iter_mut().zip(wide) {
            *bits = bf16::from_bits((wide.to_bits() >> 16) as u16);
        }
    }
}

/// Rounds to `DIGITS` binary digits, fewer below 2^`LEAST`; what is 2^(`LARGEST` + 1) or more stays.
#[inline(always)]
fn round<V: Doubles, const DIGITS: i32, const LEAST: i32, const LARGEST: i32>(v: V) -> V {
    let power = |k: i32| V::splat(libm::scalbn(1.0, k));
    let magnitude = v.abs();
    let exponent = magnitude.greater(power(LEAST)).exponent();
    // 2^52 units in the last place, and a half more for negative sums.
    let whole = power(53 - DIGITS).mul(V::splat(1.5)).scale(exponent);
    let rounded = magnitude.add(whole).sub(whole).copysign(v);
    V::select(magnitude.lt(power(LARGEST + 1)), rounded, v)
}

/// The value with its low 32 bits gathered in one. The conversions to halves of the crate `half` read only
/// the high 32 bits, and would take a number just above a tie for the tie.
fn sticky(value: f64) -> f64 {
    let bits = value.to_bits();
    let low = bits & 0xffff_ffff;
    f64::from_bits((bits ^ low) | u64::from(low != 0) << 32)
}
