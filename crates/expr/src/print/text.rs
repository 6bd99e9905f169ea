//! Plain text in the parser's own syntax.
//!
//! The parser takes a minus sign wherever an operand may begin, so a sign alone asks for no
//! parentheses: `x^-2`, `2*-x`, `--x`. Each pair would nest the text deeper than what was typed, and
//! the parser bounds nesting. For the same reason no piece counts as `signed` here.

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
        Piece { text: value.to_string(), level, signed: false }
    }

    fn symbol(name: &str) -> Piece {
        Piece::atom(name)
    }

    fn apply(operator: Operator, arguments: &[Piece]) -> Piece {
        let name = operator.row().name;
        match (operator.row().notation, arguments) {
            (Notation::Prefix, [a]) => {
                let text = format!("{name}{}", Self::within(a, Level::Sign, true));
                Piece { text, level: Level::Sign, signed: false }
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
        Operator::Pow => (Level::Power, Level::Atom, Level::Sign, false),
        _ => (Level::Comparison, Level::Sum, Level::Sum, true),
    };
    let (a, b) = (Text::within(a, left, true), Text::within(b, right, true));
    let space = if spaced { " " } else { "" };
    Piece { text: format!("{a}{space}{name}{space}{b}"), level: own, signed: false }
}
