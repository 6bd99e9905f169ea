//! Stacked linear layers are one linear layer: multiply their matrices. So depth buys no accuracy.
//!
//! Random stacks are computed layer by layer and by the one product of their matrices, in 32 and 64 bits. That
//! the two differ by rounding alone shows in two ways: no difference exceeds the bound that rounding has, and
//! with 29 bits more it is 2²⁹ times as small. Then linear stacks are trained beside one linear layer and beside
//! stacks with a bend.

use std::ops::{Add, Mul};

use nonlin_kernels::Kernel;
use nonlin_lab::Prepared;
use nonlin_lab::random::Stream;
use nonlin_report::chart::{BarUnit, Chart, Mark, Point, Scale};
use rayon::prelude::*;

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::{spirals, standard_digits};
use crate::experiment::points::{mean, mean_point};
use crate::experiment::proof::function;
use crate::experiment::train::{Training, differences, scores};
use crate::experiment::{count, root_mean_square};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::whole("depth", 4, 2..=20),
        Setting::whole("width", 32, 2..=128),
        Setting::function("bend", "tanh"),
        Setting::whole("epochs", 60, 1..=300),
        Setting::whole("seeds", 12, 2..=50),
    ],
    measure,
    conditions: &[
        core("worst", Is::Below(1.0)),
        core("precision", Is::AsTheory { within: 0.5 }),
        core("digits_depth", Is::Below(0.01)),
        core("spirals_depth", Is::Below(0.01)),
        core("spirals_bend", Is::Above(0.01)),
        limit("digits_bend", Is::Above(0.0)),
        limit("apart", Is::Above(0.01)),
    ],
    quick: &[("width", "4"), ("epochs", "1"), ("seeds", "2")],
};

/// Random inputs of each stack.
const ROWS: usize = 64;
/// Random stacks whose products are taken.
const STACKS: u64 = 20;
/// How much finer numbers of 64 bits are than those of 32: 2²⁹.
const FINER: f64 = f32::EPSILON as f64 / f64::EPSILON;
/// Rows of the two spirals.
const SPIRALS: usize = 2000;

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let (depth, width) = (settings.whole("depth"), settings.whole("width"));
    let kernel = Kernel::new(&function(settings.function("bend"))?);
    let collapse = |depth: usize| -> Vec<Collapse> {
        let stacks = (0..STACKS).into_par_iter();
        stacks.map(|seed| Stack::draw(depth, width, seed).collapse(&kernel)).collect()
    };
    let own = collapse(depth);
    let each = |of: fn(&Collapse) -> f64| own.iter().map(of).collect::<Vec<_>>();
    found.geometric_mean("error_32", Unit::One, &each(|own| own.errors[0]));
    found.geometric_mean("error_64", Unit::One, &each(|own| own.errors[1]));
    found
        .geometric_mean("precision", Unit::Times, &each(|own| own.errors[0] / own.errors[1]))
        .theory(FINER);
    found.exact("worst", Unit::Share, each(|own| own.worst).into_iter().fold(0.0, f64::max));
    found.mean("apart", Unit::Share, &each(|own| own.apart));

    let mut bars: [Vec<_>; 3] = Default::default();
    for (place, data, names) in [
        (0.0, standard_digits()?, ["digits_one", "digits_stack", "digits_bent", "digits_depth", "digits_bend"]),
        (
            1.0,
            spirals(SPIRALS, 0.02)?,
            ["spirals_one", "spirals_stack", "spirals_bent", "spirals_depth", "spirals_bend"],
        ),
    ] {
        let networks = [(0, "identity"), (depth - 1, "identity"), (depth - 1, settings.function("bend"))];
        let [one, stack, bent] = networks.map(|(hidden, name)| train(&data, name, hidden, settings));
        let (one, stack, bent) = (one?, stack?, bent?);
        for ((name, scores), bars) in names.into_iter().zip([&one, &stack, &bent]).zip(&mut bars) {
            found.mean(name, Unit::Share, scores);
            bars.push(mean_point(place, scores));
        }
        found.mean(names[3], Unit::Points, &differences(&stack, &one));
        found.mean(names[4], Unit::Points, &differences(&bent, &one));
    }
    let [one, stack, bent] = bars;
    let chart = Chart::bars(&["digits", "spirals"], BarUnit::Share)
        .with("one", Mark::Measured, one)
        .with("stack", Mark::Measured, stack)
        .with("bent", Mark::Measured, bent);
    found.chart("scores", chart);

    let depths = 2..=depth.max(10);
    let all: Vec<(f64, Vec<Collapse>)> = depths.map(|depth| (count(depth), collapse(depth))).collect();
    let mut chart = Chart::curves(Scale::Whole, Scale::Logarithmic);
    for (bits, name) in ["single", "double"].into_iter().enumerate() {
        let at = |(depth, own): &(f64, Vec<Collapse>)| {
            mean_point(*depth, &own.iter().map(|own| own.errors[bits]).collect::<Vec<_>>())
        };
        chart = chart.with(name, Mark::Measured, all.iter().map(at).collect());
    }
    // Rounding with 29 bits more.
    let shrunk = |(depth, own): &(f64, Vec<Collapse>)| {
        let errors: Vec<f64> = own.iter().map(|own| own.errors[0] / FINER).collect();
        Point::new(*depth, mean(&errors))
    };
    chart = chart.with("theory", Mark::Theory, all.iter().map(shrunk).collect());
    found.chart("errors", chart);
    Ok(found)
}

fn train(
    data: &Prepared,
    name: &str,
    hidden: usize,
    settings: &Settings,
) -> Result<Vec<f64>, LessonError> {
    let hidden = vec![settings.whole("width"); hidden];
    let training = Training::new(data, name, &hidden, settings.whole("epochs"));
    Ok(scores(&training.run(settings.whole("seeds"))?))
}

/// Linear layers with biases, as square matrices: each row of the inputs ends with a 1, which the last line of a
/// matrix multiplies to give the biases, and which its last column hands on.
struct Stack {
    matrices: Vec<Vec<f32>>,
    inputs: Vec<f32>,
    /// Lines of a matrix.
    size: usize,
}

/// How far a stack is from the product of its matrices.
struct Collapse {
    /// Root mean square of the difference over that of the outputs, in 32 and in 64 bits.
    errors: [f64; 2],
    /// The largest difference in proportion to the bound of rounding.
    worst: f64,
    /// As `errors`, but of the stack with a bend after each layer but the last, in 64 bits.
    apart: f64,
}

impl Stack {
    /// Weights of variance 1/width and biases of a tenth of that deviation; inputs from N(0, 1). All are numbers
    /// of 32 bits, so that the stack is the same in both precisions.
    fn draw(depth: usize, width: usize, seed: u64) -> Self {
        let mut stream = Stream::new(seed, "lesson stack", depth as u64);
        let size = width + 1;
        let deviation = 1.0 / count(width).sqrt();
        let mut matrix = || -> Vec<f32> {
            let cell = |place: usize| match (place / size < width, place % size < width) {
                (true, true) => (deviation * stream.normal()) as f32,
                (false, true) => (0.1 * deviation * stream.normal()) as f32,
                (false, false) => 1.0,
                (true, false) => 0.0,
            };
            (0..size * size).map(cell).collect()
        };
        let matrices = (0..depth).map(|_| matrix()).collect();
        let input = |place: usize| if place % size < width { stream.normal() as f32 } else { 1.0 };
        let inputs = (0..ROWS * size).map(input).collect();
        Self { matrices, inputs, size }
    }

    fn collapse(&self, bend: &Kernel) -> Collapse {
        let outputs = self.outputs::<f64>(|_| ());
        let bound = self.bound();
        let bent = self.outputs::<f64>(|values| bend_but_ones(bend, values, self.size));
        let [single, double] = [self.gaps::<f32>(), self.gaps::<f64>()];
        let relative = |gaps: &[f64]| root_mean_square(gaps) / root_mean_square(&outputs);
        let worst = |gaps: &[f64], unit: f64| {
            let shares = gaps.iter().zip(&bound).filter(|(gap, _)| **gap != 0.0);
            let factor = 2.0 * self.growth(unit);
            shares.map(|(gap, bound)| gap / (factor * bound)).fold(0.0, f64::max)
        };
        let apart: Vec<f64> = bent.iter().zip(self.product_outputs::<f64>()).map(|(a, b)| a - b).collect();
        Collapse {
            errors: [relative(&single), relative(&double)],
            worst: worst(&single, f64::from(f32::EPSILON) / 2.0).max(worst(&double, f64::EPSILON / 2.0)),
            apart: root_mean_square(&apart) / root_mean_square(&outputs),
        }
    }

    /// Layer by layer, with something done between layers.
    fn outputs<T: Real>(&self, between: impl Fn(&mut [T])) -> Vec<T> {
        let mut values = converted::<T>(&self.inputs);
        for (place, matrix) in self.matrices.iter().enumerate() {
            if place > 0 {
                between(&mut values);
            }
            values = product(&values, &converted(matrix), self.size);
        }
        values
    }

    /// By the product of all matrices.
    fn product_outputs<T: Real>(&self) -> Vec<T> {
        let matrices = self.matrices.iter().map(|matrix| converted::<T>(matrix));
        let all = matrices.reduce(|all, next| product(&all, &next, self.size)).unwrap_or_default();
        product(&converted(&self.inputs), &all, self.size)
    }

    /// How far the two are apart, output by output.
    fn gaps<T: Real>(&self) -> Vec<f64> {
        let both = self.outputs::<T>(|_| ()).into_iter().zip(self.product_outputs::<T>());
        both.map(|(a, b)| (a.into() - b.into()).abs()).collect()
    }

    /// |x|·|W₁|·…·|W_N|, which rounding errors are measured by.
    fn bound(&self) -> Vec<f64> {
        let absolute = |values: &[f32]| values.iter().map(|&v| f64::from(v).abs()).collect::<Vec<_>>();
        let start = absolute(&self.inputs);
        self.matrices.iter().fold(start, |x, matrix| product(&x, &absolute(matrix), self.size))
    }

    /// (1 + γ)ᴺ − 1 with γ = n·u/(1 − n·u): what N products of n terms each, rounded to unit u, are off at most,
    /// in proportion to [`Self::bound`] (Higham, Accuracy and Stability of Numerical Algorithms, 2002, §3.5).
    fn growth(&self, unit: f64) -> f64 {
        let terms = count(self.size) * unit;
        (count(self.matrices.len()) * (terms / (1.0 - terms)).ln_1p()).exp_m1()
    }
}

/// f32 and f64.
trait Real: Copy + Default + From<f32> + Into<f64> + Add<Output = Self> + Mul<Output = Self> {}
impl Real for f32 {}
impl Real for f64 {}

fn converted<T: Real>(values: &[f32]) -> Vec<T> {
    values.iter().map(|&value| T::from(value)).collect()
}

/// Rows × size times size × size.
fn product<T: Real>(x: &[T], matrix: &[T], size: usize) -> Vec<T> {
    let mut result = vec![T::default(); x.len()];
    for (row, out) in x.chunks_exact(size).zip(result.chunks_exact_mut(size)) {
        for (value, line) in row.iter().zip(matrix.chunks_exact(size)) {
            for (out, weight) in out.iter_mut().zip(line) {
                *out = *out + *value * *weight;
            }
        }
    }
    result
}

/// Applies a function to all but the 1 at the end of each row.
fn bend_but_ones(bend: &Kernel, values: &mut [f64], size: usize) {
    for row in values.chunks_exact_mut(size) {
        bend.value_in_place(&mut row[..size - 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two layers by hand: (x·2 + 1)·3 − 4 = 6x − 1.
    #[test]
    fn two_layers_are_one() {
        let matrices = vec![vec![2.0, 0.0, 1.0, 1.0], vec![3.0, 0.0, -4.0, 1.0]];
        let stack = Stack { matrices, inputs: vec![5.0, 1.0, -1.0, 1.0], size: 2 };
        assert_eq!(stack.product_outputs::<f32>(), [29.0, 1.0, -7.0, 1.0]);
        assert_eq!(stack.outputs::<f64>(|_| ()), [29.0, 1.0, -7.0, 1.0]);
        let bend = Kernel::new(&function("relu").unwrap());
        let bent = stack.outputs::<f64>(|values| bend_but_ones(&bend, values, 2));
        assert_eq!(bent, [29.0, 1.0, -4.0, 1.0]);
    }

    #[test]
    fn differences_are_within_the_bound_and_are_those_of_rounding() {
        let bend = Kernel::new(&function("tanh").unwrap());
        for seed in 0..8 {
            let own = Stack::draw(5, 24, seed).collapse(&bend);
            assert!(own.worst > 0.0 && own.worst < 1.0, "{}", own.worst);
            let ratio = own.errors[0] / own.errors[1] / 2.0_f64.powi(29);
            assert!((ratio - 1.0).abs() < 0.2, "{ratio}");
            assert!(own.apart > 0.1);
        }
    }
}
