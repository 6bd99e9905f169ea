//! Kernels compiled ahead of time: a [`Formula`] as one loop from memory to memory.
//!
//! They serve f32. The other element types take about as long to convert as the tape to run, and run
//! on the [tape](crate::program).

use std::marker::PhantomData;

use nonlin_expr::Expr;

use crate::formula::{Digits, Formula, catalogue};
use crate::number::{Elements, Narrow, Number, Pair, Single};
use crate::parallel::divide;
use crate::pass::{Pass, Walk, ended};
use crate::simd::{Floats, Isa, Level, Twice};

/// A formula that was compiled with the program: what `nonlin::activation!` gives.
///
/// It computes f32 slices under the contract of [`Kernel`](crate::Kernel).
pub struct Compiled<F> {
    level: Level,
    formula: PhantomData<F>,
}

impl<F> Copy for Compiled<F> {}
impl<F> Clone for Compiled<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> std::fmt::Debug for Compiled<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("level", &self.level).finish_non_exhaustive()
    }
}

impl<F: Formula> Default for Compiled<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: Formula> Compiled<F> {
    /// For the best instruction set of this processor.
    #[must_use]
    pub fn new() -> Self {
        Self { level: Level::best(), formula: PhantomData }
    }

    /// y\[i\] = f(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value(&self, x: &[f32], y: &mut [f32]) {
        value::<F>(self.level, Pass::new(x, [y]));
    }

    /// x\[i\] becomes f(x\[i\]).
    pub fn value_in_place(&self, x: &mut [f32]) {
        value::<F>(self.level, Pass::in_place(x));
    }

    /// dydx\[i\] = f′(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn derivative(&self, x: &[f32], dydx: &mut [f32]) {
        derivative::<F>(self.level, Pass::new(x, [dydx]));
    }

    /// Both in one pass.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value_and_derivative(&self, x: &[f32], y: &mut [f32], dydx: &mut [f32]) {
        both::<F>(self.level, Pass::new(x, [y, dydx]));
    }

    /// dx\[i\] = dy\[i\]·f′(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward(&self, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        derivative::<F>(self.level, Pass::new(x, [dx]).times(dy));
    }

    /// dy\[i\] becomes dy\[i\]·f′(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward_in_place(&self, x: &[f32], dy: &mut [f32]) {
        derivative::<F>(self.level, Pass::into_dy(x, dy));
    }

    /// [`value`](Self::value) on all threads of the current rayon pool, with the same bits.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value(&self, x: &[f32], y: &mut [f32]) {
        let level = self.level;
        divide(Pass::new(x, [y]), cost(F::DIGITS[0]), &|part| value::<F>(level, part));
    }

    /// [`backward`](Self::backward) on all threads of the current rayon pool, with the same bits.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward(&self, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        let level = self.level;
        divide(Pass::new(x, [dx]).times(dy), cost(F::DIGITS[1]), &|part| {
            derivative::<F>(level, part);
        });
    }
}

/// The passes of one formula of the catalogue.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The stable forms that it was compiled from.
    forms: [&'static str; 2],
    pub(crate) value: fn(Level, Pass<'_, f32, 1>),
    pub(crate) derivative: fn(Level, Pass<'_, f32, 1>),
    pub(crate) both: fn(Level, Pass<'_, f32, 2>),
    /// Nanoseconds that an element takes, roughly: its value and its derivative.
    pub(crate) costs: [f64; 2],
}

/// Nanoseconds that an element takes in these numbers, roughly.
const fn cost(digits: Digits) -> f64 {
    match digits {
        Digits::Single => 0.07,
        Digits::Pair => 0.4,
        Digits::Double => 0.8,
    }
}

/// The entry for these stable forms of a value and its derivative, whoever wrote them.
pub(crate) fn find(forms: [&Expr; 2]) -> Option<&'static Entry> {
    let forms = forms.map(Expr::to_string);
    ENTRIES.iter().find(|entry| entry.forms == forms)
}

macro_rules! entries {
    ($($formula:ident $value:literal $derivative:literal;)*) => {
        static ENTRIES: &[Entry] = &[$(Entry {
            forms: [$value, $derivative],
            value: value::<catalogue::$formula>,
            derivative: derivative::<catalogue::$formula>,
            both: both::<catalogue::$formula>,
            costs: [cost(<catalogue::$formula as Formula>::DIGITS[0]), cost(<catalogue::$formula as Formula>::DIGITS[1])],
        }),*];
    };
}
catalogue::compiled!(entries);

fn value<F: Formula>(level: Level, pass: Pass<'_, f32, 1>) {
    pass.run(level, Stream::<Value<F>>(PhantomData));
}

fn derivative<F: Formula>(level: Level, pass: Pass<'_, f32, 1>) {
    pass.run(level, Stream::<Derivative<F>>(PhantomData));
}

fn both<F: Formula>(level: Level, pass: Pass<'_, f32, 2>) {
    if F::DIGITS[0] == F::DIGITS[1] {
        return pass.run(level, Stream::<Both<F>>(PhantomData));
    }
    // Each in its own numbers, over x while it is in the cache.
    let mut rest = pass;
    while rest.len() > 0 {
        let middle = BLOCK.min(rest.len());
        let (block, after) = rest.split_at(middle);
        let [y, dydx] = block.apart();
        value::<F>(level, y);
        derivative::<F>(level, dydx);
        rest = after;
    }
}

/// How many elements are computed before their derivatives: whole vectors of any instruction set.
const BLOCK: usize = 1024;

/// What is computed of a formula, all in the same digits.
trait Results<const N: usize> {
    const DIGITS: Digits;
    /// The same where the result is multiplied by dy; none where it never is.
    const TIMES: Option<Digits> = None;
    const LIMITS: [[f64; 2]; N];
    fn of<A: Number>(x: A) -> [A; N];
}

struct Value<F>(PhantomData<F>);
struct Derivative<F>(PhantomData<F>);
struct Both<F>(PhantomData<F>);

impl<F: Formula> Results<1> for Value<F> {
    const DIGITS: Digits = F::DIGITS[0];
    const LIMITS: [[f64; 2]; 1] = [F::LIMITS[0]];
    #[inline(always)]
    fn of<A: Number>(x: A) -> [A; 1] {
        [F::value(x)]
    }
}

impl<F: Formula> Results<1> for Derivative<F> {
    const DIGITS: Digits = F::DIGITS[1];
    const TIMES: Option<Digits> = Some(F::DIGITS[2]);
    const LIMITS: [[f64; 2]; 1] = [F::LIMITS[1]];
    #[inline(always)]
    fn of<A: Number>(x: A) -> [A; 1] {
        [F::derivative(x)]
    }
}

impl<F: Formula> Results<2> for Both<F> {
    const DIGITS: Digits = F::DIGITS[0];
    const LIMITS: [[f64; 2]; 2] = F::LIMITS;
    #[inline(always)]
    fn of<A: Number>(x: A) -> [A; 2] {
        F::both(x)
    }
}

/// One vector after the other: load, compute, store.
struct Stream<R>(PhantomData<R>);

impl<R> Copy for Stream<R> {}
impl<R> Clone for Stream<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Results<N>, const N: usize> Walk<f32, N> for Stream<R> {
    #[inline(always)]
    fn walk<I: Isa>(self, pass: Pass<'_, f32, N>) {
        if Choice::<R, I, N, true>::EVER && pass.is_multiplied() {
            walk::<R, I, N, true>(pass);
        } else {
            walk::<R, I, N, false>(pass);
        }
    }
}

/// What results are computed in with an instruction set, multiplied by dy or not. As constants, so that the code
/// of the others is not even compiled.
struct Choice<R, I, const N: usize, const TIMES: bool>(PhantomData<(R, I)>);

impl<R: Results<N>, I: Isa, const N: usize, const TIMES: bool> Choice<R, I, N, TIMES> {
    const EVER: bool = !TIMES || R::TIMES.is_some();
    const DIGITS: Digits = match R::TIMES {
        Some(digits) if TIMES => digits,
        _ => R::DIGITS,
    };
    const SINGLE: bool = matches!(Self::DIGITS, Digits::Single);
    const PAIR: bool = matches!(Self::DIGITS, Digits::Pair) && I::F32::PAIRS;
}

#[inline(always)]
fn walk<R: Results<N>, I: Isa, const N: usize, const TIMES: bool>(pass: Pass<'_, f32, N>) {
    if Choice::<R, I, N, TIMES>::SINGLE {
        stream::<R, Single<I::F32>, N, TIMES>(pass);
    } else if Choice::<R, I, N, TIMES>::PAIR {
        // Two vectors side by side as far as they go, then one.
        let (pass, done) = near_or_far::<R, Twice<I::F32>, N, TIMES>(pass, 0);
        near_or_far::<R, I::F32, N, TIMES>(pass, done);
    } else {
        stream::<R, Narrow<I::F64>, N, TIMES>(pass);
    }
}

/// One vector after the other.
#[inline(always)]
fn stream<R: Results<N>, A: Elements<f32>, const N: usize, const TIMES: bool>(
    mut pass: Pass<'_, f32, N>,
) {
    let mut at = 0;
    while at + A::COUNT <= pass.len() {
        let x: A = pass.load(at);
        let results = ended(x, R::of(x), &R::LIMITS);
        for (result, value) in results.into_iter().enumerate() {
            pass.store::<A, TIMES>(at, result, value);
        }
        at += A::COUNT;
    }
}

/// The same in pairs, from element `at` on as far as whole vectors go; and how far that is.
///
/// Where a lane is far from 0, the vector is computed in both ways, and each lane takes the one that its own x
/// asks for.
#[inline(always)]
fn near_or_far<R: Results<N>, V: Floats, const N: usize, const TIMES: bool>(
    mut pass: Pass<'_, f32, N>,
    mut at: usize,
) -> (Pass<'_, f32, N>, usize) {
    while at + V::COUNT <= pass.len() {
        let x: Pair<V, true> = pass.load(at);
        let results = R::of(x);
        if x.all_near() {
            for (result, value) in results.into_iter().enumerate() {
                pass.store::<_, TIMES>(at, result, value);
            }
        } else {
            let far: Pair<V, false> = pass.load(at);
            let far = ended(far, R::of(far), &R::LIMITS);
            for (result, (value, far)) in results.into_iter().zip(far).enumerate() {
                let value = pass.by_dy::<_, TIMES>(at, value);
                let far = pass.by_dy::<_, TIMES>(at, far);
                pass.write(at, result, value.or_far(x, far));
            }
        }
        at += V::COUNT;
    }
    (pass, at)
}
