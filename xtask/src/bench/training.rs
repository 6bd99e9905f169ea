//! `cargo xtask bench --training`: steps of the trainer beside those of other frameworks, in one run.
//!
//! Same networks, rows, loss and optimiser, one thread, a ready batch. The programs take turns for several
//! rounds, and the lowest time of each counts. A framework that can't be had here is left out, with a line
//! that says why.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{OURS, peers};
use crate::{exec, workspace};

/// The frameworks: name, script in `xtask/peers`, packages.
const PEERS: [(&str, &str, &[&str]); 2] = [
    ("PyTorch", "torch_training.py", &["torch==2.15.0", "numpy==2.4.6"]),
    ("JAX", "jax_training.py", &["jax==0.10.2", "numpy==2.4.6"]),
];

/// A line of a program.
#[derive(Debug, Clone, Deserialize)]
struct Line {
    library: String,
    network: String,
    rows: usize,
    activation: String,
    microseconds: f64,
    /// Of the step, the matrix products run alone; ours only.
    products: Option<f64>,
}

/// Measures and prints the table.
pub(super) fn run(target: &Path, folder: &Path, with_peers: bool, rounds: u32) -> Result<()> {
    let package = ["build", "--release", "--package", "nonlin-lab", "--example", "steps"];
    exec::run(exec::cargo().args(package))?;
    let ours = target.join("release").join("examples");
    let ours = ours.join(format!("steps{}", std::env::consts::EXE_SUFFIX));
    let mut programs: Vec<(&str, Command)> = vec![(OURS, exec::command(&ours.to_string_lossy()))];
    for (name, script, packages) in PEERS.iter().filter(|_| with_peers) {
        match peers::python(folder, packages) {
            Ok(python) => {
                let mut command = exec::command(&python.to_string_lossy());
                command.arg(workspace::root().join(peers::SOURCES).join(script));
                command.env("OMP_NUM_THREADS", "1");
                programs.push((name, command));
            }
            Err(error) => eprintln!("{name} is left out: {error:#}"),
        }
    }
    if with_peers {
        match burn(folder) {
            Ok(command) => programs.push(("Burn", command)),
            Err(error) => eprintln!("Burn is left out: {error:#}"),
        }
    }
    let mut lowest: BTreeMap<(String, String, String), Line> = BTreeMap::new();
    for round in 1..=rounds {
        for (name, command) in &mut programs {
            let lines: Result<Vec<Line>> = exec::output(command).and_then(|text| {
                let lines: Result<Vec<Line>, _> = text.lines().map(serde_json::from_str).collect();
                lines.context("it printed something unexpected")
            });
            match lines {
                Ok(lines) => lines.into_iter().for_each(|line| keep(&mut lowest, line)),
                Err(error) => eprintln!("{name}: no figures: {error:#}"),
            }
        }
        eprintln!("round {round} of {rounds} is done");
    }
    print!("{}", table(&lowest));
    Ok(())
}

/// Burn's driver is a package of its own, so that nobody builds Burn but who asks for it.
fn burn(folder: &Path) -> Result<Command> {
    let folder = folder.join("burn");
    let package = workspace::root().join(peers::SOURCES).join("burn").join("Cargo.toml");
    let mut build = exec::cargo();
    build.args(["build", "--release", "--manifest-path"]).arg(package);
    exec::run(build.arg("--target-dir").arg(&folder))?;
    let program = format!("burn-training{}", std::env::consts::EXE_SUFFIX);
    let mut command = exec::command(&folder.join("release").join(program).to_string_lossy());
    command.env("RAYON_NUM_THREADS", "1").env("MATMUL_NUM_THREADS", "1");
    Ok(command)
}

fn keep(lowest: &mut BTreeMap<(String, String, String), Line>, line: Line) {
    let key = (line.network.clone(), line.activation.clone(), line.library.clone());
    match lowest.entry(key) {
        Entry::Vacant(place) => {
            place.insert(line);
        }
        Entry::Occupied(mut known) => {
            let known = known.get_mut();
            known.microseconds = known.microseconds.min(line.microseconds);
            known.products = known.products.zip(line.products).map(|(a, b)| a.min(b));
        }
    }
}

/// One line for each network, activation and library, with how long it takes beside nonlin.
fn table(lowest: &BTreeMap<(String, String, String), Line>) -> String {
    let mut text = String::from(
        "network          rows  activation  library   steps/s  beside nonlin  in products\n",
    );
    for ((network, activation, library), line) in lowest {
        let key = (network.clone(), activation.clone(), OURS.to_owned());
        let ours = lowest.get(&key).map_or(f64::NAN, |ours| ours.microseconds);
        let products = line.products.map_or(String::new(), |products| {
            format!("{:.0} %", 100.0 * (products / line.microseconds).min(1.0))
        });
        text += &format!(
            "{network:<16} {:>4}  {activation:<10}  {library:<8} {:>8.0} {:>14.2} {products:>12}\n",
            line.rows,
            1e6 / line.microseconds,
            line.microseconds / ours,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_counts_and_is_compared() {
        let line = |library: &str, microseconds, products| Line {
            library: library.to_owned(),
            network: "1-1".to_owned(),
            rows: 2,
            activation: "relu".to_owned(),
            microseconds,
            products,
        };
        let mut lowest = BTreeMap::new();
        for line in [
            line(OURS, 200.0, Some(150.0)),
            line(OURS, 100.0, Some(80.0)),
            line("Other", 250.0, None),
            line("Other", 300.0, None),
        ] {
            keep(&mut lowest, line);
        }
        let text = table(&lowest);
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|row| row.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["1-1", "2", "relu", "Other", "4000", "2.50"]);
        assert_eq!(rows[1], ["1-1", "2", "relu", OURS, "10000", "1.00", "80", "%"]);
    }
}
