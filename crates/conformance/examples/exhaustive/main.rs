//! All 2^32 floats of 32 bits against the dense oracle: value and first derivative of functions of the
//! catalogue or of formulas. `cargo xtask exhaustive` runs it.
//!
//! The line is worked off in slices of 2^23 floats by all cores. Each finished slice is a line of a state
//! file, so that a run that is killed goes on where it was; the file's name holds a hash of this very
//! program, so that another build never reads it. The worst input of each slice is put to MPFR before it is
//! reported.

mod slice;
mod state;
mod table;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use nonlin_catalogue::{Activation, Parameters};
use nonlin_conformance::dense::{Dense, ORDERS, SLICES};
use nonlin_conformance::sweep;
use nonlin_kernels::Kernel;
use rayon::prelude::*;
use slice::Tally;
use state::State;

/// Stretches in which functions have to be polynomials: every float is wanted, so short ones pay.
const FINEST: u32 = 1 << 12;

/// Check value and derivative on all floats of 32 bits.
#[derive(Debug, Parser)]
struct Arguments {
    /// Functions of the catalogue, or formulas.
    #[arg(required = true)]
    names: Vec<String>,
    /// Folder of the state files.
    #[arg(long)]
    state: PathBuf,
    /// Enter the results in the table in this file.
    #[arg(long, requires = "commit")]
    write: Option<PathBuf>,
    /// The commit that the table names.
    #[arg(long)]
    commit: Option<String>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut faults = Vec::new();
    for name in &arguments.names {
        let tallies = match examine(name, &arguments.state) {
            Ok(tallies) => tallies,
            // The other functions are no worse for it.
            Err(error) => {
                eprintln!("{name}: {error:#}");
                faults.push(format!("{name} was not finished: {error:#}"));
                continue;
            }
        };
        let mut rows = Vec::new();
        for (order, tally) in tallies.iter().enumerate() {
            let row = table::Row::new(name, order, tally);
            println!("{row}");
            if tally.broken > 0 {
                faults.push(format!(
                    "{name}, order {order}: {} inputs break the contract without a row in the table \
                     of bounds",
                    tally.broken
                ));
            }
            rows.push(row);
        }
        if let (Some(file), Some(commit)) = (&arguments.write, &arguments.commit) {
            table::write(file, &rows, commit)?;
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The errors of value and derivative on the whole line.
fn examine(name: &str, folder: &std::path::Path) -> Result<[Tally; ORDERS]> {
    let activation = Activation::resolve(name, &Parameters::new())?;
    let kernel = Kernel::new(&activation);
    let state = State::open(folder, name, &activation.expression().to_string())?;
    let missing: Vec<u32> = (0..SLICES).filter(|slice| !state.has(*slice)).collect();
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} slices, {eta} to go")?;
    let bar = ProgressBar::new(SLICES.into()).with_style(style).with_message(name.to_owned());
    bar.set_position((SLICES as usize - missing.len()) as u64);
    let oracle = || Dense::new(&activation, FINEST);
    missing.par_iter().try_for_each_init(oracle, |dense, &slice| -> Result<()> {
        let dense = dense.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
        let tallies = slice::examine(activation.name(), &kernel, dense, slice)?;
        state.add(slice, &tallies)?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    let mut totals = state.total();
    let dense = oracle()?;
    let special = [f64::NEG_INFINITY, f64::INFINITY, f64::NAN];
    for x in special.into_iter().filter(|x| !dense.expects_nothing(*x)) {
        let errors = sweep::at::<f32>(&kernel, &dense, x)?;
        for (order, (total, error)) in totals.iter_mut().zip(errors).enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "±∞ and NaN")]
            total.enter(activation.name(), order, x as f32, error);
        }
    }
    Ok(totals)
}
