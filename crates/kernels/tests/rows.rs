//! Functions of rows against the textbooks' algorithms, written here without any of the kernels' code.

use nonlin_catalogue::{Distribution, Mode, NoiseSource, Parameters, RowActivation, all};
use nonlin_expr::{Expr, Names, NoFunctions, RowExpr, RowNames};
use nonlin_kernels::{Draws, Element, RowKernel};
use proptest::prelude::*;

const SOFTMAX: &str = "exp(x)/sum(exp(x))";
const LOG_SOFTMAX: &str = "x - log(sum(exp(x)))";
const QUIET: &str = "exp(x)/(1 + sum(exp(x)))";
const SPARSEMAX: &str = "max(x - solve(t, sum(max(x - t, 0)) - 1), 0)";
const CENTRED: &str = "(x - mean(x))/sqrt(mean((x - mean(x))^2) + 1e-5)";
const KWTA: &str = "if(x >= largest(x, length/2), x, 0)";

fn run<T: Element + Default>(formula: &RowExpr, slices: &[&[T]]) -> Vec<T> {
    let kernel = RowKernel::new(&formula.stable().unwrap(), &[]).unwrap();
    let mut y = vec![T::default(); kernel.results(slices[0].len()).unwrap()];
    kernel.run(slices, 1, None, &mut y).unwrap();
    y
}

fn value<T: Element + Default>(text: &str, x: &[T]) -> Vec<T> {
    run(&RowExpr::parse(text).unwrap(), &[x])
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

#[test]
fn hard_rows_have_their_values() {
    let (e, inf, nan) = (std::f64::consts::E, f64::INFINITY, f64::NAN);
    for (text, x, expected) in [
        (SOFTMAX, vec![1e4, 1e4, -1e4], vec![0.5, 0.5, 0.0]),
        (SOFTMAX, vec![7.0], vec![1.0]),
        (SOFTMAX, vec![], vec![]),
        (SOFTMAX, vec![-inf, 3.0, -inf], vec![0.0, 1.0, 0.0]),
        (SOFTMAX, vec![inf, 3.0, -4.0], vec![1.0, 0.0, 0.0]),
        (SOFTMAX, vec![inf, inf, 0.0], vec![nan, nan, 0.0]),
        (SOFTMAX, vec![-inf, -inf], vec![nan, nan]),
        (SOFTMAX, vec![0.0, nan], vec![nan, nan]),
        (SOFTMAX, vec![-1e308, 1e308], vec![0.0, 1.0]),
        (LOG_SOFTMAX, vec![1e4, 0.0], vec![0.0, -1e4]),
        // log(1 + e⁻⁴⁰) is e⁻⁴⁰ to 17 digits: the sum alone would round to 1.
        (LOG_SOFTMAX, vec![0.0, -40.0], vec![-4.248_354_255_291_589e-18, -40.0]),
        (LOG_SOFTMAX, vec![5.0], vec![0.0]),
        (LOG_SOFTMAX, vec![inf, 0.0], vec![0.0, -inf]),
        (QUIET, vec![-1e4, -inf], vec![0.0, 0.0]),
        (QUIET, vec![-inf, -inf], vec![0.0, 0.0]),
        (QUIET, vec![1.0], vec![e / (1.0 + e)]),
        ("log(1 + sum(exp(x)))", vec![-50.0], vec![1.928_749_847_963_917_8e-22]),
        ("log(1 + sum(exp(x)))", vec![1e4, -1e4], vec![1e4]),
        (SPARSEMAX, vec![1e4, 1e4 - 0.5, 0.0], vec![0.75, 0.25, 0.0]),
        (SPARSEMAX, vec![3.0], vec![1.0]),
        ("if(position == argmax(x), 1, 0)", vec![1.0, 2.0, 2.0], vec![0.0, 1.0, 0.0]),
        (KWTA, vec![1.0, 4.0, 3.0, 3.0], vec![0.0, 4.0, 3.0, 3.0]),
        ("maximum(x)", vec![1.0, 4.0, 3.0], vec![4.0]),
        ("maximum(x)", vec![], vec![-inf]),
        ("largest(x, 3)", vec![1.0, 4.0], vec![-inf]),
        ("largest(x, 0)", vec![1.0, 4.0], vec![inf]),
        ("x/sum(x)", vec![1.0, 3.0], vec![0.25, 0.75]),
        ("sum(1)", vec![1.0, 3.0], vec![2.0]),
        ("minimum(x) + argmin(x)", vec![5.0, 3.0], vec![4.0]),
    ] {
        let y = value(text, &x);
        assert_eq!(y.len(), expected.len(), "{text} of {x:?}");
        for (y, expected) in y.iter().zip(&expected) {
            let same = if expected.is_nan() {
                y.is_nan()
            } else {
                y == expected || (y - expected).abs() <= 3e-16 * expected.abs()
            };
            assert!(same, "{text} of {x:?}: {y:e}, not {expected:e}");
        }
    }
}

/// Martins & Astudillo's algorithm 1: sort, find the support, subtract.
fn sparsemax_by_sorting(x: &[f64]) -> Vec<f64> {
    let mut sorted = x.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut tau) = (0.0, 0.0);
    for (k, z) in (1_u32..).zip(&sorted) {
        sum += z;
        if 1.0 + f64::from(k) * z > sum {
            tau = (sum - 1.0) / f64::from(k);
        }
    }
    x.iter().map(|x| (x - tau).max(0.0)).collect()
}

fn rows() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>)> {
    (1_usize..40).prop_flat_map(|n| {
        let numbers = || proptest::collection::vec(-8.0..8.0_f64, n);
        (numbers(), numbers(), numbers())
    })
}

proptest! {
    #[test]
    fn softmax_is_a_distribution_that_no_shift_moves((x, shift, _) in rows()) {
        let y = value(SOFTMAX, &x);
        prop_assert!(close(y.iter().sum(), 1.0, 1e-15));
        let shift = (shift[0] * 1024.0).round();
        let moved: Vec<f64> = x.iter().map(|x| x + shift).collect();
        let back: Vec<f64> = moved.iter().map(|x| x - shift).collect();
        for (a, b) in value(SOFTMAX, &moved).iter().zip(value(SOFTMAX, &back)) {
            prop_assert!(close(*a, b, 1e-15));
        }
        let total: f64 = x.iter().map(|x| x.exp()).sum();
        for ((y, log), x) in y.iter().zip(value(LOG_SOFTMAX, &x)).zip(&x) {
            prop_assert!(close(*y, x.exp() / total, 1e-14));
            prop_assert!(close(log.exp(), *y, 1e-14));
        }
    }

    #[test]
    fn sparsemax_is_the_sorting_algorithm((x, ..) in rows()) {
        for (y, expected) in value(SPARSEMAX, &x).iter().zip(sparsemax_by_sorting(&x)) {
            prop_assert!(close(*y, expected, 1e-14), "{y} {expected}");
        }
    }

    #[test]
    fn a_permutation_permutes((x, order, _) in rows()) {
        let mut places: Vec<usize> = (0..x.len()).collect();
        places.sort_by(|a, b| order[*a].total_cmp(&order[*b]));
        let permuted: Vec<f64> = places.iter().map(|&place| x[place]).collect();
        for text in [SOFTMAX, LOG_SOFTMAX, QUIET, SPARSEMAX, CENTRED, KWTA] {
            let (y, z) = (value(text, &x), value(text, &permuted));
            for (z, &place) in z.iter().zip(&places) {
                prop_assert!(close(*z, y[place], 1e-14), "{text}");
            }
        }
    }

    #[test]
    fn forward_is_the_difference_quotient_and_reverse_its_transpose((x, v, w) in rows()) {
        for text in [
            SOFTMAX, LOG_SOFTMAX, QUIET, CENTRED, SPARSEMAX, KWTA,
            "x*exp(x)/sum(exp(x))",
            "maximum(x)*x - largest(x, min(2, length))*minimum(x)",
            "x/sqrt(1 + sum(x^2))",
            "exp(x - solve(t, sum(exp(x - t)) - 2))",
            "log(sum(exp(x - solve(t, sum(sigmoid(x - t)) - length/2))))*x",
            "x - solve(u, u + sum(tanh(u - x))*solve(t, t - sum(x)))",
        ] {
            let formula = RowExpr::parse(text).unwrap();
            let forward = run(&formula.jvp().unwrap(), &[&x, &v]);
            let reverse = run(&formula.vjp().unwrap(), &[&x, &w]);
            let step = 1e-6;
            let at = |t: f64| {
                value(text, &x.iter().zip(&v).map(|(x, v)| x + t * v).collect::<Vec<_>>())
            };
            let (right, left, here) = (at(step), at(-step), at(0.0));
            for (index, jv) in forward.iter().enumerate() {
                let (up, down) = (right[index] - here[index], here[index] - left[index]);
                // A kink or a change of order between the points says nothing about the slope.
                if (up - down).abs() < 1e-8 * (1.0 + up.abs() / step) {
                    let quotient = (right[index] - left[index]) / (2.0 * step);
                    prop_assert!(close(*jv, quotient, 1e-5), "{text}: {jv} {quotient} at {x:?}");
                }
            }
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let (a, b) = (dot(&w[..forward.len()], &forward), dot(&reverse, &v));
            let size: f64 = w.iter().zip(&forward).map(|(w, y)| (w * y).abs()).sum::<f64>()
                + reverse.iter().zip(&v).map(|(g, v)| (g * v).abs()).sum::<f64>();
            prop_assert!((a - b).abs() <= 1e-11 * (1.0 + size), "{text}: {a} {b}");
        }
    }

    #[test]
    fn a_row_does_not_depend_on_its_neighbours((x, y, _) in rows()) {
        let formula = RowExpr::parse(SOFTMAX).unwrap().stable().unwrap();
        let both = [x.clone(), y.clone()].concat();
        let mut together = vec![0.0; both.len()];
        RowKernel::new(&formula, &[]).unwrap().run(&[&both], 2, None, &mut together).unwrap();
        prop_assert_eq!(together, [value(SOFTMAX, &x), value(SOFTMAX, &y)].concat());
    }
}

fn parts(inputs: &[&str], noise: &[&str], formulas: &[&str]) -> RowExpr {
    let names =
        RowNames { inputs, noise, parameters: &[], definitions: &[], functions: &NoFunctions };
    RowExpr::parse_with(formulas, names).unwrap()
}

#[test]
fn parts_go_in_and_come_out_in_order() {
    let glu = parts(&["a", "b"], &[], &["a*sigmoid(b)"]);
    assert_eq!(run(&glu, &[&[2.0, 4.0, 0.0, 1000.0]]), [1.0, 4.0]);
    let direction = [1.0, 0.0, 1.0, 0.0];
    assert_eq!(run(&glu.jvp().unwrap(), &[&[2.0, 4.0, 0.0, 0.0], &direction]), [1.0, 0.0]);
    assert_eq!(run(&glu.vjp().unwrap(), &[&[2.0, 0.0], &[3.0]]), [1.5, 1.5]);
    let pair = parts(&["a", "b"], &[], &["max(a, b)", "min(a, b)"]);
    assert_eq!(run(&pair, &[&[1.0_f32, 5.0, 2.0, 4.0]]), [2.0, 5.0, 1.0, 4.0]);
    let gradient = run(&pair.vjp().unwrap(), &[&[1.0, 5.0, 2.0, 4.0], &[10.0, 20.0, 30.0, 40.0]]);
    assert_eq!(gradient, [30.0, 20.0, 10.0, 40.0]);
    // ∞·0: the limit where one part is infinite; two have no common limit.
    let swiglu = parts(&["a", "b"], &[], &["a*sigmoid(a)*b"]);
    assert_eq!(run(&swiglu, &[&[-f64::INFINITY, 2.0]]), [0.0]);
    assert!(run(&glu, &[&[f64::INFINITY, -f64::INFINITY]])[0].is_nan());
    let dot = parts(&["a", "b"], &[], &["sum(a*b)"]);
    assert_eq!(run(&dot.vjp().unwrap(), &[&[1.0, 2.0, 3.0, 4.0], &[2.0]]), [6.0, 8.0, 2.0, 4.0]);
}

/// A derivative keeps its shape where it is the same for all elements.
#[test]
fn constant_derivatives_fill_the_row() {
    let vjp = |text: &str, dy: &[f64]| {
        run(&RowExpr::parse(text).unwrap().vjp().unwrap(), &[&[1.0, 2.0, 3.0], dy])
    };
    assert_eq!(vjp("sum(x)", &[2.0]), [2.0, 2.0, 2.0]);
    assert_eq!(vjp("maximum(x)", &[2.0]), [0.0, 0.0, 2.0]);
    assert_eq!(vjp("if(position == argmax(x), 1, 0)", &[1.0, 1.0, 1.0]), [0.0, 0.0, 0.0]);
    let jvp = RowExpr::parse("sign(x)").unwrap().jvp().unwrap();
    assert_eq!(run(&jvp, &[&[1.0, 2.0], &[5.0, 5.0]]), [0.0, 0.0]);
}

#[test]
fn shapes_that_do_not_fit_are_told() {
    let kernel = RowKernel::new(&parts(&["a", "b"], &[], &["a*b"]), &[]).unwrap();
    let mut y = [0.0; 2];
    let two = [1.0, 2.0];
    for (slices, rows, expected) in [
        (vec![&[1.0, 2.0, 3.0][..]], 1, "does not split into 2 equal parts"),
        (vec![&[1.0, 2.0, 3.0, 4.0]], 3, "4 numbers do not make 3 rows"),
        (vec![&two], 0, "2 numbers do not make 0 rows"),
        (vec![&two], 1, "the result has 2 numbers, where 1 fit"),
        (vec![&two, &two], 1, "takes 1 slices, not 2"),
    ] {
        let error = kernel.run(&slices, rows, None, &mut y).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn noise_depends_on_seed_and_place_alone() {
    let formula = parts(&["x"], &["s", "k"], &["k*x"]);
    let names = Names { symbols: &["s"], functions: &NoFunctions };
    let uniform = |arguments: [&str; 2]| NoiseSource {
        name: "k".into(),
        distribution: Distribution::Uniform,
        arguments: arguments.map(|text| Expr::parse_with(text, names).unwrap()).to_vec(),
    };
    let noise = [uniform(["1/8", "1/3"]), uniform(["s", "s"])];
    let kernel = RowKernel::new(&formula, &noise).unwrap();
    let x = vec![1.0_f64; 1000];
    let run = |x: &[f64], seed, first| {
        let mut y = vec![0.0; x.len()];
        kernel.run(&[x], 1, Some(Draws { seed, first }), &mut y).unwrap();
        y
    };
    let whole = run(&x, 7, 0);
    assert_eq!(whole, [run(&x[..300], 7, 0), run(&x[300..], 7, 300)].concat());
    assert_ne!(whole, run(&x, 8, 0));
    assert!(whole.iter().all(|y| (0.125..1.0 / 3.0).contains(y)));
    let slope = RowKernel::new(&formula.vjp().unwrap(), &noise).unwrap();
    let mut gradient = vec![0.0; 1000];
    slope.run(&[&x, &x], 1, Some(Draws { seed: 7, first: 0 }), &mut gradient).unwrap();
    assert_eq!(gradient, whole);
}

/// Every definition, scalar ones too, in both modes: forward is the difference quotient under the same
/// draws, reverse its transpose.
#[test]
fn every_definition_has_its_derivatives_in_both_modes() {
    let x: Vec<f64> = (0..12).map(|k| (f64::from(k) * 1.7 + 0.4).sin() * 1.9).collect();
    let v: Vec<f64> = (0..12).map(|k| (f64::from(k) * 0.9).cos()).collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut wrong = Vec::new();
    for definition in all() {
        let name = definition.name;
        for mode in [Mode::Evaluation, Mode::Training] {
            let activation =
                RowActivation::resolve(definition.name, &Parameters::new(), mode).unwrap();
            let kernel = |formula| RowKernel::new(&formula, activation.noise()).unwrap();
            let value = kernel(activation.value().unwrap());
            let rows = activation.group().map_or(1, |group| x.len() / group);
            let draws = Some(Draws { seed: 3, first: 0 });
            let results = rows * value.results(x.len() / rows).unwrap();
            let at = |t: f64| {
                let moved: Vec<f64> = x.iter().zip(&v).map(|(x, v)| x + t * v).collect();
                let mut y = vec![0.0; results];
                value.run(&[&moved], rows, draws, &mut y).unwrap();
                y
            };
            let mut forward = vec![0.0; results];
            let jvp = kernel(activation.jvp().unwrap());
            jvp.run(&[&x, &v], rows, draws, &mut forward).unwrap();
            let (right, left) = (at(1e-6), at(-1e-6));
            // As a logarithm left of 0, where the formula of its slope has a value.
            let undefined = right.iter().any(|y| y.is_nan());
            for (index, found) in forward.iter().enumerate() {
                let quotient = (right[index] - left[index]) / 2e-6;
                if !close(*found, quotient, 1e-6) && !quotient.is_nan() {
                    wrong.push(format!("{name} {mode:?}: {found}, not {quotient}"));
                }
            }
            let w: Vec<f64> = (0..results).map(|k| (k as f64 * 1.3 + 1.0).sin()).collect();
            let mut reverse = vec![0.0; x.len()];
            let vjp = kernel(activation.vjp().unwrap());
            vjp.run(&[&x, &w], rows, draws, &mut reverse).unwrap();
            let (a, b) = (dot(&w, &forward), dot(&reverse, &v));
            if !close(a, b, 1e-12) && !undefined {
                wrong.push(format!("{name} {mode:?}: {a} {b}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Draws have the mean that evaluation puts in their place, where the function is linear in them.
#[test]
fn training_is_evaluation_on_average() {
    let n = 20_000_u32;
    for (name, x) in
        [("rrelu", -1.0), ("erelu", 2.0), ("eelu", 1.5), ("probact", 0.7), ("s_rrelu", -3.0)]
    {
        let mean = |mode| {
            let activation = RowActivation::resolve(name, &Parameters::new(), mode).unwrap();
            let kernel = RowKernel::new(&activation.value().unwrap(), activation.noise()).unwrap();
            let (x, mut y) = (vec![x; n as usize], vec![0.0; n as usize]);
            kernel.run(&[&x], 1, Some(Draws { seed: 11, first: 0 }), &mut y).unwrap();
            y.iter().sum::<f64>() / f64::from(n)
        };
        let (training, evaluation) = (mean(Mode::Training), mean(Mode::Evaluation));
        assert!((training - evaluation).abs() < 0.02, "{name}: {training} {evaluation}");
        assert_ne!(training, evaluation);
    }
}
