//! What every kernel promises whatever its function: the same bits at every length, place and number of
//! threads, on every pass; NaN stays NaN; and, but for the last rounding of functions, on every
//! instruction set.

use half::{bf16, f16};
use nonlin_catalogue::{Activation, Parameters};
use nonlin_kernels::{Element, Kernel, Level};

const NAMES: [&str; 8] =
    ["relu", "leaky_relu", "silu", "gelu", "mish", "elu", "hard_swish", "sin(x)*exp(-x^2)"];

fn kernel(name: &str) -> Kernel {
    Kernel::new(&Activation::resolve(name, &Parameters::new()).unwrap())
}

/// Values over the whole range, the special ones among them.
fn inputs<T: Element>(count: usize) -> Vec<T> {
    let special =
        [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e-40, -1e-40, 3e38, -3e38];
    (0..count)
        .map(|i| match i % 5 {
            0 => special[i / 5 % special.len()],
            k => ((i * 7919 % 1000) as f64 / 50.0 - 10.0) * 10_f64.powi(2 - k as i32),
        })
        .map(T::from_f64)
        .collect()
}

/// Equal as numbers, with the sign of 0; NaN equals NaN.
fn same<T: Element>(a: &[T], b: &[T]) -> bool {
    let bits = |v: &T| if v.to_f64().is_nan() { u64::MAX } else { v.to_f64().to_bits() };
    a.iter().map(bits).eq(b.iter().map(bits))
}

fn every_length_and_place<T: Element>() {
    for name in NAMES {
        for level in Level::available() {
            let kernel = kernel(name).at(level);
            let x: Vec<T> = inputs(1100);
            let zeros = || vec![T::ZERO; x.len()];
            let (mut y, mut dydx) = (zeros(), zeros());
            kernel.value_and_derivative(&x, &mut y, &mut dydx);
            for (from, length) in
                [(0, 0), (0, 1), (3, 1), (1, 2), (5, 15), (2, 16), (7, 17), (64, 300), (1, 1099)]
            {
                let part = from..from + length;
                let context = format!("{name} on {}, {part:?}", level.name());
                let mut alone = vec![T::ZERO; length];
                kernel.value(&x[part.clone()], &mut alone);
                assert!(same(&alone, &y[part.clone()]), "value of {context}");
                kernel.derivative(&x[part.clone()], &mut alone);
                assert!(same(&alone, &dydx[part.clone()]), "derivative of {context}");
                alone.copy_from_slice(&x[part.clone()]);
                kernel.value_in_place(&mut alone);
                assert!(same(&alone, &y[part]), "in place, {context}");
            }
        }
    }
}

#[test]
fn an_element_depends_on_its_value_alone() {
    every_length_and_place::<f32>();
    every_length_and_place::<f64>();
    every_length_and_place::<f16>();
    every_length_and_place::<bf16>();
}

#[test]
fn threads_change_nothing() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    for name in NAMES {
        let kernel = kernel(name);
        let x: Vec<f32> = inputs(300_007);
        let dy: Vec<f32> = inputs(300_007).into_iter().rev().collect();
        let zeros = || vec![0.0; x.len()];
        let ([mut y, mut dydx, mut dx], [mut a, mut b, mut c]) =
            ([zeros(), zeros(), zeros()], [zeros(), zeros(), zeros()]);
        kernel.value_and_derivative(&x, &mut y, &mut dydx);
        kernel.backward(&x, &dy, &mut dx);
        pool.install(|| {
            kernel.par_value_and_derivative(&x, &mut a, &mut b);
            kernel.par_backward(&x, &dy, &mut c);
        });
        assert!(same(&y, &a) && same(&dydx, &b) && same(&dx, &c), "{name}");
        pool.install(|| {
            kernel.par_value(&x, &mut a);
            kernel.par_derivative(&x, &mut b);
            c.copy_from_slice(&dy);
            kernel.par_backward_in_place(&x, &mut c);
        });
        assert!(same(&y, &a) && same(&dydx, &b) && same(&dx, &c), "{name}");
        a.copy_from_slice(&x);
        pool.install(|| kernel.par_value_in_place(&mut a));
        assert!(same(&y, &a), "{name}");
    }
}

/// The gradient is rounded once, after the product.
#[test]
fn backward_multiplies_before_it_rounds() {
    for name in NAMES {
        let kernel = kernel(name);
        let x: Vec<f32> = inputs::<f32>(2000).into_iter().filter(|x| x.is_finite()).collect();
        let wide: Vec<f64> = x.iter().copied().map(f64::from).collect();
        let dy: Vec<f32> = (0..x.len()).map(|i| (i % 13) as f32 * 0.37 - 2.0).collect();
        let (mut dx, mut dydx) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        kernel.backward(&x, &dy, &mut dx);
        kernel.derivative(&wide, &mut dydx);
        for i in 0..x.len() {
            let exact = f64::from(dy[i]) * dydx[i];
            let ulp = f64::from(f32::from_bits((exact.abs() as f32).to_bits() + 1))
                - f64::from(exact.abs() as f32);
            // In pairs of f32 lanes a subnormal product is rounded a second time.
            let bound = if name == "elu" { 0.76 } else { 0.51 };
            assert!(
                (f64::from(dx[i]) - exact).abs() <= bound * ulp || exact.abs() > 3e38,
                "{name} at {}: {} is not {exact}",
                x[i],
                dx[i]
            );
        }
    }
}

#[test]
fn not_a_number_stays_and_the_ends_are_limits() {
    let ends = [f32::NAN, f32::NEG_INFINITY, f32::INFINITY];
    let mut y = [0.0; 3];
    for (name, below, above) in [
        ("silu", 0.0, f32::INFINITY),
        ("tanh", -1.0, 1.0),
        ("softsign", -1.0, 1.0),
        ("mish", 0.0, f32::INFINITY),
    ] {
        for level in Level::available() {
            kernel(name).at(level).value(&ends, &mut y);
            assert!(y[0].is_nan(), "{name}");
            assert_eq!(y[1..], [below, above], "{name} on {}", level.name());
        }
    }
}

#[test]
#[should_panic(expected = "differ in length")]
fn slices_of_different_lengths_are_refused() {
    kernel("relu").value(&[1.0_f32; 3], &mut [0.0; 2]);
}

#[test]
fn strides_change_nothing() {
    let kernel = kernel("gelu");
    let x: Vec<f32> = inputs(3000);
    let (mut y, mut dydx) = (vec![0.0; 3000], vec![0.0; 3000]);
    kernel.value_and_derivative(&x, &mut y, &mut dydx);
    let mut third = vec![0.0; 1000];
    kernel.value_strided(x.iter().skip(1).step_by(3), &mut third);
    let expected: Vec<f32> = y.iter().skip(1).step_by(3).copied().collect();
    assert!(same(&third, &expected));
    let mut all = x.clone();
    kernel.value_strided_in_place(all.iter_mut().rev());
    assert!(same(&all, &y));
    let dy: Vec<f32> = inputs(1000);
    let (mut dx, mut expected) = (vec![7.0; 3000], vec![7.0; 3000]);
    kernel.backward(&x[2000..], &dy, &mut expected[2000..]);
    kernel.backward_strided(&x[2000..], dy.iter().chain(&[1.0]), &mut dx[2000..]);
    assert!(same(&dx, &expected));
}
