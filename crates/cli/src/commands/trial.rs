//! `nonlin trial run`: single trials, anywhere.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::Result;
use nonlin::lab::split::Prepared;
use nonlin::lab::store::{Archive, Folder};
use nonlin::lab::study::Finished;
use nonlin::lab::{TrialSpec, prepare, trial};
use serde_json::Value;

use super::{Usage, data};
use crate::args::{RunTrial, Source, TrialCommand, TrialStep};
use crate::output;

pub fn run(arguments: &TrialCommand) -> Result<()> {
    match &arguments.step {
        TrialStep::Run(arguments) => run_all(arguments),
    }
}

fn run_all(arguments: &RunTrial) -> Result<()> {
    let RunTrial { data, target, task, .. } = arguments;
    let data = data::load(&Source { data: data.clone(), target: target.clone(), task: *task })?;
    let folder = arguments.output.as_deref().map(Folder::new);
    let mut splits: BTreeMap<u64, Prepared> = BTreeMap::new();
    let trials = read(&arguments.file)?;
    let mine = trials.into_iter().enumerate().filter(|(i, _)| arguments.share.has(*i));
    for (_, specification) in mine {
        if let Some(folder) = &folder
            && folder.find(&specification).map_err(nonlin::Error::from)?.is_some()
        {
            continue;
        }
        let split = match splits.entry(specification.split_seed) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(prepare(&data, specification.split_seed).map_err(nonlin::Error::from)?)
            }
        };
        let (record, timing) = trial::run(&specification, split).map_err(nonlin::Error::from)?;
        let finished = Finished { specification, record, timing };
        match &folder {
            Some(folder) => folder.save(&finished).map_err(nonlin::Error::from)?,
            None => output::line(&serde_json::to_string(&finished)?)?,
        }
    }
    Ok(())
}

/// The specifications in a file; a plan's first document, the study, is none.
fn read(path: &Path) -> Result<Vec<TrialSpec>> {
    let shown = path.display();
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|error| Usage(format!("cannot read `{shown}`: {error}; check the path")))?;
    let mut trials = Vec::new();
    let documents = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    for (place, document) in documents.enumerate() {
        let wrong = |error: serde_json::Error| {
            Usage(format!(
                "`{shown}`, document {}: {error}; `nonlin study plan` prints specifications",
                place + 1
            ))
        };
        let document = document.map_err(wrong)?;
        if document.get("study").is_none() {
            trials.push(serde_json::from_value(document).map_err(wrong)?);
        }
    }
    Ok(trials)
}
