//! `nonlin choose`: the experiment on this machine, its progress and its answer.

pub mod answer;
mod introduction;
mod progress;
pub mod report;
mod slurm;
pub mod specification;
mod watch;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use etcetera::BaseStrategy;
use nonlin::lab::prepare;
use nonlin::lab::store::{Archive, Nowhere, Store};
use nonlin::lab::study;

use super::{Usage, data};
use crate::args::Choose;

pub fn run(arguments: &Choose) -> Result<()> {
    let data = data::load(&arguments.study.source)?;
    let spec = specification::of(&arguments.study, &data)?;
    spec.check().map_err(nonlin::Error::from)?;
    if let Some(folder) = &arguments.slurm {
        return slurm::write(folder, &spec, &arguments.study);
    }
    let report = report::Report::at(arguments.answer.report.as_deref())?;
    let split = prepare(&data, spec.split_seed).map_err(nonlin::Error::from)?;
    let store = open_store(arguments)?;
    eprintln!("{}\n{}", data::describe(&data), introduction::of(&split, &spec));
    data::warn(&data, &split);
    let threads = arguments.threads.and_then(|n| NonZeroUsize::new(n.into()));
    let progress = progress::Progress::new(&spec, arguments.watch);
    let outcome = study::resume(&spec, &split, threads, &*store, &|event| progress.advance(event));
    progress.finish();
    let outcome = outcome.map_err(nonlin::Error::from)?;
    if let Some(report) = report {
        let source = &arguments.study.source;
        let command = report::command(source.data.as_deref(), source.target.as_deref());
        report.write(&outcome, Some(&split), &command)?;
    }
    answer::print(&outcome, &arguments.answer)
}

fn open_store(arguments: &Choose) -> Result<Box<dyn Archive>> {
    if arguments.no_store {
        return Ok(Box::new(Nowhere));
    }
    let path = match &arguments.store {
        Some(path) => path.clone(),
        None => default_store()?,
    };
    Ok(Box::new(Store::open(&path).map_err(nonlin::Error::from)?))
}

/// `nonlin/trials.sqlite` in the user's data folder: `$XDG_DATA_HOME`, or `~/.local/share`.
fn default_store() -> Result<PathBuf> {
    let nowhere = |_| {
        Usage(
            "there is no home folder to keep trials in; name a file with --store FILE, or do \
               without with --no-store"
                .to_owned(),
        )
    };
    let folders = etcetera::choose_base_strategy().map_err(nowhere)?;
    Ok(folders.data_dir().join("nonlin").join("trials.sqlite"))
}
