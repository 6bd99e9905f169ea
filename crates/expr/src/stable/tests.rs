use super::*;

fn stable(text: &str) -> Stable {
    Expr::parse(text).unwrap().stable()
}

/// Formulas as textbooks write them, and what each loses as it is written.
const TEXTBOOK: [&str; 12] = [
    "log(1 + exp(x))",
    "1/(1 + exp(-x))",
    "x*tanh(log(1 + exp(x)))",
    "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    "x/2*(1 + erf(x/sqrt(2)))",
    "-log(1 + exp(-x))",
    "sqrt(x^2 + 1) - 1",
    "log(cosh(x))",
    "x/(1 + abs(x))",
    "(x + sqrt(x^2 + 4))/2",
    "x/sqrt(1 + x^2)",
    "1 - exp(-x)",
];

#[test]
fn textbook_formulas_and_their_derivatives_lose_nothing_on_the_f32_line() {
    for text in TEXTBOOK {
        let forms = Expr::parse(text).unwrap().stable_derivatives(2).unwrap();
        for (order, form) in forms.iter().enumerate() {
            let on_the_line = |loss: &&Loss| {
                let least = loss.from.abs().min(loss.to.abs());
                least <= f64::from(f32::MAX) && loss.from.abs().max(loss.to.abs()) >= 1e-45
            };
            let lost: Vec<&Loss> = form.losses.iter().filter(on_the_line).collect();
            assert!(lost.is_empty(), "{text}, order {order}: {}: {lost:?}", form.expr);
        }
    }
}

#[test]
fn as_written_they_lose_digits() {
    for text in TEXTBOOK {
        let typed = Expr::parse(text).unwrap();
        let points = Points::of(&typed);
        let worst = errors(&typed, &points).iter().map(|v| v.bits_lost()).fold(0.0, f64::max);
        let harmless = ["x/(1 + abs(x))", "-log(1 + exp(-x))"];
        assert!(worst > 20.0 || harmless.contains(&text), "{text}: {worst}");
    }
}

#[test]
fn named_forms() {
    for (typed, form) in [
        ("log(1 + exp(x))", "softplus(x)"),
        ("-log(1 + exp(-x))", "-softplus(-x)"),
        ("1/(1 + exp(-x))", "sigmoid(x)"),
        ("exp(x)/(1 + exp(x))", "sigmoid(x)"),
        ("x*tanh(log(1 + exp(x)))", "x*tanh(softplus(x))"),
        ("2*sigmoid(2*x) - 1", "tanh(x)"),
        ("log(x + sqrt(x^2 + 1))", "asinh(x)"),
        ("exp(x) - 1", "expm1(x)"),
        ("softplus(x) - softplus(-x)", "x"),
        ("max(0, x)", "max(0, x)"),
    ] {
        assert_eq!(stable(typed).expr.to_string(), form, "{typed}");
    }
}

#[test]
fn forms_good_in_different_regions_are_joined() {
    let form = stable("log(cosh(x))").expr;
    assert!(form.to_string().starts_with("if(abs(x) < "), "{form}");
    // x²/2 − x⁴/12 near 0, |x| − log 2 far out.
    assert!((form.value_at(1e-8) - 5e-17).abs() < 1e-31);
    assert_eq!(form.value_at(-1e300), 1e300);
}

#[test]
fn what_is_lost_is_said() {
    let form = stable("sin(1000*x)");
    assert!(form.losses.iter().any(|loss| loss.to > 1e10 && loss.bits > 50.0), "{form:?}");
    assert!(form.losses.iter().all(|loss| loss.from > 1.0 || loss.to < -1.0), "{form:?}");
}

#[test]
fn work_is_bounded() {
    let many: Vec<String> = (1..300).map(|k| format!("tanh({k}*x)")).collect();
    let large = stable(&many.join("+"));
    assert_eq!(large.stop, Stop::TooLarge);
    assert_eq!(stable("exp(x)").stop, Stop::Saturated);
}

#[test]
fn formulas_without_values_have_forms() {
    for text in ["log(-1 - x^2)", "1/0 + x", "0/0", "sqrt(-1)*x", "x^x^x^x", "3", "pi"] {
        let _ = stable(text);
    }
}

#[test]
fn a_contradiction_is_noticed() {
    let points = Points::of(&Expr::parse("x").unwrap());
    let values = |text: &str| errors(&Expr::parse(text).unwrap(), &points);
    assert!(agree(&values("exp(x) - 1"), &values("expm1(x)")));
    assert!(!agree(&values("exp(x) - 1"), &values("expm1(x) + 0.001*x")));
}

#[test]
fn what_no_identity_saves_is_a_series_next_to_zero() {
    let form = stable("x - tanh(x)");
    assert!(form.losses.is_empty(), "{:?}", form.losses);
    for x in [1e-100, 1e-9, 1e-3, 0.05, 0.0999] {
        // x³/3 − 2x⁵/15 + 17x⁷/315 − 62x⁹/2835 + 1382x¹¹/155925.
        let s: f64 = x * x;
        let tail = -62.0 / 2835.0 + s * (1382.0 / 155_925.0 - s * 21844.0 / 6_081_075.0);
        let exact = x * s * (1.0 / 3.0 + s * (-2.0 / 15.0 + s * (17.0 / 315.0 + s * tail)));
        let value = form.expr.value_at(x);
        assert!((value - exact).abs() <= 1e-14 * exact, "{x}: {value} {exact}");
        assert_eq!(form.expr.value_at(-x), -value);
    }
    // One side is a line, the other is not.
    let sided = stable("if(x > 0, x, exp(x) - 1 - x^2/2)");
    assert!(sided.losses.is_empty(), "{:?}", sided.losses);
    assert_eq!(sided.expr.value_at(0.25), 0.25);
}
