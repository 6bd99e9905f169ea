//! Properties of random expressions: text reads back, simplification keeps the function, and the
//! symbolic derivative agrees with dual numbers, which share no rule with it.

use nonlin_expr::operator::Notation;
use nonlin_expr::{DoubleDouble, Dual, Expr, Operator, Side, Tape, taylor};
use proptest::prelude::*;

/// Random formula text over every operator of the table, so that a new one is covered at once.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => Just("x".to_owned()),
        1 => (0_u32..5).prop_map(|n| n.to_string()),
        1 => (1_u32..1000).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        1 => Just("1/3".to_owned()),
        1 => Just("pi".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operators: Vec<Operator> = Operator::ALL
            .iter()
            .copied()
            .filter(|o| o.row().arity > 0 && !o.is_comparison())
            .collect();
        let comparison = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
        let arguments = (inner.clone(), inner.clone(), inner.clone(), inner);
        (prop::sample::select(operators), comparison, arguments).prop_map(
            |(o, cmp, (a, b, c, d))| {
                let row = o.row();
                match (o, row.notation, row.arity) {
                    (Operator::If, ..) => format!("if({a} {cmp} {b}, {c}, {d})"),
                    // A negative base has a power at isolated exponents only: no derivative there.
                    (Operator::Pow, ..) if cmp.len() == 1 => format!("exp({a})^({b})"),
                    (Operator::Pow, ..) => {
                        format!("({a})^{}", ["2", "3", "-1", "0.5"][a.len() % 4])
                    }
                    (_, Notation::Prefix, _) => format!("{}({a})", "-".repeat(1 + d.len() % 3)),
                    (_, Notation::Infix, _) if d.len() % 4 == 0 => {
                        format!("({a}) {} -({b})", row.name)
                    }
                    (_, Notation::Infix, _) => format!("({a}) {} ({b})", row.name),
                    (_, _, 1) => format!("{}({a})", row.name),
                    (_, _, 2) => format!("{}({a}, {b})", row.name),
                    _ => format!("{}({a}, {b}, {c})", row.name),
                }
            },
        )
    })
}

/// Near agreement: rounding differs between two forms of one function.
fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs())) || a == b
}

/// Whether every part has a moderate value at `x`: a finite whole may hide a division by zero, or
/// the sine of a number so large that its last bit decides.
fn defined(expr: &Expr, x: f64) -> bool {
    let graph = expr.graph();
    let mut parts = graph.reachable(&[expr.root()]).into_iter();
    parts.all(|id| graph.evaluate(id, |_| x).abs() < 1e4)
}

/// How much the value moves when x does by a rounding error: where that is much, forms may differ.
fn sensitivity(expr: &Expr, x: f64) -> f64 {
    let step = 1e-7 * (1.0 + x.abs());
    (expr.value_at(x + step) - expr.value_at(x - step)).abs()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn text_reads_back(text in formula()) {
        let expr = Expr::parse(&text).unwrap();
        let printed = expr.to_string();
        prop_assert_eq!(&Expr::parse(&printed).unwrap(), &expr, "{}", printed);
        let simple = expr.simplify().unwrap();
        let printed = simple.to_string();
        prop_assert_eq!(&Expr::parse(&printed).unwrap(), &simple, "{}", printed);
    }

    #[test]
    fn simplification_keeps_the_function(text in formula(), x in -3.0..3.0_f64) {
        let expr = Expr::parse(&text).unwrap();
        let simple = expr.simplify().unwrap();
        let (before, after) = (expr.value_at(x), simple.value_at(x));
        prop_assume!(defined(&expr, x) && before.abs() < 1e6);
        prop_assume!(sensitivity(&expr, x) < 1e-3);
        prop_assert!(close(before, after, 1e-6), "{text} -> {simple}: {before} {after}");
    }

    #[test]
    fn simplification_is_done_in_one_pass(text in formula()) {
        let simple = Expr::parse(&text).unwrap().simplify().unwrap();
        prop_assert_eq!(&simple.simplify().unwrap(), &simple);
    }

    #[test]
    fn derivatives_agree_with_dual_numbers(text in formula(), x in -3.0..3.0_f64) {
        let expr = Expr::parse(&text).unwrap();
        let Ok(derivative) = expr.derivative("x") else { return Ok(()) };
        let dual = expr.evaluate(|_| Dual::variable(x));
        let symbolic = derivative.value_at(x);
        // An outer pole times an inner zero (sqrt of a constant 0) has no derivative.
        prop_assume!(symbolic.is_finite() || defined(&derivative, x));
        // Near a kink or a pole two forms of the condition may fall on different sides.
        let around = [x - 1e-9, x + 1e-9].map(|x| expr.evaluate(|_| Dual::variable(x)).slope);
        prop_assume!(defined(&expr, x) && dual.slope.is_finite() && dual.slope.abs() < 1e6);
        prop_assume!(around.iter().all(|slope| close(*slope, dual.slope, 1e-5)));
        prop_assert!(
            close(symbolic, dual.slope, 1e-5),
            "{text}: d/dx = {derivative} = {symbolic}, dual {}", dual.slope
        );
    }

    #[test]
    fn a_tape_computes_what_the_expression_does(text in formula(), x in -3.0..3.0_f64) {
        let expr = Expr::parse(&text).unwrap().simplify().unwrap();
        let tape = Tape::of(&[&expr]).unwrap();
        let tape = tape.run(&[x], &tape.constants())[0];
        let direct = expr.value_at(x);
        prop_assert!(
            close(tape, direct, 1e-9) || (tape.is_nan() && direct.is_nan())
                || !direct.is_finite() || sensitivity(&expr, x) > 1e-3,
            "{text}: {tape} {direct}"
        );
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        if let Err(error) = Expr::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn no_near_formula_panics(
        text in "([x0-9.e+*/^(),<>=! -]|exp|if|max|tanh|pi|\\*\\*|−){0,30}"
    ) {
        match Expr::parse(&text) {
            Ok(expr) => {
                prop_assert_eq!(&Expr::parse(&expr.to_string()).unwrap(), &expr);
                let _ = expr.nth_derivative("x", 2);
                for x in [0.0, -1.0, 1e300, f64::INFINITY, f64::NAN] {
                    let _ = expr.evaluate(|_| DoubleDouble::from(x));
                    let _ = taylor(&expr, x, Side::Left, 3);
                }
                let _ = (expr.to_latex(), expr.to_mathml());
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
