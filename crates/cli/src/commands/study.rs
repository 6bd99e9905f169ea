//! `nonlin study`: the plan and the collection of a study whose trials run elsewhere.

use std::path::Path;

use anyhow::Result;
use nonlin::lab::digits;
use nonlin::lab::store::{Archive, Folder, Nowhere};
use nonlin::lab::study::{self, Phase};
use serde_json::json;

use super::choose::{answer, report, specification};
use super::data;
use crate::args::{Collect, Plan, Step, StudyCommand};
use crate::output;

pub fn run(arguments: &StudyCommand) -> Result<()> {
    match &arguments.step {
        Step::Plan(arguments) => plan(arguments),
        Step::Collect(arguments) => collect(arguments),
    }
}

/// The first line is the study, the others are the trials to run.
fn plan(arguments: &Plan) -> Result<()> {
    // A study from a file has its data's hash already; the trials check it where they run.
    let spec = match &arguments.study.spec {
        Some(path) => specification::from_file(path)?,
        None => {
            let study = &arguments.study;
            let data = data::load(&study.source)?;
            specification::of(study, &data)?
        }
    };
    let folder: Box<dyn Archive> = match &arguments.records {
        None => Box::new(Nowhere),
        Some(path) => Box::new(Folder::new(path)),
    };
    let next = study::next_trials(&spec, &*folder).map_err(nonlin::Error::from)?;
    let (phase, trials) = match next {
        Some((phase, trials)) => (Some(phase), trials),
        None => (None, Vec::new()),
    };
    output::line(&json!({ "study": spec, "phase": phase, "trials": trials.len() }).to_string())?;
    for trial in &trials {
        output::line(&serde_json::to_string(trial)?)?;
    }
    let rungs = spec.rungs().len();
    eprintln!(
        "{}",
        match phase {
            Some(Phase::Tuning { rung }) => format!(
                "{} trials of the tuning, rung {} of {rungs}; with their records, plan again",
                trials.len(),
                rung + 1
            ),
            Some(Phase::Comparison) =>
                format!("{} trials of the comparison, the last phase; then collect", trials.len()),
            None => "nothing is left to run: collect".to_owned(),
        }
    );
    Ok(())
}

fn collect(arguments: &Collect) -> Result<()> {
    let spec = specification::from_file(&arguments.plan)?;
    let report = report::Report::at(arguments.answer.report.as_deref())?;
    let folder = Folder::new(Path::new(&arguments.records));
    let outcome = study::gather(&spec, &folder).map_err(nonlin::Error::from)?;
    if let Some(report) = report {
        // The records do not know which file the data came from; the digits need none.
        let file = (spec.dataset.name != digits().name()).then_some(Path::new("DATA"));
        report.write(&outcome, None, &report::command(file, None))?;
    }
    answer::print(&outcome, &arguments.answer)
}
