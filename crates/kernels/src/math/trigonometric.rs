//! Sine, cosine, tangent.
//!
//! x = k·π/2 + r with a whole k and |r| ≤ π/4, where sin r = r·(1 + r²·S(r²)) and
//! cos r = 1 − r²/2 + r⁴·C(r²), within 2^−55 and 2^−49.8; k says which of them, and its sign.
//!
//! π/2 is in four floats (Cody and Waite), the first three of 33 bits, so that their products with k are
//! exact up to |x| = 10^6. Each difference is then exact where it cancels, and loses half an ulp of r where it doesn't. No
//! float is nearer to a multiple of π/2 than 2^−60 there, and what π/2 has left over after four is 2^−164:
//! r is right to its last digits also next to a zero. Larger arguments are rare, and go lane by lane
//! to the scalar functions.
//! `sollya/rational.py` made the coefficients, and `sollya/elementary.sollya` finds the largest error of the very
//! floats.

use nonlin_expr::Algebra;

use super::parts::round_quotient;
use super::polynomial::horner;
use crate::simd::Doubles;

/// The sine of x in radians.
#[inline(always)]
pub(crate) fn sin<V: Doubles>(x: V) -> V {
    let (k, r) = reduce(x);
    large(x, quadrant(k, r), |x| Algebra::sin(&x))
}

/// The cosine of x in radians.
#[inline(always)]
pub(crate) fn cos<V: Doubles>(x: V) -> V {
    let (k, r) = reduce(x);
    large(x, quadrant(k.add(V::splat(1.0)), r), |x| Algebra::cos(&x))
}

/// The tangent of x in radians.
#[inline(always)]
pub(crate) fn tan<V: Doubles>(x: V) -> V {
    let (k, r) = reduce(x);
    let (sine, cosine) = (sine(r), cosine(r));
    let half = k.mul(V::splat(0.5));
    let even = half.floor().eq(half);
    let numerator = V::select(even, sine, cosine.neg());
    large(x, numerator.div(V::select(even, cosine, sine)), |x| Algebra::tan(&x))
}

/// The largest argument of the vector code.
const REDUCED_END: f64 = 1e6;
const HALF_PI: [f64; 4] = [
    1.570_796_326_734_125_6,
    6.077_100_506_303_966e-11,
    2.022_266_248_711_166_5e-21,
    8.478_427_660_368_9e-32,
];

/// k and r.
#[inline(always)]
fn reduce<V: Doubles>(x: V) -> (V, V) {
    let k = round_quotient(x, core::f64::consts::FRAC_2_PI);
    let mut r = x;
    for part in HALF_PI {
        r = k.neg_mul_add(V::splat(part), r);
    }
    (k, r)
}

/// `value`, or where x is too large for it or not finite `scalar`.
#[inline(always)]
fn large<V: Doubles>(x: V, value: V, scalar: impl Fn(f64) -> f64) -> V {
    let usual = x.abs().le(V::splat(REDUCED_END));
    if V::all(usual) { value } else { V::select(usual, value, x.map(scalar)) }
}

/// The sine of k·π/2 + r.
#[inline(always)]
fn quadrant<V: Doubles>(k: V, r: V) -> V {
    let half = k.mul(V::splat(0.5));
    let turns = half.floor();
    let value = V::select(turns.eq(half), sine(r), cosine(r));
    let quarter = turns.mul(V::splat(0.5));
    V::select(quarter.floor().eq(quarter), value, value.neg())
}

const SINE: [f64; 6] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_330_913,
    -0.000_198_412_698_367_100_66,
    2.755_731_607_930_030_4e-6,
    -2.505_112_731_652_993_4e-8,
    1.591_782_158_428_624e-10,
];

#[inline(always)]
fn sine<V: Doubles>(r: V) -> V {
    let square = r.mul(r);
    r.mul(square.mul_add(horner(square, &SINE), V::splat(1.0)))
}

const COSINE: [f64; 5] = [
    0.041_666_666_666_664_65,
    -0.001_388_888_888_726_234_1,
    2.480_158_519_764_136_8e-5,
    -2.755_636_594_539_707e-7,
    2.070_027_377_584_436_6e-9,
];

#[inline(always)]
fn cosine<V: Doubles>(r: V) -> V {
    let square = r.mul(r);
    let tail = square.mul_add(horner(square, &COSINE), V::splat(-0.5));
    square.mul_add(tail, V::splat(1.0))
}
