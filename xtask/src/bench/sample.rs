//! The figures of a run: for each library, function, pass, length and number of threads the lowest time.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::OURS;

/// A line that a peer's driver prints.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sample {
    pub(crate) peer: String,
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) pass: String,
    pub(crate) n: usize,
    pub(crate) threads: usize,
    pub(crate) ns_per_element: f64,
}

/// An entry of `nonlin bench --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Figure {
    name: String,
    pass: String,
    n: usize,
    threads: usize,
    ns_per_element: f64,
    limit_ns_per_element: f64,
}

/// What was measured, but for who did it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) pass: String,
    pub(crate) n: usize,
    pub(crate) threads: usize,
}

/// The lowest time of every figure.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    /// By figure and library, in ns an element.
    times: BTreeMap<Key, BTreeMap<String, f64>>,
    limits: BTreeMap<Key, f64>,
    /// The functions in the order of nonlin's table.
    names: Vec<String>,
    /// The libraries with their versions, in the order of their first turn.
    peers: Vec<(String, String)>,
}

impl Samples {
    pub(crate) fn add(&mut self, sample: Sample) {
        if !self.peers.iter().any(|(peer, _)| *peer == sample.peer) {
            self.peers.push((sample.peer.clone(), sample.version));
        }
        let Sample { name, pass, n, threads, .. } = sample;
        let times = self.times.entry(Key { name, pass, n, threads }).or_default();
        lower(times.entry(sample.peer).or_insert(f64::INFINITY), sample.ns_per_element);
    }

    pub(crate) fn add_ours(&mut self, figure: Figure) {
        let Figure { name, pass, n, threads, ns_per_element, limit_ns_per_element } = figure;
        if !self.names.contains(&name) {
            self.names.push(name.clone());
        }
        let key = Key { name, pass, n, threads };
        lower(self.limits.entry(key.clone()).or_insert(f64::INFINITY), limit_ns_per_element);
        let times = self.times.entry(key).or_default();
        lower(times.entry(OURS.to_owned()).or_insert(f64::INFINITY), ns_per_element);
    }

    /// The functions, in nonlin's order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The peers that gave a figure, each with its version.
    pub(crate) fn peers(&self) -> &[(String, String)] {
        &self.peers
    }

    /// nonlin's time.
    pub(crate) fn ours(&self, key: &Key) -> Option<f64> {
        self.of(key, OURS)
    }

    /// A library's time.
    pub(crate) fn of(&self, key: &Key, library: &str) -> Option<f64> {
        self.times.get(key)?.get(library).copied()
    }

    /// The least that it could be.
    pub(crate) fn limit(&self, key: &Key) -> Option<f64> {
        self.limits.get(key).copied()
    }

    /// The fastest peer of those that `counts` admits.
    pub(crate) fn best(&self, key: &Key, counts: impl Fn(&str) -> bool) -> Option<(&str, f64)> {
        let times = self.times.get(key)?.iter().filter(|(peer, _)| *peer != OURS && counts(peer));
        times.map(|(peer, &time)| (peer.as_str(), time)).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The lengths at which nonlin was measured with this many threads.
    pub(crate) fn sizes(&self, threads: usize) -> Vec<usize> {
        let mut sizes: Vec<usize> =
            self.limits.keys().filter(|key| key.threads == threads).map(|key| key.n).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }
}

fn lower(lowest: &mut f64, time: f64) {
    *lowest = lowest.min(time);
}
