//! Exponents as sums of parts, so that like parts cancel: x − m − (y − m).

use crate::graph::Id;

/// Σ cᵢ·idᵢ with whole cᵢ ≠ 0, so that like terms cancel; empty for 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Linear(pub(super) Vec<(Id, i64)>);

impl Linear {
    pub(super) fn add(&mut self, id: Id, count: i64) {
        match self.0.iter().position(|(known, _)| *known == id) {
            Some(index) => {
                self.0[index].1 += count;
                if self.0[index].1 == 0 {
                    self.0.remove(index);
                }
            }
            None if count != 0 => self.0.push((id, count)),
            None => {}
        }
    }

    pub(super) fn plus(&self, other: &Self, count: i64) -> Self {
        let mut sum = self.clone();
        for &(id, times) in &other.0 {
            sum.add(id, times.saturating_mul(count));
        }
        sum
    }

    /// Equal whatever the order of the terms.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.plus(other, -1).0.is_empty()
    }
}
