//! Each routine against scalar double-double, at every level that this processor has.
//!
//! The double-double functions share no code with the routines, and are held to MPFR elsewhere.

use nonlin_expr::{Algebra, DoubleDouble};

use crate::simd::{Isa, Job, Lanes, Level, MAX_COUNT};

/// A routine, and what it promises.
struct Routine {
    name: &'static str,
    /// log2 of the largest relative error where the result is at least 1e-300; below, of that as a share of 1e-300.
    bound: f64,
    run: fn(Level, &[[f64; 2]], &mut [f64]),
    exact: fn(DoubleDouble, DoubleDouble) -> DoubleDouble,
    scalar: fn(f64, f64) -> f64,
    points: fn() -> Vec<[f64; 2]>,
}

macro_rules! routines {
    ($(|$a:ident, $b:ident| $name:ident($($argument:ident),*), $bound:literal, $points:expr;)*) => {
        /// A table of all.
        fn routines() -> Vec<Routine> {
            vec![ $( {
                struct Sweep<'a>(&'a [[f64; 2]], &'a mut [f64]);
                impl Job for Sweep<'_> {
                    type Output = ();
                    #[inline(always)]
                    fn run<I: Isa>(self) {
                        type V<I> = <I as Isa>::F64;
                        let count = V::<I>::COUNT;
                        for (x, y) in self.0.chunks(count).zip(self.1.chunks_mut(count)) {
                            let (mut a, mut b) = ([1.5; MAX_COUNT], [0.5; MAX_COUNT]);
                            for (i, &[first, second]) in x.iter().enumerate() {
                                (a[i], b[i]) = (first, second);
                            }
                            let ($a, $b) = (V::<I>::load(&a), V::<I>::load(&b));
                            let mut out = [0.0; MAX_COUNT];
                            super::$name($($argument),*).store(&mut out);
                            y.copy_from_slice(&out[..y.len()]);
                        }
                    }
                }
                Routine {
                    name: stringify!($name),
                    bound: $bound,
                    run: |level, x, y| level.run(Sweep(x, y)),
                    exact: |$a, $b| Algebra::$name($(&$argument),*),
                    scalar: |$a, $b| Algebra::$name($(&$argument),*),
                    points: || $points,
                }
            } ),* ]
        }
    };
}

routines! {
    |a, _b| erf(a), -46.9, unary(line(&[5.61], 8.0));
    |a, _b| erfc(a), -46.9, unary(line(&[0.0, 26.5, 28.0], 28.0));
    |a, b| pow(a, b), -46.5, powers();
    |a, b| hypot(a, b), -51.0, pairs();
    |a, _b| atan(a), -47.5, unary(line(&[0.414_213_562_373_095_03, 2.414_213_562_373_095], 4.0));
    |a, _b| asinh(a), -46.9, unary(line(&[1e10], 20.0));
    |a, _b| sin(a), -49.0, unary(angles());
    |a, _b| cos(a), -49.0, unary(angles());
    |a, _b| tan(a), -48.0, unary(angles());
}

/// Numbers of every exponent, of both signs, the specials, those around `branches`, and 20,000 that are
/// dense in ±`width`.
fn line(branches: &[f64], width: f64) -> Vec<f64> {
    let mut out = SPECIAL.to_vec();
    let mut state = 1_u64;
    for exponent in 0..2047 {
        for _ in 0..12 {
            out.push(f64::from_bits(exponent << 52 | random(&mut state) >> 12));
        }
    }
    for i in 0..10_000 {
        out.push(width * (f64::from(i) + 0.618) / 10_000.0);
    }
    for branch in branches {
        let mut below = *branch;
        let mut above = *branch;
        for _ in 0..50 {
            out.extend([below, above]);
            (below, above) = (below.next_down(), above.next_up());
        }
    }
    out.iter().flat_map(|x| [*x, -x]).collect()
}

/// Those of [`line`], and the floats next to multiples of π/4, where sine and cosine are all but 0, or the
/// reduction goes to the next quadrant.
fn angles() -> Vec<f64> {
    let mut out = line(&[1e6], 1e5);
    for k in 1..40_000 {
        let angle = f64::from(k) * std::f64::consts::FRAC_PI_4;
        out.extend([angle.next_down(), angle, angle.next_up(), -angle]);
    }
    out
}

/// Exponents that take bases of every size all over the range of the results; bases next to 1; whole,
/// half and huge exponents of negative bases; all pairs of specials.
fn powers() -> Vec<[f64; 2]> {
    let mut out = pairs();
    let mut state = 2_u64;
    let mut unit = || (random(&mut state) >> 11) as f64 / (1_u64 << 53) as f64;
    for _ in 0..40_000 {
        let base = 2_f64.powf(unit() * 2_000.0 - 1_000.0);
        let near = 1.0 + (unit() - 0.5) * 2_f64.powf(-50.0 * unit());
        for a in [base, near, 2.0 * unit(), 1_000.0 * unit()] {
            let b = (unit() * 1_500.0 - 750.0) / a.ln();
            out.extend([[a, b], [a, 4.0 * unit()], [-a, b.round()], [-a, b.min(1e6)]]);
        }
    }
    out
}

/// All pairs of specials, neighbours of [`line`], and numbers of like size.
fn pairs() -> Vec<[f64; 2]> {
    let line = line(&[], 50.0);
    let special = SPECIAL.iter().flat_map(|x| [*x, -x]).chain([-1.0, 1.0, -2.0, 0.5]);
    let mut out: Vec<_> =
        special.clone().flat_map(|a| special.clone().map(move |b| [a, b])).collect();
    out.extend(line.windows(2).map(|pair| [pair[0], pair[1]]));
    out.extend(line.windows(2).map(|pair| [pair[0], pair[0] * 0.75]));
    out
}

fn unary(line: Vec<f64>) -> Vec<[f64; 2]> {
    line.into_iter().map(|x| [x, 0.5]).collect()
}

/// Of 64 bits, the high ones are good (Knuth's linear congruence).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state
}

const SPECIAL: [f64; 12] = [
    0.0,
    f64::NAN,
    f64::INFINITY,
    f64::MIN_POSITIVE,
    5e-324,
    f64::MAX,
    1.0,
    0.5,
    2.0,
    3.0,
    1e300,
    1e-300,
];

/// The relative error of `found`, or infinity if it is of another kind.
fn error(found: f64, exact: DoubleDouble) -> f64 {
    if exact.hi().is_nan() || found.is_nan() {
        return if exact.hi().is_nan() && found.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if found.is_infinite() || exact.hi().is_infinite() || exact.hi() == 0.0 {
        let same = found == exact.hi() && found.is_sign_negative() == exact.hi().is_sign_negative();
        return if same { 0.0 } else { f64::INFINITY };
    }
    ((found - exact.hi()) - exact.lo()).abs() / exact.hi().abs().max(1e-300)
}

#[test]
fn routines_keep_their_bounds() {
    for routine in routines() {
        let points = (routine.points)();
        let exact: Vec<_> =
            points.iter().map(|&[a, b]| (routine.exact)(a.into(), b.into())).collect();
        for level in Level::available() {
            let mut found = vec![0.0; points.len()];
            (routine.run)(level, &points, &mut found);
            let errors = found.iter().zip(&exact).map(|(found, exact)| error(*found, *exact));
            let (at, worst) =
                errors.enumerate().fold((0, 0.0), |w, e| if e.1 > w.1 { e } else { w });
            let (name, level, bound) = (routine.name, level.name(), routine.bound);
            println!("{name} {level} 2^{:.2} at {:?}", worst.log2(), points[at]);
            assert!(
                worst.log2() <= bound,
                "{name} on {level}: 2^{:.2} > 2^{bound} at {:?}: {:e}, not {:e}",
                worst.log2(),
                points[at],
                found[at],
                exact[at].hi(),
            );
        }
    }
}

#[test]
fn a_lane_does_not_see_its_neighbours() {
    for routine in routines() {
        let points = (routine.points)();
        // Specials next to everything else.
        let mixed: Vec<_> = points
            .iter()
            .step_by(37)
            .zip(points[..24].iter().cycle())
            .flat_map(|(a, b)| [*a, *b])
            .collect();
        for level in Level::available() {
            let mut together = vec![0.0; mixed.len()];
            (routine.run)(level, &mixed, &mut together);
            for (point, together) in mixed.iter().zip(together) {
                let mut alone = [0.0];
                (routine.run)(level, &[*point], &mut alone);
                assert!(
                    alone[0].to_bits() == together.to_bits()
                        || alone[0].is_nan() && together.is_nan(),
                    "{} on {} at {point:?}: {} alone, {together} among others",
                    routine.name,
                    level.name(),
                    alone[0],
                );
            }
        }
    }
}

#[test]
fn special_values_are_those_of_the_scalar() {
    for routine in routines() {
        let signed: Vec<_> = SPECIAL.iter().flat_map(|x| [*x, -x]).collect();
        let points: Vec<_> = signed.iter().flat_map(|a| signed.iter().map(|b| [*a, *b])).collect();
        for level in Level::available() {
            let mut found = vec![0.0; points.len()];
            (routine.run)(level, &points, &mut found);
            for (&[a, b], found) in points.iter().zip(found) {
                let expected = (routine.scalar)(a, b);
                let exact = expected.is_nan() || expected.is_infinite() || expected == 0.0;
                let same =
                    found == expected && found.is_sign_negative() == expected.is_sign_negative();
                assert!(
                    !exact || same || found.is_nan() && expected.is_nan(),
                    "{} on {} at {a:e}, {b:e}: {found:e}, not {expected:e}",
                    routine.name,
                    level.name(),
                );
            }
        }
    }
}
