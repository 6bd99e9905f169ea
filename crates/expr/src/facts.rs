//! What is known for certain of a subexpression's values: their signs, and whether it is defined for
//! all real values of its symbols. Side conditions of simplification rest on these facts alone; what
//! is not known never counts as true.

use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::{Domain, Operator};

/// Where the facts of an operator's arguments are looked up: a graph, or classes of equal expressions.
pub(crate) trait Known {
    /// How it names its expressions.
    type Id: Copy + PartialEq;
    /// What is known of one.
    fn facts_of(&self, id: Self::Id) -> Facts;
    /// The number that it is, if it is one.
    fn number_of(&self, id: Self::Id) -> Option<&Rational>;
}

impl Known for Graph {
    type Id = Id;
    fn facts_of(&self, id: Id) -> Facts {
        self.facts(id)
    }
    fn number_of(&self, id: Id) -> Option<&Rational> {
        self.number_at(id)
    }
}

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
    const ZERO: Self = Self::new(false, true, false);
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

    /// Of −a.
    pub(crate) const fn neg(self) -> Self {
        Self::new(self.positive, self.zero, self.negative)
    }

    pub(crate) const fn union(self, o: Self) -> Self {
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
            Node::Number(value) => Self::of_number(value),
            Node::Symbol(_) => Self::OF_SYMBOL,
            Node::Apply(operator, arguments) => Self::of_apply(graph, *operator, arguments),
        }
    }

    /// The facts of a free name.
    pub(crate) const OF_SYMBOL: Self = Self { signs: Signs::ANY, total: true };

    /// The facts of a number.
    pub(crate) fn of_number(value: &Rational) -> Self {
        let (negative, zero) = (value.is_negative(), value.is_zero());
        Self { signs: Signs::new(negative, zero, !negative && !zero), total: true }
    }

    /// The facts of an operator's result.
    pub(crate) fn of_apply<K: Known>(known: &K, operator: Operator, arguments: &[K::Id]) -> Self {
        Self {
            signs: signs(known, operator, arguments),
            total: arguments.iter().all(|&id| known.facts_of(id).total)
                && inside_domain(known, operator.row().domain, arguments),
        }
    }

    /// What is known of two expressions that are equal wherever both are defined, and that count as
    /// defined where either is.
    pub(crate) const fn of_equals(self, other: Self) -> Self {
        let (a, b) = (self.signs, other.signs);
        let signs =
            Signs::new(a.negative && b.negative, a.zero && b.zero, a.positive && b.positive);
        Self { signs, total: self.total || other.total }
    }
}

fn signs<K: Known>(known: &K, operator: Operator, arguments: &[K::Id]) -> Signs {
    let sign = |index: usize| known.facts_of(arguments[index]).signs;
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
        Operator::Pow => power(known, sign(0), arguments[1]),
        Operator::Sqrt => Signs { negative: false, ..sign(0) },
        Operator::Abs => even_power(sign(0)),
        Operator::Hypot => Signs::new(
            false,
            sign(0).zero && sign(1).zero,
            sign(0) != Signs::ZERO || sign(1) != Signs::ZERO,
        ),
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

fn power<K: Known>(known: &K, base: Signs, exponent: K::Id) -> Signs {
    if base.is_positive() {
        return Signs::POSITIVE;
    }
    match known.number_of(exponent).and_then(Rational::to_integer) {
        Some(0) => Signs::POSITIVE,
        Some(n) if n % 2 == 0 => even_power(base),
        Some(_) => base,
        None if base.is_non_negative() => Signs::NON_NEGATIVE,
        None => Signs::ANY,
    }
}

fn inside_domain<K: Known>(known: &K, domain: Domain, arguments: &[K::Id]) -> bool {
    let sign = |index: usize| known.facts_of(arguments[index]).signs;
    let number = |index: usize| known.number_of(arguments[index]);
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
