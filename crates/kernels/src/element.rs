//! The types of numbers that slices hold, and what they are evaluated in.

use crate::Kernel;
use crate::number::{Elements, Narrow, Packed, Wide};
use crate::pass::Pass;
use crate::row::RowsOf;
use crate::simd::{Isa, Level};
use crate::tie::Format;

/// A float that is evaluated with about twice its digits and rounded once: f32, f64, f16 or bf16.
pub trait Element: Copy + Send + Sync + Sealed {
    /// What slices of it are evaluated in.
    #[doc(hidden)]
    type Number<I: Isa>: Elements<Self> + Packed;
    /// 0.
    const ZERO: Self;
    /// The same value.
    fn to_f64(self) -> f64;
    /// The nearest value, ties to even.
    fn from_f64(value: f64) -> Self;
    /// The digits of a type whose results are all rounded right.
    #[doc(hidden)]
    const EXACT: Option<Format> = None;
}

/// Only the types of this crate are elements. What runs over them is compiled here, once for each, and not
/// again in every crate that calls it.
pub trait Sealed: Sized + 'static {
    #[doc(hidden)]
    fn value(kernel: &Kernel, pass: Pass<'_, Self, 1>);
    #[doc(hidden)]
    fn derivative(kernel: &Kernel, pass: Pass<'_, Self, 1>);
    #[doc(hidden)]
    fn both(kernel: &Kernel, pass: Pass<'_, Self, 2>);
    /// Nanoseconds that an element takes on a processor of our days, roughly: its value and its derivative.
    #[doc(hidden)]
    fn costs(kernel: &Kernel) -> [f64; 2];
    #[doc(hidden)]
    fn rows(level: Level, rows: RowsOf<'_, Self>);
}

/// The loops of one type. `ahead` are those compiled ahead of time, for the type that has them.
macro_rules! sealed {
    ($type:ty $(, $ahead:ident)?) => {
        impl $crate::element::Sealed for $type {
            fn value(kernel: &$crate::Kernel, pass: $crate::pass::Pass<'_, Self, 1>) {
                $(if let Some(entry) = kernel.$ahead {
                    return (entry.value)(kernel.level, pass);
                })?
                pass.run(kernel.level, &kernel.value);
            }
            fn derivative(kernel: &$crate::Kernel, pass: $crate::pass::Pass<'_, Self, 1>) {
                $(if let Some(entry) = kernel.$ahead {
                    return (entry.derivative)(kernel.level, pass);
                })?
                pass.run(kernel.level, &kernel.derivative);
            }
            fn both(kernel: &$crate::Kernel, pass: $crate::pass::Pass<'_, Self, 2>) {
                $(if let Some(entry) = kernel.$ahead {
                    return (entry.both)(kernel.level, pass);
                })?
                pass.run(kernel.level, &kernel.both);
            }
            fn costs(kernel: &$crate::Kernel) -> [f64; 2] {
                $(if let Some(entry) = kernel.$ahead {
                    return entry.costs;
                })?
                let step = if size_of::<Self>() == size_of::<f64>() { 3.0 } else { 0.3 };
                [&kernel.value, &kernel.derivative].map(|program| step * program.length())
            }
            fn rows(level: $crate::simd::Level, rows: $crate::row::RowsOf<'_, Self>) {
                level.run(rows);
            }
        }
    };
}
pub(crate) use sealed;

sealed!(f32, compiled);
sealed!(f64);

impl Element for f32 {
    type Number<I: Isa> = Narrow<I::F64>;
    const ZERO: Self = 0.0;
    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }
}

impl Element for f64 {
    type Number<I: Isa> = Wide<I::F64>;
    const ZERO: Self = 0.0;
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}
