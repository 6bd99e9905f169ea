//! The passes of an activation over slices, each that of its kernel.

use nonlin_kernels::Element;

use crate::Activation;

/// One thread.
impl Activation {
    /// y\[i\] = f(x\[i\]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value<T: Element>(&self, x: &[T], y: &mut [T]) {
        self.kernel().value(x, y);
    }

    /// x\[i\] becomes f(x\[i\]).
    pub fn value_in_place<T: Element>(&self, x: &mut [T]) {
        self.kernel().value_in_place(x);
    }

    /// dydx\[i\] = f′(x\[i\]). At a kink it is what the definition states: relu′(0) = 0.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        self.kernel().derivative(x, dydx);
    }

    /// y\[i\] = f(x\[i\]) and dydx\[i\] = f′(x\[i\]) in one pass, which computes once what both share.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        self.kernel().value_and_derivative(x, y, dydx);
    }

    /// dx\[i\] = dy\[i\]·f′(x\[i\]): the gradient by the input from that by the output. The product is
    /// rounded once, so that it is exact to the type even where f′ is subnormal; 0·∞ is NaN.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        self.kernel().backward(x, dy, dx);
    }

    /// dy\[i\] becomes dy\[i\]·f′(x\[i\]); see [`backward`](Self::backward).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn backward_in_place<T: Element>(&self, x: &[T], dy: &mut [T]) {
        self.kernel().backward_in_place(x, dy);
    }
}

/// All threads of the current rayon pool. The results have the same bits as on one thread; slices too
/// short to be worth it stay on the caller's.
impl Activation {
    /// [`value`](Self::value) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value<T: Element>(&self, x: &[T], y: &mut [T]) {
        self.kernel().par_value(x, y);
    }

    /// [`value_in_place`](Self::value_in_place) on all threads.
    pub fn par_value_in_place<T: Element>(&self, x: &mut [T]) {
        self.kernel().par_value_in_place(x);
    }

    /// [`derivative`](Self::derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_derivative<T: Element>(&self, x: &[T], dydx: &mut [T]) {
        self.kernel().par_derivative(x, dydx);
    }

    /// [`value_and_derivative`](Self::value_and_derivative) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_value_and_derivative<T: Element>(&self, x: &[T], y: &mut [T], dydx: &mut [T]) {
        self.kernel().par_value_and_derivative(x, y, dydx);
    }

    /// [`backward`](Self::backward) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward<T: Element>(&self, x: &[T], dy: &[T], dx: &mut [T]) {
        self.kernel().par_backward(x, dy, dx);
    }

    /// [`backward_in_place`](Self::backward_in_place) on all threads.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn par_backward_in_place<T: Element>(&self, x: &[T], dy: &mut [T]) {
        self.kernel().par_backward_in_place(x, dy);
    }
}

/// Elements that do not lie side by side: an iterator says where they are, such as `step_by` for a
/// column, or that of a view of any container. A pass ends where the shortest of its iterators does.
impl Activation {
    /// y = f(x), element by element.
    pub fn value_strided<'a, T: Element>(
        &self,
        x: impl IntoIterator<Item = &'a T>,
        y: impl IntoIterator<Item = &'a mut T>,
    ) {
        self.kernel().value_strided(x, y);
    }

    /// x becomes f(x), element by element.
    pub fn value_strided_in_place<'a, T: Element>(&self, x: impl IntoIterator<Item = &'a mut T>) {
        self.kernel().value_strided_in_place(x);
    }

    /// dx = dy·f′(x), element by element.
    pub fn backward_strided<'a, T: Element>(
        &self,
        x: impl IntoIterator<Item = &'a T>,
        dy: impl IntoIterator<Item = &'a T>,
        dx: impl IntoIterator<Item = &'a mut T>,
    ) {
        self.kernel().backward_strided(x, dy, dx);
    }
}
