//! The types of numbers that slices hold.

/// A float that is evaluated in 64-bit arithmetic and rounded once.
pub trait Element: Copy + Send + Sync + 'static {
    /// The same value.
    fn to_f64(self) -> f64;
    /// The nearest value, ties to even.
    fn from_f64(value: f64) -> Self;
}

impl Element for f32 {
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
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}
