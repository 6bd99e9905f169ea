//! Formulas over a row, such as softmax: elementwise operators around reductions of the whole row.
//!
//! A reduction (`sum(u)`, `maximum(u)`, …) is no [`Operator`](crate::Operator): its value depends on
//! every element of the row. Parsing therefore takes each one out of the formula, as a *stage* that
//! gives a number a name, and leaves elementwise formulas in the inputs and those names:
//!
//! ```text
//! exp(x)/sum(exp(x))   ⇒   s = sum(exp(x));  y = exp(x)/s
//! ```
//!
//! What an operator's row says about derivatives is then enough for all the rest: the product of the
//! Jacobian with a vector ([`RowExpr::jvp`]) and of a vector with the Jacobian ([`RowExpr::vjp`]) are
//! formulas over rows themselves, and so is the form that does not overflow ([`RowExpr::stable`]).
//!
//! ```
//! use nonlin_expr::RowExpr;
//!
//! let softmax = RowExpr::parse("exp(x)/sum(exp(x))")?.stable()?;
//! assert_eq!(softmax.to_string(), "exp(x - m)/s where m = maximum(x), s = sum(exp(x - m))");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builder;
mod derivative;
mod hoist;
mod parse;
mod print;
mod stable;

use std::sync::Arc;

use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Id, Node};

pub(crate) use builder::Builder;
pub use parse::RowNames;
pub use print::RowFormula;

/// The elements' places in the row, counted from 0, as a name in formulas.
pub const POSITION: &str = "position";
/// The number of elements of the row, as a name in formulas.
pub const LENGTH: &str = "length";

/// Where the numbers of an input come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The caller's slice of this number: 0 holds the function's arguments, 1 what a derivative is
    /// multiplied with.
    Slice(usize),
    /// The noise of this number.
    Noise(usize),
}

/// A name that stands for numbers from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The name.
    pub name: Arc<str>,
    /// Where its numbers come from; inputs of one slice are its parts, in order.
    pub source: Source,
    /// Whether it has a number for each element, or one for the row.
    pub elements: bool,
}

/// A way to make one number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// Σ u; 0 for an empty row.
    Sum,
    /// The largest; −∞ for an empty row. Its derivative is that of its first occurrence.
    Maximum,
    /// The place of the first occurrence of the largest.
    Argmax,
    /// The k-th largest, k rounded down; +∞ for k < 1 and −∞ past the row's length.
    Largest,
    /// The place of the k-th largest; equal elements count in the order of the row.
    Arglargest,
}

/// A number with a name, one for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name in what follows.
    pub symbol: Arc<str>,
    /// What it is.
    pub kind: StageKind,
}

/// What a stage's number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageKind {
    /// A reduction of `body`; `rank` is the k of those that take one, a number for the row.
    Reduce {
        /// How.
        reduction: Reduction,
        /// Of what.
        body: Id,
        /// Which, for [`Reduction::Largest`] and [`Reduction::Arglargest`].
        rank: Option<Id>,
    },
    /// A formula in the numbers before it.
    Value(Id),
    /// The number, known by the stage's own name, at which `residual` is 0; the residual is monotone
    /// in it.
    Root {
        /// The reductions in the equation.
        stages: Vec<Stage>,
        /// What is 0.
        residual: Id,
    },
}

/// One or more formulas over rows. See the [module](self).
#[derive(Debug, Clone)]
pub struct RowExpr {
    graph: Arc<Graph>,
    inputs: Vec<Input>,
    stages: Vec<Stage>,
    outputs: Vec<Output>,
}

/// A result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// Its formula.
    pub formula: Id,
    /// Whether there is one for each element, or one for the row. A derivative that happens to be the
    /// same for all elements is still one for each.
    pub elements: bool,
}

impl RowExpr {
    /// The graph that its formulas live in.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What it is a function of.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The numbers that are computed for each row, in order.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The results, one after the other in the row of results.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// The formulas of the results.
    fn formulas(&self) -> Vec<Id> {
        self.outputs.iter().map(|output| output.formula).collect()
    }

    /// The free names that its formulas contain, stages' names not among them.
    #[must_use]
    pub fn symbols(&self) -> Vec<String> {
        let roots = builder::all_roots(&self.stages, &self.formulas());
        let mut known = Vec::new();
        builder::flatten(&self.stages, &mut known);
        self.graph
            .reachable(&roots)
            .into_iter()
            .filter_map(|id| match self.graph.node(id) {
                Node::Symbol(name) if known.iter().all(|stage| stage.symbol != *name) => {
                    Some(name.to_string())
                }
                _ => None,
            })
            .collect()
    }

    /// Whether an element's result depends on that element of each input alone.
    #[must_use]
    pub fn is_elementwise(&self) -> bool {
        let mut roots = self.outputs.iter();
        self.stages.is_empty()
            && roots.all(|output| {
                output.elements
                    && !self.graph.depends_on(output.formula, LENGTH)
                    && !self.graph.depends_on(output.formula, POSITION)
            })
    }

    /// Whether `root` has a value for each element rather than one for the row.
    #[must_use]
    pub fn varies(&self, root: Id) -> bool {
        varies(&self.graph, &self.inputs, root)
    }

    /// A function of numbers as a function of the rows of the one slice `x`.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn of_scalar(expression: &Expr) -> Result<Self, LimitError> {
        let inputs = vec![Input { name: "x".into(), source: Source::Slice(0), elements: true }];
        let mut builder = Builder::new(inputs);
        let x = builder.graph.symbol("x")?;
        let root = builder.graph.import(expression, "x", x)?;
        Ok(builder.finish(vec![Output { formula: root, elements: true }]))
    }

    /// With each symbol replaced for which `values` has an expression, all simplified.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn bind<'a>(
        &self,
        values: impl IntoIterator<Item = (&'a str, &'a Expr)>,
    ) -> Result<Self, LimitError> {
        let mut graph = Graph::clone(&self.graph);
        let mut bound = Vec::new();
        for (name, value) in values {
            // No symbol is called "": the value is copied as it is.
            bound.push((name, graph.import(value, "", value.root())?));
        }
        let mut replace = |root: Id| {
            graph.substitute(root, |_, symbol| {
                bound.iter().find(|(name, _)| *name == symbol).map(|(_, id)| *id)
            })
        };
        let stages = map_stages(&self.stages, &mut replace)?;
        let outputs: Result<Vec<Output>, LimitError> = self
            .outputs
            .iter()
            .map(|output| Ok(Output { formula: replace(output.formula)?, ..*output }))
            .collect();
        let outputs = outputs?;
        let mut inputs = self.inputs.clone();
        inputs.retain(|input| bound.iter().all(|(name, _)| *name != &*input.name));
        Ok(Self { graph: Arc::new(graph), inputs, stages, outputs })
    }
}

/// The stages with each formula replaced by its image.
fn map_stages(
    stages: &[Stage],
    image: &mut impl FnMut(Id) -> Result<Id, LimitError>,
) -> Result<Vec<Stage>, LimitError> {
    let mut mapped = Vec::with_capacity(stages.len());
    for stage in stages {
        let kind = match &stage.kind {
            StageKind::Reduce { reduction, body, rank } => StageKind::Reduce {
                reduction: *reduction,
                body: image(*body)?,
                rank: rank.map(&mut *image).transpose()?,
            },
            StageKind::Value(value) => StageKind::Value(image(*value)?),
            StageKind::Root { stages, residual } => StageKind::Root {
                // One level of equations inside equations for each level of parentheses.
                stages: map_stages(stages, image)?,
                residual: image(*residual)?,
            },
        };
        mapped.push(Stage { symbol: stage.symbol.clone(), kind });
    }
    Ok(mapped)
}

/// Whether `root` contains an input with a number for each element, or the position.
fn varies(graph: &Graph, inputs: &[Input], root: Id) -> bool {
    graph.reachable(&[root]).into_iter().any(|id| match graph.node(id) {
        Node::Symbol(name) => {
            &**name == POSITION || inputs.iter().any(|input| input.elements && input.name == *name)
        }
        _ => false,
    })
}
