//! Symbolic derivatives: the operator table's rows, the chain rule and nothing else.

use crate::error::LimitError;
use crate::graph::{Graph, Id, Node};
use crate::operator::{Derivative, Operator};
use crate::parse::table_formula;

impl Graph {
    /// The simplified derivative of `root` with respect to the symbol `variable`.
    ///
    /// At a kink it is the derivative of the piece that the formula chooses there; see
    /// [`Derivative::Whole`] for ties.
    ///
    /// # Errors
    /// When the result would outgrow the graph's limits.
    pub fn derivative(&mut self, root: Id, variable: &str) -> Result<Id, LimitError> {
        let root = self.simplify(root)?;
        let zero = self.integer(0)?;
        let mut slopes = vec![zero; self.len()];
        for id in self.reachable(&[root]) {
            slopes[id.index()] = match self.node(id).clone() {
                Node::Number(_) => zero,
                Node::Symbol(name) => self.integer(i64::from(&*name == variable))?,
                Node::Apply(operator, arguments) => {
                    let slopes: Vec<Id> = arguments.iter().map(|id| slopes[id.index()]).collect();
                    self.derivative_of(operator, arguments, slopes, zero)?
                }
            };
        }
        Ok(slopes[root.index()])
    }

    fn derivative_of(
        &mut self,
        operator: Operator,
        mut arguments: Vec<Id>,
        mut slopes: Vec<Id>,
        zero: Id,
    ) -> Result<Id, LimitError> {
        let row = operator.row();
        match row.derivative {
            Derivative::Condition => Ok(zero),
            Derivative::Partials(partials) => {
                let names = named(["a", "b", "c"], &arguments);
                let mut sum = zero;
                for (text, &slope) in partials.iter().zip(&slopes) {
                    if slope == zero {
                        continue;
                    }
                    let partial = table_formula(self, text, &names)?;
                    let term = self.apply(Operator::Mul, &[partial, slope])?;
                    sum = self.apply(Operator::Add, &[sum, term])?;
                }
                Ok(sum)
            }
            Derivative::Whole(text) => {
                if row.commutative && slopes[0] != zero && slopes[1] == zero {
                    arguments.swap(0, 1);
                    slopes.swap(0, 1);
                }
                if slopes.iter().all(|&slope| slope == zero) {
                    return Ok(zero);
                }
                let mut names = named(["a", "b", "c"], &arguments);
                names.extend(named(["da", "db", "dc"], &slopes));
                table_formula(self, text, &names)
            }
        }
    }
}

fn named(names: [&'static str; 3], ids: &[Id]) -> Vec<(&'static str, Id)> {
    names.into_iter().zip(ids.iter().copied()).collect()
}
