//! `cargo xtask bench`: what nonlin takes beside its limits and beside its peers, in one run.
//!
//! nonlin is measured by `nonlin bench --json` of a release build, so that this table and the one that a
//! user sees come from one place. A peer is measured by a driver of its own (`xtask/peers/`), a process
//! that prints a line of JSON for each figure. The machine may be shared, so the drivers take turns for
//! several rounds and the lowest time of each figure counts. Beside the times stand the largest errors,
//! measured on the same values by `accuracy`.

mod accuracy;
mod document;
mod peers;
mod sample;
mod table;
mod training;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::exec;
use crate::workspace::{self, Metadata};
use accuracy::Errors;
use peers::Driver;
use sample::Samples;
use table::Table;

/// Where `--write` puts the table.
const DOCUMENT: &str = "docs/speed.md";
/// Lengths in the first-level cache and the second-level cache, measured in every round.
const IN_CACHE: [usize; 2] = [4_096, 65_536];
/// The length past the caches, measured once.
const PAST_CACHE: usize = 67_108_864;
/// A call that is mostly overhead.
const SMALL: usize = 16;
/// What nonlin calls itself among the peers.
const OURS: &str = "nonlin";

/// The command line.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Measure the peers too; sets up their packages in target/peers the first time
    #[arg(long)]
    peers: bool,
    /// Measure the steps of the trainer instead of the kernels
    #[arg(long, conflicts_with = "write")]
    training: bool,
    /// Write docs/speed.md
    #[arg(long, requires = "peers")]
    write: bool,
    /// How often each driver has its turn
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Leave out slices past the cache, which take most of the time
    #[arg(long, conflicts_with = "write")]
    short: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let target = Metadata::of_members()?.target_directory;
    let folder = target.join("peers");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    if arguments.training {
        return training::run(&target, &folder, arguments.peers, arguments.rounds);
    }
    let ours = build(&target)?;
    let peers = if arguments.peers { peers::ready(&folder)? } else { Vec::new() };

    let mut samples = Samples::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let counts = if threads > 1 { vec![1, threads] } else { vec![1] };
    for round in 1..=arguments.rounds {
        for &count in &counts {
            turn(&ours, &peers, &IN_CACHE, count, &mut samples)?;
            if count == 1 {
                turn(&ours, &[], &[SMALL], count, &mut samples)?;
            }
        }
        eprintln!("round {round} of {} is done", arguments.rounds);
    }
    if !arguments.short {
        for &count in &counts {
            turn(&ours, &peers, &[PAST_CACHE], count, &mut samples)?;
        }
    }
    let errors = if arguments.peers {
        accuracy::measure(&folder, &ours, &peers)?
    } else {
        Errors::default()
    };
    let table = Table { samples: &samples, errors: &errors, threads };
    print!("{}", table.terminal());
    if arguments.write {
        let path = workspace::root().join(DOCUMENT);
        fs::write(&path, document::text(&table, &machine()))
            .with_context(|| format!("cannot write {DOCUMENT}"))?;
        println!("wrote {DOCUMENT}");
    }
    Ok(())
}

/// The programs of a release build.
pub(crate) struct Ours {
    bench: PathBuf,
    from_output: PathBuf,
    values: PathBuf,
}

fn build(target: &Path) -> Result<Ours> {
    let release = ["build", "--release", "--package"];
    exec::run(exec::cargo().args(release).arg("nonlin-cli"))?;
    exec::run(exec::cargo().args(release).args(["nonlin-bench", "--examples"]))?;
    let release = target.join("release");
    let name = |name: &str| format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(Ours {
        bench: release.join(name("nonlin")),
        from_output: release.join("examples").join(name("from_output")),
        values: release.join("examples").join(name("values")),
    })
}

/// One turn of nonlin and of every peer.
fn turn(
    ours: &Ours,
    peers: &[Driver],
    sizes: &[usize],
    threads: usize,
    samples: &mut Samples,
) -> Result<()> {
    let list = sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let count = if threads == 1 { "1" } else { "all" };
    let mut bench = exec::command(&ours.bench.to_string_lossy());
    bench.args(["bench", "--json", "--threads", count, "--n", &list]);
    // The command has the two passes of every function; those from the output are for this table.
    let mut from_output = exec::command(&ours.from_output.to_string_lossy());
    from_output.args([count, &list]);
    for mut command in [bench, from_output] {
        let figures: Vec<sample::Figure> = serde_json::from_str(&exec::output(&mut command)?)
            .with_context(|| format!("{command:?} printed something unexpected"))?;
        for figure in figures {
            samples.add_ours(figure);
        }
    }
    for peer in peers {
        for sample in peer.time(sizes, threads) {
            samples.add(sample);
        }
    }
    Ok(())
}

/// The processor and the system, in a line.
fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let flags = field("flags").unwrap_or_default();
    let has = |flag: &str| flags.split(' ').any(|each| each == flag);
    let set = if has("avx512f") {
        "AVX-512"
    } else if has("avx2") {
        "AVX2"
    } else {
        "no AVX2"
    };
    let family = match (field("cpu family"), field("model\t")) {
        (Some(family), Some(model)) => format!(", family {family} model {model}"),
        _ => String::new(),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}{family}, {set}, {threads} cores, {}", std::env::consts::OS)
}
