//! Expressions as Rust source: kernels compiled ahead of time.
//!
//! A value and its derivative become one type with generic functions over the trait `Number`, which
//! the compiler then instantiates for each element type and instruction set:
//!
//! ```text
//! Expr, Expr ──peephole──▶ Straight ──▶ `impl Formula for Gelu { … }`
//!             (straight)      │
//!                             └──▶ whether f32 is exact enough (single)
//! ```
//!
//! The same text serves the build script of the kernels and the macro `nonlin::activation!`; they
//! differ only in the path under which they find the traits.
//!
//! ```
//! use nonlin_codegen::Source;
//! use nonlin_expr::Expr;
//!
//! let [value, derivative] = ["x*sigmoid(x)", "sigmoid(x)*(x*sigmoid(-x) + 1)"];
//! let silu = Source::new(&Expr::parse(value)?, &Expr::parse(derivative)?)?;
//! assert_eq!(silu.limits(), [[0.0, f64::INFINITY], [0.0, 1.0]]);
//! assert!(!silu.single());
//! let text = silu.implementation("Silu", "crate::formula");
//! assert!(text.contains("let v1 = crate::formula::Algebra::sigmoid(&x);"));
//! assert!(text.contains("let v2 = crate::formula::Algebra::mul(&x, &v1);"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod emit;
mod range;
mod single;
mod straight;
#[cfg(test)]
mod tests;

use nonlin_expr::{DoubleDouble, Expr, Graph, Id, LimitError, limit};
use single::Single;
use straight::Straight;

/// A value and its derivative, ready to be written as Rust.
#[derive(Debug, Clone)]
pub struct Source {
    straight: Straight,
    /// Where the value and the derivative stand in it.
    outputs: [usize; 2],
    single: Single,
    pair: [bool; 2],
    limits: [[f64; 2]; 2],
}

impl Source {
    /// Of a function of `x` and its derivative, in the forms to compute with.
    ///
    /// # Errors
    /// When together they outgrow the expression limits.
    pub fn new(value: &Expr, derivative: &Expr) -> Result<Self, LimitError> {
        let mut graph = Graph::default();
        let x = graph.symbol("x")?;
        let (value, derivative) = (value.cheaper(), derivative.cheaper());
        let roots = [graph.import(&value, "x", x)?, graph.import(&derivative, "x", x)?];
        let mut straight = Straight::default();
        let outputs = straight.extend(&graph, roots);
        let single = single::single(&straight, outputs);
        let limits = roots.map(|root| limits(&graph, root));
        Ok(Self { straight, outputs, single, pair: [false; 2], limits })
    }

    /// Says of the value and of the derivative whether pairs of f32 lanes compute it to 1 ULP. That
    /// is not derived here: the definition states it, and a check over all f32 holds it.
    #[must_use]
    pub const fn with_pairs(mut self, pair: [bool; 2]) -> Self {
        self.pair = pair;
        self
    }

    /// Whether f32 lanes compute both as exactly as wider ones: at most one operation rounds on the
    /// way to each result.
    #[must_use]
    pub const fn single(&self) -> bool {
        self.single.forward
    }

    /// Whether f32 lanes compute dy·f′(x) as exactly as wider ones: f′(x) is not rounded at all.
    #[must_use]
    pub const fn single_backward(&self) -> bool {
        self.single.backward
    }

    /// The limits at −∞ and +∞ of the value, then of the derivative; NaN where there is none.
    #[must_use]
    pub const fn limits(&self) -> [[f64; 2]; 2] {
        self.limits
    }

    /// `impl Formula for name`; `path` is the module that has `Algebra`, `Formula` and `Number`.
    #[must_use]
    pub fn implementation(&self, name: &str, path: &str) -> String {
        emit::implementation(self, name, path)
    }
}

/// The limits at −∞ and +∞ of a function of `x`.
fn limits(graph: &Graph, root: Id) -> [f64; 2] {
    limit::ends(|x| graph.evaluate(root, |_| DoubleDouble::from(x)).hi())
}
