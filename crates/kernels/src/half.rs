//! f16 and bf16: widened, computed in f64, rounded once.
//!
//! Through f32 they would be rounded twice, and come out wrong where the first rounding lands on the
//! middle between two halves. So an f64 is rounded to the half's digits while it is still an f64:
//! adding and subtracting 1.5·2^52 units in the half's last place leaves a whole number of them, ties
//! to even. What follows is exact. Where the f64 is next to the middle between two halves, its own error
//! would decide: such elements are [decided](crate::tie) with more digits.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

use crate::element::{Element, sealed};
use crate::number::{Elements, Narrow};
use crate::simd::{Doubles, Isa, MAX_COUNT};
use crate::tie::{DOUBT, Format};

macro_rules! element {
    ($type:ident $format:expr) => {
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
            const EXACT: Option<Format> = Some($format);
        }
    };
}

const F16: Format = Format { digits: 11, least: -14 };
const BF16: Format = Format { digits: 8, least: -126 };

element!(f16 F16);
element!(bf16 BF16);

impl<V: Doubles> Elements<f16> for Narrow<V> {
    #[inline(always)]
    fn load(from: &[f16]) -> Self {
        Self(V::load_f16(from.reinterpret_cast()))
    }
    #[inline(always)]
    fn store(self, to: &mut [f16]) {
        round(self.0, F16, 15).store_f16(to.reinterpret_cast_mut());
    }
    #[inline(always)]
    fn in_doubt(self) -> bool {
        in_doubt(self.0, F16)
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
        round(self.0, BF16, 127).store_f32(&mut wide);
        for (bits, wide) in to[..V::COUNT].iter_mut().zip(wide) {
            *bits = bf16::from_bits((wide.to_bits() >> 16) as u16);
        }
    }
    #[inline(always)]
    fn in_doubt(self) -> bool {
        in_doubt(self.0, BF16)
    }
}

/// 2^k.
#[inline(always)]
fn power<V: Doubles>(k: i32) -> V {
    V::splat(libm::scalbn(1.0, k))
}

/// 2^52 units of the last place in which |a| is rounded, and a half more for negative sums.
#[inline(always)]
fn whole<V: Doubles>(magnitude: V, format: Format) -> V {
    let exponent = magnitude.greater(power(format.least)).exponent();
    power::<V>(53 - format.digits).mul(V::splat(1.5)).scale(exponent)
}

/// Rounds to the digits of a format; what is 2^(`largest` + 1) or more stays.
#[inline(always)]
fn round<V: Doubles>(v: V, format: Format, largest: i32) -> V {
    let magnitude = v.abs();
    let whole = whole(magnitude, format);
    let rounded = magnitude.add(whole).sub(whole).copysign(v);
    V::select(magnitude.lt(power(largest + 1)), rounded, v)
}

/// Whether some lane is within [`DOUBT`] of itself from the middle between two halves.
#[inline(always)]
fn in_doubt<V: Doubles>(v: V, format: Format) -> bool {
    let magnitude = v.abs();
    let whole = whole(magnitude, format);
    let off = magnitude.sub(magnitude.add(whole).sub(whole)).abs();
    let from_middle = whole.neg_mul_add(V::splat(HALF_UNIT), off).abs();
    V::any(from_middle.le(magnitude.mul(V::splat(DOUBT))))
}

/// Half a unit of the last place, of [`whole`].
const HALF_UNIT: f64 = 1.0 / (3.0 * (1_u64 << 52) as f64);

/// The value with its low 32 bits gathered in one. The conversions to halves of the crate `half` read only
/// the high 32 bits, and would take a number just above a tie for the tie.
fn sticky(value: f64) -> f64 {
    let bits = value.to_bits();
    let low = bits & 0xffff_ffff;
    f64::from_bits((bits ^ low) | u64::from(low != 0) << 32)
}
