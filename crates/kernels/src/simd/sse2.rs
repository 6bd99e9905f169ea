//! SSE2, which every x86-64 processor has.

use core::arch::x86_64::*;

use super::streaming::Place;
use super::{Doubles, Floats, Isa, Lanes, Task};

/// The instruction set.
#[derive(Debug, Clone, Copy)]
pub struct Sse2;

/// 2 f64.
#[derive(Debug, Clone, Copy)]
pub struct F64(__m128d);

/// 4 f32.
#[derive(Debug, Clone, Copy)]
pub struct F32(__m128);

impl Isa for Sse2 {
    type F64 = F64;
    type F32 = F32;
    #[inline(always)]
    fn call<T: Task>(task: T) -> T::Output {
        task.run()
    }
}

macro_rules! lanes {
    (
        $type:ident, $scalar:ty, $count:literal, $mask:ty, $load:ident $store:ident $splat:ident $stream:ident
        $add:ident $sub:ident $mul:ident $div:ident $sqrt:ident
        $min:ident $max:ident $xor:ident $andnot:ident $and:ident $or:ident $lt:ident $le:ident $eq:ident $unord:ident
        $movemask:ident $magic:literal
    ) => {
        impl Lanes for $type {
            type Scalar = $scalar;
            type Mask = $mask;
            const COUNT: usize = $count;
            const FUSED: bool = false;

            memory!($scalar, $load, $store, $splat, $stream);
            arithmetic! {
                add(other) = $add;
                sub(other) = $sub;
                mul(other) = $mul;
                div(other) = $div;
                sqrt() = $sqrt;
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                self.mul(factor).add(addend)
            }
            #[inline(always)]
            fn neg_mul_add(self, factor: Self, addend: Self) -> Self {
                addend.sub(self.mul(factor))
            }
            #[inline(always)]
            fn round(self) -> Self {
                // Numbers from `magic` on are whole; adding it rounds the others to whole numbers.
                let magic = Self::splat($magic);
                let rounded = self.abs().add(magic).sub(magic).copysign(self);
                Self::select(self.abs().lt(magic), rounded, self)
            }
            #[inline(always)]
            fn floor(self) -> Self {
                let near = self.round();
                let down = near.sub(Self::splat(1.0));
                Self::select(self.lt(near), down, near)
            }
            #[inline(always)]
            fn lesser(self, other: Self) -> Self {
                // SAFETY: as in `arithmetic`. The second operand is what a NaN or a tie gives.
                Self(unsafe { $min(other.0, self.0) })
            }
            #[inline(always)]
            fn greater(self, other: Self) -> Self {
                // SAFETY: as in `arithmetic`. The second operand is what a NaN or a tie gives.
                Self(unsafe { $max(other.0, self.0) })
            }
            #[inline(always)]
            fn neg(self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $xor(self.0, $splat(-0.0)) })
            }
            #[inline(always)]
            fn abs(self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $andnot($splat(-0.0), self.0) })
            }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $or(self.abs().0, $and($splat(-0.0), sign.0)) })
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
                // SAFETY: as in `arithmetic`.
                unsafe { $unord(self.0, self.0) }
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
                // SAFETY: as in `arithmetic`.
                unsafe { $movemask(mask) == (1 << $count) - 1 }
            }
            #[inline(always)]
            fn any(mask: $mask) -> bool {
                // SAFETY: as in `arithmetic`.
                unsafe { $movemask(mask) != 0 }
            }
            #[inline(always)]
            fn select(mask: $mask, yes: Self, no: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $or($and(mask, yes.0), $andnot(mask, no.0)) })
            }
        }
    };
}

lanes! {
    F64, f64, 2, __m128d, _mm_loadu_pd _mm_storeu_pd _mm_set1_pd _mm_stream_pd
    _mm_add_pd _mm_sub_pd _mm_mul_pd _mm_div_pd
    _mm_sqrt_pd
    _mm_min_pd _mm_max_pd _mm_xor_pd _mm_andnot_pd _mm_and_pd _mm_or_pd _mm_cmplt_pd _mm_cmple_pd _mm_cmpeq_pd _mm_cmpunord_pd
    _mm_movemask_pd 4_503_599_627_370_496.0
}

lanes! {
    F32, f32, 4, __m128, _mm_loadu_ps _mm_storeu_ps _mm_set1_ps _mm_stream_ps
    _mm_add_ps _mm_sub_ps _mm_mul_ps _mm_div_ps
    _mm_sqrt_ps
    _mm_min_ps _mm_max_ps _mm_xor_ps _mm_andnot_ps _mm_and_ps _mm_or_ps _mm_cmplt_ps _mm_cmple_ps _mm_cmpeq_ps _mm_cmpunord_ps
    _mm_movemask_ps 8_388_608.0
}

impl Floats for F32 {}

impl Doubles for F64 {
    #[inline(always)]
    fn load_f32(from: &[f32]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { _mm_cvtps_pd(_mm_castpd_ps(_mm_load_sd(from.as_ptr().cast()))) })
    }
    #[inline(always)]
    fn store_f32(self, to: &mut [f32]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe { _mm_store_sd(to.as_mut_ptr().cast(), _mm_castps_pd(_mm_cvtpd_ps(self.0))) }
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm_castsi128_pd(_mm_slli_epi64::<52>(_mm_castpd_si128(self.0))) })
    }
    const LOOKUP: bool = false;
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        self.map(|a| table[(a.to_bits() & 15) as usize])
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        // SAFETY: as in `arithmetic`. The upper half of each lane, with the sign, goes over the whole lane.
        let mask = unsafe {
            let upper = _mm_shuffle_epi32::<0b1111_0101>(_mm_castpd_si128(self.0));
            _mm_castsi128_pd(_mm_srai_epi32::<31>(upper))
        };
        Self::select(mask, negative, positive)
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        // Two exact powers of two: their product may be out of range where the result is not. The addition
        // rounds k/2 to a whole number in the lowest bits of the sum.
        let place = Self::splat(6_755_399_441_055_744.0 + 1023.0);
        let half = k.mul(Self::splat(0.5)).add(place);
        let rest = k.sub(half.sub(place)).add(place);
        self.mul(half.power_of_two()).mul(rest.power_of_two())
    }
    #[inline(always)]
    fn exponent(self) -> Self {
        // The biased exponent, below the bits of 2^52, is a float.
        let magic = Self::splat(4_503_599_627_370_496.0);
        // SAFETY: as in `arithmetic`.
        let biased = unsafe {
            let bits = _mm_srli_epi64::<52>(_mm_castpd_si128(self.abs().0));
            Self(_mm_castsi128_pd(_mm_or_si128(bits, _mm_castpd_si128(magic.0))))
        };
        biased.sub(Self::splat(4_503_599_627_370_496.0 + 1023.0))
    }
    #[inline(always)]
    fn mantissa(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let fraction = _mm_set1_pd(f64::from_bits((1 << 52) - 1));
            _mm_or_pd(_mm_and_pd(self.0, fraction), _mm_set1_pd(1.0))
        })
    }
}
