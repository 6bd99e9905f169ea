//! Pairs of f32 lanes: twice as many lanes as f64, and about 30 bits, where that is enough.
//!
//! A number is (hi·factor + lo)·2^scale. Only the steps that the last digits depend on are computed in both parts,
//! by the errors of sums (two-sum) and of products (a fused multiply-add); the bulk of a polynomial needs hi
//! alone. What is known to be exact carries no lo, and what is no power of two away no scale: which of them a
//! number has depends on the formula, never on the lanes, so that both [`Option`]s are gone once a formula is
//! inlined. A product stays a product as long as it is not read: where it is the result, one fused
//! multiply-add rounds it. The scale stays apart until the end, so that results which are subnormal are rounded to their
//! few digits after the last product, not before.
//!
//! It is |lo| ≤ 2^−4·|hi|, since the first factor of an exponential and what it leaves over may stay as they are,
//! and mostly far below. Products and sums keep about 2^−26 of it. So a result is within 0.5 and some hundredths ULP where nothing cancels; which formulas are
//! computed so is a statement of their definitions, which is checked over all f32.

mod arithmetic;
mod exponential;
#[cfg(test)]
mod tests;

use arithmetic::fast_two_sum;
use nonlin_expr::Algebra;

use super::{Elements, Number};
use crate::simd::streaming::Place;
use crate::simd::{Floats, MAX_COUNT};

/// The most lanes: of two vectors side by side.
const MOST: usize = 2 * MAX_COUNT;

/// A vector of (hi·factor + lo)·2^scale; 1, 0 and 0 where there is none.
///
/// `NEAR` ones are for arguments up to [`REACH`]. There no result is subnormal, infinite or NaN, so that no
/// argument needs a bound and no exponential a scale.
#[derive(Debug, Clone, Copy)]
pub struct Pair<V, const NEAR: bool> {
    hi: V,
    factor: Option<V>,
    lo: Option<V>,
    scale: Option<V>,
    /// Whether it is known to be above 0, so that no sign of a zero is to be kept.
    positive: bool,
    /// Whether |lo| may be more than 2^−12·|hi|.
    loose: bool,
}

/// How far from 0 arguments of near numbers may be. An exponential may be taken of twice as much.
const REACH: f64 = 40.0;

impl<V: Floats, const NEAR: bool> Pair<V, NEAR> {
    /// hi alone.
    #[inline(always)]
    const fn plain(hi: V) -> Self {
        Self { hi, factor: None, lo: None, scale: None, positive: false, loose: false }
    }

    #[inline(always)]
    const fn new(hi: V, lo: V) -> Self {
        Self { hi, factor: None, lo: Some(lo), scale: None, positive: false, loose: false }
    }

    /// The part `part`, 0 where there is none.
    #[inline(always)]
    fn or_zero(part: Option<V>) -> V {
        part.unwrap_or(V::splat(0.0))
    }

    /// hi·factor + lo in one f32. The sign is that of the product, also where −0 meets a lo of 0.
    #[inline(always)]
    fn whole(self) -> V {
        match (self.factor, self.lo) {
            (None, None) => self.hi,
            (None, Some(lo)) if self.positive => self.hi.add(lo),
            (None, Some(lo)) => self.hi.add(lo).copysign(self.hi),
            (Some(factor), None) => self.hi.mul(factor),
            (Some(factor), Some(lo)) => {
                self.hi.mul_add(factor, lo).copysign(self.hi.signed(factor))
            }
        }
    }

    /// The same number without a factor. Where the product overflows, its lo is no number.
    #[inline(always)]
    fn multiplied(self) -> Self {
        let Some(factor) = self.factor else { return self };
        let hi = self.hi.mul(factor);
        let error = self.hi.mul_add(factor, hi.neg());
        let lo = self.lo.map_or(error, |lo| error.add(lo));
        Self { hi, factor: None, lo: Some(lo), ..self }
    }

    /// Rounded to one f32.
    #[inline(always)]
    fn rounded(self) -> V {
        let sum = self.whole();
        match self.scale {
            Some(scale) => sum.scale(scale),
            None => sum,
        }
    }

    /// The same number, with hi the float next to hi + lo, and neither factor nor scale.
    #[inline(always)]
    fn settled(self) -> Self {
        let number = self.multiplied();
        let Some(lo) = number.lo else { return Self::plain(number.rounded()) };
        let hi = number.hi.add(lo);
        let lo = lo.sub(hi.sub(number.hi));
        match number.scale {
            Some(scale) => Self::new(hi.scale(scale), lo.scale(scale)),
            None => Self::new(hi, lo),
        }
    }

    /// hi, where that is all.
    #[inline(always)]
    const fn single(&self) -> Option<V> {
        match self {
            Self { hi, factor: None, lo: None, scale: None, .. } => Some(*hi),
            _ => None,
        }
    }

    /// `yes` where the mask is true, else `no`.
    #[inline(always)]
    fn select(mask: V::Mask, yes: Self, no: Self) -> Self {
        let part = |yes: Option<V>, no: Option<V>| match (yes, no) {
            (None, None) => None,
            (yes, no) => Some(V::select(mask, Self::or_zero(yes), Self::or_zero(no))),
        };
        let (yes, no) = (yes.multiplied(), no.multiplied());
        Self {
            hi: V::select(mask, yes.hi, no.hi),
            factor: None,
            lo: part(yes.lo, no.lo),
            scale: part(yes.scale, no.scale),
            positive: yes.positive && no.positive,
            loose: yes.loose || no.loose,
        }
    }

    /// Lane by lane, in f64: for operators that have no code of their own.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the rest is kept")]
    fn lane_by_lane<const N: usize>(arguments: [&Self; N], f: impl Fn([f64; N]) -> f64) -> Self {
        let mut lanes = [[0.0; MOST]; N];
        for (lanes, argument) in lanes.iter_mut().zip(arguments) {
            let argument = argument.settled();
            let (mut hi, mut lo) = ([0.0; MOST], [0.0; MOST]);
            argument.hi.store(&mut hi);
            Self::or_zero(argument.lo).store(&mut lo);
            *lanes = std::array::from_fn(|lane| f64::from(hi[lane]) + f64::from(lo[lane]));
        }
        let (mut hi, mut lo) = ([0.0; MOST], [0.0; MOST]);
        for lane in 0..V::COUNT {
            let result = f(std::array::from_fn(|i| lanes[i][lane]));
            hi[lane] = result as f32;
            let rest = result - f64::from(hi[lane]);
            lo[lane] = if rest.is_finite() { rest as f32 } else { 0.0 };
        }
        Self::new(V::load(&hi), V::load(&lo))
    }
}

impl<V: Floats> Pair<V, true> {
    /// Whether every lane is no further from 0 than [`REACH`].
    #[inline(always)]
    pub(crate) fn all_near(self) -> bool {
        self.hi.all_near(REACH)
    }

    /// Rounded: itself where x is near to 0, else `far`.
    #[inline(always)]
    pub(crate) fn or_far(self, x: Self, far: Pair<V, false>) -> Self {
        let near = x.hi.abs().le(V::splat(REACH));
        Self::plain(V::select(near, self.rounded(), far.rounded()))
    }
}

impl<V: Floats, const NEAR: bool> Number for Pair<V, NEAR> {
    const COUNT: usize = V::COUNT;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the rest is kept")]
    fn constant(high: f64, low: f64) -> Self {
        let rest = high - f64::from(high as f32) + low;
        if rest == 0.0 || !rest.is_finite() {
            return Self::plain(V::splat(high));
        }
        Self::new(V::splat(high), V::splat(rest))
    }
    #[inline(always)]
    fn if_less(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::select(a.rounded().lt(b.rounded()), *c, *d)
    }
    #[inline(always)]
    fn if_less_eq(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::select(a.rounded().le(b.rounded()), *c, *d)
    }
    #[inline(always)]
    fn if_equal(a: &Self, b: &Self, c: &Self, d: &Self) -> Self {
        Self::select(a.rounded().eq(b.rounded()), *c, *d)
    }
    #[inline(always)]
    fn lesser(a: &Self, b: &Self) -> Self {
        match (a.single(), b.single()) {
            (Some(a), Some(b)) => Self::plain(a.lesser(b)),
            _ => Self::select(b.rounded().lt(a.rounded()), *b, *a),
        }
    }
    #[inline(always)]
    fn greater(a: &Self, b: &Self) -> Self {
        match (a.single(), b.single()) {
            (Some(a), Some(b)) => Self::plain(a.greater(b)),
            _ => Self::select(a.rounded().lt(b.rounded()), *b, *a),
        }
    }
    #[inline(always)]
    fn add_smaller(a: &Self, b: &Self) -> Self {
        match (a.single(), b.single()) {
            (Some(a), Some(b)) => {
                let (hi, lo) = fast_two_sum(a, b);
                Self::new(hi, lo)
            }
            _ => Self::add(a, b),
        }
    }
    #[inline(always)]
    fn at_ends(self, x: Self, limits: [f64; 2]) -> Self {
        if NEAR || x.hi.all_finite() {
            return self;
        }
        let finite = x.hi.abs().lt(V::splat(f64::INFINITY));
        let zero = V::splat(0.0);
        Self {
            hi: V::select(finite, self.hi, x.hi.end(limits)),
            factor: self.factor.map(|factor| V::select(finite, factor, V::splat(1.0))),
            lo: self.lo.map(|lo| V::select(finite, lo, zero)),
            scale: self.scale.map(|scale| V::select(finite, scale, zero)),
            positive: false,
            loose: self.loose,
        }
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self::lane_by_lane([&self], |[a]| f(a))
    }
}

impl<V: Floats, const NEAR: bool> Elements<f32> for Pair<V, NEAR> {
    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self::plain(V::load(from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        self.rounded().store(to);
    }
    #[inline(always)]
    fn stream(self, to: Place<'_, f32>) {
        self.rounded().stream(to);
    }
    /// One rounding, of hi·dy + lo·dy. The second product stays so far within the range of f32 that it never
    /// turns the first, where that is infinite or overflows.
    #[inline(always)]
    fn times(self, dy: Self) -> Self {
        let number = self.multiplied();
        let lo = number.lo.map(|lo| lo.mul(dy.hi).within(-FAR, FAR));
        Self { factor: Some(dy.hi), lo, positive: false, ..number }
    }
}

/// 2^124: no lo is so large beside a finite hi.
const FAR: f64 = (1_u128 << 124) as f64;
