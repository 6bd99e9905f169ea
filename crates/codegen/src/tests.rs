//! Steps are interpreted, in f64 and in f32, and what is claimed of them held against what comes out.

use nonlin_expr::operator::apply;
use nonlin_expr::{Algebra, DoubleDouble, Expr, Graph, Operator, Rational, Rounded};

use crate::Source;
use crate::straight::{Operation, Straight};

/// An f64 that is rounded to f32 after each operation, or not.
#[derive(Debug, Clone, Copy)]
struct Float<const F32: bool>(f64);

impl<const F32: bool> Float<F32> {
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    fn of(value: f64) -> Self {
        Self(if F32 { f64::from(value as f32) } else { value })
    }
}

macro_rules! rounded {
    ($($name:ident($($argument:ident),*);)*) => { $(
        fn $name($($argument: &Self),*) -> Self {
            Self::of(<f64 as Algebra>::$name($(&$argument.0),*))
        }
    )* };
}

impl<const F32: bool> Algebra for Float<F32> {
    fn number(value: &Rational) -> Self {
        Self::of(value.to_f64())
    }
    rounded! {
        pi(); e(); neg(a);
        add(a, b); sub(a, b); mul(a, b); div(a, b); pow(a, b); exp(a); expm1(a); log(a); log1p(a);
        sqrt(a); hypot(a, b); abs(a); sign(a); floor(a); min(a, b); max(a, b); clamp(a, b, c);
        sin(a); cos(a); tan(a); atan(a); sinh(a); cosh(a); tanh(a); asinh(a); erf(a); erfc(a);
        sigmoid(a); softplus(a); less(a, b); less_eq(a, b); greater(a, b); greater_eq(a, b);
        equal(a, b); not_equal(a, b); if_(a, b, c);
    }
}

/// The results of all steps at `x`.
fn interpret<const F32: bool>(straight: &Straight, x: f64) -> Vec<f64> {
    let mut results: Vec<Float<F32>> = Vec::new();
    for step in straight.steps() {
        let of: Vec<Float<F32>> = step.arguments.iter().map(|&a| results[a]).collect();
        let choice = |holds: bool| if holds { of[2] } else { of[3] };
        results.push(match step.operation {
            Operation::X => Float(x),
            Operation::Constant { hi, .. } => Float::of(f64::from_bits(hi)),
            Operation::Operator(operator) => apply(operator, &of),
            Operation::IfLess => choice(of[0].0 < of[1].0),
            Operation::IfLessEq => choice(of[0].0 <= of[1].0),
            Operation::IfEqual => choice(of[0].0 == of[1].0),
            Operation::Lesser => {
                if of[1].0 < of[0].0 {
                    of[1]
                } else {
                    of[0]
                }
            }
            Operation::Greater => {
                if of[1].0 > of[0].0 {
                    of[1]
                } else {
                    of[0]
                }
            }
            Operation::MulAdd => Algebra::add(&Algebra::mul(&of[0], &of[1]), &of[2]),
            Operation::NegMulAdd => Algebra::sub(&of[2], &Algebra::mul(&of[0], &of[1])),
        });
    }
    results.into_iter().map(|result| result.0).collect()
}

/// Numbers from a fixed seed, by Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    /// A formula of some operators, none of which is simplified away.
    fn formula(&mut self) -> Expr {
        let text = self.text(4);
        Expr::parse(&text).unwrap_or_else(|error| panic!("{error}"))
    }

    fn text(&mut self, depth: usize) -> String {
        const CONSTANTS: &[&str] =
            &["0", "1", "2", "-1", "0.5", "1/3", "-3", "pi", "1e-40", "1e300", "6", "1e20"];
        if depth == 0 || self.below(6) == 0 {
            return match self.below(2) {
                0 => "x".to_owned(),
                _ => format!("({})", CONSTANTS[self.below(CONSTANTS.len())]),
            };
        }
        let row = loop {
            let operator = Operator::ALL[self.below(Operator::ALL.len())];
            if operator.row().arity > 0 && !operator.is_comparison() {
                break (operator, operator.row());
            }
        };
        let mut argument = || self.text(depth - 1);
        match row {
            (Operator::If, _) => {
                let (a, b, c, d) = (argument(), argument(), argument(), argument());
                let comparison = ["<", "<=", ">", ">=", "==", "!="][self.below(6)];
                format!("if({a} {comparison} {b}, {c}, {d})")
            }
            (Operator::Neg, _) => format!("(-{})", argument()),
            (
                Operator::Add | Operator::Sub | Operator::Mul | Operator::Div | Operator::Pow,
                row,
            ) => {
                format!("({}{}{})", argument(), row.name, argument())
            }
            (_, row) => {
                let arguments: Vec<String> = (0..row.arity).map(|_| argument()).collect();
                format!("{}({})", row.name, arguments.join(", "))
            }
        }
    }
}

fn straight(formula: &Expr) -> (Straight, usize) {
    let mut graph = Graph::default();
    let imported = graph
        .symbol("x")
        .and_then(|x| graph.import(formula, "x", x))
        .unwrap_or_else(|error| panic!("{error}"));
    let mut straight = Straight::default();
    let [output] = straight.extend(&graph, [imported]);
    (straight, output)
}

const XS: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    3.0,
    -3.0,
    6.0,
    10.0,
    -10.0,
    80.0,
    -90.0,
    750.0,
    -750.0,
    1e-45,
    -1e-40,
    1e-20,
    1e19,
    -1e19,
    1e20,
    3.402_823_466_385_288_6e38,
    -3.402_823_466_385_288_6e38,
];

#[test]
fn claims_of_ranges_hold() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut claims = 0;
    for _ in 0..4_000 {
        let formula = random.formula();
        let (straight, _) = straight(&formula);
        for &x in XS {
            let (wide, narrow) =
                (interpret::<false>(&straight, x), interpret::<true>(&straight, x));
            for results in [wide, narrow] {
                for (index, (result, range)) in
                    results.into_iter().zip(straight.ranges()).enumerate()
                {
                    claims +=
                        usize::from(!range.nan && straight.steps()[index].arguments.len() > 1);
                    assert!(
                        range.allows(result),
                        "step {index} of {formula} is {result:e} at {x:e}, which {range:?} denies"
                    );
                }
            }
        }
    }
    // Nearly all steps of random formulas may be NaN; the test is of those that may not.
    assert!(claims > 20_000, "{claims}");
}

#[test]
fn steps_compute_the_formula() {
    let mut random = Random(0x0123_4567_89ab_cdef);
    let mut compared = 0;
    for _ in 0..4_000 {
        let formula = random.formula();
        let (straight, output) = straight(&formula);
        for &x in XS {
            // Rewriting moves the last places. Where the formula as it is written loses them too, next
            // to a jump, a cancellation or a pole, nothing is said.
            let exact = formula.evaluate(|_| DoubleDouble::from(x)).hi();
            let bound = formula.evaluate(|_| Rounded::exact(x)).error;
            let plain = (formula.value_at(x) - exact).abs();
            let well = |error: f64| error <= 1e-6 * exact.abs();
            let results = interpret::<false>(&straight, x);
            let finite = exact.is_finite() && results.iter().all(|result| result.is_finite());
            if finite && well(plain) && well(bound) {
                compared += 1;
                let ours = results[output];
                let slack = 1e3 * plain.max(bound) + 1e-12 * exact.abs();
                let near = (ours - exact).abs() <= slack;
                assert!(near, "{formula} at {x:e}: {ours:e} for {exact:e}");
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

/// The body of the generated `value`.
fn value(formula: &str) -> String {
    let expr = Expr::parse(formula).unwrap_or_else(|error| panic!("{error}"));
    let source = Source::new(&expr, &expr).unwrap_or_else(|error| panic!("{error}"));
    let text =
        source.implementation("F", "p").replace("p::Number::", "").replace("p::Algebra::", "");
    let body = text.split("fn value").nth(1).and_then(|text| text.split("fn ").next());
    body.unwrap_or_default().to_owned()
}

#[test]
fn selections_need_sides_that_are_numbers() {
    for formula in [
        "if(x < 1, x, 0)",
        "if(1 > abs(x), x, 0)",
        "if(x - 0.5 < floor(x), x, 0)",
        "if(sin(x) < 0.5, x, 0)",
        "if(x*x < exp(x), x, 0)",
        "if(6 < max(0, x), x, 0)",
    ] {
        assert!(value(formula).contains("if_less("), "{formula}: {}", value(formula));
    }
    for formula in [
        // ∞ − ∞, ∞·0, the sine of ∞, and a logarithm of what is negative.
        "if(x*x - x^3 < 1, x, 0)",
        "if(x*exp(x) < 1, x, 0)",
        "if(sin(x*x) < 1, x, 0)",
        "if(log(x) < 1, x, 0)",
    ] {
        assert!(value(formula).contains(" if_("), "{formula}: {}", value(formula));
    }
    assert!(value("if(x != 0, x, 1)").contains("if_equal(&x, "));
}

#[test]
fn extremes_need_a_second_argument_that_is_a_number() {
    assert!(value("max(0, x)").contains("greater(&v1, &x)"));
    assert!(value("min(log(x), 6)").contains("lesser("));
    // 6 may change places with what may be NaN, 0 may not: which zero comes back depends on the order.
    assert!(value("min(6, log(x))").contains("lesser("));
    assert!(value("min(0, log(x))").contains("min("));
    assert!(value("clamp(log(x), -1, 1)").contains("lesser("));
    assert!(value("clamp(x, 1, -1)").contains("clamp("));
}

#[test]
fn the_larger_addend_is_named_where_it_is_known() {
    assert!(value("clamp(x, -3, 3) + 3").contains("add_smaller("));
    assert!(value("min(max(x, -2), 3) + 4").contains("add_smaller("));
    for formula in ["clamp(x, -3, 3) + 2", "min(x, 3) + 3", "max(x, -3) + 3", "clamp(x, -4, 3) + 3"]
    {
        assert!(!value(formula).contains("add_smaller("), "{formula}: {}", value(formula));
    }
}

#[test]
fn constants_are_folded() {
    assert!(value("x/sqrt(2)").contains("scaled(&x, 0.7071067811865476, -4.833646656726457e-17)"));
    assert!(value("-(2*(x/8))").contains("constant(-0.25, 0.0)"));
    assert!(value("1*x").trim_end().ends_with("x\n    }\n    #[inline(always)]"));
    assert!(value("x*x + 1").contains("mul_add(&x, &x, "));
    assert!(value("1 - x*x").contains("neg_mul_add(&x, &x, "));
}

#[test]
fn f32_serves_where_one_operation_rounds() {
    let single = |formula: &str| {
        let expr = Expr::parse(formula).unwrap_or_else(|error| panic!("{error}"));
        Source::new(&expr, &expr).is_ok_and(|source| source.single())
    };
    for formula in [
        "x",
        "max(0, x)",
        "if(x > 0, x, 0.01*x)",
        "clamp(x, -1, 1)",
        "if(x >= 0, 1, 0)",
        "x - 0.5",
        "0.25*x + 3",
        "min(6, max(0, x))",
        "abs(x)",
        "-floor(x)",
        "1/x",
        "x*x",
        "if(x > 0.1, 1, 0)",
    ] {
        // A side of the last one's comparison is rounded: 0.1 in f32 may be x itself.
        assert_eq!(single(formula), formula != "if(x > 0.1, 1, 0)", "{formula}");
    }
    for formula in
        ["0.1*x + 3", "x*x*x", "exp(x)", "1/(1 + x)", "floor(0.1*x)", "1e-30*x", "2*(0.1*x)*x"]
    {
        assert!(!single(formula), "{formula}");
    }
}

#[test]
fn f32_serves_backward_where_the_slope_is_exact() {
    let backward = |value: &str, derivative: &str| {
        let [value, derivative] = [value, derivative]
            .map(|text| Expr::parse(text).unwrap_or_else(|error| panic!("{error}")));
        Source::new(&value, &derivative).is_ok_and(|source| source.single_backward())
    };
    assert!(backward("max(0, x)", "if(0 >= x, 0, 1)"));
    assert!(backward("if(x > 0, x, 0.25*x)", "if(x > 0, 1, 0.25)"));
    assert!(!backward("if(x > 0, x, 0.01*x)", "if(x > 0, 1, 0.01)"));
    assert!(!backward("exp(x)", "exp(x)"));
}
