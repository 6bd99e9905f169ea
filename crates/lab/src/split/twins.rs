//! Test rows that also stand among the training rows: what is remembered looks like what is learnt.

use crate::data::{Cells, Dataset, TargetValues};
use std::collections::HashSet;

/// Number of test rows for which a training row has the same cells and the same target.
///
/// Rows are compared by a 64-bit hash: among a million rows the chance that two different ones share theirs
/// is below 10⁻⁷.
pub(super) fn count(dataset: &Dataset, training: &[usize], test: &[usize]) -> usize {
    let hashes = hashes(dataset);
    let seen: HashSet<u64> = training.iter().map(|&row| hashes[row]).collect();
    test.iter().filter(|&&row| seen.contains(&hashes[row])).count()
}

fn hashes(dataset: &Dataset) -> Vec<u64> {
    let mut hashes = vec![0; dataset.rows()];
    // Column by column, as they lie in memory.
    for column in dataset.columns() {
        match column.cells() {
            Cells::Bytes(cells) => add(&mut hashes, cells, |&cell| u64::from(cell)),
            Cells::Singles(cells) => add(&mut hashes, cells, |cell| u64::from(cell.to_bits())),
            Cells::Doubles(cells) => add(&mut hashes, cells, |cell| cell.to_bits()),
            Cells::Categories { codes, .. } => add(&mut hashes, codes, |&code| u64::from(code)),
        }
    }
    match dataset.target_values() {
        TargetValues::Classes(labels) => add(&mut hashes, labels, |&label| u64::from(label)),
        TargetValues::Numbers(values) => {
            let width = dataset.task().outputs();
            for at in 0..width {
                add(&mut hashes, values.iter().skip(at).step_by(width), |v| (*v + 0.0).to_bits());
            }
        }
    }
    hashes
}

/// Mixes a column into the rows' hashes, with the finaliser of splitmix64 (Steele, Lea, Flood 2014).
fn add<T>(hashes: &mut [u64], cells: impl IntoIterator<Item = T>, bits: impl Fn(T) -> u64) {
    for (hash, cell) in hashes.iter_mut().zip(cells) {
        let mut z = hash.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ bits(cell);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        *hash = z ^ (z >> 31);
    }
}
