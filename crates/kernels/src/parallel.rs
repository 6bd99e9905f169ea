//! The same passes on all threads.
//!
//! A pass is halved until a part is small, at multiples of a whole number of vectors; since an element's
//! result depends on its value alone, the bits are those of one thread.

use crate::Kernel;
use crate::element::Element;
use crate::pass::Pass;
use crate::simd::MAX_COUNT;

/// Elements that are worth a task of their own: some ten microseconds of the fastest kernels.
const GRAIN: usize = 65_536;

impl Kernel {
    /// [`value`](Self::value) on all threads of the current rayon pool.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value<T: Element>(&self, x: &[T], y: &mut [T]) {
        halve(Pass::new(x, [y]), &|part| T::value(self, part));
    }

    /// [`value_in_place`](Self::value_in_place) on all threads.
    pub fn par_value_in_place<T: Element>(&self, x: &mut [T]) {
        halve(Pass::in_place(x), &|part| T::value(self, part));
    }

    /// [`derivative`](Self::derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        halve(Pass::new(x, [dydx]), &|part| T::derivative(self, part));
    }

    /// [`value_and_derivative`](Self::value_and_derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        halve(Pass::new(x, [y, dydx]), &|part| T::both(self, part));
    }

    /// [`backward`](Self::backward) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        halve(Pass::new(x, [dx]).times(dy), &|part| T::derivative(self, part));
    }

    /// [`backward_in_place`](Self::backward_in_place) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward_in_place<T: Element>(&self, x: &[T], dy: &mut [T]) {
        halve(Pass::into_dy(x, dy), &|part| T::derivative(self, part));
    }
}

pub(crate) fn halve<T: Element, const N: usize>(
    pass: Pass<'_, T, N>,
    run: &(impl Fn(Pass<'_, T, N>) + Sync),
) {
    if pass.len() < 2 * GRAIN {
        return run(pass);
    }
    let middle = (pass.len() / 2).next_multiple_of(MAX_COUNT);
    let (left, right) = pass.split_at(middle);
    rayon::join(|| halve(left, run), || halve(right, run));
}
