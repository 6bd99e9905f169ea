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

impl Ulp for half::f16 {
    const PRECISION: i32 = 11;
    const MIN_EXPONENT: i32 = -14;
    const LARGEST: f64 = 65_504.0;
    fn wide(self) -> f64 {
        self.to_f64()
    }
}

impl Ulp for half::bf16 {
    const PRECISION: i32 = 8;
    const MIN_EXPONENT: i32 = -126;
    const LARGEST: f64 = f32::MAX as f64 + (1_u128 << 104) as f64 - (1_u128 << 120) as f64;
    fn wide(self) -> f64 {
        self.to_f64()
    }
}

/// The exponent of the last place of a number between 2^`exponent` and twice that.
fn place<T: Ulp>(exponent: i32) -> i32 {
    exponent.max(T::MIN_EXPONENT) + 1 - T::PRECISION
}

/// Half of the number that infinity stands for as a rounded result, the next one after the largest.
fn half_of_past<T: Ulp>() -> f64 {
    T::LARGEST / (2.0 - 2_f64.powi(1 - T::PRECISION))
}

/// |computed − exact| in units of the last place of `exact`, subnormals included.
///
/// Infinity counts as the next number after the largest, so that an exact value near it or past it may be
/// computed as infinity; NaN must be NaN, and an infinite value infinity. A mismatch of these kinds is
/// an infinite error. The sign of a zero is not looked at.
#[must_use]
pub fn error<T: Ulp>(computed: T, exact: &Float) -> f64 {
    let computed = computed.wide();
    if exact.is_nan() || computed.is_nan() {
        return if exact.is_nan() && computed.is_nan() { 0.0 } else { f64::INFINITY };
    }
    let same_side = exact.is_sign_negative() == (computed < 0.0);
    if exact.is_infinite() {
        return if same_side && computed.is_infinite() { 0.0 } else { f64::INFINITY };
    }
    let exponent = exact.get_exp().map_or(T::MIN_EXPONENT, |exponent| exponent - 1);
    if computed.is_infinite() {
        let missing = Float::with_val(exact.prec(), exact.abs_ref()) / 2;
        let missing = Float::with_val(exact.prec(), half_of_past::<T>() - missing);
        let missing = missing.max(&Float::new(exact.prec()));
        let near = same_side && missing < T::LARGEST / 4.0;
        return if near { (missing >> (place::<T>(exponent) - 1)).to_f64() } else { f64::INFINITY };
    }
    let difference = Float::with_val(exact.prec(), exact - computed).abs();
    (difference >> place::<T>(exponent)).to_f64()
}

/// The same for an exact value that is known as f64, to its digits; `T` is shorter than f64.
#[must_use]
pub fn distance<T: Ulp>(computed: T, exact: f64) -> f64 {
    const { assert!(T::PRECISION < 30, "f64 does not tell the places of this type apart") };
    let wide = computed.wide();
    if wide.is_finite() && exact.abs() <= T::LARGEST {
        (wide - exact).abs() * places_in_one::<T>(exact)
    } else if wide.is_infinite() && exact / wide.signum() >= 2.0 * T::LARGEST {
        0.0
    } else {
        error(computed, &Float::with_val(53, exact))
    }
}

/// How many units of the last place of `exact`, a finite number, make 1.
#[must_use]
pub fn places_in_one<T: Ulp>(exact: f64) -> f64 {
    let biased = (exact.to_bits() >> 52 & 0x7ff) as i32;
    let place = place::<T>(biased - 1023);
    f64::from_bits(((1023 - place) as u64) << 52)
}

/// The nearest value of a type, ties to even, past the largest infinity.
#[must_use]
pub fn nearest<T: Ulp>(exact: &Float) -> f64 {
    if exact.is_nan() || exact.is_infinite() || exact.is_zero() {
        return exact.to_f64();
    }
    let place = place::<T>(exact.get_exp().map_or(T::MIN_EXPONENT, |exponent| exponent - 1));
    let rounded = Float::with_val(exact.prec(), exact >> place).round_even() << place;
    if rounded.clone().abs() > T::LARGEST {
        f64::INFINITY.copysign(exact.to_f64())
    } else {
        rounded.to_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: f64) -> Float {
        Float::with_val(300, value)
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
    fn the_largest_is_the_last_before_infinity() {
        assert_eq!(half::f16::LARGEST, half::f16::MAX.to_f64());
        assert_eq!(half::bf16::LARGEST, half::bf16::MAX.to_f64());
        assert_eq!(nearest::<half::bf16>(&exact(half::bf16::MAX.to_f64())), half::bf16::LARGEST);
        assert!(nearest::<half::bf16>(&exact(f32::MAX.into())).is_infinite());
    }

    #[test]
    fn infinities_and_nan() {
        assert_eq!(error(f32::INFINITY, &exact(1e39)), 0.0);
        assert!(error(f32::INFINITY, &exact(1e30)).is_infinite());
        assert!(error(f32::NAN, &exact(1.0)).is_infinite());
        assert!(error(1.0_f32, &exact(f64::NAN)).is_infinite());
        assert!(error(f32::NEG_INFINITY, &exact(1e39)).is_infinite());
        assert!(error(f32::MAX, &exact(f64::INFINITY)).is_infinite());
        assert!(error(5.0_f64, &exact(f64::INFINITY)).is_infinite());
        assert_eq!(error(f64::INFINITY, &exact(f64::MAX)), 1.0);
        assert_eq!(error(half::f16::INFINITY, &exact(65_520.0)), 0.5);
        assert_eq!(error(half::f16::MAX, &exact(65_520.0)), 0.5);
    }

    #[test]
    fn doubles_tell_the_same_errors() {
        let exacts = [0.3, 1.0, 1e-40, 1e-46, 3.4e38, 1e39, 0.0, f64::NAN, f64::INFINITY, -0.1];
        for computed in [0.3_f32, 1.0, 1e-40, 0.0, f32::MAX, f32::INFINITY, f32::NAN, -0.1] {
            for value in exacts {
                let (there, here) = (error(computed, &exact(value)), distance(computed, value));
                let same = there == here || (there - here).abs() <= 1e-9 * there;
                assert!(same, "{computed:e} for {value:e}: {there} {here}");
            }
        }
    }

    #[test]
    fn the_nearest_is_even_at_a_tie() {
        assert_eq!(nearest::<half::f16>(&exact(65_519.9)), 65_504.0);
        assert_eq!(nearest::<half::f16>(&exact(-65_520.0)), f64::NEG_INFINITY);
        assert_eq!(nearest::<half::bf16>(&exact(257.0)), 256.0);
        assert_eq!(nearest::<half::bf16>(&exact(259.0)), 260.0);
        assert_eq!(nearest::<half::bf16>(&(exact(257.0) + exact(1e-40))), 258.0);
        assert_eq!(nearest::<half::f16>(&exact(2_f64.powi(-25))), 0.0);
        assert_eq!(nearest::<half::f16>(&exact(1.5 * 2_f64.powi(-24))), 2_f64.powi(-23));
    }
}
