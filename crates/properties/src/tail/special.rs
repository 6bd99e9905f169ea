//! Trigonometric, inverse and error functions of tails, by where their argument tends to.

use nonlin_expr::Algebra;

use super::coefficient::Coefficient;
use super::compose::{Taylor, from_zero, index, inverse_factorial, order};
use super::{Limit, Tail};
use crate::interval::Interval;

/// Terms of the asymptotic series of erfc.
const ERFC_TERMS: usize = 6;

fn one() -> Coefficient {
    Coefficient::whole(1)
}

fn minus_one() -> Coefficient {
    Coefficient::whole(-1)
}

impl Tail {
    /// sin or cos of a = c + ε, by their addition theorems.
    pub(super) fn wave(&self, cosine: bool) -> Self {
        let f = if cosine { Algebra::cos } else { Algebra::sin };
        let Some((c, epsilon)) = self.near_limit() else { return self.enclosed(f) };
        let (sin, cos) = (epsilon.wave_of_small(false), epsilon.wave_of_small(true));
        if let Some(turns) = c.quarter_turns() {
            // cos t = sin(t + π/2).
            return match (turns + i128::from(cosine)).rem_euclid(4) {
                0 => sin,
                1 => cos,
                2 => sin.negated(),
                _ => cos.negated(),
            };
        }
        let (sin_c, cos_c) = (c.map("sin", Algebra::sin), c.map("cos", Algebra::cos));
        if cosine {
            cos.scaled(&cos_c).minus(&sin.scaled(&sin_c))
        } else {
            cos.scaled(&sin_c).plus(&sin.scaled(&cos_c))
        }
    }

    fn wave_of_small(&self, cosine: bool) -> Self {
        let order = order(self.range());
        let coefficient = |n: usize| match (n + usize::from(cosine)) % 4 {
            1 => inverse_factorial(n),
            3 => inverse_factorial(n).neg(),
            _ => Coefficient::whole(0),
        };
        let remainder = inverse_factorial(order).value().mul(Interval::new(-1.0, 1.0));
        self.taylor(&Taylor { coefficients: (0..order).map(coefficient).collect(), remainder })
    }

    /// atan a: ±π/2 − atan(1/a) where a grows, atan c + atan(ε/(1 + c² + cε)) at a number.
    pub(super) fn arc_tangent(&self) -> Option<Self> {
        match self.limit() {
            Limit::PlusInfinity => {
                let half_pi = Coefficient::pi().mul(&Coefficient::ratio(1, 2));
                Some(self.recip()?.arc_tangent()?.negated().shifted(&half_pi))
            }
            Limit::MinusInfinity => Some(self.negated().arc_tangent()?.negated()),
            _ => {
                let (c, epsilon) = self.near_limit()?;
                if c.is_zero() {
                    return epsilon.arc_tangent_of_small();
                }
                let divisor = epsilon.scaled(&c).shifted(&one().add(&c.mul(&c)));
                let small = epsilon.times(&divisor.recip()?).arc_tangent_of_small()?;
                Some(small.shifted(&c.map("atan", Algebra::atan)))
            }
        }
    }

    /// ε − ε³/3 + …; the n-th derivative of atan is at most (n − 1)! everywhere.
    fn arc_tangent_of_small(&self) -> Option<Self> {
        let range = self.range();
        if range.magnitude() > 1.0 {
            return None;
        }
        let order = order(range);
        let coefficient = |n: usize| match n % 4 {
            1 => Coefficient::ratio(1, index(n)),
            3 => Coefficient::ratio(-1, index(n)),
            _ => Coefficient::whole(0),
        };
        let remainder = Coefficient::ratio(1, index(order)).value().mul(Interval::new(-1.0, 1.0));
        Some(
            self.taylor(&Taylor { coefficients: (0..order).map(coefficient).collect(), remainder }),
        )
    }

    /// asinh a = log(a + √(a² + 1)) for a > 0; log1p(a + a²/(1 + √(1 + a²))) where a vanishes.
    pub(super) fn area_sine(&self) -> Option<Self> {
        if self.limit() == Limit::MinusInfinity {
            return Some(self.negated().area_sine()?.negated());
        }
        let half = Coefficient::ratio(1, 2);
        let square = self.times(self);
        let root = square.shifted(&one()).to_the(&half)?;
        if self.limit() == Limit::Finite(Interval::ZERO) {
            let rest = square.times(&root.shifted(&one()).recip()?);
            return self.plus(&rest).log1p_of_small();
        }
        self.plus(&root).logarithm()
    }

    /// erf a: a series at its limit, ±1 ∓ erfc(±a) where it grows.
    pub(super) fn error_function(&self) -> Option<Self> {
        match self.limit() {
            Limit::PlusInfinity => Some(self.erfc_of_large()?.negated().shifted(&one())),
            Limit::MinusInfinity => Some(self.negated().error_function()?.negated()),
            _ => {
                let (c, epsilon) = self.near_limit()?;
                let series = epsilon.erf_increment(&c)?;
                Some(series.shifted(&c.map("erf", Algebra::erf)))
            }
        }
    }

    /// erfc a.
    pub(super) fn complementary_error_function(&self) -> Option<Self> {
        match self.limit() {
            Limit::PlusInfinity => self.erfc_of_large(),
            Limit::MinusInfinity => {
                Some(self.negated().erfc_of_large()?.negated().shifted(&Coefficient::whole(2)))
            }
            _ => {
                let (c, epsilon) = self.near_limit()?;
                let series = epsilon.erf_increment(&c)?;
                Some(series.negated().shifted(&c.map("erfc", Algebra::erfc)))
            }
        }
    }

    /// erf(c + ε) − erf c. With u = e^(−(c+ε)²), u′ = −2(c + ε)·u gives the coefficients of u one after
    /// another, on the number c and, for the remainder, on the box that holds c + ε.
    fn erf_increment(&self, c: &Coefficient) -> Option<Self> {
        let range = self.range();
        if range.magnitude() > 1.0 {
            return None;
        }
        let order = order(range);
        let around = Coefficient::varying(c.value().add(from_zero(range)));
        let coefficients = erf_coefficients(c, order);
        let last = erf_coefficients(&around, order + 1);
        let remainder = last.last()?.value();
        Some(self.taylor(&Taylor { coefficients, remainder }))
    }

    /// erfc a = e^(−a²)/(a·√π)·(1 − 1/(2a²) + 3/(2a²)² − …) for a > 0: the error is smaller than the first
    /// term that is left out and has its sign (Olver, Asymptotics and Special Functions, §2.1).
    fn erfc_of_large(&self) -> Option<Self> {
        if self.sign()? != std::cmp::Ordering::Greater {
            return None;
        }
        let square = self.times(self);
        let inverse = square.scaled(&Coefficient::whole(2)).recip()?;
        let mut factor = one();
        let mut coefficients = Vec::new();
        for n in 0..ERFC_TERMS {
            coefficients.push(factor.clone());
            factor = factor.mul(&Coefficient::whole(-(2 * index(n) + 1)));
        }
        let remainder = from_zero(factor.value());
        let series = inverse.taylor(&Taylor { coefficients, remainder });
        let root = Coefficient::pi().power(&Coefficient::ratio(-1, 2));
        let front = square.negated().exponential()?.times(&self.recip()?).scaled(&root);
        Some(front.times(&series))
    }
}

/// The Taylor coefficients of erf at c below an order, with 0 for the first.
fn erf_coefficients(c: &Coefficient, order: usize) -> Vec<Coefficient> {
    let two = Coefficient::whole(2);
    let bell = c.mul(c).neg().map("exp", Algebra::exp);
    let front = two.mul(&Coefficient::pi().power(&Coefficient::ratio(-1, 2)));
    let (mut before, mut u) = (Coefficient::whole(0), bell.mul(&front));
    let mut coefficients = vec![Coefficient::whole(0)];
    for k in 1..order {
        let step = Coefficient::ratio(1, index(k));
        coefficients.push(u.mul(&step));
        // k·u_k = −2c·u_(k−1) − 2·u_(k−2).
        let next = c.mul(&u).add(&before).mul(&two).mul(&minus_one()).mul(&step);
        (before, u) = (u, next);
    }
    coefficients
}
