//! The one table of error bounds. The promise is the default; a row is an exception with its reason.
//!
//! The suite fails where an error exceeds its bound, and also where an exception is no longer needed.

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// f(x).
    Value,
    /// f′(x).
    Derivative,
}

/// The element type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// 32 bits.
    F32,
    /// 64 bits.
    F64,
}

/// The promise, in units in the last place.
#[must_use]
pub const fn promise(element: Type) -> f64 {
    match element {
        Type::F32 => 1.0,
        Type::F64 => 2.0,
    }
}

/// A function that does not keep the promise yet.
#[derive(Debug)]
pub struct Exception {
    /// The function.
    pub name: &'static str,
    /// The pass.
    pub pass: Pass,
    /// The element type.
    pub element: Type,
    /// The largest error allowed, somewhat above the largest measured; infinite where digits are lost altogether somewhere.
    pub bound: f64,
    /// Why.
    pub reason: &'static str,
}

/// The bound of a function, and its exception if it has one.
#[must_use]
pub fn of(name: &str, pass: Pass, element: Type) -> (f64, Option<&'static Exception>) {
    let exception = EXCEPTIONS
        .iter()
        .find(|row| row.name == name && row.pass == pass && row.element == element);
    (exception.map_or(promise(element), |row| row.bound), exception)
}

#[rustfmt::skip]
const EXCEPTIONS: &[Exception] = &[
    Exception { name: "gaussian", pass: Pass::Derivative, element: Type::F64, bound: 25.0, reason: "e^(-x²) is subnormal and a larger factor follows: its lost digits show in the last place of a subnormal result" },
    Exception { name: "gelu", pass: Pass::Derivative, element: Type::F64, bound: 15.0, reason: "erfc and e^(-x²/2) are subnormal and a larger factor follows: its lost digits show in the last place of a subnormal result" },
    Exception { name: "gelu", pass: Pass::Value, element: Type::F64, bound: 10.0, reason: "erfc is subnormal and the factor x/2 follows: its lost digits show in the last place of a subnormal result" },
    Exception { name: "gelu_tanh", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "an intermediate overflows past 1e154; waits for stable forms" },
    Exception { name: "gelu_tanh", pass: Pass::Value, element: Type::F64, bound: 8.0, reason: "1 + tanh is subnormal and the factor x/2 follows: its lost digits show in the last place of a subnormal result" },
    Exception { name: "squareplus", pass: Pass::Value, element: Type::F64, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "tanh_shrink", pass: Pass::Value, element: Type::F32, bound: f64::INFINITY, reason: "x - tanh(x) cancels near 0; waits for stable forms" },
    Exception { name: "tanh_shrink", pass: Pass::Value, element: Type::F64, bound: f64::INFINITY, reason: "x - tanh(x) cancels near 0; waits for stable forms" },
];
