//! What will be trained, in two lines.

use nonlin::lab::Prepared;
use nonlin::lab::study::StudySpec;

/// The network, the candidates, and what is spent on each of them.
pub fn of(split: &Prepared, spec: &StudySpec) -> String {
    let widths: Vec<String> = std::iter::once(split.columns())
        .chain(spec.network.hidden.iter().copied())
        .chain([split.task().outputs()])
        .map(|width| width.to_string())
        .collect();
    format!(
        "network {}; {} candidates on {} seeds\n{}",
        widths.join("-"),
        spec.candidates.len(),
        spec.seeds.len(),
        budget(spec),
    )
}

/// What is spent on each candidate, in words.
fn budget(spec: &StudySpec) -> String {
    let budget = spec.budget();
    format!(
        "each: {} epochs of tuning over {} rates, then {} trials of {} epochs",
        budget.tuning_epochs,
        spec.learning_rates.len(),
        budget.comparison_trials,
        spec.epochs
    )
}
