//! Where a form loses digits in f64, measured.
//!
//! A [bound](Rounded) says where digits may be lost; there the form is evaluated a second time in
//! double-double, and the two are compared. That measures rounding, not the formula: both compute the
//! same operations. Where the bound leaves double-double no digits either, nothing can be measured.

use super::points::Points;
use super::{LOST, REPORTED_BITS};
use crate::algebra::{DoubleDouble, Rounded};
use crate::expr::Expr;

/// A region where digits are lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss {
    /// The least x tried there.
    pub from: f64,
    /// The largest x tried there.
    pub to: f64,
    /// The most bits of 53 that may be lost there, by a bound; 53 and more means all.
    pub bits: f64,
    /// The most bits seen lost at the points tried; none where it takes more digits than there are to
    /// tell.
    pub measured: Option<f64>,
}

/// The regions of `form`, in rising order of x, given its values at the points.
pub(super) fn losses(form: &Expr, points: &Points, values: &[Rounded]) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    let mut open = false;
    for (&x, &value) in points.xs().iter().zip(values) {
        let bits = value.bits_lost();
        let lossy = bits > REPORTED_BITS;
        if lossy {
            let measured = measured(form, points, x, value);
            match losses.last_mut().filter(|_| open) {
                Some(loss) => {
                    loss.to = x;
                    loss.bits = loss.bits.max(bits);
                    loss.measured = match (loss.measured, measured) {
                        (Some(a), Some(b)) => Some(a.max(b)),
                        _ => None,
                    };
                }
                None => losses.push(Loss { from: x, to: x, bits, measured }),
            }
        }
        open = lossy;
    }
    // Bounds are cautious: what was measured and found good is.
    losses.retain(|loss| loss.measured.is_none_or(|measured| measured > REPORTED_BITS));
    losses
}

fn measured(form: &Expr, points: &Points, x: f64, value: Rounded) -> Option<f64> {
    if !value.value.is_finite() {
        return Some(LOST);
    }
    let symbol = |name: &str| DoubleDouble::from(points.value_at(name, x));
    let exact = form.evaluate(symbol);
    let (hi, lo) = (exact.hi(), exact.lo());
    let spare = value.error * f64::EPSILON * 1024.0;
    if !hi.is_finite() || spare > hi.abs() {
        return None;
    }
    let relative = ((value.value - hi) - lo).abs() / hi.abs().max(f64::MIN_POSITIVE);
    Some(libm::log2(relative / (f64::EPSILON / 2.0)).clamp(0.0, LOST))
}
