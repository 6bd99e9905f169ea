//! What is known for certain of a subexpression's values: their signs, and whether it is defined for
//! all real values of its symbols. Side conditions of simplification rest on these facts alone; what
//! is not known never counts as true.

use crate::graph::{Graph, Id, Node};
use crate::operator::{Domain, Operator};

/// The signs that a value may have; a `false` is a proof that it never has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// It may be < 0.
    pub negative: bool,
    /// It may be 0.
    pub zero: bool,
    /// It may be > 0.
    pub positive: bool,
}

impl Signs {
    const ANY: Self = Self::new(true, true, true);
    const POSITIVE: Self = Self::new(false, false, true);
    const NON_NEGATIVE: Self = Self::new(false, true, true);

    const fn new(negative: bool, zero: bool, positive: bool) -> Self {
        Self { negative, zero, positive }
    }

    /// Proved > 0.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        !self.negative && !self.zero
    }

    /// Proved ≥ 0.
    #[must_use]
    pub const fn is_non_negative(self) -> bool {
        !self.negative
    }

    /// Proved ≤ 0.
    #[must_use]
    pub const fn is_non_positive(self) -> bool {
        !self.positive
    }

    /// Proved ≠ 0.
    #[must_use]
    pub const fn is_non_zero(self) -> bool {
        !self.zero
    }

    const fn neg(self) -> Self {
        Self::new(self.positive, self.zero, self.negative)
    }

    const fn union(self, o: Self) -> Self {
        Self::new(self.negative || o.negative, self.zero || o.zero, self.positive || o.positive)
    }

    const fn add(self, o: Self) -> Self {
        let cancels = (self.negative && o.positive) || (self.positive && o.negative);
        Self::new(
            self.negative || o.negative,
            (self.zero && o.zero) || cancels,
            self.positive || o.positive,
        )
    }

    const fn mul(self, o: Self) -> Self {
        Self::new(
            (self.negative && o.positive) || (self.positive && o.negative),
            self.zero || o.zero,
            (self.negative && o.negative) || (self.positive && o.positive),
        )
    }

    const fn min(self, o: Self) -> Self {
        Self::new(
            self.negative || o.negative,
            (self.zero && (o.zero || o.positive)) || (o.zero && self.positive),
            self.positive && o.positive,
        )
    }

    const fn max(self, o: Self) -> Self {
        self.neg().min(o.neg()).neg()
    }
}

/// What is known of a subexpression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its possible signs, wherever it is defined.
    pub signs: Signs,
    /// Proved to be defined for all real values of its symbols.
    pub total: bool,
}

impl Facts {
    /// The facts of a node whose arguments are in `graph`.
    pub(crate) fn of(graph: &Graph, node: &Node) -> Self {
        match node {
            Node::Number(value) => Self {
                signs: Signs::new(
                    value.is_negative(),
                    value.is_zero(),
                    !value.is_negative() && !value.is_zero(),
                ),
                total: true,
            },
            Node::Symbol(_) => Self { signs: Signs::ANY, total: true },
            Node::Apply(operator, arguments) => Self {
                signs: signs(graph, *operator, arguments),
                total: arguments.iter().all(|&id| graph.facts(id).total)
                    && inside_domain(graph, operator.row().domain, arguments),
            },
        }
    }
}

fn signs(graph: &Graph, operator: Operator, arguments: &[Id]) -> Signs {
    let sign = |index: usize| graph.facts(arguments[index]).signs;
    match operator {
        Operator::Pi
        | Operator::E
        | Operator::Exp
        | Operator::Cosh
        | Operator::Erfc
        | Operator::Sigmoid
        | Operator::Softplus => Signs::POSITIVE,
        Operator::Neg => sign(0).neg(),
        Operator::Add => sign(0).add(sign(1)),
        Operator::Sub => sign(0).add(sign(1).neg()),
        Operator::Mul if arguments[0] == arguments[1] => even_power(sign(0)),
        Operator::Mul => sign(0).mul(sign(1)),
        Operator::Div => {
            Signs { zero: sign(0).zero, ..sign(0).mul(Signs { zero: false, ..sign(1) }) }
        }
        Operator::Pow => power(graph, sign(0), arguments[1]),
        Operator::Sqrt => Signs { negative: false, ..sign(0) },
        Operator::Abs => even_power(sign(0)),
        Operator::Sign
        | Operator::Expm1
        | Operator::Log1p
        | Operator::Atan
        | Operator::Sinh
        | Operator::Tanh
        | Operator::Asinh
        | Operator::Erf => sign(0),
        Operator::Floor => Signs { zero: sign(0).zero || sign(0).positive, ..sign(0) },
        Operator::Min => sign(0).min(sign(1)),
        Operator::Max => sign(0).max(sign(1)),
        Operator::Clamp => sign(0).max(sign(1)).min(sign(2)),
        Operator::If => sign(1).union(sign(2)),
        Operator::Log | Operator::Sin | Operator::Cos | Operator::Tan => Signs::ANY,
        Operator::Less
        | Operator::LessEq
        | Operator::Greater
        | Operator::GreaterEq
        | Operator::Equal
        | Operator::NotEqual => Signs::NON_NEGATIVE,
    }
}

const fn even_power(base: Signs) -> Signs {
    Signs::new(false, base.zero, base.negative || base.positive)
}

fn power(graph: &Graph, base: Signs, exponent: Id) -> Signs {
    if base.is_positive() {
        return Signs::POSITIVE;
    }
    match graph.number_at(exponent).and_then(crate::number::Rational::to_integer) {
        Some(0) => Signs::POSITIVE,
        Some(n) if n % 2 == 0 => even_power(base),
        Some(_) => base,
        None if base.is_non_negative() => Signs::NON_NEGATIVE,
        None => Signs::ANY,
    }
}

fn inside_domain(graph: &Graph, domain: Domain, arguments: &[Id]) -> bool {
    let sign = |index: usize| graph.facts(arguments[index]).signs;
    let number = |index: usize| graph.number_at(arguments[index]);
    match domain {
        Domain::Reals => true,
        Domain::Positive => sign(0).is_positive(),
        Domain::NonNegative | Domain::AboveMinusOne => sign(0).is_non_negative(),
        Domain::NotOddHalfPi => false,
        Domain::NonZeroDivisor => sign(1).is_non_zero(),
        Domain::Power => {
            let whole = number(1).is_some_and(|n| n.to_integer().is_some());
            let rising = sign(1).is_non_negative();
            sign(0).is_positive()
                || (rising && (whole || sign(0).is_non_negative()))
                || (whole && sign(0).is_non_zero())
        }
        Domain::OrderedBounds => matches!((number(1), number(2)), (Some(lo), Some(hi)) if lo <= hi),
    }
}
