//! When units were last seen active, from which follows when they died.

use super::{Death, count};
use std::collections::BTreeMap;

/// The looks so far, and the last one that saw each unit of a layer active.
#[derive(Debug, Clone)]
pub(super) struct Life {
    last: Vec<Option<usize>>,
}

impl Life {
    pub(super) fn new(units: usize) -> Self {
        Self { last: vec![None; units] }
    }

    /// A look at `step`.
    pub(super) fn seen(&mut self, step: usize, active: &[bool]) {
        for (last, &active) in self.last.iter_mut().zip(active) {
            if active {
                *last = Some(step);
            }
        }
    }

    /// Units that are dead now: how many were never seen active, and when the others died. `looks` are
    /// the steps of all looks, ascending.
    pub(super) fn causes(&self, active: &[bool], looks: &[usize]) -> (usize, Vec<Death>) {
        let (mut born, mut deaths) = (0, BTreeMap::<usize, usize>::new());
        for (last, _) in self.last.iter().zip(active).filter(|(_, active)| !**active) {
            match last {
                None => born += 1,
                Some(last) => {
                    let after = looks.iter().find(|&look| look > last);
                    *deaths.entry(*after.unwrap_or(last)).or_default() += 1;
                }
            }
        }
        (born, deaths.into_iter().map(|(step, units)| Death { step, units }).collect())
    }

    /// Share of units that the last look did not see active.
    pub(super) fn silent(active: &[bool]) -> f64 {
        count(active.iter().filter(|&&active| !active).count()) / count(active.len().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deaths_are_dated_to_the_next_look() {
        let mut life = Life::new(4);
        life.seen(0, &[true, false, true, true]);
        life.seen(10, &[true, false, false, true]);
        life.seen(20, &[true, false, false, false]);
        let looks = [0, 10, 20, 30];
        let causes = life.causes(&[true, false, false, false], &looks);
        let expected = vec![Death { step: 10, units: 1 }, Death { step: 20, units: 1 }];
        assert_eq!(causes, (1, expected));
        assert_eq!(life.causes(&[true; 4], &looks), (0, vec![]), "silent is not dead");
    }
}
