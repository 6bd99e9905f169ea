//! Verified moments against values that were computed elsewhere at 40 digits, by two rules that share
//! nothing with this crate, and against closed forms.

#![allow(
    clippy::excessive_precision,
    clippy::approx_constant,
    reason = "known values stand here with all their digits"
)]

use nonlin_catalogue::{Activation, Parameters};
use nonlin_properties::gaussian::{Settings, gaussian};
use nonlin_properties::{Certificate, Gaussian, Interval, Status};

fn of(text: &str, settings: Settings) -> Gaussian {
    let activation = Activation::resolve(text, &Parameters::new()).unwrap();
    gaussian(activation.expression(), activation.derivative(), settings).unwrap()
}

/// Proved, narrow, and around the value, which is rounded to a float here.
#[track_caller]
fn encloses(got: &Certificate<Interval>, expected: f64, what: &str) {
    assert_eq!(got.status, Status::Proved, "{what}: {:?}", got.value);
    let (value, ulp) = (got.value, f64::EPSILON * expected.abs());
    assert!(value.lo() <= expected + ulp && expected - ulp <= value.hi(), "{what}: {value:?}");
    assert!(
        value.width() <= 1e-13 * (expected.abs() + f64::from(u8::from(expected == 0.0))),
        "{what}: {value:?}"
    );
}

/// E[f], E[f²], Var, E[f′²], 1/√E[f²], 1/√E[f′²].
#[rustfmt::skip]
const KNOWN: &[(&str, [f64; 6])] = &[
    ("identity", [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
    ("relu", [0.398_942_280_401_432_677_939_9, 0.5, 0.340_845_056_908_104_664_231_1, 0.5, 1.414_213_562_373_095_048_802, 1.414_213_562_373_095_048_802]),
    ("leaky_relu", [0.394_952_857_597_418_351_160_5, 0.500_05, 0.344_062_240_275_633_381_412_9, 0.500_05, 1.414_142_856_997_835_349_877, 1.414_142_856_997_835_349_877]),
    ("max(x, x/5)", [0.319_153_824_321_146_142_352, 0.52, 0.418_140_836_421_186_985_107_9, 0.52, 1.386_750_490_563_072_805_046, 1.386_750_490_563_072_805_046]),
    ("elu", [0.160_520_572_266_556_049_621_8, 0.644_945_417_492_923_863_063_5, 0.619_178_563_372_141_219_881_7, 0.668_102_001_223_170_606_427_1, 1.245_198_300_700_706_550_287, 1.223_428_557_552_620_880_828]),
    ("gelu", [0.282_094_791_773_878_143_474, 0.425_221_482_570_298_674_918_6, 0.345_644_011_024_351_007_034_1, 0.455_850_865_649_287_122_113_6, 1.533_530_441_195_535_233_768, 1.481_114_412_708_348_196_613]),
    ("silu", [0.206_620_964_141_907_037_262_4, 0.355_775_519_817_352_156_230_8, 0.313_083_296_994_420_922_535_6, 0.379_482_351_632_829_308_996_3, 1.676_532_470_331_091_158_604, 1.623_320_257_952_497_316_98]),
    ("hard_tanh", [0.0, 0.516_058_550_961_713_300_404_3, 0.516_058_550_961_713_300_404_3, 0.682_689_492_137_085_897_170_5, 1.392_036_140_448_309_751_324, 1.210_287_062_432_522_278_695]),
    ("tanh", [0.0, 0.394_294_490_397_841_174_416_5, 0.394_294_490_397_841_174_416_5, 0.464_402_902_448_268_241_972, 1.592_537_419_722_831_427_77, 1.467_413_591_630_795_149_638]),
    ("sigmoid", [0.5, 0.293_379_035_858_092_962_737_6, 0.043_379_035_858_092_962_737_65, 0.044_836_241_350_194_371_792_58, 1.846_228_545_338_605_412_961, 4.722_646_085_937_974_330_895]),
    ("softplus(x)", [0.806_059_183_347_439_784_528_2, 0.921_245_908_859_300_278_677_2, 0.271_514_501_800_558_731_839_5, 0.293_379_035_858_092_962_737_6, 1.041_866_835_535_301_708_044, 1.846_228_545_338_605_412_961]),
    ("softsign", [0.0, 0.183_014_021_266_547_499_088_2, 0.183_014_021_266_547_499_088_2, 0.227_671_340_422_182_499_696_1, 2.337_533_363_108_539_659_856, 2.095_780_608_943_310_996_267]),
    ("if(abs(x) > 1/2, x, 0)", [0.0, 0.969_140_404_216_273_270_499_3, 0.969_140_404_216_273_270_499_3, 0.617_075_077_451_973_792_724_6, 1.015_796_354_719_734_012_454, 1.273_007_601_031_307_657_133]),
    ("x + sin(x)^2", [0.432_332_358_381_693_654_053, 1.307_374_291_210_181_468_033, 1.120_463_023_106_304_268_906, 1.499_832_268_686_048_744_081, 0.874_580_982_931_370_174_736_4, 0.816_542_235_438_059_121_601_1]),
    ("exp(-x^2)", [0.577_350_269_189_625_764_509_1, 0.447_213_595_499_957_939_281_8, 0.113_880_262_166_624_605_948_5, 0.357_770_876_399_966_351_425_5, 1.495_348_781_221_220_541_912, 1.671_850_762_441_055_060_008]),
    ("step", [0.5, 0.5, 0.25, 0.0, std::f64::consts::SQRT_2, f64::NAN]),
];

#[test]
fn known_values() {
    for &(name, [mean, square, variance, slope_square, forward, backward]) in KNOWN {
        let got = of(name, Settings::default());
        encloses(&got.mean, mean, &format!("{name}: E[f]"));
        encloses(&got.second_moment, square, &format!("{name}: E[f²]"));
        encloses(&got.variance, variance, &format!("{name}: Var"));
        encloses(&got.derivative_second_moment, slope_square, &format!("{name}: E[f′²]"));
        encloses(&got.forward_gain.unwrap(), forward, &format!("{name}: gain"));
        match got.backward_gain {
            Some(gain) => encloses(&gain, backward, &format!("{name}: backward gain")),
            None => assert!(backward.is_nan(), "{name} has a backward gain"),
        }
        assert_eq!(got.jumps, name == "step" || name.starts_with("if"), "{name}");
    }
}

/// Moments of other distributions in closed form.
#[test]
fn other_means_and_variances() {
    for (mean, variance) in [(0.7, 1.0), (-2.0, 0.25), (0.1, 9.0), (30.0, 1e-4)] {
        let settings = Settings { mean, variance, ..Settings::default() };
        let what = |f: &str| format!("{f} at N({mean}, {variance})");
        let got = of("exp(x)", settings);
        let m = f64::exp(mean + variance / 2.0);
        // The closed form itself is rounded: exp magnifies its argument's error.
        assert!((got.mean.value.middle() / m - 1.0).abs() < 1e-14, "{}", what("exp"));
        let got = of("x^2", settings);
        encloses(&got.mean, mean * mean + variance, &what("x²"));
        encloses(&got.derivative_second_moment, 4.0 * (mean * mean + variance), &what("x²"));
        let got = of("relu", settings);
        let t = mean / variance.sqrt();
        let phi = (-0.5 * t * t).exp() / std::f64::consts::TAU.sqrt();
        let mass = 0.5 * libm::erfc(-t / std::f64::consts::SQRT_2);
        let expected = mean * mass + variance.sqrt() * phi;
        let relative = got.mean.value.sub(Interval::point(expected)).magnitude() / expected;
        assert!(relative < 1e-13, "{}: {relative}", what("relu"));
    }
}

/// What has no finite moment, or no value, is never stated.
#[test]
fn infinite_moments_are_unknown() {
    for formula in ["exp(x^2)", "exp(x^2/3)", "log(x)", "1/x", "0/0 + x", "sqrt(x)"] {
        let got = of(formula, Settings::default());
        assert!(!got.second_moment.status.is_known(), "{formula}: {:?}", got.second_moment);
        assert_eq!(got.forward_gain.filter(|gain| gain.status.is_known()), None, "{formula}");
    }
    let root = of("sqrt(abs(x))", Settings::default());
    encloses(&root.second_moment, (2.0 / std::f64::consts::PI).sqrt(), "E[|z|]");
    assert!(!root.derivative_second_moment.status.is_known(), "E[1/(4|z|)] is infinite");
    for settings in [
        Settings { variance: 0.0, ..Settings::default() },
        Settings { variance: -1.0, ..Settings::default() },
        Settings { variance: f64::NAN, ..Settings::default() },
        Settings { mean: f64::INFINITY, ..Settings::default() },
    ] {
        assert!(!of("tanh", settings).mean.status.is_known(), "{settings:?}");
    }
}

#[test]
fn an_odd_function_has_the_mean_0() {
    let settings = Settings { is_odd: true, ..Settings::default() };
    assert_eq!(of("tanh", settings).mean, Certificate::proved(Interval::ZERO));
}
