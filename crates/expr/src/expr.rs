//! The face of the crate: an immutable expression that can be cloned cheaply.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::error::LimitError;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::{Algebra, Operator};
use crate::parse::{self, Names, NoFunctions, ParseError};
use crate::print::{self, Latex, MathMl, Text};

/// A formula as a graph of operators.
///
/// ```
/// use nonlin_expr::Expr;
///
/// let silu = Expr::parse("x*sigmoid(x)")?;
/// let slope = silu.derivative("x")?;
/// assert_eq!(slope.to_string(), "sigmoid(x) + x*(sigmoid(x)*sigmoid(-x))");
/// assert_eq!(silu.value_at(0.0), 0.0);
/// assert_eq!(slope.value_at(0.0), 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Expr {
    graph: Arc<Graph>,
    root: Id,
}

impl Expr {
    /// Parses a formula in `x`.
    ///
    /// # Errors
    /// Where the text is no formula, with the place and the way out.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, Names { symbols: &["x"], functions: &NoFunctions })
    }

    /// Parses a formula in the symbols and functions that `names` lists.
    ///
    /// # Errors
    /// Where the text is no formula, with the place and the way out.
    pub fn parse_with(text: &str, names: Names<'_>) -> Result<Self, ParseError> {
        let mut graph = Graph::default();
        let root = parse::parse(&mut graph, text, names)?;
        Ok(Self { graph: Arc::new(graph), root })
    }

    /// A number.
    #[must_use]
    pub fn number(value: Rational) -> Self {
        Self::leaf(|graph| graph.number(value))
    }

    fn leaf(insert: impl FnOnce(&mut Graph) -> Result<Id, LimitError>) -> Self {
        let mut graph = Graph::default();
        match insert(&mut graph) {
            Ok(root) => Self { graph: Arc::new(graph), root },
            Err(error) => unreachable!("an empty graph is full: {error}"),
        }
    }

    /// A free name.
    #[must_use]
    pub fn symbol(name: &str) -> Self {
        Self::leaf(|graph| graph.symbol(name))
    }

    /// The expression at `root` of a graph.
    pub(crate) const fn from_parts(graph: Arc<Graph>, root: Id) -> Self {
        Self { graph, root }
    }

    pub(crate) fn shared_graph(&self) -> Arc<Graph> {
        self.graph.clone()
    }

    /// The graph that it lives in.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Its place in the graph.
    #[must_use]
    pub const fn root(&self) -> Id {
        self.root
    }

    /// Something made of it, given its graph and its place there.
    ///
    /// # Errors
    /// As `step` says, when the graph is full.
    pub fn map(
        &self,
        step: impl FnOnce(&mut Graph, Id) -> Result<Id, LimitError>,
    ) -> Result<Self, LimitError> {
        let mut graph = Graph::clone(&self.graph);
        let root = step(&mut graph, self.root)?;
        Ok(Self { graph: Arc::new(graph), root })
    }

    /// The derivative with respect to a symbol, simplified.
    ///
    /// At a kink it is the derivative of the piece that the formula chooses there; where max and min
    /// tie, the side that does not depend on the symbol.
    ///
    /// # Errors
    /// When the result would outgrow [`MAX_NODES`](crate::MAX_NODES) or
    /// [`MAX_DEPTH`](crate::MAX_DEPTH).
    pub fn derivative(&self, symbol: &str) -> Result<Self, LimitError> {
        self.map(|graph, root| graph.derivative(root, symbol))
    }

    /// The `order`-th derivative with respect to a symbol; order 0 is the simplified formula.
    ///
    /// # Errors
    /// As for [`derivative`](Self::derivative).
    pub fn nth_derivative(&self, symbol: &str, order: usize) -> Result<Self, LimitError> {
        self.map(|graph, root| {
            (0..order).try_fold(graph.simplify(root)?, |root, _| graph.derivative(root, symbol))
        })
    }

    /// The same function in simplified form; equal for all real values of the symbols.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn simplify(&self) -> Result<Self, LimitError> {
        self.map(Graph::simplify)
    }

    /// The expression built anew from its leaves: `step` sees each operator with what stands for its
    /// arguments now, and says what is to stand for it; `None` leaves it, simplified.
    ///
    /// # Errors
    /// When the graph is full, or as `step` says.
    pub fn rebuilt(
        &self,
        mut step: impl FnMut(&mut Graph, Operator, &[Id]) -> Result<Option<Id>, LimitError>,
    ) -> Result<Self, LimitError> {
        let mut graph = Graph::default();
        let mut images: Vec<Option<Id>> = vec![None; self.graph.len()];
        let mut root = None;
        for id in self.graph.reachable(&[self.root]) {
            let image = match self.graph.node(id) {
                Node::Number(value) => graph.number(value.clone())?,
                Node::Symbol(name) => graph.symbol(name)?,
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<Id> =
                        arguments.iter().filter_map(|a| images[a.index()]).collect();
                    match step(&mut graph, *operator, &arguments)? {
                        Some(id) => id,
                        None => graph.apply(*operator, &arguments)?,
                    }
                }
            };
            images[id.index()] = Some(image);
            root = Some(image);
        }
        // The root is the last that is reached.
        let root = root.unwrap_or(self.root);
        Ok(Self { graph: Arc::new(graph), root })
    }

    /// The part of it at `id`.
    #[must_use]
    pub fn part(&self, id: Id) -> Self {
        Self { graph: self.graph.clone(), root: id }
    }

    /// The expression with each symbol replaced for which `values` has an expression, simplified.
    ///
    /// # Errors
    /// When the graph is full.
    pub fn bind<'a>(
        &self,
        values: impl IntoIterator<Item = (&'a str, &'a Self)>,
    ) -> Result<Self, LimitError> {
        self.map(|graph, root| {
            let mut bound = Vec::new();
            for (name, value) in values {
                // No symbol is called "": the value is copied as it is.
                bound.push((name, graph.import(value, "", value.root)?));
            }
            graph.substitute(root, |_, symbol| {
                bound.iter().find(|(name, _)| *name == symbol).map(|(_, id)| *id)
            })
        })
    }

    /// The free names that it contains, in order of first use.
    #[must_use]
    pub fn symbols(&self) -> Vec<String> {
        self.graph
            .reachable(&[self.root])
            .into_iter()
            .filter_map(|id| match self.graph.node(id) {
                Node::Symbol(name) => Some(name.to_string()),
                _ => None,
            })
            .collect()
    }

    /// The number that it is, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Rational> {
        self.graph.number_at(self.root)
    }

    /// The number of operators, shared ones counted once.
    #[must_use]
    pub fn operators(&self) -> usize {
        let nodes = self.graph.reachable(&[self.root]);
        nodes.into_iter().filter(|&id| self.graph.apply_at(id).is_some()).count()
    }

    /// Its value in an algebra, given the values of its symbols.
    pub fn evaluate<A: Algebra>(&self, symbol: impl Fn(&str) -> A) -> A {
        self.graph.evaluate(self.root, symbol)
    }

    /// Its value in 64-bit floats where every symbol is `x`.
    #[must_use]
    pub fn value_at(&self, x: f64) -> f64 {
        self.evaluate(|_| x)
    }

    /// LaTeX with amsmath commands.
    #[must_use]
    pub fn to_latex(&self) -> String {
        print::print::<Latex>(&self.graph, self.root)
    }

    /// A complete `<math>` element.
    #[must_use]
    pub fn to_mathml(&self) -> String {
        let body = print::print::<MathMl>(&self.graph, self.root);
        format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{body}</math>")
    }

    /// Nodes, each after its arguments and named by its position: the same for equal expressions of
    /// different graphs.
    fn canonical(&self) -> Vec<Node> {
        let mut position = vec![None; self.graph.len()];
        let mut nodes: Vec<Node> = Vec::new();
        let mut stack = vec![(self.root, false)];
        while let Some((id, arguments_done)) = stack.pop() {
            if position[id.index()].is_some() {
                continue;
            }
            let node = self.graph.node(id);
            if let (Node::Apply(_, arguments), false) = (node, arguments_done) {
                stack.push((id, true));
                stack.extend(arguments.iter().rev().map(|&argument| (argument, false)));
                continue;
            }
            let image = match node {
                Node::Apply(operator, arguments) => Node::Apply(
                    *operator,
                    arguments.iter().filter_map(|a| position[a.index()]).collect(),
                ),
                other => other.clone(),
            };
            position[id.index()] = Some(Id::from_index(nodes.len()));
            nodes.push(image);
        }
        nodes
    }
}

/// Equal as written, node by node; functions that are equal only as functions are not.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Eq for Expr {}

impl FromStr for Expr {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

/// Text that [`Expr::parse_with`] reads back to an equal expression, unless it is longer than
/// [`MAX_LENGTH`](crate::MAX_LENGTH), nests deeper than [`MAX_NESTING`](crate::MAX_NESTING) or has too
/// many operators to be spelled out. A typed formula prints so only near those limits: spaces,
/// spelled-out numbers and names such as `log_sigmoid` take more room than what they stand for.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print::<Text>(&self.graph, self.root))
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({self})")
    }
}

impl Graph {
    /// Copies `function` into this graph as it is written, with `argument` in place of `symbol`.
    ///
    /// # Errors
    /// When the graph is full or the expression nested too deep.
    pub fn import(
        &mut self,
        function: &Expr,
        symbol: &str,
        argument: Id,
    ) -> Result<Id, LimitError> {
        let source = &function.graph;
        let mut images: Vec<Option<Id>> = vec![None; source.len()];
        let mut root = argument;
        for id in source.reachable(&[function.root]) {
            root = match source.node(id) {
                Node::Number(value) => self.number(value.clone())?,
                Node::Symbol(name) if &**name == symbol => argument,
                Node::Symbol(name) => self.symbol(name)?,
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<Id> =
                        arguments.iter().filter_map(|a| images[a.index()]).collect();
                    self.apply_raw(*operator, &arguments)?
                }
            };
            images[id.index()] = Some(root);
        }
        Ok(root)
    }
}
