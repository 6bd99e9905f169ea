//! One walk over slices: what a kernel reads and what it writes.
//!
//! A pass holds pointers, not slices, because in place the input and the result are the same memory:
//! each vector is read whole before it is written. Results that are larger than the caches go around them;
//! see [`streaming`](crate::simd::streaming). A tail shorter than the widest vector is padded
//! and goes through the same vector code, so that an element's result depends on its value alone.

#![expect(unsafe_code, reason = "input and result may be the same memory")]

use std::marker::PhantomData;

use crate::element::Element;
use crate::number::{Elements, Number};
use crate::simd::streaming::{self, LINE, Place};
use crate::simd::{Job, Level, MAX_COUNT};

/// `N` results for each element, perhaps each multiplied by `dy`.
pub struct Pass<'a, T, const N: usize> {
    x: *const T,
    /// Null where nothing is multiplied.
    dy: *const T,
    results: [*mut T; N],
    len: usize,
    /// Whether the results go around the caches.
    streams: bool,
    slices: PhantomData<&'a mut [T]>,
}

// SAFETY: a pass stands for the slices that it was made of, which may go to another thread.
unsafe impl<T: Send + Sync, const N: usize> Send for Pass<'_, T, N> {}

impl<'a, T: Element, const N: usize> Pass<'a, T, N> {
    /// From `x` to the results.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub(crate) fn new(x: &'a [T], results: [&'a mut [T]; N]) -> Self {
        for result in &results {
            assert_eq!(x.len(), result.len(), "the slices of x and of the result differ in length");
        }
        Self {
            x: x.as_ptr(),
            dy: std::ptr::null(),
            results: results.map(<[T]>::as_mut_ptr),
            len: x.len(),
            streams: streaming::pays(size_of_val(x)),
            slices: PhantomData,
        }
    }

    /// The same, with the results multiplied by `dy`.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub(crate) fn times(self, dy: &'a [T]) -> Self {
        assert_eq!(self.len, dy.len(), "the slices of x and of dy differ in length");
        Self { dy: dy.as_ptr(), ..self }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether the results are multiplied by dy.
    pub(crate) fn is_multiplied(&self) -> bool {
        !self.dy.is_null()
    }

    /// The first `middle` elements, and the rest.
    pub(crate) fn split_at(self, middle: usize) -> (Self, Self) {
        assert!(middle <= self.len);
        // SAFETY: both parts lie within the slices, and do not overlap.
        let rest = unsafe {
            Self {
                x: self.x.add(middle),
                dy: if self.dy.is_null() { self.dy } else { self.dy.add(middle) },
                results: self.results.map(|result| result.add(middle)),
                len: self.len - middle,
                streams: self.streams,
                slices: PhantomData,
            }
        };
        (Self { len: middle, ..self }, rest)
    }

    /// Runs `walk` over whole vectors of any instruction set: first over all that fill
    /// [`MAX_COUNT`] lanes, then over the rest, padded.
    pub(crate) fn run(mut self, level: Level, walk: impl Walk<T, N>) {
        if self.streams {
            let head = self.results[0].align_offset(LINE).min(self.len);
            let (pass, rest) = self.split_at(head);
            Self { streams: false, ..pass }.run(level, walk);
            self = rest;
            // Results at different distances from a line can't be aligned all.
            self.streams = self.results.iter().all(|result| result.align_offset(LINE) == 0);
        }
        let streams = self.streams;
        let whole = self.len / MAX_COUNT * MAX_COUNT;
        let (pass, rest) = self.split_at(whole);
        if pass.len > 0 {
            level.run(Walking { walk, pass });
        }
        rest.padded(level, walk);
        if streams {
            streaming::finish();
        }
    }

    /// Runs `walk` over fewer than [`MAX_COUNT`] elements.
    fn padded(self, level: Level, walk: impl Walk<T, N>) {
        if self.len == 0 {
            return;
        }
        let padded = |from: *const T| {
            let mut buffer = [T::ZERO; MAX_COUNT];
            if !from.is_null() {
                // SAFETY: the slice has `len` elements from here on.
                let from = unsafe { std::slice::from_raw_parts(from, self.len) };
                buffer[..self.len].copy_from_slice(from);
            }
            buffer
        };
        let (x, dy) = (padded(self.x), padded(self.dy));
        let mut results = [[T::ZERO; MAX_COUNT]; N];
        let pass = Pass::new(&x, results.each_mut().map(<[T; MAX_COUNT]>::as_mut_slice));
        let pass = if self.dy.is_null() { pass } else { pass.times(&dy) };
        level.run(Walking { walk, pass });
        for (to, from) in self.results.iter().zip(&results) {
            // SAFETY: the slice has `len` elements from here on.
            let to = unsafe { std::slice::from_raw_parts_mut(*to, self.len) };
            to.copy_from_slice(&from[..self.len]);
        }
    }

    /// The vector of x that starts at element `at`.
    #[inline(always)]
    pub(crate) fn load<A: Elements<T>>(&self, at: usize) -> A {
        debug_assert!(at + A::COUNT <= self.len);
        // SAFETY: walks stay within `len`, which is a multiple of every vector's count.
        A::load(unsafe { std::slice::from_raw_parts(self.x.add(at), A::COUNT) })
    }

    /// The vector of dy that starts at element `at`, where results are multiplied.
    #[inline(always)]
    pub(crate) fn load_dy<A: Elements<T>>(&self, at: usize) -> Option<A> {
        debug_assert!(at + A::COUNT <= self.len);
        if self.dy.is_null() {
            return None;
        }
        // SAFETY: as in `load`.
        Some(A::load(unsafe { std::slice::from_raw_parts(self.dy.add(at), A::COUNT) }))
    }

    /// Writes a vector of results, rounded.
    #[inline(always)]
    pub(crate) fn write<A: Elements<T>>(&mut self, at: usize, result: usize, value: A) {
        debug_assert!(at + A::COUNT <= self.len);
        // SAFETY: as in `load`.
        let place = unsafe { self.results[result].add(at) };
        if self.streams {
            streaming::fetch(self.x.wrapping_add(at));
            if !self.dy.is_null() {
                streaming::fetch(self.dy.wrapping_add(at));
            }
            // SAFETY: as in `load`; `run` has aligned the results, and finishes.
            return value.stream(unsafe { Place::new(place, A::COUNT) });
        }
        // SAFETY: as in `load`; no other slice of this memory is alive.
        value.store(unsafe { std::slice::from_raw_parts_mut(place, A::COUNT) });
    }

    /// A result `TIMES` dy. Whether there is a dy the caller knows, so that no loop has to find out for each vector.
    #[inline(always)]
    pub(crate) fn by_dy<A: Elements<T>, const TIMES: bool>(&self, at: usize, value: A) -> A {
        debug_assert_eq!(self.is_multiplied(), TIMES);
        match self.load_dy(at) {
            Some(dy) if TIMES => value.times(dy),
            _ => value,
        }
    }

    /// Ends the computation of a vector: times dy, then rounded.
    #[inline(always)]
    pub(crate) fn store<A: Elements<T>, const TIMES: bool>(
        &mut self,
        at: usize,
        result: usize,
        value: A,
    ) {
        let value = self.by_dy::<A, TIMES>(at, value);
        self.write(at, result, value);
    }
}

impl<'a, T: Element> Pass<'a, T, 2> {
    /// A pass for each result.
    pub(crate) fn apart(self) -> [Pass<'a, T, 1>; 2] {
        let Self { x, dy, results, len, streams, slices } = self;
        results.map(|result| Pass { x, dy, results: [result], len, streams, slices })
    }
}

impl<'a, T: Element> Pass<'a, T, 1> {
    /// From `x` to itself.
    pub(crate) fn in_place(x: &'a mut [T]) -> Self {
        let data = x.as_mut_ptr();
        Self {
            x: data,
            dy: std::ptr::null(),
            results: [data],
            len: x.len(),
            // What is read is in the cache already, and is what is written.
            streams: false,
            slices: PhantomData,
        }
    }

    /// From `x` to dy, which is multiplied.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub(crate) fn into_dy(x: &'a [T], dy: &'a mut [T]) -> Self {
        assert_eq!(x.len(), dy.len(), "the slices of x and of dy differ in length");
        let data = dy.as_mut_ptr();
        Self {
            x: x.as_ptr(),
            dy: data,
            results: [data],
            len: x.len(),
            streams: false,
            slices: PhantomData,
        }
    }
}

/// A way to go over a pass whose length is a multiple of every vector's count.
pub(crate) trait Walk<T: Element, const N: usize>: Copy {
    /// Must be `#[inline(always)]`, as what a [`Job`] runs.
    fn walk<I: crate::simd::Isa>(self, pass: Pass<'_, T, N>);
}

struct Walking<'a, W, T, const N: usize> {
    walk: W,
    pass: Pass<'a, T, N>,
}

impl<T: Element, W: Walk<T, N>, const N: usize> Job for Walking<'_, W, T, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: crate::simd::Isa>(self) {
        self.walk.walk::<I>(self.pass);
    }
}

/// The results of a vector at the ends of the line: see [`Number::at_ends`].
#[inline(always)]
pub(crate) fn ended<A: Number, const N: usize>(
    x: A,
    values: [A; N],
    limits: &[[f64; 2]; N],
) -> [A; N] {
    let mut results = values;
    for (result, &limits) in results.iter_mut().zip(limits) {
        *result = result.at_ends(x, limits);
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kernel;
    use nonlin_catalogue::{Activation, Parameters};

    /// What is compiled in each kind of numbers, and a formula that runs on the tape.
    const FUNCTIONS: [&str; 4] = ["relu", "sigmoid", "gelu", "x*cos(x)"];
    /// More than two of the longest vectors.
    const LENGTHS: [usize; 12] = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 150];
    /// Where a result begins behind a line.
    const STARTS: [usize; 5] = [0, 1, 4, 8, 15];

    fn inputs<T: Element>(length: usize) -> Vec<T> {
        let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e-40];
        let number =
            |i: usize| special.get(i % 23).copied().unwrap_or((i as f64).mul_add(0.37, -9.0));
        (0..length).map(|i| T::from_f64(number(i))).collect()
    }

    fn bits<T: Element>(slice: &[T]) -> Vec<u64> {
        slice.iter().map(|x| x.to_f64().to_bits()).collect()
    }

    /// Streamed results have the bits of ordinary ones, wherever they begin and end, and nothing beside
    /// them is written.
    fn compare<T: Element>() {
        let mark = T::from_f64(7.0);
        for (name, level) in
            FUNCTIONS.iter().flat_map(|name| Level::available().into_iter().map(move |l| (name, l)))
        {
            let activation = Activation::resolve(name, &Parameters::new()).expect("a function");
            let kernel = Kernel::new(&activation).at(level);
            for length in LENGTHS {
                let (x, dy) = (inputs::<T>(length), inputs::<T>(length + 3)[3..].to_vec());
                for start in STARTS {
                    let mut memory = [vec![mark; length + 64], vec![mark; length + 64]];
                    for differs in [false, true] {
                        let run = |streams: bool, [first, second]: &mut [Vec<T>; 2]| {
                            let begins =
                                |slice: &[T], more| slice.as_ptr().align_offset(LINE) + more;
                            let a = begins(first, start);
                            let b = begins(second, start + usize::from(differs));
                            let y = &mut first[a..][..length];
                            let dydx = &mut second[b..][..length];
                            let both = Pass { streams, ..Pass::new(&x, [&mut *y, &mut *dydx]) };
                            T::both(&kernel, both);
                            let found = [bits(y), bits(dydx)];
                            let forward = Pass { streams, ..Pass::new(&x, [&mut *y]) };
                            T::value(&kernel, forward);
                            let backward =
                                Pass { streams, ..Pass::new(&x, [&mut *dydx]).times(&dy) };
                            T::derivative(&kernel, backward);
                            let [both, slope] = found;
                            let found = [both, slope, bits(y), bits(dydx)];
                            y.fill(mark);
                            dydx.fill(mark);
                            found
                        };
                        let ordinary = run(false, &mut memory);
                        let streamed = run(true, &mut memory);
                        assert_eq!(streamed, ordinary, "{name} {} {length} {start}", level.name());
                        let untouched = |slice: &Vec<T>| slice.iter().all(|x| x.to_f64() == 7.0);
                        assert!(memory.iter().all(untouched), "{name} {length} {start}");
                    }
                }
            }
        }
    }

    #[test]
    fn streamed_results_have_the_bits_of_ordinary_ones() {
        compare::<f32>();
        compare::<f64>();
        compare::<half::f16>();
        compare::<half::bf16>();
    }
}
