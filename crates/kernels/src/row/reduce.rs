//! Reductions of a row to one number.

use nonlin_expr::row::Reduction;

use super::lanes::{Lane, Lanes};
use super::program::{Program, Row, Scratch};
use crate::compensated::Compensated;
use crate::element::Element;
use crate::program::BLOCK;

impl Program {
    /// `body` reduced over the row, at `rank` where the reduction takes one.
    pub(super) fn reduce<T: Element, L: Lane>(
        &self,
        reduction: Reduction,
        body: &Lanes,
        rank: Option<L>,
        scratch: &mut Scratch<L>,
        row: &Row<'_, T>,
    ) -> L {
        let mut sums = [Compensated::exact(0.0); 4];
        let mut best: (L, usize) = (L::exact(f64::NEG_INFINITY), 0);
        let mut nan = false;
        let mut ranked = std::mem::take(&mut scratch.ranked);
        ranked.clear();
        for start in (0..row.elements).step_by(BLOCK) {
            let width = (row.elements - start).min(BLOCK);
            let values = self.block(body, scratch, row, start, width);
            match reduction {
                Reduction::Sum => accumulate(&mut sums, values),
                Reduction::Maximum | Reduction::Argmax => {
                    for (place, value) in (start..).zip(values) {
                        match L::order(value, &best.0) {
                            Some(order) if order.is_gt() => best = (*value, place),
                            Some(_) => {}
                            None => nan = true,
                        }
                    }
                }
                Reduction::Largest | Reduction::Arglargest => {
                    nan |= values.iter().any(|value| value.rounded().is_nan());
                    ranked.extend(values.iter().copied().zip(start..));
                }
            }
        }
        let place = |index: usize| {
            #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
            let place = index as f64;
            L::exact(place)
        };
        let result = match reduction {
            Reduction::Sum => {
                let [a, b, c, d] = sums;
                let add = <Compensated as nonlin_expr::Algebra>::add;
                let sum = add(&add(&a, &b), &add(&c, &d));
                L::from_parts(sum.value, sum.error)
            }
            _ if nan => L::exact(f64::NAN),
            Reduction::Maximum => best.0,
            Reduction::Argmax => place(best.1),
            Reduction::Largest | Reduction::Arglargest => {
                match ranked_at(&mut ranked, rank.map_or(f64::NAN, Lane::rounded)) {
                    Ok((value, _)) if reduction == Reduction::Largest => value,
                    Ok((_, index)) => place(index),
                    Err(beyond) if reduction == Reduction::Largest => L::exact(beyond),
                    // No element: no place.
                    Err(beyond) => L::exact(if beyond.is_nan() { beyond } else { -1.0 }),
                }
            }
        };
        scratch.ranked = ranked;
        result
    }
}

/// Adds lanes to four running sums, always in the same order.
fn accumulate<L: Lane>(sums: &mut [Compensated; 4], values: &[L]) {
    for group in values.chunks(sums.len()) {
        for (sum, value) in sums.iter_mut().zip(group) {
            let (value, error) = value.parts();
            *sum = nonlin_expr::Algebra::add(sum, &Compensated { value, error });
        }
    }
}

/// The element at this rank, 1 for the largest; equal ones by their places. Beyond the ends, what
/// no element reaches: +∞ before the first, −∞ after the last.
fn ranked_at<L: Lane>(ranked: &mut [(L, usize)], rank: f64) -> Result<(L, usize), f64> {
    if rank.is_nan() {
        return Err(f64::NAN);
    }
    if rank < 1.0 {
        return Err(f64::INFINITY);
    }
    #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
    if rank.floor() > ranked.len() as f64 {
        return Err(f64::NEG_INFINITY);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let index = rank.floor() as usize - 1;
    let descending = |a: &(L, usize), b: &(L, usize)| {
        let order = L::order(&b.0, &a.0).unwrap_or(std::cmp::Ordering::Equal);
        order.then(a.1.cmp(&b.1))
    };
    Ok(*ranked.select_nth_unstable_by(index, descending).1)
}
