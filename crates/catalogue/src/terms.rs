//! Expressions up to the order of terms and factors: `a*b + c` and `c + b*a` are one term.
//!
//! Every distinct term gets a number. Sums and products are gathered through their brackets and kept
//! as sorted lists, a difference as a sum with a negated term; the other operators stay as they are.

use std::collections::HashMap;

use nonlin_expr::graph::Node;
use nonlin_expr::{Expr, Operator};

/// The distinct terms seen so far; equal terms of different expressions have the same number.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    numbers: HashMap<Term, usize>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Term {
    Leaf(Node),
    Apply(Operator, Vec<usize>),
}

impl Terms {
    /// The number of an expression.
    pub(crate) fn of(&mut self, expression: &Expr) -> usize {
        let graph = expression.graph();
        let mut numbers = vec![0; graph.len()];
        // The parts of a node that is a sum or a product.
        let mut parts: Vec<Option<(Operator, Vec<usize>)>> = vec![None; graph.len()];
        for id in graph.reachable(&[expression.root()]) {
            let Node::Apply(operator, arguments) = graph.node(id) else {
                numbers[id.index()] = self.number(Term::Leaf(graph.node(id).clone()));
                continue;
            };
            let outer = if *operator == Operator::Sub { Operator::Add } else { *operator };
            let chain = matches!(outer, Operator::Add | Operator::Mul);
            let mut list = Vec::new();
            for (place, argument) in arguments.iter().map(|id| id.index()).enumerate() {
                let negated = *operator == Operator::Sub && place == 1;
                match &parts[argument] {
                    Some((inner, terms)) if chain && *inner == outer => {
                        list.extend(terms.iter().map(|&term| self.signed(term, negated)));
                    }
                    _ => list.push(self.signed(numbers[argument], negated)),
                }
            }
            if chain || operator.row().commutative {
                list.sort_unstable();
            }
            if chain {
                parts[id.index()] = Some((outer, list.clone()));
            }
            numbers[id.index()] = self.number(Term::Apply(outer, list));
        }
        numbers[expression.root().index()]
    }

    fn signed(&mut self, term: usize, negated: bool) -> usize {
        if negated { self.number(Term::Apply(Operator::Neg, vec![term])) } else { term }
    }

    fn number(&mut self, term: Term) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(term).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use nonlin_expr::Expr;

    use super::Terms;

    #[test]
    fn order_and_brackets_do_not_matter_and_all_else_does() {
        let mut terms = Terms::default();
        let mut term = |text: &str| terms.of(&Expr::parse(text).unwrap());
        for (one, other) in [
            ("x*sigmoid(x)", "sigmoid( x ) * x"),
            ("x*(2*exp(x))", "(x*exp(x))*2"),
            ("x - 1 + exp(x)", "exp(x) + (x - 1)"),
            ("max(0, x)", "max(x, 0)"),
        ] {
            assert_eq!(term(one), term(other), "{one} {other}");
        }
        for (one, other) in [
            ("x - exp(x)", "exp(x) - x"),
            ("x/exp(x)", "exp(x)/x"),
            ("x^2", "2^x"),
            ("x*sigmoid(x)", "x*sigmoid(2*x)"),
            ("x + exp(x)", "x*exp(x)"),
        ] {
            assert_ne!(term(one), term(other), "{one} {other}");
        }
    }
}
