//! The same passes over elements that do not lie side by side: columns, every third element, a view of
//! an array of any shape. An iterator says where they are, so that every container's own one will do.
//!
//! ```
//! use nonlin_catalogue::{Activation, Parameters};
//! use nonlin_kernels::Kernel;
//!
//! let relu = Kernel::new(&Activation::resolve("relu", &Parameters::new())?);
//! let mut table = [-1.0_f32, 2.0, -3.0, -4.0, 5.0, -6.0]; // 2 rows of 3
//! relu.value_strided_in_place(table.iter_mut().step_by(3)); // the first column
//! assert_eq!(table, [0.0, 2.0, -3.0, 0.0, 5.0, -6.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::Kernel;
use crate::element::Element;

/// Elements gathered at a time.
const BLOCK: usize = 256;

impl Kernel {
    /// y = f(x), element by element, until one of them ends.
    pub fn value_strided<'a, T: Element>(
        &self,
        x: impl IntoIterator<Item = &'a T>,
        y: impl IntoIterator<Item = &'a mut T>,
    ) {
        each_block(x.into_iter().copied().zip(y), |x, y| self.value(x, y));
    }

    /// x becomes f(x), element by element.
    pub fn value_strided_in_place<'a, T: Element>(&self, x: impl IntoIterator<Item = &'a mut T>) {
        each_block(x.into_iter().map(|x| (*x, x)), |x, y| self.value(x, y));
    }

    /// dx = dy·f′(x), element by element, until one of them ends.
    pub fn backward_strided<'a, T: Element>(
        &self,
        x: impl IntoIterator<Item = &'a T>,
        dy: impl IntoIterator<Item = &'a T>,
        dx: impl IntoIterator<Item = &'a mut T>,
    ) {
        let mut slopes = Vec::with_capacity(BLOCK);
        let mut dy = dy.into_iter().copied();
        let pairs = x.into_iter().copied().zip(dx).map_while(|(x, dx)| Some(((x, dy.next()?), dx)));
        each_block(pairs, |both, dx| {
            let x: Vec<T> = both.iter().map(|&(x, _)| x).collect();
            slopes.clear();
            slopes.extend(both.iter().map(|&(_, dy)| dy));
            self.backward(&x, &slopes, dx);
        });
    }
}

/// Gathers the sources, computes a block of results, and puts them where they belong.
fn each_block<'a, S: Copy, T: Element>(
    pairs: impl Iterator<Item = (S, &'a mut T)>,
    mut compute: impl FnMut(&[S], &mut [T]),
) {
    let mut sources = Vec::with_capacity(BLOCK);
    let mut places: Vec<&mut T> = Vec::with_capacity(BLOCK);
    let mut results = [T::ZERO; BLOCK];
    let mut flush = |sources: &mut Vec<S>, places: &mut Vec<&'a mut T>| {
        let results = &mut results[..sources.len()];
        compute(sources, results);
        for (place, result) in places.drain(..).zip(results) {
            *place = *result;
        }
        sources.clear();
    };
    for (source, place) in pairs {
        sources.push(source);
        places.push(place);
        if sources.len() == BLOCK {
            flush(&mut sources, &mut places);
        }
    }
    flush(&mut sources, &mut places);
}
