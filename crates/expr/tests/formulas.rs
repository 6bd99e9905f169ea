//! Formulas as people type them: what they mean, what they print, and what is said of wrong ones.

use nonlin_expr::{Expr, MAX_LENGTH, MAX_NESTING, Names, NoFunctions, ParseErrorKind};

fn value(text: &str, x: f64) -> f64 {
    Expr::parse(text).unwrap().value_at(x)
}

fn error(text: &str) -> String {
    Expr::parse(text).unwrap_err().to_string()
}

#[test]
fn precedence_is_that_of_mathematics() {
    assert_eq!(value("-x^2", 3.0), -9.0);
    assert_eq!(value("2^3^2", 0.0), 512.0);
    assert_eq!(value("1 - 2 - 3", 0.0), -4.0);
    assert_eq!(value("8/4/2", 0.0), 1.0);
    assert_eq!(value("2*-x", 3.0), -6.0);
    assert_eq!(value("2^-x", 1.0), 0.5);
    assert_eq!(value("-2*x + 1", 3.0), -5.0);
    assert_eq!(value("x**2 × 2 − 1·3", 3.0), 15.0);
}

#[test]
fn nan_passes_through_choices() {
    for text in
        ["if(x > 0, 1, 0)", "max(0, x)", "min(x, 1)", "clamp(x, 0, 1)", "sign(x)", "relu(x)"]
    {
        assert!(value(text, f64::NAN).is_nan(), "{text}");
    }
}

#[test]
fn a_tie_goes_to_the_side_that_stands_still() {
    for text in ["max(0, x)", "max(x, 0)", "min(0, x)", "min(x, 0)", "clamp(x, 0, 1)", "abs(x)"] {
        let slope = Expr::parse(text).unwrap().derivative("x").unwrap();
        assert_eq!(slope.value_at(0.0), 0.0, "{text}: {slope}");
    }
}

#[test]
fn derivatives_read_as_in_a_book() {
    for (formula, derivative) in [
        ("x", "1"),
        ("7", "0"),
        ("x^3", "3*x^2"),
        ("tanh(x)", "1/cosh(x)^2"),
        ("softplus(x)", "sigmoid(x)"),
        ("max(0, x)", "if(0 >= x, 0, 1)"),
        ("if(x > 0, x, 0.01*x)", "if(x > 0, 1, 0.01)"),
        ("if(x >= 0, 1, 0)", "0"),
        ("exp(-x)", "-exp(-x)"),
        ("log(1+x)", "1/(1 + x)"),
    ] {
        let slope = Expr::parse(formula).unwrap().derivative("x").unwrap();
        assert_eq!(slope.to_string(), derivative, "{formula}");
    }
}

#[test]
fn rules_wait_for_their_side_condition() {
    for (formula, simple) in [
        ("0*x", "0"),
        ("0*log(x)", "0*log(x)"),
        ("x/x", "x/x"),
        ("cosh(x)/cosh(x)", "1"),
        ("x - x", "0"),
        ("1/x - 1/x", "1/x - 1/x"),
        ("abs(x)", "abs(x)"),
        ("abs(exp(x))", "exp(x)"),
        ("sqrt(x^2)", "abs(x)"),
        ("log(exp(x))", "x"),
        ("exp(log(x))", "exp(log(x))"),
        ("tanh(-x)", "-tanh(x)"),
        ("cos(-x)", "cos(x)"),
        ("x*0.5*2", "x"),
        ("if(x > 0, x, x)", "x"),
        ("2/3*3*x", "2*x"),
    ] {
        let parsed = Expr::parse(formula).unwrap();
        assert_eq!(parsed.simplify().unwrap().to_string(), simple, "{formula}");
    }
}

#[test]
fn other_notations() {
    let expr = Expr::parse("if(x > 0, x/2, -2*x^2*sigmoid(1.5*x))").unwrap();
    assert_eq!(
        expr.to_latex(),
        "\\begin{cases} \\frac{x}{2} & \\text{if } x > 0 \\\\ -2 \\, x^{2} \\, \
         \\sigma\\left(1.5 \\, x\\right) & \\text{otherwise} \\end{cases}"
    );
    assert_eq!(
        Expr::parse("sqrt(2/pi)*(x+1)").unwrap().to_mathml(),
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow><msqrt><mfrac><mrow><mn>2</mn></mrow>\
         <mrow><mi>π</mi></mrow></mfrac></msqrt><mo>·</mo><mrow><mo>(</mo><mrow><mi>x</mi><mo>+</mo>\
         <mn>1</mn></mrow><mo>)</mo></mrow></mrow></math>"
    );
}

#[test]
fn errors_name_the_place_and_the_way_out() {
    assert_eq!(
        error("x*gleu(x)"),
        "unknown function `gleu`\n  x*gleu(x)\n    ^^^^\nfor the functions that there are, see \
         `nonlin list`"
    );
    assert_eq!(
        error("x*sigmod(x)"),
        "unknown function `sigmod`\n  x*sigmod(x)\n    ^^^^^^\ndid you mean `sigmoid`?"
    );
    assert_eq!(
        error("2x"),
        "an operator is missing before this\n  2x\n   ^\nwrite the product out: `2*x`, not `2x`"
    );
    assert_eq!(error("(x+1"), "this `(` is never closed\n  (x+1\n  ^");
    assert_eq!(error("x+1)"), "this `)` closes nothing\n  x+1)\n     ^");
    assert_eq!(error("exp(x, 2)"), "`exp` takes 1 argument, not 2\n  exp(x, 2)\n  ^^^^^^^^^");
    assert_eq!(
        error("tanh + x"),
        "a function needs its arguments in parentheses\n  tanh + x\n  ^^^^\nfor example `tanh(x)`"
    );
    assert!(error("x > 0").contains("first argument of `if(condition, a, b)`"));
    assert!(error("if(x, 1, 0)").contains("must be a comparison"));
    assert!(error("").contains("empty"));
    assert!(error("x +").contains("ends where an operand must follow"));
    assert!(error("x # 2").contains("unexpected character `#`"));
    assert!(error("1e999").contains("out of range"));
    assert!(error("a*x").contains("--param"));
}

#[test]
fn the_place_is_found_in_long_formulas_and_wide_letters() {
    let long =
        format!("{} + foo(x) + {}", "x*x + ".repeat(50).trim_end_matches("+ "), "x".repeat(300));
    let message = error(&long);
    let lines: Vec<&str> = message.lines().collect();
    assert!(lines[1].chars().count() < 100, "{message}");
    let column = lines[2].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[1].chars().skip(column).take(3).collect::<String>(), "foo");
    assert!(error("π + é").contains("\n      ^"));
}

#[test]
fn limits_hold_and_say_so() {
    let nested = format!("{}x{}", "(".repeat(10_000 / 2 - 1), ")".repeat(10_000 / 2 - 1));
    let kind = |text: &str| Expr::parse(text).unwrap_err().kind().clone();
    assert_eq!(kind(&nested), ParseErrorKind::TooDeep);
    assert_eq!(kind(&"-".repeat(5_000)), ParseErrorKind::TooDeep);
    assert_eq!(kind(&"x^".repeat(3_000)), ParseErrorKind::TooDeep);
    assert_eq!(kind(&"(".repeat(20_000)), ParseErrorKind::TooLong);
    assert!(matches!(kind(&format!("x{}", "+x".repeat(4_000))), ParseErrorKind::Limit(_)));
    let deep = format!("{}x{}", "(".repeat(MAX_NESTING - 1), ")".repeat(MAX_NESTING - 1));
    assert!(Expr::parse(&deep).is_ok());
    assert!(nested.len() <= MAX_LENGTH);
}

/// What the parser takes near the limit of nesting, it takes again as it is printed.
#[test]
fn printing_nests_no_deeper_than_typing() {
    let chain = |front: &str, back: &str, levels: usize| {
        let count = (MAX_NESTING - 3) / levels;
        let text = format!("{}x{}", front.repeat(count), back.repeat(count));
        let typed = Expr::parse(&text).unwrap_or_else(|error| panic!("{front}: {error}"));
        let deeper = format!("{}x{}", front.repeat(count + 3), back.repeat(count + 3));
        assert!(Expr::parse(&deeper).is_err(), "{front} is not at the limit");
        assert_eq!(Expr::parse(&typed.to_string()).as_ref(), Ok(&typed), "{front}");
    };
    chain("-", "", 1);
    chain("x^", "", 1);
    chain("x^-", "", 2);
    chain("x*-(x - ", ")", 4);
    chain("x - -(", ")", 3);
    chain("-(x + ", ")", 3);
    chain("sin(-", ")", 2);
    chain("relu(", ")", 1);
    chain("if(x < -x, 1, ", ")", 1);
}

#[test]
fn a_sign_needs_no_parentheses() {
    for text in
        ["x^-2", "2*-x", "x - -x", "--x", "x^-x^2*x", "(-x)^2", "-(x*2)", "x + -2*x", "(x^-x)^2"]
    {
        assert_eq!(Expr::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn high_orders_end_in_an_error_not_in_exhaustion() {
    let expr = Expr::parse("x*tanh(softplus(x))*erf(x)/(1+x^2)").unwrap();
    let error = (1..40).find_map(|order| expr.nth_derivative("x", order).err());
    assert!(error.unwrap().to_string().contains("lower order"));
}

#[test]
fn parameters_are_symbols_until_they_are_bound() {
    let names = Names { symbols: &["x", "a"], functions: &NoFunctions };
    let expr = Expr::parse_with("a*x^2", names).unwrap();
    assert_eq!(expr.derivative("a").unwrap().to_string(), "x^2");
    let half = Expr::parse("1/2").unwrap();
    assert_eq!(expr.bind([("a", &half)]).unwrap().to_string(), "0.5*x^2");
}
