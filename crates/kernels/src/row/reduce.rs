//! Reductions of a row to one number.
//!
//! Element i of a row is taken by lane i mod 16, whatever the instruction set, and the lanes are put
//! together in a fixed order: the bits depend on the row's length and nothing else.
//!
//! A sum of n terms in f64 lanes has an error below (n/16 + 4)·2^−53 Σ|u|. Where the terms come from
//! elementary functions they carry errors of that size themselves. Where they do not (a mean of the
//! elements, a dot product), they may be exact and cancel, so what each addition loses is summed
//! beside (Knuth's two-sum), and the whole is as exact as double-double.

use std::marker::PhantomData;

use nonlin_expr::row::Reduction;
use nonlin_expr::{Algebra, DoubleDouble};

use crate::number::{Elements, Packed};
use crate::simd::{Isa, MAX_COUNT, Task};

/// Lanes that a row is reduced in.
pub(super) const LANES: usize = 16;

/// What one lane of each vector gathers.
pub(super) trait Gather<A>: Copy {
    /// What an element past the row's end counts as.
    const NOTHING: f64;
    /// Before the first element.
    fn start() -> Self;
    /// Takes the elements whose first one has place `first`.
    fn take(&mut self, values: A, first: usize);
}

/// A sum.
#[derive(Clone, Copy)]
pub(super) struct Sum<A>(A);

impl<A: Packed> Gather<A> for Sum<A> {
    const NOTHING: f64 = 0.0;
    #[inline(always)]
    fn start() -> Self {
        Self(A::constant(0.0, 0.0))
    }
    #[inline(always)]
    fn take(&mut self, values: A, _: usize) {
        self.0 = A::add(&self.0, &values);
    }
}

/// A sum, and the sum of what its additions rounded away.
#[derive(Clone, Copy)]
pub(super) struct ExactSum<A>(A, A);

impl<A: Packed> Gather<A> for ExactSum<A> {
    const NOTHING: f64 = 0.0;
    #[inline(always)]
    fn start() -> Self {
        Self(A::constant(0.0, 0.0), A::constant(0.0, 0.0))
    }
    #[inline(always)]
    fn take(&mut self, values: A, _: usize) {
        let sum = A::add(&self.0, &values);
        let taken = A::sub(&sum, &self.0);
        let error = A::add(&A::sub(&self.0, &A::sub(&sum, &taken)), &A::sub(&values, &taken));
        *self = Self(sum, A::add(&self.1, &error));
    }
}

/// The largest; NaN once there is one.
#[derive(Clone, Copy)]
pub(super) struct Maximum<A>(A);

impl<A: Packed> Gather<A> for Maximum<A> {
    const NOTHING: f64 = f64::NEG_INFINITY;
    #[inline(always)]
    fn start() -> Self {
        Self(A::constant(f64::NEG_INFINITY, 0.0))
    }
    #[inline(always)]
    fn take(&mut self, values: A, _: usize) {
        self.0 = A::max(&self.0, &values);
    }
}

/// The largest and the place of its first occurrence.
#[derive(Clone, Copy)]
pub(super) struct Argmax<A> {
    largest: A,
    place: A,
}

impl<A: Packed> Gather<A> for Argmax<A> {
    const NOTHING: f64 = f64::NEG_INFINITY;
    #[inline(always)]
    fn start() -> Self {
        Self { largest: A::constant(f64::NEG_INFINITY, 0.0), place: A::constant(0.0, 0.0) }
    }
    #[inline(always)]
    fn take(&mut self, values: A, first: usize) {
        #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
        let place = A::add(&A::places(), &A::constant(first as f64, 0.0));
        self.place = A::if_less(&self.largest, &values, &place, &self.place);
        self.largest = A::max(&self.largest, &values);
    }
}

/// Vectors that are there, or are loaded from elements as they are wanted.
pub(super) trait Vectors<A> {
    fn len(&self) -> usize;
    fn at(&self, index: usize) -> A;
}

/// In a register.
#[derive(Clone, Copy)]
pub(super) struct Ready<'a, A>(pub(super) &'a [A]);

impl<A: Packed> Vectors<A> for Ready<'_, A> {
    #[inline(always)]
    fn len(&self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    fn at(&self, index: usize) -> A {
        self.0[index]
    }
}

/// In a slice, of which they are whole vectors.
#[derive(Clone, Copy)]
pub(super) struct Unread<'a, T>(pub(super) &'a [T]);

impl<T, A: Elements<T>> Vectors<A> for Unread<'_, T> {
    #[inline(always)]
    fn len(&self) -> usize {
        self.0.len() / A::COUNT
    }
    #[inline(always)]
    fn at(&self, index: usize) -> A {
        A::load(&self.0[index * A::COUNT..])
    }
}

/// A part of a row that begins at a multiple of [`LANES`].
#[derive(Clone, Copy)]
pub(super) struct Part<V> {
    pub(super) values: V,
    /// The place of its first element.
    pub(super) first: usize,
    /// How many elements it has; the last vector may have more lanes.
    pub(super) length: usize,
}

/// Gathers a part, in vectors of `A`.
struct Take<'a, V, G, A> {
    state: &'a mut [G; LANES],
    part: Part<V>,
    vectors: PhantomData<A>,
}

impl<A: Packed, V: Vectors<A>, G: Gather<A>> Task for Take<'_, V, G, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Part { values, first, length } = self.part;
        let group = LANES / A::COUNT;
        let whole = length / A::COUNT;
        // Only as many as there are vectors in a group are used, and stay in registers.
        let mut gathered: [G; LANES] =
            std::array::from_fn(|lane| if lane < group { self.state[lane] } else { G::start() });
        let mut index = 0;
        while index + group <= whole {
            for (lane, gathered) in gathered[..group].iter_mut().enumerate() {
                let at = index + lane;
                gathered.take(values.at(at), first + at * A::COUNT);
            }
            index += group;
        }
        for at in index..values.len() {
            let mut value = values.at(at);
            let left = length - at * A::COUNT;
            if left < A::COUNT {
                #[expect(clippy::cast_precision_loss, reason = "fewer than 16")]
                let left = A::constant(left as f64, 0.0);
                value = A::if_less(&A::places(), &left, &value, &A::constant(G::NOTHING, 0.0));
            }
            gathered[at - index].take(value, first + at * A::COUNT);
        }
        self.state[..group].copy_from_slice(&gathered[..group]);
    }
}

/// A reduction under way.
pub(super) enum Reducer<A> {
    Sum([Sum<A>; LANES]),
    ExactSum([ExactSum<A>; LANES]),
    Maximum([Maximum<A>; LANES]),
    Argmax([Argmax<A>; LANES]),
    /// All elements with their places.
    Ranked {
        elements: Vec<(DoubleDouble, usize)>,
        rank: f64,
        wants_place: bool,
    },
}

impl<A: Packed> Reducer<A> {
    /// At `rank`, where the reduction takes one; `exact` if a sum's terms may be.
    pub(super) fn new(reduction: Reduction, exact: bool, rank: Option<DoubleDouble>) -> Self {
        let ranked = |wants_place| Self::Ranked {
            elements: Vec::new(),
            rank: rank.map_or(f64::NAN, DoubleDouble::hi),
            wants_place,
        };
        match reduction {
            Reduction::Sum if exact && !A::EXTENDED => Self::ExactSum([ExactSum::start(); LANES]),
            Reduction::Sum => Self::Sum([Sum::start(); LANES]),
            Reduction::Maximum => Self::Maximum([Maximum::start(); LANES]),
            Reduction::Argmax => Self::Argmax([Argmax::start(); LANES]),
            Reduction::Largest => ranked(false),
            Reduction::Arglargest => ranked(true),
        }
    }

    /// Takes the next part of the row.
    pub(super) fn take<I: Isa, V: Vectors<A>>(&mut self, part: Part<V>) {
        let vectors = PhantomData;
        match self {
            Self::Sum(state) => I::call(Take { state, part, vectors }),
            Self::ExactSum(state) => I::call(Take { state, part, vectors }),
            Self::Maximum(state) => I::call(Take { state, part, vectors }),
            Self::Argmax(state) => I::call(Take { state, part, vectors }),
            Self::Ranked { elements, .. } => {
                for index in 0..part.values.len() {
                    let start = index * A::COUNT;
                    let lanes = part.values.at(index).unpack();
                    let count = A::COUNT.min(part.length - start);
                    elements.extend(lanes.into_iter().take(count).zip(part.first + start..));
                }
            }
        }
    }

    /// The number.
    pub(super) fn finish(&mut self) -> DoubleDouble {
        match self {
            Self::Sum(state) => folded(lanes(state, |sum| sum.0), A::EXTENDED),
            Self::ExactSum(state) => {
                let mut sums = lanes(state, |sum| sum.0);
                for (sum, error) in sums.iter_mut().zip(lanes(state, |sum| sum.1)) {
                    // Past the largest float there is no error to speak of.
                    if sum.hi().is_finite() {
                        *sum = DoubleDouble::add(sum, &error);
                    }
                }
                folded(sums, true)
            }
            Self::Maximum(state) => {
                let largest = lanes(state, |largest| largest.0);
                largest.iter().fold(f64::NEG_INFINITY.into(), |a, b| DoubleDouble::max(&a, b))
            }
            Self::Argmax(state) => {
                let largest = lanes(state, |best| best.largest);
                let places = lanes(state, |best| best.place);
                let mut best = (largest[0], places[0]);
                for (value, place) in largest.into_iter().zip(places) {
                    if value.hi().is_nan() {
                        return value;
                    }
                    if value > best.0 || (value == best.0 && place < best.1) {
                        best = (value, place);
                    }
                }
                best.1
            }
            Self::Ranked { elements, rank, wants_place } => {
                ranked(std::mem::take(elements), *rank, *wants_place)
            }
        }
    }
}

/// The lanes of a state, in order.
fn lanes<A: Packed, G>(state: &[G; LANES], value: impl Fn(&G) -> A) -> [DoubleDouble; LANES] {
    let mut all = [DoubleDouble::from(0.0); LANES];
    for (lanes, state) in all.chunks_mut(A::COUNT).zip(state) {
        let vector: [DoubleDouble; MAX_COUNT] = value(state).unpack();
        lanes.copy_from_slice(&vector[..A::COUNT]);
    }
    all
}

/// The sum of all lanes: each to the one half the lanes away, until one is left. `exactly` adds in
/// double-double, else in f64.
fn folded(mut lanes: [DoubleDouble; LANES], exactly: bool) -> DoubleDouble {
    let mut half = LANES / 2;
    while half > 0 {
        let (low, high) = lanes.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high) {
            *low =
                if exactly { DoubleDouble::add(low, high) } else { (low.hi() + high.hi()).into() };
        }
        half /= 2;
    }
    lanes[0]
}

/// The element at this rank, 1 for the largest, or its place; equal ones by their places. Beyond the
/// ends, what no element reaches: +∞ before the first, −∞ after the last, and place −1.
fn ranked(mut elements: Vec<(DoubleDouble, usize)>, rank: f64, wants_place: bool) -> DoubleDouble {
    if rank.is_nan() || elements.iter().any(|(value, _)| value.hi().is_nan()) {
        return f64::NAN.into();
    }
    #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
    let length = elements.len() as f64;
    if rank < 1.0 || rank.floor() > length {
        let beyond = if rank < 1.0 { f64::INFINITY } else { f64::NEG_INFINITY };
        return (if wants_place { -1.0 } else { beyond }).into();
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let index = rank.floor() as usize - 1;
    let descending = |a: &(DoubleDouble, usize), b: &(DoubleDouble, usize)| {
        let order = b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal);
        order.then(a.1.cmp(&b.1))
    };
    let (value, place) = *elements.select_nth_unstable_by(index, descending).1;
    #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
    let place = place as f64;
    if wants_place { place.into() } else { value }
}
