//! Double-double arithmetic against MPFR: every operator of the table, on arguments of all sizes with
//! a low half, held to one table of bounds; special values against the floats'.

use nonlin_conformance::oracle;
use nonlin_conformance::random::Random;
use nonlin_expr::operator::apply;
use nonlin_expr::{DoubleDouble, Operator, Rational};
use rug::Float;
use rug::float::Constant;

/// Bits of relative accuracy that each operator is held to; `None` where it makes no error at all.
///
/// Measured on 600,000 arguments each, the worst are expm1, sinh, tanh, erf and erfc, at 98.8 to 99.8.
fn bits(operator: Operator) -> Option<i32> {
    use Operator::*;
    match operator {
        Neg | Abs | Sign | Floor | Min | Max | Clamp | If => None,
        Less | LessEq | Greater | GreaterEq | Equal | NotEqual => None,
        Pi | E => Some(107),
        Add | Sub | Exp | Sqrt | Cosh => Some(104),
        Hypot => Some(103),
        Mul | Div | Log | Log1p | Asinh | Softplus | Sigmoid => Some(103),
        Sin | Cos | Tan | Atan => Some(102),
        Expm1 | Sinh | Tanh | Erf | Erfc | Pow => Some(98),
    }
}

/// Random arguments for each operator.
const CASES: u64 = 20_000;

fn low(random: &mut Random, high: f64) -> f64 {
    match random.below(4) {
        0 => 0.0,
        1 => high * 2_f64.powi(-53) * random.unit() * random.power(200),
        _ => high * 2_f64.powi(-53) * random.unit(),
    }
}

fn argument(random: &mut Random) -> DoubleDouble {
    if random.below(12) == 0 {
        return near_quarter_turn(random);
    }
    let high = random.float();
    let low = low(random, high);
    DoubleDouble::sum(high, low)
}

/// The double-double nearest to a multiple of π/2, of any size.
fn near_quarter_turn(random: &mut Random) -> DoubleDouble {
    let half_pi = Float::with_val(2_000, Constant::Pi) >> 1_u32;
    let shift = random.below(960) as u32;
    let multiple = (half_pi * (1 + random.below(1 << 20))) << shift;
    let (high, low) = halves(&multiple);
    if random.bits() & 1 == 0 { DoubleDouble::sum(high, low) } else { high.into() }
}

fn halves(x: &Float) -> (f64, f64) {
    let high = x.to_f64();
    (high, Float::with_val(x.prec(), x - high).to_f64())
}

/// Its exact value at 500 bits, or as many as a far low half needs.
fn exact(x: DoubleDouble) -> Float {
    let exponent = |x: f64| Float::with_val(53, x).get_exp().unwrap_or(0);
    let gap = if x.lo() == 0.0 { 0 } else { exponent(x.hi()) - exponent(x.lo()) };
    Float::with_val(500 + gap.unsigned_abs(), x.hi()) + x.lo()
}

/// Relative error, counted from the least float on; infinite where the kind of result is wrong.
fn error(computed: DoubleDouble, wanted: &Float) -> f64 {
    if wanted.is_nan() || computed.hi().is_nan() {
        return if wanted.is_nan() && computed.hi().is_nan() { 0.0 } else { f64::INFINITY };
    }
    let nearest = wanted.to_f64();
    if nearest.is_infinite() || computed.hi().is_infinite() {
        return if computed.hi() == nearest { 0.0 } else { f64::INFINITY };
    }
    if computed.hi() + computed.lo() != computed.hi() {
        return f64::INFINITY;
    }
    let difference = Float::with_val(wanted.prec(), wanted - exact(computed)).abs();
    if difference <= 2_f64.powi(-1074) {
        return 0.0;
    }
    (difference / wanted.clone().abs()).to_f64()
}

fn arguments(operator: Operator, random: &mut Random) -> Vec<DoubleDouble> {
    let mut arguments: Vec<_> = (0..operator.row().arity).map(|_| argument(random)).collect();
    match (operator, random.below(4)) {
        // Sums that cancel, ties, quotients near 1.
        (_, 0) if arguments.len() == 2 => {
            let a = arguments[0];
            let sign = random.sign();
            let nudge = 1.0 + random.unit() * random.power(100);
            arguments[1] = DoubleDouble::sum(sign * nudge * a.hi(), sign * a.lo());
        }
        // Powers that stay in range, with their largest exponents.
        (Operator::Pow, 1 | 2) => {
            let log = arguments[0].hi().abs().ln();
            let b = random.unit() * 745.0 / log;
            let b = if random.bits() & 1 == 0 { b } else { b.round() };
            arguments[1] = DoubleDouble::sum(b, low(random, b));
        }
        (Operator::Pow, _) if random.bits() & 1 == 0 => {
            arguments[1] = (random.unit() * 40.0).round().into();
        }
        (Operator::Clamp, _) if random.bits() & 1 == 0 => {
            arguments.sort_by(|a, b| a.hi().total_cmp(&b.hi()).then(a.lo().total_cmp(&b.lo())));
        }
        _ => {}
    }
    arguments
}

#[test]
fn every_operator_keeps_its_bound() {
    let mut failures = Vec::new();
    for &operator in Operator::ALL {
        let mut random = Random::new(operator as u64);
        let (mut worst, mut place) = (0.0, Vec::new());
        for _ in 0..if operator.row().arity == 0 { 1 } else { CASES } {
            let arguments = arguments(operator, &mut random);
            let computed = apply(operator, &arguments);
            let wanted =
                oracle::apply(operator, &arguments.iter().map(|&x| exact(x)).collect::<Vec<_>>());
            let error = error(computed, &wanted);
            if error > worst {
                (worst, place) = (error, arguments);
            }
        }
        let name = operator.row().name;
        println!("{name:<9} 2^{:.1} at {place:?}", worst.log2());
        let bound = bits(operator).map_or(0.0, |bits| 2_f64.powi(-bits));
        if worst > bound {
            let [worst, bound] = [worst, bound].map(f64::log2);
            failures.push(format!("{name}: 2^{worst:.1}, bound 2^{bound} at {place:?}"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn special_values_are_those_of_floats() {
    let special = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    for &operator in Operator::ALL {
        for i in 0..special.len().pow(operator.row().arity as u32) {
            let floats: Vec<f64> = (0..operator.row().arity as u32)
                .map(|k| special[i / special.len().pow(k) % special.len()])
                .collect();
            let expected: f64 = apply(operator, &floats);
            let wide: Vec<DoubleDouble> = floats.iter().map(|&x| x.into()).collect();
            let computed = apply(operator, &wide);
            if expected == 0.0 || !expected.is_finite() || expected == expected.round() {
                assert!(
                    computed.hi().to_bits() == expected.to_bits()
                        || (expected.is_nan() && computed.hi().is_nan()),
                    "{operator:?}{floats:?}: {computed:?}, float {expected}"
                );
                assert!(expected != 0.0 && expected.is_finite() || computed.lo() == 0.0);
            }
        }
    }
}

#[test]
fn exact_numbers_are_rounded_to_both_halves() {
    for (p, q) in [(1, 3), (-2, 7), (1, 10), (i64::MAX, 1), (1 << 53 | 1, 1)] {
        let number = Rational::integer(p).div(&Rational::integer(q)).unwrap();
        let computed = <DoubleDouble as nonlin_expr::Algebra>::number(&number);
        let exact = Float::with_val(500, p) / q;
        assert!(error(computed, &exact) <= 2_f64.powi(-106), "{p}/{q}");
    }
    for text in ["1e-320", "1e390", "1e-390", "1.7976931348623157e308"] {
        let number = Rational::from_decimal(text).unwrap();
        let computed = <DoubleDouble as nonlin_expr::Algebra>::number(&number);
        assert_eq!(computed.hi(), text.parse::<f64>().unwrap());
    }
}
