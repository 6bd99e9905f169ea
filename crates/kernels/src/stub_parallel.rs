//! Stand-ins for the backward pass and the parallel entry points, until the real ones are merged.

use std::thread;

use crate::{Element, Kernel};

impl Kernel {
    /// dx\[i\] = dy\[i\]·f′(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        self.derivative(x, dx);
        for (dx, dy) in dx.iter_mut().zip(dy) {
            *dx = T::from_f64(dx.to_f64() * dy.to_f64());
        }
    }

    /// [`value`](Self::value) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value<T: Element>(&self, x: &[T], y: &mut [T]) {
        let part = part(x.len());
        thread::scope(|scope| {
            for (x, y) in x.chunks(part).zip(y.chunks_mut(part)) {
                scope.spawn(|| self.value(x, y));
            }
        });
    }

    /// [`backward`](Self::backward) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        let part = part(x.len());
        thread::scope(|scope| {
            for ((x, dy), dx) in x.chunks(part).zip(dy.chunks(part)).zip(dx.chunks_mut(part)) {
                scope.spawn(|| self.backward(x, dy, dx));
            }
        });
    }
}

fn part(len: usize) -> usize {
    len.div_ceil(thread::available_parallelism().map_or(1, usize::from)).max(1)
}
