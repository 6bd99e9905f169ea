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
    Exception { name: "erf", pass: Pass::Derivative, element: Type::F64, bound: 700.0, reason: "the square in the exponent is rounded: the error grows with x²; waits for a compensated square" },
    Exception { name: "gaussian", pass: Pass::Derivative, element: Type::F64, bound: 700.0, reason: "the square in the exponent is rounded: the error grows with x²; waits for a compensated square" },
    Exception { name: "gaussian", pass: Pass::Value, element: Type::F64, bound: 700.0, reason: "the square in the exponent is rounded: the error grows with x²; waits for a compensated square" },
    Exception { name: "gelu", pass: Pass::Derivative, element: Type::F64, bound: 2000.0, reason: "the square in the exponent is rounded: the error grows with x²; waits for a compensated square" },
    Exception { name: "gelu", pass: Pass::Value, element: Type::F64, bound: 2000.0, reason: "the square in the exponent is rounded: the error grows with x²; waits for a compensated square" },
    Exception { name: "gelu_tanh", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "an intermediate overflows past 1e154; waits for stable forms" },
    Exception { name: "gelu_tanh", pass: Pass::Value, element: Type::F64, bound: 1700.0, reason: "the cubic in the exponent is rounded; waits for a compensated cubic" },
    Exception { name: "hard_sigmoid", pass: Pass::Value, element: Type::F64, bound: 4.6e+15, reason: "1/6 is rounded, and x/6 + 1/2 cancels next to -3" },
    Exception { name: "hard_swish", pass: Pass::Derivative, element: Type::F64, bound: 2.3e+15, reason: "x + 3 rounds to 6 next to 3, where the slope jumps" },
    Exception { name: "mish", pass: Pass::Derivative, element: Type::F64, bound: 1500.0, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "mish", pass: Pass::Value, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "pats", pass: Pass::Derivative, element: Type::F64, bound: 60.0, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "pats", pass: Pass::Value, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "quick_gelu", pass: Pass::Derivative, element: Type::F64, bound: 1500.0, reason: "the product in the exponent is rounded: the error grows with |x|" },
    Exception { name: "quick_gelu", pass: Pass::Value, element: Type::F64, bound: 600.0, reason: "the product in the exponent is rounded: the error grows with |x|" },
    Exception { name: "s_rrelu", pass: Pass::Derivative, element: Type::F32, bound: f64::INFINITY, reason: "a pole at -1, and cancels near its zero" },
    Exception { name: "s_rrelu", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "a pole at -1, and cancels near its zero" },
    Exception { name: "s_rrelu", pass: Pass::Value, element: Type::F64, bound: 50.0, reason: "cancels near its zero; waits for stable forms" },
    Exception { name: "selu", pass: Pass::Derivative, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "selu", pass: Pass::Value, element: Type::F64, bound: 3.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "sigmoid", pass: Pass::Derivative, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "silu", pass: Pass::Derivative, element: Type::F64, bound: 200.0, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "silu", pass: Pass::Value, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "softsign", pass: Pass::Derivative, element: Type::F32, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "softsign", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "squareplus", pass: Pass::Derivative, element: Type::F32, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "squareplus", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "squareplus", pass: Pass::Value, element: Type::F32, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "squareplus", pass: Pass::Value, element: Type::F64, bound: f64::INFINITY, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "swish", pass: Pass::Derivative, element: Type::F64, bound: 200.0, reason: "cancels near its zero or far out; waits for stable forms" },
    Exception { name: "swish", pass: Pass::Value, element: Type::F64, bound: 4.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "tanh", pass: Pass::Derivative, element: Type::F64, bound: 5.0, reason: "two roundings too many in f64; waits for fused kernels" },
    Exception { name: "tanh_shrink", pass: Pass::Derivative, element: Type::F32, bound: f64::INFINITY, reason: "1 - 1/cosh(x)² cancels near 0; waits for stable forms" },
    Exception { name: "tanh_shrink", pass: Pass::Derivative, element: Type::F64, bound: f64::INFINITY, reason: "1 - 1/cosh(x)² cancels near 0; waits for stable forms" },
    Exception { name: "tanh_shrink", pass: Pass::Value, element: Type::F32, bound: f64::INFINITY, reason: "x - tanh(x) cancels near 0; waits for stable forms" },
    Exception { name: "tanh_shrink", pass: Pass::Value, element: Type::F64, bound: f64::INFINITY, reason: "x - tanh(x) cancels near 0; waits for stable forms" },
];
