//! Text to row formula: the parser of formulas with reductions beside the operators.

use std::sync::Arc;

use super::builder::Frame;
use super::{
    Builder, Input, LENGTH, Output, POSITION, Reduction, RowExpr, Source, Stage, StageKind,
};
use crate::error::LimitError;
use crate::graph::{Graph, Id};
use crate::operator::Operator;
use crate::parse::{self, EQUATION, Functions, Names, NoFunctions, ParseError, Refusal, RowScope};

/// The reductions as formulas write them, with the number of their arguments.
const REDUCTIONS: &[(&str, usize)] = &[
    ("sum", 1),
    ("mean", 1),
    ("maximum", 1),
    ("minimum", 1),
    ("argmax", 1),
    ("argmin", 1),
    ("largest", 2),
];

/// The names that a row formula may use besides the operators' own and the reductions'.
#[derive(Clone, Copy)]
pub struct RowNames<'a> {
    /// The equal parts of the row, in order.
    pub inputs: &'a [&'a str],
    /// Names with a random number for each element.
    pub noise: &'a [&'a str],
    /// Parameters.
    pub parameters: &'a [&'a str],
    /// Names for parts of the formula, as (name, formula); each may use those before it.
    pub definitions: &'a [(&'a str, &'a str)],
    /// Functions of one argument that are formulas in `x` themselves.
    pub functions: &'a dyn Functions,
}

impl RowExpr {
    /// Parses one formula in `x`.
    ///
    /// # Errors
    /// Where the text is no formula, with the place and the way out.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let names = RowNames {
            inputs: &["x"],
            noise: &[],
            parameters: &[],
            definitions: &[],
            functions: &NoFunctions,
        };
        Self::parse_with(&[text], names)
    }

    /// Parses the formulas of the results in the names that `names` lists.
    ///
    /// # Errors
    /// Where a text is no formula, with the place and the way out.
    pub fn parse_with(texts: &[&str], names: RowNames<'_>) -> Result<Self, ParseError> {
        let element =
            |source| move |name: &&str| Input { name: Arc::from(*name), source, elements: true };
        let mut inputs: Vec<Input> = names.inputs.iter().map(element(Source::Slice(0))).collect();
        for (index, name) in names.noise.iter().enumerate() {
            inputs.push(element(Source::Noise(index))(name));
        }
        let mut builder = Builder::new(inputs);
        for name in names.parameters.iter().chain(names.definitions.iter().map(|(name, _)| name)) {
            builder.reserve(name);
        }
        let symbols: Vec<&str> =
            [names.inputs, names.noise, names.parameters, &[POSITION, LENGTH]].concat();
        let known = Names { symbols: &symbols, functions: names.functions };
        let mut graph = std::mem::take(&mut builder.graph);
        let mut scope = Reader { builder, unknowns: Vec::new(), definitions: Vec::new() };
        for (name, text) in names.definitions {
            let id = parse::parse_row(&mut graph, text, known, &mut scope)?;
            scope.definitions.push(((*name).to_owned(), id));
        }
        let mut outputs = Vec::new();
        for text in texts {
            outputs.push(parse::parse_row(&mut graph, text, known, &mut scope)?);
        }
        let mut builder = scope.builder;
        builder.graph = graph;
        let outputs = outputs
            .into_iter()
            .map(|formula| Output { formula, elements: builder.varies(formula) })
            .collect();
        Ok(builder.finish(outputs))
    }

    /// Whether `name` means something in row formulas only: a reduction, `solve`, `position`.
    #[must_use]
    pub fn is_vocabulary(name: &str) -> bool {
        [EQUATION, POSITION, LENGTH].contains(&name)
            || REDUCTIONS.iter().any(|(reduction, _)| *reduction == name)
    }
}

/// The builder as the parser sees it; the graph is the parser's while it reads.
struct Reader {
    builder: Builder,
    /// The unknowns of the open equations as they are written, with their symbols.
    unknowns: Vec<(String, Id)>,
    definitions: Vec<(String, Id)>,
}

impl Reader {
    /// Runs a step of the builder on the parser's graph.
    fn with<T>(
        &mut self,
        graph: &mut Graph,
        step: impl FnOnce(&mut Builder) -> Result<T, LimitError>,
    ) -> Result<T, LimitError> {
        std::mem::swap(graph, &mut self.builder.graph);
        let result = step(&mut self.builder);
        std::mem::swap(graph, &mut self.builder.graph);
        result
    }
}

impl RowScope for Reader {
    fn arity(&self, name: &str) -> Option<usize> {
        REDUCTIONS.iter().find(|(reduction, _)| *reduction == name).map(|(_, arity)| *arity)
    }

    fn reduce(&mut self, graph: &mut Graph, name: &str, arguments: &[Id]) -> Result<Id, Refusal> {
        let [body, ..] = *arguments else { return Err(Refusal::Expected(0, "an argument")) };
        let rank = arguments.get(1).copied();
        if let Some(rank) = rank
            && self.with(graph, |builder| Ok(builder.varies(rank)))?
        {
            let what = "a rank that is the same for the whole row, such as 2 or length/2";
            return Err(Refusal::Expected(1, what));
        }
        let id = self.with(graph, |builder| match name {
            "mean" => {
                let sum = builder.reduce(Reduction::Sum, body, None)?;
                let length = builder.graph.symbol(LENGTH)?;
                builder.graph.apply_raw(Operator::Div, &[sum, length])
            }
            "maximum" => builder.reduce(Reduction::Maximum, body, None),
            "minimum" => {
                let minus = builder.graph.apply_raw(Operator::Neg, &[body])?;
                let maximum = builder.reduce(Reduction::Maximum, minus, None)?;
                builder.graph.apply_raw(Operator::Neg, &[maximum])
            }
            "argmax" => builder.reduce(Reduction::Argmax, body, None),
            "argmin" => {
                let minus = builder.graph.apply_raw(Operator::Neg, &[body])?;
                builder.reduce(Reduction::Argmax, minus, None)
            }
            "largest" => builder.reduce(Reduction::Largest, body, rank),
            _ => builder.reduce(Reduction::Sum, body, None),
        })?;
        Ok(id)
    }

    fn symbol(&self, name: &str) -> Option<Id> {
        let inner = self.unknowns.iter().rev().find(|(unknown, _)| unknown == name);
        inner
            .or_else(|| self.definitions.iter().find(|(known, _)| known == name))
            .map(|(_, id)| *id)
    }

    fn begin_equation(&mut self, graph: &mut Graph, name: &str) -> Result<(), Refusal> {
        let id = self.with(graph, |builder| {
            let symbol = builder.fresh(name);
            let id = builder.graph.symbol(&symbol)?;
            builder.frames.push(Frame { unknown: Some(symbol), stages: Vec::new() });
            Ok(id)
        })?;
        self.unknowns.push((name.to_owned(), id));
        Ok(())
    }

    fn end_equation(&mut self, graph: &mut Graph, residual: Id) -> Result<Id, Refusal> {
        if self.with(graph, |builder| Ok(builder.varies(residual)))? {
            let what = "one number for the row, such as `sum(max(x - t, 0)) - 1`";
            return Err(Refusal::Expected(1, what));
        }
        self.unknowns.pop();
        let id = self.with(graph, |builder| {
            let Some(Frame { unknown: Some(symbol), stages }) = builder.frames.pop() else {
                return builder.graph.integer(0);
            };
            let id = builder.graph.symbol(&symbol)?;
            let kind = StageKind::Root { stages, residual };
            if let Some(frame) = builder.frames.last_mut() {
                frame.stages.push(Stage { symbol, kind });
            }
            Ok(id)
        })?;
        Ok(id)
    }
}
