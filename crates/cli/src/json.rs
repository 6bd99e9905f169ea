//! Numbers as JSON: what JSON has no number for is the string `inf`, `-inf` or `nan`.

use serde_json::Value;

/// A float as a JSON number or string.
pub fn number(value: f64) -> Value {
    match serde_json::Number::from_f64(value) {
        Some(number) => Value::Number(number),
        None if value.is_nan() => Value::from("nan"),
        None if value > 0.0 => Value::from("inf"),
        None => Value::from("-inf"),
    }
}
