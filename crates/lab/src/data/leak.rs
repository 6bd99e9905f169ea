//! Columns that give the target away: one alone says nearly all.
//!
//! | target | column | it leaks if |
//! |---|---|---|
//! | classes, labels | any | of each row, the other rows with the same cell name the class, in 99.9 % of the rows |
//! | classes, labels | numbers | thresholds, one fewer than there are classes, part the classes in 99.9 % of the rows |
//! | quantities | numbers | the correlation, or that of the ranks, is beyond ±0.999 |
//! | quantities | texts | of each row, the mean of the other rows with the same cell explains 99.9 % of the variance |
//!
//! A row never speaks for itself, so a column of names of rows does not count. Classes that are told nearly
//! as well without the column (one has 99.9 % of the rows) do not count either. At most 10,000 rows, evenly
//! spread, are looked at; fewer than 50 say nothing.

use super::warning::Warning;
use super::{Column, Dataset, TargetValues};
use crate::task::Task;
use rayon::prelude::*;

/// Share that counts as nearly all.
const NEARLY_ALL: f64 = 0.999;
/// Rows that are looked at.
const SAMPLE: usize = 10_000;
/// Rows below which chance could do it.
const LEAST: usize = 50;

/// Looks for columns that leak a target, or that count the rows.
#[must_use]
pub fn inspect(dataset: &Dataset) -> Vec<Warning> {
    let total = dataset.rows();
    if total < LEAST {
        return Vec::new();
    }
    let sample = total.min(SAMPLE);
    let rows: Vec<usize> = (0..sample).map(|i| i * total / sample).collect();
    let targets = targets(dataset, &rows);
    let of_column = |column: &Column| {
        let mut found = Vec::new();
        if counts_rows(column) {
            found.push(Warning::RowNumbers { column: column.name().to_owned() });
        }
        let cells = Sorted::new(column, &rows);
        for (target, values) in &targets {
            let evidence = match values {
                Values::Classes { labels, classes } => cells.tell_classes(labels, *classes),
                Values::Numbers { values, ranks } => cells.tell_numbers(values, ranks),
            };
            if let Some(evidence) = evidence {
                let (column, target) = (column.name().to_owned(), target.clone());
                found.push(Warning::Leak { column, target, evidence });
            }
        }
        found
    };
    dataset.columns().par_iter().flat_map(of_column).collect()
}

/// A target on the rows of the sample.
enum Values {
    Classes { labels: Vec<usize>, classes: usize },
    Numbers { values: Vec<f64>, ranks: Vec<f64> },
}

fn targets(dataset: &Dataset, rows: &[usize]) -> Vec<(String, Values)> {
    match (dataset.task(), dataset.target_values()) {
        (Task::Classification { classes }, TargetValues::Classes(labels)) => {
            let labels = rows.iter().map(|&row| labels[row] as usize).collect();
            let classes = classes.len();
            vec![(dataset.target().to_owned(), Values::Classes { labels, classes })]
        }
        (task, TargetValues::Numbers(all)) => {
            let (Task::MultiLabel { labels: names }
            | Task::Regression { targets: names }
            | Task::Classification { classes: names }) = task;
            let of_name = |(at, name): (usize, &String)| {
                let values: Vec<f64> = rows.iter().map(|row| all[row * names.len() + at]).collect();
                let values = if matches!(task, Task::MultiLabel { .. }) {
                    let labels = values.iter().map(|&v| usize::from(v == 1.0)).collect();
                    Values::Classes { labels, classes: 2 }
                } else {
                    let ranks = ranks(&values);
                    Values::Numbers { values, ranks }
                };
                (name.clone(), values)
            };
            names.iter().enumerate().map(of_name).collect()
        }
        _ => Vec::new(),
    }
}

/// A column on the rows of the sample, in the order of its cells.
struct Sorted {
    values: Vec<f64>,
    /// Places of the sample in ascending order of their cells, the missing ones last.
    order: Vec<usize>,
    numeric: bool,
}

impl Sorted {
    fn new(column: &Column, rows: &[usize]) -> Self {
        let values: Vec<f64> = rows.iter().map(|&row| column.number(row)).collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
        Self { values, order, numeric: column.is_numeric() }
    }

    /// Runs of places with equal cells, in order.
    fn runs(&self) -> impl Iterator<Item = &[usize]> {
        self.order.chunk_by(|&a, &b| self.values[a].total_cmp(&self.values[b]).is_eq())
    }

    fn tell_classes(&self, labels: &[usize], classes: usize) -> Option<String> {
        let mut counts = vec![0_usize; classes];
        labels.iter().for_each(|&label| counts[label] += 1);
        let present = counts.iter().filter(|&&count| count > 0).count();
        let most = counts.iter().copied().max()?;
        // Rows that the others with the same cell name rightly; rows apart from their cell's first class;
        // changes of that class from cell to cell.
        let (mut named, mut apart, mut changes, mut before) = (0, 0, 0, None);
        for run in self.runs() {
            counts.fill(0);
            run.iter().for_each(|&place| counts[labels[place]] += 1);
            let first = (0..classes).max_by_key(|&class| counts[class])?;
            let second = (0..classes).filter(|&c| c != first).map(|c| counts[c]).max().unwrap_or(0);
            if counts[first] > second + 1 {
                named += counts[first];
            }
            apart += run.len() - counts[first];
            changes += usize::from(before.is_some_and(|before| before != first));
            before = Some(first);
        }
        let rows = labels.len();
        // Each row that interrupts a run of a class makes two changes.
        let needless = changes.saturating_sub(present - 1).div_ceil(2);
        let parted = if self.numeric { rows.saturating_sub(apart + needless) } else { 0 };
        let right = named.max(parted);
        let wrong = rows - right;
        let telling = share(right, rows) > NEARLY_ALL && wrong * 10 < rows - most;
        telling.then(|| {
            format!("it tells the class of {:.2} % of the rows", 100.0 * share(right, rows))
        })
    }

    fn tell_numbers(&self, target: &[f64], ranks_of_target: &[f64]) -> Option<String> {
        if !self.numeric {
            let explained = self.explained(target);
            return (explained > NEARLY_ALL)
                .then(|| format!("its groups explain {:.2} % of the variance", 100.0 * explained));
        }
        let pairs = |of: &[f64], target: &[f64]| {
            let present = self.values.iter().zip(of).zip(target).filter(|((v, _), _)| !v.is_nan());
            let pairs: Vec<(f64, f64)> = present.map(|((_, &x), &y)| (x, y)).collect();
            if pairs.len() < LEAST { 0.0 } else { correlation(&pairs) }
        };
        let linear = pairs(&self.values, target);
        if linear.abs() > NEARLY_ALL {
            return Some(format!("the correlation is {linear:.4}"));
        }
        let monotone = pairs(&ranks(&self.values), ranks_of_target);
        (monotone.abs() > NEARLY_ALL).then(|| format!("the rank correlation is {monotone:.4}"))
    }

    /// Share of the variance that the mean of the other rows with the same cell explains.
    fn explained(&self, target: &[f64]) -> f64 {
        let mean = target.iter().sum::<f64>() / real(target.len());
        let all: f64 = target.iter().map(|y| (y - mean).powi(2)).sum();
        let mut left = 0.0;
        for run in self.runs() {
            let sum: f64 = run.iter().map(|&place| target[place]).sum();
            for &place in run {
                let y = target[place];
                let said = if run.len() > 1 { (sum - y) / real(run.len() - 1) } else { mean };
                left += (y - said).powi(2);
            }
        }
        1.0 - left / all
    }
}

/// Whether the cells are n, n + 1, n + 2, …
fn counts_rows(column: &Column) -> bool {
    column.is_numeric()
        && (1..column.len()).all(|row| column.number(row) - column.number(row - 1) == 1.0)
}

/// The place of each value in ascending order; equal ones share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut at = 0;
    for run in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let rank = real(at) + real(run.len() - 1) / 2.0;
        run.iter().for_each(|&place| ranks[place] = rank);
        at += run.len();
    }
    ranks
}

/// Pearson's correlation; 0 where a side is constant.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = real(pairs.len());
    let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / n;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|pair| of(pair.0 - x, pair.1 - y)).sum()
    };
    let (xy, xx, yy) = (sum(&|a, b| a * b), sum(&|a, _| a * a), sum(&|_, b| b * b));
    let both = xx.sqrt() * yy.sqrt();
    if both > 0.0 { xy / both } else { 0.0 }
}

fn share(part: usize, whole: usize) -> f64 {
    real(part) / real(whole)
}

#[allow(clippy::cast_precision_loss)]
fn real(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::digits;

    const ROWS: usize = 3000;

    /// A number without a pattern, from 0 to below 1: the golden ratio's multiples, shuffled by squares.
    fn noise(i: usize) -> f64 {
        (0.618_033_988_749_895 * (i * i + 3 * i) as f64).fract()
    }

    fn classes(count: usize) -> (Task, TargetValues) {
        let label = |i| u32::try_from((noise(i) * count as f64) as usize).expect("small");
        let names = (0..count).map(|c| c.to_string()).collect();
        let labels = (0..ROWS).map(label).collect();
        (Task::Classification { classes: names }, TargetValues::Classes(labels))
    }

    fn leaks(columns: Vec<Column>, (task, values): (Task, TargetValues)) -> Vec<String> {
        let data = Dataset::from_columns("t", columns, "target", task, values).expect("good");
        let leak = |warning| match warning {
            Warning::Leak { column, .. } => Some(column),
            _ => None,
        };
        inspect(&data).into_iter().filter_map(leak).collect()
    }

    fn numbers(name: &str, value: impl Fn(usize) -> f64) -> Column {
        let values: Vec<f64> = (0..ROWS).map(value).collect();
        Column::numbers(name, &values).expect("finite")
    }

    fn texts(name: &str, text: impl Fn(usize) -> String) -> Column {
        let texts: Vec<String> = (0..ROWS).map(text).collect();
        Column::categories(name, texts.iter().map(|t| Some(t.as_str())))
    }

    #[test]
    fn columns_that_give_a_class_away() {
        let class = |i| (noise(i) * 4.0).floor();
        let spoilt = |i, every: usize| if i % every == 7 { 3.0 - class(i) } else { class(i) };
        let found = leaks(
            vec![
                numbers("the class", class),
                numbers("another code of it", |i| [7.0, 1.0, 900.0, -3.5][class(i) as usize]),
                texts("its name", |i| format!("class {}", class(i))),
                numbers("a threshold away", |i| noise(i) + 1e3),
                numbers("one row of 2000 wrong", |i| spoilt(i, 2000)),
                numbers("one row of 200 wrong", |i| spoilt(i, 200)),
                numbers("half of it", |i| (class(i) / 2.0).floor()),
                numbers("chance", |i| noise(i + 5)),
                texts("names of rows", |i| format!("row {i}")),
                numbers("constant", |_| 1.0),
            ],
            classes(4),
        );
        assert_eq!(
            found,
            [
                "the class",
                "another code of it",
                "its name",
                "a threshold away",
                "one row of 2000 wrong"
            ]
        );
    }

    #[test]
    fn a_class_that_is_nearly_always_the_same_is_told_by_nothing() {
        let labels: Vec<u32> = (0..ROWS).map(|i| u32::from(i == 17 || i == 18)).collect();
        let task = Task::Classification { classes: vec!["no".into(), "yes".into()] };
        let columns = vec![numbers("chance", noise), numbers("constant", |_| 2.0)];
        assert!(leaks(columns, (task, TargetValues::Classes(labels))).is_empty());
    }

    #[test]
    fn columns_that_give_a_quantity_away() {
        let price = |i: usize| 10.0 + 90.0 * noise(i);
        let group = |i: usize| (noise(i) * 40.0).floor();
        let task = |name: &str| Task::Regression { targets: vec![name.to_owned()] };
        let quantities = TargetValues::Numbers((0..ROWS).map(price).collect());
        let found = leaks(
            vec![
                numbers("in cents", |i| 100.0 * price(i)),
                numbers("negative", |i| -price(i)),
                numbers("its cube", |i| price(i).powi(3)),
                numbers("with little noise", |i| price(i) + noise(i + 9)),
                numbers("with much noise", |i| price(i) + 20.0 * noise(i + 9)),
                numbers("missing elsewhere", |i| if i % 3 == 0 { price(i) } else { f64::NAN }),
                texts("names of rows", |i| format!("row {i}")),
            ],
            (task("price"), quantities),
        );
        assert_eq!(
            found,
            ["in cents", "negative", "its cube", "with little noise", "missing elsewhere"]
        );
        let groups = TargetValues::Numbers((0..ROWS).map(group).collect());
        let found = leaks(
            vec![
                texts("its group", |i| format!("group {}", group(i))),
                texts("pairs of groups", |i| format!("pair {}", (group(i) / 2.0).floor())),
            ],
            (task("group"), groups),
        );
        assert_eq!(found, ["its group"]);
    }

    #[test]
    fn labels_leak_one_by_one() {
        let labels = |i: usize| [noise(i) > 0.5, noise(i + 1) > 0.3];
        let values = (0..ROWS).flat_map(labels).map(|on| f64::from(u8::from(on))).collect();
        let task = Task::MultiLabel { labels: vec!["a".into(), "b".into()] };
        let columns =
            vec![numbers("of b", |i| f64::from(u8::from(labels(i)[1]))), numbers("c", noise)];
        let data = Dataset::from_columns("t", columns, "a,b", task, TargetValues::Numbers(values));
        let found = inspect(&data.expect("good"));
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].starts_with("column `of b` alone gives the target `b`: it tells the class")
        );
        assert!(said[1].starts_with("column `c` alone gives the target `a`"), "a threshold");
    }

    #[test]
    fn row_numbers_are_noticed_and_sound_data_is_left_alone() {
        let data = Dataset::from_columns(
            "t",
            vec![numbers("index", |i| 5.0 + i as f64), numbers("chance", |i| noise(i + 5))],
            "target",
            classes(3).0,
            classes(3).1,
        )
        .expect("good");
        assert_eq!(inspect(&data), [Warning::RowNumbers { column: "index".into() }]);
        assert_eq!(inspect(&digits()), []);
    }
}
