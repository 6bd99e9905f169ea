//! Formulas compiled ahead of time: generic code over any [`Number`].
//!
//! The build script writes one type for each definition of the catalogue that says `compiled = true`,
//! from its stable forms (see the crate `nonlin-codegen`); the macro `nonlin::activation!` writes one
//! for a user's formula. Nothing here is compiled until a kernel instantiates it.

pub use nonlin_expr::Algebra;

pub use crate::number::Number;

/// What f32 slices are computed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// f32 lanes, which are as exact as wider ones.
    Single,
    /// Pairs of f32 lanes where the processor has what they need, else f64 lanes.
    Pair,
    /// f64 lanes.
    Double,
}

/// A function of one number and its derivative.
pub trait Formula {
    /// What the value is computed in, the derivative, and dy·f′(x). The last is not in f32 lanes unless f′(x) is
    /// a number of f32, so that only the product is rounded (0.01 is none, and rounds before).
    const DIGITS: [Digits; 3];
    /// The limits at −∞ and +∞ of the value, then of the derivative; NaN where there is none.
    const LIMITS: [[f64; 2]; 2];

    /// f(x), for finite x.
    fn value<A: Number>(x: A) -> A;
    /// f′(x), for finite x.
    fn derivative<A: Number>(x: A) -> A;
    /// f(x) and f′(x), each with the same bits as alone; what they have in common is computed once.
    fn both<A: Number>(x: A) -> [A; 2];
}

/// The compiled definitions, and `compiled!`, which lists them.
pub(crate) mod catalogue {
    include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
    pub(crate) use compiled;
}

#[cfg(test)]
mod tests;
