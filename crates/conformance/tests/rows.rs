//! Functions of rows against MPFR on hard rows. The oracle is the textbook's formula at 2,000 bits,
//! written out here: neither the catalogue's formula nor what is derived from it.

use nonlin_catalogue::{Mode, Parameters, RowActivation};
use nonlin_conformance::ulp;
use nonlin_expr::RowExpr;
use nonlin_kernels::{Element, RowKernel};
use rug::Float;

const BITS: u32 = 2_000;

fn exact(x: f64) -> Float {
    Float::with_val(BITS, x)
}

fn softmax(x: &[f64]) -> Vec<Float> {
    // Relative to the largest: exact, and within the exponents of MPFR.
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<Float> = x.iter().map(|&x| (exact(x) - largest).exp()).collect();
    let sum = exponentials.iter().fold(exact(0.0), |sum, e| sum + e);
    exponentials.into_iter().map(|e| e / &sum).collect()
}

fn log_softmax(x: &[f64]) -> Vec<Float> {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum = x.iter().fold(exact(0.0), |sum, &x| sum + (exact(x) - largest).exp()).ln();
    x.iter().map(|&x| exact(x) - largest - &sum).collect()
}

fn quiet_softmax(x: &[f64]) -> Vec<Float> {
    let mut with_zero = x.to_vec();
    with_zero.push(0.0);
    let mut y = softmax(&with_zero);
    y.pop();
    y
}

/// By sorting; every comparison and sum is exact.
fn sparsemax(x: &[f64]) -> Vec<Float> {
    let mut sorted = x.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut tau) = (exact(0.0), exact(0.0));
    for (k, &z) in (1_u32..).zip(&sorted) {
        sum += z;
        if exact(z) * k + 1_u32 > sum {
            tau = (sum.clone() - 1_u32) / k;
        }
    }
    x.iter().map(|&x| (exact(x) - &tau).max(&exact(0.0))).collect()
}

/// Rows that go wrong elsewhere: huge, tiny, close together, far apart, many, few.
fn rows() -> Vec<Vec<f64>> {
    let wave = |n: u32, scale: f64, shift: f64| -> Vec<f64> {
        (0..n).map(|k| (f64::from(k) * 1.618).sin() * scale + shift).collect()
    };
    vec![
        vec![0.0],
        vec![1e4, 1e4, -1e4],
        vec![0.0, -40.0],
        vec![-1.0, -700.123, -745.0, 0.456],
        vec![1e-300, -1e-300, 0.0],
        vec![5e300, -5e300],
        wave(10, 1.0, 0.0),
        wave(300, 30.0, 1e4),
        wave(1_000, 350.0, -300.0),
        wave(5_000, 1e-8, 0.1),
        (0..200).map(|k| -f64::from(k) * 3.7).collect(),
    ]
}

fn kernel(formula: &RowExpr) -> RowKernel {
    RowKernel::new(formula, &[]).unwrap()
}

/// The largest error in ULP over all rows, with its place.
fn worst<T: Element + ulp::Ulp>(
    formula: &RowExpr,
    oracle: impl Fn(&[f64]) -> Vec<Float>,
) -> (f64, String) {
    let kernel = kernel(formula);
    let mut worst = (0.0, String::new());
    for row in rows() {
        let x: Vec<T> = row.iter().map(|&x| T::from_f64(x)).collect();
        let wide: Vec<f64> = x.iter().map(|x| x.to_f64()).collect();
        if wide.iter().any(|x| x.is_infinite()) {
            continue;
        }
        let mut y = x.clone();
        kernel.run(&[&x], 1, None, &mut y).unwrap();
        for ((y, exact), x) in y.iter().zip(oracle(&wide)).zip(&wide) {
            let error = ulp::error(*y, &exact);
            if error > worst.0 {
                worst = (error, format!("{error:.3} ULP at {x:e} in a row of {}", row.len()));
            }
        }
    }
    worst
}

#[test]
fn rows_keep_their_bounds() {
    type Oracle = fn(&[f64]) -> Vec<Float>;
    let functions: [(&str, Oracle, f64, f64); 4] = [
        ("softmax", softmax, 1.0, 1.0),
        ("log_softmax", log_softmax, 1.0, 1.0),
        ("quiet_softmax", quiet_softmax, 1.0, 1.0),
        ("sparsemax", sparsemax, 1.0, 1.0),
    ];
    let mut failures = Vec::new();
    for (name, oracle, f32_bound, f64_bound) in functions {
        let activation =
            RowActivation::resolve(name, &Parameters::new(), Mode::Evaluation).unwrap();
        let formula = activation.value().unwrap();
        let found = [worst::<f32>(&formula, oracle), worst::<f64>(&formula, oracle)];
        for ((error, place), bound) in found.into_iter().zip([f32_bound, f64_bound]) {
            println!("{name}: {place}");
            if error > bound {
                failures.push(format!("{name}: {place}, bound {bound}"));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// softmax's vᵀJ is y·(v − Σ y·v); log-softmax's is v − y·Σ v. Where these cancel, no float algorithm
/// keeps relative digits, so the error is measured against what is added up.
#[test]
fn gradients_of_rows_keep_their_digits() {
    for (name, logarithm) in [("softmax", false), ("log_softmax", true)] {
        let activation =
            RowActivation::resolve(name, &Parameters::new(), Mode::Evaluation).unwrap();
        let kernel = kernel(&activation.vjp().unwrap());
        let mut worst: f64 = 0.0;
        for x in rows() {
            let v: Vec<f64> = (0..x.len()).map(|k| (k as f64 * 2.7 + 0.3).cos()).collect();
            let mut gradient = x.clone();
            kernel.run(&[&x, &v], 1, None, &mut gradient).unwrap();
            let y = softmax(&x);
            let weight = |y: &Float| if logarithm { exact(1.0) } else { y.clone() };
            let sizes = y.iter().zip(&v).fold(exact(0.0), |sum, (y, v)| sum + weight(y) * v.abs());
            let dot = y.iter().zip(&v).fold(exact(0.0), |sum, (y, v)| sum + weight(y) * *v);
            for ((y, &v), found) in y.iter().zip(&v).zip(&gradient) {
                let (a, b) = if logarithm {
                    (exact(v), Float::with_val(BITS, y * &dot))
                } else {
                    (Float::with_val(BITS, y * v), Float::with_val(BITS, y * &dot))
                };
                let size = a.clone().abs() + Float::with_val(BITS, y * &sizes);
                if size > 1e-290 {
                    let error = (exact(*found) - (a - b)).abs() / size;
                    worst = worst.max(error.to_f64());
                }
            }
        }
        println!("{name}: relative error {worst:e}");
        assert!(worst < 1.2e-16, "{name}: {worst:e}");
    }
}
