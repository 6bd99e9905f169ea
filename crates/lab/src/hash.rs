//! Content addresses: SHA-256 in lower-case hexadecimal.
//!
//! A specification is hashed as *canonical JSON*: no spaces, the keys of every object in the order of
//! their UTF-8 bytes, numbers as `serde_json` prints them (the shortest digits that read back to the
//! same value). So the hash does not depend on the order in which a struct lists its fields or a
//! person wrote the file.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io;

/// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// SHA-256 of all that a reader gives, read a block at a time.
pub(crate) fn sha256_of_reader(mut reader: impl io::Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return Ok(hex(hasher.finalize())),
            Ok(length) => hasher.update(&block[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

pub(crate) fn hex(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The canonical JSON text of a value (see the module's words).
///
/// Non-finite floats become `null`, as JSON has none; the specifications forbid them.
#[must_use]
pub fn canonical_json(value: &impl Serialize) -> String {
    let mut text = String::new();
    // The crate's own types serialise to JSON without error: no map has keys other than strings.
    write_canonical(&serde_json::to_value(value).unwrap_or(Value::Null), &mut text);
    text
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
            out.push('{');
            for (i, (key, item)) in entries.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(item, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digest() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn order_of_keys_does_not_matter() {
        let a: Value =
            serde_json::from_str(r#"{"b": [1, 2.5, "x\"y"], "a": {"d": null, "c": true}}"#)
                .expect("JSON");
        assert_eq!(canonical_json(&a), r#"{"a":{"c":true,"d":null},"b":[1,2.5,"x\"y"]}"#);
    }
}
