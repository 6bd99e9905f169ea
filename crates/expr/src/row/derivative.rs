//! Derivatives of row formulas, as row formulas: forward, reverse, and by a parameter.
//!
//! A stage is a number, so only *it* needs rules of its own, and there are three. For s = Σ u:
//! ds = Σ du. For a maximum (or k-th largest) at place p: ds is du at p. For the root t of
//! g(t, …) = 0, by the implicit function theorem: dt = −dg/(∂g/∂t), where dg is g's differential with
//! t held fixed. Everything elementwise is an ordinary derivative of the operator table.
//!
//! Forward, each stage's differential follows from those of the stages before it. In reverse, each
//! stage's adjoint is complete once all that comes after has added to it, so the stages are walked
//! from the last to the first.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Builder, Input, Output, Reduction, RowExpr, Source, Stage, StageKind};
use crate::error::LimitError;
use crate::graph::{Graph, Id, Node};
use crate::operator::Operator::{Add, Div, Mul, Neg};

type Result<T> = std::result::Result<T, LimitError>;

impl RowExpr {
    /// The Jacobian times a vector: how the results change along `d…`, the direction, which is read
    /// from slice 1 in the shape of the arguments.
    ///
    /// At a kink the formula's own piece counts, as in [`Expr::derivative`](crate::Expr::derivative);
    /// where several elements are the largest, the first.
    ///
    /// # Errors
    /// When the result would outgrow the expression limits.
    pub fn jvp(&self) -> Result<Self> {
        let mut forward = Forward::new(self);
        for input in self.inputs.iter().filter(|input| input.source == Source::Slice(0)) {
            let name = forward.builder.fresh(&format!("d{}", input.name));
            let symbol = forward.builder.graph.symbol(&name)?;
            forward.tangents.insert(input.name.clone(), symbol);
            let source = Source::Slice(1);
            forward.builder.inputs.push(Input { name, source, elements: input.elements });
        }
        forward.run(self)
    }

    /// The derivative of every result by the parameter `name`.
    ///
    /// # Errors
    /// As for [`jvp`](Self::jvp).
    pub fn parameter_derivative(&self, name: &str) -> Result<Self> {
        let mut forward = Forward::new(self);
        let one = forward.builder.graph.integer(1)?;
        forward.tangents.insert(name.into(), one);
        forward.run(self)
    }

    /// A vector times the Jacobian: the gradient by the arguments, given that by the results, `dy`,
    /// which is read from slice 1 in the shape of the results.
    ///
    /// # Errors
    /// As for [`jvp`](Self::jvp).
    pub fn vjp(&self) -> Result<Self> {
        let builder = Builder::resume(self);
        Reverse { builder, adjoints: HashMap::new() }.run(self)
    }
}

/// The symbols of `root` in order of first use.
fn symbols(graph: &Graph, root: Id) -> Vec<Arc<str>> {
    let name = |id: Id| match graph.node(id) {
        Node::Symbol(name) => Some(name.clone()),
        _ => None,
    };
    graph.reachable(&[root]).into_iter().filter_map(name).collect()
}

struct Forward {
    builder: Builder,
    /// The differential of each symbol; what is not listed stands still.
    tangents: HashMap<Arc<str>, Id>,
}

impl Forward {
    fn new(row: &RowExpr) -> Self {
        Self { builder: Builder::resume(row), tangents: HashMap::new() }
    }

    fn run(mut self, row: &RowExpr) -> Result<RowExpr> {
        for stage in &row.stages {
            self.stage(stage)?;
        }
        let outputs: Result<Vec<Output>> = row
            .outputs
            .iter()
            .map(|output| Ok(Output { formula: self.of(output.formula)?, ..*output }))
            .collect();
        Ok(self.builder.finish(outputs?))
    }

    /// The differential of `root`: Σ ∂root/∂symbol · d(symbol).
    fn of(&mut self, root: Id) -> Result<Id> {
        let mut sum = self.builder.graph.integer(0)?;
        for symbol in symbols(&self.builder.graph, root) {
            if let Some(&tangent) = self.tangents.get(&symbol) {
                let partial = self.builder.graph.derivative(root, &symbol)?;
                let term = self.builder.apply(Mul, &[partial, tangent])?;
                sum = self.builder.apply(Add, &[sum, term])?;
            }
        }
        Ok(sum)
    }

    fn stage(&mut self, stage: &Stage) -> Result<()> {
        let tangent = match &stage.kind {
            StageKind::Value(value) => self.of(*value)?,
            StageKind::Reduce { reduction, body, rank } => {
                let change = self.of(*body)?;
                match place(*reduction) {
                    _ if self.builder.is_number(change, 0) => change,
                    Place::All => self.builder.reduce(Reduction::Sum, change, None)?,
                    Place::Nowhere => self.builder.graph.integer(0)?,
                    Place::At(finder) => {
                        let place = self.builder.reduce(finder, *body, *rank)?;
                        let there = self.builder.at_place(place, change)?;
                        self.builder.reduce(Reduction::Sum, there, None)?
                    }
                }
            }
            StageKind::Root { stages, residual } => {
                self.tangents.remove(&stage.symbol);
                for inner in stages {
                    self.stage(inner)?;
                }
                let fixed = self.of(*residual)?;
                let slope = slope(&mut self.builder, stage, stages, *residual)?;
                let quotient = self.builder.apply(Div, &[fixed, slope])?;
                self.builder.apply(Neg, &[quotient])?
            }
        };
        if !self.builder.is_number(tangent, 0) {
            self.tangents.insert(stage.symbol.clone(), tangent);
        }
        Ok(())
    }
}

/// ∂g/∂t for the root t of g: its total derivative through the equation's own stages.
fn slope(builder: &mut Builder, root: &Stage, stages: &[Stage], residual: Id) -> Result<Id> {
    let empty = Builder::new(Vec::new());
    let one = builder.graph.integer(1)?;
    let tangents = HashMap::from([(root.symbol.clone(), one)]);
    let mut forward = Forward { builder: std::mem::replace(builder, empty), tangents };
    let result = stages
        .iter()
        .try_for_each(|stage| forward.stage(stage))
        .and_then(|()| forward.of(residual));
    *builder = forward.builder;
    result
}

/// On which elements a reduction depends.
enum Place {
    All,
    At(Reduction),
    Nowhere,
}

const fn place(reduction: Reduction) -> Place {
    match reduction {
        Reduction::Sum => Place::All,
        Reduction::Maximum => Place::At(Reduction::Argmax),
        Reduction::Largest => Place::At(Reduction::Arglargest),
        Reduction::Argmax | Reduction::Arglargest => Place::Nowhere,
    }
}

struct Reverse {
    builder: Builder,
    /// What each symbol has gathered: for a stage its adjoint, for an input the gradient.
    adjoints: HashMap<Arc<str>, Id>,
}

impl Reverse {
    fn run(mut self, row: &RowExpr) -> Result<RowExpr> {
        for (index, &Output { formula, elements }) in row.outputs.iter().enumerate() {
            let base =
                if row.outputs.len() == 1 { "dy".into() } else { format!("dy{}", index + 1) };
            let name = self.builder.fresh(&base);
            let weight = self.builder.graph.symbol(&name)?;
            self.builder.inputs.push(Input { name, source: Source::Slice(1), elements });
            self.pull(row, formula, elements, &|builder, partial| {
                builder.apply(Mul, &[weight, partial])
            })?;
        }
        self.stages(row, &row.stages)?;
        let mut outputs = Vec::new();
        for input in row.inputs.iter().filter(|input| input.source == Source::Slice(0)) {
            let gradient = match self.adjoints.get(&input.name) {
                Some(&gradient) => gradient,
                None => self.builder.graph.integer(0)?,
            };
            outputs.push(Output { formula: gradient, elements: input.elements });
        }
        Ok(self.builder.finish(outputs))
    }

    fn stages(&mut self, row: &RowExpr, stages: &[Stage]) -> Result<()> {
        for stage in stages.iter().rev() {
            let Some(adjoint) = self.adjoints.remove(&stage.symbol) else { continue };
            match &stage.kind {
                StageKind::Value(value) => {
                    self.pull(row, *value, false, &|builder, partial| {
                        builder.apply(Mul, &[adjoint, partial])
                    })?;
                }
                StageKind::Reduce { reduction, body, rank } => match place(*reduction) {
                    Place::Nowhere => {}
                    Place::All => self.pull(row, *body, true, &|builder, partial| {
                        builder.apply(Mul, &[adjoint, partial])
                    })?,
                    Place::At(finder) => {
                        let place = self.builder.reduce(finder, *body, *rank)?;
                        self.pull(row, *body, true, &|builder, partial| {
                            let there = builder.apply(Mul, &[adjoint, partial])?;
                            builder.at_place(place, there)
                        })?;
                    }
                },
                StageKind::Root { stages, residual } => {
                    let slope = slope(&mut self.builder, stage, stages, *residual)?;
                    let quotient = self.builder.apply(Div, &[adjoint, slope])?;
                    let weight = self.builder.apply(Neg, &[quotient])?;
                    self.pull(row, *residual, false, &|builder, partial| {
                        builder.apply(Mul, &[weight, partial])
                    })?;
                    self.stages(row, stages)?;
                    // The equation holds for the unknown as it is: nothing flows into it.
                    self.adjoints.remove(&stage.symbol);
                }
            }
        }
        Ok(())
    }

    /// Adds what flows from `root` to each of its symbols: `weighted` of the partial derivative;
    /// for a number of the row, its sum if `root` stands there once for each element.
    fn pull(
        &mut self,
        row: &RowExpr,
        root: Id,
        each: bool,
        weighted: &dyn Fn(&mut Builder, Id) -> Result<Id>,
    ) -> Result<()> {
        for symbol in symbols(&self.builder.graph, root) {
            let input = row.inputs.iter().find(|input| input.name == symbol);
            let stage = self.builder.frames[0].stages.iter().any(|stage| stage.symbol == symbol);
            let elements = match input {
                Some(input) if input.source == Source::Slice(0) => input.elements,
                None if stage => false,
                _ => continue,
            };
            let partial = self.builder.graph.derivative(root, &symbol)?;
            let mut flow = weighted(&mut self.builder, partial)?;
            if self.builder.is_number(flow, 0) {
                continue;
            }
            if each && !elements {
                flow = self.builder.reduce(Reduction::Sum, flow, None)?;
            }
            let total = match self.adjoints.get(&symbol) {
                Some(&sum) => self.builder.apply(Add, &[sum, flow])?,
                None => flow,
            };
            self.adjoints.insert(symbol, total);
        }
        Ok(())
    }
}
