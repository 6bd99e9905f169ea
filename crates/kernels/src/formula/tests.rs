//! The generated code against the expressions that it came from, in plain f64 and in real f32 lanes.

use nonlin_expr::{DoubleDouble, Expr, Rational};

use super::{Algebra, Digits, Formula, Number};
use crate::compiled::Compiled;
use crate::number::Single;
use crate::simd::{Isa, Job, Lanes, Level, MAX_COUNT};

/// One f64, by libm: nothing of the lanes, and no operation fused.
#[derive(Debug, Clone, Copy)]
struct Scalar(f64);

macro_rules! by_f64 {
    ($($name:ident($($argument:ident),*);)*) => { $(
        fn $name($($argument: &Self),*) -> Self {
            Self(<f64 as Algebra>::$name($(&$argument.0),*))
        }
    )* };
}

impl Algebra for Scalar {
    fn number(value: &Rational) -> Self {
        Self(value.to_f64())
    }
    by_f64! {
        pi(); e(); neg(a);
        add(a, b); sub(a, b); mul(a, b); div(a, b); pow(a, b); exp(a); expm1(a); log(a); log1p(a);
        sqrt(a); hypot(a, b); abs(a); sign(a); floor(a); min(a, b); max(a, b); clamp(a, b, c);
        sin(a); cos(a); tan(a); atan(a); sinh(a); cosh(a); tanh(a); asinh(a); erf(a); erfc(a);
        sigmoid(a); softplus(a); less(a, b); less_eq(a, b); greater(a, b); greater_eq(a, b);
        equal(a, b); not_equal(a, b); if_(a, b, c);
    }
}

impl Number for Scalar {
    const COUNT: usize = 1;

    fn constant(high: f64, low: f64) -> Self {
        assert_eq!(high + low, high, "the first part is not the nearest float");
        Self(high)
    }
    fn if_less(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        assert!(!a.0.is_nan() && !b.0.is_nan(), "a side of a comparison is NaN");
        if a.0 < b.0 { *c } else { *d }
    }
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        assert!(!a.0.is_nan() && !b.0.is_nan(), "a side of a comparison is NaN");
        if a.0 <= b.0 { *c } else { *d }
    }
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        assert!(!a.0.is_nan() && !b.0.is_nan(), "a side of a comparison is NaN");
        if a.0 == b.0 { *c } else { *d }
    }
    fn lesser(a: &Self, b: &Self) -> Self {
        assert!(!b.0.is_nan(), "the second argument is NaN");
        if b.0 < a.0 { *b } else { *a }
    }
    fn greater(a: &Self, b: &Self) -> Self {
        assert!(!b.0.is_nan(), "the second argument is NaN");
        if b.0 > a.0 { *b } else { *a }
    }
    fn at_ends(self, _: Self, _: [f64; 2]) -> Self {
        self
    }
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(f(self.0))
    }
}

/// Every `stride`-th finite f32, both zeros and the neighbours of small whole and half numbers.
fn inputs(stride: usize) -> Vec<f32> {
    let mut all: Vec<f32> =
        (0..u32::MAX).step_by(stride).map(f32::from_bits).filter(|x| x.is_finite()).collect();
    for half in -20_i16..=20 {
        let x = f32::from(half) / 2.0;
        all.extend([x, x.next_up(), x.next_down(), -x]);
    }
    all
}

macro_rules! for_each {
    ($($type:ident $value:literal $derivative:literal;)*) => {
        /// Calls `$check::<F>(value, derivative)` for each compiled formula.
        fn each(check: &mut impl Check) {
            $( check.check::<crate::formula::catalogue::$type>(stringify!($type), [$value, $derivative]); )*
        }
    };
}
crate::formula::catalogue::compiled!(for_each);

trait Check {
    fn check<F: Formula>(&mut self, name: &str, texts: [&str; 2]);
}

#[test]
fn generated_code_computes_its_expressions() {
    struct Agrees;
    impl Check for Agrees {
        fn check<F: Formula>(&mut self, name: &str, texts: [&str; 2]) {
            let [value, derivative] = texts.map(|text| parse(name, text));
            for x in inputs(1_000_003) {
                let x = f64::from(x);
                let both = F::both(Scalar(x)).map(|y| y.0);
                let alone = [F::value(Scalar(x)).0, F::derivative(Scalar(x)).0];
                assert_eq!(both.map(f64::to_bits), alone.map(f64::to_bits), "{name} at {x:e}");
                for (ours, expression) in both.into_iter().zip([&value, &derivative]) {
                    // Constants are folded and factors merged: the last places may differ, more so
                    // behind an exponential, whose argument is up to 745.
                    let theirs = expression.value_at(x);
                    let exact = expression.evaluate(|_| DoubleDouble::from(x)).hi();
                    let slack = 4.0 * (theirs - exact).abs() + 1e-12 * exact.abs() + 1e-320;
                    let same = ours.to_bits() == theirs.to_bits() || ours == exact;
                    assert!(
                        same || (ours - exact).abs() <= slack,
                        "{name} at {x:e}: {ours:e} for {exact:e}"
                    );
                }
            }
        }
    }
    each(&mut Agrees);
}

fn parse(name: &str, text: &str) -> Expr {
    Expr::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn limits_are_those_of_the_functions() {
    struct Ends;
    impl Check for Ends {
        fn check<F: Formula>(&mut self, name: &str, texts: [&str; 2]) {
            for (limits, text) in F::LIMITS.into_iter().zip(texts) {
                let expression = parse(name, text);
                // Far out, where every function here has settled or is on its way to ±∞.
                for (x, limit) in [-1e8, 1e8].into_iter().zip(limits) {
                    let value = expression.value_at(x);
                    let settled = (value - limit).abs() <= 1e-4;
                    let escapes = limit.is_infinite() && value.abs() >= 1e4 && value * limit > 0.0;
                    assert!(
                        limit.is_nan() || settled || escapes,
                        "{name} at {x}: {value} for {limit}"
                    );
                }
            }
        }
    }
    each(&mut Ends);
}

/// Runs value and derivative over f32 lanes.
struct InSingle<'a, F> {
    x: &'a [f32],
    results: &'a mut [[f32; 2]],
    formula: std::marker::PhantomData<F>,
}

impl<F: Formula> Job for InSingle<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (x, results) in self.x.chunks(I::F32::COUNT).zip(self.results.chunks_mut(I::F32::COUNT))
        {
            let mut lanes = [0.0; MAX_COUNT];
            lanes[..x.len()].copy_from_slice(x);
            for (index, y) in F::both(Single(I::F32::load(&lanes))).into_iter().enumerate() {
                y.0.store(&mut lanes);
                for (result, y) in results.iter_mut().zip(lanes) {
                    result[index] = y;
                }
            }
        }
    }
}

#[test]
fn f32_lanes_round_once_where_they_serve() {
    struct Once(Vec<String>);
    impl Check for Once {
        fn check<F: Formula>(&mut self, name: &str, texts: [&str; 2]) {
            if F::DIGITS[..2] != [Digits::Single; 2] {
                return;
            }
            self.0.push(name.to_owned());
            let expressions = texts.map(|text| parse(name, text));
            let x = inputs(100_003);
            for level in Level::available() {
                let mut results = vec![[0.0; 2]; x.len()];
                let formula = std::marker::PhantomData::<F>;
                level.run(InSingle { x: &x, results: &mut results, formula });
                for (x, results) in x.iter().zip(results) {
                    for (ours, expression) in results.into_iter().zip(&expressions) {
                        let exact = expression.evaluate(|_| DoubleDouble::from(f64::from(*x)));
                        let error = ulps(ours, exact);
                        // See `Single::scaled` for the smallest results.
                        let bound = if exact.hi().abs() < 2_f64.powi(-118) {
                            1.0
                        } else {
                            0.5 + 2_f64.powi(-20)
                        };
                        assert!(
                            error <= bound,
                            "{name} on {} at {x:e}: {ours:e} is {error} ULP off",
                            level.name()
                        );
                    }
                }
            }
        }
    }
    let mut once = Once(Vec::new());
    each(&mut once);
    for name in ["Step", "Identity", "Relu", "LeakyRelu", "HardTanh", "Relu6", "SoftShrink", "Abs"]
    {
        assert!(once.0.iter().any(|known| known == name), "{name} is not served by f32 lanes");
    }
    for name in ["Gelu", "Sigmoid", "Softsign"] {
        assert!(once.0.iter().all(|known| known != name), "{name} is served by f32 lanes");
    }
}

#[test]
fn pairs_of_f32_lanes_are_within_a_unit_of_the_last_place() {
    struct Close(Vec<String>);
    impl Check for Close {
        fn check<F: Formula>(&mut self, name: &str, texts: [&str; 2]) {
            if !F::DIGITS.contains(&Digits::Pair) {
                return;
            }
            self.0.push(name.to_owned());
            let expressions = texts.map(|text| parse(name, text));
            let x = inputs(40_009);
            let kernel = Compiled::<F>::new();
            let (mut y, mut dydx) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            kernel.value(&x, &mut y);
            kernel.derivative(&x, &mut dydx);
            let (mut both_y, mut both_dydx) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            kernel.value_and_derivative(&x, &mut both_y, &mut both_dydx);
            assert_eq!(bits(&y), bits(&both_y), "{name} beside its derivative");
            assert_eq!(bits(&dydx), bits(&both_dydx), "the derivative of {name} beside its value");
            for (results, expression) in [y, dydx].iter().zip(&expressions) {
                for (&x, &result) in x.iter().zip(results) {
                    let exact = expression.evaluate(|_| DoubleDouble::from(f64::from(x)));
                    if (exact.hi() as f32).is_infinite() {
                        assert_eq!(result, exact.hi() as f32, "{name} at {x:e}");
                        continue;
                    }
                    let error = ulps(result, exact);
                    assert!(error <= 1.0, "{name} at {x:e}: {result:e} is {error} ULP off");
                    if x == 0.0 && exact.hi() == 0.0 {
                        let signs = [result.is_sign_negative(), exact.hi().is_sign_negative()];
                        assert_eq!(signs[0], signs[1], "{name} at {x:?}");
                    }
                }
            }
        }
    }
    let mut close = Close(Vec::new());
    each(&mut close);
    for name in ["Exponential", "Sigmoid", "Tanh", "Celu", "Silu", "Softsign", "Softplus"] {
        assert!(close.0.iter().any(|known| known == name), "{name} is not served by pairs");
    }
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The distance in units of the last place of an f32 of the exact result's size.
fn ulps(ours: f32, exact: DoubleDouble) -> f64 {
    let unit = {
        let size = (exact.hi() as f32).abs().clamp(f32::MIN_POSITIVE, f32::MAX);
        f64::from(f32::from_bits(size.to_bits() & 0x7f80_0000)) * 2_f64.powi(-23)
    };
    if f64::from(ours) == exact.hi() {
        return exact.lo().abs() / unit;
    }
    // Past the largest f32 infinity stands for 2^128, and for what is larger.
    let past =
        exact.hi().abs() > 2_f64.powi(128) && exact.hi().signum() == f64::from(ours).signum();
    if ours.is_infinite() && past {
        return 0.0;
    }
    let ours = if ours.is_infinite() { 2_f64.powi(128).copysign(ours.into()) } else { ours.into() };
    DoubleDouble::sub(&exact, &DoubleDouble::from(ours)).hi().abs() / unit
}
