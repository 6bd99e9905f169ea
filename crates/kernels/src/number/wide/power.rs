//! a^b: small whole exponents by multiplications, the others as e^(b·log a).
//!
//! A logarithm's relative error becomes an absolute one of the exponent, so the error of a power grows
//! with its size: from 2^−66 near 1 to 2^−60 at the ends of the range. Powers of 0, ±∞, NaN and of negative
//! numbers take scalar code.

use nonlin_expr::{Algebra, DoubleDouble};

use super::Wide;
use crate::simd::Doubles;

/// The largest whole exponent that becomes multiplications: exact where the result is.
const MAX_MULTIPLIED: f64 = 32.0;

impl<V: Doubles> Wide<V> {
    /// a^b with the special values of C's `pow`.
    #[inline(always)]
    pub(super) fn to_the(self, b: Self) -> Self {
        let (zero, infinity) = (V::splat(0.0), V::splat(f64::INFINITY));
        let n = b.hi.abs();
        let few = V::and(n.le(V::splat(MAX_MULTIPLIED)), V::and(n.floor().eq(n), b.lo.eq(zero)));
        if !V::any(few) {
            return self.by_logarithm(b);
        }
        let power = self.multiplied(V::select(few, n, zero));
        // An intermediate outside this range has lost digits, or the power is that of 0, ±∞ or NaN.
        let (size, a) = (power.hi.abs(), self.hi.abs());
        let moderate = V::and(V::splat(1e-270).lt(size), size.lt(V::splat(1e290)));
        let exact = V::or(a.eq(zero), V::or(infinity.le(a), a.is_nan()));
        let good = V::and(few, V::or(moderate, exact));
        let negative = b.hi.lt(zero);
        let power = if V::any(negative) {
            Self::choose(negative, Self::single(V::splat(1.0)).over(power), power)
        } else {
            power
        };
        if V::all(good) { power } else { Self::choose(good, power, self.by_logarithm(b)) }
    }

    /// e^(b·log a) for a > 0, the others in scalar code.
    #[inline(always)]
    fn by_logarithm(self, b: Self) -> Self {
        let infinity = V::splat(f64::INFINITY);
        let power = self.logarithm().times(b).exponential();
        let positive = V::and(V::splat(0.0).lt(self.hi), self.hi.lt(infinity));
        let plain = V::and(positive, b.hi.abs().lt(infinity));
        if V::all(plain) {
            return power;
        }
        let others = Self::lane_by_lane([&self, &b], |[a, b]| DoubleDouble::pow(&a, &b));
        Self::choose(plain, power, others)
    }

    /// a^n by squaring, for whole n from 0 to 32: each lane multiplies where its own exponent asks for it,
    /// so that neighbours have no part in its result.
    #[inline(always)]
    fn multiplied(self, n: V) -> Self {
        let mut power = Self::single(V::splat(1.0));
        let (mut square, mut left) = (self, n);
        let zero = V::splat(0.0);
        while V::any(zero.lt(left)) {
            let half = left.mul(V::splat(0.5)).floor();
            let odd = half.add(half).lt(left);
            power = Self::choose(odd, power.times(square), power);
            left = half;
            square = square.times(square);
        }
        power
    }
}
