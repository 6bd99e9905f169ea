//! Every routine on every instruction set against scalar double-double, which shares no code with them
//! (and is itself held to MPFR in the conformance crate).

use nonlin_expr::{Algebra, DoubleDouble};

use crate::simd::{Isa, Job, Lanes, Level};

/// The routines: which double-double operator each is, and the relative error it promises, as a power of 2.
macro_rules! routines {
    ($($name:ident = $bound:literal;)*) => {
        const ROUTINES: &[Routine] = &[$(Routine {
            name: stringify!($name),
            bound: $bound,
            wide: |x| <DoubleDouble as Algebra>::$name(&DoubleDouble::from(x)),
            scalar: |x| <f64 as Algebra>::$name(&x),
        }),*];

        impl Job for Run<'_> {
            type Output = ();
            #[inline(always)]
            fn run<I: Isa>(self) {
                let count = I::F64::COUNT;
                assert_eq!(self.x.len() % count, 0);
                for (x, y) in self.x.chunks(count).zip(self.y.chunks_mut(count)) {
                    let x = <I::F64 as Lanes>::load(x);
                    match self.name {
                        $(stringify!($name) => super::$name(x),)*
                        _ => unreachable!(),
                    }
                    .store(y);
                }
            }
        }
    };
}

struct Routine {
    name: &'static str,
    bound: f64,
    wide: fn(f64) -> DoubleDouble,
    scalar: fn(f64) -> f64,
}

struct Run<'a> {
    name: &'static str,
    x: &'a [f64],
    y: &'a mut [f64],
}

routines! {
    exp = -46.3;
    expm1 = -46.3;
    sigmoid = -46.2;
    log = -47.0;
    log1p = -47.0;
    softplus = -46.1;
    tanh = -47.5;
    sinh = -46.1;
    cosh = -46.1;
}

impl Routine {
    fn run(&self, level: Level, x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        level.run(Run { name: self.name, x, y: &mut y });
        y
    }
}

/// Every exponent with some mantissas, dense lines, and both sides of where the routines change branch.
fn grid() -> Vec<f64> {
    let mut grid = Vec::new();
    for exponent in -1074..=1023 {
        for i in 0..12 {
            grid.push(libm::scalbn(1.0 + f64::from(i) / 12.0, exponent));
        }
    }
    for i in 0..30_000 {
        let t = (f64::from(i) + 0.37) / 30_000.0;
        grid.extend([0.1 * t, 2.0 * t, 40.0 * t, 760.0 * t]);
    }
    let mut edges = vec![1.0, 2.0, f64::MIN_POSITIVE, f64::EPSILON, f64::EPSILON / 4.0, f64::MAX];
    edges.extend([50.0, 709.78, 710.0, 710.475, 745.14, 750.0]);
    for i in 0..=2200 {
        // Where k steps, in wholes and sixteenths.
        edges.push((f64::from(i) + 0.5) * core::f64::consts::LN_2);
        edges.push((f64::from(i) + 0.5) * core::f64::consts::LN_2 / 16.0);
    }
    for i in 0..=15 {
        // Where the point of the logarithm's table changes, below and above 1; and what softplus makes of it.
        let m = 1.0 + (f64::from(i) + 0.5) / 15.0;
        edges.extend([m, m / 2.0, m - 1.0, 1.0 - m / 2.0, -libm::log(m - 1.0).abs()]);
    }
    edges.push(core::f64::consts::SQRT_2);
    for edge in edges {
        grid.extend([
            edge.next_down().next_down(),
            edge.next_down(),
            edge,
            edge.next_up(),
            edge.next_up(),
        ]);
    }
    grid.extend(grid.clone().iter().map(|x| -x));
    grid.resize(grid.len().next_multiple_of(crate::simd::MAX_COUNT), 0.5);
    grid
}

#[test]
fn each_routine_keeps_its_bound() {
    let grid = grid();
    for routine in ROUTINES {
        let wide: Vec<DoubleDouble> = grid.iter().map(|&x| (routine.wide)(x)).collect();
        for level in Level::available() {
            let results = routine.run(level, &grid);
            for ((&x, result), wide) in grid.iter().zip(results).zip(&wide) {
                let at = || format!("{}({x:e}) with {} is {result:e}", routine.name, level.name());
                if !wide.hi().is_finite() {
                    assert_eq!(result.to_string(), wide.hi().to_string(), "{}", at());
                    continue;
                }
                let error = ((result - wide.hi()) - wide.lo()).abs();
                // Subnormal results have fewer bits to lose.
                let bound = wide.hi().abs() * routine.bound.exp2() + 8.0 * f64::from_bits(1);
                assert!(error <= bound, "{}, off by {:e} of it", at(), error / wide.hi().abs());
            }
        }
    }
}

#[test]
fn special_values_are_those_of_the_scalar_functions() {
    let x = [
        0.0,
        -0.0,
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        -1.0,
        -2.0,
        800.0,
        -800.0,
        1e300,
        -1e300,
    ];
    let mut x = x.to_vec();
    x.push(-f64::NAN);
    x.resize(16, 1.0);
    for routine in ROUTINES {
        for level in Level::available() {
            for (&x, result) in x.iter().zip(routine.run(level, &x)) {
                let scalar = (routine.scalar)(x);
                let same = if scalar == 0.0 || !scalar.is_finite() {
                    result.to_bits() == scalar.to_bits() || result.is_nan() && scalar.is_nan()
                } else {
                    ((result - scalar) / scalar).abs() <= routine.bound.exp2()
                };
                assert!(
                    same,
                    "{}({x:?}) with {}: {result:?}, not {scalar:?}",
                    routine.name,
                    level.name()
                );
            }
        }
    }
}

#[test]
fn a_lane_does_not_see_its_neighbours() {
    let values = [
        0.3,
        -0.0,
        1e-310,
        -5e-324,
        1e300,
        -1e300,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        709.9,
        -745.0,
        0.99,
        1.0,
        -0.5,
        -1.0,
        40.0,
    ];
    for routine in ROUTINES {
        for level in Level::available() {
            let alone = values.map(|x| routine.run(level, &[x; 16])[0].to_bits());
            for shift in 0..values.len() {
                let mut x = values;
                x.rotate_left(shift);
                let mut expected = alone;
                expected.rotate_left(shift);
                let together: Vec<u64> =
                    routine.run(level, &x).iter().map(|y| y.to_bits()).collect();
                assert_eq!(together, expected, "{} with {}", routine.name, level.name());
            }
        }
    }
}
