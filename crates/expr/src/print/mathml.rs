//! Presentation MathML, for pages that show formulas without a script.

use super::{Level, Piece, Style};
use crate::number::Rational;
use crate::operator::{Notation, Operator};

pub(crate) struct MathMl;

fn row(parts: &[&str]) -> String {
    format!("<mrow>{}</mrow>", parts.concat())
}

fn sign(text: &str) -> String {
    format!("<mo>{text}</mo>")
}

impl Style for MathMl {
    fn number(value: &Rational) -> Piece {
        let magnitude = value.abs();
        let (text, level) = if magnitude.prints_as_fraction() {
            let (p, q) = magnitude.fraction();
            (format!("<mfrac><mn>{p}</mn><mn>{q}</mn></mfrac>"), Level::Product)
        } else {
            (format!("<mn>{magnitude}</mn>"), Level::Atom)
        };
        if value.is_negative() {
            let text = row(&[&sign("−"), &text]);
            return Piece { text, level: level.min(Level::Sign), signed: true };
        }
        Piece { text, level, signed: false }
    }

    fn symbol(name: &str) -> Piece {
        Piece::atom(format!("<mi>{name}</mi>"))
    }

    fn apply(operator: Operator, arguments: &[Piece]) -> Piece {
        let name = operator.row().name;
        match (operator, arguments) {
            (Operator::Pi, _) => Piece::atom("<mi>π</mi>"),
            (Operator::E, _) => Piece::atom("<mi>e</mi>"),
            (Operator::Neg, [a]) => Piece {
                text: row(&[&sign("−"), &Self::within(a, Level::Product, false)]),
                level: Level::Sign,
                signed: true,
            },
            (Operator::Div, [a, b]) => Piece {
                text: format!("<mfrac>{}{}</mfrac>", row(&[&a.text]), row(&[&b.text])),
                level: Level::Product,
                signed: false,
            },
            (Operator::Pow, [a, b]) => Piece {
                text: format!(
                    "<msup>{}{}</msup>",
                    row(&[&Self::within(a, Level::Atom, false)]),
                    row(&[&b.text])
                ),
                level: Level::Power,
                signed: false,
            },
            (Operator::Exp, [a]) => Piece {
                text: format!("<msup><mi>e</mi>{}</msup>", row(&[&a.text])),
                level: Level::Power,
                signed: false,
            },
            (Operator::Sqrt, [a]) => Piece::atom(format!("<msqrt>{}</msqrt>", a.text)),
            (Operator::Abs, [a]) => Piece::atom(row(&[&sign("|"), &a.text, &sign("|")])),
            (Operator::Floor, [a]) => Piece::atom(row(&[&sign("⌊"), &a.text, &sign("⌋")])),
            (Operator::If, [condition, then, otherwise]) => Piece::atom(format!(
                "<mrow><mo>{{</mo><mtable><mtr><mtd>{}</mtd><mtd><mtext>if </mtext>{}</mtd></mtr>\
                 <mtr><mtd>{}</mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>",
                then.text, condition.text, otherwise.text
            )),
            (_, [a, b]) if operator.row().notation == Notation::Infix => infix(operator, a, b),
            _ => {
                let name = if operator == Operator::Sigmoid { "σ" } else { name };
                let list: Vec<&str> = arguments.iter().map(|piece| piece.text.as_str()).collect();
                Piece::atom(format!(
                    "<mrow><mi>{name}</mi><mo>&#x2061;</mo>{}</mrow>",
                    Self::parenthesised(&list.join("<mo>,</mo>"))
                ))
            }
        }
    }

    fn parenthesised(text: &str) -> String {
        row(&[&sign("("), text, &sign(")")])
    }

    fn omitted(nodes: u64) -> String {
        format!("<mtext>({nodes} operators, too many to print)</mtext>")
    }
}

fn infix(operator: Operator, a: &Piece, b: &Piece) -> Piece {
    let (own, left, right, name) = match operator {
        Operator::Add => (Level::Sum, Level::Sum, Level::Product, "+"),
        Operator::Sub => (Level::Sum, Level::Sum, Level::Product, "−"),
        Operator::Mul => (Level::Product, Level::Product, Level::Product, "·"),
        Operator::Less => (Level::Comparison, Level::Sum, Level::Sum, "&lt;"),
        Operator::LessEq => (Level::Comparison, Level::Sum, Level::Sum, "≤"),
        Operator::Greater => (Level::Comparison, Level::Sum, Level::Sum, "&gt;"),
        Operator::GreaterEq => (Level::Comparison, Level::Sum, Level::Sum, "≥"),
        Operator::Equal => (Level::Comparison, Level::Sum, Level::Sum, "="),
        Operator::NotEqual => (Level::Comparison, Level::Sum, Level::Sum, "≠"),
        other => (Level::Comparison, Level::Sum, Level::Sum, other.row().name),
    };
    let text = row(&[
        &MathMl::within(a, left, true),
        &sign(name),
        &MathMl::within(b, right, own == Level::Comparison),
    ]);
    Piece { text, level: own, signed: a.signed }
}
