//! Moments of an activation under a standard normal pre-activation, and what follows from them.
//!
//! A wide layer with zero-mean weights turns unit-variance inputs into pre-activations that are
//! close to z ~ N(0, 1). E\[f(z)²\] is then the mean square of what the layer passes on, so weights
//! scaled by `1/sqrt(E[f²])` keep the signal's size from layer to layer: this is where √2 for `ReLU`
//! comes from, and it gives every other function its own gain in place of a table.
//!
//! **These are estimates, not certificates.** The integrals are computed by adaptive Gauss–Kronrod
//! quadrature (7 and 15 nodes) on \[-20, 20\], where the normal density has fallen to 1e-87. It starts
//! from unit pieces with edges at the integers and halves the piece with a large error, so it closes
//! in on kinks and jumps anywhere; a feature narrower than the first nodes' distance (about 0.02)
//! can be missed, as with any sampling. The reported error is the rule's own guess.

use nonlin_kernels::Kernel;

/// The integrals run over \[-`REACH`, `REACH`\].
const REACH: i32 = 20;
/// A piece is left alone when its error guess is below this.
const PIECE_TOLERANCE: f64 = 1e-13;
/// Pieces are not halved beyond this depth: a unit piece is then 2⁻⁴⁸ wide.
const MAX_DEPTH: u32 = 48;
/// Bound on the work: at most this many pieces are evaluated.
const MAX_PIECES: usize = 20_000;
/// An integral counts as known if its error guess is below this times 1 + |integral|.
const ACCEPTED_ERROR: f64 = 1e-6;

/// A number from quadrature, with the quadrature's own guess of its absolute error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimated integral.
    pub value: f64,
    /// The rule's guess of |value − truth|; not a bound.
    pub error: f64,
}

/// Moments of f(z) and f′(z) for z ~ N(0, 1). `None` where the integral is infinite or undefined, or
/// where the quadrature did not settle (for example E\[f′²\] of a square root).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// E\[f(z)\].
    pub mean: Option<Estimate>,
    /// E\[f(z)²\].
    pub square: Option<Estimate>,
    /// E\[f′(z)²\], with f′ as the kernel gives it (its stated value at kinks, 0 at jumps).
    pub slope_square: Option<Estimate>,
}

impl Moments {
    /// The gain that keeps the forward signal's mean square: `1/sqrt(E[f²])`.
    ///
    /// `None` if E\[f²\] is unknown, infinite or so near zero that no weight scale makes sense
    /// (a constant-zero function).
    #[must_use]
    pub fn forward_gain(&self) -> Option<f64> {
        let square = self.square?.value;
        let gain = 1.0 / square.sqrt();
        (square > 1e-30 && gain.is_finite() && gain > 1e-30).then_some(gain)
    }
}

/// Nodes on \[0, 1\] of the 15-point Kronrod rule (the other half is their mirror image), from the
/// outermost to the centre; every second one belongs to the 7-point Gauss rule. QUADPACK, `dqk15`.
const NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
/// Kronrod weights of [`NODES`].
const KRONROD: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
/// Gauss weights of `NODES[1]`, `NODES[3]`, `NODES[5]`, `NODES[7]`.
const GAUSS: [f64; 4] = [
    0.129_484_966_168_869_7,
    0.279_705_391_489_276_64,
    0.381_830_050_505_118_9,
    0.417_959_183_673_469_4,
];
/// `sqrt(2π)`.
const SQRT_TAU: f64 = 2.506_628_274_631_000_5;

/// Estimates [`Moments`] of an activation.
///
/// Deterministic, of the order of 10⁴ evaluations for a smooth function or one with a few kinks,
/// and at most 3·10⁵.
#[must_use]
pub fn moments(kernel: &Kernel) -> Moments {
    let mut stack: Vec<(f64, f64, u32)> =
        (-REACH..REACH).rev().map(|k| (f64::from(k), f64::from(k + 1), 0)).collect();
    let mut sums = [0.0_f64; 3];
    let mut errors = [0.0_f64; 3];
    let mut edge = [0.0_f64; 3];
    let mut pieces = 0;
    while let Some((low, high, depth)) = stack.pop() {
        pieces += 1;
        let (value, error) = piece(kernel, low, high);
        let settled = error.iter().all(|&e| e <= PIECE_TOLERANCE);
        if !settled && depth < MAX_DEPTH && pieces + stack.len() < MAX_PIECES {
            let middle = 0.5 * (low + high);
            stack.push((middle, high, depth + 1));
            stack.push((low, middle, depth + 1));
            continue;
        }
        let outermost = low <= f64::from(1 - REACH) || high >= f64::from(REACH - 1);
        for i in 0..3 {
            sums[i] += value[i];
            errors[i] += error[i];
            if outermost {
                edge[i] += value[i].abs();
            }
        }
    }
    let estimate = |i: usize| {
        // What lies beyond the reach is unknown; if the outermost pieces still matter, so does it.
        let error = errors[i] + edge[i];
        let known = sums[i].is_finite() && error <= ACCEPTED_ERROR * (1.0 + sums[i].abs());
        known.then_some(Estimate { value: sums[i], error })
    };
    Moments { mean: estimate(0), square: estimate(1), slope_square: estimate(2) }
}

/// Integrals of f·φ, f²·φ and f′²·φ over one piece, and the distance of the two rules for each.
fn piece(kernel: &Kernel, low: f64, high: f64) -> ([f64; 3], [f64; 3]) {
    let (centre, half) = (0.5 * (low + high), 0.5 * (high - low));
    let mut x = [centre; 15];
    for i in 0..7 {
        x[i] = centre - half * NODES[i];
        x[14 - i] = centre + half * NODES[i];
    }
    let (mut y, mut slope) = ([0.0; 15], [0.0; 15]);
    kernel.value_and_derivative(&x, &mut y, &mut slope);
    let (mut kronrod, mut gauss) = ([0.0_f64; 3], [0.0_f64; 3]);
    for i in 0..15 {
        let mirrored = i.min(14 - i);
        let density = (-0.5 * x[i] * x[i]).exp() / SQRT_TAU;
        // f² may overflow where f²·φ does not: multiply the density in first.
        let terms = [y[i] * density, y[i] * density * y[i], slope[i] * density * slope[i]];
        for (k, term) in terms.into_iter().enumerate() {
            kronrod[k] += half * KRONROD[mirrored] * term;
            if mirrored % 2 == 1 {
                gauss[k] += half * GAUSS[mirrored / 2] * term;
            }
        }
    }
    let error = std::array::from_fn(|k| {
        let distance = (kronrod[k] - gauss[k]).abs();
        if distance.is_finite() { distance } else { f64::INFINITY }
    });
    (kronrod, error)
}

/// The largest |f′(x)| on the grid −4, −4 + 1/512, …, 4: the yardstick for "almost no slope".
///
/// \[−4, 4\] holds all but 6·10⁻⁵ of a standard normal pre-activation. It is an **estimate** from
/// below, meant only as the threshold of the saturation diagnostic (|f′| below 1 % of it); the
/// certified Lipschitz constant is another matter. Points where the derivative is not finite are
/// passed over. Zero for a function without slope there (step).
#[must_use]
pub fn slope_scale(kernel: &Kernel) -> f64 {
    const BLOCK: usize = 241; // 17 blocks of 241 points are the 4,097 points of the grid
    let (mut x, mut y, mut slope) = ([0.0_f64; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    let mut largest = 0.0_f64;
    for block in 0..17_u16 {
        for (i, x) in (0_u16..).zip(&mut x) {
            *x = f64::from(block * 241 + i) / 512.0 - 4.0;
        }
        kernel.value_and_derivative(&x, &mut y, &mut slope);
        largest = slope.iter().map(|s| s.abs()).filter(|s| s.is_finite()).fold(largest, f64::max);
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;
    use nonlin_catalogue::Activation;
    use std::collections::BTreeMap;

    fn kernel(text: &str) -> Kernel {
        Kernel::new(&Activation::resolve(text, &BTreeMap::new()).expect("a catalogue function"))
    }

    fn close(got: Option<Estimate>, expected: f64, what: &str) {
        let got = got.unwrap_or_else(|| panic!("{what}: no estimate"));
        assert!((got.value - expected).abs() < 1e-10, "{what}: {} against {expected}", got.value);
        assert!(got.error < 1e-8, "{what}: claims an error of {}", got.error);
    }

    /// E\[f\], E\[f²\], E\[f′²\] computed at 40 digits by two independent rules (trapezoid and
    /// Gauss–Legendre, in mpmath) and, where one exists, from the closed form in the comment.
    const KNOWN: &[(&str, f64, f64, f64)] = &[
        ("relu", 0.398_942_280_401_432_7, 0.5, 0.5),
        ("leaky_relu", 0.394_952_857_597_418_3, 0.50005, 0.50005),
        ("elu", 0.160_520_572_266_556_05, 0.644_945_417_492_923_9, 0.668_102_001_223_170_6),
        // 1/(2√π), √3/(6π) + 1/3, 2√3/(9π) + 1/3
        ("gelu", 0.282_094_791_773_878_14, 0.425_221_482_570_298_7, 0.455_850_865_649_287_1),
        ("silu", 0.206_620_964_141_907_04, 0.355_775_519_817_352_16, 0.379_482_351_632_829_3),
        ("tanh", 0.0, 0.394_294_490_397_841_2, 0.464_402_902_448_268_24),
        ("sigmoid", 0.5, 0.293_379_035_858_092_96, 0.044_836_241_350_194_37),
        ("identity", 0.0, 1.0, 1.0),
        ("step", 0.5, 0.5, 0.0),
    ];

    #[test]
    fn moments_match_known_values() {
        for &(name, mean, square, slope_square) in KNOWN {
            let m = moments(&kernel(name));
            close(m.mean, mean, name);
            close(m.square, square, name);
            close(m.slope_square, slope_square, name);
        }
    }

    #[test]
    fn gains_match_known_values() {
        for (name, gain) in [
            ("relu", std::f64::consts::SQRT_2),
            ("tanh", 1.592_537_419_722_831_4),
            ("sigmoid", 1.846_228_545_338_605_4),
            ("gelu", 1.533_530_441_195_535_2),
        ] {
            let got = moments(&kernel(name)).forward_gain().expect("a gain");
            assert!((got - gain).abs() < 1e-9, "{name}: {got}");
        }
    }

    #[test]
    fn no_gain_without_a_signal() {
        let m = |square| Moments { mean: None, square, slope_square: None };
        assert_eq!(m(Some(Estimate { value: 0.0, error: 0.0 })).forward_gain(), None);
        assert_eq!(m(None).forward_gain(), None);
        assert_eq!(m(Some(Estimate { value: 4.0, error: 0.0 })).forward_gain(), Some(0.5));
    }

    /// sup |f′| from calculus; the grid holds 0, and GELU's steepest point √2 to within 1/1024.
    #[test]
    fn slope_scales() {
        for (name, scale) in [("sigmoid", 0.25), ("tanh", 1.0), ("step", 0.0), ("relu", 1.0)] {
            assert_eq!(slope_scale(&kernel(name)), scale, "{name}");
        }
        assert!((slope_scale(&kernel("gelu")) - 1.128_904_145_185_154_8).abs() < 1e-6);
    }
}
