//! The types of numbers that slices hold, and the lanes that they are evaluated in.

use std::cell::RefCell;
use std::thread::LocalKey;

use nonlin_expr::{Algebra, DoubleDouble};

/// Lanes in a register.
pub const BLOCK: usize = 256;

/// The registers of a tape.
pub type Registers<L> = RefCell<Vec<[L; BLOCK]>>;

/// A float that is evaluated in lanes of about twice its digits and rounded once.
pub trait Element: Copy + Send + Sync + 'static {
    /// What it is evaluated in.
    type Lane: Lane;
    /// The same value.
    fn to_f64(self) -> f64;
    /// The nearest value, ties to even.
    fn from_f64(value: f64) -> Self;
}

impl Element for f32 {
    type Lane = f64;
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
    type Lane = DoubleDouble;
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}

/// A number that a tape computes with. It compares as a number does: NaN with none.
pub trait Lane: Algebra + Copy + From<f64> + Into<DoubleDouble> + PartialOrd + 'static {
    /// The nearest value.
    fn narrow(value: DoubleDouble) -> Self;
    /// The nearest float.
    fn to_f64(self) -> f64;
    /// This thread's registers, kept between calls so that a call does not allocate.
    fn registers() -> &'static LocalKey<Registers<Self>>;
}

impl Lane for f64 {
    #[inline]
    fn narrow(value: DoubleDouble) -> Self {
        value.hi()
    }
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    fn registers() -> &'static LocalKey<Registers<Self>> {
        thread_local!(static REGISTERS: Registers<f64> = const { RefCell::new(Vec::new()) });
        &REGISTERS
    }
}

impl Lane for DoubleDouble {
    #[inline]
    fn narrow(value: DoubleDouble) -> Self {
        value
    }
    #[inline]
    fn to_f64(self) -> f64 {
        self.hi()
    }
    fn registers() -> &'static LocalKey<Registers<Self>> {
        thread_local!(static REGISTERS: Registers<DoubleDouble> = const { RefCell::new(Vec::new()) });
        &REGISTERS
    }
}
