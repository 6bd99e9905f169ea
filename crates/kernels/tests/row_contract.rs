//! What rows promise whatever their function: the same bits whatever the neighbours, the number of rows
//! and of threads, in place or not; on every instruction set and at every length the textbook's value.

use half::{bf16, f16};
use nonlin_catalogue::{Mode, Parameters, RowActivation};
use nonlin_expr::RowExpr;
use nonlin_kernels::{Draws, Element, Level, RowKernel};

/// Names and formulas: with kept parts, without, with a place, with cancelling sums, with an equation.
const FUNCTIONS: [&str; 9] = [
    "softmax",
    "log_softmax",
    "swiglu",
    "geglu",
    "reglu",
    "sparsemax",
    "(x - mean(x))/sqrt(mean((x - mean(x))^2) + 1e-5)",
    "if(position == argmax(x), maximum(x), x/sum(abs(x)))",
    "if(x >= largest(x, length/2), x, 0)",
];

fn activation(name: &str) -> RowActivation {
    RowActivation::resolve(name, &Parameters::new(), Mode::Evaluation).unwrap()
}

/// The value and both products with the Jacobian.
fn kernels(name: &str) -> [RowKernel; 3] {
    let activation = activation(name);
    [activation.value(), activation.jvp(), activation.vjp()]
        .map(|formula| RowKernel::new(&formula.unwrap(), activation.noise()).unwrap())
}

fn wave<T: Element>(count: usize, shift: f64) -> Vec<T> {
    (0..count).map(|k| T::from_f64((k as f64 * 1.618 + shift).sin() * 7.0)).collect()
}

fn bits<T: Element>(values: &[T]) -> Vec<u64> {
    values.iter().map(|value| value.to_f64().to_bits()).collect()
}

/// The results of `rows` rows of `row` numbers, beside those of each row alone, of all in place and of
/// all on several threads.
fn neighbours_do_not_matter<T: Element>(kernel: &RowKernel, slices: &[&[T]], rows: usize) {
    let part = |slice: &&'_ [T], index: usize| {
        slice.len() / rows * index..slice.len() / rows * (index + 1)
    };
    let row = slices[0].len() / rows;
    let results = kernel.results(row).unwrap();
    let mut y = vec![T::ZERO; rows * results];
    kernel.run(slices, rows, None, &mut y).unwrap();
    for index in 0..rows {
        let own: Vec<&[T]> = slices.iter().map(|slice| &slice[part(slice, index)]).collect();
        let mut alone = vec![T::ZERO; results];
        kernel.run(&own, 1, None, &mut alone).unwrap();
        assert_eq!(bits(&alone), bits(&y[index * results..][..results]), "row {index} of {row}");
    }
    let mut others = vec![T::ZERO; y.len()];
    kernel.par_run(slices, rows, None, &mut others).unwrap();
    assert_eq!(bits(&others), bits(&y), "threads, rows of {row}");
    let (mut x, mut z) = (slices[0].to_vec(), slices[0].to_vec());
    let done = kernel.run_in_place(&mut x, &slices[1..], rows, None);
    assert_eq!(done.is_ok(), results == row);
    assert_eq!(kernel.par_run_in_place(&mut z, &slices[1..], rows, None), done);
    if done.is_ok() {
        assert_eq!(bits(&x), bits(&y), "in place, rows of {row}");
        assert_eq!(bits(&z), bits(&y), "in place on threads, rows of {row}");
    }
}

fn every_function_alone_and_together<T: Element>(lengths: &[(usize, usize)]) {
    for name in FUNCTIONS {
        let parts = activation(name).value().unwrap().inputs().len();
        let kernels = kernels(name);
        for &(length, rows) in lengths {
            let x: Vec<T> = wave(rows * length * parts, 0.3);
            let direction: Vec<T> = wave(x.len(), 1.7);
            let [value, jvp, vjp] = &kernels;
            neighbours_do_not_matter(value, &[&x], rows);
            neighbours_do_not_matter(jvp, &[&x, &direction], rows);
            let results = rows * value.results(length * parts).unwrap();
            neighbours_do_not_matter(vjp, &[&x, &direction[..results]], rows);
        }
    }
}

#[test]
fn a_row_is_computed_alone() {
    let lengths = [(1, 3), (7, 4), (16, 2), (100, 3), (257, 2), (600, 90)];
    every_function_alone_and_together::<f32>(&lengths);
    every_function_alone_and_together::<bf16>(&lengths[..4]);
    every_function_alone_and_together::<f16>(&lengths[1..4]);
    every_function_alone_and_together::<f64>(&lengths[1..4]);
}

/// Textbook formulas in f64, with the sums in the order of the row: softmax, log-softmax, SwiGLU.
fn textbook(name: &str, x: &[f64]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    match name {
        "softmax" => x.iter().map(|x| (x - largest).exp() / sum).collect(),
        "log_softmax" => x.iter().map(|x| x - largest - sum.ln()).collect(),
        _ => {
            let (a, b) = x.split_at(x.len() / 2);
            a.iter().zip(b).map(|(a, b)| a / (1.0 + (-a).exp()) * b).collect()
        }
    }
}

fn textbook_gradient(name: &str, x: &[f64], dy: &[f64]) -> Vec<f64> {
    let y = textbook("softmax", x);
    let dot: f64 = y.iter().zip(dy).map(|(y, dy)| y * dy).sum();
    let total: f64 = dy.iter().sum();
    match name {
        "softmax" => y.iter().zip(dy).map(|(y, dy)| y * (dy - dot)).collect(),
        _ => y.iter().zip(dy).map(|(y, dy)| dy - y * total).collect(),
    }
}

/// Binary digits of an element, and the exponent of its least positive value.
type Format = (i32, i32);

/// Within one rounding to the element, and what the textbook itself is off by.
fn near<T: Element>(found: &[T], expected: &[f64], (digits, least): Format, context: &str) {
    assert_eq!(found.len(), expected.len(), "{context}");
    for (found, expected) in found.iter().zip(expected) {
        let error = (found.to_f64() - expected).abs();
        let bound = 2_f64.powi(-digits) * expected.abs() + 2_f64.powi(least - 1) + 1e-13;
        assert!(error <= bound, "{context}: {} for {expected}", found.to_f64());
    }
}

fn every_length_on_every_level<T: Element>(
    lengths: &(impl Iterator<Item = usize> + Clone),
    format: Format,
) {
    for name in ["softmax", "log_softmax", "swiglu"] {
        let [value, _, vjp] = kernels(name);
        let parts = if name == "swiglu" { 2 } else { 1 };
        for level in Level::available() {
            let (value, vjp) = (value.clone().at(level), vjp.clone().at(level));
            for length in lengths.clone() {
                let context = format!("{name} of {length} on {}", level.name());
                let x: Vec<T> = wave(length * parts, length as f64);
                let wide: Vec<f64> = x.iter().map(|x| x.to_f64()).collect();
                let mut y = vec![T::ZERO; length];
                value.run(&[&x], 1, None, &mut y).unwrap();
                near(&y, &textbook(name, &wide), format, &context);
                if parts == 1 {
                    let dy: Vec<T> = wave(length, 0.1);
                    let wide_dy: Vec<f64> = dy.iter().map(|x| x.to_f64()).collect();
                    vjp.run(&[&x, &dy], 1, None, &mut y).unwrap();
                    near(&y, &textbook_gradient(name, &wide, &wide_dy), format, &context);
                }
            }
        }
    }
}

#[test]
fn rows_of_every_length_have_their_values() {
    every_length_on_every_level::<f32>(&(0..=100).chain([255, 256, 257, 1000, 5000]), (24, -149));
    every_length_on_every_level::<f16>(&(1..=40).chain([300]), (11, -24));
    every_length_on_every_level::<bf16>(&(1..=40).chain([300]), (8, -133));
    every_length_on_every_level::<f64>(&(1..=20).chain([300]), (44, -1074));
}

/// Longer rows keep no exponentials and compute them again: the bits are the same.
#[test]
fn what_is_kept_is_what_would_be_computed() {
    let formula = RowExpr::parse("exp(x)/sum(exp(x))").unwrap().stable().unwrap();
    let kernel = RowKernel::new(&formula, &[]).unwrap();
    let long = 40_000;
    // One number far above the others decides the maximum, and the rest vanish beside it.
    let mut x: Vec<f32> = vec![-200.0; long];
    x[..1000].copy_from_slice(&wave::<f32>(1000, 0.0));
    let (mut y, mut short) = (vec![0.0; long], vec![0.0; 1000]);
    kernel.run(&[&x], 1, None, &mut y).unwrap();
    kernel.run(&[&x[..1000]], 1, None, &mut short).unwrap();
    assert_eq!(bits(&y[..1000]), bits(&short));
    assert!(y[1000..].iter().all(|y| *y == 0.0));
}

/// Sums of the elements themselves lose nothing to cancellation.
#[test]
fn exact_terms_are_summed_exactly() {
    for level in Level::available() {
        let run = |text: &str, x: &[f32]| {
            let formula = RowExpr::parse(text).unwrap().stable().unwrap();
            let mut y = [0.0];
            RowKernel::new(&formula, &[]).unwrap().at(level).run(&[x], 1, None, &mut y).unwrap();
            y[0]
        };
        let mut x = vec![0.0_f32; 49];
        // The same lane sees 10^20, 1 and −10^20.
        (x[0], x[16], x[32], x[40]) = (1e20, 1.0, -1e20, 0.25);
        assert_eq!(run("sum(x)", &x), 1.25, "{}", level.name());
        assert_eq!(run("sum(2*x)", &x), 2.5, "{}", level.name());
        assert_eq!(run("sum(x)", &[f32::MAX, f32::MAX]), f32::INFINITY);
        assert_eq!(run("sum(x*x)", &[1e30, 1.0]), f32::INFINITY);
    }
}

/// Equal elements: the first place counts, whatever lane it is in.
#[test]
fn the_first_of_the_largest_counts() {
    let argmax = RowExpr::parse("argmax(x)").unwrap();
    let largest = RowExpr::parse("largest(x, 1)").unwrap().vjp().unwrap();
    for level in Level::available() {
        let kernel = |formula: &RowExpr| RowKernel::new(formula, &[]).unwrap().at(level);
        let (argmax, largest) = (kernel(&argmax), kernel(&largest));
        for length in 1..70 {
            for place in [0, length / 3, length - 1] {
                let mut x = vec![-3.0_f32; length];
                for later in x[place..].iter_mut().step_by(3) {
                    *later = -1.0;
                }
                let context = format!("{length} on {}", level.name());
                let mut y = [f32::NAN];
                argmax.run(&[&x], 1, None, &mut y).unwrap();
                assert_eq!(y[0], place as f32, "argmax of {context}");
                let mut gradient = vec![f32::NAN; length];
                largest.run(&[&x, &[1.0]], 1, None, &mut gradient).unwrap();
                let one = |at| if at == place { 1.0 } else { 0.0 };
                assert!(gradient.into_iter().eq((0..length).map(one)), "largest of {context}");
            }
        }
    }
}

/// A reciprocal that is no normal float is not multiplied with.
#[test]
fn tiny_and_huge_divisors_divide() {
    let formula = RowExpr::parse("x/sum(x)").unwrap();
    let kernel = RowKernel::new(&formula, &[]).unwrap();
    for scale in [1e-310_f64, 1e-300, 1.0, 1e300, 4e307] {
        let mut y = [0.0_f64; 2];
        kernel.run(&[&[scale, 3.0 * scale]], 1, None, &mut y).unwrap();
        let expected = [0.25_f64, 0.75];
        for (y, expected) in y.iter().zip(expected) {
            assert!((y - expected).abs() < 1e-13, "{y} at {scale:e}");
        }
    }
}

/// Random numbers are drawn by place, on however many threads.
#[test]
fn draws_are_the_same_on_all_threads() {
    let activation = RowActivation::resolve("rrelu", &Parameters::new(), Mode::Training).unwrap();
    let kernel = RowKernel::new(&activation.value().unwrap(), activation.noise()).unwrap();
    let x = vec![-1.0_f32; 200 * 513];
    let draws = Some(Draws { seed: 5, first: 0 });
    let (mut one, mut all) = (x.clone(), x.clone());
    kernel.run(&[&x], 513, draws, &mut one).unwrap();
    kernel.par_run(&[&x], 513, draws, &mut all).unwrap();
    assert_eq!(one, all);
    let mut within = x.clone();
    kernel.par_run_in_place(&mut within, &[], 513, draws).unwrap();
    assert_eq!(one, within);
}
