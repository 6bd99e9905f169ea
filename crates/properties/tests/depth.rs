//! Mean-field theory against values that were computed elsewhere at 40 digits, by quadrature that shares
//! nothing with this crate, and against closed forms.

#![allow(clippy::excessive_precision, reason = "known values stand here with all their digits")]

use nonlin_catalogue::{Activation, Parameters};
use nonlin_properties::depth::{
    EdgeOfChaos, INITIALISATIONS, MeanField, Phase, Scale, Stability, Universality, born_dead,
    weight_deviation,
};

fn field(text: &str) -> MeanField {
    let activation = Activation::resolve(text, &Parameters::new()).unwrap();
    MeanField::new(activation.expression(), activation.derivative(), &[]).unwrap()
}

#[track_caller]
fn close(got: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((got - expected).abs() <= tolerance * expected.abs(), "{what}: {got}, not {expected}");
}

/// Function, σ_b² ("0.1^2" is σ_b = 0.1), σ_w and q* on the edge of chaos.
#[rustfmt::skip]
const EDGES: &[(&str, &str, f64, f64)] = &[
    ("tanh", "0.05", 1.327_009_660_705_881_647_9, 0.570_047_881_640_764_149_99),
    ("tanh", "0.1^2", 1.193_400_725_024_329_677_5, 0.273_300_913_458_231_291_45),
    ("tanh", "0.2^2", 1.304_145_840_056_511_430_7, 0.512_078_504_233_901_518_07),
    ("tanh", "0.3^2", 1.395_583_975_154_902_211_7, 0.763_474_766_910_463_928),
    ("tanh", "0.5^2", 1.549_673_912_508_167_207_8, 1.317_938_998_972_149_678_7),
    ("tanh", "1^2", 1.855_589_101_138_891_812_7, 3.036_396_394_623_702_968_8),
    ("hard_tanh", "0.05", 1.079_603_950_361_372_369_4, 0.463_863_969_432_005_606_3),
    ("hard_tanh", "0.1^2", 1.025_700_350_692_774_322_8, 0.259_146_220_333_481_823_75),
    ("hard_tanh", "0.2^2", 1.068_608_843_674_176_272_5, 0.423_286_641_940_447_105_55),
    ("hard_tanh", "0.3^2", 1.116_144_999_655_677_927_9, 0.601_567_439_638_171_351_66),
    ("hard_tanh", "0.5^2", 1.213_147_847_195_348_943_1, 1.013_379_661_734_531_968_4),
    ("hard_tanh", "1^2", 1.439_690_454_512_923_632_5, 2.387_809_777_070_540_249_9),
    ("softsign", "0.05", 1.772_356_407_736_274_870_8, 0.412_183_176_014_989_428_21),
    ("softsign", "0.1^2", 1.512_868_070_250_939_220_9, 0.153_958_352_850_341_589_21),
    ("softsign", "0.2^2", 1.729_628_619_228_714_344_3, 0.358_326_307_547_311_755_27),
    ("softsign", "0.3^2", 1.897_491_772_996_471_175_3, 0.599_641_251_789_286_016_52),
    ("softsign", "0.5^2", 2.166_227_119_038_699_230_6, 1.176_932_697_398_224_471_8),
    ("softsign", "1^2", 2.667_422_330_411_852_125_2, 3.098_321_692_591_810_391_1),
    ("gelu", "0.05", 1.517_405_519_857_105_999_4, 0.722_035_766_901_604_530_06),
    ("gelu", "0.1^2", 1.727_078_275_308_699_204_3, 0.183_483_193_107_065_407_82),
    ("gelu", "0.2^2", 1.547_009_470_416_228_565_3, 0.575_637_116_619_207_484_75),
    ("gelu", "0.3^2", 1.450_470_409_901_176_260_4, 1.424_874_590_645_964_204_1),
    ("gelu", "0.5^2", 1.399_868_216_405_820_037_2, 6.434_102_486_686_252_635),
    ("gelu", "1^2", 1.405_944_526_838_473_595_4, 82.312_779_166_353_180_742),
    ("silu", "0.05", 1.651_850_939_503_115_237_6, 0.826_576_050_128_828_449_64),
    ("silu", "0.1^2", 1.820_051_722_263_627_118_7, 0.259_712_503_896_183_226_92),
    ("silu", "0.2^2", 1.679_531_600_691_645_768_2, 0.689_452_502_913_767_986_08),
    ("silu", "0.3^2", 1.575_621_438_721_776_932_4, 1.399_594_784_556_715_910_4),
    ("silu", "0.5^2", 1.456_947_424_352_636_370_9, 4.428_076_954_022_972_430_2),
    ("silu", "1^2", 1.402_512_417_978_650_756_2, 39.394_591_224_910_244_562),
    ("elu", "0.05", 1.238_433_822_066_997_012_7, 1.300_912_569_945_674_188_2),
    ("elu", "0.1^2", 1.176_148_473_707_374_303_5, 0.437_829_230_128_170_796_67),
    ("elu", "0.2^2", 1.229_251_124_137_206_400_5, 1.106_930_540_346_110_075_5),
    ("elu", "0.3^2", 1.263_107_845_124_147_035, 2.034_538_464_765_512_796_1),
    ("elu", "0.5^2", 1.306_111_672_938_035_025, 4.886_626_520_844_932_222_4),
    ("elu", "1^2", 1.357_977_177_173_775_881_4, 21.777_549_922_291_419_826),
    ("sigmoid", "0", 10.149_263_710_019_526_453, 45.624_277_797_379_712_827),
    ("sigmoid", "0.05", 10.155_220_036_553_934_956, 45.734_481_142_384_364_743),
    ("sigmoid", "0.1^2", 10.150_456_480_688_151_973, 45.646_330_783_577_984_816),
    ("sigmoid", "0.2^2", 10.154_030_274_197_794_566, 45.712_452_771_730_776_047),
    ("sigmoid", "0.3^2", 10.159_971_607_202_403_87, 45.822_533_414_575_592_558),
    ("sigmoid", "0.5^2", 10.178_859_551_049_572_156, 46.173_773_474_186_162_32),
    ("sigmoid", "1^2", 10.264_992_936_052_786_827, 47.800_484_107_608_968_474),
];

/// Function and initialisation of a network with inputs of mean square 1 and no biases; E[f²] and χ of
/// the 10th layer; the product of χ over 3, 5 and 10 layers. Twelve digits were given.
#[rustfmt::skip]
const LAYERS: &[(&str, &str, [f64; 2], [f64; 3])] = &[
    ("tanh", "uniform", [8.93836563584e-6, 0.333_327_374_503], [0.021_032_570_668_9, 0.002_296_584_988_86, 9.43054049195e-6]),
    ("tanh", "glorot", [0.052_200_082_787, 0.902_824_685_413], [0.214_830_549_656, 0.137_524_106_331, 0.071_369_729_106_3]),
    ("tanh", "he", [0.309_619_392_293, 1.104_133_756_01], [0.644_863_954_667, 0.732_554_208_692, 1.175_050_463]),
    ("softsign", "uniform", [1.86617792258e-6, 0.331_883_080_591], [0.006_270_810_613_44, 0.000_571_003_517_185, 2.15128638263e-6]),
    ("softsign", "glorot", [0.003_918_562_880_56, 0.818_093_739_042], [0.050_716_365_865_8, 0.021_209_410_450_8, 0.005_861_601_866_74]),
    ("softsign", "he", [0.042_645_329_294_7, 1.017_349_514_68], [0.151_713_620_311, 0.115_664_815_775, 0.108_530_313_255]),
    ("sigmoid", "uniform", [0.255_101_294_626, 0.020_007_829_337_7], [7.23483580824e-6, 2.89619841053e-9, 9.2859893718e-18]),
    ("sigmoid", "glorot", [0.264_686_875_182, 0.055_720_706_769_7], [0.000_137_642_415_023, 4.27339930918e-7, 2.2953902263e-13]),
    ("sigmoid", "he", [0.277_644_795_692, 0.100_977_080_687], [0.000_735_597_577_201, 7.4991548157e-6, 7.87273970469e-11]),
    ("relu", "uniform", [1.65381716879e-8, 0.166_666_666_667], [0.004_629_629_629_63, 0.000_128_600_823_045, 1.65381716879e-8]),
    ("relu", "glorot", [0.000_976_562_5, 0.5], [0.125, 0.031_25, 0.000_976_562_5]),
    ("relu", "he", [1.0, 1.0], [1.0, 1.0, 1.0]),
    ("elu", "uniform", [7.9558722712e-6, 0.332_584_964_183], [0.020_639_201_710_1, 0.002_083_244_888_15, 8.1970934277e-6]),
    ("elu", "glorot", [0.059_365_063_647_6, 0.842_443_307_236], [0.336_517_746_803, 0.193_188_092_131, 0.070_042_394_997_4]),
    ("elu", "he", [3.546_386_921_17, 1.151_067_236_89], [1.893_904_478_48, 2.726_981_211_29, 5.880_659_887_25]),
    ("gelu", "uniform", [2.44998579296e-11, 0.083_333_333_354_1], [0.000_960_413_990_71, 6.67491999237e-6, 2.68251578295e-11]),
    ("gelu", "glorot", [3.31261213664e-6, 0.250_008_435_061], [0.058_642_594_064_4, 0.004_209_682_431_32, 4.15785368493e-6]),
    ("gelu", "he", [0.247_218_132_644, 0.848_195_199_423], [0.920_146_548_098, 0.834_360_721_746, 0.480_233_778_384]),
    ("silu", "uniform", [1.98517032655e-11, 0.083_333_333_34], [0.000_750_200_799_915, 5.21106546986e-6, 2.09421410038e-11]),
    ("silu", "glorot", [1.81077173721e-6, 0.250_001_810_749], [0.032_921_210_717_1, 0.002_130_724_714_35, 2.08591251241e-6]),
    ("silu", "he", [0.011_280_327_703_2, 0.520_958_020_169], [0.554_174_565_259, 0.288_769_040_955, 0.017_950_052_540_5]),
    ("hard_tanh", "uniform", [1.45005786928e-5, 0.333_333_333_333], [0.033_912_357_761, 0.003_768_039_751_22, 1.55063364248e-5]),
    ("hard_tanh", "glorot", [0.184_598_350_91, 0.977_398_344_048], [0.511_553_581_04, 0.447_745_061_023, 0.380_953_917_222]),
    ("hard_tanh", "he", [0.526_136_777_814, 1.340_705_167_51], [1.694_181_139_66, 3.007_051_000_01, 13.001_256_278_3]),
    ("softplus", "uniform", [0.560_319_586_735, 0.086_902_327_137], [0.000_677_926_650_119, 5.12023244844e-6, 2.53774301812e-11]),
    ("softplus", "glorot", [0.856_354_941_073, 0.288_725_570_581], [0.024_721_736_248_4, 0.002_065_406_266_09, 4.14616226832e-6]),
    ("softplus", "he", [4.158_780_868_11, 0.757_430_382_876], [0.289_544_318_563, 0.144_900_524_44, 0.032_650_503_308_9]),
    ("identity", "uniform", [1.69350878084e-5, 0.333_333_333_333], [0.037_037_037_037, 0.004_115_226_337_45, 1.69350878084e-5]),
    ("identity", "glorot", [1.0, 1.0], [1.0, 1.0, 1.0]),
    ("identity", "he", [1024.0, 2.0], [8.0, 32.0, 1024.0]),
];

#[test]
fn edges_of_chaos() {
    for &(name, variance, sigma_w, length) in EDGES {
        let sigma_b = match variance.strip_suffix("^2") {
            Some(deviation) => deviation.parse::<f64>().unwrap(),
            None => variance.parse::<f64>().unwrap().sqrt(),
        };
        let mut field = field(name);
        let EdgeOfChaos::Points(points) = field.edge_of_chaos(sigma_b) else {
            panic!("{name}: not every length is a fixed point");
        };
        let [edge] = points[..] else { panic!("{name}, {variance}: {points:?}") };
        let what = format!("{name} at {variance}");
        close(edge.sigma_w, sigma_w, 1e-12, &what);
        close(edge.length, length, 1e-12, &what);
        let scale = Scale { sigma_w: edge.sigma_w, sigma_b };
        close(field.length(scale, edge.length).unwrap(), edge.length, 1e-12, &what);
        close(field.chi(scale, edge.length).unwrap(), 1.0, 1e-12, &what);
    }
}

/// Without biases: 1/|f′(0)| where f(0) = 0. What lies near 0 decides whether lengths stay there: tanh
/// flattens, GELU grows steeper.
#[test]
fn edges_without_bias() {
    for (name, sigma_w, stability) in [
        ("tanh", 1.0, Stability::Stable),
        ("softsign", 1.0, Stability::Stable),
        ("hard_tanh", 1.0, Stability::Stable),
        ("elu", 1.0, Stability::Stable),
        ("3*tanh(x)", 1.0 / 3.0, Stability::Stable),
        ("gelu", 2.0, Stability::Unstable),
        ("silu", 2.0, Stability::Unstable),
        ("x + x^3", 1.0, Stability::Unstable),
    ] {
        let edge = field(name).edge_of_chaos(0.0).primary().unwrap();
        close(edge.sigma_w, sigma_w, 1e-14, name);
        assert_eq!((edge.length, edge.stability), (0.0, stability), "{name}");
    }
    for (name, variance) in [
        ("relu", 2.0),
        ("identity", 1.0),
        ("abs(x)", 1.0),
        ("leaky_relu", 1.999_800_019_998_000_2),
        ("max(x, x/5)", 1.923_076_923_076_923_1),
    ] {
        let EdgeOfChaos::EveryLength { sigma_w } = field(name).edge_of_chaos(0.0) else {
            panic!("{name}: every length is a fixed point");
        };
        close(sigma_w * sigma_w, variance, 1e-14, name);
        assert_eq!(field(name).edge_of_chaos(0.1), EdgeOfChaos::Points(vec![]), "{name}");
    }
    for sigma_b in [0.0, 0.1, 0.2, 0.3, 0.5, 1.0] {
        assert_eq!(field("softplus").edge_of_chaos(sigma_b).primary(), None);
    }
    assert_eq!(field("step").edge_of_chaos(0.0).primary(), None, "no gradient, no edge");
}

/// K*, C_W and C_b of Roberts, Yaida and Hanin; to 8 digits in the book, here computed to 20.
#[test]
fn half_stable_points() {
    for (name, length, weights, biases) in [
        (
            "gelu",
            3.561_552_812_808_830_274_9,
            1.983_058_257_437_547_125_2,
            0.172_922_390_756_067_351_75,
        ),
        (
            "silu",
            14.320_173_618_025_798_817,
            1.988_004_678_269_492_005_3,
            0.555_143_170_721_530_396_2,
        ),
    ] {
        let Universality::HalfStable(point) = field(name).universality() else {
            panic!("{name} has a half-stable point");
        };
        // K* is where a curve crosses 0 at a small angle.
        close(point.length, length, 1e-10, name);
        close(point.weight_variance, weights, 1e-11, name);
        close(point.bias_variance, biases, 1e-10, name);
    }
    assert_eq!(field("tanh").universality(), Universality::Zero);
    assert_eq!(field("sin(x)").universality(), Universality::Zero);
    assert_eq!(field("relu").universality(), Universality::ScaleInvariant);
    for name in ["sigmoid", "softplus"] {
        assert_eq!(field(name).universality(), Universality::None, "{name}");
    }
}

#[test]
fn layers_of_known_networks() {
    for &(name, initialisation, [second_moment, chi], decays) in LAYERS {
        let way = INITIALISATIONS.iter().find(|way| way.name == initialisation).unwrap();
        let scale = Scale { sigma_w: way.sigma_w(), sigma_b: 0.0 };
        let layers = field(name).layers(scale, 1.0, 10);
        let what = format!("{name}, {initialisation}");
        close(layers[9].second_moment, second_moment, 1e-11, &what);
        close(layers[9].chi, chi, 1e-11, &what);
        for (depth, decay) in [3, 5, 10].into_iter().zip(decays) {
            close(layers[depth - 1].decay, decay, 1e-11, &what);
        }
        close(layers[0].gradient, layers[8].decay, 1e-14, &what);
        assert_eq!(layers[9].gradient, 1.0);
    }
}

/// E[erf(u₁)·erf(u₂)] = 2/π·asin(2qc/(1 + 2q)) (Williams, 1997).
#[test]
fn the_error_function_in_closed_form() {
    let mut field = field("erf(x)");
    for (sigma_w, sigma_b) in [(0.7, 0.3), (1.5, 0.05), (3.0, 0.2)] {
        let scale = Scale { sigma_w, sigma_b };
        let (weights, biases) = (sigma_w * sigma_w, sigma_b * sigma_b);
        let kernel = |q: f64, c: f64| {
            let sine = 2.0 * q * c / (1.0 + 2.0 * q);
            weights * std::f64::consts::FRAC_2_PI * sine.asin() + biases
        };
        for q in [1e-9, 0.02, 1.0, 900.0] {
            close(field.length(scale, q).unwrap(), kernel(q, 1.0), 1e-13, "length");
        }
        let points = field.fixed_points(scale);
        let [point] = points[..] else { panic!("{points:?}") };
        let q = point.length;
        close(q, kernel(q, 1.0), 1e-13, "fixed point");
        let slope = (kernel(q + 1e-5, 1.0) - kernel(q - 1e-5, 1.0)) / 2e-5;
        close(point.slope, slope, 1e-9, "slope");
        assert_eq!(point.stability, Stability::Stable);
        close(point.length_depth.unwrap(), -1.0 / slope.ln(), 1e-8, "depth");

        let correlation = field.correlation(scale, q).unwrap();
        for c in [-0.9, 0.0, 0.3, 0.9, 0.99, 1.0] {
            let (got, error) = correlation.map(c);
            let expected = kernel(q, c) / q;
            assert!(
                (got - expected).abs() <= error + 1e-13,
                "{c}: {got} ± {error}, not {expected}"
            );
            assert!(error < 1e-5, "{c}: {error}");
        }
        let c = correlation.fixed_point;
        close(kernel(q, c) / q, c, 1e-9, "correlation");
        let slope = (kernel(q, c) - kernel(q, c - 1e-6)) / (1e-6 * q);
        close(correlation.slope, slope, 1e-5, "slope of correlations");
        let chaotic = sigma_w > 1.4;
        assert_eq!(correlation.phase(), if chaotic { Phase::Chaotic } else { Phase::Ordered });
        assert_eq!(c < 1.0, chaotic);
        close(correlation.depth.unwrap(), -1.0 / slope.ln(), 1e-4, "depth of correlations");
    }
}

/// The arc-cosine kernel of first order (Cho and Saul, 2009).
#[test]
fn relu_in_closed_form() {
    let mut field = field("relu");
    let scale = Scale { sigma_w: std::f64::consts::SQRT_2, sigma_b: 0.0 };
    let correlation = field.correlation(scale, 1.0).unwrap();
    assert_eq!((correlation.phase(), correlation.depth), (Phase::Critical, None));
    for c in [-1.0_f64, -0.5, 0.0, 0.5, 0.9, 1.0] {
        let angle = c.acos();
        let expected =
            ((1.0 - c * c).sqrt() + c * (std::f64::consts::PI - angle)) / std::f64::consts::PI;
        let (got, error) = correlation.map(c);
        assert!((got - expected).abs() <= error + 1e-13, "{c}: {got} ± {error}, not {expected}");
    }
}

/// With jumps: step(√q·z)² has the mean 1/2 at every length.
#[test]
fn jumps_and_gaps() {
    let scale = Scale { sigma_w: 2.0, sigma_b: 0.5 };
    // E[f²] and its growth by calculus, for 1 where x > 1 and else 0: Φ(−1/√q).
    let mut field = field("if(x > 1, x, 0)");
    let q = 0.8_f64;
    let t = 1.0 / q.sqrt();
    let phi = (-0.5 * t * t).exp() / std::f64::consts::TAU.sqrt();
    let tail = 0.5 * libm::erfc(t / std::f64::consts::SQRT_2);
    close(field.length(scale, q).unwrap(), 4.0 * q * (t * phi + tail) + 0.25, 1e-13, "length");
    close(field.chi(scale, q).unwrap(), 4.0 * tail, 1e-13, "chi");
}

#[test]
fn a_network_born_dead() {
    for (width, depth, expected) in [
        (3, 1, 0.125),
        (3, 10, 0.736_924_423_836_171_63),
        (3, 100, 0.999_998_412_165_250_32),
        (5, 9, 0.248_540_741_499_738_2),
        (10, 20, 1.0 - (1.0_f64 - 1.0 / 1024.0).powi(20)),
    ] {
        close(
            born_dead(0.5, width, depth),
            expected,
            1e-13,
            &format!("{width} wide, {depth} deep"),
        );
    }
    close(weight_deviation(std::f64::consts::SQRT_2, 128), 0.125, 1e-15, "He");
}

/// No formula makes it panic or run away.
#[test]
fn any_formula_has_an_answer() {
    for formula in [
        "0*x",
        "0/0 + x",
        "log(x)",
        "1/x",
        "exp(exp(x))",
        "floor(x)",
        "sin(1/x)",
        "sqrt(abs(x))",
        "x*sin(x)",
    ] {
        let mut field = field(formula);
        let scale = Scale { sigma_w: 1.0, sigma_b: 0.1 };
        let _ = (field.edge_of_chaos(0.1), field.fixed_points(scale), field.universality());
        let _ = (field.correlation(scale, 1.0), field.layers(scale, 1.0, 4));
    }
}

/// PyTorch's default weights have variance 1/3: the gradient of a deep `ReLU` network falls by 6 a layer, and
/// that of tanh, whose lengths go to 0, by 3 in the end. No number of layers may change that.
#[test]
fn gradients_of_very_deep_networks() {
    let scale = Scale { sigma_w: (1.0_f64 / 3.0).sqrt(), sigma_b: 0.0 };
    let relu = field("relu").layers(scale, 1.0, 200);
    for (layer, k) in relu.iter().zip(1..) {
        let expected = 6_f64.powi(-k);
        assert!((layer.decay / expected - 1.0).abs() < 1e-11, "layer {k}: {}", layer.decay);
    }
    assert_eq!(relu.len(), 200);
    let tanh = field("tanh").layers(scale, 1.0, 200);
    assert_eq!(tanh.len(), 200);
    for layers in tanh.windows(2).skip(40) {
        assert!((layers[1].decay / layers[0].decay * 3.0 - 1.0).abs() < 1e-10);
    }
}
