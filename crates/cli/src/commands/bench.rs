//! `nonlin bench`: this machine's times beside its limits.

use anyhow::Result;
use console::{Alignment, measure_text_width, pad_str, style};
use indicatif::{ProgressBar, ProgressStyle};
use nonlin_bench::{Error, FRAMEWORK_FUNCTIONS, Figure, Pass, Plan, SIZES, Threads, measure};

use super::Usage;
use crate::args::{Bench, BenchThreads, Dtype};
use crate::output;

pub fn run(arguments: &Bench) -> Result<()> {
    let plan = plan(arguments);
    let bar = ProgressBar::new(plan.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
        bar.set_style(style.progress_chars("━╸ "));
    }
    let figures = measure(&plan, |figure| {
        bar.set_message(format!("{} {} {}", figure.name, figure.pass.name(), figure.n));
        bar.inc(1);
    });
    bar.finish_and_clear();
    let figures = figures.map_err(|error| match error {
        Error::Function(error) => anyhow::Error::new(error),
        error => Usage(error.to_string()).into(),
    })?;
    if arguments.json {
        return output::json(&figures);
    }
    for line in tables(&figures) {
        output::line(&line)?;
    }
    Ok(())
}

/// What the user asked for; where nothing is said, all that fits into memory.
fn plan(arguments: &Bench) -> Plan {
    let default: Vec<String> = FRAMEWORK_FUNCTIONS.iter().map(ToString::to_string).collect();
    let mut plan = Plan {
        names: if arguments.names.is_empty() { default } else { arguments.names.clone() },
        passes: Pass::ALL.to_vec(),
        dtype: match arguments.dtype {
            Dtype::F16 => nonlin_bench::Dtype::F16,
            Dtype::Bf16 => nonlin_bench::Dtype::Bf16,
            Dtype::F32 => nonlin_bench::Dtype::F32,
            Dtype::F64 => nonlin_bench::Dtype::F64,
        },
        sizes: arguments.n.clone(),
        threads: match arguments.threads {
            Some(BenchThreads::One) => vec![Threads::One],
            Some(BenchThreads::All) => vec![Threads::All],
            None if Threads::All.count() == 1 => vec![Threads::One],
            None => vec![Threads::One, Threads::All],
        },
    };
    if plan.sizes.is_empty() {
        plan.sizes = SIZES.into_iter().filter(|&n| plan.room_for(n).is_ok()).collect();
    }
    plan
}

/// A table for each number of threads: a line for each function, a column for each pass and length.
fn tables(figures: &[Figure]) -> Vec<String> {
    let threads = distinct(figures, |figure| figure.threads);
    let sizes = distinct(figures, |figure| figure.n);
    let mut lines = Vec::new();
    for &count in &threads {
        let title = match count {
            1 => "1 thread".to_owned(),
            count => format!("{count} threads"),
        };
        lines.push(format!(
            "{} ns an element, in brackets this machine's limit",
            style(title).bold()
        ));
        let of_count: Vec<&Figure> = figures.iter().filter(|f| f.threads == count).collect();
        lines.extend(table(&of_count, &sizes));
        lines.push(String::new());
    }
    lines.push("`nonlin bench --json` has all digits".into());
    lines
}

fn table(figures: &[&Figure], sizes: &[usize]) -> Vec<String> {
    let columns: Vec<(Pass, usize)> =
        Pass::ALL.iter().flat_map(|&pass| sizes.iter().map(move |&n| (pass, n))).collect();
    let mut head = vec![String::new()];
    head.extend(columns.iter().map(|(pass, n)| format!("{} {}", pass.name(), grouped(*n))));
    let mut rows = vec![head];
    for name in distinct(figures, |figure| figure.name.clone()) {
        let mut row = vec![name.clone()];
        for &(pass, n) in &columns {
            let found = figures.iter().find(|f| f.name == name && f.pass == pass && f.n == n);
            row.push(found.map_or("–".into(), |f| {
                format!("{} ({})", short(f.ns_per_element), short(f.limit_ns_per_element))
            }));
        }
        rows.push(row);
    }
    let width = |index: usize| rows.iter().map(|row| measure_text_width(&row[index])).max();
    let widths: Vec<usize> = (0..=columns.len()).map(|index| width(index).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(index, (cell, &width))| {
            let side = if index == 0 { Alignment::Left } else { Alignment::Right };
            pad_str(cell, width, side, None).into_owned()
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines[0] = style(&lines[0]).dim().to_string();
    lines
}

/// The different values of a property, in the order of their first appearance.
fn distinct<F: std::borrow::Borrow<Figure>, V: PartialEq>(
    figures: &[F],
    property: impl Fn(&Figure) -> V,
) -> Vec<V> {
    let mut values = Vec::new();
    for figure in figures {
        let value = property(figure.borrow());
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Three digits, as many as a measurement has.
fn short(ns: f64) -> String {
    let decimals = match ns {
        ns if ns < 0.1 => 3,
        ns if ns < 10.0 => 2,
        ns if ns < 100.0 => 1,
        _ => 0,
    };
    format!("{ns:.decimals$}")
}

/// `67,108,864`
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str, pass: Pass, n: usize, threads: usize, ns: f64) -> Figure {
        let dtype = nonlin_bench::Dtype::F32;
        let limit_ns_per_element = ns / 2.0;
        let name = name.to_owned();
        Figure { name, pass, dtype, n, threads, ns_per_element: ns, limit_ns_per_element }
    }

    #[test]
    fn a_table_has_a_column_for_each_pass_and_length_and_gaps_where_nothing_was_measured() {
        let figures = [
            figure("relu", Pass::Forward, 4096, 1, 0.05),
            figure("relu", Pass::Forward, 67_108_864, 1, 0.25),
            figure("relu", Pass::Backward, 4096, 1, 12.34),
            figure("relu", Pass::Forward, 4096, 2, 1.0),
        ];
        let lines = tables(&figures);
        let plain: Vec<_> =
            lines.iter().map(|line| console::strip_ansi_codes(line).into_owned()).collect();
        assert_eq!(
            plain[1],
            "      forward 4,096  forward 67,108,864  backward 4,096  backward 67,108,864"
        );
        assert_eq!(
            plain[2],
            "relu  0.050 (0.025)         0.25 (0.12)     12.3 (6.17)                    –"
        );
        assert!(plain[4].starts_with("2 threads"));
    }
}
