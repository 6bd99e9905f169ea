//! Errors in units in the last place.

use rug::Float;

/// A float type whose last place can be weighed.
pub trait Ulp: Copy {
    /// Bits of the significand, the hidden one included.
    const PRECISION: i32;
    /// Exponent of the least normal number, as 2^e.
    const MIN_EXPONENT: i32;
    /// The largest finite value.
    const LARGEST: f64;
    /// The value as f64.
    fn wide(self) -> f64;
}

impl Ulp for f32 {
    const PRECISION: i32 = 24;
    const MIN_EXPONENT: i32 = -126;
    const LARGEST: f64 = f32::MAX as f64;
    fn wide(self) -> f64 {
        f64::from(self)
    }
}

impl Ulp for f64 {
    const PRECISION: i32 = 53;
    const MIN_EXPONENT: i32 = -1022;
    const LARGEST: f64 = f64::MAX;
    fn wide(self) -> f64 {
        self
    }
}

/// |computed − exact| in units of the last place of `exact`, subnormals included.
///
/// An exact value past the largest float may be computed as that float or as infinity; NaN must be
/// NaN. A mismatch of these kinds is an infinite error.
#[must_use]
pub fn error<T: Ulp>(computed: T, exact: &Float) -> f64 {
    let computed = computed.wide();
    if exact.is_nan() || computed.is_nan() {
        return if exact.is_nan() && computed.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if computed.is_infinite() || exact.is_infinite() {
        let same_side = exact.is_sign_negative() == (computed < 0.0);
        let half_place = 2_f64.powi(-T::PRECISION);
        let past = Float::with_val(60, exact.abs_ref()) >= T::LARGEST
            || exact.clone().abs() / T::LARGEST >= 1.0 - half_place;
        return if same_side && past { 0.0 } else { f64::INFINITY };
    }
    let exponent = exact.get_exp().map_or(T::MIN_EXPONENT, |exponent| exponent - 1);
    let place = exponent.max(T::MIN_EXPONENT) + 1 - T::PRECISION;
    let difference = Float::with_val(exact.prec(), exact - computed).abs();
    (difference >> place).to_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: f64) -> Float {
        Float::with_val(200, value)
    }

    #[test]
    fn neighbours_are_one_apart() {
        for x in [1.0_f32, 0.1, 3e38, 1e-38, 1e-45, 0.0] {
            assert_eq!(error(x, &exact(x.into())), 0.0);
            assert_eq!(error(f32::from_bits(x.to_bits() + 1), &exact(x.into())), 1.0, "{x}");
        }
        assert_eq!(error(-1.5_f64, &exact(1.5)), 2.0 * 1.5 * 2_f64.powi(52));
    }

    #[test]
    fn infinities_and_nan() {
        assert_eq!(error(f32::INFINITY, &exact(1e39)), 0.0);
        assert!(error(f32::INFINITY, &exact(1e30)).is_infinite());
        assert!(error(f32::NAN, &exact(1.0)).is_infinite());
        assert!(error(1.0_f32, &exact(f64::NAN)).is_infinite());
        assert!(error(f32::NEG_INFINITY, &exact(1e39)).is_infinite());
    }
}
