//! Text to tokens. Besides ASCII it reads what people paste: `−`, `·`, `×`, `π`, `**`.

use std::ops::Range;

use super::error::{ParseError, ParseErrorKind};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind<'t> {
    Number(&'t str),
    Name(&'t str),
    Operator(&'static str),
    Open,
    Close,
    Comma,
    End,
}

#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind<'t>,
    pub(super) span: Range<usize>,
}

/// Spellings of the operators, longer ones first.
const SYMBOLS: &[(&str, TokenKind<'static>)] = &[
    ("<=", TokenKind::Operator("<=")),
    (">=", TokenKind::Operator(">=")),
    ("==", TokenKind::Operator("==")),
    ("!=", TokenKind::Operator("!=")),
    ("**", TokenKind::Operator("^")),
    ("≤", TokenKind::Operator("<=")),
    ("≥", TokenKind::Operator(">=")),
    ("≠", TokenKind::Operator("!=")),
    ("−", TokenKind::Operator("-")),
    ("·", TokenKind::Operator("*")),
    ("×", TokenKind::Operator("*")),
    ("π", TokenKind::Name("pi")),
    ("<", TokenKind::Operator("<")),
    (">", TokenKind::Operator(">")),
    ("+", TokenKind::Operator("+")),
    ("-", TokenKind::Operator("-")),
    ("*", TokenKind::Operator("*")),
    ("/", TokenKind::Operator("/")),
    ("^", TokenKind::Operator("^")),
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    (",", TokenKind::Comma),
];

/// Splits `text` into tokens; the last is [`TokenKind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let (kind, length) = if first.is_ascii_digit() || first == '.' {
            let length = number_length(rest);
            (TokenKind::Number(&rest[..length]), length)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let length =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            (TokenKind::Name(&rest[..length]), length)
        } else if let Some((symbol, kind)) = SYMBOLS.iter().find(|(s, _)| rest.starts_with(s)) {
            (kind.clone(), symbol.len())
        } else {
            let span = start..start + first.len_utf8();
            return Err(ParseError::new(ParseErrorKind::UnexpectedCharacter(first), text, span));
        };
        tokens.push(Token { kind, span: start..start + length });
        start += length;
    }
    tokens.push(Token { kind: TokenKind::End, span: text.len()..text.len() });
    Ok(tokens)
}

/// Length of digits, a point, digits and an exponent; `2e` is the number 2 before the name `e`.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if text[end..].starts_with('.') {
        end += 1;
        end += digits(end);
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}
