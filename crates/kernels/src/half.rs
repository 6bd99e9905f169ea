//! Halves: evaluated in f64 and rounded once.

use half::{bf16, f16};

use crate::element::Element;

impl Element for f16 {
    type Lane = f64;
    fn to_f64(self) -> f64 {
        self.to_f64()
    }
    fn from_f64(value: f64) -> Self {
        Self::from_f64(sticky(value))
    }
}

impl Element for bf16 {
    type Lane = f64;
    fn to_f64(self) -> f64 {
        self.to_f64()
    }
    fn from_f64(value: f64) -> Self {
        Self::from_f64(sticky(value))
    }
}

/// The value with its low 32 bits gathered in one. The conversions to halves read only the high 32 bits,
/// and would take a number just above a tie for the tie.
fn sticky(value: f64) -> f64 {
    let bits = value.to_bits();
    let low = bits & 0xffff_ffff;
    f64::from_bits((bits ^ low) | u64::from(low != 0) << 32)
}
