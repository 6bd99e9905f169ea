//! Finished slices, kept in a file: one line each, written at once. A line that a kill cut short is
//! dropped when the file is opened again.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use nonlin_conformance::dense::ORDERS;
use sha2::{Digest, Sha256};

use crate::slice::Tally;

/// A finished slice and its errors.
type Finished = (u32, [Tally; ORDERS]);

/// The finished slices of one function.
pub(crate) struct State {
    inner: Mutex<(File, Vec<Finished>)>,
    known: Vec<u32>,
}

impl State {
    /// The state of a function in this build of the program.
    pub(crate) fn open(folder: &Path, name: &str, formula: &str) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let program = fs::read(std::env::current_exe()?).context("cannot read this program")?;
        let mut hash = Sha256::new();
        for part in [program.as_slice(), name.as_bytes(), b"\n", formula.as_bytes()] {
            hash.update(part);
        }
        let hash: String = hash.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect();
        let path = folder.join(format!("{hash}.slices"));
        let text = fs::read_to_string(&path).unwrap_or_default();
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let slices: Vec<_> = text[..whole].lines().filter_map(parse).collect();
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.with_context(|| format!("cannot open {}", path.display()))?;
        file.set_len(whole as u64)?;
        let known = slices.iter().map(|(slice, _)| *slice).collect();
        Ok(Self { inner: Mutex::new((file, slices)), known })
    }

    /// Whether a slice was finished when the state was opened.
    pub(crate) fn has(&self, slice: u32) -> bool {
        self.known.contains(&slice)
    }

    /// Adds a finished slice.
    pub(crate) fn add(&self, slice: u32, tallies: &[Tally; ORDERS]) -> Result<()> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0.write_all(line(slice, tallies).as_bytes()).context("cannot write the state")?;
        inner.1.push((slice, *tallies));
        Ok(())
    }

    /// All slices together.
    pub(crate) fn total(&self) -> [Tally; ORDERS] {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut total = [Tally::default(); ORDERS];
        for (_, tallies) in &inner.1 {
            total.iter_mut().zip(tallies).for_each(|(total, tally)| total.merge(tally));
        }
        total
    }
}

fn line(slice: u32, tallies: &[Tally; ORDERS]) -> String {
    let mut line = slice.to_string();
    for Tally { worst: (bits, error), above_half, above_one, broken, skipped } in tallies {
        line += &format!(" {bits:08x} {error:?} {above_half} {above_one} {broken} {skipped}");
    }
    line + "\n"
}

fn parse(line: &str) -> Option<Finished> {
    let mut words = line.split(' ');
    let slice = words.next()?.parse().ok()?;
    let mut tallies = [Tally::default(); ORDERS];
    for tally in &mut tallies {
        let bits = u32::from_str_radix(words.next()?, 16).ok()?;
        tally.worst = (bits, words.next()?.parse().ok()?);
        for count in
            [&mut tally.above_half, &mut tally.above_one, &mut tally.broken, &mut tally.skipped]
        {
            *count = words.next()?.parse().ok()?;
        }
    }
    words.next().is_none().then_some((slice, tallies))
}
