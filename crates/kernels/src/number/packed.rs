//! Vectors of numbers taken apart into their lanes, for what happens once in a row rather than once
//! for each element.

use nonlin_expr::DoubleDouble;

use super::{Narrow, Number, Wide};
use crate::simd::{Doubles, MAX_COUNT};

/// A number whose lanes can be read and written one by one.
pub trait Packed: Number {
    /// Whether a lane has more digits than an f64.
    const EXTENDED: bool;

    /// The lanes; those past [`COUNT`](Number::COUNT) are 0.
    fn unpack(&self) -> [DoubleDouble; MAX_COUNT];
    /// The first [`COUNT`](Number::COUNT) values as lanes; missing ones are the last.
    fn pack(values: &[f64]) -> Self;
    /// Whether some lane is NaN.
    fn has_nan(&self) -> bool;

    /// 0, 1, 2, …
    #[inline(always)]
    fn places() -> Self {
        #[expect(clippy::cast_precision_loss, reason = "below 16")]
        let places: [f64; MAX_COUNT] = std::array::from_fn(|place| place as f64);
        Self::pack(&places)
    }
}

/// The first lanes of `values`.
#[inline(always)]
fn gather<V: Doubles>(values: &[f64]) -> V {
    let mut lanes = [values.last().copied().unwrap_or(f64::NAN); MAX_COUNT];
    for (lane, value) in lanes.iter_mut().zip(values) {
        *lane = *value;
    }
    V::load(&lanes)
}

impl<V: Doubles> Packed for Narrow<V> {
    const EXTENDED: bool = false;

    #[inline(always)]
    fn unpack(&self) -> [DoubleDouble; MAX_COUNT] {
        let mut lanes = [0.0; MAX_COUNT];
        self.0.store(&mut lanes);
        lanes.map(DoubleDouble::from)
    }
    #[inline(always)]
    fn pack(values: &[f64]) -> Self {
        Self(gather(values))
    }
    #[inline(always)]
    fn has_nan(&self) -> bool {
        V::any(self.0.is_nan())
    }
}

impl<V: Doubles> Packed for Wide<V> {
    const EXTENDED: bool = true;

    #[inline(always)]
    fn unpack(&self) -> [DoubleDouble; MAX_COUNT] {
        let (mut hi, mut lo) = ([0.0; MAX_COUNT], [0.0; MAX_COUNT]);
        self.hi.store(&mut hi);
        self.lo.store(&mut lo);
        std::array::from_fn(|lane| match hi[lane] {
            hi if hi.is_finite() => DoubleDouble::sum(hi, lo[lane]),
            hi => hi.into(),
        })
    }
    #[inline(always)]
    fn pack(values: &[f64]) -> Self {
        Self { hi: gather(values), lo: V::splat(0.0) }
    }
    #[inline(always)]
    fn has_nan(&self) -> bool {
        V::any(self.hi.is_nan())
    }
}
