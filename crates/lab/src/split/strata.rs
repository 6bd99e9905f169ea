//! Who goes where: rows are dealt out 60 : 20 : 20 within groups of like targets.
//!
//! | task | groups |
//! |---|---|
//! | classification | one a class |
//! | regression | ten, of about equal size, by the first target's rank |
//! | multi-label | rows with the same labels; patterns that are too rare to split are put together with those that share their rarest label |
//!
//! Each group is shuffled with its own stream of random numbers, so a class's rows are dealt out alike
//! whatever the other classes are.

use crate::data::{Dataset, TargetValues};
use crate::error::DataError;
use crate::random::Stream;
use crate::task::Task;
use std::collections::BTreeMap;

/// Rows that each group must have: one for test, one for validation, three for training.
pub const ROWS_NEEDED: usize = 5;
/// Groups of a quantity.
const QUANTILES: usize = 10;

/// Training, validation and test rows, each ascending.
pub(super) fn deal(dataset: &Dataset, seed: u64) -> Result<[Vec<usize>; 3], DataError> {
    let groups = match (dataset.task(), dataset.target_values()) {
        (Task::Classification { classes }, TargetValues::Classes(labels)) => {
            by_class(classes, labels)?
        }
        (task, TargetValues::Numbers(values)) => {
            if dataset.rows() < ROWS_NEEDED {
                return Err(DataError::FewRows { rows: dataset.rows(), needed: ROWS_NEEDED });
            }
            match task {
                Task::MultiLabel { labels } => by_pattern(values, labels.len()),
                _ => by_quantile(values, task.outputs()),
            }
        }
        _ => return Err(DataError::Shape("the targets are not those of the task".to_owned())),
    };
    let [mut training, mut validation, mut test] = [const { Vec::new() }; 3];
    for (group, mut rows) in groups {
        Stream::new(seed, "split", group).shuffle(&mut rows);
        let fifth = (rows.len() * 2 + 5) / 10; // n/5, rounded to nearest
        test.extend(rows.drain(..fifth));
        validation.extend(rows.drain(..fifth));
        training.extend(rows);
    }
    let mut parts = [training, validation, test];
    parts.iter_mut().for_each(|rows| rows.sort_unstable());
    Ok(parts)
}

/// Rows, with the number of their stream.
type Groups = Vec<(u64, Vec<usize>)>;

fn by_class(classes: &[String], labels: &[u32]) -> Result<Groups, DataError> {
    let mut groups = vec![Vec::new(); classes.len()];
    for (row, &label) in labels.iter().enumerate() {
        groups[label as usize].push(row);
    }
    let rare = |rows: &Vec<usize>| !rows.is_empty() && rows.len() < ROWS_NEEDED;
    if let Some(class) = groups.iter().position(rare) {
        return Err(DataError::TooFewRows {
            class: classes[class].clone(),
            rows: groups[class].len(),
            needed: ROWS_NEEDED,
        });
    }
    Ok((0..).zip(groups).filter(|(_, rows)| !rows.is_empty()).collect())
}

/// Sizes are multiples of [`ROWS_NEEDED`], which divide without rounding, but for the last.
fn by_quantile(values: &[f64], width: usize) -> Groups {
    let first: Vec<f64> = values.iter().step_by(width).copied().collect();
    let mut order: Vec<usize> = (0..first.len()).collect();
    order.sort_by(|&a, &b| first[a].total_cmp(&first[b])); // stable: equal values by row
    let size = order.len().div_ceil(QUANTILES).next_multiple_of(ROWS_NEEDED);
    chunks(&order, size)
}

/// Groups of `size`; what is left over at the end joins the last if it could not be split.
fn chunks(order: &[usize], size: usize) -> Groups {
    let mut groups: Vec<Vec<usize>> = order.chunks(size).map(<[usize]>::to_vec).collect();
    if groups.len() > 1 && groups.last().is_some_and(|rows| rows.len() < ROWS_NEEDED) {
        let rest = groups.pop().unwrap_or_default();
        if let Some(last) = groups.last_mut() {
            last.extend(rest);
        }
    }
    (0..).zip(groups).collect()
}

fn by_pattern(values: &[f64], width: usize) -> Groups {
    let mut patterns: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    let mut totals = vec![0_usize; width];
    for (row, labels) in values.chunks_exact(width).enumerate() {
        let pattern: Vec<bool> = labels.iter().map(|&label| label == 1.0).collect();
        pattern.iter().zip(&mut totals).for_each(|(&on, total)| *total += usize::from(on));
        patterns.entry(pattern).or_default().push(row);
    }
    let rarest = |pattern: &[bool]| {
        let on = (0..width).filter(|&label| pattern[label]);
        on.min_by_key(|&label| totals[label]).unwrap_or(width)
    };
    let (mut groups, mut rare) = (Vec::new(), Vec::new());
    for (pattern, rows) in patterns {
        if rows.len() >= ROWS_NEEDED {
            groups.push(rows);
        } else {
            rare.push((rarest(&pattern), rows));
        }
    }
    rare.sort_by_key(|(label, _)| *label); // stable: then by pattern
    let rare: Vec<usize> = rare.into_iter().flat_map(|(_, rows)| rows).collect();
    // Fewer than five rare rows go with a group that is there: at least one is, of five rows or more.
    match groups.last_mut() {
        Some(last) if rare.len() < ROWS_NEEDED => last.extend(rare),
        _ => groups.extend(chunks(&rare, ROWS_NEEDED).into_iter().map(|(_, rows)| rows)),
    }
    (0..).zip(groups).collect()
}
