//! What it takes to run the study again, and to know that it is the same.

use std::fmt::Write;

use super::Study;
use crate::figure::escape;

/// The section without its heading.
pub fn write(study: &Study<'_>) -> String {
    let result = &study.outcome.result;
    let spec = &result.spec;
    // A specification is a tree of strings and finite numbers, which always has a JSON form.
    let json = serde_json::to_string_pretty(spec).unwrap_or_default();
    let rows = [
        ("study", result.spec_sha256.clone()),
        ("data", format!("{}, {}", spec.dataset.name, spec.dataset.sha256)),
        ("nonlin", env!("CARGO_PKG_VERSION").to_owned()),
        ("engine", result.engine.to_string()),
        ("processor", format!("{}, {}", std::env::consts::ARCH, std::env::consts::OS)),
    ];
    let mut text = String::from("<dl class=\"facts\">\n");
    for (name, value) in rows {
        let _ = writeln!(text, "<dt>{name}</dt><dd>{}</dd>", escape(&value));
    }
    let _ = write!(
        text,
        "</dl>\n<p>Save the specification as <code>study.json</code>; then</p>\n\
         <pre class=\"scroll\" tabindex=\"0\">{}</pre>\n\
         <p>gives the same result, bit for bit on the same kind of machine. Hashes are SHA-256.</p>\n\
         <details><summary>The specification</summary>\n\
         <pre class=\"scroll\" tabindex=\"0\">{}</pre>\n</details>\n",
        escape(study.command),
        escape(&json)
    );
    text
}
