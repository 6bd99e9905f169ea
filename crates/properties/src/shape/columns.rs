//! Values of many subexpressions at many points: one column of floats for each node of a graph.

use nonlin_expr::graph::{Graph, Id, Node};
use nonlin_expr::tape::apply_over;

/// The columns of `roots` for the values `points` of `x`; any other symbol counts as NaN.
pub(super) fn evaluate(graph: &Graph, roots: &[Id], x: Id, points: &[f64]) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); graph.len()];
    for id in graph.reachable(roots) {
        columns[id.index()] = match graph.node(id) {
            Node::Number(value) => vec![value.to_f64(); points.len()],
            Node::Symbol(_) if id == x => points.to_vec(),
            Node::Symbol(_) => vec![f64::NAN; points.len()],
            Node::Apply(operator, arguments) => {
                let arguments: Vec<&[f64]> =
                    arguments.iter().map(|id| columns[id.index()].as_slice()).collect();
                let mut column = vec![0.0; points.len()];
                apply_over(*operator, &arguments, &mut column);
                column
            }
        };
    }
    roots.iter().map(|root| columns[root.index()].clone()).collect()
}
