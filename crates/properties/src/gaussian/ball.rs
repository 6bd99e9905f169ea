//! Numbers with an error bound, for long sums of products: a middle and a radius.
//!
//! Intervals round both ends of every product outwards. A sum of products in plain floats, with one bound
//! for all its rounding errors, holds as well and takes a tenth of the time (Rump, *Fast and parallel
//! interval arithmetic*, 1999).

use crate::interval::Interval;

/// The unit roundoff.
const UNIT: f64 = f64::EPSILON / 2.0;
/// More than what the sums of radii, of at most 40 terms, lose by rounding.
const MARGIN: f64 = 1.0 + 1e-13;
/// More than all that products can lose by underflow.
const UNDERFLOW: f64 = 1e-320;

/// All numbers no further than `radius` from `middle`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ball {
    middle: f64,
    radius: f64,
}

impl Ball {
    /// Around an interval; everything where that is not bounded.
    pub(super) fn around(x: Interval) -> Self {
        if !x.is_bounded() || x.is_empty() {
            return Self { middle: 0.0, radius: f64::INFINITY };
        }
        let middle = x.middle();
        Self { middle, radius: (x.hi() - middle).max(middle - x.lo()) * MARGIN }
    }

    /// The interval of its numbers.
    pub(super) fn interval(self) -> Interval {
        let radius = Interval::new(-self.radius, self.radius);
        if self.radius.is_finite() {
            Interval::point(self.middle).add(radius)
        } else {
            Interval::ENTIRE
        }
    }

    /// The sum of the products of pairs, of which there are at most 40.
    pub(super) fn dot<'a>(pairs: impl Iterator<Item = (&'a Self, &'a Self)>) -> Self {
        let (mut middle, mut size, mut radius, mut terms) = (0.0, 0.0, 0.0, 2.0);
        for (a, b) in pairs {
            let product = a.middle * b.middle;
            middle += product;
            size += product.abs();
            radius += a.middle.abs() * b.radius + a.radius * (b.middle.abs() + b.radius);
            terms += 1.0;
        }
        let radius = (radius + size * terms * UNIT) * MARGIN + UNDERFLOW;
        // A radius that is NaN comes of 0·∞: nothing is known.
        let known = middle.is_finite() && radius.is_finite();
        if known { Self { middle, radius } } else { Self { middle: 0.0, radius: f64::INFINITY } }
    }
}

#[cfg(test)]
mod tests {
    use super::Ball;
    use crate::interval::Interval;

    /// Sums of thirds, against exact rational arithmetic: 1/3·k for k up to 12, times 1/7.
    #[test]
    fn encloses_what_intervals_enclose() {
        let third = Interval::ONE.div(Interval::point(3.0));
        let wide = Interval::new(-1.0, 3.0);
        let a: Vec<Ball> = (1..=12_i32)
            .map(|k| third.mul(Interval::point(f64::from(k))))
            .map(Ball::around)
            .collect();
        let b = vec![Ball::around(Interval::ONE.div(Interval::point(7.0))); 12];
        let sum = Ball::dot(a.iter().zip(&b)).interval();
        // Σ k/21 = 78/21 = 26/7.
        assert!(sum.mul(Interval::point(7.0)).contains(26.0) && sum.width() < 2e-14, "{sum:?}");
        let spread = Ball::dot([(&Ball::around(wide), &Ball::around(wide))].into_iter()).interval();
        assert!(spread.encloses(Interval::new(-3.0, 9.0)), "{spread:?}");
        let tiny = Ball::around(Interval::point(1e-200));
        let product = Ball::dot([(&tiny, &tiny)].into_iter()).interval();
        assert!(product.lo() < 0.0 && product.hi() > 0.0, "underflow is enclosed");
    }

    #[test]
    fn unbounded_means_unknown() {
        let zero = Ball::around(Interval::ZERO);
        for x in [Interval::ENTIRE, Interval::EMPTY, Interval::new(0.0, f64::INFINITY)] {
            let x = Ball::around(x);
            assert_eq!(Ball::dot([(&zero, &x)].into_iter()).interval(), Interval::ENTIRE);
        }
        let large = Ball::around(Interval::point(1e300));
        assert_eq!(Ball::dot([(&large, &large)].into_iter()).interval(), Interval::ENTIRE);
    }
}
