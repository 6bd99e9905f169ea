//! AVX2 with FMA.

use core::arch::x86_64::*;

use super::streaming::Place;
use super::{Doubles, Floats, Isa, Lanes, Task};

/// The instruction set.
#[derive(Debug, Clone, Copy)]
pub struct Avx2;

/// 4 f64.
#[derive(Debug, Clone, Copy)]
pub struct F64(__m256d);

/// 8 f32.
#[derive(Debug, Clone, Copy)]
pub struct F32(__m256);

impl Isa for Avx2 {
    type F64 = F64;
    type F32 = F32;
    #[inline(always)]
    fn call<T: Task>(task: T) -> T::Output {
        #[target_feature(enable = "avx2,fma,f16c")]
        fn inside<T: Task>(task: T) -> T::Output {
            task.run()
        }
        // SAFETY: a `Level` runs this only where the processor has these features.
        unsafe { inside(task) }
    }
}

const NEAREST: i32 = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
const DOWN: i32 = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;

macro_rules! lanes {
    (
        $type:ident, $scalar:ty, $count:literal, $mask:ty, $load:ident $store:ident $splat:ident $stream:ident
        $add:ident $sub:ident $mul:ident $div:ident $fma:ident $fnma:ident $sqrt:ident $round:ident
        $min:ident $max:ident $xor:ident $andnot:ident $and:ident $or:ident $cmp:ident $blend:ident $movemask:ident
    ) => {
        impl Lanes for $type {
            type Scalar = $scalar;
            type Mask = $mask;
            const COUNT: usize = $count;
            const FUSED: bool = true;

            memory!($scalar, $load, $store, $splat, $stream);
            arithmetic! {
                add(other) = $add;
                sub(other) = $sub;
                mul(other) = $mul;
                div(other) = $div;
                mul_add(factor, addend) = $fma;
                neg_mul_add(factor, addend) = $fnma;
                sqrt() = $sqrt;
                floor() = $round::<DOWN>;
                round() = $round::<NEAREST>;
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
                unsafe { $cmp::<_CMP_LT_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn le(self, other: Self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $cmp::<_CMP_LE_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn eq(self, other: Self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $cmp::<_CMP_EQ_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn is_nan(self) -> $mask {
                // SAFETY: as in `arithmetic`.
                unsafe { $cmp::<_CMP_UNORD_Q>(self.0, self.0) }
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
                Self(unsafe { $blend(no.0, yes.0, mask) })
            }
        }
    };
}

lanes! {
    F64, f64, 4, __m256d, _mm256_loadu_pd _mm256_storeu_pd _mm256_set1_pd _mm256_stream_pd
    _mm256_add_pd _mm256_sub_pd _mm256_mul_pd _mm256_div_pd _mm256_fmadd_pd _mm256_fnmadd_pd
    _mm256_sqrt_pd _mm256_round_pd
    _mm256_min_pd _mm256_max_pd _mm256_xor_pd _mm256_andnot_pd _mm256_and_pd _mm256_or_pd _mm256_cmp_pd _mm256_blendv_pd
    _mm256_movemask_pd
}

lanes! {
    F32, f32, 8, __m256, _mm256_loadu_ps _mm256_storeu_ps _mm256_set1_ps _mm256_stream_ps
    _mm256_add_ps _mm256_sub_ps _mm256_mul_ps _mm256_div_ps _mm256_fmadd_ps _mm256_fnmadd_ps
    _mm256_sqrt_ps _mm256_round_ps
    _mm256_min_ps _mm256_max_ps _mm256_xor_ps _mm256_andnot_ps _mm256_and_ps _mm256_or_ps _mm256_cmp_ps _mm256_blendv_ps
    _mm256_movemask_ps
}

impl Floats for F32 {}

impl Doubles for F64 {
    #[inline(always)]
    fn load_f32(from: &[f32]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { _mm256_cvtps_pd(_mm_loadu_ps(from.as_ptr())) })
    }
    #[inline(always)]
    fn store_f32(self, to: &mut [f32]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe { _mm_storeu_ps(to.as_mut_ptr(), _mm256_cvtpd_ps(self.0)) }
    }
    #[inline(always)]
    fn stream_f32(self, to: Place<'_, f32>) {
        let to = to.start(Self::COUNT);
        // SAFETY: as in `memory`.
        unsafe { _mm_stream_ps(to, _mm256_cvtpd_ps(self.0)) }
    }
    #[inline(always)]
    fn load_f16(from: &[u16]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { _mm256_cvtps_pd(_mm_cvtph_ps(_mm_loadl_epi64(from.as_ptr().cast()))) })
    }
    #[inline(always)]
    fn store_f16(self, to: &mut [u16]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe {
            let half = _mm_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(_mm256_cvtpd_ps(self.0));
            _mm_storel_epi64(to.as_mut_ptr().cast(), half);
        }
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm256_castsi256_pd(_mm256_slli_epi64::<52>(_mm256_castpd_si256(self.0))) })
    }
    const LOOKUP: bool = false;
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        self.map(|a| table[(a.to_bits() & 15) as usize])
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        // SAFETY: as in `arithmetic`. The instruction looks at sign bits alone.
        Self(unsafe { _mm256_blendv_pd(positive.0, negative.0, self.0) })
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
            let bits = _mm256_srli_epi64::<52>(_mm256_castpd_si256(self.abs().0));
            Self(_mm256_castsi256_pd(_mm256_or_si256(bits, _mm256_castpd_si256(magic.0))))
        };
        biased.sub(Self::splat(4_503_599_627_370_496.0 + 1023.0))
    }
    #[inline(always)]
    fn mantissa(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let fraction = _mm256_set1_pd(f64::from_bits((1 << 52) - 1));
            _mm256_or_pd(_mm256_and_pd(self.0, fraction), _mm256_set1_pd(1.0))
        })
    }
}
