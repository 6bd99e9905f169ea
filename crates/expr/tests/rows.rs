//! Row formulas: reading, printing, the derived stable form, errors with their place.

use nonlin_expr::{NoFunctions, RowExpr, RowNames};
use proptest::prelude::*;

fn stable(text: &str) -> String {
    let row = RowExpr::parse(text).unwrap_or_else(|error| panic!("{error}"));
    row.stable().unwrap().to_string()
}

#[test]
fn exponentials_are_shifted_whoever_wrote_them() {
    for (text, expected) in [
        ("exp(x)/sum(exp(x))", "exp(x - m)/s where m = maximum(x), s = sum(exp(x - m))"),
        ("exp(-x)/sum(exp(-x))", "exp(-x - m)/s where m = maximum(-x), s = sum(exp(-x - m))"),
        ("exp(2*x)/sum(exp(2*x))", "exp(2*x - m)/s where m = maximum(2*x), s = sum(exp(2*x - m))"),
        (
            "x - log(sum(exp(x)))",
            "x - m - log1p(s2) where m = maximum(x), p = argmax(x), \
             s2 = sum(if(position == p, 0, exp(x - m)))",
        ),
        ("log(1 + sum(exp(x)))", "softplus(m + log(s)) where m = maximum(x), s = sum(exp(x - m))"),
        (
            "exp(x)/(1 + sum(exp(x)))",
            "exp(x - max(0, m))/(exp(-max(0, m)) + exp(m - max(0, m))*s) \
             where m = maximum(x), s = sum(exp(x - m))",
        ),
        (
            "sum(x*exp(x))/sum(exp(x))",
            "s/s2 where m = maximum(x), s = sum(exp(x - m)*x), s2 = sum(exp(x - m))",
        ),
        (
            "2^x/sum(2^x)",
            "exp(log(2)*x - m)/s where m = maximum(log(2)*x), s = sum(exp(log(2)*x - m))",
        ),
        ("x/sum(x)", "x/s where s = sum(x)"),
        ("max(x, 0)", "max(x, 0)"),
    ] {
        assert_eq!(stable(text), expected, "{text}");
    }
}

#[test]
fn derivatives_are_shifted_too() {
    let softmax = RowExpr::parse("exp(x)/sum(exp(x))").unwrap();
    assert_eq!(
        softmax.vjp().unwrap().stable().unwrap().to_string(),
        "exp(x - m)*(dy/s - 1/s/s*s2) \
         where m = maximum(x), s = sum(exp(x - m)), s2 = sum(exp(x - m)*dy)"
    );
    assert_eq!(
        softmax.jvp().unwrap().stable().unwrap().to_string(),
        "exp(x - m)*(dx/s - 1/s/s*s2) \
         where m = maximum(x), s = sum(exp(x - m)), s2 = sum(exp(x - m)*dx)"
    );
}

#[test]
fn the_written_form_reads_back() {
    for text in [
        "exp(x)/sum(exp(x))",
        "if(position == argmax(x), 1, 0)",
        "max(x - solve(t, sum(max(x - t, 0)) - 1), 0)",
        "if(x >= largest(x, length/2), x, 0)",
        "x - sum(x*sum(x)/sum(abs(x)))",
    ] {
        let once = RowExpr::parse(text).unwrap().to_texts();
        assert_eq!(once, [text]);
        assert_eq!(RowExpr::parse(&once[0]).unwrap().to_texts(), once);
    }
}

#[test]
fn equal_reductions_are_one() {
    let row = RowExpr::parse("sum(x)*sum(x) + maximum(x)").unwrap();
    assert_eq!(row.stages().len(), 2);
    assert!(!row.outputs()[0].elements);
}

#[test]
fn mistakes_are_shown_where_they_are() {
    for (text, expected) in [
        ("exp(x)/summ(exp(x))", "unknown function `summ`"),
        ("sum(x", "this `(` is never closed"),
        ("sum(x, 1)", "`sum` takes 1 argument, not 2"),
        ("largest(x, x)", "expected a rank that is the same for the whole row"),
        ("solve(1, x)", "expected a name for the unknown"),
        ("solve(t)", "expected `,`"),
        ("solve(t, x - t)", "expected one number for the row"),
        ("x - t + solve(t, sum(x) - t)", "unknown name `t`"),
        ("sum", "unknown name `sum`"),
    ] {
        let error = RowExpr::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn parts_and_definitions_have_names() {
    let names = RowNames {
        inputs: &["a", "b"],
        noise: &[],
        parameters: &["k"],
        definitions: &[("u", "a - maximum(a)"), ("t", "solve(t, sum(max(u - t, 0)) - k)")],
        functions: &NoFunctions,
    };
    let row = RowExpr::parse_with(&["max(u - t, 0)*b"], names).unwrap();
    assert_eq!(row.inputs().len(), 2);
    assert_eq!(
        row.to_texts(),
        ["max(a - maximum(a) - solve(t2, sum(max(a - maximum(a) - t2, 0)) - k), 0)*b"]
    );
}

/// Formulas of up to five levels, most of them nonsense.
fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("0".to_owned()),
        Just("1".to_owned()),
        Just("2.5".to_owned()),
        Just("position".to_owned()),
        Just("length".to_owned()),
        Just("t".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), proptest::sample::select(vec!["+", "-", "*", "/", "^"]))
                .prop_map(|((a, b), sign)| format!("({a}){sign}({b})")),
            (
                inner,
                proptest::sample::select(vec![
                    "exp", "log", "log1p", "sum", "mean", "maximum", "minimum", "argmax", "sqrt",
                    "abs",
                ])
            )
                .prop_map(|(a, name)| format!("{name}({a})")),
            two.clone().prop_map(|(a, b)| format!("largest({a}, {b})")),
            two.clone().prop_map(|(a, b)| format!("solve(t, sum({a}) - t*({b}))")),
            two.prop_map(|(a, b)| format!("if({a} < {b}, {a}, {b})")),
        ]
    })
}

proptest! {
    #[test]
    fn no_formula_panics(text in formulas()) {
        if let Ok(row) = RowExpr::parse(&text) {
            let _ = row.to_latex();
            prop_assert!(RowExpr::parse(&row.to_texts()[0]).is_ok(), "{}", row.to_texts()[0]);
            for formula in [Ok(row.clone()), row.jvp(), row.vjp()].into_iter().flatten() {
                let stable = formula.stable().unwrap();
                let _ = (stable.to_string(), stable.hoisted().unwrap());
            }
        }
    }

    #[test]
    fn no_text_panics(text in "[a-z0-9+*/^(), .<-]{0,60}") {
        let _ = RowExpr::parse(&text);
    }
}
