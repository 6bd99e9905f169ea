//! The root of a monotone function, as closely as floats say: a bracket that shrinks until its ends are
//! neighbours.
//!
//! No first guess is needed. Halving the *bit patterns* between two floats reaches any scale in at
//! most 64 steps. In turn with it a secant step, which lands at once where the function is straight
//! (as that of sparsemax is between its kinks), and a step just past it, which closes the other side.

use nonlin_expr::DoubleDouble;

/// Enough for each kind of step to close any bracket by itself.
const STEPS: usize = 200;

/// The number at which the monotone `f` is 0; NaN if it has no change of sign among finite floats.
pub(super) fn find(mut at: impl FnMut(f64) -> f64) -> DoubleDouble {
    // As far out as the function is a number.
    let ends = [f64::MAX, 1e300, 1e150, 1e100, 1e50, 1e20];
    let bracket = ends.into_iter().map(|t| (at(-t), at(t), t)).find(|(a, b, _)| !(a * b).is_nan());
    let Some((mut below, mut above, reach)) = bracket else { return DoubleDouble::from(f64::NAN) };
    let (mut low, mut high) = (-reach, reach);
    if below == 0.0 {
        return DoubleDouble::from(low);
    }
    if above == 0.0 {
        return DoubleDouble::from(high);
    }
    if below.signum() == above.signum() {
        return DoubleDouble::from(f64::NAN);
    }
    let mut last = low;
    for step in 0..STEPS {
        let halved = from_order(midpoint(to_order(low), to_order(high)));
        let wanted = match step % 3 {
            0 => halved,
            1 => secant((low, below), (high, above)),
            // Two floats past the last point, towards the farther end.
            _ if last == low => from_order(to_order(low).saturating_add(2)),
            _ => from_order(to_order(high).saturating_sub(2)),
        };
        let t = if wanted > low && wanted < high { wanted } else { halved };
        if t <= low || t >= high {
            break;
        }
        let value = at(t);
        if value == 0.0 {
            return DoubleDouble::from(t);
        }
        if value.is_nan() {
            return DoubleDouble::from(f64::NAN);
        }
        if value.signum() == below.signum() {
            (low, below) = (t, value);
        } else {
            (high, above) = (t, value);
        }
        last = t;
    }
    // Between neighbours the function is straight: what the secant adds is the root's rounding error.
    let nearer = if below.abs() <= above.abs() { (low, below) } else { (high, above) };
    let slope = (above - below) / (high - low);
    let error = -nearer.1 / slope;
    DoubleDouble::sum(nearer.0, if error.is_finite() { error } else { 0.0 })
}

fn secant((a, fa): (f64, f64), (b, fb): (f64, f64)) -> f64 {
    a - fa * ((b - a) / (fb - fa))
}

/// Floats as whole numbers in the same order.
fn to_order(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn from_order(order: i64) -> f64 {
    f64::from_bits((if order < 0 { i64::MIN - order } else { order }).cast_unsigned())
}

fn midpoint(a: i64, b: i64) -> i64 {
    (a & b) + ((a ^ b) >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_of_every_size() {
        for root in [0.0, 1.0, -1e300, 1e-300, -5e-324, 0.1, 12345.678] {
            let mut steps = 0;
            let found = find(|t| {
                steps += 1;
                t - root
            });
            assert_eq!(found.hi(), root);
            assert!(steps < 80, "{steps} steps to {root}");
        }
        let found = find(|t| 2.0 - t * t * t);
        assert!((found.hi() - 2_f64.cbrt()).abs() < 1e-15);
        assert!(find(|t| t * t + 1.0).hi().is_nan());
        assert!(find(|_| f64::NAN).hi().is_nan());
    }

    #[test]
    fn order_is_the_order_of_floats() {
        let floats = [f64::NEG_INFINITY, -1.0, -5e-324, 0.0, 5e-324, 1.0, f64::INFINITY];
        assert!(floats.windows(2).all(|pair| to_order(pair[0]) < to_order(pair[1])));
        assert!(floats.iter().all(|&x| from_order(to_order(x)) == x));
    }
}
