//! The least time that a pass could take on this machine.
//!
//! It is the greater of two: the arithmetic at the processor's peak of multiply-adds, and a copy of the
//! bytes that the pass reads and writes. The first decides in the cache for all but the simplest
//! functions, the second past it. Both are measured here, by the clock that times the kernels, with the
//! same threads.

use std::hint::black_box;

use nonlin::expr::{Expr, Operator, Tape};
use rayon::prelude::*;

use crate::clock::lowest;
use crate::figure::{Pass, Threads};
use crate::probe::{Store, WIDEST, copy, multiply_adds};
use crate::slices::Slices;

/// Rounds of multiply-adds in a call: some ten microseconds.
const ROUNDS: u32 = 5_000;

/// Multiply-adds of f64 in a nanosecond, in all the threads together.
pub(crate) fn peak(threads: Threads) -> f64 {
    /// In all threads long enough that waking them doesn't count.
    const REPEATS: u32 = 50;
    let count = multiply_adds(ROUNDS);
    let one = count
        / lowest(|| {
            black_box(multiply_adds(ROUNDS));
        });
    if threads == Threads::One {
        return one;
    }
    let calls = f64::from(REPEATS) * f64::from(u32::try_from(threads.count()).unwrap_or(1));
    let time = lowest(|| {
        rayon::broadcast(|_| {
            for _ in 0..REPEATS {
                black_box(multiply_adds(ROUNDS));
            }
        });
    });
    // Where other work takes the cores, all of them may seem slower than one.
    one.max(count * calls / time)
}

/// Copies x, or x and dy, to the result: a part of each slice.
type Copying<'a> = dyn Fn(&[f32], &[f32], &mut [f32]) + Sync + 'a;

/// Nanoseconds that a copy of a pass's bytes takes: `slices` hold as many bytes each as the pass's.
/// With all threads it may be one of them that is fastest: a short slice isn't worth waking the others.
pub(crate) fn copy_of(pass: Pass, threads: Threads, slices: &mut Slices<f32>) -> f64 {
    let (x, dy, out) = (slices.x.get(), slices.dy.get(), slices.out.get_mut());
    let part = out.len().div_ceil(threads.count()).next_multiple_of(WIDEST);
    let mut best = f64::INFINITY;
    let mut with = |copying: &Copying<'_>| {
        let one = lowest(|| copying(black_box(x), black_box(dy), black_box(&mut *out)));
        best = best.min(one);
        if threads == Threads::All {
            let all = lowest(|| {
                let parts = x.par_chunks(part).zip(dy.par_chunks(part));
                let out = out.par_chunks_mut(part);
                out.zip(parts).for_each(|(out, (x, dy))| copying(x, dy, out));
            });
            best = best.min(all);
        }
    };
    for store in [Store::Plain, Store::Streaming] {
        with(&|x, dy, out| copy(pass, store, x, dy, out));
    }
    if pass == Pass::Forward {
        // The system's own copy is sometimes the best one.
        with(&|x, _, out| out.copy_from_slice(x));
    }
    best
}

/// Arithmetic operations that a formula takes for one element, in multiply-adds of f64: an estimate from
/// below, by the price of each operator.
pub(crate) fn operations(formula: &Expr) -> f64 {
    // A formula that is too large for a tape is so for a kernel too.
    let Ok(tape) = Tape::of(&[formula]) else { return 0.0 };
    tape.instructions.iter().map(|instruction| price(instruction.operator)).sum()
}

/// What an operator takes for a result that is right for f32, the rounding of the element left out.
///
/// What only chooses between its arguments or changes a sign is exact in f32 lanes, two for each of f64:
/// half an operation. A transcendental function is its polynomial of the degree that such a result
/// needs (about 7 where the range is reduced first, as for exp) with the reduction and the scaling.
fn price(operator: Operator) -> f64 {
    use Operator as O;
    match operator {
        O::Neg | O::Abs | O::Sign | O::Floor | O::Min | O::Max => 0.5,
        O::Less | O::LessEq | O::Greater | O::GreaterEq | O::Equal | O::NotEqual | O::If => 0.5,
        O::Clamp => 1.0,
        O::Add | O::Sub | O::Mul | O::Div | O::Sqrt => 1.0,
        O::Hypot => 3.0,
        O::Exp => 11.0,
        O::Expm1 | O::Sigmoid => 13.0,
        O::Log | O::Log1p | O::Sin | O::Cos => 12.0,
        O::Tanh | O::Sinh | O::Cosh | O::Atan | O::Erf => 14.0,
        O::Tan => 16.0,
        O::Erfc | O::Softplus | O::Asinh => 20.0,
        O::Pow => 24.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> f64 {
        operations(&Expr::parse(text).expect("a formula"))
    }

    #[test]
    fn shared_parts_count_once() {
        assert_eq!(of("x"), 0.0);
        assert_eq!(of("x + 1"), 1.0);
        assert_eq!(of("max(0, x)"), 0.5);
        assert_eq!(of("exp(x)*exp(x)"), of("exp(x)") + 1.0);
    }

    #[test]
    fn every_operator_of_an_argument_has_a_price() {
        for &operator in Operator::ALL {
            if operator.row().arity > 0 {
                assert!(price(operator) > 0.0, "{operator:?}");
            }
        }
    }
}
