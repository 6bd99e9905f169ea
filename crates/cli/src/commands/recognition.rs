//! What a function is called, in words and as JSON: for `nonlin explain`.

use nonlin::Activation;
use nonlin::catalogue::{Agreement, Definition, Match, Recognition};
use serde_json::{Map, Value, json};

use crate::json;

/// The functions of the catalogue that `activation` is, without the one that it was named by.
pub fn of(activation: &Activation) -> Recognition {
    let mut recognition = activation.recognise();
    let named = activation.bound().definition();
    let itself = |found: &Match| named.is_some_and(|named| found.definition().name == named.name);
    recognition.matches.retain(|found| !itself(found));
    recognition
}

/// Matches told in full on the card; the others are named.
const SHOWN: usize = 3;

/// Lines for the card, each with its label.
pub fn lines(recognition: &Recognition, named: Option<&Definition>) -> Vec<(&'static str, String)> {
    let first = if named.is_some() { "same as" } else { "this is" };
    let label = |i: usize| if i == 0 { first } else { "also" };
    let found = recognition.matches.iter().enumerate();
    let shown = found.clone().take(SHOWN);
    let mut lines: Vec<_> = shown.map(|(i, found)| (label(i), sentence(found))).collect();
    let others: Vec<&str> = found.skip(SHOWN).map(|(_, found)| found.definition().name).collect();
    if !others.is_empty() {
        lines.push(("also", format!("{}, with the right parameters", others.join(", "))));
    }
    if let Some((definition, distance)) = recognition.near {
        let name = definition.name;
        let text = format!("{name}: no more than {distance:.1e} away between -10 and 10");
        lines.push(("close to", text));
    }
    lines
}

fn sentence(found: &Match) -> String {
    let mut text = if found.is_bare() { found.definition().name.to_owned() } else { found.text() };
    let parameters: Vec<String> =
        found.parameters().map(|(name, value)| format!("{name} = {}", value.formula)).collect();
    if !parameters.is_empty() {
        text = format!("{text} with {}", parameters.join(", "));
    }
    match found.agreement() {
        Agreement::Identical => format!("{text}: the formulas rewrite to the same one"),
        Agreement::Agrees { points, digits } => {
            format!("{text}: agrees on {points} points to {digits} digits")
        }
    }
}

/// The same for programs.
pub fn as_json(recognition: &Recognition) -> Value {
    let one = |found: &Match| {
        let parameters: Map<String, Value> = found
            .parameters()
            .map(|(name, value)| (name.to_owned(), json::number(value.value)))
            .collect();
        let [a, b, c, d, e] = found.coefficients().map(|constant| json::number(constant.value));
        let agreement = match found.agreement() {
            Agreement::Identical => json!({ "identical": true }),
            Agreement::Agrees { points, digits } => {
                json!({ "identical": false, "points": points, "digits": digits })
            }
        };
        json!({
            "name": found.definition().name,
            "formula": found.text(),
            "parameters": parameters,
            "coefficients": { "a": a, "b": b, "c": c, "d": d, "e": e },
            "agreement": agreement,
        })
    };
    json!({
        "matches": recognition.matches.iter().map(one).collect::<Vec<Value>>(),
        "near": recognition.near.map(|(definition, distance)| {
            json!({ "name": definition.name, "distance": json::number(distance) })
        }),
    })
}
