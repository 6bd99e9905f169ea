//! Which instruction set runs.

use std::marker::PhantomData;

#[cfg(target_arch = "aarch64")]
use super::neon;
#[cfg(any(test, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
use super::portable;
use super::{Doubles, Floats};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512, sse2};

/// An instruction set: its vectors.
pub trait Isa: Copy + Send + Sync + 'static {
    /// Vectors of f64.
    type F64: Doubles;
    /// Vectors of f32, of the same width in bits.
    type F32: Floats;
    /// Runs `task` in a function that has the instruction set's features. It is for code inside a
    /// [`Job`], to come back from a function that does not have them.
    fn call<T: Task>(task: T) -> T::Output;
}

/// Something to be done with the features of an instruction set. `run` must be `#[inline(always)]`.
pub trait Task {
    /// What comes out.
    type Output;
    /// Does it.
    fn run(self) -> Self::Output;
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
        $variant:ident = $name:literal, $isa:path, $cfg:meta, $detected:expr;
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
                        // The set of a level is private, and only `available` makes one, after it has
                        // asked the processor for these very features.
                        <$isa as Isa>::call(With::<J, $isa> { job, isa: PhantomData })
                    }
                )* }
            }
        }
    };
}

/// A job with an instruction set chosen.
struct With<J, I> {
    job: J,
    isa: PhantomData<I>,
}

impl<J: Job, I: Isa> Task for With<J, I> {
    type Output = J::Output;
    #[inline(always)]
    fn run(self) -> J::Output {
        self.job.run::<I>()
    }
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
            && is_x86_feature_detected!("f16c");
    /// AVX2 with FMA: 4 f64 at a time.
    Avx2 = "avx2", avx2::Avx2, target_arch = "x86_64",
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c");
    /// What every x86-64 processor has: 2 f64 at a time, no fused multiply-add.
    Sse2 = "sse2", sse2::Sse2, target_arch = "x86_64", true;
    /// What every 64-bit Arm processor has: 2 f64 at a time, with fused multiply-add.
    Neon = "neon", neon::Neon, target_arch = "aarch64", true;
    /// Plain code, for every other processor and for checking the rest.
    Portable = "portable", portable::Portable,
        any(test, not(any(target_arch = "x86_64", target_arch = "aarch64"))), true;
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
