//! What finding a stable form costs: the textbook formulas, and derivatives that use the budget up.

use criterion::{Criterion, criterion_group, criterion_main};
use nonlin_expr::Expr;

const FORMULAS: [&str; 5] = [
    "log(1 + exp(x))",
    "x*tanh(log(1 + exp(x)))",
    "x/2*(1 + erf(x/sqrt(2)))",
    "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))",
    "0.5*x*(1 + x/sqrt(1 + x^2))",
];

fn forms(criterion: &mut Criterion) {
    for text in FORMULAS {
        for order in 0..=2 {
            let formula = Expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let formula = formula
                .nth_derivative("x", order)
                .unwrap_or_else(|error| panic!("{text}, order {order}: {error}"));
            criterion.bench_function(&format!("{text}, order {order}"), |bencher| {
                bencher.iter(|| formula.stable());
            });
        }
    }
}

criterion_group!(benches, forms);
criterion_main!(benches);
