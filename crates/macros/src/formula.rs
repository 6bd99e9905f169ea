//! Tokens as the text of a formula, and places in that text as tokens again.

use std::ops::Range;

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// A formula's text with the token that each part of it came from.
pub(crate) struct Formula {
    text: String,
    parts: Vec<(Range<usize>, Span)>,
}

impl Formula {
    pub(crate) fn of(tokens: TokenStream) -> Self {
        let mut formula = Self { text: String::new(), parts: Vec::new() };
        formula.append(tokens);
        formula
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn append(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        // Around what a declarative macro passes on: the formula's own grouping.
                        Delimiter::None => ("(", ")"),
                    };
                    self.part(open, group.span_open());
                    self.append(group.stream());
                    self.part(close, group.span_close());
                    self.text.push(' ');
                }
                TokenTree::Punct(punct) => {
                    self.part(&punct.as_char().to_string(), punct.span());
                    // `<` and `=` of `<=` stay together.
                    if punct.spacing() == Spacing::Alone {
                        self.text.push(' ');
                    }
                }
                word => {
                    self.part(&word.to_string(), word.span());
                    self.text.push(' ');
                }
            }
        }
    }

    fn part(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push((start..self.text.len(), span));
    }

    /// `compile_error!(message)` at the tokens of a part of the text.
    pub(crate) fn error(&self, place: Range<usize>, message: &str) -> TokenStream {
        // An empty place stands for the character that follows it.
        let end = place.end.max(place.start + 1);
        let mut at =
            self.parts.iter().filter(|(part, _)| part.start < end && place.start < part.end);
        // Past the end the last token is the nearest.
        let first = at.next().or(self.parts.last()).map_or_else(Span::call_site, |(_, span)| *span);
        let last = at.next_back().map_or(first, |(_, span)| *span);
        compile_error(message, first, last)
    }
}

/// The compiler reports the error from its first token's place to its last one's.
fn compile_error(message: &str, first: Span, last: Span) -> TokenStream {
    let punct = |c: char, spacing, span| {
        let mut punct = Punct::new(c, spacing);
        punct.set_span(span);
        TokenTree::Punct(punct)
    };
    let mut message = Literal::string(message);
    message.set_span(last);
    let mut group = Group::new(Delimiter::Brace, TokenTree::Literal(message).into());
    group.set_span(last);
    [
        punct(':', Spacing::Joint, first),
        punct(':', Spacing::Alone, first),
        TokenTree::Ident(Ident::new("core", first)),
        punct(':', Spacing::Joint, first),
        punct(':', Spacing::Alone, first),
        TokenTree::Ident(Ident::new("compile_error", first)),
        punct('!', Spacing::Alone, first),
        TokenTree::Group(group),
    ]
    .into_iter()
    .collect()
}
