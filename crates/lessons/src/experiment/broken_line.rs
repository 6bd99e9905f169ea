//! A function put together from `ReLU` units: a broken line through equally spaced points of a target.
//!
//! A line that bends at x₀ < x₁ < … is b + Σ wᵢ·max(x − xᵢ, 0), where wᵢ is how much its slope changes at xᵢ:
//! one hidden layer with a unit for each piece. Nothing is trained, so that what is left over is what such a
//! network can't do rather than what a training did not find.

use nonlin_catalogue::Activation;
use nonlin_kernels::Kernel;

use super::count;

/// Where targets are approximated.
pub const FROM: f64 = -1.0;
/// Its upper end.
pub const TO: f64 = 1.0;
/// How finely each piece is compared with its target: its middle and its thirds are among the places.
const PLACES: usize = 144;

/// A network of one hidden layer whose units all have slope 1 inside.
#[derive(Debug, Clone)]
pub struct BrokenLine {
    /// The output's bias.
    start: f64,
    /// Where each unit bends, and its weight in the output.
    units: Vec<(f64, f64)>,
}

/// How far a line is from its target.
#[derive(Debug, Clone, Copy)]
pub struct Distance {
    /// The largest distance.
    pub largest: f64,
    /// The root of the mean square.
    pub typical: f64,
}

impl BrokenLine {
    /// Through the target at the ends of `pieces` equal pieces.
    pub fn through(target: &Kernel, pieces: usize) -> Self {
        let step = (TO - FROM) / count(pieces);
        let x: Vec<f64> = (0..=pieces).map(|i| FROM + step * count(i)).collect();
        let mut y = vec![0.0; x.len()];
        target.value(&x, &mut y);
        let mut before = 0.0;
        let units = x.iter().zip(y.windows(2)).map(|(&x, y)| {
            let slope = (y[1] - y[0]) / step;
            let change = slope - before;
            before = slope;
            (x, change)
        });
        Self { start: y[0], units: units.collect() }
    }

    /// The network's output at each input.
    pub fn value(&self, unit: &Activation, x: &[f64]) -> Vec<f64> {
        let kernel = Kernel::new(unit);
        let mut sums = vec![self.start; x.len()];
        let (mut inside, mut out) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        for &(bend, weight) in &self.units {
            inside.iter_mut().zip(x).for_each(|(z, x)| *z = x - bend);
            kernel.value(&inside, &mut out);
            sums.iter_mut().zip(&out).for_each(|(sum, y)| *sum += weight * y);
        }
        sums
    }

    /// How far it is from the target, over places inside every piece.
    pub fn distance(&self, unit: &Activation, target: &Kernel) -> Distance {
        let pieces = self.units.len();
        let step = (TO - FROM) / count(pieces * PLACES);
        let x: Vec<f64> = (0..=pieces * PLACES).map(|i| FROM + step * count(i)).collect();
        let mut wanted = vec![0.0; x.len()];
        target.value(&x, &mut wanted);
        let (mut largest, mut square) = (0.0_f64, 0.0);
        for (own, wanted) in self.value(unit, &x).iter().zip(&wanted) {
            let distance = (own - wanted).abs();
            largest = if distance.is_nan() { f64::NAN } else { largest.max(distance) };
            square += distance * distance;
        }
        if square.is_nan() {
            largest = f64::NAN;
        }
        Distance { largest, typical: (square / count(x.len())).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::proof::function;

    /// Of x² the line through the ends of a piece of width h is h²/4 away in its middle: max |f″|·h²/8. Its
    /// mean square distance is h⁴/30.
    #[test]
    fn a_parabola_is_as_far_as_theory_says() {
        let [relu, square] = ["relu", "x*x"].map(|name| function(name).unwrap());
        let target = Kernel::new(&square);
        for pieces in [1, 2, 8, 64] {
            let step = 2.0 / count(pieces);
            let distance = BrokenLine::through(&target, pieces).distance(&relu, &target);
            assert!((distance.largest / (step * step / 4.0) - 1.0).abs() < 1e-9, "{pieces}");
            let typical = step * step / 30.0_f64.sqrt();
            assert!((distance.typical / typical - 1.0).abs() < 0.005, "{pieces}");
        }
    }

    #[test]
    fn a_line_is_met_and_what_is_not_a_number_stays_so() {
        let relu = function("relu").unwrap();
        let distance = |text: &str| {
            let target = Kernel::new(&function(text).unwrap());
            BrokenLine::through(&target, 4).distance(&relu, &target).largest
        };
        assert!(distance("3*x - 1") < 1e-15);
        assert!(distance("log(x)").is_nan());
    }
}
