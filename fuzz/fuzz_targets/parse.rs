//! The parser on arbitrary text: it never panics, and what it accepts it prints as text that it
//! reads back as the same expression, unless that is near the limits on length and nesting.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nonlin_expr::{Expr, MAX_LENGTH, MAX_NESTING, Names, NoFunctions, ParseError};

/// Reads a formula in the names that the catalogue's formulas use most.
fn parse(text: &str) -> Result<Expr, ParseError> {
    let symbols = &["x", "a", "b", "c", "alpha", "beta"];
    Expr::parse_with(text, Names { symbols, functions: &NoFunctions })
}

/// Whether the printed form must stay within the limits. Spaces, spelled-out numbers (`1e21`) and the
/// formulas behind names (`log_sigmoid`) take up to eight times the room and four times the levels.
fn well_within_limits(text: &str) -> bool {
    let levels = text.matches(['(', '-', '−', '+', '^']).count() + text.matches("**").count();
    text.len() <= MAX_LENGTH / 8 && levels <= MAX_NESTING / 4
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
                Err(_) if !well_within_limits(text) => {}
                Err(error) => panic!("{text:?} prints as {printed:?}, refused with: {error}"),
            }
        }
        // The message underlines a place in the text, so it is computed from untrusted positions.
        Err(error) => drop(error.to_string()),
    }
});
