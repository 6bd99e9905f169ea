//! `nonlin::activation!` against plain f64 evaluation of the same formula.

use nonlin::expr::Expr;

/// Some finite f32 of every size, and 0.
fn inputs() -> Vec<f32> {
    let all = (0..u32::MAX).step_by(10_000_019).map(f32::from_bits);
    all.chain([0.0, -0.0, 1.0]).filter(|x| x.is_finite()).collect()
}

/// Whether `ours` is next to the f32 nearest to `exact`, or it.
fn close(ours: f32, exact: f64) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
    let nearest = exact as f32;
    ours == nearest || ours == nearest.next_up() || ours == nearest.next_down()
}

/// The same formula for the macro and as text.
macro_rules! check {
    ($($formula:tt)*) => {{
        let compiled = nonlin::activation!($($formula)*);
        let text = stringify!($($formula)*);
        let formula = Expr::parse(text).unwrap_or_else(|error| panic!("{error}"));
        let [value, derivative] = [0, 1].map(|order| {
            let forms = formula.stable_derivatives(1).unwrap_or_else(|error| panic!("{error}"));
            forms[order].expr.clone()
        });
        let x = inputs();
        let dy = vec![2.0; x.len()];
        let (mut y, mut dx) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        compiled.value(&x, &mut y);
        compiled.backward(&x, &dy, &mut dx);
        for ((&x, y), dx) in x.iter().zip(y).zip(dx) {
            let exact = value.value_at(x.into());
            assert!(close(y, exact), "{text} at {x:e}: {y:e} for {exact:e}");
            let exact = 2.0 * derivative.value_at(x.into());
            assert!(close(dx, exact), "2 ({text})' at {x:e}: {dx:e} for {exact:e}");
        }
    }};
}

#[test]
fn formulas_become_kernels() {
    check!(x * tanh(softplus(x)));
    check!(max(0, x) ^ 2 / (1 + abs(x)));
    check!(if(x <= -1e-3, 0, if(x != 2, x, 0.01*x)));
    check!(-pi);
}

#[test]
fn ends_are_limits() {
    let silu = nonlin::activation!(x * sigmoid(x));
    let x = [f32::NEG_INFINITY, f32::INFINITY, f32::NAN];
    let (mut y, mut dydx) = ([1.0; 3], [1.0; 3]);
    silu.value_and_derivative(&x, &mut y, &mut dydx);
    assert_eq!((y[0], y[1], dydx[0], dydx[1]), (0.0, f32::INFINITY, 0.0, 1.0));
    assert!(y[2].is_nan() && dydx[2].is_nan());
}
