//! The Gauss–Legendre rule of 16 nodes, and how well 16 nodes describe a function.
//!
//! The rule integrates polynomials up to degree 31 exactly. The last two Legendre coefficients of the
//! polynomial through the values at its nodes tell whether the function is resolved: they fall
//! geometrically for an analytic function and hardly at all across a kink. A kink between the last node
//! and the end shows in the polynomial's value there.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// How many nodes the rule has.
pub(crate) const NODES: usize = 16;

/// How near to a panel's ends the function is compared with its polynomial, beside the panel's length:
/// not at the ends, where it may jump.
pub(crate) const END: f64 = 1e-9;

/// Nodes and weights on \[−1, 1\], and the rows that give the last two Legendre coefficients and the
/// values next to the two ends.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) nodes: [f64; NODES],
    pub(crate) weights: [f64; NODES],
    last: [[f64; NODES]; 2],
    ends: [[f64; NODES]; 2],
}

/// The rule, computed once.
pub(crate) static RULE: LazyLock<Rule> = LazyLock::new(Rule::new);

impl Rule {
    /// The zeros of P₁₆ by Newton's method from their asymptotic places; it converges to rounding in
    /// four or five steps.
    fn new() -> Self {
        let rows = [[0.0; NODES]; 2];
        let mut rule = Self { nodes: [0.0; NODES], weights: [0.0; NODES], last: rows, ends: rows };
        let at_end = legendre(1.0 - 2.0 * END);
        for (i, number) in (0..NODES).zip(1_u8..) {
            let mut x = -libm::cos(PI * (f64::from(number) - 0.25) / (NODES as f64 + 0.5));
            for _ in 0..8 {
                let p = legendre(x);
                x -= p[NODES] / slope(x, &p);
            }
            let p = legendre(x);
            let slope = slope(x, &p);
            rule.nodes[i] = x;
            rule.weights[i] = 2.0 / ((1.0 - x * x) * slope * slope);
            for (row, degree) in rule.last.iter_mut().zip([NODES - 2, NODES - 1]) {
                row[i] = (degree as f64 + 0.5) * rule.weights[i] * p[degree];
            }
            for (degree, (p, at_end)) in p.iter().zip(&at_end).enumerate().take(NODES) {
                let term = (degree as f64 + 0.5) * rule.weights[i] * p * at_end;
                // P_k(−x) = (−1)^k·P_k(x).
                rule.ends[0][i] += if degree % 2 == 0 { term } else { -term };
                rule.ends[1][i] += term;
            }
        }
        rule
    }

    /// The larger of the last two Legendre coefficients of the polynomial through `values`.
    pub(crate) fn tail(&self, values: &[f64; NODES]) -> f64 {
        largest(self.last.map(|row| applied(&row, values).abs()))
    }

    /// How far the polynomial through `values` is from the values `at` the two places next to
    /// its ends, see [`END`].
    pub(crate) fn mismatch(&self, values: &[f64; NODES], at: [f64; 2]) -> f64 {
        largest([0, 1].map(|i| (applied(&self.ends[i], values) - at[i]).abs()))
    }
}

fn applied(row: &[f64; NODES], values: &[f64; NODES]) -> f64 {
    row.iter().zip(values).map(|(r, y)| r * y).sum()
}

/// The larger, or NaN, which `max` would drop.
pub(crate) fn largest([a, b]: [f64; 2]) -> f64 {
    if a >= b || a.is_nan() { a } else { b }
}

/// P₀(x) to P₁₆(x) by their recurrence.
fn legendre(x: f64) -> [f64; NODES + 1] {
    let mut p = [1.0; NODES + 1];
    p[1] = x;
    for k in 1..NODES {
        let n = k as f64;
        p[k + 1] = ((2.0 * n + 1.0) * x * p[k] - n * p[k - 1]) / (n + 1.0);
    }
    p
}

/// P₁₆′(x).
fn slope(x: f64, p: &[f64; NODES + 1]) -> f64 {
    NODES as f64 * (p[NODES - 1] - x * p[NODES]) / (1.0 - x * x)
}

#[cfg(test)]
mod tests {
    use super::{END, NODES, RULE};

    /// ∫x^k over \[−1, 1\] is 2/(k + 1) or 0.
    #[test]
    fn exact_for_polynomials() {
        for k in 0..2 * i32::try_from(NODES).expect("small") {
            let terms = RULE.nodes.iter().zip(&RULE.weights).map(|(x, w)| w * x.powi(k));
            let expected = if k % 2 == 0 { 2.0 / (f64::from(k) + 1.0) } else { 0.0 };
            let got: f64 = terms.sum();
            // Sixteen terms, each rounded.
            assert!((got - expected).abs() < 1e-15, "x^{k}: {got}");
        }
    }

    #[test]
    fn coefficients_tell_a_kink_from_an_analytic_function() {
        // The 14th coefficient of exp is 1/27!! = 4.7e-15, and rounding adds as much.
        assert!(RULE.tail(&RULE.nodes.map(f64::exp)) < 1e-14);
        assert!(RULE.tail(&RULE.nodes.map(|x| (x - 0.1).abs())) > 1e-3);
        assert!(RULE.tail(&RULE.nodes.map(|x| x / 0.0 * 0.0)).is_nan());
        let exp = RULE.nodes.map(f64::exp);
        assert!(RULE.mismatch(&exp, [2.0 * END - 1.0, 1.0 - 2.0 * END].map(f64::exp)) < 1e-14);
        assert!(RULE.mismatch(&exp, [(-1.0_f64).exp(), 0.0]) > 1.0);
        assert!(RULE.mismatch(&exp, [f64::NAN, 0.0]).is_nan());
    }
}
