//! Truncated Taylor series with interval coefficients: a function and all its derivatives on a box.
//!
//! Plain intervals forget that x is the same x everywhere in a formula: x − x on \[0, 1\] is \[−1, 1\].
//! A Taylor series remembers. With the coefficients c_k of f at an anchor c of the box X, and an enclosure
//! r of its n-th coefficient at all points of X,
//!
//! ```text
//! f(x) ∈ c_0 + c_1·(x−c) + … + c_(n−1)·(x−c)^(n−1) + r·(x−c)^n   for every x in X,
//! ```
//!
//! whose width shrinks like that of X to the power n. [`Jet`] carries both series through every operator
//! by the classical recurrences (`nonlin_expr::recurrences`). Where an operator has no derivatives (at the
//! corner of |a|), the coefficients are the whole line: nothing is claimed.
//!
//! Reference: Moore, Kearfott, Cloud, *Introduction to Interval Analysis*, SIAM 2009, chapter 8.

mod algebra;

use nonlin_expr::Expr;

use crate::interval::{Grade, Interval};

/// The coefficients of one function at the anchor and on the whole box.
///
/// Both series have the same length; a constant has one coefficient and is 0 in all others.
#[derive(Debug, Clone)]
pub struct Jet {
    at: Vec<Interval>,
    over: Vec<Interval>,
    is_constant: bool,
}

impl Jet {
    /// The variable on `x`, with derivatives up to `order`, anchored at `anchor`.
    #[must_use]
    pub fn variable(x: Interval, anchor: f64, order: usize) -> Self {
        let series = |value: Interval| {
            let slope = (order > 0).then_some(Interval::ONE);
            let zeros = (1..order).map(|_| Interval::ZERO);
            std::iter::once(value).chain(slope).chain(zeros).collect()
        };
        Self { at: series(Interval::point(anchor)), over: series(x), is_constant: false }
    }

    /// A number.
    const fn is_constant(&self) -> bool {
        self.is_constant
    }

    fn constant(value: Interval) -> Self {
        Self { at: vec![value], over: vec![value], is_constant: true }
    }
}

/// Where a box's series are anchored: at 0 if it lies in the box, so that what vanishes there does so
/// exactly; else in the middle.
fn anchor(x: Interval) -> f64 {
    if x.contains(0.0) { 0.0 } else { x.middle() }
}

/// A function of x on a box, with its derivatives.
#[derive(Debug, Clone)]
pub struct Taylor {
    /// x − c.
    offset: Interval,
    jet: Jet,
}

impl Taylor {
    /// The series of `expr` on a bounded box, whose every symbol is the variable, to the power `order`.
    #[must_use]
    pub fn of(expr: &Expr, x: Interval, order: usize) -> Self {
        Self::anchored(expr, x, anchor(x), order)
    }

    /// As [`of`](Self::of), with an anchor of the caller's choice inside the box.
    #[must_use]
    pub fn anchored(expr: &Expr, x: Interval, anchor: f64, order: usize) -> Self {
        let jet = expr.evaluate(|_| Jet::variable(x, anchor, order));
        Self { offset: x.sub(Interval::point(anchor)), jet }
    }

    /// Whether the function is defined and continuous on the box.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.jet.over[0].grade()
    }

    /// The k-th coefficient at the anchor.
    #[must_use]
    pub fn at_anchor(&self, k: usize) -> Interval {
        coefficient(&self.jet.at, k)
    }

    /// An enclosure of the k-th coefficients at all points of the box.
    #[must_use]
    pub fn coefficient(&self, k: usize) -> Interval {
        coefficient(&self.jet.over, k)
    }

    /// An enclosure of the `j`-th derivative on the box: the Taylor form of every length up to the
    /// order, and the plain enclosure, all of which hold.
    #[must_use]
    pub fn derivative(&self, j: usize) -> Interval {
        let plain = self.coefficient(j);
        let n = self.jet.over.len() - 1;
        let mut best = plain;
        if !self.jet.is_constant && j < n {
            // Horner from the remainder down; binomials turn coefficients of f into those of f^(j)/j!.
            let mut form = self.coefficient(n).mul(binomial(n, j));
            for k in (j..n).rev() {
                form = form.mul(self.offset).add(self.at_anchor(k).mul(binomial(k, j)));
            }
            best = tighter(plain, form);
            if n - j > 1 {
                let slope = self.coefficient(j + 1).mul(binomial(j + 1, j));
                best = tighter(best, slope.mul(self.offset).add(self.at_anchor(j)));
            }
        }
        best.mul(factorial(j))
    }
}

/// Both hold; should rounding leave nothing in common, the first does.
fn tighter(a: Interval, b: Interval) -> Interval {
    let both = a.intersection(b);
    if both.is_empty() { a } else { both }
}

fn coefficient(series: &[Interval], k: usize) -> Interval {
    series.get(k).copied().unwrap_or(Interval::ZERO)
}

#[expect(clippy::cast_precision_loss, reason = "orders are small")]
fn factorial(j: usize) -> Interval {
    (2..=j).fold(Interval::ONE, |product, k| product.mul(Interval::point(k as f64)))
}

#[expect(clippy::cast_precision_loss, reason = "orders are small")]
fn binomial(n: usize, k: usize) -> Interval {
    (0..k).fold(Interval::ONE, |product, i| {
        product.mul(Interval::point((n - i) as f64)).div(Interval::point((i + 1) as f64))
    })
}
