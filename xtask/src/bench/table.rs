//! What a run found: for each function nonlin, its limit, the fastest peer that is accurate and the
//! fastest of any accuracy; and the verdicts that follow.
//!
//! A peer counts as accurate on a function and pass where its largest error for |x| ≤ 10, subnormal results
//! left out, is below 5 ULP. That admits more peers than the error everywhere would, and so asks more of
//! nonlin; how many functions there are by the error everywhere is said beside it. Where no error was
//! measured (rows, and from the output) every peer counts.

use std::fmt::Write as _;

use super::accuracy::{Errors, Largest};
use super::sample::{Key, Samples};
use super::{IN_CACHE, SMALL};

/// The error from which on a peer is no match.
pub(crate) const ACCURATE_ULP: f64 = 5.0;
pub(crate) const PASSES: [&str; 3] = ["forward", "backward", "output"];

/// A pass in words.
pub(crate) fn title(pass: &str) -> &str {
    if pass == "output" { "backward from the output" } else { pass }
}

/// The figures and errors of a run.
pub(crate) struct Table<'a> {
    pub(crate) samples: &'a Samples,
    pub(crate) errors: &'a Errors,
    /// All the threads of this machine.
    pub(crate) threads: usize,
}

/// One function, pass, length and number of threads.
pub(crate) struct Row<'a> {
    pub(crate) ours: f64,
    pub(crate) limit: f64,
    pub(crate) accurate: Option<(&'a str, f64)>,
    /// The fastest peer that is accurate everywhere, subnormal results included.
    pub(crate) strict: Option<(&'a str, f64)>,
    pub(crate) fastest: Option<(&'a str, f64)>,
}

impl Table<'_> {
    pub(crate) fn row(&self, key: &Key) -> Option<Row<'_>> {
        let below = |peer: &str, which: fn(&Largest) -> f64| {
            self.error(peer, &key.name, &key.pass).is_none_or(|e| which(&e) < ACCURATE_ULP)
        };
        Some(Row {
            ours: self.samples.ours(key)?,
            limit: self.samples.limit(key)?,
            accurate: self.samples.best(key, |peer| below(peer, |e| e.near.0)),
            strict: self.samples.best(key, |peer| below(peer, |e| e.all.0)),
            fastest: self.samples.best(key, |_| true),
        })
    }

    pub(crate) fn error(&self, library: &str, name: &str, pass: &str) -> Option<Largest> {
        self.errors.get(&(library.to_owned(), name.to_owned(), pass.to_owned())).copied()
    }

    /// The numbers of threads that were measured.
    pub(crate) fn counts(&self) -> Vec<usize> {
        if self.threads > 1 { vec![1, self.threads] } else { vec![1] }
    }

    /// The lengths of the table.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.samples.sizes(1).into_iter().filter(|&n| n != SMALL).collect()
    }

    /// The rows of a pass, length and number of threads.
    fn rows(&self, pass: &str, n: usize, threads: usize) -> Vec<Row<'_>> {
        let key = |name: &String| Key { name: name.clone(), pass: pass.to_owned(), n, threads };
        self.samples.names().iter().filter_map(|name| self.row(&key(name))).collect()
    }

    /// The geometric mean of how many times faster nonlin is than the fastest peer of any accuracy, and of
    /// how many functions it is the mean.
    pub(crate) fn mean_ratio(&self, pass: &str, n: usize, threads: usize) -> Option<(f64, usize)> {
        let rows = self.rows(pass, n, threads);
        let ratios = rows.iter().filter_map(|row| row.fastest.map(|(_, time)| time / row.ours));
        let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
        let count = u32::try_from(logarithms.len()).ok().filter(|&count| count > 0)?;
        Some(((logarithms.iter().sum::<f64>() / f64::from(count)).exp(), logarithms.len()))
    }

    /// On how many functions nonlin is faster than every accurate peer, of how many that have one; then the
    /// same for the peers that are accurate everywhere.
    pub(crate) fn faster(&self, pass: &str, n: usize, threads: usize) -> [(usize, usize); 2] {
        let rows = self.rows(pass, n, threads);
        let count = |peer: fn(&Row<'_>) -> Option<f64>| {
            let verdicts = rows.iter().filter_map(|row| Some(row.ours < peer(row)?));
            verdicts.fold((0, 0), |(faster, of), beats| (faster + usize::from(beats), of + 1))
        };
        [count(|row| Some(row.accurate?.1)), count(|row| Some(row.strict?.1))]
    }

    /// Whether nonlin is faster than every accurate peer on a function: at every length, in both passes,
    /// on one thread and on all; where it isn't, the first place.
    pub(crate) fn verdict(&self, name: &str) -> Result<bool, String> {
        let mut any = false;
        for threads in self.counts() {
            for pass in PASSES {
                for n in self.sizes() {
                    let key = Key { name: name.to_owned(), pass: pass.to_owned(), n, threads };
                    let Some(row) = self.row(&key) else { continue };
                    let Some((peer, time)) = row.accurate else { continue };
                    any = true;
                    if row.ours >= time {
                        let times = row.ours / time;
                        return Err(format!(
                            "{}, {}, {}: {peer} takes {}, nonlin {} ({times:.1}×)",
                            title(pass),
                            grouped(n),
                            threads_text(threads),
                            short(time),
                            short(row.ours),
                        ));
                    }
                }
            }
        }
        Ok(any)
    }

    /// Nanoseconds of a call on 16 elements beyond 16 times the time an element takes in the cache.
    pub(crate) fn overhead(&self, name: &str, pass: &str) -> Option<f64> {
        let time = |n| {
            let key = Key { name: name.to_owned(), pass: pass.to_owned(), n, threads: 1 };
            self.samples.ours(&key)
        };
        Some((time(SMALL)? - time(IN_CACHE[0])?) * 16.0)
    }

    /// The largest overhead of a call, in ns, and its function and pass.
    pub(crate) fn largest_overhead(&self) -> Option<(f64, &str, &'static str)> {
        let names = self.samples.names().iter().filter(|name| *name != "softmax");
        let all = names.flat_map(|name| {
            PASSES
                .into_iter()
                .filter_map(|pass| Some((self.overhead(name, pass)?, name.as_str(), pass)))
        });
        all.max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// The table for a terminal.
    pub(crate) fn terminal(&self) -> String {
        let mut text = String::new();
        for threads in self.counts() {
            for pass in PASSES {
                let block = self.block(pass, threads);
                if !block.is_empty() {
                    let (pass, threads) = (title(pass), threads_text(threads));
                    let _ = writeln!(text, "\n{pass}, {threads}, ns an element\n{block}");
                }
            }
        }
        for (name, pass) in self.errors_to_show() {
            let _ = writeln!(text, "{name} {pass}: {}", self.errors_line(name, pass));
        }
        if let Some((overhead, name, pass)) = self.largest_overhead() {
            let _ = writeln!(
                text,
                "\na call on 16 elements: at most {overhead:.0} ns more ({name} {pass})"
            );
        }
        text
    }

    /// A line for each function that has the pass, and the sums below; nothing if none has.
    fn block(&self, pass: &str, threads: usize) -> String {
        let sizes = self.sizes();
        let mut head = vec![String::new()];
        for n in &sizes {
            head.extend([grouped(*n), "limit".into(), "below 5 ULP".into(), "any".into()]);
        }
        let mut lines = vec![head];
        for name in self.samples.names() {
            let key = |n| Key { name: name.clone(), pass: pass.to_owned(), n, threads };
            if sizes.iter().all(|&n| self.row(&key(n)).is_none()) {
                continue;
            }
            let mut line = vec![name.clone()];
            for &n in &sizes {
                let row = self.row(&key(n));
                let peer = |best: Option<(&str, f64)>| match best {
                    Some((peer, time)) => format!("{} {peer}", short(time)),
                    None => "–".into(),
                };
                line.extend(match row {
                    Some(row) => {
                        [short(row.ours), short(row.limit), peer(row.accurate), peer(row.fastest)]
                    }
                    None => ["–"; 4].map(str::to_owned),
                });
            }
            lines.push(line);
        }
        if lines.len() == 1 {
            return String::new();
        }
        let mut text = aligned(&lines);
        for n in sizes {
            let [(faster, of), (strictly, strict)] = self.faster(pass, n, threads);
            let _ = write!(
                text,
                "{}: faster than every peer below 5 ULP on {faster} of {of} (below it everywhere, \
                 subnormal results included: {strictly} of {strict})",
                grouped(n)
            );
            if let Some((ratio, count)) = self.mean_ratio(pass, n, threads) {
                let _ = write!(
                    text,
                    "; {ratio:.2} times the speed of the fastest of any (mean of {count})"
                );
            }
            text.push('\n');
        }
        text
    }

    /// The functions and passes with errors, in the order of the functions.
    pub(crate) fn errors_to_show(&self) -> Vec<(&str, &'static str)> {
        let names = self.samples.names().iter().map(String::as_str);
        let pairs = names.flat_map(|name| PASSES.into_iter().map(move |pass| (name, pass)));
        pairs
            .filter(|(name, pass)| self.errors.keys().any(|k| k.1 == *name && k.2 == *pass))
            .collect()
    }

    fn errors_line(&self, name: &str, pass: &str) -> String {
        let of = self.errors.iter().filter(|(key, _)| key.1 == name && key.2 == pass);
        let texts: Vec<String> = of.map(|(key, e)| format!("{} {}", key.0, errors(*e))).collect();
        texts.join(", ")
    }
}

/// Columns padded to their widest cell, two spaces apart.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|c| c.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// `|x| ≤ 10 / everywhere`, in ULP.
pub(crate) fn errors(largest: Largest) -> String {
    let (near, normal) = (ulp(largest.near.0), ulp(largest.normal.0));
    if near == normal { near } else { format!("{near}/{normal}") }
}

/// An error with two or three digits.
fn ulp(error: f64) -> String {
    match error {
        e if e.is_infinite() => "∞".into(),
        e if e < 10.0 => format!("{e:.2}"),
        e if e < 1e4 => format!("{e:.0}"),
        e => format!("{e:.0e}"),
    }
}

/// `1 thread`, `2 threads`
pub(crate) fn threads_text(threads: usize) -> String {
    format!("{threads} thread{}", if threads == 1 { "" } else { "s" })
}

/// A time with the digits that a measurement has.
pub(crate) fn short(ns: f64) -> String {
    match ns {
        ns if ns < 0.1 => format!("{ns:.3}"),
        ns if ns < 10.0 => format!("{ns:.2}"),
        ns => format!("{ns:.1}"),
    }
}

/// `67,108,864`
pub(crate) fn grouped(n: usize) -> String {
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
    use super::super::sample::{Figure, Sample};
    use super::*;

    fn samples() -> Samples {
        let mut samples = Samples::default();
        let ours = |name: &str, n: usize, ns: f64| -> Figure {
            let json = format!(
                r#"{{"name": "{name}", "pass": "forward", "dtype": "f32", "n": {n}, "threads": 1,
                    "ns_per_element": {ns}, "limit_ns_per_element": 0.25}}"#
            );
            serde_json::from_str(&json).expect("a figure")
        };
        let peer = |peer: &str, name: &str, ns: f64| Sample {
            peer: peer.into(),
            version: "1".into(),
            name: name.into(),
            pass: "forward".into(),
            n: 4096,
            threads: 1,
            ns_per_element: ns,
        };
        for round in [3.0, 1.0, 2.0] {
            samples.add_ours(ours("relu", 4096, 0.5 * round));
            samples.add(peer("quick", "relu", 0.25 * round));
            samples.add(peer("exact", "relu", round));
        }
        samples.add_ours(ours("tanh", 4096, 4.0));
        samples.add_ours(ours("tanh", 16, 6.0));
        samples.add(peer("exact", "tanh", 1.0));
        samples
    }

    fn errors_of(quick: f64) -> Errors {
        let largest = Largest { near: (quick, 1.0), normal: (1e7, 20.0), all: (1e7, 20.0) };
        Errors::from([(("quick".into(), "relu".into(), "forward".into()), largest)])
    }

    #[test]
    fn the_lowest_round_counts_and_only_accurate_peers_must_be_beaten() {
        let samples = samples();
        for (ulp, accurate, verdict) in [(6.0, ("exact", 1.0), true), (4.0, ("quick", 0.25), false)]
        {
            let errors = errors_of(ulp);
            let table = Table { samples: &samples, errors: &errors, threads: 1 };
            let key = Key { name: "relu".into(), pass: "forward".into(), n: 4096, threads: 1 };
            let row = table.row(&key).expect("a row");
            assert_eq!((row.ours, row.limit), (0.5, 0.25));
            assert_eq!((row.accurate, row.fastest), (Some(accurate), Some(("quick", 0.25))));
            assert_eq!(table.verdict("relu").is_ok(), verdict);
        }
    }

    #[test]
    fn the_sums_are_over_the_functions() {
        let (samples, errors) = (samples(), errors_of(6.0));
        let table = Table { samples: &samples, errors: &errors, threads: 1 };
        assert_eq!(table.faster("forward", 4096, 1), [(1, 2); 2]);
        // A peer that is accurate near 0 alone is none by the strict count.
        let errors = errors_of(4.0);
        let near = Table { errors: &errors, ..table };
        assert_eq!(near.faster("forward", 4096, 1), [(0, 2), (1, 2)]);
        // √(0.25/0.5 · 1/4)
        let (ratio, count) = table.mean_ratio("forward", 4096, 1).expect("a mean");
        assert!((ratio - 0.125_f64.sqrt()).abs() < 1e-12 && count == 2, "{ratio}");
        assert_eq!(table.overhead("tanh", "forward"), Some(32.0));
        assert_eq!(table.sizes(), [4096]);
        assert_eq!(table.mean_ratio("backward", 4096, 1), None);
    }

    #[test]
    fn numbers_have_the_digits_that_were_measured() {
        assert_eq!([short(0.0412), short(0.412), short(41.23)], ["0.041", "0.41", "41.2"]);
        assert_eq!(grouped(67_108_864), "67,108,864");
        assert_eq!([ulp(0.512), ulp(177.2), ulp(1.678e7)], ["0.51", "177", "2e7"]);
    }
}
