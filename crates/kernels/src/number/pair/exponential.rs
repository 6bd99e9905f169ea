//! The exponential of pairs, and what is made of one.
//!
//! x = k·ln 2 + r for a multiple k of a step and |r| at most half a step times ln 2; k comes from an addition
//! that rounds. In e^x = 2^k·e^r everything up to the last sum or product is of the size of r, so that f32
//! is enough for it.
//!
//! For e^x alone the step is 1/32. Instead of 2^(i/32) the number 1 + i/32 is taken, which no table has to hold:
//! the bits of k = ⌊k⌋ + i/32, shifted to where a float has its exponent, are 2^⌊k⌋·(1 + i/32). What that is more than
//! 2^k goes into r as a logarithm from a table, and −0.071 ≤ r ≤ 0.011. e^r − 1 = r + r²·q(r) has an error of 2^−30. Next to 0 e^x − 1 needs r itself to all digits and the
//! table would cancel; there the step is 1, so that 2^k − 1 is exact, and q is longer.

use super::Pair;
use super::arithmetic::fast_two_sum;
use crate::simd::Floats;

/// 1.5·2^23 over the steps to a factor of 2: the lowest bit counts steps.
const fn place(steps: f64) -> f64 {
    12_582_912.0 / steps
}

/// ln 2 in two f32. The product of k and the first part has no digit that is lost in x − k·ln 2.
const LN_2: [f64; 2] = [0.693_147_182_464_599_6, -1.904_654_212_125_933_5e-9];

/// Past it e^x is ∞, or 0 even after a product with any f32. There its two parts have a factor of 0.7, so
/// that the product of the factor with the largest f32 does not overflow.
const END: f64 = 199.973;
/// The largest lo of such an x.
const LOW_END: f64 = 2e-5;

/// The origin of exponents of f32.
const BIAS: f64 = 127.0;

/// Up to it e^x − 1 is −1: e^x is half a unit of the last place, and 2^−25 − 1 is rounded to −1.
const LOWEST: f64 = -17.33;

/// Steps to a factor of 2.
const STEPS: f64 = 32.0;
/// Where k is 0: its lowest bits are the origin of exponents.
const ORIGIN: f64 = place(STEPS) + BIAS;

/// e^(x + low) = 2^⌊k⌋·(1 + i/32)·e^r with i = 32·(k − ⌊k⌋), for |x| ≤ 200.
struct Power<V> {
    /// k where its lowest bits are 32·(⌊k⌋ + 127) + i.
    placed: V,
    r: V,
}

impl<V: Floats> Power<V> {
    #[inline(always)]
    fn of(x: V, low: Option<V>) -> Self {
        let origin = V::splat(ORIGIN);
        let placed = x.mul_add(V::splat(core::f64::consts::LOG2_E), origin);
        let k = placed.sub(origin);
        let r = k.neg_mul_add(V::splat(LN_2[1]), k.neg_mul_add(V::splat(LN_2[0]), x));
        let r = low.map_or(r, |low| r.add(low));
        Self { placed, r: r.add(placed.lookup(&LOGARITHMS)) }
    }

    /// 2^⌊k⌋·(1 + i/32), which is normal.
    #[inline(always)]
    fn near(&self) -> V {
        self.placed.steps()
    }

    /// The same, or where it is not normal, some number that isn't either.
    #[inline(always)]
    fn whole(&self) -> V {
        self.placed.greater(V::splat(place(STEPS))).steps()
    }

    /// The same in two parts, (1 + i/32)/2 and the exponent of 2, which is to be rounded down.
    #[inline(always)]
    fn parts(&self) -> [V; 2] {
        let exponent = self.placed.sub(V::splat(ORIGIN - 1.0));
        [self.placed.lookup(&HALVES), exponent]
    }
}

/// e^r − 1 for the coefficients' r.
#[inline(always)]
fn rest<V: Floats>(r: V, [a, b, c]: [f64; 3]) -> V {
    let q = r.mul_add(V::splat(c), V::splat(b));
    r.mul(r).mul_add(r.mul_add(q, V::splat(a)), r)
}

/// e^x − 1 = (scale − 1) + scale·(r + square·q).
struct Growth<V> {
    scale: V,
    r: V,
    square: V,
    q: V,
}

/// For −80 ≤ x ≤ 1.
///
/// scale = 2^k, and r + r²·q(r) = e^r − 1, where r is x itself if k is 0. What f32 leaves over of ln 2 is
/// k·2^k·2^−29 of the result, at most 2^−30 absolute, where the result is 0.29 or more: it is left out. With
/// a `bottom`, so is k < −24, where e^x is below half a unit of the last place of 1: there r grows instead, to
/// −1.8, which q bears for the few digits that are seen.
#[inline(always)]
fn growth<V: Floats>(x: V, bottom: bool) -> Growth<V> {
    let place = place(1.0) + BIAS;
    let placed = x.mul_add(V::splat(core::f64::consts::LOG2_E), V::splat(place));
    let placed = if bottom { placed.greater(V::splat(place - 24.0)) } else { placed };
    let k = placed.sub(V::splat(place));
    let r = k.neg_mul_add(V::splat(LN_2[0]), x);
    let square = r.mul(r);
    let pair = |i: usize| r.mul_add(V::splat(LONG[i + 1]), V::splat(LONG[i]));
    let q = pair(4).mul_add(square, pair(2)).mul_add(square, pair(0));
    Growth { scale: placed.power_of_two(), r, square, q }
}

impl<V: Floats, const NEAR: bool> Pair<V, NEAR> {
    #[inline(always)]
    pub(super) fn exponential(self) -> Self {
        let x = self.unscaled();
        let (hi, scale, r) = if NEAR {
            let power = Power::of(x.hi, x.lo);
            (power.near(), None, power.r)
        } else {
            let low = x.lo.map(|lo| lo.within(-LOW_END, LOW_END));
            let power = Power::of(x.hi.within(-END, END), low);
            let [half, exponent] = power.parts();
            (half, Some(exponent), power.r)
        };
        Self {
            hi,
            factor: None,
            lo: Some(hi.mul(rest(r, FALLING))),
            scale,
            positive: true,
            loose: true,
        }
    }

    /// For x ≤ 1, as branches below 0 need it. One f32, within 1 ULP, below 0 within 0.94: what would be a lo costs more than
    /// all the rest, and −0 would lose its sign to it.
    #[inline(always)]
    pub(super) fn exponential_less_one(self) -> Self {
        let x = self.rounded();
        let Growth { scale, r, square, q } = growth(x.within(LOWEST, 1.0), false);
        let p = square.mul_add(q, r);
        Self::plain(scale.mul_add(p, scale.sub(V::splat(1.0))).copysign(x))
    }

    /// 1/(1 + e^−x): with w·e^r = e^−|x| and h = e^−r − 1 it is 1 − w/(1 + w + h), or w/(1 + w + h) on the left.
    ///
    /// An estimate of 1/(1 + w + h) has few digits, as w has, so that their product is exact, and so is what
    /// they leave over of 1 but for h.
    #[inline(always)]
    pub(super) fn logistic(self) -> Self {
        let x = self.unscaled();
        let low = x.lo.map(|lo| lo.neg().signed(x.hi));
        let power = if NEAR {
            Power::of(x.hi.abs().neg(), low)
        } else {
            Power::of(x.hi.fallen(END), low.map(|low| low.within(-LOW_END, LOW_END)))
        };
        let (one, zero) = (V::splat(1.0), V::splat(0.0));
        let w = if NEAR { power.near() } else { power.whole() };
        let h = rest(power.r.neg(), GROWING);
        let inverse = w.add(one).add(h).estimate().truncated();
        // (1 + w + h)·inverse = 1 − error.
        let error = inverse.neg_mul_add(h, inverse.neg_mul_add(w, one.sub(inverse)));
        let ratio = w.mul(inverse);
        let right = one.sub(ratio);
        let right_lo = ratio.neg_mul_add(error, one.sub(right).sub(ratio));
        let (left, scale) = if NEAR {
            (ratio, None)
        } else {
            let [half, exponent] = power.parts();
            (half.mul(inverse), Some(x.hi.by_sign(exponent, zero)))
        };
        Self {
            hi: x.hi.by_sign(left, right),
            factor: None,
            lo: Some(x.hi.by_sign(left.mul(error), right_lo)),
            scale,
            positive: true,
            loose: false,
        }
    }

    /// With f = 1 − e^(−2|x|), f/(2 − f).
    #[inline(always)]
    pub(super) fn hyperbolic_tangent(self) -> Self {
        let x = self.rounded();
        let half = x.fallen(9.1);
        let Growth { scale, r, square, q } = growth(half.add(half), true);
        let (p, rest) = fast_two_sum(r, square.mul(q));
        let one = V::splat(1.0);
        let fall = one.sub(scale);
        let hi = scale.neg_mul_add(p, fall);
        let lo = scale.neg_mul_add(rest, scale.neg_mul_add(p, fall.sub(hi)));
        let (sum, error) = fast_two_sum(V::splat(2.0), hi.neg());
        let ratio = Self::new(hi, lo).over(Self::new(sum, error.sub(lo)));
        Self { hi: ratio.hi.copysign(x), ..ratio.signed(x) }
    }
}

/// (e^r − 1 − r)/r² for −0.071 ≤ r ≤ 0.011. Written by sollya/exponential.sollya, as the next two and the logarithms.
const FALLING: [f64; 3] =
    [0.500_000_059_604_644_8, 0.166_654_422_879_219_06, 4.092_884_808_778_763e-2];

/// (e^r − 1 − r)/r² for −0.011 ≤ r ≤ 0.071.
const GROWING: [f64; 3] =
    [0.499_999_910_593_032_8, 0.166_654_512_286_186_22, 4.242_273_792_624_474e-2];

/// (e^r − 1 − r)/r² for |r| ≤ ln 2/2.
const LONG: [f64; 6] = [
    0.5,
    0.166_666_671_633_720_4,
    4.166_651_144_623_756_4e-2,
    8.333_177_305_758e-3,
    1.393_050_304_614_007_5e-3,
    1.997_232_466_237_619_5e-4,
];

/// (1 + i/32)/2.
const HALVES: [f32; 32] = {
    let mut halves = [0.0; 32];
    let mut i = 0;
    while i < 32 {
        halves[i] = (32 + i) as f32 / 64.0;
        i += 1;
    }
    halves
};

/// i/32·ln 2 − ln(1 + i/32).
const LOGARITHMS: [f32; 32] = [
    0.0,
    -9.110_809e-3,
    -1.730_292_3e-2,
    -2.462_961e-2,
    -3.113_963_8e-2,
    -3.687_776_3e-2,
    -4.188_516e-2,
    -4.619_98e-2,
    -4.985_675_6e-2,
    -5.288_852e-2,
    -5.532_522e-2,
    -5.719_487e-2,
    -5.852_354e-2,
    -5.933_554_5e-2,
    -5.965_360_3e-2,
    -5.949_896e-2,
    -5.889_151_6e-2,
    -5.784_995_5e-2,
    -5.639_181_3e-2,
    -5.453_359e-2,
    -5.229_082_7e-2,
    -4.967_817_3e-2,
    -4.670_945_6e-2,
    -4.339_774_7e-2,
    -3.975_540_4e-2,
    -3.579_413e-2,
    -3.152_502_3e-2,
    -2.695_860_7e-2,
    -2.210_487_6e-2,
    -1.697_333e-2,
    -1.157_300_1e-2,
    -5.912_492_5e-3,
];
