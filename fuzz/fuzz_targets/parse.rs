//! The parser on arbitrary text: it never panics, and what it accepts it prints as text that it
//! reads back as the same expression.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nonlin_expr::{Expr, Names, NoFunctions, ParseError};

/// Reads a formula in the names that the catalogue's formulas use most.
fn parse(text: &str) -> Result<Expr, ParseError> {
    let symbols = &["x", "a", "b", "c", "alpha", "beta"];
    Expr::parse_with(text, Names { symbols, functions: &NoFunctions })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match parse(text) {
        Ok(expression) => {
            let printed = expression.to_string();
            match parse(&printed) {
                Ok(again) => assert_eq!(again, expression, "{text:?} prints as {printed:?}"),
                Err(error) => panic!("{text:?} prints as {printed:?}, refused with: {error}"),
            }
        }
        // The message underlines a place in the text, so it is computed from untrusted positions.
        Err(error) => drop(error.to_string()),
    }
});
