//! Between a row's elements and vectors in registers.

use nonlin_expr::DoubleDouble;

use crate::element::Element;
use crate::number::{Elements, Number, Packed};
use crate::simd::{MAX_COUNT, Task};

/// Elements that do not fill a vector, and the last one again and again.
pub(super) fn padded<T: Element>(elements: &[T]) -> [T; MAX_COUNT] {
    let mut padded = [elements.last().copied().unwrap_or(T::ZERO); MAX_COUNT];
    padded[..elements.len()].copy_from_slice(elements);
    padded
}

/// Elements into vectors.
pub(super) struct Read<'a, T, A> {
    pub(super) from: &'a [T],
    pub(super) to: &'a mut [A],
}

impl<T: Element, A: Elements<T>> Task for Read<'_, T, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (to, from) in self.to.iter_mut().zip(self.from.chunks_exact(A::COUNT)) {
            *to = A::load(from);
        }
    }
}

/// Vectors into elements; whether there is a NaN.
pub(super) struct Store<'a, T, A> {
    pub(super) values: &'a [A],
    pub(super) to: &'a mut [T],
}

impl<T: Element, A: Elements<T> + Packed> Task for Store<'_, T, A> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let mut nan = false;
        for (to, value) in self.to.chunks_exact_mut(A::COUNT).zip(self.values) {
            nan |= value.has_nan();
            value.store(to);
        }
        nan
    }
}

/// One number into vectors.
pub(super) struct Fill<'a, A> {
    pub(super) value: DoubleDouble,
    pub(super) to: &'a mut [A],
}

impl<A: Number> Task for Fill<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let value = A::constant(self.value.hi(), self.value.lo());
        for to in self.to {
            *to = value;
        }
    }
}

/// Places into vectors.
pub(super) struct Count<'a, A> {
    pub(super) first: usize,
    pub(super) to: &'a mut [A],
}

impl<A: Packed> Task for Count<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let places = A::places();
        for (to, first) in self.to.iter_mut().zip((self.first..).step_by(A::COUNT)) {
            #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
            let first = first as f64;
            *to = A::add(&places, &A::constant(first, 0.0));
        }
    }
}

/// Floats into vectors.
pub(super) struct Spread<'a, A> {
    pub(super) from: &'a [f64],
    pub(super) to: &'a mut [A],
}

impl<A: Packed> Task for Spread<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (to, from) in self.to.iter_mut().zip(self.from.chunks(A::COUNT)) {
            *to = A::pack(from);
        }
    }
}
