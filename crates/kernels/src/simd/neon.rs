//! NEON of 64-bit ARM, which every such processor has.

use core::arch::aarch64::*;

use super::{Doubles, Floats, Isa, Lanes, Task};

/// The instruction set.
#[derive(Debug, Clone, Copy)]
pub struct Neon;

/// 2 f64.
#[derive(Debug, Clone, Copy)]
pub struct F64(float64x2_t);

/// 4 f32.
#[derive(Debug, Clone, Copy)]
pub struct F32(float32x4_t);

impl Isa for Neon {
    type F64 = F64;
    type F32 = F32;
    #[inline(always)]
    fn call<T: Task>(task: T) -> T::Output {
        task.run()
    }
}

macro_rules! lanes {
    (
        $type:ident, $scalar:ty, $count:literal, $mask:ty, $load:ident $store:ident $splat:ident
        $add:ident $sub:ident $mul:ident $div:ident $fma:ident $fms:ident $neg:ident $abs:ident $sqrt:ident
        $floor:ident $round:ident $lt:ident $le:ident $eq:ident $and:ident $or:ident $select:ident
        $least:ident $most:ident, $words:path, $sign:expr
    ) => {
        impl Lanes for $type {
            type Scalar = $scalar;
            type Mask = $mask;
            const COUNT: usize = $count;
            const FUSED: bool = true;

            memory!($scalar, $load, $store, $splat);
            arithmetic! {
                add(other) = $add;
                sub(other) = $sub;
                mul(other) = $mul;
                div(other) = $div;
                neg() = $neg;
                abs() = $abs;
                sqrt() = $sqrt;
                floor() = $floor;
                round() = $round;
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $fma(addend.0, self.0, factor.0) })
            }
            #[inline(always)]
            fn neg_mul_add(self, factor: Self, addend: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $fms(addend.0, self.0, factor.0) })
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $select($sign, sign.0, self.0) })
            }
            // The instructions for minimum and maximum give NaN where either is.
            #[inline(always)]
            fn lesser(self, other: Self) -> Self {
                Self::select(other.lt(self), other, self)
            }
            #[inline(always)]
            fn greater(self, other: Self) -> Self {
                Self::select(self.lt(other), other, self)
            }
            #[inline(always)]
            fn lt(self, other: Self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $lt(self.0, other.0) }
            }
            #[inline(always)]
            fn le(self, other: Self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $le(self.0, other.0) }
            }
            #[inline(always)]
            fn eq(self, other: Self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $eq(self.0, other.0) }
            }
            #[inline(always)]
            fn is_nan(self) -> $mask {
                // SAFETY: as in `arithmetic`. All ones less the ones of a lane that equals itself.
                unsafe {
                    let equal = $eq(self.0, self.0);
                    let (zero, one) = ($splat(0.0), $splat(1.0));
                    $eq($select(equal, zero, one), one)
                }
            }
            #[inline(always)]
            fn and(a: $mask, b: $mask) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $and(a, b) }
            }
            #[inline(always)]
            fn or(a: $mask, b: $mask) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $or(a, b) }
            }
            #[inline(always)]
            fn all(mask: $mask) -> bool {
                // SAFETY: as in `arithmetic`. Both halves of a lane are alike.
                unsafe { $least($words(mask)) != 0 }
            }
            #[inline(always)]
            fn any(mask: $mask) -> bool {
                // SAFETY: as in `arithmetic`.
                unsafe { $most($words(mask)) != 0 }
            }
            #[inline(always)]
            fn select(mask: $mask, yes: Self, no: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $select(mask, yes.0, no.0) })
            }
        }
    };
}

lanes! {
    F64, f64, 2, uint64x2_t, vld1q_f64 vst1q_f64 vdupq_n_f64
    vaddq_f64 vsubq_f64 vmulq_f64 vdivq_f64 vfmaq_f64 vfmsq_f64 vnegq_f64 vabsq_f64 vsqrtq_f64
    vrndmq_f64 vrndnq_f64 vcltq_f64 vcleq_f64 vceqq_f64 vandq_u64 vorrq_u64 vbslq_f64
    vminvq_u32 vmaxvq_u32, vreinterpretq_u32_u64, vdupq_n_u64(1 << 63)
}

lanes! {
    F32, f32, 4, uint32x4_t, vld1q_f32 vst1q_f32 vdupq_n_f32
    vaddq_f32 vsubq_f32 vmulq_f32 vdivq_f32 vfmaq_f32 vfmsq_f32 vnegq_f32 vabsq_f32 vsqrtq_f32
    vrndmq_f32 vrndnq_f32 vcltq_f32 vcleq_f32 vceqq_f32 vandq_u32 vorrq_u32 vbslq_f32
    vminvq_u32 vmaxvq_u32, core::convert::identity, vdupq_n_u32(1 << 31)
}

impl Floats for F32 {}

impl Doubles for F64 {
    #[inline(always)]
    fn load_f32(from: &[f32]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { vcvt_f64_f32(vld1_f32(from.as_ptr())) })
    }
    #[inline(always)]
    fn store_f32(self, to: &mut [f32]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe { vst1_f32(to.as_mut_ptr(), vcvt_f32_f64(self.0)) }
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { vreinterpretq_f64_u64(vshlq_n_u64::<52>(vreinterpretq_u64_f64(self.0))) })
    }
    const LOOKUP: bool = false;
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        self.map(|a| table[(a.to_bits() & 15) as usize])
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let negatives = vcltzq_s64(vreinterpretq_s64_f64(self.0));
            vbslq_f64(negatives, negative.0, positive.0)
        })
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        // Two exact powers of two: their product may be out of range where the result is not.
        let half = k.mul(Self::splat(0.5)).floor();
        self.mul(power_of_two(half)).mul(power_of_two(k.sub(half)))
    }
    #[inline(always)]
    fn exponent(self) -> Self {
        // SAFETY: as in `arithmetic`.
        let biased = unsafe {
            let bits = vreinterpretq_u64_f64(self.abs().0);
            Self(vcvtq_f64_u64(vshrq_n_u64::<52>(bits)))
        };
        biased.sub(Self::splat(1023.0))
    }
    #[inline(always)]
    fn mantissa(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { vbslq_f64(vdupq_n_u64((1 << 52) - 1), self.0, vdupq_n_f64(1.0)) })
    }
}

/// 2^k for a whole −1022 ≤ k ≤ 1023.
#[inline(always)]
fn power_of_two(k: F64) -> F64 {
    // SAFETY: as in `arithmetic`.
    F64(unsafe {
        let biased = vcvtq_s64_f64(k.add(F64::splat(1023.0)).0);
        vreinterpretq_f64_s64(vshlq_n_s64::<52>(biased))
    })
}
