//! A row formula while it is made: a graph, the stages so far, and names that are not taken.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Input, LENGTH, Output, POSITION, Reduction, RowExpr, Stage, StageKind, varies};
use crate::error::LimitError;
use crate::graph::{Graph, Id, Node};
use crate::operator::Operator;

/// The stages of the row, or of an equation that is still open.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) unknown: Option<Arc<str>>,
    pub(super) stages: Vec<Stage>,
}

pub(crate) struct Builder {
    pub(crate) graph: Graph,
    pub(super) inputs: Vec<Input>,
    /// The row's stages, then those of each open equation, outermost first.
    pub(super) frames: Vec<Frame>,
    taken: HashSet<Arc<str>>,
}

impl Builder {
    pub(crate) fn new(inputs: Vec<Input>) -> Self {
        let mut taken: HashSet<Arc<str>> = [POSITION, LENGTH].map(Arc::from).into();
        taken.extend(inputs.iter().map(|input| input.name.clone()));
        Self { graph: Graph::default(), inputs, frames: vec![Frame::default()], taken }
    }

    /// Goes on where a finished formula ended. The stages of its equations become stages of the row
    /// too: once the unknown is known, they are numbers like any other.
    pub(super) fn resume(row: &RowExpr) -> Self {
        let mut builder = Self::new(row.inputs.clone());
        builder.graph = Graph::clone(&row.graph);
        for id in builder.graph.reachable(&all_roots(&row.stages, &row.formulas())) {
            if let Node::Symbol(name) = builder.graph.node(id) {
                builder.taken.insert(name.clone());
            }
        }
        let mut stages = Vec::new();
        flatten(&row.stages, &mut stages);
        builder.taken.extend(stages.iter().map(|stage| stage.symbol.clone()));
        builder.frames[0].stages = stages;
        builder
    }

    /// Keeps `name` from being given to a stage.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.into());
    }

    /// A name that nothing else has: `base`, or `base2`, `base3`, …
    pub(super) fn fresh(&mut self, base: &str) -> Arc<str> {
        let numbered = (2_usize..).map(|n| Arc::from(format!("{base}{n}")));
        let mut names = std::iter::once(Arc::from(base)).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).unwrap_or_else(|| base.into());
        self.taken.insert(name.clone());
        name
    }

    pub(super) fn is_number(&self, id: Id, value: i64) -> bool {
        self.graph.number_at(id).and_then(crate::Rational::to_integer) == Some(value)
    }

    pub(super) fn varies(&self, root: Id) -> bool {
        varies(&self.graph, &self.inputs, root)
    }

    pub(super) fn apply(&mut self, operator: Operator, arguments: &[Id]) -> Result<Id, LimitError> {
        self.graph.apply(operator, arguments)
    }

    /// The number that a reduction gives; the same one for the same question.
    pub(super) fn reduce(
        &mut self,
        reduction: Reduction,
        body: Id,
        rank: Option<Id>,
    ) -> Result<Id, LimitError> {
        if reduction == Reduction::Sum && self.is_number(body, 0) {
            return Ok(body);
        }
        let base = match reduction {
            Reduction::Sum => "s",
            Reduction::Maximum => "m",
            Reduction::Argmax => "p",
            Reduction::Largest => "l",
            Reduction::Arglargest => "q",
        };
        let roots: Vec<Id> = std::iter::once(body).chain(rank).collect();
        self.stage(base, StageKind::Reduce { reduction, body, rank }, &roots)
    }

    /// A stage of this kind, made of `roots`.
    fn stage(&mut self, base: &str, kind: StageKind, roots: &[Id]) -> Result<Id, LimitError> {
        let mut stages = self.frames.iter().flat_map(|frame| &frame.stages);
        if let Some(known) = stages.find(|stage| stage.kind == kind) {
            let symbol = known.symbol.clone();
            return self.graph.symbol(&symbol);
        }
        let symbol = self.fresh(base);
        let frame = self.frame_of(roots);
        self.frames[frame].stages.push(Stage { symbol: symbol.clone(), kind });
        self.graph.symbol(&symbol)
    }

    /// The innermost equation on whose unknown `roots` depend, or the row.
    fn frame_of(&self, roots: &[Id]) -> usize {
        let names: Vec<&str> = self
            .graph
            .reachable(roots)
            .into_iter()
            .filter_map(|id| match self.graph.node(id) {
                Node::Symbol(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let depends = |frame: &Frame| {
            let stages = frame.stages.iter().map(|stage| &stage.symbol);
            frame.unknown.iter().chain(stages).any(|symbol| names.contains(&&**symbol))
        };
        (1..self.frames.len()).rev().find(|&index| depends(&self.frames[index])).unwrap_or(0)
    }

    /// `if(position == place, value, 0)`.
    pub(super) fn at_place(&mut self, place: Id, value: Id) -> Result<Id, LimitError> {
        let position = self.graph.symbol(POSITION)?;
        let here = self.apply(Operator::Equal, &[position, place])?;
        let zero = self.graph.integer(0)?;
        self.apply(Operator::If, &[here, value, zero])
    }

    /// The formula whose results are `outputs`, without the stages that none of them needs.
    pub(crate) fn finish(mut self, outputs: Vec<Output>) -> RowExpr {
        let mut stages = std::mem::take(&mut self.frames[0].stages);
        let mut needed: HashSet<Arc<str>> = HashSet::new();
        let need = |roots: &[Id], needed: &mut HashSet<Arc<str>>| {
            for id in self.graph.reachable(roots) {
                if let Node::Symbol(name) = self.graph.node(id) {
                    needed.insert(name.clone());
                }
            }
        };
        let formulas: Vec<Id> = outputs.iter().map(|output| output.formula).collect();
        need(&formulas, &mut needed);
        let mut kept = Vec::new();
        while let Some(stage) = stages.pop() {
            if needed.contains(&stage.symbol) {
                need(&all_roots(std::slice::from_ref(&stage), &[]), &mut needed);
                kept.push(stage);
            }
        }
        kept.reverse();
        RowExpr { graph: Arc::new(self.graph), inputs: self.inputs, stages: kept, outputs }
    }
}

/// Every formula of the stages, those inside equations too, and `outputs`.
pub(super) fn all_roots(stages: &[Stage], outputs: &[Id]) -> Vec<Id> {
    let mut roots = outputs.to_vec();
    for stage in stages {
        match &stage.kind {
            StageKind::Reduce { body, rank, .. } => {
                roots.push(*body);
                roots.extend(*rank);
            }
            StageKind::Value(value) => roots.push(*value),
            StageKind::Root { stages, residual } => roots.extend(all_roots(stages, &[*residual])),
        }
    }
    roots
}

pub(super) fn flatten(stages: &[Stage], flat: &mut Vec<Stage>) {
    for stage in stages {
        flat.push(stage.clone());
        if let StageKind::Root { stages, .. } = &stage.kind {
            flatten(stages, flat);
        }
    }
}
