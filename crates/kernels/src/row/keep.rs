//! What one formula of a row leaves for a later one.
//!
//! A softmax reads its exponentials twice, once for their sum and once for the results. Stages and
//! results share one graph, so such a part is a node of both: the first formula that computes it keeps
//! its values for as long as the row, and in the later ones a symbol stands in its place. Parts that
//! cost less than keeping them are computed again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use nonlin_expr::graph::{Graph, Id, Node};
use nonlin_expr::row::{POSITION, StageKind};
use nonlin_expr::{LimitError, Operator, RowExpr};

/// The formulas of a row with kept parts.
pub(super) struct Plan {
    /// The formulas' graph, with symbols for the kept parts.
    pub(super) graph: Graph,
    /// The symbol of each kept part.
    pub(super) symbols: Vec<Arc<str>>,
    /// For each walk over the row, its formulas and the parts that it keeps.
    pub(super) walks: Vec<Kept>,
}

/// One walk.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) roots: Vec<Id>,
    /// Parts that are kept, each with its number.
    pub(super) parts: Vec<(Id, usize)>,
}

/// Whether an operator costs less than writing and reading a value.
pub(super) const fn is_cheap(operator: Operator) -> bool {
    use Operator::{
        Abs, Add, Clamp, Equal, Floor, Greater, GreaterEq, If, Less, LessEq, Max, Min, Mul, Neg,
        NotEqual, Sign, Sub,
    };
    matches!(
        operator,
        Neg | Add
            | Sub
            | Mul
            | Abs
            | Sign
            | Floor
            | Min
            | Max
            | Clamp
            | Less
            | LessEq
            | Greater
            | GreaterEq
            | Equal
            | NotEqual
            | If
    )
}

/// The formulas that are walked over, in order: what is reduced outside equations, then the results.
pub(super) fn walks(formula: &RowExpr) -> Vec<Vec<Id>> {
    let reduced = formula.stages().iter().filter_map(|stage| match &stage.kind {
        StageKind::Reduce { body, .. } => Some(vec![*body]),
        _ => None,
    });
    let results = formula.outputs().iter().filter(|output| output.elements);
    reduced.chain([results.map(|output| output.formula).collect()]).collect()
}

/// What to keep; `None` if there is nothing.
///
/// # Errors
/// When the graph is full.
pub(super) fn plan(formula: &RowExpr) -> Result<Option<Plan>, LimitError> {
    let walks = walks(formula);
    let costly = costly(formula, &walks);
    // The walk that computes each costly part first, and those that are wanted again.
    let mut first: HashMap<Id, usize> = HashMap::new();
    let mut kept: Vec<Id> = Vec::new();
    for (walk, roots) in walks.iter().enumerate() {
        let (mut open, mut seen) = (roots.clone(), HashSet::new());
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if first.contains_key(&id) {
                if !kept.contains(&id) {
                    kept.push(id);
                }
            } else if let Some((_, arguments)) = formula.graph().apply_at(id) {
                open.extend(arguments);
            }
        }
        for id in formula.graph().reachable(roots) {
            if costly.contains(&id) {
                first.entry(id).or_insert(walk);
            }
        }
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let mut graph = formula.graph().clone();
    // No name of a formula has a space.
    let symbols: Vec<Arc<str>> = (0..kept.len()).map(|n| format!("kept {n}").into()).collect();
    let mut plan = Plan { symbols, walks: Vec::new(), graph: Graph::default() };
    for (walk, roots) in walks.iter().enumerate() {
        let mut images = HashMap::new();
        let mut parts = Vec::new();
        for (number, id) in kept.iter().enumerate() {
            if first[id] < walk {
                images.insert(*id, graph.symbol(&plan.symbols[number])?);
            } else if first[id] == walk {
                parts.push((*id, number));
            }
        }
        let mut replaced = Kept::default();
        for root in roots {
            replaced.roots.push(replace(&mut graph, *root, &mut images)?);
        }
        for (id, number) in parts {
            replaced.parts.push((replace(&mut graph, id, &mut images)?, number));
        }
        plan.walks.push(replaced);
    }
    plan.graph = graph;
    Ok(Some(plan))
}

/// The parts with a value for each element that are made by an operator that is not cheap.
fn costly(formula: &RowExpr, walks: &[Vec<Id>]) -> HashSet<Id> {
    let graph = formula.graph();
    let (mut varying, mut costly) = (HashSet::new(), HashSet::new());
    for id in graph.reachable(&walks.concat()) {
        match graph.node(id) {
            Node::Number(_) => {}
            Node::Symbol(name) => {
                let mut inputs = formula.inputs().iter();
                if &**name == POSITION || inputs.any(|i| i.elements && i.name == *name) {
                    varying.insert(id);
                }
            }
            Node::Apply(operator, arguments) => {
                let is_in = |set: &HashSet<Id>| arguments.iter().any(|a| set.contains(a));
                if !is_in(&varying) {
                    continue;
                }
                varying.insert(id);
                // Division by a number of the row is multiplication.
                let cheap = is_cheap(*operator)
                    || (*operator == Operator::Div && !varying.contains(&arguments[1]));
                if !cheap || is_in(&costly) {
                    costly.insert(id);
                }
            }
        }
    }
    costly
}

/// `root` with the parts replaced that have an image.
fn replace(graph: &mut Graph, root: Id, images: &mut HashMap<Id, Id>) -> Result<Id, LimitError> {
    for id in graph.reachable(&[root]) {
        if images.contains_key(&id) {
            continue;
        }
        let Some((operator, arguments)) = graph.apply_at(id) else { continue };
        let new: Vec<Id> = arguments.iter().map(|a| images.get(a).copied().unwrap_or(*a)).collect();
        if new != arguments {
            let image = graph.apply_raw(operator, &new)?;
            images.insert(id, image);
        }
    }
    Ok(images.get(&root).copied().unwrap_or(root))
}
