//! What is the same for the whole row is computed once for it: the reciprocal of a sum, a logarithm.

use std::collections::HashMap;

use super::{Builder, Output, RowExpr, Stage, StageKind};
use crate::error::LimitError;
use crate::graph::{Id, Node};

/// Images of the parts that were taken out, by what they were.
type Taken = HashMap<Id, Id>;

impl RowExpr {
    /// The same formula, with every part that no element changes as a stage of its own.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn hoisted(&self) -> Result<Self, LimitError> {
        let mut builder = Builder::resume(self);
        builder.frames[0].stages.clear();
        let mut taken = Taken::new();
        let mut stages = hoist(&mut builder, &self.stages, &mut taken)?;
        let mut outputs = Vec::new();
        for output in &self.outputs {
            let formula = split(&mut builder, output.formula, &mut taken, &mut stages)?;
            outputs.push(Output { formula, ..*output });
        }
        builder.frames[0].stages = stages;
        Ok(builder.finish(outputs))
    }
}

fn hoist(
    builder: &mut Builder,
    stages: &[Stage],
    taken: &mut Taken,
) -> Result<Vec<Stage>, LimitError> {
    let mut hoisted = Vec::new();
    for stage in stages {
        let kind = match &stage.kind {
            StageKind::Reduce { reduction, body, rank } => StageKind::Reduce {
                reduction: *reduction,
                body: split(builder, *body, taken, &mut hoisted)?,
                rank: *rank,
            },
            StageKind::Value(value) => StageKind::Value(*value),
            // What is taken out inside an equation may depend on its unknown: it stays inside.
            StageKind::Root { stages, residual } => StageKind::Root {
                stages: hoist(builder, stages, &mut taken.clone())?,
                residual: *residual,
            },
        };
        hoisted.push(Stage { symbol: stage.symbol.clone(), kind });
    }
    Ok(hoisted)
}

/// `root` with its largest parts that do not vary as symbols, whose stages go to `stages`.
fn split(
    builder: &mut Builder,
    root: Id,
    taken: &mut Taken,
    stages: &mut Vec<Stage>,
) -> Result<Id, LimitError> {
    if !builder.varies(root) {
        return Ok(root);
    }
    let mut images: HashMap<Id, Id> = HashMap::new();
    for id in builder.graph.reachable(&[root]) {
        let Node::Apply(operator, arguments) = builder.graph.node(id).clone() else { continue };
        if !builder.varies(id) {
            continue;
        }
        let mut new = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let image = images.get(&argument).or_else(|| taken.get(&argument)).copied();
            new.push(match image {
                Some(image) => image,
                None if is_constant(builder, argument) || builder.varies(argument) => argument,
                None => {
                    let symbol = builder.fresh("c");
                    let kind = StageKind::Value(argument);
                    stages.push(Stage { symbol: symbol.clone(), kind });
                    let image = builder.graph.symbol(&symbol)?;
                    taken.insert(argument, image);
                    image
                }
            });
        }
        let image = builder.graph.apply_raw(operator, &new)?;
        images.insert(id, image);
    }
    Ok(images.get(&root).copied().unwrap_or(root))
}

/// A number, a symbol, or a formula without symbols, which a tape computes when it is built.
fn is_constant(builder: &Builder, id: Id) -> bool {
    let symbol = |id: &Id| matches!(builder.graph.node(*id), Node::Symbol(_));
    symbol(&id) || !builder.graph.reachable(&[id]).iter().any(symbol)
}
