//! From "these two are told apart" to places and groups.

/// Ranks (1 is best) from means and a relation "told apart", which is symmetric.
///
/// Candidates are taken from the highest mean down (equal means in the order given). The first opens
/// rank 1. Each next one shares the rank of the group that is open, unless it is told apart from that
/// group's *leader* (the one that opened it); then it opens a new group, whose rank is one more than
/// the number of candidates before it (1, 1, 1, 4, as in sport).
///
/// So every candidate gets exactly one rank, a lower mean never has a better rank, and two candidates
/// with equal scores share one. "Cannot be told apart" is not transitive: members of a group need not
/// all be alike, each is only not told apart from the leader; and members of neighbouring groups may
/// be alike. [`groups`] and the pairwise p-values say which.
#[must_use]
pub fn shared_ranks(means: &[f64], told_apart: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&a, &b| means[b].total_cmp(&means[a]));
    let mut ranks = vec![0; means.len()];
    let mut open: Option<(usize, usize)> = None;
    for (before, &candidate) in order.iter().enumerate() {
        let (leader, rank) = match open {
            Some((leader, rank)) if !told_apart(leader, candidate) => (leader, rank),
            _ => (candidate, before + 1),
        };
        open = Some((leader, rank));
        ranks[candidate] = rank;
    }
    ranks
}

/// The bars of a critical-difference picture (Demšar 2006, figure 1): of `candidates` that stand in order,
/// the longest runs of neighbours in which no two are told apart, as first and last place; none lies within
/// another, and a candidate that is told apart from both its neighbours is in none.
///
/// Runs, since a bar on a line covers all that lies between its ends.
#[must_use]
pub fn groups(candidates: usize, told_apart: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for last in 1..candidates {
        // The furthest first place from which all are alike up to `last`.
        let apart =
            (0..last).rev().find(|&first| (first + 1..=last).any(|other| told_apart(first, other)));
        let first = apart.map_or(0, |place| place + 1);
        if first == last {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.0 == first => run.1 = last,
            _ => runs.push((first, last)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(pairs: &'static [(usize, usize)]) -> impl Fn(usize, usize) -> bool {
        move |a, b| pairs.contains(&(a, b)) || pairs.contains(&(b, a))
    }

    #[test]
    fn ranks_by_leaders() {
        // 0 and 2 differ, 1 is like both: 1 joins the leader, 2 opens rank 3.
        assert_eq!(shared_ranks(&[0.9, 0.8, 0.7], apart(&[(0, 2)])), [1, 1, 3]);
        assert_eq!(shared_ranks(&[0.7, 0.9, 0.8], apart(&[])), [1, 1, 1]);
        assert_eq!(shared_ranks(&[0.7, 0.9, 0.8], apart(&[(1, 2), (2, 0), (1, 0)])), [3, 1, 2]);
        // 2 is like the first leader, but lies below 1, which is not: it never ranks above it.
        assert_eq!(shared_ranks(&[0.9, 0.8, 0.7], apart(&[(0, 1)])), [1, 2, 2]);
        assert!(shared_ranks(&[], apart(&[])).is_empty());
    }

    #[test]
    fn bars_are_the_longest_runs() {
        assert_eq!(groups(3, apart(&[(0, 2)])), [(0, 1), (1, 2)]);
        assert_eq!(groups(4, apart(&[])), [(0, 3)]);
        assert_eq!(groups(4, apart(&[(0, 1), (0, 2), (0, 3)])), [(1, 3)]);
        // 0 and 3 are alike, but a bar from one to the other would cover 1, which is not.
        assert_eq!(groups(4, apart(&[(0, 1), (1, 3)])), [(1, 2), (2, 3)]);
        assert_eq!(groups(2, apart(&[(0, 1)])), []);
        assert_eq!((groups(1, apart(&[])), groups(0, apart(&[]))), (vec![], vec![]));
    }
}
