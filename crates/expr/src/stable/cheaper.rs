//! Forms that cost less because their parts share: tanh(softplus(x)) is two functions, but a rational one of
//! σ(x) and σ(−x), which are one exponential.
//!
//! The search weighs a form as a tree, where a shared part counts as often as it occurs; these rows are
//! applied to the form that it found, by what runs it. People are shown the form without.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::rules::CHEAPER;
use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Id, Node};

/// Both sides of a row, in the letter a.
static ROWS: LazyLock<Vec<[Expr; 2]>> = LazyLock::new(|| {
    let side = |text: &str| {
        Expr::parse_with(
            text,
            crate::parse::Names { symbols: &["a"], functions: &crate::parse::NoFunctions },
        )
        .unwrap_or_else(|error| unreachable!("rule table: {text}: {error}"))
    };
    CHEAPER.iter().map(|rule| [side(rule.left), side(rule.right)]).collect()
});

impl Expr {
    /// An equal form that is faster to compute, and loses no more digits; for what runs it.
    #[must_use]
    pub fn cheaper(&self) -> Self {
        self.replaced().unwrap_or_else(|_| self.clone())
    }

    fn replaced(&self) -> Result<Self, LimitError> {
        let mut graph = Graph::default();
        let source = self.graph();
        let mut images: HashMap<Id, Id> = HashMap::new();
        for id in source.reachable(&[self.root()]) {
            let mut image = match source.node(id) {
                Node::Number(value) => graph.number(value.clone())?,
                Node::Symbol(name) => graph.symbol(name)?,
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<Id> = arguments.iter().map(|id| images[id]).collect();
                    graph.apply_raw(*operator, &arguments)?
                }
            };
            let found = ROWS.iter().find_map(|[left, right]| {
                let mut letter = None;
                matches(left, left.root(), &graph, image, &mut letter).then_some((right, letter?))
            });
            if let Some((right, letter)) = found {
                image = graph.import(right, "a", letter)?;
            }
            images.insert(id, image);
        }
        let root = images[&self.root()];
        Ok(Self::from_parts(Arc::new(graph), root))
    }
}

/// Whether a node is an instance of a pattern, and of what its letter stands for.
fn matches(pattern: &Expr, at: Id, graph: &Graph, id: Id, letter: &mut Option<Id>) -> bool {
    match (pattern.graph().node(at), graph.node(id)) {
        (Node::Symbol(_), _) => *letter.get_or_insert(id) == id,
        (Node::Number(a), Node::Number(b)) => a == b,
        (Node::Apply(a, left), Node::Apply(b, right)) if a == b => {
            left.iter().zip(right).all(|(&at, &id)| matches(pattern, at, graph, id, letter))
        }
        _ => false,
    }
}
