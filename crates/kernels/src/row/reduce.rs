//! Reductions of a row to one number.

use nonlin_expr::row::Reduction;

use nonlin_expr::{Algebra, DoubleDouble};

use super::lanes::Lanes;
use super::program::{Program, Row, Scratch};
use crate::element::{BLOCK, Element, Lane};

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
        let mut sums = [DoubleDouble::from(0.0); 4];
        let mut best: (L, usize) = (L::from(f64::NEG_INFINITY), 0);
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
                        match value.partial_cmp(&best.0) {
                            Some(order) if order.is_gt() => best = (*value, place),
                            Some(_) => {}
                            None => nan = true,
                        }
                    }
                }
                Reduction::Largest | Reduction::Arglargest => {
                    nan |= values.iter().any(|value| value.to_f64().is_nan());
                    ranked.extend(values.iter().copied().zip(start..));
                }
            }
        }
        let place = |index: usize| {
            #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
            let place = index as f64;
            L::from(place)
        };
        let result = match reduction {
            Reduction::Sum => {
                let [a, b, c, d] = sums;
                let add = DoubleDouble::add;
                L::narrow(add(&add(&a, &b), &add(&c, &d)))
            }
            _ if nan => L::from(f64::NAN),
            Reduction::Maximum => best.0,
            Reduction::Argmax => place(best.1),
            Reduction::Largest | Reduction::Arglargest => {
                match ranked_at(&mut ranked, rank.map_or(f64::NAN, Lane::to_f64)) {
                    Ok((value, _)) if reduction == Reduction::Largest => value,
                    Ok((_, index)) => place(index),
                    Err(beyond) if reduction == Reduction::Largest => L::from(beyond),
                    // No element: no place.
                    Err(beyond) => L::from(if beyond.is_nan() { beyond } else { -1.0 }),
                }
            }
        };
        scratch.ranked = ranked;
        result
    }
}

/// Adds lanes to four running sums, always in the same order.
fn accumulate<L: Lane>(sums: &mut [DoubleDouble; 4], values: &[L]) {
    for group in values.chunks(sums.len()) {
        for (sum, value) in sums.iter_mut().zip(group) {
            *sum = DoubleDouble::add(sum, &(*value).into());
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
        let order = b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal);
        order.then(a.1.cmp(&b.1))
    };
    Ok(*ranked.select_nth_unstable_by(index, descending).1)
}
