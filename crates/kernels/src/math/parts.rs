//! Pieces of range reductions: constants in several floats, and what a rounding has lost.

use crate::simd::Doubles;

/// The first 32 bits of ln 2, so that their product with a whole number below 2^21 is exact.
pub(super) const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
/// ln 2 − [`LN_2_HIGH`].
pub(super) const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The whole number nearest to x·`inverse`, give or take a rounding, for a |x·`inverse`| < 2^51.
#[inline(always)]
pub(super) fn round_quotient<V: Doubles>(x: V, inverse: f64) -> V {
    // There the spacing of floats is 1.
    let place = V::splat(6_755_399_441_055_744.0); // 1.5·2^52
    x.mul_add(V::splat(inverse), place).sub(place)
}

/// a·b − `product`, where `product` is a·b rounded; neither factor is above 2^995.
#[inline(always)]
pub(super) fn product_error<V: Doubles>(a: V, b: V, product: V) -> V {
    if V::FUSED {
        return a.mul_add(b, product.neg());
    }
    let ((ah, al), (bh, bl)) = (halves(a), halves(b));
    ah.mul(bh).sub(product).add(ah.mul(bl)).add(al.mul(bh)).add(al.mul(bl))
}

/// a as the sum of two numbers of at most 26 bits, so that products of them are exact (Dekker).
#[inline(always)]
fn halves<V: Doubles>(a: V) -> (V, V) {
    let c = a.mul(V::splat(134_217_729.0)); // 2^27 + 1
    let high = c.sub(c.sub(a));
    (high, a.sub(high))
}
