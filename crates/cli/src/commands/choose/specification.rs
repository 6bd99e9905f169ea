//! From arguments, or a file, to a study's specification.

use std::path::Path;

use anyhow::Result;
use nonlin::lab::initialisation::Initialisation;
use nonlin::lab::optimizer::Optimizer;
use nonlin::lab::spec::{self, EarlyStopping, TrainParameters};
use nonlin::lab::study::StudySpec;
use nonlin::lab::{ActivationSpec, Dataset};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::args::{Decay, Options, Study, Trained};
use crate::commands::Usage;

/// Where the tuning seeds start: far above those of the comparison.
const TUNING_SEEDS: u64 = 1_000_000;

/// The study that the user asks for.
pub fn of(arguments: &Study, data: &Dataset) -> Result<StudySpec> {
    match &arguments.spec {
        Some(path) => from_file(path),
        None => from_options(&arguments.options, data),
    }
}

/// The study in the first line of a plan, in what `--json` printed, or alone in a file.
pub fn from_file(path: &Path) -> Result<StudySpec> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Usage(format!("cannot read `{shown}`: {error}; check the path")))?;
    let wrong = |why: String| {
        Usage(format!(
            "`{shown}` holds no study: {why}; `nonlin study plan` and `nonlin choose --json` print one"
        ))
    };
    let first = serde_json::Deserializer::from_str(&text).into_iter::<Value>().next();
    let mut document = match first {
        Some(document) => document.map_err(|error| wrong(error.to_string()))?,
        None => return Err(wrong("it is empty".to_owned()).into()),
    };
    for place in ["/study", "/result/spec"] {
        if let Some(inner) = document.pointer_mut(place) {
            document = inner.take();
            break;
        }
    }
    Ok(serde_json::from_value(document).map_err(|error| wrong(error.to_string()))?)
}

fn from_options(options: &Options, data: &Dataset) -> Result<StudySpec> {
    let mut spec = StudySpec::standard(data);
    if let Some(list) = &options.with {
        spec.candidates =
            split_list(list).iter().map(|function| ActivationSpec::new(function)).collect();
        if spec.candidates.iter().any(|candidate| candidate.function.is_empty()) {
            let message = format!("`--with {list}` has an empty place between its commas");
            return Err(Usage(message).into());
        }
    }
    if let Some(seeds) = options.seeds {
        spec.seeds = (0..u64::from(seeds)).collect();
    }
    if let Some(seeds) = options.tuning_seeds {
        spec.tuning_seeds = (TUNING_SEEDS..TUNING_SEEDS + u64::from(seeds)).collect();
    }
    set(&mut spec.confidence, options.confidence);
    set(&mut spec.epochs, options.epochs);
    set(&mut spec.learning_rates, options.learning_rates.clone());
    set(&mut spec.halving, options.halving);
    set(&mut spec.split_seed, options.split_seed);
    set(&mut spec.batch_size, options.batch);
    set(&mut spec.network.hidden, options.hidden.clone());
    set(&mut spec.schedule.warm_up, options.warm_up);
    spec.early_stopping = options.early_stopping.map(|patience| EarlyStopping { patience });
    spec.network.bias = !options.no_bias;
    spec.network.layer_norm = options.layer_norm;
    spec.network.residual = options.residual;
    let decay = options.schedule.map(|decay| match decay {
        Decay::Constant => spec::Decay::None,
        Decay::Cosine => spec::Decay::Cosine,
    });
    set(&mut spec.schedule.decay, decay);
    let trained = options.train_parameters.map(|trained| match trained {
        Trained::Fixed => TrainParameters::Fixed,
        Trained::Layer => TrainParameters::Layer,
        Trained::Channel => TrainParameters::Channel,
    });
    set(&mut spec.train_parameters, trained);
    set(&mut spec.initialisation, options.init.as_deref().map(initialisation).transpose()?);
    set(&mut spec.optimizer, options.optimizer.as_deref().map(optimizer).transpose()?);
    Ok(spec)
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A name, or JSON as in a specification.
fn initialisation(text: &str) -> Result<Initialisation> {
    if text == "edge_of_chaos" {
        return Ok(Initialisation::EdgeOfChaos { sigma_b: 0.0 });
    }
    if text.starts_with('{') {
        return json("--init", text);
    }
    let wrong = |error: serde_json::Error| Usage(format!("`--init {text}`: {error}"));
    Ok(serde_json::from_value(Value::from(text)).map_err(wrong)?)
}

/// A name with the usual constants, or JSON as in a specification.
fn optimizer(text: &str) -> Result<Optimizer> {
    match text {
        "adam" => Ok(Optimizer::ADAM),
        "adamw" => Ok(Optimizer::ADAM_W),
        "sgd" => Ok(Optimizer::Sgd { momentum: 0.9 }),
        _ if text.starts_with('{') => json("--optimizer", text),
        _ => {
            let message = format!(
                "`--optimizer {text}` is none of adam, adamw and sgd, and no JSON such as \
                 {{\"name\":\"sgd\",\"momentum\":0.5}}"
            );
            Err(Usage(message).into())
        }
    }
}

fn json<T: DeserializeOwned>(option: &str, text: &str) -> Result<T> {
    let wrong = |error: serde_json::Error| Usage(format!("`{option} {text}`: {error}"));
    Ok(serde_json::from_str(text).map_err(wrong)?)
}

/// Splits at commas outside parentheses, so that formulas keep theirs.
fn split_list(list: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for c in list.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        match parts.last_mut() {
            Some(part) if c != ',' || depth > 0 => part.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}
