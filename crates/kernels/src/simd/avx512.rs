//! AVX-512 (F, VL, DQ, BW).

use core::arch::x86_64::*;

use super::streaming::Place;
use super::{Doubles, Floats, Isa, Lanes, Task};

/// The instruction set.
#[derive(Debug, Clone, Copy)]
pub struct Avx512;

/// 8 f64.
#[derive(Debug, Clone, Copy)]
pub struct F64(__m512d);

/// 16 f32.
#[derive(Debug, Clone, Copy)]
pub struct F32(__m512);

impl Isa for Avx512 {
    type F64 = F64;
    type F32 = F32;
    #[inline(always)]
    fn call<T: Task>(task: T) -> T::Output {
        #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c")]
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
        $add:ident $sub:ident $mul:ident $div:ident $fma:ident $fnma:ident $sqrt:ident $roundscale:ident
        $min:ident $max:ident $xor:ident $andnot:ident $and:ident $or:ident $cmp:ident $blend:ident
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
                floor() = $roundscale::<DOWN>;
                round() = $roundscale::<NEAREST>;
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
                a & b
            }
            #[inline(always)]
            fn or(a: $mask, b: $mask) -> $mask {
                a | b
            }
            #[inline(always)]
            fn all(mask: $mask) -> bool {
                mask == <$mask>::MAX
            }
            #[inline(always)]
            fn any(mask: $mask) -> bool {
                mask != 0
            }
            #[inline(always)]
            fn select(mask: $mask, yes: Self, no: Self) -> Self {
                // SAFETY: as in `arithmetic`.
                Self(unsafe { $blend(mask, no.0, yes.0) })
            }
        }
    };
}

lanes! {
    F64, f64, 8, __mmask8, _mm512_loadu_pd _mm512_storeu_pd _mm512_set1_pd _mm512_stream_pd
    _mm512_add_pd _mm512_sub_pd _mm512_mul_pd _mm512_div_pd _mm512_fmadd_pd _mm512_fnmadd_pd
    _mm512_sqrt_pd _mm512_roundscale_pd
    _mm512_min_pd _mm512_max_pd _mm512_xor_pd _mm512_andnot_pd _mm512_and_pd _mm512_or_pd _mm512_cmp_pd_mask _mm512_mask_blend_pd
}

lanes! {
    F32, f32, 16, __mmask16, _mm512_loadu_ps _mm512_storeu_ps _mm512_set1_ps _mm512_stream_ps
    _mm512_add_ps _mm512_sub_ps _mm512_mul_ps _mm512_div_ps _mm512_fmadd_ps _mm512_fnmadd_ps
    _mm512_sqrt_ps _mm512_roundscale_ps
    _mm512_min_ps _mm512_max_ps _mm512_xor_ps _mm512_andnot_ps _mm512_and_ps _mm512_or_ps _mm512_cmp_ps_mask _mm512_mask_blend_ps
}

impl Doubles for F64 {
    #[inline(always)]
    fn load_f32(from: &[f32]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { _mm512_cvtps_pd(_mm256_loadu_ps(from.as_ptr())) })
    }
    #[inline(always)]
    fn store_f32(self, to: &mut [f32]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe { _mm256_storeu_ps(to.as_mut_ptr(), _mm512_cvtpd_ps(self.0)) }
    }
    #[inline(always)]
    fn stream_f32(self, to: Place<'_, f32>) {
        let to = to.start(Self::COUNT);
        // SAFETY: as in `memory`.
        unsafe { _mm256_stream_ps(to, _mm512_cvtpd_ps(self.0)) }
    }
    #[inline(always)]
    fn load_f16(from: &[u16]) -> Self {
        let from = &from[..Self::COUNT];
        // SAFETY: as in `memory`.
        Self(unsafe { _mm512_cvtps_pd(_mm256_cvtph_ps(_mm_loadu_si128(from.as_ptr().cast()))) })
    }
    #[inline(always)]
    fn store_f16(self, to: &mut [u16]) {
        let to = &mut to[..Self::COUNT];
        // SAFETY: as in `memory`.
        unsafe {
            let half = _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(_mm512_cvtpd_ps(self.0));
            _mm_storeu_si128(to.as_mut_ptr().cast(), half);
        }
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        const SELECT: i32 = 0b1100_1010;
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let negatives = _mm512_srai_epi64::<63>(_mm512_castpd_si512(self.0));
            let (yes, no) = (_mm512_castpd_si512(negative.0), _mm512_castpd_si512(positive.0));
            _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<SELECT>(negatives, yes, no))
        })
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_scalef_pd(self.0, k.0) })
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_castsi512_pd(_mm512_slli_epi64::<52>(_mm512_castpd_si512(self.0))) })
    }
    const LOOKUP: bool = true;
    #[inline(always)]
    fn lookup(self, table: &[f64; 16]) -> Self {
        let (low, high) = (Self::load(&table[..8]), Self::load(&table[8..]));
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_permutex2var_pd(low.0, _mm512_castpd_si512(self.0), high.0) })
    }
    #[inline(always)]
    fn exponent(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_getexp_pd(self.0) })
    }
    #[inline(always)]
    fn mantissa(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_getmant_pd::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_ZERO>(self.0) })
    }
}

impl Floats for F32 {
    const PAIRS: bool = true;

    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_scalef_ps(self.0, k.0) })
    }
    #[inline(always)]
    fn lookup(self, table: &[f32; 32]) -> Self {
        let (low, high) = (Self::load(&table[..16]), Self::load(&table[16..]));
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_permutex2var_ps(low.0, _mm512_castps_si512(self.0), high.0) })
    }
    #[inline(always)]
    fn estimate(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_rcp14_ps(self.0) })
    }
    // Whole numbers, which more units compute: positive floats are in the order of their bits, and so are
    // negative ones by magnitude, after them.
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let (low, high) = (Self::splat(low), Self::splat(high));
            let bits = _mm512_castps_si512(self.0);
            let bits = _mm512_min_epi32(bits, _mm512_castps_si512(high.0));
            _mm512_castsi512_ps(_mm512_min_epu32(bits, _mm512_castps_si512(low.0)))
        })
    }
    #[inline(always)]
    fn fallen(self, size: f64) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let bits = _mm512_castps_si512(_mm512_or_ps(self.0, _mm512_set1_ps(-0.0)));
            let end = _mm512_castps_si512(Self::splat(-size).0);
            _mm512_castsi512_ps(_mm512_min_epu32(bits, end))
        })
    }
    #[inline(always)]
    fn signed(self, sign: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_xor_ps(self.0, _mm512_and_ps(sign.0, _mm512_set1_ps(-0.0))) })
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(self.0))) })
    }
    #[inline(always)]
    fn steps(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe { _mm512_castsi512_ps(_mm512_slli_epi32::<18>(_mm512_castps_si512(self.0))) })
    }
    #[inline(always)]
    fn truncated(self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let bits = _mm512_castps_si512(self.0);
            _mm512_castsi512_ps(_mm512_and_si512(bits, _mm512_set1_epi32(!0x3f)))
        })
    }
    #[inline(always)]
    fn by_sign(self, negative: Self, positive: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let negatives = _mm512_movepi32_mask(_mm512_castps_si512(self.0));
            _mm512_mask_blend_ps(negatives, positive.0, negative.0)
        })
    }
    #[inline(always)]
    fn farther(self, other: Self) -> Self {
        // SAFETY: as in `arithmetic`.
        Self(unsafe {
            let bits = [self, other].map(|a| _mm512_castps_si512(a.abs().0));
            _mm512_castsi512_ps(_mm512_max_epu32(bits[0], bits[1]))
        })
    }
    #[inline(always)]
    fn all_finite(self) -> bool {
        /// Quiet and signalling NaN, +∞, −∞.
        const NOT: i32 = 0b1001_1001;
        // SAFETY: as in `arithmetic`.
        unsafe { _mm512_fpclass_ps_mask::<NOT>(self.0) == 0 }
    }
}
