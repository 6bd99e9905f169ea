//! `nonlin choose --slurm DIR`: the study as a Slurm job array, phase after phase.
//!
//! `study.json` is the study. `next.sh` plans the next phase from the records so far, submits its trials as an
//! array, and submits itself again for when they have ended; when nothing is left, it writes the answer.
//! It follows only an array that succeeded, so a fault in every trial does not submit jobs for ever. Trials are
//! idempotent: after a fault, submitting `next.sh` again plans what is missing.

use std::fs;
use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use nonlin::lab::study::StudySpec;
use serde_json::json;

use crate::args::Study;
use crate::commands::Usage;

/// Tasks in an array: Slurm's own limit, by default, is 1001.
const TASKS: usize = 1000;

pub fn write(folder: &Path, spec: &StudySpec, study: &Study) -> Result<()> {
    let shown = folder.display();
    let unwritable = |error: std::io::Error| {
        Usage(format!("cannot write to `{shown}`: {error}; name another folder"))
    };
    fs::create_dir_all(folder).map_err(unwritable)?;
    let folder = folder.canonicalize().map_err(unwritable)?;
    let mut data = String::new();
    if let Some(path) = &study.source.data {
        // A data set that has a name keeps it.
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        data = format!(" --data {}", quoted(&path)?);
        if let Some(target) = &study.source.target {
            data += &format!(" --target {}", quote(target));
        }
        if let Some(task) = study.source.task.and_then(|task| task.to_possible_value()) {
            data += &format!(" --task {}", task.get_name());
        }
    }
    let here = quoted(&folder)?;
    let program = quoted(&std::env::current_exe().map_err(unwritable)?)?;
    let next = format!(
        r#"#!/bin/sh
#SBATCH --job-name=nonlin-next
set -eu
cd {here}
{program} study plan --spec study.json --records records > plan.jsonl
trials=$(($(wc -l < plan.jsonl) - 1))
if [ "$trials" -eq 0 ]; then
    {program} study collect study.json records --json > answer.json
    {program} study collect study.json records > answer.txt
    exit
fi
tasks=$((trials < {TASKS} ? trials : {TASKS}))
array=$(sbatch --parsable --array=1-"$tasks" trials.sh)
sbatch --dependency=afterok:"$array" next.sh
"#
    );
    let trials = format!(
        r#"#!/bin/sh
#SBATCH --job-name=nonlin-trials
#SBATCH --cpus-per-task=1
set -eu
cd {here}
{program} trial run plan.jsonl{data} --output records \
    --share "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
"#
    );
    let study = serde_json::to_string_pretty(&json!({ "study": spec }))? + "\n";
    for (name, text) in [("study.json", study), ("next.sh", next), ("trials.sh", trials)] {
        fs::write(folder.join(name), text).map_err(unwritable)?;
    }
    crate::output::line(&format!(
        "{} trials in {} phases; start them with\n  sbatch {}\nand again after a job that failed. The \
         answer will be in {}.",
        spec.trials(),
        spec.rungs().len() + 1,
        quoted(&folder.join("next.sh"))?,
        quoted(&folder.join("answer.txt"))?,
    ))
}

fn quoted(path: &Path) -> Result<String> {
    let text = path.to_str();
    let text = text.ok_or_else(|| {
        Usage(format!(
            "the path `{}` is not UTF-8, which a script needs; name another",
            path.display()
        ))
    })?;
    Ok(quote(text))
}

/// A word of a shell script.
fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn words_of_a_script() {
        assert_eq!(quote("/a/b-c_1.csv"), "/a/b-c_1.csv");
        assert_eq!(quote("it's a $HOME"), r"'it'\''s a $HOME'");
        assert_eq!(quote(""), "''");
    }
}
