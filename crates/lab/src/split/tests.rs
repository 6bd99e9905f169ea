use super::*;
use crate::data::{Column, ReadOptions, TaskKind, digits, read_csv};

fn table(columns: usize, features: &[f64], labels: Vec<u32>) -> Dataset {
    let columns: Vec<String> = (0..columns).map(|i| i.to_string()).collect();
    let classes = (0..=*labels.iter().max().expect("rows")).map(|c| c.to_string()).collect();
    Dataset::new("table", &columns, "class", features, labels, classes).expect("good")
}

fn parts(split: &Prepared) -> [&Part; 3] {
    [split.training(), split.validation(), split.test()]
}

fn all_rows(split: &Prepared) -> Vec<usize> {
    let mut all: Vec<usize> = parts(split).iter().flat_map(|p| p.rows.iter().copied()).collect();
    all.sort_unstable();
    all
}

fn column(part: &Part, at: usize, width: usize) -> Vec<f32> {
    part.features.iter().skip(at).step_by(width).copied().collect()
}

#[test]
fn complete_disjoint_stratified() {
    let data = digits();
    let split = prepare(&data, 0).expect("digits split");
    assert_eq!(all_rows(&split), (0..1797).collect::<Vec<_>>(), "each row is in exactly one part");
    for (part, share) in parts(&split).into_iter().zip([0.6, 0.2, 0.2]) {
        for (class, total) in [178, 182, 177, 183, 181, 182, 181, 179, 174, 180].iter().enumerate()
        {
            let count = part.targets.classes().iter().filter(|&&l| l as usize == class).count();
            assert!((count as f64 - share * f64::from(*total)).abs() <= 1.0, "class {class}");
        }
        for (i, &row) in part.rows.iter().enumerate() {
            assert_eq!(part.targets.classes()[i], data.labels()[row], "labels follow their rows");
        }
    }
    assert_ne!(split.test().rows, prepare(&data, 1).expect("split").test().rows);
    assert_eq!(split.test().rows, prepare(&data, 0).expect("split").test().rows);
}

#[test]
fn a_quantity_is_split_by_its_quantiles_and_standardised() {
    // 503 rows, a target far from 0, in an order that is not that of the rows.
    let value = |i: usize| 1000.0 + ((i * 197) % 503) as f64;
    let targets: Vec<f64> = (0..503).map(value).collect();
    let features: Vec<f64> = (0..503).map(|i| (i % 7) as f64).collect();
    let data = Dataset::from_columns(
        "q",
        vec![Column::numbers("x", &features).expect("finite")],
        "price",
        Task::Regression { targets: vec!["price".into()] },
        TargetValues::Numbers(targets.clone()),
    )
    .expect("good");
    let split = prepare(&data, 4).expect("split");
    assert_eq!(all_rows(&split), (0..503).collect::<Vec<_>>());
    let [scale] = split.target_scales() else { panic!("one target") };
    let training: Vec<f64> = split.training().rows.iter().map(|&row| targets[row]).collect();
    let mean = training.iter().sum::<f64>() / training.len() as f64;
    let variance = training.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / training.len() as f64;
    assert!((scale.mean - mean).abs() < 1e-9 && (scale.deviation - variance.sqrt()).abs() < 1e-9);
    // Groups of 55 rows by rank (a tenth of 503, up to a multiple of 5), the last of 8.
    let mut ranked: Vec<usize> = (0..503).collect();
    ranked.sort_by_key(|&row| targets[row] as usize);
    for (part, [of_55, of_8]) in parts(&split).into_iter().zip([[33, 4], [11, 2], [11, 2]]) {
        for group in ranked.chunks(55) {
            let count = group.iter().filter(|&row| part.rows.contains(row)).count();
            assert_eq!(count, if group.len() == 55 { of_55 } else { of_8 });
        }
        let Targets::Values { width: 1, values } = &part.targets else { panic!("quantities") };
        for (&row, &value) in part.rows.iter().zip(values) {
            let back = scale.mean + scale.deviation * f64::from(value);
            assert!((back - targets[row]).abs() < 1e-3, "{back} is {}", targets[row]);
        }
    }
}

#[test]
fn labels_are_split_by_their_pattern() {
    // 60 rows of one pattern, 25 of another, 15 of a third, 3 rows of patterns that occur once.
    let pattern = |i: usize| match i {
        0..60 => [0.0, 0.0, 0.0],
        60..85 => [1.0, 0.0, 0.0],
        85..100 => [1.0, 1.0, 0.0],
        100 => [0.0, 0.0, 1.0],
        101 => [0.0, 1.0, 1.0],
        _ => [1.0, 1.0, 1.0],
    };
    let values: Vec<f64> = (0..103).flat_map(pattern).collect();
    let names = ["a", "b", "c"].map(str::to_owned).to_vec();
    let feature: Vec<f64> = (0..103).map(f64::from).collect();
    let data = Dataset::from_columns(
        "l",
        vec![Column::numbers("x", &feature).expect("finite")],
        "a,b,c",
        Task::MultiLabel { labels: names },
        TargetValues::Numbers(values.clone()),
    )
    .expect("good");
    let split = prepare(&data, 0).expect("split");
    assert_eq!(all_rows(&split), (0..103).collect::<Vec<_>>());
    for (part, share) in parts(&split).into_iter().zip([0.6, 0.2, 0.2]) {
        for (range, slack) in [(0..60, 0.0), (60..85, 0.0), (85..100, 3.0)] {
            let count = part.rows.iter().filter(|row| range.contains(*row)).count();
            assert!(
                (count as f64 - share * range.len() as f64).abs() <= slack,
                "{range:?} {count}"
            );
        }
        let Targets::Values { width: 3, values: labels } = &part.targets else { panic!("labels") };
        for (&row, label) in part.rows.iter().zip(labels.chunks(3)) {
            let expected: Vec<f32> = pattern(row).iter().map(|&v| v as f32).collect();
            assert_eq!(label, expected);
        }
    }
    assert!(split.target_scales().is_empty());
}

#[test]
fn standardised_on_the_training_rows_alone() {
    let data = digits();
    let split = prepare(&data, 3).expect("split");
    for at in 0..64 {
        let moments = |part: &Part| {
            let values: Vec<f64> = column(part, at, 64).into_iter().map(f64::from).collect();
            let mean = values.iter().sum::<f64>() / part.len() as f64;
            let variance =
                values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / part.len() as f64;
            (mean, variance)
        };
        let (mean, variance) = moments(split.training());
        assert!(mean.abs() < 1e-5, "column {at}: {mean}");
        assert!(variance == 0.0 || (variance - 1.0).abs() < 1e-4, "column {at}: {variance}");
    }
    // Were they fitted on all rows, this mean would be 0 only by chance.
    let validation: f64 = split.validation().features.iter().map(|&v| f64::from(v)).sum();
    assert!(validation.abs() > 1e-3);
}

/// A table with numbers, missing cells and texts, of which `change` may replace the cells of a row.
fn mixed(change: impl Fn(usize) -> bool) -> Dataset {
    let mut text = "n,m,c,t\n".to_owned();
    for i in 0..200 {
        let label = ["no", "yes"][i % 2];
        text += &if change(i) {
            format!("1e30,,new{i},{label}\n")
        } else {
            let m = if i % 9 == 4 { String::new() } else { format!("{}.5", i * i % 41) };
            format!("{},{m},{},{label}\n", i * 7 % 31, ["red", "blue", "green"][i / 2 % 3])
        };
    }
    read_csv("mixed.csv", text.as_bytes(), &ReadOptions::default()).expect("good")
}

#[test]
fn nothing_of_the_other_rows_gets_into_the_map() {
    let split = prepare(&mixed(|_| false), 1).expect("split");
    let outside: Vec<usize> =
        split.validation().rows.iter().chain(&split.test().rows).copied().collect();
    let changed = prepare(&mixed(|row| outside.contains(&row)), 1).expect("split");
    assert_eq!(changed.training().rows, split.training().rows);
    assert_eq!(changed.inputs(), split.inputs());
    let bits = |part: &Part| part.features.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(changed.training()), bits(split.training()));
    assert_ne!(bits(changed.test()), bits(split.test()));
    assert!(changed.test().features.iter().all(|v| v.is_finite()));
    // A category that no training row has is in no input, and the missing number is at the mean.
    let width = split.columns();
    assert_eq!(split.inputs(), ["n", "m", "m is missing", "c=blue", "c=green", "c=red"]);
    for row in changed.test().features.chunks(width) {
        assert_eq!(row[1..], [0.0, 1.0, 0.0, 0.0, 0.0]);
    }
}

#[test]
fn missing_numbers_are_means_and_texts_are_one_hot() {
    // By hand: the numbers present in training have mean 3 and their squares' deviation counts the
    // missing row as a mean.
    let feature = |i: usize| if i.is_multiple_of(5) { f64::NAN } else { [2.0, 4.0][i % 2] };
    let numbers: Vec<f64> = (0..50).map(feature).collect();
    let texts: Vec<Option<&str>> =
        (0..50).map(|i| if i % 10 == 3 { None } else { Some(["x", "y"][i % 2]) }).collect();
    let data = Dataset::from_columns(
        "m",
        vec![
            Column::numbers("number", &numbers).expect("finite"),
            Column::categories("text", texts.iter().copied()),
        ],
        "t",
        Task::Classification { classes: vec!["no".into(), "yes".into()] },
        TargetValues::Classes((0..50).map(|i| u32::from(i % 3 == 0)).collect()),
    )
    .expect("good");
    let split = prepare(&data, 0).expect("split");
    assert_eq!(
        split.inputs(),
        ["number", "number is missing", "text=x", "text=y", "text is missing"]
    );
    let training = &split.training().rows;
    let present: Vec<f64> = training.iter().map(|&r| numbers[r]).filter(|v| !v.is_nan()).collect();
    let mean = present.iter().sum::<f64>() / present.len() as f64;
    let square: f64 = present.iter().map(|v| (v - mean).powi(2)).sum();
    let deviation = (square / training.len() as f64).sqrt();
    for part in parts(&split) {
        for (&row, inputs) in part.rows.iter().zip(part.features.chunks(5)) {
            if numbers[row].is_nan() {
                assert_eq!(inputs[..2], [0.0, 1.0]);
            } else {
                assert!((f64::from(inputs[0]) - (numbers[row] - mean) / deviation).abs() < 1e-6);
                assert_eq!(inputs[1], 0.0);
            }
            let expected = match texts[row] {
                Some("x") => [1.0, 0.0, 0.0],
                Some(_) => [0.0, 1.0, 0.0],
                None => [0.0, 0.0, 1.0],
            };
            assert_eq!(inputs[2..], expected);
        }
    }
}

#[test]
fn the_fifty_most_frequent_categories_stand_alone() {
    // 60 categories: `a00` … `a49` on 20 rows each, `b0` … `b9` on 5 each.
    let name = |i: usize| if i < 1000 { format!("a{:02}", i % 50) } else { format!("b{}", i % 10) };
    let texts: Vec<String> = (0..1050).map(name).collect();
    let data = Dataset::from_columns(
        "many",
        vec![Column::categories("c", texts.iter().map(|t| Some(t.as_str())))],
        "t",
        Task::Classification { classes: vec!["no".into(), "yes".into()] },
        TargetValues::Classes((0..1050).map(|i| u32::from(i % 2 == 0)).collect()),
    )
    .expect("good");
    let split = prepare(&data, 0).expect("split");
    assert_eq!(split.columns(), 51);
    assert_eq!((split.inputs()[0].as_str(), split.inputs()[50].as_str()), ("c=a00", "c=(others)"));
    for part in parts(&split) {
        for (&row, inputs) in part.rows.iter().zip(part.features.chunks(51)) {
            assert_eq!(inputs.iter().sum::<f32>(), 1.0);
            let at = if row < 1000 { row % 50 } else { 50 };
            assert_eq!(inputs[at], 1.0, "row {row}");
        }
    }
    let told = split
        .warnings()
        .iter()
        .any(|w| matches!(w, Warning::ManyCategories { categories: 51..=60, kept: 50, .. }));
    assert!(told, "{:?}", split.warnings());
}

#[test]
fn awkward_columns_stay_finite() {
    // Constant (with a mean that rounds), almost constant and tiny, a large offset, huge.
    let labels: Vec<u32> = (0..30).map(|i| i % 2).collect();
    let features: Vec<f64> = (0..30)
        .flat_map(|i| {
            let i = f64::from(i);
            [0.1, if i == 7.0 { 1e-300 } else { 0.0 }, 1.7e9 + i, 3e38 * (-1.0_f64).powf(i)]
        })
        .collect();
    let split = prepare(&table(4, &features, labels), 0).expect("split");
    for part in parts(&split) {
        assert!(part.features.iter().all(|v| v.is_finite()));
        assert!(column(part, 0, 4).iter().all(|&v| v == 0.0), "a constant column is 0");
        let stamps: std::collections::BTreeSet<u32> =
            column(part, 2, 4).iter().map(|v| v.to_bits()).collect();
        assert_eq!(stamps.len(), part.len(), "1.7e9 + i keeps its 30 values");
    }
}

#[test]
fn too_few_rows_are_refused() {
    let labels: Vec<u32> = (0..24).map(|i| u32::from(i < 4)).collect();
    let error = prepare(&table(1, &[0.0; 24], labels), 0).expect_err("4 rows");
    assert!(error.to_string().starts_with("class `1` has 4 rows only; each class needs 5"));
    let options = ReadOptions { task: Some(TaskKind::Regression), ..ReadOptions::default() };
    let data = read_csv("four.csv", b"x,y\n1,2\n2,3\n4,5\n5,6\n", &options).expect("good");
    let error = prepare(&data, 0).expect_err("4 rows").to_string();
    assert!(error.starts_with("4 rows only; 5 are needed"), "{error}");
}

#[test]
fn what_was_noticed_is_told() {
    let mut text = "same,id,x,t\n".to_owned();
    for i in 0..100 {
        text += &format!("1,name{i},{},{}\n", i % 4, i % 2);
    }
    let split =
        prepare(&read_csv("t.csv", text.as_bytes(), &ReadOptions::default()).expect("good"), 0)
            .expect("split");
    assert_eq!(split.inputs(), ["same", "x"], "texts that name rows are left out");
    let told: Vec<String> = split.warnings().iter().map(ToString::to_string).collect();
    for start in
        ["constant on the training rows, so of no use: `same`", "left out", "only 20 test rows"]
    {
        assert!(told.iter().any(|line| line.starts_with(start)), "{start}: {told:?}");
    }
    assert!(!told.iter().any(|line| line.contains("equal to a training row")), "names differ");
}

#[test]
fn twins_across_the_split_are_counted() {
    // Rows 2k and 2k + 1 are equal, in both columns and the class.
    let row = |i: u32| [f64::from(i / 2), f64::from(i / 2 % 3)];
    let features: Vec<f64> = (0..200).flat_map(row).collect();
    let data = table(2, &features, (0..200).map(|i| i / 2 % 2).collect());
    let split = prepare(&data, 0).expect("split");
    let training = &split.training().rows;
    let twins = split.test().rows.iter().filter(|&&row| training.contains(&(row ^ 1))).count();
    assert!((10..40).contains(&twins));
    assert!(split.warnings().contains(&Warning::Twins { rows: twins, test: 40 }));
}

#[test]
fn memory_is_what_the_parts_hold() {
    let split = prepare(&digits(), 0).expect("split");
    assert_eq!(split.bytes(), 1797 * (64 * 4 + 4 + 8));
    assert_eq!(split.peak_bytes(&digits()), split.bytes() + 1797 * (64 + 4 + 24));
}

#[test]
fn ten_thousand_columns_are_no_trouble() {
    let features: Vec<f64> = (0..10_000 * 50).map(|i| f64::from(i % 97)).collect();
    let split =
        prepare(&table(10_000, &features, (0..50).map(|i| i % 2).collect()), 0).expect("split");
    assert_eq!((split.columns(), split.training().features.len()), (10_000, 300_000));
}
