//! Expressions as text that parses back, as LaTeX, and as MathML.
//!
//! One walk builds the pieces bottom-up and puts parentheses where the parser's precedences ask for
//! them; a notation says only what a number, a name and an operator look like.

mod latex;
mod mathml;
mod text;

use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::Operator;

pub(crate) use latex::Latex;
pub(crate) use mathml::MathMl;
pub(crate) use text::Text;

/// Trees with more nodes than this are not spelled out; an expression shares parts, its text cannot.
pub(crate) const MAX_PRINTED: u64 = 20_000;

/// How tightly a piece holds together, from loosest to tightest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Comparison,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

/// A printed subexpression.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) level: Level,
    /// It begins with a minus sign.
    pub(crate) signed: bool,
}

impl Piece {
    pub(crate) fn atom(text: impl Into<String>) -> Self {
        Self { text: text.into(), level: Level::Atom, signed: false }
    }
}

/// A way of writing expressions.
pub(crate) trait Style {
    fn number(value: &Rational) -> Piece;
    fn symbol(name: &str) -> Piece;
    /// `arguments` are the printed arguments.
    fn apply(operator: Operator, arguments: &[Piece]) -> Piece;
    fn parenthesised(text: &str) -> String;
    /// What stands for an expression too large to print.
    fn omitted(nodes: u64) -> String;

    /// The text of a piece where at least `level` must hold together; a sign needs parentheses
    /// anywhere but at the front.
    fn within(piece: &Piece, level: Level, front: bool) -> String {
        if piece.level < level || (piece.signed && !front) {
            Self::parenthesised(&piece.text)
        } else {
            piece.text.clone()
        }
    }
}

/// How many nodes `root` has when shared parts are counted each time.
pub(crate) fn tree_size(graph: &Graph, root: Id) -> u64 {
    let mut sizes = vec![0_u64; root.index() + 1];
    for id in graph.reachable(&[root]) {
        sizes[id.index()] = match graph.node(id) {
            Node::Apply(_, arguments) => {
                arguments.iter().fold(1, |sum, a| sizes[a.index()].saturating_add(sum))
            }
            _ => 1,
        };
    }
    sizes[root.index()]
}

pub(crate) fn print<S: Style>(graph: &Graph, root: Id) -> String {
    print_with::<S>(graph, root, &|_| None).text
}

/// The piece that `root` prints as, where `named` may say what some of the names print as.
pub(crate) fn print_with<S: Style>(
    graph: &Graph,
    root: Id,
    named: &dyn Fn(&str) -> Option<Piece>,
) -> Piece {
    let size = tree_size(graph, root);
    if size > MAX_PRINTED {
        return Piece::atom(S::omitted(size));
    }
    let mut pieces: Vec<Option<Piece>> = vec![None; root.index() + 1];
    for id in graph.reachable(&[root]) {
        let piece = match graph.node(id) {
            Node::Number(value) => S::number(value),
            Node::Symbol(name) => named(name).unwrap_or_else(|| S::symbol(name)),
            Node::Apply(operator, arguments) => {
                let arguments: Vec<Piece> =
                    arguments.iter().filter_map(|id| pieces[id.index()].clone()).collect();
                S::apply(*operator, &arguments)
            }
        };
        pieces[id.index()] = Some(piece);
    }
    pieces.pop().flatten().unwrap_or_else(|| Piece::atom(""))
}
