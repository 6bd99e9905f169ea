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
    /// The largest error allowed; infinite where digits are lost altogether somewhere.
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
];
