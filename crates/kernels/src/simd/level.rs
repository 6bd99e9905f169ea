//! Which instruction set runs.

#[cfg(target_arch = "aarch64")]
use super::neon;
use super::{Doubles, Lanes, portable};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512, sse2};

/// An instruction set: its vectors.
pub trait Isa: Copy + Send + Sync + 'static {
    /// Vectors of f64.
    type F64: Doubles;
    /// Vectors of f32, of the same width in bits.
    type F32: Lanes<Scalar = f32>;
}

/// Something to be compiled for every instruction set. `run` must be `#[inline(always)]`.
pub trait Job {
    /// What comes out.
    type Output;
    /// Does it with the vectors of `I`.
    fn run<I: Isa>(self) -> Self::Output;
}

macro_rules! levels {
    ($(
        $(#[doc = $doc:literal])*
        $variant:ident = $name:literal, $isa:path, $cfg:meta, $detected:expr, $(target($features:literal))?;
    )*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        enum Set { $( #[cfg($cfg)] $(#[doc = $doc])* $variant, )* }

        impl Level {
            /// All that this processor has, the widest first.
            #[must_use]
            pub fn available() -> Vec<Self> {
                let mut all = Vec::new();
                $( #[cfg($cfg)] if $detected { all.push(Self(Set::$variant)); } )*
                all
            }

            /// What it is called.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self.0 { $( #[cfg($cfg)] Set::$variant => $name, )* }
            }

            /// Runs `job` with its vectors.
            #[inline]
            pub(crate) fn run<J: Job>(self, job: J) -> J::Output {
                match self.0 { $(
                    #[cfg($cfg)]
                    Set::$variant => {
                        $(#[target_feature(enable = $features)])?
                        unsafe fn inside<J: Job>(job: J) -> J::Output { job.run::<$isa>() }
                        // SAFETY: the set of a level is private, and only `available` makes one, after
                        // it has asked the processor for these very features.
                        unsafe { inside(job) }
                    }
                )* }
            }
        }
    };
}

/// An instruction set that this processor has, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Level(Set);

levels! {
    /// AVX-512: 8 f64 at a time.
    Avx512 = "avx512", avx512::Avx512, target_arch = "x86_64",
        is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c"),
        target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c");
    /// AVX2 with FMA: 4 f64 at a time.
    Avx2 = "avx2", avx2::Avx2, target_arch = "x86_64",
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c"),
        target("avx2,fma,f16c");
    /// What every x86-64 processor has: 2 f64 at a time, no fused multiply-add.
    Sse2 = "sse2", sse2::Sse2, target_arch = "x86_64", true, ;
    /// What every 64-bit ARM processor has: 2 f64 at a time, with fused multiply-add.
    Neon = "neon", neon::Neon, target_arch = "aarch64", true, ;
    /// Plain code, for every other processor and for checking the rest.
    Portable = "portable", portable::Portable, all(), true, ;
}

impl Level {
    /// The best of this processor. Asked once, then remembered.
    #[must_use]
    pub fn best() -> Self {
        use std::sync::OnceLock;
        static BEST: OnceLock<Level> = OnceLock::new();
        *BEST.get_or_init(|| Self::available()[0])
    }
}
