//! LaTeX with the amsmath commands that browsers' renderers know too.

use super::{Level, Piece, Style};
use crate::number::Rational;
use crate::operator::Operator;

pub(crate) struct Latex;

/// Names that are written as a Greek letter.
const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "sigma", "tau", "omega",
    "kappa", "eta", "phi", "rho", "zeta",
];

/// Functions that LaTeX has a command for.
const COMMANDS: &[&str] = &["log", "min", "max", "sin", "cos", "tan", "sinh", "cosh", "tanh"];

impl Style for Latex {
    fn number(value: &Rational) -> Piece {
        let signed = value.is_negative();
        let magnitude = value.abs();
        let (text, level) = if magnitude.prints_as_fraction() {
            let (p, q) = magnitude.fraction();
            (format!("\\frac{{{p}}}{{{q}}}"), Level::Product)
        } else {
            match magnitude.to_string().split_once('e') {
                Some((mantissa, exponent)) => {
                    (format!("{mantissa} \\cdot 10^{{{exponent}}}"), Level::Product)
                }
                None => (magnitude.to_string(), Level::Atom),
            }
        };
        if signed {
            Piece { text: format!("-{text}"), level: level.min(Level::Sign), signed }
        } else {
            Piece { text, level, signed }
        }
    }

    fn symbol(name: &str) -> Piece {
        Piece::atom(match name {
            _ if name.chars().count() == 1 => name.to_owned(),
            _ if GREEK.contains(&name) => format!("\\{name}"),
            _ => format!("\\mathrm{{{}}}", name.replace('_', "\\_")),
        })
    }

    fn apply(operator: Operator, arguments: &[Piece]) -> Piece {
        let name = operator.row().name;
        match (operator, arguments) {
            (Operator::Pi, _) => Piece::atom("\\pi"),
            (Operator::E, _) => Piece::atom("\\mathrm{e}"),
            (Operator::Neg, [a]) => Piece {
                text: format!("-{}", Self::within(a, Level::Product, false)),
                level: Level::Sign,
                signed: true,
            },
            (Operator::Add | Operator::Sub, [a, b]) => Piece {
                text: format!("{} {name} {}", a.text, Self::within(b, Level::Product, false)),
                level: Level::Sum,
                signed: a.signed,
            },
            (Operator::Mul, [a, b]) => product(a, b),
            (Operator::Div, [a, b]) => Piece {
                text: format!("\\frac{{{}}}{{{}}}", a.text, b.text),
                level: Level::Product,
                signed: false,
            },
            (Operator::Pow, [a, b]) => Piece {
                text: format!("{}^{{{}}}", Self::within(a, Level::Atom, false), b.text),
                level: Level::Power,
                signed: false,
            },
            (Operator::Exp, [a]) => Piece {
                text: format!("\\mathrm{{e}}^{{{}}}", a.text),
                level: Level::Power,
                signed: false,
            },
            (Operator::Sqrt, [a]) => Piece::atom(format!("\\sqrt{{{}}}", a.text)),
            (Operator::Abs, [a]) => Piece::atom(format!("\\left|{}\\right|", a.text)),
            (Operator::Floor, [a]) => {
                Piece::atom(format!("\\left\\lfloor {}\\right\\rfloor", a.text))
            }
            (Operator::Sigmoid, [a]) => Piece::atom(format!("\\sigma\\left({}\\right)", a.text)),
            (Operator::Atan, [a]) => Piece::atom(format!("\\arctan\\left({}\\right)", a.text)),
            (Operator::If, [condition, then, otherwise]) => Piece::atom(format!(
                "\\begin{{cases}} {} & \\text{{if }} {} \\\\ {} & \\text{{otherwise}} \\end{{cases}}",
                then.text, condition.text, otherwise.text
            )),
            (comparison, [a, b]) if comparison.is_comparison() => {
                let sign = match comparison {
                    Operator::LessEq => "\\le",
                    Operator::GreaterEq => "\\ge",
                    Operator::Equal => "=",
                    Operator::NotEqual => "\\ne",
                    _ => name,
                };
                Piece {
                    text: format!("{} {sign} {}", a.text, b.text),
                    level: Level::Comparison,
                    signed: false,
                }
            }
            _ => {
                let command = if COMMANDS.contains(&name) {
                    format!("\\{name}")
                } else {
                    format!("\\operatorname{{{name}}}")
                };
                let list: Vec<&str> = arguments.iter().map(|piece| piece.text.as_str()).collect();
                Piece::atom(format!("{command}\\left({}\\right)", list.join(", ")))
            }
        }
    }

    fn parenthesised(text: &str) -> String {
        format!("\\left({text}\\right)")
    }

    fn omitted(nodes: u64) -> String {
        format!("\\text{{({nodes} operators, too many to print)}}")
    }
}

/// Factors stand side by side; a dot keeps a number from running into what precedes it.
fn product(a: &Piece, b: &Piece) -> Piece {
    let left = Latex::within(a, Level::Product, true);
    let right = Latex::within(b, Level::Product, false);
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let sign = if number(&right) || (number(&left) && right.starts_with("\\frac")) {
        " \\cdot "
    } else {
        " \\, "
    };
    Piece { text: format!("{left}{sign}{right}"), level: Level::Product, signed: a.signed }
}
