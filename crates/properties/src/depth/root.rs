//! Roots of a function of the length, between two rows of the table.

use super::table::Row;
use crate::gaussian::Samples;

/// At most as many steps; 5 to 8 are the rule.
const STEPS: usize = 80;

/// The length between two rows at which `g` is 0, where it has different signs at the two.
///
/// The Illinois method on log q, with a bisection whenever it is slow: regula falsi that halves the
/// weight of an end that stays.
pub(super) fn between(
    samples: &mut Samples,
    [low, high]: [Row; 2],
    g: impl Fn(&Row) -> f64,
) -> Option<Row> {
    let (mut a, mut b) = (low.q.ln(), high.q.ln());
    let (mut at_a, mut at_b) = (g(&low), g(&high));
    let mut best = if at_a.abs() < at_b.abs() { low } else { high };
    let mut least = at_a.abs().min(at_b.abs());
    for step in 0..STEPS {
        let secant = b - at_b * (b - a) / (at_b - at_a);
        let inside = secant > a && secant < b && step % 8 != 7;
        let middle = if inside { secant } else { 0.5 * (a + b) };
        let row = Row::new(samples, middle.exp())?;
        let y = g(&row);
        if y.is_nan() {
            return None;
        }
        if y.abs() < least {
            (best, least) = (row, y.abs());
        }
        if y == 0.0 || b - a <= 2.0 * f64::EPSILON * (1.0 + middle.abs()) {
            break;
        }
        if (y > 0.0) == (at_b > 0.0) {
            (b, at_b) = (middle, y);
            at_a *= 0.5;
        } else {
            (a, at_a) = (middle, y);
            at_b *= 0.5;
        }
    }
    Some(best)
}

/// The roots of `g` between neighbours of the table: where its sign changes from one row to the next
/// that tells one. `g` gives its value and the size below which it may be rounding.
pub(super) fn all(
    samples: &mut Samples,
    table: &[Row],
    g: impl Fn(&Row) -> (f64, f64),
) -> Vec<Row> {
    let value = |row: &Row| g(row).0;
    let telling = |row: &&Row| {
        let (value, noise) = g(row);
        value.abs() > noise
    };
    let telling: Vec<Row> = table.iter().filter(telling).copied().collect();
    let changes = telling.windows(2).filter(|rows| {
        let [a, b] = [0, 1].map(|i| value(&rows[i]));
        (a > 0.0) != (b > 0.0)
    });
    changes.filter_map(|rows| between(samples, [rows[0], rows[1]], value)).collect()
}
