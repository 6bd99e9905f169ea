//! Sums, products, quotients and roots rounded down and up.
//!
//! IEEE arithmetic rounds to nearest. The error of a sum is a float, and a fused product gives that of a
//! product, a quotient or a root: its sign says on which side of the exact result the rounded one lies,
//! and only then is it moved by one float. Near underflow the errors themselves are rounded, so there
//! the end is always moved.

/// Below this a product's error may be no float.
const SMALL: f64 = 1e-290;

/// `nearest` moved down, if the exact result may lie below it by the sign of `error`.
fn down(nearest: f64, error: f64) -> f64 {
    if nearest == f64::INFINITY {
        f64::MAX
    } else if error < 0.0 || error.is_nan() {
        nearest.next_down()
    } else {
        nearest
    }
}

/// A lower end of a product or quotient of a and b: where their signs agree, it is not below 0.
fn signed(lower: f64, a: f64, b: f64) -> f64 {
    if (a > 0.0) == (b > 0.0) { lower.max(0.0) } else { lower }
}

/// The error of a + b, given the rounded sum: exact where nothing overflows.
fn sum_error(a: f64, b: f64, sum: f64) -> f64 {
    let b_part = sum - a;
    (a - (sum - b_part)) + (b - b_part)
}

/// a + b, not above the exact sum. −∞ wins over +∞.
pub(super) fn add_down(a: f64, b: f64) -> f64 {
    if a == f64::NEG_INFINITY || b == f64::NEG_INFINITY {
        return f64::NEG_INFINITY;
    }
    if a == f64::INFINITY || b == f64::INFINITY {
        return f64::INFINITY;
    }
    let sum = a + b;
    down(sum, sum_error(a, b, sum))
}

/// a + b, not below the exact sum. +∞ wins over −∞.
pub(super) fn add_up(a: f64, b: f64) -> f64 {
    -add_down(-a, -b)
}

/// a·b, not above the exact product; 0 times an infinite end is 0.
pub(super) fn mul_down(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 {
        return 0.0;
    }
    let product = a * b;
    if a.is_infinite() || b.is_infinite() {
        return product;
    }
    let error = if product.abs() < SMALL { f64::NAN } else { a.mul_add(b, -product) };
    signed(down(product, error), a, b)
}

/// a·b, not below the exact product; 0 times an infinite end is 0.
pub(super) fn mul_up(a: f64, b: f64) -> f64 {
    -mul_down(-a, b)
}

/// a/b for b ≠ 0, not above the exact quotient; an infinite divisor gives 0.
pub(super) fn div_down(a: f64, b: f64) -> f64 {
    if a == 0.0 {
        return 0.0;
    }
    if b.is_infinite() {
        // The divisor grows without bound: the quotient comes as near to 0 as one likes.
        return 0.0;
    }
    let quotient = a / b;
    if a.is_infinite() {
        return quotient;
    }
    let small = quotient.abs() < SMALL || a.abs() < SMALL;
    // a − q·b has the sign of the error times that of b.
    let error = if small { f64::NAN } else { quotient.mul_add(-b, a) * b.signum() };
    signed(down(quotient, error), a, b)
}

/// a/b for b ≠ 0, not below the exact quotient.
pub(super) fn div_up(a: f64, b: f64) -> f64 {
    -div_down(-a, b)
}

/// √a for a ≥ 0, not above the exact root.
pub(super) fn sqrt_down(a: f64) -> f64 {
    if a == 0.0 || a.is_infinite() {
        return a;
    }
    let root = a.sqrt();
    let error = if a < SMALL { f64::NAN } else { root.mul_add(-root, a) };
    down(root, error)
}

/// √a for a ≥ 0, not below the exact root.
pub(super) fn sqrt_up(a: f64) -> f64 {
    if a == 0.0 || a.is_infinite() {
        return a;
    }
    let root = a.sqrt();
    let exact = a >= SMALL && root.mul_add(-root, a) <= 0.0;
    if exact { root } else { root.next_up() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nonlin_expr::Rational;

    /// Exact rational arithmetic is the oracle.
    fn exact(value: f64) -> Rational {
        Rational::from_f64_exact(value).unwrap()
    }

    /// Bit patterns spread over the whole range, with neighbours of round numbers.
    fn samples() -> Vec<f64> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut values =
            vec![0.1, 0.5, 1.0, 1.0 + f64::EPSILON, 3.0, 1e-300, 5e-324, 1e300, f64::MAX];
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let value = f64::from_bits(state & !(1 << 63));
            if value.is_finite() {
                values.push(value);
            }
            values.push(0.5 + (state >> 11) as f64 * 2f64.powi(-53));
        }
        values.iter().flat_map(|&value| [value, -value]).collect()
    }

    fn brackets(lo: f64, hi: f64, truth: &Rational, what: &str) {
        assert!(lo == f64::NEG_INFINITY || exact(lo) <= *truth, "{what}: {lo:e} is above");
        assert!(hi == f64::INFINITY || *truth <= exact(hi), "{what}: {hi:e} is below");
        assert!(lo.next_up().next_up() >= hi, "{what}: [{lo:e}, {hi:e}]");
    }

    #[test]
    fn ends_enclose_the_exact_result_and_are_neighbours() {
        let samples = samples();
        for &a in &samples {
            for &b in &samples {
                let what = format!("{a:e} and {b:e}");
                let (x, y) = (exact(a), exact(b));
                // Numbers too long for exact arithmetic are left out.
                if let Some(sum) = x.add(&y) {
                    brackets(add_down(a, b), add_up(a, b), &sum, &what);
                }
                if let Some(product) = x.mul(&y) {
                    brackets(mul_down(a, b), mul_up(a, b), &product, &what);
                }
                if let Some(quotient) = x.div(&y) {
                    brackets(div_down(a, b), div_up(a, b), &quotient, &what);
                }
            }
        }
    }

    #[test]
    fn exact_results_stay_points() {
        assert_eq!((add_down(0.5, 0.25), add_up(0.5, 0.25)), (0.75, 0.75));
        assert_eq!((mul_down(3.0, 0.5), mul_up(3.0, 0.5)), (1.5, 1.5));
        assert_eq!((div_down(1.0, 4.0), div_up(1.0, 4.0)), (0.25, 0.25));
        assert_eq!((sqrt_down(9.0), sqrt_up(9.0)), (3.0, 3.0));
        assert!(sqrt_down(2.0) < sqrt_up(2.0));
    }
}
