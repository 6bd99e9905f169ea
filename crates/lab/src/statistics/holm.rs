//! Many tests at once.

/// Holm's adjusted p-values (1979), in the order of the input: a hypothesis is rejected at level α exactly
/// if its adjusted p-value is at most α, and the chance of rejecting *any* true one is then at most α. Of m
/// sorted p-values the i-th (from 1) becomes the largest of (m − j + 1)·p₍ⱼ₎ over j ≤ i, at most 1.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (i, &at) in order.iter().enumerate() {
        largest = largest.max((p_values.len() - i) as f64 * p_values[at]).min(1.0);
        adjusted[at] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of Wikipedia's "Holm–Bonferroni method": 0.01, 0.04, 0.03, 0.005 at 0.05
    /// rejects the first and the last only. R's `p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")` is
    /// 0.03, 0.06, 0.06, 0.02.
    #[test]
    fn holm_worked_example() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (got, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((got - expected).abs() < 1e-15, "{adjusted:?}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }
}
