//! Rows with infinite elements where arithmetic finds no value: ∞ − ∞, 0·∞.
//!
//! The infinite elements are replaced by very large ones along several paths: all alike, growing and
//! falling from place to place, at two sizes each. What all paths agree on is taken for the limit; a
//! softmax with one +∞ is 1 there and 0 elsewhere, one with two +∞ has no limit there. That is a
//! numerical judgement, and no proof. Where elements do not mix, the one that is infinite decides
//! alone, and two infinite parts of one element (∞·σ(−∞)) are left as arithmetic has them.

use super::walk::Walk;
use crate::element::Element;
use crate::simd::Isa;

/// The sizes of what stands for infinity; squares and cubes of them are floats still.
const SIZES: [i32; 2] = [240, 300];
/// Larger finite elements could rival them.
const RIVAL: f64 = 1e50;
/// Values agree when they differ by less than this, relatively, or are both less than its square.
const SETTLED: f64 = 1e-12;
/// Growing values past this tend to infinity.
const ESCAPED: f64 = 1e50;

/// Replaces the NaN in `y` by limits, where there are any.
pub(super) fn fill<I: Isa, T: Element>(walk: &Walk<'_, I, T>, slices: &[&[T]], y: &mut [T]) {
    let Some((x, others)) = slices.split_first() else { return };
    let wide = |slice: &[T]| -> Vec<f64> { slice.iter().map(|x| x.to_f64()).collect() };
    let x = wide(x);
    let infinite = x.iter().filter(|x| x.is_infinite()).count();
    let tame = |x: &f64| x.is_infinite() || x.abs() < RIVAL;
    if infinite == 0 || !x.iter().all(tame) {
        return;
    }
    let others: Vec<Vec<f64>> = others.iter().map(|slice| wide(slice)).collect();
    let mut far = Walk::<I, f64>::new(walk.program, walk.elements);
    far.take_noise(walk);
    let mut along = |size: i32, weight: &dyn Fn(usize) -> f64| {
        let mut place = 0;
        let path: Vec<f64> = x
            .iter()
            .map(|&x| {
                if !x.is_infinite() {
                    return x;
                }
                place += 1;
                (2_f64.powi(size) * weight(place)).copysign(x)
            })
            .collect();
        let slices: Vec<&[f64]> =
            std::iter::once(&path[..]).chain(others.iter().map(Vec::as_slice)).collect();
        let mut values = vec![f64::NAN; y.len()];
        far.row(&slices, &mut values);
        values
    };
    #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
    let paths = SIZES.map(|size| {
        [
            along(size, &|_| 1.0),
            along(size, &|place| place as f64),
            along(size, &|place| (infinite + 1 - place) as f64),
        ]
    });
    for (index, y) in y.iter_mut().enumerate() {
        let mixed = walk.program.is_elementwise() && {
            let parts = x.iter().skip(index % walk.elements.max(1)).step_by(walk.elements.max(1));
            parts.filter(|x| x.is_infinite()).count() > 1
        };
        if y.to_f64().is_nan() && !mixed {
            let [near, far] = paths.each_ref().map(|paths| paths.each_ref().map(|v| v[index]));
            *y = T::from_f64(agreed(near, far));
        }
    }
}

fn agreed(near: [f64; 3], far: [f64; 3]) -> f64 {
    let first = far[0];
    let settled = |value: &f64| {
        (value - first).abs() <= SETTLED * first.abs()
            || (value.abs() < SETTLED * SETTLED && first.abs() < SETTLED * SETTLED)
    };
    if near.iter().chain(&far).all(settled) {
        return if first.abs() < SETTLED * SETTLED { 0.0_f64.copysign(first) } else { first };
    }
    let mut pairs = near.iter().zip(&far);
    let grows = |(near, far): (&f64, &f64)| {
        near.abs() > ESCAPED
            && far.abs() > near.abs()
            && near.signum() == first.signum()
            && far.signum() == first.signum()
    };
    if pairs.all(grows) { f64::INFINITY.copysign(first) } else { f64::NAN }
}
