//! Every operator at every level against the scalar double-double, which shares no code with the lanes
//! and is itself held to 96 bits against MPFR.

use nonlin_expr::operator::apply;
use nonlin_expr::{Algebra, DoubleDouble, Operator};

use super::Wide;
use crate::simd::{Doubles, Isa, Job, Level, MAX_COUNT};

/// The largest relative error of each operator, as a power of two, wherever the result is normal; below,
/// the least float comes on top. Comparisons and choices are exact.
const BOUNDS: &[(Operator, i32)] = &[
    (Operator::Neg, EXACT),
    (Operator::Abs, EXACT),
    (Operator::Sign, EXACT),
    (Operator::Floor, EXACT),
    (Operator::Min, EXACT),
    (Operator::Max, EXACT),
    (Operator::Less, EXACT),
    (Operator::LessEq, EXACT),
    (Operator::Greater, EXACT),
    (Operator::GreaterEq, EXACT),
    (Operator::Equal, EXACT),
    (Operator::NotEqual, EXACT),
    (Operator::Clamp, EXACT),
    (Operator::If, EXACT),
    (Operator::Add, -101),
    (Operator::Sub, -101),
    (Operator::Mul, -101),
    (Operator::Div, -100),
    (Operator::Sqrt, -100),
    (Operator::Hypot, -100),
    (Operator::Pow, -60),
    (Operator::Exp, -67),
    (Operator::Expm1, -66),
    (Operator::Sigmoid, -67),
    (Operator::Log, -69),
    (Operator::Log1p, -69),
    (Operator::Softplus, -67),
    (Operator::Asinh, -69),
    (Operator::Sinh, -66),
    (Operator::Cosh, -67),
    (Operator::Tanh, -66),
    (Operator::Erf, -68),
    (Operator::Erfc, -68),
    (Operator::Sin, -70),
    (Operator::Cos, -70),
    (Operator::Tan, -70),
    (Operator::Atan, -70),
];
const EXACT: i32 = i32::MIN;

type Words = (f64, f64);

fn double(x: Words) -> DoubleDouble {
    if x.1 == 0.0 { x.0.into() } else { DoubleDouble::sum(x.0, x.1) }
}

fn words(x: DoubleDouble) -> Words {
    (x.hi(), x.lo())
}

fn bits(x: Words) -> [u64; 2] {
    [x.0, x.1].map(|word| if word.is_nan() { u64::MAX } else { word.to_bits() })
}

/// An operator over lists of arguments.
struct Over<'a> {
    operator: Operator,
    arguments: &'a [Vec<Words>],
}

impl Job for Over<'_> {
    type Output = Vec<Words>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Vec<Words> {
        macro_rules! over {
            ($($variant:ident $method:ident ($($index:literal)*);)*) => { match self.operator {
                $(Operator::$variant => self.each::<I::F64>(
                    |_arguments| Wide::<I::F64>::$method($(&_arguments[$index]),*)
                ),)*
                other => panic!("no row for {other:?}"),
            } };
        }
        over! {
            Neg neg(0); Add add(0 1); Sub sub(0 1); Mul mul(0 1); Div div(0 1); Pow pow(0 1);
            Exp exp(0); Expm1 expm1(0); Log log(0); Log1p log1p(0); Sqrt sqrt(0); Hypot hypot(0 1);
            Abs abs(0); Sign sign(0); Floor floor(0); Min min(0 1); Max max(0 1); Clamp clamp(0 1 2);
            Sin sin(0); Cos cos(0); Tan tan(0); Atan atan(0); Sinh sinh(0); Cosh cosh(0); Tanh tanh(0);
            Asinh asinh(0); Erf erf(0); Erfc erfc(0); Sigmoid sigmoid(0); Softplus softplus(0);
            Less less(0 1); LessEq less_eq(0 1); Greater greater(0 1); GreaterEq greater_eq(0 1);
            Equal equal(0 1); NotEqual not_equal(0 1); If if_(0 1 2);
        }
    }
}

impl Over<'_> {
    #[inline(always)]
    fn each<V: Doubles>(&self, f: impl Fn(&[Wide<V>; 3]) -> Wide<V>) -> Vec<Words> {
        let count = self.arguments[0].len();
        let mut out = Vec::with_capacity(count);
        for start in (0..count).step_by(V::COUNT) {
            let width = V::COUNT.min(count - start);
            let mut vectors = [Wide::single(V::splat(0.0)); 3];
            for (vector, argument) in vectors.iter_mut().zip(self.arguments) {
                let (mut hi, mut lo) = ([1.0; MAX_COUNT], [0.0; MAX_COUNT]);
                for (lane, word) in argument[start..start + width].iter().enumerate() {
                    (hi[lane], lo[lane]) = *word;
                }
                *vector = Wide { hi: V::load(&hi), lo: V::load(&lo) };
            }
            let result = f(&vectors);
            let (mut hi, mut lo) = ([0.0; MAX_COUNT], [0.0; MAX_COUNT]);
            result.hi.store(&mut hi);
            result.lo.store(&mut lo);
            out.extend(hi.into_iter().zip(lo).take(width));
        }
        out
    }
}

/// Numbers without a pattern, the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// In [0, 1).
    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * 2_f64.powi(-53)
    }

    /// `hi` with a low word, or without one.
    fn beside(&mut self, hi: f64) -> Words {
        let lo = match self.bits() >> 61 {
            0..3 => 0.0,
            3 => hi * 2_f64.powi(-54) * self.unit() * 2_f64.powi(-30),
            _ => hi * 2_f64.powi(-53) * (self.unit() - 0.5),
        };
        words(double((hi, lo)))
    }
}

const SPECIAL: [f64; 24] = [
    0.0,
    -0.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    1.0,
    -1.0,
    2.0,
    -2.0,
    0.5,
    -0.5,
    3.0,
    -3.0,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    1e-310,
    -1e-310,
    700.0,
    -745.0,
    1e300,
];

/// `per_exponent` numbers of each sign for every `step`-th exponent, subnormal ones too.
fn all_sizes(random: &mut Random, step: usize, per_exponent: usize, out: &mut Vec<Words>) {
    for exponent in (-1074..1024).step_by(step) {
        for sign in [-1.0, 1.0] {
            for _ in 0..per_exponent {
                let hi = libm::scalbn(sign * (1.0 + random.unit()), exponent);
                if hi.is_finite() {
                    out.push(random.beside(hi));
                }
            }
        }
    }
}

/// Arguments of one argument: every size, the range where functions bend, and places where lanes part.
fn line() -> Vec<Words> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut out = SPECIAL.map(|x| (x, 0.0)).to_vec();
    all_sizes(&mut random, 1, 4, &mut out);
    for (range, count) in [(1.0, 4000), (6.0, 8000), (40.0, 8000), (800.0, 8000)] {
        out.extend((0..count).map(|_| {
            let x = (2.0 * random.unit() - 1.0) * range;
            random.beside(x)
        }));
    }
    let half_log_2 = std::f64::consts::LN_2 / 2.0;
    let places = (-2160..2160).map(|k| f64::from(k) * half_log_2);
    let places = places.chain((-400..400).map(|k| f64::from(k) * std::f64::consts::FRAC_PI_4));
    let others = [
        0.5,
        1.0,
        2.0,
        28.0,
        27.25,
        200.0,
        800.0,
        0.881_373_587,
        0.414_213_562_373_095,
        2.414_213_562_373,
    ];
    let others = others.into_iter().chain((-120..120).step_by(5).map(|k| 2_f64.powi(k)));
    let others =
        others.chain([std::f64::consts::SQRT_2, std::f64::consts::FRAC_1_SQRT_2, 709.782, 745.13]);
    for place in places.chain(others.flat_map(|x| [x, -x])) {
        for near in [place, place.next_up(), place.next_down()] {
            out.push(random.beside(near));
        }
    }
    // Next to 1 and −1, in the low word too.
    for k in 0..110 {
        for (one, rest) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
            out.push(words(double((one, rest * 2_f64.powi(-k) * (1.0 + random.unit())))));
        }
    }
    out
}

/// Pairs of arguments: any with any, and close ones.
fn plane() -> [Vec<Words>; 2] {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut values = SPECIAL.map(|x| (x, 0.0)).to_vec();
    all_sizes(&mut random, 23, 1, &mut values);
    for k in -8..8 {
        for sign in [-1.0, 1.0] {
            let hi = libm::scalbn(sign * (1.0 + random.unit()), k);
            values.push(random.beside(hi));
        }
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for &x in &values {
        for &y in &values {
            a.push(x);
            b.push(y);
        }
        for k in [0, 1, 10, 30, 52, 53, 54, 80, 100, 104] {
            if x.0.is_finite() && x.0.abs() < 1e300 {
                let close = double(x);
                let close = Algebra::add(&close, &(x.0 * 2_f64.powi(-k)).into());
                for y in [close, Algebra::neg(&close)] {
                    a.push(x);
                    b.push(words(y));
                }
            }
        }
    }
    [a, b]
}

fn arguments(operator: Operator) -> Vec<Vec<Words>> {
    match operator.row().arity {
        1 => vec![line()],
        2 if operator == Operator::Pow => {
            let [mut a, mut b] = plane();
            for (i, x) in line().into_iter().enumerate().step_by(3) {
                a.push(x);
                b.push((f64::from(i as u32 % 67) - 33.0, 0.0));
            }
            // Results of every size.
            let mut random = Random(0x1234_5678_9abc_def1);
            for _ in 0..20_000 {
                let base = libm::exp(8.0 * random.unit() - 4.0);
                let exponent = (1500.0 * random.unit() - 750.0) / libm::log(base);
                a.push(random.beside(base));
                b.push(random.beside(exponent));
            }
            vec![a, b]
        }
        2 => plane().into(),
        _ => {
            let [a, b] = plane();
            let mut c = b.clone();
            c.rotate_left(b.len() / 3);
            vec![a, b, c]
        }
    }
}

/// The relative error, infinite where special values differ; the least float of error is free.
fn error(result: Words, exact: Words) -> f64 {
    // The sign of a low word that is 0 says nothing.
    if bits(result)[0] == bits(exact)[0] && result.1 == exact.1 {
        return 0.0;
    }
    // Where low words are subnormal, one may be rounded up to half a unit.
    let normalized = result.0 + result.1 == result.0 || exact.0.abs() < 1e-290;
    if !result.0.is_finite() || !exact.0.is_finite() || !normalized {
        return f64::INFINITY;
    }
    // A number that rounds to zero keeps its sign.
    if exact.0 == 0.0 && result.0.is_sign_negative() != exact.0.is_sign_negative() {
        return f64::INFINITY;
    }
    let distance = ((result.0 - exact.0) + (result.1 - exact.1)).abs() - 2.0 * 5e-324;
    if distance <= 0.0 { 0.0 } else { distance / exact.0.abs() }
}

fn exact(operator: Operator, arguments: &[Vec<Words>]) -> Vec<Words> {
    (0..arguments[0].len())
        .map(|i| {
            let arguments: Vec<_> = arguments.iter().map(|list| double(list[i])).collect();
            words(apply(operator, &arguments))
        })
        .collect()
}

#[test]
fn operators_stay_within_their_bounds() {
    let mut failures = Vec::new();
    for &(operator, bound) in BOUNDS {
        let arguments = arguments(operator);
        let exact = exact(operator, &arguments);
        for level in Level::available() {
            let results = level.run(Over { operator, arguments: &arguments });
            let errors = results.iter().zip(&exact).map(|(&r, &e)| error(r, e));
            let (place, worst) = errors
                .enumerate()
                .fold((0, 0.0), |worst, error| if error.1 > worst.1 { error } else { worst });
            let allowed = if bound == EXACT { 0.0 } else { 2_f64.powi(bound) };
            let at: Vec<_> = arguments.iter().map(|list| list[place]).collect();
            println!("{} {operator:?}: 2^{:.1} at {at:?}", level.name(), worst.log2());
            if worst > allowed {
                failures.push(format!(
                    "{} {operator:?}: 2^{:.1} at {at:?}: {:?}, not {:?}",
                    level.name(),
                    worst.log2(),
                    results[place],
                    exact[place]
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn neighbours_have_no_part_in_a_result() {
    for &(operator, _) in BOUNDS {
        let mut ordered = arguments(operator);
        for list in &mut ordered {
            list.truncate(20_000);
        }
        let count = ordered[0].len();
        // A step that shares no factor with the length visits every place.
        let step = (count / 3..).find(|&step| gcd(step, count) == 1).unwrap_or(1);
        let order: Vec<usize> = (0..count).map(|i| i * step % count).collect();
        let mixed: Vec<Vec<Words>> =
            ordered.iter().map(|list| order.iter().map(|&i| list[i]).collect()).collect();
        for level in Level::available() {
            let first = level.run(Over { operator, arguments: &ordered });
            let second = level.run(Over { operator, arguments: &mixed });
            for (&i, &result) in order.iter().zip(&second) {
                assert_eq!(bits(first[i]), bits(result), "{} {operator:?} {i}", level.name());
            }
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
