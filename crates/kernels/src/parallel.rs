//! The same passes on all threads.
//!
//! Since an element's result depends on its value alone, the bits are those of one thread.
//!
//! Another thread has to be told of its part. One that is looking for work begins within a microsecond; one
//! that sleeps takes some 13 to wake up (measured on 2 cores, under a hypervisor). So a task is worth
//! [`TASK`]: of two that size the second spares at least the time that its thread takes to wake up. A caller
//! outside the pool does one of them itself: to hand all of them over and wait takes as long again, which
//! doesn't count only in a [`LONG`] pass.

use crate::Kernel;
use crate::element::Element;
use crate::pass::Pass;
use crate::simd::MAX_COUNT;

/// Nanoseconds of work that are worth a task of their own.
const TASK: f64 = 15_000.0;
/// Nanoseconds from which on a pass is long.
const LONG: f64 = 1e6;
/// Tasks for each thread in a long pass: a thread that is held up leaves some of its own to the others.
const TASKS: usize = 16;

impl Kernel {
    /// [`value`](Self::value) on all threads of the current rayon pool.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value<T: Element>(&self, x: &[T], y: &mut [T]) {
        divide(Pass::new(x, [y]), T::costs(self)[0], &|part| T::value(self, part));
    }

    /// [`value_in_place`](Self::value_in_place) on all threads.
    pub fn par_value_in_place<T: Element>(&self, x: &mut [T]) {
        divide(Pass::in_place(x), T::costs(self)[0], &|part| T::value(self, part));
    }

    /// [`derivative`](Self::derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        divide(Pass::new(x, [dydx]), T::costs(self)[1], &|part| T::derivative(self, part));
    }

    /// [`value_and_derivative`](Self::value_and_derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        let [value, derivative] = T::costs(self);
        divide(Pass::new(x, [y, dydx]), value + derivative, &|part| T::both(self, part));
    }

    /// [`backward`](Self::backward) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        divide(Pass::new(x, [dx]).times(dy), T::costs(self)[1], &|part| T::derivative(self, part));
    }

    /// [`backward_in_place`](Self::backward_in_place) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward_in_place<T: Element>(&self, x: &[T], dy: &mut [T]) {
        divide(Pass::into_dy(x, dy), T::costs(self)[1], &|part| T::derivative(self, part));
    }
}

/// Runs `run` over parts of a pass, on all threads; an element takes `cost` nanoseconds.
pub(crate) fn divide<T: Element, const N: usize>(
    pass: Pass<'_, T, N>,
    cost: f64,
    run: &(impl Fn(Pass<'_, T, N>) + Sync),
) {
    let threads = rayon::current_num_threads();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let (tasks, long) = {
        let time = cost * pass.len() as f64;
        ((time / TASK) as usize, time >= LONG)
    };
    if tasks < 2 || threads < 2 {
        return run(pass);
    }
    let most = if long { TASKS * threads } else { threads };
    let part = pass.len().div_ceil(tasks.min(most)).next_multiple_of(MAX_COUNT);
    if long || rayon::current_thread_index().is_some() {
        return halve(pass, part, run);
    }
    let own = part.min(pass.len());
    let (own, rest) = pass.split_at(own);
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| halve(rest, part, run));
        run(own);
    });
}

/// Halves a pass until no part is longer than `part`.
fn halve<T: Element, const N: usize>(
    pass: Pass<'_, T, N>,
    part: usize,
    run: &(impl Fn(Pass<'_, T, N>) + Sync),
) {
    if pass.len() <= part {
        return run(pass);
    }
    let middle = (pass.len() / 2).next_multiple_of(MAX_COUNT);
    let (left, right) = pass.split_at(middle);
    rayon::join(|| halve(left, part, run), || halve(right, part, run));
}
