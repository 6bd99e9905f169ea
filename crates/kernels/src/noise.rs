//! Random numbers for each element, from a counter: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011).
//!
//! A draw is a pure function of the seed, the element's index and the noise's number. So it does not
//! depend on threads, on the order of evaluation or on how a slice is split, and the backward pass
//! sees the numbers of the forward pass without storing them.

use nonlin_catalogue::Distribution;

/// One number; NaN where an argument is NaN, as for a negative scale.
pub(crate) fn draw(distribution: Distribution, arguments: [f64; 4], bits: [u64; 2]) -> f64 {
    let [a, b, lower, upper] = arguments;
    let u = open_unit(bits[0]);
    match distribution {
        Distribution::Uniform if a <= b => a + (b - a) * u,
        Distribution::Normal if b >= 0.0 => a + b * normal(u, open_unit(bits[1])),
        Distribution::Gumbel if b >= 0.0 => a - b * libm::log(-libm::log(u)),
        Distribution::TruncatedNormal if b >= 0.0 && lower <= upper => {
            if b == 0.0 {
                return a.clamp(lower, upper);
            }
            (a + b * between((lower - a) / b, (upper - a) / b, u)).clamp(lower, upper)
        }
        _ => f64::NAN,
    }
}

/// The multiples of 2⁻⁵³ in (0, 1), shifted by half a step: never 0 or 1.
fn open_unit(bits: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let whole = (bits >> 11) as f64;
    (whole + 0.5) * (f64::EPSILON / 2.0)
}

/// A standard normal number of two uniform ones (Box & Muller 1958).
fn normal(u: f64, v: f64) -> f64 {
    libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v)
}

/// The standard normal number between `lower` and `upper` with the share `u` of their probability
/// below it, by bisection: exact in the tails too, where rejection would never end.
fn between(lower: f64, upper: f64, u: f64) -> f64 {
    // In the lower half, where Φ keeps its digits.
    if lower > 0.0 {
        return -between(-upper, -lower, 1.0 - u);
    }
    let below = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    let wanted = below(lower) + u * (below(upper) - below(lower));
    let (mut low, mut high) = (lower.max(-40.0), upper.min(40.0));
    // 2⁻⁶⁰ of the interval is below a float's last digit.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if below(middle) < wanted { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// 128 random bits for an element's noise.
pub(crate) fn philox(seed: u64, element: u64, noise: u32) -> [u64; 2] {
    let mut counter = [low(element), high(element), noise, 0];
    let mut key = [low(seed), high(seed)];
    for _ in 0..10 {
        let p = u64::from(counter[0]) * 0xD251_1F53;
        let q = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [high(q) ^ counter[1] ^ key[0], low(q), high(p) ^ counter[3] ^ key[1], low(p)];
        key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
    }
    let pair = |a: u32, b: u32| u64::from(b) << 32 | u64::from(a);
    [pair(counter[0], counter[1]), pair(counter[2], counter[3])]
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
const fn low(word: u64) -> u32 {
    word as u32
}

const fn high(word: u64) -> u32 {
    low(word >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The authors' known answers (Random123, `kat_vectors`: philox4x32 10).
    #[test]
    fn philox_is_philox() {
        let words = |[a, b]: [u64; 2]| [low(a), high(a), low(b), high(b)];
        assert_eq!(words(philox(0, 0, 0)), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    }

    fn moments(distribution: Distribution, arguments: [f64; 4]) -> (f64, f64) {
        let n = 40_000_u32;
        let draw = |k: u32| super::draw(distribution, arguments, philox(7, k.into(), 0));
        let mean = (0..n).map(draw).sum::<f64>() / f64::from(n);
        let variance = (0..n).map(|k| (draw(k) - mean).powi(2)).sum::<f64>() / f64::from(n);
        (mean, variance)
    }

    /// Means and variances from the books; each bound is some five standard errors.
    #[test]
    fn distributions_have_their_moments() {
        let near = |(mean, variance): (f64, f64), m: f64, v: f64| {
            let error = v.sqrt() / 40.0;
            assert!(
                (mean - m).abs() < error && (variance / v - 1.0).abs() < 0.05,
                "{mean} {variance}"
            );
        };
        near(moments(Distribution::Uniform, [1.0, 3.0, 0.0, 0.0]), 2.0, 1.0 / 3.0);
        near(moments(Distribution::Normal, [2.0, 0.5, 0.0, 0.0]), 2.0, 0.25);
        let euler = 0.577_215_664_901_532_9;
        near(moments(Distribution::Gumbel, [0.0, 1.0, 0.0, 0.0]), euler, 1.644_934_066_848_226_4);
        // On ±1 standard deviation: variance 1 − 2φ(1)/(Φ(1) − Φ(−1)).
        near(
            moments(Distribution::TruncatedNormal, [0.0, 1.0, -1.0, 1.0]),
            0.0,
            0.291_125_094_967_36,
        );
        // Far out in a tail the rest is nearly exponential: mean about 20 + 1/20.
        near(moments(Distribution::TruncatedNormal, [0.0, 1.0, 20.0, 1e9]), 20.049_753, 0.002_463);
        assert!(super::draw(Distribution::Normal, [0.0, -1.0, 0.0, 0.0], [1, 2]).is_nan());
    }
}
