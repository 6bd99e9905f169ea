//! `nonlin::activation!`: a formula compiled ahead of time.
//!
//! The formula is parsed, differentiated and brought to its stable form while the program is compiled;
//! what is left is straight-line code over vectors, as the catalogue's own kernels are.

mod formula;

use nonlin_codegen::Source;
use nonlin_expr::Expr;
use proc_macro::TokenStream;

/// A kernel of a formula in `x`, compiled with the program that uses it.
///
/// It is a value of the type `nonlin::kernels::Compiled`, which has the methods of a kernel: `value`,
/// `derivative`, `value_and_derivative` and `backward`, over slices.
///
/// ```ignore
/// let mish = nonlin::activation!(x * tanh(softplus(x)));
/// let (x, mut y) = ([-1.0_f32, 0.0, 1.0], [0.0; 3]);
/// mish.value(&x, &mut y);
/// assert_eq!(y, [-0.30340147, 0.0, 0.8650984]);
/// ```
///
/// A wrong formula does not compile; the error points at the place:
///
/// ```text
/// error: unknown function `tanhh`
///        did you mean `tanh`?
///  |  nonlin::activation!(x * tanhh(x));
///  |                          ^^^^^
/// ```
///
/// The optimiser does most of the work: without `opt-level` the code is right, and slow.
#[proc_macro]
pub fn activation(tokens: TokenStream) -> TokenStream {
    let formula = formula::Formula::of(tokens);
    match expand(formula.text()) {
        Ok(code) => match code.parse() {
            Ok(code) => code,
            Err(error) => unreachable!("generated code is no Rust: {error}"),
        },
        Err(Wrong::Formula(error)) => {
            let help = error.help().map(|help| format!("\n{help}")).unwrap_or_default();
            formula.error(error.span(), &format!("{}{help}", error.message()))
        }
        Err(Wrong::Limit(error)) => formula.error(0..formula.text().len(), &error.to_string()),
    }
}

/// Why there is no kernel.
enum Wrong {
    Formula(nonlin_expr::ParseError),
    Limit(nonlin_expr::LimitError),
}

/// An expression of the type of the kernel.
fn expand(text: &str) -> Result<String, Wrong> {
    let formula = Expr::parse(text).map_err(Wrong::Formula)?;
    let forms = formula
        .simplify()
        .and_then(|formula| formula.stable_derivatives(1))
        .map_err(Wrong::Limit)?;
    let source = Source::new(&forms[0].expr, &forms[1].expr).map_err(Wrong::Limit)?;
    Ok(format!(
        "{{ #[derive(Debug, Clone, Copy)] struct Formula; {} \
         ::nonlin::kernels::Compiled::<Formula>::new() }}",
        source.implementation("Formula", "::nonlin::kernels::formula")
    ))
}
