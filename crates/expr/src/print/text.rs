//! Plain text in the parser's own syntax.

use super::{Level, Piece, Style};
use crate::number::Rational;
use crate::operator::{Notation, Operator};

pub(crate) struct Text;

impl Style for Text {
    fn number(value: &Rational) -> Piece {
        let level = match (value.prints_as_fraction(), value.is_negative()) {
            (true, _) => Level::Product,
            (false, true) => Level::Sign,
            (false, false) => Level::Atom,
        };
        Piece { text: value.to_string(), level, signed: value.is_negative() }
    }

    fn symbol(name: &str) -> Piece {
        Piece::atom(name)
    }

    fn apply(operator: Operator, arguments: &[Piece]) -> Piece {
        let name = operator.row().name;
        match (operator.row().notation, arguments) {
            (Notation::Prefix, [a]) => {
                let text = format!("{name}{}", Self::within(a, Level::Power, false));
                Piece { text, level: Level::Sign, signed: true }
            }
            (Notation::Infix, [a, b]) => infix(operator, a, b),
            (Notation::Constant, _) => Piece::atom(name),
            _ => {
                let list: Vec<&str> = arguments.iter().map(|piece| piece.text.as_str()).collect();
                Piece::atom(format!("{name}({})", list.join(", ")))
            }
        }
    }

    fn parenthesised(text: &str) -> String {
        format!("({text})")
    }

    fn omitted(nodes: u64) -> String {
        format!("({nodes} operators, too many to print)")
    }
}

fn infix(operator: Operator, a: &Piece, b: &Piece) -> Piece {
    let name = operator.row().name;
    let (own, left, right, spaced) = match operator {
        Operator::Add | Operator::Sub => (Level::Sum, Level::Sum, Level::Product, true),
        Operator::Mul | Operator::Div => (Level::Product, Level::Product, Level::Sign, false),
        Operator::Pow => (Level::Power, Level::Atom, Level::Power, false),
        _ => (Level::Comparison, Level::Sum, Level::Sum, true),
    };
    let front = own < Level::Power;
    let (a_text, b_text) = (Text::within(a, left, front), Text::within(b, right, false));
    let space = if spaced { " " } else { "" };
    Piece {
        text: format!("{a_text}{space}{name}{space}{b_text}"),
        level: own,
        signed: a.signed && a_text.starts_with('-'),
    }
}
