//! Limits at ±∞ where IEEE arithmetic finds none: x·σ(x) at −∞ is −∞·0.
//!
//! In the extended reals an operator gives NaN just where the form is indeterminate; any other result
//! is the limit. For an indeterminate form the function is followed outwards until its values settle
//! or escape. That is a numerical judgement, checked against known limits by the tests, and no proof.

/// The exponents along which the function is followed. Where an exponential overflows between (x < 2^10),
/// eight steps to each, so that enough values lie before it.
fn magnitudes() -> impl Iterator<Item = f64> {
    let near = (24..80).map(|eighths| (f64::from(eighths) / 8.0).exp2());
    near.chain((10..=1_000).map(|exponent| 2_f64.powi(exponent)))
}

/// Values left out at the end: before a form becomes NaN, a part of it may have overflowed already.
const UNSURE: usize = 4;
/// Values settle when they differ by less than this, relatively, over the last steps.
const SETTLED: f64 = 1e-12;
/// Values below this tend to 0.
const VANISHING: f64 = 1e-100;
/// As many values have to grow; fewer of a growing wave may do so by chance.
const GROWING: usize = 16;
/// Growing values above this tend to infinity.
const ESCAPED: f64 = 1e15;

/// The limits of `f` at −∞ and +∞; NaN where none is found.
#[must_use]
pub fn ends(f: impl Fn(f64) -> f64) -> [f64; 2] {
    [at(&f, f64::NEG_INFINITY), at(&f, f64::INFINITY)]
}

/// The limit of `f` at `infinity` (+∞ or −∞); NaN where none is found.
#[must_use]
pub fn at(f: impl Fn(f64) -> f64, infinity: f64) -> f64 {
    let direct = f(infinity);
    if !direct.is_nan() {
        return direct;
    }
    let sign = infinity.signum();
    let values: Vec<f64> =
        magnitudes().map(|x| f(sign * x)).take_while(|value| value.is_finite()).collect();
    let [.., a, b, c] = &values[..values.len().saturating_sub(UNSURE)] else { return f64::NAN };
    if [a, b, c].iter().all(|value| value.abs() < VANISHING) {
        return 0.0_f64.copysign(*c);
    }
    if c == b || ((c - b).abs() <= SETTLED * c.abs() && (b - a).abs() <= SETTLED * b.abs()) {
        return *c;
    }
    let tail = &values[values.len().saturating_sub(UNSURE + GROWING)..values.len() - UNSURE];
    let grows =
        |pair: &[f64]| pair[1].abs() > pair[0].abs() && pair[1].signum() == pair[0].signum();
    if c.abs() > ESCAPED && tail.windows(2).all(grows) {
        return f64::INFINITY.copysign(*c);
    }
    f64::NAN
}

#[cfg(test)]
mod tests {
    use super::at;

    #[test]
    fn indeterminate_forms() {
        let inf = f64::INFINITY;
        assert_eq!(at(|x| x * (x).exp(), -inf), 0.0);
        assert_eq!(at(|x| x / (1.0 + x.abs()), -inf), -1.0);
        assert_eq!(at(|x| x * x - x, inf), inf);
        assert_eq!(at(|x| x * x * (0.0 * x + 1.0 - x), inf), -inf);
        assert_eq!(at(|x| x.ln() / x, inf), 0.0);
        assert_eq!(at(|x| x + (x * x + 4.0).sqrt(), -inf), 0.0);
        // e^x overflows at 710, long after the limit is reached.
        assert_eq!(at(|x| x.exp() / (1.0 + x.exp()), inf), 1.0);
        assert_eq!(at(|x| x * x.exp() / x.exp().powi(2), inf), 0.0);
        assert_eq!(at(|x| 2.0 * x / ((x - 1.0).hypot(1.0) + (x + 1.0).hypot(1.0)), -inf), -1.0);
        assert!(at(f64::sin, inf).is_nan());
        assert!(at(|x| x * x.sin(), inf).is_nan());
    }
}
