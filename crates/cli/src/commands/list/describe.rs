//! A definition as JSON: the same in the list, in the explanation and for other programs.

use nonlin::catalogue::Definition;
use nonlin::properties::shape::{Basis, Monotone};
use serde_json::{Value, json};

use super::select::Found;

/// Everything that the definition says, and the shape that follows from it.
pub fn with_shape(found: &Found) -> Value {
    let mut all = describe(found.definition);
    let basis = |basis| match basis {
        Basis::Structure => "structure",
        Basis::Sampling => "sampling",
    };
    let direction = |direction| match direction {
        Monotone::Rising => "rising",
        Monotone::Falling => "falling",
    };
    all["shape"] = match found.shape() {
        Some(shape) => json!({
            "smooth": shape.smooth.is_some(),
            "smooth_by": shape.smooth.map(basis),
            "monotone": shape.monotone.map(direction),
            "bounded_below": shape.bounded_below,
            "bounded_above": shape.bounded_above,
        }),
        None => Value::Null,
    };
    all
}

/// Everything that the definition says.
pub fn describe(definition: &Definition) -> Value {
    let parameters = definition.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "default": parameter.default,
            "range": parameter.range.to_string(),
            "trainable": parameter.trainable,
            "meaning": parameter.meaning,
        })
    });
    let frameworks = definition.frameworks.iter().map(|entry| {
        let defaults: serde_json::Map<String, Value> = entry
            .parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        json!({ "framework": entry.framework, "name": entry.name, "defaults": defaults })
    });
    let source = &definition.source;
    json!({
        "name": definition.name,
        "title": definition.title,
        "title_zh": definition.title_zh,
        "family": definition.family,
        "kind": definition.kind.text(),
        "stochastic": !definition.noise.is_empty(),
        "summary": definition.summary,
        "formula": definition.formula,
        "aliases": definition.aliases,
        "parameters": parameters.collect::<Vec<_>>(),
        "kinks": definition.kinks.iter()
            .map(|kink| json!({ "at": kink.at, "derivative": kink.derivative }))
            .collect::<Vec<_>>(),
        "frameworks": frameworks.collect::<Vec<_>>(),
        "evidence": definition.evidence.text(),
        "note": definition.note,
        "source": {
            "year": source.year,
            "authors": source.authors,
            "title": source.title,
            "venue": source.venue,
            "url": source.url,
        },
    })
}
