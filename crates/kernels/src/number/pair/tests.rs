//! Pairs at every level that multiplies and adds in one rounding, against libm in f64, which shares no code
//! with them.

use nonlin_expr::Algebra;

use super::{MOST, Pair, REACH};
use crate::simd::{Floats, Isa, Job, Lanes, Level, Twice};

/// A function of pairs, and of f64.
trait Function {
    fn of<A: Algebra>(a: &A, b: &A) -> A;
}

macro_rules! functions {
    ($($name:ident($a:ident, $b:ident) = $body:expr;)*) => { $(
        struct $name;
        impl Function for $name {
            #[inline(always)]
            fn of<A: Algebra>($a: &A, $b: &A) -> A {
                $body
            }
        }
    )* };
}

functions! {
    Exp(a, _b) = A::exp(a);
    Expm1(a, _b) = A::expm1(a);
    Sigmoid(a, _b) = A::sigmoid(a);
    Tanh(a, _b) = A::tanh(a);
    Sum(a, b) = A::add(a, b);
    Product(a, b) = A::mul(a, b);
    Quotient(a, b) = A::div(a, b);
    // Arguments that are pairs, one of which has a scale.
    Composed(a, b) = A::mul(&A::mul(a, b), &A::exp(&A::mul(a, b)));
}

/// Each result rounded, and before that, as hi + lo: from single vectors, from two side by side, and from numbers
/// for arguments near to 0.
struct Run<'a, F> {
    a: &'a [f32],
    b: &'a [f32],
    function: std::marker::PhantomData<F>,
}

impl<F: Function> Job for Run<'_, F> {
    type Output = Option<[Vec<(f32, f64)>; 3]>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        let single = vectors::<F, I::F32, false>;
        let twice = vectors::<F, Twice<I::F32>, false>;
        let near = vectors::<F, I::F32, true>;
        I::F32::FUSED.then(|| [single, twice, near].map(|vectors| vectors(self.a, self.b)))
    }
}

#[inline(always)]
fn vectors<F: Function, V: Floats, const NEAR: bool>(a: &[f32], b: &[f32]) -> Vec<(f32, f64)> {
    let load = |from: &[f32]| {
        let mut lanes = [1.0; MOST];
        lanes[..from.len()].copy_from_slice(from);
        Pair::<V, NEAR>::plain(V::load(&lanes))
    };
    let mut results = Vec::with_capacity(a.len());
    for (a, b) in a.chunks(V::COUNT).zip(b.chunks(V::COUNT)) {
        let result = F::of(&load(a), &load(b));
        let settled = result.settled();
        let lanes = |vector: V| {
            let mut lanes = [0.0; MOST];
            vector.store(&mut lanes);
            lanes
        };
        let [rounded, hi, lo] =
            [result.rounded(), settled.hi, Pair::<V, NEAR>::or_zero(settled.lo)].map(lanes);
        results.extend((0..a.len()).map(|i| (rounded[i], f64::from(hi[i]) + f64::from(lo[i]))));
    }
    results
}

/// Checks rounded results to `ulps`, and the pairs to 2^`bits` of them where they are far from the ends of
/// the range.
fn check<F: Function>(name: &str, [a, b]: [&[f32]; 2], ulps: f64, bits: i32) {
    let mut levels = 0;
    for level in Level::available() {
        let function = std::marker::PhantomData::<F>;
        let Some([single, twice, near]) = level.run(Run { a, b, function }) else { continue };
        levels += 1;
        let exact = a.iter().zip(b).map(|(&a, &b)| F::of(&f64::from(a), &f64::from(b)));
        for (i, (exact, result)) in exact.zip(single).enumerate() {
            let place = format!("{name}({:e}, {:e}) on {}", a[i], b[i], level.name());
            assert_eq!(result.0.to_bits(), twice[i].0.to_bits(), "{place}, side by side");
            compare(exact, result, ulps, bits, &place);
            if [a[i], b[i]].iter().all(|x| f64::from(x.abs()) <= REACH) {
                compare(exact, near[i], ulps, bits, &format!("{place}, near"));
            }
        }
    }
    assert!(levels > 0 || cfg!(not(any(target_arch = "x86_64", target_arch = "aarch64"))));
}

/// Compares a rounded result and its pair with the exact one.
fn compare(exact: f64, (rounded, pair): (f32, f64), ulps: f64, bits: i32, place: &str) {
    if exact == 0.0 || exact.abs() > f64::from(f32::MAX) {
        return assert_eq!(f64::from(rounded).is_sign_negative(), exact.is_sign_negative());
    }
    let size = exact.abs().max(f32::MIN_POSITIVE.into());
    let unit = f64::from_bits(size.to_bits() & 0x7ff0_0000_0000_0000) * 2_f64.powi(-23);
    let error = (f64::from(rounded) - exact).abs() / unit;
    assert!(error <= ulps, "{place}: {rounded:e} is {error} ULP off {exact:e}");
    if (1e-20..1e20).contains(&exact.abs()) {
        let error = ((pair - exact) / exact).abs();
        assert!(error <= 2_f64.powi(bits), "{place}: the pair is 2^{} off", error.log2());
    }
}

/// Every `stride`-th f32 from `low` to `high`, on both sides of 0.
fn floats(stride: usize, low: f32, high: f32) -> Vec<f32> {
    let positive = (low.to_bits()..=high.to_bits()).step_by(stride).map(f32::from_bits);
    positive.flat_map(|x| [x, -x]).collect()
}

#[test]
fn functions_of_one_number_over_the_whole_line() {
    let x = floats(20_011, 0.0, f32::MAX);
    check::<Exp>("exp", [&x, &x], 0.76, -26);
    check::<Sigmoid>("sigmoid", [&x, &x], 0.76, -26);
    check::<Tanh>("tanh", [&x, &x], 0.9, -25);
    let x: Vec<f32> = x.into_iter().filter(|&x| x <= 0.0).collect();
    check::<Expm1>("expm1", [&x, &x], 0.95, -23);
}

#[test]
fn arithmetic_keeps_its_digits() {
    let a = floats(1_000_003, 1e-10, 1e10);
    let b: Vec<f32> = a.iter().rev().map(|b| b * 0.7).collect();
    check::<Sum>("sum", [&a, &b], 0.5, -46);
    check::<Product>("product", [&a, &b], 0.5, -46);
    check::<Quotient>("quotient", [&a, &b], 0.54, -27);
    let a = floats(1_003, 1e-3, 4.0);
    let b: Vec<f32> = a.iter().rev().map(|b| b * 3.0).collect();
    check::<Composed>("composed", [&a, &b], 0.66, -26);
}
